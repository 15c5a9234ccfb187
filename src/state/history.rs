//! How a task went so far: bounded samples of its progress, for the trend and the chart.

use jiff::Timestamp;

use super::series::{Series, Timed};
use crate::domain::{Ratio, Sample, WithdrawTask};

/// The samples of one task, oldest first. Only looks at which something had moved are kept, and when there are too
/// many, every second one of them goes: the line keeps its whole length and loses detail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    series: Series<Sample>,
    /// When the task was first looked at; what was before is known by its start alone.
    seen: Option<Timestamp>,
    /// When this run first looked at it.
    began: Option<Timestamp>,
}

impl Timed for Sample {
    fn at(&self) -> Timestamp {
        self.at
    }
}

impl History {
    /// The most samples that are kept.
    pub const MAX: usize = Series::<Sample>::MAX;

    /// The history of a task first seen at `now`; a task that said when it started began at nothing then.
    #[must_use]
    pub fn begin(task: &WithdrawTask, now: Timestamp) -> Self {
        let mut history = Self::default();
        if let Some(started) = task.started.filter(|started| *started < now) {
            history.series.push(Sample { at: started, progress: Ratio::ZERO, success: Ratio::ZERO });
        }
        history.seen = Some(now);
        history.began = Some(now);
        history.push(task, now);
        history
    }

    /// Puts what was seen of the task before this run in front of what was seen since, whatever part of it comes first.
    /// What is older than the task itself, or not older than the first look of this run, is of another task or known
    /// already.
    pub fn restore(&mut self, samples: Vec<Sample>, started: Option<Timestamp>) {
        let (Some(began), Some(seen)) = (self.began, self.seen) else { return };
        let is_older = |sample: &Sample| sample.at < began && started.is_none_or(|started| sample.at >= started);
        let older: Vec<Sample> = samples.into_iter().filter(is_older).collect();
        let Some(first) = older.iter().map(|sample| sample.at).min() else { return };
        self.seen = Some(first.min(seen));
        self.series.insert(older);
        self.series.bound();
    }

    /// Keeps a look at the task.
    pub fn push(&mut self, task: &WithdrawTask, now: Timestamp) {
        self.series.push(Sample { at: now, progress: task.progress(), success: task.success_rate() });
    }

    /// The samples, oldest first.
    #[must_use]
    pub fn samples(&self) -> &[Sample] {
        self.series.samples()
    }

    /// How much progress was made in each of the `count` equal spans from the first look to `now`, oldest first, in
    /// hundredths of a per cent. Progress between two looks is spread evenly. Empty before a second look: what was
    /// not seen is no trend.
    #[must_use]
    pub fn trend(&self, now: Timestamp, count: usize) -> Vec<u64> {
        let Some(seen) =
            self.seen.filter(|seen| count > 0 && self.samples().last().is_some_and(|last| last.at > *seen))
        else {
            return Vec::new();
        };
        let whole = now.as_second().saturating_sub(seen.as_second()).max(1);
        let count_i = i64::try_from(count).unwrap_or(i64::MAX).max(1);
        let edge = |n: i64| seen.as_second().saturating_add(whole.saturating_mul(n) / count_i);
        let mut before = self.progress_at(edge(0));
        (1..=count_i)
            .map(|n| {
                let after = self.progress_at(edge(n));
                let made = after.saturating_sub(before);
                before = after;
                made
            })
            .collect()
    }

    /// The progress at a second, between the looks on either side of it.
    fn progress_at(&self, second: i64) -> u64 {
        let samples = self.samples();
        let after = samples.partition_point(|sample| sample.at.as_second() <= second);
        let points = |sample: &Sample| u64::from(sample.progress.basis_points());
        let Some(left) = after.checked_sub(1).map(|at| &samples[at]) else { return 0 };
        let Some(right) = samples.get(after) else { return points(left) };
        let span = right.at.as_second().abs_diff(left.at.as_second()).max(1);
        let gone = second.abs_diff(left.at.as_second());
        let (from, to) = (points(left), points(right));
        if to >= from { from + (to - from) * gone / span } else { from - (from - to) * gone / span }
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use rust_decimal::Decimal;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + seconds).unwrap()
    }

    fn task(withdrawn: i64) -> WithdrawTask {
        WithdrawTask {
            id: "t".into(),
            started: Some(at(0)),
            estimate: SignedDuration::from_mins(60),
            orders: 0,
            succeeded: 0,
            amount: Decimal::from(1_000),
            withdrawn: Decimal::from(withdrawn),
        }
    }

    #[test]
    fn a_history_begins_at_the_tasks_own_start() {
        let history = History::begin(&task(400), at(100));
        assert_eq!(history.samples()[0], Sample { at: at(0), progress: Ratio::ZERO, success: Ratio::ZERO });
        assert_eq!(history.samples()[1].progress.percent(), 40);
    }

    #[test]
    fn it_stays_bounded_and_keeps_its_ends() {
        let mut history = History::begin(&task(0), at(1));
        for n in 1..=1_000 {
            history.push(&task(n), at(n));
        }
        assert!(history.samples().len() <= History::MAX);
        assert_eq!(history.samples().first().unwrap().at, at(0));
        assert_eq!(history.samples().last().unwrap().progress, Ratio::WHOLE);
        assert!(history.samples().windows(2).all(|pair| pair[0].at <= pair[1].at));
    }

    #[test]
    fn the_trend_tells_where_progress_was_made() {
        let mut history = History::begin(&task(0), at(1));
        history.push(&task(0), at(50));
        history.push(&task(1_000), at(100));
        assert_eq!(history.trend(at(100), 4), vec![0, 0, 5_000, 5_000]);
        assert_eq!(History::default().trend(at(0), 3), Vec::<u64>::new());
        assert_eq!(History::begin(&task(400), at(100)).trend(at(200), 3), Vec::<u64>::new(), "one look is no trend");
        assert_eq!(history.trend(at(100), 0), Vec::<u64>::new());
    }
}
