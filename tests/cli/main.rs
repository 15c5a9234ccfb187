//! The command line as a script meets it: the real binary without a terminal, against a sandbox that `paytop sandbox`
//! serves, and against a stub written from the withdraw-tool API's document alone.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod alerts;
mod batch;
mod book;
mod checks;
mod configs;
mod exits;
mod journal;
mod paykassma;
mod paykassma_settles;
mod place;
mod schemas;
mod signatures;
mod snapshot;
mod stub;
mod verbs;
mod words;
mod yuansfer;
