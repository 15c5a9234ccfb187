//! Withdrawals through the true loop: what was taken on or may have been is asked for until its end is told, and where
//! there is nothing to ask for, nothing is sent.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::tz::{self, TimeZone};
use paytop::domain::{
    Ability, ConnectionInfo, Data, Fault, FeedKind, Found, How, IntentState, Money, OrderQuery, OrderStatus, Phase,
    Polling, Postback, PostbackBody, RawJson, Read, Receipt, WithdrawalPostback, WithdrawalStatus,
};
use paytop::message::Message;
use paytop::providers::http::{self, ChangePermit};
use paytop::providers::paykassma::{self, Settings};
use paytop::runtime::Link;
use paytop::sandbox::{Faults, Options};

use crate::house::House;
use crate::paper::Paper;
use crate::played::{Act, Played, info, polite};
use crate::runner::{Runner, Stage};

fn shop(polling: Polling) -> ConnectionInfo {
    ConnectionInfo {
        provider: "paykassma",
        feeds: vec![FeedKind::Balances, FeedKind::Payouts],
        abilities: &[Ability::Withdrawals],
        ..info("shop", polling)
    }
}

/// Goes to the withdrawals, which have the second tab.
async fn open(runner: &mut Runner) {
    runner.wait("1 Balances").await;
    runner.press("2");
    runner.wait("No withdrawal was made here yet").await;
}

/// Types a PayTM withdrawal and says yes to it.
async fn pay(runner: &mut Runner, number: &str, amount: &str) {
    runner.press("n");
    runner.wait("New withdrawal at shop").await;
    runner.press("tab");
    runner.type_in(number);
    runner.press("tab");
    runner.type_in(amount);
    runner.press("tab tab");
    runner.type_in("55");
    runner.press("tab tab tab enter");
    runner.accept(&format!("Pay INR {amount}.00?"), "pay").await;
    runner.gone("enter pay").await;
    runner.until("the answer", |frame| frame.in_flight == 0 && !frame.text.contains("Waiting for the provider")).await;
}

