//! The journal pane and what the journal tells: what was open before, what others do, what is settled by hand, and that
//! nothing can be changed while it cannot be written.

use rstest::rstest;

use super::*;
use crate::domain::{
    How, Intent, IntentId, IntentState, JournalFault, Rejection, Settlement, Sighting, TaskSample, Told,
};
use crate::message::Message;

/// A desk with two CARD accounts and two of UPI, whose journal has told that there was nothing before.
fn card_desk() -> Desk {
    let mut desk = desk(vec![card("b1"), upi("a2"), on(upi("a3")), card("b4")]);
    // As wide as windows, so that sentences are not beside others, and so high that all of a detail is in view.
    desk.resize(68, 70).take(news(vec![])).sent_nothing();
    desk
}

/// An order by this desk whose answer is lost.
fn lost_order(desk: &mut Desk, keys: &str, amount: &str) -> IntentId {
    let (intent, _) = desk.press(keys).type_text(amount).press("enter enter").sent_one();
    desk.outcome(intent, lost()).press("esc");
    desk.effects.clear();
    intent
}

/// The settlements that were to be written down since this was last asked.
fn settlements(desk: &mut Desk) -> Vec<(IntentId, Settlement)> {
    let settle = |effect| match effect {
        Effect::Settle { intent, settlement } => Some((intent, settlement)),
        _ => None,
    };
    desk.effects.drain(..).filter_map(settle).collect()
}

/// The journal tells this intent with one more step.
fn tells(desk: &mut Desk, id: IntentId, state: IntentState) {
    let mut intent = desk.app.state().intents.get(id).expect("it is known").clone();
    intent.timeline.push(crate::domain::Event { at: desk.now, state });
    desk.take(news(vec![intent]));
}

/// The short ids in the rows of the journal, from the top.
fn listed(desk: &mut Desk) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    desk.press("g");
    loop {
        let screen = desk.screen();
        let (_, title) = screen.split_once("─ intent ").unwrap_or_else(|| panic!("no intent is selected:\n{screen}"));
        let short = title[..6].to_owned();
        if found.last() == Some(&short) {
            return found;
        }
        found.push(short);
        desk.press("j");
    }
}

mod what_was_before {
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
}

mod others {
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
}

mod pane {
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
}

mod settling {
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
        desk.must_not_show("1 unconfirmed")
            .must_say("settled, it happened (UTR 4417), says asha: on today's statement");
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
}

mod faults {
    use super::*;

    #[rstest]
    #[case(120, 40)]
    #[case(80, 24)]
    #[case(50, 15)]
    fn a_journal_that_cannot_be_written_is_told_in_full_at_every_size(#[case] width: u16, #[case] height: u16) {
        let mut desk = card_desk();
        lost_order(&mut desk, "w", "500");
        desk.resize(width, height).take(broken());
        desk.must_say("Nothing can be changed: no room is left for the journal");
        desk.must_say("Make room on its disk and try again.");
        desk.pass(60).must_say("Nothing can be changed");
        desk.press("2");
        let words = if width < 100 { "NO JOURNAL" } else { "JOURNAL CANNOT BE WRITTEN" };
        desk.must_show(words).must_say("no room is left for the journal").must_say("Make room on its disk");
        desk.must_show(if width < 60 { "?1" } else { "1 unconfirmed" });
        desk.take(news(vec![])).must_say("can be written again").must_not_show("JOURNAL C");
        desk.pass(60).must_not_show("NO JOURNAL").must_not_show("Nothing can be changed");
    }

    #[test]
    fn production_and_read_only_leave_room_for_the_badge() {
        let both = vec![read_only(production("india-a")), read_only(sandbox(DESK))];
        let mut desk = Desk::at(both);
        desk.resize(50, 15).take(broken()).must_show("NO JOURNAL");
    }

