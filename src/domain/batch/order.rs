//! What the operator said yes to: a file, by whom, at which rate, and what of it.

use std::sync::Arc;

use super::{BatchId, Sheet};
use crate::domain::{IntentId, Text};

/// The highest rate.
pub const MOST_A_MINUTE: u32 = 600;

/// Which sending of a file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The first: this file was never sent by this connection.
    First,
    /// Going on with one that is there.
    Resume,
    /// Once more on purpose: every line again.
    Again,
}

/// What the operator wants beyond what is plain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consents {
    /// Another attempt at the lines that were certainly refused.
    pub retry_refused: bool,
    /// What other files have sent and is sent once more despite it.
    pub despite: Vec<IntentId>,
}

/// A batch to send.
#[derive(Clone, Debug)]
pub struct BatchOrder {
    /// The file.
    pub sheet: Arc<Sheet>,
    /// Which sending of it.
    pub id: BatchId,
    /// Whether that is the first, one to go on with, or another.
    pub which: Which,
    /// How many of its lines are to be sent, as was confirmed.
    pub lines: usize,
    /// How many lines leave in a minute at most.
    pub per_minute: u32,
    /// What the operator wants beyond what is plain.
    pub consents: Consents,
    /// Who said yes to it.
    pub operator: Text,
    /// What the operator was shown before they said yes, a paragraph each.
    pub shown: Vec<String>,
}
