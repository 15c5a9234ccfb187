//! The panes: one folder each, and the one list of them. A pane knows the state and draws with the kit; it never
//! knows another pane.

mod accounts;
mod journal;

use jiff::Timestamp;

use crate::message::{Command, Context, Ids, Mouse, PaneId, Step};
use crate::state::{Changes, State};
use crate::ui::{Area, Canvas};

/// A full screen of one kind of thing.
pub trait Pane {
    /// Which it is.
    fn id(&self) -> PaneId;

    /// Where keys have their meaning now, top first; below these come the ones every pane has.
    fn context(&self) -> Context;

    /// Whether a text field of it takes what is typed.
    fn is_typing(&self) -> bool {
        false
    }

    /// The commands to hint at, the most needed first.
    fn hints(&self, state: &State) -> Vec<Command>;

    /// Carries a command out.
    fn run(&mut self, command: Command, state: &State, ids: &mut Ids) -> Vec<Step>;

    /// Takes a typed or pasted text into its field.
    fn insert(&mut self, _text: &str, _state: &State) {}

    /// Takes a use of the mouse.
    fn mouse(&mut self, _mouse: Mouse, _state: &State) {}

    /// Looks at the state again: something changed.
    fn refresh(&mut self, changes: &Changes, state: &State);

    /// Has this much room from now on.
    fn resize(&mut self, area: Area, state: &State);

    /// When what it shows changes by time alone.
    fn wake_at(&self, state: &State) -> Option<Timestamp>;

    /// Draws itself into the room it was given.
    fn draw(&self, canvas: &mut Canvas<'_>, area: Area, state: &State);
}

/// Every pane, in the order of the tabs.
#[must_use]
pub fn all() -> Vec<Box<dyn Pane>> {
    vec![Box::<accounts::AccountsPane>::default(), Box::<journal::JournalPane>::default()]
}
