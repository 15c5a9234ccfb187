//! What users can pay with, and what shows them how.

use super::{Currency, Rows, Text, WebAddress};

/// What users can pay with in the currencies that were asked for (the Paykassma API, "Obtaining available PSs").
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaymentSystems {
    /// The currencies and their signs, as far as they could be read.
    pub currencies: Rows<CurrencySign>,
    /// The payment systems, in the provider's own order.
    pub systems: Rows<PaymentSystem>,
}

/// A currency with its sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrencySign {
    /// The currency.
    pub currency: Currency,
    /// Its sign, such as `$`; empty where there is none.
    pub sign: Text,
}

/// A payment system, for one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentSystem {
    /// What requests call it (`wallet_type`).
    pub kind: Text,
    /// Its name, for people.
    pub name: Text,
    /// Its currency.
    pub currency: Currency,
    /// Its place in the provider's order.
    pub order: i64,
    /// Where its logo is.
    pub logo: Option<WebAddress>,
    /// Whether deposits are activated by hand: then a possible transaction takes the place of an activation.
    pub manual: bool,
    /// Whether a screenshot of the payment can be uploaded.
    pub takes_bill: bool,
}

/// A picture or film that shows how to pay (the Paykassma API, "Getting mediahints").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaHint {
    /// The payment system.
    pub system: Text,
    /// Its id at the provider.
    pub id: Text,
    /// Where it is.
    pub address: WebAddress,
}
