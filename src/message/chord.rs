//! A key with its modifiers, as it is pressed and as `keymap.toml` spells it.

use std::fmt;
use std::str::FromStr;

/// A key without modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// A key that types a character.
    Char(char),
    /// A function key, F1 to F12.
    F(u8),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

/// A key with its modifiers. Shift is part of the character it makes (`G`), and told only for other keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Chord {
    /// The key.
    pub key: Key,
    /// Whether Control is held.
    pub ctrl: bool,
    /// Whether Alt is held.
    pub alt: bool,
    /// Whether Shift is held; never for characters.
    pub shift: bool,
}

/// Why a text names no chord.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is no key: write a character, enter, esc, tab, space, up, pgdn, f1, or such a key after ctrl-, alt- or shift-"
)]
pub struct ChordError(String);

impl ChordError {
    pub(super) fn of(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// The named keys, by the name that is shown; further spellings are accepted when reading.
const NAMES: &[(Key, &str)] = &[
    (Key::Enter, "enter"),
    (Key::Esc, "esc"),
    (Key::Tab, "tab"),
    (Key::BackTab, "backtab"),
    (Key::Backspace, "backspace"),
    (Key::Delete, "del"),
    (Key::Insert, "ins"),
    (Key::Up, "up"),
    (Key::Down, "down"),
    (Key::Left, "left"),
    (Key::Right, "right"),
    (Key::Home, "home"),
    (Key::End, "end"),
    (Key::PageUp, "pgup"),
    (Key::PageDown, "pgdn"),
    (Key::Char(' '), "space"),
];

impl Chord {
    /// The key alone.
    #[must_use]
    pub const fn plain(key: Key) -> Self {
        Self { key, ctrl: false, alt: false, shift: false }
    }

    /// The character `c`.
    #[must_use]
    pub const fn char(c: char) -> Self {
        Self::plain(Key::Char(c))
    }

    /// Control and the character `c`.
    #[must_use]
    pub const fn ctrl(c: char) -> Self {
        Self { key: Key::Char(c), ctrl: true, alt: false, shift: false }
    }

    /// The character it types into a text field, if it types one.
    #[must_use]
    pub fn typed(self) -> Option<char> {
        match self.key {
            Key::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        for (held, name) in [(self.ctrl, "ctrl-"), (self.alt, "alt-"), (self.shift, "shift-")] {
            if held {
                text.push_str(name);
            }
        }
        match (self.key, NAMES.iter().find(|(key, _)| *key == self.key)) {
            (_, Some((_, name))) => text.push_str(name),
            (Key::Char(c), None) => text.push(c),
            (Key::F(n), None) => text.extend(["f", &n.to_string()]),
            (key, None) => text.push_str(&format!("{key:?}").to_lowercase()),
        }
        f.pad(&text)
    }
}

impl FromStr for Chord {
    type Err = ChordError;

    fn from_str(text: &str) -> Result<Self, ChordError> {
        let error = || ChordError(text.to_owned());
        let mut chord = Self::char(' ');
        let mut rest = text;
        // A lone `-` is the character; before another character it ends a modifier.
        while let Some((modifier, after)) = rest.split_once('-').filter(|(_, after)| !after.is_empty()) {
            let held = match modifier.to_ascii_lowercase().as_str() {
                "ctrl" | "c" => &mut chord.ctrl,
                "alt" | "a" | "meta" | "m" => &mut chord.alt,
                "shift" | "s" => &mut chord.shift,
                _ => return Err(error()),
            };
            if std::mem::replace(held, true) {
                return Err(error());
            }
            rest = after;
        }
        let mut chars = rest.chars();
        chord.key = match (chars.next(), chars.next()) {
            (None, _) => return Err(error()),
            (Some(c), None) => Key::Char(c),
            (Some('f' | 'F'), Some(_)) if rest[1..].bytes().all(|b| b.is_ascii_digit()) => {
                Key::F(rest[1..].parse().ok().filter(|n| (1..=12).contains(n)).ok_or_else(error)?)
            }
            _ => {
                let name = rest.to_ascii_lowercase();
                let name = match name.as_str() {
                    "return" => "enter",
                    "escape" => "esc",
                    "delete" => "del",
                    "insert" => "ins",
                    "pageup" => "pgup",
                    "pagedown" => "pgdn",
                    other => other,
                };
                NAMES.iter().find(|(_, known)| *known == name).map(|(key, _)| *key).ok_or_else(error)?
            }
        };
        Ok(chord.normal())
    }
}

impl Chord {
    /// One spelling for each chord: `shift-g` is `G`, `shift-tab` is `backtab`, and letters under Control are small.
    #[must_use]
    pub fn normal(mut self) -> Self {
        match self.key {
            Key::Tab if self.shift => {
                self.key = Key::BackTab;
                self.shift = false;
            }
            Key::BackTab => self.shift = false,
            Key::Char(c) => {
                if self.ctrl {
                    self.key = Key::Char(c.to_ascii_lowercase());
                } else if self.shift && c.is_ascii_lowercase() {
                    self.key = Key::Char(c.to_ascii_uppercase());
                }
                self.shift = false;
            }
            _ => {}
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("t", Chord::char('t'))]
    #[case("G", Chord::char('G'))]
    #[case("shift-g", Chord::char('G'))]
    #[case("ctrl-C", Chord::ctrl('c'))]
    #[case("C-c", Chord::ctrl('c'))]
    #[case("space", Chord::char(' '))]
    #[case("-", Chord::char('-'))]
    #[case("ctrl--", Chord::ctrl('-'))]
    #[case("shift-tab", Chord::plain(Key::BackTab))]
    #[case("PageDown", Chord::plain(Key::PageDown))]
    #[case("f12", Chord::plain(Key::F(12)))]
    #[case("F", Chord::char('F'))]
    fn every_spelling_reads(#[case] text: &str, #[case] chord: Chord) {
        assert_eq!(text.parse(), Ok(chord));
        assert_eq!(chord.to_string().parse(), Ok(chord), "what is shown can be read again");
    }

    #[rstest]
    #[case("")]
    #[case("ctrl-")]
    #[case("ctrl-ctrl-a")]
    #[case("f13")]
    #[case("enterr")]
    #[case("hyper-x")]
    fn what_is_no_key_says_so(#[case] text: &str) {
        assert!(text.parse::<Chord>().is_err(), "{text}");
    }
}
