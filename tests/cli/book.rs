//! A journal made through the library's store, for the binary to read; and its file meddled with behind its back.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use paytop::domain::{ChangeKind, ConnectionId};
use paytop::domain::{
    Currency, Environment, Event, How, Intent, IntentId, IntentState, Limits, Money, Settlement, Told,
};
use paytop::store::{self, RunId, Store, Terms};
use rust_decimal::Decimal;
use sqlx::{Connection, Executor, SqliteConnection};

use crate::place::Place;

/// A journal at a place, open until it is closed.
pub struct Book {
    pub file: PathBuf,
    pub store: Arc<dyn Store>,
    runtime: tokio::runtime::Runtime,
    /// When it was opened.
    pub now: Timestamp,
}

/// An intent to write: withdraw 500 rupees from `a2` at `india-a`, by asha, a minute ago.
pub fn intent(number: u8, now: Timestamp) -> Intent {
    let at = now - SignedDuration::from_mins(1);
    Intent {
        // The last digits of the id are the number's: `000001` for 1.
        id: IntentId::new(at, [0, 0, 0, 0, 0, 0, 0, 0, 0, number]),
        connection: ConnectionId::new("india-a"),
        environment: Environment::Production,
        kind: ChangeKind::CreateOrder,
        account: Some("a2".into()),
        title: "AXIS ••••••3210".into(),
        amount: Some(rupees("500")),
        wanted: None,
        words: "withdraw INR 500.00".into(),
        operator: "asha".into(),
        shown: vec!["Withdraw INR 500.00 from a2?".into(), "It cannot be taken back.".into()],
        request: vec![("payAccountId".into(), "a2".into()), ("amount".into(), "INR 500.00".into())],
        timeline: vec![Event { at, state: IntentState::Planned }],
    }
}

/// The same with another amount.
pub fn of(intent: Intent, amount: &str) -> Intent {
    let amount = rupees(amount);
    Intent { words: format!("withdraw {amount}"), amount: Some(amount), ..intent }
}

/// The same decided on at another time.
pub fn at(intent: Intent, at: Timestamp) -> Intent {
    Intent { timeline: vec![Event { at, state: IntentState::Planned }], ..intent }
}

pub fn rupees(amount: &str) -> Money {
    Money::new(Decimal::from_str_exact(amount).unwrap(), Currency::inr())
}

pub fn done() -> IntentState {
    IntentState::Done { reference: Some("W-77".into()) }
}

pub fn rejected() -> IntentState {
    IntentState::Rejected(Told {
        code: Some("6003".into()),
        text: Some("insufficient balance".into()),
        plain: "refused: insufficient balance (code 6003)".into(),
    })
}

pub fn unconfirmed() -> IntentState {
    IntentState::Unconfirmed(Told::plain("no answer within 20 s"))
}

pub fn settled(happened: bool) -> IntentState {
    IntentState::Settled(Settlement {
        happened: Some(happened),
        how: How::Operator,
        by: "ravi".into(),
        evidence: "the bank's statement".into(),
        reference: None,
    })
}

impl Book {
    /// The journal of the config, at its usual place.
    pub fn open(place: &Place) -> Self {
        Self::at(place.path("data/paytop/paytop.db"))
    }

    /// A journal in this file.
    pub fn at(file: PathBuf) -> Self {
        let now = now();
        let chance = std::array::from_fn(|_| fastrand::u8(..));
        let store = store::open(&format!("sqlite://{}", file.display()), RunId::new(now, chance)).unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        Self { file, store, runtime, now }
    }

    /// Writes an intent that goes through these states after it was sent.
    pub fn write(&self, intent: &Intent, states: &[IntentState]) {
        let sent = intent.planned();
        self.runtime.block_on(async {
            let alike: Vec<IntentId> = (0..=u8::MAX).map(|number| self::intent(number, self.now).id).collect();
            let terms = Terms { limits: Limits::default(), today: sent, despite: alike, of_batch: None };
            assert_eq!(self.store.begin(intent, &terms, sent).await, Ok(store::Begun::Sent));
            for (step, state) in (1..).zip(states) {
                let event = Event { at: sent + SignedDuration::from_secs(step), state: state.clone() };
                assert_eq!(self.store.record(intent.id, &event).await, Ok(true));
            }
        });
    }

    /// Writes what became of an intent at a time.
    pub fn record(&self, intent: &Intent, at: Timestamp, state: IntentState) {
        let event = Event { at, state };
        assert_eq!(self.runtime.block_on(self.store.record(intent.id, &event)), Ok(true));
    }

    /// Every intent that stands in it.
    pub fn intents(&self) -> Vec<Intent> {
        self.runtime.block_on(self.store.intents(None, None)).unwrap()
    }

    /// Ends the run that has it open, and gives the file.
    pub fn close(self) -> PathBuf {
        self.runtime.block_on(self.store.close());
        self.file
    }
}

#[expect(clippy::disallowed_methods, reason = "the binary under test lives in the real time")]
pub fn now() -> Timestamp {
    // In whole seconds, as journals have them in whole microseconds.
    Timestamp::from_second(Timestamp::now().as_second()).unwrap()
}

/// Runs SQL against the file, its triggers out of the way.
pub fn meddle(file: &Path, sql: &'static str) {
    run(file, &["DROP TRIGGER journal_is_never_edited", "DROP TRIGGER journal_is_never_shortened"]);
    assert_eq!(run(file, &[sql]), 1, "{sql}");
}

/// Runs statements, and says how many rows the last one touched.
fn run(file: &Path, statements: &[&'static str]) -> u64 {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut connection = SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
        let mut touched = 0;
        for statement in statements {
            touched = connection.execute(*statement).await.unwrap().rows_affected();
        }
        connection.close().await.unwrap();
        touched
    })
}

/// Puts another byte where `text` begins, which an entry has in it; and where SQLite left an old copy of that entry,
/// in a page that was split since, which nobody reads.
pub fn flip(file: &Path, text: &str, byte: u8) {
    let mut bytes = std::fs::read(file).unwrap();
    let found: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(text.as_bytes())).collect();
    assert!(!found.is_empty(), "{text} stands in the file");
    for at in found {
        bytes[at] = byte;
    }
    std::fs::write(file, bytes).unwrap();
}
