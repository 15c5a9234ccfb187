//! The themes: the selected one is on the screen at once, and stays for this session if it is chosen.

mod view;

use crate::keymap::Keymap;
use crate::message::{Command, Context, Ids, Step};
use crate::state::State;
use crate::ui::{Area, Canvas};

use super::Overlay;

/// The themes to choose from.
pub struct ThemesOverlay {
    names: Vec<String>,
    /// The number of the one that was on the screen before.
    before: usize,
    selected: usize,
}

impl ThemesOverlay {
    /// These themes, where `current` is the one on the screen.
    pub fn new(names: Vec<String>, current: &str) -> Self {
        let before = names.iter().position(|name| name == current).unwrap_or_default();
        Self { names, before, selected: before }
    }

    fn show(&self, at: usize) -> Option<Step> {
        self.names.get(at).cloned().map(Step::Theme)
    }
}

impl Overlay for ThemesOverlay {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Picker, Context::Movement]
    }

    fn run(&mut self, command: Command, _state: &State, _ids: &mut Ids) -> Vec<Step> {
        match command {
            Command::Back => self.show(self.before).into_iter().chain([Step::Close]).collect(),
            Command::Choose => vec![Step::Close],
            _ => match command.moved(self.selected, self.names.len(), 10) {
                Some(to) => {
                    self.selected = to;
                    self.show(to).into_iter().collect()
                }
                None => Vec::new(),
            },
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, _state: &State, keymap: &Keymap) {
        view::draw(self, canvas, screen, keymap);
    }
}
