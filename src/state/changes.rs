//! What a message changed in the state: what has to be drawn, sorted and checked again, and what has not.

use crate::domain::{AccountKey, IntentId, Settlement, TaskSample};

/// What changed. The default is nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Accounts that are new or differ from what they were.
    pub accounts: Vec<AccountKey>,
    /// Whether accounts came, went or changed places.
    pub list: bool,
    /// Whether anything else on screen differs: a feed's health, an intent, a list that is no feed of rows.
    pub other: bool,
    /// Unconfirmed changes of which something here is the evidence what became: the journal is to hear of it.
    pub settled: Vec<(IntentId, Settlement)>,
    /// What was seen of tasks that moved, to be kept.
    pub samples: Vec<TaskSample>,
}

impl Changes {
    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.accounts.is_empty() && !self.list && !self.other
    }
}
