//! Batches: a file of payouts, a line each, that is read, checked, confirmed as a whole and sent line by line, so that
//! no line ever leaves twice.
//!
//! # Why no line leaves twice
//!
//! The id of the intent a line becomes is no chance but follows from the file: from its SHA-256, the connection, the
//! number of the sending and the line ([`BatchId::intent`]). Whoever sends that line, again, after a crash, or in another
//! process at the same moment, arrives at the same id; and the journal begins an intent once, in one transaction, or not
//! at all. So there is no plan of what is still to do that could be lost or be wrong: what a line became is what the
//! journal says of its id, and a line the journal does not know has never left. At the provider the same id is the same
//! withdrawal, which holds even where another machine, or a journal that was restored, knows nothing of the first.
//!
//! A line that was on its way when the program ended is unconfirmed, as every change is, and never sent again. One that
//! was certainly refused can be tried again, as another attempt with an id of its own; only where the operator says so,
//! as a refusal may also say that the provider has that withdrawal already.
//!
//! What the journal does not begin by its own terms, a twin that is open or a limit that is reached, is held back: nothing
//! is written of it, and it can be begun later by the same id.
//!
//! # What is known of other files
//!
//! A file that was changed is another file. That most of its lines were sent from the first one shows by a keyed hash of
//! each payout, who gets how much of what ([`PayoutKey`]), which is looked up in the transaction that begins the line:
//! what another file has sent already is left out, unless the operator was shown it and wants it despite. The hash leaves
//! names and remarks out, so that a line whose remark was mended does not look new.
//!
//! # What becomes of a line
//!
//! A [`LineKind`] says what its columns are and which [`Change`](super::Change) it becomes; nothing else here knows that
//! they are withdrawals, or transfers.

mod columns;
mod event;
mod identity;
mod order;
mod policy;
mod question;
mod read;
mod record;
mod sheet;
mod standing;
mod totals;
mod transfers;
mod withdrawals;

pub use columns::{Cells, Column, LineKind};
pub use event::LineEvent;
pub use identity::{BatchId, FileDigest, PayoutHash, PayoutKey};
pub use order::{BatchOrder, Consents, MOST_A_MINUTE, Which};
pub use policy::{BatchEnd, Held, MOST_UNCONFIRMED, Pause, pauses};
pub use question::{Question, Wants};
pub use read::{FileFault, MAX_BYTES, MAX_LINES};
pub use sheet::{Line, Sheet};
pub use standing::{Begun, Repeat, Review, Sending, Standing, Tally};
pub use totals::Totals;
pub use transfers::TRANSFERS;
pub use withdrawals::WITHDRAWALS;

#[cfg(test)]
mod tests;
