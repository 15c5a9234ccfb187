//! Where users are sent after a payment: addresses, and what the provider hashed them to.

use jiff::{SignedDuration, Timestamp};

use super::Text;

/// Addresses by how the payment ended; what is asked for and what is answered has the same form (the Paykassma API,
/// "Redirect addresses hashing").
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Redirects {
    /// Where to after a payment that succeeded.
    pub success: Vec<Redirect>,
    /// Where to after one that failed.
    pub fail: Vec<Redirect>,
    /// Where to while the payment is not confirmed.
    pub pending: Vec<Redirect>,
}

/// One address of a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Redirect {
    /// Its number in the list.
    pub order: i64,
    /// The address, or its hash.
    pub url: Text,
}

/// What the provider hashed addresses to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HashedRedirects {
    /// The hashes.
    pub hashes: Redirects,
    /// What was wrong with single rows.
    pub bad: Vec<Text>,
}

impl HashedRedirects {
    /// How long a hash can be used.
    pub const LIFETIME: SignedDuration = SignedDuration::from_hours(24);

    /// When hashes that were asked for at `asked` can be used no longer.
    #[must_use]
    pub fn expire(asked: Timestamp) -> Timestamp {
        asked.checked_add(Self::LIFETIME).unwrap_or(Timestamp::MAX)
    }
}
