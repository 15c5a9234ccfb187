//! What a message changed in the state: what has to be drawn, sorted and checked again, and what has not.

use crate::domain::{AccountKey, IntentId, Report, Settlement, Sighting};

/// What changed. The default is nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that may have changed, whatever the others did")]
pub struct Changes {
    /// Accounts that are new or differ from what they were.
    pub accounts: Vec<AccountKey>,
    /// Whether accounts came, went or changed places.
    pub list: bool,
    /// Whether a wallet came, went, or holds another amount.
    pub wallets: bool,
    /// Whether a feed was asked and is heard of: how long that took differs, which the overview alone shows.
    pub feeds: bool,
    /// Whether anything else on screen differs: a feed's health, an intent, a list that is no feed of rows.
    pub other: bool,
    /// Unconfirmed changes of which something here is the evidence what became: the journal is to hear of it.
    pub settled: Vec<(IntentId, Settlement)>,
    /// What a provider told of the end of something it had taken on: the journal is to hear of it.
    pub reported: Vec<(IntentId, Report)>,
    /// What was seen of tasks and wallets that moved, to be kept.
    pub samples: Vec<Sighting>,
}

impl Changes {
    /// Whether nothing changed but how long answers took.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.accounts.is_empty() && !self.list && !self.wallets && !self.other
    }
}
