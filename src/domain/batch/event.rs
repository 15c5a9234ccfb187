//! What is told of a batch while it is sent.

use jiff::Timestamp;

use super::Held;
use crate::domain::{Intent, IntentId, Outcome};

/// Something that happened to a line.
#[derive(Clone, Debug)]
pub enum LineEvent {
    /// It stands in the journal as sent, and leaves now.
    Sent {
        /// Its number.
        line: u32,
        /// The intent it became.
        intent: Box<Intent>,
        /// When it was written down.
        at: Timestamp,
    },
    /// It is known, or finally unknown, what became of it.
    Outcome {
        /// Its number.
        line: u32,
        /// The intent it became.
        intent: IntentId,
        /// What.
        outcome: Box<Outcome>,
    },
    /// It was not begun.
    Held {
        /// Its number.
        line: u32,
        /// Why.
        held: Held,
    },
}
