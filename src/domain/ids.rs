//! Names of things: each kind of id is a type of its own, so that one is never passed for another.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;

use super::Text;

/// The name of a connection as the config spells it; unique within one run.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConnectionId(Arc<str>);

impl ConnectionId {
    /// The connection called `name`.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self(name.into())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ConnectionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

macro_rules! provider_ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub Text);

        impl $name {
            /// The id as the provider wrote it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl From<&str> for $name {
            fn from(raw: &str) -> Self {
                Self(Text::new(raw))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

provider_ids! {
    /// A tool account (withdraw-tool API, section 2, `id`; elsewhere `payAccountId`).
    AccountId;
    /// A withdraw tool (section 1, `id`).
    ToolId;
    /// A UPI withdraw task (section 2, `upiWithdrawTask.id`).
    TaskId;
    /// An OTP or SMS session (sections 5 to 8, `sessionId`).
    SessionId;
    /// A payee at Yuansfer (`customerNo`).
    PayeeNo;
    /// A payee's account at Yuansfer, by the name the provider gave it (`accountToken`). It is no secret.
    AccountToken;
    /// A transfer at Yuansfer, by the id that we gave it (`invoiceId`).
    InvoiceId;
}

/// An account of one connection: two providers may use the same account id.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountKey {
    /// Whose account it is.
    pub connection: ConnectionId,
    /// Its id there.
    pub account: AccountId,
}

impl fmt::Display for AccountKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.connection, self.account)
    }
}

/// The id of an intent (UUID version 7), given once and kept for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IntentId(pub Uuid);

impl IntentId {
    /// The id made at `now` from ten random bytes: time and chance arrive as data.
    #[must_use]
    pub fn new(now: Timestamp, random: [u8; 10]) -> Self {
        let millis = u64::try_from(now.as_millisecond()).unwrap_or_default();
        Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    /// The last six digits: enough to tell the intents of one day apart on a screen.
    #[must_use]
    pub fn short(&self) -> String {
        let mut text = self.0.simple().to_string();
        text.split_off(text.len() - 6)
    }
}

impl InvoiceId {
    /// That of the transfer which this intent is: its digits alone, as the document's samples have them. It makes the
    /// transfer one and the same however often it is asked for.
    #[must_use]
    pub fn of(intent: IntentId) -> Self {
        Self(intent.0.simple().to_string().into())
    }
}

impl fmt::Display for IntentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
