//! How the lines of a file stand: what became of each, by what the journal says of its id.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use super::{BatchId, Line, PayoutHash, Sheet, Totals, Wants, Which};
use crate::domain::{Change, ConnectionId, IntentId, IntentState, Text};

/// A sending of a file, as it was registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sending {
    /// Which.
    pub id: BatchId,
    /// When it was begun.
    pub at: Timestamp,
    /// By whom.
    pub operator: Text,
    /// How many lines the file has.
    pub lines: u32,
    /// Whether another paytop is sending it right now.
    pub is_elsewhere: bool,
}

/// What the journal has begun of a line: its last attempt, and what became of that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// Which attempt, from 1.
    pub attempt: u32,
    /// Its intent.
    pub intent: IntentId,
    /// What became of it.
    pub state: IntentState,
}

/// A payout that another file has sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// The payout.
    pub payout: PayoutHash,
    /// The name of the batch.
    pub batch: String,
    /// Its connection.
    pub connection: ConnectionId,
    /// Its line.
    pub line: u32,
    /// The intent that line became.
    pub intent: IntentId,
    /// When it left.
    pub at: Timestamp,
    /// What became of it; it happened or may have.
    pub state: IntentState,
}

/// How a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing<'r> {
    /// It has faults: nothing of the file is sent.
    Faulty,
    /// It has never left.
    Open,
    /// It has never left, but another file has sent the same payout.
    Repeated(&'r Repeat),
    /// Its last attempt was certainly refused.
    Refused(&'r Begun),
    /// It left: it happened, or may have. It is never sent again.
    Left(&'r Begun),
}

/// A file beside what the journal knows of it: what an operator looks at before they say yes.
#[derive(Debug)]
pub struct Review {
    /// What sending it now would be: the first time, going on, or once more.
    pub which: Which,
    /// The sending that is: the one to go on with, or the next one.
    pub id: BatchId,
    /// The sendings of this file by this connection, the first one first.
    pub sendings: Vec<Sending>,
    /// What became of the lines of the sending to go on with.
    pub begun: HashMap<u32, Begun>,
    /// What other files have sent of it, by payout hash.
    pub repeats: HashMap<PayoutHash, Repeat>,
    /// The payout hash of each line, by its number.
    pub payouts: HashMap<u32, PayoutHash>,
}

/// How many lines stand how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// With faults.
    pub faulty: usize,
    /// Never left, and to be sent.
    pub open: usize,
    /// Sent by other files.
    pub repeated: usize,
    /// Certainly refused.
    pub refused: usize,
    /// Done, as far as is known.
    pub done: usize,
    /// Taken on, and come to nothing: they are not sent again by this file.
    pub undone: usize,
    /// Nobody knows what became of them, or not yet.
    pub unconfirmed: usize,
    /// How many are to be sent.
    pub sends: usize,
    /// How many of those pay the same payee the same amount as a line above.
    pub duplicates: usize,
    /// Their sums.
    pub to_send: Totals,
}

impl Review {
    /// How a line stands.
    #[must_use]
    pub fn standing(&self, line: &Line) -> Standing<'_> {
        if !line.faults.is_empty() || line.change.is_none() {
            return Standing::Faulty;
        }
        match self.begun.get(&line.number) {
            Some(begun) if is_refused(&begun.state) => Standing::Refused(begun),
            Some(begun) => Standing::Left(begun),
            None => match self.payouts.get(&line.number).and_then(|payout| self.repeats.get(payout)) {
                Some(repeat) => Standing::Repeated(repeat),
                None => Standing::Open,
            },
        }
    }

    /// How many lines stand how, and what is to be sent: what is open, and beyond that the refused and the repeated ones
    /// where the operator wants them.
    #[must_use]
    pub fn tally(&self, sheet: &Sheet, wants: Wants) -> Tally {
        let mut tally = Tally::default();
        for line in &sheet.lines {
            let sends = match self.standing(line) {
                Standing::Faulty => {
                    tally.faulty += 1;
                    false
                }
                Standing::Open => {
                    tally.open += 1;
                    true
                }
                Standing::Repeated(_) => {
                    tally.repeated += 1;
                    wants.repeats
                }
                Standing::Refused(_) => {
                    tally.refused += 1;
                    wants.refused
                }
                Standing::Left(begun) if begun.state.is_open() => {
                    tally.unconfirmed += 1;
                    false
                }
                Standing::Left(begun) => {
                    *(if begun.state.is_spent() { &mut tally.done } else { &mut tally.undone }) += 1;
                    false
                }
            };
            tally.sends += usize::from(sends);
            tally.duplicates += usize::from(sends && line.same_as.is_some());
            if sends && let Some(amount) = line.change.as_ref().and_then(Change::amount) {
                // The sum of all of them is a number, says the sheet.
                let _ = tally.to_send.add(amount);
            }
        }
        tally
    }

    /// The intents that other files have sent of what would be sent now.
    #[must_use]
    pub fn repeated(&self, sheet: &Sheet) -> HashSet<IntentId> {
        let of = |line| match self.standing(line) {
            Standing::Repeated(repeat) => Some(repeat.intent),
            _ => None,
        };
        sheet.lines.iter().filter_map(of).collect()
    }
}

/// Whether a line with an attempt that became this may be tried again at all: it was certainly not done, and nobody
/// settled or reported it so, which may be mistaken.
#[must_use]
pub(super) fn is_refused(state: &IntentState) -> bool {
    matches!(state, IntentState::Rejected(_))
}
