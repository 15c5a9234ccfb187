//! The withdraw-tool client against a stub written from the document alone: what it sends, what it understands, and
//! what it makes of everything that can go wrong on the way; then against the embedded sandbox and its faults.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod answers;
mod anything;
mod faults;
mod requests;
mod sandbox;
mod stub;
