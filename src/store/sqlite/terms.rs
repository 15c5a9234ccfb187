//! The terms of what is about to leave, checked against everything that left or may have: twins and limits.

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use crate::domain::{Intent, IntentId, JournalFault, Money, Spent};
use crate::store::Terms;

use super::fault::fault;
use super::ledger::Ledger;
use super::look::number;
use super::place::Place;

/// What left with the same account and amount, since a number, and may still turn out to have happened.
pub(super) const TWINS: &str = "SELECT s.intent FROM journal s WHERE s.state = 'sent' AND s.connection = ? \
         AND s.account IS ? AND s.currency = ? AND s.amount = ? AND s.seq >= ? AND s.intent <> ? \
         AND (SELECT state FROM journal WHERE intent = s.intent ORDER BY seq DESC LIMIT 1) IN ('sent', 'unconfirmed')";

/// The term an intent breaks that is to leave at `at`, in words.
pub async fn broken(
    connection: &mut SqliteConnection,
    place: &Place,
    ledger: &mut Ledger,
    intent: &Intent,
    (terms, at): (&Terms, Timestamp),
) -> Result<Option<String>, JournalFault> {
    let Some(amount) = &intent.amount else { return Ok(None) };
    let twins = twins(connection, place, intent, amount).await?;
    if let Some(twin) = twins.into_iter().find(|twin| !terms.despite.contains(twin)) {
        return Ok(Some(format!(
            "another like it, {}, is on its way or unconfirmed: it needs to be confirmed by that name",
            twin.short()
        )));
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

/// Intents with the same connection, account and amount that may still turn out to have happened.
async fn twins(
    connection: &mut SqliteConnection,
    place: &Place,
    intent: &Intent,
    amount: &Money,
) -> Result<Vec<IntentId>, JournalFault> {
    let rows = sqlx::query(TWINS)
        .bind(intent.connection.as_str())
        .bind(intent.account.as_ref().map(ToString::to_string))
        .bind(amount.currency.code())
        .bind(amount.amount.normalize().to_string())
        .bind(number(place.settled_before()))
        .bind(intent.id.to_string())
        .fetch_all(connection)
        .await
        .map_err(|error| fault(place, &error))?;
    let id = |row: &SqliteRow| row.try_get::<String, _>("intent").ok()?.parse().ok().map(IntentId);
    let unreadable = || place.corrupt("the id of an intent cannot be read");
    rows.iter().map(|row| id(row).ok_or_else(unreadable)).collect()
}
