//! What must be done in the world. Only `runtime` does it.

use secrecy::SecretString;

use crate::domain::batch::BatchOrder;
use crate::domain::{
    AlertEntry, Change, ConnectionId, Fault, FeedKind, Intent, IntentId, Limits, Read, Report, Settlement, Sighting,
};

use super::{Export, Notice, Preferences, Question, ReviewWanted, Ticket};

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
    /// Have a feed ask this from now on; nothing, where there is nothing to ask for.
    SetQuestion {
        /// Whose feed.
        connection: ConnectionId,
        /// Which.
        feed: FeedKind,
        /// What.
        question: Option<Read>,
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
    /// Write down in the journal what a provider told of the end of something it had taken on.
    Report {
        /// Whose.
        intent: IntentId,
        /// What it told.
        report: Report,
    },
    /// Read a file of payouts and hold it against the journal; the answer bears the ticket.
    ReviewBatch(Box<ReviewWanted>),
    /// Send a batch, line by line.
    SendBatch(Box<BatchOrder>),
    /// Stop the batch that is being sent, once what is on its way has come to its end.
    StopBatch,
    /// Keep what was seen of tasks and wallets.
    Remember(Vec<Sighting>),
    /// Write down what happened to an alert. Where `post`, and where no other process was first, it is posted too.
    KeepAlert {
        /// What happened.
        entry: Box<AlertEntry>,
        /// Whether it is posted.
        post: bool,
    },
    /// Post what happened to an alert and is written down already.
    PostAlert(Box<AlertEntry>),
    /// Tell of alerts by the bell and the desktop.
    Notify(Box<Notice>),
    /// Put a text into the clipboard of the operator's terminal.
    Copy(SecretString),
    /// Put a question into it, as a command of curl; [`Message::Failed`](super::Message::Failed) where that cannot be.
    CopyQuestion(Question),
    /// Write something to a new file; [`Message::Exported`](super::Message::Exported) tells what became of it.
    Export(Export),
    /// Hold the changes of a connection to these limits from now on.
    SetLimits {
        /// Whose.
        connection: ConnectionId,
        /// Which.
        limits: Limits,
    },
    /// Have the mouse's uses told, or leave the mouse to the terminal.
    CaptureMouse(bool),
    /// Have this text edited in the operator's editor, which has the terminal meanwhile;
    /// [`Message::Edited`](super::Message::Edited) tells what came of it.
    Edit(String),
    /// Give the terminal back and stop, until the shell lets the program go on.
    Suspend,
    /// Take the terminal over again, and draw it whole.
    TakeScreen,
    /// Keep what was set up on the screen for the next run.
    Keep(Box<Preferences>),
    /// Leave, with this exit status.
    Quit(u8),
}
