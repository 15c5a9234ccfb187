//! The state as a whole: answers merged in, feeds growing old and recovering, and the switch of a row.

use jiff::Timestamp;
use proptest::prelude::*;

use super::testing::*;
use super::*;
use crate::domain::{
    Account, AccountDraft, AccountId, AuthStatus, Change, CollectionType, How, Intent, IntentId, IntentState, Money,
    Outcome, Phone, Receipt, Rejection, Rows, Sighting, TaskSample,
};
use crate::message::{JournalNews, Planned};

/// The state of the usual connection, at the usual time.
fn state() -> State {
    State::new(vec![sandbox(DESK)], india(), "asha".into(), at(0))
}

/// The same, with these accounts in it.
fn with(accounts_now: Vec<Account>) -> State {
    let mut state = state();
    state.merge(accounts(1, at(0), accounts_now));
    state
}

fn order(state: &State) -> Vec<String> {
    state.rows().map(|(_, row)| row.account.id.to_string()).collect()
}

fn row<'a>(state: &'a State, account: &str) -> &'a Row {
    state.row(&key(account)).unwrap()
}

fn health(state: &State) -> Health {
    state.feed(&id(DESK), FeedKind::Accounts).unwrap().health()
}

fn intent(number: u8) -> IntentId {
    IntentId::new(at(0), [number; 10])
}

fn planned(change: Change) -> Planned {
    Planned::new(id(DESK), change)
}

fn switch(account: &str, enabled: bool) -> Planned {
    planned(Change::SetWithdrawals { account: account.into(), enabled })
}

fn done() -> Outcome {
    Outcome::Done(Receipt::Nothing)
}

fn refused(code: &str) -> Outcome {
    Outcome::Rejected(Rejection::Refused { code: code.into(), text: "no".into() })
}

fn lost() -> Outcome {
    Outcome::Unconfirmed(Fault::ConnectionLost("reset".into()))
}

mod merging {
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
}

mod freshness {
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
}

mod histories {
    use super::*;

    fn at_work(withdrawn: i64) -> Vec<Account> {
        vec![running(upi("a1"), withdrawn, 10_000)]
    }

    #[test]
    fn a_history_begins_with_the_task_grows_when_it_moves_and_ends_with_it() {
        let mut state = with(at_work(100));
        let looks = |state: &State| row(state, "a1").history.samples().len();
        let begun = looks(&state);
        state.now = at(5);
        state.merge(accounts(2, at(5), at_work(100)));
        assert_eq!(looks(&state), begun, "nothing moved");
        state.now = at(10);
        state.merge(accounts(3, at(10), at_work(200)));
        assert_eq!(looks(&state), begun + 1);
        assert_eq!(row(&state, "a1").moved, at(10));
        state.merge(accounts(4, at(15), vec![upi("a1")]));
        assert_eq!(looks(&state), 0);
    }

    #[test]
    fn a_new_task_begins_a_new_history() {
        let mut state = with(at_work(9_000));
        state.now = at(5);
        let mut next = upi("a1");
        next.task = Some(task("another", 0, 5_000));
        state.merge(accounts(2, at(5), vec![on(next)]));
        let samples = row(&state, "a1").history.samples();
        assert_eq!(samples.last().unwrap().progress.percent(), 0);
        assert!(samples.iter().all(|sample| sample.progress.percent() == 0), "nothing of the task before is in it");
    }

    #[test]
    fn a_long_task_keeps_a_bounded_history() {
        let mut state = with(at_work(0));
        for step in 1..=2_000_i64 {
            state.now = at(step);
            state.merge(accounts(u64::try_from(step).unwrap() + 1, at(step), at_work(step)));
        }
        let samples = row(&state, "a1").history.samples();
        assert!(samples.len() <= History::MAX);
        assert_eq!(samples.first().unwrap().at, at(-600), "from the task's start");
        assert_eq!(samples.last().unwrap().progress.percent(), 20, "to its last look");
    }

    #[test]
    fn a_faulty_answer_is_no_sign_that_the_task_moved() {
        let mut state = with(at_work(100));
        state.now = at(300);
        state.merge(silence(2, at(300)));
        assert_eq!(row(&state, "a1").moved, at(0));
    }
}

mod switches {
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
}

