//! Alerts at the desk: told once and by which ways, kept in the log, acknowledged and snoozed, held back while it is
//! quiet, listed, and gone to.

use jiff::{SignedDuration, Timestamp};
use rstest::rstest;

use super::*;
use crate::domain::{
    AlertEntry, AlertEvent, AlertRule, AlertSettings, DesktopKind, Level, QuietHours, Ratio, WithdrawTask,
};
use crate::message::{AlertNews, Message, Notice};

/// A desk that is to be told of everything.
fn watched() -> Desk {
    with(AlertSettings { bell: true, webhook: true, desktop: Some(DesktopKind::Osc9), ..AlertSettings::default() })
}

fn with(settings: AlertSettings) -> Desk {
    let mut desk = Desk::at(vec![sandbox(DESK)]);
    desk.app.state.alert_settings = settings;
    desk
}

/// An account of which so many of twenty orders succeeded, and that has moved.
fn at_work(name: &str, succeeded: u64, moved: i64) -> Account {
    let task = WithdrawTask { orders: 20, succeeded, ..task("t1", moved, 100_000) };
    Account { enabled: true, task: Some(task), ..upi(name) }
}

/// What was to be written down of alerts since this was last asked, and whether it was to be posted.
fn kept(desk: &mut Desk) -> Vec<(&'static str, AlertRule, bool)> {
    let kept = desk.effects.iter().filter_map(|effect| match effect {
        Effect::KeepAlert { entry, post } => Some((entry.event.name(), entry.key.rule, *post)),
        Effect::PostAlert(entry) => Some(("posted", entry.key.rule, true)),
        _ => None,
    });
    let kept = kept.collect();
    desk.effects.retain(|effect| !matches!(effect, Effect::KeepAlert { .. } | Effect::PostAlert(_)));
    kept
}

/// What was to be told since this was last asked.
fn notices(desk: &mut Desk) -> Vec<Notice> {
    let told = desk.effects.iter().filter_map(|effect| match effect {
        Effect::Notify(notice) => Some((**notice).clone()),
        _ => None,
    });
    let told = told.collect();
    desk.effects.retain(|effect| !matches!(effect, Effect::Notify(_)));
    told
}

/// Nothing is to be told of but that few orders succeed.
fn low_alone() -> AlertSettings {
    AlertSettings { success_floor: AlertSettings::default().success_floor, ..AlertSettings::NONE }
}

const LOW: AlertRule = AlertRule::LowSuccess;

#[test]
fn an_alert_is_told_once_by_every_way_and_its_end_is_written_down() {
    let mut desk = watched();
    desk.list(DESK, vec![at_work("a1", 5, 1)]);
    desk.must_say("a1 PHONEPE ••••••0001 at desk: 25 % of its orders succeed (5 of 20), and at least 75 % is wanted.");
    desk.must_show("! 1 alert");
    let [notice] = &notices(&mut desk)[..] else { panic!("one") };
    assert!(notice.bell && notice.desktop == Some(DesktopKind::Osc9) && notice.words.starts_with("a1 PHONEPE"));
    assert_eq!(kept(&mut desk), [("raised", LOW, true)]);
    desk.press("esc").pass(5).list(DESK, vec![at_work("a1", 5, 2)]);
    desk.must_not_show("of its orders succeed").must_show("! 1 alert");
    assert!(notices(&mut desk).is_empty() && kept(&mut desk).is_empty());
    desk.pass(5).list(DESK, vec![at_work("a1", 20, 3)]);
    desk.must_not_show("alert");
    assert_eq!(kept(&mut desk), [("over", LOW, true)]);
    assert!(notices(&mut desk).is_empty(), "that it is over rings nothing");
}

#[test]
fn what_arises_by_time_alone_is_told_when_it_does_and_nothing_ticks_before() {
    let mut desk = with(AlertSettings { late: None, stale: None, ..AlertSettings::default() });
    desk.press("2");
    desk.list(DESK, vec![at_work("a1", 20, 1)]);
    desk.feed(DESK, FeedKind::Tools, Ok(Data::Tools(Vec::new().into())));
    // The journal is in view: nothing there moves but the minute of the clock.
    desk.pass(30);
    assert_eq!(desk.app.wake_at(), Some(at(60)));
    for _ in 0..9 {
        desk.pass(60).list(DESK, vec![at_work("a1", 20, 1)]);
    }
    desk.must_not_show("alert");
    desk.now = at(599);
    desk.list(DESK, vec![at_work("a1", 20, 1)]);
    assert_eq!(desk.app.wake_at(), Some(at(600)));
    desk.pass(1);
    desk.must_say("is stalled at 0 %").must_show("✗ 1 alert");
    assert!(desk.redraw);
}

