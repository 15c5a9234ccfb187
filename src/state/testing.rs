//! What the tests of the pure core share: a fixed time, connections, accounts, and the answers that bring them.

use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;

use crate::domain::{
    Ability, Account, AccountKey, AuthStatus, Balance, Change, CollectionType, ConnectionId, ConnectionInfo, Currency,
    Data, Environment, Event, Fault, FeedKind, HandsetMessage, How, Intent, IntentId, IntentState, JournalFault,
    Limits, Money, Phone, Polling, Rows, Settlement, Told, Tool, WithdrawTask,
};
use crate::message::{JournalNews, Message, Reply, ReplyTo};

/// The name of the usual connection.
pub const DESK: &str = "desk";

/// The time `seconds` after ten past two in the afternoon, India's time.
pub fn at(seconds: i64) -> Timestamp {
    // 2026-02-10T14:10:00+05:30
    Timestamp::from_second(1_770_712_800 + seconds).unwrap()
}

/// India's time.
pub fn india() -> TimeZone {
    TimeZone::get("Asia/Kolkata").unwrap()
}

/// The name of a connection.
pub fn id(name: &str) -> ConnectionId {
    ConnectionId::new(name)
}

/// The key of an account at the usual connection.
pub fn key(account: &str) -> AccountKey {
    AccountKey { connection: id(DESK), account: account.into() }
}

/// A sandbox connection with every feed.
pub fn sandbox(name: &str) -> ConnectionInfo {
    ConnectionInfo {
        id: id(name),
        provider: "withdraw-tool",
        environment: Environment::Sandbox,
        host: "127.0.0.1:8900".into(),
        polling: Polling::default(),
        feeds: vec![FeedKind::Accounts, FeedKind::Tools, FeedKind::Handset],
        abilities: &[],
        read_only: false,
        otp_validity: Duration::from_mins(2),
        otp_cool_down: Duration::from_secs(20),
        limits: Limits::default(),
    }
}

/// A sandbox connection that has wallets and no accounts.
pub fn wallets(name: &str) -> ConnectionInfo {
    ConnectionInfo {
        provider: "paykassma",
        feeds: vec![FeedKind::Balances, FeedKind::Payouts],
        abilities: &[Ability::Withdrawals],
        ..sandbox(name)
    }
}

/// A sandbox connection that can be asked for postbacks and takes deposits, and that has no feed.
pub fn shop(name: &str) -> ConnectionInfo {
    ConnectionInfo {
        provider: "paykassma",
        feeds: Vec::new(),
        abilities: &[Ability::Postbacks, Ability::Deposits],
        ..sandbox(name)
    }
}

/// What lies in a wallet.
pub fn balance(wallet: &str, amount: i64, currency: &str) -> Balance {
    Balance { wallet: wallet.into(), money: Money::new(Decimal::new(amount, 2), Currency::new(currency)) }
}

/// A connection at which real money moves; no provider has a handset.
pub fn production(name: &str) -> ConnectionInfo {
    ConnectionInfo {
        environment: Environment::Production,
        host: "api.example.com".into(),
        feeds: vec![FeedKind::Accounts, FeedKind::Tools],
        ..sandbox(name)
    }
}

/// The same connection, from which nothing but reads may leave.
pub fn read_only(info: ConnectionInfo) -> ConnectionInfo {
    ConnectionInfo { read_only: true, ..info }
}

/// An authorised UPI account, switched off, without a task. Its phone ends in the number in its id.
pub fn upi(account: &str) -> Account {
    let number: u64 = account.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0);
    Account {
        id: account.into(),
        collection: CollectionType::Upi,
        tool: "PHONEPE".into(),
        phone: Phone::new(&format!("98765{number:05}")),
        status: Some(AuthStatus::Authorized),
        enabled: false,
        otp_auth: true,
        sms_auth: true,
        task: None,
    }
}

/// A CARD account.
pub fn card(account: &str) -> Account {
    Account { collection: CollectionType::Card, tool: "".into(), status: None, ..upi(account) }
}

/// The account, switched on.
pub fn on(account: Account) -> Account {
    Account { enabled: true, ..account }
}

/// The account, switched on and at work: `withdrawn` of `amount` rupees.
pub fn running(account: Account, withdrawn: i64, amount: i64) -> Account {
    let task = task(&format!("t-{}", account.id), withdrawn, amount);
    Account { task: Some(task), ..on(account) }
}

