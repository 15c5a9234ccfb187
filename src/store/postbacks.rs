//! The postbacks that were received, as the store tells them, and how many of them it keeps.

use jiff::SignedDuration;

use crate::domain::{ReceivedPostback, UnverifiedCount};

/// The SHA-256 of a postback's bytes as they came. What is kept of it has no account number in it, and the digest tells
/// none: the bytes also hold the signature, which is kept nowhere.
pub type PostbackDigest = [u8; 32];

/// So many postbacks that hold are kept of each connection: one connection's do not push out another's.
pub const POSTBACKS_OF_CONNECTION: u32 = 10_000;

/// So long they are kept.
pub const POSTBACKS_KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// So many that do not hold are kept at all: anybody can send them.
pub const UNVERIFIED_POSTBACKS: u32 = 200;

/// The most bytes that are kept of one that holds.
pub const POSTBACK_BYTES: usize = 32 * 1024;

/// The most bytes that are kept of one that does not.
pub const UNVERIFIED_POSTBACK_BYTES: usize = 4 * 1024;

/// What was received that is new.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReceivedPostbacks {
    /// The postbacks, oldest first.
    pub received: Vec<ReceivedPostback>,
    /// How many came that do not hold.
    pub unverified: UnverifiedCount,
}
