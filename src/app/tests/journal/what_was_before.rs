//! What an earlier run left, and how it is shown first.

use super::*;

#[test]
fn what_is_unconfirmed_from_before_is_the_first_thing_seen() {
    let mut desk = desk(vec![card("b1")]);
    desk.resize(90, 70);
    let open = told(1, &order("b1", 500), [IntentState::Sent, unknown()]);
    let newer = told(9, &order("b1", 900), [IntentState::Sent, IntentState::Done { reference: None }]);
    desk.take(news(vec![open.clone(), newer]));
    desk.must_say("One change from before is UNCONFIRMED").must_show("1 unconfirmed");
    desk.must_show("what became of it");
    assert!(desk.selected().contains("unconfirmed"), "{}", desk.selected());
    desk.must_show(&format!("intent {}", open.id.short()));
    desk.must_say("Look at the account's statement, or ask the provider's people; then settle it by hand.");
    desk.must_say("trying again is NOT safe");
}

#[test]
fn it_is_shown_as_soon_as_the_journal_can_be_read() {
    let mut desk = desk(vec![card("b1")]);
    desk.take(broken()).must_not_show("from before");
    desk.take(news(vec![told(1, &order("b1", 500), [IntentState::Sent, unknown()])]));
    desk.must_say("One change from before is UNCONFIRMED").must_show("what became of it");
}

#[test]
fn it_is_shown_also_where_the_journal_can_be_read_and_not_written() {
    let mut desk = desk(vec![card("b1")]);
    let open = told(1, &order("b1", 500), [IntentState::Sent, unknown()]);
    let news = crate::message::JournalNews { intents: vec![open], fault: Some(unwritable()) };
    desk.take(Message::Journal(Box::new(news)));
    desk.must_show("what became of it").must_show("1 unconfirmed").must_show("JOURNAL CANNOT BE WRITTEN");
}

#[test]
fn nothing_open_from_before_shows_the_accounts() {
    let mut desk = desk(vec![card("b1")]);
    desk.take(news(vec![told(1, &order("b1", 500), [IntentState::Sent, settled(true)])]));
    desk.must_not_show("UNCONFIRMED").must_not_show("what became of it");
    desk.press("2").must_say("settled, it happened (UTR77), says ravi");
}

#[test]
fn nobody_who_types_is_taken_elsewhere_but_they_are_told() {
    let mut desk = desk(vec![card("b1")]);
    desk.press("w").type_text("500");
    desk.take(news(vec![told(1, &order("b1", 700), [IntentState::Sent, unknown()])]));
    desk.must_show("Withdraw from b1").must_say("One change from before is UNCONFIRMED");
}

#[test]
fn an_order_like_one_from_before_needs_its_id_typed_and_names_it() {
    let mut desk = desk(vec![card("b1")]);
    let before = told(1, &order("b1", 500), [IntentState::Sent, unknown()]);
    desk.take(news(vec![before.clone()]));
    desk.press("1 w").type_text("500").press("enter enter").sent_nothing();
    desk.must_say("This would be a second one").must_say(&before.id.short());
    desk.type_text(&before.id.short()).press("enter");
    let despite = desk.effects.iter().find_map(|effect| match effect {
        Effect::Change { despite, .. } => Some(despite.clone()),
        _ => None,
    });
    assert_eq!(despite, Some(vec![before.id]));
}
