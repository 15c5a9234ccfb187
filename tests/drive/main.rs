//! The true loop, driven: keys go in, screens come out, and a test waits for what is shown. Nothing sleeps.
//!
//! Where time matters the provider is played and tokio's clock is paused, so that minutes pass at once; where the
//! provider matters it is the real sandbox over real HTTP.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod acts;
mod breaks;
mod feeds;
mod house;
mod idle;
mod paper;
mod played;
mod queue;
mod runner;
mod soak;
mod starts;
mod wizards;
