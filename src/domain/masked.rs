//! What identifies a person or their money: shown masked, compared whole, spelled out only when asked to.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use super::Text;

/// What stands for a hidden character.
const MASK: char = '•';

/// Hides every run of `least` or more digits but for its last four.
fn mask_runs(text: &str, least: usize) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut run = String::new();
    let flush = |run: &mut String, masked: &mut String| {
        let hidden = if run.len() >= least { run.len() - 4 } else { 0 };
        masked.extend(std::iter::repeat_n(MASK, hidden));
        masked.push_str(&run[hidden..]);
        run.clear();
    };
    for c in text.chars() {
        if c.is_ascii_digit() {
            run.push(c);
        } else {
            flush(&mut run, &mut masked);
            masked.push(c);
        }
    }
    flush(&mut run, &mut masked);
    masked
}

/// A provider's sentence with phone and account numbers in it hidden but for their last four digits: what may be
/// shown, logged and kept of it.
#[must_use]
pub fn mask_digits(text: &str) -> String {
    mask_runs(text, 9)
}

/// A phone number. `Display` and `Debug` mask it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Phone(Text);

impl Phone {
    /// The number as it was given.
    #[must_use]
    pub fn new(raw: &str) -> Self {
        Self(Text::new(raw))
    }

    /// The whole number: for the wire, and for an operator who asked to see it.
    #[must_use]
    pub fn full(&self) -> &str {
        self.0.as_str()
    }

    /// The number with all but its last four characters hidden.
    #[must_use]
    pub fn masked(&self) -> String {
        let length = self.full().chars().count();
        let hidden = length.saturating_sub(4);
        let mut masked: String = std::iter::repeat_n(MASK, hidden.min(6)).collect();
        masked.extend(self.full().chars().skip(hidden));
        masked
    }

    /// The last four characters, by which people tell phones apart.
    #[must_use]
    pub fn tail(&self) -> &str {
        let text = self.full();
        text.char_indices().rev().nth(3).map_or(text, |(at, _)| &text[at..])
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.masked())
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", self.masked())
    }
}

/// A UPI id such as `name@bank`. `Display` and `Debug` hide a phone number in it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UpiId(Text);

impl UpiId {
    /// The id as it was given.
    #[must_use]
    pub fn new(raw: &str) -> Self {
        Self(Text::new(raw))
    }

    /// The whole id: for the wire, and for an operator who asked to see it.
    #[must_use]
    pub fn full(&self) -> &str {
        self.0.as_str()
    }

    /// The id with runs of seven or more digits hidden but for their last four.
    #[must_use]
    pub fn masked(&self) -> String {
        mask_runs(self.full(), 7)
    }
}

impl fmt::Display for UpiId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.masked())
    }
}

impl fmt::Debug for UpiId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UpiId({})", self.masked())
    }
}

/// A bank account number as the operator typed it: wiped from memory when dropped, shown by its last four digits.
#[derive(Clone)]
pub struct AccountNumber(SecretString);

impl AccountNumber {
    /// The number as it was typed.
    #[must_use]
    pub fn new(typed: SecretString) -> Self {
        Self(typed)
    }

    /// The whole number, for the wire alone.
    #[must_use]
    pub fn full(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Display for AccountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&Phone::new(self.full()).masked())
    }
}

impl fmt::Debug for AccountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccountNumber({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_shows_its_last_four() {
        assert_eq!(Phone::new("9876543210").to_string(), "••••••3210");
        assert_eq!(Phone::new("+919876543210").masked(), "••••••3210");
        assert_eq!(format!("{:?}", Phone::new("9876543210")), "Phone(••••••3210)");
    }

    #[test]
    fn a_short_phone_survives() {
        assert_eq!(Phone::new("").masked(), "");
        assert_eq!(Phone::new("321").masked(), "321");
        assert_eq!(Phone::new("321").tail(), "321");
        assert_eq!(Phone::new("9876543210").tail(), "3210");
    }

    #[test]
    fn a_upi_id_hides_a_phone_and_keeps_a_name() {
        assert_eq!(UpiId::new("9876543210@ybl").to_string(), "••••••3210@ybl");
        assert_eq!(UpiId::new("ravi.k42@okaxis").to_string(), "ravi.k42@okaxis");
    }

    #[test]
    fn sentences_lose_long_numbers_only() {
        assert_eq!(mask_digits("OTP sent to 9876543210, try 2 of 3"), "OTP sent to ••••••3210, try 2 of 3");
        assert_eq!(mask_digits("code 8001"), "code 8001");
    }

    #[test]
    fn an_account_number_is_never_printed_whole() {
        let number = AccountNumber::new("123456789012".into());
        assert_eq!(format!("{number} {number:?}"), "••••••9012 AccountNumber(••••••9012)");
    }
}
