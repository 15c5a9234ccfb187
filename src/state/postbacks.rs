//! The postbacks that were received, newest first. What they say is shown and settles nothing.

use std::collections::VecDeque;

use crate::domain::{JournalFault, ReceivedPostback, Receiver, UnverifiedCount};
use crate::message::PostbackNews;

/// The postbacks that were received, here or by another process.
#[derive(Clone, Debug, Default)]
pub struct Postbacks {
    received: VecDeque<ReceivedPostback>,
    /// How many came that do not hold.
    pub unverified: UnverifiedCount,
    /// What this process does to receive them.
    pub receiver: Receiver,
    /// Why it is not known what was received; `None` while it is.
    pub fault: Option<JournalFault>,
    told: bool,
    /// The highest number that was taken up.
    highest: u64,
}

impl Postbacks {
    /// The most verified ones that are kept here.
    pub const VERIFIED: usize = 500;

    /// The most unverified ones: however many come, they push no verified one out.
    pub const UNVERIFIED: usize = 100;

    /// Those that were received, newest first.
    #[must_use]
    pub fn newest_first(&self) -> impl ExactSizeIterator<Item = &ReceivedPostback> {
        self.received.iter()
    }

    /// One by its number.
    #[must_use]
    pub fn get(&self, number: u64) -> Option<&ReceivedPostback> {
        self.received.iter().find(|received| received.number == number)
    }

    /// Whether it was ever told what was received.
    #[must_use]
    pub fn is_told(&self) -> bool {
        self.told
    }

    /// Takes up what was received since. Says whether anything differs.
    pub(super) fn learn(&mut self, news: PostbackNews) -> bool {
        let mut differs = !std::mem::replace(&mut self.told, true);
        differs |= std::mem::replace(&mut self.unverified, news.unverified) != news.unverified;
        differs |= self.fault != news.fault;
        self.fault = news.fault;
        for received in news.received {
            if received.number > self.highest {
                self.highest = received.number;
                let at = self.received.partition_point(|other| other.came() > received.came());
                self.received.insert(at, received);
                differs = true;
            }
        }
        self.make_room(true, Self::VERIFIED);
        self.make_room(false, Self::UNVERIFIED);
        differs
    }

    /// Drops the oldest that are verified, or are not, beyond the most.
    fn make_room(&mut self, verified: bool, most: usize) {
        let mut kept = 0;
        self.received.retain(|received| {
            let is_meant = received.is_verified() == verified;
            kept += usize::from(is_meant);
            !is_meant || kept <= most
        });
    }
}
