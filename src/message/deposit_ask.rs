//! What a form of a deposit is opened with.

use crate::domain::{ConnectionId, PaymentSystem, Text, WebAddress};

/// Which form of a deposit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DepositStep {
    /// A transaction to create, to be paid and then activated.
    Create,
    /// A payment to activate.
    Activate,
    /// A payment by hand, to be looked for.
    Report,
    /// A payment that wants no activation.
    Pay,
}

/// What a form of a deposit is opened with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepositAsk {
    /// Which form.
    pub step: DepositStep,
    /// Where to.
    pub connection: ConnectionId,
    /// The payment system.
    pub system: PaymentSystem,
    /// The user, as far as one is known.
    pub label: Text,
    /// What shows users how to pay by this system.
    pub hint: Option<WebAddress>,
}
