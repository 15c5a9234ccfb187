//! `yuansfer payee update` ("Update payee info"): the provider is sent all there is to say, so what is not given is taken
//! from what it tells now.

use clap::Args;

use super::details::{Said, today};
use super::remember::remember_done;
use super::show::find;
use crate::cli::change::{Sure, confirm, may_send, send_and_hear};
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::cli::paykassma::typed;
use crate::domain::{Change, PayeeNo, Text, mask_digits};

/// `yuansfer payee update`.
#[derive(Debug, Args)]
pub struct Update {
    /// The customer number
    #[arg(value_name = "CUSTOMER_NO", value_parser = typed::word)]
    no: Text,
    #[command(flatten)]
    said: Said,
    #[command(flatten)]
    sure: Sure,
}

impl Update {
    pub(super) async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        let Self { no, said, sure } = self;
        may_send(job, sure)?;
        if said.is_empty() {
            return job.end(Exit::Usage, "nothing to change was given; nothing was sent");
        }
        let payee = find(job, PayeeNo(no)).await?;
        let details = match (payee.details(), said.profile) {
            (Some(known), _) => said.over(known),
            (None, Some(profile)) => said.alone(profile),
            (None, None) => {
                let words = "the provider calls the payee neither INDIVIDUAL nor BUSINESS: say it with --profile, and \
                             everything else there is to say; nothing was sent";
                return job.end(Exit::Usage, words);
            }
        };
        if let Err(errors) = details.check(today(job)) {
            return job.invalid(&errors);
        }
        let name = mask_digits(&payee.name());
        job.title = Some(name.clone());
        let assent = confirm(job, sure, &format!("change what is said of payee {} ({name})", payee.no))?;
        let change = Change::UpdatePayee { payee: payee.no, details: Box::new(details) };
        let (exit, outcome) = send_and_hear(job, assent, &change).await?;
        remember_done(job, &change, outcome.as_ref()).await;
        Ok(exit)
    }
}
