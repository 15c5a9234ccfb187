//! A balance: what lies in one of the merchant's wallets.

use super::{Money, Text};

/// What lies in a wallet, in one currency (the Paykassma API, "Accounts' balance"). The Settlement balance is none of
/// them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balance {
    /// The payment system the wallet belongs to, as the provider names it.
    pub wallet: Text,
    /// How much, with the provider's own decimals; less than nothing where more went out than came in.
    pub money: Money,
}
