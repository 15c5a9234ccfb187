//! `yuansfer payee register` ("Payee Registration").

use clap::Args;

use super::details::{Said, today};
use super::remember::remember_done;
use crate::cli::change::{Sure, confirm, send_and_hear};
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::cli::paykassma::typed;
use crate::domain::{Change, PayeeDraft, Text, mask_digits, masked_email};

/// `yuansfer payee register`.
#[derive(Debug, Args)]
pub struct Register {
    /// The payee's id in your own system (`customerCode`); used once
    #[arg(value_name = "CODE", value_parser = typed::text)]
    code: Text,
    /// The email address; it cannot be changed later
    #[arg(long, value_parser = typed::text)]
    email: Text,
    #[command(flatten)]
    said: Said,
    #[command(flatten)]
    sure: Sure,
}

impl Register {
    pub(super) async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        let Self { code, email, said, sure } = self;
        let Some(profile) = said.profile else {
            return job.end(Exit::Usage, "a new payee needs --profile INDIVIDUAL or BUSINESS; nothing was sent");
        };
        let draft = PayeeDraft { code, email, details: said.alone(profile) };
        if let Err(errors) = draft.check(today(job)) {
            return job.invalid(&errors);
        }
        let name = format!("{} {}", draft.details.first_name, draft.details.last_name);
        let words = format!(
            "register {} ({}, {}) as a payee with the code {}",
            mask_digits(&name),
            draft.details.profile,
            masked_email(draft.email.as_str()),
            mask_digits(draft.code.as_str())
        );
        job.title = Some(mask_digits(&name));
        // What is wrong with it comes before that a yes is missing.
        let assent = confirm(job, sure, &words)?;
        let change = Change::RegisterPayee(Box::new(draft));
        let (exit, outcome) = send_and_hear(job, assent, &change).await?;
        remember_done(job, &change, outcome.as_ref()).await;
        Ok(exit)
    }
}
