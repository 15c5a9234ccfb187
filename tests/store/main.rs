//! The durable store: one story for every kind of it, and what a SQLite file has to stand besides.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod alerts;
mod batches;
mod clocks;
mod cost;
mod faults;
mod first_version;
mod flips;
mod history;
mod kit;
mod postbacks;
mod races;
mod story;
