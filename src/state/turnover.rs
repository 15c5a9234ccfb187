//! What the tasks brought: orders, successes and money by spans of five minutes, over the last day. Counted is what
//! was seen to be added between two looks at a task; what a task had when it was first looked at, nobody saw happen.

use std::collections::{HashMap, VecDeque};

use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::domain::{AccountId, Ratio, TaskId, TaskSample, WithdrawTask};

/// The seconds of a span.
const SPAN: i64 = 300;

/// How many spans are kept: a day, and the hour in which summer time ends.
const SPANS: i64 = 25 * 3_600 / SPAN;

/// What was brought in some time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// Orders that were assigned.
    pub orders: u64,
    /// Orders that succeeded.
    pub succeeded: u64,
    /// What was withdrawn, in rupees.
    pub withdrawn: Decimal,
}

impl Brought {
    /// How many of the orders succeeded; `None` where there were none.
    #[must_use]
    pub fn success_rate(&self) -> Option<Ratio> {
        // What was assigned before may succeed in it: a rate is never more than all.
        (self.orders > 0).then(|| Ratio::of_counts(self.succeeded, self.orders).min(Ratio::WHOLE))
    }

    fn add(&mut self, more: &Self) {
        self.orders = self.orders.saturating_add(more.orders);
        self.succeeded = self.succeeded.saturating_add(more.succeeded);
        self.withdrawn = self.withdrawn.saturating_add(more.withdrawn);
    }
}

/// What was last seen of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    task: TaskId,
    had: Brought,
}

/// What the tasks of a connection brought.
#[derive(Clone, Debug, Default)]
pub struct Turnover {
    /// The spans in which there was anything, oldest first, by their numbers.
    spans: VecDeque<(i64, Brought)>,
    seen: HashMap<AccountId, Seen>,
    /// The orders and successes that tasks had when an earlier run last looked at them.
    earlier: HashMap<(AccountId, TaskId), (u64, u64)>,
    /// When the tasks were first looked at by this run.
    since: Option<Timestamp>,
}

impl Turnover {
    /// Takes up a look at an account's task at `now`.
    pub(super) fn look(&mut self, account: &AccountId, task: Option<&WithdrawTask>, now: Timestamp) {
        let Some(task) = task else {
            self.seen.remove(account);
            return;
        };
        let has = Brought { orders: task.orders, succeeded: task.succeeded, withdrawn: task.withdrawn };
        let before = self.seen.insert(account.clone(), Seen { task: task.id.clone(), had: has });
        let had = match before {
            Some(seen) if seen.task == task.id => seen.had,
            // It began since the last look: all it has was brought since.
            _ if self.since.is_some_and(|since| task.started.is_some_and(|started| started >= since)) => {
                Brought::default()
            }
            _ => return,
        };
        let more = Brought {
            orders: has.orders.saturating_sub(had.orders),
            succeeded: has.succeeded.saturating_sub(had.succeeded),
            withdrawn: has.withdrawn.saturating_sub(had.withdrawn).max(Decimal::ZERO),
        };
        self.add(now, &more);
    }

    /// A list was looked at as a whole, and these accounts are in it.
    pub(super) fn looked(&mut self, now: Timestamp, accounts: usize, is_there: impl Fn(&AccountId) -> bool) {
        self.since.get_or_insert(now);
        // An account that comes back has what it had; many that never do are not kept for ever.
        if self.seen.len() > accounts.saturating_mul(2).saturating_add(100) {
            self.seen.retain(|account, _| is_there(account));
        }
    }

    /// Takes up a look at a task by an earlier run; they come oldest first. Money was not counted then.
    pub(super) fn restore(&mut self, look: &TaskSample) {
        let at = look.sample.at;
        if self.since.is_some_and(|since| at >= since) {
            return;
        }
        let has = (look.orders, look.succeeded);
        if let Some(had) = self.earlier.insert((look.key.account.clone(), look.task.clone()), has) {
            let (orders, succeeded) = (has.0.saturating_sub(had.0), has.1.saturating_sub(had.1));
            self.add(at, &Brought { orders, succeeded, withdrawn: Decimal::ZERO });
        }
    }

    fn add(&mut self, at: Timestamp, more: &Brought) {
        if *more == Brought::default() {
            return;
        }
        let number = at.as_second().div_euclid(SPAN);
        let newest = self.spans.back().map_or(number, |(newest, _)| number.max(*newest));
        if number <= newest - SPANS {
            return;
        }
        let place = self.spans.partition_point(|(known, _)| *known < number);
        match self.spans.get_mut(place) {
            Some((known, sum)) if *known == number => sum.add(more),
            _ => self.spans.insert(place, (number, *more)),
        }
        while self.spans.front().is_some_and(|(oldest, _)| *oldest <= newest - SPANS) {
            self.spans.pop_front();
        }
    }

