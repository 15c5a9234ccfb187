//! The display held still: what comes in is merged underneath, and what is done to a row goes by what is.

use super::*;
use crate::message::Message;

fn frozen() -> Desk {
    let mut desk = desk(vec![upi("a1"), running(upi("a2"), 100, 10_000)]);
    desk.press("Z").must_show("FROZEN 0s").must_say("polling goes on");
    desk.press("esc");
    desk
}

#[test]
fn what_comes_in_is_merged_underneath_and_shown_once_it_goes_on() {
    let mut desk = frozen();
    desk.list(DESK, vec![on(upi("a1")), running(upi("a2"), 9_999, 10_000), upi("a3")]);
    desk.must_not_show("a3").must_not_show("9,999.00").must_show("● accounts now");
    assert_eq!(switch(&desk, "a1"), Withdrawals::On, "what is known is not what is shown");
    desk.press("Z").must_show("a3").must_show("9,999.00").must_not_show("FROZEN");
}

#[test]
fn it_says_for_how_long() {
    let mut desk = frozen();
    assert_eq!(desk.app.wake_at(), Some(at(1)), "it counts seconds");
    desk.pass(42).must_show("FROZEN 42s");
    desk.pass(100).must_show("FROZEN 2m");
}

#[test]
fn a_row_that_is_as_it_is_shown_is_acted_on() {
    let mut desk = frozen();
    desk.press("t");
    assert!(matches!(desk.sent_one().1, Change::SetWithdrawals { enabled: true, .. }));
}

#[test]
fn a_row_that_changed_underneath_is_not_acted_on_and_that_is_told() {
    let mut desk = frozen();
    desk.list(DESK, vec![on(upi("a1")), upi("a2")]);
    for key in ["t", "T", "o", "e", "d"] {
        desk.press(key).sent_nothing();
        desk.must_say("a1 PHONEPE ••••••0001 has changed since the screen was frozen: nothing was done");
        desk.press("esc");
    }
    desk.list(DESK, vec![upi("a2")]).press("t").sent_nothing();
    desk.press("esc Z").press("t").sent_nothing();
    desk.press("esc j t").sent_one();
}

#[test]
fn progress_alone_is_no_change() {
    let mut desk = frozen();
    desk.list(DESK, vec![upi("a1"), running(upi("a2"), 5_000, 10_000)]);
    desk.press("j t").must_say("Its task stops, with INR 5,000.00 of 10,000.00 withdrawn");
    desk.press("enter").sent_one();
}

#[test]
fn a_question_asked_on_a_frozen_screen_counts_only_for_what_was_shown() {
    let mut desk = frozen();
    desk.press("j t").must_show("Turn withdrawals off");
    desk.list(DESK, vec![upi("a1"), upi("a2")]).press("enter").sent_nothing();
    desk.must_say("Nothing was sent");
}

#[test]
fn what_was_revealed_is_hidden_again() {
    let mut desk = frozen();
    desk.press("v").must_show("9876500001");
    desk.pass(11).must_not_show("9876500001");
}

#[test]
fn filters_and_panes_work_on_what_is_shown() {
    let mut desk = frozen();
    desk.list(DESK, vec![upi("a7")]);
    desk.press("/").type_text("a1").press("enter");
    assert!(desk.selected().starts_with("a1"));
    desk.press("esc 2 1").must_not_show("a7");
    desk.take(Message::Clock);
    desk.press("Z").must_show("a7");
}
