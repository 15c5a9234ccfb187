//! The durable side: the journal of intents, what was seen of tasks and wallets, the postbacks that were received, the
//! payees that are remembered, and what happened to alerts. One trait, opened by URL, so that callers do not know which database there is.
//!
//! The journal is append-only: each change of an intent's state is an [`Entry`] of its own that carries the hash of
//! the one before it, and what an intent is now is derived from its entries.

mod alerts;
pub mod batch;
mod chain;
mod entry;
mod file;
mod payees;
mod postbacks;
mod run;
mod sqlite;

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use jiff::Timestamp;

use crate::domain::batch::Held;
use crate::domain::{
    AlertEntry, ConnectionId, Event, Intent, IntentId, JournalFault, Limits, PayeeNews, ReceivedPostback, Sighting,
};

use batch::{BatchStore, OfBatch};

pub use alerts::{ALERT_ENTRIES, ALERTS_KEPT};
pub use chain::{Anchor, Break, Chain};
pub use entry::Entry;
pub use payees::RememberedPayees;
pub use postbacks::{
    POSTBACK_BYTES, POSTBACKS_KEPT, POSTBACKS_OF_CONNECTION, PostbackDigest, ReceivedPostbacks,
    UNVERIFIED_POSTBACK_BYTES, UNVERIFIED_POSTBACKS,
};
pub use run::RunId;

/// What a change has to hold to before it may leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// How much may leave its connection.
    pub limits: Limits,
    /// When today began where the operator is.
    pub today: Timestamp,
    /// Intents like it of which nobody knows what became, that the operator was shown and wants it despite.
    pub despite: Vec<IntentId>,
    /// Which line of which batch it is, where it is one. Where a term is broken, such a line is held back.
    pub of_batch: Option<OfBatch>,
}

/// What became of an attempt to begin an intent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// It is written down as planned and sent: it may leave, once, now.
    Sent,
    /// It is written down as planned and rejected, for this reason, and must not leave.
    Refused(String),
    /// It is a line of a batch, and nothing is written of it: it must not leave now, and can be begun later.
    Held(Held),
}

/// What is new in the journal since it was last looked at.
#[derive(Clone, Debug, Default)]
pub struct News {
    /// The number of its newest entry: where to go on from.
    pub head: u64,
    /// The intents that have newer entries, each with its whole timeline, in the order they were planned in. What a
    /// run that has ended left on its way is unconfirmed here, written down so or not.
    pub intents: Vec<Intent>,
    /// What is wrong with entries that cannot be read; their intents are left out.
    pub unreadable: Option<JournalFault>,
}

/// A durable journal and history. Every operation opens it first where it is not open, so that one that was away is
/// used again as soon as it is back.
///
/// What an operation writes is on disk when it answers: power may fail the next moment.
///
/// # Errors
/// Every operation ends in a [`JournalFault`] where the database cannot be used; then nothing was written.
pub trait Store: BatchStore + Send + Sync + fmt::Debug {
    /// Where it is, without any password: for messages.
    fn place(&self) -> &str;

    /// Writes down an intent as planned, nothing more: for what waits to leave. Its limits are checked as it begins.
    fn plan<'a>(&'a self, intent: &'a Intent) -> BoxFuture<'a, Result<(), JournalFault>>;

