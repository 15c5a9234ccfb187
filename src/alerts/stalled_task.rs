//! A task is stalled: nothing of it has moved for longer than its pace allows, or than is set.

use super::{Found, is_off, of_accounts, span};
use crate::domain::{self, AlertRule, Level, Stalled};
use crate::state::{Standing, State};

const RULE: AlertRule = AlertRule::StalledTask;

/// How it stands with the progress of every task of an account that is on.
pub fn check(state: &State, found: &mut Found) {
    let patience = match state.alert_settings.stalled {
        Stalled::Off => return is_off(RULE, state, found),
        Stalled::ByPace => None,
        Stalled::After(span) => Some(span),
    };
    of_accounts(RULE, state, found, |connection, row, found| {
        let Some(task) = row.account.task.as_ref().filter(|_| row.account.enabled) else { return Standing::Well };
        if task.standing(state.now, row.moved) == domain::Standing::Complete {
            return Standing::Well;
        }
        let patience = patience.unwrap_or_else(|| task.patience());
        let Ok(due) = row.moved.checked_add(patience) else { return Standing::Well };
        found.look_at(due, state.now);
        if state.now < due {
            return Standing::Well;
        }
        let (title, whose) = (row.account.title(), &connection.info.id);
        let (progress, patience) = (task.progress(), span(patience));
        let words = format!("{title} at {whose} is stalled at {progress}: nothing has moved for more than {patience}.");
        Standing::Raised(Level::Bad, words)
    });
}
