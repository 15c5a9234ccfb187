//! A withdraw task: it assigns itself orders, which succeed or fail, until its amount is withdrawn.

use std::collections::VecDeque;
use std::fmt;

use fastrand::Rng;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use super::Second;

/// The id of a task: the account's place and the task's number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskNo {
    /// The account, by number.
    pub account: u32,
    /// Which of its tasks, from 1.
    pub nth: u32,
}

impl fmt::Display for TaskNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "t{}-{}", self.account, self.nth)
    }
}

impl Serialize for TaskNo {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// How a task will go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Temper {
    /// About as estimated.
    Steady,
    /// Longer than estimated.
    Late,
    /// It stops moving for a long while once under way.
    Stalling,
    /// It withdraws a bit more than planned.
    Overshooting,
}

/// A task and what it does next. Amounts are rupees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its id.
    pub no: TaskNo,
    /// When it started.
    pub started: Second,
    /// How long it is said to take, in minutes.
    pub estimate: u32,
    /// The amount to withdraw.
    pub amount: Decimal,
    /// The amount withdrawn.
    pub withdrawn: Decimal,
    /// Orders assigned.
    pub orders: u64,
    /// Orders that succeeded.
    pub succeeded: u64,
    temper: Temper,
    /// How long it will really take if nothing holds it up, in seconds.
    duration: u32,
    /// Seconds from one move to the next.
    beat: u8,
    /// How many orders are under way at once.
    window: u8,
    /// How many of a hundred orders fail.
    failing: u8,
    /// What an order usually is.
    typical: Decimal,
    /// The orders under way.
    flight: VecDeque<Decimal>,
    /// What has to be withdrawn before it stalls.
    stall: Option<Decimal>,
    /// Everything is withdrawn; it shows that for a while.
    done: bool,
}

/// What a task does after a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Moves again after so many seconds.
    After(u32),
    /// Is over.
    Ended,
}

impl Task {
    /// A task that starts at `now`.
    pub fn begin(no: TaskNo, now: Second, rng: &mut Rng) -> Self {
        let temper = match rng.u8(..100) {
            0..70 => Temper::Steady,
            70..85 => Temper::Late,
            85..94 => Temper::Stalling,
            _ => Temper::Overshooting,
        };
        Self::with_temper(no, now, temper, rng)
    }

    /// A task that starts at `now` and will go as told: 20,000 to 10,00,000 rupees in an estimated 20 to 120 minutes.
    pub fn with_temper(no: TaskNo, now: Second, temper: Temper, rng: &mut Rng) -> Self {
        // The smaller of two draws, so that large tasks are rarer.
        let thousands = rng.u32(20..=1_000).min(rng.u32(20..=1_000));
        let a_minute = rng.u32(5..=15);
        let estimate = (thousands / a_minute).clamp(20, 120);
        let share = match temper {
            Temper::Late => rng.u32(130..=180),
            _ => rng.u32(80..=97),
        };
        let duration = estimate * 60 * share / 100;
        let (beat, window, failing) = (rng.u8(3..=6), rng.u8(1..=4), rng.u8(1..=14));
        let amount = Decimal::from(thousands * 1_000);
        let typical =
            amount * Decimal::from(u32::from(beat) * 100) / Decimal::from(duration * (100 - u32::from(failing)));
        let typical = typical.round_dp(2).max(Decimal::ONE);
        let stall = (temper == Temper::Stalling).then(|| hundredths(amount, rng.u32(20..=80)));
        Self {
            no,
            started: now,
            estimate,
            amount,
            withdrawn: Decimal::ZERO,
            orders: 0,
            succeeded: 0,
            temper,
            duration,
            beat,
            window,
            failing,
            typical,
            flight: VecDeque::new(),
            stall,
            done: false,
        }
    }

