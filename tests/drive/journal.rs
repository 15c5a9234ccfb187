//! The journal beside the true loop: nothing leaves unwritten, what was open before is the first thing seen, what is
//! settled by hand reaches the journal, and what could not be written is made up for.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use paytop::domain::{
    Account, ChangeKind, CollectionType, ConnectionId, Environment, Event, Fault, How, Intent, IntentId, IntentState,
    JournalFault, Money, Read, Receipt, Told,
};
use paytop::store::Store;

use crate::paper::Paper;
use crate::played::{Act, Played, PlayedClock, answer, polite, quiet, running};
use crate::runner::{Runner, Stage};

fn card(id: &str) -> Account {
    Account { collection: CollectionType::Card, enabled: true, ..quiet(id) }
}

fn full() -> JournalFault {
    JournalFault::Full("/data/paytop.db".into())
}

/// An order of INR 500 at `c1` that another run sent an hour ago, and what became of it.
fn before(number: u8, states: &[IntentState]) -> Intent {
    let planned = PlayedClock::beginning() - SignedDuration::from_hours(1);
    let states = std::iter::once(&IntentState::Planned).chain(states);
    Intent {
        id: IntentId::new(planned, [number; 10]),
        connection: ConnectionId::new("india-a"),
        environment: Environment::Sandbox,
        kind: ChangeKind::CreateOrder,
        account: Some("c1".into()),
        title: "c1 CARD ••••••3210".into(),
        amount: Some(Money::inr(500.into())),
        wanted: None,
        words: "withdraw INR 500.00".into(),
        operator: "ravi".into(),
        shown: vec!["Withdraw INR 500.00?".into()],
        request: vec![("payAccountId".into(), "c1".into()), ("amount".into(), "INR 500.00".into())],
        timeline: states.map(|state| Event { at: planned, state: state.clone() }).collect(),
    }
}

fn unknown() -> IntentState {
    IntentState::Unconfirmed(Told::plain("paytop ended before the answer came"))
}

async fn order(runner: &mut Runner, amount: &str, question: &str) {
    runner.press("w");
    runner.wait("Withdraw from c1").await;
    runner.type_in(amount);
    runner.press("enter");
    runner.wait(question).await;
}

