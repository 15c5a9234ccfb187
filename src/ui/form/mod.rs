//! A vertical form: its fields, which of them has the focus, and what is wrong with each.

mod choice;
mod view;

pub use choice::{Choice, Choosable};

use secrecy::SecretString;

use super::field::{PasteError, TextField};

/// What a form's entry is filled in with.
#[derive(Debug)]
pub enum Input {
    /// Typed text; a secret one where its kind says so.
    Text(TextField),
    /// One of a few.
    Choice(Choice),
}

/// One entry of a form.
#[derive(Debug)]
pub struct Entry<Id> {
    /// Which entry it is.
    pub id: Id,
    /// What it is called.
    pub label: String,
    /// What helps to fill it in; shown while it has the focus.
    pub help: String,
    /// What is always told of it, where nothing is wrong.
    pub note: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// Whether it must be filled in.
    pub required: bool,
    /// Whether it belongs to what was chosen elsewhere; a hidden entry is neither drawn nor asked for.
    pub hidden: bool,
    /// What it is filled in with.
    pub input: Input,
}

impl<Id> Entry<Id> {
    /// An entry of typed text.
    #[must_use]
    pub fn text(id: Id, label: &str, field: TextField) -> Self {
        Self::new(id, label, Input::Text(field))
    }

    /// An entry of which one is chosen.
    #[must_use]
    pub fn choice(id: Id, label: &str, choice: Choice) -> Self {
        Self::new(id, label, Input::Choice(choice))
    }

    fn new(id: Id, label: &str, input: Input) -> Self {
        let (label, help, note) = (label.to_owned(), String::new(), String::new());
        Self { id, label, help, note, error: None, required: false, hidden: false, input }
    }

    /// The same entry, with words that help.
    #[must_use]
    pub fn with_help(self, help: &str) -> Self {
        Self { help: help.to_owned(), ..self }
    }

    /// The same entry, which must be filled in.
    #[must_use]
    pub fn required(self) -> Self {
        Self { required: true, ..self }
    }
}

/// A form. What is typed goes to the entry with the focus.
#[derive(Debug)]
pub struct Form<Id> {
    entries: Vec<Entry<Id>>,
    focus: usize,
}

impl<Id: Copy + PartialEq> Form<Id> {
    /// A form of these entries, the first that is shown with the focus.
    #[must_use]
    pub fn new(entries: Vec<Entry<Id>>) -> Self {
        let focus = entries.iter().position(|entry| !entry.hidden).unwrap_or(0);
        Self { entries, focus }
    }

    /// Its entries, hidden ones included.
    #[must_use]
    pub fn entries(&self) -> &[Entry<Id>] {
        &self.entries
    }

    /// The entry with the focus.
    #[must_use]
    pub fn focused(&self) -> Option<&Entry<Id>> {
        self.entries.get(self.focus).filter(|entry| !entry.hidden)
    }

    /// Gives the focus to `id`, unless it is hidden.
    pub fn focus(&mut self, id: Id) {
        if let Some(at) = self.entries.iter().position(|entry| entry.id == id && !entry.hidden) {
            self.focus = at;
        }
    }

    /// Moves the focus to the next entry, from the last to the first.
    pub fn next(&mut self) {
        self.step(1);
    }

    /// Moves the focus to the previous entry, from the first to the last.
    pub fn previous(&mut self) {
        self.step(self.entries.len().saturating_sub(1));
    }

    /// Whether the focus is on the last entry that is shown, where Enter means done.
    #[must_use]
    pub fn is_last(&self) -> bool {
        self.entries.iter().rposition(|entry| !entry.hidden) == Some(self.focus)
    }

    /// Whether `id` is shown.
    #[must_use]
    pub fn is_shown(&self, id: Id) -> bool {
        self.shown(id).is_some()
    }

    /// What is typed in the entry with the focus; `None` where that is a secret or no text.
    #[must_use]
    pub fn focused_text(&self) -> Option<&str> {
        match &self.focused()?.input {
            Input::Text(field) if !field.kind().is_secret() => Some(field.text()),
            _ => None,
        }
    }

    /// Calls an entry something else, and says whether it must be filled in.
    pub fn name(&mut self, id: Id, label: &str, required: bool) {
        if let Some(entry) = self.entry_mut(id) {
            label.clone_into(&mut entry.label);
            entry.required = required;
        }
    }

