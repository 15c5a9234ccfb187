//! What becomes of a change, by its outcome.

use super::*;

fn saved(account: Account) -> Outcome {
    Outcome::Done(Receipt::Saved(Some(Box::new(account))))
}

fn save(account: Option<&str>) -> Planned {
    planned(Change::SaveAccount(AccountDraft {
        id: account.map(AccountId::from),
        collection: CollectionType::Upi,
        tool: Some("PHONEPE".into()),
        phone: Phone::new("9876500001"),
        pin: None,
        name: None,
        account_number: None,
        ifsc: None,
    }))
}

#[test]
fn an_outcome_counts_once() {
    let mut state = with(vec![upi("a1")]);
    state.begin(intent(1), &switch("a1", true));
    state.settle(intent(1), &refused("8001"));
    assert_eq!(state.settle(intent(1), &done()), Changes::default());
    assert_eq!(row(&state, "a1").withdrawals, Withdrawals::Off);
    assert!(matches!(state.intents.get(intent(1)).unwrap().state(), IntentState::Rejected(_)));
    assert_eq!(state.settle(intent(9), &done()), Changes::default(), "nobody asked for that");
}

#[test]
fn an_intent_is_written_down_before_it_is_answered() {
    let mut state = with(vec![card("b1")]);
    let amount = Money::inr(500.into());
    let order = Change::CreateOrder { account: "b1".into(), collection: CollectionType::Card, amount };
    state.begin(intent(1), &planned(order));
    let intent = state.intents.get(intent(1)).unwrap();
    assert!(intent.is_in_flight());
    assert_eq!(intent.words, "withdraw INR 500.00");
    assert_eq!(intent.planned(), at(0));
    assert!(state.intents.open_like(&key("b1"), &Money::inr("500.00".parse().unwrap())).next().is_some());
    assert!(state.intents.open_like(&key("b1"), &Money::inr(501.into())).next().is_none());
    assert!(state.intents.open_like(&key("b2"), &Money::inr(500.into())).next().is_none());
}

#[test]
fn an_order_is_open_until_it_is_known_what_became_of_it() {
    let amount = || Money::inr(500.into());
    for (outcome, open) in [(done(), false), (refused("1"), false), (lost(), true)] {
        let mut state = with(vec![card("b1")]);
        let change = Change::CreateOrder { account: "b1".into(), collection: CollectionType::Card, amount: amount() };
        state.begin(intent(1), &planned(change));
        state.settle(intent(1), &outcome);
        state.merge(accounts(2, at(60), vec![card("b1")]));
        assert_eq!(state.intents.open_like(&key("b1"), &amount()).next().is_some(), open, "{outcome:?}");
    }
}

#[test]
fn orders_are_never_settled_by_a_list_or_by_another_order() {
    let amount = || Money::inr(500.into());
    let order =
        || planned(Change::CreateOrder { account: "b1".into(), collection: CollectionType::Card, amount: amount() });
    let mut state = with(vec![card("b1")]);
    state.begin(intent(1), &order());
    state.settle(intent(1), &lost());
    state.begin(intent(2), &order());
    state.settle(intent(2), &done());
    state.merge(accounts(2, at(60), vec![on(card("b1"))]));
    assert!(state.intents.get(intent(1)).unwrap().is_unconfirmed(), "two orders are two withdrawals");
}

#[test]
fn the_answer_to_a_save_keeps_what_it_leaves_out() {
    let mut state = with(vec![running(upi("a1"), 100, 1_000)]);
    let looks = row(&state, "a1").history.samples().len();
    state.begin(intent(1), &save(Some("a1")));
    let answer = Account { status: None, ..on(upi("a1")) };
    state.settle(intent(1), &saved(answer));
    let row = row(&state, "a1");
    assert!(row.account.task.is_some() && row.account.status == Some(AuthStatus::Authorized));
    assert_eq!(row.history.samples().len(), looks);
}

#[test]
fn a_new_account_stands_in_the_list_at_once() {
    let mut state = with(vec![upi("a1")]);
    state.begin(intent(1), &save(None));
    let changes = state.settle(intent(1), &saved(upi("a2")));
    assert!(changes.list);
    assert_eq!(order(&state), ["a1", "a2"]);
    assert_eq!(state.totals().accounts, 2);
}

#[test]
fn a_new_account_outlasts_a_list_that_left_before_it() {
    let mut state = with(vec![upi("a1")]);
    state.begin(intent(1), &save(None));
    state.now = at(10);
    state.settle(intent(1), &saved(upi("a2")));
    state.merge(accounts(2, at(9), vec![upi("a1")]));
    assert_eq!(order(&state), ["a1", "a2"]);
    assert!(!row(&state, "a2").missing, "nothing was unreadable");
    state.merge(accounts(3, at(11), vec![upi("a1")]));
    assert_eq!(order(&state), ["a1"], "a list asked after it has the last word");
}

#[test]
fn a_save_does_not_forget_what_was_switched_before_it() {
    let mut state = with(vec![upi("a1")]);
    state.begin(intent(1), &switch("a1", true));
    state.now = at(10);
    state.settle(intent(1), &done());
    state.begin(intent(2), &save(Some("a1")));
    state.now = at(11);
    state.settle(intent(2), &saved(on(upi("a1"))));
    state.merge(accounts(2, at(9), vec![upi("a1")]));
    assert_eq!(row(&state, "a1").withdrawals, Withdrawals::On, "that list knows nothing of either");
}

#[test]
fn authorisations_show_when_they_are_given_and_when_they_are_taken() {
    let bare = Account { otp_auth: false, sms_auth: false, status: Some(AuthStatus::Unauthorized), ..upi("a1") };
    let mut state = with(vec![bare.clone()]);
    let otp = Change::ConfirmOtp { account: "a1".into(), session: "s".into(), code: "123456".into() };
    state.begin(intent(1), &planned(otp));
    state.settle(intent(1), &done());
    assert!(row(&state, "a1").account.otp_auth && !row(&state, "a1").account.sms_auth);
    let sms = Change::ConfirmSms { account: "a1".into(), session: "s".into() };
    state.begin(intent(2), &planned(sms.clone()));
    state.settle(intent(2), &refused("1"));
    assert!(!row(&state, "a1").account.sms_auth, "a refusal gives nothing");
    state.begin(intent(3), &planned(sms));
    state.settle(intent(3), &done());
    assert!(row(&state, "a1").account.sms_auth);

    state.now = at(20);
    state.begin(intent(4), &planned(Change::Deauthorize { account: "a1".into() }));
    state.settle(intent(4), &done());
    assert!(!row(&state, "a1").account.otp_auth && !row(&state, "a1").account.sms_auth);
    assert_eq!(row(&state, "a1").account.status, Some(AuthStatus::Unauthorized));
    state.merge(accounts(2, at(19), vec![upi("a1")]));
    assert!(!row(&state, "a1").account.otp_auth, "a list asked before knows nothing of it");
}

#[test]
fn an_unconfirmed_deauthorisation_takes_nothing_from_the_screen() {
    let mut state = with(vec![upi("a1")]);
    state.begin(intent(1), &planned(Change::Deauthorize { account: "a1".into() }));
    state.settle(intent(1), &lost());
    assert!(row(&state, "a1").account.otp_auth);
    assert_eq!(state.intents.unconfirmed(), 1);
}