mod outcomes {
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
            let change =
                Change::CreateOrder { account: "b1".into(), collection: CollectionType::Card, amount: amount() };
            state.begin(intent(1), &planned(change));
            state.settle(intent(1), &outcome);
            state.merge(accounts(2, at(60), vec![card("b1")]));
            assert_eq!(state.intents.open_like(&key("b1"), &amount()).next().is_some(), open, "{outcome:?}");
        }
    }

    #[test]
    fn orders_are_never_settled_by_a_list_or_by_another_order() {
        let amount = || Money::inr(500.into());
        let order = || {
            planned(Change::CreateOrder { account: "b1".into(), collection: CollectionType::Card, amount: amount() })
        };
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
}

mod the_journal_tells {
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
}

mod remembering {
    use super::*;
    use crate::domain::{Ratio, Sample};

    /// A look at a task of `a1`, at so many hundredths of its amount.
    fn look(task: &str, seconds: i64, hundredths: u32) -> Sighting {
        let progress = Ratio::from_basis_points(hundredths * 100);
        let sample = Sample { at: at(seconds), progress, success: Ratio::ZERO };
        Sighting::Task(TaskSample { key: key("a1"), task: task.into(), sample, orders: 0, succeeded: 0 })
    }

    /// Seconds and hundredths of every sample there is.
    fn seen(state: &State) -> Vec<(i64, u32)> {
        let samples = row(state, "a1").history.samples().iter();
        samples.map(|sample| (sample.at.duration_since(at(0)).as_secs(), sample.progress.percent())).collect()
    }

    /// The task began ten minutes ago; it was seen at a tenth and at three tenths.
    fn before() -> Vec<Sighting> {
        vec![look("t-a1", -400, 10), look("t-a1", -200, 30)]
    }

    #[test]
    fn it_does_not_matter_whether_the_list_or_the_memory_comes_first() {
        let mut first = with(vec![running(upi("a1"), 400, 1_000)]);
        first.remember(before());
        let mut later = state();
        assert_eq!(later.remember(before()), Changes::default(), "nothing is shown yet");
        later.merge(accounts(1, at(0), vec![running(upi("a1"), 400, 1_000)]));
        assert_eq!(seen(&first), [(-600, 0), (-400, 10), (-200, 30), (0, 40)]);
        assert_eq!(seen(&later), seen(&first));
    }

    #[test]
    fn what_was_seen_since_stays_behind_it() {
        let mut state = with(vec![running(upi("a1"), 400, 1_000)]);
        state.now = at(60);
        state.merge(accounts(2, at(60), vec![running(upi("a1"), 500, 1_000)]));
        state.remember(before());
        assert_eq!(seen(&state), [(-600, 0), (-400, 10), (-200, 30), (0, 40), (60, 50)]);
        // From the first look on, two hundred seconds each: from 10 to 30, and to 40.
        assert_eq!(row(&state, "a1").history.trend(at(0), 2), [2_000, 1_000]);
    }

    #[test]
    fn what_is_of_another_task_or_in_the_future_is_dropped() {
        let mut state = with(vec![running(upi("a1"), 400, 1_000)]);
        let looks = vec![
            look("t-a1", -601, 99),
            look("t-a1", -600, 1),
            look("t-other", -300, 88),
            // Written down before the clock was set back.
            look("t-a1", 1, 77),
        ];
        state.remember(looks);
        assert_eq!(seen(&state), [(-600, 0), (-600, 1), (0, 40)]);
    }

    #[test]
    fn a_look_is_kept_once_and_only_where_the_task_moved() {
        let mut state = state();
        let kept = state.merge(accounts(1, at(0), vec![running(upi("a1"), 400, 1_000), upi("a2")])).samples;
        assert_eq!(kept.len(), 1);
        let sample = kept[0].task().unwrap().sample;
        assert_eq!((sample.at, sample.progress.percent()), (at(0), 40));
        state.now = at(5);
        let switched = Account { otp_auth: false, ..running(upi("a1"), 400, 1_000) };
        assert_eq!(state.merge(accounts(2, at(5), vec![switched.clone(), upi("a2")])).samples, []);
        state.now = at(10);
        let moved = Account { otp_auth: false, ..running(upi("a1"), 410, 1_000) };
        let kept = state.merge(accounts(3, at(10), vec![moved, upi("a2")])).samples;
        assert_eq!(kept.iter().map(Sighting::at).collect::<Vec<_>>(), [at(10)]);
    }

