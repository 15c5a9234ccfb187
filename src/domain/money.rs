//! Amounts: decimal, never binary floating point, always with their currency.

use std::fmt;

use rust_decimal::Decimal;

use super::{Grouping, Text};

/// A currency by its ISO 4217 code.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency(Text);

impl Currency {
    /// The currency with this code, in capitals.
    #[must_use]
    pub fn new(code: &str) -> Self {
        Self(Text::new(&code.to_ascii_uppercase()))
    }

    /// The Indian rupee, the one currency of the withdraw-tool API.
    #[must_use]
    pub fn inr() -> Self {
        Self::new("INR")
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> &str {
        self.0.as_str()
    }

    /// How many decimals people write its amounts with (ISO 4217 minor units; two where it is not listed).
    #[must_use]
    pub fn decimals(&self) -> u32 {
        match self.code() {
            "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "UYI" | "VND"
            | "VUV" | "XAF" | "XOF" | "XPF" => 0,
            "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
            "CLF" | "UYW" => 4,
            _ => 2,
        }
    }

    /// Whether its digits are grouped in lakhs and crores.
    fn is_indian(&self) -> bool {
        matches!(self.code(), "INR" | "NPR" | "PKR" | "BDT" | "LKR")
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount of one currency.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    /// How much.
    pub amount: Decimal,
    /// Of what.
    pub currency: Currency,
}

/// Why what an operator typed is no amount to pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Nothing was typed.
    #[error("type an amount, such as 1500 or 1,500.00")]
    Empty,
    /// Not a plain decimal number.
    #[error("not an amount: write digits and at most one point, such as 1500 or 1,500.00")]
    NotANumber,
    /// Zero or less.
    #[error("the amount must be more than zero")]
    NotPositive,
    /// More decimals than the currency has.
    #[error("too many decimals: this currency has {0}")]
    TooFine(u32),
    /// More digits than an amount may have.
    #[error("too large: at most 15 digits before the point")]
    TooLarge,
}

impl Money {
    /// `amount` of `currency`.
    #[must_use]
    pub fn new(amount: Decimal, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// `amount` rupees.
    #[must_use]
    pub fn inr(amount: Decimal) -> Self {
        Self::new(amount, Currency::inr())
    }

    /// Reads an amount to pay as a person types it: digits, grouping commas or spaces, at most one point.
    ///
    /// # Errors
    /// Says what is wrong with it in words meant for the field it was typed in.
    pub fn parse(typed: &str, currency: Currency) -> Result<Self, AmountError> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(AmountError::Empty);
        }
        let (whole, fraction) = typed.split_once('.').unwrap_or((typed, ""));
        let whole = ungrouped(whole).ok_or(AmountError::NotANumber)?;
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if !digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
            return Err(AmountError::NotANumber);
        }
        if whole.trim_start_matches('0').len() > 15 {
            return Err(AmountError::TooLarge);
        }
        if fraction.len() > currency.decimals() as usize {
            return Err(AmountError::TooFine(currency.decimals()));
        }
        let plain = format!("{}.{}", if whole.is_empty() { "0" } else { &whole }, fraction);
        let amount = Decimal::from_str_exact(plain.trim_end_matches('.')).map_err(|_| AmountError::NotANumber)?;
        if amount <= Decimal::ZERO {
            return Err(AmountError::NotPositive);
        }
        Ok(Self::new(amount, currency))
    }

    /// The amount alone: grouped as was [chosen](Grouping) and with at least its decimals; finer ones are kept, not rounded.
    #[must_use]
    pub fn digits(&self) -> String {
        let mut amount = self.amount.normalize();
        if amount.scale() < self.currency.decimals() {
            amount.rescale(self.currency.decimals());
        }
        let plain = amount.abs().to_string();
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let mut text = String::with_capacity(plain.len() + 8);
        if amount.is_sign_negative() && !amount.is_zero() {
            text.push('-');
        }
        text.push_str(&Grouping::chosen().group(whole, self.currency.is_indian()));
        if !fraction.is_empty() {
            text.push('.');
            text.push_str(fraction);
        }
        text
    }
}

