//! The clock is set back: what was written then stands in the future, and still counts.

use jiff::SignedDuration;
use paytop::domain::Limit;
use paytop::store::Terms;

use super::kit::*;

#[tokio::test]
async fn what_stands_in_the_future_counts_as_spent_today_and_within_the_hour() {
    let home = Home::new();
    let store = home.run();
    let day = limited(Limit { per_day: Some(1_000.into()), per_hour: Some(2), ..Limit::default() });
    sent(&*store, &order("a1", 600), &day, 0).await;

    // The clock goes back by three days, and the operator's midnight with it.
    let back = -3 * 24 * 60;
    let day = Terms { today: day.today - SignedDuration::from_hours(3 * 24), ..day };
    let why = refused(&*store, &order_at("a2", 500, minute(back)), &day, back).await;
    assert!(why.contains("400.00 is left"), "{why}");
    sent(&*store, &order_at("a3", 400, minute(back)), &day, back).await;
    let why = refused(&*store, &order_at("a4", 0, minute(back)), &day, back).await;
    assert!(why.starts_with("2 left within the last hour"), "{why}");

    // And right again: of three days ago nothing counts any more.
    let day = limited(Limit { per_day: Some(1_000.into()), ..Limit::default() });
    sent(&*store, &order("a5", 400), &day, 1).await;
    refused(&*store, &order("a6", 1), &day, 2).await;
    assert_holds(&*store).await;
}

#[tokio::test]
async fn what_was_left_behind_is_taken_up_at_a_time_before_it_was_sent() {
    let home = Home::new();
    let (dying, store) = (home.run(), home.run());
    let order = order("a", 5);
    sent(&*dying, &order, &free(), 0).await;
    dying.close().await;
    let back = minute(-24 * 60);
    assert_eq!(store.recover(back).await.unwrap(), 1);
    let found = store.find(&order.id.to_string()).await.unwrap().remove(0);
    assert_eq!(words(&found), ["planned", "sent", "unconfirmed"], "the order of the entries counts, not their times");
    assert_eq!(found.since(), back);
    assert!(found.since() < found.planned());
    assert!(store.record(order.id, &event(-24 * 60, settled(Some(true)))).await.unwrap());
    assert_holds(&*store).await;
    let news = store.news(0, 10).await.unwrap();
    assert_eq!(news.intents[0].state(), &settled(Some(true)));
}

#[tokio::test]
async fn a_twin_is_a_twin_whatever_the_time() {
    let home = Home::new();
    let store = home.run();
    sent(&*store, &order("a", 5), &free(), 0).await;
    refused(&*store, &order_at("a", 5, minute(-1_000_000)), &free(), -1_000_000).await;
    refused(&*store, &order_at("a", 5, minute(1_000_000)), &free(), 1_000_000).await;
}

#[tokio::test]
async fn a_clock_that_is_as_wrong_as_can_be_is_a_clock() {
    let home = Home::new();
    let store = home.run();
    let terms = a_day(100);
    for at in ["-009999-01-03T00:00:00Z", "9999-12-30T00:00:00Z"] {
        let at = at.parse().unwrap();
        let order = order("a", 1);
        store.begin(&order, &terms, at).await.unwrap();
        store.prove(at).await.unwrap();
        store.recover(at).await.unwrap();
        store.remember(&[], at).await.unwrap();
    }
    assert_holds(&*store).await;
}
