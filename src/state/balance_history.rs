//! How a wallet's balance went so far: for the trend, the chart, and how much goes out.

use jiff::Timestamp;
use rust_decimal::Decimal;

use super::series::{Series, Timed};

/// A look at a wallet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Point {
    at: Timestamp,
    amount: Decimal,
    /// All that went out from the first look to this one: every fall, whatever came in between. It outlives the looks
    /// that are thinned out.
    out: Decimal,
}

impl Timed for Point {
    fn at(&self) -> Timestamp {
        self.at
    }
}

/// The looks at one wallet at which something had moved, and the first one of this run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceHistory {
    points: Series<Point>,
    /// When this run first looked at it.
    began: Timestamp,
}

/// What a fall from one balance to the next is; nothing where it rose.
fn fall(from: Decimal, to: Decimal) -> Decimal {
    from.saturating_sub(to).max(Decimal::ZERO)
}

impl BalanceHistory {
    /// The history of a wallet first seen at `now`.
    #[must_use]
    pub fn begin(amount: Decimal, now: Timestamp) -> Self {
        let mut points = Series::default();
        points.push(Point { at: now, amount, out: Decimal::ZERO });
        Self { points, began: now }
    }

    /// Keeps a look at which the balance had moved.
    pub fn push(&mut self, amount: Decimal, now: Timestamp) {
        // What lies in the future was seen before the clock was set back.
        self.points.drop_after(now);
        let Some(last) = self.points.samples().last() else {
            *self = Self::begin(amount, now);
            return;
        };
        let out = last.out.saturating_add(fall(last.amount, amount));
        self.points.push(Point { at: now, amount, out });
    }

    /// Puts what was seen before this run in front of what was seen since, whatever part of it comes first.
    pub fn restore(&mut self, seen: impl IntoIterator<Item = (Timestamp, Decimal)>) {
        let began = self.began;
        let older = seen.into_iter().filter(|(at, _)| *at < began);
        let older: Vec<Point> = older.map(|(at, amount)| Point { at, amount, out: Decimal::ZERO }).collect();
        if older.is_empty() {
            return;
        }
        self.points.insert(older);
        // What this run saw is counted as it was seen; what is older, by what is left of it.
        let mut before: Option<Point> = None;
        let mut more = Decimal::ZERO;
        for point in self.points.samples_mut() {
            let out = before.map_or(Decimal::ZERO, |last| last.out.saturating_add(fall(last.amount, point.amount)));
            if point.at < began {
                point.out = out;
                before = Some(*point);
            } else {
                if before.take().is_some() {
                    more = out.saturating_sub(point.out);
                }
                point.out = point.out.saturating_add(more);
            }
        }
        self.points.bound();
    }

    /// When it was first looked at.
    #[must_use]
    pub fn since(&self) -> Timestamp {
        self.points.samples().first().map_or(self.began, |first| first.at)
    }

    /// What lay in it at each look, oldest first.
    #[must_use]
    pub fn points(&self) -> impl ExactSizeIterator<Item = (Timestamp, Decimal)> {
        self.points.samples().iter().map(|point| (point.at, point.amount))
    }

    /// What lay in it at a time: what was last seen by then. Before the first look, what that saw.
    #[must_use]
    pub fn at(&self, time: Timestamp) -> Decimal {
        let (before, after) = self.points.around(time);
        before.or(after).map_or(Decimal::ZERO, |point| point.amount)
    }

    /// How much went out from one time to another. What went out between two looks did so evenly: nobody may have
    /// looked for a night.
    #[must_use]
    pub fn out(&self, from: Timestamp, to: Timestamp) -> Decimal {
        self.out_by(to).saturating_sub(self.out_by(from)).max(Decimal::ZERO)
    }

