//! `yuansfer payee`: who money is paid to (Yuansfer payouts, "Payee Registration" and what follows).

mod account;
mod details;
mod list;
mod register;
mod remember;
mod show;
mod update;

use clap::Subcommand;

use crate::cli::exit::Exit;
use crate::cli::job::Job;

pub(super) use self::account::accounts;

/// `yuansfer payee`.
#[derive(Debug, Subcommand)]
pub enum Payee {
    /// Register a payee; prints their customer number
    Register(register::Register),
    /// Show a payee
    Show(show::Show),
    /// Change what is said of a payee; what is not given stays as the provider has it
    Update(update::Update),
    /// Add a bank account to a payee
    ///
    /// Its number is asked for, or read as one line of standard input; it is never an argument.
    AddAccount(account::Add),
    /// List the accounts of a payee
    Accounts(account::List),
    /// List the payees that are remembered here: those that were registered or looked up
    List(list::List),
}

impl Payee {
    pub(super) async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        match self {
            Self::Register(register) => register.run(job).await,
            Self::Show(show) => show.run(job).await,
            Self::Update(update) => update.run(job).await,
            Self::AddAccount(add) => add.run(job).await,
            Self::Accounts(list) => list.run(job).await,
            Self::List(list) => list.run(job).await,
        }
    }
}
