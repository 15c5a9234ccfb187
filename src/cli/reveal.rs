//! What identifies people, as it may be shown: masked, unless the operator asked to see it.

use crate::domain::{AccountNumber, Phone, Text, UpiId, mask_digits};

/// Whether what identifies people is shown whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reveal(pub bool);

impl Reveal {
    /// A phone.
    #[must_use]
    pub fn phone(self, phone: &Phone) -> String {
        if self.0 { phone.full().to_owned() } else { phone.masked() }
    }

    /// A UPI id.
    #[must_use]
    pub fn upi(self, upi: &UpiId) -> String {
        if self.0 { upi.full().to_owned() } else { upi.masked() }
    }

    /// An account number.
    #[must_use]
    pub fn number(self, number: &AccountNumber) -> String {
        if self.0 { number.full().to_owned() } else { number.to_string() }
    }

    /// A provider's words, which may have a number in them.
    #[must_use]
    pub fn words(self, words: &Text) -> String {
        if self.0 { words.as_str().to_owned() } else { mask_digits(words.as_str()) }
    }
}
