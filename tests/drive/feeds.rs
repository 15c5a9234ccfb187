//! How the feeds ask: politely, never two questions at once, and as a provider in trouble wants it. Minutes pass at
//! once here: tokio's clock is paused and the provider is played.

use std::time::Duration;

use paytop::domain::{Account, Fault, Read};

use crate::played::{Act, Asked, Played, answer, polite, quiet, running};
use crate::runner::{Runner, Stage};

/// The time between each answer and the question after it.
fn pauses(asked: &[Asked]) -> Vec<Duration> {
    let pause = |pair: &[Asked]| {
        let done = pair[0].done.expect("an answer comes before the next question");
        pair[1].at.checked_sub(done).expect("an answer comes before the next question")
    };
    asked.windows(2).map(pause).collect()
}

fn accounts() -> Vec<Account> {
    vec![quiet("a1")]
}

#[tokio::test(start_paused = true)]
async fn a_running_task_is_asked_about_every_five_seconds_and_quiet_accounts_every_thirty() {
    for (account, interval) in [(running("a1"), 5.0), (quiet("a1"), 30.0)] {
        let played = Played::new(vec![account]);
        Stage::new([played.link("india-a", polite())])
            .play(async |runner| {
                runner.wait("a1").await;
                runner.pass(Duration::from_mins(20)).await;
                let pauses = pauses(&played.asked(&Read::Accounts));
                assert!(pauses.len() > 20, "{pauses:?}");
                let (least, most) = (pauses.iter().min().unwrap(), pauses.iter().max().unwrap());
                assert!(least.as_secs_f64() >= interval * 0.75 && most.as_secs_f64() <= interval * 1.25, "{pauses:?}");
                assert!(*most > *least + Duration::from_millis(200), "many terminals must not ask in step: {pauses:?}");
            })
            .await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_feed_never_has_two_questions_out_at_once() {
    let played = Played::new(Vec::new());
    played.reads(|read, _| {
        Act::After(Duration::from_secs(20), Box::new(Act::Say(answer(read, &[running("a1"), running("a2")]))))
    });
    Stage::new([played.link("india-a", polite())])
        .play(async |runner| {
            for _ in 0..60 {
                runner.press("r r r p p");
                runner.pass(Duration::from_secs(3)).await;
            }
            runner.wait("a1").await;
            assert!(played.asked(&Read::Accounts).len() > 5);
            assert_eq!(played.most_at_once(), 1);
        })
        .await;
}

/// Lets time pass until so many questions were asked.
async fn questions(runner: &mut Runner, played: &Played, count: usize) -> Vec<Asked> {
    for _ in 0..100_000 {
        let asked = played.asked(&Read::Accounts);
        if asked.len() >= count {
            return asked;
        }
        runner.pass(Duration::from_millis(250)).await;
    }
    panic!("it was not asked {count} times; the screen shows:\n{}", runner.frame().text);
}

#[tokio::test(start_paused = true)]
async fn a_provider_in_trouble_is_asked_ever_less_and_as_before_once_it_is_well() {
    let played = Played::new(Vec::new());
    let well = || answer(&Read::Accounts, &[running("a1")]);
    let failing = 1..9;
    played.reads(move |read, before| match read {
        Read::Accounts if failing.contains(&before) => Act::Fail(Fault::Server { status: 502, retry_after: None }),
        Read::Accounts => Act::Say(well()),
        _ => Act::Say(answer(read, &[])),
    });
    Stage::new([played.link("india-a", polite())])
        .play(async |runner| {
            runner.wait("a1").await;
            let frame = runner.wait("502").await;
            assert!(frame.text.contains("a1"), "the last good rows stay:\n{}", frame.text);
            let asked = questions(runner, &played, 14).await;
            let pauses = pauses(&asked);
            let (trouble, after) = (&pauses[1..9], &pauses[10..]);
            assert!(trouble[0] >= Duration::from_secs(4), "{pauses:?}");
            assert!(trouble[3] > trouble[0] * 2, "it grows: {pauses:?}");
            assert!(trouble.iter().all(|pause| *pause <= Duration::from_mins(3)), "nobody waits for ever: {pauses:?}");
            assert!(after.iter().all(|pause| *pause < Duration::from_secs(7)), "it recovers: {pauses:?}");
            runner.gone("502").await;
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn a_retry_after_is_kept_to_the_second_whatever_is_pressed() {
    let asked_for = Duration::from_secs(90);
    let played = Played::new(Vec::new());
    played.reads(move |read, before| match (read, before) {
        (Read::Accounts, 1) => Act::Fail(Fault::RateLimited { retry_after: Some(asked_for) }),
        _ => Act::Say(answer(read, &[running("a1")])),
    });
    Stage::new([played.link("india-a", polite())])
        .play(async |runner| {
            runner.wait("a1").await;
            let frame = runner.wait("429").await;
            assert!(frame.text.contains("a1"), "the last good rows stay:\n{}", frame.text);
            for _ in 0..100 {
                runner.press("r p p");
                runner.pass(Duration::from_secs(1)).await;
            }
            let asked = played.asked(&Read::Accounts);
            let waited = pauses(&asked)[1];
            assert!(waited >= asked_for, "asked again after {waited:?}");
            assert!(waited <= asked_for + Duration::from_secs(10), "and soon after it was allowed, as it was wanted");
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn paused_polling_asks_nothing_until_it_goes_on() {
    let played = Played::new(accounts());
    Stage::new([played.link("india-a", polite())])
        .play(async |runner| {
            runner.wait("a1").await;
            runner.press("p");
            runner.wait("paused").await;
            runner.pass(Duration::from_secs(1)).await;
            let before = played.asked(&Read::Accounts).len();
            runner.pass(Duration::from_mins(10)).await;
            assert_eq!(played.asked(&Read::Accounts).len(), before);
            runner.wait("polling is paused").await;
            runner.press("p");
            runner.gone("polling is paused").await;
            questions(runner, &played, before + 2).await;
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn a_refresh_asks_at_once() {
    let played = Played::new(accounts());
    Stage::new([played.link("india-a", polite())])
        .play(async |runner| {
            runner.wait("a1").await;
            runner.pass(Duration::from_secs(1)).await;
            runner.press("r");
            runner.pass(Duration::from_secs(1)).await;
            assert_eq!(played.asked(&Read::Accounts).len(), 2);
        })
        .await;
}
