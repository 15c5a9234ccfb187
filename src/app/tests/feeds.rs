//! Feeds and answers as the operator sees them: what the header says, and what is dropped.

use std::time::Duration;

use super::*;
use crate::domain::UpiId;
use crate::message::{Message, Ticket};

#[test]
fn the_badge_tells_where_the_connections_lead() {
    desk(vec![]).must_show("SANDBOX").must_not_show("PRODUCTION");
    Desk::at(vec![production(DESK)]).must_show("PRODUCTION").must_not_show("SANDBOX");
    let both = Desk::at(vec![sandbox("test"), production("real")]);
    both.must_show("PRODUCTION");
}

#[test]
fn the_badge_is_in_view_whatever_is_open_and_however_small_the_screen_is() {
    let many: Vec<_> = (1..=60).map(|n| upi(&format!("a{n}"))).collect();
    for open in ["", "?", ":", "a t", "d", "o", "m", "u", "n", "e", "q", "/"] {
        let mut desk = Desk::at(vec![production(DESK)]).with_accounts(DESK, many.clone());
        desk.press(open);
        for (width, height) in [(120, 40), (80, 24), (50, 15), (40, 10), (20, 4)] {
            desk.resize(width, height).must_show("PRODUCTION");
        }
    }
}

#[test]
fn the_last_good_rows_stay_and_the_header_says_what_is_wrong_and_since_when() {
    let mut desk = desk(vec![running(upi("a1"), 1, 10)]);
    desk.pass(30).silence().pass(30).silence().pass(60);
    desk.must_show("a1").must_show("accounts 2m old").must_show("HTTP 503").must_say("for 1m");
    let fault = Fault::RateLimited { retry_after: Some(Duration::from_mins(1)) };
    desk.feed(DESK, FeedKind::Accounts, Err(fault)).must_show("asked too often");
    desk.list(DESK, vec![running(upi("a1"), 2, 10)]).must_not_show("asked too often").must_not_show("old");
}

#[test]
fn a_feed_that_never_answered_says_what_to_do() {
    let mut desk = Desk::at(vec![sandbox(DESK)]);
    desk.must_say("Asking for the accounts");
    desk.feed(DESK, FeedKind::Accounts, Err(Fault::Unauthorized(401)));
    desk.must_say("not authorised (HTTP 401)").must_say("Check the connection's headers and secrets");
    desk.must_say("r asks again now");
}

#[test]
fn a_list_without_accounts_is_not_a_list_that_did_not_come() {
    desk(vec![]).must_say("No accounts yet").must_not_show("Asking for");
}

#[test]
fn bad_rows_are_told_and_lose_only_themselves() {
    let mut desk = desk(vec![upi("a1"), upi("a2")]);
    let reply = torn(50, at(5), vec![upi("a1")], 1);
    desk.take(Message::Reply(Box::new(reply)));
    desk.must_show("1 bad row").must_show("a2");
}

#[test]
fn a_providers_refusal_shows_no_full_phone() {
    let mut desk = Desk::at(vec![sandbox(DESK)]);
    let refusal = || Fault::Refused { code: "9".into(), text: "merchant of 9876543210 is locked".into() };
    desk.feed(DESK, FeedKind::Accounts, Err(refusal())).must_say("is locked").must_not_show("9876543210");
    let mut desk = super::desk(vec![upi("a1")]);
    desk.press("u");
    let asked = ticket(&mut desk);
    desk.reply(asked, Err(refusal())).must_say("is locked").must_not_show("9876543210");
}

#[test]
fn rows_say_whose_they_are_where_there_are_several() {
    let mut desk = Desk::at(vec![sandbox("north"), sandbox("south")])
        .with_accounts("north", vec![upi("a1")])
        .with_accounts("south", vec![upi("a1")]);
    assert!(desk.selected().starts_with("north"));
    assert!(desk.press("j").selected().starts_with("south"));
    let (connection, ..) = desk.press("t").sent().remove(0);
    assert_eq!(connection.as_str(), "south");
}

