//! What was seen of tasks before this run, until a list tells the tasks themselves.

use std::collections::HashMap;

use crate::domain::{AccountKey, Sample, TaskId, TaskSample};

/// What was seen before, by task.
#[derive(Clone, Debug, Default)]
pub struct Remembered(HashMap<(AccountKey, TaskId), Vec<Sample>>);

impl Remembered {
    /// Keeps what was seen, oldest first.
    pub fn learn(&mut self, samples: Vec<TaskSample>) {
        for TaskSample { key, task, sample, .. } in samples {
            self.0.entry((key, task)).or_default().push(sample);
        }
    }

    /// What was seen of a task; it is handed out once.
    pub fn take(&mut self, key: &AccountKey, task: &TaskId) -> Option<Vec<Sample>> {
        if self.0.is_empty() {
            return None;
        }
        self.0.remove(&(key.clone(), task.clone()))
    }

    /// Whether everything was handed out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
