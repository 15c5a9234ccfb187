//! The intents of this run, in memory.

use indexmap::IndexMap;
use jiff::Timestamp;

use crate::domain::{AccountId, AccountKey, ConnectionId, Intent, IntentId, IntentState, Money, Outcome};

use super::evidence;

/// The intents, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Intents {
    all: IndexMap<IntentId, Intent>,
}

impl Intents {
    /// The most intents that are kept; what is unanswered or unconfirmed is kept beyond that.
    pub const MAX: usize = 2_000;

    /// Takes up an intent that is being sent.
    pub fn insert(&mut self, intent: Intent) {
        if self.all.len() >= Self::MAX
            && let Some(oldest) = self.all.values().position(|old| !old.is_in_flight() && !old.is_unconfirmed())
        {
            self.all.shift_remove_index(oldest);
        }
        self.all.insert(intent.id, intent);
    }

    /// Writes down what became of an intent. `None` where it is unknown or was answered before: an outcome counts
    /// once.
    pub fn settle(&mut self, id: IntentId, outcome: &Outcome, now: Timestamp) -> Option<&Intent> {
        let intent = self.all.get_mut(&id).filter(|intent| intent.is_in_flight())?;
        intent.state = match outcome {
            Outcome::Done(_) => IntentState::Done { at: now },
            Outcome::Rejected(rejection) => IntentState::Rejected { at: now, rejection: rejection.clone() },
            Outcome::Unconfirmed(fault) => IntentState::Unconfirmed { at: now, fault: fault.clone() },
        };
        Some(intent)
    }

    /// Writes down what became of an unconfirmed intent, and by what it is known; `None` where it no longer matters.
    pub fn found(&mut self, id: IntentId, happened: Option<bool>, evidence: &str, now: Timestamp) -> bool {
        let Some(intent) = self.all.get_mut(&id).filter(|intent| intent.is_unconfirmed()) else { return false };
        intent.state = IntentState::Settled { at: now, happened, evidence: evidence.to_owned() };
        true
    }

    /// Settles the unconfirmed intents that `done` has taken the place of.
    pub fn overtake(&mut self, done: &Intent, now: Timestamp) {
        let overtaken = |intent: &&Intent| intent.is_unconfirmed() && evidence::is_overtaken(intent, done);
        let ids: Vec<IntentId> = self.all.values().filter(overtaken).map(|intent| intent.id).collect();
        for id in ids {
            self.found(id, None, "a later change took its place", now);
        }
    }

    /// The intents of a connection that were unconfirmed before `asked`, with their accounts.
    #[must_use]
    pub fn unconfirmed_since(&self, connection: &ConnectionId, asked: Timestamp) -> Vec<(IntentId, AccountId)> {
        let before = |intent: &&Intent| match &intent.state {
            IntentState::Unconfirmed { at, .. } => intent.connection == *connection && *at <= asked,
            _ => false,
        };
        self.all.values().filter(before).filter_map(|intent| Some((intent.id, intent.account.clone()?))).collect()
    }

    /// The withdrawals switches of a connection of which it is not known yet what became, oldest first: their ids,
    /// accounts, what they want, and whether the answer is still awaited.
    #[must_use]
    pub fn open_switches(&self, connection: &ConnectionId) -> Vec<(IntentId, AccountId, bool, bool)> {
        let open =
            |intent: &&Intent| intent.connection == *connection && (intent.is_in_flight() || intent.is_unconfirmed());
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

    /// How many are unconfirmed.
    #[must_use]
    pub fn unconfirmed(&self) -> usize {
        self.all.values().filter(|intent| intent.is_unconfirmed()).count()
    }

    /// An intent on the same account with the same amount of which nobody knows yet what became.
    #[must_use]
    pub fn open_like(&self, key: &AccountKey, amount: &Money) -> Option<&Intent> {
        self.of(key)
            .find(|intent| intent.amount.as_ref() == Some(amount) && (intent.is_unconfirmed() || intent.is_in_flight()))
    }
}
