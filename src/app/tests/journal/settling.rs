//! Settling by hand.

use super::*;

fn unsettled() -> (Desk, IntentId) {
    let mut desk = card_desk();
    let intent = lost_order(&mut desk, "w", "500");
    desk.press("2");
    (desk, intent)
}

#[test]
fn it_happened_by_its_reference() {
    let (mut desk, intent) = unsettled();
    desk.press("s").must_show("What became of").must_say("withdraw INR 500.00 for b1 CARD ••••••0001 at desk");
    desk.must_say("The provider cannot be asked what became of an order");
    desk.press("right tab").type_text("UTR 4417").press("tab").type_text("on today's statement").press("enter");
    desk.must_say("You say that it happened, by the reference UTR 4417: on today's statement.");
    desk.must_say("another one like it would be paid a second time").must_say("under your name, asha");
    assert_eq!(settlements(&mut desk), [], "nothing before the yes");
    desk.press("enter");
    let settlement = Settlement {
        happened: Some(true),
        how: How::Operator,
        by: "asha".into(),
        evidence: "on today's statement".into(),
        reference: Some("UTR 4417".into()),
    };
    assert_eq!(settlements(&mut desk), [(intent, settlement.clone())]);
    // It is settled once the journal says so, and not before.
    desk.must_show("1 unconfirmed").must_say("Writing down");
    tells(&mut desk, intent, IntentState::Settled(settlement));
    desk.must_not_show("1 unconfirmed").must_say("settled, it happened (UTR 4417), says asha: on today's statement");
    desk.press("s").must_say("Only what is unconfirmed can be settled; this is settled");
    assert_eq!(settlements(&mut desk), []);
}

#[test]
fn it_did_not_happen_for_a_reason() {
    let (mut desk, intent) = unsettled();
    desk.press("s right right").must_not_show("reference");
    desk.press("tab enter").must_say("needed");
    desk.type_text("the provider has no such order").press("enter");
    desk.must_say("You say that it did NOT happen: the provider has no such order.");
    desk.must_say("Should it have happened after all, that is paid twice.");
    desk.press("enter");
    let written = settlements(&mut desk);
    assert_eq!(written.len(), 1);
    assert_eq!((written[0].0, written[0].1.happened), (intent, Some(false)));
    assert_eq!(written[0].1.reference, None);
    tells(&mut desk, intent, IntentState::Settled(written[0].1.clone()));
    desk.must_say("trying again is safe");
    // The way is free.
    desk.press("1 w").type_text("500").press("enter").must_not_show("second one");
    desk.press("enter").sent_one();
}

#[test]
fn nothing_is_chosen_beforehand() {
    let (mut desk, _) = unsettled();
    desk.press("s enter enter enter").must_say("say it with left and right").must_show("What became of");
    assert_eq!(settlements(&mut desk), []);
}

#[test]
fn an_order_that_happened_needs_its_reference() {
    let (mut desk, _) = unsettled();
    desk.press("s right tab tab").type_text("I saw it").press("enter").must_say("needed");
    desk.must_show("What became of");
    assert_eq!(settlements(&mut desk), []);
}

#[test]
fn a_phone_in_the_reason_does_not_reach_the_journal_and_a_reference_does() {
    let (mut desk, _) = unsettled();
    desk.press("s right tab").type_text("412345678901").press("tab").type_text("9876500001 told me").press("enter");
    desk.must_say("by the reference 412345678901: ••••••0001 told me");
    desk.press("enter");
    let settlement = settlements(&mut desk).remove(0).1;
    assert_eq!(settlement.reference.unwrap().as_str(), "412345678901");
    assert_eq!(settlement.evidence, "••••••0001 told me");
}

#[test]
fn what_was_settled_meanwhile_is_not_settled_again() {
    let (mut desk, intent) = unsettled();
    desk.press("s right tab").type_text("UTR1").press("tab enter").must_show("Settle");
    tells(&mut desk, intent, settled(false));
    desk.must_say("settled meanwhile");
    desk.press("enter").must_say("Nothing was written");
    assert_eq!(settlements(&mut desk), []);
    let (mut desk, intent) = unsettled();
    desk.press("s right tab").type_text("UTR1").press("tab");
    tells(&mut desk, intent, settled(false));
    desk.press("enter").must_not_show("What became of").must_say("nothing more to say");
}

#[rstest]
#[case(Some(done()), "done")]
#[case(Some(refused("7", "no")), "rejected")]
#[case(None, "sent")]
fn only_what_is_unconfirmed_can_be_settled(#[case] outcome: Option<Outcome>, #[case] word: &str) {
    let mut desk = card_desk();
    let (intent, _) = desk.press("w").type_text("500").press("enter enter").sent_one();
    if let Some(outcome) = outcome {
        desk.outcome(intent, outcome);
    }
    desk.press("esc 2 s").must_say(&format!("Only what is unconfirmed can be settled; this is {word}"));
    desk.must_not_show("What became of");
}

#[test]
fn a_settlement_that_could_not_be_written_says_so_also_where_the_fault_is_known() {
    let (mut desk, intent) = unsettled();
    desk.take(broken());
    desk.pass(60).press("s right tab").type_text("UTR1").press("tab enter enter");
    assert_eq!(settlements(&mut desk).len(), 1);
    desk.take(broken()).must_say("NOT settled, for it could not be written down");
    assert!(desk.app.state().intents.get(intent).unwrap().is_unconfirmed());
    desk.must_show("1 unconfirmed");
}

#[test]
fn a_switch_settled_by_hand_leaves_its_row_as_the_list_says() {
    let mut desk = card_desk();
    let (intent, _) = desk.press("j t").sent_one();
    desk.outcome(intent, lost());
    assert!(matches!(switch(&desk, "a2"), Withdrawals::Unconfirmed { .. }));
    desk.press("esc 2").must_say("The account list settles it by itself once it shows what was wanted");
    desk.press("s right right tab").type_text("the provider says no").press("enter enter");
    let (_, settlement) = settlements(&mut desk).remove(0);
    tells(&mut desk, intent, IntentState::Settled(settlement));
    assert_eq!(switch(&desk, "a2"), Withdrawals::Off);
}

#[test]
fn a_switch_that_the_list_shows_is_settled_and_written_down() {
    let mut desk = card_desk();
    let (intent, _) = desk.press("j t").sent_one();
    desk.outcome(intent, lost()).pass(5).list(DESK, vec![card("b1"), on(upi("a2")), on(upi("a3")), card("b4")]);
    let written = settlements(&mut desk);
    assert_eq!(written.len(), 1);
    assert_eq!((written[0].0, written[0].1.how), (intent, How::List));
    assert_eq!(switch(&desk, "a2"), Withdrawals::On);
}
