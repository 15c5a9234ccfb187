//! Turning withdrawals on and off: when it asks, what it says, and what the answer leads to.

use rstest::rstest;

use super::*;

fn at_production(accounts: Vec<Account>) -> Desk {
    Desk::at(vec![production(DESK)]).with_accounts(DESK, accounts)
}

#[test]
fn one_on_at_a_sandbox_does_not_ask() {
    let mut desk = desk(vec![upi("a1")]);
    desk.press("t").sent_one();
}

#[test]
fn one_off_without_a_task_does_not_ask() {
    let mut desk = desk(vec![on(upi("a1"))]);
    assert!(matches!(desk.press("t").sent_one().1, Change::SetWithdrawals { enabled: false, .. }));
    let mut desk = at_production(vec![on(upi("a1"))]);
    desk.press("t").sent_one();
}

#[test]
fn on_at_production_asks_in_full_words() {
    let mut desk = at_production(vec![upi("a1")]);
    desk.press("t").sent_nothing();
    desk.must_show("Turn withdrawals on at a1 PHONEPE ••••••0001?");
    desk.must_say("PRODUCTION").must_say("pays withdrawals out by itself");
    desk.press("esc").sent_nothing();
    assert_eq!(switch(&desk, "a1"), Withdrawals::Off);
    desk.press("t enter").sent_one();
}

#[test]
fn off_asks_where_a_task_runs_and_says_how_far_it_is() {
    let mut desk = desk(vec![running(upi("a1"), 123_456, 1_234_567)]);
    desk.press("t").sent_nothing();
    desk.must_say("Its task stops").must_say("INR 1,23,456.00 of 12,34,567.00");
    assert!(matches!(desk.press("enter").sent_one().1, Change::SetWithdrawals { enabled: false, .. }));
}

#[test]
fn more_than_one_account_asks_and_names_each() {
    let mut desk = desk(vec![upi("a1"), upi("a2"), upi("a3")]);
    desk.press("a t").sent_nothing();
    for account in ["a1", "a2", "a3"] {
        desk.must_say(&format!("{account} PHONEPE"));
    }
    desk.press("enter");
    assert_eq!(desk.sent().len(), 3);
}

#[test]
fn of_marked_accounts_those_that_are_off_go_on_and_the_others_stay() {
    let mut desk = desk(vec![on(upi("a1")), upi("a2"), running(upi("a3"), 1, 10), upi("a4")]);
    desk.press("a t enter");
    let switched: Vec<_> = desk.sent().into_iter().map(|(.., change)| change).collect();
    assert_eq!(switched.len(), 2);
    for (change, account) in switched.iter().zip(["a2", "a4"]) {
        assert!(matches!(change, Change::SetWithdrawals { account: id, enabled: true } if id.as_str() == account));
    }
}

#[test]
fn an_unconfirmed_switch_asks_before_another_is_sent() {
    let mut desk = desk(vec![upi("a1")]);
    let (intent, _) = desk.press("t").sent_one();
    desk.outcome(intent, lost());
    desk.must_say("UNCONFIRMED");
    desk.press("esc t").sent_nothing();
    desk.must_say("unconfirmed: nobody knows whether it happened");
    desk.press("enter").sent_one();
}

/// A desk whose one row had a switch of which nobody knows what became.
fn unsure(account: Account) -> Desk {
    let mut desk = desk(vec![account]);
    let (intent, _) = desk.press("t").sent_one();
    desk.outcome(intent, lost()).press("esc").sent();
    desk
}

fn wanted(change: &Change) -> bool {
    change.wanted().expect("it is a switch")
}

#[test]
fn an_unconfirmed_on_can_be_repeated_or_made_sure_to_be_off() {
    let mut desk = unsure(upi("a1"));
    desk.must_show("t withdrawals  T stop");
    desk.press("t").must_show("Turn withdrawals on at a1");
    desk.must_say("to turn withdrawals ON")
        .must_say("To make sure that withdrawals are OFF instead, go back and use stop.");
    assert!(wanted(&desk.press("enter").sent_one().1));
    let mut desk = unsure(upi("a1"));
    desk.press("T").sent_nothing();
    desk.must_show("Turn withdrawals off at a1").must_say("to turn withdrawals OFF");
    desk.must_say("it stays unconfirmed until you settle it in the journal, or the list shows it");
    let (intent, change) = desk.press("enter").sent_one();
    assert!(!wanted(&change));
    // The one before may still arrive: the row goes on saying so.
    desk.outcome(intent, done());
    assert!(matches!(switch(&desk, "a1"), Withdrawals::Unconfirmed { wanted: true, .. }));
}

