//! A filter gets a name, is picked from a list, is deleted, and is there in the next run.

use super::*;
use crate::message::PaneId;

fn three() -> Desk {
    desk(vec![upi("a1"), upi("a2"), card("b3")])
}

#[test]
fn a_filter_is_named_picked_and_deleted() {
    let mut desk = three();
    desk.kept();
    desk.press("/").type_text("card").press("enter F").must_show("keep \"card\" as");
    desk.type_text("by hand").press("enter").must_say("The filter is kept as by hand");
    let kept = desk.kept().expect("it is kept");
    assert_eq!(kept.pane(PaneId::Accounts).filters[0].text, "card");
    desk.press("esc esc").must_show("a1");
    desk.press("F").must_show("by hand");
    desk.press("enter").must_show("1 of 3");
    assert!(desk.selected().starts_with("b3"));
    desk.press("F ctrl-d").must_show("No filter has a name yet");
    assert!(desk.kept().unwrap().pane(PaneId::Accounts).filters.is_empty());
}

#[test]
fn it_is_there_in_the_next_run_and_in_its_own_pane_alone() {
    let mut before = three();
    before.press("/").type_text("upi").press("enter F").type_text("mine").press("enter");
    let kept = before.kept().unwrap();
    let mut after = Desk::at(vec![sandbox(DESK)]).set_up(kept).with_accounts(DESK, vec![upi("a1"), card("b3")]);
    after.press("2 F").must_show("No filter has a name yet");
    after.press("esc 1 F enter").must_show("1 of 2");
}

#[test]
fn without_a_filter_there_is_nothing_to_name_and_whole_numbers_are_not_kept() {
    let mut desk = three();
    desk.press("F").type_text("abc").must_say("a filter that is on can be given a name here");
    desk.press("enter esc");
    desk.kept();
    desk.press("/").type_text("9876500001").press("enter F").type_text("asha").press("enter");
    desk.must_say("whole phone and account numbers are not kept");
    assert_eq!(desk.kept(), None);
}
