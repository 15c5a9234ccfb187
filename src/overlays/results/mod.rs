//! What became of each of several changes that were sent together.

mod view;

use crate::domain::IntentId;
use crate::keymap::Keymap;
use crate::message::{Command, Context, Ids, Step};
use crate::state::State;
use crate::ui::{Area, Canvas};

use super::Overlay;

/// The results of one bulk action, filling in as they come.
pub struct ResultsOverlay {
    intents: Vec<IntentId>,
    top: usize,
}

impl ResultsOverlay {
    /// The results of these intents.
    pub fn new(intents: Vec<IntentId>) -> Self {
        Self { intents, top: 0 }
    }
}

impl Overlay for ResultsOverlay {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Results, Context::Movement]
    }

    fn run(&mut self, command: Command, _state: &State, _ids: &mut Ids) -> Vec<Step> {
        if command == Command::Back {
            return vec![Step::Close];
        }
        if let Some(to) = command.moved(self.top, self.intents.len(), 10) {
            self.top = to;
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
        view::draw(self, canvas, screen, state, keymap);
    }
}
