//! What a file, a sending of it, a line and a payout are known by.

use std::fmt;
use std::str::FromStr;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::domain::{ConnectionId, IntentId};

/// What a file is known by: the SHA-256 of its bytes, as `sha256sum` prints it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileDigest([u8; 32]);

impl FileDigest {
    /// That of a file with these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Its first eight digits: what screens call the file by.
    #[must_use]
    pub fn short(&self) -> String {
        const_hex::encode(&self.0[..4])
    }
}

impl fmt::Display for FileDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&const_hex::encode(self.0))
    }
}

impl fmt::Debug for FileDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for FileDigest {
    type Err = const_hex::FromHexError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const_hex::decode_to_array(text).map(Self)
    }
}

/// One sending of a file by a connection. The same file is sent once, whatever happens; sending it once more on purpose is
/// another sending, with the next number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BatchId {
    /// The file.
    pub digest: FileDigest,
    /// By which connection.
    pub connection: ConnectionId,
    /// Its number; the first is 1.
    pub number: u32,
}

impl BatchId {
    /// What screens call it: the beginning of the file's SHA-256, and behind it the number where it is not the first.
    #[must_use]
    pub fn name(&self) -> String {
        match self.number {
            0 | 1 => self.digest.short(),
            number => format!("{}-{number}", self.digest.short()),
        }
    }

    /// The id of the intent that a line becomes with its so manyth attempt (both from 1): a UUID (version 8) of the
    /// file's SHA-256, the connection, the number of the sending, the line and the attempt. It is not keyed, so that
    /// every machine arrives at the same one.
    #[must_use]
    pub fn intent(&self, line: u32, attempt: u32) -> IntentId {
        let connection = self.connection.as_str().as_bytes();
        let mut hash = Sha256::new();
        hash.update(b"paytop batch line, 1\0");
        hash.update(self.digest.0);
        hash.update(u64::try_from(connection.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(connection);
        for number in [self.number, line, attempt] {
            hash.update(number.to_be_bytes());
        }
        let hash: [u8; 32] = hash.finalize().into();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash[..16]);
        IntentId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}

/// The key that payouts are hashed with. It is random, made once for a journal, and kept in its database, beside the
/// hashes and nowhere else: no export has it, so that nobody can try account numbers against the hashes of one. It goes
/// where the hashes go: a key that was lost by itself would leave every payout looking new, and that is paid for twice.
#[derive(Clone, PartialEq, Eq)]
pub struct PayoutKey([u8; 32]);

impl PayoutKey {
    /// How long it is.
    pub const LENGTH: usize = 32;

    /// The key made of these bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The hash of a payout by what it is known by, part by part: HMAC-SHA-256, its first half.
    #[must_use]
    pub fn hash(&self, parts: &[String]) -> PayoutHash {
        // A key of any length will do.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return PayoutHash(String::new()) };
        for part in parts {
            // Its length first: no two lists of parts read the same.
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part.as_bytes());
        }
        let hash: [u8; 32] = mac.finalize().into_bytes().into();
        PayoutHash(const_hex::encode(&hash[..16]))
    }
}

impl fmt::Debug for PayoutKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PayoutKey(left out)")
    }
}

/// The keyed hash of a payout: the same for the same payee and amount, whatever file it is in.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PayoutHash(String);

impl PayoutHash {
    /// The hash as it is kept.
    #[must_use]
    pub fn kept(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// As it is kept: 32 hex digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
