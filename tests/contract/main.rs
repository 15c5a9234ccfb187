//! Every provider's client against a stub written from its document alone: what it sends, what it understands, and
//! what it makes of everything that can go wrong on the way; then against the embedded sandbox and its faults. Without
//! a name before it a file is about the withdraw-tool API.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod answers;
mod anything;
mod curl;
mod faults;
mod paykassma;
mod paykassma_answers;
mod paykassma_anything;
mod paykassma_outcomes;
mod paykassma_requests;
mod paykassma_sandbox;
mod requests;
mod sandbox;
mod stub;
mod yuansfer;
mod yuansfer_answers;
mod yuansfer_anything;
mod yuansfer_outcomes;
mod yuansfer_requests;
mod yuansfer_sandbox;
