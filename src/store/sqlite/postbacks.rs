//! The postbacks that were received, in SQL. Those that hold are written by the journal's writer, and as durably; they
//! come after the journal and never hold it up for longer than one small transaction.

use std::fmt::Write as _;

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use crate::domain::{
    ConnectionId, Currency, JournalFault, Money, PostbackFault, PostbackFaultKind, PostbackStanding, RawJson,
    ReceivedPostback, Text, UnverifiedCount,
};
use crate::store::{
    POSTBACK_BYTES, POSTBACKS_KEPT, POSTBACKS_OF_CONNECTION, PostbackDigest, ReceivedPostbacks,
    UNVERIFIED_POSTBACK_BYTES, UNVERIFIED_POSTBACKS,
};

use super::fault::fault;
use super::place::Place;

/// How many are dropped in one step.
const STEP: i64 = 500;

/// How long the counts by hours are kept.
const COUNTED: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Those after a number: the newest that hold and the newest that do not. One statement, so that both are of one
/// moment: what was numbered before what is seen here is seen here too.
pub(super) const SINCE: &str = "SELECT * FROM (SELECT * FROM postbacks WHERE seq > ?1 AND fault IS NULL ORDER BY seq DESC LIMIT ?2) \
     UNION ALL SELECT * FROM (SELECT * FROM postbacks WHERE seq > ?1 AND fault IS NOT NULL ORDER BY seq DESC LIMIT ?2)";

/// Writes down one that holds, where it is not there yet. Says whether it is new.
pub async fn keep(
    connection: &mut SqliteConnection,
    postback: &ReceivedPostback,
    digest: &PostbackDigest,
) -> sqlx::Result<bool> {
    let kept = insert(connection, postback, digest, POSTBACK_BYTES).await?;
    Ok(kept > 0)
}

/// Writes down some that do not hold, counts all of them, and drops what is too much of them.
pub async fn keep_unverified(
    connection: &mut SqliteConnection,
    postbacks: &[ReceivedPostback],
    count: u64,
    now: Timestamp,
) -> sqlx::Result<()> {
    for postback in postbacks {
        insert(connection, postback, &[], UNVERIFIED_POSTBACK_BYTES).await?;
    }
    sqlx::query(
        "INSERT INTO unverified_postbacks (hour, count) VALUES (?1, ?2) \
         ON CONFLICT (hour) DO UPDATE SET count = count + excluded.count",
    )
    .bind(hour(now))
    .bind(i64::try_from(count).unwrap_or(i64::MAX))
    .execute(&mut *connection)
    .await?;
    sqlx::query("DELETE FROM unverified_postbacks WHERE hour < ?")
        .bind(hour(now.checked_sub(COUNTED).unwrap_or(Timestamp::MIN)))
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "DELETE FROM postbacks WHERE fault IS NOT NULL AND seq <= \
         (SELECT seq FROM postbacks WHERE fault IS NOT NULL ORDER BY seq DESC LIMIT 1 OFFSET ?)",
    )
    .bind(UNVERIFIED_POSTBACKS)
    .execute(&mut *connection)
    .await
    .map(drop)
}

/// Drops what is too much of those that hold, or too old; never the newest, whose number the next one goes on from.
pub async fn thin(connection: &mut SqliteConnection, now: Timestamp) -> sqlx::Result<()> {
    let connections: Vec<String> =
        sqlx::query_scalar("SELECT DISTINCT connection FROM postbacks WHERE fault IS NULL AND connection IS NOT NULL")
            .fetch_all(&mut *connection)
            .await?;
    for name in connections {
        sqlx::query(
            "DELETE FROM postbacks WHERE seq IN (SELECT seq FROM postbacks WHERE fault IS NULL AND connection = ?1 \
             AND seq <= (SELECT seq FROM postbacks WHERE fault IS NULL AND connection = ?1 ORDER BY seq DESC LIMIT 1 \
             OFFSET ?2) ORDER BY seq LIMIT ?3)",
        )
        .bind(name)
        .bind(POSTBACKS_OF_CONNECTION)
        .bind(STEP)
        .execute(&mut *connection)
        .await?;
    }
    sqlx::query(
        "DELETE FROM postbacks WHERE at < ?1 AND seq < (SELECT max(seq) FROM postbacks) AND seq IN \
         (SELECT seq FROM postbacks ORDER BY seq LIMIT ?2)",
    )
    .bind(now.checked_sub(POSTBACKS_KEPT).unwrap_or(Timestamp::MIN).as_microsecond())
    .bind(STEP)
    .execute(connection)
    .await
    .map(drop)
}

