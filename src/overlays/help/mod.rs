//! The help: the keys of where one is, made from the same keymap that runs them, and what the symbols mean.

mod view;

use crate::keymap::{Keymap, Section};
use crate::message::{Command, Context, Ids, Step};
use crate::state::State;
use crate::ui::{Area, Canvas};

use super::Overlay;

/// The help of one place.
pub struct HelpOverlay {
    sections: Vec<Section>,
    /// The first line shown.
    top: usize,
    /// How many are.
    page: usize,
}

impl HelpOverlay {
    /// The help of the contexts `beneath`.
    pub fn new(beneath: &[Context], keymap: &Keymap) -> Self {
        Self { sections: keymap.sections(beneath), top: 0, page: 1 }
    }
}

impl Overlay for HelpOverlay {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Help, Context::Movement]
    }

    fn run(&mut self, command: Command, _state: &State, _ids: &mut Ids) -> Vec<Step> {
        if command == Command::Back {
            return vec![Step::Close];
        }
        // At the end the window stays full.
        let tops = view::lines(self).len().saturating_sub(self.page) + 1;
        if let Some(to) = command.moved(self.top, tops, self.page) {
            self.top = to;
        }
        Vec::new()
    }

    fn resize(&mut self, screen: Area) {
        self.page = view::page(screen);
        self.top = self.top.min(view::lines(self).len().saturating_sub(self.page));
    }

    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, _state: &State, keymap: &Keymap) {
        view::draw(self, canvas, screen, keymap);
    }
}
