//! `paykassma systems`: what a user can pay with (Paykassma API, "Obtaining available PSs").

use clap::Args;

use super::{rows, typed};
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::cli::output::Records;
use crate::domain::{Currency, Data, Read, Text};

/// `paykassma systems`.
#[derive(Debug, Args)]
pub struct Systems {
    /// In this currency, by its code, such as INR; several with commas between them
    #[arg(long, required = true, value_name = "CODE", value_delimiter = ',', value_parser = typed::currency)]
    currency: Vec<Currency>,
    /// The user who is to pay, by the id in your own system
    #[arg(long, value_name = "USER", value_parser = typed::word)]
    label: Text,
}

impl Systems {
    pub(super) async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        let read = Read::PaymentSystems { currencies: self.currency, label: self.label };
        let Data::PaymentSystems(told) = job.read(&read).await? else { return job.confused() };
        let systems = job.rows(told.systems.rows, &told.systems.bad);
        let rows = systems.iter().map(rows::system).collect();
        job.print(&Records::Many { names: rows::SYSTEM, rows })
    }
}
