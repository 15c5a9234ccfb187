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
    /// How many are shown.
    page: usize,
}

impl ResultsOverlay {
    /// The results of these intents.
    pub fn new(intents: Vec<IntentId>) -> Self {
        Self { intents, top: 0, page: 1 }
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
        // At the end the window stays full.
        let tops = self.intents.len().saturating_sub(self.page) + 1;
        if let Some(to) = command.moved(self.top, tops, self.page) {
            self.top = to;
        }
        Vec::new()
    }

    fn resize(&mut self, screen: Area) {
        self.page = view::page(screen);
        self.top = self.top.min(self.intents.len().saturating_sub(self.page));
    }

    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
        view::draw(self, canvas, screen, state, keymap);
    }
}
