//! What receiving a postback costs on loopback, from the sender's connect to the end of the answer: verified, and on disk
//! before it is answered. One after the other, and from many senders at once; beside their floor, bare inserts of the same
//! rows by the same settings, each in a transaction of its own. First the percentiles, in a table; then divan's.

#![expect(clippy::disallowed_methods, reason = "what is measured is time")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use divan::Bencher;
use divan::counter::ItemsCount;
use jiff::Timestamp;
use paytop::domain::ConnectionId;
use paytop::providers::hook::Keys;
use paytop::providers::paykassma::sign::Withdrawal;
use paytop::providers::{Plain, provider};
use paytop::receiver::{Desk, Places, Receiver, Settings, Signer};
use paytop::store::{self, RunId};
use serde_json::json;
use sha2::Digest as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, SqliteConnection};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

const KEY: &str = "yourprivatekey";

/// How many postbacks are sent for the percentiles.
const MANY: usize = 2_000;

/// How many senders there are at once.
const SENDERS: usize = 16;

fn main() {
    // Not where somebody only lists the benches.
    if std::env::args().any(|argument| argument == "--bench") {
        percentiles();
    }
    divan::main();
}

fn now() -> Timestamp {
    Timestamp::from_second(1_772_452_800).expect("a date of our days")
}

/// A postback that none was before.
fn body() -> String {
    static NUMBER: AtomicU64 = AtomicU64::new(1);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let mut body = json!({
        "withdrawal_id": format!("0190f3a8-5b6c-7d3e-9a40-{number:012}"), "status": 1, "comment": "test",
        "payment_system": "imps_ib", "amount": 1000 + number % 500, "currency_code": "INR", "label": "55",
        "account_number": format!("{:011}", number * 7919), "account_name": "Asha Rao", "account_email": null,
        "payments_details": {"payments_provider": "56"},
        "bank_details": {"bank_code": "MAHB0001821", "branch_code": "000254"},
    });
    let signature = Withdrawal::read(body.to_string().as_bytes()).expect("it is sound").sign(&KEY.into());
    body["signature"] = signature.to_string().into();
    body.to_string()
}

/// A receiver in threads of its own.
struct House {
    address: SocketAddr,
    _folder: TempDir,
    _runtime: Runtime,
}

impl House {
    fn open() -> Self {
        let folder = tempfile::tempdir().expect("there is room");
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("threads can be started");
        let signer = Signer {
            connection: ConnectionId::new("shop"),
            provider: provider("paykassma").expect("it is there"),
            keys: Keys { secrets: [("private_key", KEY.into())].into(), plain: Plain::default() },
        };
        let settings = Settings::at(([127, 0, 0, 1], 0).into());
        let receiver = Receiver::bind(settings, Places::of(&[signer])).expect("a port is free");
        let address = receiver.address();
        let url = format!("sqlite://{}/paytop.db", folder.path().display());
        let store = store::open(&url, RunId::new(now(), [1; 10])).expect("a path of ours");
        runtime.spawn(async move {
            let desk = Desk::new(store, Arc::new(now), Arc::new(|_| {}));
            receiver.serve(desk, CancellationToken::new()).await.expect("it serves");
        });
        let house = Self { address, _folder: folder, _runtime: runtime };
        // What is there once only is there before anything is measured.
        send(house.address, &body());
        house
    }
}

