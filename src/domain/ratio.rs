//! A part of a whole, exact enough to draw and never a float.

use std::fmt;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// A part of a whole in hundredths of a per cent, rounded down: 100 % means all of it, never nearly all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ratio(u32);

impl Ratio {
    /// All of it.
    pub const WHOLE: Self = Self(10_000);
    /// None of it.
    pub const ZERO: Self = Self(0);

    /// `part / whole`; zero where the whole is zero or less, or the part less than nothing. More than the whole is
    /// kept as it is.
    #[must_use]
    pub fn of(part: Decimal, whole: Decimal) -> Self {
        if whole <= Decimal::ZERO || part <= Decimal::ZERO {
            return Self::ZERO;
        }
        let parts = part.checked_mul(Decimal::from(10_000)).and_then(|scaled| scaled.checked_div(whole));
        Self(parts.and_then(|parts| parts.trunc().to_u32()).unwrap_or(u32::MAX))
    }

    /// `part / whole` of two counts, by the same rules.
    #[must_use]
    pub fn of_counts(part: u64, whole: u64) -> Self {
        if whole == 0 {
            return Self::ZERO;
        }
        let parts = u128::from(part) * 10_000 / u128::from(whole);
        Self(u32::try_from(parts).unwrap_or(u32::MAX))
    }

    /// So many hundredths of a per cent.
    #[must_use]
    pub const fn from_basis_points(points: u32) -> Self {
        Self(points)
    }

    /// In hundredths of a per cent.
    #[must_use]
    pub const fn basis_points(self) -> u32 {
        self.0
    }

    /// Whole per cent, rounded down.
    #[must_use]
    pub const fn percent(self) -> u32 {
        self.0 / 100
    }

    /// How many of `cells` eighths-of-a-cell are filled; at most all of them.
    #[must_use]
    pub fn eighths(self, cells: u16) -> u32 {
        u32::from(cells) * 8 * self.0.min(10_000) / 10_000
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{} %", self.percent()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_nothing_is_zero() {
        assert_eq!(Ratio::of_counts(0, 0), Ratio::ZERO);
        assert_eq!(Ratio::of_counts(3, 0), Ratio::ZERO);
        assert_eq!(Ratio::of(Decimal::ONE, Decimal::ZERO), Ratio::ZERO);
    }

    #[test]
    fn nearly_all_is_not_all() {
        assert_eq!(Ratio::of_counts(9_999, 10_000).to_string(), "99 %");
        assert_eq!(Ratio::of_counts(1, 1), Ratio::WHOLE);
    }

    #[test]
    fn more_than_all_is_told_and_only_the_bar_is_clamped() {
        let over = Ratio::of(Decimal::from(15), Decimal::from(10));
        assert_eq!(over.to_string(), "150 %");
        assert_eq!(over.eighths(10), 80);
    }

    #[test]
    fn a_negative_part_is_nothing() {
        assert_eq!(Ratio::of(Decimal::from(-5), Decimal::from(10)), Ratio::ZERO);
    }
}
