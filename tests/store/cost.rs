//! What an order costs before its request leaves: one commit, and so one wait for the disk.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use paytop::domain::{Fault, Limit};
use paytop::runtime::{Clock, Journal};
use paytop::store::Terms;
use sqlx::Executor;

use super::kit::*;

/// How many commits stand in a log (<https://sqlite.org/fileformat2.html#walformat>): frames that say how many pages the
/// database has behind them, as the last of each commit does; of the newest round of the log.
fn commits(file: &Path) -> usize {
    let log = fs::read(format!("{}-wal", file.display())).unwrap();
    let number = |at: usize| u32::from_be_bytes(log[at..at + 4].try_into().unwrap());
    let page = number(8) as usize;
    let salts = &log[16..24];
    let frames = (32..).step_by(24 + page).take_while(|at| at + 24 + page <= log.len());
    frames.filter(|at| log[at + 8..at + 16] == *salts && number(at + 4) > 0).count()
}

#[tokio::test]
async fn to_begin_is_one_commit() {
    let home = Home::new();
    let store = home.run();
    store.prove(noon()).await.unwrap();
    let despite = order("twin", 1);
    sent(&*store, &despite, &free(), 0).await;
    let before = commits(&home.file());
    for number in 1..=20 {
        sent(&*store, &order(&format!("a{number}"), 1), &a_day(1_000_000), 0).await;
        assert_eq!(commits(&home.file()), before + number);
    }
    sent(&*store, &order("twin", 1), &Terms { despite: vec![despite.id], ..a_day(1_000) }, 0).await;
    assert_eq!(commits(&home.file()), before + 21, "despite a twin");
    refused(&*store, &order("much", 1_000), &a_day(1_000), 0).await;
    assert_eq!(commits(&home.file()), before + 22, "and to be refused");
    let planned = order("planned", 1);
    store.plan(&planned).await.unwrap();
    sent(&*store, &planned, &free(), 0).await;
    assert_eq!(commits(&home.file()), before + 24);
}

/// A clock that stands at noon.
struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        noon()
    }
}

#[tokio::test]
async fn to_refuse_is_one_commit_and_nothing_is_ever_sent() {
    let home = Home::new();
    let store = home.run();
    store.prove(noon()).await.unwrap();
    let journal = Journal::new(Arc::clone(&store), TimeZone::UTC, Arc::new(Noon));
    let limits = limited(Limit { largest: Some(1_000.into()), ..Limit::default() }).limits;
    let why = Fault::Withheld("more than is allowed".into());
    let before = commits(&home.file());
    for number in 1..=5 {
        let much = order(&format!("a{number}"), 1_001);
        journal.refuse(&much, &limits, &why).await.unwrap();
        assert_eq!(states(&*store, &much).await, ["planned", "rejected"]);
        assert_eq!(commits(&home.file()), before + number);
    }
    assert_eq!(home.run().recover(noon()).await.unwrap(), 0, "nothing of it is left on its way");
}

#[tokio::test]
async fn what_is_asked_for_at_once_is_written_at_once() {
    let home = Home::new();
    let store = home.run();
    store.prove(noon()).await.unwrap();
    let before = commits(&home.file());
    let (orders, terms): (Vec<_>, _) = ((0..40).map(|number| order(&format!("a{number}"), 1)).collect(), free());
    futures_util::future::join_all(orders.iter().map(|order| store.begin(order, &terms, noon()))).await;
    assert_eq!(entries(&*store).await.len(), 80);
    assert_eq!(commits(&home.file()), before + 1);
}

#[tokio::test]
async fn the_log_stays_small_and_its_content_is_in_the_file() {
    let home = Home::new();
    let store = home.run();
    for number in 0..1_000 {
        sent(&*store, &order(&format!("a{number}"), 1), &free(), 0).await;
    }
    let log = fs::metadata(format!("{}-wal", home.file().display())).unwrap().len();
    assert!(log < 16 << 20, "{log}");
    assert!(fs::metadata(home.file()).unwrap().len() > 500_000);
    assert_holds(&*store).await;
    let mut bare = home.bare().await;
    bare.execute("PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap();
    sent(&*store, &order("b", 1), &free(), 0).await;
    assert_holds(&*store).await;
}
