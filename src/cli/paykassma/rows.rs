//! What Paykassma tells as rows, with the field names of its API document. Account numbers, email addresses and what
//! else identifies people are masked unless the operator asked to see them.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::cli::output::{Field, Row};
use crate::cli::reveal::Reveal;
use crate::domain::{
    AccountNumber, Balance, DepositPostback, DepositTransaction, MediaHint, Money, PaymentSystem, Savings, Text,
    WebAddress, WithdrawalPostback, WithdrawalStatus, masked_email,
};
use crate::ui::format;

/// A payment system ("Obtaining available PSs").
pub const SYSTEM: &[&str] = &["type", "name", "currency_code", "order", "is_manual", "uploading_payment_bill", "logo"];

/// A hint ("Getting mediahints"); the document's name of each is its payment system.
pub const HINT: &[&str] = &["wallet_type", "id", "url"];

/// A balance ("Accounts' balance").
pub const BALANCE: &[&str] = &["wallet_type", "currency_code", "amount"];

/// A sum in one currency (`stockpiling`).
pub const SUM: &[&str] = &["currency_code", "amount"];

/// A payment of a deposit (`transactions`).
pub const TRANSACTION: &[&str] = &[
    "amount",
    "currency_code",
    "wallet_type",
    "transaction_id",
    "transaction_type",
    "from",
    "created_datetime",
    "activated_datetime",
    "custom_id",
];

/// The postback of a deposit.
pub const DEPOSIT: &[&str] = &["transaction_id", "label", "stockpiling", "stockpiling_id", "transactions"];

/// The postback of a withdrawal.
pub const WITHDRAWAL: &[&str] = &[
    "withdrawal_id",
    "status",
    "comment",
    "payment_system",
    "amount",
    "currency_code",
    "label",
    "account_number",
    "account_name",
    "account_email",
    "payments_details",
    "bank_details",
];

const PAYMENTS: &[&str] = &["payments_method", "payments_provider"];
const BANK: &[&str] = &["bank_code", "branch_code", "bank_code_in_payments_system"];

/// A payment system.
#[must_use]
pub fn system(system: &PaymentSystem) -> Row {
    Row::default()
        .with("type", &system.kind)
        .with("name", &system.name)
        .with("currency_code", system.currency.code())
        .with("order", Field::Integer(system.order.into()))
        .with("is_manual", system.manual)
        .with("uploading_payment_bill", system.takes_bill)
        .with("logo", system.logo.as_ref().map(address))
}

/// A hint.
#[must_use]
pub fn hint(hint: &MediaHint) -> Row {
    Row::default()
        .with("wallet_type", &hint.system)
        .with("id", &hint.id)
        .with("url", Field::Text(address(&hint.address)))
}

fn address(address: &WebAddress) -> String {
    address.as_str().to_owned()
}

/// A balance.
#[must_use]
pub fn balance(balance: &Balance) -> Row {
    Row::default()
        .with("wallet_type", &balance.wallet)
        .with("currency_code", balance.money.currency.code())
        .with("amount", &balance.money)
}

/// What was collected for a user; its currency is the one that was asked for.
#[must_use]
pub fn savings(savings: &Savings) -> Row {
    Row::default()
        .with("stockpiling_sum", &savings.collected)
        .with("lacks_sum", &savings.missing)
        .with("minimum_deposit", &savings.minimum)
        .with("currency", savings.collected.currency.code())
}

/// A sum.
#[must_use]
pub fn sum(money: &Money) -> Row {
    Row::default().with("currency_code", money.currency.code()).with("amount", money)
}

/// How a payment's times are told.
#[derive(Clone, Debug)]
pub enum Times {
    /// In UTC, for programs.
    Exact,
    /// In this zone, for people.
    In(TimeZone),
}

impl Times {
    fn field(&self, at: Option<Timestamp>) -> Field {
        match (at, self) {
            (None, _) => Field::Null,
            (Some(at), Self::Exact) => Field::Text(at.to_string()),
            (Some(at), Self::In(zone)) => Field::Text(format::date_time(at, zone)),
        }
    }
}

/// A payment of a deposit, or the same columns with nothing in them.
#[must_use]
pub fn transaction(of: Option<&DepositTransaction>, times: &Times, reveal: Reveal) -> Row {
    let money = of.map(|of| &of.amount);
    Row::default()
        .with("amount", money)
        .with("currency_code", money.map(|money| money.currency.code().to_owned()))
        .with("wallet_type", of.map(|of| &of.wallet))
        .with("transaction_id", of.map(|of| &of.id))
        .with("transaction_type", of.and_then(|of| of.kind.as_ref()))
        .with("from", of.and_then(|of| of.from.as_ref()).map(|from| reveal.words(from)))
        .with("created_datetime", times.field(of.and_then(|of| of.created)))
        .with("activated_datetime", times.field(of.and_then(|of| of.activated)))
        .with("custom_id", of.and_then(|of| of.custom_id.as_ref()))
}

