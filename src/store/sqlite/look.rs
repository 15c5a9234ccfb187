//! Looking into the journal, in SQL, without writing.

use std::collections::HashMap;

use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, Row, SqliteConnection};

use crate::domain::{Event, Intent, IntentState, JournalFault, Told};
use crate::store::chain::Anchor;
use crate::store::entry::{self, Entry};
use crate::store::{News, RunId, run};

use super::fault::{fault, unreadable};
use super::place::Place;

/// An intent that has not come to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenIntent {
    /// The number of the entry it was planned with.
    pub planned: u64,
    /// Its id.
    pub intent: String,
    /// What it is now.
    pub state: String,
    /// The run that wrote that.
    pub run: String,
}

/// The intents that have not come to their end: of all, by one walk along an index; or of those planned since `?1`.
macro_rules! open {
    (all) => {
        "SELECT intent FROM (SELECT intent, max(seq), state AS now FROM journal GROUP BY intent) \
         WHERE now NOT IN ('done', 'rejected', 'settled', 'reported') AND ?1 IS NOT NULL"
    };
    (since) => {
        "SELECT p.intent FROM journal p WHERE p.seq >= ?1 AND p.state = 'planned' \
         AND (SELECT state FROM journal WHERE intent = p.intent ORDER BY seq DESC LIMIT 1) \
           NOT IN ('done', 'rejected', 'settled', 'reported')"
    };
}

/// When each intent that has not come to its end was planned, and its last entry.
macro_rules! open_intents {
    ($of:tt) => {
        concat!(
            "SELECT (SELECT min(seq) FROM journal WHERE intent = o.intent) AS planned, o.intent, l.state, l.run FROM (",
            open!($of),
            ") o JOIN journal l ON l.seq = (SELECT max(seq) FROM journal WHERE intent = o.intent)"
        )
    };
}

/// The entries with which those left that have not come to their end.
macro_rules! open_sent {
    ($of:tt) => {
        concat!("SELECT * FROM journal WHERE state = 'sent' AND intent IN (", open!($of), ")")
    };
}

/// The entries of so many intents planned last, `?2`, and of every one that has not come to its end.
macro_rules! open_and_newest {
    ($of:tt) => {
        concat!(
            "SELECT * FROM journal WHERE intent IN (SELECT intent FROM ( \
               SELECT intent FROM journal WHERE state = 'planned' ORDER BY seq DESC LIMIT ?2) UNION ",
            open!($of),
            ") ORDER BY seq"
        )
    };
}

/// A statement about intents that have not come to their end: of all, and of those planned since a number.
pub(super) type OfOpen = [&'static str; 2];

pub(super) const OPEN: OfOpen = [open_intents!(all), open_intents!(since)];
pub(super) const OPEN_SENT: OfOpen = [open_sent!(all), open_sent!(since)];
pub(super) const OPEN_AND_NEWEST: OfOpen = [open_and_newest!(all), open_and_newest!(since)];

/// Which of the two it takes, where every intent planned before a number has come to its end.
fn of_open(statements: OfOpen, settled_before: u64) -> &'static str {
    statements[usize::from(settled_before > 0)]
}

/// The entries of all intents that have one after a number.
pub(super) const SINCE: &str =
    "SELECT * FROM journal WHERE intent IN (SELECT intent FROM journal WHERE seq > ?) ORDER BY seq";

impl FromRow<'_, SqliteRow> for Entry {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        Ok(Self {
            seq: row.try_get::<i64, _>("seq")?.unsigned_abs(),
            at: row.try_get("at")?,
            run: row.try_get("run")?,
            intent: row.try_get("intent")?,
            state: row.try_get("state")?,
            connection: row.try_get("connection")?,
            account: row.try_get("account")?,
            currency: row.try_get("currency")?,
            amount: row.try_get("amount")?,
            body: row.try_get("body")?,
            previous: row.try_get("previous")?,
            hash: row.try_get("hash")?,
        })
    }
}

/// Why what a run left on its way is unconfirmed.
pub const ENDED: &str = "paytop ended before the answer came";

/// A number of an entry as the database has it.
pub fn number(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

/// The newest entry.
pub async fn head(connection: &mut SqliteConnection) -> sqlx::Result<Option<Anchor>> {
    let row = sqlx::query("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1").fetch_optional(connection).await?;
    row.map(|row| Ok(Anchor { count: row.try_get::<i64, _>(0)?.unsigned_abs(), hash: row.try_get(1)? })).transpose()
}

/// The hash of an entry.
pub async fn hash(connection: &mut SqliteConnection, seq: u64) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar("SELECT hash FROM journal WHERE seq = ?").bind(number(seq)).fetch_optional(connection).await
}

