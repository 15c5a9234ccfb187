//! What a terminal program is expected to do: ctrl-z, the focus, the mouse, two keys in a row, a lock, a config that is
//! read anew.

use super::*;
use crate::app::Habits;
use crate::message::Message;

/// Whether the program was to be stopped since this was last asked.
fn stops(desk: &mut Desk) -> bool {
    desk.effects.drain(..).any(|effect| matches!(effect, Effect::Suspend))
}

/// The pace that the accounts were last told since this was last asked.
fn pace(desk: &mut Desk) -> Option<Pace> {
    let told = |effect| match effect {
        Effect::SetPace { feed: FeedKind::Accounts, pace, .. } => Some(pace),
        _ => None,
    };
    desk.effects.drain(..).rev().find_map(told)
}

mod suspending {
    use super::*;

    #[test]
    fn ctrl_z_stops_the_program_in_any_place() {
        let mut desk = desk(vec![upi("a1")]);
        assert!(stops(desk.press("ctrl-z")));
        // In a filter, which takes other keys.
        assert!(stops(desk.press("/ ctrl-z")));
        assert!(stops(desk.press("esc ? ctrl-z")));
    }

    #[test]
    fn not_while_an_answer_would_be_missed() {
        let mut desk = desk(vec![upi("a1")]);
        let (intent, _) = desk.press("t").sent_one();
        assert!(!stops(desk.press("ctrl-z")));
        desk.must_say("Not suspended: the answer to a change is awaited");
        // A signal from outside is no reason either.
        assert!(!stops(desk.take(Message::Stop)));
        desk.outcome(intent, done());
        assert!(stops(desk.press("ctrl-z")));
    }

    #[test]
    fn what_was_known_is_stale_until_it_is_answered_anew() {
        let mut desk = desk(vec![upi("a1")]);
        assert!(desk.app.state().is_list_fresh(&id(DESK)));
        desk.effects.clear();
        desk.take(Message::GoneOn);
        assert!(!desk.app.state().is_list_fresh(&id(DESK)));
        assert!(matches!(desk.effects[0], Effect::TakeScreen), "the terminal comes first: {:?}", desk.effects);
        assert!(desk.effects.iter().any(|effect| matches!(effect, Effect::Refresh { feed: FeedKind::Accounts, .. })));
        assert!(desk.redraw);
    }
}

mod focus {
    use super::*;

    #[test]
    fn a_terminal_nobody_looks_at_polls_at_the_slower_pace() {
        let mut desk = desk(vec![running(upi("a1"), 1, 10)]);
        desk.effects.clear();
        assert_eq!(pace(desk.take(Message::Focus(false))), Some(Pace::Idle));
        assert_eq!(pace(desk.take(Message::Focus(true))), Some(Pace::Active));
    }

    #[test]
    fn not_while_something_is_on_its_way_or_unconfirmed() {
        let mut desk = desk(vec![running(upi("a1"), 1, 10), upi("a2")]);
        let (intent, _) = desk.press("j t").sent_one();
        assert_eq!(pace(desk.take(Message::Focus(false))), None, "an answer is awaited");
        desk.outcome(intent, lost());
        assert_eq!(pace(&mut desk), None, "the list may settle it");
    }

    #[test]
    fn it_can_be_switched_off() {
        let mut desk = desk(vec![running(upi("a1"), 1, 10)]);
        desk.app = desk.app.with_habits(Habits { slow_unfocused: false, ..Habits::default() });
        desk.effects.clear();
        assert_eq!(pace(desk.take(Message::Focus(false))), None);
    }
}

#[test]
fn a_key_leaves_the_mouse_to_the_terminal_and_takes_it_again() {
    let mut desk = desk(vec![upi("a1")]);
    let told = |desk: &mut Desk| {
        desk.effects.drain(..).find_map(|effect| match effect {
            Effect::CaptureMouse(on) => Some(on),
            _ => None,
        })
    };
    assert_eq!(told(desk.press("f8")), Some(false));
    desk.must_say("f8 takes it again");
    assert_eq!(told(desk.press("? f8")), Some(true));
}

mod two_keys {
    use super::*;

