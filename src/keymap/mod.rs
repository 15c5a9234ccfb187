//! Which key means which command where: the preset in `assets/keymap.toml`, the operator's own keys over it, and the
//! description of both that the hint bar, the help, the palette and the README's table are made of.

mod check;
mod describe;

use std::collections::{BTreeMap, HashMap};

use strum::VariantNames;

pub use check::KeyError;
pub use describe::{Section, markdown};

use crate::message::{Chord, Command, Context, Sequence};

/// The preset, as it is in the repository.
pub const PRESET: &str = include_str!("../../assets/keymap.toml");

/// A key as the operator's config writes it, not yet understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserKey {
    /// The place, as written: the `accounts` of `[keys.accounts]`.
    pub context: String,
    /// The key, as written; or two, with a space between them.
    pub chord: String,
    /// The command, as written; `none` takes the key away.
    pub command: String,
    /// The line it stands on.
    pub line: usize,
}

/// Which key means which command where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    bound: HashMap<Context, BTreeMap<Sequence, Command>>,
}

impl Keymap {
    /// The preset.
    ///
    /// # Panics
    /// Never: a test reads the preset with the same code.
    #[must_use]
    pub fn preset() -> Self {
        Self::parse(PRESET).expect("the preset keymap is checked by a test")
    }

    fn parse(text: &str) -> Result<Self, String> {
        let sections: BTreeMap<String, BTreeMap<String, String>> =
            toml::from_str(text).map_err(|error| error.to_string())?;
        let keys = sections.into_iter().flat_map(|(context, keys)| {
            keys.into_iter().map(move |(chord, command)| UserKey { context: context.clone(), chord, command, line: 0 })
        });
        let empty = Self { bound: HashMap::new() };
        empty
            .with(&keys.collect::<Vec<_>>())
            .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
    }

    /// This keymap with the operator's keys over it.
    ///
    /// # Errors
    /// Every key that cannot be read, every unknown place or command with the nearest known one, every command
    /// bound where it means nothing, and every clash.
    pub fn with(mut self, keys: &[UserKey]) -> Result<Self, Vec<KeyError>> {
        let mut errors = Vec::new();
        let mut seen: HashMap<(Context, Sequence), &UserKey> = HashMap::new();
        for key in keys {
            let understood = (check::context(key), check::chord(key), check::command(key));
            let (context, chord, command) = match understood {
                (Ok(context), Ok(chord), Ok(command)) => (context, chord, command),
                (context, chord, command) => {
                    errors.extend([context.err(), chord.err(), command.err()].into_iter().flatten());
                    continue;
                }
            };
            if let Some(first) = seen.insert((context, chord), key) {
                errors.push(KeyError::twice(key, first));
                continue;
            }
            let bound = self.bound.entry(context).or_default();
            // Taken away, or given another meaning: what began with it in this place is gone as well.
            if chord.then.is_none() {
                let own = |sequence: &Sequence| seen.contains_key(&(context, *sequence));
                bound.retain(|sequence, _| sequence.first != chord.first || sequence.then.is_none() || own(sequence));
            }
            match command {
                None => drop(bound.remove(&chord)),
                Some(command) if !command.contexts().contains(&context) => {
                    errors.push(KeyError::misplaced(key, command));
                }
                Some(command) => drop(bound.insert(chord, command)),
            }
        }
        if errors.is_empty() {
            errors.extend(check::clashes(&self, keys));
        }
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }

    /// The command a chord, or two, mean in this stack of contexts, top first.
    #[must_use]
    pub fn command(&self, stack: &[Context], keys: impl Into<Sequence>) -> Option<Command> {
        let keys = keys.into();
        stack.iter().find_map(|context| self.bound.get(context)?.get(&keys).copied())
    }

    /// What may follow this chord in this stack of contexts, each with what it means then; nothing where no sequence
    /// begins with it.
    #[must_use]
    pub fn followers(&self, stack: &[Context], first: Chord) -> Vec<(Chord, Command)> {
        let mut found: BTreeMap<Chord, Command> = BTreeMap::new();
        for (sequence, command) in stack.iter().filter_map(|context| self.bound.get(context)).flatten() {
            if let Some(then) = sequence.then.filter(|_| sequence.first == first) {
                found.entry(then).or_insert(*command);
            }
        }
        found.into_iter().collect()
    }

    /// The keys of a command in this stack of contexts: the one to show first, first.
    #[must_use]
    pub fn chords(&self, stack: &[Context], command: Command) -> Vec<Sequence> {
        let mut chords: Vec<Sequence> = stack
            .iter()
            .filter_map(|context| self.bound.get(context))
            .flat_map(|bound| bound.iter().filter(|(_, bound)| **bound == command).map(|(chord, _)| *chord))
            .filter(|chord| self.command(stack, *chord) == Some(command))
            .collect();
        chords.sort_by_key(|chord| describe::preference(*chord));
        chords
    }

