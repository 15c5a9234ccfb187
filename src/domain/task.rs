//! A UPI withdraw task: how far it is, how it stands against its plan and when it will be done.

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Ratio, TaskId};

/// The live task of a UPI account (withdraw-tool API, section 2, `UpiWithdrawTask`). Amounts are rupees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithdrawTask {
    /// Task id.
    pub id: TaskId,
    /// When it started; `None` where the provider does not say.
    pub started: Option<Timestamp>,
    /// How long it should take; zero where the provider does not say.
    pub estimate: SignedDuration,
    /// Orders assigned to it.
    pub orders: u64,
    /// Orders that succeeded.
    pub succeeded: u64,
    /// The amount to withdraw.
    pub amount: Decimal,
    /// The amount withdrawn; a server may send more than `amount`.
    pub withdrawn: Decimal,
}

/// How a task stands against its plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Everything has been withdrawn.
    Complete,
    /// Within its estimate, and moving.
    OnTime,
    /// Past its estimate.
    Late,
    /// Nothing has moved for longer than its pace allows.
    Stalled,
}

impl WithdrawTask {
    /// How much of the amount is withdrawn; zero where the amount is zero (section 2, "process bar").
    #[must_use]
    pub fn progress(&self) -> Ratio {
        Ratio::of(self.withdrawn, self.amount)
    }

    /// How many of the assigned orders succeeded; zero where there are none (section 2, "success rate").
    #[must_use]
    pub fn success_rate(&self) -> Ratio {
        Ratio::of_counts(self.succeeded, self.orders)
    }

    /// How long it has run at `now`; never negative, `None` where its start is unknown.
    #[must_use]
    pub fn running(&self, now: Timestamp) -> Option<SignedDuration> {
        self.started.map(|started| now.duration_since(started).max(SignedDuration::ZERO))
    }

    /// What is left of its estimate at `now`; negative once it is late.
    #[must_use]
    pub fn left_by_plan(&self, now: Timestamp) -> Option<SignedDuration> {
        if self.estimate <= SignedDuration::ZERO {
            return None;
        }
        Some(self.estimate - self.running(now)?)
    }

    /// How long the rest takes if it goes on as it went since the start; `None` while nothing is withdrawn.
    #[must_use]
    pub fn left_by_pace(&self, now: Timestamp) -> Option<SignedDuration> {
        // Amounts of the largest and smallest size come from broken servers alone: nothing is known of them.
        let left = self.amount.checked_sub(self.withdrawn)?;
        if left <= Decimal::ZERO {
            return Some(SignedDuration::ZERO);
        }
        if self.withdrawn <= Decimal::ZERO {
            return None;
        }
        let running = Decimal::from(self.running(now)?.as_secs());
        let seconds = running.checked_mul(left)?.checked_div(self.withdrawn)?;
        seconds.to_i64().map(SignedDuration::from_secs)
    }

    /// How long nothing may move before the task counts as stalled: a sixth of its estimate, but at least two
    /// minutes and at most fifteen.
    #[must_use]
    pub fn patience(&self) -> SignedDuration {
        let sixth = SignedDuration::from_secs(self.estimate.as_secs() / 6);
        sixth.clamp(SignedDuration::from_mins(2), SignedDuration::from_mins(15))
    }

    /// How it stands at `now`, when anything of it last moved at `moved`.
    #[must_use]
    pub fn standing(&self, now: Timestamp, moved: Timestamp) -> Standing {
        if self.amount > Decimal::ZERO && self.withdrawn >= self.amount {
            Standing::Complete
        } else if now.duration_since(moved) > self.patience() {
            Standing::Stalled
        } else if self.left_by_plan(now).is_some_and(|left| left < SignedDuration::ZERO) {
            Standing::Late
        } else {
            Standing::OnTime
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + seconds).unwrap()
    }

    fn task() -> WithdrawTask {
        WithdrawTask {
            id: "t1".into(),
            started: Some(at(0)),
            estimate: SignedDuration::from_mins(60),
            orders: 10,
            succeeded: 9,
            amount: Decimal::from(1_000),
            withdrawn: Decimal::from(250),
        }
    }

    #[test]
    fn progress_and_success_rate_follow_the_document() {
        assert_eq!(task().progress().percent(), 25);
        assert_eq!(task().success_rate().percent(), 90);
        let empty = WithdrawTask { orders: 0, succeeded: 0, amount: Decimal::ZERO, ..task() };
        assert_eq!((empty.progress(), empty.success_rate()), (Ratio::ZERO, Ratio::ZERO));
    }

    #[test]
    fn time_left_by_plan_and_by_pace() {
        let now = at(20 * 60);
        assert_eq!(task().left_by_plan(now), Some(SignedDuration::from_mins(40)));
        // A quarter took 20 minutes, so the other three take 60.
        assert_eq!(task().left_by_pace(now), Some(SignedDuration::from_mins(60)));
        assert_eq!(WithdrawTask { withdrawn: Decimal::ZERO, ..task() }.left_by_pace(now), None);
        assert_eq!(WithdrawTask { started: None, ..task() }.left_by_plan(now), None);
        let absurd = WithdrawTask { amount: Decimal::MAX, withdrawn: Decimal::MIN, ..task() };
        assert_eq!(absurd.left_by_pace(now), None);
        let over = WithdrawTask { withdrawn: Decimal::from(2_000), ..task() };
        assert_eq!(over.left_by_pace(now), Some(SignedDuration::ZERO));
    }

    #[test]
    fn standing_tells_late_stalled_and_complete_apart() {
        assert_eq!(task().standing(at(600), at(590)), Standing::OnTime);
        assert_eq!(task().standing(at(3_601), at(3_600)), Standing::Late);
        assert_eq!(task().standing(at(601), at(0)), Standing::Stalled);
        let done = WithdrawTask { withdrawn: Decimal::from(1_000), ..task() };
        assert_eq!(done.standing(at(99_999), at(0)), Standing::Complete);
    }

    #[test]
    fn a_clock_behind_the_provider_shows_no_negative_running_time() {
        assert_eq!(task().running(at(-30)), Some(SignedDuration::ZERO));
    }
}