    /// The same task when it has done `hundredth` hundredths of its amount, without living through every move.
    #[must_use]
    pub fn advanced(mut self, hundredth: u32, rng: &mut Rng) -> Self {
        let elapsed = u64::from(self.duration) * u64::from(hundredth) / 100;
        let moves = (elapsed / u64::from(self.beat)).max(1);
        self.started -= i64::try_from(elapsed).unwrap_or_default();
        self.succeeded = (moves * u64::from(100 - self.failing) / 100).max(1);
        self.orders = self.succeeded + moves * u64::from(self.failing) / 100;
        // A few paise off the round share: sums of real orders are never round.
        let paise = Decimal::new(i64::from(rng.u32(..self.amount_in_hundreds())), 2);
        self.withdrawn = (hundredths(self.amount, hundredth) - paise).max(Decimal::ONE).round_dp(2);
        for _ in 0..self.window {
            self.assign(rng);
        }
        self
    }

    /// The same task when it is late: five to twenty per cent over its estimate, and not done.
    #[must_use]
    pub fn overdue(self, rng: &mut Rng) -> Self {
        let elapsed = self.estimate * 60 * rng.u32(105..=120) / 100;
        let hundredth = (elapsed * 100).div_ceil(self.duration).min(95);
        self.advanced(hundredth, rng)
    }

    /// The same task when it is done, with one to three per cent too much.
    #[must_use]
    pub fn overshot(self, rng: &mut Rng) -> Self {
        let mut task = self.advanced(rng.u32(102..=103), rng);
        task.orders -= task.flight.len() as u64;
        task.flight.clear();
        task.done = true;
        task
    }

    /// A hundredth of the amount in paise, as a bound for odd paise.
    fn amount_in_hundreds(&self) -> u32 {
        (self.typical * Decimal::ONE_HUNDRED).trunc().try_into().unwrap_or(1).max(1)
    }

    /// What no order is on its way for.
    fn unassigned(&self) -> Decimal {
        self.amount - self.withdrawn - self.flight.iter().sum::<Decimal>()
    }

    /// Assigns one more order, where there is anything left to assign.
    fn assign(&mut self, rng: &mut Rng) {
        let left = self.unassigned();
        if left < Decimal::ZERO || left.is_zero() && (self.is_complete() || !self.flight.is_empty()) {
            return;
        }
        let size = hundredths(self.typical, rng.u32(40..=160)).max(Decimal::ONE);
        let last = left < size + self.typical / Decimal::TWO;
        let size = match (last, self.temper) {
            (true, Temper::Overshooting) => left + size,
            (true, _) => left,
            (false, _) => size,
        };
        self.flight.push_back(size);
        self.orders += 1;
    }

    /// Whether all of it is withdrawn, or more where that is its temper: what failed may have made up for exactly what
    /// was too much.
    fn is_complete(&self) -> bool {
        let enough = match self.temper {
            Temper::Overshooting => self.withdrawn > self.amount,
            _ => self.withdrawn >= self.amount,
        };
        enough && self.flight.is_empty()
    }

    /// One move: an order is assigned, and the oldest one succeeds or fails.
    pub fn work(&mut self, rng: &mut Rng) -> Next {
        if self.done {
            return Next::Ended;
        }
        if self.stall.is_some_and(|from| self.withdrawn >= from) {
            self.stall = None;
            return Next::After(rng.u32(10 * 60..=25 * 60));
        }
        self.assign(rng);
        let full = self.flight.len() > usize::from(self.window) || self.unassigned() <= Decimal::ZERO;
        if full
            && let Some(size) = self.flight.pop_front()
            && rng.u8(..100) >= self.failing
        {
            self.succeeded += 1;
            self.withdrawn += size;
        }
        if self.is_complete() {
            self.done = true;
            return Next::After(rng.u32(15..=40));
        }
        // Now and then it pauses.
        if rng.u16(..250) == 0 {
            return Next::After(rng.u32(30..=180));
        }
        let beat = u32::from(self.beat);
        Next::After(rng.u32(beat - 1..=beat + 1))
    }
}

/// So many hundredths of `amount`, to the paisa.
fn hundredths(amount: Decimal, share: u32) -> Decimal {
    (amount * Decimal::from(share) / Decimal::ONE_HUNDRED).round_dp(2)
}

#[cfg(test)]
mod tests {
    use fastrand::Rng;
    use proptest::prelude::*;

    use super::*;

    const NO: TaskNo = TaskNo { account: 1, nth: 1 };

