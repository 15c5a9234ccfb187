//! Transfers through the true loop, against the sandbox: typed, said yes to, sent once, and followed to their end.

use std::sync::Arc;

use paytop::domain::{How, Intent, IntentState};
use paytop::sandbox::{Faults, Options};
use serde_json::Value;

use crate::house::House;
use crate::paper::Paper;
use crate::payees::link;
use crate::runner::{Runner, Stage};

/// The first payee of the sandbox: the customer number, and the token of the first account.
async fn somebody(house: &House) -> (String, String) {
    let payee = house.own("/sandbox/payees").await["payees"][0].clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&payee["customerNo"]), text(&payee["accounts"][0]["accountToken"]))
}

/// How many transfers the sandbox has of this invoice id.
async fn made(house: &House, intent: &Intent) -> usize {
    let ledger = house.own("/sandbox/transfers").await.to_string();
    ledger.matches(&intent.id.0.simple().to_string()).count()
}

/// Types a transfer to somebody who is not remembered, and says yes to it.
async fn pay(runner: &mut Runner, to: &(String, String), amount: &str) {
    runner.press("n");
    runner.wait("New transfer at payouts").await;
    for (at, text) in [&to.0, &to.1, amount, "USD"].into_iter().enumerate() {
        if at > 0 {
            runner.press("tab");
        }
        runner.type_in(text);
    }
    runner.press("tab tab tab enter");
    say_yes(runner, amount).await;
}

/// Says yes to a transfer, and waits for its answer.
async fn say_yes(runner: &mut Runner, amount: &str) {
    runner.accept(&format!("Transfer USD {amount}?"), "transfer").await;
    runner.gone("enter transfer").await;
    runner.until("the answer", |frame| frame.in_flight == 0 && !frame.text.contains("New transfer at")).await;
}

#[tokio::test]
async fn one_whose_answer_was_dropped_is_settled_by_asking_for_it_and_sent_once() {
    let faults = Faults { drop_rate: "0.5".parse().unwrap(), ..Faults::default() };
    // A transfer takes up to 75 seconds there, which are two here.
    let house = House::open(Options { faults, speed: "40".parse().unwrap(), seed: 5, ..Options::default() });
    let to = somebody(&house).await;
    let paper = Arc::new(Paper::default());
    let mut dropped = None;
    Stage::new([link(&house)])
        .store(Arc::clone(&paper) as _)
        .play(async |runner| {
            runner.press("2");
            runner.wait("No transfer was made here yet").await;
            // One after the other, until an answer is lost.
            let was_lost = |intent: &Intent| {
                intent.timeline.iter().any(|event| matches!(event.state, IntentState::Unconfirmed(_)))
            };
            for amount in ["10.00", "11.00", "12.00", "14.00", "15.00", "16.00", "18.00", "20.00"] {
                pay(runner, &to, amount).await;
                dropped = runner.frame().intents.into_iter().find(was_lost);
                if dropped.is_some() {
                    break;
                }
            }
            let id = dropped.as_ref().expect("an answer was dropped").id;
            let settled = |intent: &Intent| {
                intent.id == id
                    && matches!(intent.state(), IntentState::Settled(settlement)
                        if settlement.how == How::Inquiry && settlement.happened == Some(true))
            };
            runner.until("it is settled", |frame| frame.intents.iter().any(settled)).await;
        })
        .await;
    assert_eq!(made(&house, &dropped.unwrap()).await, 1);
    paper.until("written down", |all| all.iter().all(|intent| !intent.is_unconfirmed())).await;
}

#[tokio::test]
async fn one_that_comes_back_after_it_was_paid_is_told_loudly() {
    let house = House::open(Options { speed: "40".parse().unwrap(), seed: 5, ..Options::default() });
    let (no, _) = somebody(&house).await;
    let paper = Arc::new(Paper::default());
    Stage::new([link(&house)])
        .store(Arc::clone(&paper) as _)
        .play(async |runner| {
            runner.wait("Nobody is remembered here yet").await;
            runner.press("i");
            runner.wait("Remember a payee of payouts").await;
            runner.type_in(&no);
            runner.press("enter");
            runner.wait("is remembered from").await;
            runner.press("enter");
            runner.row(&["Ada Long", "Activated", "2"]).await;
            runner.press("t");
            runner.wait("New transfer at payouts").await;
            runner.press("tab");
            runner.type_in("5.17");
            runner.press("tab tab tab tab enter");
            say_yes(runner, "5.17").await;
            runner.press("2");
            runner.row(&["Ada Long", "5.17", "USD", "paid"]).await;
            runner.wait("RETURNED: it was paid and came back").await;
            runner.row(&["Ada Long", "5.17", "USD", "returned"]).await;
        })
        .await;
    paper.until("written down", |all| all.iter().all(|intent| intent.state().word() == "returned")).await;
    let [written] = &paper.written()[..] else { panic!("one transfer") };
    let words: Vec<&str> = written.timeline.iter().map(|event| event.state.word()).collect();
    assert_eq!(words, ["planned", "sent", "done", "paid", "returned"]);
    assert!(!written.is_spent());
    assert_eq!(made(&house, written).await, 1);
}
