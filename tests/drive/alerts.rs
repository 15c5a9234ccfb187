//! Alerts beside the true loop: raised by answers and by time, told once over a restart, acknowledged by key, and nothing
//! ticks for them.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use paytop::domain::{Account, AlertSettings, Data, Fault, FeedKind, Read, WithdrawTask};
use paytop::message::Notice;
use paytop::store::Store;

use crate::paper::Paper;
use crate::played::{Act, Played, PlayedClock, info, polite, quiet, running};
use crate::runner::Stage;

/// What is to be told of: everything, and the bell rings.
fn all() -> AlertSettings {
    AlertSettings { bell: true, ..AlertSettings::default() }
}

/// At work since the beginning: it stalls by its pace after seven and a half minutes.
fn still() -> Account {
    running("a1")
}

fn told(notice: &Notice) -> Vec<String> {
    notice.alerts.iter().map(|alert| alert.key.rule.to_string()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_task_that_stalls_is_told_once_and_its_end_is_written_down() {
    let paper = Arc::new(Paper::default());
    let played = Played::new(vec![still()]);
    Stage::new([played.link("india-a", polite())])
        .store(Arc::clone(&paper) as Arc<dyn Store>)
        .alerts(all())
        .play(async |runner| {
            runner.wait("a1").await;
            runner.pass(Duration::from_secs(440)).await;
            assert_eq!(runner.notices(), []);
            runner.wait("is stalled at 25 %").await;
            let notice = runner.noticed().await;
            assert!(notice.bell && told(&notice) == ["stalled-task"], "{notice:?}");
            runner.row(&["1 alert"]).await;
            runner.pass(Duration::from_mins(10)).await;
            assert_eq!(runner.notices(), []);
            assert_eq!(paper.alerts(), ["raised stalled-task"]);
            played.reads(|read, _| {
                let mut account = still();
                let task = account.task.as_mut().unwrap();
                task.withdrawn += rust_decimal::Decimal::ONE;
                Act::Say(crate::played::answer(read, &[account]))
            });
            runner.gone("1 alert").await;
            runner.pass(Duration::from_secs(5)).await;
            assert_eq!(paper.alerts(), ["raised stalled-task", "over stalled-task"]);
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn what_was_acknowledged_stays_so_over_a_restart_while_it_lasts() {
    let paper: Arc<Paper> = Arc::default();
    let late = || {
        let task = running("a1").task.unwrap();
        let task = WithdrawTask { started: Some(PlayedClock::beginning() - SignedDuration::from_hours(9)), ..task };
        Account { task: Some(task), ..running("a1") }
    };
    let settings = || AlertSettings { stalled: paytop::domain::Stalled::Off, ..all() };
    Stage::new([Played::new(vec![late()]).link("india-a", polite())])
        .store(Arc::clone(&paper) as Arc<dyn Store>)
        .alerts(settings())
        .play(async |runner| {
            assert_eq!(told(&runner.noticed().await), ["late-task"]);
            runner.press("esc A");
            runner.wait("1 alert stands").await;
            runner.press("a");
            runner.wait("acknowledged by asha").await;
            runner.pass(Duration::from_secs(5)).await;
        })
        .await;
    assert_eq!(paper.alerts(), ["raised late-task", "acknowledged late-task"]);
    Stage::new([Played::new(vec![late()]).link("india-a", polite())])
        .store(Arc::clone(&paper) as Arc<dyn Store>)
        .alerts(settings())
        .later(SignedDuration::from_mins(50))
        .play(async |runner| {
            runner.wait("1 alert seen").await;
            runner.press("A");
            runner.wait("since 10:00 UTC, acknowledged by asha").await;
            assert_eq!(runner.notices(), []);
        })
        .await;
    assert_eq!(paper.alerts().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn what_another_paytop_has_acknowledged_is_seen_here() {
    let paper: Arc<Paper> = Arc::default();
    let silent = || {
        let played = Played::new(vec![]);
        played.reads(|_, _| Act::Fail(Fault::Unreachable("no route".into())));
        played.link("india-a", polite())
    };
    let at = |paper: &Arc<Paper>| Stage::new([silent()]).store(Arc::clone(paper) as Arc<dyn Store>).alerts(all());
    let played = at(&paper).play(async |runner| {
        runner.pass(Duration::from_secs(61)).await;
        assert_eq!(told(&runner.noticed().await), ["connection-down"]);
        let other = at(&paper).play(async |other| {
            other.pass(Duration::from_secs(61)).await;
            other.wait("1 alert").await;
            assert_eq!(other.notices().len(), 0, "it was raised before that one began");
            other.press("esc A s");
            other.wait("snoozed until").await;
        });
        Box::pin(other).await;
        runner.wait("1 alert seen").await;
    });
    Box::pin(played).await;
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_comes_back_is_no_longer_down() {
    let played = Played::new(vec![quiet("a1")]);
    let fails = |played: &Played| played.reads(|_, _| Act::Fail(Fault::Unreachable("no route".into())));
    fails(&played);
    Stage::new([played.link("india-a", polite())])
        .alerts(all())
        .play(async |runner| {
            runner.pass(Duration::from_secs(59)).await;
            assert_eq!(runner.notices(), []);
            runner.wait("india-a has not answered for more than 1m").await;
            runner.wait("✗ 1 alert").await;
            played.reads(|read, _| Act::Say(crate::played::answer(read, &[quiet("a1")])));
            runner.pass(Duration::from_mins(2)).await;
            runner.gone("1 alert").await;
            fails(&played);
            runner.pass(Duration::from_mins(2)).await;
            runner.wait("✗ 1 alert").await;
            assert_eq!(runner.notices().len(), 2, "each episode once");
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn with_every_rule_on_nothing_ticks_where_nothing_moves() {
    let played = Played::new((1..=24).map(|n| quiet(&format!("a{n}"))).collect());
    Stage::new([played.link("india-a", polite())])
        .alerts(all())
        .play(async |runner| {
            runner.until("the rows", |frame| frame.rows == 24).await;
            runner.pass(Duration::from_secs(1)).await;
            let polls = || played.asked(&Read::Accounts).len() + played.asked(&Read::Tools).len();
            let (frames, turns, asked) = (runner.frame().number, runner.clock().turns(), polls());
            runner.pass(Duration::from_mins(10)).await;
            let drawn = runner.frame().number - frames;
            assert!(drawn <= 10, "{drawn} frames in ten minutes, and the clock changed ten times");
            let answers = (polls() - asked) as u64;
            let turns = runner.clock().turns() - turns;
            assert!(turns <= answers + 10, "{turns} wakes for {answers} answers and ten minutes");
            assert_eq!(runner.notices(), []);
        })
        .await;
}

/// A feed that hangs: no answer, and no fault either.
#[tokio::test(start_paused = true)]
async fn a_feed_that_hangs_is_stale_by_time_alone() {
    let played = Played::new(vec![]);
    played.reads(|read, before| match read {
        Read::Tools if before > 0 => Act::Hang,
        read => Act::Say(crate::played::answer(read, &[quiet("a1")])),
    });
    assert!(matches!(crate::played::answer(&Read::Tools, &[]), Data::Tools(_)));
    let info = info("india-a", polite());
    assert!(info.has(FeedKind::Tools));
    Stage::new([played.link_of(info)])
        .alerts(all())
        .play(async |runner| {
            runner.wait("a1").await;
            runner.pass(Duration::from_secs(119)).await;
            assert_eq!(runner.notices(), []);
            runner.wait("The tools of india-a have not been told for more than 2m").await;
            runner.press("esc A enter");
            runner.gone("alert stands").await;
        })
        .await;
}
