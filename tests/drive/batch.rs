//! A file of withdrawals beside the true loop: read, confirmed, sent at its rate, stopped, and gone on with.

use std::sync::Arc;
use std::time::Duration;

use paytop::domain::{Fault, IntentState, Receipt};
use paytop::runtime::Link;

use crate::paper::Paper;
use crate::played::{Act, Played, polite};
use crate::runner::{Runner, Stage};

/// A shop that pays by file.
fn shop(played: &Arc<Played>) -> Link {
    let mut link = played.link("shop", polite());
    link.info.provider = "paykassma";
    link.info.feeds = Vec::new();
    link
}

fn file(folder: &tempfile::TempDir, lines: u32) -> String {
    let mut text = "payment_system,amount,currency_code,label,is_test,account_number\n".to_owned();
    for line in 1..=lines {
        text.extend([format!("paytm,{line}0,INR,user-{line},false,987654{}\n", 1_000 + line)]);
    }
    let path = folder.path().join("payouts.csv");
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Has a file read, and looks at it.
async fn look(runner: &mut Runner, path: &str) {
    runner.press("B");
    runner.wait("Send a file of payouts").await;
    runner.type_in(path);
    runner.press("enter enter");
    runner.wait("to send").await;
}

/// Confirms it, so many lines.
async fn confirm(runner: &mut Runner, lines: u32) {
    runner.press("enter");
    runner.wait(&format!("Type {lines} to go on")).await;
    runner.type_in(&lines.to_string());
    // A yes that comes too soon was not meant for the question.
    runner.pass(Duration::from_secs(1)).await;
    runner.press("enter");
    runner.wait("have left").await;
}

#[tokio::test(start_paused = true)]
async fn a_file_is_sent_at_its_rate_stopped_and_gone_on_with() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, 4);
    let played = Played::new(Vec::new());
    played.changes(|_, _| Act::Say(Receipt::Nothing));
    let paper = Arc::new(Paper::default());
    Stage::new([shop(&played)])
        .store(Arc::clone(&paper) as _)
        .play(async |runner| {
            look(runner, &path).await;
            confirm(runner, 4).await;
            runner.wait("1 of 4 have left").await;
            // Thirty a minute: one each two seconds, and not one sooner.
            assert_eq!(played.changed().len(), 1);
            runner.pass(Duration::from_millis(1_900)).await;
            assert_eq!(played.changed().len(), 1);
            runner.wait("2 of 4 have left").await;
            runner.press("s");
            runner.wait("Stopped. What is not begun stays so").await;
            runner.pass(Duration::from_mins(5)).await;
            assert_eq!((played.changed().len(), paper.written().len()), (2, 2));
            runner.press("esc");
            look(runner, &path).await;
            runner.wait("2 to send").await;
            confirm(runner, 2).await;
            runner.wait("Every line had its turn").await;
            let ids: std::collections::HashSet<_> = paper.written().iter().map(|intent| intent.id).collect();
            assert_eq!((played.changed().len(), ids.len()), (4, 4));
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn three_in_doubt_pause_it_and_a_lost_one_is_never_sent_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, 6);
    let played = Played::new(Vec::new());
    played.changes(|_, _| Act::Fail(Fault::ConnectionLost("reset".into())));
    let paper = Arc::new(Paper::default());
    Stage::new([shop(&played)])
        .store(Arc::clone(&paper) as _)
        .play(async |runner| {
            look(runner, &path).await;
            confirm(runner, 6).await;
            runner.wait("Nobody knows what became of 3 lines").await;
            played.changes(|_, _| Act::Say(Receipt::Nothing));
            runner.press("esc");
            look(runner, &path).await;
            runner.wait("3 UNCONFIRMED or on their way, never sent again").await;
            confirm(runner, 3).await;
            runner.wait("Every line had its turn").await;
            let open = paper.written().iter().filter(|intent| intent.is_unconfirmed()).count();
            let done =
                paper.written().iter().filter(|intent| matches!(intent.state(), IntentState::Done { .. })).count();
            assert_eq!((played.changed().len(), open, done), (6, 3, 3));
        })
        .await;
}