#[test]
fn an_unconfirmed_off_is_repeated_by_both() {
    for key in ["t", "T"] {
        let mut desk = unsure(on(upi("a1")));
        desk.press(key).must_show("Turn withdrawals off at a1");
        assert!(!wanted(&desk.press("enter").sent_one().1));
    }
}

#[test]
fn stop_turns_off_what_is_on_and_says_where_it_is_off() {
    let mut desk = desk(vec![on(upi("a1")), upi("a2"), running(upi("a3"), 1, 10)]);
    let (_, change) = desk.press("T").sent_one();
    assert!(!wanted(&change));
    desk.press("T").must_say("on its way already");
    desk.sent_nothing();
    desk.press("j T").must_say("Withdrawals are off there already");
    desk.sent_nothing();
    desk.press("j T").must_say("Its task stops, with INR 1.00 of 10.00 withdrawn.");
    desk.sent_nothing();
}

#[test]
fn stop_works_on_all_that_are_marked() {
    let mut desk = desk(vec![on(upi("a1")), upi("a2"), upi("a3"), on(upi("a4"))]);
    let (intent, _) = desk.press("G k t").sent_one();
    desk.outcome(intent, lost()).press("esc g a T").sent_nothing();
    desk.must_show("Turn withdrawals off at 3 accounts?").must_say("One other marked account is off already");
    let sent = desk.press("enter").sent();
    let off: Vec<_> = sent.iter().map(|(_, _, change)| (change.account().unwrap().as_str(), wanted(change))).collect();
    assert_eq!(off, [("a1", false), ("a3", false), ("a4", false)]);
}

#[test]
fn a_switch_on_its_way_is_not_sent_again() {
    let mut desk = desk(vec![upi("a1")]);
    desk.press("t").sent_one();
    desk.press("t t t").sent_nothing();
    desk.must_say("on its way already");
}

#[test]
fn the_row_shows_what_the_provider_said() {
    let mut desk = desk(vec![upi("a1")]);
    let (intent, _) = desk.press("t").sent_one();
    desk.outcome(intent, done());
    assert_eq!(switch(&desk, "a1"), Withdrawals::On);
    desk.must_say("turn withdrawals on: done");
    let (intent, _) = desk.press("t").sent_one();
    desk.outcome(intent, refused("77", "not now, says 9876500001"));
    assert_eq!(switch(&desk, "a1"), Withdrawals::On);
    desk.must_say("not now").must_say("code 77").must_not_show("9876500001");
}

#[test]
fn every_answer_has_the_lists_asked_again() {
    for outcome in [done(), refused("1", "no"), lost()] {
        let mut desk = desk(vec![upi("a1")]);
        let (intent, _) = desk.press("t").sent_one();
        desk.outcome(intent, outcome);
        let asked = |effect: &Effect| matches!(effect, Effect::Refresh { feed: FeedKind::Accounts, .. });
        assert!(desk.effects.iter().any(asked));
    }
}

/// What can happen to a row while a question about it is open.
#[rstest]
#[case::switched(vec![Account { enabled: false, ..on(upi("a1")) }])]
#[case::its_task_ended(vec![on(upi("a1"))])]
#[case::another_task(vec![Account { task: Some(task("other", 1, 10)), ..on(upi("a1")) }])]
#[case::deauthorised(vec![Account { otp_auth: false, ..running(upi("a1"), 1, 10) }])]
#[case::another_phone(vec![Account { phone: Phone::new("9000000000"), ..running(upi("a1"), 1, 10) }])]
#[case::gone(vec![])]
fn a_row_that_changed_underneath_makes_the_yes_count_for_nothing(#[case] now: Vec<Account>) {
    for ask in ["t", "d"] {
        let mut desk = desk(vec![running(upi("a1"), 1, 10)]);
        desk.press(ask).list(DESK, now.clone());
        desk.must_say("No longer as shown");
        desk.press("enter").sent_nothing();
        desk.must_say("Nothing was sent");
    }
}

