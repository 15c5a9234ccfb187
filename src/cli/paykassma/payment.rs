//! `paykassma payment create`: a payment that needs no activation (Paykassma API, "For PS that do not require payment
//! activation").

use clap::{Args, Subcommand};

use super::typed;
use crate::cli::change::{Sure, confirm, send};
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::domain::{Change, Currency, PaymentDraft, Text, mask_digits};

/// `paykassma payment`.
#[derive(Debug, Subcommand)]
pub enum Payment {
    /// Create a payment; prints the address to send the user to, where the provider gives one
    ///
    /// Its `custom_transaction_id` is made here, never repeats, and is printed: `paytop paykassma postback --custom-id`
    /// looks the deposit up by it.
    Create(Create),
}

/// `paykassma payment create`.
#[derive(Debug, Args)]
pub struct Create {
    /// The payment system, as `paytop paykassma systems` lists it
    #[arg(value_name = "SYSTEM", value_parser = typed::text)]
    system: Text,
    /// How much
    #[arg(long)]
    amount: String,
    /// The currency, by its code
    #[arg(long, value_name = "CODE", value_parser = typed::currency)]
    currency: Currency,
    /// The user who pays, by the id in your own system
    #[arg(long, value_name = "USER", value_parser = typed::text)]
    label: Text,
    /// The user's bank, by its code of up to three characters, such as MBB
    #[arg(long, value_name = "CODE", value_parser = typed::text)]
    bank: Text,
    /// The language of the pages the user will see, two letters
    #[arg(long, value_name = "CODE", default_value = "en", value_parser = typed::text)]
    language: Text,
    /// Where the user goes afterwards
    #[arg(long, value_name = "ADDRESS", value_parser = typed::text)]
    redirect_url: Text,
    #[command(flatten)]
    sure: Sure,
}

impl Payment {
    pub(super) async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        let Self::Create(create) = self;
        create.run(job).await
    }
}

impl Create {
    async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        let Self { system, amount, currency, label, bank, language, redirect_url, sure } = self;
        let amount = typed::amount(job, &amount, &currency)?;
        let payment = PaymentDraft { system, language, currency, bank, amount: amount.amount, label, redirect_url };
        if let Err(errors) = payment.check() {
            return job.invalid(&errors);
        }
        let words = format!(
            "create a payment of {amount} by {} at the bank {} for the user {}, who goes to {} afterwards",
            payment.system,
            payment.bank,
            mask_digits(payment.label.as_str()),
            mask_digits(payment.redirect_url.as_str())
        );
        let assent = confirm(job, sure, &words)?;
        send(job, assent, Change::CreatePayment(payment)).await
    }
}
