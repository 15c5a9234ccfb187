//! `yuansfer payee show` ("Retrieve payee info").

use clap::Args;

use super::super::rows;
use super::remember::remember;
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::cli::output::Records;
use crate::cli::paykassma::typed;
use crate::domain::{Data, Payee, PayeeNews, PayeeNo, Read, Text};

/// `yuansfer payee show`.
#[derive(Debug, Args)]
pub struct Show {
    /// The customer number
    #[arg(value_name = "CUSTOMER_NO", value_parser = typed::word)]
    no: Text,
}

impl Show {
    pub(super) async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        let payee = find(job, PayeeNo(self.no)).await?;
        remember(job, &PayeeNews::Looked(Box::new(payee.clone()))).await;
        job.print(&Records::One(rows::payee(&payee, job.reveal)))
    }
}

/// The payee with this number, as the provider describes them now.
pub async fn find(job: &mut Job<'_>, no: PayeeNo) -> Result<Payee, Exit> {
    match job.read(&Read::Payee(no)).await? {
        Data::Payee(payee) => Ok(*payee),
        _ => job.confused(),
    }
}
