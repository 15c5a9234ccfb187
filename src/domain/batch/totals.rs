//! Sums per currency.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::domain::{Currency, Money};

/// How much and how many, by currency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals(BTreeMap<Currency, (usize, Decimal)>);

impl Totals {
    /// Adds an amount. `false` where the sum would be more than any number holds: then it is no sum.
    #[must_use]
    pub fn add(&mut self, money: &Money) -> bool {
        let (count, sum) = self.0.entry(money.currency.clone()).or_default();
        *count += 1;
        match sum.checked_add(money.amount) {
            Some(more) => *sum = more,
            None => return false,
        }
        true
    }

    /// Each currency's count and sum, by its code.
    pub fn iter(&self) -> impl Iterator<Item = (usize, Money)> {
        self.0.iter().map(|(currency, (count, sum))| (*count, Money::new(*sum, currency.clone())))
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The sums in a few words, such as `INR 1,500.00 and USD 20.00`.
    #[must_use]
    pub fn words(&self) -> String {
        let sums: Vec<String> = self.iter().map(|(_, sum)| sum.to_string()).collect();
        match sums.split_last() {
            None => "nothing".to_owned(),
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} and {last}", others.join(", ")),
        }
    }
}
