//! `paykassma withdrawal`: creates withdrawals, and asks what became of them (Paykassma API, "Withdrawal of funds" and
//! "Order statuses").

mod create;
mod status;

use clap::Subcommand;

use crate::cli::batch::Batch;
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::domain::batch::WITHDRAWALS;

/// `paykassma withdrawal`.
#[derive(Debug, Subcommand)]
pub enum Withdrawal {
    /// Create a withdrawal: money goes out to a person
    ///
    /// Its `withdrawal_id` is made here and printed; whether it is paid out is told by `paytop paykassma withdrawal
    /// status`. What the payment system wants is checked first, and what is wrong is told field by field. The payee's
    /// account number, and the IBAN with --ask-iban, are asked for, or read as a line of standard input each; they are
    /// never arguments.
    Create(Box<create::Create>),
    /// Ask what became of withdrawals, by their ids
    ///
    /// Status 1 (paid out) and 5 (not paid out) are final, every other one is pending. Where the journal has one of them
    /// and its status is final, that is written down there: it settles what was unconfirmed. Anything else settles nothing.
    Status(status::Status),
    /// Send a file of withdrawals, line by line
    ///
    /// Look at it by --check first: every line, its faults, what became of it before, and the sums. No line is ever sent
    /// twice: a file that was begun goes on by --resume, and what left of it, or of another file with the same payee and
    /// amount, stays out. Ctrl-C stops it between two lines. It pauses by itself where the next line would meet the same,
    /// such as an insufficient balance, or where of three lines nobody knows what became.
    ///
    /// The columns: `payment_system`, amount, `currency_code`, label and `is_test` (true or false) in every file; comment,
    /// `account_number`, `account_name`, `account_email`, `payments_method`, `payments_provider`, `bank_code`,
    /// `branch_code`, `bank_code_in_payments_system` and iban where they are needed.
    Batch(Batch),
}

impl Withdrawal {
    pub(super) async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        match self {
            Self::Create(create) => create.run(job).await,
            Self::Status(status) => status.run(job).await,
            Self::Batch(batch) => batch.run(job, &WITHDRAWALS).await,
        }
    }
}
