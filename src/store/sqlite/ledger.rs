//! What has left, kept in mind from one transaction to the next, so that an order costs the same however many left
//! before it that day. It is made of entries alone: those that others wrote since are learnt first, within the lock of
//! writers, and a transaction that fails forgets all of it.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use sqlx::{Row, SqliteConnection};

use crate::domain::{IntentState, JournalFault, Settlement};
use crate::store::chain::Anchor;
use crate::store::entry::Entry;

use super::connect;
use super::fault::{fault, unreadable};
use super::look;
use super::place::Place;

/// The most entries of others that are learnt one by one; behind more it is quicker to begin anew.
pub const MOST: usize = 500;

/// How much further back is kept in mind than was asked for, as clocks do not always go forward.
const SLACK: SignedDuration = SignedDuration::from_hours(24);

/// What left a connection since a time, and what it is now.
pub(super) const SPENT: &str = "SELECT s.at, s.amount, s.intent, \
       (SELECT state FROM journal WHERE intent = s.intent ORDER BY seq DESC LIMIT 1) AS now \
     FROM journal s WHERE s.state = 'sent' AND s.connection = ? AND s.at >= ? AND s.currency = ?";

/// What has left.
#[derive(Debug, Default)]
pub struct Ledger {
    /// The newest entry it knows of.
    head: Option<Anchor>,
    /// With what each intent left that is on its way or unconfirmed.
    open: Vec<Entry>,
    /// By connection and currency.
    spending: HashMap<(String, String), Spending>,
}

/// What has left one connection in one currency and is spent, or may be.
#[derive(Debug)]
struct Spending {
    since: Timestamp,
    /// By intent: when, and how much.
    spent: HashMap<String, (Timestamp, Decimal)>,
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
        *self = Self { head, open: look::open_sent(connection, place).await?, spending: HashMap::new() };
        Ok(())
    }

    /// Learns the next entry.
    pub fn learn(&mut self, entry: &Entry, place: &Place) -> Result<(), JournalFault> {
        self.head = Some(Anchor { count: entry.seq, hash: entry.hash.clone() });
        match entry.state.as_str() {
            "sent" => self.open.push(entry.clone()),
            "done" | "rejected" | "settled" => self.open.retain(|open| open.intent != entry.intent),
            _ => {}
        }
        match (entry.state.as_str(), &entry.connection, &entry.currency) {
            ("sent", Some(connection), Some(currency)) => {
                if let Some(spending) = self.spending.get_mut(&(connection.clone(), currency.clone()))
                    && left_at(entry.at) >= spending.since
                {
                    let amount = amount_of(entry.amount.as_deref());
                    spending.spent.insert(entry.intent.clone(), (left_at(entry.at), amount));
                }
            }
            ("rejected" | "settled", ..) if !is_spent(entry, place)? => {
                for spending in self.spending.values_mut() {
                    spending.spent.remove(&entry.intent);
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

    /// When what left a connection since a time left, and how much of a currency it was: all that is spent, or may be.
    pub async fn spent(
        &mut self,
        connection: &mut SqliteConnection,
        place: &Place,
        of: (&str, &str),
        since: Timestamp,
    ) -> Result<impl Iterator<Item = (Timestamp, Decimal)>, JournalFault> {
        let key = (of.0.to_owned(), of.1.to_owned());
        let enough = since.checked_sub(SLACK).unwrap_or(Timestamp::MIN);
        match self.spending.get_mut(&key).filter(|spending| spending.since <= since) {
            None => {
                let spent = read(connection, place, of, enough).await?;
                self.spending.insert(key.clone(), Spending { since: enough, spent });
            }
            Some(spending) if spending.since < enough.checked_sub(SLACK).unwrap_or(Timestamp::MIN) => {
                spending.spent.retain(|_, (left, _)| *left >= enough);
                spending.since = enough;
            }
            Some(_) => {}
        }
        let spent = self.spending.get(&key).map(|spending| spending.spent.values().copied());
        Ok(spent.into_iter().flatten().filter(move |(left, _)| *left >= since))
    }
}

/// What is spent since a time, as the journal has it.
async fn read(
    connection: &mut SqliteConnection,
    place: &Place,
    of: (&str, &str),
    since: Timestamp,
) -> Result<HashMap<String, (Timestamp, Decimal)>, JournalFault> {
    let broken = |error: sqlx::Error| fault(place, &error);
    let rows = sqlx::query(SPENT)
        .bind(of.0)
        .bind(since.as_microsecond())
        .bind(of.1)
        .fetch_all(&mut *connection)
        .await
        .map_err(broken)?;
    let mut spent = HashMap::with_capacity(rows.len());
    for row in rows {
        let intent: String = row.try_get("intent").map_err(broken)?;
        if ["rejected", "settled"].contains(&row.try_get("now").map_err(broken)?) {
            let last: Entry = sqlx::query_as("SELECT * FROM journal WHERE intent = ? ORDER BY seq DESC LIMIT 1")
                .bind(&intent)
                .fetch_one(&mut *connection)
                .await
                .map_err(broken)?;
            if !is_spent(&last, place)? {
                continue;
            }
        }
        let left = left_at(row.try_get("at").map_err(broken)?);
        spent.insert(intent, (left, amount_of(row.try_get("amount").map_err(broken)?)));
    }
    Ok(spent)
}

/// Whether an intent that left and became this is spent, or may be.
fn is_spent(entry: &Entry, place: &Place) -> Result<bool, JournalFault> {
    let state = entry.event().map_err(|error| unreadable(place, &error))?.state;
    Ok(!matches!(state, IntentState::Rejected(_) | IntentState::Settled(Settlement { happened: Some(false), .. })))
}

/// What cannot be read counts as today.
fn left_at(at: i64) -> Timestamp {
    Timestamp::from_microsecond(at).unwrap_or(Timestamp::MAX)
}

/// What cannot be read counts as more than any limit allows.
fn amount_of(amount: Option<&str>) -> Decimal {
    amount.and_then(|amount| Decimal::from_str_exact(amount).ok()).unwrap_or(Decimal::MAX)
}
