//! Read-only connections: everything can be looked at, nothing but reads leaves.

use super::*;

fn at_a_distance() -> Desk {
    Desk::at(vec![read_only(sandbox(DESK))]).with_accounts(DESK, vec![upi("a1"), running(upi("a2"), 1, 10), card("b3")])
}

#[test]
fn every_key_that_would_change_something_says_why_it_does_not() {
    for key in ["t", "o", "m", "e", "w", "d", "n"] {
        let mut desk = at_a_distance();
        desk.press("G").press(key).must_say("read-only");
        desk.press("enter enter").sent_nothing();
    }
}

#[test]
fn upi_ids_can_be_looked_at_and_asked_for_again_but_not_set() {
    let mut desk = at_a_distance();
    desk.press("u").must_show("UPI ids of a1");
    let first = ticket(&mut desk);
    desk.reply(first, Err(Fault::NotFound(404))).press("enter");
    let second = ticket(&mut desk);
    desk.reply(second, Ok(Data::UpiIds(vec![crate::domain::UpiId::new("a@ybl")].into()))).must_show("a@ybl");
    desk.press("enter").sent_nothing();
    desk.must_say("read-only");
}

#[test]
fn a_handset_can_be_looked_at_but_sends_nothing() {
    let mut desk = at_a_distance();
    desk.handset(vec![arrived("a1", "AUTH 77", Some(false))]).press("H").must_show("AUTH 77");
    desk.press("enter").sent_nothing();
    desk.must_say("read-only");
}

#[test]
fn a_new_account_goes_where_it_can() {
    let mut desk = Desk::at(vec![read_only(sandbox("watched")), sandbox("open")])
        .with_accounts("watched", vec![upi("a1")])
        .with_accounts("open", vec![upi("a2")]);
    desk.press("n").must_show("New account").must_show("open").must_not_show("‹ watched");
}

#[test]
fn marks_across_connections_change_nothing_where_one_may_only_be_read() {
    let mut desk = Desk::at(vec![read_only(sandbox("watched")), sandbox("open")])
        .with_accounts("watched", vec![upi("a1")])
        .with_accounts("open", vec![upi("a2")]);
    desk.press("a t").must_say("watched is read-only");
    desk.press("enter").sent_nothing();
}