    #[test]
    fn they_go_to_a_pane_by_its_name() {
        let mut desk = desk(vec![upi("a1")]);
        desk.press(", j").must_show("Nothing was changed yet");
        desk.press(", a").must_show("a1");
        desk.press(", b").must_say("There is no pane Balances");
    }

    #[test]
    fn what_may_follow_is_shown_after_a_pause_and_not_before() {
        let mut desk = desk(vec![upi("a1")]);
        desk.press(",").must_not_show("Go to the journal");
        let due = desk.app.wake_at().unwrap();
        assert!(due <= at(1), "{due}");
        desk.pass(1).must_show("Go to the journal");
        desk.press("j").must_not_show("Go to the journal").must_show("Nothing was changed yet");
    }

    #[test]
    fn a_second_key_that_means_nothing_runs_nothing() {
        let mut desk = desk(vec![upi("a1")]);
        // `d` alone would ask whether to deauthorise, `t` turn withdrawals on.
        for key in ["x", "T", "m"] {
            desk.press(&format!(", {key}")).must_say(&format!(", {key} means nothing here"));
            desk.sent_nothing();
        }
        desk.press(", esc t");
        assert_eq!(desk.sent().len(), 1, "after esc a key is a key again");
    }

    #[test]
    fn the_way_out_works_in_between() {
        let mut desk = desk(vec![upi("a1")]);
        desk.press(", ctrl-c");
        assert_eq!(desk.quits(), Some(130));
    }

    #[test]
    fn pasted_text_ends_it() {
        let mut desk = desk(vec![upi("a1")]);
        desk.press(",").paste("j").press("j").must_not_show("Nothing was changed yet");
    }
}

mod lock {
    use std::time::Duration;

    use super::*;

    #[test]
    fn nothing_of_accounts_is_shown_and_no_key_does_anything() {
        let mut desk = desk(vec![upi("a1"), upi("b7")]);
        desk.press("ctrl-l").must_show("Locked").must_not_show("b7").must_not_show("98");
        desk.press("t T w d q 2 enter esc ctrl-z f8 tab").paste("t").sent_nothing();
        assert!(desk.effects.is_empty() && desk.quits().is_none(), "{:?}", desk.effects);
        desk.must_show("Locked").must_not_show("b7");
        desk.mouse(MouseKind::Click, 20, 5).must_show("Locked");
    }

    #[test]
    fn the_operators_name_unlocks_it_and_nothing_else() {
        let mut desk = desk(vec![upi("a1")]);
        desk.press("ctrl-l").type_text("ravi").press("enter").must_say("That is not the name");
        desk.type_text(" Asha").press("enter").must_not_show("Locked").must_show("a1");
    }

    #[test]
    fn what_was_open_is_open_again_and_words_that_were_said_are_not_shown_meanwhile() {
        let mut desk = desk(vec![upi("a1")]);
        let (intent, _) = desk.press("t").sent_one();
        desk.press("? ctrl-l");
        desk.outcome(intent, done()).must_not_show("a1").must_not_show("Help");
        desk.type_text("asha").press("enter").must_show("Help: the keys of where you are");
    }

    #[test]
    fn polling_goes_on() {
        let mut desk = desk(vec![upi("a1")]);
        desk.press("ctrl-l").list(DESK, vec![upi("a1"), upi("c9")]);
        desk.type_text("asha").press("enter").must_show("c9");
    }

    #[test]
    fn it_can_be_left() {
        let mut desk = desk(vec![upi("a1")]);
        desk.press("ctrl-l ctrl-c");
        assert_eq!(desk.quits(), Some(130));
    }

    #[test]
    fn it_locks_itself_when_nobody_has_done_anything_for_long_enough() {
        let mut desk = desk(vec![upi("a1")]);
        let habits = Habits { lock_after: Some(Duration::from_secs(50)), ..Habits::default() };
        desk.app = desk.app.with_habits(habits);
        desk.pass(30).press("j");
        desk.pass(49).must_not_show("Locked");
        assert!(desk.app.wake_at().unwrap() <= at(80));
        desk.pass(1).must_show("Locked");
        desk.type_text("asha").press("enter").must_not_show("Locked");
        // A key that comes first after that time turns nothing on.
        desk.now = at(500);
        desk.press("t").sent_nothing().must_show("Locked");
    }
}