    /// When the tasks were first looked at by this run: money is counted from then on.
    #[must_use]
    pub fn since(&self) -> Option<Timestamp> {
        self.since
    }

    /// What was brought from `from` on, to the span it lies in.
    #[must_use]
    pub fn from(&self, from: Timestamp) -> Brought {
        let first = from.as_second().div_euclid(SPAN);
        let mut sum = Brought::default();
        self.spans.iter().filter(|(number, _)| *number >= first).for_each(|(_, more)| sum.add(more));
        sum
    }

    /// What was brought in each span from `from` on in which there was anything: the end of the span, and what.
    pub fn spans(&self, from: Timestamp) -> impl Iterator<Item = (Timestamp, &Brought)> {
        let first = from.as_second().div_euclid(SPAN);
        let end = |number: i64| Timestamp::from_second(number.saturating_add(1).saturating_mul(SPAN));
        self.spans
            .iter()
            .filter(move |(number, _)| *number >= first)
            .filter_map(move |(number, sum)| Some((end(*number).ok()?, sum)))
    }
}

/// The same over several connections: their spans as one line, and the earliest look.
#[must_use]
pub fn merged<'a>(all: impl Iterator<Item = &'a Turnover>) -> Turnover {
    let mut sum = Turnover::default();
    for one in all {
        for (number, more) in &one.spans {
            if let Ok(at) = Timestamp::from_second(number.saturating_mul(SPAN)) {
                sum.add(at, more);
            }
        }
        sum.since = match (sum.since, one.since) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::testing::{at, key, task};

    fn step(number: i64) -> WithdrawTask {
        let count = u64::try_from(number).unwrap();
        WithdrawTask { orders: 2 * count, succeeded: count, ..task("t", 100 * number, 10_000) }
    }

    fn look(turnover: &mut Turnover, task: Option<&WithdrawTask>, second: i64) {
        turnover.look(&"a1".into(), task, at(second));
        turnover.looked(at(second), 1, |_| true);
    }

    #[test]
    fn what_is_added_between_two_looks_counts_and_nothing_else() {
        let mut turnover = Turnover::default();
        look(&mut turnover, Some(&step(5)), 0);
        assert_eq!(turnover.from(at(0)), Brought::default(), "nobody saw that happen");
        look(&mut turnover, Some(&step(7)), 30);
        look(&mut turnover, Some(&step(7)), 60);
        let sum = turnover.from(at(0));
        assert_eq!((sum.orders, sum.succeeded, sum.withdrawn), (4, 2, 200.into()));
        assert_eq!(sum.success_rate(), Some(Ratio::of_counts(1, 2)));
        // One that began since is counted whole.
        let next = WithdrawTask { id: "t2".into(), started: Some(at(70)), ..step(3) };
        look(&mut turnover, Some(&next), 90);
        assert_eq!(turnover.from(at(0)).orders, 10);
        look(&mut turnover, None, 120);
        assert_eq!(turnover.from(at(0)).orders, 10);
    }

    #[test]
    fn a_task_that_is_seen_late_but_began_before_is_not_counted_whole() {
        let mut turnover = Turnover::default();
        look(&mut turnover, None, 0);
        look(&mut turnover, Some(&step(9)), 30);
        assert_eq!(turnover.from(at(0)), Brought::default());
    }

    #[test]
    fn an_hour_is_less_than_a_day_and_a_day_is_the_most() {
        let mut turnover = Turnover::default();
        for n in 0..=40 {
            look(&mut turnover, Some(&step(n)), n * 3_600);
        }
        let hours = |hours: i64| turnover.from(at((40 - hours) * 3_600)).succeeded;
        assert_eq!((hours(1), hours(10)), (2, 11), "the span that the hour begins in counts too");
        assert!(hours(40) <= 26, "{}", hours(40));
        assert_eq!(turnover.spans(at(38 * 3_600)).count(), 3);
    }

    #[test]
    fn what_earlier_runs_saw_is_counted_where_they_saw_it() {
        let mut turnover = Turnover::default();
        look(&mut turnover, Some(&step(9)), 0);
        let earlier = |second: i64, orders: u64| TaskSample {
            key: key("a1"),
            task: "t".into(),
            sample: crate::domain::Sample { at: at(second), progress: Ratio::ZERO, success: Ratio::ZERO },
            orders,
            succeeded: orders / 2,
        };
        let looks = [earlier(-7_200, 4), earlier(-3_600, 8), earlier(-1_800, 10), earlier(5, 99)];
        for look in &looks {
            turnover.restore(look);
        }
        assert_eq!(turnover.from(at(-86_400)).orders, 6);
        assert_eq!(turnover.from(at(-1_900)).orders, 2);
        assert_eq!(merged([&turnover, &turnover].into_iter()).from(at(-86_400)).orders, 12);
    }
}
