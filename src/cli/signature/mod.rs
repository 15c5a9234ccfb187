//! `paytop sign` and `paytop verify`: the signatures of the providers, for whoever builds the other end. They need no
//! config and send nothing: a body on standard input, the keys in environment variables.

mod explain;
mod sign;
mod verify;

use std::io;

use secrecy::SecretString;

pub use sign::Sign;
pub use verify::Verify;

use super::console::Console;
use super::exit::Exit;
use super::print;
use crate::config::{SecretRef, Surroundings};
use crate::providers::{paykassma, yuansfer};

/// The longest body that is read; those of the providers are a few kilobytes.
const LONGEST_BODY: u64 = 1024 * 1024;

/// Why nothing could be signed or verified: in words, without keys and values.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    /// A key could not be had.
    #[error(transparent)]
    Key(#[from] crate::config::SecretError),
    /// Standard input could not be read.
    #[error("cannot read the body from standard input: {0}")]
    Input(#[from] io::Error),
    /// It is longer than any body.
    #[error("the body is larger than {} KiB", LONGEST_BODY / 1024)]
    TooLarge,
    /// It is no body of Paykassma.
    #[error(transparent)]
    Paykassma(#[from] paykassma::sign::Unreadable),
    /// It is no body of Yuansfer.
    #[error(transparent)]
    Yuansfer(#[from] yuansfer::sign::Unreadable),
}

/// The key that is kept in an environment variable.
fn key(variable: &str, surroundings: &Surroundings) -> Result<SecretString, Trouble> {
    Ok(SecretRef::Env(variable.to_owned()).resolve_in(surroundings)?)
}

/// The body on standard input.
fn body(console: &mut dyn Console) -> Result<Vec<u8>, Trouble> {
    if console.is_interactive() {
        console.say("type or paste the body, then end the input (ctrl-d)");
    }
    let body = console.input(LONGEST_BODY + 1)?;
    if body.len() as u64 > LONGEST_BODY { Err(Trouble::TooLarge) } else { Ok(body) }
}

/// Prints what was found, or says why nothing was.
fn end(found: Result<(String, Exit), Trouble>, console: &mut dyn Console) -> Exit {
    match found {
        Ok((text, exit)) => print(console, text.as_bytes()).max(exit),
        Err(trouble) => {
            console.say(&trouble.to_string());
            Exit::Usage
        }
    }
}
