//! Thinning out: the older a sample, the fewer of its neighbours are kept. How far it has come is written down, so that
//! each sample is looked at once an age and no more.

use jiff::{SignedDuration, Timestamp};
use sqlx::SqliteConnection;

/// From which age on one sample of a task is kept in how long a time: an hour old, one in five minutes; a day old, one
/// an hour.
const THINNED: [(SignedDuration, SignedDuration); 2] = [
    (SignedDuration::from_hours(1), SignedDuration::from_mins(5)),
    (SignedDuration::from_hours(24), SignedDuration::from_hours(1)),
];

/// How long a sample is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(60 * 24);

/// The most samples that are kept.
const MOST: i64 = 500_000;

/// How many samples are looked at in one transaction.
const STEP: i64 = 5_000;

/// Thins out what has come of age by `now`.
pub async fn thin(connection: &mut SqliteConnection, now: Timestamp) -> sqlx::Result<()> {
    let before = |age: SignedDuration| now.checked_sub(age).unwrap_or(Timestamp::MIN).as_microsecond();
    for (age, span) in THINNED {
        let span = i64::try_from(span.as_micros()).unwrap_or(i64::MAX);
        // Whole spans only: of one that is not over it is not known which sample will be its last.
        let until = before(age).div_euclid(span) * span;
        let done: Option<i64> = sqlx::query_scalar("SELECT until FROM thinned WHERE span = ?")
            .bind(span)
            .fetch_optional(&mut *connection)
            .await?;
        // Thinned out up to a time that is still to come: the clock was wrong then.
        let done = done.filter(|done| *done < now.as_microsecond()).unwrap_or(i64::MIN);
        let mut from = done;
        while let Some(first) = first(connection, from, until).await? {
            let start = first.div_euclid(span) * span;
            from = start.saturating_add(span);
            thin_out(connection, start, from).await?;
        }
        if done < until {
            sqlx::query("INSERT OR REPLACE INTO thinned (span, until) VALUES (?, ?)")
                .bind(span)
                .bind(until)
                .execute(&mut *connection)
                .await?;
        }
    }
    drop_before(connection, before(KEPT)).await?;
    let too_old: Option<i64> = sqlx::query_scalar("SELECT at FROM task_samples ORDER BY at DESC LIMIT 1 OFFSET ?")
        .bind(MOST)
        .fetch_optional(&mut *connection)
        .await?;
    if let Some(too_old) = too_old {
        drop_before(connection, too_old.saturating_add(1)).await?;
    }
    Ok(())
}

/// The first time from one to another at which something was seen.
async fn first(connection: &mut SqliteConnection, from: i64, to: i64) -> sqlx::Result<Option<i64>> {
    let first = sqlx::query_scalar("SELECT at FROM task_samples WHERE at >= ? AND at < ? ORDER BY at LIMIT 1");
    first.bind(from).bind(to).fetch_optional(connection).await
}

/// Keeps the last sample of each task of one span.
async fn thin_out(connection: &mut SqliteConnection, start: i64, end: i64) -> sqlx::Result<()> {
    sqlx::query(
        "CREATE TEMPORARY TABLE IF NOT EXISTS kept (at INTEGER, connection TEXT, account TEXT, task TEXT, \
         PRIMARY KEY (at, connection, account, task)) WITHOUT ROWID",
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query("DELETE FROM temp.kept").execute(&mut *connection).await?;
    sqlx::query(
        "INSERT INTO temp.kept SELECT max(at), connection, account, task FROM task_samples WHERE at >= ? AND at < ? \
         GROUP BY connection, account, task",
    )
    .bind(start)
    .bind(end)
    .execute(&mut *connection)
    .await?;
    let mut from = start;
    while from < end {
        let to = step(connection, from, end).await?;
        sqlx::query(
            "DELETE FROM task_samples WHERE at >= ? AND at < ? AND NOT EXISTS ( \
               SELECT 1 FROM temp.kept WHERE kept.at = task_samples.at AND kept.connection = task_samples.connection \
               AND kept.account = task_samples.account AND kept.task = task_samples.task)",
        )
        .bind(from)
        .bind(to)
        .execute(&mut *connection)
        .await?;
        from = to;
    }
    Ok(())
}

/// Where the next step from a time ends: after so many samples, and at the end at the latest.
async fn step(connection: &mut SqliteConnection, from: i64, end: i64) -> sqlx::Result<i64> {
    let to = sqlx::query_scalar("SELECT at FROM task_samples WHERE at >= ? AND at < ? ORDER BY at LIMIT 1 OFFSET ?")
        .bind(from)
        .bind(end)
        .bind(STEP)
        .fetch_optional(connection)
        .await?;
    // What was seen at the same moment is looked at together, however much it is.
    Ok(to.map_or(end, |to: i64| to.max(from.saturating_add(1))))
}

/// Drops what is older than a time.
async fn drop_before(connection: &mut SqliteConnection, end: i64) -> sqlx::Result<()> {
    while let Some(from) = first(connection, i64::MIN, end).await? {
        let to = step(connection, from, end).await?;
        sqlx::query("DELETE FROM task_samples WHERE at < ?").bind(to).execute(&mut *connection).await?;
    }
    Ok(())
}
