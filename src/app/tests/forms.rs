//! The form of an account: what it asks, checks and sends.

use secrecy::ExposeSecret;

use super::*;
use crate::domain::AccountDraft;

fn with_tools() -> Desk {
    let mut desk = desk(vec![upi("a1"), card("b2")]);
    desk.tools(vec![
        tool("PHONEPE", "PhonePe", true),
        tool("FREECHARGE", "FreeCharge", false),
        tool("PAYTM", "PayTM", true),
    ]);
    desk
}

fn draft(change: Change) -> AccountDraft {
    match change {
        Change::SaveAccount(draft) => draft,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_upi_account_is_created_with_what_the_document_asks_for() {
    let mut desk = with_tools();
    desk.press("n").must_show("PhonePe");
    desk.press("tab tab").type_text("9876543210").press("tab").type_text("4821").must_not_show("4821");
    let (intent, change) = desk.press("enter").sent_one();
    assert!(!format!("{change:?}").contains("4821"));
    let draft = draft(change);
    assert_eq!(draft.collection, CollectionType::Upi);
    assert_eq!(draft.tool.as_ref().unwrap().as_str(), "PHONEPE");
    assert_eq!(draft.phone.full(), "9876543210");
    assert_eq!(draft.pin.as_ref().unwrap().expose_secret(), "4821");
    assert!(draft.id.is_none() && draft.name.is_none() && draft.account_number.is_none() && draft.ifsc.is_none());
    desk.press("enter enter").sent_nothing();
    let account = Account { phone: Phone::new("9876543210"), ..upi("a9") };
    desk.outcome(intent, Outcome::Done(Receipt::Saved(Some(Box::new(account)))));
    desk.must_say("a9 PHONEPE ••••••3210 is created").must_not_show("New account");
    assert!(desk.app.state().row(&key("a9")).is_some());
}

#[test]
fn a_card_account_is_created_with_what_the_document_asks_for() {
    let mut desk = with_tools();
    desk.press("n right").must_show("CARD");
    desk.press("tab").type_text("9876543210").press("tab").type_text("Ravi Kumar");
    desk.press("tab").type_text("123456789012").must_not_show("123456789012");
    let (_, change) = desk.press("tab").type_text("hdfc0001234").press("enter").sent_one();
    let draft = draft(change);
    assert_eq!(draft.collection, CollectionType::Card);
    assert_eq!(draft.name.as_ref().unwrap().as_str(), "Ravi Kumar");
    assert_eq!(draft.account_number.as_ref().unwrap().full(), "123456789012");
    assert_eq!(draft.ifsc.as_ref().unwrap().as_str(), "HDFC0001234");
    assert!(draft.pin.is_none() && draft.tool.is_none(), "what belongs to UPI accounts is not sent");
}

#[test]
fn tools_that_are_coming_soon_are_seen_and_not_chosen() {
    let mut desk = with_tools();
    desk.press("n tab");
    let mut seen = false;
    for _ in 0..4 {
        desk.press("right");
        seen |= desk.words().contains("coming soon");
    }
    assert!(seen || desk.words().contains("coming soon"), "{}", desk.screen());
    let mut chosen = Vec::new();
    for times in 0..3 {
        let mut desk = with_tools();
        desk.press("n tab").press(&"right ".repeat(times)).press("tab").type_text("9876543210").press("tab");
        chosen.extend(desk.type_text("1234").press("enter").sent().into_iter().map(|(.., change)| draft(change).tool));
    }
    assert!(chosen.len() >= 2, "some can be chosen: {chosen:?}");
    assert!(chosen.iter().flatten().all(|tool| tool.as_str() != "FREECHARGE"));
}

#[test]
fn what_is_missing_is_said_and_nothing_is_sent() {
    let mut desk = with_tools();
    desk.press("n enter enter enter enter").sent_nothing();
    desk.must_show("needed").must_show("New account");
}

#[test]
fn a_phone_that_is_none_is_said_and_nothing_is_sent() {
    for phone in ["98765", "98765abc10", "+", "1234567890123456", "9876-543210"] {
        let mut desk = with_tools();
        desk.press("n tab tab").type_text(phone).press("tab").type_text("1234").press("enter").sent_nothing();
        desk.must_say("8 to 15 digits");
    }
    for phone in ["98765432", "+919876543210", "987654321012345"] {
        let mut desk = with_tools();
        desk.press("n tab tab").type_text(phone).press("tab").type_text("1234").press("enter").sent_one();
    }
}

#[test]
fn an_ifsc_that_is_none_is_said_and_nothing_is_sent() {
    let mut desk = with_tools();
    desk.press("n right tab").type_text("9876543210").press("tab").type_text("Ravi").press("tab").type_text("1234567");
    desk.press("tab").type_text("HDFC1001234").press("enter").sent_nothing();
    desk.must_say("four letters, a zero");
}

#[test]
fn an_edit_sends_only_what_was_typed() {
    let mut desk = with_tools();
    let (intent, change) = desk.press("e").type_text("9000011111").press("tab enter").sent_one();
    let edited = draft(change);
    assert_eq!(edited.id.as_ref().unwrap().as_str(), "a1");
    assert_eq!(edited.phone.full(), "9000011111");
    assert!(edited.pin.is_none() && edited.name.is_none() && edited.ifsc.is_none());
    desk.outcome(intent, done()).must_say("a1 is updated");
    desk.sent();

    let (_, change) = desk.press("e tab").type_text("9999").press("enter").sent_one();
    let edited = draft(change);
    assert_eq!(edited.phone.full(), "9876500001", "the document needs it: it stays as it is");
    assert_eq!(edited.pin.as_ref().unwrap().expose_secret(), "9999");
}

#[test]
fn an_edit_of_a_card_account_has_the_fields_of_a_card_account() {
    let mut desk = with_tools();
    let (_, change) = desk.press("G e tab").type_text("Ravi K").press("tab tab enter").sent_one();
    let edited = draft(change);
    assert_eq!(edited.collection, CollectionType::Card);
    assert_eq!(edited.name.as_ref().unwrap().as_str(), "Ravi K");
    assert!(edited.account_number.is_none() && edited.ifsc.is_none());
}

#[test]
fn a_refusal_keeps_the_form_and_wipes_its_secrets() {
    let mut desk = with_tools();
    desk.press("n tab tab").type_text("9876543210").press("tab").type_text("4821");
    let (intent, _) = desk.press("enter").sent_one();
    desk.outcome(intent, refused("3", "phone 9876543210 is taken")).must_say("Nothing was saved");
    desk.must_say("••••••3210 is taken");
    desk.sent();
    desk.press("enter").sent_nothing();
    desk.must_show("needed");
    desk.type_text("4821").press("enter").sent_one();
}

#[test]
fn a_lost_answer_says_to_look_first() {
    let mut desk = with_tools();
    desk.press("n tab tab").type_text("9876543210").press("tab").type_text("4821");
    let (intent, _) = desk.press("enter").sent_one();
    desk.outcome(intent, lost()).must_say("not known whether it was saved");
    desk.pass(60).sent_nothing();
}

#[test]
fn the_connection_is_chosen_where_there_are_several() {
    let mut desk = Desk::at(vec![sandbox("north"), production("south")])
        .with_accounts("north", vec![upi("a1")])
        .with_accounts("south", vec![upi("a1")]);
    desk.press("n").must_say("north");
    desk.press("right").must_say("south (PRODUCTION)");
}
