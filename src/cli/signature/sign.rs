//! `paytop sign`: prints the signature of a request.

use clap::{Args, Subcommand};

use super::explain::explanation;
use super::{Trouble, body, end, key};
use crate::cli::console::Console;
use crate::cli::exit::Exit;
use crate::config::Surroundings;
use crate::providers::paykassma::sign::Withdrawal;
use crate::providers::yuansfer::sign::Params;

/// `paytop sign`.
#[derive(Debug, Subcommand)]
pub enum Sign {
    /// Print the `signature` of a Paykassma withdrawal request; a `signature` in the body is left out
    Paykassma(Paykassma),
    /// Print the `verifySign` of a Yuansfer request; a `verifySign` in the body is left out
    Yuansfer(Yuansfer),
}

/// `paytop sign paykassma`.
#[derive(Debug, Args)]
pub struct Paykassma {
    /// The environment variable that holds the private key
    #[arg(long, value_name = "VAR")]
    key_env: String,
    /// Show every step, with the body's values in full and the key left out
    #[arg(long)]
    explain: bool,
}

/// `paytop sign yuansfer`.
#[derive(Debug, Args)]
pub struct Yuansfer {
    /// The environment variable that holds the token
    #[arg(long, value_name = "VAR")]
    token_env: String,
    /// Show every step, with the body's values in full and the token left out
    #[arg(long)]
    explain: bool,
}

impl Sign {
    pub(in crate::cli) fn run(self, surroundings: &Surroundings, console: &mut dyn Console) -> Exit {
        let signed = match &self {
            Self::Paykassma(command) => command.sign(surroundings, console),
            Self::Yuansfer(command) => command.sign(surroundings, console),
        };
        end(signed.map(|text| (text, Exit::Done)), console)
    }
}

impl Paykassma {
    fn sign(&self, surroundings: &Surroundings, console: &mut dyn Console) -> Result<String, Trouble> {
        let key = key(&self.key_env, surroundings)?;
        let body = body(console)?;
        let withdrawal = Withdrawal::read(&body)?;
        Ok(if self.explain {
            explanation(&withdrawal.explain(&key), None)
        } else {
            format!("{}\n", withdrawal.sign(&key))
        })
    }
}

impl Yuansfer {
    fn sign(&self, surroundings: &Surroundings, console: &mut dyn Console) -> Result<String, Trouble> {
        let token = key(&self.token_env, surroundings)?;
        let body = body(console)?;
        let params = Params::read(&body)?;
        Ok(if self.explain { explanation(&params.explain(&token), None) } else { format!("{}\n", params.sign(&token)) })
    }
}
