//! Clocks that are wrong: what was written by one that was ahead stands in the future, what was written by one that was
//! behind stands on another day; both still count, and neither for ever.

use jiff::SignedDuration;
use paytop::domain::{Limit, Money};
use paytop::store::{Store, Terms};

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

    // And right again: the day goes on where it was.
    let day = limited(Limit { per_day: Some(1_000.into()), per_hour: Some(3), ..Limit::default() });
    let why = refused(&*store, &order("a5", 1), &day, 1).await;
    assert!(why.contains("INR 0.00 is left"), "{why}");
    assert_holds(&*store).await;
}

/// So many rupees a day and orders an hour, on the day so many days after the usual one.
fn on_day(days: i64, rupees: i64, per_hour: u32) -> Terms {
    let limit = Limit { per_day: Some(rupees.into()), per_hour: Some(per_hour), ..Limit::default() };
    let terms = limited(limit);
    Terms { today: terms.today + SignedDuration::from_hours(24 * days), ..terms }
}

const DAY: i64 = 24 * 60;

/// Asserts what a limit lets leave, in rupees, of a run that goes on and of one that begins now.
async fn assert_left(home: &Home, goes_on: &dyn Store, terms: &Terms, minutes: i64, left: i64) {
    for store in [goes_on, &*home.run()] {
        let order = order_at("too much", left + 1, minute(minutes));
        let why = refused(store, &order, terms, minutes).await;
        assert!(why.ends_with(&format!("{} is left", Money::inr(left.into()))), "{why}");
    }
}

#[tokio::test]
async fn what_a_clock_that_was_behind_stamped_into_another_day_counts_once_it_is_right() {
    for back in [-DAY, -3 * DAY, -400 * DAY] {
        let home = Home::new();
        let store = home.run();
        // Days before, and what came to nothing, have no part in it.
        sent(&*store, &order("b", 100), &on_day(-2, 1_000, 9), -2 * DAY).await;
        let rejected_one = order("c", 50);
        sent(&*store, &rejected_one, &on_day(0, 1_000, 9), 0).await;
        store.record(rejected_one.id, &event(0, rejected())).await.unwrap();
        // The clock goes back after the first of this day, and money leaves.
        let behind = Terms { today: minute(back - 12 * 60), ..on_day(0, 1_000, 9) };
        sent(&*store, &order_at("d1", 300, minute(back + 1)), &behind, back + 1).await;
        sent(&*store, &order_at("d2", 300, minute(back + 2)), &behind, back + 2).await;
        // It is right again.
        assert_left(&home, &*store, &on_day(0, 1_000, 9), 5, 400).await;
        let why = refused(&*store, &order("e", 1), &on_day(0, 1_000, 2), 6).await;
        assert!(why.starts_with("2 left within the last hour"), "{why}");
        sent(&*home.run(), &order("f", 400), &on_day(0, 1_000, 9), 7).await;
        assert_left(&home, &*store, &on_day(0, 1_000, 9), 8, 0).await;
        // The next day is a new one.
        assert_left(&home, &*store, &on_day(1, 1_000, 9), DAY, 1_000).await;
        assert_holds(&*store).await;
    }
}

#[tokio::test]
async fn what_a_clock_far_ahead_stamped_does_not_count_for_ever() {
    let home = Home::new();
    let store = home.run();
    let ahead = 40 * DAY;
    sent(&*store, &order_at("a", 600, minute(ahead)), &on_day(40, 1_000, 9), ahead).await;
    // Set right on the same day: it counts, for nothing shows when it left.
    assert_left(&home, &*store, &on_day(0, 1_000, 9), 0, 400).await;
    sent(&*store, &order("b", 400), &on_day(0, 1_000, 9), 1).await;
    // It was there before what left yesterday.
    for day in 1..40 {
        let minutes = day * DAY;
        assert_left(&home, &*store, &on_day(day, 1_000, 9), minutes, 1_000).await;
        sent(&*store, &order_at("c", 700 + day, minute(minutes)), &on_day(day, 1_000, 9), minutes).await;
    }
    // Nor does it, and all that was written behind it, count on the day that it says.
    assert_left(&home, &*store, &on_day(40, 1_000, 9), ahead + 10, 1_000).await;
    assert_left(&home, &*store, &on_day(41, 1_000, 9), ahead + DAY, 1_000).await;
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
