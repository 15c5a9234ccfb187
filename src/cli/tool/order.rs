//! `tool order create`: a withdrawal order at a CARD account (withdraw-tool API, section 11).

use clap::{Args, Subcommand};

use super::accounts;
use crate::cli::change::{Sure, SureOfAmount, confirm, confirm_amount, refuse_too_much, send};
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::domain::{AmountError, Change, CollectionType, Currency, Money};

/// `tool order`.
#[derive(Debug, Subcommand)]
pub enum Order {
    /// Create a withdrawal order
    Create(Create),
}

/// `tool order create`.
#[derive(Debug, Args)]
pub struct Create {
    /// The account that pays; a CARD account
    id: String,
    /// How many rupees, such as 1500 or 1,500.00
    #[arg(long, value_parser = rupees)]
    amount: Money,
    #[command(flatten)]
    sure: Sure,
    #[command(flatten)]
    of_amount: SureOfAmount,
}

fn rupees(typed: &str) -> Result<Money, AmountError> {
    Money::parse(typed, Currency::inr())
}

impl Order {
    pub(super) async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        let Self::Create(Create { id, amount, sure, of_amount }) = self;
        let account = accounts::find(job, &id.as_str().into()).await?;
        if account.collection != CollectionType::Card {
            let words = format!(
                "{} is a {} account and only CARD accounts take orders; a UPI account withdraws by itself once it is \
                 switched on (paytop tool enable {id}); nothing was sent",
                account.id, account.collection
            );
            return job.end(Exit::Usage, &words);
        }
        let title = account.title();
        let change =
            Change::CreateOrder { account: account.id.clone(), collection: account.collection, amount: amount.clone() };
        if !sure.dry_run {
            refuse_too_much(job, &change).await?;
        }
        let assent = confirm(job, sure, &format!("withdraw {amount} from {title}"))?;
        let assent = confirm_amount(job, sure, &of_amount, (&account.id, &amount), assent).await?;
        send(job, assent, change).await
    }
}
