//! How the last questions of a feed went: how long the answers took, and how many there were none to.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;

use crate::domain::Fault;

/// One question of a feed, and whether it was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// When it was asked.
    pub asked: Timestamp,
    /// How long the answer took, or how long was waited for it.
    pub latency: Duration,
    /// Whether there was a usable answer.
    pub answered: bool,
}

/// The last questions of a feed, oldest first, and what was last wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attempts {
    kept: VecDeque<Attempt>,
    last_fault: Option<(Timestamp, Fault)>,
    /// What all questions of this run came to.
    sums: AttemptSums,
}

/// What all questions of a feed came to since paytop began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AttemptSums {
    /// How many there were.
    pub asked: u64,
    /// How many of them had no usable answer.
    pub faults: u64,
    /// How long all answers took together.
    pub latency: Duration,
}

impl Attempts {
    /// How many are kept.
    pub const MAX: usize = 100;

    /// Keeps one that was answered.
    pub(super) fn answered(&mut self, asked: Timestamp, latency: Duration) {
        self.push(Attempt { asked, latency, answered: true });
    }

    /// Keeps one that was not, and why.
    pub(super) fn failed(&mut self, asked: Timestamp, latency: Duration, fault: Fault) {
        self.last_fault = Some((asked, fault));
        self.push(Attempt { asked, latency, answered: false });
    }

    fn push(&mut self, attempt: Attempt) {
        self.sums.asked = self.sums.asked.saturating_add(1);
        if attempt.answered {
            self.sums.latency = self.sums.latency.saturating_add(attempt.latency);
        } else {
            self.sums.faults = self.sums.faults.saturating_add(1);
        }
        if self.kept.len() >= Self::MAX {
            self.kept.pop_front();
        }
        self.kept.push_back(attempt);
    }

    /// What all questions came to, kept or not.
    #[must_use]
    pub fn sums(&self) -> AttemptSums {
        self.sums
    }

    /// How many are kept.
    #[must_use]
    pub fn count(&self) -> usize {
        self.kept.len()
    }

    /// How many of them had no usable answer.
    #[must_use]
    pub fn faults(&self) -> usize {
        self.kept.iter().filter(|attempt| !attempt.answered).count()
    }

    /// What was last wrong, and when that was asked; it stays after the feed has answered again.
    #[must_use]
    pub fn last_fault(&self) -> Option<(Timestamp, &Fault)> {
        self.last_fault.as_ref().map(|(at, fault)| (*at, fault))
    }

    /// How long each answer took, oldest first, in milliseconds.
    #[must_use]
    pub fn latencies(&self) -> Vec<u64> {
        self.answers().map(|latency| u64::try_from(latency.as_millis()).unwrap_or(u64::MAX)).collect()
    }

    /// The latency that `per_cent` of the answers did not exceed, by the nearest rank; `None` before the first answer.
    #[must_use]
    pub fn percentile(&self, per_cent: usize) -> Option<Duration> {
        let mut sorted: Vec<Duration> = self.answers().collect();
        sorted.sort_unstable();
        let rank = (sorted.len() * per_cent).div_ceil(100).max(1);
        sorted.get(rank - 1).copied()
    }

    fn answers(&self) -> impl Iterator<Item = Duration> {
        self.kept.iter().filter(|attempt| attempt.answered).map(|attempt| attempt.latency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + second).unwrap()
    }

    #[test]
    fn percentiles_are_of_the_answers_alone() {
        let mut attempts = Attempts::default();
        assert_eq!(attempts.percentile(95), None);
        for n in 1..=20 {
            attempts.answered(at(n), Duration::from_millis(u64::try_from(n).unwrap() * 10));
        }
        attempts.failed(at(30), Duration::from_secs(20), Fault::NotFound(404));
        assert_eq!(attempts.percentile(50), Some(Duration::from_millis(100)));
        assert_eq!(attempts.percentile(95), Some(Duration::from_millis(190)));
        assert_eq!(attempts.percentile(100), Some(Duration::from_millis(200)));
        assert_eq!((attempts.count(), attempts.faults()), (21, 1));
        assert_eq!(attempts.latencies().len(), 20);
    }

    #[test]
    fn the_window_is_bounded_and_what_was_last_wrong_stays() {
        let mut attempts = Attempts::default();
        attempts.failed(at(0), Duration::ZERO, Fault::NotFound(404));
        for n in 1..=1_000 {
            attempts.answered(at(n), Duration::from_millis(1));
        }
        assert_eq!((attempts.count(), attempts.faults()), (Attempts::MAX, 0));
        let sums = attempts.sums();
        assert_eq!((sums.asked, sums.faults, sums.latency), (1_001, 1, Duration::from_secs(1)));
        assert_eq!(attempts.last_fault(), Some((at(0), &Fault::NotFound(404))));
    }
}
