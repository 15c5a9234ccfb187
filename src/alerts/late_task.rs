//! A task is late: it is past its estimate by more than may be.

use super::{Found, is_off, of_accounts, span};
use crate::domain::{self, AlertRule, Level};
use crate::state::{Standing, State};

const RULE: AlertRule = AlertRule::LateTask;

/// How it stands with the estimate of every task.
pub fn check(state: &State, found: &mut Found) {
    let Some(allowed) = state.alert_settings.late else { return is_off(RULE, state, found) };
    of_accounts(RULE, state, found, |connection, row, found| {
        let Some(task) = &row.account.task else { return Standing::Well };
        if task.standing(state.now, row.moved) == domain::Standing::Complete {
            return Standing::Well;
        }
        // Of a task that says no start or no estimate it is never known whether it is late.
        let Some(left) = task.left_by_plan(state.now) else { return Standing::Well };
        let left = left.checked_add(allowed).unwrap_or(left);
        if !left.is_negative() {
            if let Ok(due) = state.now.checked_add(left) {
                // The estimate itself is still in time.
                found.look_at(due.checked_add(super::SignedDuration::from_secs(1)).unwrap_or(due), state.now);
            }
            return Standing::Well;
        }
        let (title, whose, estimate) = (row.account.title(), &connection.info.id, span(task.estimate));
        let words =
            format!("{title} at {whose} is late: it should have taken {estimate}, and is at {}.", task.progress());
        Standing::Raised(Level::Warning, words)
    });
}
