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
}

impl HelpOverlay {
    /// The help of the contexts `beneath`.
    pub fn new(beneath: &[Context], keymap: &Keymap) -> Self {
        Self { sections: keymap.sections(beneath), top: 0 }
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
        if let Some(to) = command.moved(self.top, view::lines(self).len(), 10) {
            self.top = to;
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, _state: &State, keymap: &Keymap) {
        view::draw(self, canvas, screen, keymap);
    }
}
