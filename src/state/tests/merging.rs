//! A list taken up into what is known.

use super::*;

#[test]
fn rows_come_change_and_go_by_id() {
    let mut state = with(vec![upi("a1"), upi("a2"), upi("a3")]);
    let changes = state.merge(accounts(2, at(5), vec![upi("a1"), on(upi("a3")), card("b1")]));
    assert_eq!(order(&state), ["a1", "a3", "b1"]);
    assert!(row(&state, "a3").account.enabled);
    assert!(state.row(&key("a2")).is_none());
    assert_eq!(changes.accounts, [key("a3"), key("b1")], "what stayed as it was is no change");
    assert!(changes.list);
}

#[test]
fn the_providers_order_is_kept() {
    let mut state = with(vec![upi("b"), upi("a"), upi("c")]);
    assert_eq!(order(&state), ["b", "a", "c"]);
    let changes = state.merge(accounts(2, at(5), vec![upi("c"), upi("b"), upi("a")]));
    assert_eq!(order(&state), ["c", "b", "a"]);
    assert!(changes.list && changes.accounts.is_empty());
    for name in ["a", "b", "c"] {
        assert_eq!(row(&state, name).account.id.as_str(), name, "each is found where it is now");
    }
}

#[test]
fn a_change_in_place_is_not_a_change_of_the_list() {
    let mut state = with(vec![upi("a1"), upi("a2")]);
    let changes = state.merge(accounts(2, at(5), vec![upi("a1"), on(upi("a2"))]));
    assert_eq!(changes, Changes { accounts: vec![key("a2")], feeds: true, ..Changes::default() });
}

#[test]
fn an_older_answer_changes_nothing() {
    let mut state = with(vec![upi("a1")]);
    state.merge(accounts(7, at(20), vec![upi("a1"), upi("a2")]));
    for late in [accounts(7, at(20), vec![]), accounts(3, at(30), vec![card("b1")]), silence(6, at(30))] {
        assert_eq!(state.merge(late), Changes::default());
    }
    assert_eq!(order(&state), ["a1", "a2"]);
    assert_eq!(health(&state), Health::Fresh);
}

#[test]
fn an_account_that_may_be_a_bad_row_stays_and_says_so() {
    let mut state = with(vec![upi("a1"), upi("a2"), upi("a3")]);
    let changes = state.merge(torn(2, at(5), vec![upi("a1"), upi("a3")], 1));
    assert!(row(&state, "a2").missing, "it may be the one that could not be read");
    assert!(!row(&state, "a1").missing && !row(&state, "a3").missing);
    assert!(changes.accounts.contains(&key("a2")), "the mark is on the screen");
    assert_eq!(health(&state), Health::Fresh);
    assert_eq!(state.feed(&id(DESK), FeedKind::Accounts).unwrap().bad_rows.len(), 1);

    let changes = state.merge(accounts(3, at(10), vec![upi("a1"), upi("a2"), upi("a3")]));
    assert!(!row(&state, "a2").missing);
    assert!(changes.accounts.contains(&key("a2")));
    assert_eq!(order(&state), ["a1", "a2", "a3"]);
    state.merge(accounts(4, at(15), vec![upi("a1"), upi("a3")]));
    assert!(state.row(&key("a2")).is_none(), "a list without bad rows has the last word");
}

#[test]
fn a_list_with_bad_rows_changes_nothing_when_it_comes_again() {
    let mut state = with(vec![upi("a1"), upi("a2"), upi("a3")]);
    state.merge(torn(2, at(5), vec![upi("a1"), upi("a3")], 1));
    assert!(state.merge(torn(3, at(10), vec![upi("a1"), upi("a3")], 1)).is_empty());
}

#[test]
fn of_two_rows_with_one_id_the_last_counts() {
    let mut state = with(vec![upi("a1"), upi("a2"), on(upi("a1"))]);
    assert_eq!(order(&state), ["a1", "a2"]);
    assert!(row(&state, "a1").account.enabled);
    let again = accounts(2, at(5), vec![upi("a1"), upi("a2"), on(upi("a1"))]);
    assert!(state.merge(again).is_empty());
}

#[test]
fn two_rows_with_one_id_are_one_look_at_the_task() {
    let twice = || vec![running(upi("a1"), 10, 100), running(upi("a1"), 20, 100)];
    let mut state = with(twice());
    let looks = row(&state, "a1").history.samples().len();
    for sequence in 2..6 {
        state.merge(accounts(sequence, at(5), twice()));
    }
    assert_eq!(row(&state, "a1").history.samples().len(), looks);
}

#[test]
fn an_answer_to_another_question_is_a_fault_and_keeps_the_data() {
    let mut state = with(vec![upi("a1")]);
    state.merge(answer(FeedKind::Accounts, 2, at(5), Ok(Data::Tools(Rows::default()))));
    assert_eq!(health(&state), Health::Stale);
    assert_eq!(order(&state), ["a1"]);
}

#[test]
fn unknown_connections_and_feeds_are_nobodys_business() {
    let mut state = with(vec![upi("a1")]);
    let stranger = Reply { connection: id("elsewhere"), ..accounts(9, at(5), vec![]) };
    assert_eq!(state.merge(stranger), Changes::default());
    let mut state = State::new(vec![production(DESK)], india(), "asha".into(), at(0));
    assert_eq!(state.merge(answer(FeedKind::Handset, 1, at(0), Ok(Data::Handset(vec![])))), Changes::default());
}

#[test]
fn the_sums_follow_the_rows() {
    let mut state = with(vec![running(upi("a1"), 400, 1_000), running(upi("a2"), 100, 1_000), card("b1")]);
    let totals = state.totals();
    assert_eq!((totals.accounts, totals.enabled, totals.tasks), (3, 2, 2));
    assert_eq!((totals.withdrawn, totals.amount), (500.into(), 2_000.into()));
    assert_eq!((totals.progress().percent(), totals.success_rate().percent()), (25, 25));
    state.merge(accounts(2, at(5), vec![upi("a1"), card("b1")]));
    assert_eq!((state.totals().accounts, state.totals().tasks), (2, 0));
    assert_eq!(state.totals().success_rate().percent(), 0, "no orders is 0 %");
}

#[test]
fn two_connections_may_use_the_same_ids() {
    let mut state = State::new(vec![sandbox("north"), sandbox("south")], india(), "asha".into(), at(0));
    for (name, account) in [("north", upi("a1")), ("south", on(upi("a1")))] {
        state.merge(Reply { connection: id(name), ..accounts(1, at(0), vec![account]) });
    }
    let enabled = |name| {
        let key = AccountKey { connection: id(name), account: "a1".into() };
        state.row(&key).unwrap().account.enabled
    };
    assert!(!enabled("north") && enabled("south"));
    assert!(state.has_several(FeedKind::Accounts));
}
