//! The server that takes what providers send by themselves: postbacks, and later notifications of others.
//!
//! - [`Places`]: which path is for which hook of which provider, and which connections' keys check what comes there.
//! - [`Desk`]: takes one: it is checked over the bytes that came, on disk before it is answered, and told to whoever
//!   listens. What does not hold is counted and, the newest few, kept.
//! - [`Receiver`]: the server: bounds how many connections there are, how long each may take and how much it may send.
//!
//! Nothing here is of one provider: each says in its own folder how its postbacks are checked and answered
//! ([`crate::providers::hook`]).

mod desk;
mod places;
mod read;
mod serve;
mod unverified;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

pub use desk::Desk;
pub use places::{Place, Places, Signer};
pub use serve::Receiver;

use crate::domain::{JournalFault, PostbackFault, ReceivedPostback};

/// What a receiver is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Where it listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The most bytes of one postback.
    pub most_bytes: usize,
    /// How long the head of a request may take, and how long its body.
    pub patience: Duration,
    /// The most connections at once; who comes then waits for one to end.
    pub most_connections: usize,
}

impl Settings {
    /// The usual ones at an address.
    #[must_use]
    pub fn at(listen: SocketAddr) -> Self {
        Self { listen, most_bytes: 256 * 1024, patience: Duration::from_secs(10), most_connections: 64 }
    }
}

/// What a receiver tells as it happens.
#[derive(Debug)]
pub enum Heard<'h> {
    /// One that holds is on disk; for the first time, or it came before.
    Kept {
        /// It.
        postback: &'h ReceivedPostback,
        /// Whether it came before.
        again: bool,
    },
    /// One that holds could not be written: it is to be sent again.
    Unkept(&'h JournalFault),
    /// So many came since that do not hold, the last of them because of this.
    Unverified {
        /// How many.
        count: u64,
        /// What is wrong with the last.
        last: &'h PostbackFault,
    },
}

/// Who hears what a receiver tells.
pub type Hears = Arc<dyn Fn(&Heard<'_>) + Send + Sync>;

/// Where a receiver takes its time from.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;
