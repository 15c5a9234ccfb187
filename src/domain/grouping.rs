//! How the digits of amounts and counts are grouped: each currency's way, or the operator's for all of them.
//!
//! Amounts are worded in very many places, so the operator's choice is one for the whole process: it is made once, before
//! anything is worded, and changes nothing but commas.

use std::sync::atomic::{AtomicU8, Ordering};

/// How digits are grouped.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, strum::Display, strum::EnumIter, strum::EnumString, strum::VariantNames,
)]
#[strum(serialize_all = "lowercase")]
pub enum Grouping {
    /// As the people of each currency do: `INR 12,34,567`, `USD 1,234,567`; counts in thousands.
    #[default]
    Currency,
    /// In thousands: `1,234,567`.
    Thousands,
    /// In lakhs and crores: `12,34,567`.
    Indian,
    /// Not at all: `1234567`.
    None,
}

/// The choice of this process.
static CHOSEN: AtomicU8 = AtomicU8::new(Grouping::Currency as u8);

impl Grouping {
    /// Chooses it for the whole process. To be called before anything is worded.
    pub fn choose(self) {
        CHOSEN.store(self as u8, Ordering::Relaxed);
    }

    /// What was chosen.
    #[must_use]
    pub fn chosen() -> Self {
        let all = [Self::Currency, Self::Thousands, Self::Indian, Self::None];
        all.into_iter().find(|one| *one as u8 == CHOSEN.load(Ordering::Relaxed)).unwrap_or_default()
    }

    /// The digits of a whole number in groups; `indian` says whether its currency has lakhs.
    #[must_use]
    pub fn group(self, digits: &str, indian: bool) -> String {
        let step = match self {
            Self::None => return digits.to_owned(),
            Self::Currency if indian => 2,
            Self::Indian => 2,
            Self::Currency | Self::Thousands => 3,
        };
        let mut text = String::with_capacity(digits.len() + digits.len() / 2);
        for (at, digit) in digits.char_indices() {
            let left = digits.len() - at;
            if at > 0 && left >= 3 && (left - 3).is_multiple_of(step) {
                text.push(',');
            }
            text.push(digit);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use strum::IntoEnumIterator;

    use super::*;

    #[rstest]
    #[case(Grouping::Currency, true, "12,34,56,789")]
    #[case(Grouping::Currency, false, "123,456,789")]
    #[case(Grouping::Thousands, true, "123,456,789")]
    #[case(Grouping::Thousands, false, "123,456,789")]
    #[case(Grouping::Indian, true, "12,34,56,789")]
    #[case(Grouping::Indian, false, "12,34,56,789")]
    #[case(Grouping::None, true, "123456789")]
    fn digits_are_grouped_as_was_chosen(#[case] grouping: Grouping, #[case] indian: bool, #[case] grouped: &str) {
        assert_eq!(grouping.group("123456789", indian), grouped);
    }

    #[test]
    fn short_numbers_have_one_group() {
        for grouping in Grouping::iter() {
            for digits in ["0", "12", "999"] {
                assert_eq!(grouping.group(digits, true), digits);
            }
            assert_eq!(grouping.group("1000", true).replace(',', ""), "1000");
        }
    }
}
