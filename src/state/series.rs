//! Bounded samples of something that goes on: the line keeps its whole length and loses detail, the older the more.

use jiff::Timestamp;

/// What was seen at a time.
pub trait Timed {
    /// When.
    fn at(&self) -> Timestamp;
}

/// The samples, oldest first. When there are too many, every second one of them goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series<S>(Vec<S>);

impl<S> Default for Series<S> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<S: Timed> Series<S> {
    /// The most samples that are kept.
    pub const MAX: usize = 120;

    /// The samples, oldest first.
    pub fn samples(&self) -> &[S] {
        &self.0
    }

    /// The same, to be changed; never their times.
    pub fn samples_mut(&mut self) -> &mut [S] {
        &mut self.0
    }

    /// Keeps another one, the newest.
    pub fn push(&mut self, sample: S) {
        if self.0.len() >= Self::MAX {
            self.thin();
        }
        self.0.push(sample);
    }

    /// Puts older ones where their times put them, behind what is there of the same time.
    pub fn insert(&mut self, older: Vec<S>) {
        self.0.extend(older);
        self.0.sort_by_key(Timed::at);
    }

    /// Drops what is more than may be kept.
    pub fn bound(&mut self) {
        while self.0.len() > Self::MAX {
            self.thin();
        }
    }

    /// Drops what was seen after a time.
    pub fn drop_after(&mut self, time: Timestamp) {
        self.0.retain(|sample| sample.at() <= time);
    }

    /// Drops every second sample but the last.
    fn thin(&mut self) {
        let mut at = 0;
        let last = self.0.len().saturating_sub(1);
        self.0.retain(|_| {
            at += 1;
            at - 1 == last || (at - 1) % 2 == 0
        });
    }

    /// The samples on either side of a time: the last one not after it, and the next one.
    pub fn around(&self, time: Timestamp) -> (Option<&S>, Option<&S>) {
        let after = self.0.partition_point(|sample| sample.at() <= time);
        (after.checked_sub(1).and_then(|at| self.0.get(at)), self.0.get(after))
    }
}
