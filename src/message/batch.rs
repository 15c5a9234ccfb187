//! What is asked and told of a file of payouts.

use std::sync::Arc;

use crate::domain::ConnectionId;
use crate::domain::batch::{BatchEnd, LineEvent, Review, Sheet};

use super::Ticket;

/// A file that is to be read and held against the journal.
#[derive(Clone, Debug)]
pub struct ReviewWanted {
    /// The number of the question.
    pub ticket: Ticket,
    /// The connection that would pay it.
    pub connection: ConnectionId,
    /// The file.
    pub source: Source,
    /// Whether all of it is to be sent once more, where it was sent before.
    pub again: bool,
}

/// Where a file comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// It is read from this path, as it was typed.
    Path(String),
    /// It was read before, and is not read again.
    Read(Arc<Sheet>),
}

/// A file, and how it stands.
#[derive(Clone, Debug)]
pub struct Reviewed {
    /// The file.
    pub sheet: Arc<Sheet>,
    /// How it stands.
    pub review: Arc<Review>,
}

/// Something about a file of payouts.
#[derive(Debug)]
pub enum BatchNews {
    /// It was read and held against the journal, or why not.
    Reviewed {
        /// The number of the question.
        ticket: Ticket,
        /// What was found.
        result: Result<Reviewed, String>,
    },
    /// Something happened to a line of the batch that is being sent.
    Line(LineEvent),
    /// The batch that was being sent has come to an end for now.
    Ended(BatchEnd),
}
