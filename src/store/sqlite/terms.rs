//! The terms of what is about to leave, checked against everything that left or may have: twins and
//! limits.

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use sqlx::SqliteConnection;

use crate::domain::{Intent, IntentId, JournalFault, Spent};
use crate::store::Terms;
use crate::store::entry::Entry;

use super::ledger::Ledger;
use super::place::Place;

/// The term an intent breaks that is to leave at `at`, in words; `planned` is the entry it is planned with.
pub async fn broken(
    connection: &mut SqliteConnection,
    place: &Place,
    ledger: &mut Ledger,
    (intent, planned): (&Intent, &Entry),
    (terms, at): (&Terms, Timestamp),
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
    let hour_ago = at.checked_sub(SignedDuration::from_hours(1)).unwrap_or(Timestamp::MIN);
    let mut sums = Spent { today: Decimal::ZERO, last_hour: 0 };
    let Some(limit) = terms.limits.of(&amount.currency) else { return Ok(None) };
    if limit.per_day.is_some() || limit.per_hour.is_some() {
        let of = (intent.connection.as_str(), amount.currency.code());
        // What stands in the future was written before the clock was set back: it counts.
        for (left, amount) in ledger.spent(connection, place, of, terms.today.min(hour_ago)).await? {
            if left >= terms.today {
                sums.today = sums.today.saturating_add(amount);
            }
            if left > hour_ago {
                sums.last_hour = sums.last_hour.saturating_add(1);
            }
        }
    }
    Ok(terms.limits.check(amount, &sums).err())
}