mod editor {
    use super::*;

    /// The text that was to be edited since this was last asked.
    fn edits(desk: &mut Desk) -> Option<String> {
        desk.effects.drain(..).find_map(|effect| match effect {
            Effect::Edit(text) => Some(text),
            _ => None,
        })
    }

    /// The form of an account, with something typed as the holder's name.
    fn form() -> Desk {
        let mut desk = desk(vec![card("b1")]);
        desk.tools(vec![tool("CARD", "HDFC", true)]);
        desk.press("e");
        while !desk.shows("of the holder") && edits(desk.press("ctrl-x")).is_none() {
            desk.press("tab");
        }
        desk
    }

    #[test]
    fn what_was_written_goes_into_the_field_as_if_pasted() {
        let mut desk = form();
        desk.take(Message::Edited(Ok("Asha \x1b[2JVerma".into())));
        assert!(matches!(desk.effects[0], Effect::TakeScreen), "{:?}", desk.effects);
        desk.must_show("Asha").must_not_show("\x1b");
        desk.sent_nothing();
    }

    #[test]
    fn no_secret_gets_there() {
        let mut desk = desk(vec![upi("a1")]);
        let (intent, _) = desk.press("o enter").sent_one();
        desk.outcome(intent, Outcome::Done(Receipt::OtpSent { session: "s1".into() })).type_text("482913");
        assert_eq!(edits(desk.press("ctrl-x")), None);
        desk.must_say("never a secret");
    }

    #[test]
    fn an_editor_that_failed_changes_nothing_and_what_does_not_fit_is_not_taken() {
        let mut desk = form();
        desk.take(Message::Edited(Err("vi ended with exit status: 1".into())));
        desk.must_say("The field stays as it was: vi ended with exit status: 1");
        desk.pass(6).press("ctrl-x").take(Message::Edited(Ok("x".repeat(5_000))));
        desk.must_say("does not fit into it");
    }

    #[test]
    fn what_was_closed_meanwhile_takes_nothing() {
        let mut desk = form();
        desk.press("esc esc").take(Message::Edited(Ok("dq".into())));
        desk.must_say("The field is no longer there");
        desk.sent_nothing();
    }

    #[test]
    fn ctrl_z_in_the_editor_stops_the_whole_job_and_the_editor_keeps_the_terminal() {
        let mut desk = form();
        assert!(stops(desk.take(Message::Stop)));
        desk.take(Message::GoneOn);
        assert!(!desk.effects.iter().any(|effect| matches!(effect, Effect::TakeScreen)));
    }
}

mod tour {
    use super::*;

    #[test]
    fn its_five_lines_go_with_the_first_key_which_does_what_it_does() {
        let mut desk = desk(vec![upi("a1"), upi("a2")]);
        desk.app = desk.app.with_tour(true);
        desk.must_show("For a start").must_show("find any row, and any command");
        desk.effects.clear();
        desk.press("j").must_not_show("For a start");
        assert!(desk.selected().contains("a2"));
        let kept = desk.effects.iter().find_map(|effect| match effect {
            Effect::Keep(preferences) => Some(preferences.toured),
            _ => None,
        });
        assert_eq!(kept, Some(true), "it is not shown again");
        // Nothing else takes them away.
        let mut other = super::desk(vec![upi("a1")]);
        other.app = other.app.with_tour(true);
        other.pass(60).list(DESK, vec![upi("a1")]).must_show("For a start");
    }
}

mod session {
    use rstest::rstest;

    use super::super::payees::{PAYOUTS, payouts, remembered};
    use super::*;
    use crate::domain::{ConnectionInfo, Intent, IntentState, Told};
    use crate::message::{Message, PayeesNews, Preferences};

    /// What was to be kept last.
    fn kept(desk: &Desk) -> Option<Preferences> {
        desk.effects.iter().rev().find_map(|effect| match effect {
            // As its file gives it back.
            Effect::Keep(preferences) => Some((**preferences).clone().tidied()),
            _ => None,
        })
    }