#[test]
fn a_row_that_went_stale_underneath_makes_the_yes_count_for_nothing() {
    let mut desk = desk(vec![running(upi("a1"), 1, 10)]);
    desk.press("t").silence().must_say("No longer as shown");
    desk.press("enter").sent_nothing();
    desk.must_say("Nothing was sent").must_say("went stale meanwhile");
}

#[test]
fn what_was_stale_when_it_was_asked_says_so_and_can_be_done() {
    let mut desk = desk(vec![running(upi("a1"), 1, 10)]);
    desk.silence().press("t").must_say("STALE");
    desk.press("enter").sent_one();
}

#[test]
fn a_task_that_moves_on_does_not_take_the_question_away() {
    let mut desk = desk(vec![running(upi("a1"), 1, 10)]);
    desk.press("t").list(DESK, vec![running(upi("a1"), 5, 10)]);
    desk.press("enter").sent_one();
}

#[rstest]
#[case("8001", "Authorise by OTP")]
#[case("8002", "Authorise by SMS")]
fn a_refusal_for_want_of_authorisation_opens_the_wizard_that_mends_it(#[case] code: &str, #[case] title: &str) {
    let mut desk = desk(vec![upi("a1")]);
    let (intent, _) = desk.press("t").sent_one();
    desk.outcome(intent, refused(code, "not authorised")).must_show(title);
    desk.must_say("goes on to turn withdrawals on");
    desk.sent_nothing();
    desk.press("esc").must_not_show(title);
    desk.sent_nothing();
}

#[test]
fn turning_off_opens_no_wizard() {
    let mut desk = desk(vec![on(upi("a1"))]);
    let (intent, _) = desk.press("t").sent_one();
    desk.outcome(intent, refused("8001", "not authorised")).must_not_show("Authorise by OTP");
}

#[test]
fn a_wizard_does_not_open_over_what_someone_is_typing() {
    let mut desk = desk(vec![upi("a1"), card("b2")]);
    let (intent, _) = desk.press("t").sent_one();
    desk.press("j w").type_text("500");
    desk.outcome(intent, refused("8001", "not authorised")).must_not_show("Authorise by OTP");
    desk.must_show("500").must_say("not authorised");
}

#[test]
fn both_wizards_in_turn_finish_the_toggle() {
    let mut desk = desk(vec![Account { otp_auth: false, sms_auth: false, ..upi("a1") }]);
    let (intent, _) = desk.press("t").sent_one();
    desk.outcome(intent, refused("8001", "otp not authorized"));
    let (intent, change) = desk.press("enter").sent_one();
    assert!(matches!(change, Change::SendOtp { .. }));
    desk.outcome(intent, Outcome::Done(Receipt::OtpSent { session: "s1".into() }));
    let (intent, _) = desk.type_text("123456").press("enter").sent_one();
    desk.outcome(intent, done()).must_not_show("Authorise by OTP");
    let (intent, change) = desk.sent_one();
    assert!(matches!(change, Change::SetWithdrawals { enabled: true, .. }), "the toggle goes on by itself");
    assert!(switch(&desk, "a1").is_moving());
    desk.outcome(intent, refused("8002", "sms not authorized")).must_show("Authorise by SMS");
    let (intent, change) = desk.press("enter").sent_one();
    assert!(matches!(change, Change::StartSms { .. }));
    let (target, text) = (Phone::new("+915550001111"), "AUTH 77".into());
    desk.outcome(intent, Outcome::Done(Receipt::SmsStarted { session: "s2".into(), target, text }));
    let (intent, _) = desk.press("enter").sent_one();
    desk.outcome(intent, done());
    let (intent, _) = desk.sent_one();
    desk.outcome(intent, done());
    assert_eq!(switch(&desk, "a1"), Withdrawals::On);
    desk.sent_nothing();
}

#[test]
fn what_was_deauthorised_by_hand_does_not_finish_a_toggle() {
    let mut desk = desk(vec![upi("a1")]);
    let (intent, _) = desk.press("o enter").sent_one();
    desk.outcome(intent, Outcome::Done(Receipt::OtpSent { session: "s1".into() }));
    let (intent, _) = desk.type_text("123456").press("enter").sent_one();
    desk.outcome(intent, done()).sent_nothing();
    desk.must_say("a1 is authorised by OTP");
}
