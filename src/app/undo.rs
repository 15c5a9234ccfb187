//! A switch of withdrawals that is done can be undone for a few seconds: by a change of its own, through the same gates.

use jiff::{SignedDuration, Timestamp};

use crate::domain::{Intent, Outcome};
use crate::message::{Ids, Level, Step, Undo};

use super::App;

/// How long a switch can be undone.
const OFFERED: SignedDuration = SignedDuration::from_secs(8);

/// A switch that can be undone.
pub(super) struct Offer {
    undo: Undo,
    pub(super) until: Timestamp,
}

impl App {
    /// Offers to undo a switch that is done. One that was refused has nothing to undo, and of one that is unconfirmed
    /// nobody knows what there is.
    pub(super) fn offer_undo(&mut self, intent: &Intent, outcome: &Outcome) {
        let (Outcome::Done(_), Some(enabled), Some(key)) = (outcome, intent.wanted, intent.key()) else { return };
        let now = self.state.now;
        let Ok(until) = now.checked_add(OFFERED) else { return };
        let named = intent.named();
        match &mut self.undo {
            // Several that were sent together are undone together.
            Some(offer) if offer.until > now && offer.undo.enabled == enabled && !offer.undo.keys.contains(&key) => {
                offer.undo.keys.push(key);
                offer.undo.intents.push(intent.id);
                offer.until = until;
            }
            _ => {
                let undo = Undo { keys: vec![key], enabled, intents: vec![intent.id] };
                self.undo = Some(Offer { undo, until });
            }
        }
        self.toasts.offer_undo(&named, until);
    }

    /// What undoing the last switch comes to.
    pub(super) fn undo(&mut self, ids: &mut Ids) -> Vec<Step> {
        let offer = self.undo.take().filter(|offer| offer.until > self.state.now);
        let Some(Offer { undo, .. }) = offer else {
            let words = "There is nothing to undo: a switch can be undone for a few seconds once it is done";
            return vec![Step::Tell(Level::Info, words.into())];
        };
        self.toasts.clear(self.state.now);
        self.panes.iter().find_map(|pane| pane.undo(&undo, &self.state, ids)).unwrap_or_default()
    }
}

/// How many whole seconds are left, as it is said.
pub(super) fn seconds_left(until: Timestamp, now: Timestamp) -> Option<i64> {
    let left = until.duration_since(now);
    left.is_positive().then(|| left.as_secs() + i64::from(left.subsec_nanos() > 0))
}
