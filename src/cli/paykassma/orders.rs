//! `paykassma orders`: the postbacks of many orders at once (Paykassma API, "Order statuses").

use std::collections::HashMap;

use clap::{Args, ValueEnum};

use super::{ids, rows};
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::cli::output::{Field, Format, Records, Row};
use crate::cli::reveal::Reveal;
use crate::domain::{
    Data, DepositPostback, Found, OrderQuery, OrderStatus, Postback, Read, Text, WithdrawalPostback,
    check_withdrawal_id,
};

/// `paykassma orders`.
#[derive(Debug, Args)]
pub struct Orders {
    /// Whether the ids are of deposits or of withdrawals
    #[arg(long = "type", value_enum, value_name = "TYPE")]
    kind: Kind,
    /// Their ids; without any, one a line of standard input. Of deposits the `custom_id` or `custom_transaction_id`, of
    /// withdrawals the `withdrawal_id`
    #[arg(value_name = "ID")]
    ids: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    Deposit,
    Withdrawal,
}

impl Orders {
    pub(super) async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        let Self { kind, ids: named } = self;
        let ids = match kind {
            Kind::Deposit => ids::ids(job, named, ids::of_deposit)?,
            Kind::Withdrawal => {
                ids::ids(job, named, |id| check_withdrawal_id(id).map_err(|errors| errors.to_string()))?
            }
        };
        let query = match kind {
            Kind::Deposit => OrderQuery::Deposits(ids.clone()),
            Kind::Withdrawal => OrderQuery::Withdrawals(ids.clone()),
        };
        let Data::Orders(orders) = job.read(&Read::Orders(query)).await? else { return job.confused() };
        let orders = job.rows(orders.rows, &orders.bad);
        let mut found: HashMap<Text, Found> = orders.into_iter().map(|OrderStatus { id, found }| (id, found)).collect();
        let mut rows = Vec::new();
        let mut missing = 0;
        for id in &ids {
            let order = found.remove(id);
            missing += usize::from(order.is_none());
            let order = Order { id, found: order.as_ref() };
            match kind {
                Kind::Deposit => order.deposit(job.format(), job.reveal, &mut rows),
                Kind::Withdrawal => rows.push(order.withdrawal(job.format(), job.reveal)),
            }
        }
        let exit = job.print(&Records::Many { names: &[], rows })?;
        if missing > 0 {
            job.console.say(&format!("{}: the answer does not tell of {missing} of the ids", job.connection.info.id));
            return Ok(Exit::Unreachable);
        }
        Ok(exit)
    }
}

/// An order that was asked for, and what the answer says of it.
struct Order<'o> {
    id: &'o Text,
    found: Option<&'o Found>,
}

impl Order<'_> {
    fn postback(&self) -> Option<&Postback> {
        match self.found {
            Some(Found::Postback(postback)) => Some(postback),
            _ => None,
        }
    }

    /// Why there is no postback, in the provider's words.
    fn message(&self, reveal: Reveal) -> Option<String> {
        match self.found {
            Some(Found::Nothing(words)) => Some(reveal.words(words)),
            _ => None,
        }
    }

    fn withdrawal(&self, format: Format, reveal: Reveal) -> Row {
        let told: Option<&WithdrawalPostback> = self.postback().and_then(Postback::withdrawal);
        let row = Row::default().with("withdrawal_id", self.id);
        match format {
            Format::Json => row.with("message", self.message(reveal)).with(
                "postback",
                Field::Object { names: rows::WITHDRAWAL, row: told.map(|told| rows::withdrawal(Some(told), reveal)) },
            ),
            Format::Csv => rows::behind(row.with("message", self.message(reveal)), rows::withdrawal(told, reveal)),
            Format::Table => row
                .with("status", told.map_or(Field::Null, |told| rows::status(&told.status)))
                .with("amount", told.map(|told| &told.amount))
                .with("currency_code", told.map(|told| told.amount.currency.code().to_owned()))
                .with("payee", told.map(|told| rows::payee(told, reveal)))
                .with("told", told.map_or_else(|| self.message(reveal), |told| Some(told.status.to_string()))),
        }
    }

    /// A row for each payment of it, and in JSON one for all.
    fn deposit(&self, format: Format, reveal: Reveal, rows: &mut Vec<Row>) {
        let told: Option<&DepositPostback> = self.postback().and_then(Postback::deposit);
        let row = || Row::default().with("plugin_custom_order_id", self.id).with("message", self.message(reveal));
        if format == Format::Json {
            let postback = told.map(|told| rows::deposit(told, reveal));
            rows.push(row().with("postback", Field::Object { names: rows::DEPOSIT, row: postback }));
            return;
        }
        for line in rows::deposit_lines(told, reveal) {
            rows.push(match format {
                Format::Csv => rows::behind(row(), line),
                _ => rows::behind(
                    row(),
                    rows::picked(line, &["amount", "currency_code", "wallet_type", "transaction_id"]),
                ),
            });
        }
    }
}
