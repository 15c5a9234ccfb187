//! What the journal costs: orders written down per second, one after the other and many at once, in an empty journal
//! and in one of years; beside their floor, bare inserts of rows of the same size into the same number of
//! transactions with the same settings. And what the start costs, and the history.
//!
//! `cargo bench --bench journal -- beside` takes turns with the floor, so that what else the machine does falls on both,
//! and prints the medians and how the journal compares.

use std::path::Path;
use std::sync::Arc;

use divan::Bencher;
use divan::counter::ItemsCount;
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use paytop::domain::{
    AccountId, AccountKey, ChangeKind, ConnectionId, Currency, Environment, Event, Intent, IntentId, IntentState,
    Limit, Limits, Money, Ratio, Sample, Sighting, TaskSample,
};
use paytop::store::{self, Begun, Entry, RunId, Store, Terms};
use rust_decimal::Decimal;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, SqliteConnection};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// How many orders are written down in a sample.
const MANY: u32 = 64;

/// How many intents there are already.
const SIZES: [u32; 2] = [0, 300_000];

fn main() {
    if std::env::args().any(|argument| argument == "beside") { beside() } else { divan::main() }
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("threads can be started")
}

fn now() -> Timestamp {
    Timestamp::from_second(1_772_452_800).expect("a date of our days")
}

fn chance(number: u32, of: u8) -> [u8; 10] {
    let mut bytes = [of; 10];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    bytes
}

fn open(folder: &Path) -> Arc<dyn Store> {
    let run = RunId::new(now(), chance(0, 1));
    store::open(&format!("sqlite://{}/paytop.db", folder.display()), run).expect("a path of ours")
}

fn order(number: u32) -> Intent {
    let amount = Money::inr(Decimal::from(100 + number % 5_000));
    Intent {
        id: IntentId::new(now() + SignedDuration::from_secs(i64::from(number)), chance(number, 2)),
        connection: ConnectionId::new("live"),
        environment: Environment::Production,
        kind: ChangeKind::CreateOrder,
        account: Some(AccountId::from("69a5c1d2e3f4")),
        title: "CARD ••••••4321".into(),
        words: format!("withdraw {amount}"),
        wanted: None,
        operator: "asha".into(),
        shown: vec![
            "Withdraw from this account?".into(),
            format!("{amount} leaves CARD ••••••4321 of the connection live, at production."),
            "It cannot be taken back.".into(),
        ],
        request: vec![
            ("payAccountId".into(), "69a5c1d2e3f4".into()),
            ("collectionType".into(), "CARD".into()),
            ("amount".into(), amount.amount.to_string()),
        ],
        amount: Some(amount),
        timeline: vec![Event { at: now(), state: IntentState::Planned }],
    }
}

/// Limits that every order is checked against and none breaks.
fn terms() -> Terms {
    let limit = Limit {
        largest: Some(Decimal::from(1_000_000)),
        per_day: Some(Decimal::MAX),
        per_hour: Some(u32::MAX),
        type_from: None,
    };
    Terms { limits: Limits::default().with(Currency::inr(), limit), today: now(), despite: Vec::new(), of_batch: None }
}

fn done() -> Event {
    Event { at: now(), state: IntentState::Done { reference: Some("w-123456789".into()) } }
}

async fn journal(store: &dyn Store, number: u32) {
    let order = order(number);
    assert_eq!(store.begin(&order, &terms(), now()).await.expect("it can be written"), Begun::Sent);
    assert!(store.record(order.id, &done()).await.expect("it can be written"));
}

/// A journal with so many intents that were done on days before, and two that nobody has settled.
async fn filled(intents: u32) -> (TempDir, Arc<dyn Store>) {
    let folder = tempfile::tempdir().expect("there is room");
    let store = open(folder.path());
    journal(&*store, 1).await;
    if intents > 0 {
        let mut bare = bare(folder.path()).await;
        fill(&mut bare, intents).await.expect("it can be written");
    }
    store.recover(now()).await.expect("it can be read");
    (folder, store)
}

async fn fill(bare: &mut SqliteConnection, intents: u32) -> sqlx::Result<()> {
    // The same order over and over, the worst there is for twins; the time from 2001 on, the hashes nonsense.
    let rows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1) \
        INSERT INTO journal SELECT j.seq + 3 * n.i, 1000000000000000 + 240000000 * n.i, j.run, \
        printf('%08x-0000-7000-8000-%012x', n.i, n.i), \
        CASE WHEN n.i IN (?1 / 2, ?1 - 10) AND j.state = 'done' THEN 'unconfirmed' ELSE j.state END, \
        j.connection, j.account, j.currency, j.amount, j.body, j.previous, j.hash FROM n, journal j \
        WHERE j.seq <= 3 ORDER BY n.i, j.seq";
    let mut transaction = bare.begin().await?;
    sqlx::query(AssertSqlSafe(rows)).bind(intents).execute(&mut *transaction).await?;
    transaction.commit().await
}

