//! The durable side: the journal of intents, and what was seen of tasks. One trait, opened by URL, so that callers do
//! not know which database there is.
//!
//! The journal is append-only: each change of an intent's state is an [`Entry`] of its own that carries the hash of
//! the one before it, and what an intent is now is derived from its entries.

mod chain;
mod entry;
mod file;
mod run;
mod sqlite;

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use jiff::Timestamp;

use crate::domain::{Event, Intent, IntentId, JournalFault, Limits, TaskSample};

pub use chain::{Anchor, Break, Chain};
pub use entry::Entry;
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
}

/// What became of an attempt to begin an intent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// It is written down as planned and sent: it may leave, once, now.
    Sent,
    /// It is written down as planned and rejected, for this reason, and must not leave.
    Refused(String),
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
pub trait Store: Send + Sync + fmt::Debug {
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

    /// Keeps what was seen of tasks; thins out what is older, with its age.
    fn remember<'a>(&'a self, samples: &'a [TaskSample], now: Timestamp) -> BoxFuture<'a, Result<(), JournalFault>>;

    /// What was seen of tasks since a time, oldest first.
    fn remembered(&self, since: Timestamp) -> BoxFuture<'_, Result<Vec<TaskSample>, JournalFault>>;

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
