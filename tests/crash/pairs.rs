//! Two and more processes at one journal.

use fastrand::Rng;
use paytop::sandbox::{Faults, Options};

use crate::between::Hold;
use crate::place::{Place, ended, kill};

#[tokio::test(flavor = "multi_thread")]
async fn of_two_processes_one_may_die_at_any_moment() {
    let faults = Faults { drop_rate: "0.2".parse().unwrap(), ..Faults::default() };
    let place = Place::new(Options { faults, seed: 7, ..Options::default() }, "").await;
    let mut rng = Rng::with_seed(7);
    for round in 0..40 {
        let points = ["before-journal", "after-journal", "after-answer", "after-outcome"];
        let one = place.order(10_000 + round, "").spawn().unwrap();
        let other = place.order(20_000 + round, &format!("kill:{}", rng.choice(points).unwrap())).spawn().unwrap();
        let (_, _) = tokio::join!(ended(one), ended(other));
    }
    let truth = place.truth().await;
    assert!(truth.count("done") > 0 && truth.count("unconfirmed") > 0, "{truth:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_living_process_sent_is_not_taken_for_left_behind() {
    let mut place = Place::new(Options::default(), "").await;
    place.between.hold(Hold::Request);
    let child = place.order(1_001, "").spawn().unwrap();
    let held = place.next_held().await;
    let states = place.intents().await.iter().map(|intent| intent.state().word()).collect::<Vec<_>>();
    assert_eq!(states, ["sent"], "its run still holds its lock");
    kill(child).await;
    held.release().await;
    assert_eq!(place.truth().await.says(1_001), ["unconfirmed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_order_of_two_processes_leaves_once_while_the_first_is_open() {
    let mut place = Place::new(Options::default(), "").await;
    place.between.hold(Hold::Answer);
    let first = place.order(1_001, "").spawn().unwrap();
    place.next_held().await.release().await;
    // The second must not wait for anything: it is refused before it leaves.
    let second = ended(place.order(1_001, "").spawn().unwrap()).await;
    assert_eq!(second.code(), Some(2));
    kill(first).await;
    let third = ended(place.order(1_001, "").spawn().unwrap()).await;
    assert_eq!(third.code(), Some(2), "unconfirmed is as open as sent");
    assert_eq!(place.truth().await.moved(1_001), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_two_processes_slip_under_a_limit_together() {
    let limits = "[connections.limits.INR]\nper_day = \"10000\"\n";
    let faults = Faults { drop_rate: "0.1".parse().unwrap(), ..Faults::default() };
    let place = Place::new(Options { faults, seed: 11, ..Options::default() }, limits).await;
    let mut rng = Rng::with_seed(11);
    for round in 0..8 {
        let orders: Vec<_> = (0..5)
            .map(|at| {
                let faults = if rng.u8(..4) == 0 { "kill:after-answer" } else { "" };
                place.order(1_000 + round * 10 + at, faults).spawn().unwrap()
            })
            .collect();
        futures_util::future::join_all(orders.into_iter().map(ended)).await;
    }
    let truth = place.truth().await;
    assert!(truth.sum() <= 10_000, "{truth:?}");
    assert!(truth.count("rejected") > 0 && truth.moved_in_all() >= 5, "{truth:?}");
}
