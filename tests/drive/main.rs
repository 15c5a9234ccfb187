//! The true loop, driven: keys go in, screens come out, and a test waits for what is shown. Nothing sleeps.
//!
//! Where time matters the provider is played and tokio's clock is paused, so that minutes pass at once; where the
//! provider matters it is the real sandbox over real HTTP.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod acts;
mod alerts;
mod balances;
mod batch;
mod breaks;
mod feeds;
mod habits;
mod house;
mod idle;
mod journal;
mod lookups;
mod overview;
mod paper;
mod payees;
mod payouts;
mod played;
mod preferences;
mod queue;
mod runner;
mod soak;
mod starts;
mod transfers;
mod wizards;
