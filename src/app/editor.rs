//! A field edited in the operator's own editor, which has the terminal meanwhile. Secrets never get there: they would
//! stand in a file.

use crate::message::{Command, Effect, Ids, Level};

use super::App;
use super::update::Update;

impl App {
    /// The text in the field that takes what is typed, where it may be seen.
    fn edited(&self) -> Option<&str> {
        match self.overlays.last() {
            Some(overlay) => overlay.edited(),
            None => self.panes[self.shown].edited(),
        }
    }

    /// Opens the editor.
    pub(super) fn edit_outside(&mut self, update: &mut Update) {
        if let Some(text) = self.edited().map(str::to_owned) {
            update.effects.push(Effect::Edit(text.clone()));
            self.editing = Some(text);
        } else {
            let words = "No editor for this field: plain text alone is edited outside, and never a secret";
            self.toasts.tell(Level::Info, words.into(), self.state.now);
        }
        update.redraw = true;
    }

    /// The editor is done, and the terminal comes back. What it made of the text goes into the field it came from, all of
    /// it or nothing, as if it had been pasted.
    pub(super) fn edited_outside(&mut self, result: Result<String, String>, ids: &mut Ids, update: &mut Update) {
        update.effects.push(Effect::TakeScreen);
        update.redraw = true;
        let Some(before) = self.editing.take() else { return };
        let text = match result {
            Ok(text) => text,
            Err(why) => {
                let words = format!("The field stays as it was: {why}");
                self.toasts.tell(Level::Bad, words, self.state.now);
                return;
            }
        };
        if text == before {
            return;
        }
        if self.edited() != Some(before.as_str()) {
            let words = "The field is no longer there as it was: nothing was put into it".to_owned();
            self.toasts.tell(Level::Warning, words, self.state.now);
            return;
        }
        self.run(Command::DeleteLine, ids, update);
        let nothing = text.trim().is_empty();
        if !nothing {
            self.insert_beneath(&text);
        }
        if !nothing && self.edited().is_none_or(str::is_empty) {
            // It does not fit, and the field says so; what was there is not lost over it.
            self.insert_beneath(&before);
            let words = "The field stays as it was: what was written does not fit into it".to_owned();
            self.toasts.tell(Level::Warning, words, self.state.now);
        }
    }
}