    /// The app as it begins with what was kept.
    fn again(kept: Preferences) -> Desk {
        let mut desk = Desk::at(vec![sandbox(DESK)]);
        desk.app = desk.app.with_preferences(kept);
        desk
    }

    #[test]
    fn the_pane_the_filter_and_the_account_are_where_they_were() {
        let rows = || vec![upi("a1"), upi("a2"), upi("a3"), card("b1")];
        let mut desk = again(Preferences::default()).with_accounts(DESK, rows());
        desk.press("/").type_text("upi").press("enter j j");
        let mut next = again(kept(&desk).unwrap()).with_accounts(DESK, rows());
        next.must_show("upi").must_not_show("b1");
        assert!(next.selected().contains("a3"), "{}", next.selected());
        // It is an account like any other that was chosen: once it leaves the list, no key acts on another.
        next.list(DESK, vec![upi("a1"), upi("a2")]).press("t").sent_nothing();
        desk.press(", j");
        again(kept(&desk).unwrap()).must_show("Nothing was changed yet");
    }

    #[test]
    fn an_account_that_is_gone_leaves_the_first_one_selected() {
        let mut desk = again(Preferences::default()).with_accounts(DESK, vec![upi("a1"), upi("a2")]);
        desk.press("j");
        let next = again(kept(&desk).unwrap()).with_accounts(DESK, vec![upi("a1"), upi("a9")]);
        assert!(next.selected().contains("a1"));
    }

    /// What a pane's rows come from, and the key that shows it.
    type Rows = (fn() -> ConnectionInfo, fn(&mut Desk), &'static str);

    const JOURNAL: Rows = (|| sandbox(DESK), journal_is_told, ", j");
    const BALANCES: Rows = (|| wallets("shop"), wallets_are_told, ", b");
    const PAYEES: Rows = (|| payouts(PAYOUTS), payees_are_told, ", e");

    fn lives(numbers: &[u8]) -> Vec<Intent> {
        let done = || IntentState::Done { reference: None };
        numbers.iter().map(|number| told(*number, &order("b1", 500), [IntentState::Sent, done()])).collect()
    }

    fn journal_is_told(desk: &mut Desk) {
        desk.take(news(lives(&[1, 2, 3, 4])));
    }

    fn wallets_are_told(desk: &mut Desk) {
        let of = |wallet: &str, currency: &str| balance(wallet, 100, currency);
        let rows = vec![of("paytm", "INR"), of("nagad", "BDT"), of("bkash", "EUR")];
        desk.feed("shop", FeedKind::Balances, Ok(Data::Balances(rows.into())));
    }

    fn payees_are_told(desk: &mut Desk) {
        desk.take(Message::Payees(Box::new(PayeesNews { payees: remembered(), fault: None })));
    }

    /// As it begins with what was kept of it.
    fn begun(rows: &Rows, kept: Preferences) -> Desk {
        let mut desk = Desk::at(vec![rows.0()]);
        desk.app = desk.app.with_preferences(kept);
        desk
    }

    #[rstest]
    #[case(JOURNAL)]
    #[case(BALANCES)]
    #[case(PAYEES)]
    fn the_row_is_the_one_it_was_in_every_pane_once_it_is_there(#[case] rows: Rows) {
        let mut desk = begun(&rows, Preferences::default());
        (rows.1)(&mut desk);
        desk.press(rows.2).press("j j");
        let chosen = desk.selected();
        let left = kept(&desk).unwrap();
        // Another look before the rows have come takes nothing away.
        let mut next = begun(&rows, left.clone());
        next.press("tab backtab");
        (rows.1)(&mut next);
        assert_eq!(next.selected(), chosen);
        // Who moves meanwhile stays where they went.
        let mut moved = begun(&rows, left);
        (rows.1)(&mut moved);
        moved.press("k");
        (rows.1)(&mut moved);
        assert_ne!(moved.selected(), chosen);
    }

    #[test]
    fn what_is_unconfirmed_comes_before_the_row_that_was_selected() {
        let mut desk = begun(&JOURNAL, Preferences::default());
        (JOURNAL.1)(&mut desk);
        desk.press(", j j j");
        let mut next = begun(&JOURNAL, kept(&desk).unwrap());
        let lost = told(9, &order("b1", 700), [IntentState::Sent, IntentState::Unconfirmed(Told::plain("no answer"))]);
        next.take(news(vec![lost]));
        (JOURNAL.1)(&mut next);
        assert!(next.selected().contains("700"), "{}", next.selected());
    }

    #[test]
    fn a_whole_number_that_was_searched_for_is_not_kept() {
        let mut desk = again(Preferences::default()).with_accounts(DESK, vec![upi("a1")]);
        desk.press("/").type_text("9876543210");
        let kept = format!("{:?}", kept(&desk).unwrap());
        assert!(!kept.contains("9876543210"), "{kept}");
    }

    #[test]
    fn nothing_is_written_while_nothing_changes() {
        let mut desk = again(Preferences::default()).with_accounts(DESK, vec![upi("a1"), upi("a2")]);
        desk.press("j").effects.clear();
        desk.press("?").press("esc").list(DESK, vec![upi("a1"), upi("a2")]);
        assert!(kept(&desk).is_none());
    }
}

mod config {
    use crate::app::{Look, Reloaded, Settings};
    use crate::domain::{AlertSettings, Currency, Limit, Limits, LowMarks};
    use crate::keymap::{Keymap, UserKey};
    use crate::message::Moment;
    use crate::ui::{Glyphs, Theme};

