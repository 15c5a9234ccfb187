//! A look at a task or a wallet that is kept: what trends, sparklines and baselines are made of.

use jiff::Timestamp;
use rust_decimal::Decimal;

use super::{AccountKey, Ratio, TaskId, WalletKey};

/// One look at a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// When.
    pub at: Timestamp,
    /// How much of the amount was withdrawn.
    pub progress: Ratio,
    /// How many of the orders had succeeded.
    pub success: Ratio,
}

/// One look at a task, with whose it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskSample {
    /// The account.
    pub key: AccountKey,
    /// Its task.
    pub task: TaskId,
    /// What was seen.
    pub sample: Sample,
    /// How many orders the task had had.
    pub orders: u64,
    /// How many of them had succeeded.
    pub succeeded: u64,
}

/// One look at a wallet, with whose it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceSample {
    /// The wallet.
    pub key: WalletKey,
    /// When.
    pub at: Timestamp,
    /// What lay in it.
    pub amount: Decimal,
}

/// A look that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sighting {
    /// At a task.
    Task(TaskSample),
    /// At a wallet.
    Balance(BalanceSample),
}

impl Sighting {
    /// When.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        match self {
            Self::Task(seen) => seen.sample.at,
            Self::Balance(seen) => seen.at,
        }
    }

    /// The look, where it was at a task.
    #[must_use]
    pub fn task(&self) -> Option<&TaskSample> {
        match self {
            Self::Task(seen) => Some(seen),
            Self::Balance(_) => None,
        }
    }

    /// The look, where it was at a wallet.
    #[must_use]
    pub fn balance(&self) -> Option<&BalanceSample> {
        match self {
            Self::Task(_) => None,
            Self::Balance(seen) => Some(seen),
        }
    }
}

impl From<TaskSample> for Sighting {
    fn from(seen: TaskSample) -> Self {
        Self::Task(seen)
    }
}

impl From<BalanceSample> for Sighting {
    fn from(seen: BalanceSample) -> Self {
        Self::Balance(seen)
    }
}
