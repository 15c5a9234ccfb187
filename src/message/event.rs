//! What happened: every input of the pure side, as data.

use std::time::Duration;

use jiff::Timestamp;

use crate::domain::{ConnectionId, Data, Fault, FeedKind, Intent, IntentId, JournalFault, Outcome, TaskSample};

use super::{Chord, Ticket};

/// When a message was taken up, and the chance its ids are made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The time.
    pub now: Timestamp,
    /// Ten random bytes.
    pub chance: [u8; 10],
}

/// What happened.
#[derive(Debug)]
pub enum Message {
    /// A key was pressed.
    Key(Chord),
    /// Text was pasted (bracketed paste): it goes into a text field or nowhere, and never runs as commands.
    Paste(String),
    /// The mouse was used.
    Mouse(Mouse),
    /// The terminal has this many columns and rows.
    Resized {
        /// Columns.
        width: u16,
        /// Rows.
        height: u16,
    },
    /// Time has passed that the screen shows.
    Clock,
    /// The machine slept: nothing known is fresh any more.
    Woke,
    /// A read was answered, or failed.
    Reply(Box<Reply>),
    /// A change stands in the journal as sent, and leaves now.
    Sent {
        /// Whose.
        intent: IntentId,
        /// When it was written down.
        at: Timestamp,
    },
    /// What the journal holds that is new here: the intents that other runs began or settled, each whole.
    Journal(Box<JournalNews>),
    /// Something about the journal that is to be said once.
    JournalNotice(JournalNotice),
    /// What was seen of tasks before this run.
    Remembered(Vec<TaskSample>),
    /// It is known, or finally unknown, what became of a change.
    Outcome {
        /// Whose.
        intent: IntentId,
        /// What.
        outcome: Box<Outcome>,
    },
}

/// What the journal holds that is new here.
#[derive(Clone, Debug, Default)]
pub struct JournalNews {
    /// Intents, each with its whole timeline, oldest first.
    pub intents: Vec<Intent>,
    /// What is wrong with the journal; `None` where it can be written.
    pub fault: Option<JournalFault>,
}

/// Something about the journal that is to be said once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JournalNotice {
    /// What became of an intent here is not written down, as the journal says something else of it already.
    Contradicts(IntentId),
    /// Some of it cannot be read; what that is about is not shown.
    Unreadable(JournalFault),
}

/// What a reply answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplyTo {
    /// A feed's question; later ones have higher numbers.
    Feed {
        /// Which.
        feed: FeedKind,
        /// The number of the question.
        sequence: u64,
        /// When the feed asks again.
        next: Option<Timestamp>,
    },
    /// A single question.
    Ticket(Ticket),
}

/// The answer to a read, or why there is none.
#[derive(Clone, Debug)]
pub struct Reply {
    /// Who was asked.
    pub connection: ConnectionId,
    /// What it answers.
    pub to: ReplyTo,
    /// When the question left.
    pub asked: Timestamp,
    /// How long the answer took.
    pub latency: Duration,
    /// The answer.
    pub result: Result<Data, Fault>,
}

/// A use of the mouse, at a cell counted from the upper left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What was done.
    pub kind: MouseKind,
    /// The column.
    pub column: u16,
    /// The row.
    pub row: u16,
}

/// What was done with the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button went down.
    Click,
    /// The wheel turned up.
    WheelUp,
    /// The wheel turned down.
    WheelDown,
}
