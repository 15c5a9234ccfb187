//! A switch that is done can be undone for a few seconds, by a change of its own through the same gates.

use super::*;
use crate::domain::Intent;

/// `a1` was turned on and that is done.
fn done_on(desk: &mut Desk) -> crate::domain::IntentId {
    desk.press("t");
    if desk.shows("Turn withdrawals on") {
        desk.press("enter");
    }
    let (id, _) = desk.sent_one();
    desk.outcome(id, done());
    id
}

#[test]
fn the_word_says_which_key_undoes_it_and_for_how_long() {
    let mut desk = desk(vec![upi("a1")]);
    done_on(&mut desk);
    desk.must_say("U undoes it (8 s)");
    assert_eq!(desk.app.wake_at(), Some(at(1)));
    desk.pass(3).must_say("U undoes it (5 s)");
    desk.pass(5).must_not_show("undoes it");
    desk.press("U").sent_nothing();
    desk.must_say("There is nothing to undo");
}

#[test]
fn undoing_is_a_change_of_its_own_in_the_journal() {
    let mut desk = desk(vec![upi("a1")]);
    let first = done_on(&mut desk);
    let (second, change) = desk.press("U").sent_one();
    assert!(matches!(change, Change::SetWithdrawals { enabled: false, .. }));
    assert_ne!(first, second);
    let intent: &Intent = desk.app.state().intents.get(second).unwrap();
    assert_eq!(intent.shown, [format!("This undoes {}.", first.short())]);
    // Once.
    desk.press("U").sent_nothing();
}

#[test]
fn what_was_refused_or_is_unconfirmed_is_not_offered() {
    for outcome in [refused("9000", "no"), lost()] {
        let mut desk = desk(vec![upi("a1")]);
        let (id, _) = desk.press("t").sent_one();
        desk.outcome(id, outcome).must_not_show("undoes it");
        desk.press("esc U").sent_nothing();
        desk.must_say("There is nothing to undo");
    }
}

#[test]
fn on_at_production_is_asked_for_like_any_other() {
    let mut desk = Desk::at(vec![production(DESK)]).with_accounts(DESK, vec![on(upi("a1"))]);
    let (off, _) = desk.press("t").sent_one();
    desk.outcome(off, done());
    desk.press("U").sent_nothing();
    desk.must_show("Turn withdrawals on at a1").must_say(&format!("This undoes {}", off.short()));
    desk.press("enter");
    assert!(matches!(desk.sent_one().1, Change::SetWithdrawals { enabled: true, .. }));
}

#[test]
fn where_the_account_is_not_as_the_switch_left_it_nothing_is_undone() {
    let mut desk = desk(vec![upi("a1")]);
    done_on(&mut desk);
    desk.pass(1).list(DESK, vec![upi("a1")]);
    desk.press("U").sent_nothing();
    desk.must_say("no longer as that switch left it: nothing was undone");
}

#[test]
fn several_that_were_sent_together_are_undone_together_and_asked_for() {
    let mut desk = desk(vec![upi("a1"), upi("a2")]);
    desk.press("a t enter");
    for (_, id, _) in desk.sent() {
        desk.outcome(id, done());
    }
    desk.press("esc esc esc U").sent_nothing();
    desk.must_show("Turn withdrawals off at 2 accounts");
    desk.press("enter");
    assert_eq!(desk.sent().len(), 2);
}
