//! Thinning out: the older a sample, the fewer of its neighbours are kept. How far it has come is written down, so that
//! each sample is looked at once an age and no more.

use jiff::{SignedDuration, Timestamp};
use sqlx::{AssertSqlSafe, SqliteConnection};

/// What is thinned out: a table of samples, by their time and what they are of.
struct Table {
    name: &'static str,
    of: [&'static str; 3],
}

/// Every table of samples.
const TABLES: [Table; 2] = [
    Table { name: "task_samples", of: ["connection", "account", "task"] },
    Table { name: "balance_samples", of: ["connection", "wallet", "currency"] },
];

/// From which age on one sample of a task or a wallet is kept in how long a time: an hour old, one in five minutes; a day old, one
/// an hour.
const THINNED: [(SignedDuration, SignedDuration); 2] = [
    (SignedDuration::from_hours(1), SignedDuration::from_mins(5)),
    (SignedDuration::from_hours(24), SignedDuration::from_hours(1)),
];

/// How long a sample is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(60 * 24);

/// The most samples that are kept of each table.
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
        for table in &TABLES {
            let mut from = done;
            while let Some(first) = table.first(connection, from, until).await? {
                let start = first.div_euclid(span) * span;
                from = start.saturating_add(span);
                table.thin_out(connection, start, from).await?;
            }
        }
        if done < until {
            sqlx::query("INSERT OR REPLACE INTO thinned (span, until) VALUES (?, ?)")
                .bind(span)
                .bind(until)
                .execute(&mut *connection)
                .await?;
        }
    }
    for table in &TABLES {
        table.drop_before(connection, before(KEPT)).await?;
        if let Some(too_old) = table.too_old(connection).await? {
            table.drop_before(connection, too_old.saturating_add(1)).await?;
        }
    }
    Ok(())
}

impl Table {
    /// The first time from one to another at which something was seen.
    async fn first(&self, connection: &mut SqliteConnection, from: i64, to: i64) -> sqlx::Result<Option<i64>> {
        let first = format!("SELECT at FROM {} WHERE at >= ? AND at < ? ORDER BY at LIMIT 1", self.name);
        sqlx::query_scalar(AssertSqlSafe(first)).bind(from).bind(to).fetch_optional(connection).await
    }

    /// The newest time of what is more than may be kept.
    async fn too_old(&self, connection: &mut SqliteConnection) -> sqlx::Result<Option<i64>> {
        let newest = format!("SELECT at FROM {} ORDER BY at DESC LIMIT 1 OFFSET ?", self.name);
        sqlx::query_scalar(AssertSqlSafe(newest)).bind(MOST).fetch_optional(connection).await
    }

    /// Keeps the last sample of each task or wallet of one span.
    async fn thin_out(&self, connection: &mut SqliteConnection, start: i64, end: i64) -> sqlx::Result<()> {
        let Self { name, of: [a, b, c] } = self;
        sqlx::query(
            "CREATE TEMPORARY TABLE IF NOT EXISTS kept (at INTEGER, a TEXT, b TEXT, c TEXT, \
             PRIMARY KEY (at, a, b, c)) WITHOUT ROWID",
        )
        .execute(&mut *connection)
        .await?;
        sqlx::query("DELETE FROM temp.kept").execute(&mut *connection).await?;
        let last = format!(
            "INSERT INTO temp.kept SELECT max(at), {a}, {b}, {c} FROM {name} WHERE at >= ? AND at < ? \
             GROUP BY {a}, {b}, {c}"
        );
        sqlx::query(AssertSqlSafe(last)).bind(start).bind(end).execute(&mut *connection).await?;
        let others = format!(
            "DELETE FROM {name} WHERE at >= ? AND at < ? AND NOT EXISTS ( \
               SELECT 1 FROM temp.kept WHERE kept.at = {name}.at AND kept.a = {name}.{a} \
               AND kept.b = {name}.{b} AND kept.c = {name}.{c})"
        );
        let mut from = start;
        while from < end {
            let to = self.step(connection, from, end).await?;
            sqlx::query(AssertSqlSafe(others.clone())).bind(from).bind(to).execute(&mut *connection).await?;
            from = to;
        }
        Ok(())
    }

    /// Where the next step from a time ends: after so many samples, and at the end at the latest.
    async fn step(&self, connection: &mut SqliteConnection, from: i64, end: i64) -> sqlx::Result<i64> {
        let step = format!("SELECT at FROM {} WHERE at >= ? AND at < ? ORDER BY at LIMIT 1 OFFSET ?", self.name);
        let step = sqlx::query_scalar(AssertSqlSafe(step)).bind(from).bind(end).bind(STEP);
        let to: Option<i64> = step.fetch_optional(connection).await?;
        // What was seen at the same moment is looked at together, however much it is.
        Ok(to.map_or(end, |to| to.max(from.saturating_add(1))))
    }

    /// Drops what is older than a time.
    async fn drop_before(&self, connection: &mut SqliteConnection, end: i64) -> sqlx::Result<()> {
        while let Some(from) = self.first(connection, i64::MIN, end).await? {
            let to = self.step(connection, from, end).await?;
            let older = format!("DELETE FROM {} WHERE at < ?", self.name);
            sqlx::query(AssertSqlSafe(older)).bind(to).execute(&mut *connection).await?;
        }
        Ok(())
    }
}
