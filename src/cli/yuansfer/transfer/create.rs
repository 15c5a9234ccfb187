//! `yuansfer transfer create` ("Transfer").

use clap::Args;

use super::super::payee::accounts;
use crate::cli::change::{Sure, SureOfAmount, confirm, confirm_amount, may_send, refuse_too_much, send};
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::cli::paykassma::typed;
use crate::domain::{Change, Currency, PayeeNo, PayoutAccount, Text, TransferRequest, mask_digits};

/// `yuansfer transfer create`.
#[derive(Debug, Args)]
pub struct Create {
    /// Who gets it: the customer number
    #[arg(value_name = "CUSTOMER_NO", value_parser = typed::word)]
    payee: Text,
    /// On which account: its token (see `paytop yuansfer payee accounts`); needed where the payee has several
    #[arg(long, value_name = "TOKEN", value_parser = typed::word)]
    account: Option<Text>,
    /// How much, with at most two decimals, such as 1500 or 1,500.00
    #[arg(long)]
    amount: String,
    /// The currency, by its code
    #[arg(long, value_name = "CODE", value_parser = typed::currency)]
    currency: Currency,
    /// What it is about
    #[arg(long, value_name = "WORDS", value_parser = typed::text)]
    subject: Option<Text>,
    /// A note to the payee
    #[arg(long, value_name = "WORDS", value_parser = typed::text)]
    note: Option<Text>,
    /// A longer description
    #[arg(long, value_name = "WORDS", value_parser = typed::text)]
    description: Option<Text>,
    #[command(flatten)]
    sure: Sure,
    #[command(flatten)]
    of_amount: SureOfAmount,
}

impl Create {
    pub(super) async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        let (sure, of_amount) = (self.sure, self.of_amount);
        let amount = typed::amount(job, &self.amount, &self.currency)?;
        let mut request = TransferRequest {
            subject: self.subject,
            note: self.note,
            description: self.description,
            ..TransferRequest::new(PayeeNo(self.payee), "(one of theirs)".into(), amount.clone())
        };
        if let Err(errors) = request.check() {
            return job.invalid(&errors);
        }
        // What is wrong with it comes before that a yes is missing, and that before anything is asked of the provider.
        may_send(job, sure)?;
        let (account, name) = account(job, &request.payee, self.account).await?;
        request.account = account.token.clone();
        let title = [name, account.masked()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        let words = question(&request, &account, &title);
        job.title = (!title.is_empty()).then_some(title);
        let subject = request.subject_of();
        let change = Change::Transfer(Box::new(request));
        if !sure.dry_run {
            refuse_too_much(job, &change).await?;
        }
        let assent = confirm(job, sure, &words)?;
        let assent = confirm_amount(job, sure, &of_amount, (&subject, &amount), assent).await?;
        send(job, assent, change).await
    }
}

/// The account that is paid to: the one that was named, or the only one. It has to be the payee's own, and one that
/// can be paid to. And the payee's name.
async fn account(job: &mut Job<'_>, payee: &PayeeNo, named: Option<Text>) -> Result<(PayoutAccount, String), Exit> {
    let found = accounts(job, payee.clone()).await?;
    let rows = job.rows(found.accounts.rows, &found.accounts.bad);
    let list = || rows.iter().fold(String::new(), |list, row| format!("{list}\n  {} {}", row.token, row.masked()));
    let account = match (&named, rows.as_slice()) {
        (Some(token), all) => all
            .iter()
            .find(|row| row.token.as_str() == token.as_str())
            .ok_or_else(|| format!("payee {payee} has no account {token}; nothing was sent. There are:{}", list())),
        (None, [only]) => Ok(only),
        (None, []) => Err(format!(
            "payee {payee} has no account yet: add one with `paytop yuansfer payee add-account {payee}`; nothing was sent"
        )),
        (None, _) => Err(format!("which account? Add --account with one of:{}", list())),
    };
    let account = match account {
        Ok(account) if account.status.is_activated() => account.clone(),
        Ok(account) => {
            let words = format!("account {} is {}, not activated; nothing was sent", account.token, account.status);
            return job.end(Exit::Usage, &words);
        }
        Err(words) => return job.end(Exit::Usage, &words),
    };
    Ok((account, mask_digits(&found.name)))
}

/// What will happen, in full words.
fn question(request: &TransferRequest, account: &PayoutAccount, title: &str) -> String {
    let title = if title.is_empty() { String::new() } else { format!(" ({title})") };
    let said = [("subject", &request.subject), ("note", &request.note), ("description", &request.description)];
    let said = said
        .into_iter()
        .filter_map(|(name, text)| Some(format!(", with the {name} \"{}\"", mask_digits(text.as_ref()?.as_str()))));
    let said: String = said.collect();
    format!("transfer {} to payee {}{title}, to the account {}{said}", request.amount, request.payee, account.token)
}
