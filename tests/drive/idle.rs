//! What costs nothing: a screen on which nothing moves, and keys that arrive faster than frames.

use std::time::Duration;

use paytop::domain::Read;

use crate::played::{Played, polite, quiet, running};
use crate::runner::Stage;

#[tokio::test(start_paused = true)]
async fn where_nothing_moves_nothing_is_drawn_but_the_clock_and_nothing_wakes_but_polls() {
    let played = Played::new((1..=24).map(|n| quiet(&format!("a{n}"))).collect());
    Stage::new([played.link("india-a", polite())])
        .play(async |runner| {
            runner.until("the rows", |frame| frame.rows == 24).await;
            runner.pass(Duration::from_secs(1)).await;
            let polls = || played.asked(&Read::Accounts).len() + played.asked(&Read::Tools).len();
            let (frames, turns, asked) = (runner.frame().number, runner.clock().turns(), polls());
            runner.pass(Duration::from_mins(10)).await;
            let drawn = runner.frame().number - frames;
            assert!(drawn <= 10, "{drawn} frames in ten minutes, and the clock changed ten times");
            runner.wait("10:10").await;
            let answers = (polls() - asked) as u64;
            let turns = runner.clock().turns() - turns;
            assert!(turns <= answers + 10, "{turns} wakes for {answers} answers and ten minutes");
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn a_running_task_moves_its_seconds_and_no_more() {
    let played = Played::new(vec![running("a1")]);
    Stage::new([played.link("india-a", polite())])
        .play(async |runner| {
            runner.wait("a1").await;
            let frames = runner.frame().number;
            runner.pass(Duration::from_mins(1)).await;
            let drawn = runner.frame().number - frames;
            assert!((55..=75).contains(&drawn), "{drawn} frames in a minute of running seconds");
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn five_hundred_keys_at_once_settle_in_a_frame_or_two() {
    let played = Played::new((1..=1_000).map(|n| quiet(&format!("a{n}"))).collect());
    Stage::new([played.link("india-a", polite())])
        .play(async |runner| {
            runner.until("the rows", |frame| frame.rows == 1_000).await;
            runner.pass(Duration::from_secs(1)).await;
            let frames = runner.frame().number;
            (0..500).for_each(|_| runner.press("j"));
            let frame = runner.row(&["▌", "a501"]).await;
            assert!(frame.contains("a501"));
            assert!(runner.frame().number - frames <= 2, "{} frames", runner.frame().number - frames);
        })
        .await;
}
