//! The balances beside the true loop: they move by themselves in the sandbox over real HTTP, an alert is told once, and
//! what was seen of them is there after a restart.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use paytop::domain::{Balance, Data, LowMarks, Money, Polling};
use paytop::sandbox::Options;
use paytop::store::Store;
use rust_decimal::Decimal;

use crate::house::House;
use crate::paper::Paper;
use crate::played::{Act, Played, polite};
use crate::runner::Stage;

/// What lies in the one wallet, in rupees.
fn one(amount: i64) -> Data {
    Data::Balances(vec![Balance { wallet: "paytm".into(), money: Money::inr(Decimal::from(amount)) }].into())
}

#[tokio::test]
async fn the_balances_of_the_sandbox_live() {
    let house = House::open(Options { trade: true, speed: "60".parse().unwrap(), ..Options::default() });
    let often = Polling { active: Duration::from_millis(150), idle: Duration::from_millis(150) };
    Stage::new([house.paykassma(often)])
        .size(160, 40)
        .play(async |runner| {
            runner.wait("1 Balances").await;
            // The sum of its wallets moves, by a difference with its sign and its time.
            let is_moved = |line: &&str| line.contains("all INR") && line.contains("UTC");
            let moved = |text: &str| text.lines().find(is_moved).map(str::to_owned);
            let frame = runner.until("the rupees to move", |frame| moved(&frame.text).is_some()).await;
            let row = moved(&frame.text).unwrap();
            assert!(row.contains(" +") || row.contains(" -"), "{row}");
            runner.row(&["paytm USD", "-10,800.00", "negative"]).await;
            runner.row(&["bkash EUR", "23.9375"]).await;
            runner.press("enter");
            // One of them has the whole pane.
            runner.gone("standing").await;
            runner.row(&["wallets", "6"]).await;
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn an_alert_is_told_once_and_its_count_stays() {
    let played = Played::new(Vec::new());
    played.reads(|_, before| Act::Say(one(if before == 0 { 500 } else { 90 })));
    let marks = LowMarks::default().with(Some("paytm".into()), Money::inr(Decimal::from(100)));
    Stage::new([played.wallets("shop", polite())])
        .marks(marks)
        .play(async |runner| {
            runner.row(&["paytm INR", "500.00"]).await;
            runner.pass(Duration::from_secs(1)).await;
            runner.press("r");
            runner.wait("paytm INR at shop is low: INR 90.00").await;
            runner.wait("1 alert").await;
            runner.gone("is low: INR 90.00").await;
            runner.pass(Duration::from_mins(10)).await;
            runner.row(&["paytm INR", "! low"]).await;
            runner.wait("1 alert").await;
            assert!(!runner.frame().text.contains("is low: INR"), "it is not told again");
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn what_was_seen_of_balances_is_there_after_a_restart() {
    let paper: Arc<dyn Store> = Arc::new(Paper::default());
    let played = Played::new(Vec::new());
    played.reads(|_, before| Act::Say(one(1_000 - 10 * i64::try_from(before).unwrap())));
    Stage::new([played.wallets("shop", polite())])
        .store(Arc::clone(&paper))
        .play(async |runner| {
            runner.row(&["paytm INR", "1,000.00"]).await;
            runner.pass(Duration::from_mins(10)).await;
            runner.wait("not known yet").await;
        })
        .await;
    let later = Played::new(Vec::new());
    later.reads(|_, _| Act::Say(one(700)));
    Stage::new([later.wallets("shop", polite())])
        .store(paper)
        .later(SignedDuration::from_mins(50))
        .play(async |runner| {
            runner.row(&["paytm INR", "700.00", "about"]).await;
            // All that went out since the first run looked first, three hundred, whoever saw it.
            runner.wait("INR 300.00 since 10:00 UTC").await;
        })
        .await;
}
