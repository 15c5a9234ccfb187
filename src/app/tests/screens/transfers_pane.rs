//! The transfers.

use super::super::payees::{ADA, PAYOUTS, desk_of, remembered};
use super::super::transfers::fill;
use super::*;
use crate::domain::{Currency, End, Intent, IntentState, Money, Report, Told, TransferRequest};

fn transfer(number: u8, title: &str, cents: i64, states: Vec<IntentState>) -> Intent {
    let amount = Money::new(rust_decimal::Decimal::new(cents, 2), Currency::new("USD"));
    let request = TransferRequest {
        subject: Some("Payouts".into()),
        note: Some("Thanks for October".into()),
        ..TransferRequest::new(ADA.into(), "2010305455012345670001".into(), amount)
    };
    let change = Change::Transfer(Box::new(request));
    let (account, title) = (change.subject(), title.to_owned());
    Intent { connection: id(PAYOUTS), account, title, ..told(number, &change, states) }
}

/// Transfers in every state there is.
fn made() -> Desk {
    let done = || IntentState::Done { reference: Some("305588797074336092".into()) };
    let end = |end, status: &str| IntentState::Reported(Report { end, status: status.into(), words: None });
    let paid = || end(End::Paid, "success");
    let refused = "refused: Account balance is not sufficient: there is too little on the merchant's balance at \
                   Yuansfer. Pay in there, or pay out less (code 000040)";
    let mut desk = desk_of(remembered());
    desk.take(news(vec![
        transfer(1, "Ada Long, ••••3298", 50_000, vec![IntentState::Sent, done(), paid()]),
        transfer(2, "Ben Ortiz", 1_250_013, vec![IntentState::Sent, done(), end(End::Failed, "failed")]),
        transfer(3, "Ada Long, ••••3298", 1_999, vec![IntentState::Sent, done()]),
        transfer(4, "Carol Nguyen", 70_000, vec![IntentState::Sent, unknown()]),
        transfer(5, "Ada Long, ••••3298", 517, vec![IntentState::Sent, done(), paid(), end(End::Returned, "returned")]),
        transfer(
            6,
            "2000305455012345679999",
            99_000_000,
            vec![IntentState::Sent, IntentState::Rejected(Told::plain(refused))],
        ),
    ]));
    desk.press("2").pass(20);
    desk
}

#[test]
fn empty_and_full() {
    let mut empty = desk_of(remembered());
    empty.press("2");
    pictures("transfers-empty", empty);
    pictures("transfers-full", made());
    let mut detail = made();
    detail.press("j j enter");
    pictures("transfers-detail", detail);
}

#[test]
fn form() {
    let mut new = made();
    new.press("n tab tab").type_text("505.1");
    pictures("form-transfer", new);
    let mut typed = made();
    typed.press("n").type_text("a").type_text("a").press("tab").type_text("2000305").press("tab tab");
    typed.type_text("1.005").press("tab").type_text("US").press("tab").type_text(" x").press("tab tab enter");
    pictures("form-transfer-errors", typed);
    let mut question = made();
    fill(&mut question, "500");
    question.press("enter");
    pictures("confirm-transfer", question);
}
