//! The commands of the `text` context, done to whatever text is being typed.

use crate::message::Command;

use super::field::TextField;
use super::form::Form;

/// Something that text is typed into.
pub trait Editable {
    /// Carries an editing command out; others do nothing.
    fn edit(&mut self, command: Command);

    /// Types a character, or pastes a text: all of it or nothing. Says why none of it is taken.
    fn type_in(&mut self, text: &str) -> Option<String>;
}

macro_rules! edit {
    ($target:expr, $command:expr) => {
        match $command {
            Command::CursorLeft => $target.left(),
            Command::CursorRight => $target.right(),
            Command::CursorHome => $target.home(),
            Command::CursorEnd => $target.end(),
            Command::DeleteBack => $target.backspace(),
            Command::DeleteForward => $target.delete(),
            Command::DeleteWord => $target.delete_word(),
            Command::DeleteLine => $target.clear(),
            _ => {}
        }
    };
}

/// The one character `text` is, if it is one: typed rather than pasted.
fn single(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

impl Editable for TextField {
    fn edit(&mut self, command: Command) {
        edit!(self, command);
    }

    fn type_in(&mut self, text: &str) -> Option<String> {
        if let Some(c) = single(text) {
            self.insert(c);
            return None;
        }
        self.paste(text).err().map(|error| error.to_string())
    }
}

impl<Id: Copy + PartialEq> Editable for Form<Id> {
    fn edit(&mut self, command: Command) {
        edit!(self, command);
    }

    fn type_in(&mut self, text: &str) -> Option<String> {
        match single(text) {
            Some(c) => drop(self.insert(c)),
            // What is wrong with it is shown at the entry.
            None => self.paste(text),
        }
        None
    }
}
