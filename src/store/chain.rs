//! The chain: every entry bears the hash of the one before it, so that no edit, removal, swap or insertion goes
//! unseen. What is cut off at the end is seen by an anchor that was kept elsewhere.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use super::Entry;

/// What the first entry has for the hash of the one before it.
const NOTHING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A place in the chain: how many entries it has, and the newest one's hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// How many entries there are; the number of the newest one.
    pub count: u64,
    /// Its hash, as 64 hexadecimal digits.
    pub hash: String,
}

/// The first thing that is wrong with a chain.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Break {
    /// The numbers do not follow each other.
    #[error("entry {expected} is missing: entry {found} follows entry {}", expected - 1)]
    Missing {
        /// The number that should be there.
        expected: u64,
        /// The one that is.
        found: u64,
    },
    /// An entry's hash is not that of what it says.
    #[error("entry {0} was changed: its hash is not that of what it says")]
    Changed(u64),
    /// An entry does not bear the hash of the one before it.
    #[error("entry {0} does not follow from the one before it: one of them was replaced, moved or put in between")]
    Unlinked(u64),
    /// The chain ends before the anchor.
    #[error("the journal ends at entry {count}, and the anchor is entry {anchor}: its tail was cut off")]
    Cut {
        /// How many entries there are.
        count: u64,
        /// How many there were.
        anchor: u64,
    },
    /// The entry at the anchor is another than it was.
    #[error("entry {0} is not the one the anchor names: the journal was written anew")]
    Replaced(u64),
}

/// Walks a chain, entry by entry from the first one on.
#[derive(Clone, Debug)]
pub struct Chain {
    head: Option<Anchor>,
    anchor: Option<Anchor>,
    is_anchored: bool,
}

impl Chain {
    /// A walk that also looks for an anchor that was kept elsewhere.
    #[must_use]
    pub fn new(anchor: Option<Anchor>) -> Self {
        Self { head: None, is_anchored: anchor.as_ref().is_none_or(|anchor| anchor.count == 0), anchor }
    }

    /// Takes the next entry.
    ///
    /// # Errors
    /// What is wrong with it; nothing after it proves anything.
    pub fn step(&mut self, entry: &Entry) -> Result<(), Break> {
        let expected = self.head.as_ref().map_or(1, |head| head.count + 1);
        if entry.seq != expected {
            return Err(Break::Missing { expected, found: entry.seq });
        }
        if digest(entry) != entry.hash {
            return Err(Break::Changed(entry.seq));
        }
        if entry.previous != previous(self.head.as_ref()) {
            return Err(Break::Unlinked(entry.seq));
        }
        let head = Anchor { count: entry.seq, hash: entry.hash.clone() };
        if let Some(anchor) = self.anchor.as_ref().filter(|anchor| anchor.count == head.count) {
            if anchor.hash != head.hash {
                return Err(Break::Replaced(head.count));
            }
            self.is_anchored = true;
        }
        self.head = Some(head);
        Ok(())
    }

    /// Ends the walk, and gives the newest entry; `None` of an empty chain.
    ///
    /// # Errors
    /// Where the anchor was not reached.
    pub fn end(self) -> Result<Option<Anchor>, Break> {
        match self.anchor {
            Some(anchor) if !self.is_anchored => {
                Err(Break::Cut { count: self.head.map_or(0, |head| head.count), anchor: anchor.count })
            }
            _ => Ok(self.head),
        }
    }
}

/// Puts an entry behind the newest one: gives it its number and its hashes.
pub(super) fn link(entry: &mut Entry, head: Option<&Anchor>) {
    entry.seq = head.map_or(1, |head| head.count + 1);
    previous(head).clone_into(&mut entry.previous);
    entry.hash = digest(entry);
}

fn previous(head: Option<&Anchor>) -> &str {
    head.map_or(NOTHING, |head| &head.hash)
}

/// The hash of everything an entry says, the hash before it included. Each part goes in with its length, so that
/// nothing can move from one part to the next.
fn digest(entry: &Entry) -> String {
    let Entry { seq, at, run, intent, state, connection, account, currency, amount, body, previous, hash: _ } = entry;
    let mut sha = Sha256::new_with_prefix(b"paytop journal 1");
    let mut part = |bytes: Option<&[u8]>| match bytes {
        None => sha.update([0]),
        Some(bytes) => {
            sha.update([1]);
            sha.update((bytes.len() as u64).to_be_bytes());
            sha.update(bytes);
        }
    };
    part(Some(&seq.to_be_bytes()));
    part(Some(&at.to_be_bytes()));
    for text in [run, intent, state] {
        part(Some(text.as_bytes()));
    }
    for text in [connection, account, currency, amount] {
        part(text.as_deref().map(str::as_bytes));
    }
    part(Some(body.as_bytes()));
    part(Some(previous.as_bytes()));
    const_hex::encode(sha.finalize())
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.count, self.hash)
    }
}

impl FromStr for Anchor {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.trim().split_once(':').and_then(|(count, hash)| {
            let is_hash = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit());
            Some(Self { count: count.parse().ok()?, hash: is_hash.then(|| hash.to_ascii_lowercase())? })
        });
        parts.ok_or_else(|| "an anchor is what `paytop journal anchor` prints: a number, a colon and 64 digits".into())
    }
}

#[cfg(test)]
mod tests;
