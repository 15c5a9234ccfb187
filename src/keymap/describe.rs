//! The keymap in words: what the help shows and the README's table says.

use std::fmt::Write as _;

use strum::IntoEnumIterator;

use crate::message::{Command, Context, Key, Sequence};

use super::Keymap;

/// A place and its keys, in the order commands are declared in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The place.
    pub context: Context,
    /// Each command with its keys, the one to show first, first.
    pub keys: Vec<(Command, Vec<Sequence>)>,
}

impl Keymap {
    /// What each place in this stack has, top first, as it is reached from here; the pane numbers are one line.
    #[must_use]
    pub fn sections(&self, stack: &[Context]) -> Vec<Section> {
        let section = |context: &Context| {
            let keys = Command::iter().filter(|command| command.contexts().contains(context));
            let keys = keys.map(|command| (command, self.chords(&[*context], command)));
            let keys: Vec<_> = keys.filter(|(_, chords)| !chords.is_empty()).collect();
            (!keys.is_empty()).then_some(Section { context: *context, keys })
        };
        stack.iter().filter_map(section).collect()
    }
}

impl Keymap {
    /// The key and word of each of these commands, for a hint bar; those without a key here are left out.
    #[must_use]
    pub fn hints(&self, stack: &[Context], commands: &[Command]) -> Vec<(String, &'static str)> {
        let hint = |command: &Command| Some((self.chords(stack, *command).first()?.to_string(), command.hint()));
        commands.iter().filter_map(hint).collect()
    }
}

/// Which of several keys of one command is shown first: enter, esc and tab, then letters, then the other named keys,
/// then chords, then two keys in a row.
pub(super) fn preference(keys: Sequence) -> (u8, Sequence) {
    let rank = match keys.first.key {
        _ if keys.then.is_some() => 4,
        _ if keys.first.ctrl || keys.first.alt => 3,
        Key::Enter | Key::Esc | Key::Tab | Key::BackTab => 0,
        Key::Char(_) => 1,
        _ => 2,
    };
    (rank, keys)
}

/// The README's key table.
#[must_use]
pub fn markdown(keymap: &Keymap) -> String {
    let mut table = String::from("| where | key | what it does |\n|---|---|---|\n");
    for section in keymap.sections(&Context::iter().collect::<Vec<_>>()) {
        for (command, chords) in section.keys {
            if command.pane().is_some_and(|pane| pane > 0) {
                continue;
            }
            let keys: Vec<String> = if command.pane() == Some(0) {
                vec!["`0` to `9`".into()]
            } else {
                chords.iter().map(|chord| format!("`{chord}`")).collect()
            };
            let words = if command.pane() == Some(0) { "Go to that pane" } else { command.words() };
            let _ = writeln!(table, "| {} | {} | {words} |", section.context.title(), keys.join(" "));
        }
    }
    table
}