/// Sends one, and waits until it is taken.
fn send(at: SocketAddr, body: &str) {
    let mut stream = TcpStream::connect(at).expect("it listens");
    let _ = stream.set_nodelay(true);
    let request =
        format!("POST /paykassma/withdrawal HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    stream.write_all(request.as_bytes()).expect("it listens");
    let mut answer = Vec::with_capacity(256);
    stream.read_to_end(&mut answer).expect("it answers");
    assert!(answer.ends_with(br#"{"status":"ok"}"#), "{}", String::from_utf8_lossy(&answer));
}

/// Sends so many from so many senders, and gives how long each took.
fn send_many(at: SocketAddr, senders: usize, bodies: &[String]) -> Vec<Duration> {
    std::thread::scope(|scope| {
        let parts = bodies.chunks(bodies.len().div_ceil(senders));
        let senders: Vec<_> = parts
            .map(|part| {
                scope.spawn(move || {
                    let timed = |body: &String| {
                        let since = Instant::now();
                        send(at, body);
                        since.elapsed()
                    };
                    part.iter().map(timed).collect::<Vec<_>>()
                })
            })
            .collect();
        senders.into_iter().flat_map(|sender| sender.join().expect("it does not panic")).collect()
    })
}

/// Bare inserts of the same rows by the same settings.
struct Bare {
    runtime: Runtime,
    connection: SqliteConnection,
    _folder: TempDir,
}

impl Bare {
    fn open() -> Self {
        let folder = tempfile::tempdir().expect("there is room");
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("threads can be started");
        let connection = runtime.block_on(async {
            let mut connection = SqliteConnectOptions::new()
                .filename(folder.path().join("bare.db"))
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .connect()
                .await
                .expect("it can be opened");
            let table = include_str!("../src/store/migrations/0003_postbacks.sql");
            sqlx::raw_sql(table).execute(&mut connection).await.expect("it can be written");
            connection
        });
        Self { runtime, connection, _folder: folder }
    }

    fn insert(&mut self, body: &str) {
        let digest = sha2::Sha256::digest(body);
        let insert = sqlx::query(
            "INSERT INTO postbacks \
             (at, provider, connection, kind, subject, status, currency, amount, digest, body) \
             VALUES (1772452800000000, 'paykassma', 'shop', 'withdrawal', ?, '1', 'INR', '1000', ?, ?)",
        );
        let insert = insert.bind(&body[18..54]).bind(&digest[..]).bind(body).execute(&mut self.connection);
        self.runtime.block_on(insert).expect("it can be written");
    }
}

fn percentiles() {
    let house = House::open();
    let bodies = || (0..MANY).map(|_| body()).collect::<Vec<_>>();
    println!("{MANY} postbacks               each second      p50      p99  longest");
    for senders in [1, SENDERS] {
        let bodies = bodies();
        let since = Instant::now();
        let took = send_many(house.address, senders, &bodies);
        tell(&format!("received, {senders} at once"), since.elapsed(), took);
    }
    let mut bare = Bare::open();
    let bodies = bodies();
    let since = Instant::now();
    let took = bodies.iter().map(|body| {
        let since = Instant::now();
        bare.insert(body);
        since.elapsed()
    });
    let took = took.collect();
    tell("bare inserts, one by one", since.elapsed(), took);
    println!();
}

fn tell(what: &str, all: Duration, mut took: Vec<Duration>) {
    took.sort_unstable();
    let at = |hundredth: usize| took[(took.len() - 1) * hundredth / 100];
    let rate = MANY as u128 * 1_000_000 / all.as_micros().max(1);
    println!("{what:<28} {rate:>12} {:>8.2?} {:>8.2?} {:>8.2?}", at(50), at(99), at(100));
}

#[divan::bench(sample_count = 20)]
fn received_one_after_the_other(bencher: Bencher<'_, '_>) {
    let house = House::open();
    let bodies = || (0..64).map(|_| body()).collect::<Vec<_>>();
    bencher
        .counter(ItemsCount::new(64_u32))
        .with_inputs(bodies)
        .bench_local_values(|bodies| send_many(house.address, 1, &bodies));
}

#[divan::bench(sample_count = 20)]
fn received_from_many_at_once(bencher: Bencher<'_, '_>) {
    let house = House::open();
    let bodies = || (0..64).map(|_| body()).collect::<Vec<_>>();
    bencher
        .counter(ItemsCount::new(64_u32))
        .with_inputs(bodies)
        .bench_local_values(|bodies| send_many(house.address, SENDERS, &bodies));
}

#[divan::bench(sample_count = 20)]
fn floor_bare_inserts(bencher: Bencher<'_, '_>) {
    let mut bare = Bare::open();
    let bodies = || (0..64).map(|_| body()).collect::<Vec<_>>();
    bencher.counter(ItemsCount::new(64_u32)).with_inputs(bodies).bench_local_values(|bodies| {
        for body in bodies {
            bare.insert(&body);
        }
    });
}
