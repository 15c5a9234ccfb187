//! `paykassma transaction`: creates and activates a deposit transaction (Paykassma API, "Creating a payment").

use clap::{Args, Subcommand};

use super::typed;
use crate::cli::change::{Sure, confirm, send};
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::domain::{Activation, Change, Currency, Money, Text, TransactionDraft, mask_digits};

/// `paykassma transaction`.
#[derive(Debug, Subcommand)]
pub enum Transaction {
    /// Create a transaction; prints the identifier that the user pays to
    Create(Create),
    /// Activate a transaction by the number the user was given when paying
    ///
    /// Its `custom_transaction_id` is made here, never repeats, and is printed: `paytop paykassma postback --custom-id`
    /// looks the deposit up by it. The provider may start a check first: then nothing failed, and the money is credited
    /// once that is done.
    Activate(Activate),
}

/// `paykassma transaction create`.
#[derive(Debug, Args)]
pub struct Create {
    /// The payment system, as `paytop paykassma systems` lists it
    #[arg(value_name = "SYSTEM", value_parser = typed::text)]
    wallet: Text,
    /// The currency, by its code
    #[arg(long, value_name = "CODE", value_parser = typed::currency)]
    currency: Currency,
    /// The user who pays, by the id in your own system
    #[arg(long, value_name = "USER", value_parser = typed::text)]
    label: Text,
    #[command(flatten)]
    sure: Sure,
}

/// `paykassma transaction activate`.
#[derive(Debug, Args)]
pub struct Activate {
    /// The payment system, as `paytop paykassma systems` lists it
    #[arg(value_name = "SYSTEM", value_parser = typed::text)]
    wallet: Text,
    /// The currency, by its code
    #[arg(long, value_name = "CODE", value_parser = typed::currency)]
    currency: Currency,
    /// The user who paid, by the id in your own system
    #[arg(long, value_name = "USER", value_parser = typed::text)]
    label: Text,
    /// The payment's number (`Transaction_ID`), as the user has it
    #[arg(long, value_name = "NUMBER", value_parser = typed::text)]
    key: Text,
    /// How much was paid; UPI P2P and PhonePe want it
    #[arg(long)]
    amount: Option<String>,
    #[command(flatten)]
    sure: Sure,
}

impl Transaction {
    pub(super) async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        match self {
            Self::Create(create) => create.run(job).await,
            Self::Activate(activate) => activate.run(job).await,
        }
    }
}

impl Create {
    async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        let Self { wallet, currency, label, sure } = self;
        let draft = TransactionDraft { wallet, currency, label };
        if let Err(errors) = draft.check() {
            return job.invalid(&errors);
        }
        let words = format!(
            "create a {} transaction in {} for the user {}",
            draft.wallet,
            draft.currency,
            mask_digits(draft.label.as_str())
        );
        let assent = confirm(job, sure, &words)?;
        send(job, assent, Change::CreateTransaction(draft)).await
    }
}

impl Activate {
    async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        let Self { wallet, currency, label, key, amount, sure } = self;
        let amount = match amount {
            Some(typed) => Some(typed::amount(job, &typed, &currency)?.amount),
            None => None,
        };
        let activation = Activation { currency, wallet, label, key, amount };
        if let Err(errors) = activation.check() {
            return job.invalid(&errors);
        }
        let of = activation.amount.map(|amount| format!(" of {}", Money::new(amount, activation.currency.clone())));
        let words = format!(
            "activate the {} payment {}{} in {} for the user {}",
            activation.wallet,
            mask_digits(activation.key.as_str()),
            of.unwrap_or_default(),
            activation.currency,
            mask_digits(activation.label.as_str())
        );
        let assent = confirm(job, sure, &words)?;
        send(job, assent, Change::ActivateTransaction(activation)).await
    }
}
