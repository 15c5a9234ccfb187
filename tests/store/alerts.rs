//! What happened to alerts, in the store: each episode once, whichever process saw it first, over restarts, and bounded.

use jiff::{SignedDuration, Timestamp};
use paytop::domain::{
    About, AccountKey, AlertEntry, AlertEpisode, AlertEvent, AlertKey, AlertRule, ConnectionId, Level,
};
use paytop::store::{ALERT_ENTRIES, ALERTS_KEPT, Store};

use super::kit::*;

fn key(account: &str) -> AlertKey {
    let key = AccountKey { connection: ConnectionId::new("desk \"a\""), account: account.into() };
    AlertKey::new(AlertRule::StalledTask, About::Account(key))
}

fn entry(account: &str, event: AlertEvent, at: Timestamp) -> AlertEntry {
    AlertEntry {
        number: 0,
        at,
        key: key(account),
        event,
        level: Level::Bad,
        words: format!("{account} is stalled.").into(),
        operator: "asha".into(),
    }
}

async fn keep(store: &dyn Store, account: &str, event: AlertEvent) -> bool {
    store.keep_alert(&entry(account, event, noon())).await.unwrap()
}

#[tokio::test]
async fn what_happened_is_told_as_it_was_over_a_restart() {
    let home = Home::new();
    let store = home.run();
    assert_eq!(store.alerts(0, 10).await.unwrap(), [], "of no database nothing is told");
    let until = Some(minute(15));
    let events = [AlertEvent::Raised, AlertEvent::Snoozed(until), AlertEvent::Reminded, AlertEvent::Acknowledged];
    for event in events {
        assert!(keep(&*store, "a1", event).await, "{event:?}");
    }
    store.close().await;
    let told = home.run().alerts(0, 10).await.unwrap();
    let expected: Vec<AlertEntry> =
        (1..).zip(events).map(|(number, event)| AlertEntry { number, ..entry("a1", event, noon()) }).collect();
    assert_eq!(told, expected);
    assert_eq!(home.run().alerts(3, 10).await.unwrap(), expected[3..]);
}

#[tokio::test]
async fn an_episode_is_raised_once_and_ends_once_whoever_sees_it() {
    let home = Home::new();
    let (store, other) = (home.run(), home.run());
    for early in [AlertEvent::Over, AlertEvent::Acknowledged, AlertEvent::Snoozed(None), AlertEvent::Reminded] {
        assert!(!keep(&*store, "a1", early).await, "nothing stands yet: {early:?}");
    }
    assert!(keep(&*store, "a1", AlertEvent::Raised).await);
    assert!(!keep(&*other, "a1", AlertEvent::Raised).await && !keep(&*store, "a1", AlertEvent::Raised).await);
    assert!(keep(&*other, "a2", AlertEvent::Raised).await, "another alert");
    assert!(keep(&*other, "a1", AlertEvent::Reminded).await && !keep(&*store, "a1", AlertEvent::Reminded).await);
    assert!(keep(&*other, "a1", AlertEvent::Over).await && !keep(&*store, "a1", AlertEvent::Over).await);
    assert!(keep(&*store, "a1", AlertEvent::Raised).await, "another episode");
    let episodes = AlertEpisode::of(&store.alerts(0, 100).await.unwrap());
    let standing = episodes.iter().filter(|episode| episode.over.is_none()).count();
    assert_eq!((episodes.len(), standing), (3, 2));
}

#[tokio::test]
async fn what_stands_is_told_however_much_came_after_it() {
    let home = Home::new();
    let store = home.run();
    keep(&*store, "old", AlertEvent::Raised).await;
    keep(&*store, "old", AlertEvent::Acknowledged).await;
    for n in 0..10 {
        let account = format!("a{n}");
        keep(&*store, &account, AlertEvent::Raised).await;
        keep(&*store, &account, AlertEvent::Over).await;
    }
    let told = store.alerts(0, 4).await.unwrap();
    let numbers: Vec<u64> = told.iter().map(|entry| entry.number).collect();
    assert_eq!(numbers, [1, 2, 19, 20, 21, 22]);
}

#[tokio::test]
async fn what_is_long_over_is_dropped_and_what_stands_is_not() {
    let home = Home::new();
    let store = home.run();
    let keep = async |account: &str, event, at| store.keep_alert(&entry(account, event, at)).await.unwrap();
    keep("standing", AlertEvent::Raised, noon()).await;
    keep("over", AlertEvent::Raised, noon()).await;
    keep("over", AlertEvent::Over, noon()).await;
    let later = noon() + ALERTS_KEPT + SignedDuration::from_hours(1);
    keep("later", AlertEvent::Raised, later).await;
    let told = store.alerts(0, 100).await.unwrap();
    let of: Vec<String> = told.iter().map(|entry| entry.key.about.subject()).collect();
    assert_eq!(of, ["standing", "later"]);
    assert_eq!(told[1].number, 4, "numbers go on");
}

#[tokio::test]
async fn entries_are_never_edited_and_stay_bounded() {
    let home = Home::new();
    let store = home.run();
    keep(&*store, "a1", AlertEvent::Raised).await;
    let mut bare = home.bare().await;
    let edited = sqlx::query("UPDATE alerts SET words = 'nothing'").execute(&mut bare).await;
    assert!(edited.unwrap_err().to_string().contains("append-only"));
    sqlx::query(
        "WITH RECURSIVE n(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM n WHERE n < 12000) \
         INSERT INTO alerts SELECT n, at, n, rule, '[\"connection\",\"' || n || '\"]', event, until, level, words, operator \
         FROM n, alerts",
    )
    .execute(&mut bare)
    .await
    .unwrap();
    keep(&*store, "a2", AlertEvent::Raised).await;
    let count: i64 = sqlx::query_scalar("SELECT count(*) FROM alerts").fetch_one(&mut bare).await.unwrap();
    assert_eq!(count, i64::from(ALERT_ENTRIES));
}

#[tokio::test]
async fn what_only_a_later_version_knows_is_left_out() {
    let home = Home::new();
    let store = home.run();
    keep(&*store, "a1", AlertEvent::Raised).await;
    let mut bare = home.bare().await;
    sqlx::query(
        "INSERT INTO alerts SELECT 2, at, 2, 'new-rule', about, event, until, level, words, operator FROM alerts",
    )
    .execute(&mut bare)
    .await
    .unwrap();
    let told = store.alerts(0, 10).await.unwrap();
    assert_eq!(told.len(), 1);
}
