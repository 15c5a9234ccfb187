//! A connection: one merchant's access to one provider, as the screen and the state know it.

use std::time::Duration;

use super::{ConnectionId, Limits, Read, Text};

/// Whether real money moves at the other end.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, strum::Display, strum::EnumString, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Environment {
    /// A provider's test system, or the embedded sandbox.
    Sandbox,
    /// The real thing.
    Production,
}

/// What is asked again and again, so that the screen stays live.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, strum::Display, strum::EnumIter, strum::EnumString,
)]
#[strum(serialize_all = "lowercase")]
pub enum FeedKind {
    /// The tool accounts with their tasks.
    Accounts,
    /// The tools accounts can be opened at.
    Tools,
    /// What lies in the merchant's wallets.
    Balances,
    /// What became of the payouts whose end the provider has not told.
    Payouts,
    /// The messages on the sandbox's simulated handset.
    Handset,
}

impl FeedKind {
    /// The question the feed always asks; `None` where that depends on what is known.
    #[must_use]
    pub fn read(self) -> Option<Read> {
        match self {
            Self::Accounts => Some(Read::Accounts),
            Self::Tools => Some(Read::Tools),
            Self::Balances => Some(Read::Balances),
            Self::Payouts => None,
            Self::Handset => Some(Read::Handset),
        }
    }
}

/// What can be asked of a provider when somebody wants it, beside what is asked again and again: panes go by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, strum::Display, strum::EnumIter)]
#[strum(serialize_all = "lowercase")]
pub enum Ability {
    /// Postbacks that were sent before can be looked up.
    Postbacks,
    /// Deposits can be made: payment systems, transactions, savings and redirects.
    Deposits,
    /// Withdrawals can be made, and their ends are told.
    Withdrawals,
    /// Payees can be registered, changed and looked up by their numbers, and given bank accounts.
    Payees,
    /// Transfers can be made to payees, and their ends are told.
    Transfers,
}

/// How often a connection's feeds ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Polling {
    /// Between two answers while tasks run.
    pub active: Duration,
    /// Between two answers otherwise.
    pub idle: Duration,
}

impl Default for Polling {
    fn default() -> Self {
        Self { active: Duration::from_secs(5), idle: Duration::from_secs(30) }
    }
}

/// What the screen and the state know of a connection; its secrets stay with the provider's client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectionInfo {
    /// Its name.
    pub id: ConnectionId,
    /// Its provider, as the config spells it.
    pub provider: &'static str,
    /// Whether real money moves.
    pub environment: Environment,
    /// The host it speaks to.
    pub host: Text,
    /// How often its feeds ask.
    pub polling: Polling,
    /// The feeds it has.
    pub feeds: Vec<FeedKind>,
    /// What can be asked of it when somebody wants it.
    pub abilities: &'static [Ability],
    /// Whether anything but reads may leave.
    pub read_only: bool,
    /// How long an OTP is usually valid; the provider's answer has the last word.
    pub otp_validity: Duration,
    /// How long to wait before an OTP is sent again.
    pub otp_cool_down: Duration,
    /// How much may leave it.
    pub limits: Limits,
}

impl ConnectionInfo {
    /// Whether real money moves.
    #[must_use]
    pub fn is_production(&self) -> bool {
        self.environment == Environment::Production
    }

    /// Whether it has the feed.
    #[must_use]
    pub fn has(&self, feed: FeedKind) -> bool {
        self.feeds.contains(&feed)
    }

    /// Whether it can be asked for this.
    #[must_use]
    pub fn can(&self, ability: Ability) -> bool {
        self.abilities.contains(&ability)
    }
}
