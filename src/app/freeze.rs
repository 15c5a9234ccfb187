//! The display held still while polling goes on: the panes show what was known when it was frozen, and what comes in is
//! merged underneath. What is done to a row is checked against what is.

use jiff::Timestamp;

use crate::message::{Command, Group, Ids, Level, Step};
use crate::state::State;

use super::App;

/// What was known when the display was frozen.
pub(super) struct Frozen {
    /// What is shown. Its clock goes on, so that what was revealed is hidden again and what is old looks old.
    pub state: State,
    /// Since when.
    pub since: Timestamp,
}

/// What the panes show.
pub(super) fn seen<'a>(frozen: Option<&'a Frozen>, state: &'a State) -> &'a State {
    frozen.map_or(state, |frozen| &frozen.state)
}

impl App {
    /// Freezes the display, or lets it go on.
    pub(super) fn freeze(&mut self) {
        if self.frozen.take().is_some() {
            self.show(self.shown);
            self.toasts.tell(Level::Info, "The screen goes on".into(), self.state.now);
            return;
        }
        self.frozen = Some(Box::new(Frozen { state: self.state.clone(), since: self.state.now }));
        let words = "The screen is FROZEN: polling goes on, and what you do is checked against what is";
        self.toasts.tell(Level::Info, words.into(), self.state.now);
    }

    /// Has the pane in view carry a command out. On a frozen screen what is done to a row goes by what is, and is
    /// refused where that is not what is shown.
    pub(super) fn run_in_pane(&mut self, command: Command, ids: &mut Ids) -> Vec<Step> {
        let pane = &mut self.panes[self.shown];
        let Some(frozen) = &self.frozen else { return pane.run(command, &self.state, ids) };
        if command.group() != Group::Act || pane.is_typing() {
            return pane.run(command, &frozen.state, ids);
        }
        match pane.moved(command, &frozen.state, &self.state) {
            Some(what) => {
                let words = format!(
                    "{what} has changed since the screen was frozen: nothing was done. Let it go on, and look again."
                );
                vec![Step::Tell(Level::Warning, words)]
            }
            None => pane.run(command, &self.state, ids),
        }
    }
}
