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
/// shown, logged and kept of it. Digits that single spaces or hyphens part are one number, as people write phones;
/// a date is none, and commas and points make amounts.
#[must_use]
pub fn mask_digits(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = number_end(&chars, at);
        if is_date(&chars[at..end]) {
            // What a space or a hyphen joins to a date is no part of it.
            masked.extend(&chars[at..at + DATE]);
            at += DATE;
            continue;
        }
        let digits = chars[at..end].iter().filter(|c| c.is_ascii_digit()).count();
        let solid = digits == end - at;
        if digits >= if solid { 8 } else { 9 } {
            let mut hidden = digits - 4;
            for c in &chars[at..end] {
                let hide = c.is_ascii_digit() && hidden > 0;
                hidden -= usize::from(hide);
                masked.push(if hide { MASK } else { *c });
            }
        } else {
            masked.extend(&chars[at..end.max(at + 1)]);
        }
        at = end.max(at + 1);
    }
    masked
}

/// Where the number that begins at `start` ends; `start` itself where none begins there.
fn number_end(chars: &[char], start: usize) -> usize {
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let mut end = start;
    while digit(end) || (end > start && matches!(chars.get(end), Some(' ' | '-')) && digit(end + 1)) {
        end += 1;
    }
    end
}

/// How long a date is: `2026-11-20`.
const DATE: usize = 10;

/// Whether it begins with a date.
fn is_date(number: &[char]) -> bool {
    let shape: String = number.iter().take(DATE).map(|c| if c.is_ascii_digit() { '0' } else { *c }).collect();
    let ends = number.get(DATE).is_none_or(|c| !c.is_ascii_digit());
    ends && shape == "0000-00-00" && matches!(number, ['1' | '2', '9' | '0', ..])
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

    /// Whether `typed` can be a phone number: 8 to 15 digits (ITU-T E.164), with or without a `+` before them.
    #[must_use]
    pub fn is_plausible(typed: &str) -> bool {
        let digits = typed.strip_prefix('+').unwrap_or(typed);
        (8..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
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

impl PartialEq for AccountNumber {
    fn eq(&self, other: &Self) -> bool {
        self.full() == other.full()
    }
}

impl Eq for AccountNumber {}

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
    fn what_can_be_a_phone_is_told_from_what_cannot() {
        assert!(Phone::is_plausible("9876543210") && Phone::is_plausible("+919876543210"));
        for wrong in ["", "+", "1234567", "1234567890123456", "98765 43210", "98765abc"] {
            assert!(!Phone::is_plausible(wrong), "{wrong}");
        }
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
        assert_eq!(mask_digits("call 98765 43210 or +91-98765-43210"), "call ••••• •3210 or +••-•••••-•3210");
        assert_eq!(mask_digits("account 1234 5678 9012"), "account •••• •••• 9012");
        assert_eq!(mask_digits("at 2026-11-20 14:05, INR 12,34,567.00"), "at 2026-11-20 14:05, INR 12,34,567.00");
        // A number that stands behind a date is no part of it.
        assert_eq!(mask_digits("2026-11-20 9876543210 failed"), "2026-11-20 ••••••3210 failed");
        assert_eq!(mask_digits("2026-11-20-9876543210"), "2026-11-20-••••••3210");
        assert_eq!(mask_digits("2026-11-209876543210"), "••••-••-••••••••3210");
    }

    #[test]
    fn an_account_number_is_never_printed_whole() {
        let number = AccountNumber::new("123456789012".into());
        assert_eq!(format!("{number} {number:?}"), "••••••9012 AccountNumber(••••••9012)");
    }
}
