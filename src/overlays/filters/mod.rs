//! The filters of a pane that have a name: one is applied or deleted, and the one that is on is given a name.

mod view;

use crate::keymap::Keymap;
use crate::message::{Command, Context, Ids, PaneId, SavedFilter, Step};
use crate::state::State;
use crate::ui::field::{Kind, TextField};
use crate::ui::{Area, Canvas, Editable};

use super::Overlay;

/// The filters of one pane.
pub struct FiltersOverlay {
    pane: PaneId,
    /// The filter that is on.
    current: String,
    name: TextField,
    saved: Vec<SavedFilter>,
    selected: usize,
}

impl FiltersOverlay {
    /// These, where `current` is on.
    pub fn new(pane: PaneId, current: String, saved: Vec<SavedFilter>) -> Self {
        let name = TextField::new(Kind::Plain).with_max(40).with_placeholder("a name");
        Self { pane, current, name, saved, selected: 0 }
    }

    /// Whether there is a filter to give a name to.
    fn can_save(&self) -> bool {
        !self.current.trim().is_empty()
    }

    fn choose(&self) -> Vec<Step> {
        let name = self.name.text().trim();
        if !name.is_empty() {
            return vec![Step::SaveFilter { name: name.to_owned(), text: self.current.clone() }, Step::Close];
        }
        match self.saved.get(self.selected) {
            Some(saved) => vec![Step::Close, Step::SetFilter(saved.text.clone())],
            None => Vec::new(),
        }
    }

    fn delete(&mut self) -> Vec<Step> {
        if self.selected >= self.saved.len() {
            return Vec::new();
        }
        let gone = self.saved.remove(self.selected);
        self.selected = self.selected.min(self.saved.len().saturating_sub(1));
        vec![Step::DropFilter(gone.name)]
    }
}

impl Overlay for FiltersOverlay {
    fn contexts(&self) -> &'static [Context] {
        &[Context::SavedFilters, Context::Text]
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn run(&mut self, command: Command, _state: &State, _ids: &mut Ids) -> Vec<Step> {
        match command {
            Command::Back => return vec![Step::Close],
            Command::Choose => return self.choose(),
            Command::DropFilter => return self.delete(),
            Command::Up | Command::Down => {
                self.selected = command.moved(self.selected, self.saved.len(), 1).unwrap_or_default();
            }
            _ if self.can_save() => self.name.edit(command),
            _ => {}
        }
        Vec::new()
    }

    fn insert(&mut self, text: &str) {
        // Without a filter there is nothing to name.
        if self.can_save() {
            let _ = self.name.type_in(text);
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, _state: &State, keymap: &Keymap) {
        view::draw(self, canvas, screen, keymap);
    }
}
