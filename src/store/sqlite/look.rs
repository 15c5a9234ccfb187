//! Looking into the journal, in SQL, without writing.

use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, Row, SqliteConnection};

use crate::domain::{Intent, JournalFault};
use crate::store::News;
use crate::store::chain::Anchor;
use crate::store::entry::{self, Entry};

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

/// Every intent planned since a number that has not come to its end.
pub(super) const OPEN: &str = "SELECT o.planned, o.intent, l.state, l.run FROM ( \
           SELECT p.seq AS planned, p.intent FROM journal p WHERE p.state = 'planned' AND p.seq >= ? \
           AND (SELECT state FROM journal WHERE intent = p.intent ORDER BY seq DESC LIMIT 1) \
             NOT IN ('done', 'rejected', 'settled')) o \
         JOIN journal l ON l.seq = (SELECT max(seq) FROM journal WHERE intent = o.intent)";

/// The entries of so many intents planned last, and of every one planned since a number that has not come to its end.
pub(super) const EVERYTHING_OPEN_AND_THE_NEWEST: &str = "SELECT * FROM journal WHERE intent IN ( \
               SELECT intent FROM (SELECT intent FROM journal WHERE state = 'planned' ORDER BY seq DESC LIMIT ?) \
               UNION SELECT p.intent FROM journal p WHERE p.state = 'planned' AND p.seq >= ? \
               AND (SELECT state FROM journal WHERE intent = p.intent ORDER BY seq DESC LIMIT 1) \
                 NOT IN ('done', 'rejected', 'settled')) \
             ORDER BY seq";

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
    let rows = sqlx::query(OPEN).bind(number(place.settled_before())).fetch_all(connection).await.map_err(broken)?;
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
        return Ok(News { head, intents: Vec::new() });
    }
    let entries = if after == 0 {
        sqlx::query_as::<_, Entry>(EVERYTHING_OPEN_AND_THE_NEWEST)
            .bind(i64::try_from(most).unwrap_or(i64::MAX))
            .bind(number(place.settled_before()))
            .fetch_all(connection)
            .await
    } else {
        sqlx::query_as::<_, Entry>(SINCE).bind(number(after)).fetch_all(connection).await
    };
    let entries = entries.map_err(broken)?;
    // What was written since the first look and is not among these is new the next time.
    let head = entries.last().map_or(head, |entry| entry.seq.max(head));
    Ok(News { head, intents: entry::intents(&entries).map_err(|error| unreadable(place, &error))? })
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
