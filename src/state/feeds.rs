//! Feeds and their freshness: what each last said, when, and what is wrong with it.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::Attempts;
use crate::domain::{ConnectionId, Fault, FeedKind, Text};

/// The name of a feed: each connection has its own.
pub type FeedKey = (ConnectionId, FeedKind);

/// How much what a feed said can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// It has not answered yet.
    Loading,
    /// Its last question was answered.
    Fresh,
    /// It answered once, and not the last time it was asked; what is shown is old.
    Stale,
    /// It was asked and has never answered.
    Failed,
}

/// A feed: a question that is asked again and again.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Feed {
    /// The number of the last question that was answered or failed.
    sequence: u64,
    /// When the last good answer was asked for.
    pub answered: Option<Timestamp>,
    /// How the last questions went.
    pub attempts: Attempts,
    /// What is wrong, and since when.
    pub trouble: Option<Trouble>,
    /// When it asks again.
    pub next: Option<Timestamp>,
    /// What was wrong with single rows of the last good answer.
    pub bad_rows: Vec<Text>,
    /// When the machine woke from a sleep, until something is answered that was asked since.
    pub woke: Option<Timestamp>,
}

/// What is wrong with a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The last fault.
    pub fault: Fault,
    /// When the first of an unbroken row of them was asked for.
    pub since: Timestamp,
    /// How many in a row.
    pub times: u32,
}

impl Feed {
    /// How much what it said can be trusted.
    #[must_use]
    pub fn health(&self) -> Health {
        match (&self.answered, &self.trouble) {
            (None, None) => Health::Loading,
            (None, Some(_)) => Health::Failed,
            (Some(_), None) if self.woke.is_none() => Health::Fresh,
            (Some(_), _) => Health::Stale,
        }
    }

    /// How old the last good answer is.
    #[must_use]
    pub fn age(&self, now: Timestamp) -> Option<SignedDuration> {
        self.answered.map(|at| now.duration_since(at).max(SignedDuration::ZERO))
    }

    /// Whether an answer to question `sequence` is newer than the last one taken up.
    #[must_use]
    pub fn awaits(&self, sequence: u64) -> bool {
        sequence > self.sequence
    }

    /// Takes up a good answer. Says whether the screen shows it: the health or the bad rows differ.
    pub fn succeed(
        &mut self,
        sequence: u64,
        asked: Timestamp,
        latency: Duration,
        next: Option<Timestamp>,
        bad: Vec<Text>,
    ) -> bool {
        let before = (self.health(), self.trouble.is_some());
        let same = self.bad_rows == bad;
        let mut attempts = std::mem::take(&mut self.attempts);
        attempts.answered(asked, latency);
        *self = Self {
            sequence,
            answered: Some(asked),
            attempts,
            trouble: None,
            next,
            bad_rows: bad,
            // What was asked before the sleep says how things were then.
            woke: self.woke.filter(|woke| asked < *woke),
        };
        before != (self.health(), false) || !same
    }

    /// Takes up a fault: the last good answer stays.
    pub fn fail(&mut self, sequence: u64, asked: Timestamp, latency: Duration, next: Option<Timestamp>, fault: Fault) {
        self.sequence = sequence;
        self.attempts.failed(asked, latency, fault.clone());
        self.next = next;
        let (since, times) = self.trouble.as_ref().map_or((asked, 0), |trouble| (trouble.since, trouble.times));
        self.trouble = Some(Trouble { fault, since, times: times.saturating_add(1) });
    }
}
