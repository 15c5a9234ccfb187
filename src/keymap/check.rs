//! What can be wrong with a key in the config.

use std::fmt;
use std::str::FromStr;

use strum::VariantNames;

use crate::message::{Command, Context, Sequence};

use super::{Keymap, UserKey};

/// What is wrong with a key, in words for the operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyError {
    /// The line it stands on; zero where there is none.
    pub line: usize,
    /// The section and key it is about, such as `keys.accounts.t`.
    pub key: String,
    words: String,
}

impl KeyError {
    fn new(key: &UserKey, words: String) -> Self {
        Self { line: key.line, key: format!("keys.{}.{}", key.context, key.chord), words }
    }

    pub(super) fn twice(key: &UserKey, first: &UserKey) -> Self {
        let UserKey { context, chord, .. } = key;
        Self::new(key, format!("[keys.{context}] {chord} is the same key as {} on line {}", first.chord, first.line))
    }

    pub(super) fn misplaced(key: &UserKey, command: Command) -> Self {
        let places: Vec<String> = command.contexts().iter().map(ToString::to_string).collect();
        let UserKey { context, chord, .. } = key;
        let words = format!(
            "[keys.{context}] {chord}: {} means nothing there; bind it in {}",
            command.name(),
            places.join(" or ")
        );
        Self::new(key, words)
    }

    /// What is wrong and what to do, without the line.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.words
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.words)
    }
}

impl std::error::Error for KeyError {}

pub(super) fn context(key: &UserKey) -> Result<Context, KeyError> {
    Context::from_str(&key.context).map_err(|_| {
        let nearest = nearest(&key.context, Context::VARIANTS);
        KeyError::new(key, format!("[keys.{}] is no place: {nearest}", key.context))
    })
}

pub(super) fn chord(key: &UserKey) -> Result<Sequence, KeyError> {
    key.chord.parse().map_err(|error| KeyError::new(key, format!("[keys.{}] {error}", key.context)))
}

/// `None` for `none`.
pub(super) fn command(key: &UserKey) -> Result<Option<Command>, KeyError> {
    if key.command == "none" {
        return Ok(None);
    }
    Command::named(&key.command).map(Some).ok_or_else(|| {
        let nearest = nearest(&key.command, Command::NAMES);
        let UserKey { context, chord, command, .. } = key;
        KeyError::new(key, format!("[keys.{context}] {chord}: {command:?} is no command: {nearest}"))
    })
}

fn nearest(wrong: &str, known: &[&str]) -> String {
    let best = known.iter().max_by(|a, b| strsim::jaro_winkler(wrong, a).total_cmp(&strsim::jaro_winkler(wrong, b)));
    best.map_or_else(String::new, |name| format!("did you mean {name}?"))
}

/// The stacks in which contexts live together: no key of one may mean two things.
const STACKS: &[&[Context]] = &[
    &[Context::Overview, Context::Movement, Context::Columns, Context::Global, Context::Always],
    &[Context::Accounts, Context::Movement, Context::Columns, Context::Global, Context::Always],
    &[Context::Balances, Context::Movement, Context::Columns, Context::Global, Context::Always],
    &[Context::Withdrawals, Context::Movement, Context::Columns, Context::Global, Context::Always],
    &[Context::Postbacks, Context::Movement, Context::Global, Context::Always],
    &[Context::Deposits, Context::Movement, Context::Columns, Context::Global, Context::Always],
    &[Context::Payees, Context::Movement, Context::Columns, Context::Global, Context::Always],
    &[Context::Transfers, Context::Movement, Context::Columns, Context::Global, Context::Always],
    &[Context::Journal, Context::Movement, Context::Columns, Context::Global, Context::Always],
    &[Context::Filter, Context::Text, Context::Always],
    &[Context::LookUp, Context::Text, Context::Always],
    &[Context::Confirm, Context::Text, Context::Always],
    &[Context::Form, Context::Text, Context::Always],
    &[Context::Wizard, Context::Text, Context::Always],
    &[Context::Palette, Context::Text, Context::Always],
    &[Context::Lock, Context::Text, Context::Always],
    &[Context::Picker, Context::Movement, Context::Always],
    &[Context::Help, Context::Movement, Context::Always],
    &[Context::Alerts, Context::Movement, Context::Always],
    &[Context::Handset, Context::Movement, Context::Always],
    &[Context::Results, Context::Movement, Context::Always],
    &[Context::Answer, Context::Movement, Context::Always],
    &[Context::Search, Context::Text, Context::Always],
    &[Context::SavedFilters, Context::Text, Context::Always],
    &[Context::Copying, Context::Movement, Context::Always],
    &[Context::ColumnChooser, Context::Movement, Context::Always],
];