    /// Says what helps to fill `id` in, and what is always told of it.
    pub fn explain(&mut self, id: Id, help: &str, note: &str) {
        if let Some(entry) = self.entry_mut(id) {
            help.clone_into(&mut entry.help);
            note.clone_into(&mut entry.note);
        }
    }

    /// Says in `id`, while nothing is typed there, what is to be.
    pub fn suggest(&mut self, id: Id, words: &str) {
        if let Some(Entry { input: Input::Text(field), .. }) = self.entry_mut(id) {
            field.set_placeholder(words);
        }
    }

    /// Chooses in `id` what has this value, if anything has.
    pub fn choose(&mut self, id: Id, value: &str) {
        if let Some(Entry { input: Input::Choice(choice), .. }) = self.entry_mut(id) {
            choice.choose(value);
        }
    }

    /// Puts a text in the place of what was typed in `id`.
    pub fn set_text(&mut self, id: Id, text: &str) {
        if let Some(Entry { input: Input::Text(field), .. }) = self.entry_mut(id) {
            field.clear();
            // What cannot be pasted leaves it empty.
            let _ = field.paste(text);
        }
    }

    /// Shows what was typed into the secret entry with the focus, until the focus moves; or hides it again.
    pub fn reveal_focused(&mut self) {
        let Some(entry) = self.entries.get_mut(self.focus).filter(|entry| !entry.hidden) else { return };
        if let Input::Text(field) = &mut entry.input
            && field.kind().is_secret()
        {
            field.reveal(!field.is_revealed());
        }
    }

    /// Hides every secret again.
    pub fn conceal(&mut self) {
        for entry in &mut self.entries {
            if let Input::Text(field) = &mut entry.input {
                field.reveal(false);
            }
        }
    }

    /// Shows or hides an entry; a hidden one loses its error and the focus.
    pub fn show(&mut self, id: Id, shown: bool) {
        for entry in self.entries.iter_mut().filter(|entry| entry.id == id) {
            entry.hidden = !shown;
            if !shown {
                entry.error = None;
            }
        }
        if self.focused().is_none() {
            self.next();
        }
    }

    /// What was typed in `id`; empty for secrets, choices and what is hidden.
    #[must_use]
    pub fn text(&self, id: Id) -> &str {
        match self.shown(id).map(|entry| &entry.input) {
            Some(Input::Text(field)) => field.text(),
            _ => "",
        }
    }

    /// Takes what was typed in `id` out of the form; `None` where nothing was, and for choices and what is hidden.
    #[must_use]
    pub fn take_secret(&mut self, id: Id) -> Option<SecretString> {
        match &mut self.entries.iter_mut().find(|entry| entry.id == id && !entry.hidden)?.input {
            Input::Text(field) if !field.is_empty() => Some(field.take_secret()),
            _ => None,
        }
    }

    /// A copy of what was typed in the secret entry `id`, which stays there; `None` where nothing was.
    #[must_use]
    pub fn secret(&self, id: Id) -> Option<SecretString> {
        match self.shown(id).map(|entry| &entry.input) {
            Some(Input::Text(field)) if !field.is_empty() => Some(field.secret()),
            _ => None,
        }
    }

    /// The value chosen in `id`; `None` for text, and for what is hidden.
    #[must_use]
    pub fn chosen(&self, id: Id) -> Option<&str> {
        match &self.shown(id)?.input {
            Input::Choice(choice) => choice.value(),
            Input::Text(_) => None,
        }
    }

    /// Whether `id` has nothing to choose from.
    #[must_use]
    pub fn is_choice_empty(&self, id: Id) -> bool {
        let entry = self.entries.iter().find(|entry| entry.id == id);
        entry.is_some_and(|entry| matches!(&entry.input, Input::Choice(choice) if choice.options().is_empty()))
    }

