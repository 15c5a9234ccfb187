//! A file held against the journal.

use std::collections::HashMap;

use crate::domain::batch::{BatchId, Begun, PayoutHash, Review, Sheet, Which};
use crate::domain::{Change, ConnectionInfo, IntentId, IntentState, JournalFault};
use crate::runtime::Journal;

/// The most attempts at a line.
const MOST_ATTEMPTS: u32 = 1_000;

/// How a file stands: whether it was sent before by this connection, what became of its lines, and which of them other
/// files have sent. Where it was, that is what it goes on with, or, `again`, what comes before the next sending of all of
/// it. Nothing is written, unless it is about to be sent: then there has to be a key to hash payouts with. What was
/// rehearsed at a sandbox was not paid: nothing sent there is a repeat elsewhere.
///
/// # Errors
/// Where the journal cannot be used.
pub async fn review(
    journal: &Journal,
    sheet: &Sheet,
    info: &ConnectionInfo,
    again: bool,
    is_sent: bool,
) -> Result<Review, JournalFault> {
    let sendings = journal.store().sendings(sheet.digest, &info.id).await?;
    let newest = sendings.last().map_or(0, |sending| sending.id.number);
    let (which, number) = match (newest, again) {
        (0, _) => (Which::First, 1),
        (_, true) => (Which::Again, newest + 1),
        (_, false) => (Which::Resume, newest),
    };
    let id = BatchId { digest: sheet.digest, connection: info.id.clone(), number };
    let key = journal.store().payout_key(is_sent).await?;
    let payouts: HashMap<u32, PayoutHash> = match key {
        Some(key) => sheet
            .lines
            .iter()
            .filter_map(|line| Some((line.number, key.hash(&parts(sheet, line.change.as_ref()?, info)))))
            .collect(),
        // Nothing was ever sent.
        None => HashMap::new(),
    };
    let begun = begun(journal, sheet, &id).await?;
    let wanted: Vec<PayoutHash> = payouts.values().cloned().collect();
    let repeats = journal.store().repeats(&id, &wanted).await?;
    let repeats = repeats.into_iter().map(|repeat| (repeat.payout.clone(), repeat)).collect();
    Ok(Review { which, id, sendings, begun, repeats, payouts })
}

/// What a payout is known by: who gets how much of what, and that it is real money or is not.
fn parts(sheet: &Sheet, change: &Change, info: &ConnectionInfo) -> Vec<String> {
    let mut parts = (sheet.kind.payout)(change);
    if !info.is_production() {
        parts.push("sandbox".to_owned());
    }
    parts
}

/// What the journal has begun of each line: its last attempt. A line has another attempt only where the one before was
/// certainly refused.
async fn begun(journal: &Journal, sheet: &Sheet, id: &BatchId) -> Result<HashMap<u32, Begun>, JournalFault> {
    // What a run that ended had sent is unconfirmed, and to be told so. A journal that can only be read is read.
    let _ = journal.store().recover(journal.now()).await;
    let mut begun: HashMap<u32, Begun> = HashMap::new();
    let mut open: Vec<u32> = sheet.lines.iter().map(|line| line.number).collect();
    for attempt in 1..=MOST_ATTEMPTS {
        let ids: Vec<IntentId> = open.iter().map(|line| id.intent(*line, attempt)).collect();
        let mut states = journal.store().states(&ids).await?;
        let mut refused = Vec::new();
        for (line, intent) in open.into_iter().zip(ids) {
            let Some(event) = states.remove(&intent) else { continue };
            if matches!(event.state, IntentState::Rejected(_)) {
                refused.push(line);
            }
            begun.insert(line, Begun { attempt, intent, state: event.state });
        }
        open = refused;
        if open.is_empty() {
            break;
        }
    }
    Ok(begun)
}
