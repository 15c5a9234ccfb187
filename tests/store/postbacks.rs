//! The postbacks that were received, in the store: each once, told in the order in which they came, and bounded whoever
//! sends them.

use jiff::{SignedDuration, Timestamp};
use paytop::domain::{
    ConnectionId, Currency, Money, PostbackFault, PostbackKind, PostbackStanding, RawJson, ReceivedPostback,
    UnverifiedCount,
};
use paytop::store::{POSTBACKS_KEPT, POSTBACKS_OF_CONNECTION, Store, UNVERIFIED_POSTBACKS};
use rstest::rstest;
use rust_decimal::Decimal;

use super::kit::*;

fn postback(number: u64, at: Timestamp) -> ReceivedPostback {
    ReceivedPostback {
        number,
        at,
        provider: "paykassma".into(),
        connection: Some(ConnectionId::new("shop")),
        kind: PostbackKind::Withdrawal,
        subject: Some(number.to_string().into()),
        status: Some("1".into()),
        amount: Some(Money::new(Decimal::new(12_050, 2), Currency::new("BDT"))),
        standing: PostbackStanding::Verified,
        body: RawJson::kept("{\n  \"a\": 1\n}".into()),
    }
}

fn digest(number: u64) -> [u8; 32] {
    let mut digest = [9; 32];
    digest[..8].copy_from_slice(&number.to_be_bytes());
    digest
}

async fn keep(store: &dyn Store, number: u64) -> bool {
    store.keep_postback(&postback(number, noon()), &digest(number)).await.unwrap()
}

async fn numbers(store: &dyn Store, after: u64, most: usize) -> Vec<u64> {
    let found = store.postbacks(after, most, noon()).await.unwrap();
    found.received.iter().map(|postback| postback.number).collect()
}

#[tokio::test]
async fn what_is_kept_is_told_as_it_was() {
    let home = Home::new();
    let store = home.run();
    assert_eq!(numbers(&*store, 0, 10).await, [0; 0], "of no database nothing is told");
    for number in 1..=3 {
        assert!(keep(&*store, number).await);
    }
    let told = store.postbacks(0, 10, noon()).await.unwrap().received;
    assert_eq!(told, [1, 2, 3].map(|number| postback(number, noon())));
    assert_eq!(numbers(&*store, 2, 10).await, [3]);
    assert_eq!(numbers(&*store, 3, 10).await, [0; 0]);
    assert_eq!(numbers(&*store, 0, 2).await, [2, 3], "the newest");
    // Another process, and the one after it, see the same.
    let other = home.run();
    assert_eq!(numbers(&*other, 1, 10).await, [2, 3]);
    assert!(keep(&*other, 4).await);
    assert_eq!(numbers(&*store, 3, 10).await, [4]);
}

#[tokio::test]
async fn the_same_is_kept_once_by_id_status_and_bytes() {
    let home = Home::new();
    let (store, other) = (home.run(), home.run());
    assert!(keep(&*store, 1).await && !keep(&*store, 1).await && !keep(&*other, 1).await);
    let rejected = ReceivedPostback { status: Some("5".into()), ..postback(1, noon()) };
    assert!(store.keep_postback(&rejected, &digest(1)).await.unwrap());
    assert!(store.keep_postback(&postback(1, noon()), &digest(2)).await.unwrap());
    let nameless = ReceivedPostback { subject: None, status: None, ..postback(1, noon()) };
    assert!(store.keep_postback(&nameless, &digest(1)).await.unwrap());
    assert!(!store.keep_postback(&nameless, &digest(1)).await.unwrap());
    assert_eq!(numbers(&*store, 0, 10).await, [1, 2, 3, 4]);
}

#[tokio::test]
async fn many_at_once_are_each_kept_once_beside_orders() {
    let home = Home::new();
    let store = home.run();
    let kept = futures_util::future::join_all((0..200).map(|number| {
        let store = &store;
        async move {
            if number % 20 == 0 {
                sent(&**store, &order(&number.to_string(), 5), &free(), 0).await;
            }
            keep(&**store, number % 150).await
        }
    }))
    .await;
    assert_eq!(kept.iter().filter(|is_new| **is_new).count(), 150);
    assert_eq!(store.postbacks(0, 1_000, noon()).await.unwrap().received.len(), 150);
    assert_holds(&*store).await;
    assert_eq!(store.news(0, 100).await.unwrap().intents.len(), 10);
}