    use super::*;

    fn settings() -> Settings {
        let look = Look { theme: Theme::by_name("light").unwrap(), glyphs: Glyphs::UNICODE };
        let key = |chord: &str, command: &str| UserKey {
            context: "accounts".into(),
            chord: chord.into(),
            command: command.into(),
            line: 1,
        };
        let limit = Limit { largest: Some(500.into()), ..Limit::default() };
        Settings {
            keymap: Keymap::preset().with(&[key("x", "toggle-withdrawals"), key("t", "none")]).unwrap(),
            look,
            reduced_motion: false,
            habits: Habits { mouse: false, ..Habits::default() },
            marks: LowMarks::default(),
            alerts: AlertSettings::NONE,
            operator: "ravi".into(),
            limits: vec![(id(DESK), Limits::default().with(Currency::inr(), limit))],
        }
    }

    fn reload(desk: &mut Desk, reloaded: Reloaded) {
        let update = desk.app.reload(Moment { now: desk.now, chance: [9; 10] }, reloaded);
        desk.effects = update.effects;
        assert!(update.redraw);
    }

    #[test]
    fn what_can_change_at_once_does() {
        let mut desk = desk(vec![upi("a1")]);
        reload(&mut desk, Reloaded::Sound { settings: Box::new(settings()), waiting: Vec::new() });
        desk.must_say("The config was read anew and is in force");
        assert!(
            matches!(desk.effects.as_slice(), [Effect::CaptureMouse(false), Effect::SetLimits { .. }]),
            "{:?}",
            desk.effects
        );
        assert!(desk.app.state().connection(&id(DESK)).unwrap().info.limits.iter().next().is_some());
        desk.press("t").sent_nothing();
        let (intent, _) = desk.press("x").sent_one();
        assert_eq!(desk.app.state().intents.get(intent).unwrap().operator.as_str(), "ravi");
        // What is in force already is not done again.
        reload(&mut desk, Reloaded::Sound { settings: Box::new(settings()), waiting: Vec::new() });
        assert!(desk.effects.is_empty(), "{:?}", desk.effects);
    }

    #[test]
    fn what_waits_for_a_restart_is_named() {
        let mut desk = desk(vec![upi("a1")]);
        let waiting = vec!["connection india-b (new)".to_owned(), "store.url".to_owned()];
        reload(&mut desk, Reloaded::Sound { settings: Box::new(settings()), waiting });
        desk.must_say("These wait until paytop is started again: connection india-b (new), store.url");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_and_nothing_changes() {
        let mut desk = desk(vec![upi("a1")]);
        reload(&mut desk, Reloaded::Unsound(vec!["c.toml:2: ui.teme: unknown key".into()]));
        desk.must_say("The config is not taken, what was in force stays. c.toml:2: ui.teme");
        assert_eq!(desk.press("t").sent().len(), 1);
    }
}
