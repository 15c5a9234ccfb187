//! The switch of an account while a change is on its way or unconfirmed.

use super::*;

#[test]
fn on_goes_by_way_of_enabling() {
    let mut state = with(vec![upi("a1")]);
    assert_eq!(row(&state, "a1").withdrawals, Withdrawals::Off);
    let changes = state.begin(intent(1), &switch("a1", true));
    assert_eq!(changes.accounts, [key("a1")]);
    assert_eq!(row(&state, "a1").withdrawals, Withdrawals::Enabling { intent: intent(1) });
    let changes = state.settle(intent(1), &done());
    assert!(changes.accounts.contains(&key("a1")));
    assert_eq!(row(&state, "a1").withdrawals, Withdrawals::On);
    assert_eq!(state.totals().enabled, 1);
}

#[test]
fn off_goes_by_way_of_disabling() {
    let mut state = with(vec![on(upi("a1"))]);
    state.begin(intent(1), &switch("a1", false));
    assert_eq!(row(&state, "a1").withdrawals, Withdrawals::Disabling { intent: intent(1) });
    state.settle(intent(1), &done());
    assert_eq!(row(&state, "a1").withdrawals, Withdrawals::Off);
}

#[test]
fn a_refusal_leaves_what_the_provider_said_before() {
    let mut state = with(vec![upi("a1")]);
    state.begin(intent(1), &switch("a1", true));
    state.settle(intent(1), &refused("8001"));
    assert_eq!(row(&state, "a1").withdrawals, Withdrawals::Off);
}

#[test]
fn lists_do_not_end_a_switch_that_is_on_its_way() {
    let mut state = with(vec![upi("a1")]);
    state.begin(intent(1), &switch("a1", true));
    for (sequence, account) in [(2, upi("a1")), (3, on(upi("a1")))] {
        state.merge(accounts(sequence, at(1), vec![account]));
        assert!(row(&state, "a1").withdrawals.is_moving());
    }
}

#[test]
fn a_list_asked_before_the_answer_does_not_flip_the_row_back() {
    let mut state = with(vec![upi("a1")]);
    state.begin(intent(1), &switch("a1", true));
    state.now = at(10);
    state.settle(intent(1), &done());
    state.now = at(11);
    state.merge(accounts(2, at(9), vec![upi("a1")]));
    assert_eq!(row(&state, "a1").withdrawals, Withdrawals::On);
    assert!(row(&state, "a1").account.enabled);
    state.merge(accounts(3, at(12), vec![upi("a1")]));
    assert_eq!(row(&state, "a1").withdrawals, Withdrawals::Off, "a list asked after it has the last word");
}

#[test]
fn an_unconfirmed_switch_is_settled_by_a_later_list_that_shows_what_was_wanted() {
    let mut state = with(vec![upi("a1")]);
    state.begin(intent(1), &switch("a1", true));
    state.now = at(10);
    state.settle(intent(1), &lost());
    let open = Withdrawals::Unconfirmed { intent: intent(1), wanted: true };
    assert_eq!(row(&state, "a1").withdrawals, open);
    state.merge(accounts(2, at(9), vec![on(upi("a1"))]));
    assert_eq!(row(&state, "a1").withdrawals, open, "a list asked before it was lost is no evidence");
    state.merge(accounts(3, at(11), vec![upi("a1")]));
    assert_eq!(row(&state, "a1").withdrawals, open, "not there yet settles nothing: it may still arrive");
    assert_eq!(state.intents.unconfirmed(), 1);
    state.now = at(16);
    let changes = state.merge(accounts(4, at(16), vec![on(upi("a1"))]));
    assert_eq!(row(&state, "a1").withdrawals, Withdrawals::On);
    assert_eq!(state.intents.unconfirmed(), 0);
    assert!(changes.other, "the header counts it no longer");
    let settled = &state.intents.get(intent(1)).unwrap();
    assert_eq!(settled.since(), at(16));
    let IntentState::Settled(settlement) = settled.state() else { panic!("{settled:?}") };
    assert_eq!((settlement.happened, settlement.how), (Some(true), How::List));
    assert_eq!(changes.settled, vec![(intent(1), settlement.clone())], "the journal is to hear of it");
}

#[test]
fn a_list_that_left_the_account_out_is_no_evidence() {
    let mut state = with(vec![upi("a1"), upi("a2")]);
    state.begin(intent(1), &switch("a1", true));
    state.merge(accounts(2, at(1), vec![on(upi("a1")), upi("a2")]));
    state.now = at(10);
    state.settle(intent(1), &lost());
    state.merge(torn(3, at(11), vec![upi("a2")], 1));
    assert_eq!(row(&state, "a1").withdrawals, Withdrawals::Unconfirmed { intent: intent(1), wanted: true });
    assert_eq!(state.intents.unconfirmed(), 1);
}

#[test]
fn a_later_switch_that_is_done_takes_the_place_of_an_unconfirmed_one() {
    let mut state = with(vec![upi("a1"), upi("a2")]);
    for (number, account) in [(1, "a1"), (2, "a2")] {
        state.begin(intent(number), &switch(account, true));
        state.settle(intent(number), &lost());
    }
    state.begin(intent(3), &switch("a1", true));
    state.settle(intent(3), &done());
    assert_eq!(row(&state, "a1").withdrawals, Withdrawals::On);
    assert_eq!(state.intents.unconfirmed(), 1, "that of the other account stays");
    assert!(state.intents.get(intent(2)).unwrap().is_unconfirmed());
}

#[test]
fn a_later_switch_that_is_refused_settles_nothing() {
    let mut state = with(vec![upi("a1")]);
    state.begin(intent(1), &switch("a1", true));
    state.settle(intent(1), &lost());
    state.begin(intent(2), &switch("a1", true));
    state.settle(intent(2), &refused("8001"));
    assert_eq!(state.intents.unconfirmed(), 1);
    assert_eq!(row(&state, "a1").withdrawals, Withdrawals::Unconfirmed { intent: intent(1), wanted: true });
}

#[test]
fn an_unconfirmed_switch_off_waits_for_off() {
    let mut state = with(vec![on(upi("a1"))]);
    state.begin(intent(1), &switch("a1", false));
    state.settle(intent(1), &lost());
    state.merge(accounts(2, at(1), vec![on(upi("a1"))]));
    assert_eq!(row(&state, "a1").withdrawals, Withdrawals::Unconfirmed { intent: intent(1), wanted: false });
    state.merge(accounts(3, at(2), vec![upi("a1")]));
    assert_eq!(row(&state, "a1").withdrawals, Withdrawals::Off);
}

#[test]
fn the_answer_to_a_switch_whose_place_another_took_changes_no_row() {
    let mut state = with(vec![upi("a1")]);
    state.begin(intent(1), &switch("a1", true));
    state.begin(intent(2), &switch("a1", false));
    state.settle(intent(1), &done());
    assert_eq!(row(&state, "a1").withdrawals, Withdrawals::Disabling { intent: intent(2) });
}

#[test]
fn the_answer_for_an_account_that_went_away_is_still_written_down() {
    let mut state = with(vec![upi("a1")]);
    state.begin(intent(1), &switch("a1", true));
    state.merge(accounts(2, at(1), vec![]));
    state.settle(intent(1), &done());
    assert!(matches!(state.intents.get(intent(1)).unwrap().state(), IntentState::Done { .. }));
    assert!(state.row(&key("a1")).is_none());
}
