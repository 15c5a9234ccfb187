//! A look at a task that is kept: what trends, sparklines and baselines are made of.

use jiff::Timestamp;

use super::{AccountKey, Ratio, TaskId};

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
