//! Balances: what lies in the merchant's wallets, and below which marks that is too little.

use std::collections::BTreeMap;
use std::fmt;

use rust_decimal::Decimal;

use super::{ConnectionId, Currency, Money, Text};

/// What lies in a wallet, in one currency (the Paykassma API, "Accounts' balance"). The Settlement balance is none of
/// them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balance {
    /// The payment system the wallet belongs to, as the provider names it.
    pub wallet: Text,
    /// How much, with the provider's own decimals; less than nothing where more went out than came in.
    pub money: Money,
}

/// A wallet of one connection, in one currency: a payment system may have a wallet in each of several.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WalletKey {
    /// Whose.
    pub connection: ConnectionId,
    /// The payment system.
    pub wallet: Text,
    /// The currency.
    pub currency: Currency,
}

/// What money lies in: one wallet, or all wallets of a currency at a connection together.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Purse {
    /// One wallet.
    Wallet(WalletKey),
    /// All wallets of a currency.
    Currency(ConnectionId, Currency),
}

impl Purse {
    /// Whose it is.
    #[must_use]
    pub fn connection(&self) -> &ConnectionId {
        match self {
            Self::Wallet(key) => &key.connection,
            Self::Currency(connection, _) => connection,
        }
    }

    /// The currency.
    #[must_use]
    pub fn currency(&self) -> &Currency {
        match self {
            Self::Wallet(key) => &key.currency,
            Self::Currency(_, currency) => currency,
        }
    }

    /// The wallet, where it is one.
    #[must_use]
    pub fn wallet(&self) -> Option<&Text> {
        match self {
            Self::Wallet(key) => Some(&key.wallet),
            Self::Currency(..) => None,
        }
    }
}

impl fmt::Display for Purse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wallet(key) => write!(f, "{} {}", key.wallet, key.currency),
            Self::Currency(_, currency) => write!(f, "all {currency}"),
        }
    }
}

/// Below which marks a balance is low: for the sum of a currency, and for single wallets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LowMarks(BTreeMap<(Option<Text>, Currency), Decimal>);

impl LowMarks {
    /// The same with this mark for a wallet, or for the sum of a currency at each connection.
    #[must_use]
    pub fn with(mut self, wallet: Option<Text>, mark: Money) -> Self {
        self.0.insert((wallet, mark.currency), mark.amount);
        self
    }

    /// The mark of a purse, where it has one.
    #[must_use]
    pub fn of(&self, purse: &Purse) -> Option<Money> {
        let mark = self.0.get(&(purse.wallet().cloned(), purse.currency().clone()))?;
        Some(Money::new(*mark, purse.currency().clone()))
    }

    /// Every purse of a connection that has a mark, with it.
    pub fn at<'a>(&'a self, connection: &'a ConnectionId) -> impl Iterator<Item = (Purse, Money)> + use<'a> {
        self.0.iter().map(move |((wallet, currency), mark)| {
            let (connection, currency) = (connection.clone(), currency.clone());
            let mark = Money::new(*mark, currency.clone());
            let purse = match wallet.clone() {
                Some(wallet) => Purse::Wallet(WalletKey { connection, wallet, currency }),
                None => Purse::Currency(connection, currency),
            };
            (purse, mark)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_of_a_wallet_or_of_a_sum_and_never_of_both() {
        let marks = LowMarks::default()
            .with(None, Money::inr(Decimal::from(100_000)))
            .with(Some("paytm".into()), Money::inr(Decimal::from(20_000)));
        let shop = ConnectionId::new("shop");
        let wallet = |name: &str| {
            let (connection, currency) = (shop.clone(), Currency::inr());
            Purse::Wallet(WalletKey { connection, wallet: name.into(), currency })
        };
        let sum = Purse::Currency(shop.clone(), Currency::inr());
        assert_eq!(marks.of(&sum), Some(Money::inr(Decimal::from(100_000))));
        assert_eq!(marks.of(&wallet("paytm")), Some(Money::inr(Decimal::from(20_000))));
        assert_eq!(marks.of(&wallet("upi_ib")), None);
        assert_eq!(marks.of(&Purse::Currency(shop.clone(), Currency::new("BDT"))), None);
        let all: Vec<Purse> = marks.at(&shop).map(|(purse, _)| purse).collect();
        assert_eq!(all, [sum, wallet("paytm")]);
    }
}
