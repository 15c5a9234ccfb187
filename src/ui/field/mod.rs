//! A line of text that is typed: what is in it, where the cursor is, and nothing of keys.

mod kind;
mod view;

pub use kind::{Kind, PasteError};

use std::fmt;

use secrecy::zeroize::Zeroize;
use secrecy::{SecretBox, SecretString};
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// The most characters a field takes where nothing else is said.
const MAX: usize = 256;

/// A text field. What is typed into a secret one never leaves it but through [`take_secret`](Self::take_secret) and
/// [`secret`](Self::secret), and is wiped when it is cleared or dropped; `Debug` prints the content of none.
pub struct TextField {
    kind: Kind,
    text: String,
    /// The byte the cursor stands before; always between two graphemes.
    cursor: usize,
    max: usize,
    placeholder: String,
    /// Whether a secret is shown as it is.
    revealed: bool,
}

impl TextField {
    /// An empty field.
    #[must_use]
    pub fn new(kind: Kind) -> Self {
        Self { kind, text: String::new(), cursor: 0, max: MAX, placeholder: String::new(), revealed: false }
            .with_max(MAX)
    }

    /// The same field, taking at most `max` characters.
    #[must_use]
    pub fn with_max(mut self, max: usize) -> Self {
        self.max = max;
        if self.kind.is_secret() {
            // Room for all it can ever hold, so that growing leaves no copy behind in memory.
            let mut roomy = String::with_capacity(max * 4);
            roomy.push_str(&self.text);
            self.text.zeroize();
            self.text = roomy;
        }
        self
    }

    /// The same field, saying `placeholder` while it is empty.
    #[must_use]
    pub fn with_placeholder(mut self, placeholder: &str) -> Self {
        placeholder.clone_into(&mut self.placeholder);
        self
    }

    /// Says `placeholder` from now on while it is empty.
    pub fn set_placeholder(&mut self, placeholder: &str) {
        placeholder.clone_into(&mut self.placeholder);
    }

    /// The same field with `text` in it, as far as it may be pasted, and the cursor at its end.
    #[must_use]
    pub fn with_text(mut self, text: &str) -> Self {
        // What cannot be taken leaves the field empty, which is what its caller sees and can act on.
        let _ = self.paste(text);
        self
    }

    /// What it takes.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// What was typed; empty for a secret field, which gives its content to [`take_secret`](Self::take_secret) alone.
    #[must_use]
    pub fn text(&self) -> &str {
        if self.kind.is_secret() { "" } else { &self.text }
    }

    /// Whether nothing was typed.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// How many graphemes it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.text.graphemes(true).count()
    }

    /// Takes the content out, leaving the field empty. No copy of it stays behind.
    #[must_use]
    pub fn take_secret(&mut self) -> SecretString {
        let taken: Box<str> = self.text.as_str().into();
        self.clear();
        SecretBox::new(taken)
    }

    /// A copy of the content, which stays in the field: for what may have to be sent once more.
    #[must_use]
    pub fn secret(&self) -> SecretString {
        SecretBox::new(self.text.as_str().into())
    }

    /// Whether a secret field shows what was typed.
    #[must_use]
    pub const fn is_revealed(&self) -> bool {
        self.revealed
    }

    /// Shows what was typed into a secret field, or hides it again.
    pub fn reveal(&mut self, revealed: bool) {
        self.revealed = revealed;
    }

    /// Types `c` at the cursor; answers whether the field took it.
    pub fn insert(&mut self, c: char) -> bool {
        let fits = self.text.chars().count() < self.max;
        let Some(c) = self.kind.typed(c).filter(|_| fits) else { return false };
        self.text.insert(self.cursor, c);
        self.move_to(self.cursor + c.len_utf8());
        true
    }

    /// Pastes `text` at the cursor as one line, all of it or nothing: a code or an amount of which a part was left
    /// out is another one. The clipboard's own copy of a secret is the caller's to wipe.
    ///
    /// # Errors
    /// Says why the field takes none of it.
    pub fn paste(&mut self, text: &str) -> Result<(), PasteError> {
        let mut clean = self.kind.pasted(text)?;
        let room = self.max.saturating_sub(self.text.chars().count());
        let fits = clean.chars().count() <= room;
        if fits {
            self.text.insert_str(self.cursor, &clean);
            self.move_to(self.cursor + clean.len());
        }
        let nothing = clean.is_empty();
        clean.zeroize();
        match (nothing, fits) {
            (true, _) => Err(PasteError::Nothing),
            (_, true) => Ok(()),
            (_, false) => Err(PasteError::TooLong(self.max)),
        }
    }

    /// Removes the grapheme before the cursor.
    pub fn backspace(&mut self) {
        self.remove(self.before(), self.cursor);
    }

    /// Removes the grapheme after the cursor.
    pub fn delete(&mut self) {
        self.remove(self.cursor, self.after());
    }

    /// Removes the word before the cursor, and the spaces between them; all before the cursor in a secret field,
    /// whose words must not show.
    pub fn delete_word(&mut self) {
        let before = &self.text[..self.cursor];
        let start = if self.kind.is_secret() {
            0
        } else {
            let word = before.trim_end();
            word.char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(0, |(at, c)| at + c.len_utf8())
        };
        self.remove(start, self.cursor);
    }

    /// Removes everything; a secret is wiped.
    pub fn clear(&mut self) {
        self.revealed = false;
        if self.kind.is_secret() {
            // Wipes the bytes and keeps the room.
            self.text.zeroize();
        }
        self.text.clear();
        self.cursor = 0;
    }

    /// Moves the cursor one grapheme to the left.
    pub fn left(&mut self) {
        self.cursor = self.before();
    }

    /// Moves the cursor one grapheme to the right.
    pub fn right(&mut self) {
        self.cursor = self.after();
    }

    /// Moves the cursor before everything.
    pub fn home(&mut self) {
        self.cursor = 0;
    }

    /// Moves the cursor behind everything.
    pub fn end(&mut self) {
        self.cursor = self.text.len();
    }

    /// The boundary before the cursor.
    fn before(&self) -> usize {
        self.text[..self.cursor].grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    /// The boundary after the cursor.
    fn after(&self) -> usize {
        self.text[self.cursor..].graphemes(true).next().map_or(self.cursor, |next| self.cursor + next.len())
    }

    fn remove(&mut self, from: usize, to: usize) {
        self.text.drain(from..to);
        self.move_to(from);
    }

    /// Puts the cursor at `byte`, or at the next boundary where a change made `byte` the inside of a grapheme.
    fn move_to(&mut self, byte: usize) {
        let mut at = GraphemeCursor::new(byte, self.text.len(), true);
        self.cursor = match at.is_boundary(&self.text, 0) {
            Ok(true) => byte,
            _ => at.next_boundary(&self.text, 0).ok().flatten().unwrap_or(self.text.len()),
        };
    }
}

impl Drop for TextField {
    fn drop(&mut self) {
        self.clear();
    }
}

impl fmt::Debug for TextField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TextField").field("kind", &self.kind).field("empty", &self.is_empty()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
