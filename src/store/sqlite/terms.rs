//! The terms of what is about to leave, checked against everything that left or may have: twins and limits.
//!
//! A limit counts what left today, or within the last hour, and may have happened. When that was is told by the stamps of
//! the entries and by their order, as [`When`] says: neither a clock that is set back nor one that was behind and is set
//! right lets a day begin anew; and what one stamped that was ahead counts on the day it is set right on, not for ever.

use jiff::{SignedDuration, Timestamp};
use sqlx::SqliteConnection;

use crate::domain::{Intent, IntentId, JournalFault, Limit, Spent};
use crate::store::Terms;
use crate::store::entry::Entry;

use super::ledger::Ledger;
use super::left::Spans;
use super::place::Place;

/// The term an intent breaks, in words; `planned` is the entry it is planned with, and `spent` what is spent already.
pub fn broken(
    place: &Place,
    ledger: &Ledger,
    (intent, planned): (&Intent, &Entry),
    terms: &Terms,
    spent: &Spent,
) -> Result<Option<String>, JournalFault> {
    let Some(amount) = &intent.amount else { return Ok(None) };
    for twin in ledger.twins(planned) {
        let twin = twin.parse().map(IntentId).map_err(|_| place.corrupt("the id of an intent cannot be read"))?;
        if !terms.despite.contains(&twin) {
            return Ok(Some(format!(
                "another like it, {}, is on its way or unconfirmed: it needs to be confirmed by that name",
                twin.short()
            )));
        }
    }
    Ok(terms.limits.check(amount, spent).err())
}

/// What is spent already where an intent is to leave at `at`, as far as its limits ask for it.
pub async fn spent(
    connection: &mut SqliteConnection,
    place: &Place,
    ledger: &mut Ledger,
    intent: &Intent,
    terms: &Terms,
    at: Timestamp,
) -> Result<Spent, JournalFault> {
    let Some((currency, spans)) = counted(intent, terms, at) else { return Ok(Spent::default()) };
    let of = intent.connection.as_str();
    ledger.recall(connection, place, of, &spans).await?;
    ledger.spent(of, currency, &spans).ok_or_else(|| place.other("what left before is not in mind"))
}

/// The same, where all of it is in mind.
pub fn spent_in_mind(ledger: &mut Ledger, intent: &Intent, terms: &Terms, at: Timestamp) -> Option<Spent> {
    let Some((currency, spans)) = counted(intent, terms, at) else { return Some(Spent::default()) };
    ledger.spent(intent.connection.as_str(), currency, &spans)
}

/// The currency and the spans of the limits an intent has to hold to; `None` where they count nothing.
fn counted<'i>(intent: &'i Intent, terms: &Terms, now: Timestamp) -> Option<(&'i str, Spans)> {
    let currency = &intent.amount.as_ref()?.currency;
    let Limit { per_day: None, per_hour: None, .. } = terms.limits.of(currency)? else {
        // What left exactly an hour ago no longer counts.
        let hour = SignedDuration::from_hours(1) - SignedDuration::from_micros(1);
        let hour = now.checked_sub(hour).unwrap_or(Timestamp::MIN);
        return Some((currency.code(), Spans { today: terms.today, hour, now }));
    };
    None
}
