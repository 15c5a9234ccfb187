//! What other processes do.

use super::*;

fn switch_on() -> Change {
    Change::SetWithdrawals { account: "a2".into(), enabled: true }
}

#[test]
fn what_another_paytop_sends_shows_at_the_row_until_it_is_answered() {
    let mut desk = card_desk();
    let sent = told(1, &switch_on(), [IntentState::Sent]);
    desk.take(news(vec![sent.clone()]));
    assert!(matches!(switch(&desk, "a2"), Withdrawals::Enabling { intent } if intent == sent.id));
    desk.resize(120, 40).must_show("1 sent elsewhere");
    desk.press("j t").must_say("on its way already");
    desk.sent_nothing();
    tells(&mut desk, sent.id, IntentState::Done { reference: None });
    assert_eq!(switch(&desk, "a2"), Withdrawals::On, "the list is asked for, and this is known before");
    assert!(desk.effects.iter().any(|effect| matches!(effect, Effect::Refresh { feed: FeedKind::Accounts, .. })));
    desk.must_not_show("elsewhere");
}

#[test]
fn what_was_refused_elsewhere_leaves_the_row_as_the_list_says() {
    let mut desk = card_desk();
    let sent = told(1, &switch_on(), [IntentState::Sent]);
    desk.take(news(vec![sent.clone()]));
    tells(&mut desk, sent.id, IntentState::Rejected(Told::plain("refused")));
    assert_eq!(switch(&desk, "a2"), Withdrawals::Off);
}

#[test]
fn what_became_unconfirmed_elsewhere_is_told_counted_and_shown_at_the_row() {
    let mut desk = card_desk();
    let sent = told(1, &switch_on(), [IntentState::Sent]);
    desk.take(news(vec![sent.clone()])).must_not_show("unconfirmed");
    tells(&mut desk, sent.id, unknown());
    assert!(matches!(switch(&desk, "a2"), Withdrawals::Unconfirmed { wanted: true, .. }));
    desk.must_show("1 unconfirmed").must_say("UNCONFIRMED: paytop ended before the answer came");
}

#[test]
fn the_journal_says_whose_it_is_and_that_the_answer_is_awaited_there() {
    let mut desk = card_desk();
    desk.take(news(vec![told(1, &order("b1", 500), [IntentState::Sent])])).press("2");
    desk.must_say("sent by another paytop on this machine").must_say("planned by ravi");
}

#[test]
fn leaving_asks_only_about_what_this_run_has_on_the_way() {
    let mut desk = card_desk();
    desk.take(news(vec![told(1, &order("b1", 500), [IntentState::Sent])]));
    desk.press("q");
    assert_eq!(desk.quits(), Some(0));
    let mut desk = card_desk();
    desk.take(news(vec![told(1, &order("b1", 500), [IntentState::Sent])]));
    desk.press("j t q").must_show("Leave now?").must_say("turn withdrawals on").must_not_show("500.00: sent");
    assert_eq!(desk.quits(), None);
}

#[test]
fn the_journal_never_takes_an_answer_away_from_whoever_awaits_it() {
    let mut desk = card_desk();
    let (intent, _) = desk.press("j o enter").sent_one();
    // The journal was read between the answer's being written down and its coming here.
    tells(&mut desk, intent, IntentState::Done { reference: None });
    desk.outcome(intent, Outcome::Done(Receipt::OtpSent { session: "s1".into() }));
    desk.must_say("Type the code as the account holder reads it");
}

#[test]
fn where_two_say_different_things_the_journal_counts() {
    let mut desk = card_desk();
    let intent = lost_order(&mut desk, "w", "500");
    tells(&mut desk, intent, settled(false));
    let mut other = desk.app.state().intents.get(intent).unwrap().clone();
    other.timeline.last_mut().unwrap().state = settled(true);
    desk.take(news(vec![other])).press("2").must_say("settled, it happened");
}
