//! What was seen of tasks, in SQL: bounded, and thinned out with age.

use jiff::{SignedDuration, Timestamp};
use sqlx::{Connection, Row, SqliteConnection};

use crate::domain::{AccountKey, ConnectionId, JournalFault, Ratio, Sample, TaskSample};

use super::connect::{Place, fault};

/// From which age on one sample is kept in how long a time: an hour old, one in five minutes; a day old, one an hour.
const THINNED: [(SignedDuration, SignedDuration); 2] = [
    (SignedDuration::from_hours(1), SignedDuration::from_mins(5)),
    (SignedDuration::from_hours(24), SignedDuration::from_hours(1)),
];

/// How long a sample is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(60 * 24);

/// The most samples that are kept.
const MOST: i64 = 500_000;

/// Keeps these, and thins out what is older. Losing the last of them to a power cut is no harm: the commit does not
/// wait for the disk.
pub async fn remember(connection: &mut SqliteConnection, samples: &[TaskSample], now: Timestamp) -> sqlx::Result<()> {
    sqlx::query("PRAGMA synchronous = NORMAL").execute(&mut *connection).await?;
    let kept = transact(connection, samples, now).await;
    sqlx::query("PRAGMA synchronous = FULL").execute(&mut *connection).await?;
    kept
}

async fn transact(connection: &mut SqliteConnection, samples: &[TaskSample], now: Timestamp) -> sqlx::Result<()> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    for TaskSample { key, task, sample, orders, succeeded } in samples {
        sqlx::query("INSERT OR IGNORE INTO task_samples VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
            .bind(key.connection.as_str())
            .bind(key.account.as_str())
            .bind(task.as_str())
            .bind(sample.at.as_microsecond())
            .bind(sample.progress.basis_points())
            .bind(sample.success.basis_points())
            .bind(i64::try_from(*orders).unwrap_or(i64::MAX))
            .bind(i64::try_from(*succeeded).unwrap_or(i64::MAX))
            .execute(&mut *transaction)
            .await?;
    }
    let before = |age: SignedDuration| now.checked_sub(age).unwrap_or(Timestamp::MIN).as_microsecond();
    for (age, span) in THINNED {
        // The last one of each span and task stays; the newest of a task is always the last of its span.
        sqlx::query(
            "DELETE FROM task_samples WHERE at < ?1 AND EXISTS ( \
               SELECT 1 FROM task_samples AS later WHERE later.connection = task_samples.connection \
               AND later.account = task_samples.account AND later.task = task_samples.task \
               AND later.at > task_samples.at AND later.at / ?2 = task_samples.at / ?2)",
        )
        .bind(before(age))
        .bind(i64::try_from(span.as_micros()).unwrap_or(i64::MAX))
        .execute(&mut *transaction)
        .await?;
    }
    sqlx::query("DELETE FROM task_samples WHERE at < ?").bind(before(KEPT)).execute(&mut *transaction).await?;
    sqlx::query("DELETE FROM task_samples WHERE at <= (SELECT at FROM task_samples ORDER BY at DESC LIMIT 1 OFFSET ?)")
        .bind(MOST)
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await
}

/// What was seen since a time, oldest first.
pub async fn remembered(
    connection: &mut SqliteConnection,
    place: &Place,
    since: Timestamp,
) -> Result<Vec<TaskSample>, JournalFault> {
    let broken = |error: sqlx::Error| fault(place, &error);
    let rows = sqlx::query("SELECT * FROM task_samples WHERE at >= ? ORDER BY at")
        .bind(since.as_microsecond())
        .fetch_all(connection)
        .await
        .map_err(broken)?;
    let sample = |row: &sqlx::sqlite::SqliteRow| -> sqlx::Result<TaskSample> {
        let text = |column: &str| row.try_get::<String, _>(column);
        let points = |column: &str| row.try_get::<u32, _>(column).map(Ratio::from_basis_points);
        let key = AccountKey {
            connection: ConnectionId::new(&text("connection")?),
            account: text("account")?.as_str().into(),
        };
        let at = Timestamp::from_microsecond(row.try_get("at")?).unwrap_or_default();
        Ok(TaskSample {
            key,
            task: text("task")?.as_str().into(),
            sample: Sample { at, progress: points("progress")?, success: points("success")? },
            orders: row.try_get::<i64, _>("orders")?.unsigned_abs(),
            succeeded: row.try_get::<i64, _>("succeeded")?.unsigned_abs(),
        })
    };
    rows.iter().map(sample).collect::<sqlx::Result<_>>().map_err(broken)
}