/// What opens above the panes, and has to be closed again.
const OVERLAYS: &[Context] = &[
    Context::Filter,
    Context::LookUp,
    Context::Confirm,
    Context::Form,
    Context::Wizard,
    Context::Picker,
    Context::Help,
    Context::Palette,
    Context::Alerts,
    Context::Handset,
    Context::Results,
    Context::Answer,
    Context::Search,
    Context::Copying,
    Context::SavedFilters,
    Context::ColumnChooser,
];

/// Keys that mean two things in one place, and keys bound where they type text.
pub(super) fn clashes(keymap: &Keymap, keys: &[UserKey]) -> Vec<KeyError> {
    let mut errors: Vec<KeyError> = Vec::new();
    // The operator's own line is the one to name; where a preset clashes with itself there is none.
    let blame = |context: Context, chord: Sequence| {
        let own = keys.iter().find(|key| key.context == context.to_string() && key.chord.parse() == Ok(chord));
        own.cloned().unwrap_or_else(|| UserKey {
            context: context.to_string(),
            chord: chord.to_string(),
            command: String::new(),
            line: 0,
        })
    };
    for stack in STACKS {
        let types = stack.contains(&Context::Text);
        for (depth, context) in stack.iter().enumerate() {
            for (chord, command) in keymap.bound.get(context).into_iter().flatten() {
                if types && chord.first.typed().is_some() {
                    let key = blame(*context, *chord);
                    let words = format!(
                        "[keys.{context}] {chord} types into the text there; choose a key that types nothing, such as \
                         ctrl-x or f5"
                    );
                    errors.push(KeyError::new(&key, words));
                }
                if let Some(error) = begins(keymap, stack, (*context, *chord), &blame) {
                    errors.push(error);
                }
                let below = stack[depth + 1..].iter().find_map(|other| {
                    let meant = keymap.bound.get(other)?.get(chord)?;
                    (meant != command).then_some((*other, *meant))
                });
                if let Some((other, meant)) = below {
                    let (own, rest) = (blame(*context, *chord), blame(other, *chord));
                    let key = if own.line > 0 { own } else { rest };
                    let (mine, theirs) = if key.context == context.to_string() {
                        (command, format!("{} in {other}", meant.name()))
                    } else {
                        (&meant, format!("{} in {context}", command.name()))
                    };
                    let words = format!(
                        "[keys.{}] {chord} = {} clashes with {theirs}; take that key away with \"none\" first",
                        key.context,
                        mine.name()
                    );
                    errors.push(KeyError::new(&key, words));
                }
            }
        }
    }
    errors.extend(ways_out(keymap, keys));
    errors.dedup();
    errors
}

/// What is wrong with a sequence whose first key means something by itself in this stack: it would never come about.
fn begins(
    keymap: &Keymap,
    stack: &[Context],
    (context, sequence): (Context, Sequence),
    blame: &impl Fn(Context, Sequence) -> UserKey,
) -> Option<KeyError> {
    sequence.then?;
    let alone = Sequence::from(sequence.first);
    let meant = |other: &Context| Some((*other, *keymap.bound.get(other)?.get(&alone)?));
    let (other, meant) = stack.iter().find_map(meant)?;
    let (own, rest) = (blame(context, sequence), blame(other, alone));
    let Sequence { first, .. } = alone;
    Some(if own.line > 0 || rest.line == 0 {
        let words = format!(
            "[keys.{context}] {sequence} never comes about: {first} alone means {} in {other}; take that key away with \
             \"none\" first",
            meant.name()
        );
        KeyError::new(&own, words)
    } else {
        let words = format!(
            "[keys.{other}] {first} = {} clashes with the pairs of keys that begin with it in {context}; take {first} away \
             there with \"none\" first",
            meant.name()
        );
        KeyError::new(&rest, words)
    })
}

/// Places that would have no way out: the program, and whatever opens above the panes.
fn ways_out(keymap: &Keymap, keys: &[UserKey]) -> Vec<KeyError> {
    let needed = [(Context::Always, Command::Interrupt), (Context::Lock, Command::Unlock)]
        .into_iter()
        .chain(OVERLAYS.iter().map(|overlay| (*overlay, Command::Back)));
    let missing = needed.filter(|(context, command)| keymap.chords(&[*context], *command).is_empty());
    missing
        .map(|(context, command)| {
            let own = keys.iter().rev().find(|key| key.context == context.to_string() && key.command == "none");
            let key = own.cloned().unwrap_or_else(|| UserKey {
                context: context.to_string(),
                chord: String::new(),
                command: String::new(),
                line: 0,
            });
            let name = command.name();
            KeyError::new(&key, format!("[keys.{context}] leaves {name} without a key, and with it no way out"))
        })
        .collect()
}
