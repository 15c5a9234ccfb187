//! What a command is bound to: a chord, or two that are pressed one after the other.

use std::fmt;
use std::str::FromStr;

use super::chord::ChordError;
use super::{Chord, Key};

/// A chord, or two that are pressed one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sequence {
    /// What is pressed first.
    pub first: Chord,
    /// What is pressed then, where one chord is not all.
    pub then: Option<Chord>,
}

impl From<Chord> for Sequence {
    fn from(first: Chord) -> Self {
        Self { first, then: None }
    }
}

impl Sequence {
    /// `first`, and `then` after it.
    #[must_use]
    pub const fn of(first: Chord, then: Chord) -> Self {
        Self { first, then: Some(then) }
    }
}

impl fmt::Display for Sequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.then {
            None => self.first.fmt(f),
            Some(then) => f.pad(&format!("{} {then}", self.first)),
        }
    }
}

impl FromStr for Sequence {
    type Err = ChordError;

    fn from_str(text: &str) -> Result<Self, ChordError> {
        let mut parts = text.split_whitespace();
        match (parts.next(), parts.next(), parts.next()) {
            (Some(first), Some(then), None) => Ok(Self::of(first.parse()?, then.parse()?)),
            // A lone space is the key that types it.
            (None, ..) if text == " " => Ok(Chord::plain(Key::Char(' ')).into()),
            (Some(first), None, _) => Ok(Self::from(first.parse::<Chord>()?)),
            _ => Err(ChordError::of(text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_chord_or_two_are_read_as_they_are_shown() {
        for text in ["t", "ctrl-x", ", a", "g g", "ctrl-x ctrl-e", "space", "space space"] {
            let sequence: Sequence = text.parse().unwrap();
            assert_eq!(sequence.to_string(), text);
        }
        assert_eq!(" ".parse(), Ok(Sequence::from(Chord::char(' '))));
    }

    #[test]
    fn nothing_and_three_chords_are_no_sequence() {
        for text in ["", "  ", "a b c", "a nokey"] {
            assert!(text.parse::<Sequence>().is_err(), "{text:?}");
        }
    }
}
