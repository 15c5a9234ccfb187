//! What has left, kept in mind from one transaction to the next, so that an order costs the same however many left
//! before it that day. It is made of entries alone, up to the newest one it knows. What is written by it is written only
//! where that still is the newest; those that others wrote since are learnt first, within the lock of writers. A
//! transaction that fails forgets all of it.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use sqlx::{Row, SqliteConnection};

use crate::domain::{JournalFault, Spent};
use crate::store::chain::Anchor;
use crate::store::entry::Entry;

use super::connect;
use super::fault::{fault, unreadable};
use super::left::{LeftSince, Spans};
use super::look;
use super::place::Place;
use super::when::{Currencies, Left};

/// The most entries of others that are learnt one by one; behind more it is quicker to begin anew.
pub const MOST: usize = 500;

/// How much further back is kept in mind than was asked for, as clocks do not always go forward.
const SLACK: SignedDuration = SignedDuration::from_hours(24);

/// What left a connection, and what it is now: from the first on that may have left since a time, `?2`. One that is
/// stamped after now, `?3`, and has something stamped before that time behind it, has not.
pub(super) const LEFT: &str = "SELECT s.at, s.currency, s.amount, s.intent, \
       (SELECT state FROM journal WHERE intent = s.intent ORDER BY seq DESC LIMIT 1) AS now \
     FROM journal s WHERE s.state = 'sent' AND +s.connection = ?1 AND s.seq >= ( \
       SELECT min(f.seq) FROM journal f WHERE f.state = 'sent' AND f.connection = ?1 AND f.at >= ?2 \
       AND (f.at <= ?3 OR NOT EXISTS (SELECT 1 FROM journal l WHERE l.seq > f.seq AND l.at < ?2))) \
     ORDER BY s.seq";

/// What has left.
#[derive(Debug, Default)]
pub struct Ledger {
    /// The newest entry it knows of.
    head: Option<Anchor>,
    /// With what each intent left that is on its way or unconfirmed.
    open: Vec<Entry>,
    /// By connection.
    left: HashMap<String, LeftSince>,
    currencies: Currencies,
}

impl Ledger {
    /// The newest entry.
    pub fn head(&self) -> Option<&Anchor> {
        self.head.as_ref()
    }

    /// Learns what was written since: `entries` are the newest one it knows of and, in their order, at most [`MOST`] with
    /// those behind it.
    pub async fn catch_up(
        &mut self,
        connection: &mut SqliteConnection,
        place: &Place,
        entries: &[Entry],
    ) -> Result<(), JournalFault> {
        if let Some(head) = &self.head {
            // Where its last one is missing, or is another, it is another journal.
            let Some((_, new)) = entries.split_first().filter(|(first, _)| first.hash == head.hash) else {
                return Err(place.gone());
            };
            if entries.len() < MOST {
                return new.iter().try_for_each(|entry| self.learn(entry, place));
            }
        }
        let head = connect::known_head(connection, place).await?;
        *self = Self { head, open: look::open_sent(connection, place).await?, ..Self::default() };
        Ok(())
    }

    /// Learns the next entry.
    pub fn learn(&mut self, entry: &Entry, place: &Place) -> Result<(), JournalFault> {
        self.head = Some(Anchor { count: entry.seq, hash: entry.hash.clone() });
        match entry.state.as_str() {
            "sent" => self.open.push(entry.clone()),
            "done" | "rejected" | "settled" | "reported" => self.open.retain(|open| open.intent != entry.intent),
            _ => {}
        }
        match (entry.state.as_str(), &entry.connection) {
            ("sent", Some(connection)) => {
                if let Some(known) = self.left.get_mut(connection) {
                    let currency = entry.currency.as_deref().map(|code| self.currencies.number(code));
                    known.add(Left::new(&entry.intent, entry.at, currency, entry.amount.as_deref()));
                }
            }
            ("rejected" | "settled" | "reported", _) => {
                let is_spent = is_spent(entry, place)?;
                for known in self.left.values_mut() {
                    known.settle(&entry.intent, is_spent);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The intents with the same connection, account and amount that may still turn out to have happened.
    pub fn twins(&self, of: &Entry) -> impl Iterator<Item = &str> {
        let Entry { connection, account, currency, amount, .. } = of;
        let is_alike = move |open: &&Entry| {
            open.intent != of.intent
                && open.connection == *connection
                && open.account == *account
                && open.currency == *currency
                && open.amount == *amount
        };
        self.open.iter().filter(is_alike).map(|open| open.intent.as_str())
    }

    /// What left a connection since a time, as far as that is in mind; and what was written before the last of it.
    fn left(&mut self, of: &str, since: Timestamp, now: Timestamp) -> Option<&mut LeftSince> {
        let known = self.left.get_mut(of).filter(|known| known.since <= since)?;
        let enough = back(since);
        if known.since < back(enough) {
            known.forget(enough, now);
        }
        Some(known)
    }

    /// What is spent of a currency at a connection, as far as that is in mind.
    pub fn spent(&mut self, of: &str, currency: &str, spans: &Spans) -> Option<Spent> {
        let currency = self.currencies.number(currency);
        Some(self.left(of, spans.since(), spans.now)?.spent(currency, spans))
    }

    /// Reads what left a connection, where it is not in mind.
    pub async fn recall(
        &mut self,
        connection: &mut SqliteConnection,
        place: &Place,
        of: &str,
        spans: &Spans,
    ) -> Result<(), JournalFault> {
        let (since, now) = (spans.since(), spans.now);
        if self.left(of, since, now).is_none() {
            let since = back(since);
            let left = read(connection, place, &mut self.currencies, of, (since, now)).await?;
            let mut known = LeftSince::new(since, left);
            known.forget(since, now);
            self.left.insert(of.to_owned(), known);
        }
        Ok(())
    }
}

/// So much further back is kept in mind.
fn back(since: Timestamp) -> Timestamp {
    since.checked_sub(SLACK).unwrap_or(Timestamp::MIN)
}

/// What left since a time, as the journal has it.
async fn read(
    connection: &mut SqliteConnection,
    place: &Place,
    currencies: &mut Currencies,
    of: &str,
    (since, now): (Timestamp, Timestamp),
) -> Result<Vec<Left>, JournalFault> {
    let broken = |error: sqlx::Error| fault(place, &error);
    let rows = sqlx::query(LEFT)
        .bind(of)
        .bind(since.as_microsecond())
        .bind(now.as_microsecond())
        .fetch_all(&mut *connection)
        .await
        .map_err(broken)?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let intent: String = row.try_get("intent").map_err(broken)?;
        let (currency, amount): (Option<String>, Option<String>) =
            (row.try_get("currency").map_err(broken)?, row.try_get("amount").map_err(broken)?);
        let currency = currency.map(|code| currencies.number(&code));
        let mut left = Left::new(&intent, row.try_get("at").map_err(broken)?, currency, amount.as_deref());
        if ["rejected", "settled", "reported"].contains(&row.try_get("now").map_err(broken)?) {
            let last: Entry = sqlx::query_as("SELECT * FROM journal WHERE intent = ? ORDER BY seq DESC LIMIT 1")
                .bind(&intent)
                .fetch_one(&mut *connection)
                .await
                .map_err(broken)?;
            left.is_spent = is_spent(&last, place)?;
        }
        all.push(left);
    }
    Ok(all)
}

/// Whether an intent that left and became this is spent, or may be.
fn is_spent(entry: &Entry, place: &Place) -> Result<bool, JournalFault> {
    Ok(entry.event().map_err(|error| unreadable(place, &error))?.state.is_spent())
}
