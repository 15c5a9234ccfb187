//! A transfer made by the true binary, killed at every point of its life. Its invoice id is the journal's own, so the
//! provider is asked for it afterwards: what it did is settled by its word, and nothing is ever sent again.

use paytop::domain::{How, Intent, IntentState, InvoiceId, Settlement};
use paytop::sandbox::Options;
use serde_json::Value;

use crate::place::{Place, ended};

/// How often each point is tried.
const TIMES: u32 = 20;

async fn told(place: &Place, what: &str) -> Value {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = client.get(place.own(what)).send().await.unwrap().text().await.unwrap();
    serde_json::from_str(&answer).unwrap()
}

/// How often the provider made the transfer of an intent.
async fn made(place: &Place, intents: &[Intent]) -> Vec<usize> {
    let ledger = told(place, "/sandbox/transfers").await;
    let rows = ledger["transfers"].as_array().unwrap();
    let times = |intent: &Intent| {
        let id = InvoiceId::of(intent.id).to_string();
        rows.iter().filter(|row| row["invoiceId"] == id.as_str()).count()
    };
    intents.iter().map(times).collect()
}

/// Kills itself where it has come to a point.
async fn dies_at(point: &str, word: Option<&str>, moved: usize) {
    // What takes minutes at the provider is over at once.
    let place = Place::payouts(Options { speed: "600".parse().unwrap(), ..Options::default() }).await;
    let payees = told(&place, "/sandbox/payees").await;
    let no = payees["payees"][1]["customerNo"].as_str().unwrap().to_owned();
    let before = told(&place, "/sandbox/transfers").await["transfers"].as_array().unwrap().len();
    for amount in 101..=100 + TIMES {
        let amount = format!("{amount}.00");
        let create = ["yuansfer", "transfer", "create", &no, "--amount", &amount, "--currency", "USD", "--yes"];
        let status = ended(place.program(&create, &format!("kill:{point}")).spawn().unwrap()).await;
        assert_eq!(status.code(), None, "it was to be killed");
    }
    let intents = place.intents().await;
    let words: Vec<_> = intents.iter().map(|intent| intent.state().word()).collect();
    assert_eq!(words, vec![word; words.len()].into_iter().flatten().collect::<Vec<_>>(), "{point}");
    assert_eq!(words.len(), if word.is_some() { TIMES as usize } else { 0 }, "{point}");
    assert_eq!(made(&place, &intents).await, vec![moved; intents.len()], "{point}");
    // The provider is asked until it has told every end it has.
    for _ in 0..30 {
        ended(place.program(&["yuansfer", "transfer", "show", "--pending"], "").spawn().unwrap()).await;
        if place.intents().await.iter().all(|intent| !intent.awaits_end()) {
            break;
        }
    }
    for intent in place.intents().await {
        match intent.state() {
            IntentState::Settled(Settlement { happened: Some(true), how: How::Inquiry, .. }) => assert_eq!(moved, 1),
            IntentState::Reported(_) => assert_eq!((word, moved), (Some("done"), 1)),
            // The provider knows of none, which says nothing.
            IntentState::Unconfirmed(_) => assert_eq!(moved, 0),
            other => panic!("{point}: {other:?}"),
        }
    }
    let after = told(&place, "/sandbox/transfers").await["transfers"].as_array().unwrap().len();
    assert_eq!(after - before, moved * words.len(), "{point}: nothing else was sent, and nothing again");
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_journal_nothing_was_decided_and_nothing_is_paid() {
    dies_at("before-journal", None, 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_journal_it_stays_unconfirmed_for_the_provider_knows_of_none() {
    dies_at("after-journal", Some("unconfirmed"), 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_answer_it_is_unconfirmed_and_settled_by_inquiry() {
    dies_at("after-answer", Some("unconfirmed"), 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_outcome_it_is_done_and_its_end_is_reported() {
    dies_at("after-outcome", Some("done"), 1).await;
}
