//! `paykassma savings`: what was collected for a user (Paykassma API, "Information about savings").

use clap::Args;

use super::{rows, typed};
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::cli::output::{Format, Records};
use crate::domain::{Currency, Data, Read, Text};

/// `paykassma savings`.
#[derive(Debug, Args)]
pub struct Savings {
    /// The payment system, as `paytop paykassma systems` lists it
    #[arg(value_name = "SYSTEM", value_parser = typed::word)]
    wallet: Text,
    /// The currency, by its code
    #[arg(long, value_name = "CODE", value_parser = typed::currency)]
    currency: Currency,
    /// The user, by the id in your own system
    #[arg(long, value_name = "USER", value_parser = typed::word)]
    label: Text,
    /// The name of the manual payment system, where it is one
    #[arg(long, value_name = "NAME", value_parser = typed::word)]
    code: Option<Text>,
}

impl Savings {
    pub(super) async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        let Self { wallet, currency, label, code } = self;
        let read = Read::Savings { label, wallet, currency, code };
        let Data::Savings(savings) = job.read(&read).await? else { return job.confused() };
        let exit = job.print(&Records::One(rows::savings(&savings)))?;
        if job.format() == Format::Table {
            let crate::domain::Savings { collected, missing, minimum } = &savings;
            let missing = if missing.amount.is_zero() { "nothing is".to_owned() } else { format!("{missing} is") };
            job.console.say(&format!("{collected} of at least {minimum} is collected; {missing} missing."));
        }
        Ok(exit)
    }
}
