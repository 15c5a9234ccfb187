//! What tells one pane of payouts from another.

use crate::domain::{Ability, ChangeKind, ConnectionId, IntentId, InvoiceId};
use crate::message::{Command, Context, Open, PaneId};

/// A kind of payout, and how its pane speaks of it.
pub struct Kind {
    /// Which pane it is.
    pub pane: PaneId,
    /// Where its keys have their meaning.
    pub context: Context,
    /// What a connection has to be able to do, for there to be anything here.
    pub ability: Ability,
    /// The change that makes one.
    pub change: ChangeKind,
    /// What one is called.
    pub one: &'static str,
    /// What its id is called where it is copied.
    pub id: &'static str,
    /// That id, as the provider knows it.
    pub id_of: fn(IntentId) -> String,
    /// What is said while there are none.
    pub none: &'static str,
    /// The command that makes one.
    pub new: Command,
    /// The command that makes one like the selected one.
    pub again: Command,
    /// The form that makes one at a connection, like another where one is told.
    pub create: fn(ConnectionId, Option<IntentId>) -> Open,
}

/// The withdrawals of Paykassma.
pub static WITHDRAWALS: Kind = Kind {
    pane: PaneId::Withdrawals,
    context: Context::Withdrawals,
    ability: Ability::Withdrawals,
    change: ChangeKind::CreateWithdrawal,
    one: "withdrawal",
    id: "withdrawal id",
    id_of: |id| id.to_string(),
    none: "No withdrawal was made here yet\nn makes one; each is followed here until it is paid or failed",
    new: Command::NewWithdrawal,
    again: Command::WithdrawAgain,
    create: |connection, like| Open::Withdrawal { connection, like },
};

/// The transfers of Yuansfer.
pub static TRANSFERS: Kind = Kind {
    pane: PaneId::Transfers,
    context: Context::Transfers,
    ability: Ability::Transfers,
    change: ChangeKind::Transfer,
    one: "transfer",
    id: "invoice id",
    id_of: |id| InvoiceId::of(id).to_string(),
    none: "No transfer was made here yet\nn makes one; each is followed here until it is paid, failed or returned",
    new: Command::NewTransfer,
    again: Command::TransferAgain,
    create: |connection, like| Open::Transfer { connection, payee: None, like },
};
