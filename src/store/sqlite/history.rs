//! What was seen of tasks and wallets, in SQL. It has a connection of its own, whose commits do not wait for the disk: losing the
//! last of them to a power cut is no harm. Everything is done in small steps, so that the journal never waits for long.

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, SqliteConnection};

use crate::domain::{
    AccountKey, BalanceSample, ConnectionId, Currency, JournalFault, Ratio, Sample, Sighting, TaskSample, WalletKey,
};

use super::connect::{self, Open, Use};
use super::fault::fault;
use super::place::Place;
use super::thin;

/// How many samples are written in one statement.
const TOGETHER: usize = 500;

/// How often is looked for what is to be thinned out.
const BETWEEN: SignedDuration = SignedDuration::from_mins(5);

/// Who writes the history.
#[derive(Debug, Default)]
pub struct Historian {
    open: Option<Open>,
    thinned: Option<Timestamp>,
}

impl Historian {
    /// Keeps these, and thins out what is older where it is time to.
    pub async fn remember(&mut self, place: &Place, seen: &[Sighting], now: Timestamp) -> Result<(), JournalFault> {
        self.let_go_of_what_is_gone().await;
        let mut open = match self.open.take() {
            Some(open) => open,
            None => connect::to_write(place, Use::History).await?,
        };
        let is_time = self.thinned.is_none_or(|last| last.duration_until(now).abs() >= BETWEEN);
        let kept = async {
            for seen in seen.chunks(TOGETHER) {
                insert_tasks(&mut open.connection, seen.iter().filter_map(Sighting::task)).await?;
                insert_balances(&mut open.connection, seen.iter().filter_map(Sighting::balance)).await?;
            }
            if is_time {
                thin::thin(&mut open.connection, now).await?;
            }
            sqlx::Result::Ok(())
        };
        match kept.await {
            Ok(()) => {
                if is_time {
                    self.thinned = Some(now);
                }
                self.open = Some(open);
                Ok(())
            }
            // One that failed is closed: what was away may be back by then.
            Err(error) => Err(fault(place, &error)),
        }
    }

    /// Lets go of the database where its files are no longer at their place.
    pub async fn let_go_of_what_is_gone(&mut self) {
        if self.open.as_ref().is_some_and(|open| !open.is_there()) {
            self.close().await;
        }
    }

    /// Lets go of the database.
    pub async fn close(&mut self) {
        if let Some(open) = self.open.take() {
            open.close().await;
        }
    }
}

async fn insert_tasks<'s>(
    connection: &mut SqliteConnection,
    samples: impl Iterator<Item = &'s TaskSample>,
) -> sqlx::Result<()> {
    let mut samples = samples.peekable();
    if samples.peek().is_none() {
        return Ok(());
    }
    let mut insert = QueryBuilder::new("INSERT OR IGNORE INTO task_samples ");
    insert.push_values(samples, |mut row, TaskSample { key, task, sample, orders, succeeded }| {
        row.push_bind(sample.at.as_microsecond())
            .push_bind(key.connection.as_str())
            .push_bind(key.account.as_str())
            .push_bind(task.as_str())
            .push_bind(sample.progress.basis_points())
            .push_bind(sample.success.basis_points())
            .push_bind(i64::try_from(*orders).unwrap_or(i64::MAX))
            .push_bind(i64::try_from(*succeeded).unwrap_or(i64::MAX));
    });
    insert.build().execute(connection).await.map(drop)
}

async fn insert_balances<'s>(
    connection: &mut SqliteConnection,
    samples: impl Iterator<Item = &'s BalanceSample>,
) -> sqlx::Result<()> {
    let mut samples = samples.peekable();
    if samples.peek().is_none() {
        return Ok(());
    }
    let mut insert = QueryBuilder::new("INSERT OR IGNORE INTO balance_samples ");
    insert.push_values(samples, |mut row, BalanceSample { key, at, amount }| {
        row.push_bind(at.as_microsecond())
            .push_bind(key.connection.as_str())
            .push_bind(key.wallet.as_str())
            .push_bind(key.currency.code())
            .push_bind(amount.normalize().to_string());
    });
    insert.build().execute(connection).await.map(drop)
}

/// What was seen since a time, oldest first.
pub async fn remembered(
    connection: &mut SqliteConnection,
    place: &Place,
    since: Timestamp,
) -> Result<Vec<Sighting>, JournalFault> {
    let since = since.as_microsecond();
    let read = async {
        let tasks = sqlx::query(
            "SELECT at, connection, account, task, progress, success, orders, succeeded FROM task_samples \
             WHERE at >= ? ORDER BY at",
        );
        let tasks = tasks.bind(since).fetch_all(&mut *connection).await?;
        let balances = sqlx::query(
            "SELECT at, connection, wallet, currency, amount FROM balance_samples WHERE at >= ? ORDER BY at",
        );
        let balances = balances.bind(since).fetch_all(&mut *connection).await?;
        let mut seen: Vec<Sighting> = tasks.iter().map(task).collect::<sqlx::Result<_>>()?;
        let has_tasks = !seen.is_empty();
        for row in &balances {
            seen.push(balance(row)?);
        }
        if has_tasks && !balances.is_empty() {
            seen.sort_by_key(Sighting::at);
        }
        sqlx::Result::Ok(seen)
    };
    read.await.map_err(|error: sqlx::Error| fault(place, &error))
}

fn time(row: &SqliteRow) -> sqlx::Result<Timestamp> {
    Ok(Timestamp::from_microsecond(row.try_get(0)?).unwrap_or_default())
}

fn task(row: &SqliteRow) -> sqlx::Result<Sighting> {
    let text = |column: usize| row.try_get::<&str, _>(column);
    let points = |column: usize| row.try_get::<u32, _>(column).map(Ratio::from_basis_points);
    let key = AccountKey { connection: ConnectionId::new(text(1)?), account: text(2)?.into() };
    Ok(Sighting::Task(TaskSample {
        key,
        task: text(3)?.into(),
        sample: Sample { at: time(row)?, progress: points(4)?, success: points(5)? },
        orders: row.try_get::<i64, _>(6)?.unsigned_abs(),
        succeeded: row.try_get::<i64, _>(7)?.unsigned_abs(),
    }))
}

fn balance(row: &SqliteRow) -> sqlx::Result<Sighting> {
    let text = |column: usize| row.try_get::<&str, _>(column);
    let key = WalletKey {
        connection: ConnectionId::new(text(1)?),
        wallet: text(2)?.into(),
        currency: Currency::new(text(3)?),
    };
    let amount = Decimal::from_str_exact(text(4)?).map_err(|error| sqlx::Error::Decode(error.into()))?;
    Ok(Sighting::Balance(BalanceSample { key, at: time(row)?, amount }))
}
