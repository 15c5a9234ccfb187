//! Withdrawal orders: checked, asked in full words, sent once, and never again by themselves.

use rstest::rstest;

use super::*;

fn card_desk() -> Desk {
    desk(vec![card("b1"), upi("a1"), card("b2")])
}

/// The amount of an order.
fn amount(change: &Change) -> String {
    match change {
        Change::CreateOrder { collection: CollectionType::Card, amount, .. } => amount.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_order_is_asked_in_full_words_and_sent_once() {
    let mut desk = card_desk();
    desk.press("w").type_text("1234567.5").press("enter").sent_nothing();
    desk.must_show("Withdraw INR 12,34,567.50?");
    desk.must_say("INR 12,34,567.50 is withdrawn from b1 CARD ••••••0001 at desk.").must_say("sent once");
    let (_, change) = desk.press("enter").sent_one();
    assert_eq!(amount(&change), "INR 12,34,567.50");
    assert_eq!(change.account().unwrap().as_str(), "b1");
    desk.press("enter enter enter").sent_nothing();
}

#[rstest]
#[case("", "type an amount")]
#[case("0", "more than zero")]
#[case("1.005", "too many decimals")]
#[case("1.2.3", "not an amount")]
#[case("1,5", "not an amount")]
#[case("1234567890123456", "too large")]
fn an_amount_that_is_none_is_refused_at_its_field(#[case] typed: &str, #[case] words: &str) {
    let mut desk = card_desk();
    desk.press("w").type_text(typed).press("enter").sent_nothing();
    desk.must_say(words).must_show("Withdraw from b1");
}

#[rstest]
#[case("-500")]
#[case("5e3")]
#[case("₹ 500")]
#[case("500 INR")]
fn what_is_pasted_is_an_amount_as_a_whole_or_none(#[case] pasted: &str) {
    let mut desk = card_desk();
    desk.press("w").paste(pasted).press("enter").must_not_show("is withdrawn from");
    desk.press("enter").sent_nothing();
}

#[test]
fn a_pasted_amount_with_its_commas_works() {
    let mut desk = card_desk();
    desk.press("w").paste(" 1,500.00\n").press("enter enter");
    assert_eq!(amount(&desk.sent_one().1), "INR 1,500.00");
}

#[test]
fn going_back_sends_nothing() {
    let mut desk = card_desk();
    desk.press("w").type_text("500").press("esc esc").sent_nothing();
    desk.press("w").type_text("500").press("enter esc esc").sent_nothing();
}

#[test]
fn an_order_at_production_says_so_and_leaves_as_an_intent() {
    let mut desk = Desk::at(vec![production(DESK)]).with_accounts(DESK, vec![card("b1")]);
    desk.press("w").type_text("500").press("enter").must_say("from b1 CARD ••••••0001 at desk (PRODUCTION)");
    desk.press("enter");
    let intent = desk.app.state().intents.newest_first().next().expect("it was planned");
    assert_eq!(intent.operator.as_str(), "asha");
    assert_eq!(intent.shown[0], "Withdraw INR 500.00?", "what was shown is kept");
    assert!(intent.request.contains(&("amount".into(), "INR 500.00".into())), "{:?}", intent.request);
    desk.sent_one();
}

#[test]
fn an_account_of_an_unknown_kind_takes_no_orders() {
    let strange = Account { collection: CollectionType::Other("WALLET".into()), ..upi("x1") };
    let mut desk = desk(vec![strange]);
    desk.press("w").must_say("WALLET").must_say("orders are for CARD accounts");
    desk.sent_nothing();
}

#[test]
fn an_order_that_is_done_or_refused_says_so_and_leaves_the_way_free() {
    for (outcome, words) in [(done(), "done"), (refused("7", "limit reached"), "limit reached")] {
        let mut desk = card_desk();
        let (intent, _) = desk.press("w").type_text("500").press("enter enter").sent_one();
        desk.outcome(intent, outcome).must_say("withdraw INR 500.00").must_say(words);
        desk.sent();
        desk.press("esc w").type_text("500").press("enter").must_not_show("second one");
        desk.press("enter").sent_one();
    }
}

#[test]
fn a_lost_answer_is_unconfirmed_and_is_never_sent_again_by_itself() {
    let mut desk = card_desk();
    let (intent, _) = desk.press("w").type_text("500").press("enter enter").sent_one();
    desk.outcome(intent, lost()).must_say("UNCONFIRMED").must_say("not sent again");
    desk.must_show("1 unconfirmed");
    for _ in 0..50 {
        desk.pass(30).list(DESK, vec![card("b1")]).silence();
        desk.take(crate::message::Message::Woke);
    }
    desk.outcome(intent, done()).press("r p p").sent_nothing();
    desk.must_show("1 unconfirmed");
    desk.press("2").must_show("unconfirmed").must_say("withdraw INR 500.00");
}

#[rstest]
#[case::unconfirmed(Some(lost()))]
#[case::on_its_way(None)]
fn a_like_order_while_one_is_open_must_be_typed_for(#[case] outcome: Option<Outcome>) {
    let mut desk = card_desk();
    let (intent, _) = desk.press("w").type_text("500").press("enter enter").sent_one();
    if let Some(outcome) = outcome {
        desk.outcome(intent, outcome);
    }
    desk.press("esc w").type_text("500.00").press("enter enter").sent_nothing();
    desk.must_say("This would be a second one").must_show(&format!("Type {}", intent.short()));
    desk.type_text("yes").press("enter").sent_nothing();
    desk.press("ctrl-u").type_text(&intent.short()).press("enter");
    assert_eq!(amount(&desk.sent_one().1), "INR 500.00");
}

#[test]
fn another_amount_or_account_is_not_a_like_order() {
    let mut desk = card_desk();
    let (intent, _) = desk.press("w").type_text("500").press("enter enter").sent_one();
    desk.outcome(intent, lost());
    desk.press("esc w").type_text("501").press("enter").must_not_show("second one");
    desk.press("enter").sent_one();
    desk.press("G w").type_text("500").press("enter").must_not_show("second one");
    desk.press("enter").sent_one();
}

#[test]
fn an_account_that_went_away_or_changed_takes_no_order() {
    let mut desk = card_desk();
    desk.press("w").type_text("500").list(DESK, vec![upi("a1")]).press("enter").sent_nothing();
    desk.must_say("no longer in the list");
    let mut desk = card_desk();
    desk.press("w").type_text("500").press("enter").list(DESK, vec![upi("a1")]).press("enter").sent_nothing();
    desk.must_say("Nothing was sent");
    let mut desk = card_desk();
    desk.press("w").type_text("500").press("enter").silence().press("enter").sent_nothing();
    desk.must_say("stale");
}

#[test]
fn stale_data_is_told_before_the_yes() {
    let mut desk = card_desk();
    desk.silence().press("w").type_text("500").press("enter").must_say("STALE");
}
