//! Payees and transfers through the true loop, against the sandbox: who is registered or looked up is remembered across
//! runs, and a transfer whose answer was dropped is settled by asking for it.

use std::sync::Arc;
use std::time::Duration;

use paytop::domain::{
    Ability, AccountToken, Change, ChangeKind, ConnectionInfo, Currency, Event, FeedKind, How, Intent, IntentId,
    IntentState, Money, Outcome, PayeeNo, Polling, TransferRequest,
};
use paytop::providers::Client;
use paytop::providers::http::{self, ChangePermit};
use paytop::providers::yuansfer::sandbox::HALF;
use paytop::providers::yuansfer::{self, Encoding, Settings};
use paytop::runtime::Link;
use paytop::sandbox::{Faults, Options};
use rust_decimal::Decimal;

use crate::house::House;
use crate::paper::Paper;
use crate::played::{PlayedClock, info};
use crate::runner::Stage;

fn open(address: std::net::SocketAddr) -> Result<Client, paytop::domain::Fault> {
    let setting = |name: &str| HALF.settings.iter().find(|(own, _)| *own == name).unwrap().1;
    let settings = Settings {
        http: http::Settings::new(&format!("http://{address}")),
        merchant_no: setting("merchant_no").to_owned(),
        store_no: setting("store_no").to_owned(),
        token: setting("token").into(),
        ipn_url: None,
        client_ip: None,
        encoding: Encoding::Json,
        clock: PlayedClock::beginning,
    };
    yuansfer::open(settings, ChangePermit::unless(false))
}

fn payouts() -> ConnectionInfo {
    let polling = Polling { active: Duration::from_millis(150), idle: Duration::from_millis(300) };
    ConnectionInfo {
        provider: "yuansfer",
        feeds: vec![FeedKind::Payouts],
        abilities: &[Ability::Payees, Ability::Transfers],
        ..info("payouts", polling)
    }
}

pub fn link(house: &House) -> Link {
    let address = house.address;
    Link::new(payouts(), move || open(address))
}

#[tokio::test]
async fn who_is_registered_and_imported_is_remembered_by_the_next_run() {
    let house = House::open(Options { seed: 5, ..Options::default() });
    let paper = Arc::new(Paper::default());
    let known = house.own("/sandbox/payees").await["payees"][0]["customerNo"].as_str().unwrap().to_owned();
    Stage::new([link(&house)])
        .store(Arc::clone(&paper) as _)
        .play(async |runner| {
            runner.wait("Nobody is remembered here yet").await;
            runner.press("i");
            runner.wait("Remember a payee of payouts").await;
            runner.type_in(&known);
            runner.press("enter");
            runner.wait("is remembered from now").await;
            runner.press("enter");
            runner.row(&["Ada Long", "Activated", "2"]).await;

            runner.press("n");
            runner.wait("Register a payee at payouts").await;
            for (at, text) in
                ["", "c-77", "zoe@example.com", "Zoe", "Young", "1990-02-28", "2125550199"].into_iter().enumerate()
            {
                if at > 0 {
                    runner.press("tab");
                }
                runner.type_in(text);
            }
            // The country is there already.
            runner.press("tab tab");
            runner.type_in("NY");
            runner.press("tab tab tab tab enter");
            runner.accept("Register Zoe Young?", "register").await;
            runner.wait("Zoe Young is registered").await;
            runner.row(&["Zoe Young", "Activated", "none"]).await;
            runner.press("down a");
            runner.wait("Add an account to Zoe Young").await;
            runner.type_in("021000021");
            runner.press("tab");
            runner.type_in("7861053298");
            runner.press("tab tab tab tab enter");
            runner.accept("Add an account to Zoe Young?", "add").await;
            runner.wait("The account is added to Zoe Young").await;
            runner.row(&["Zoe Young", "Activated", " 1 "]).await;
            runner.wait("••••3298").await;

            // The provider takes each code once, and so does the form.
            runner.press("n tab");
            runner.wait("Register a payee at payouts").await;
            runner.type_in("c-77");
            runner.press("backtab backtab enter");
            runner.wait("used already, by Zoe Young").await;
        })
        .await;
    let written = format!("{:?}", paper.written());
    for secret in ["7861053298", "2125550199", "1990-02-28", "zoe@"] {
        assert!(!written.contains(secret), "{secret}");
    }
    Stage::new([link(&house)])
        .store(Arc::clone(&paper) as _)
        .play(async |runner| {
            runner.row(&["Ada Long", "Activated", "2"]).await;
            runner.row(&["Zoe Young", "Activated", " 1 "]).await;
        })
        .await;
}

