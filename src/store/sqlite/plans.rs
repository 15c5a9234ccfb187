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

#[tokio::test]
async fn what_an_intent_is_judged_by_is_found_by_indexes() {
    let plan = plan(journal::LOOK).await;
    let has = |step: &str| plan.iter().any(|found| found.ends_with(step));
    // The entries behind the newest one that is known, the last one of the intent, and twins: only among the alike, and
    // of these only what may still be open.
    assert!(has("SEARCH journal USING INTEGER PRIMARY KEY (rowid>?)"), "{plan:?}");
    assert!(has("SEARCH journal USING COVERING INDEX journal_intent (intent=?)"), "{plan:?}");
    assert!(
        has("INDEX journal_alike (connection=? AND account=? AND currency=? AND amount=? AND rowid>?)"),
        "{plan:?}"
    );
    let scanned: Vec<_> = plan.iter().filter(|step| step.starts_with("SCAN")).collect();
    assert!(scanned.iter().all(|step| step.contains("subquery")), "{plan:?}");
}

#[tokio::test]
async fn sums_are_made_of_what_left_since_a_time() {
    let plan = plan(ledger::SPENT).await;
    assert!(plan[0].ends_with("INDEX journal_sent (connection=? AND at>?)"), "{plan:?}");
    assert!(plan[2].ends_with("COVERING INDEX journal_intent (intent=?)"), "{plan:?}");
}

#[tokio::test]
async fn what_is_open_is_found_without_reading_what_is_not() {
    let plan = plan(look::OPEN).await;
    assert!(plan[0].ends_with("COVERING INDEX journal_planned (seq>?)"), "{plan:?}");
    assert!(plan.iter().all(|step| !step.starts_with("SCAN")), "{plan:?}");
}

#[tokio::test]
async fn news_read_only_what_they_tell() {
    for statement in [look::SINCE, look::EVERYTHING_OPEN_AND_THE_NEWEST] {
        let plan = plan(statement).await;
        let scanned: Vec<_> = plan.iter().filter(|step| step.starts_with("SCAN")).collect();
        // What is planned last is read from the end of an index, and what that gives is small.
        let is_small = |step: &&String| step.contains("COVERING INDEX journal_planned") || !step.contains("journal");
        assert!(scanned.iter().all(is_small), "{plan:?}");
    }
}
