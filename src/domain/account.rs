//! A tool account: a UPI or bank account that pays withdrawals out.

use std::fmt;

use super::{AccountId, Phone, Text, WithdrawTask};

/// How an account pays (`collectionType`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CollectionType {
    /// By UPI: once switched on, it works through its task by itself.
    Upi,
    /// From a bank account: the operator creates each withdrawal order.
    Card,
    /// A type this program does not know; shown as it came.
    Other(Text),
}

impl CollectionType {
    /// The type the provider calls `raw`.
    #[must_use]
    pub fn new(raw: &Text) -> Self {
        match raw.as_str() {
            "UPI" => Self::Upi,
            "CARD" => Self::Card,
            _ => Self::Other(raw.clone()),
        }
    }

    /// The provider's word for it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Upi => "UPI",
            Self::Card => "CARD",
            Self::Other(raw) => raw.as_str(),
        }
    }
}

impl fmt::Display for CollectionType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Whether a UPI account is authorised as a whole (`status`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AuthStatus {
    /// Every authorisation it needs is there.
    Authorized,
    /// Some authorisation is missing.
    Unauthorized,
    /// A status this program does not know; shown as it came.
    Other(Text),
}

impl AuthStatus {
    /// The status the provider calls `raw`.
    #[must_use]
    pub fn new(raw: &Text) -> Self {
        match raw.as_str() {
            "AUTHORIZED" => Self::Authorized,
            "UNAUTHORIZED" => Self::Unauthorized,
            _ => Self::Other(raw.clone()),
        }
    }

    /// The provider's word for it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Authorized => "AUTHORIZED",
            Self::Unauthorized => "UNAUTHORIZED",
            Self::Other(raw) => raw.as_str(),
        }
    }
}

/// A tool account as the provider last described it (withdraw-tool API, section 2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Tool account id.
    pub id: AccountId,
    /// UPI or CARD.
    pub collection: CollectionType,
    /// The tool's type, such as PHONEPE; empty where none was given.
    pub tool: Text,
    /// The holder's phone.
    pub phone: Phone,
    /// The overall authorisation; UPI accounts only.
    pub status: Option<AuthStatus>,
    /// Whether withdrawals are switched on.
    pub enabled: bool,
    /// Whether the account is authorised by OTP.
    pub otp_auth: bool,
    /// Whether the account is authorised by SMS.
    pub sms_auth: bool,
    /// The running withdraw task; UPI accounts only.
    pub task: Option<WithdrawTask>,
}

impl Account {
    /// Whether `now` still is what this was. The progress of a running task moves all the time and is left out.
    #[must_use]
    pub fn is_still(&self, now: &Self) -> bool {
        self.enabled == now.enabled
            && self.otp_auth == now.otp_auth
            && self.sms_auth == now.sms_auth
            && self.status == now.status
            && self.phone == now.phone
            && self.tool == now.tool
            && self.collection == now.collection
            && self.task.as_ref().map(|task| &task.id) == now.task.as_ref().map(|task| &task.id)
    }

    /// The account in a few words for confirms, toasts and the journal; the phone masked.
    #[must_use]
    pub fn title(&self) -> String {
        let tool = if self.tool.is_empty() { self.collection.as_str() } else { self.tool.as_str() };
        format!("{} {tool} {}", self.id, self.phone.masked())
    }
}
