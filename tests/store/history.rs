//! What was seen of tasks and wallets: kept, thinned out with age, bounded, and there after a restart.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use paytop::domain::{
    AccountKey, BalanceSample, ConnectionId, Currency, Ratio, Sample, Sighting, TaskSample, WalletKey,
};
use paytop::store::Store;

use super::kit::*;

fn sample(task: &str, at: Timestamp) -> Sighting {
    Sighting::Task(TaskSample {
        key: AccountKey { connection: ConnectionId::new("live"), account: "a1".into() },
        task: task.into(),
        sample: Sample { at, progress: Ratio::from_basis_points(4_321), success: Ratio::from_basis_points(9_876) },
        orders: 40,
        succeeded: 31,
    })
}

/// A sample every so many seconds, from one time to another.
fn every(task: &str, seconds: i64, from: Timestamp, to: Timestamp) -> Vec<Sighting> {
    let times = std::iter::successors(Some(from), |at| Some(*at + SignedDuration::from_secs(seconds)));
    times.take_while(|at| *at < to).map(|at| sample(task, at)).collect()
}

async fn times(store: &dyn Store) -> Vec<Timestamp> {
    store.remembered(Timestamp::MIN).await.unwrap().iter().map(Sighting::at).collect()
}

#[tokio::test]
async fn what_was_seen_is_there_after_a_restart_word_for_word() {
    let home = Home::new();
    let store = home.run();
    let seen: Vec<_> = (0..5).map(|minutes| sample("t1", minute(minutes))).collect();
    store.remember(&seen, minute(5)).await.unwrap();
    store.remember(&seen[..2], minute(5)).await.unwrap();
    store.close().await;
    let store = home.run();
    assert_eq!(store.remembered(minute(0)).await.unwrap(), seen, "once each, oldest first");
    assert_eq!(store.remembered(minute(3)).await.unwrap(), seen[3..]);
    assert_eq!(store.anchor().await.unwrap(), None, "nothing of it is an entry of the journal");
}

#[tokio::test]
async fn the_older_it_is_the_less_is_kept() {
    let home = Home::new();
    let store = home.run();
    // Two tasks, looked at every 30 seconds for three days.
    let (start, end) = (minute(-3 * 24 * 60), noon());
    for task in ["t1", "t2"] {
        store.remember(&every(task, 30, start, end), start).await.unwrap();
    }
    assert_eq!(times(&*store).await.len(), 2 * 3 * 24 * 120);
    store.remember(&[], end).await.unwrap();
    let kept = store.remembered(Timestamp::MIN).await.unwrap();
    for task in ["t1", "t2"] {
        let of = |from: Timestamp, to: Timestamp| {
            let kept = kept.iter().filter(|seen| seen.task().unwrap().task.as_str() == task && seen.at() >= from);
            kept.map(Sighting::at).filter(|at| *at < to).collect::<Vec<_>>()
        };
        assert_eq!(of(minute(-60), end).len(), 120, "the last hour is whole");
        let day = of(minute(-24 * 60), minute(-60));
        assert_eq!(day.len(), 23 * 12, "one in five minutes of the last day");
        assert!(day.iter().all(|at| at.as_second() % 300 == 270), "the last of each: {day:?}");
        let older = of(start, minute(-24 * 60));
        assert_eq!(older.len(), 48, "one an hour of what is older");
        assert!(older.iter().all(|at| at.as_second() % 3_600 == 3_570), "the last of each: {older:?}");
    }
}

#[tokio::test]
async fn it_makes_no_difference_how_often_it_is_thinned_out() {
    let (often, once) = (Home::new(), Home::new());
    let (start, end) = (minute(-30 * 60), noon());
    let all = every("t1", 60, start, end);
    let store = often.run();
    for some in all.chunks(7) {
        store.remember(some, some.last().unwrap().at()).await.unwrap();
    }
    store.close().await;
    // Another run, which looks at once.
    let store = often.run();
    store.remember(&[], end).await.unwrap();
    let often = times(&*store).await;
    let store = once.run();
    store.remember(&all, end).await.unwrap();
    assert!(often == times(&*store).await, "{} are kept", often.len());
}

#[tokio::test]
async fn what_is_sixty_days_old_is_forgotten() {
    let home = Home::new();
    let store = home.run();
    let day = |days: i64| minute(days * 24 * 60);
    store.remember(&[sample("t1", day(-61)), sample("t1", day(-59))], day(-59)).await.unwrap();
    assert_eq!(times(&*store).await.len(), 2);
    store.remember(&[], noon()).await.unwrap();
    assert_eq!(times(&*store).await, [day(-59)]);
}