async fn bare(folder: &Path) -> SqliteConnection {
    SqliteConnectOptions::new()
        .filename(folder.join("paytop.db"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .connect()
        .await
        .expect("it can be opened")
}

/// Does it as the program does everything: in a task.
fn in_a_task(runtime: &Runtime, work: impl Future<Output = ()> + Send + 'static) {
    runtime.block_on(async { tokio::spawn(work).await.expect("it does not panic") });
}

#[divan::bench(args = SIZES, sample_count = 50, sample_size = 1)]
fn one_order_after_the_other(bencher: Bencher<'_, '_>, intents: u32) {
    let runtime = runtime();
    let (_folder, store) = runtime.block_on(filled(intents));
    let mut number = 10;
    bencher.counter(ItemsCount::new(MANY)).bench_local(|| {
        number += MANY;
        let store = Arc::clone(&store);
        in_a_task(&runtime, async move {
            for number in number - MANY..number {
                journal(&*store, number).await;
            }
        });
    });
    runtime.block_on(store.close());
}

#[divan::bench(args = SIZES, sample_count = 50, sample_size = 1)]
fn many_orders_at_once(bencher: Bencher<'_, '_>, intents: u32) {
    let runtime = runtime();
    let (_folder, store) = runtime.block_on(filled(intents));
    let mut number = 10;
    bencher.counter(ItemsCount::new(MANY)).bench_local(|| {
        number += MANY;
        let store = Arc::clone(&store);
        in_a_task(&runtime, async move {
            join_all((number - MANY..number).map(|number| journal(&*store, number))).await;
        });
    });
    runtime.block_on(store.close());
}

#[divan::bench(sample_count = 50, sample_size = 1)]
fn floor_bare_inserts(bencher: Bencher<'_, '_>) {
    let runtime = runtime();
    let floor = runtime.block_on(Floor::new());
    bencher.counter(ItemsCount::new(MANY)).bench_local(|| in_a_task(&runtime, floor.clone().orders()));
}

/// Bare inserts.
#[derive(Clone)]
struct Floor {
    bare: Arc<tokio::sync::Mutex<(SqliteConnection, i64)>>,
    /// Those of an order.
    entries: Vec<Entry>,
    _folder: Arc<TempDir>,
}

impl Floor {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("there is room");
        let (_folder, store) = filled(0).await;
        let entries = store.entries(0, 3).await.expect("it can be read");
        assert_eq!(entries.len(), 3, "an order is three entries");
        let mut bare = bare(folder.path()).await;
        let table = "CREATE TABLE bare (seq INTEGER PRIMARY KEY, at INTEGER, run TEXT, intent TEXT, state TEXT, \
            connection TEXT, account TEXT, currency TEXT, amount TEXT, body TEXT, previous TEXT, hash TEXT) STRICT";
        sqlx::query(table).execute(&mut bare).await.expect("it can be written");
        Self { bare: Arc::new(tokio::sync::Mutex::new((bare, 0))), entries, _folder: Arc::new(folder) }
    }

    /// As many as an order has entries, in as many transactions, one order after the other.
    async fn orders(self) {
        let (bare, seq) = &mut *self.bare.lock().await;
        for _ in 0..MANY {
            for transaction in [&self.entries[..2], &self.entries[2..]] {
                insert(bare, seq, transaction).await.expect("it can be written");
            }
        }
    }
}

/// The journal and its floor in turns.
fn beside() {
    /// How often, and how often before that, until the logs have grown to their size.
    const ROUNDS: (usize, usize) = (60, 15);
    let runtime = runtime();
    let (_folder, store) = runtime.block_on(filled(0));
    let floor = runtime.block_on(Floor::new());
    let mut number = 10;
    let mut turns: [Vec<f64>; 3] = Default::default();
    for _ in 0..ROUNDS.0 + ROUNDS.1 {
        number += 2 * MANY;
        let (one, many) = (Arc::clone(&store), Arc::clone(&store));
        let orders = async move {
            for number in number - 2 * MANY..number - MANY {
                journal(&*one, number).await;
            }
        };
        let at_once = async move {
            join_all((number - MANY..number).map(|number| journal(&*many, number))).await;
        };
        turns[0].push(seconds(|| in_a_task(&runtime, floor.clone().orders())));
        turns[1].push(seconds(|| in_a_task(&runtime, orders)));
        turns[2].push(seconds(|| in_a_task(&runtime, at_once)));
    }
    let counted = turns.each_ref().map(|turns| &turns[ROUNDS.1..]);
    for (what, turns) in ["bare inserts", "one order after the other", "64 orders at once"].iter().zip(counted) {
        let beside = counted[0].iter().zip(turns).map(|(floor, turn)| floor / turn).collect();
        let (per_second, ratio) =
            (f64::from(MANY) / median(turns.to_vec()), median(counted[0].to_vec()) / median(turns.to_vec()));
        println!(
            "{what:26} {per_second:8.0} orders a second, {ratio:5.2} of the floor; turn by turn {:5.2}",
            median(beside)
        );
    }
    runtime.block_on(store.close());
}

#[expect(clippy::disallowed_methods, reason = "a bench measures the time")]
fn seconds(work: impl FnOnce()) -> f64 {
    let since = std::time::Instant::now();
    work();
    since.elapsed().as_secs_f64()
}

fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of[of.len() / 2]
}

