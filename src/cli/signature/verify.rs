//! `paytop verify`: says whether a body came with the right signature.

use clap::{Args, Subcommand};

use super::explain::explanation;
use super::{Trouble, body, end, key};
use crate::cli::console::Console;
use crate::cli::exit::Exit;
use crate::config::Surroundings;
use crate::providers::paykassma::sign::{Deposits, PostbackKeys, Withdrawal};
use crate::providers::signature::Explained;
use crate::providers::yuansfer::sign::Params;

/// `paytop verify`.
#[derive(Debug, Subcommand)]
pub enum Verify {
    /// Check a Paykassma withdrawal request or postback (--key-env), or a deposit postback (--access-env and
    /// --private-env)
    ///
    /// The whole body, its `signature` and `access_key` included, comes on standard input. Exit status: 0 the signature
    /// is right, 1 it is not, 2 it could not be checked.
    Paykassma(Paykassma),
    /// Check the `verifySign` of a Yuansfer request or notification
    ///
    /// The whole body, JSON or form-encoded, its `verifySign` included, comes on standard input. Exit status: 0 the
    /// signature is right, 1 it is not, 2 it could not be checked.
    Yuansfer(Yuansfer),
}

/// `paytop verify paykassma`.
#[derive(Debug, Args)]
pub struct Paykassma {
    /// The environment variable that holds the private key of withdrawals
    #[arg(long, value_name = "VAR", required_unless_present_any = ["access_env", "private_env"])]
    key_env: Option<String>,
    /// The environment variable that holds the access key of deposit postbacks
    #[arg(long, value_name = "VAR", requires = "private_env", conflicts_with = "key_env")]
    access_env: Option<String>,
    /// The environment variable that holds the private key of deposit postbacks
    #[arg(long, value_name = "VAR", requires = "access_env", conflicts_with = "key_env")]
    private_env: Option<String>,
    /// Show every step to the signature that would be right, with the body's values in full and the keys left out
    #[arg(long)]
    explain: bool,
}

/// `paytop verify yuansfer`.
#[derive(Debug, Args)]
pub struct Yuansfer {
    /// The environment variable that holds the token
    #[arg(long, value_name = "VAR")]
    token_env: String,
    /// Show every step to the signature that would be right, with the body's values in full and the token left out
    #[arg(long)]
    explain: bool,
}

/// What checking a body showed.
struct Finding {
    /// What does not match; `None` where all does.
    wrong: Option<&'static str>,
    /// The steps, where they were asked for, and the signature that was received.
    explained: Option<(Explained, String)>,
}

const SIGNATURE_DIFFERS: &str = "the signature does not match";

impl Verify {
    pub(in crate::cli) fn run(self, surroundings: &Surroundings, console: &mut dyn Console) -> Exit {
        let found = match &self {
            Self::Paykassma(command) => command.check(surroundings, console),
            Self::Yuansfer(command) => command.check(surroundings, console),
        };
        end(found.map(Finding::told), console)
    }
}

impl Paykassma {
    fn check(&self, surroundings: &Surroundings, console: &mut dyn Console) -> Result<Finding, Trouble> {
        match (&self.key_env, &self.access_env, &self.private_env) {
            (_, Some(access), Some(private)) => {
                let keys = PostbackKeys { access: key(access, surroundings)?, private: key(private, surroundings)? };
                let body = body(console)?;
                let deposits = Deposits::read(&body)?;
                let wrong = match (deposits.is_signed(&keys)?, deposits.has_access(&keys)?) {
                    (true, _) => None,
                    (false, true) => Some(SIGNATURE_DIFFERS),
                    (false, false) => Some("the body's access_key is not the one given"),
                };
                let sent = deposits.signature()?.to_owned();
                Ok(Finding { wrong, explained: self.explain.then(|| (deposits.explain(&keys), sent)) })
            }
            (variable, ..) => {
                let key = key(variable.as_deref().unwrap_or_default(), surroundings)?;
                let body = body(console)?;
                let withdrawal = Withdrawal::read(&body)?;
                let wrong = (!withdrawal.is_signed(&key)?).then_some(SIGNATURE_DIFFERS);
                let sent = withdrawal.signature()?.to_owned();
                Ok(Finding { wrong, explained: self.explain.then(|| (withdrawal.explain(&key), sent)) })
            }
        }
    }
}

impl Yuansfer {
    fn check(&self, surroundings: &Surroundings, console: &mut dyn Console) -> Result<Finding, Trouble> {
        let token = key(&self.token_env, surroundings)?;
        let body = body(console)?;
        let params = Params::read(&body)?;
        let wrong = (!params.is_signed(&token)?).then_some(SIGNATURE_DIFFERS);
        let sent = params.signature()?.to_owned();
        Ok(Finding { wrong, explained: self.explain.then(|| (params.explain(&token), sent)) })
    }
}

impl Finding {
    /// It in words, and how the run ends. The signature that would have been right is shown to who asks for the steps,
    /// and has the key anyway, but never by itself: this output may stand in a log.
    fn told(self) -> (String, Exit) {
        let mut text = self.explained.map(|(steps, sent)| explanation(&steps, Some(&sent))).unwrap_or_default();
        let exit = if self.wrong.is_none() { Exit::Done } else { Exit::Refused };
        text.push_str(self.wrong.unwrap_or("the signature matches"));
        text.push('\n');
        (text, exit)
    }
}
