//! How old what is known is, and when it is stale.

use super::*;

#[test]
fn the_last_good_data_stays_when_answers_fail_and_the_feed_recovers() {
    let mut state = state();
    assert_eq!(health(&state), Health::Loading);
    state.merge(accounts(1, at(0), vec![upi("a1")]));
    assert_eq!(health(&state), Health::Fresh);
    for (sequence, asked) in [(2, 5), (3, 12)] {
        let changes = state.merge(silence(sequence, at(asked)));
        assert!(changes.other && changes.accounts.is_empty() && !changes.list);
    }
    assert_eq!(order(&state), ["a1"]);
    assert_eq!(health(&state), Health::Stale);
    let feed = state.feed(&id(DESK), FeedKind::Accounts).unwrap();
    let trouble = feed.trouble.as_ref().unwrap();
    assert_eq!((trouble.since, trouble.times), (at(5), 2), "since the first of the unbroken row");
    assert_eq!(feed.answered, Some(at(0)), "its age is that of the last good answer");
    assert!(!state.is_list_fresh(&id(DESK)));

    let changes = state.merge(accounts(4, at(20), vec![upi("a1")]));
    assert!(changes.other, "the header says that it is well again");
    assert_eq!(health(&state), Health::Fresh);
}

#[test]
fn a_feed_that_never_answered_has_failed() {
    let mut state = state();
    state.merge(silence(1, at(0)));
    assert_eq!(health(&state), Health::Failed);
    assert!(!state.is_list_fresh(&id(DESK)));
}

#[test]
fn after_a_sleep_every_feed_is_stale_until_it_has_answered_again() {
    let mut state = with(vec![upi("a1")]);
    state.merge(answer(FeedKind::Tools, 1, at(0), Ok(Data::Tools(Rows::default()))));
    state.now = at(3_600);
    assert!(state.wake().other);
    let tools = |state: &State| state.feed(&id(DESK), FeedKind::Tools).unwrap().health();
    assert_eq!((health(&state), tools(&state)), (Health::Stale, Health::Stale));
    state.merge(accounts(2, at(3_601), vec![upi("a1")]));
    assert_eq!((health(&state), tools(&state)), (Health::Fresh, Health::Stale));
}

#[test]
fn an_answer_from_before_the_sleep_is_not_fresh_after_it() {
    let mut state = with(vec![upi("a1")]);
    state.now = at(3_600);
    state.wake();
    state.merge(accounts(2, at(10), vec![upi("a1"), upi("a2")]));
    assert_eq!(order(&state), ["a1", "a2"], "it is newer than what was there");
    assert_eq!(health(&state), Health::Stale, "and an hour old");
    state.merge(accounts(3, at(3_601), vec![upi("a1"), upi("a2")]));
    assert_eq!(health(&state), Health::Fresh);
}

#[test]
fn accounts_are_asked_faster_only_while_tasks_run() {
    let pace = |state: &State, feed| state.pace(state.connection(&id(DESK)).unwrap(), feed);
    let mut state = with(vec![upi("a1")]);
    assert_eq!(pace(&state, FeedKind::Accounts), Pace::Idle);
    state.merge(accounts(2, at(5), vec![running(upi("a1"), 1, 10)]));
    assert_eq!(pace(&state, FeedKind::Accounts), Pace::Active);
    assert_eq!(pace(&state, FeedKind::Tools), Pace::Idle);
    assert_eq!(pace(&state, FeedKind::Handset), Pace::Idle);
    state.handset_open = true;
    assert_eq!(pace(&state, FeedKind::Handset), Pace::Active);
    state.paused = true;
    for feed in [FeedKind::Accounts, FeedKind::Tools, FeedKind::Handset] {
        assert_eq!(pace(&state, feed), Pace::Paused);
    }
}
