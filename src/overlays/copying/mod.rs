//! What of a row can be copied: what it is known by, the cell that is walked to, all of it, or the
//! question about it as a command.

mod view;

use crate::keymap::Keymap;
use crate::message::{Command, Context, CopyChoice, Ids, Step};
use crate::state::State;
use crate::ui::{Area, Canvas};

use super::Overlay;

/// What of one row can be copied.
pub struct CopyingOverlay {
    choices: Vec<CopyChoice>,
    selected: usize,
}

impl CopyingOverlay {
    /// These.
    pub fn new(choices: Vec<CopyChoice>) -> Self {
        Self { choices, selected: 0 }
    }

    fn copy(&self, at: Option<usize>) -> Vec<Step> {
        let Some(choice) = at.and_then(|at| self.choices.get(at)) else { return Vec::new() };
        let copy = match &choice.question {
            Some(question) => Step::CopyQuestion(question.clone()),
            None => Step::Copy { what: choice.what, text: choice.text.clone() },
        };
        vec![Step::Close, copy]
    }
}

impl Overlay for CopyingOverlay {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Copying, Context::Movement]
    }

    fn run(&mut self, command: Command, _state: &State, _ids: &mut Ids) -> Vec<Step> {
        match command {
            Command::Back => vec![Step::Close],
            Command::Choose => self.copy(Some(self.selected)),
            Command::CopyCell | Command::CopyRow | Command::CopyCurl => {
                self.copy(self.choices.iter().position(|choice| choice.command == Some(command)))
            }
            _ => {
                if let Some(to) = command.moved(self.selected, self.choices.len(), 10) {
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