/// A transfer that was made without a screen, as its journal has it afterwards.
async fn transfer(client: &Client, number: u8, request: &TransferRequest) -> (Intent, Outcome) {
    let change = Change::Transfer(Box::new(request.clone()));
    let now = PlayedClock::beginning();
    let id = IntentId::new(now, [number; 10]);
    let outcome = client.changes.as_ref().unwrap().change(id, &change).await;
    let states = [IntentState::Planned, IntentState::Sent, IntentState::of_outcome(&outcome)];
    let info = payouts();
    let intent = Intent {
        id,
        connection: info.id,
        environment: info.environment,
        kind: ChangeKind::Transfer,
        account: change.subject(),
        title: String::new(),
        amount: change.amount().cloned(),
        wanted: None,
        words: change.words(),
        operator: "asha".into(),
        shown: Vec::new(),
        request: change.summary(),
        timeline: states.map(|state| Event { at: now, state }).into(),
    };
    (intent, outcome)
}

#[tokio::test]
async fn a_transfer_whose_answer_was_dropped_is_settled_by_asking_for_it() {
    let faults = Faults { drop_rate: "0.4".parse().unwrap(), ..Faults::default() };
    // A transfer takes up to 75 seconds there, which are two here.
    let house = House::open(Options { faults, speed: "40".parse().unwrap(), seed: 5, ..Options::default() });
    let payee = house.own("/sandbox/payees").await["payees"][0].clone();
    let text = |value: &serde_json::Value| value.as_str().unwrap().into();
    let (no, token) = (PayeeNo(text(&payee["customerNo"])), AccountToken(text(&payee["accounts"][0]["accountToken"])));
    let client = open(house.address).unwrap();
    let mut intents = Vec::new();
    // One that comes back after it was paid, and ordinary ones until one's answer was dropped after it had arrived.
    for number in 1..=40 {
        let cents = if number == 1 { 517 } else { 1_000 + i64::from(number) * 100 };
        let amount = Money::new(Decimal::new(cents, 2), Currency::new("USD"));
        let (intent, outcome) =
            transfer(&client, number, &TransferRequest::new(no.clone(), token.clone(), amount)).await;
        let lost = matches!(outcome, Outcome::Unconfirmed(_));
        intents.push(intent.clone());
        let ledger = house.own("/sandbox/transfers").await.to_string();
        if lost && number > 1 && ledger.contains(&intent.id.0.simple().to_string()) {
            break;
        }
    }
    let dropped = intents.last().unwrap().id;
    let paper = Arc::new(Paper::default());
    paper.begin_with(intents);
    Stage::new([link(&house)])
        .store(Arc::clone(&paper) as _)
        .play(async |runner| {
            let settled = |intent: &Intent| {
                let by_asking = |event: &Event| {
                    matches!(&event.state, IntentState::Settled(settlement)
                        if settlement.how == How::Inquiry && settlement.happened == Some(true))
                };
                intent.id == dropped && intent.timeline.iter().any(by_asking)
            };
            runner.until("the dropped one settled", |frame| frame.intents.iter().any(settled)).await;
        })
        .await;
    paper.until("written down", |all| all.iter().any(|intent| intent.id == dropped && !intent.is_unconfirmed())).await;
}

#[tokio::test]
async fn a_transfer_that_comes_back_after_it_was_paid_is_told_loudly() {
    let house = House::open(Options { speed: "40".parse().unwrap(), seed: 5, ..Options::default() });
    let payee = house.own("/sandbox/payees").await["payees"][0].clone();
    let text = |value: &serde_json::Value| value.as_str().unwrap().into();
    let (no, token) = (PayeeNo(text(&payee["customerNo"])), AccountToken(text(&payee["accounts"][0]["accountToken"])));
    let client = open(house.address).unwrap();
    let amount = Money::new(Decimal::new(517, 2), Currency::new("USD"));
    let (intent, outcome) = transfer(&client, 1, &TransferRequest::new(no, token, amount)).await;
    assert!(matches!(outcome, Outcome::Done(_)), "{outcome:?}");
    let paper = Arc::new(Paper::default());
    paper.begin_with(vec![intent]);
    Stage::new([link(&house)])
        .store(Arc::clone(&paper) as _)
        .play(async |runner| {
            runner.wait("RETURNED: it was paid and came back").await;
        })
        .await;
    paper.until("its return", |all| all[0].state().word() == "returned").await;
    let written = paper.written();
    let words: Vec<&str> = written[0].timeline.iter().map(|event| event.state.word()).collect();
    assert_eq!(words, ["planned", "sent", "done", "paid", "returned"]);
    assert!(!written[0].is_spent());
}
