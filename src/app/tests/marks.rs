//! Marks by range: from where it begins to where one moves.

use super::*;

fn five() -> Desk {
    desk((1..=5).map(|n| upi(&format!("a{n}"))).collect())
}

/// The accounts a switch of all marks would be about.
fn marked(desk: &mut Desk) -> Vec<String> {
    desk.press("t");
    if desk.shows("Turn withdrawals") {
        desk.press("enter");
    }
    let sent = desk.sent();
    desk.press("esc");
    sent.iter().filter_map(|(.., change)| change.account().map(ToString::to_string)).collect()
}

#[test]
fn every_row_up_to_the_cursor_is_marked_and_no_more() {
    let mut desk = five();
    desk.press("j V j j j").must_show("4 marked");
    desk.press("k").must_show("3 marked");
    desk.press("V j").must_show("3 marked");
    assert_eq!(marked(&mut desk), ["a2", "a3", "a4"]);
}

#[test]
fn shift_and_arrows_do_the_same_either_way() {
    let mut desk = five();
    desk.press("j j shift-down");
    desk.must_show("2 marked");
    desk.press("shift-up shift-up").must_show("2 marked");
    assert_eq!(marked(&mut desk), ["a2", "a3"]);
}

#[test]
fn back_takes_the_range_away_and_leaves_what_was_marked_before() {
    let mut desk = five();
    desk.press("space j V j j").must_show("4 marked");
    desk.press("esc").must_show("1 marked");
    assert_eq!(marked(&mut desk), ["a1"]);
}

#[test]
fn what_comes_between_by_itself_is_not_marked_unseen() {
    let mut desk = five();
    desk.press("V j");
    desk.list(DESK, vec![upi("a1"), upi("a9"), upi("a2")]);
    assert_eq!(marked(&mut desk), ["a1", "a2"]);
}

#[test]
fn a_sort_ends_the_range() {
    let mut desk = five();
    desk.press("V j s s j j j").must_show("2 marked");
}
