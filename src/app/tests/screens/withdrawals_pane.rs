//! The withdrawals.

use super::*;
use crate::domain::{Currency, Intent, IntentState, Money, Told, WithdrawalRequest};

const SHOP: &str = "paykassma";

fn pay(system: &str, number: &str, amount: i64, currency: &str, is_test: bool) -> Change {
    let amount = Money::new(rust_decimal::Decimal::from(amount), Currency::new(currency));
    Change::CreateWithdrawal(Box::new(WithdrawalRequest {
        account_number: Some(crate::domain::AccountNumber::new(number.into())),
        ..WithdrawalRequest::new(system.into(), amount, "user-55".into(), is_test)
    }))
}

fn end(end: crate::domain::End, status: &str, words: &str) -> IntentState {
    IntentState::Reported(crate::domain::Report { end, status: status.into(), words: Some(words.into()) })
}

/// Withdrawals in every state there is, of two currencies.
fn made() -> Desk {
    let done = || IntentState::Done { reference: None };
    let refused = || IntentState::Rejected(Told::plain("refused: amount: must be a multiple of 10"));
    let inr = |number: u8, amount, states: Vec<IntentState>| {
        let change = pay("paytm", &format!("98765432{number:02}"), amount, "INR", false);
        let payee = change.subject();
        let title = payee.as_ref().map_or_else(String::new, ToString::to_string);
        Intent { connection: id(SHOP), account: payee, title, ..told(number, &change, states) }
    };
    let paid = || end(crate::domain::End::Paid, "1", "by file");
    let bdt = pay("bkash", "01712345678", 25_000, "BDT", false);
    let test = pay("imps_ib", "00112233445566", 10, "INR", true);
    let other = |number, change: &Change, states: Vec<IntentState>| {
        let payee = change.subject();
        let title = payee.as_ref().map_or_else(String::new, ToString::to_string);
        Intent { connection: id(SHOP), account: payee, title, ..told(number, change, states) }
    };
    let mut desk = Desk::at(vec![wallets(SHOP)]);
    desk.take(news(vec![
        inr(1, 1_234_560, vec![IntentState::Sent, done(), paid()]),
        inr(2, 500, vec![IntentState::Sent, done(), end(crate::domain::End::Failed, "5", "wrong account")]),
        other(3, &bdt, vec![IntentState::Sent, done()]),
        inr(4, 700, vec![IntentState::Sent, unknown()]),
        other(5, &test, vec![IntentState::Sent, done(), paid()]),
        inr(6, 15, vec![IntentState::Sent, refused()]),
        inr(7, 800, vec![IntentState::Sent, unknown(), settled(true)]),
        inr(8, 9_000, vec![IntentState::Sent, done(), paid(), end(crate::domain::End::Returned, "returned", "")]),
        inr(9, 120, vec![IntentState::Sent, done()]),
    ]));
    let list = vec![balance("paytm", 12_345_678, "INR"), balance("bkash", 2_500_000, "BDT")];
    desk.feed(SHOP, FeedKind::Balances, Ok(Data::Balances(list.into())));
    desk.press("2").pass(20);
    desk
}

#[test]
fn empty_and_full() {
    pictures("withdrawals-empty", Desk::at(vec![wallets(SHOP)]));
    pictures("withdrawals-full", made());
    let mut detail = made();
    detail.press("j j enter");
    pictures("withdrawals-detail", detail);
    let mut found = made();
    found.press("/").type_text("paytm paid");
    pictures("withdrawals-filtered", found);
}

#[test]
fn form() {
    let mut new = made();
    new.press("n tab").type_text("9876543210").press("tab").type_text("505");
    pictures("form-withdrawal", new);
    let mut wrong = made();
    wrong.press("n").type_text("i").press("tab").type_text("19504").press("tab").type_text("Asha Rao 2");
    wrong.press("tab").type_text("mahb01").press("tab").type_text("500.5").press("tab tab tab right");
    wrong.press("tab tab enter");
    pictures("form-withdrawal-errors", wrong);
    let mut refused_one = made();
    refused_one.press("n tab").type_text("9876543210").press("tab").type_text("200000").press("tab tab");
    refused_one.type_text("user-56").press("tab tab tab enter");
    pictures("confirm-withdrawal", refused_one);
}
