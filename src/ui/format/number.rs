//! Amounts, counts and per cent.

use crate::domain::{Grouping, Money, Ratio};

/// An amount with its currency: `INR 12,34,567.00`.
#[must_use]
pub fn money(money: &Money) -> String {
    money.to_string()
}

/// The digits of an amount without decimals that are all zero: `12,34,567`, but `12,34,567.50`.
#[must_use]
pub fn amount_short(money: &Money) -> String {
    let mut digits = money.digits();
    if let Some((whole, fraction)) = digits.split_once('.')
        && fraction.bytes().all(|digit| digit == b'0')
    {
        digits.truncate(whole.len());
    }
    digits
}

/// The digits of an amount in at most `room` cells: whole (`12,34,567.00`), or without decimals that are all zero
/// (`12,34,567`), or `None`. An amount is never rounded, abbreviated or cut: a number that looks like another one
/// costs money.
#[must_use]
pub fn amount_that_fits(money: &Money, room: usize) -> Option<String> {
    [Money::digits as fn(&Money) -> String, amount_short]
        .iter()
        .map(|write| write(money))
        .find(|text| text.len() <= room)
}

/// The digits of a difference, with its sign also where it is more than nothing: `+1,200.00`, `-500.00`.
#[must_use]
pub fn amount_signed(money: &Money) -> String {
    let sign = if money.amount.is_sign_positive() && !money.amount.is_zero() { "+" } else { "" };
    format!("{sign}{}", money.digits())
}

/// A count, grouped in thousands where nothing else was chosen: `1,234`.
#[must_use]
pub fn count(count: u64) -> String {
    Grouping::chosen().group(&count.to_string(), false)
}

/// Whole per cent, rounded down: `93 %`.
#[must_use]
pub fn percent(ratio: Ratio) -> String {
    ratio.to_string()
}

/// Per cent with one decimal, rounded down: `93.4 %`.
#[must_use]
pub fn percent_fine(ratio: Ratio) -> String {
    let tenths = ratio.basis_points() / 10;
    format!("{}.{} %", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use rust_decimal::Decimal;

    use super::*;

    fn inr(text: &str) -> Money {
        Money::inr(Decimal::from_str_exact(text).unwrap())
    }

    #[rstest]
    #[case("1234567", 12, Some("12,34,567.00"))]
    #[case("1234567", 11, Some("12,34,567"))]
    #[case("1234567", 9, Some("12,34,567"))]
    #[case("1234567", 8, None)]
    // Paise that are not zero are part of the amount.
    #[case("1234567.50", 11, None)]
    #[case("1234567.50", 12, Some("12,34,567.50"))]
    #[case("-500", 4, Some("-500"))]
    #[case("0", 0, None)]
    fn amounts_are_exact_or_not_shown(#[case] amount: &str, #[case] room: usize, #[case] shown: Option<&str>) {
        assert_eq!(amount_that_fits(&inr(amount), room).as_deref(), shown);
    }

    #[rstest]
    #[case("1200", "+1,200.00")]
    #[case("-500.5", "-500.50")]
    #[case("0", "0.00")]
    fn differences_have_their_sign(#[case] amount: &str, #[case] shown: &str) {
        assert_eq!(amount_signed(&inr(amount)), shown);
    }

    #[rstest]
    #[case(0, "0")]
    #[case(999, "999")]
    #[case(1_234, "1,234")]
    #[case(1_234_567, "1,234,567")]
    #[case(u64::MAX, "18,446,744,073,709,551,615")]
    fn counts_are_grouped(#[case] number: u64, #[case] shown: &str) {
        assert_eq!(count(number), shown);
    }

    #[test]
    fn nearly_all_is_never_all() {
        assert_eq!(percent_fine(Ratio::of_counts(99_999, 100_000)), "99.9 %");
        assert_eq!(percent_fine(Ratio::of_counts(3, 2)), "150.0 %");
        assert_eq!(percent_fine(Ratio::ZERO), "0.0 %");
        assert_eq!(percent(Ratio::of_counts(1, 3)), "33 %");
    }
}