#[tokio::test]
async fn it_is_bounded() {
    let home = Home::new();
    let store = home.run();
    store.remember(&[], noon()).await.unwrap();
    // More than there may be, of as many tasks at one moment as no thinning out can help, written past the store.
    let mut bare = home.bare().await;
    sqlx::query(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 520000) \
         INSERT INTO task_samples SELECT ? + i / 20000, 'live', 'a', 't' || i, 0, 0, 0, 0 FROM n",
    )
    .bind(noon().as_microsecond())
    .execute(&mut bare)
    .await
    .unwrap();
    store.remember(&[sample("t1", minute(9))], minute(10)).await.unwrap();
    let count: i64 = sqlx::query_scalar("SELECT count(*) FROM task_samples").fetch_one(&mut bare).await.unwrap();
    assert!((480_000..=500_000).contains(&count), "{count}");
    let newest: i64 = sqlx::query_scalar("SELECT max(at) FROM task_samples").fetch_one(&mut bare).await.unwrap();
    assert_eq!(newest, minute(9).as_microsecond(), "the newest stay");
}

#[tokio::test]
async fn a_clock_that_was_years_ahead_is_got_over() {
    let home = Home::new();
    let store = home.run();
    let ahead = minute(10 * 365 * 24 * 60);
    store.remember(&[sample("t1", ahead)], ahead).await.unwrap();
    let all = every("t1", 60, minute(-5 * 60), noon());
    store.remember(&all, noon()).await.unwrap();
    let kept: BTreeSet<_> = times(&*store).await.into_iter().collect();
    assert_eq!(kept.len(), 60 + 4 * 12 + 1, "thinned out as ever, and what stands in the future stays");
}

#[tokio::test]
async fn the_journal_is_written_while_much_is_remembered() {
    let home = Home::new();
    let store = home.run();
    let all = every("t1", 1, minute(-200), noon());
    let remembering = store.remember(&all, noon());
    let writing = async {
        for number in 0..20 {
            sent(&*store, &order(&format!("a{number}"), 1), &free(), 0).await;
        }
    };
    let (remembered, ()) = futures_util::join!(remembering, writing);
    remembered.unwrap();
    assert_holds(&*store).await;
}

fn balance(wallet: &str, at: Timestamp, amount: &str) -> Sighting {
    let (connection, currency) = (ConnectionId::new("live"), Currency::inr());
    let key = WalletKey { connection, wallet: wallet.into(), currency };
    Sighting::Balance(BalanceSample { key, at, amount: amount.parse().unwrap() })
}

#[tokio::test]
async fn what_was_seen_of_wallets_is_kept_to_the_last_digit_among_what_was_seen_of_tasks() {
    let home = Home::new();
    let store = home.run();
    let looks = vec![
        balance("paytm", minute(0), "187239.195"),
        sample("t1", minute(1)),
        balance("paytm", minute(2), "-10800"),
        balance("王", minute(3), "74.54470339"),
        sample("t1", minute(4)),
        balance("paytm", minute(5), "79228162514264337593543950335"),
    ];
    store.remember(&looks, minute(5)).await.unwrap();
    store.remember(&looks[..3], minute(5)).await.unwrap();
    store.close().await;
    let store = home.run();
    assert_eq!(store.remembered(minute(0)).await.unwrap(), looks, "once each, oldest first");
    assert_eq!(store.remembered(minute(2)).await.unwrap(), looks[2..]);
}

#[tokio::test]
async fn what_was_seen_of_wallets_is_thinned_out_and_forgotten_like_the_rest() {
    let home = Home::new();
    let store = home.run();
    let (start, end) = (minute(-3 * 24 * 60), noon());
    let times = |seconds| every("t1", seconds, start, end).into_iter().map(|seen| seen.at()).collect::<Vec<_>>();
    let looks: Vec<Sighting> =
        times(30).into_iter().flat_map(|at| ["paytm", "upi_ib"].map(|name| balance(name, at, "1"))).collect();
    store.remember(&looks, start).await.unwrap();
    store.remember(&[balance("old", minute(-61 * 24 * 60), "1")], start).await.unwrap();
    store.remember(&[], end).await.unwrap();
    let kept = store.remembered(Timestamp::MIN).await.unwrap();
    assert!(kept.iter().all(|seen| seen.balance().unwrap().key.wallet.as_str() != "old"));
    for name in ["paytm", "upi_ib"] {
        let of = kept.iter().filter(|seen| seen.balance().unwrap().key.wallet.as_str() == name);
        let ages: Vec<i64> = of.map(|seen| end.duration_since(seen.at()).as_secs()).collect();
        let within = |from: i64, to: i64| ages.iter().filter(|age| (from..to).contains(*age)).count();
        let (hour, day) = (3_600, 24 * 3_600);
        assert_eq!((within(0, hour + 1), within(hour + 1, day + 1), within(day + 1, i64::MAX)), (120, 23 * 12, 48));
    }
}
