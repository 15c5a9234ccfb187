//! A provider that is played: it answers, fails, hangs or panics as a test says, and remembers when it was asked
//! what. And a clock that follows tokio's, so that a paused test has minutes pass at once.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use paytop::domain::{
    Account, AuthStatus, Change, ChangeKind, CollectionType, ConnectionId, ConnectionInfo, Data, Environment, Fault,
    FeedKind, IntentId, Outcome, Phone, Polling, Read, Receipt, WithdrawTask,
};
use paytop::providers::{Answer, Changes, Client, Reads};
use paytop::runtime::{Clock, Link};
use rust_decimal::Decimal;
use tokio::time::Instant;

/// A wall clock that goes with tokio's own.
pub struct PlayedClock {
    began: Instant,
    /// How much further the wall clock is than the program.
    ahead: Mutex<SignedDuration>,
    just_slept: AtomicBool,
    /// How often the loop took something up.
    turns: AtomicU64,
}

impl Default for PlayedClock {
    fn default() -> Self {
        Self { began: Instant::now(), ahead: Mutex::default(), just_slept: false.into(), turns: 0.into() }
    }
}

impl PlayedClock {
    /// When every run begins: the second half of a minute would hide a frame too many.
    pub fn beginning() -> Timestamp {
        "2026-11-20T10:00:00Z".parse().unwrap()
    }

    /// Lets the machine sleep: the wall clock goes on and nothing else does.
    pub fn sleep(&self, span: SignedDuration) {
        self.skip(span);
        self.just_slept.store(true, Ordering::SeqCst);
    }

    /// Puts the wall clock forward.
    pub fn skip(&self, span: SignedDuration) {
        *self.ahead.lock().unwrap() += span;
    }

    /// How often the loop has taken something up so far.
    pub fn turns(&self) -> u64 {
        self.turns.load(Ordering::SeqCst)
    }
}

impl Clock for PlayedClock {
    fn now(&self) -> Timestamp {
        let ran = SignedDuration::try_from(self.began.elapsed()).unwrap();
        Self::beginning() + ran + *self.ahead.lock().unwrap()
    }

    fn has_slept(&self) -> bool {
        self.turns.fetch_add(1, Ordering::SeqCst);
        self.just_slept.swap(false, Ordering::SeqCst)
    }
}

/// What the provider does with a question or a change.
#[derive(Clone, Debug)]
pub enum Act<T> {
    /// Answers.
    Say(T),
    /// Fails.
    Fail(Fault),
    /// Never answers.
    Hang,
    /// Takes so long, then does the other thing.
    After(Duration, Box<Act<T>>),
    /// Panics: paytop itself is broken.
    Panic,
}

impl<T: Send> Act<T> {
    fn perform<'a>(self) -> BoxFuture<'a, Result<T, Fault>>
    where
        T: 'a,
    {
        async move {
            match self {
                Self::Say(answer) => Ok(answer),
                Self::Fail(fault) => Err(fault),
                Self::Hang => std::future::pending().await,
                Self::After(span, act) => {
                    tokio::time::sleep(span).await;
                    act.perform().await
                }
                Self::Panic => panic!("a played panic"),
            }
        }
        .boxed()
    }
}

/// A question that came, and how long after the beginning it was asked and was done with.
#[derive(Clone, Debug)]
pub struct Asked {
    pub read: Read,
    pub at: Duration,
    pub done: Option<Duration>,
}

type OnRead = dyn Fn(&Read, usize) -> Act<Data> + Send + Sync;
type OnChange = dyn Fn(&Change, usize) -> Act<Receipt> + Send + Sync;

/// The provider.
pub struct Played {
    began: Instant,
    asked: Mutex<Vec<Asked>>,
    changed: Mutex<Vec<ChangeKind>>,
    /// How many questions of each feed are out at once, at most.
    most_at_once: AtomicUsize,
    on_read: Mutex<Arc<OnRead>>,
    on_change: Mutex<Arc<OnChange>>,
}

impl Played {
    /// One that answers `accounts` and takes every change.
    pub fn new(accounts: Vec<Account>) -> Arc<Self> {
        let played = Self {
            began: Instant::now(),
            asked: Mutex::default(),
            changed: Mutex::default(),
            most_at_once: AtomicUsize::new(0),
            on_read: Mutex::new(Arc::new(|_: &Read, _| Act::Hang)),
            on_change: Mutex::new(Arc::new(|_: &Change, _| Act::Hang)),
        };
        let played = Arc::new(played);
        let kept = Arc::new(Mutex::new(accounts));
        let shown = Arc::clone(&kept);
        played.reads(move |read, _| Act::Say(answer(read, &shown.lock().unwrap())));
        played.changes(move |change, _| {
            let switched = change.account().zip(change.wanted());
            if let Some((id, enabled)) = switched {
                kept.lock().unwrap().iter_mut().filter(|kept| kept.id == *id).for_each(|kept| kept.enabled = enabled);
            }
            Act::Say(Receipt::Nothing)
        });
        played
    }

    /// Does this with every question from now on; it is told how many of the same came before.
    pub fn reads(&self, act: impl Fn(&Read, usize) -> Act<Data> + Send + Sync + 'static) {
        *self.on_read.lock().unwrap() = Arc::new(act);
    }

