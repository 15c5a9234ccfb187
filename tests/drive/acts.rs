//! What an operator does, through to the row: switches, orders, many at once, and copies.

use paytop::domain::{ChangeKind, Fault, Phase, Read, Receipt};
use paytop::message::Message;
use paytop::sandbox::Options;
use serde_json::json;

use crate::house::House;
use crate::played::{Act, Played, polite, quiet, running};
use crate::runner::Stage;

#[tokio::test]
async fn a_toggle_goes_through_to_the_row_and_back() {
    let house = House::open(Options::default());
    Stage::new([house.link()])
        .play(async |runner| {
            runner.until("the rows", |frame| frame.rows == 24).await;
            // a9 is authorised, off, and has no task: turning it on asks nothing outside production.
            runner.select("a9").await;
            runner.row(&["▌", "a9", "○ off"]).await;
            runner.press("t");
            runner.row(&["▌", "a9", "● on"]).await;
            runner.until("the answer", |frame| frame.in_flight == 0).await;
            runner.press("t");
            runner.row(&["▌", "a9", "○ off"]).await;
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn a_switch_shows_that_it_is_on_its_way() {
    let played = Played::new(vec![quiet("a1")]);
    played.changes(|_, _| Act::Hang);
    Stage::new([played.link("india-a", polite())])
        .play(async |runner| {
            runner.wait("a1").await;
            runner.press("t");
            runner.row(&["a1", "◐"]).await;
            runner.row(&["withdrawals", "enabling"]).await;
            runner.press("t");
            runner.wait("on its way").await;
            assert_eq!(played.changed().len(), 1, "a second key sends nothing");
            // Leaving now would leave its outcome unseen: it asks first.
            runner.press("q");
            runner.wait("Leave now?").await;
            assert!(runner.runs());
            runner.accept("Leave now?", "leave").await;
            assert_eq!(runner.left().await, 0);
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn stopping_a_running_task_asks_first_and_does_only_what_it_said() {
    let played = Played::new(vec![running("a1"), running("a2")]);
    Stage::new([played.link("india-a", polite())])
        .play(async |runner| {
            runner.wait("a2").await;
            runner.press("t");
            runner.wait("Turn withdrawals off at a1").await;
            runner.press("esc");
            runner.gone("Turn withdrawals off at a1").await;
            assert!(played.changed().is_empty());
            runner.press("t");
            runner.accept("Turn withdrawals off at a1", "turn off").await;
            runner.row(&["a1", "○ off"]).await;
            runner.row(&["a2", "● on"]).await;
            assert_eq!(played.changed(), [ChangeKind::SetWithdrawals]);
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn marked_accounts_are_switched_together_and_each_says_what_became_of_it() {
    let played = Played::new(vec![quiet("a1"), quiet("a2"), quiet("a3")]);
    played.changes(|_, before| match before {
        0 => Act::Say(Receipt::Nothing),
        1 => Act::Fail(Fault::Refused { code: "77".into(), text: "not today".into() }),
        _ => Act::Fail(Fault::ConnectionLost("reset".into())),
    });
    Stage::new([played.link("india-a", polite())])
        .play(async |runner| {
            runner.wait("a3").await;
            runner.press("space space space t");
            runner.wait("Turn withdrawals on at 3 accounts").await;
            assert!(played.changed().is_empty());
            runner.accept("Turn withdrawals on at 3 accounts", "turn on").await;
            runner.wait("3 changes: all answered").await;
            runner.row(&["a1", "done"]).await;
            runner.row(&["a2", "not today"]).await;
            runner.row(&["a3", "UNCONFIRMED"]).await;
        })
        .await;
}

#[tokio::test]
async fn an_order_is_asked_in_full_words_and_reaches_the_sandbox_once() {
    let house = House::open(Options::default());
    Stage::new([house.link()])
        .play(async |runner| {
            runner.until("the rows", |frame| frame.rows == 24).await;
            // a2 is a CARD account that is on.
            runner.select("a2").await;
            runner.press("w");
            runner.wait("Withdraw from a2").await;
            runner.type_in("12345.50");
            runner.press("enter");
            runner.wait("Withdraw INR 12,345.50?").await;
            assert_eq!(house.own("/sandbox/orders").await, json!({"orders": []}));
            runner.accept("Withdraw INR 12,345.50?", "withdraw").await;
            runner.until("the answer", |frame| frame.intents.len() == 1 && frame.in_flight == 0).await;
            let orders = house.own("/sandbox/orders").await;
            let orders = orders["orders"].as_array().unwrap();
            assert_eq!(orders.len(), 1);
            assert_eq!((&orders[0]["payAccountId"], &orders[0]["amount"]), (&json!("a2"), &json!(12345.50)));
            // UPI accounts take no orders, and the key says why.
            runner.select("a9").await;
            runner.press("w");
            runner.wait("UPI account").await;
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn an_order_whose_answer_is_lost_is_unconfirmed_and_never_sent_again() {
    let mut card = quiet("c1");
    card.collection = paytop::domain::CollectionType::Card;
    card.enabled = true;
    let played = Played::new(vec![card]);
    let late = Fault::Timeout { phase: Phase::Answering, after: std::time::Duration::from_secs(20) };
    played.changes(move |_, _| Act::Fail(late.clone()));
    Stage::new([played.link("india-a", polite())])
        .play(async |runner| {
            runner.wait("c1").await;
            let order = async |runner: &mut crate::runner::Runner| {
                runner.press("w");
                runner.wait("Withdraw from c1").await;
                runner.type_in("500");
                runner.press("enter");
                runner.wait("Withdraw INR 500.00?").await;
            };
            order(runner).await;
            runner.accept("Withdraw INR 500.00?", "withdraw").await;
            runner.wait("1 unconfirmed").await;
            runner.pass(std::time::Duration::from_hours(1)).await;
            assert_eq!(played.changed(), [ChangeKind::CreateOrder]);
            runner.wait("1 unconfirmed").await;
            // The same once more needs more than a yes.
            order(runner).await;
            runner.accept("Withdraw INR 500.00?", "withdraw").await;
            runner.wait("to go on").await;
            assert_eq!(played.changed().len(), 1);
            // Another amount is another order.
            runner.press("esc");
            runner.gone("Withdraw INR 500.00?").await;
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn an_id_is_copied_and_pasted_text_runs_no_commands() {
    let played = Played::new(vec![quiet("a1"), running("a2")]);
    Stage::new([played.link("india-a", polite())])
        .play(async |runner| {
            runner.wait("a2").await;
            runner.press("y y");
            assert_eq!(runner.copied().await, "a1");
            runner.wait("OSC 52").await;
            // `d`, `t`, `q` and a line break are commands as keys.
            runner.send(Message::Paste("dtq\n".into()));
            runner.press("j");
            runner.row(&["▌", "a2"]).await;
            assert!(runner.runs() && played.changed().is_empty());
            assert!(!runner.frame().text.contains("Deauthorise"), "{}", runner.frame().text);
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn the_question_about_a_row_is_copied_as_its_connection_writes_it() {
    let written = |name: &str| {
        let played = Played::new(vec![quiet("a1")]);
        let name = name.to_owned();
        played.link(&name.clone(), polite()).written_by(move |read| match read {
            Read::Accounts => Ok(format!("curl {name}\n")),
            _ => Err(Fault::Unsupported),
        })
    };
    Stage::new([written("india-a"), written("india-b")])
        .play(async |runner| {
            runner.row(&["▌", "india-a", "a1"]).await;
            runner.row(&["india-b", "a1"]).await;
            runner.press("y r");
            assert_eq!(runner.copied().await, "curl india-a\n");
            runner.press("j");
            runner.row(&["▌", "india-b"]).await;
            runner.press("y r");
            assert_eq!(runner.copied().await, "curl india-b\n");
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn every_size_survives_and_small_ones_still_show_the_rows() {
    let played = Played::new(vec![quiet("a1"), running("a2")]);
    for (width, height) in [(0, 0), (1, 1), (2, 50), (200, 1), (50, 15), (80, 24), (300, 80)] {
        Stage::new([played.link("india-a", polite())])
            .size(width, height)
            .play(async |runner| {
                runner.until("two rows to be known", |frame| frame.rows == 2).await;
                runner.press("j ? esc : esc o esc n esc 2 1 enter esc");
                if width >= 50 && height >= 15 {
                    runner.row(&["▌", "a2"]).await;
                }
                runner.press("q");
                assert_eq!(runner.left().await, 0);
            })
            .await;
    }
}
