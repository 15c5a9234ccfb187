//! The long run in short: a fast world in which a good part of everything fails. Rows never vanish, no order is acted
//! on twice, and what nobody knows is said to be unconfirmed.

use std::collections::HashMap;
use std::time::Duration;

use paytop::domain::{ChangeKind, IntentState};
use paytop::message::Message;
use paytop::sandbox::{Faults, Options};

use crate::house::House;
use crate::runner::{Runner, Stage};

/// How many orders and switches are tried.
const ROUNDS: usize = 60;

#[tokio::test]
async fn through_a_storm_of_faults_rows_stay_and_no_order_is_sent_twice() {
    let faults = Faults {
        latency: Duration::from_millis(5),
        error_rate: "0.2".parse().unwrap(),
        drop_rate: "0.2".parse().unwrap(),
        garbage_rate: "0.1".parse().unwrap(),
    };
    let house = House::open(Options { speed: "120".parse().unwrap(), faults, ..Options::default() });
    Stage::new([house.link()])
        .play(async |runner| {
            runner.until("the rows", |frame| frame.rows == 24).await;
            for round in 0..ROUNDS {
                order(runner, ["a2", "a7", "a16", "a22"][round % 4], round).await;
                switch(runner, ["a9", "a17", "a1", "a6"][round % 4]).await;
            }
            let frame = runner.until("every answer", |frame| frame.in_flight == 0).await;
            assert_eq!(runner.fewest_rows(), 24, "rows vanished");
            let orders = house.own("/sandbox/orders").await;
            let mut acted: HashMap<String, usize> = HashMap::new();
            for order in orders["orders"].as_array().unwrap() {
                *acted.entry(order["amount"].to_string()).or_default() += 1;
            }
            let sent: Vec<_> = frame.intents.iter().filter(|intent| intent.kind == ChangeKind::CreateOrder).collect();
            assert!(sent.len() > ROUNDS / 2, "only {} orders left the app", sent.len());
            let mut unconfirmed = 0;
            for intent in &sent {
                let amount = intent.amount.as_ref().unwrap().amount.normalize().to_string();
                let times = acted.remove(&amount).unwrap_or_default();
                match intent.state() {
                    IntentState::Done { .. } => assert_eq!(times, 1, "{amount} is done and was acted on {times} times"),
                    IntentState::Rejected(_) => assert_eq!(times, 0, "{amount} is rejected and was acted on"),
                    _ => {
                        unconfirmed += 1;
                        assert!(times <= 1, "{amount} was acted on {times} times");
                    }
                }
            }
            assert!(acted.is_empty(), "orders nobody sent: {acted:?}");
            assert!(unconfirmed > 0, "the storm was none");
        })
        .await;
}

/// Orders an amount that no other order has.
async fn order(runner: &mut Runner, account: &str, round: usize) {
    runner.select(account).await;
    runner.press("w");
    runner.wait("Withdraw from").await;
    runner.type_in(&format!("{}", 1_000 + round));
    runner.press("enter");
    runner.accept("Withdraw INR", "withdraw").await;
    runner.gone("Withdraw INR").await;
    // Keys of an operator who does not believe it.
    runner.press("r r");
}

/// Turns withdrawals on or off, whatever is asked.
async fn switch(runner: &mut Runner, account: &str) {
    runner.select(account).await;
    runner.press("t");
    runner.send(Message::Resized { width: 120, height: 40 });
    let frame = runner.frame().number;
    runner.until("a frame", |now| now.number > frame).await;
    if runner.frame().text.contains("Turn withdrawals") {
        runner.accept("Turn withdrawals", "turn").await;
        runner.gone("Turn withdrawals").await;
    }
}