/// The postback of a deposit, whole.
#[must_use]
pub fn deposit(told: &DepositPostback, reveal: Reveal) -> Row {
    let sums = told.stockpiling.rows.iter();
    let payments = told.transactions.rows.iter();
    Row::default()
        .with("transaction_id", told.transaction_id.as_ref())
        .with("label", Field::Text(reveal.words(&told.label)))
        .with("stockpiling", Field::Map(sums.map(|sum| (sum.currency.to_string(), sum.into())).collect()))
        .with("stockpiling_id", told.stockpiling_id.as_ref())
        .with(
            "transactions",
            Field::List(payments.map(|payment| transaction(Some(payment), &Times::Exact, reveal)).collect()),
        )
}

/// The payments of a deposit, a row each; one with nothing in it where there is none.
#[must_use]
pub fn deposit_lines(told: Option<&DepositPostback>, reveal: Reveal) -> Vec<Row> {
    let line = |payment| {
        let mut row = Row::default()
            .with("label", told.map(|told| reveal.words(&told.label)))
            .with("stockpiling_id", told.and_then(|told| told.stockpiling_id.as_ref()));
        row.0.extend(transaction(payment, &Times::Exact, reveal).0);
        row
    };
    match told.map(|told| told.transactions.rows.as_slice()) {
        None | Some([]) => vec![line(None)],
        Some(payments) => payments.iter().map(|payment| line(Some(payment))).collect(),
    }
}

/// The postback of a withdrawal, or the same columns with nothing in them.
#[must_use]
pub fn withdrawal(of: Option<&WithdrawalPostback>, reveal: Reveal) -> Row {
    let text = |field: fn(&WithdrawalPostback) -> &Option<Text>| of.and_then(|of| field(of).as_ref());
    let payments = Row::default()
        .with("payments_method", text(|of| &of.payments_method))
        .with("payments_provider", text(|of| &of.payments_provider));
    let bank = Row::default()
        .with("bank_code", text(|of| &of.bank_code))
        .with("branch_code", text(|of| &of.branch_code))
        .with("bank_code_in_payments_system", text(|of| &of.bank_code_in_system));
    Row::default()
        .with("withdrawal_id", of.map(|of| &of.id))
        .with("status", of.map_or(Field::Null, |of| status(&of.status)))
        .with("comment", text(|of| &of.comment).map(|comment| reveal.words(comment)))
        .with("payment_system", of.map(|of| &of.system))
        .with("amount", of.map(|of| &of.amount))
        .with("currency_code", of.map(|of| of.amount.currency.code().to_owned()))
        .with("label", of.map(|of| reveal.words(&of.label)))
        .with("account_number", of.and_then(|of| of.account_number.as_ref()).map(|number| reveal.number(number)))
        .with("account_name", text(|of| &of.account_name).map(|name| reveal.words(name)))
        .with("account_email", text(|of| &of.account_email).map(|email| self::email(email, reveal)))
        .with("payments_details", Field::Object { names: PAYMENTS, row: Some(payments) })
        .with("bank_details", Field::Object { names: BANK, row: Some(bank) })
}

/// The provider's number for a status, as it came.
#[must_use]
pub fn status(status: &WithdrawalStatus) -> Field {
    let number = status.number();
    // Only what reads the same when it is written again is a number.
    match number.parse::<i64>() {
        Ok(whole) if whole.to_string() == number => Field::Integer(whole.into()),
        _ if number.is_empty() => Field::Null,
        _ => Field::Text(number.to_owned()),
    }
}

fn email(email: &Text, reveal: Reveal) -> String {
    if reveal.0 { email.as_str().to_owned() } else { masked_email(email.as_str()) }
}

/// Whom a withdrawal went to, in a few words.
#[must_use]
pub fn payee(told: &WithdrawalPostback, reveal: Reveal) -> String {
    let number = told.account_number.as_ref().filter(|number| !number.full().is_empty());
    let number = number.map(|number: &AccountNumber| format!(" {}", reveal.number(number)));
    format!("{}{}", told.system, number.unwrap_or_default())
}

/// `row`, and behind it the fields of another that it does not have yet.
#[must_use]
pub fn behind(mut row: Row, more: Row) -> Row {
    for (name, field) in more.0 {
        if row.0.iter().all(|(there, _)| *there != name) {
            row.0.push((name, field));
        }
    }
    row
}

/// The fields of a row with these names, in their order.
#[must_use]
pub fn picked(row: Row, names: &[&str]) -> Row {
    let mut fields = row.0;
    Row(names
        .iter()
        .filter_map(|name| fields.iter().position(|(there, _)| there == name).map(|at| fields.remove(at)))
        .collect())
}
