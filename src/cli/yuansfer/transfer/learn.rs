//! What an inquiry makes known is written to the journal: it settles what was unconfirmed, and is reported of what was
//! taken on. Anything but an end settles nothing.

use uuid::Uuid;

use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::domain::{ChangeKind, End, Inquiry, Intent, IntentId, IntentState, JournalFault};
use crate::state::{Ending, Intents, Seen, end_by_inquiry};
use crate::store::News;

/// Writes down the ends that were found, where the journal has the transfer and does not know its end, and says so.
pub async fn all(job: &mut Job<'_>, found: &[Inquiry]) -> Exit {
    let mut exit = Exit::Done;
    for inquiry in found.iter().filter(|inquiry| inquiry.transfer().is_some()) {
        match known(job, inquiry).await {
            Ok(Some(intent)) => exit = exit.max(one(job, &intent, inquiry).await),
            Ok(None) => {}
            Err(fault) => {
                let words = format!("{fault}. {} What became of them could not be written down.", fault.advice());
                job.console.say(&words);
                return Exit::Unreachable;
            }
        }
    }
    exit
}

/// The transfers that the journal has of this connection and whose end is not known; where there is no journal, none,
/// and none is made.
pub async fn pending(job: &mut Job<'_>) -> Result<Vec<Intent>, JournalFault> {
    if !is_there(job).await? {
        return Ok(Vec::new());
    }
    let News { intents, unreadable, .. } = job.acting.journal.store().news(0, Intents::MAX).await?;
    if let Some(fault) = unreadable {
        job.console.say(&format!("{fault}. {} What of it can be read is gone by.", fault.advice()));
    }
    Ok(intents.into_iter().filter(|intent| is_mine(job, intent) && intent.awaits_end()).collect())
}

/// Whether there is a journal; what a run that has ended had sent is unconfirmed in it from now on.
async fn is_there(job: &Job<'_>) -> Result<bool, JournalFault> {
    let store = job.acting.journal.store();
    if store.anchor().await?.is_none() {
        return Ok(false);
    }
    store.recover(job.acting.now()).await?;
    Ok(true)
}

fn is_mine(job: &Job<'_>, intent: &Intent) -> bool {
    intent.kind == ChangeKind::Transfer && intent.connection == job.connection.info.id
}

/// The intent of this connection that was asked for, where the journal has it.
async fn known(job: &Job<'_>, inquiry: &Inquiry) -> Result<Option<Intent>, JournalFault> {
    let Ok(id) = inquiry.invoice.as_str().parse::<Uuid>() else { return Ok(None) };
    if !is_there(job).await? {
        return Ok(None);
    }
    let found = job.acting.journal.store().find(&IntentId(id).to_string()).await?;
    Ok(found.into_iter().find(|intent| is_mine(job, intent) && intent.id.0 == id))
}

async fn one(job: &mut Job<'_>, intent: &Intent, inquiry: &Inquiry) -> Exit {
    let (short, what) = (intent.id.short(), &intent.words);
    let ending = match end_by_inquiry(inquiry, intent) {
        Some(Ok(ending)) => ending,
        Some(Err(Seen::Other(words))) => {
            job.console.say(&format!(
                "{short}, {what}: {words}. Nothing is written down: look at both before you go on (paytop journal show \
                 {short})."
            ));
            return Exit::Refused;
        }
        Some(Err(Seen::Pending(_) | Seen::Nothing(_))) | None => return Exit::Done,
    };
    let next = match &ending {
        Ending::Settles(settlement) => IntentState::Settled(settlement.clone()),
        Ending::Reports(report) => IntentState::Reported(report.clone()),
    };
    // What was paid can come back; that it failed after all cannot be.
    if intent.may_come_back() && matches!(&ending, Ending::Reports(report) if report.end == End::Failed) {
        job.console.say(&format!(
            "{short}, {what}: it was paid, and the provider tells of it as failed now. Nothing is written down: look at \
             both before you go on (paytop journal show {short})."
        ));
        return Exit::Refused;
    }
    // The journal has this end already, or it was not sent at all.
    if !intent.state().may_become(&next) {
        return Exit::Done;
    }
    let journal = &job.acting.journal;
    let (told, written) = match ending {
        Ending::Settles(settlement) => {
            (format!("was unconfirmed. It is {}", next.told()), journal.settle(intent.id, settlement).await)
        }
        Ending::Reports(report) => {
            (format!("has come to its end: {}", report.told()), journal.report(intent.id, report).await)
        }
    };
    let (words, exit) = match written {
        Ok(true) => (format!("{short}, {what}, {told}"), Exit::Done),
        // Somebody else was faster: what they wrote stays.
        Ok(false) => (format!("{short}, {what}: its end is in the journal already"), Exit::Done),
        Err(fault) => (
            format!("{short}, {what}: its end could not be written down: {fault}. {}", fault.advice()),
            Exit::Unreachable,
        ),
    };
    job.console.say(&words);
    exit
}
