//! What must be done in the world. Only `runtime` does it.

use secrecy::SecretString;

use crate::domain::{Change, ConnectionId, Fault, FeedKind, Intent, IntentId, Read, Settlement, TaskSample};

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
    /// Write an intent to the journal and send its change, once. The outcome bears the intent's id.
    Change {
        /// The intent.
        intent: Box<Intent>,
        /// What is sent.
        change: Change,
        /// Changes like it of which nobody knows what became, that the operator wants it despite.
        despite: Vec<IntentId>,
    },
    /// Write down in the journal that a change is refused here; nothing is sent.
    Refuse {
        /// The intent.
        intent: Box<Intent>,
        /// Why.
        fault: Fault,
    },
    /// Write down in the journal what became of an unconfirmed change.
    Settle {
        /// Whose.
        intent: IntentId,
        /// What, and how it is known.
        settlement: Settlement,
    },
    /// Keep what was seen of tasks.
    Remember(Vec<TaskSample>),
    /// Put a text into the clipboard of the operator's terminal.
    Copy(SecretString),
    /// Leave, with this exit status.
    Quit(u8),
}
