//! `tool enable` and `tool disable`: the withdrawals switch of an account (withdraw-tool API, section 10).

use clap::Args;

use crate::cli::change::{Sure, confirm, send};
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::domain::Change;

/// `tool enable` and `tool disable`.
#[derive(Debug, Args)]
pub struct Withdrawals {
    /// The account
    id: String,
    #[command(flatten)]
    sure: Sure,
}

impl Withdrawals {
    pub(super) async fn run(self, enabled: bool, job: &mut Job<'_>) -> Result<Exit, Exit> {
        let Self { id, sure } = self;
        let change = Change::SetWithdrawals { account: id.as_str().into(), enabled };
        let stops = if enabled { "" } else { ", which stops a running task" };
        let assent = confirm(job, sure, &format!("{} for account {id}{stops}", change.words()))?;
        send(job, assent, change).await
    }
}
