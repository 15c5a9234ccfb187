//! The real program killed, as by `kill -9`, at every point of an order's life; beside another process, on a full
//! disk, with a clock set back, and with answers that get lost. After each storm the provider's ledger is held against
//! the journal: no order twice, none lost from the journal, every one in doubt unconfirmed.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod batches;
mod between;
mod disk;
mod kills;
mod pairs;
mod place;
mod transfers;
mod truth;