#[test]
fn nothing_is_raised_before_it_is_told_what_stood_before() {
    let mut desk = watched();
    desk.app.wait_for_alerts();
    desk.list(DESK, vec![at_work("a1", 5, 1)]);
    desk.must_not_show("alert");
    let before = AlertEntry {
        number: 7,
        at: at(-5_000),
        key: crate::domain::AlertKey::new(LOW, crate::domain::About::Account(key("a1"))),
        event: AlertEvent::Raised,
        level: Level::Warning,
        words: "before".into(),
        operator: "ravi".into(),
    };
    let acknowledged = AlertEntry { number: 8, at: at(-4_000), event: AlertEvent::Acknowledged, ..before.clone() };
    let news = AlertNews { entries: vec![before, acknowledged], before: true, fault: None };
    desk.take(Message::Alerts(Box::new(news)));
    desk.must_show("□ 1 alert seen");
    assert!(notices(&mut desk).is_empty() && kept(&mut desk).is_empty(), "it was told before this run");
    desk.press("A").must_say("acknowledged by ravi");
}

#[test]
fn one_that_is_acknowledged_stays_listed_and_is_not_counted_as_new() {
    let mut desk = watched();
    desk.list(DESK, vec![at_work("a1", 5, 1), at_work("a2", 4, 1)]);
    desk.must_show("! 2 alerts");
    desk.press("esc A");
    desk.must_show("2 alerts stand");
    kept(&mut desk);
    desk.press("a");
    assert_eq!(kept(&mut desk), [("acknowledged", LOW, false)]);
    desk.must_show("2 alerts stand, 1 of them seen").must_show("! 1 alert");
    // It is another place in the list now, and is still the one that is selected.
    desk.must_say("low-success, since 14:10 IST, acknowledged by asha");
    desk.press("esc");
    desk.list(DESK, vec![at_work("a1", 20, 2), at_work("a2", 20, 2)]);
    desk.press("A").must_show("No alert stands").must_say("over, the last first");
    desk.press("a").must_say("That alert is over");
}

#[rstest]
#[case("s", 15)]
#[case("S", 60)]
fn one_that_is_snoozed_is_told_once_more_where_it_still_stands(#[case] key: &str, #[case] minutes: i64) {
    let mut desk = with(AlertSettings { webhook: true, ..low_alone() });
    let low = || vec![at_work("a1", 5, 1)];
    desk.list(DESK, low()).press("esc A").press(key);
    desk.must_show("□ 1 alert seen");
    desk.press("esc");
    kept(&mut desk);
    notices(&mut desk);
    desk.now = at(minutes * 60 - 1);
    desk.list(DESK, vec![at_work("a1", 5, 2)]);
    assert!(notices(&mut desk).is_empty());
    assert!(desk.app.wake_at() <= Some(at(minutes * 60)));
    desk.pass(1);
    desk.must_say("Still so: a1 PHONEPE").must_show("! 1 alert");
    assert_eq!((kept(&mut desk), notices(&mut desk).len()), (vec![("reminded", LOW, true)], 1));
    desk.pass(600);
    assert!(notices(&mut desk).is_empty(), "once");
}

#[test]
fn one_that_is_snoozed_until_it_is_over_is_not_told_again() {
    let mut desk = with(low_alone());
    desk.list(DESK, vec![at_work("a1", 5, 1)]).press("esc A o").must_say("snoozed until it is over by asha");
    desk.press("esc");
    notices(&mut desk);
    desk.pass(1_000_000);
    assert!(notices(&mut desk).is_empty());
    desk.list(DESK, vec![at_work("a1", 20, 2)]);
    desk.list(DESK, vec![at_work("a1", 5, 3)]);
    assert_eq!(notices(&mut desk).len(), 1, "another episode is another alert");
}

/// From ten past two in the afternoon until half past three.
fn quiet(urgent: bool) -> AlertSettings {
    let quiet = QuietHours { from: "14:00".parse().unwrap(), to: "15:30".parse().unwrap(), urgent };
    let told =
        AlertSettings { bell: true, webhook: true, stale: None, down: None, late: None, ..AlertSettings::default() };
    AlertSettings { quiet: Some(quiet), ..told }
}

/// When it is quiet no more.
const LOUD: i64 = 80 * 60;

#[test]
fn while_it_is_quiet_nothing_rings_and_what_still_stands_is_told_after_that() {
    let mut desk = with(quiet(false));
    desk.list(DESK, vec![at_work("a1", 5, 1), at_work("a2", 5, 1), at_work("a3", 5, 1)]);
    desk.must_show("! 3 alerts");
    let told = notices(&mut desk);
    assert!(told.iter().all(|notice| !notice.bell && notice.desktop.is_none() && notice.words.is_empty()), "{told:?}");
    assert!(
        kept(&mut desk).iter().all(|(event, _, posted)| *event == "raised" && !posted),
        "written down all the same"
    );
    // One is over before that, another is acknowledged.
    desk.press("esc").pass(60).list(DESK, vec![at_work("a1", 20, 2), at_work("a2", 5, 2), at_work("a3", 5, 2)]);
    desk.press("A a esc");
    assert!(kept(&mut desk).iter().all(|(_, _, posted)| !posted), "what was never posted needs no end");
    assert_eq!(desk.app.wake_at().map(|at| at <= self::at(LOUD)), Some(true));
    desk.now = at(LOUD - 1);
    desk.list(DESK, vec![at_work("a1", 20, 3), at_work("a2", 5, 3), at_work("a3", 5, 3)]);
    assert!(notices(&mut desk).is_empty());
    desk.pass(1);
    let [notice] = &notices(&mut desk)[..] else { panic!("one") };
    assert!(notice.bell && notice.alerts.len() == 1, "{notice:?}");
    assert_eq!(kept(&mut desk), [("reminded", LOW, true)]);
    desk.pass(60);
    assert!(notices(&mut desk).is_empty() && kept(&mut desk).is_empty());
}

