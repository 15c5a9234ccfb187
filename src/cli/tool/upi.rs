//! `tool upi`: the UPI ids of an account (withdraw-tool API, sections 9 and 4).

use clap::{Args, Subcommand};

use super::rows;
use crate::cli::change::{Sure, confirm, send};
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::cli::output::Records;
use crate::domain::{Change, Data, Read, UpiId};

/// `tool upi`.
#[derive(Debug, Subcommand)]
pub enum Upi {
    /// List the UPI ids of an account
    List {
        /// The account
        id: String,
    },
    /// Set the UPI id of an account
    Set(Set),
}

/// `tool upi set`.
#[derive(Debug, Args)]
pub struct Set {
    /// The account
    id: String,
    /// The UPI id to use; without it the provider chooses
    upi: Option<String>,
    #[command(flatten)]
    sure: Sure,
}

impl Upi {
    pub(super) async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        match self {
            Self::List { id } => {
                let read = Read::UpiIds { account: id.as_str().into() };
                let Data::UpiIds(upis) = job.read(&read).await? else { return job.confused() };
                let upis = job.rows(upis.rows, &upis.bad);
                let rows = upis.iter().map(|upi| rows::upi(upi, job.reveal)).collect();
                job.print(&Records::Many { names: rows::UPI, rows })
            }
            Self::Set(Set { id, upi, sure }) => {
                let change = Change::SetUpi { account: id.as_str().into(), upi: upi.as_deref().map(UpiId::new) };
                let assent = confirm(job, sure, &format!("{} for account {id}", change.words()))?;
                send(job, assent, change).await
            }
        }
    }
}