async fn insert(
    connection: &mut SqliteConnection,
    postback: &ReceivedPostback,
    digest: &[u8],
    most: usize,
) -> sqlx::Result<u64> {
    let fault = match &postback.standing {
        PostbackStanding::Verified => None,
        PostbackStanding::Unverified(fault) => Some(fault),
    };
    let text = |text: &Option<Text>| text.as_ref().map(Text::as_str).unwrap_or_default().to_owned();
    let done = sqlx::query(
        "INSERT INTO postbacks \
         (at, provider, connection, kind, subject, status, currency, amount, fault, detail, digest, body) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
         ON CONFLICT (digest, subject, status) WHERE fault IS NULL DO NOTHING",
    )
    .bind(postback.at.as_microsecond())
    .bind(postback.provider.as_str())
    .bind(postback.connection.as_ref().map(ConnectionId::as_str))
    .bind(postback.kind.to_string())
    .bind(text(&postback.subject))
    .bind(text(&postback.status))
    .bind(postback.amount.as_ref().map(|money| money.currency.code().to_owned()))
    .bind(postback.amount.as_ref().map(|money| money.amount.to_string()))
    .bind(fault.map(|fault| fault.kind().to_string()))
    .bind(fault.and_then(PostbackFault::detail).map(Text::as_str))
    .bind(digest)
    .bind(bounded(postback.body.masked(), most))
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// What is kept of a body, and that it was cut.
fn bounded(body: &str, most: usize) -> String {
    let end = body.floor_char_boundary(most);
    let mut kept = body[..end].to_owned();
    if end < body.len() {
        let _ = write!(kept, "…\n({} more bytes were not kept)", body.len() - end);
    }
    kept
}

/// What is new after a number; at most so many of those that hold, and as many of those that do not.
pub async fn since(
    connection: &mut SqliteConnection,
    place: &Place,
    after: u64,
    most: usize,
    now: Timestamp,
) -> Result<ReceivedPostbacks, JournalFault> {
    let broken = |error: sqlx::Error| fault(place, &error);
    let rows = sqlx::query(SINCE)
        .bind(super::look::number(after))
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .fetch_all(&mut *connection)
        .await
        .map_err(broken)?;
    let mut received: Vec<ReceivedPostback> = rows.iter().map(postback).collect::<sqlx::Result<_>>().map_err(broken)?;
    received.sort_unstable_by_key(|postback| postback.number);
    let mut counts = [0; 2];
    for (count, back) in counts.iter_mut().zip([SignedDuration::from_hours(23), COUNTED]) {
        let from = hour(now.checked_sub(back).unwrap_or(Timestamp::MIN));
        let sum: i64 = sqlx::query_scalar("SELECT coalesce(sum(count), 0) FROM unverified_postbacks WHERE hour >= ?")
            .bind(from)
            .fetch_one(&mut *connection)
            .await
            .map_err(broken)?;
        *count = sum.unsigned_abs();
    }
    let [day, month] = counts;
    Ok(ReceivedPostbacks { received, unverified: UnverifiedCount { day, month } })
}

fn postback(row: &SqliteRow) -> sqlx::Result<ReceivedPostback> {
    let wrong = |what: &str| sqlx::Error::Decode(format!("a received postback has no {what}").into());
    let text = |column: &str| row.try_get::<&str, _>(column).map(Text::new);
    let some = |column: &str| row.try_get::<Option<&str>, _>(column);
    let filled = |text: Text| (!text.is_empty()).then_some(text);
    let standing = match some("fault")? {
        None => PostbackStanding::Verified,
        Some(kind) => {
            let kind: PostbackFaultKind = kind.parse().map_err(|_| wrong("fault that is known"))?;
            PostbackStanding::Unverified(PostbackFault::new(kind, some("detail")?.unwrap_or_default().into()))
        }
    };
    let amount = match (some("amount")?, some("currency")?) {
        (Some(amount), Some(currency)) => {
            let amount: Decimal = amount.parse().map_err(|_| wrong("amount that is a number"))?;
            Some(Money::new(amount, Currency::new(currency)))
        }
        _ => None,
    };
    Ok(ReceivedPostback {
        number: row.try_get::<i64, _>("seq")?.unsigned_abs(),
        at: Timestamp::from_microsecond(row.try_get("at")?).map_err(|_| wrong("time"))?,
        provider: text("provider")?,
        connection: some("connection")?.map(ConnectionId::new),
        kind: row.try_get::<&str, _>("kind")?.parse().map_err(|_| wrong("kind that is known"))?,
        subject: filled(text("subject")?),
        status: filled(text("status")?),
        amount,
        standing,
        body: RawJson::kept(row.try_get("body")?),
    })
}

/// The hour a time is in.
fn hour(at: Timestamp) -> i64 {
    at.as_second().div_euclid(3_600)
}
