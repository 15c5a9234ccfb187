//! How the database goes about the questions that stand in the way of an order, or of the start: by an index, and only
//! where it has to look.

use std::time::Duration;

use sqlx::{AssertSqlSafe, Row};

use super::connect::{self, Use};
use super::place::Place;
use super::{journal, ledger, look};

/// The steps of a statement, in SQLite's words (<https://sqlite.org/eqp.html>).
async fn plan(statement: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::new(&folder.path().join("paytop.db"), Duration::from_secs(1));
    let mut open = connect::to_write(&place, Use::Journal).await.unwrap();
    let explained = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}")));
    let rows = explained.fetch_all(&mut open.connection).await.unwrap();
    rows.iter().map(|row| row.get("detail")).collect()
}

/// The steps that walk along a whole table or index.
fn scans(plan: &[String]) -> Vec<&str> {
    let is_scan = |step: &&str| step.starts_with("SCAN") && !step.contains("subquery") && !step.ends_with("SCAN o");
    plan.iter().map(String::as_str).filter(is_scan).collect()
}

#[tokio::test]
async fn what_became_of_an_intent_is_found_without_a_walk() {
    assert!(journal::LOOK.contains(&format!("LIMIT {})", ledger::MOST)));
    let plan = plan(journal::LOOK).await;
    let has = |step: &str| plan.iter().any(|found| found.ends_with(step));
    assert!(has("SEARCH journal USING INTEGER PRIMARY KEY (rowid>?)"), "{plan:?}");
    assert!(has("SEARCH journal USING COVERING INDEX journal_intent (intent=?)"), "{plan:?}");
    assert_eq!(scans(&plan), [""; 0], "{plan:?}");
}

#[tokio::test]
async fn what_is_written_at_once_looks_without_a_walk() {
    for entries in [1, 2] {
        let plan = plan(journal::insert_where_it_is_still_so(entries)).await;
        assert!(
            plan.iter().any(|step| step.starts_with("SEARCH journal USING COVERING INDEX journal_intent (intent=?)"))
        );
        let to_write = |scan: &&str| scan.ends_with("CONSTANT ROW") || scan.ends_with("VALUES CLAUSE");
        assert!(scans(&plan).iter().all(to_write), "{plan:?}");
    }
}

#[tokio::test]
async fn sums_are_made_of_what_left_since_a_time() {
    let plan = plan(ledger::LEFT).await;
    let has = |step: &str| plan.iter().any(|found| found.ends_with(step));
    assert!(has("SEARCH s USING INTEGER PRIMARY KEY (rowid>?)"), "{plan:?}");
    assert!(has("INDEX journal_sent (connection=? AND at>?)"), "{plan:?}");
    assert!(has("SEARCH l USING INTEGER PRIMARY KEY (rowid>?)"), "{plan:?}");
    assert!(has("COVERING INDEX journal_intent (intent=?)"), "{plan:?}");
    assert_eq!(scans(&plan), [""; 0], "{plan:?}");
}

#[tokio::test]
async fn what_is_open_is_found_along_one_index_and_the_next_time_without_a_walk() {
    for [all, since] in [look::OPEN, look::OPEN_SENT] {
        let all = plan(all).await;
        assert_eq!(scans(&all), ["SCAN journal USING COVERING INDEX journal_intent"], "{all:?}");
        let since = plan(since).await;
        assert_eq!(scans(&since), [""; 0], "{since:?}");
        assert!(since.iter().any(|step| step == "SEARCH p USING INTEGER PRIMARY KEY (rowid>?)"), "{since:?}");
    }
}

#[tokio::test]
async fn news_read_little_more_than_they_tell() {
    let since = plan(look::SINCE).await;
    assert_eq!(scans(&since), [""; 0], "{since:?}");
    // Along the table from its end, until enough were planned.
    let [_, newest] = look::OPEN_AND_NEWEST;
    let newest = plan(newest).await;
    assert_eq!(scans(&newest), ["SCAN journal"], "{newest:?}");
}
