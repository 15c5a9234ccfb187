//! The sums of the header.

use std::iter::Sum;

use rust_decimal::Decimal;

use crate::domain::Ratio;

use super::Accounts;

/// What all accounts come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Accounts.
    pub accounts: usize,
    /// Accounts with withdrawals on.
    pub enabled: usize,
    /// Running tasks.
    pub tasks: usize,
    /// The amount of all running tasks, in rupees.
    pub amount: Decimal,
    /// What of it is withdrawn, in rupees.
    pub withdrawn: Decimal,
    /// Orders assigned to all running tasks.
    pub orders: u64,
    /// Those of them that succeeded.
    pub succeeded: u64,
}

impl Totals {
    /// The sums of these accounts.
    #[must_use]
    pub fn of(accounts: &Accounts) -> Self {
        let mut totals = Self { accounts: accounts.rows().len(), ..Self::default() };
        for row in accounts.rows() {
            totals.enabled += usize::from(row.account.enabled);
            if let Some(task) = &row.account.task {
                totals.tasks += 1;
                totals.amount = totals.amount.saturating_add(task.amount);
                totals.withdrawn = totals.withdrawn.saturating_add(task.withdrawn);
                totals.orders = totals.orders.saturating_add(task.orders);
                totals.succeeded = totals.succeeded.saturating_add(task.succeeded);
            }
        }
        totals
    }

    /// How many of all orders succeeded.
    #[must_use]
    pub fn success_rate(&self) -> Ratio {
        Ratio::of_counts(self.succeeded, self.orders)
    }

    /// How much of the money is withdrawn.
    #[must_use]
    pub fn progress(&self) -> Ratio {
        Ratio::of(self.withdrawn, self.amount)
    }
}

impl<'a> Sum<&'a Self> for Totals {
    fn sum<I: Iterator<Item = &'a Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, more| Self {
            accounts: sum.accounts + more.accounts,
            enabled: sum.enabled + more.enabled,
            tasks: sum.tasks + more.tasks,
            amount: sum.amount.saturating_add(more.amount),
            withdrawn: sum.withdrawn.saturating_add(more.withdrawn),
            orders: sum.orders.saturating_add(more.orders),
            succeeded: sum.succeeded.saturating_add(more.succeeded),
        })
    }
}
