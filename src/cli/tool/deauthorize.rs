//! `tool deauthorize`: takes every authorisation from an account (withdraw-tool API, section 12).

use clap::Args;

use crate::cli::change::{Sure, confirm, send};
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::domain::Change;

/// `tool deauthorize`.
#[derive(Debug, Args)]
pub struct Deauthorize {
    /// The account
    id: String,
    #[command(flatten)]
    sure: Sure,
}

impl Deauthorize {
    pub(super) async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        let Self { id, sure } = self;
        let assent =
            confirm(job, sure, &format!("take every authorisation from account {id}, which stops its withdrawals"))?;
        send(job, assent, Change::Deauthorize { account: id.as_str().into() }).await
    }
}
