//! One process, killed.

use std::time::Duration;

use fastrand::Rng;
use paytop::sandbox::{Faults, Options};

use crate::between::Hold;
use crate::place::{Place, ended, kill};

/// How often each point is tried.
const TIMES: u32 = 40;

/// Kills itself where it has come to a point.
async fn dies_at(point: &str, says: &[&str], moved: usize) {
    let place = Place::new(Options::default(), "").await;
    for amount in 1_001..=1_000 + TIMES {
        let status = ended(place.order(amount, &format!("kill:{point}")).spawn().unwrap()).await;
        assert_eq!(status.code(), None, "it was to be killed");
    }
    let truth = place.truth().await;
    for amount in 1_001..=1_000 + TIMES {
        assert_eq!((truth.says(amount), truth.moved(amount)), (says, moved), "{point}: {amount}");
    }
    // The journal works on: the next order is done.
    assert!(ended(place.order(2_000, "").spawn().unwrap()).await.success());
    assert_eq!(place.truth().await.says(2_000), ["done"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_journal_nothing_was_decided_and_nothing_moved() {
    dies_at("before-journal", &[], 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_journal_it_is_unconfirmed_though_nothing_moved() {
    dies_at("after-journal", &["unconfirmed"], 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_answer_it_is_unconfirmed_and_moved_once() {
    dies_at("after-answer", &["unconfirmed"], 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_outcome_it_is_done() {
    dies_at("after-outcome", &["done"], 1).await;
}

/// Is killed while its order is on its way.
async fn dies_while(hold: Hold, moved: usize) {
    let mut place = Place::new(Options::default(), "").await;
    place.between.hold(hold);
    for amount in 1_001..=1_000 + TIMES {
        let child = place.order(amount, "").spawn().unwrap();
        let order = place.next_held().await;
        kill(child).await;
        order.release().await;
    }
    place.between.hold(Hold::Nothing);
    let truth = place.truth().await;
    for amount in 1_001..=1_000 + TIMES {
        assert_eq!((truth.says(amount), truth.moved(amount)), (&["unconfirmed"][..], moved), "{hold:?}: {amount}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_request_is_on_its_way_and_never_arrives() {
    dies_while(Hold::Request, 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_request_is_on_its_way_and_arrives_late() {
    dies_while(Hold::UntilDead, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_answer_is_on_its_way() {
    dies_while(Hold::Answer, 1).await;
}

/// Kills at moments that nobody chose.
async fn dies_anywhere(seed: u64, options: Options, faults: &str) {
    let mut rng = Rng::with_seed(seed);
    let place = Place::new(options, "").await;
    // How long one takes that lives: the kills fall within it.
    let mut whole = Duration::from_millis(5);
    for amount in 990..998 {
        let since = tokio::time::Instant::now();
        ended(place.order(amount, faults).spawn().unwrap()).await;
        whole = whole.max(since.elapsed());
    }
    for amount in 1_001..=1_060 {
        let mut child = place.order(amount, faults).spawn().unwrap();
        let after = whole.mul_f64(rng.f64() * 1.2);
        tokio::select! {
            _ = child.wait() => {}
            () = tokio::time::sleep(after) => kill(child).await,
        }
    }
    let truth = place.truth().await;
    assert!(truth.moved_in_all() > 0, "seed {seed}: no order ever came through");
}

#[tokio::test(flavor = "multi_thread")]
async fn at_any_moment() {
    for seed in [1, 2, 3] {
        dies_anywhere(seed, Options::default(), "").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn at_any_moment_while_answers_get_lost() {
    let faults = Faults { drop_rate: "0.4".parse().unwrap(), error_rate: "0.1".parse().unwrap(), ..Faults::default() };
    for seed in [4, 5] {
        dies_anywhere(seed, Options { faults, seed, ..Options::default() }, "").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn at_any_moment_with_the_clock_set_back() {
    dies_anywhere(6, Options::default(), "clock:-90000").await;
}
