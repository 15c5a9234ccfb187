//! What a limit or a twin holds back.

use rust_decimal::Decimal;

use super::*;
use crate::domain::{Currency, Limit, Limits};

fn limited() -> Desk {
    let limit =
        Limit { largest: Some(Decimal::from(100_000)), type_from: Some(Decimal::from(50_000)), ..Limit::default() };
    let mut info = sandbox(DESK);
    info.limits = Limits::default().with(Currency::inr(), limit);
    let mut desk = Desk::at(vec![info]).with_accounts(DESK, vec![card("b1")]);
    desk.effects.clear();
    desk
}

#[rstest]
#[case(120)]
#[case(50)]
fn more_than_the_largest_is_refused_at_its_field_with_the_figure(#[case] width: u16) {
    let mut desk = limited();
    desk.resize(width, 15).press("w").must_say("at most 1,00,000.00");
    desk.type_text("100000.01").press("enter").must_show("the most is 1,00,000.00");
    // The journal keeps that it was wanted, once.
    desk.press("enter enter");
    let refused: Vec<_> = desk
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Refuse { intent, fault } => Some((intent.operator.to_string(), fault.to_string())),
            _ => None,
        })
        .collect();
    let [(operator, why)] = &refused[..] else { panic!("{refused:?}") };
    assert!(operator == "asha" && why.contains("INR 1,00,000.01") && why.contains("INR 1,00,000.00"), "{why}");
    let state = desk.app.state().intents.newest_first().next().unwrap().state().word();
    assert_eq!(state, "rejected");
    desk.sent_nothing();
    desk.must_show("Withdraw from b1").must_not_show("Withdraw INR");
    // The limit itself is still allowed.
    desk.press("ctrl-u").type_text("100000").press("enter").must_show("Withdraw INR 1,00,000.00?");
}

#[rstest]
#[case("50000")]
#[case("50,000.00")]
#[case("INR 50,000.00")]
fn a_large_amount_is_typed_once_more(#[case] typed: &str) {
    let mut desk = limited();
    desk.press("w").type_text("50000").press("enter").must_show("Type the amount (50,000.00) to go on:");
    desk.press("enter").must_say("to go on, or go back");
    desk.sent_nothing();
    desk.type_text("5000").press("enter").sent_nothing();
    desk.press("ctrl-u").type_text(typed).press("enter");
    let (intent, _) = desk.sent_one();
    let shown = &desk.app.state().intents.get(intent).unwrap().shown;
    assert!(shown.iter().any(|words| words == "Typed to go on: 50,000.00"), "{shown:?}");
}

#[test]
fn a_smaller_amount_is_not() {
    let mut desk = limited();
    desk.press("w").type_text("49999.99").press("enter").must_not_show("to go on");
    desk.press("enter").sent_one();
}

#[test]
fn a_large_one_like_open_ones_wants_amount_and_id_and_names_them_all() {
    let mut desk = limited();
    let (first, second) = (
        told(1, &order("b1", 60_000), [IntentState::Sent, unknown()]),
        told(2, &order("b1", 60_000), [IntentState::Sent]),
    );
    desk.take(news(vec![first.clone(), second.clone()])).press("1 w").type_text("60000").press("enter");
    desk.must_say("2 orders like this one are not settled").must_say(&first.id.short()).must_say(&second.id.short());
    desk.must_show("Type the amount (60,000.00) to go on (1 of 2):");
    desk.type_text(&second.id.short()).press("enter").sent_nothing();
    desk.press("ctrl-u").type_text("60000").press("enter").sent_nothing();
    desk.must_show(&format!("Type {} to go on (2 of 2):", second.id.short()));
    desk.type_text("60000").press("enter").sent_nothing();
    desk.press("ctrl-u").type_text(&second.id.short()).press("enter");
    let despite = desk.effects.iter().find_map(|effect| match effect {
        Effect::Change { despite, .. } => Some(despite.clone()),
        _ => None,
    });
    assert_eq!(despite, Some(vec![second.id, first.id]));
}

#[test]
fn what_the_day_does_not_allow_says_so_and_may_be_tried_again() {
    let mut desk = limited();
    let (intent, _) = desk.press("w").type_text("500").press("enter enter").sent_one();
    let why = "with INR 500.00 the day's sum would pass INR 1,000.00: INR 600.00 is spent or unconfirmed, \
               INR 400.00 is left";
    let withheld = Outcome::Rejected(Rejection::NeverSent(Fault::Withheld(why.into())));
    desk.outcome(intent, withheld);
    desk.must_say("b1 CARD ••••••0001: withdraw INR 500.00: not sent: with INR 500.00 the day's sum would pass");
    desk.must_say("INR 400.00 is left");
    desk.press("esc 2").must_say("rejected").must_say("trying again is safe").must_say("INR 400.00 is left");
}
