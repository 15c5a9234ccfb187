//! A change has been unconfirmed for a while: whatever could be looked up was, and somebody has to find out.

use super::{Found, is_off, span};
use crate::domain::{About, AlertRule, Intent, Level};
use crate::state::{Standing, State};

const RULE: AlertRule = AlertRule::Unconfirmed;

/// How it stands with every change of which nobody knows what became.
pub fn check(state: &State, found: &mut Found) {
    let Some(allowed) = state.alert_settings.unconfirmed else { return is_off(RULE, state, found) };
    for intent in state.intents.newest_first().filter(|intent| intent.is_unconfirmed()) {
        let Ok(due) = intent.since().checked_add(allowed) else { continue };
        found.look_at(due, state.now);
        if state.now >= due {
            let (named, whose) = (intent.named(), &intent.connection);
            let words = format!("{named} at {whose} has been unconfirmed for more than {}.", span(allowed));
            let about = About::Change(intent.connection.clone(), intent.id);
            found.say(RULE, about, Standing::Raised(Level::Unconfirmed, words));
        }
    }
    for about in state.alerts.of_rule(RULE) {
        let About::Change(_, id) = about else { continue };
        // One that is not known here is told by the journal, or is long over.
        if state.intents.get(*id).is_some_and(|intent: &Intent| !intent.is_unconfirmed()) {
            found.say(RULE, about.clone(), Standing::Well);
        }
    }
}
