//! What happened: every input of the pure side, as data.

use std::time::Duration;

use jiff::Timestamp;

use crate::domain::{
    AlertEntry, ConnectionId, Data, Fault, FeedKind, Intent, IntentId, JournalFault, KnownPayee, Outcome,
    ReceivedPostback, Receiver, Sighting, Text, UnverifiedCount,
};

use super::{BatchNews, Chord, Ticket};

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
    /// A line was typed, where there is no screen to press keys at.
    Line(String),
    /// The mouse was used.
    Mouse(Mouse),
    /// The terminal has this many columns and rows.
    Resized {
        /// Columns.
        width: u16,
        /// Rows.
        height: u16,
    },
    /// The terminal got the focus, or lost it.
    Focus(bool),
    /// What came of a field that was edited outside: its text, or why there is none.
    Edited(Result<String, String>),
    /// The program is to be stopped, as ctrl-z does it.
    Stop,
    /// The program goes on after it was stopped.
    GoneOn,
    /// What was to be done outside could not be, in words.
    Failed(String),
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
    /// What was seen of tasks and wallets before this run.
    Remembered(Vec<Sighting>),
    /// Something was written to a file, or could not be.
    Exported {
        /// What, such as `12 look-ups`.
        what: String,
        /// Where it is, or why it is nowhere.
        result: Result<String, String>,
    },
    /// What was set up on the screen is not kept, and why.
    NotKept(String),
    /// What was learned of payees that is new here, by whichever process.
    Payees(Box<PayeesNews>),
    /// What happened to alerts that is new here, by whichever process.
    Alerts(Box<AlertNews>),
    /// The web address that alerts are posted to does not take them; `None` once it does again.
    Webhook(Option<Text>),
    /// Something about a file of payouts.
    Batch(Box<BatchNews>),
    /// What postbacks were received that are new here, by whichever process.
    Postbacks(Box<PostbackNews>),
    /// This process began to listen for postbacks, or could not.
    Receiver(Receiver),
    /// Metrics are to be served and cannot be, for this reason.
    NoMetrics(Text),
    /// It is known, or finally unknown, what became of a change.
    Outcome {
        /// Whose.
        intent: IntentId,
        /// What.
        outcome: Box<Outcome>,
    },
}

impl Message {
    /// Whether the operator did something: pressed a key, pasted, used the mouse.
    #[must_use]
    pub fn is_of_the_operator(&self) -> bool {
        matches!(self, Self::Key(_) | Self::Paste(_) | Self::Line(_) | Self::Mouse(_))
    }
}

/// What the journal holds that is new here.
#[derive(Clone, Debug, Default)]
pub struct JournalNews {
    /// Intents, each with its whole timeline, oldest first.
    pub intents: Vec<Intent>,
    /// What is wrong with the journal; `None` where it can be written.
    pub fault: Option<JournalFault>,
}

/// What postbacks were received that are new here.
#[derive(Clone, Debug, Default)]
pub struct PostbackNews {
    /// Those that are new, oldest first.
    pub received: Vec<ReceivedPostback>,
    /// How many came that do not hold.
    pub unverified: UnverifiedCount,
    /// Whether they are what was received before this run.
    pub before: bool,
    /// Why it is not known what was received; `None` where it is.
    pub fault: Option<JournalFault>,
}

/// What happened to alerts that is new here.
#[derive(Clone, Debug, Default)]
pub struct AlertNews {
    /// What happened, in its order.
    pub entries: Vec<AlertEntry>,
    /// Whether that was before this run.
    pub before: bool,
    /// Why it is not known what happened, or that it cannot be written down; `None` where it is.
    pub fault: Option<JournalFault>,
}

/// What was learned of payees that is new here.
#[derive(Clone, Debug, Default)]
pub struct PayeesNews {
    /// The payees, each as a whole.
    pub payees: Vec<KnownPayee>,
    /// Why it is not known who is remembered, or that it cannot be kept; `None` where it is.
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
