//! What a form of a payee is to ask.

use crate::domain::{ConnectionId, PayeeKey};

/// Which form of a payee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PayeeAsk {
    /// Who is to be registered; at this connection, unless another is chosen there.
    Register(ConnectionId),
    /// What is to be said of a payee from now on.
    Update(PayeeKey),
    /// Which bank account is to be added to a payee.
    AddAccount(PayeeKey),
    /// Which customer number is to be remembered; of this connection, unless another is chosen there.
    Import(ConnectionId),
}
