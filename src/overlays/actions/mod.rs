//! What can be done with a row, with its keys; and why something cannot.

mod view;

use crate::keymap::Keymap;
use crate::message::{Command, Context, Ids, Level, RowActions, Step};
use crate::state::State;
use crate::ui::{Area, Canvas};

use super::Overlay;

/// Something that can be done, or why not.
struct Action {
    command: Command,
    key: String,
    why_not: Option<String>,
}

/// What can be done with one row.
pub struct ActionsOverlay {
    title: String,
    actions: Vec<Action>,
    selected: usize,
}

impl ActionsOverlay {
    /// These, with the keys they have in the contexts `beneath`.
    pub fn new(row: RowActions, beneath: &[Context], keymap: &Keymap) -> Self {
        let action = |(command, why_not): (Command, Option<String>)| Action {
            command,
            key: keymap.chords(beneath, command).first().map(ToString::to_string).unwrap_or_default(),
            why_not,
        };
        Self { title: row.title, actions: row.actions.into_iter().map(action).collect(), selected: 0 }
    }
}

impl Overlay for ActionsOverlay {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Picker, Context::Movement]
    }

    fn run(&mut self, command: Command, _state: &State, _ids: &mut Ids) -> Vec<Step> {
        match command {
            Command::Back => vec![Step::Close],
            Command::Choose => match self.actions.get(self.selected) {
                Some(Action { why_not: Some(why), .. }) => vec![Step::Tell(Level::Info, why.clone())],
                // What changed meanwhile is for the pane to see: it is as if its key had been pressed.
                Some(action) => vec![Step::Close, Step::Run(action.command)],
                None => Vec::new(),
            },
            _ => {
                if let Some(to) = command.moved(self.selected, self.actions.len(), 10) {
                    self.selected = to;
                }
                Vec::new()
            }
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, _state: &State, keymap: &Keymap) {
        view::draw(self, canvas, screen, keymap);
    }
}
