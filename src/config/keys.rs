//! `[keys.<context>]`: the operator's own keys, kept as they were written with their lines; the keymap, which knows
//! the contexts, chords and commands, has the last word.

use super::reader::{Gather, Section};

/// One key that the operator set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyOverride {
    /// Where it counts, such as `global` or `accounts`.
    pub context: String,
    /// The chord, such as `ctrl-r`.
    pub chord: String,
    /// The command, such as `refresh`.
    pub command: String,
    /// The path of its key, for problems.
    pub key: String,
    /// The line it stands in, from 1.
    pub line: usize,
}

/// Reads `[keys]`, in the order of the file.
pub(super) fn keys(root: &Section, gather: &mut Gather) -> Vec<KeyOverride> {
    let mut keys = Vec::new();
    let Some(value) = root.get("keys", gather) else { return keys };
    let Some(contexts) = value.as_section() else {
        value.wrong_type("tables, one for each context, such as [keys.accounts]", gather);
        return keys;
    };
    for (context, value) in contexts.entries(gather) {
        let Some(chords) = value.as_section() else {
            value.wrong_type("a table of keys, such as [keys.accounts]", gather);
            continue;
        };
        for (chord, value) in chords.entries(gather) {
            let Some(command) = value.text("the name of a command, such as \"refresh\"", gather) else { continue };
            gather.note(&value.key, command, value.origin());
            let (context, chord, command) = (context.to_owned(), chord.to_owned(), command.to_owned());
            keys.push(KeyOverride { context, chord, command, key: value.key.clone(), line: value.line });
        }
    }
    keys.sort_by_key(|key| key.line);
    keys
}
