//! The receiver over real HTTP, against what the Paykassma document says of postbacks: what holds is kept before it is
//! answered, what does not is told by the document's codes, and nothing a stranger sends takes more than its bounds.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod anything;
mod bounds;
mod codes;
mod database;
mod kit;
mod program;
mod quiet;
mod sandbox;
mod yuansfer;
