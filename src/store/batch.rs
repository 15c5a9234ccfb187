//! What a store knows of batches: which files were sent, and which payouts. What became of a line is in the journal.

use std::collections::HashMap;

use futures_util::future::BoxFuture;
use jiff::Timestamp;

use crate::domain::batch::{BatchId, FileDigest, PayoutHash, PayoutKey, Repeat, Sending, Which};
use crate::domain::{ConnectionId, Event, IntentId, JournalFault, Text};

/// Which line of which batch a change is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfBatch {
    /// The batch; it has to be registered.
    pub batch: BatchId,
    /// The line's number in the file.
    pub line: u32,
    /// Which attempt at it, from 1.
    pub attempt: u32,
    /// The keyed hash of the payout.
    pub payout: PayoutHash,
}

/// A sending to register, or to go on with.
#[derive(Clone, Debug)]
pub struct Registration {
    /// Which.
    pub id: BatchId,
    /// Whether it has to be the first, one that is there, or the next one.
    pub which: Which,
    /// Who begins it.
    pub operator: Text,
    /// What its lines are.
    pub kind: &'static str,
    /// How many lines it has.
    pub lines: u32,
    /// What the operator was shown, a paragraph each.
    pub shown: Vec<String>,
}

/// What became of an attempt to take a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is this run's, and no other's, until it is left or this run ends.
    Ours,
    /// It is not, for this reason.
    Refused(String),
}

/// What a store knows of batches.
///
/// # Errors
/// Every operation ends in a [`JournalFault`] where the database cannot be used; then nothing was written.
pub trait BatchStore {
    /// The key that payouts are hashed with; `None` where there is none yet and none is to be made.
    fn payout_key(&self, make: bool) -> BoxFuture<'_, Result<Option<PayoutKey>, JournalFault>>;

    /// The sendings of a file by a connection, the first one first.
    fn sendings<'a>(
        &'a self,
        digest: FileDigest,
        connection: &'a ConnectionId,
    ) -> BoxFuture<'a, Result<Vec<Sending>, JournalFault>>;

    /// The last event of each of these intents that the journal knows.
    fn states<'a>(&'a self, intents: &'a [IntentId]) -> BoxFuture<'a, Result<HashMap<IntentId, Event>, JournalFault>>;

    /// What other files, or this one by another connection, have sent of these payouts: it happened or may have.
    fn repeats<'a>(
        &'a self,
        batch: &'a BatchId,
        payouts: &'a [PayoutHash],
    ) -> BoxFuture<'a, Result<Vec<Repeat>, JournalFault>>;

    /// Registers a sending where it is a new one, and makes it this run's: nobody else sends it meanwhile.
    fn take<'a>(&'a self, registration: &'a Registration, at: Timestamp) -> BoxFuture<'a, Result<Taken, JournalFault>>;

    /// Lets go of a sending: another run may go on with it.
    fn leave<'a>(&'a self, batch: &'a BatchId) -> BoxFuture<'a, Result<(), JournalFault>>;
}