    /// Every place by the name its section has.
    #[must_use]
    pub fn contexts() -> &'static [&'static str] {
        Context::VARIANTS
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn key(context: &str, chord: &str, command: &str) -> UserKey {
        UserKey { context: context.into(), chord: chord.into(), command: command.into(), line: 7 }
    }

    fn error(keys: &[UserKey]) -> String {
        let errors = Keymap::preset().with(keys).unwrap_err();
        assert_eq!(errors.len(), 1, "{errors:?}");
        errors[0].to_string()
    }

    #[test]
    fn the_preset_has_the_keys_that_operators_are_told() {
        let keymap = Keymap::preset();
        let accounts = [Context::Accounts, Context::Movement, Context::Global, Context::Always];
        for (chord, command) in [
            ("tab", Command::NextPane),
            ("backtab", Command::PreviousPane),
            ("9", Command::Pane9),
            ("j", Command::Down),
            ("pgup", Command::PageUp),
            ("G", Command::Last),
            ("/", Command::Filter),
            ("s", Command::Sort),
            ("space", Command::Mark),
            ("t", Command::ToggleWithdrawals),
            ("o", Command::AuthorizeOtp),
            ("m", Command::AuthorizeSms),
            ("u", Command::UpiIds),
            ("n", Command::NewAccount),
            ("e", Command::EditAccount),
            ("w", Command::CreateOrder),
            ("d", Command::Deauthorize),
            ("r", Command::Refresh),
            ("p", Command::PausePolling),
            ("y", Command::Copy),
            ("?", Command::Help),
            (":", Command::Palette),
            ("esc", Command::Back),
            ("q", Command::Quit),
            ("ctrl-c", Command::Interrupt),
        ] {
            assert_eq!(keymap.command(&accounts, chord.parse::<Sequence>().unwrap()), Some(command), "{chord}");
        }
    }

    #[test]
    fn the_operators_keys_lie_over_the_preset() {
        let keymap = Keymap::preset().with(&[key("accounts", "x", "toggle-withdrawals"), key("accounts", "t", "none")]);
        let keymap = keymap.unwrap();
        assert_eq!(keymap.command(&[Context::Accounts], Chord::char('x')), Some(Command::ToggleWithdrawals));
        assert_eq!(keymap.command(&[Context::Accounts], Chord::char('t')), None);
    }

    #[rstest]
    #[case(key("acounts", "x", "quit"), "line 7: [keys.acounts] is no place: did you mean accounts?")]
    #[case(key("global", "x", "quitt"), "line 7: [keys.global] x: \"quitt\" is no command: did you mean quit?")]
    #[case(key("global", "ctrl-", "quit"), "line 7: [keys.global] \"ctrl-\" is no key")]
    #[case(
        key("global", "x", "deauthorize"),
        "line 7: [keys.global] x: deauthorize means nothing there; bind it in accounts"
    )]
    #[case(
        key("accounts", "q", "details"),
        "line 7: [keys.accounts] q = details clashes with quit in global; take that key away with \"none\" first"
    )]
    #[case(
        key("filter", "x", "apply-filter"),
        "line 7: [keys.filter] x types into the text there; choose a key that types nothing, such as ctrl-x or f5"
    )]
    fn a_bad_key_says_what_and_why(#[case] bad: UserKey, #[case] words: &str) {
        assert!(error(&[bad]).starts_with(words));
    }

    #[test]
    fn two_spellings_of_one_key_clash() {
        let words = error(&[key("global", "ctrl-x", "quit"), key("global", "C-x", "help")]);
        assert!(words.contains("C-x is the same key as ctrl-x on line 7"), "{words}");
    }

    #[test]
    fn two_keys_in_a_row_mean_a_command() {
        let stack = [Context::Accounts, Context::Movement, Context::Global, Context::Always];
        let keymap = Keymap::preset();
        let (comma, a) = (Chord::char(','), Chord::char('a'));
        assert_eq!(keymap.command(&stack, Sequence::of(comma, a)), Some(Command::GoAccounts));
        assert_eq!(keymap.command(&stack, comma), None, "alone it means nothing");
        assert!(keymap.followers(&stack, comma).contains(&(a, Command::GoAccounts)));
        assert!(keymap.followers(&stack, a).is_empty());
        let own = keymap.with(&[key("accounts", "d", "none"), key("accounts", "d d", "deauthorize")]).unwrap();
        assert_eq!(own.chords(&stack, Command::Deauthorize)[0].to_string(), "d d");
    }

    #[test]
    fn a_key_of_ones_own_takes_the_place_of_what_began_with_it() {
        let keymap = Keymap::preset().with(&[key("global", ",", "refresh")]).unwrap();
        let stack = [Context::Accounts, Context::Movement, Context::Global, Context::Always];
        assert!(keymap.followers(&stack, Chord::char(',')).is_empty());
        assert_eq!(keymap.command(&stack, Chord::char(',')), Some(Command::Refresh));
    }

    #[rstest]
    #[case(
        key("accounts", "d d", "deauthorize"),
        "line 7: [keys.accounts] d d never comes about: d alone means deauthorize in accounts"
    )]
    #[case(
        key("accounts", ",", "details"),
        "line 7: [keys.accounts] , = details clashes with the pairs of keys that begin with it in global"
    )]
    #[case(key("global", "a b c", "quit"), "line 7: [keys.global] \"a b c\" is no key")]
    fn a_key_that_means_something_alone_begins_no_sequence(#[case] bad: UserKey, #[case] words: &str) {
        let errors = Keymap::preset().with(&[bad]).unwrap_err();
        assert!(errors[0].to_string().starts_with(words), "{}", errors[0]);
    }

    #[test]
    fn a_bad_preset_does_not_read() {
        assert!(Keymap::parse("[global]\nq = \"quit\"\nx = \"nope\"").is_err());
    }

    #[rstest]
    #[case("always", "ctrl-c", "leaves interrupt without a key")]
    #[case("confirm", "esc", "leaves back without a key")]
    fn no_place_may_be_left_without_a_way_out(#[case] context: &str, #[case] chord: &str, #[case] words: &str) {
        assert!(error(&[key(context, chord, "none")]).contains(words));
    }
}
