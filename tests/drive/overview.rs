//! The overview, through the real loop: it opens first, goes to the rows behind its figures, and costs nothing while
//! nothing moves.

use std::time::Duration;

use paytop::domain::Read;
use paytop::message::PaneId;
use paytop::sandbox::Options;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::house::House;
use crate::played::{Played, polite, quiet, running};
use crate::runner::Stage;

#[tokio::test]
async fn the_selection_goes_from_a_task_to_its_row() {
    let house = House::open(Options::default());
    Stage::new([house.link()])
        .opening(PaneId::Overview)
        .play(async |runner| {
            runner.until("the rows", |frame| frame.rows == 24).await;
            let task = runner.row(&["••", "on time"]).await;
            let account = task.split_whitespace().find(|word| word.starts_with('a')).unwrap().to_owned();
            // Down to it, from figure to figure.
            for _ in 0..30 {
                let number = runner.frame().number;
                runner.press("j");
                let frame = runner.until("a frame", |frame| frame.number > number).await;
                let selected = frame.text.lines().find(|line| line.contains('▌')).unwrap_or_default();
                if selected.split_whitespace().any(|word| word == account) {
                    break;
                }
            }
            runner.press("enter");
            runner.wait("t withdrawals").await;
            runner.row(&["▌", &account]).await;
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn where_nothing_moves_the_overview_is_drawn_when_a_feed_answers_and_by_the_clock_alone() {
    let played = Played::new((1..=24).map(|n| quiet(&format!("a{n}"))).collect());
    Stage::new([played.link("india-a", polite())])
        .opening(PaneId::Overview)
        .play(async |runner| {
            runner.until("the rows", |frame| frame.rows == 24).await;
            runner.pass(Duration::from_secs(1)).await;
            let polls = || (played.asked(&Read::Accounts).len() + played.asked(&Read::Tools).len()) as u64;
            let (frames, turns, asked) = (runner.frame().number, runner.clock().turns(), polls());
            runner.pass(Duration::from_mins(10)).await;
            let answers = polls() - asked;
            let drawn = runner.frame().number - frames;
            assert!(drawn <= answers + 10, "{drawn} frames for {answers} answers and ten minutes");
            let turns = runner.clock().turns() - turns;
            assert!(turns <= answers + 10, "{turns} wakes for {answers} answers and ten minutes");
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn a_running_task_is_no_reason_to_tick_there() {
    let played = Played::new(vec![running("a1")]);
    Stage::new([played.link("india-a", polite())])
        .opening(PaneId::Overview)
        .play(async |runner| {
            runner.wait("a1").await;
            let polls = || (played.asked(&Read::Accounts).len() + played.asked(&Read::Tools).len()) as u64;
            let (frames, asked) = (runner.frame().number, polls());
            runner.pass(Duration::from_mins(1)).await;
            let (drawn, answers) = (runner.frame().number - frames, polls() - asked);
            assert!(drawn <= answers + 2, "{drawn} frames in a minute, for {answers} answers");
        })
        .await;
}

#[tokio::test]
async fn the_running_dashboard_tells_its_metrics() {
    let house = House::open(Options::default());
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    Stage::new([house.link()])
        .metrics(free)
        .play(async |runner| {
            runner.until("the rows", |frame| frame.rows == 24).await;
            let mut stream = TcpStream::connect(free).await.unwrap();
            stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
            let mut told = String::new();
            stream.read_to_string(&mut told).await.unwrap();
            for line in ["# TYPE paytop_feed_questions_total counter", "feed=\"accounts\"} 1\n", "paytop_tasks{"] {
                assert!(told.contains(line), "{line}: {told}");
            }
        })
        .await;
}
