//! The journal where it tells what was before, and where it cannot be written.

use super::*;
use crate::domain::{IntentState, Told};

/// What two runs did before: two orders of which nobody knows what became, and others that are known.
fn before() -> Desk {
    let mut desk = desk(vec![card("b1"), upi("a2"), card("b4")]);
    let done = || IntentState::Done { reference: Some("WD-4417".into()) };
    let strange = Told {
        code: Some("9001".into()),
        text: Some("ORDER_ACCEPTED? see 9876500001".into()),
        plain: "contradictory answer: success is false, errCode is 0".into(),
    };
    let masked = Told { text: strange.text.map(|text| crate::domain::mask_digits(text.as_str()).into()), ..strange };
    let switch = Change::SetWithdrawals { account: "a2".into(), enabled: true };
    let yesterday = crate::domain::Intent {
        title: "b4 CARD ••••••0004".into(),
        timeline: told(5, &order("b4", 1), [IntentState::Sent, unknown()])
            .timeline
            .into_iter()
            .map(|event| crate::domain::Event { at: event.at - jiff::SignedDuration::from_hours(20), ..event })
            .collect(),
        ..told(1, &order("b4", 1_234_567), [])
    };
    desk.take(news(vec![
        yesterday,
        told(2, &order("b1", 5_000), [IntentState::Sent, done()]),
        told(3, &order("b1", 50_000), [IntentState::Sent, IntentState::Unconfirmed(masked)]),
        told(4, &order("b4", 700), [IntentState::Sent, unknown(), settled(false)]),
        told(6, &order("b4", 800), [IntentState::Sent, unknown(), settled(true)]),
        told(7, &switch, [IntentState::Sent]),
    ]));
    desk
}

#[test]
fn what_was_unconfirmed_before() {
    pictures("journal-unconfirmed", before());
}

#[test]
fn a_detail() {
    let mut desk = before();
    desk.pass(20).press("enter");
    pictures("journal-detail", desk);
}

#[test]
fn a_filter() {
    let mut desk = before();
    desk.pass(20).press("/").type_text("b4 settled");
    pictures("journal-filtered", desk);
}

#[test]
fn that_it_cannot_be_written() {
    let mut desk = before();
    desk.pass(20).take(broken());
    pictures("journal-fault", desk);
    let mut desk = before();
    desk.press("1").take(broken()).pass(20);
    pictures("accounts-fault", desk);
}

#[test]
fn settling() {
    let mut form = before();
    form.pass(20).press("s right tab").type_text("UTR 4412 9971").press("tab").type_text("on today's statement");
    pictures("settle-form", form);
    let mut empty = before();
    empty.pass(20).press("s enter enter");
    pictures("settle-empty", empty);
    let mut question = before();
    question.pass(20).press("s right right tab").type_text("not on today's statement").press("enter");
    pictures("settle-question", question);
}
