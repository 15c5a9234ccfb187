//! `yuansfer transfer`: makes transfers, and asks what became of them (Yuansfer payouts, "Transfer").

mod create;
mod learn;
mod show;

use clap::Subcommand;

use crate::cli::batch::Batch;
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::domain::batch::TRANSFERS;

/// `yuansfer transfer`.
#[derive(Debug, Subcommand)]
pub enum Transfer {
    /// Make a transfer: money goes out to the account of a payee
    ///
    /// Its invoice id is made here and printed; what becomes of it is told by `paytop yuansfer transfer show`. Whether
    /// the account is the payee's own and can be paid to is looked up first.
    Create(create::Create),
    /// Ask what became of transfers, by their invoice ids
    ///
    /// The statuses success, failed and returned are final, every other one is pending. Where the journal has one of them
    /// and its status is final, that is written down there: it settles what was unconfirmed. That the provider does not
    /// know one settles nothing.
    Show(show::Show),
    /// Send a file of transfers, line by line
    ///
    /// Look at it by --check first: every line, its faults, what became of it before, and the sums. No line is ever sent
    /// twice: a file that was begun goes on by --resume, and what left of it, or of another file with the same payee and
    /// amount, stays out. Ctrl-C stops it between two lines. It pauses by itself where the next line would meet the same,
    /// such as an insufficient balance, or where of three lines nobody knows what became.
    ///
    /// The columns: `customerNo`, `accountToken`, amount and currency in every file; subject, note and description where
    /// they are wanted.
    Batch(Batch),
}

impl Transfer {
    pub(super) async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        match self {
            Self::Create(create) => create.run(job).await,
            Self::Show(show) => show.run(job).await,
            Self::Batch(batch) => batch.run(job, &TRANSFERS).await,
        }
    }
}
