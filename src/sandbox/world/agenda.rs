//! What happens later: the world's only engine. Seconds in which nothing is due cost nothing.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::Second;

/// Something that is due at a second. What was scheduled and has been overtaken dies quietly: its turn is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// The task of an account works on, ends, or begins.
    Work {
        /// Whose, by place.
        account: usize,
        /// The account's turn this was scheduled in.
        turn: u32,
    },
    /// An OTP arrives at the handset.
    Otp {
        /// For which account, by place.
        account: usize,
        /// The number of the session it belongs to.
        session: u64,
    },
    /// A merchant's withdrawal comes to its end.
    Payout {
        /// Which, by place.
        place: usize,
    },
    /// A payment that was looked for is found.
    Payment {
        /// Which, by place.
        place: usize,
    },
    /// The merchant's other business goes on.
    Trade,
    /// A payer's transfer takes its next step.
    Transfer {
        /// Which, by place.
        place: usize,
    },
}

/// Everything that is due, earliest first; within a second by account, so that the order is always the same.
#[derive(Default)]
pub struct Agenda(BinaryHeap<Reverse<(Second, Due)>>);

impl Agenda {
    /// Schedules `due` at `second`.
    pub fn put(&mut self, second: Second, due: Due) {
        self.0.push(Reverse((second, due)));
    }

    /// The next that is due until `second`, with its own second.
    pub fn next_until(&mut self, second: Second) -> Option<(Second, Due)> {
        if self.0.peek()?.0.0 > second {
            return None;
        }
        self.0.pop().map(|Reverse(entry)| entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earliest_comes_first_and_nothing_comes_early() {
        let work = |account| Due::Work { account, turn: 0 };
        let mut agenda = Agenda::default();
        for (second, account) in [(5, 1), (2, 9), (5, 0), (7, 3)] {
            agenda.put(second, work(account));
        }
        let due: Vec<_> = std::iter::from_fn(|| agenda.next_until(5)).collect();
        assert_eq!(due, [(2, work(9)), (5, work(0)), (5, work(1))]);
        assert_eq!(agenda.next_until(6), None);
        assert_eq!(agenda.next_until(7), Some((7, work(3))));
    }
}