    #[test]
    fn another_fault_is_told_anew_and_the_same_is_not_told_twice() {
        let mut desk = card_desk();
        desk.take(broken()).press("esc").must_show("NO JOURNAL");
        desk.take(broken()).must_not_show("┃");
        let gone = JournalFault::Gone("/data/paytop.db".into());
        let told = crate::message::JournalNews { intents: Vec::new(), fault: Some(gone) };
        desk.take(Message::Journal(Box::new(told)))
            .must_say("the journal /data/paytop.db is gone")
            .must_say("Put it back");
    }

    #[test]
    fn what_never_left_for_want_of_the_journal_says_so_and_may_be_tried_again() {
        let mut desk = card_desk();
        let (intent, _) = desk.press("w").type_text("500").press("enter enter").sent_one();
        desk.take(broken());
        let never = Outcome::Rejected(Rejection::NeverSent(Fault::Journal(unwritable())));
        desk.outcome(intent, never).must_say("withdraw INR 500.00: not sent: no room is left for the journal");
        desk.press("esc 2").must_say("trying again is safe").must_say("rejected");
    }
}

mod limits {
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
        desk.must_say("2 orders like this one are not settled")
            .must_say(&first.id.short())
            .must_say(&second.id.short());
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
}

#[test]
fn what_was_seen_of_a_task_before_a_restart_makes_its_trend_whole() {
    // It began ten minutes ago and stands at 400 of 1,000. The run before saw it at 100 and at 300.
    let mut desk = desk(vec![running(upi("a1"), 400, 1_000)]);
    let sample = |task: &str, seconds: i64, points: u32| TaskSample {
        key: key("a1"),
        task: task.into(),
        sample: crate::domain::Sample {
            at: at(seconds),
            progress: crate::domain::Ratio::from_basis_points(points),
            success: crate::domain::Ratio::ZERO,
        },
        orders: 0,
        succeeded: 0,
    };
    let before = vec![
        // From another task with this id, before this one began.
        sample("t-a1", -5_000, 9_900),
        sample("t-a1", -400, 1_000),
        sample("other", -350, 7_700),
        sample("t-a1", -200, 3_000),
    ];
    assert!(desk.app.state().row(&key("a1")).unwrap().history.trend(at(0), 4).is_empty());
    desk.take(Message::Remembered(before.into_iter().map(Sighting::from).collect()));
    assert!(desk.redraw);
    let history = &desk.app.state().row(&key("a1")).unwrap().history;
    // From the first look on, a hundred seconds each: half of the way from 10 to 30, twice; from 30 to 40 likewise.
    assert_eq!(history.trend(at(0), 4), [1_000, 1_000, 500, 500]);
    let points: Vec<(i64, u32)> = history
        .samples()
        .iter()
        .map(|sample| (sample.at.duration_since(at(0)).as_secs(), sample.progress.basis_points()))
        .collect();
    assert_eq!(points, [(-600, 0), (-400, 1_000), (-200, 3_000), (0, 4_000)]);
}

#[test]
fn a_notice_of_the_journal_is_said_and_changes_nothing_else() {
    let mut desk = desk(vec![card("b1")]);
    let corrupt = JournalFault::Corrupt { path: "paytop.db".into(), why: "entry 2 cannot be read".into() };
    desk.take(Message::JournalNotice(crate::message::JournalNotice::Unreadable(corrupt)));
    desk.must_say("Some changes are not shown").must_say("entry 2 cannot be read").must_say("paytop journal verify");
    desk.must_not_show("CANNOT BE WRITTEN");
    desk.press("esc w").type_text("500").press("enter enter").sent_one();
}

#[test]
fn a_settlement_that_the_journal_does_not_take_says_so() {
    let mut desk = desk(vec![card("b1")]);
    let (intent, _) = desk.press("w").type_text("500").press("enter enter").sent_one();
    desk.outcome(intent, lost()).press("esc 2 s right right tab").type_text("not there").press("enter enter");
    desk.must_not_show("NOT settled");
    desk.take(Message::JournalNotice(crate::message::JournalNotice::Contradicts(intent)));
    desk.must_say("NOT settled: the journal does not have this as unconfirmed").must_say("withdraw INR 500.00");
}
