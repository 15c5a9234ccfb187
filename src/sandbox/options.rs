//! What the sandbox can be told when it starts. Every value is checked where it is made, so none has to be again.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// How the sandbox's world is made and how it behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// How many accounts the world begins with.
    pub accounts: AccountCount,
    /// What all chance comes from: the same seed gives the same world.
    pub seed: u64,
    /// How fast the world's time runs.
    pub speed: Speed,
    /// Whether the merchant's other business goes on by itself: money comes in and goes out that nobody asked for here.
    /// Where balances are to be what was done to them, it does not.
    pub trade: bool,
    /// What goes wrong, and how often.
    pub faults: Faults,
}

/// What goes wrong with the providers' operations; the sandbox's own endpoints always work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// How long every request waits before it is acted on.
    pub latency: Duration,
    /// How often the answer is a 5xx; the provider has not acted then.
    pub error_rate: Rate,
    /// How often the connection is cut without an answer, after the provider acted.
    pub drop_rate: Rate,
    /// How often the answer is torn JSON, a web page or no JSON at all, after the provider acted.
    pub garbage_rate: Rate,
}

/// Why a value is no option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OptionsError {
    /// Not a whole number, or more than [`AccountCount::MAX`].
    #[error("expected a whole number of accounts, at most {max}", max = AccountCount::MAX)]
    Accounts,
    /// Not a number from [`Speed::MIN`] to [`Speed::MAX`].
    #[error("expected a speed from {min} to {max}, such as 1 or 2.5", min = Speed::MIN, max = Speed::MAX)]
    Speed,
    /// Not a number from 0 to 1.
    #[error("expected a probability from 0 to 1, such as 0.2")]
    Rate,
}

/// How many accounts a world begins with; 24 unless told otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountCount(u32);

impl AccountCount {
    /// The most accounts a world begins with.
    pub const MAX: u32 = 1_000_000;

    /// `count` accounts.
    ///
    /// # Errors
    /// [`OptionsError::Accounts`] above [`AccountCount::MAX`].
    pub fn new(count: usize) -> Result<Self, OptionsError> {
        match u32::try_from(count) {
            Ok(count) if count <= Self::MAX => Ok(Self(count)),
            _ => Err(OptionsError::Accounts),
        }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl Default for AccountCount {
    fn default() -> Self {
        Self(24)
    }
}

impl FromStr for AccountCount {
    type Err = OptionsError;

    fn from_str(text: &str) -> Result<Self, OptionsError> {
        text.parse().map_err(|_| OptionsError::Accounts).and_then(Self::new)
    }
}

impl fmt::Display for AccountCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How many seconds pass in the world while one passes outside, to the thousandth; 1 unless told otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speed {
    thousandths: u32,
}

impl Speed {
    /// The slowest.
    pub const MIN: f64 = 0.001;
    /// The fastest: an hour a second.
    pub const MAX: f64 = 3_600.0;

    /// `factor` seconds a second.
    ///
    /// # Errors
    /// [`OptionsError::Speed`] outside [`Speed::MIN`] to [`Speed::MAX`].
    pub fn new(factor: f64) -> Result<Self, OptionsError> {
        if !(Self::MIN..=Self::MAX).contains(&factor) {
            return Err(OptionsError::Speed);
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within 1 and 3,600,000")]
        Ok(Self { thousandths: (factor * 1_000.0).round() as u32 })
    }

    /// In thousandths: 1000 is real time.
    #[must_use]
    pub const fn thousandths(self) -> u32 {
        self.thousandths
    }
}

impl Default for Speed {
    fn default() -> Self {
        Self { thousandths: 1_000 }
    }
}

impl FromStr for Speed {
    type Err = OptionsError;

    fn from_str(text: &str) -> Result<Self, OptionsError> {
        text.parse().map_err(|_| OptionsError::Speed).and_then(Self::new)
    }
}

impl fmt::Display for Speed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (f64::from(self.thousandths) / 1_000.0).fmt(f)
    }
}

/// A probability; 0 unless told otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rate(f64);

// Never NaN, so equality is total.
impl Eq for Rate {}

impl Rate {
    /// Every time.
    pub const ALWAYS: Self = Self(1.0);

    /// `probability`, from 0 to 1.
    ///
    /// # Errors
    /// [`OptionsError::Rate`] for anything else.
    pub fn new(probability: f64) -> Result<Self, OptionsError> {
        if (0.0..=1.0).contains(&probability) { Ok(Self(probability)) } else { Err(OptionsError::Rate) }
    }

    /// The probability.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl FromStr for Rate {
    type Err = OptionsError;

    fn from_str(text: &str) -> Result<Self, OptionsError> {
        text.parse().map_err(|_| OptionsError::Rate).and_then(Self::new)
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("0", Some(0.0))]
    #[case("1", Some(1.0))]
    #[case("0.25", Some(0.25))]
    #[case("1.0001", None)]
    #[case("-0.1", None)]
    #[case("NaN", None)]
    #[case("inf", None)]
    #[case("20%", None)]
    #[case("", None)]
    fn a_rate_is_a_probability(#[case] text: &str, #[case] rate: Option<f64>) {
        assert_eq!(text.parse::<Rate>().ok().map(Rate::get), rate);
    }

    #[rstest]
    #[case("1", Some(1_000))]
    #[case("2.5", Some(2_500))]
    #[case("0.001", Some(1))]
    #[case("3600", Some(3_600_000))]
    #[case("0", None)]
    #[case("-1", None)]
    #[case("3601", None)]
    #[case("NaN", None)]
    #[case("fast", None)]
    fn a_speed_is_positive_and_bounded(#[case] text: &str, #[case] thousandths: Option<u32>) {
        assert_eq!(text.parse::<Speed>().ok().map(Speed::thousandths), thousandths);
    }

    #[test]
    fn the_number_of_accounts_is_bounded_and_may_be_none() {
        assert_eq!(AccountCount::new(0).map(AccountCount::get), Ok(0));
        assert_eq!(AccountCount::new(1_000_000).map(AccountCount::get), Ok(1_000_000));
        assert_eq!(AccountCount::new(1_000_001), Err(OptionsError::Accounts));
        assert_eq!("-1".parse::<AccountCount>(), Err(OptionsError::Accounts));
        assert_eq!(Options::default().accounts.get(), 24);
    }

    #[test]
    fn options_print_as_they_are_typed() {
        assert_eq!(Speed::new(2.5).unwrap().to_string(), "2.5");
        assert_eq!(Speed::default().to_string(), "1");
        assert_eq!(Rate::new(0.2).unwrap().to_string(), "0.2");
    }
}
