//! What is usual for an account: how many orders of its tasks succeeded in its last seven days.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use crate::domain::{AccountKey, Ratio, TaskId, TaskSample};

/// Over how long is looked back.
const LOOK_BACK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Fewer orders than that say nothing of what is usual.
const ORDERS_AT_LEAST: u64 = 30;

/// The most tasks of an account that are kept.
const TASKS: usize = 128;

/// A task as it was last seen.
#[derive(Clone, Debug)]
struct Past {
    task: TaskId,
    at: Timestamp,
    orders: u64,
    succeeded: u64,
}

/// The tasks of each account as they were last seen.
#[derive(Clone, Debug, Default)]
pub struct Baselines(HashMap<AccountKey, Vec<Past>>);

impl Baselines {
    /// Takes up a look at a task; an older one than that which is known changes nothing.
    pub fn learn(&mut self, seen: &TaskSample) {
        let past = self.0.entry(seen.key.clone()).or_default();
        let look = Past { task: seen.task.clone(), at: seen.sample.at, orders: seen.orders, succeeded: seen.succeeded };
        match past.iter_mut().find(|known| known.task == look.task) {
            Some(known) if known.at > look.at => {}
            Some(known) => *known = look,
            None => {
                if past.len() >= TASKS
                    && let Some(oldest) = past.iter().enumerate().min_by_key(|(_, past)| past.at).map(|(at, _)| at)
                {
                    past.swap_remove(oldest);
                }
                past.push(look);
            }
        }
    }

    /// How many orders of an account's other tasks succeeded in the seven days before `now`; `None` where too few were
    /// seen.
    #[must_use]
    pub fn of(&self, key: &AccountKey, but: &TaskId, now: Timestamp) -> Option<Ratio> {
        let since = now.checked_sub(LOOK_BACK).unwrap_or(Timestamp::MIN);
        let past = self.0.get(key)?.iter().filter(|past| past.at >= since && past.task != *but);
        let (orders, succeeded) = past.fold((0_u64, 0_u64), |(orders, succeeded), past| {
            (orders.saturating_add(past.orders), succeeded.saturating_add(past.succeeded))
        });
        (orders >= ORDERS_AT_LEAST).then(|| Ratio::of_counts(succeeded, orders))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ConnectionId, Sample};

    fn key() -> AccountKey {
        AccountKey { connection: ConnectionId::new("desk"), account: "a1".into() }
    }

    fn at(hours: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hours)
    }

    fn seen(task: &str, hours: i64, orders: u64, succeeded: u64) -> TaskSample {
        let sample = Sample { at: at(hours), progress: Ratio::ZERO, success: Ratio::ZERO };
        TaskSample { key: key(), task: task.into(), sample, orders, succeeded }
    }

    #[test]
    fn it_is_made_of_the_last_look_at_each_other_task_of_seven_days() {
        let mut baselines = Baselines::default();
        let now = at(200);
        let of = |baselines: &Baselines, but: &str| baselines.of(&key(), &but.into(), now).map(Ratio::percent);
        assert_eq!(of(&baselines, "t9"), None);
        baselines.learn(&seen("t1", 100, 10, 9));
        baselines.learn(&seen("t1", 101, 20, 18));
        baselines.learn(&seen("t1", 99, 5, 0));
        assert_eq!(of(&baselines, "t9"), None, "of twenty orders nothing is known");
        baselines.learn(&seen("t2", 150, 20, 16));
        assert_eq!(of(&baselines, "t9"), Some(85));
        assert_eq!(of(&baselines, "t2"), None, "the task itself is no baseline for itself");
        // Older than seven days.
        baselines.learn(&seen("t0", 31, 1_000, 0));
        assert_eq!(of(&baselines, "t9"), Some(85));
        baselines.learn(&seen("t3", 32, 40, 0));
        assert_eq!(of(&baselines, "t9"), Some(42));
    }

    #[test]
    fn it_stays_bounded() {
        let mut baselines = Baselines::default();
        for n in 0..1_000 {
            baselines.learn(&seen(&format!("t{n}"), n, 10, 10));
        }
        assert_eq!(baselines.0[&key()].len(), TASKS);
        assert!(baselines.0[&key()].iter().all(|past| past.at >= at(872)));
    }
}
