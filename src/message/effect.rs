//! What must be done in the world. Only `runtime` does it.

use secrecy::SecretString;

use crate::domain::{Change, ConnectionId, FeedKind, IntentId, Read};

use super::Ticket;

/// How fast a feed asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Something moves: the connection's shorter interval.
    Active,
    /// Nothing moves: the longer one.
    Idle,
    /// Not at all, until told otherwise.
    Paused,
}

/// What must be done.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Ask a feed at another pace from now on.
    SetPace {
        /// Whose feed.
        connection: ConnectionId,
        /// Which.
        feed: FeedKind,
        /// How fast.
        pace: Pace,
    },
    /// Ask a feed now.
    Refresh {
        /// Whose feed.
        connection: ConnectionId,
        /// Which.
        feed: FeedKind,
    },
    /// Ask a single question; the reply bears the ticket.
    Read {
        /// Whom.
        connection: ConnectionId,
        /// What.
        read: Read,
        /// Its number.
        ticket: Ticket,
    },
    /// Send a change, once. The outcome bears the intent's id.
    Change {
        /// Whom.
        connection: ConnectionId,
        /// The intent's id.
        intent: IntentId,
        /// What.
        change: Change,
    },
    /// Put a text into the clipboard of the operator's terminal.
    Copy(SecretString),
    /// Leave, with this exit status.
    Quit(u8),
}
