//! Changes of several accounts at once: each has its own intent, and its own answer is shown.

use super::*;

#[test]
fn each_account_gets_its_own_result() {
    let mut desk = desk(vec![upi("a1"), upi("a2"), upi("a3"), upi("a4")]);
    desk.press("a t enter").must_show("4 changes: 4 waiting");
    let sent = desk.sent();
    let mut ids: Vec<_> = sent.iter().map(|(_, intent, _)| *intent).collect();
    ids.dedup();
    assert_eq!(ids.len(), 4, "an intent each");
    desk.outcome(ids[0], done()).outcome(ids[1], refused("8001", "otp not authorized")).outcome(ids[2], lost());
    desk.must_show("4 changes: 1 waiting");
    let screen = desk.screen();
    let line = |account: &str| {
        let title = format!("{account} PHONEPE");
        screen.lines().find(|line| line.contains(&title) && line.contains('│')).unwrap_or_default().to_owned()
    };
    assert!(line("a1").contains("done"), "{screen}");
    assert!(line("a2").contains("otp not authorized"), "{screen}");
    assert!(line("a3").contains("UNCONFIRMED"), "{screen}");
    assert!(line("a4").contains("waiting"), "{screen}");
    desk.outcome(ids[3], done()).must_show("4 changes: all answered");
    let at_the_end = [("a1", Withdrawals::On), ("a2", Withdrawals::Off), ("a4", Withdrawals::On)];
    for (account, expected) in at_the_end {
        assert_eq!(switch(&desk, account), expected);
    }
    assert!(matches!(switch(&desk, "a3"), Withdrawals::Unconfirmed { wanted: true, .. }));
    desk.press("esc").must_not_show("all answered");
    desk.sent_nothing();
}

#[test]
fn one_that_changed_underneath_holds_all_of_them_back() {
    let mut desk = desk(vec![upi("a1"), upi("a2")]);
    desk.press("a t").list(DESK, vec![upi("a1"), on(upi("a2"))]).press("enter").sent_nothing();
    desk.must_say("a2 PHONEPE").must_say("Nothing was sent");
}

#[test]
fn a_switch_on_its_way_is_left_out() {
    let mut desk = desk(vec![upi("a1"), upi("a2"), upi("a3")]);
    desk.press("t").sent_one();
    desk.press("a t").must_say("2 accounts");
    desk.press("enter");
    let accounts: Vec<_> = desk.sent().iter().map(|(.., change)| change.account().unwrap().to_string()).collect();
    assert_eq!(accounts, ["a2", "a3"]);
}

#[test]
fn accounts_of_several_connections_go_to_their_own() {
    let mut desk = Desk::at(vec![sandbox("north"), sandbox("south")])
        .with_accounts("north", vec![upi("a1")])
        .with_accounts("south", vec![upi("a1")]);
    desk.press("a t").must_say("at north").must_say("at south");
    desk.press("enter");
    let whose: Vec<_> = desk.sent().iter().map(|(connection, ..)| connection.to_string()).collect();
    assert_eq!(whose, ["north", "south"]);
}

#[test]
fn one_at_production_among_several_is_told() {
    let mut desk = Desk::at(vec![sandbox("test"), production("real")])
        .with_accounts("test", vec![upi("a1")])
        .with_accounts("real", vec![upi("a1")]);
    desk.press("a t").must_say("at test").must_say("at real (PRODUCTION)");
}

#[test]
fn many_accounts_want_their_number_typed_after_all_of_them_were_in_view() {
    let many: Vec<_> = (1..=60).map(|n| upi(&format!("a{n}"))).collect();
    let mut desk = desk(many);
    desk.silence().resize(80, 24).press("a t").must_show("Turn withdrawals on at 60 accounts?");
    desk.must_say("STALE").must_show("Type 60 to go on");
    desk.type_text("60").press("enter").sent_nothing();
    desk.must_say("Read to the end first");
    for _ in 0..30 {
        desk.press("pgdn");
    }
    desk.must_say("a60 PHONEPE");
    desk.press("ctrl-u").type_text("6").press("enter").sent_nothing();
    desk.type_text("0").press("enter");
    assert_eq!(desk.sent().len(), 60);
}

#[test]
fn marks_are_always_asked_for_because_they_may_be_out_of_sight() {
    let mut desk = desk(vec![upi("a1"), upi("a2")]);
    desk.press("space / a 2 enter t").sent_nothing();
    desk.must_say("a1 PHONEPE");
    desk.press("enter").sent_one();
}
