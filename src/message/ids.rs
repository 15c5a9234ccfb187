//! Ids made from time and chance that arrived as data.

use crate::domain::IntentId;

use super::Moment;

/// The number of a question: an answer with an older ticket than the one waited for is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(pub u64);

/// Makes the ids of one moment; the same moment makes the same ids.
#[derive(Debug)]
pub struct Ids {
    moment: Moment,
    made: u64,
}

impl Ids {
    /// The ids of `moment`.
    #[must_use]
    pub fn new(moment: Moment) -> Self {
        Self { moment, made: 0 }
    }

    /// The next intent's id.
    pub fn intent(&mut self) -> IntentId {
        let mut random = self.moment.chance;
        let count = u64::from_be_bytes([
            random[2], random[3], random[4], random[5], random[6], random[7], random[8], random[9],
        ]);
        random[2..].copy_from_slice(&count.wrapping_add(self.made).to_be_bytes());
        self.made += 1;
        IntentId::new(self.moment.now, random)
    }

    /// The next question's ticket.
    pub fn ticket(&mut self) -> Ticket {
        // The lower half is where the chance is: the upper one is the same for all that is asked in a millisecond.
        Ticket(self.intent().0.as_u64_pair().1)
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn ids_of_one_moment_differ_and_can_be_replayed() {
        let moment = Moment { now: Timestamp::from_second(1_700_000_000).unwrap(), chance: [7; 10] };
        let (mut ids, mut again) = (Ids::new(moment), Ids::new(moment));
        let made: Vec<_> = (0..100).map(|_| ids.intent()).collect();
        assert!(made.windows(2).all(|pair| pair[0] != pair[1]));
        assert_eq!(made, (0..100).map(|_| again.intent()).collect::<Vec<_>>());
        assert_eq!(made[0].0.get_version_num(), 7);
        assert_ne!(ids.ticket(), ids.ticket());
    }

    #[test]
    fn tickets_of_one_millisecond_differ_by_their_chance() {
        let now = Timestamp::from_second(1_700_000_000).unwrap();
        let ticket = |last| {
            let mut chance = [7; 10];
            chance[9] = last;
            Ids::new(Moment { now, chance }).ticket()
        };
        assert_ne!(ticket(1), ticket(2));
    }
}
