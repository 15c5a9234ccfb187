//! `paykassma withdrawal create`: money goes out to a person (Paykassma API, "Withdrawal of funds").

use clap::Args;

use super::super::{balances, typed};
use crate::cli::change::{Sure, SureOfAmount, confirm, confirm_amount, may_send, refuse_too_much, send_and_hear};
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::domain::{
    AccountNumber, Change, Currency, Money, Need, Text, WithdrawalRequest, WithdrawalRules, mask_digits, masked_email,
};

/// `paykassma withdrawal create`.
#[derive(Debug, Args)]
pub struct Create {
    /// The payment system, such as paytm, `upi_ib`, `imps_ib`, bkash, nagad or rocket
    #[arg(value_name = "SYSTEM", value_parser = typed::text)]
    system: Text,
    /// How much; a whole number, such as 1500 or 1,500
    #[arg(long)]
    amount: String,
    /// The currency, by its code
    #[arg(long, value_name = "CODE", value_parser = typed::currency)]
    currency: Currency,
    /// The user whose money it is, by the id in your own system
    #[arg(long, value_name = "USER", value_parser = typed::text)]
    label: Text,
    /// Send it as a test, with which no money goes out; without this it is real
    #[arg(long)]
    test: bool,
    /// A remark
    #[arg(long, value_name = "WORDS", value_parser = typed::text)]
    comment: Option<Text>,
    /// Ask for the payee's account number even where the payment system may do without
    #[arg(long)]
    ask_account_number: bool,
    /// The payee's name; `upi_ib` and `imps_ib` want it
    #[arg(long, value_name = "NAME", value_parser = typed::text)]
    account_name: Option<Text>,
    /// The payee's email address; bkash wants it
    #[arg(long, value_name = "EMAIL", value_parser = typed::text)]
    account_email: Option<Text>,
    /// The payment method (`payments_details.payments_method`), where the payment system wants one
    #[arg(long, value_name = "METHOD", value_parser = typed::text)]
    payments_method: Option<Text>,
    /// Who carries it out (`payments_details.payments_provider`)
    #[arg(long, value_name = "PROVIDER", value_parser = typed::text)]
    payments_provider: Option<Text>,
    /// The bank's code (`bank_details.bank_code`); for `imps_ib` its IFSC
    #[arg(long, value_name = "CODE", value_parser = typed::text)]
    bank_code: Option<Text>,
    /// The branch's code (`bank_details.branch_code`)
    #[arg(long, value_name = "CODE", value_parser = typed::text)]
    branch_code: Option<Text>,
    /// The bank's code in the payment system (`bank_details.bank_code_in_payments_system`)
    #[arg(long, value_name = "CODE", value_parser = typed::text)]
    bank_code_in_payments_system: Option<Text>,
    /// Ask for the payee's IBAN
    #[arg(long)]
    ask_iban: bool,
    #[command(flatten)]
    sure: Sure,
    #[command(flatten)]
    of_amount: SureOfAmount,
}

impl Create {
    pub(super) async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        let (sure, of_amount) = (self.sure, self.of_amount.clone());
        may_send(job, sure)?;
        let wants = Wants::of(&self);
        let mut request = self.request(job)?;
        // Whoever sits there hears what is wrong before they are asked for more.
        if job.console.is_interactive()
            && let Err(mut errors) = request.check()
        {
            errors.0.retain(|error| !ASKED_FOR.contains(&error.field.as_str()));
            if !errors.is_empty() {
                return job.invalid(&errors);
            }
        }
        wants.ask(job, &mut request)?;
        if let Err(errors) = request.check() {
            return job.invalid(&errors);
        }
        let (payee, amount, words) = (request.payee(), request.amount.clone(), question(&request));
        let change = Change::CreateWithdrawal(Box::new(request));
        if !sure.dry_run {
            refuse_too_much(job, &change).await?;
        }
        let assent = confirm(job, sure, &words)?;
        let assent = confirm_amount(job, sure, &of_amount, (&payee, &amount), assent).await?;
        let (exit, outcome) = send_and_hear(job, assent, &change).await?;
        if let Some(fields) = outcome.as_ref().and_then(|outcome| outcome.fields()) {
            balances::explain_insufficient(job, fields, &amount).await?;
        }
        Ok(exit)
    }

    /// What was typed.
    fn request(self, job: &mut Job<'_>) -> Result<WithdrawalRequest, Exit> {
        let amount = typed::amount(job, &self.amount, &self.currency)?;
        Ok(WithdrawalRequest {
            comment: self.comment,
            account_name: self.account_name,
            account_email: self.account_email,
            payments_method: self.payments_method,
            payments_provider: self.payments_provider,
            bank_code: self.bank_code,
            branch_code: self.branch_code,
            bank_code_in_system: self.bank_code_in_payments_system,
            ..WithdrawalRequest::new(self.system, amount, self.label, self.test)
        })
    }
}

/// The fields that are asked for.
const ASKED_FOR: [&str; 2] = ["account_number", "iban"];

/// Which of them.
#[derive(Clone, Copy, Debug)]
struct Wants {
    number: bool,
    iban: bool,
}

impl Wants {
    fn of(create: &Create) -> Self {
        let (need, _) = WithdrawalRules::of(create.system.as_str()).account_number;
        Self { number: create.ask_account_number || need == Need::Required, iban: create.ask_iban }
    }

    fn ask(self, job: &mut Job<'_>, request: &mut WithdrawalRequest) -> Result<(), Exit> {
        if self.number {
            request.account_number = Some(AccountNumber::new(job.secret("payee's account number")?));
        }
        if self.iban {
            request.iban = Some(AccountNumber::new(job.secret("payee's IBAN")?));
        }
        Ok(())
    }
}

/// What will happen, in full words; numbers by their last four digits.
fn question(request: &WithdrawalRequest) -> String {
    let amount: &Money = &request.amount;
    let masked = |text: &Option<Text>| text.as_ref().map(|text| mask_digits(text.as_str()));
    let parts = [
        ("to the account", request.account_number.as_ref().map(ToString::to_string)),
        ("to the IBAN", request.iban.as_ref().map(ToString::to_string)),
        ("of", masked(&request.account_name)),
        ("at", request.account_email.as_ref().map(|email| masked_email(email.as_str()))),
        ("with the bank code", masked(&request.bank_code)),
        ("branch code", masked(&request.branch_code)),
        ("bank code in the payment system", masked(&request.bank_code_in_system)),
        ("payment method", masked(&request.payments_method)),
        ("payments provider", masked(&request.payments_provider)),
        ("for the user", Some(mask_digits(request.label.as_str()))),
        ("with the comment", masked(&request.comment)),
    ];
    let parts = parts.into_iter().filter_map(|(what, part)| Some(format!(", {what} {}", part?)));
    let parts: String = parts.collect();
    let end = if request.is_test {
        ". It is a TEST: no money goes out. Send it"
    } else {
        ". It is REAL: money goes out. Send it"
    };
    format!("pay {amount} by {}{parts}{end}", request.system)
}