    fn temper() -> impl Strategy<Value = Temper> {
        prop_oneof![Just(Temper::Steady), Just(Temper::Late), Just(Temper::Stalling), Just(Temper::Overshooting)]
    }

    fn two_decimals(amount: Decimal) -> bool {
        amount.normalize().scale() <= 2
    }

    /// Works until the end; gives the seconds that took until everything was withdrawn.
    fn finish(task: &mut Task, rng: &mut Rng) -> u32 {
        let mut seconds = 0;
        for _ in 0..100_000 {
            let before = (task.withdrawn, task.orders, task.succeeded);
            let next = task.work(rng);
            assert!(task.withdrawn >= before.0 && task.orders >= before.1 && task.succeeded >= before.2);
            assert!(task.succeeded <= task.orders);
            assert!(two_decimals(task.withdrawn));
            match next {
                Next::After(_) if task.done => {}
                Next::After(after) => seconds += after,
                Next::Ended => return seconds,
            }
        }
        panic!("never ends: {task:?}");
    }

    proptest! {
        #[test]
        fn every_task_ends_with_its_amount_withdrawn(seed: u64, temper in temper()) {
            let rng = &mut Rng::with_seed(seed);
            let mut task = Task::with_temper(NO, 0, temper, rng);
            prop_assert!((20..=120).contains(&task.estimate));
            prop_assert!(task.amount >= Decimal::from(20_000) && task.amount <= Decimal::from(1_000_000));
            finish(&mut task, rng);
            if temper == Temper::Overshooting {
                prop_assert!(task.withdrawn > task.amount && task.withdrawn < task.amount * Decimal::new(11, 1));
            } else {
                prop_assert_eq!(task.withdrawn, task.amount);
            }
        }

        #[test]
        fn a_task_that_begins_under_way_is_as_sound_as_any(seed: u64, temper in temper(), hundredth in 1u32..=97) {
            let rng = &mut Rng::with_seed(seed);
            let mut task = Task::with_temper(NO, 0, temper, rng).advanced(hundredth, rng);
            prop_assert!(task.started < 0);
            prop_assert!(task.succeeded <= task.orders);
            prop_assert!(task.withdrawn > Decimal::ZERO && task.withdrawn < task.amount);
            prop_assert!(two_decimals(task.withdrawn));
            finish(&mut task, rng);
            prop_assert!(task.withdrawn >= task.amount);
        }

        #[test]
        fn an_overdue_task_is_past_its_estimate_and_not_done(seed: u64) {
            let rng = &mut Rng::with_seed(seed);
            let task = Task::with_temper(NO, 0, Temper::Late, rng).overdue(rng);
            prop_assert!(-task.started > i64::from(task.estimate) * 60);
            prop_assert!(task.withdrawn < task.amount);
        }

        #[test]
        fn an_overshot_task_has_a_bit_too_much(seed: u64) {
            let rng = &mut Rng::with_seed(seed);
            let task = Task::with_temper(NO, 0, Temper::Overshooting, rng).overshot(rng);
            prop_assert!(task.withdrawn > task.amount);
            prop_assert!(task.withdrawn < task.amount * Decimal::new(105, 2));
            prop_assert!(task.succeeded <= task.orders);
        }
    }

    #[test]
    fn failures_that_make_up_for_what_was_too_much_do_not_end_an_overshooting_task() {
        let rng = &mut Rng::with_seed(13_958_118_636_387_314_018);
        let mut task = Task::with_temper(NO, 0, Temper::Overshooting, rng);
        finish(&mut task, rng);
        assert!(task.withdrawn > task.amount);
    }

    #[test]
    fn a_steady_task_takes_about_its_estimate_and_moves_every_few_seconds() {
        let (mut taken, mut estimated, mut moves) = (0, 0, 0);
        for seed in 0..50 {
            let rng = &mut Rng::with_seed(seed);
            let mut task = Task::with_temper(NO, 0, Temper::Steady, rng);
            estimated += task.estimate * 60;
            taken += finish(&mut task, rng);
            moves += task.orders;
        }
        assert!((estimated * 7 / 10..estimated * 13 / 10).contains(&taken), "{taken} of {estimated}");
        assert!(u64::from(taken) / moves < 8, "{moves} orders in {taken} s");
    }
}
