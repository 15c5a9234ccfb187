//! Limits: how much may leave a connection, by currency, and when an amount has to be typed once more.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Currency, Money};

/// The limits of a connection. A currency that has none is not limited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits(BTreeMap<Currency, Limit>);

/// The limits of one currency; `None` where there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limit {
    /// The largest single amount.
    pub largest: Option<Decimal>,
    /// The largest sum of one day.
    pub per_day: Option<Decimal>,
    /// How many may leave within one hour.
    pub per_hour: Option<u32>,
    /// From which amount on it has to be typed once more before it counts as meant.
    pub type_from: Option<Decimal>,
}

/// What has left already, or may have: what is unconfirmed counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// The sum of the day.
    pub today: Decimal,
    /// How many within the last hour.
    pub last_hour: u32,
}

impl Limits {
    /// The same with these limits for `currency`.
    #[must_use]
    pub fn with(mut self, currency: Currency, limit: Limit) -> Self {
        self.0.insert(currency, limit);
        self
    }

    /// The limits of a currency, where it has any.
    #[must_use]
    pub fn of(&self, currency: &Currency) -> Option<&Limit> {
        self.0.get(currency)
    }

    /// Every currency that is limited, with its limits.
    pub fn iter(&self) -> impl Iterator<Item = (&Currency, &Limit)> {
        self.0.iter()
    }

    /// Whether an amount has to be typed once more before it counts as meant.
    #[must_use]
    pub fn wants_typing(&self, amount: &Money) -> bool {
        self.of(&amount.currency).and_then(|limit| limit.type_from).is_some_and(|from| amount.amount >= from)
    }

    /// Whether an amount may leave, by itself.
    ///
    /// # Errors
    /// Why not, with the figure.
    pub fn check_alone(&self, amount: &Money) -> Result<(), String> {
        let Some(largest) = self.of(&amount.currency).and_then(|limit| limit.largest) else { return Ok(()) };
        if amount.amount <= largest {
            return Ok(());
        }
        let largest = Money::new(largest, amount.currency.clone());
        Err(format!("{amount} is more than the largest single amount allowed here, {largest}"))
    }

    /// Whether an amount may leave after what was spent already.
    ///
    /// # Errors
    /// Why not, with the figures.
    pub fn check(&self, amount: &Money, spent: &Spent) -> Result<(), String> {
        self.check_alone(amount)?;
        let Some(limit) = self.of(&amount.currency) else { return Ok(()) };
        let money = |amount_of| Money::new(amount_of, amount.currency.clone());
        if let Some(per_day) = limit.per_day {
            let sum = spent.today.checked_add(amount.amount);
            if sum.is_none_or(|sum| sum > per_day) {
                let left = money((per_day - spent.today).max(Decimal::ZERO));
                return Err(format!(
                    "with {amount} the day's sum would pass {}: {} is spent or unconfirmed, {left} is left",
                    money(per_day),
                    money(spent.today)
                ));
            }
        }
        if let Some(per_hour) = limit.per_hour
            && spent.last_hour >= per_hour
        {
            return Err(format!(
                "{} left within the last hour, and {per_hour} in {} an hour is what is allowed here",
                spent.last_hour, amount.currency
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inr(amount: i64) -> Money {
        Money::inr(Decimal::from(amount))
    }

    fn limits() -> Limits {
        let limit = Limit {
            largest: Some(Decimal::from(50_000)),
            per_day: Some(Decimal::from(100_000)),
            per_hour: Some(3),
            type_from: Some(Decimal::from(10_000)),
        };
        Limits::default().with(Currency::inr(), limit)
    }

    fn spent(today: i64, last_hour: u32) -> Spent {
        Spent { today: Decimal::from(today), last_hour }
    }

    #[test]
    fn a_limit_itself_is_still_allowed() {
        assert_eq!(limits().check(&inr(50_000), &spent(50_000, 2)), Ok(()));
    }

    #[test]
    fn what_breaks_a_limit_is_refused_with_the_figures() {
        let largest = limits().check(&inr(50_001), &spent(0, 0)).unwrap_err();
        assert!(largest.contains("INR 50,001.00") && largest.contains("INR 50,000.00"), "{largest}");
        let day = limits().check(&inr(40_001), &spent(60_000, 0)).unwrap_err();
        assert!(day.contains("INR 1,00,000.00") && day.contains("INR 40,000.00 is left"), "{day}");
        let hour = limits().check(&inr(1), &spent(0, 3)).unwrap_err();
        assert!(hour.starts_with("3 left within the last hour"), "{hour}");
    }

    #[test]
    fn a_sum_beyond_all_numbers_is_refused_and_no_panic() {
        let all = Spent { today: Decimal::MAX, last_hour: 0 };
        assert!(limits().check(&inr(1), &all).is_err());
    }

    #[test]
    fn another_currency_is_not_limited() {
        let dollars = Money::new(Decimal::from(1_000_000), Currency::new("USD"));
        assert_eq!(limits().check(&dollars, &spent(0, 1_000)), Ok(()));
        assert!(!limits().wants_typing(&dollars));
    }

    #[test]
    fn large_amounts_want_typing() {
        assert!(!limits().wants_typing(&inr(9_999)));
        assert!(limits().wants_typing(&inr(10_000)));
    }
}