/// Every intent that has not come to its end; the place is told before which entry there is none.
pub async fn open_intents(connection: &mut SqliteConnection, place: &Place) -> Result<Vec<OpenIntent>, JournalFault> {
    let broken = |error: sqlx::Error| fault(place, &error);
    // What is written after this is planned after this.
    let head = head(connection).await.map_err(broken)?.map_or(0, |head| head.count);
    let settled_before = place.settled_before();
    let rows = sqlx::query(of_open(OPEN, settled_before))
        .bind(number(settled_before))
        .fetch_all(connection)
        .await
        .map_err(broken)?;
    let intent = |row: &SqliteRow| -> sqlx::Result<OpenIntent> {
        Ok(OpenIntent {
            planned: row.try_get::<i64, _>("planned")?.unsigned_abs(),
            intent: row.try_get("intent")?,
            state: row.try_get("state")?,
            run: row.try_get("run")?,
        })
    };
    let open: Vec<_> = rows.iter().map(intent).collect::<sqlx::Result<_>>().map_err(broken)?;
    let first = open.iter().map(|open| open.planned).min();
    place.all_settled_before(first.unwrap_or(u64::MAX).min(head + 1));
    Ok(open)
}

/// The entries with which everything left that may still turn out to have happened.
pub async fn open_sent(connection: &mut SqliteConnection, place: &Place) -> Result<Vec<Entry>, JournalFault> {
    let settled_before = place.settled_before();
    sqlx::query_as(of_open(OPEN_SENT, settled_before))
        .bind(number(settled_before))
        .fetch_all(connection)
        .await
        .map_err(|error| fault(place, &error))
}

/// What is new after an entry; from the beginning, everything open and the newest of the rest.
pub async fn news(
    connection: &mut SqliteConnection,
    place: &Place,
    after: u64,
    most: usize,
) -> Result<News, JournalFault> {
    let broken = |error: sqlx::Error| fault(place, &error);
    let head = head(connection).await.map_err(broken)?.map_or(0, |head| head.count);
    if head == after {
        return Ok(News { head, ..News::default() });
    }
    let entries = if after == 0 {
        let settled_before = place.settled_before();
        sqlx::query_as::<_, Entry>(of_open(OPEN_AND_NEWEST, settled_before))
            .bind(number(settled_before))
            .bind(i64::try_from(most).unwrap_or(i64::MAX))
            .fetch_all(connection)
            .await
    } else {
        sqlx::query_as::<_, Entry>(SINCE).bind(number(after)).fetch_all(connection).await
    };
    let entries = entries.map_err(broken)?;
    // What was written since the first look and is not among these is new the next time.
    let head = entries.last().map_or(head, |entry| entry.seq.max(head));
    let (mut intents, error) = entry::readable(&entries);
    let mut owners: HashMap<&str, &str> = HashMap::new();
    for entry in &entries {
        owners.insert(&entry.intent, &entry.run);
    }
    for intent in intents.iter_mut().filter(|intent| *intent.state() == IntentState::Sent) {
        let owner = owners.get(intent.id.to_string().as_str()).and_then(|run| run.parse().ok()).map(RunId);
        if owner.is_some_and(|owner| run::has_ended(&place.locks(), owner)) {
            let state = IntentState::Unconfirmed(Told::plain(ENDED));
            intent.timeline.push(Event { at: intent.since(), state });
        }
    }
    Ok(News { head, intents, unreadable: error.map(|error| unreadable(place, &error)) })
}

/// The intents with an entry of a time.
pub async fn intents(
    connection: &mut SqliteConnection,
    place: &Place,
    since: Option<Timestamp>,
    until: Option<Timestamp>,
) -> Result<Vec<Intent>, JournalFault> {
    let entries = sqlx::query_as::<_, Entry>(
        "SELECT * FROM journal WHERE intent IN (SELECT intent FROM journal WHERE at >= ? AND at < ?) ORDER BY seq",
    )
    .bind(since.map_or(i64::MIN, Timestamp::as_microsecond))
    .bind(until.map_or(i64::MAX, Timestamp::as_microsecond))
    .fetch_all(connection)
    .await
    .map_err(|error| fault(place, &error))?;
    entry::intents(&entries).map_err(|error| unreadable(place, &error))
}

/// The intents whose id ends so.
pub async fn find(connection: &mut SqliteConnection, place: &Place, ending: &str) -> Result<Vec<Intent>, JournalFault> {
    let ending = ending.replace('-', "").to_ascii_lowercase();
    if ending.is_empty() || !ending.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(Vec::new());
    }
    let entries = sqlx::query_as::<_, Entry>(
        "SELECT * FROM journal WHERE intent IN ( \
           SELECT intent FROM journal WHERE state = 'planned' AND replace(intent, '-', '') LIKE '%' || ?) ORDER BY seq",
    )
    .bind(ending)
    .fetch_all(connection)
    .await
    .map_err(|error| fault(place, &error))?;
    entry::intents(&entries).map_err(|error| unreadable(place, &error))
}

/// Entries as they stand there.
pub async fn entries(
    connection: &mut SqliteConnection,
    place: &Place,
    after: u64,
    most: usize,
) -> Result<Vec<Entry>, JournalFault> {
    sqlx::query_as::<_, Entry>("SELECT * FROM journal WHERE seq > ? ORDER BY seq LIMIT ?")
        .bind(number(after))
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .fetch_all(connection)
        .await
        .map_err(|error| fault(place, &error))
}
