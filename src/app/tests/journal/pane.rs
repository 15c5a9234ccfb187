//! The pane: what it lists, finds and shows.

use super::*;

#[test]
fn unconfirmed_ones_are_on_top_and_parted_each_part_newest_first() {
    let mut desk = card_desk();
    let done = || IntentState::Done { reference: None };
    let intents: Vec<Intent> = vec![
        told(1, &order("b1", 100), [IntentState::Sent, unknown()]),
        told(2, &order("b1", 200), [IntentState::Sent, done()]),
        told(3, &order("b1", 300), [IntentState::Sent, unknown()]),
        told(4, &order("b1", 400), [IntentState::Sent, done()]),
    ];
    let short = |at: usize| intents[at].id.short();
    desk.take(news(intents.clone())).press("2");
    assert_eq!(listed(&mut desk), [short(2), short(0), short(3), short(1)]);
    let screen = desk.screen();
    let line = |words: &str| screen.lines().position(|line| line.contains(words)).unwrap();
    let parts = [line("─ unconfirmed"), line("withdraw 300.00"), line("─ all others"), line("withdraw 400.00")];
    assert!(parts.is_sorted(), "{screen}");
    // Settled, it leaves its place.
    tells(&mut desk, intents[2].id, settled(true));
    assert_eq!(listed(&mut desk), [short(0), short(3), short(2), short(1)]);
    tells(&mut desk, intents[0].id, settled(true));
    desk.must_not_show("─ unconfirmed").must_not_show("─ all others");
}

#[test]
fn the_selection_stays_with_its_intent_and_a_click_takes_the_row_under_it() {
    let mut desk = card_desk();
    let done = || IntentState::Done { reference: None };
    let (first, second) = (told(1, &order("b1", 100), [IntentState::Sent, done()]), told(2, &order("b4", 7), []));
    desk.take(news(vec![first.clone(), second])).press("2 G");
    desk.must_show(&format!("intent {}", first.id.short()));
    desk.take(news(vec![told(3, &order("b1", 300), [IntentState::Sent, unknown()])]));
    desk.must_show(&format!("intent {}", first.id.short()));
    let screen = desk.screen();
    let heading = screen.lines().position(|line| line.contains("─ all others")).unwrap();
    let row = u16::try_from(heading).unwrap();
    desk.mouse(MouseKind::Click, 5, row).must_show(&format!("intent {}", first.id.short()));
    desk.mouse(MouseKind::Click, 5, row - 1).must_show("INR 300.00").must_say("state unconfirmed");
    desk.mouse(MouseKind::Click, 5, row + 2).must_show(&format!("intent {}", first.id.short()));
}

#[rstest]
#[case("0101")]
#[case("010101")]
#[case("01010101-0101")]
#[case("••0001")]
#[case("9876500001")]
#[case("50000")]
#[case("50,000")]
#[case("50000.00")]
#[case("INR 50,000.00")]
#[case("desk")]
#[case("ravi")]
#[case("unconfirmed")]
#[case("withdraw")]
#[case("E-77")]
#[case("gateway asleep")]
#[case("sandbox b1")]
#[case("RAVI 50000 unconfirmed")]
fn a_filter_finds_an_intent_by_anything(#[case] typed: &str) {
    let mut desk = card_desk();
    let told_code = Told { code: Some("E-77".into()), text: Some("gateway asleep".into()), plain: "?".into() };
    let wanted = told(1, &order("b1", 50_000), [IntentState::Sent, IntentState::Unconfirmed(told_code)]);
    let done = IntentState::Done { reference: None };
    let mut rest = told(2, &order("b4", 5_000), [IntentState::Sent, done]);
    rest.operator = "asha".into();
    rest.title = "b4 CARD ••••••0004".into();
    desk.take(news(vec![wanted.clone(), rest])).press("2 /").type_text(typed).press("enter");
    let found = listed(&mut desk);
    assert_eq!(found.first(), Some(&wanted.id.short()));
    let both = ["desk", "withdraw"].contains(&typed);
    assert_eq!(found.len(), if both { 2 } else { 1 }, "{}", desk.screen());
    desk.press("/").type_text(" nothingofthekind").must_say("Nothing here contains that");
    desk.press("esc");
    assert_eq!(listed(&mut desk).len(), 2);
}

#[test]
fn that_only_the_newest_are_searched_is_said() {
    let mut desk = card_desk();
    let done = || IntentState::Done { reference: None };
    let of = |number: u32| {
        let mut chance = [0; 10];
        chance[..4].copy_from_slice(&number.to_be_bytes());
        let intent = told(1, &order("b1", 500), [IntentState::Sent, done()]);
        Intent { id: IntentId::new(intent.planned(), chance), ..intent }
    };
    desk.take(news((1..=2_000).map(of).collect())).press("2 /").type_text("nothingofthekind");
    desk.must_say("Nothing among the newest changes contains that").must_say("paytop journal list has older ones");
}

#[test]
fn the_detail_has_everything_and_all_of_it_can_be_read() {
    let mut desk = card_desk();
    let contradictory =
        Told { code: Some("9001".into()), text: Some("ORDER_ACCEPTED?".into()), plain: "contradictory".into() };
    let mut intent =
        told(1, &order("b1", 500), [IntentState::Sent, IntentState::Unconfirmed(contradictory), settled(true)]);
    intent.environment = crate::domain::Environment::Production;
    desk.take(news(vec![intent.clone()])).press("2 enter");
    for words in [
        "settled, it happened (UTR77), says ravi: on the statement",
        "It was done: trying again would do it a second time.",
        "their code 9001",
        "their words ORDER_ACCEPTED?",
        "withdraw INR 500.00",
        "desk (PRODUCTION)",
        "operator ravi",
        "13:10:01 IST planned by ravi",
        "13:10:02 IST sent",
        "13:10:03 IST unconfirmed: contradictory",
        "13:10:04 IST settled, it happened",
        "payAccountId: b1",
        "amount: INR 500.00",
        "It is sent once.",
        &intent.id.to_string(),
    ] {
        desk.must_say(words);
    }
    // A small screen shows it page by page.
    desk.resize(50, 15);
    let mut seen = desk.words();
    for _ in 0..20 {
        desk.press("j");
        seen.push_str(&desk.words());
    }
    assert!(seen.contains("It is sent once."), "{seen}");
    desk.press("g").must_say("state settled");
    desk.press("esc").must_show("13:10").must_not_show("state  ");
}

#[rstest]
#[case(IntentState::Planned, "Wait for its answer")]
#[case(IntentState::Rejected(Told::plain("refused")), "trying again is safe")]
#[case(IntentState::Done { reference: None }, "a second time")]
#[case(unknown(), "NOT safe before it is settled")]
#[case(settled(false), "trying again is safe")]
fn every_state_says_whether_trying_again_is_safe(#[case] state: IntentState, #[case] words: &str) {
    let mut desk = card_desk();
    desk.take(news(vec![told(1, &order("b1", 500), [state])])).press("2").must_say(words);
}

#[test]
fn what_did_not_happen_is_told_apart_from_what_was_done() {
    let mut desk = card_desk();
    desk.take(news(vec![told(1, &order("b1", 500), [IntentState::Sent, unknown(), settled(false)])])).press("2");
    desk.must_say("settled, it did not happen, says ravi: on the statement").must_not_show("✓ settled");
}