#[test]
fn answers_to_questions_nobody_asked_are_dropped() {
    let mut desk = desk(vec![upi("a1")]);
    let before = desk.screen();
    desk.reply(Ticket(77), Ok(Data::UpiIds(vec![UpiId::new("stranger@ybl")].into())));
    assert_eq!(desk.screen(), before);
    desk.press("u");
    let asked = ticket(&mut desk);
    desk.reply(Ticket(asked.0 ^ 1), Ok(Data::UpiIds(vec![UpiId::new("stranger@ybl")].into())));
    desk.must_not_show("stranger@ybl");
    desk.reply(asked, Ok(Data::UpiIds(vec![UpiId::new("own@ybl")].into()))).must_show("own@ybl");
    desk.reply(asked, Ok(Data::UpiIds(vec![UpiId::new("twice@ybl")].into()))).must_not_show("twice@ybl");
}

#[test]
fn an_answer_that_comes_after_its_window_was_closed_goes_nowhere() {
    let mut desk = desk(vec![upi("a1")]);
    desk.press("u");
    let first = ticket(&mut desk);
    desk.press("esc u");
    let second = ticket(&mut desk);
    assert_ne!(first, second);
    desk.reply(first, Ok(Data::UpiIds(vec![UpiId::new("late@ybl")].into()))).must_say("Asking for the UPI ids");
}

#[test]
fn an_outcome_nobody_waits_for_changes_nothing() {
    let mut desk = desk(vec![upi("a1")]);
    let before = desk.screen();
    desk.outcome(crate::domain::IntentId::new(at(0), [1; 10]), done());
    assert!(!desk.redraw);
    assert_eq!(desk.screen(), before);
}

#[test]
fn an_outcome_counts_once() {
    let mut desk = desk(vec![upi("a1")]);
    let (intent, _) = desk.press("t").sent_one();
    desk.outcome(intent, refused("1", "no")).outcome(intent, done());
    assert_eq!(switch(&desk, "a1"), Withdrawals::Off);
}

#[test]
fn the_same_answer_again_draws_nothing() {
    let mut desk = desk(vec![upi("a1"), running(upi("a2"), 1, 10)]);
    desk.list(DESK, vec![upi("a1"), running(upi("a2"), 1, 10)]);
    assert!(!desk.redraw);
    desk.list(DESK, vec![upi("a1"), running(upi("a2"), 2, 10)]);
    assert!(desk.redraw);
}

#[test]
fn after_a_sleep_everything_is_stale_and_asked_again() {
    let mut desk = desk(vec![upi("a1")]);
    desk.effects.clear();
    desk.pass(7_200).take(Message::Woke);
    assert!(!desk.app.state().is_list_fresh(&id(DESK)));
    assert!(desk.effects.iter().any(|effect| matches!(effect, Effect::Refresh { feed: FeedKind::Accounts, .. })));
    desk.list(DESK, vec![upi("a1")]);
    assert!(desk.app.state().is_list_fresh(&id(DESK)));
}

#[test]
fn the_pace_follows_the_tasks_and_the_handset() {
    let mut desk = desk(vec![upi("a1")]);
    let told = |desk: &mut Desk| {
        let pace = |effect| match effect {
            Effect::SetPace { feed, pace, .. } => Some((feed, pace)),
            _ => None,
        };
        desk.effects.drain(..).filter_map(pace).collect::<Vec<_>>()
    };
    told(&mut desk);
    desk.list(DESK, vec![running(upi("a1"), 1, 10)]);
    assert_eq!(told(&mut desk), [(FeedKind::Accounts, Pace::Active)]);
    desk.list(DESK, vec![running(upi("a1"), 2, 10)]);
    assert_eq!(told(&mut desk), [], "told once");
    desk.press("H");
    assert_eq!(told(&mut desk), [(FeedKind::Handset, Pace::Active)]);
    desk.press("esc").list(DESK, vec![upi("a1")]);
    assert_eq!(told(&mut desk), [(FeedKind::Handset, Pace::Idle), (FeedKind::Accounts, Pace::Idle)]);
}

#[test]
fn nothing_ticks_by_the_second_while_nothing_moves() {
    let mut desk = desk(vec![upi("a1"), card("b1")]);
    let next = desk.app.wake_at().expect("the clock in the header");
    assert_eq!(next, at(60), "at the next minute");
    desk.list(DESK, vec![running(upi("a1"), 1, 10)]);
    assert_eq!(desk.app.wake_at(), Some(at(1)), "a running time is in view");
}
