//! Text that came from outside: the only form in which a provider's words exist in the program.

use std::borrow::Cow;
use std::fmt;

use compact_str::CompactString;
use serde::de::{Deserialize, Deserializer, Visitor};

/// Text from outside, made harmless: no control characters (and so no ANSI or OSC introducers), no bidi overrides,
/// no invisible characters, and never longer than [`Text::MAX`] characters.
///
/// The raw form is not kept, so nothing that draws, logs or exports can reach it.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text(CompactString);

impl Text {
    /// The most characters a text keeps; what is longer ends in `…`.
    pub const MAX: usize = 512;

    /// Cleans `raw` and keeps at most [`Text::MAX`] characters of it.
    #[must_use]
    pub fn new(raw: &str) -> Self {
        // Nearly everything a provider sends is short printable ASCII: one pass over the bytes, no decoding.
        if raw.len() <= Self::MAX && raw.bytes().all(|b| (0x20..0x7f).contains(&b)) {
            return Self(CompactString::new(raw));
        }
        let mut clean = CompactString::default();
        let mut kept = raw.chars().filter_map(Self::harmless);
        for _ in 0..Self::MAX {
            match kept.next() {
                Some(c) => clean.push(c),
                None => return Self(clean),
            }
        }
        if kept.next().is_some() {
            clean.pop();
            clean.push('…');
        }
        Self(clean)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What a text keeps of `c`: `None` for what must never reach a terminal, a space for line breaks and tabs.
    #[must_use]
    pub fn harmless(c: char) -> Option<char> {
        match c {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
            _ if c.is_control() => None,
            // Marks, overrides and isolates of writing direction; zero-width spaces and joiners; invisible operators;
            // the byte-order mark; fillers; interlinear and tag characters.
            '\u{00ad}'
            | '\u{034f}'
            | '\u{061c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}' => None,
            _ => Some(c),
        }
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0.as_str())
    }
}

impl From<&str> for Text {
    fn from(raw: &str) -> Self {
        Self::new(raw)
    }
}

impl From<String> for Text {
    fn from(raw: String) -> Self {
        Self::new(&raw)
    }
}

impl From<Cow<'_, str>> for Text {
    fn from(raw: Cow<'_, str>) -> Self {
        Self::new(&raw)
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Clean;
        impl Visitor<'_> for Clean {
            type Value = Text;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }
            fn visit_str<E>(self, raw: &str) -> Result<Text, E> {
                Ok(Text::new(raw))
            }
        }
        deserializer.deserialize_str(Clean)
    }
}

impl serde::Serialize for Text {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printable_text_stays_as_it_is() {
        assert_eq!(Text::new("PHONEPE").as_str(), "PHONEPE");
        assert_eq!(Text::new("Ravi कुमार 王").as_str(), "Ravi कुमार 王");
    }

    #[test]
    fn escape_sequences_lose_their_introducer() {
        assert_eq!(Text::new("\x1b[31mred\x1b]52;c;aGk=\x07").as_str(), "[31mred]52;c;aGk=");
        assert_eq!(Text::new("a\u{9b}31mb").as_str(), "a31mb");
    }

    #[test]
    fn direction_overrides_and_invisible_characters_go() {
        assert_eq!(Text::new("pay\u{202e}oot\u{200b}\u{feff}").as_str(), "payoot");
        assert_eq!(Text::new("a\u{2066}b\u{e0041}c").as_str(), "abc");
    }

    #[test]
    fn line_breaks_become_spaces() {
        assert_eq!(Text::new("one\r\ntwo\tthree").as_str(), "one  two three");
    }

    #[test]
    fn what_is_too_long_is_cut_and_says_so() {
        let long = Text::new(&"é".repeat(5_000));
        assert_eq!(long.as_str().chars().count(), Text::MAX);
        assert!(long.as_str().ends_with('…'));
        let exact = "x".repeat(Text::MAX);
        assert_eq!(Text::new(&exact).as_str(), exact);
    }
}