/// The payouts that a question asks for.
fn ids(read: &Read) -> Vec<String> {
    match read {
        Read::Orders(OrderQuery::Withdrawals(ids)) => ids.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}

/// A provider that takes every withdrawal on and tells of those in `ends` that they are paid.
fn taking(ends: &Arc<Mutex<BTreeSet<String>>>) -> Arc<Played> {
    let played = Played::new(Vec::new());
    let ended = Arc::clone(ends);
    played.reads(move |read, _| match read {
        Read::Balances => Act::Say(Data::Balances(Vec::new().into())),
        read => {
            let rows = ids(read).into_iter().map(|id| status(&id, ended.lock().unwrap().contains(&id)));
            Act::Say(Data::Orders(rows.collect::<Vec<_>>().into()))
        }
    });
    played.changes(|_, _| Act::Say(Receipt::WithdrawalTaken { id: "its own".into() }));
    played
}

fn status(id: &str, paid: bool) -> OrderStatus {
    let told = WithdrawalPostback {
        id: id.into(),
        status: WithdrawalStatus::Processed,
        comment: None,
        system: "paytm".into(),
        amount: Money::inr(500.into()),
        label: "55".into(),
        account_number: None,
        account_name: None,
        account_email: None,
        payments_method: None,
        payments_provider: None,
        bank_code: None,
        branch_code: None,
        bank_code_in_system: None,
    };
    let postback = Postback { told: PostbackBody::Withdrawal(told), raw: RawJson::default() };
    let found = if paid { Found::Postback(Box::new(postback)) } else { Found::Nothing("Postback not found".into()) };
    OrderStatus { id: id.into(), found }
}

/// The questions about payouts so far, each by the ids in it.
fn asked(played: &Played) -> Vec<Vec<String>> {
    played.questions().iter().map(ids).filter(|ids| !ids.is_empty()).collect()
}

#[tokio::test(start_paused = true)]
async fn nothing_is_asked_where_there_is_nothing_to_ask_for_and_everything_at_once_where_there_is() {
    let ends = Arc::default();
    let played = taking(&ends);
    let paper = Arc::new(Paper::default());
    Stage::new([played.link_of(shop(polite()))])
        .store(Arc::clone(&paper) as _)
        .play(async |runner| {
            open(runner).await;
            runner.press("r");
            runner.pass(Duration::from_mins(20)).await;
            assert!(played.questions().iter().all(|read| *read == Read::Balances), "{:?}", played.questions());

            pay(runner, "9876543210", "500").await;
            runner.row(&["paytm", "◐ done"]).await;
            // Much sooner than the next poll would be.
            runner.pass(Duration::from_millis(200)).await;
            let first = asked(&played);
            assert_eq!((first.len(), first[0].len()), (1, 1), "{first:?}");
            runner.wait("Postback not found").await;
            pay(runner, "9876543211", "500").await;
            runner.pass(Duration::from_millis(200)).await;
            assert_eq!(asked(&played).last().unwrap().len(), 2, "both are asked for at once");
            assert_eq!(played.changed().len(), 2);

            // Both end, and nothing more is asked.
            ends.lock().unwrap().extend(asked(&played).pop().unwrap());
            runner.wait("2 payouts ended: 2 paid").await;
            runner.until("no row under way", |frame| !frame.text.contains("◐ done")).await;
            let so_far = asked(&played).len();
            runner.pass(Duration::from_hours(1)).await;
            assert_eq!(asked(&played).len(), so_far);
            paper.until("both ends written", |all| all.iter().all(|intent| intent.state().word() == "paid")).await;
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn a_restart_goes_on_asking_for_what_was_taken_on() {
    let ends: Arc<Mutex<BTreeSet<String>>> = Arc::default();
    let played = taking(&ends);
    let paper = Arc::new(Paper::default());
    Stage::new([played.link_of(shop(polite()))])
        .store(Arc::clone(&paper) as _)
        .play(async |runner| {
            open(runner).await;
            pay(runner, "9876543210", "500").await;
        })
        .await;
    ends.lock().unwrap().extend(paper.written().iter().map(|intent| intent.id.to_string()));
    Stage::new([played.link_of(shop(polite()))])
        .store(Arc::clone(&paper) as _)
        .play(async |runner| {
            runner.wait("1 Balances").await;
            runner.press("2");
            runner.row(&["paytm", "✓ paid"]).await;
            paper.until("its end", |all| all[0].state().word() == "paid").await;
            assert_eq!(played.changed().len(), 1, "it was sent once");
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn one_whose_answer_is_lost_is_never_sent_again_however_long_nothing_is_told_of_it() {
    let ends: Arc<Mutex<BTreeSet<String>>> = Arc::default();
    let played = taking(&ends);
    let late = Fault::Timeout { phase: Phase::Answering, after: Duration::from_secs(20) };
    played.changes(move |_, _| Act::Fail(late.clone()));
    Stage::new([played.link_of(shop(polite()))])
        .play(async |runner| {
            open(runner).await;
            pay(runner, "9876543210", "500").await;
            runner.wait("1 unconfirmed").await;
            runner.pass(Duration::from_hours(6)).await;
            assert_eq!(played.changed().len(), 1);
            assert!(asked(&played).len() > 100, "it is asked for all the time");
            runner.wait("1 unconfirmed").await;
            ends.lock().unwrap().extend(asked(&played).pop().unwrap());
            runner.gone("1 unconfirmed").await;
            runner.row(&["paytm", "✓ settled"]).await;
            assert_eq!(played.changed().len(), 1);
        })
        .await;
}

/// A connection to the sandbox's merchant.
fn link(house: &House) -> Link {
    let polling = Polling { active: Duration::from_millis(150), idle: Duration::from_millis(300) };
    let address = house.address;
    Link::new(shop(polling), move || {
        let settings = Settings {
            http: http::Settings::new(&format!("http://{address}")),
            secret: "sandbox-plugin-secret".into(),
            private_key: Some("sandbox-private-key".into()),
            zone: TimeZone::fixed(tz::offset(8)),
        };
        paykassma::open(settings, ChangePermit::unless(false))
    })
}

#[tokio::test]
async fn answers_that_the_sandbox_drops_are_made_up_for_by_asking() {
    let faults = Faults { drop_rate: "0.4".parse().unwrap(), ..Faults::default() };
    // A withdrawal takes up to 75 seconds there, which are two here.
    let speed = "40".parse().unwrap();
    let house = House::open(Options { faults, speed, seed: 5, ..Options::default() });
    Stage::new([link(&house)])
        .play(async |runner| {
            open(runner).await;
            for number in 0..20 {
                pay(runner, &format!("98765432{number:02}"), "500").await;
                let frame = runner.frame();
                if frame.text.contains("New withdrawal") {
                    // Refused before anything was done: what is in the form is not wanted any more.
                    runner.press("esc");
                    runner.wait("would be lost").await;
                    runner.press("esc");
                    runner.gone("New withdrawal").await;
                }
                let was_lost = |states: &[&str]| states.contains(&"unconfirmed");
                if frame
                    .intents
                    .iter()
                    .any(|intent| was_lost(&intent.timeline.iter().map(|event| event.state.word()).collect::<Vec<_>>()))
                {
                    break;
                }
            }
            let frame = runner
                .until("every end", |frame| {
                    let words = ["paid", "failed", "settled", "rejected"];
                    frame.intents.iter().all(|intent| words.contains(&intent.state().word()))
                })
                .await;
            let settled = frame.intents.iter().filter(
                |intent| matches!(intent.state(), IntentState::Settled(settlement) if settlement.how == How::Inquiry),
            );
            assert!(settled.count() >= 1, "an answer got lost and its end was found: {}", frame.text);
            let ledger = house.own("/sandbox/withdrawals").await;
            let rows = ledger["withdrawals"].as_array().unwrap();
            for intent in &frame.intents {
                let id = intent.id.to_string();
                let own: Vec<_> = rows.iter().filter(|row| row["withdrawal_id"] == id.as_str()).collect();
                let paid = own.iter().filter(|row| row["status"] == 1).count();
                assert!(own.len() <= 1, "no id twice: {own:?}");
                assert_eq!(paid == 1, intent.is_spent(), "{}: {own:?}", intent.state().told());
            }
            runner.send(Message::Clock);
        })
        .await;
}
