//! Lines that become withdrawals (the Paykassma API, "Withdrawal of funds").

use super::{Cells, Column, LineKind};
use crate::domain::{AccountNumber, Change, Currency, FieldErrors, Money, WithdrawalRequest};

const SYSTEM: &str = "payment_system";
const AMOUNT: &str = "amount";
const CURRENCY: &str = "currency_code";
const LABEL: &str = "label";
const IS_TEST: &str = "is_test";
const NUMBER: &str = "account_number";
const IBAN: &str = "iban";

/// A withdrawal a line. The columns are the document's fields; `withdrawal_id` is none of them, as it is the intent's.
pub static WITHDRAWALS: LineKind = LineKind {
    provider: "paykassma",
    plural: "withdrawals",
    singular: "withdrawal",
    columns: &[
        Column::required(SYSTEM),
        Column::required(AMOUNT),
        Column::required(CURRENCY),
        Column::required(LABEL),
        Column::required(IS_TEST),
        Column::optional("comment"),
        Column::optional(NUMBER),
        Column::optional("account_name"),
        Column::optional("account_email"),
        Column::optional("payments_details.payments_method"),
        Column::optional("payments_details.payments_provider"),
        Column::optional("bank_details.bank_code"),
        Column::optional("bank_details.branch_code"),
        Column::optional("bank_details.bank_code_in_payments_system"),
        Column::optional(IBAN),
    ],
    own_id: "withdrawal_id",
    amount: AMOUNT,
    way_and_number,
    read,
    is_test: |change| matches!(change, Change::CreateWithdrawal(request) if request.is_test),
    payout,
};

fn read(cells: &Cells<'_>, faults: &mut FieldErrors) -> Option<Change> {
    let currency = Currency::new(cells.raw(CURRENCY));
    let is_test = match cells.raw(IS_TEST).to_ascii_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => {
            faults.add(IS_TEST, "true or false");
            None
        }
    };
    let money = cells.money(AMOUNT, currency, faults);
    let text = |column, faults: &mut _| cells.text(column, faults);
    let number = |column, faults: &mut FieldErrors| {
        let raw = cells.number(column, faults);
        (!raw.is_empty()).then(|| AccountNumber::new(raw.into()))
    };
    let system = text(SYSTEM, faults).unwrap_or_default();
    let label = text(LABEL, faults).unwrap_or_default();
    // What cannot be an amount is a fault already: the rest of the line is checked all the same.
    let sound = money.clone().unwrap_or_else(|| Money::new(10.into(), Currency::new(cells.raw(CURRENCY))));
    let request = WithdrawalRequest {
        comment: text("comment", faults),
        account_number: number(NUMBER, faults),
        account_name: text("account_name", faults),
        account_email: text("account_email", faults),
        payments_method: text("payments_details.payments_method", faults),
        payments_provider: text("payments_details.payments_provider", faults),
        bank_code: text("bank_details.bank_code", faults),
        branch_code: text("bank_details.branch_code", faults),
        bank_code_in_system: text("bank_details.bank_code_in_payments_system", faults),
        iban: number(IBAN, faults),
        ..WithdrawalRequest::new(system, sound, label, is_test.unwrap_or_default())
    };
    if let Err(found) = request.check() {
        for error in found.0 {
            for text in error.texts {
                faults.add(error.field.as_str(), text);
            }
        }
    }
    (money.is_some() && is_test.is_some()).then(|| Change::CreateWithdrawal(Box::new(request)))
}

fn way_and_number<'c>(cells: &'c Cells<'_>) -> (&'c str, &'c str) {
    let number = [NUMBER, IBAN].into_iter().map(|column| cells.raw(column)).find(|number| !number.is_empty());
    (cells.raw(SYSTEM), number.unwrap_or_default())
}

fn payout(change: &Change) -> Vec<String> {
    let Change::CreateWithdrawal(request) = change else { return Vec::new() };
    let WithdrawalRequest { system, amount, label, is_test, account_number, account_email, iban, .. } = &**request;
    let number = |number: &Option<AccountNumber>| {
        number.as_ref().map_or("", AccountNumber::full).replace([' ', '-'], "").to_ascii_uppercase()
    };
    let (account, iban) = (number(account_number), number(iban));
    // Without an account it is the user that tells who gets it.
    let who = match (account.is_empty(), iban.is_empty()) {
        (true, true) => format!("{label} {}", account_email.as_ref().map_or("", AsRef::as_ref)),
        _ => String::new(),
    };
    vec![
        "withdrawal".to_owned(),
        system.as_str().to_ascii_lowercase(),
        amount.amount.normalize().to_string(),
        amount.currency.code().to_owned(),
        is_test.to_string(),
        account,
        iban,
        who,
    ]
}
