//! What the tests of the store share: a file of their own, runs, orders, and limits in rupees.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use paytop::domain::{
    AccountId, ChangeKind, ConnectionId, Currency, End, Environment, Event, Fault, How, Intent, IntentId, IntentState,
    Limit, Limits, Money, Report, Settlement, Told,
};
use paytop::store::{self, Begun, Break, Chain, Entry, RunId, Store, Terms};
use rust_decimal::Decimal;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, SqliteConnection};
use tempfile::TempDir;

/// Noon of a day.
pub const NOON: &str = "2026-03-02T12:00:00Z";

/// A folder with a journal in it; deleted with all there is in it.
pub struct Home {
    folder: TempDir,
}

impl Home {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn file(&self) -> PathBuf {
        self.folder.path().join("paytop.db")
    }

    /// A run on it.
    pub fn run(&self) -> Arc<dyn Store> {
        open_at(&self.file())
    }

    /// A run on it that does not wait long for others.
    pub fn hasty_run(&self) -> Arc<dyn Store> {
        hasty_at(&self.file())
    }

    /// A bare connection to its database, which there has to be.
    pub async fn bare(&self) -> SqliteConnection {
        SqliteConnectOptions::new().filename(self.file()).connect().await.unwrap()
    }
}

/// A new run on the journal in a file.
pub fn open_at(file: &Path) -> Arc<dyn Store> {
    store::open(&url(file), run()).unwrap()
}

/// A new run on the journal in a file, that does not wait long for others.
pub fn hasty_at(file: &Path) -> Arc<dyn Store> {
    store::open_with(&url(file), run(), Duration::from_millis(20)).unwrap()
}

pub fn url(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}

/// Ten bytes that no other call gets in this process, nor in another at the same time.
fn chance() -> [u8; 10] {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    let mut bytes = [0; 10];
    bytes[..2].copy_from_slice(&std::process::id().to_be_bytes()[2..]);
    bytes[2..].copy_from_slice(&COUNT.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    bytes
}

/// A new run.
pub fn run() -> RunId {
    RunId::new(noon(), chance())
}

pub fn noon() -> Timestamp {
    NOON.parse().unwrap()
}

/// So many minutes after noon, or before.
pub fn minute(minutes: i64) -> Timestamp {
    noon() + SignedDuration::from_mins(minutes)
}

/// An order of so many rupees to an account of the connection `live`, planned at noon.
pub fn order(account: &str, rupees: i64) -> Intent {
    order_at(account, rupees, noon())
}

/// The same, planned at a time.
pub fn order_at(account: &str, rupees: i64, at: Timestamp) -> Intent {
    Intent {
        id: IntentId::new(at, chance()),
        connection: ConnectionId::new("live"),
        environment: Environment::Production,
        kind: ChangeKind::CreateOrder,
        account: Some(AccountId::from(account)),
        title: "CARD ••••••0001".into(),
        amount: Some(Money::inr(Decimal::from(rupees))),
        wanted: None,
        words: format!("withdraw {rupees} rupees"),
        operator: "asha".into(),
        shown: vec!["Withdraw?".into(), format!("{rupees} rupees to {account}")],
        request: vec![("payAccountId".into(), account.into()), ("amount".into(), rupees.to_string())],
        timeline: vec![Event { at, state: IntentState::Planned }],
    }
}

/// The same order on another connection.
pub fn on(connection: &str, mut order: Intent) -> Intent {
    order.connection = ConnectionId::new(connection);
    order
}

/// No limit, the day beginning at midnight UTC, and nothing wanted despite anything.
pub fn free() -> Terms {
    Terms { limits: Limits::default(), today: minute(-12 * 60), despite: Vec::new(), of_batch: None }
}

/// Terms with these limits for rupees.
pub fn limited(limit: Limit) -> Terms {
    Terms { limits: Limits::default().with(Currency::inr(), limit), ..free() }
}

/// So many rupees a day.
pub fn a_day(rupees: i64) -> Terms {
    limited(Limit { per_day: Some(Decimal::from(rupees)), ..Limit::default() })
}

pub fn event(minutes: i64, state: IntentState) -> Event {
    Event { at: minute(minutes), state }
}

pub fn done() -> IntentState {
    IntentState::Done { reference: Some("w-1".into()) }
}

pub fn rejected() -> IntentState {
    IntentState::Rejected(Told { code: Some("7".into()), text: Some("no".into()), plain: "refused: no".into() })
}

pub fn unconfirmed() -> IntentState {
    IntentState::Unconfirmed(Told::of_fault(&Fault::ConnectionLost("reset".into())))
}

pub fn settled(happened: Option<bool>) -> IntentState {
    IntentState::Settled(Settlement {
        happened,
        how: How::Operator,
        by: "ravi".into(),
        evidence: "the bank's statement".into(),
        reference: happened.and_then(|happened| happened.then(|| "utr 1".into())),
    })
}

pub fn reported(end: End) -> IntentState {
    IntentState::Reported(Report { end, status: "1".into(), words: None })
}

/// Begins an order that has to leave.
pub async fn sent(store: &dyn Store, intent: &Intent, terms: &Terms, minutes: i64) {
    let begun = store.begin(intent, terms, minute(minutes)).await.unwrap();
    assert_eq!(begun, Begun::Sent, "{}", intent.words);
}

/// Begins an order that must not leave; why.
pub async fn refused(store: &dyn Store, intent: &Intent, terms: &Terms, minutes: i64) -> String {
    match store.begin(intent, terms, minute(minutes)).await.unwrap() {
        Begun::Refused(why) => why,
        Begun::Sent => panic!("{} left", intent.words),
        Begun::Held(held) => panic!("{} is no line of a batch: {held:?}", intent.words),
    }
}

/// The states an intent went through, in their words.
pub async fn states(store: &dyn Store, intent: &Intent) -> Vec<&'static str> {
    let found = store.find(&intent.id.to_string()).await.unwrap();
    assert!(found.len() <= 1, "{found:?}");
    found.first().map(words).unwrap_or_default()
}

pub fn words(intent: &Intent) -> Vec<&'static str> {
    intent.timeline.iter().map(|event| event.state.word()).collect()
}

/// Every entry, in steps of a few.
pub async fn entries(store: &dyn Store) -> Vec<Entry> {
    let mut all: Vec<Entry> = Vec::new();
    loop {
        let more = store.entries(all.last().map_or(0, |last| last.seq), 7).await.unwrap();
        if more.is_empty() {
            return all;
        }
        all.extend(more);
    }
}

/// Walks a chain of entries to its end.
pub fn walk<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Result<(), Break> {
    let mut chain = Chain::new(None);
    entries.into_iter().try_for_each(|entry| chain.step(entry))?;
    chain.end().map(drop)
}

/// Asserts that the journal's chain holds, that its newest entry is its anchor, and that its file is sound.
pub async fn assert_holds(store: &dyn Store) {
    let entries = entries(store).await;
    walk(&entries).unwrap();
    let anchor = store.anchor().await.unwrap();
    assert_eq!(anchor.map(|anchor| (anchor.count, anchor.hash)), entries.last().map(|e| (e.seq, e.hash.clone())));
    assert_eq!(store.damage().await.unwrap(), None);
}
