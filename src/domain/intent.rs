//! An intent: a change that someone decided on, and what became of it. It gets its id once and keeps it for ever.

use jiff::Timestamp;

use super::call::ChangeKind;
use super::{AccountId, AccountKey, ConnectionId, Fault, IntentId, Money, Rejection};

/// A change someone decided on, without its secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intent {
    /// Its id.
    pub id: IntentId,
    /// Where it goes.
    pub connection: ConnectionId,
    /// What kind of change it is.
    pub kind: ChangeKind,
    /// The account it is about, where there is one already.
    pub account: Option<AccountId>,
    /// The amount that leaves with it.
    pub amount: Option<Money>,
    /// For a switch: what it was to become.
    pub wanted: Option<bool>,
    /// What it does, in a few words.
    pub words: String,
    /// When it was decided on.
    pub planned: Timestamp,
    /// What became of it.
    pub state: IntentState,
}

/// What became of an intent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IntentState {
    /// On its way: the answer is awaited.
    Sent,
    /// Done, says the provider.
    Done {
        /// When.
        at: Timestamp,
    },
    /// Certainly not done.
    Rejected {
        /// When.
        at: Timestamp,
        /// Why.
        rejection: Rejection,
    },
    /// Not known.
    Unconfirmed {
        /// Since when.
        at: Timestamp,
        /// Why.
        fault: Fault,
    },
    /// It was not known, and then became known.
    Settled {
        /// When.
        at: Timestamp,
        /// Whether it had happened; `None` where that no longer matters.
        happened: Option<bool>,
        /// By what it was known.
        evidence: String,
    },
}

impl Intent {
    /// The account it is about, where there is one already.
    #[must_use]
    pub fn key(&self) -> Option<AccountKey> {
        let account = self.account.clone()?;
        Some(AccountKey { connection: self.connection.clone(), account })
    }

    /// Whether the answer is still awaited.
    #[must_use]
    pub fn is_in_flight(&self) -> bool {
        matches!(self.state, IntentState::Sent)
    }

    /// Whether nobody knows what became of it.
    #[must_use]
    pub fn is_unconfirmed(&self) -> bool {
        matches!(self.state, IntentState::Unconfirmed { .. })
    }
}

impl IntentState {
    /// What became of it, in words without full phone or account numbers.
    #[must_use]
    pub fn told(&self) -> String {
        match self {
            Self::Sent => "waiting for the answer".to_owned(),
            Self::Done { .. } => "done".to_owned(),
            Self::Rejected { rejection, .. } => rejection.words(),
            Self::Unconfirmed { fault, .. } => format!("UNCONFIRMED: {fault}"),
            Self::Settled { happened: Some(true), evidence, .. } => format!("settled, it happened: {evidence}"),
            Self::Settled { happened: Some(false), evidence, .. } => {
                format!("settled, it did not happen: {evidence}")
            }
            Self::Settled { happened: None, evidence, .. } => format!("settled: {evidence}"),
        }
    }

    /// The provider's code, where it refused with one.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Rejected { rejection: Rejection::Refused { code, .. }, .. } => Some(code.as_str()),
            _ => None,
        }
    }

    /// The one word for it, on every screen.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Done { .. } => "done",
            Self::Rejected { .. } => "rejected",
            Self::Unconfirmed { .. } => "unconfirmed",
            Self::Settled { .. } => "settled",
        }
    }
}