#[rstest]
#[case(PostbackFault::Receiving("cut off".into()))]
#[case(PostbackFault::Validation("no JSON".into()))]
#[case(PostbackFault::Fields("it has no status".into()))]
#[case(PostbackFault::Empty)]
#[case(PostbackFault::Signature)]
#[case(PostbackFault::Integrity("twice".into()))]
#[tokio::test]
async fn why_one_does_not_hold_is_kept_with_it(#[case] fault: PostbackFault) {
    let home = Home::new();
    let store = home.run();
    let standing = PostbackStanding::Unverified(fault);
    let unverified = ReceivedPostback { connection: None, amount: None, standing, ..postback(1, noon()) };
    store.keep_unverified(std::slice::from_ref(&unverified), 3, noon()).await.unwrap();
    let told = store.postbacks(0, 10, noon()).await.unwrap();
    assert_eq!((told.received, told.unverified), (vec![unverified], UnverifiedCount { day: 3, month: 3 }));
}

#[tokio::test]
async fn however_many_do_not_hold_little_is_kept_of_them() {
    let home = Home::new();
    let store = home.run();
    assert!(keep(&*store, 1).await);
    let large = "x".repeat(100_000);
    let unverified = ReceivedPostback {
        standing: PostbackStanding::Unverified(PostbackFault::Signature),
        connection: None,
        body: RawJson::kept(large),
        ..postback(1, noon())
    };
    let ten = vec![unverified; 10];
    for _ in 0..100 {
        store.keep_unverified(&ten, 1_000_000, noon()).await.unwrap();
    }
    let told = store.postbacks(0, 10_000, noon()).await.unwrap();
    let most = usize::try_from(UNVERIFIED_POSTBACKS).unwrap();
    assert_eq!(told.received.iter().filter(|postback| !postback.is_verified()).count(), most);
    assert!(told.received.iter().any(ReceivedPostback::is_verified), "they push none out that holds");
    assert_eq!(told.unverified.day, 100_000_000);
    let bytes: usize = told.received.iter().map(|postback| postback.body.full().len()).sum();
    assert!(bytes < most * 5_000, "{bytes} bytes");
    store.close().await;
    let size = std::fs::metadata(home.file()).unwrap().len();
    assert!(size < 3 * 1024 * 1024, "{size} bytes on disk");
}

#[tokio::test]
async fn what_was_counted_is_forgotten_with_time() {
    let home = Home::new();
    let store = home.run();
    let hours = |hours: i64| noon() + SignedDuration::from_hours(hours);
    store.keep_unverified(&[], 5, hours(0)).await.unwrap();
    store.keep_unverified(&[], 7, hours(20)).await.unwrap();
    let counts = async |at| store.postbacks(0, 1, at).await.unwrap().unverified;
    assert_eq!(counts(hours(20)).await, UnverifiedCount { day: 12, month: 12 });
    assert_eq!(counts(hours(30)).await, UnverifiedCount { day: 7, month: 12 });
    assert_eq!(counts(hours(24 * 31)).await, UnverifiedCount { day: 0, month: 0 });
}

#[tokio::test]
async fn so_many_of_each_connection_are_kept_and_so_long() {
    let home = Home::new();
    let store = home.run();
    let of_other = ReceivedPostback { connection: Some(ConnectionId::new("other")), ..postback(7, noon()) };
    assert!(store.keep_postback(&of_other, &digest(u64::MAX)).await.unwrap());
    let mut bare = home.bare().await;
    let many = i64::from(POSTBACKS_OF_CONNECTION) + 300;
    sqlx::query(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) \
         INSERT INTO postbacks (at, provider, connection, kind, subject, status, digest, body) \
         SELECT ?, 'paykassma', 'shop', 'deposit', i, '', randomblob(32), '{}' FROM n",
    )
    .bind(many)
    .bind(noon().as_microsecond())
    .execute(&mut bare)
    .await
    .unwrap();
    for number in 1..=600 {
        assert!(keep(&*store, number).await);
    }
    let told = store.postbacks(0, 100_000, noon()).await.unwrap().received;
    let of = |name: &str| told.iter().filter(|one| one.connection == Some(ConnectionId::new(name))).count();
    let most = usize::try_from(POSTBACKS_OF_CONNECTION).unwrap();
    assert!((most..most + 256).contains(&of("shop")), "{}", of("shop"));
    assert_eq!(of("other"), 1, "one connection's do not push out another's");
    // What is too old goes as newer ones come, in steps.
    let later = noon() + POSTBACKS_KEPT + SignedDuration::from_hours(1);
    for number in 1..=600 {
        let new = postback(number, later);
        assert!(store.keep_postback(&new, &digest(1_000_000 + number)).await.unwrap());
    }
    assert!(numbers(&*store, 0, 100_000).await.len() < told.len() + 100);
}