#[test]
fn the_end_of_what_was_posted_is_posted_after_the_quiet() {
    let mut desk = with(AlertSettings { quiet: None, ..quiet(false) });
    desk.list(DESK, vec![at_work("a1", 5, 1)]);
    assert_eq!(kept(&mut desk), [("raised", LOW, true)]);
    desk.app.state.alert_settings = quiet(false);
    desk.pass(60).list(DESK, vec![at_work("a1", 20, 2)]);
    assert_eq!(kept(&mut desk), [("over", LOW, false)]);
    desk.now = at(LOUD);
    desk.take(Message::Clock);
    assert_eq!(kept(&mut desk), [("posted", LOW, true)]);
}

#[rstest]
#[case(false, false)]
#[case(true, true)]
fn what_is_urgent_may_ring_while_it_is_quiet(#[case] urgent: bool, #[case] rings: bool) {
    let mut desk = with(quiet(urgent));
    // A task that has not moved is of the worst level.
    desk.list(DESK, vec![at_work("a1", 20, 1)]).pass(601);
    desk.list(DESK, vec![at_work("a1", 20, 1)]);
    let [notice] = &notices(&mut desk)[..] else { panic!("one") };
    assert_eq!((notice.alerts[0].level, notice.bell), (Level::Bad, rings));
    assert_eq!(kept(&mut desk), [("raised", AlertRule::StalledTask, rings)]);
}

#[test]
fn only_from_its_level_on_is_it_told_aloud() {
    let mut desk = with(AlertSettings { level: Level::Bad, bell: true, webhook: true, ..AlertSettings::default() });
    desk.list(DESK, vec![at_work("a1", 5, 1)]);
    desk.must_show("! 1 alert");
    let [notice] = &notices(&mut desk)[..] else { panic!("one") };
    assert!(!notice.bell && notice.words.is_empty() && notice.alerts.len() == 1);
    assert_eq!(kept(&mut desk), [("raised", LOW, false)]);
}

#[test]
fn enter_goes_to_the_row_it_is_about_whatever_is_filtered() {
    let mut desk = watched();
    let rows = (1..=30).map(|n| at_work(&format!("a{n}"), if n == 27 { 5 } else { 20 }, 1));
    desk.list(DESK, rows.collect());
    desk.press("esc /").type_text("a3").press("enter 2");
    assert!(desk.shows("intent") || !desk.shows("a30"), "the journal is in view");
    desk.press("A enter");
    assert!(desk.selected().contains("a27"), "{}", desk.screen());
    desk.must_not_show("alerts stand");
    // The mark at the row.
    assert!(desk.selected().contains("! success"), "{}", desk.screen());
}

#[test]
fn a_webhook_that_takes_nothing_is_told_once_and_stands_in_the_list() {
    let mut desk = watched();
    desk.take(Message::Webhook(Some("provider error (HTTP 500)".into())));
    desk.must_say("The webhook does not take alerts: provider error (HTTP 500)");
    desk.press("esc").take(Message::Webhook(Some("no answer within 10 s".into())));
    desk.must_not_show("The webhook");
    desk.press("A").must_say("The webhook does not take alerts: no answer within 10 s");
    desk.press("esc");
    desk.take(Message::Webhook(None)).must_say("The webhook takes alerts again");
}

#[test]
fn what_cannot_be_written_down_is_told_once() {
    let mut desk = watched();
    let news = || Message::Alerts(Box::new(AlertNews { fault: Some(unwritable()), ..AlertNews::default() }));
    desk.take(news()).must_say("What happens to alerts is not written down");
    desk.press("esc").take(news()).must_not_show("not written down");
}

#[test]
fn without_an_alert_the_list_says_so() {
    let mut desk = watched();
    desk.press("A").must_say("Nothing stands out, and nothing did lately");
    desk.press("enter a s o j k");
    desk.press("esc").must_not_show("stands out");
}

/// Times at which alerts were told to wake are never in the past: nothing turns in a circle.
#[test]
fn it_never_wakes_for_what_is_over() {
    let mut desk = watched();
    desk.list(DESK, vec![at_work("a1", 5, 1)]);
    let mut last: Option<Timestamp> = None;
    for _ in 0..200 {
        let Some(wake) = desk.app.wake_at() else { break };
        assert!(wake > desk.now && last.is_none_or(|last| wake > last));
        last = Some(wake);
        desk.now = wake;
        desk.take(Message::Clock);
    }
    assert!(desk.now > at(0) + SignedDuration::from_secs(150));
    assert!(Ratio::WHOLE > Ratio::ZERO);
}