    /// Puts other options in the place of those of `id`.
    pub fn set_choice(&mut self, id: Id, choice: Choice) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.id == id) {
            entry.input = Input::Choice(choice);
        }
    }

    /// Says what is wrong with `id`.
    pub fn set_error(&mut self, id: Id, error: &str) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.id == id) {
            entry.error = Some(error.to_owned());
        }
    }

    /// Forgets what was wrong.
    pub fn clear_errors(&mut self) {
        for entry in &mut self.entries {
            entry.error = None;
        }
    }

    /// Marks the required entries that are not filled in as wrong.
    pub fn check_required(&mut self) {
        for entry in self.entries.iter_mut().filter(|entry| entry.required && !entry.hidden) {
            let missing = match &entry.input {
                Input::Text(field) => field.is_empty().then_some("needed"),
                Input::Choice(choice) => choice.value().is_none().then_some("choose one that can be used"),
            };
            if let Some(words) = missing {
                entry.error = Some(words.to_owned());
            }
        }
    }

    /// Gives the focus to the first entry that is wrong; answers whether there is one.
    pub fn focus_first_error(&mut self) -> bool {
        self.conceal();
        let wrong = self.entries.iter().position(|entry| entry.error.is_some() && !entry.hidden);
        self.focus = wrong.unwrap_or(self.focus);
        wrong.is_some()
    }

    /// Types `c`; answers whether it was taken. Among choices it goes to the next one that begins with it.
    pub fn insert(&mut self, c: char) -> bool {
        if let Some(entry) = self.entries.get_mut(self.focus).filter(|entry| !entry.hidden)
            && let Input::Choice(choice) = &mut entry.input
        {
            entry.error = None;
            return choice.next_beginning_with(c);
        }
        self.edit(|field| field.insert(c)).unwrap_or(false)
    }

    /// Pastes `text`; what is wrong with it becomes the entry's error.
    pub fn paste(&mut self, text: &str) {
        let pasted = self.edit(|field| field.paste(text)).unwrap_or(Err(PasteError::Nothing));
        if let (Err(error), Some(entry)) = (pasted, self.entries.get_mut(self.focus)) {
            entry.error = Some(error.to_string());
        }
    }

    /// Removes the grapheme before the cursor.
    pub fn backspace(&mut self) {
        self.edit(TextField::backspace);
    }

    /// Removes the grapheme after the cursor.
    pub fn delete(&mut self) {
        self.edit(TextField::delete);
    }

    /// Removes the word before the cursor.
    pub fn delete_word(&mut self) {
        self.edit(TextField::delete_word);
    }

    /// Empties the field.
    pub fn clear(&mut self) {
        self.edit(TextField::clear);
    }

    /// Moves the cursor to the left, or to the previous choice.
    pub fn left(&mut self) {
        self.turn(TextField::left, Choice::previous);
    }

    /// Moves the cursor to the right, or to the next choice.
    pub fn right(&mut self) {
        self.turn(TextField::right, Choice::next);
    }

    /// Moves the cursor before everything, or to the first choice.
    pub fn home(&mut self) {
        self.turn(TextField::home, Choice::first);
    }

    /// Moves the cursor behind everything, or to the last choice.
    pub fn end(&mut self) {
        self.turn(TextField::end, Choice::last);
    }

    fn shown(&self, id: Id) -> Option<&Entry<Id>> {
        self.entries.iter().find(|entry| entry.id == id && !entry.hidden)
    }

    fn entry_mut(&mut self, id: Id) -> Option<&mut Entry<Id>> {
        self.entries.iter_mut().find(|entry| entry.id == id)
    }

    fn step(&mut self, by: usize) {
        self.conceal();
        for _ in 0..self.entries.len() {
            self.focus = (self.focus + by) % self.entries.len();
            if !self.entries[self.focus].hidden {
                return;
            }
        }
    }

    /// Changes the text with the focus; its error, being about what was there before, goes.
    fn edit<T>(&mut self, change: impl FnOnce(&mut TextField) -> T) -> Option<T> {
        let entry = self.entries.get_mut(self.focus).filter(|entry| !entry.hidden)?;
        let Input::Text(field) = &mut entry.input else { return None };
        entry.error = None;
        Some(change(field))
    }

    fn turn(&mut self, text: impl FnOnce(&mut TextField), choice: impl FnOnce(&mut Choice)) {
        let Some(entry) = self.entries.get_mut(self.focus).filter(|entry| !entry.hidden) else { return };
        match &mut entry.input {
            Input::Text(field) => text(field),
            Input::Choice(choices) => {
                choice(choices);
                entry.error = None;
            }
        }
    }
}

#[cfg(test)]
mod tests;
