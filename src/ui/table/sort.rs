//! What rows are sorted by: numbers as numbers, and digits in text too.

use rust_decimal::Decimal;

/// What a column sorts by: what is not there comes before everything.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SortKey {
    /// There is nothing.
    Nothing,
    /// A number.
    Number(Decimal),
    /// A text, in small letters, with its digits as numbers.
    Text(Vec<Part>),
}

/// A part of a text: `a9` comes before `a10`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Digits.
    Digits(u128),
    /// Other characters.
    Words(String),
}

impl SortKey {
    /// A text with its digits as numbers.
    #[must_use]
    pub fn natural(text: &str) -> Self {
        let mut parts = Vec::new();
        for c in text.to_lowercase().chars() {
            match (parts.last_mut(), c.to_digit(10)) {
                (Some(Part::Digits(number)), Some(digit)) => {
                    *number = number.saturating_mul(10).saturating_add(u128::from(digit));
                }
                (_, Some(digit)) => parts.push(Part::Digits(u128::from(digit))),
                (Some(Part::Words(words)), None) => words.push(c),
                (_, None) => parts.push(Part::Words(c.to_string())),
            }
        }
        Self::Text(parts)
    }

    /// A number, where there is one.
    #[must_use]
    pub fn number(number: Option<Decimal>) -> Self {
        number.map_or(Self::Nothing, Self::Number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_in_text_sort_as_numbers() {
        let natural = SortKey::natural;
        assert!(natural("a9") < natural("a10"));
        assert!(natural("PAYTM") < natural("PHONEPE"));
        assert!(SortKey::Nothing < natural(""));
    }
}