    /// In one transaction: checks the terms against everything that has left or may have, writes the intent down as
    /// planned where it is not yet, and as sent at `at`; or, where a term is broken, as rejected. Two processes cannot
    /// both slip under a limit.
    ///
    /// An intent like it (same connection, account and amount) that is on its way or unconfirmed and not named in
    /// [`Terms::despite`] is a broken term. An intent that was sent before is never begun again: that is refused too,
    /// and nothing more is written.
    fn begin<'a>(
        &'a self,
        intent: &'a Intent,
        terms: &'a Terms,
        at: Timestamp,
    ) -> BoxFuture<'a, Result<Begun, JournalFault>>;

    /// Writes down what became of an intent. Answers `false`, and writes nothing, where that may not follow what it is
    /// now ([`crate::domain::IntentState::may_become`]) or there is no such intent: whoever came first stays. Nothing
    /// becomes sent this way: what leaves is begun.
    fn record<'a>(&'a self, intent: IntentId, event: &'a Event) -> BoxFuture<'a, Result<bool, JournalFault>>;

    /// Takes up what runs have left behind that hold their lock no longer: what they had sent is unconfirmed from `at`
    /// on, what they had only planned is rejected, as it never left. Answers how many there were.
    fn recover(&self, at: Timestamp) -> BoxFuture<'_, Result<usize, JournalFault>>;

    /// Writes something to the database that means nothing, to see that it can be written.
    fn prove(&self, at: Timestamp) -> BoxFuture<'_, Result<(), JournalFault>>;

    /// The intents with entries after the one numbered `after`; from the beginning, every open one and the newest
    /// `most` others.
    fn news(&self, after: u64, most: usize) -> BoxFuture<'_, Result<News, JournalFault>>;

    /// Every intent to which something happened from `since` on and before `until`, each with its whole timeline; in the
    /// order they were planned in.
    fn intents(
        &self,
        since: Option<Timestamp>,
        until: Option<Timestamp>,
    ) -> BoxFuture<'_, Result<Vec<Intent>, JournalFault>>;

    /// The intents whose id, without hyphens, ends in this: the short form that screens show, or all of it.
    fn find<'a>(&'a self, ending: &'a str) -> BoxFuture<'a, Result<Vec<Intent>, JournalFault>>;

    /// At most `most` entries after the one numbered `after`, in their order, as they stand there.
    fn entries(&self, after: u64, most: usize) -> BoxFuture<'_, Result<Vec<Entry>, JournalFault>>;

    /// The newest entry's number and hash; `None` of an empty journal.
    fn anchor(&self) -> BoxFuture<'_, Result<Option<Anchor>, JournalFault>>;

    /// What is wrong with the database as such, apart from the chain; `None` where it is sound.
    fn damage(&self) -> BoxFuture<'_, Result<Option<String>, JournalFault>>;

    /// Keeps what was seen of tasks and wallets; thins out what is older, with its age.
    fn remember<'a>(&'a self, samples: &'a [Sighting], now: Timestamp) -> BoxFuture<'a, Result<(), JournalFault>>;

    /// What was seen of tasks and wallets since a time, oldest first.
    fn remembered(&self, since: Timestamp) -> BoxFuture<'_, Result<Vec<Sighting>, JournalFault>>;

    /// Keeps a postback that holds, as durably as an entry of the journal, and behind those that wait. Answers `false`,
    /// and writes nothing, where the same one (its id, status and bytes) is kept already. What is too much of them, or
    /// too old, is dropped now and then.
    fn keep_postback<'a>(
        &'a self,
        postback: &'a ReceivedPostback,
        digest: &'a PostbackDigest,
    ) -> BoxFuture<'a, Result<bool, JournalFault>>;

    /// Keeps the newest few of the postbacks that do not hold, and counts that there were `count` more of them. Strictly
    /// bounded: anybody can send these.
    fn keep_unverified<'a>(
        &'a self,
        newest: &'a [ReceivedPostback],
        count: u64,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<(), JournalFault>>;

    /// The postbacks after the one numbered `after`, by whichever process they were received; at most the newest `most`
    /// that hold, and as many that do not. `now` is what the counts go back from.
    fn postbacks(
        &self,
        after: u64,
        most: usize,
        now: Timestamp,
    ) -> BoxFuture<'_, Result<ReceivedPostbacks, JournalFault>>;

    /// Takes up what was learned of a payee of a connection at `at`. Of it only what [`crate::domain::KnownPayee::kept`] leaves is written.
    fn remember_payee<'a>(
        &'a self,
        connection: &'a ConnectionId,
        news: &'a PayeeNews,
        at: Timestamp,
    ) -> BoxFuture<'a, Result<(), JournalFault>>;

    /// The payees that were written down after a version, by whichever process; all of them after none.
    fn payees(&self, after: u64) -> BoxFuture<'_, Result<RememberedPayees, JournalFault>>;

    /// Writes down what happened to an alert, as durably as an entry of the journal. Answers `false`, and writes nothing,
    /// where it does not follow what was written last: an alert is raised once until it is over, and what is over stays
    /// so, whichever process saw it first.
    fn keep_alert<'a>(&'a self, entry: &'a AlertEntry) -> BoxFuture<'a, Result<bool, JournalFault>>;

    /// What happened to alerts after the entry numbered `after`, by whichever process; from the beginning, the newest
    /// `most` entries and all of those of alerts that stand.
    fn alerts(&self, after: u64, most: usize) -> BoxFuture<'_, Result<Vec<AlertEntry>, JournalFault>>;

    /// Lets go of the database, everything written.
    fn close(&self) -> BoxFuture<'_, ()>;
}

/// How long a store waits for another program's lock.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// Opens the store at `url`, such as `sqlite:///home/asha/.local/share/paytop/paytop.db`, for the run `run`. Nothing is
/// touched before the first operation. What follows `sqlite://` is a path as it is: nothing in it is escaped.
///
/// # Errors
/// Where there is no store for such a URL, in words.
pub fn open(url: &str, run: RunId) -> Result<Arc<dyn Store>, String> {
    open_with(url, run, PATIENCE)
}

/// The same, waiting so long for another program's lock.
///
/// # Errors
/// Where there is no store for such a URL, in words.
pub fn open_with(url: &str, run: RunId, patience: Duration) -> Result<Arc<dyn Store>, String> {
    match url.split_once("://") {
        Some(("sqlite", path)) if path.starts_with("~/") => {
            Err(format!("the journal's address has to name the home folder itself, not ~: {url}"))
        }
        Some(("sqlite", path)) if !path.is_empty() => {
            Ok(Arc::new(sqlite::SqliteStore::new(Path::new(path), run, patience)))
        }
        _ => Err("the journal's address must be sqlite:// and the path of a file".to_owned()),
    }
}
