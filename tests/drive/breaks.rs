//! What breaks: connections, credentials, providers, the machine's sleep, and paytop's own tasks. The last good data
//! stays, the screen says what is wrong, and nothing freezes.

use std::time::Duration;

use jiff::SignedDuration;
use paytop::domain::{ChangeKind, Fault, Read};
use paytop::sandbox::Options;

use crate::house::{self, House};
use crate::played::{Act, Played, answer, polite, quiet};
use crate::runner::Stage;

#[tokio::test]
async fn a_refused_connection_says_so_and_what_to_do() {
    let free = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    Stage::new([house::link(free, "Bearer sandbox-operator-token")])
        .play(async |runner| {
            runner.wait("connection refused").await;
            let frame = runner.wait("base_url").await;
            assert_eq!(frame.rows, 0);
            runner.press("q");
            assert_eq!(runner.left().await, 0);
        })
        .await;
}

#[tokio::test]
async fn credentials_that_are_not_taken_say_so_and_what_to_do() {
    let house = House::open(Options::default());
    Stage::new([house::link(house.address, "Bearer wrong")])
        .play(async |runner| {
            runner.wait("401").await;
            runner.wait("secrets").await;
        })
        .await;
}

#[tokio::test]
async fn a_provider_that_dies_leaves_its_last_rows_marked_stale_until_it_is_back() {
    let options = Options::default();
    let house = House::open(options);
    let address = house.address;
    Stage::new([house.link()])
        .play(async |runner| {
            runner.until("the rows", |frame| frame.rows == 24).await;
            house.close().await;
            runner.row(&["≈", "accounts", "old"]).await;
            runner.row(&["accounts", "connection refused"]).await;
            assert_eq!(runner.frame().rows, 24);
            runner.row(&["a24"]).await;
            let _again = House::open_at(address, options);
            runner.press("r");
            runner.gone("≈").await;
            assert_eq!(runner.fewest_rows(), 24);
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn after_the_machine_slept_everything_is_stale_until_it_has_answered() {
    let played = Played::new(vec![quiet("a1")]);
    Stage::new([played.link("india-a", polite())])
        .play(async |runner| {
            runner.wait("a1").await;
            runner.row(&["●", "accounts"]).await;
            let before = played.asked(&Read::Accounts).len();
            played.reads(|read, _| {
                Act::After(Duration::from_secs(3), Box::new(Act::Say(answer(read, &[quiet("a1"), quiet("a2")]))))
            });
            runner.clock().sleep(SignedDuration::from_hours(8));
            runner.press("j");
            let header = runner.row(&["≈", "accounts"]).await;
            assert!(!header.contains('●'), "no feed is fresh: {header}");
            runner.wait("a2").await;
            runner.gone("≈").await;
            assert_eq!(played.asked(&Read::Accounts).len(), before + 1, "it is asked at once, and once");
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn an_answer_to_a_question_from_before_the_sleep_makes_nothing_fresh() {
    let played = Played::new(vec![quiet("a1")]);
    Stage::new([played.link("india-a", polite())])
        .play(async |runner| {
            runner.wait("a1").await;
            // One question leaves, the machine sleeps, and its answer is read after it woke.
            played.reads(|read, before| match (read, before) {
                (Read::Accounts, 1) => {
                    Act::After(Duration::from_secs(5), Box::new(Act::Say(answer(read, &[quiet("a1"), quiet("a2")]))))
                }
                _ => Act::Hang,
            });
            runner.press("r");
            runner.pass(Duration::from_secs(1)).await;
            runner.clock().sleep(SignedDuration::from_hours(8));
            runner.press("j");
            runner.row(&["≈", "accounts"]).await;
            runner.pass(Duration::from_secs(10)).await;
            assert_eq!(played.asked(&Read::Accounts).len(), 3, "it was asked anew");
            runner.row(&["≈", "accounts"]).await;
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn a_change_that_panics_is_unconfirmed_and_the_rest_goes_on() {
    let played = Played::new(vec![quiet("a1"), quiet("a2")]);
    played.changes(|_, _| Act::Panic);
    Stage::new([played.link("india-a", polite())])
        .play(async |runner| {
            runner.wait("a1").await;
            runner.press("t");
            let frame = runner.wait("UNCONFIRMED").await;
            assert_eq!(frame.intents[0].state().word(), "unconfirmed");
            runner.wait("1 unconfirmed").await;
            runner.press("j t");
            runner.wait("2 unconfirmed").await;
            assert_eq!(played.changed(), [ChangeKind::SetWithdrawals, ChangeKind::SetWithdrawals]);
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn a_feed_whose_task_panics_says_so_and_asks_again() {
    let played = Played::new(Vec::new());
    played.reads(|read, before| match (read, before) {
        (Read::Accounts, 1) => Act::Panic,
        (_, before) => {
            Act::Say(answer(read, &if before < 2 { vec![quiet("a1")] } else { vec![quiet("a1"), quiet("a2")] }))
        }
    });
    Stage::new([played.link("india-a", polite())])
        .play(async |runner| {
            runner.wait("a1").await;
            runner.press("r");
            runner.row(&["≈", "accounts"]).await;
            assert_eq!(runner.frame().rows, 1);
            runner.wait("a2").await;
            runner.gone("≈").await;
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn one_bad_connection_does_not_touch_the_other() {
    let (good, bad) = (Played::new(vec![quiet("a1")]), Played::new(Vec::new()));
    bad.reads(|_, _| Act::Fail(Fault::Unauthorized(401)));
    Stage::new([good.link("india-a", polite()), bad.link("india-b", polite())])
        .play(async |runner| {
            runner.row(&["india-a", "a1"]).await;
            runner.row(&["india-b", "401"]).await;
            runner.press("t");
            runner.row(&["a1", "● on"]).await;
            assert_eq!(good.changed(), [ChangeKind::SetWithdrawals]);
            assert!(bad.changed().is_empty());
        })
        .await;
}