    #[test]
    fn very_many_looks_are_thinned_and_keep_their_ends() {
        let mut state = with(vec![running(upi("a1"), 900, 1_000)]);
        state.remember((0..599).map(|n| look("t-a1", -599 + n, u32::try_from(n / 7).unwrap())).collect());
        let seen = seen(&state);
        assert!(seen.len() <= History::MAX, "{}", seen.len());
        assert_eq!((seen[0], seen[seen.len() - 1]), ((-600, 0), (0, 90)));
        assert!(seen.is_sorted());
    }
}

/// An account as a list may bring it: few ids, so that lists share them.
fn any_account() -> impl Strategy<Value = Account> {
    let tasks = proptest::option::of((0_i64..3, 0_i64..5));
    (0_u8..8, any::<bool>(), any::<bool>(), tasks).prop_map(|(number, enabled, otp_auth, work)| {
        let account = Account { enabled, otp_auth, ..upi(&format!("a{number}")) };
        let task = work.map(|(name, withdrawn)| task(&format!("t{name}"), withdrawn * 100, 400));
        Account { task, ..account }
    })
}

fn any_list() -> impl Strategy<Value = (Vec<Account>, usize)> {
    (proptest::collection::vec(any_account(), 0..10), 0_usize..2)
}

/// All that a state knows of its rows, to compare.
fn known(state: &State) -> Vec<(Account, Withdrawals, History, bool, Timestamp)> {
    let one = |row: &Row| (row.account.clone(), row.withdrawals, row.history.clone(), row.missing, row.moved);
    state.rows().map(|(_, row)| one(row)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_list_that_comes_twice_changes_nothing(lists in proptest::collection::vec(any_list(), 1..6)) {
        let mut state = state();
        for (number, (rows, bad)) in lists.into_iter().enumerate() {
            let sequence = 2 * number as u64;
            state.now = at(i64::try_from(sequence).unwrap());
            state.merge(torn(sequence + 1, state.now, rows.clone(), bad));
            let before = known(&state);
            let sums = state.totals().clone();
            state.now = at(i64::try_from(sequence).unwrap() + 1);
            let changes = state.merge(torn(sequence + 2, state.now, rows, bad));
            prop_assert!(changes.is_empty(), "{changes:?}");
            prop_assert_eq!(known(&state), before);
            prop_assert_eq!(state.totals(), &sums);
        }
    }

    #[test]
    fn a_stale_answer_changes_nothing(
        first in any_list(), late in any_list(), newest in 1_u64..9, back in 0_u64..9, fails in any::<bool>(),
    ) {
        let mut state = state();
        state.merge(torn(newest, at(0), first.0, first.1));
        let before = known(&state);
        let feed = state.feed(&id(DESK), FeedKind::Accounts).cloned();
        state.now = at(5);
        let sequence = newest.saturating_sub(back);
        let late = if fails { silence(sequence, at(4)) } else { torn(sequence, at(4), late.0, late.1) };
        prop_assert_eq!(state.merge(late), Changes::default());
        prop_assert_eq!(known(&state), before);
        prop_assert_eq!(state.feed(&id(DESK), FeedKind::Accounts).cloned(), feed);
    }

    #[test]
    fn the_rows_are_the_list_in_its_order_and_found_by_id(lists in proptest::collection::vec(any_list(), 1..6)) {
        let mut state = state();
        for (number, (rows, _)) in lists.into_iter().enumerate() {
            state.merge(accounts(number as u64 + 1, at(0), rows.clone()));
            let mut expected: Vec<Account> = Vec::new();
            for account in rows {
                match expected.iter_mut().find(|known| known.id == account.id) {
                    Some(known) => *known = account,
                    None => expected.push(account),
                }
            }
            let shown: Vec<Account> = state.rows().map(|(_, row)| row.account.clone()).collect();
            prop_assert_eq!(&shown, &expected);
            for account in &expected {
                let key = AccountKey { connection: id(DESK), account: account.id.clone() };
                prop_assert_eq!(&state.row(&key).unwrap().account, account);
                let place = state.place(&key).unwrap();
                prop_assert_eq!(&state.at(place).unwrap().1.account, account);
            }
            prop_assert_eq!(state.totals().accounts, expected.len());
        }
    }
}