/// `whole` without its grouping; `None` where it is no whole number as people group them.
fn ungrouped(whole: &str) -> Option<String> {
    let mut groups = whole.split([',', ' ', '_']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if !digits(first) || (first.is_empty() && !rest.is_empty()) {
        return None;
    }
    // Groups have two or three digits and the last one three: `1,500`, `12,34,567`; never `1,5`, which may be a decimal.
    let sound =
        |(at, part): (usize, &&str)| digits(part) && (part.len() == 3 || (part.len() == 2 && at + 1 < rest.len()));
    rest.iter().enumerate().all(sound).then(|| format!("{first}{}", rest.concat()))
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{} {}", self.currency, self.digits()))
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn inr(text: &str) -> Money {
        Money::inr(Decimal::from_str_exact(text).unwrap())
    }

    #[rstest]
    #[case("0", "0.00")]
    #[case("999", "999.00")]
    #[case("1000", "1,000.00")]
    #[case("100000.5", "1,00,000.50")]
    #[case("1234567", "12,34,567.00")]
    #[case("123456789.01", "12,34,56,789.01")]
    #[case("-1234567.00", "-12,34,567.00")]
    #[case("0.125", "0.125")]
    #[case("5.1000", "5.10")]
    fn rupees_are_grouped_in_lakhs(#[case] amount: &str, #[case] shown: &str) {
        assert_eq!(inr(amount).digits(), shown);
    }

    #[test]
    fn others_are_grouped_in_thousands_with_their_own_decimals() {
        let money =
            |amount, code| Money::new(Decimal::from_str_exact(amount).unwrap(), Currency::new(code)).to_string();
        assert_eq!(money("1234567.8", "USD"), "USD 1,234,567.80");
        assert_eq!(money("1234567", "JPY"), "JPY 1,234,567");
        assert_eq!(money("1.5", "kwd"), "KWD 1.500");
        assert_eq!(money("1.5", "CLF"), "CLF 1.5000");
        // More digits than the currency has are kept, all of them.
        assert_eq!(money("187239.195", "BRL"), "BRL 187,239.195");
        assert_eq!(money("-23.9375", "EUR"), "EUR -23.9375");
        assert_eq!(money("74.54470339", "BTC"), "BTC 74.54470339");
        assert_eq!(money("0.5", "JPY"), "JPY 0.5");
    }

    #[rstest]
    #[case("1500", "1500")]
    #[case(" 1,500.00 ", "1500.00")]
    #[case("12,34,567", "1234567")]
    #[case("1,234,567", "1234567")]
    #[case(".50", "0.50")]
    #[case("7.", "7")]
    fn amounts_read_as_people_type_them(#[case] typed: &str, #[case] amount: &str) {
        let parsed = Money::parse(typed, Currency::inr()).unwrap();
        assert_eq!(parsed.amount, Decimal::from_str_exact(amount).unwrap());
    }

    #[rstest]
    #[case("", AmountError::Empty)]
    #[case("0", AmountError::NotPositive)]
    #[case("0.00", AmountError::NotPositive)]
    #[case("-5", AmountError::NotANumber)]
    #[case("1e3", AmountError::NotANumber)]
    #[case("1,5", AmountError::NotANumber)]
    #[case("1.5.0", AmountError::NotANumber)]
    #[case(",500", AmountError::NotANumber)]
    #[case(".", AmountError::NotANumber)]
    #[case("₹500", AmountError::NotANumber)]
    #[case("٥٠٠", AmountError::NotANumber)]
    #[case("1.005", AmountError::TooFine(2))]
    #[case("1234567890123456", AmountError::TooLarge)]
    fn what_is_no_amount_says_why(#[case] typed: &str, #[case] error: AmountError) {
        assert_eq!(Money::parse(typed, Currency::inr()), Err(error));
    }
}