    fn out_by(&self, time: Timestamp) -> Decimal {
        match self.points.around(time) {
            (None, _) => Decimal::ZERO,
            (Some(last), None) => last.out,
            (Some(before), Some(after)) => {
                let seconds = |span: jiff::SignedDuration| Decimal::from(span.as_secs().max(0));
                let (gone, span) =
                    (seconds(time.duration_since(before.at)), seconds(after.at.duration_since(before.at)));
                let all = after.out.saturating_sub(before.out);
                let part = all.checked_mul(gone).and_then(|part| part.checked_div(span));
                before.out.saturating_add(part.unwrap_or(Decimal::ZERO))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + seconds).unwrap()
    }

    fn history(looks: &[(i64, i64)]) -> BalanceHistory {
        let mut all = looks.iter();
        let (first, amount) = all.next().unwrap();
        let mut history = BalanceHistory::begin(Decimal::from(*amount), at(*first));
        for (second, amount) in all {
            history.push(Decimal::from(*amount), at(*second));
        }
        history
    }

    #[test]
    fn what_came_in_is_no_negative_outflow() {
        // 30 out, 500 in, 70 out.
        let history = history(&[(0, 1_000), (10, 970), (20, 1_470), (30, 1_400)]);
        assert_eq!(history.out(at(0), at(30)), Decimal::from(100));
        assert_eq!(history.out(at(0), at(100)), Decimal::from(100));
        assert_eq!(history.out(at(10), at(20)), Decimal::ZERO);
        assert_eq!(history.out(at(20), at(30)), Decimal::from(70));
        assert_eq!(history.out(at(30), at(0)), Decimal::ZERO);
    }

    #[test]
    fn what_went_out_while_nobody_looked_did_so_evenly() {
        let history = history(&[(0, 1_000), (1_000, 500)]);
        assert_eq!(history.out(at(900), at(1_000)), Decimal::from(50));
        assert_eq!(history.at(at(999)), Decimal::from(1_000), "a balance is what was last seen");
    }

    #[test]
    fn what_was_seen_before_counts_whichever_part_of_it_comes_first() {
        let parts = [
            vec![(at(-300), Decimal::from(900)), (at(-200), Decimal::from(700))],
            vec![
                (at(-100), Decimal::from(800)),
                // Not before this run: known already, or of a clock that was ahead.
                (at(5), Decimal::ZERO),
            ],
        ];
        let restored = |order: [usize; 2]| {
            let mut history = history(&[(0, 760), (10, 750)]);
            for part in order {
                history.restore(parts[part].clone());
            }
            history
        };
        let whole = restored([0, 1]);
        assert_eq!(whole, restored([1, 0]));
        assert_eq!(whole.since(), at(-300));
        // 200, then 100 in, 40 and 10.
        assert_eq!(whole.out(at(-300), at(10)), Decimal::from(250));
        assert_eq!(whole.points().len(), 5);
    }

    #[test]
    fn a_clock_that_was_set_back_leaves_nothing_in_the_future() {
        let mut history = history(&[(0, 100), (100, 90)]);
        history.push(Decimal::from(80), at(50));
        assert_eq!(history.points().collect::<Vec<_>>(), [(at(0), 100.into()), (at(50), 80.into())]);
        history.push(Decimal::from(70), at(-50));
        assert_eq!((history.since(), history.points().len()), (at(-50), 1));
    }

    proptest! {
        #[test]
        fn thinning_loses_none_of_what_went_out(steps in prop::collection::vec(-500_i64..500, 1..600)) {
            let mut history = BalanceHistory::begin(Decimal::ZERO, at(0));
            let (mut amount, mut out) = (0, 0);
            for (second, step) in (1..).zip(&steps) {
                amount += step;
                out += (-step).max(0);
                history.push(Decimal::from(amount), at(second));
            }
            prop_assert!(history.points().len() <= Series::<Point>::MAX);
            prop_assert_eq!(history.out(at(0), at(1_000)), Decimal::from(out));
            prop_assert_eq!(history.at(at(1_000)), Decimal::from(amount));
        }
    }
}
