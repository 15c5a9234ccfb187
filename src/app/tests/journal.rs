//! The journal pane and what the journal tells: what was open before, what others do, what is settled by hand, and that
//! nothing can be changed while it cannot be written.

mod faults;
mod limits;
mod others;
mod pane;
mod settling;
mod what_was_before;

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
