//! Withdrawal orders of CARD accounts, as they were acted on.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use super::{AccountNo, Second};

/// The id of an order: `w1` is the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderNo(pub u64);

impl fmt::Display for OrderNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "w{}", self.0)
    }
}

impl Serialize for OrderNo {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// An order that was acted on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Its id.
    pub id: OrderNo,
    /// The account that pays.
    pub account: AccountNo,
    /// How much, in rupees.
    pub amount: Decimal,
    /// When.
    pub at: Second,
}