/// A task of an hour that began ten minutes ago, with as many orders succeeded, of twenty, as money was withdrawn.
pub fn task(name: &str, withdrawn: i64, amount: i64) -> WithdrawTask {
    WithdrawTask {
        id: name.into(),
        started: Some(at(-600)),
        estimate: SignedDuration::from_mins(60),
        orders: 20,
        succeeded: u64::try_from(20 * withdrawn / amount.max(1)).unwrap_or(0),
        amount: Decimal::from(amount),
        withdrawn: Decimal::from(withdrawn),
    }
}

/// A change that somebody else decided on an hour ago, as the journal tells it: planned, then what it became in these
/// steps, a second each.
pub fn told(number: u8, change: &Change, steps: impl IntoIterator<Item = IntentState>) -> Intent {
    let planned = at(-3_600 + i64::from(number));
    let states = std::iter::once(IntentState::Planned).chain(steps);
    Intent {
        id: IntentId::new(planned, [number; 10]),
        connection: id(DESK),
        environment: Environment::Sandbox,
        kind: change.into(),
        account: change.account().cloned(),
        title: change.account().map_or_else(String::new, |account| format!("{account} CARD ••••••0001")),
        amount: change.amount().cloned(),
        wanted: change.wanted(),
        words: change.words(),
        operator: "ravi".into(),
        shown: vec![format!("{}?", change.words()), "It is sent once.".into()],
        request: change.summary(),
        timeline: states
            .zip(0..)
            .map(|(state, second)| Event { at: planned + SignedDuration::from_secs(second), state })
            .collect(),
    }
}

/// An order of so many rupees.
pub fn order(account: &str, amount: i64) -> Change {
    let amount = Money::inr(Decimal::from(amount));
    Change::CreateOrder { account: account.into(), collection: CollectionType::Card, amount }
}

/// Nobody knows what became of it.
pub fn unknown() -> IntentState {
    IntentState::Unconfirmed(Told::plain("paytop ended before the answer came"))
}

/// Somebody found out.
pub fn settled(happened: bool) -> IntentState {
    IntentState::Settled(Settlement {
        happened: Some(happened),
        how: How::Operator,
        by: "ravi".into(),
        evidence: "on the statement".into(),
        reference: happened.then(|| "UTR77".into()),
    })
}

/// What the journal tells: these intents, and nothing wrong with it.
pub fn news(intents: Vec<Intent>) -> Message {
    Message::Journal(Box::new(JournalNews { intents, fault: None }))
}

/// The journal cannot be written.
pub fn unwritable() -> JournalFault {
    JournalFault::Full("/home/asha/.local/share/paytop/paytop.db".into())
}

/// What the journal tells where it cannot be written.
pub fn broken() -> Message {
    Message::Journal(Box::new(JournalNews { intents: Vec::new(), fault: Some(unwritable()) }))
}

/// A tool; `enabled` false is one that is coming soon.
pub fn tool(kind: &str, name: &str, enabled: bool) -> Tool {
    Tool { id: kind.into(), name: name.into(), icon: "".into(), enabled, kind: kind.into(), sort: 0 }
}

/// A message on the handset; `sent` says whether an SMS that has to be sent was.
pub fn arrived(account: &str, text: &str, sent: Option<bool>) -> HandsetMessage {
    HandsetMessage { at: at(-30), account: account.into(), phone: Phone::new("+9155500001"), text: text.into(), sent }
}

/// An answer to question `sequence` of a feed of the usual connection, asked at `asked`.
pub fn answer(feed: FeedKind, sequence: u64, asked: Timestamp, result: Result<Data, Fault>) -> Reply {
    Reply {
        connection: id(DESK),
        to: ReplyTo::Feed { feed, sequence, next: None },
        asked,
        latency: Duration::from_millis(40),
        result,
    }
}

/// The account list, as the answer to question `sequence`.
pub fn accounts(sequence: u64, asked: Timestamp, rows: Vec<Account>) -> Reply {
    answer(FeedKind::Accounts, sequence, asked, Ok(Data::Accounts(rows.into())))
}

/// The account list with rows in it that could not be read.
pub fn torn(sequence: u64, asked: Timestamp, rows: Vec<Account>, bad: usize) -> Reply {
    let bad = (0..bad).map(|row| format!("row {row} has no id").into()).collect();
    answer(FeedKind::Accounts, sequence, asked, Ok(Data::Accounts(Rows { rows, bad })))
}

/// No answer to question `sequence` for the accounts.
pub fn silence(sequence: u64, asked: Timestamp) -> Reply {
    answer(FeedKind::Accounts, sequence, asked, Err(Fault::Server { status: 503, retry_after: None }))
}
