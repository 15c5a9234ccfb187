//! Several postbacks came that do not hold: somebody tries it, or a key is wrong. Single ones are nothing, as anybody can
//! send them.

use jiff::{SignedDuration, Timestamp};

use super::{Found, is_off};
use crate::domain::{About, AlertRule, Level};
use crate::state::{Standing, State};

const RULE: AlertRule = AlertRule::UnverifiedPostbacks;

/// Within how long they are counted.
const WITHIN: SignedDuration = SignedDuration::from_hours(1);

/// How it stands with the postbacks of the last hour. It is over once there was none in an hour.
pub fn check(state: &State, found: &mut Found) {
    let Some(many) = state.alert_settings.postbacks else { return is_off(RULE, state, found) };
    let since = state.now.checked_sub(WITHIN).unwrap_or(Timestamp::MIN);
    let recent = || state.postbacks.newest_first().filter(|one| !one.is_verified() && one.at > since);
    let Some(newest) = recent().next() else {
        // Until it is known what was received, nothing is.
        if state.alerts.has(RULE) {
            let is_known = state.postbacks.is_told() && state.postbacks.fault.is_none();
            found.say(RULE, About::Postbacks, if is_known { Standing::Well } else { Standing::Unknown });
        }
        return;
    };
    if let Ok(over) = newest.at.checked_add(WITHIN) {
        found.look_at(over, state.now);
    }
    let count = recent().count();
    let words = format!("{count} postbacks within the last hour do not hold: see the postbacks for what is wrong.");
    let standing =
        if count >= many.max(1) { Standing::Raised(Level::Warning, words) } else { Standing::Between(words) };
    found.say(RULE, About::Postbacks, standing);
}
