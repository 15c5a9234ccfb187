//! `paykassma postback`: a postback that was sent before (Paykassma API, "Information about the postback that was sent
//! earlier").

use clap::Args;

use super::{rows, typed};
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::cli::output::{self, Field, Format, Records, Row};
use crate::domain::{Data, DepositPostback, Fault, Money, PostbackBody, PostbackQuery, Read, Text, WithdrawalPostback};

/// `paykassma postback`.
#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("which").required(true).args(["transaction_id", "custom_id", "withdrawal_id"])))]
pub struct Postback {
    /// That of a deposit, by the provider's transaction id
    #[arg(long, value_name = "ID", value_parser = typed::word)]
    transaction_id: Option<Text>,
    /// That of a deposit, by your own id of it: the `custom_id` or `custom_transaction_id` that its command printed
    #[arg(long, value_name = "ID", value_parser = typed::word)]
    custom_id: Option<Text>,
    /// That of a withdrawal, by its id
    #[arg(long, value_name = "ID", value_parser = typed::word)]
    withdrawal_id: Option<Text>,
    /// List the sum of a deposit in every currency too; JSON has them all anyway
    #[arg(long)]
    all: bool,
}

impl Postback {
    pub(super) async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        let query = match (self.transaction_id, self.custom_id, self.withdrawal_id) {
            (Some(id), ..) => PostbackQuery::Transaction(id),
            (_, Some(id), _) => PostbackQuery::Custom(id),
            (.., Some(id)) => PostbackQuery::Withdrawal(id),
            _ => return job.end(Exit::Usage, "which postback? Name it by its id"),
        };
        let told = match job.ask(&Read::Postback(query)).await? {
            Ok(Data::Postback(postback)) => postback.told,
            Ok(_) => return job.confused(),
            Err(fault) => {
                let none = is_none(&fault);
                let words = job.fault_words(&fault);
                let why = " That none was sent yet settles nothing: it may still come to any end.";
                return job.end(Exit::of_fault(&fault), &format!("{words}{}", if none { why } else { "" }));
            }
        };
        match told {
            PostbackBody::Withdrawal(told) => withdrawal(job, &told),
            PostbackBody::Deposit(told) => deposit(job, &told, self.all),
        }
    }
}

/// Whether the provider says that it has sent no such postback.
fn is_none(fault: &Fault) -> bool {
    matches!(fault, Fault::Refused { text, .. } if text.as_str().eq_ignore_ascii_case("Postback not found"))
}

fn withdrawal(job: &mut Job<'_>, told: &WithdrawalPostback) -> Result<Exit, Exit> {
    let row = rows::withdrawal(Some(told), job.reveal);
    let exit = job.print(&Records::One(row))?;
    if job.format() == Format::Table {
        let end = if told.status.is_final() { "final" } else { "not final" };
        job.console.say(&format!("{}: {}, which is {end}", told.id, told.status));
    }
    Ok(exit)
}

fn deposit(job: &mut Job<'_>, told: &DepositPostback, all: bool) -> Result<Exit, Exit> {
    let bad = [told.transactions.bad.as_slice(), told.stockpiling.bad.as_slice()].concat();
    job.rows(Vec::<()>::new(), &bad);
    match job.format() {
        Format::Json => job.print(&Records::One(rows::deposit(told, job.reveal))),
        Format::Csv if all => job.print(&sums(told)),
        Format::Csv => {
            job.print(&Records::Many { names: rows::TRANSACTION, rows: rows::deposit_lines(Some(told), job.reveal) })
        }
        Format::Table => {
            let page = page(job, told, all);
            let written = job.console.out().write_all(&page).and_then(|()| job.console.out().flush());
            job.written(written)
        }
    }
}

fn sums(told: &DepositPostback) -> Records {
    Records::Many { names: rows::SUM, rows: told.stockpiling.rows.iter().map(rows::sum).collect() }
}

/// The deposit for a person: its facts, its payments, and its sum in the currencies that were paid in, or in all.
fn page(job: &Job<'_>, told: &DepositPostback, all: bool) -> Vec<u8> {
    let times = rows::Times::In(job.acting.zone.clone());
    let facts = Row::default()
        .with("transaction_id", told.transaction_id.as_ref())
        .with("label", Field::Text(job.reveal.words(&told.label)))
        .with("stockpiling_id", told.stockpiling_id.as_ref())
        .with("stockpiling", Field::Text(sum_words(told, all)));
    let payments = told.transactions.rows.iter();
    let payments = payments.map(|payment| rows::transaction(Some(payment), &times, job.reveal)).collect();
    let mut parts = vec![Records::One(facts), Records::Many { names: rows::TRANSACTION, rows: payments }];
    if all {
        parts.push(sums(told));
    }
    let mut page = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            page.push(b'\n');
        }
        // Into memory: nothing that could fail but the memory.
        let _ = output::write(&mut page, Format::Table, part);
    }
    page
}

/// The sum in the currencies that were paid in, and how many more there are.
fn sum_words(told: &DepositPostback, all: bool) -> String {
    let sums = &told.stockpiling.rows;
    let paid_in = |sum: &&Money| told.transactions.rows.iter().any(|paid| paid.amount.currency == sum.currency);
    let mine: Vec<String> = sums.iter().filter(paid_in).map(Money::to_string).collect();
    let more = sums.len() - mine.len();
    match (mine.is_empty(), more, all) {
        (true, 0, _) => "nothing".to_owned(),
        (false, 0, _) => mine.join(", "),
        (true, _, true) => "see below".to_owned(),
        (false, _, true) => format!("{}, the others see below", mine.join(", ")),
        (true, _, false) => format!("{more} currencies: add --all"),
        (false, _, false) => format!("{}, and {more} currencies more: add --all", mine.join(", ")),
    }
}
