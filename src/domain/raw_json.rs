//! JSON as it came, for people to read: harmless, laid out, and with account numbers in it hidden unless asked for.

use std::fmt;

/// A piece of JSON as a provider sent it, made harmless for the screen: laid out over lines, without any character
/// that [`super::Text`] would not keep, and bounded. `Debug` shows none of it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RawJson {
    /// `None` where nobody has it any more.
    full: Option<String>,
    masked: String,
}

impl RawJson {
    /// The most bytes that are kept of it.
    pub const MAX: usize = 256 * 1024;

    /// The fields whose values are shown by their last four characters.
    pub const MASKED: [&str; 5] = ["account_number", "account_email", "iban", "access_key", "signature"];

    /// Of its lines, as they are and with what identifies people hidden. Both must be harmless already.
    #[must_use]
    pub fn new(full: String, masked: String) -> Self {
        Self { full: Some(bounded(full)), masked: bounded(masked) }
    }

    /// Of what alone was kept of it: its lines with what identifies people hidden.
    #[must_use]
    pub fn kept(masked: String) -> Self {
        Self { full: None, masked: bounded(masked) }
    }

    /// All of it, for who asked to see it whole; where that was not kept, what was.
    #[must_use]
    pub fn full(&self) -> &str {
        self.full.as_deref().unwrap_or(&self.masked)
    }

    /// Whether all of it is there to be seen.
    #[must_use]
    pub fn has_full(&self) -> bool {
        self.full.is_some()
    }

    /// Without what identifies people.
    #[must_use]
    pub fn masked(&self) -> &str {
        &self.masked
    }
}

fn bounded(mut text: String) -> String {
    if text.len() > RawJson::MAX {
        let end = (0..=RawJson::MAX).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
        text.truncate(end);
        text.push('…');
    }
    text.chars().filter_map(|c| if c == '\n' { Some(c) } else { super::Text::harmless(c) }).collect()
}

impl fmt::Debug for RawJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawJson({} bytes)", self.masked.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_harmless_bounded_and_not_in_debug() {
        let raw = RawJson::new("{\n  \"a\": \"\x1b[31m\u{202e}9876543210\"\n}".into(), "{}".into());
        assert_eq!(raw.full(), "{\n  \"a\": \"[31m9876543210\"\n}");
        assert!(!format!("{raw:?}").contains("9876543210"));
        let kept = RawJson::kept("{}\x1b".into());
        assert_eq!((kept.full(), kept.masked(), kept.has_full()), ("{}", "{}", false));
        let long = RawJson::new("é".repeat(RawJson::MAX), String::new());
        assert!(long.full().len() <= RawJson::MAX + '…'.len_utf8() && long.full().ends_with('…'));
    }
}
