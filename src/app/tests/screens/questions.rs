//! What is asked before something is done.

use super::*;

#[test]
fn of_a_switch_of_which_nobody_knows_what_became() {
    let mut desk = desk(vec![upi("a1")]);
    let (intent, _) = desk.press("t").sent_one();
    desk.outcome(intent, lost()).pass(60);
    pictures("accounts-unsure", desk);
    let unsure = || {
        let mut desk = super::desk(vec![upi("a1")]);
        let (intent, _) = desk.press("t").sent_one();
        desk.outcome(intent, lost()).pass(60);
        desk
    };
    let mut again = unsure();
    again.press("t");
    pictures("confirm-again", again);
    let mut stop = unsure();
    stop.press("T");
    pictures("confirm-stop", stop);
}

#[test]
fn of_a_large_order_like_two_open_ones() {
    let limit = crate::domain::Limit { type_from: Some(10_000.into()), ..crate::domain::Limit::default() };
    let mut info = production(DESK);
    info.limits = crate::domain::Limits::default().with(crate::domain::Currency::inr(), limit);
    let mut desk = Desk::at(vec![info]).with_accounts(DESK, vec![card("b1")]);
    let sent = || crate::domain::IntentState::Sent;
    desk.take(news(vec![told(1, &order("b1", 60_000), [sent(), unknown()]), told(2, &order("b1", 60_000), [sent()])]));
    desk.pass(20).press("1 w").type_text("60000").press("enter").pass(1).type_text("60000").press("enter");
    pictures("confirm-typed-twice", desk);
}

#[test]
fn turning_off_a_running_task_at_production() {
    let mut desk = Desk::at(vec![production("india-a")]).with_accounts("india-a", all_kinds());
    desk.press("t");
    pictures("confirm-off", desk);
}

#[test]
fn of_many_accounts() {
    let mut desk = desk((1..=60).map(|n| upi(&format!("a{n}"))).collect());
    desk.silence().press("a t");
    pictures("confirm-many", desk);
}

#[test]
fn that_can_no_longer_be_done() {
    let mut desk = desk(vec![upi("a1"), upi("a2")]);
    desk.press("d").list(DESK, vec![on(upi("a1")), upi("a2")]);
    pictures("confirm-moved", desk);
}

#[test]
fn of_a_second_order_like_an_open_one() {
    let mut desk = desk(vec![card("b1")]);
    let (intent, _) = desk.press("w").type_text("1234567.5").press("enter enter").sent_one();
    desk.outcome(intent, lost()).pass(60);
    desk.press("w").type_text("1234567.50").press("enter").type_text("ye").press("enter");
    pictures("confirm-typed", desk);
}

#[test]
fn of_leaving() {
    let mut desk = desk(vec![upi("a1")]);
    desk.press("t q");
    pictures("confirm-leave", desk);
}