async fn insert(bare: &mut SqliteConnection, seq: &mut i64, entries: &[Entry]) -> sqlx::Result<()> {
    let mut transaction = bare.begin_with("BEGIN IMMEDIATE").await?;
    for entry in entries {
        *seq += 1;
        sqlx::query("INSERT INTO bare VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .bind(*seq)
            .bind(entry.at)
            .bind(&entry.run)
            .bind(&entry.intent)
            .bind(&entry.state)
            .bind(&entry.connection)
            .bind(&entry.account)
            .bind(&entry.currency)
            .bind(&entry.amount)
            .bind(&entry.body)
            .bind(&entry.previous)
            .bind(&entry.hash)
            .execute(&mut *transaction)
            .await?;
    }
    transaction.commit().await
}

/// From nothing to all that is open and the newest thousand.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn start_with_300_000_intents(bencher: Bencher<'_, '_>) {
    let runtime = runtime();
    let (folder, first) = runtime.block_on(filled(300_000));
    runtime.block_on(first.close());
    bencher.with_inputs(|| open(folder.path())).bench_local_values(|store| {
        runtime.block_on(async {
            store.recover(now()).await.expect("it can be read");
            let news = store.news(0, 1_000).await.expect("it can be read");
            assert_eq!(news.intents.len(), 1_001, "one of the two open ones is among the newest");
        });
    });
}

/// A thousand tasks, looked at every half a minute: 500 looks are 500,000 samples.
fn samples(look: i64) -> Vec<Sighting> {
    let at = now() + SignedDuration::from_secs(30 * look);
    let sample = |task: i64| {
        Sighting::Task(TaskSample {
            key: AccountKey { connection: ConnectionId::new("live"), account: format!("a{task}").as_str().into() },
            task: format!("t{task}").as_str().into(),
            sample: Sample { at, progress: Ratio::from_basis_points(5_000), success: Ratio::from_basis_points(9_000) },
            orders: 40,
            succeeded: 36,
        })
    };
    (0..1_000).map(sample).collect()
}

/// A history of 500 looks that nothing was thinned out of.
async fn looked_at() -> (TempDir, Arc<dyn Store>) {
    let (folder, store) = filled(0).await;
    for look in 0..500 {
        // All at one time, so that nothing has come of age.
        store.remember(&samples(look), now()).await.expect("it can be written");
    }
    (folder, store)
}

/// Half a minute of a thousand tasks, every tenth time with what came of age in five.
#[divan::bench(sample_count = 100, sample_size = 1)]
fn history_of_one_look_at_1_000_tasks(bencher: Bencher<'_, '_>) {
    let runtime = runtime();
    let (_folder, store) = runtime.block_on(looked_at());
    let mut look = 500;
    let remember = |samples: Vec<Sighting>| {
        let now = samples[0].at();
        runtime.block_on(store.remember(&samples, now)).expect("it can be written");
    };
    remember(samples(look));
    let next = || {
        look += 1;
        samples(look)
    };
    bencher.with_inputs(next).bench_local_values(remember);
}

/// All 500,000 samples thinned out at once, as after a clock that was wrong.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn history_of_500_000_samples_thinned_out(bencher: Bencher<'_, '_>) {
    let runtime = runtime();
    bencher.with_inputs(|| runtime.block_on(looked_at())).bench_local_refs(|(_, store)| {
        let later = now() + SignedDuration::from_hours(48);
        runtime.block_on(store.remember(&[], later)).expect("it can be written");
    });
}

/// What is told at the start.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn history_of_500_000_samples_read(bencher: Bencher<'_, '_>) {
    let runtime = runtime();
    let (_folder, store) = runtime.block_on(looked_at());
    bencher.bench_local(|| {
        let seen = runtime.block_on(store.remembered(Timestamp::MIN)).expect("it can be read");
        assert_eq!(seen.len(), 500_000);
    });
}
