//! What a field takes.

use secrecy::zeroize::Zeroize;

use crate::domain::Text;

/// What a text field takes and how it shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Any text.
    Plain,
    /// Digits, such as a phone number.
    Digits,
    /// An amount. What is typed or pasted is kept as it is, for whoever reads the amount to refuse: leaving out a sign
    /// or an exponent would make another amount of it.
    Amount,
    /// Any text, shown as dots and wiped after use.
    Secret,
    /// Digits, shown as dots and wiped after use: codes and PINs.
    SecretDigits,
}

/// Why a field takes nothing of what was pasted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasteError {
    /// There was nothing printable.
    #[error("nothing to paste")]
    Nothing,
    /// Something other than digits in a field for digits.
    #[error("only digits go here; what was pasted has others")]
    NotDigits,
    /// More than the field holds.
    #[error("too long: at most {0} characters go here")]
    TooLong(usize),
}

impl Kind {
    /// Whether its content is shown as dots and wiped.
    #[must_use]
    pub const fn is_secret(self) -> bool {
        matches!(self, Self::Secret | Self::SecretDigits)
    }

    /// Whether it takes digits alone.
    const fn is_digits(self) -> bool {
        matches!(self, Self::Digits | Self::SecretDigits)
    }

    /// `c` where it may be typed.
    pub(super) fn typed(self, c: char) -> Option<char> {
        let clean = Text::harmless(c)?;
        match self {
            Self::Digits | Self::SecretDigits => clean.is_ascii_digit(),
            Self::Amount | Self::Plain | Self::Secret => true,
        }
        .then_some(clean)
    }

    /// `text` as one line without what a terminal must not see; spaces at its ends, which come along with a
    /// selection, are left out. Fields for digits leave out the spaces and hyphens codes are grouped with.
    pub(super) fn pasted(self, text: &str) -> Result<String, PasteError> {
        // All the room it can need, so that a secret is never copied in growing.
        let mut clean = String::with_capacity(text.len());
        clean.extend(text.trim().chars().filter_map(Text::harmless));
        if self.is_digits() {
            clean.retain(|c| !matches!(c, ' ' | '-' | '\u{a0}'));
            if !clean.bytes().all(|b| b.is_ascii_digit()) {
                clean.zeroize();
                return Err(PasteError::NotDigits);
            }
        }
        Ok(clean)
    }
}
