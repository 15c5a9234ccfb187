//! `yuansfer payee add-account` and `accounts` ("Add payee funding source account" and "Retrieve payee funding source
//! accounts").

use clap::Args;

use super::super::rows;
use super::remember::{remember, remember_done};
use crate::cli::change::{Sure, confirm, may_send, send_and_hear};
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::cli::output::Records;
use crate::cli::paykassma::typed;
use crate::domain::{
    AccountNumber, AccountPurpose, BankAccountDraft, Change, Currency, Data, PayeeNews, PayeeNo, PayoutAccounts, Read,
    Text,
};

/// `yuansfer payee add-account`.
#[derive(Debug, Args)]
pub struct Add {
    /// The customer number
    #[arg(value_name = "CUSTOMER_NO", value_parser = typed::word)]
    no: Text,
    /// The bank's routing number (`branchId`): 9 digits
    #[arg(long, value_name = "NUMBER", value_parser = typed::text)]
    routing: Text,
    /// CHECKING or SAVINGS
    #[arg(long, ignore_case = true)]
    purpose: AccountPurpose,
    /// The account's country, by its ISO code
    #[arg(long, value_name = "CODE", default_value = "US", value_parser = typed::text)]
    country: Text,
    /// The account's currency, by its code
    #[arg(long, value_name = "CODE", default_value = "USD", value_parser = typed::currency)]
    currency: Currency,
    /// Your own name for the account (`accountTag`); without one it is named by the journal's id
    #[arg(long, value_parser = typed::text)]
    tag: Option<Text>,
    #[command(flatten)]
    sure: Sure,
}

/// What is asked for, and so is checked once it was.
const ASKED_FOR: &str = "bankAccountId";

impl Add {
    pub(super) async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        let sure = self.sure;
        may_send(job, sure)?;
        let mut draft = BankAccountDraft {
            payee: PayeeNo(self.no),
            country: self.country,
            currency: self.currency,
            tag: self.tag,
            number: AccountNumber::new("".into()),
            routing: self.routing,
            purpose: self.purpose,
        };
        // What is wrong with the rest is said before a secret is asked for.
        if let Err(mut errors) = draft.check() {
            errors.0.retain(|error| error.field.as_str() != ASKED_FOR);
            if !errors.is_empty() {
                return job.invalid(&errors);
            }
        }
        // A dry run leaves secrets out, so it need not ask for them.
        if !sure.dry_run {
            draft.number = AccountNumber::new(job.secret("payee's account number")?);
            if let Err(errors) = draft.check() {
                return job.invalid(&errors);
            }
        }
        let words = format!(
            "add the {} account {} at the bank with the routing number {} ({}, {}) to payee {}",
            draft.purpose, draft.number, draft.routing, draft.country, draft.currency, draft.payee
        );
        let assent = confirm(job, sure, &words)?;
        let change = Change::AddBankAccount(Box::new(draft));
        let (exit, outcome) = send_and_hear(job, assent, &change).await?;
        remember_done(job, &change, outcome.as_ref()).await;
        Ok(exit)
    }
}

/// `yuansfer payee accounts`.
#[derive(Debug, Args)]
pub struct List {
    /// The customer number
    #[arg(value_name = "CUSTOMER_NO", value_parser = typed::word)]
    no: Text,
}

impl List {
    pub(super) async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        let no = PayeeNo(self.no);
        let found = accounts(job, no.clone()).await?;
        remember(job, &PayeeNews::Accounts(no, found.accounts.rows.clone())).await;
        let accounts = job.rows(found.accounts.rows, &found.accounts.bad);
        let rows = accounts.iter().map(rows::account).collect();
        job.print(&Records::Many { names: rows::ACCOUNT, rows })
    }
}

/// The accounts of the payee with this number, as the provider tells them now.
pub async fn accounts(job: &mut Job<'_>, no: PayeeNo) -> Result<PayoutAccounts, Exit> {
    match job.read(&Read::PayoutAccounts(no)).await? {
        Data::PayoutAccounts(accounts) => Ok(accounts),
        _ => job.confused(),
    }
}