    /// Does this with every change from now on; it is told how many came before.
    pub fn changes(&self, act: impl Fn(&Change, usize) -> Act<Receipt> + Send + Sync + 'static) {
        *self.on_change.lock().unwrap() = Arc::new(act);
    }

    /// The questions of this kind so far.
    pub fn asked(&self, read: &Read) -> Vec<Asked> {
        self.asked.lock().unwrap().iter().filter(|asked| asked.read == *read).cloned().collect()
    }

    /// Every question so far.
    pub fn questions(&self) -> Vec<Read> {
        self.asked.lock().unwrap().iter().map(|asked| asked.read.clone()).collect()
    }

    /// The changes so far.
    pub fn changed(&self) -> Vec<ChangeKind> {
        self.changed.lock().unwrap().clone()
    }

    /// The most questions of one kind that were ever out at once.
    pub fn most_at_once(&self) -> usize {
        self.most_at_once.load(Ordering::SeqCst)
    }

    /// A connection to it, with these intervals.
    pub fn link(self: &Arc<Self>, name: &str, polling: Polling) -> Link {
        self.link_of(info(name, polling))
    }

    /// A connection to it that is so.
    pub fn link_of(self: &Arc<Self>, info: ConnectionInfo) -> Link {
        let client = Client { reads: Arc::clone(self) as _, changes: Some(Arc::clone(self) as _) };
        Link::new(info, move || Ok(client.clone()))
    }

    /// A connection to it that has wallets alone, with these intervals.
    pub fn wallets(self: &Arc<Self>, name: &str, polling: Polling) -> Link {
        let client = Client { reads: Arc::clone(self) as _, changes: Some(Arc::clone(self) as _) };
        let info = ConnectionInfo { provider: "paykassma", feeds: vec![FeedKind::Balances], ..info(name, polling) };
        Link::new(info, move || Ok(client.clone()))
    }
}

impl Reads for Played {
    fn read<'a>(&'a self, read: &'a Read) -> BoxFuture<'a, Result<Answer, Fault>> {
        async move {
            let (place, before) = {
                let mut asked = self.asked.lock().unwrap();
                let same = || asked.iter().filter(|asked| asked.read == *read);
                let (before, out) = (same().count(), same().filter(|asked| asked.done.is_none()).count());
                self.most_at_once.fetch_max(out + 1, Ordering::SeqCst);
                asked.push(Asked { read: read.clone(), at: self.began.elapsed(), done: None });
                (asked.len() - 1, before)
            };
            let act = Arc::clone(&self.on_read.lock().unwrap());
            let result = act(read, before).perform().await;
            self.asked.lock().unwrap()[place].done = Some(self.began.elapsed());
            result.map(|data| Answer { data, date: None })
        }
        .boxed()
    }
}

impl Changes for Played {
    fn change<'a>(&'a self, _intent: IntentId, change: &'a Change) -> BoxFuture<'a, Outcome> {
        async move {
            let before = {
                let mut changed = self.changed.lock().unwrap();
                changed.push(change.into());
                changed.len() - 1
            };
            let act = Arc::clone(&self.on_change.lock().unwrap());
            match act(change, before).perform().await {
                Ok(receipt) => Outcome::Done(receipt),
                Err(fault) => Outcome::from_fault(fault),
            }
        }
        .boxed()
    }
}

/// The answer of a provider in good health.
pub fn answer(read: &Read, accounts: &[Account]) -> Data {
    match read {
        Read::Accounts => Data::Accounts(accounts.to_vec().into()),
        Read::Tools => Data::Tools(Vec::new().into()),
        Read::UpiIds { .. } => Data::UpiIds(Vec::new().into()),
        Read::Handset => Data::Handset(Vec::new()),
        other => panic!("nothing here asks {other:?}"),
    }
}

/// A connection with accounts and tools.
pub fn info(name: &str, polling: Polling) -> ConnectionInfo {
    ConnectionInfo {
        id: ConnectionId::new(name),
        provider: "withdraw-tool",
        environment: Environment::Sandbox,
        host: "played".into(),
        polling,
        feeds: vec![FeedKind::Accounts, FeedKind::Tools],
        abilities: &[],
        read_only: false,
        otp_validity: Duration::from_mins(2),
        otp_cool_down: Duration::from_secs(20),
        limits: paytop::domain::Limits::default(),
    }
}

/// The polite intervals: 5 s while tasks run, 30 s otherwise.
pub fn polite() -> Polling {
    Polling { active: Duration::from_secs(5), idle: Duration::from_secs(30) }
}

/// A UPI account that is authorised, off, and does nothing.
pub fn quiet(id: &str) -> Account {
    Account {
        id: id.into(),
        collection: CollectionType::Upi,
        tool: "PHONEPE".into(),
        phone: Phone::new("9876543210"),
        status: Some(AuthStatus::Authorized),
        enabled: false,
        otp_auth: true,
        sms_auth: true,
        task: None,
    }
}

/// The same, on and with a task.
pub fn running(id: &str) -> Account {
    let task = WithdrawTask {
        id: "t1".into(),
        started: Some(PlayedClock::beginning()),
        estimate: SignedDuration::from_mins(45),
        orders: 10,
        succeeded: 9,
        amount: Decimal::from(1_000),
        withdrawn: Decimal::from(250),
    };
    Account { enabled: true, task: Some(task), ..quiet(id) }
}
