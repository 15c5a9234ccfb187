//! What the journal tells, of this run and of others.

use super::*;
use crate::domain::Event;

fn news(intents: Vec<Intent>) -> JournalNews {
    JournalNews { intents, fault: None }
}

fn on_at(account: &str) -> Change {
    Change::SetWithdrawals { account: account.into(), enabled: true }
}

/// The intent with one more step.
fn then(intent: &Intent, state: IntentState) -> Intent {
    let mut intent = intent.clone();
    intent.timeline.push(Event { at: at(0), state });
    intent
}

#[test]
fn a_switch_of_another_run_goes_through_its_row() {
    let mut state = with(vec![upi("a1")]);
    let sent = told(1, &on_at("a1"), [IntentState::Sent]);
    let changes = state.learn(news(vec![sent.clone()]));
    assert_eq!(changes.accounts, [key("a1")]);
    assert_eq!(row(&state, "a1").withdrawals, Withdrawals::Enabling { intent: sent.id });
    assert_eq!(state.intents.elsewhere().count(), 1);
    assert!(!state.intents.is_awaited(sent.id));
    state.now = at(10);
    state.learn(news(vec![then(&sent, IntentState::Done { reference: None })]));
    assert_eq!(row(&state, "a1").withdrawals, Withdrawals::On);
    state.merge(accounts(2, at(9), vec![upi("a1")]));
    assert_eq!(row(&state, "a1").withdrawals, Withdrawals::On, "a list asked before knows nothing of it");
    state.merge(accounts(3, at(11), vec![upi("a1")]));
    assert_eq!(row(&state, "a1").withdrawals, Withdrawals::Off, "the list has the last word");
}

#[test]
fn a_switch_learned_before_its_row_shows_once_the_row_is_there() {
    let mut state = state();
    let open = told(1, &on_at("a1"), [IntentState::Sent, unknown()]);
    assert!(state.learn(news(vec![open.clone()])).accounts.is_empty());
    state.merge(accounts(1, at(0), vec![upi("a1")]));
    assert_eq!(row(&state, "a1").withdrawals, Withdrawals::Unconfirmed { intent: open.id, wanted: true });
}

#[test]
fn of_two_open_switches_the_newer_shows_and_then_the_other() {
    let mut state = with(vec![upi("a1")]);
    let (first, second) =
        (told(1, &on_at("a1"), [IntentState::Sent, unknown()]), told(2, &on_at("a1"), [IntentState::Sent]));
    state.learn(news(vec![first.clone(), second.clone()]));
    assert_eq!(row(&state, "a1").withdrawals, Withdrawals::Enabling { intent: second.id });
    state.learn(news(vec![then(&second, IntentState::Rejected(crate::domain::Told::plain("no")))]));
    assert_eq!(row(&state, "a1").withdrawals, Withdrawals::Unconfirmed { intent: first.id, wanted: true });
    state.learn(news(vec![then(&first, settled(false))]));
    assert_eq!(row(&state, "a1").withdrawals, Withdrawals::Off);
}

#[test]
fn what_this_run_awaits_is_answered_by_its_outcome_alone() {
    let mut state = with(vec![upi("a1")]);
    state.begin(intent(1), &switch("a1", true));
    let own = state.intents.get(intent(1)).unwrap().clone();
    assert!(state.intents.is_awaited(own.id));
    let sent = then(&own, IntentState::Sent);
    assert!(!state.learn(news(vec![sent.clone()])).is_empty(), "that it left is told");
    assert!(state.learn(news(vec![then(&sent, IntentState::Done { reference: None })])).is_empty());
    assert!(state.intents.get(own.id).unwrap().is_in_flight());
    state.settle(own.id, &done());
    assert_eq!(row(&state, "a1").withdrawals, Withdrawals::On);
    assert!(!state.intents.is_awaited(own.id));
}

#[test]
fn what_is_known_already_changes_nothing() {
    let mut state = with(vec![card("b1")]);
    let open = told(1, &super::super::testing::order("b1", 500), [IntentState::Sent, unknown()]);
    assert!(!state.learn(news(vec![open.clone()])).is_empty());
    assert!(state.learn(news(vec![open.clone()])).is_empty());
    let older = Intent { timeline: open.timeline[..2].to_vec(), ..open };
    assert!(state.learn(news(vec![older])).is_empty());
}

#[test]
fn intents_of_others_stand_where_their_time_puts_them() {
    let mut state = with(vec![card("b1")]);
    let order = |number| told(number, &super::super::testing::order("b1", i64::from(number)), [IntentState::Sent]);
    for number in [5, 1, 3] {
        state.learn(news(vec![order(number)]));
    }
    let newest: Vec<_> = state.intents.newest_first().map(|intent| intent.id).collect();
    assert_eq!(newest, [order(5).id, order(3).id, order(1).id]);
}

#[test]
fn every_open_order_like_one_is_named_newest_first() {
    let mut state = with(vec![card("b1")]);
    let like = |number, steps: Vec<IntentState>| told(number, &super::super::testing::order("b1", 500), steps);
    let done = IntentState::Done { reference: None };
    state.learn(news(vec![
        like(1, vec![IntentState::Sent, unknown()]),
        like(2, vec![IntentState::Sent, done]),
        like(3, vec![IntentState::Sent]),
        like(4, vec![IntentState::Sent, unknown(), settled(false)]),
    ]));
    let amount = Money::inr("500.00".parse().unwrap());
    let open: Vec<_> = state.intents.open_like(&key("b1"), &amount).map(|intent| intent.id).collect();
    assert_eq!(open, [like(3, vec![]).id, like(1, vec![]).id]);
}
