//! The intents that are known here, in memory: this run's own, and what the journal tells of others.

use std::collections::HashSet;

use indexmap::IndexMap;
use jiff::Timestamp;

use crate::domain::{
    AccountId, AccountKey, ConnectionId, Event, Intent, IntentId, IntentState, Money, Outcome, Settlement,
};

use super::evidence;

/// The intents, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Intents {
    all: IndexMap<IntentId, Intent>,
    /// Those that this run began and still awaits the answers to.
    awaited: HashSet<IntentId>,
    /// Whether the journal has told what there was before this run.
    told: bool,
}

impl Intents {
    /// The most intents that are kept; what is unanswered or unconfirmed is kept beyond that.
    pub const MAX: usize = 2_000;

    /// Whether the journal may have older ones: only the newest are here.
    #[must_use]
    pub fn may_lack_older(&self) -> bool {
        self.all.len() >= Self::MAX
    }

    /// Whether the journal has told what there was before this run.
    #[must_use]
    pub fn are_told(&self) -> bool {
        self.told
    }

    /// The journal was read.
    pub(super) fn are_told_now(&mut self) {
        self.told = true;
    }

    /// Takes up an intent that is being sent.
    pub fn insert(&mut self, intent: Intent) {
        self.make_room();
        self.awaited.insert(intent.id);
        self.all.insert(intent.id, intent);
    }

    /// Writes down what became of an intent. `None` where it is unknown or was answered before: an outcome counts
    /// once.
    pub fn settle(&mut self, id: IntentId, outcome: &Outcome, now: Timestamp) -> Option<&Intent> {
        let intent = self.all.get_mut(&id).filter(|intent| intent.is_in_flight())?;
        self.awaited.remove(&id);
        intent.timeline.push(Event { at: now, state: IntentState::of_outcome(outcome) });
        Some(intent)
    }

    /// Writes down that an intent stands in the journal as sent.
    pub fn sent(&mut self, id: IntentId, at: Timestamp) -> bool {
        let Some(intent) = self.all.get_mut(&id).filter(|intent| *intent.state() == IntentState::Planned) else {
            return false;
        };
        intent.timeline.push(Event { at, state: IntentState::Sent });
        true
    }

    /// Takes up an intent as the journal tells it, where that is further than what is known here, or says something
    /// else: the journal is the record. Says whether it is.
    ///
    /// The answer to what this run sent is not taken up from here: whoever awaits it is told by
    /// [`settle`](Self::settle), with everything the provider brought back.
    pub fn learn(&mut self, told: Intent) -> bool {
        if self.awaited.contains(&told.id) && !told.is_in_flight() {
            return false;
        }
        match self.all.get_mut(&told.id) {
            Some(known) if known.timeline.len() > told.timeline.len() => return false,
            Some(known) if known.timeline.len() == told.timeline.len() && known.state() == told.state() => {
                return false;
            }
            Some(known) => *known = told,
            None => {
                // What other runs began stands where its time puts it.
                let place = self.all.values().rposition(|intent| intent.planned() <= told.planned());
                self.make_room();
                let place = place.map_or(0, |place| place + 1).min(self.all.len());
                self.all.shift_insert(place, told.id, told);
            }
        }
        true
    }

    fn make_room(&mut self) {
        if self.all.len() < Self::MAX {
            return;
        }
        // A payout is followed until its end is told, as long as anything else can go.
        let over = self.all.values().position(|old| !old.is_open() && !old.awaits_end());
        if let Some(oldest) = over.or_else(|| self.all.values().position(|old| !old.is_open())) {
            self.all.shift_remove_index(oldest);
        }
    }

    /// Writes down what became of an unconfirmed intent, and how that is known. Says whether it was unconfirmed.
    pub fn found(&mut self, id: IntentId, settlement: Settlement, now: Timestamp) -> bool {
        let Some(intent) = self.all.get_mut(&id).filter(|intent| intent.is_unconfirmed()) else { return false };
        intent.timeline.push(Event { at: now, state: IntentState::Settled(settlement) });
        true
    }

    /// The unconfirmed intents that `done` has taken the place of.
    #[must_use]
    pub fn overtaken_by(&self, done: &Intent) -> Vec<IntentId> {
        let overtaken = |intent: &&Intent| intent.is_unconfirmed() && evidence::is_overtaken(intent, done);
        self.all.values().filter(overtaken).map(|intent| intent.id).collect()
    }

    /// The intents of a connection that were unconfirmed before `asked`, with their accounts.
    #[must_use]
    pub fn unconfirmed_since(&self, connection: &ConnectionId, asked: Timestamp) -> Vec<(IntentId, AccountId)> {
        let before =
            |intent: &&Intent| intent.is_unconfirmed() && intent.connection == *connection && intent.since() <= asked;
        self.all.values().filter(before).filter_map(|intent| Some((intent.id, intent.account.clone()?))).collect()
    }

    /// The withdrawals switches of a connection of which it is not known yet what became, oldest first: their ids,
    /// accounts, what they want, and whether the answer is still awaited.
    #[must_use]
    pub fn open_switches(&self, connection: &ConnectionId) -> Vec<(IntentId, AccountId, bool, bool)> {
        let open = |intent: &&Intent| intent.connection == *connection && intent.is_open();
        self.all
            .values()
            .filter(open)
            .filter_map(|intent| Some((intent.id, intent.account.clone()?, intent.wanted?, intent.is_in_flight())))
            .collect()
    }

    /// The intent with this id.
    #[must_use]
    pub fn get(&self, id: IntentId) -> Option<&Intent> {
        self.all.get(&id)
    }

    pub(super) fn get_mut(&mut self, id: IntentId) -> Option<&mut Intent> {
        self.all.get_mut(&id)
    }

    /// All of them, newest first.
    pub fn newest_first(&self) -> impl Iterator<Item = &Intent> {
        self.all.values().rev()
    }

    /// Those about one account, newest first.
    pub fn of<'a>(&'a self, key: &AccountKey) -> impl Iterator<Item = &'a Intent> + use<'a> {
        let key = key.clone();
        self.newest_first()
            .filter(move |intent| intent.connection == key.connection && intent.account.as_ref() == Some(&key.account))
    }

    /// How many await their answer.
    #[must_use]
    pub fn in_flight(&self) -> usize {
        self.all.values().filter(|intent| intent.is_in_flight()).count()
    }

    /// Whether this run sent it and awaits its answer.
    #[must_use]
    pub fn is_awaited(&self, id: IntentId) -> bool {
        self.awaited.contains(&id)
    }

    /// Those whose answers another paytop on this machine awaits.
    pub fn elsewhere(&self) -> impl Iterator<Item = &Intent> {
        self.all.values().filter(|intent| intent.is_in_flight() && !self.awaited.contains(&intent.id))
    }

    /// How many are unconfirmed.
    #[must_use]
    pub fn unconfirmed(&self) -> usize {
        self.all.values().filter(|intent| intent.is_unconfirmed()).count()
    }

    /// The intents on the same account with the same amount of which nobody knows yet what became, newest first.
    pub fn open_like<'a>(&'a self, key: &AccountKey, amount: &'a Money) -> impl Iterator<Item = &'a Intent> + use<'a> {
        self.of(key).filter(move |intent| intent.is_open() && intent.amount.as_ref() == Some(amount))
    }
}