#[tokio::test(start_paused = true)]
async fn while_the_journal_cannot_be_written_nothing_leaves_and_reads_go_on() {
    let played = Played::new(vec![quiet("a1"), card("c1")]);
    let paper = Arc::new(Paper::default());
    paper.fail(Some(full()));
    Stage::new([played.link("india-a", polite())])
        .store(Arc::clone(&paper) as _)
        .play(async |runner| {
            runner.wait("JOURNAL CANNOT BE WRITTEN").await;
            runner.wait("Make room on its disk").await;
            runner.wait("c1").await;
            runner.press("t");
            runner.wait("not sent: no room is left for the journal").await;
            runner.row(&["a1", "○ off"]).await;
            runner.press("j");
            order(runner, "500", "Withdraw INR 500.00?").await;
            runner.accept("Withdraw INR 500.00?", "withdraw").await;
            runner.until("both to be rejected", |frame| frame.intents.len() == 2 && frame.in_flight == 0).await;
            runner.pass(Duration::from_mins(5)).await;
            assert!(played.changed().is_empty(), "the provider saw no request");
            assert!(paper.written().is_empty());
            // What can be read goes on being read.
            played.reads(|read, _| Act::Say(answer(read, &[quiet("a1"), card("c1"), quiet("a9")])));
            runner.wait("a9").await;
            // As soon as it can be written, everything works again.
            paper.fail(None);
            runner.gone("JOURNAL CANNOT BE WRITTEN").await;
            runner.press("g t");
            runner.until("the switch", |frame| frame.intents.len() == 3 && frame.in_flight == 0).await;
            assert_eq!(played.changed(), [ChangeKind::SetWithdrawals]);
            assert_eq!(paper.written()[0].state().word(), "done");
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn a_journal_that_fails_once_while_running_is_told_until_it_can_be_written_again() {
    let played = Played::new(vec![quiet("a1")]);
    let paper = Arc::new(Paper::default());
    Stage::new([played.link("india-a", polite())])
        .store(Arc::clone(&paper) as _)
        .play(async |runner| {
            runner.wait("a1").await;
            runner.pass(Duration::from_secs(5)).await;
            paper.fail(Some(full()));
            runner.press("t");
            runner.wait("JOURNAL CANNOT BE WRITTEN").await;
            runner.wait("not sent").await;
            assert!(played.changed().is_empty());
            runner.pass(Duration::from_secs(10)).await;
            runner.wait("JOURNAL CANNOT BE WRITTEN").await;
            paper.fail(None);
            runner.gone("JOURNAL CANNOT BE WRITTEN").await;
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn what_was_unconfirmed_before_is_seen_first_and_settled_by_hand() {
    let played = Played::new(vec![card("c1")]);
    let paper = Arc::new(Paper::default());
    let open = before(7, &[IntentState::Sent, unknown()]);
    paper.begin_with(vec![open.clone()]);
    Stage::new([played.link("india-a", polite())])
        .store(Arc::clone(&paper) as _)
        .play(async |runner| {
            runner.wait("One change from before is UNCONFIRMED").await;
            runner.row(&["▌", "c1 CARD", "withdraw INR 500.00", "? unconfirmed"]).await;
            runner.wait("1 unconfirmed").await;
            runner.pass(Duration::from_hours(1)).await;
            assert!(played.changed().is_empty(), "nothing is sent again");
            // The same once more is asked for by the first one's name.
            runner.press("1");
            order(runner, "500", "Withdraw INR 500.00?").await;
            runner.wait(&format!("Type {} to go on", open.id.short())).await;
            runner.press("esc");
            runner.gone("Withdraw INR 500.00?").await;

            runner.press("2 s");
            runner.wait("What became of").await;
            runner.press("right right tab");
            runner.type_in("not on the statement");
            runner.press("enter");
            runner.accept("it did NOT happen?", "settle").await;
            runner.gone("1 unconfirmed").await;
            runner.wait("settled, it did not happen, says asha: not on the statement").await;
            let written = paper.written();
            let IntentState::Settled(settlement) = written[0].state() else { panic!("{written:?}") };
            assert_eq!((settlement.happened, settlement.how), (Some(false), How::Operator));
            assert_eq!(settlement.by.as_str(), "asha");
            // The way is free.
            runner.press("1");
            order(runner, "500", "Withdraw INR 500.00?").await;
            assert!(!runner.frame().text.contains("second one"), "{}", runner.frame().text);
            runner.accept("Withdraw INR 500.00?", "withdraw").await;
            runner.until("the order", |frame| frame.intents.len() == 2 && frame.in_flight == 0).await;
            assert_eq!(played.changed(), [ChangeKind::CreateOrder]);
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn a_settlement_that_cannot_be_written_says_so_and_settles_nothing() {
    let played = Played::new(vec![card("c1")]);
    let paper = Arc::new(Paper::default());
    paper.begin_with(vec![before(7, &[IntentState::Sent, unknown()])]);
    Stage::new([played.link("india-a", polite())])
        .store(Arc::clone(&paper) as _)
        .play(async |runner| {
            runner.wait("1 unconfirmed").await;
            paper.fail(Some(full()));
            runner.press("s");
            runner.wait("What became of").await;
            runner.press("right tab");
            runner.type_in("UTR 1");
            runner.press("tab enter");
            runner.accept("it happened?", "settle").await;
            runner.wait("NOT settled").await;
            runner.wait("1 unconfirmed").await;
            runner.wait("CANNOT BE WRITTEN").await;
            assert_eq!(paper.written()[0].state().word(), "unconfirmed");
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn an_outcome_that_could_not_be_written_is_made_up_for() {
    let played = Played::new(vec![card("c1")]);
    let paper = Arc::new(Paper::default());
    let disk = Arc::clone(&paper);
    played.changes(move |_, _| {
        disk.fail(Some(full()));
        Act::Say(Receipt::Order { reference: Some("WD-1".into()) })
    });
    Stage::new([played.link("india-a", polite())])
        .store(Arc::clone(&paper) as _)
        .play(async |runner| {
            runner.wait("c1").await;
            order(runner, "500", "Withdraw INR 500.00?").await;
            runner.accept("Withdraw INR 500.00?", "withdraw").await;
            runner.wait("CANNOT BE WRITTEN").await;
            let frame = runner.until("the answer", |frame| frame.in_flight == 0).await;
            assert_eq!(frame.intents[0].state().word(), "done", "the screen knows what the provider said");
            assert_eq!(paper.written()[0].state().word(), "sent");
            paper.fail(None);
            runner.gone("CANNOT BE WRITTEN").await;
            paper.until("the outcome", |all| all[0].state().word() == "done").await;
            assert_eq!(played.changed().len(), 1);
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn what_a_limit_refuses_says_why_and_never_leaves() {
    let played = Played::new(vec![card("c1")]);
    let paper = Arc::new(Paper::default());
    paper.refuse("with INR 500.00 the day's sum would pass INR 600.00: INR 400.00 is spent, INR 200.00 is left");
    Stage::new([played.link("india-a", polite())])
        .store(Arc::clone(&paper) as _)
        .play(async |runner| {
            runner.wait("c1").await;
            order(runner, "500", "Withdraw INR 500.00?").await;
            runner.accept("Withdraw INR 500.00?", "withdraw").await;
            runner.wait("not sent: with INR 500.00 the day's sum would pass").await;
            runner.press("esc 2");
            runner.row(&["withdraw INR 500.00", "✗ rejected"]).await;
            runner.wait("trying again is safe").await;
            assert!(played.changed().is_empty());
            assert_eq!(paper.written()[0].state().word(), "rejected", "the refusal is in the journal");
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn what_another_paytop_does_shows_as_it_goes_on_and_holds_nobody_back() {
    let played = Played::new(vec![quiet("c1")]);
    let paper = Arc::new(Paper::default());
    let switch = |states: &[IntentState]| Intent {
        kind: ChangeKind::SetWithdrawals,
        amount: None,
        wanted: Some(true),
        words: "turn withdrawals on".into(),
        ..before(3, states)
    };
    Stage::new([played.link("india-a", polite())])
        .store(Arc::clone(&paper) as _)
        .play(async |runner| {
            runner.row(&["c1", "○ off"]).await;
            paper.begin_with(vec![switch(&[IntentState::Sent])]);
            runner.row(&["c1", "◐"]).await;
            runner.wait("1 sent elsewhere").await;
            let asked = played.asked(&Read::Accounts).len();
            let mut on = quiet("c1");
            on.enabled = true;
            played.reads(move |read, _| Act::Say(answer(read, std::slice::from_ref(&on))));
            paper.begin_with(vec![switch(&[IntentState::Sent, IntentState::Done { reference: None }])]);
            runner.row(&["c1", "● on"]).await;
            runner.gone("elsewhere").await;
            // The list is asked for at once, and not only when its time comes.
            runner.pass(Duration::from_secs(1)).await;
            assert!(played.asked(&Read::Accounts).len() > asked);
            paper.begin_with(vec![before(9, &[IntentState::Sent])]);
            runner.wait("1 sent elsewhere").await;
            runner.press("q");
            assert_eq!(runner.left().await, 0, "it is awaited elsewhere");
            assert!(played.changed().is_empty());
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_unconfirmed_in_the_journal_too_and_the_list_settles_a_switch() {
    let played = Played::new(vec![quiet("a1")]);
    played.changes(|_, _| Act::Fail(Fault::ConnectionLost("reset".into())));
    let paper = Arc::new(Paper::default());
    Stage::new([played.link("india-a", polite())])
        .store(Arc::clone(&paper) as _)
        .play(async |runner| {
            runner.wait("a1").await;
            runner.press("t");
            runner.wait("1 unconfirmed").await;
            assert_eq!(paper.written()[0].state().word(), "unconfirmed");
            let mut on = quiet("a1");
            on.enabled = true;
            played.reads(move |read, _| Act::Say(answer(read, std::slice::from_ref(&on))));
            runner.press("r");
            runner.gone("1 unconfirmed").await;
            paper.until("the settlement", |all| all[0].state().word() == "settled").await;
            let all = paper.written();
            let IntentState::Settled(settlement) = all[0].state() else { panic!("{all:?}") };
            assert_eq!((settlement.happened, settlement.how), (Some(true), How::List));
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn the_trend_of_a_task_goes_on_after_a_restart() {
    // Of 1,000 rupees 250 are withdrawn at the beginning, 300 a minute later, and 400 when it is started again.
    let at = |withdrawn: i64| {
        let mut account = running("a1");
        account.task.as_mut().unwrap().withdrawn = withdrawn.into();
        account
    };
    let paper = Arc::new(Paper::default());
    let trend = |text: &str| {
        let row = text.lines().find(|line| line.contains("a1") && line.contains('▌')).unwrap_or_default();
        row.chars().any(|c| ('▁'..='█').contains(&c) && c != '▌' && c != '█' || ('\u{2801}'..='\u{28ff}').contains(&c))
    };
    let played = Played::new(vec![at(250)]);
    Stage::new([played.link("india-a", polite())])
        .store(Arc::clone(&paper) as _)
        .size(230, 40)
        .play(async |runner| {
            runner.row(&["a1", "25 %"]).await;
            assert!(!trend(&runner.frame().text), "one look is no trend:\n{}", runner.frame().text);
            runner.pass(Duration::from_mins(1)).await;
            played.reads(move |read, _| Act::Say(answer(read, &[at(300)])));
            runner.row(&["a1", "30 %"]).await;
            runner.pass(Duration::from_mins(1)).await;
        })
        .await;
    let played = Played::new(vec![at(400)]);
    Stage::new([played.link("india-a", polite())])
        .store(Arc::clone(&paper) as _)
        .later(SignedDuration::from_mins(10))
        .size(230, 40)
        .play(async |runner| {
            runner.row(&["a1", "40 %"]).await;
            runner.until("the trend from before", |frame| trend(&frame.text)).await;
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn a_late_answer_that_the_journal_contradicts_is_told_and_the_journal_can_still_be_written() {
    let played = Played::new(vec![quiet("a1")]);
    played.changes(|_, _| Act::After(Duration::from_secs(10), Box::new(Act::Say(Receipt::Nothing))));
    let paper = Arc::new(Paper::default());
    Stage::new([played.link("india-a", polite())])
        .store(Arc::clone(&paper) as _)
        .play(async |runner| {
            runner.wait("a1").await;
            runner.press("t");
            paper.until("it to be sent", |written| written.len() == 1 && written[0].is_in_flight()).await;
            // Somebody takes this run for dead.
            let (id, at) = (paper.written()[0].id, paper.written()[0].since());
            assert!(Store::record(&*paper, id, &Event { at, state: unknown() }).await.unwrap());
            runner.wait("The journal says something else of this already").await;
            assert_eq!(paper.written()[0].state().word(), "unconfirmed", "what was written first stays");
            // It is said for as long as any failure is, and nothing is wrong with the journal itself.
            assert!(!runner.frame().text.contains("CANNOT BE WRITTEN"));
            runner.pass(Duration::from_secs(5)).await;
            runner.wait("The journal says something else of this already").await;
        })
        .await;
}
