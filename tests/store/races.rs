//! Two runs on one file, within one process and in two: they never pass a limit together, nor do both send a twin.

use std::sync::Arc;

use futures_util::future::join_all;
use paytop::domain::{Intent, Limit};
use paytop::store::{Begun, Store, Terms};
use rust_decimal::Decimal;

use super::kit::*;

/// Has each store begin each of its orders, all at once; how many left.
async fn race(stores: &[Arc<dyn Store>], each: usize, order: impl Fn(usize) -> Intent, terms: &Terms) -> usize {
    let begins = stores.iter().enumerate().flat_map(|(number, store)| {
        let orders: Vec<_> = (0..each).map(|nth| order(number * each + nth)).collect();
        orders.into_iter().map(move |order| {
            let (store, terms) = (Arc::clone(store), terms.clone());
            tokio::spawn(async move { store.begin(&order, &terms, noon()).await.unwrap() })
        })
    });
    let begun = join_all(begins).await;
    begun.into_iter().filter(|begun| matches!(begun, Ok(Begun::Sent))).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_runs_never_pass_a_days_limit_together() {
    let home = Home::new();
    let stores = [home.run(), home.run()];
    let left = race(&stores, 150, |number| order(&format!("a{number}"), 10), &a_day(1_000)).await;
    assert_eq!(left, 100);
    let spent: Decimal = stores[0]
        .intents(None, None)
        .await
        .unwrap()
        .iter()
        .filter(|intent| intent.is_spent())
        .map(|intent| intent.amount.as_ref().unwrap().amount)
        .sum();
    assert_eq!(spent, Decimal::from(1_000));
    assert_eq!(entries(&*stores[1]).await.len(), 600, "and each refusal is written down");
    assert_holds(&*stores[1]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_runs_never_pass_an_hours_count_together() {
    let home = Home::new();
    let hour = limited(Limit { per_hour: Some(7), ..Limit::default() });
    let stores = [home.run(), home.run(), home.run()];
    assert_eq!(race(&stores, 30, |number| order(&format!("a{number}"), 10), &hour).await, 7);
}

#[tokio::test]
async fn what_another_run_wrote_in_between_is_looked_at_whoever_wrote_last() {
    let home = Home::new();
    let (one, other) = (home.run(), home.run());
    let day = a_day(1_000);
    // Both know what has left, each up to its own last look.
    let (first, second) = (order("a1", 100), order("a2", 100));
    sent(&*one, &first, &day, 0).await;
    sent(&*other, &second, &day, 1).await;
    let why = refused(&*one, &order("a3", 801), &day, 2).await;
    assert!(why.contains("INR 800.00 is left"), "{why}");
    refused(&*other, &order("a1", 100), &day, 3).await;
    // The answer of one comes to the other, and makes room for it.
    assert!(other.record(first.id, &event(4, rejected())).await.unwrap());
    assert!(!one.record(first.id, &event(4, done())).await.unwrap(), "whoever came first stays");
    sent(&*one, &order("a1", 100), &day, 5).await;
    let why = refused(&*other, &order("a4", 801), &day, 6).await;
    assert!(why.contains("INR 800.00 is left"), "{why}");
    assert!(refused(&*one, &second, &day, 7).await.contains("sent already"));
    assert!(one.record(second.id, &event(8, done())).await.unwrap());
    assert_holds(&*other).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_twins_begun_at_once_one_leaves() {
    let home = Home::new();
    let stores = [home.run(), home.run()];
    for round in 0..10 {
        assert_eq!(race(&stores, 10, |_| order(&format!("a{round}"), 10), &free()).await, 1);
    }
    assert_holds(&*stores[0]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_intent_begun_by_two_leaves_once() {
    let home = Home::new();
    let stores = [home.run(), home.run()];
    for round in 0..10 {
        let one = order(&format!("a{round}"), 10);
        assert_eq!(race(&stores, 5, |_| one.clone(), &free()).await, 1);
    }
    assert_eq!(entries(&*stores[0]).await.len(), 20);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_that_take_up_what_was_left_behind_each_intent_is_taken_up_once() {
    let home = Home::new();
    for round in 0..5 {
        let dying = home.run();
        for number in 0..10 {
            sent(&*dying, &order(&format!("a{round}-{number}"), 1), &free(), 0).await;
        }
        dying.close().await;
        let stores: Vec<_> = (0..4).map(|_| home.run()).collect();
        let found = join_all(stores.iter().map(|store| store.recover(noon()))).await;
        let mut found: usize = found.into_iter().map(Result::unwrap).sum();
        // Who looked while another held the dead run's lock to see whether it is dead took it to live.
        found += stores[0].recover(noon()).await.unwrap();
        assert_eq!(found, 10);
    }
    let home = home.run();
    assert!(
        home.intents(None, None)
            .await
            .unwrap()
            .iter()
            .all(|intent| words(intent) == ["planned", "sent", "unconfirmed"])
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_runs_that_begin_together_make_one_journal() {
    for _ in 0..5 {
        let home = Home::new();
        let stores: Vec<_> = (0..8).map(|_| home.run()).collect();
        assert_eq!(race(&stores, 1, |number| order(&format!("a{number}"), 10), &free()).await, 8);
        assert_eq!(entries(&*stores[0]).await.len(), 16);
        assert_holds(&*stores[0]).await;
    }
}
