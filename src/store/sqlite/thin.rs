//! Thinning out: the older a sample, the fewer of its neighbours are kept. How far it has come is written down, so that
//! each sample is looked at once an age and no more.

use jiff::{SignedDuration, Timestamp};
use sqlx::{Connection, SqliteConnection};

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
const STEP: i64 = 2_000;

/// Thins out what has come of age by `now`.
pub async fn thin(connection: &mut SqliteConnection, now: Timestamp) -> sqlx::Result<()> {
    let before = |age: SignedDuration| now.checked_sub(age).unwrap_or(Timestamp::MIN).as_microsecond();
    for (age, span) in THINNED {
        let span = i64::try_from(span.as_micros()).unwrap_or(i64::MAX);
        // Whole spans only: of a span that is not over it is not known which sample will be its last.
        let until = before(age).div_euclid(span) * span;
        let done = sqlx::query_scalar("SELECT until FROM thinned WHERE span = ?").bind(span);
        let done: Option<i64> = done.fetch_optional(&mut *connection).await?;
        // Thinned out up to a time that is still to come: the clock was wrong then.
        let mut from = done.filter(|done| *done < now.as_microsecond()).unwrap_or(i64::MIN);
        while from < until {
            let to = step(connection, from, until).await?;
            thin_out(connection, span, from, to).await?;
            from = to;
        }
    }
    drop_before(connection, before(KEPT)).await?;
    let too_old = sqlx::query_scalar("SELECT at FROM task_samples ORDER BY at DESC LIMIT 1 OFFSET ?").bind(MOST);
    let too_old: Option<i64> = too_old.fetch_optional(&mut *connection).await?;
    if let Some(too_old) = too_old {
        drop_before(connection, too_old.saturating_add(1)).await?;
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

/// Keeps the last sample of each task and span among those from one time to another.
async fn thin_out(connection: &mut SqliteConnection, span: i64, from: i64, to: i64) -> sqlx::Result<()> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    sqlx::query(
        "DELETE FROM task_samples WHERE at >= ?1 AND at < ?2 AND EXISTS ( \
           SELECT 1 FROM task_samples AS later WHERE later.connection = task_samples.connection \
           AND later.account = task_samples.account AND later.task = task_samples.task \
           AND later.at > task_samples.at AND later.at < (task_samples.at / ?3 + 1) * ?3)",
    )
    .bind(from)
    .bind(to)
    .bind(span)
    .execute(&mut *transaction)
    .await?;
    sqlx::query("INSERT OR REPLACE INTO thinned (span, until) VALUES (?, ?)")
        .bind(span)
        .bind(to)
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await
}

/// Drops what is older than a time.
async fn drop_before(connection: &mut SqliteConnection, end: i64) -> sqlx::Result<()> {
    let mut from = i64::MIN;
    while from < end {
        from = step(connection, from, end).await?;
        sqlx::query("DELETE FROM task_samples WHERE at < ?").bind(from).execute(&mut *connection).await?;
    }
    Ok(())
}
