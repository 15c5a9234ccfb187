//! One byte of the file is another: either that is said, or every entry is still what it was. Which bytes is drawn from
//! a seed, and every page is hit.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use paytop::store::{Entry, Store};

use super::kit::*;

/// What is to be known of a journal.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    /// It cannot be opened or read, is damaged, or its chain is broken.
    Broken(String),
    /// It holds, and this is what it says.
    Holds(Vec<Entry>),
}

/// Looks at a journal as `paytop journal verify` does.
async fn verify(store: &dyn Store) -> Verdict {
    match store.damage().await {
        Ok(None) => {}
        Ok(Some(damage)) => return Verdict::Broken(damage),
        Err(fault) => return Verdict::Broken(fault.to_string()),
    }
    let mut all: Vec<Entry> = Vec::new();
    loop {
        match store.entries(all.last().map_or(0, |last| last.seq), 50).await {
            Ok(more) if more.is_empty() => break,
            Ok(more) => all.extend(more),
            Err(fault) => return Verdict::Broken(fault.to_string()),
        }
    }
    match walk(&all) {
        Ok(()) => Verdict::Holds(all),
        Err(broken) => Verdict::Broken(broken.to_string()),
    }
}

/// A journal of a few pages, closed.
async fn journal(home: &Home) -> Arc<dyn Store> {
    let store = home.run();
    for number in 0..12 {
        let order = order(&format!("a{number}"), 10 + number);
        sent(&*store, &order, &free(), number).await;
        let outcome = if number % 3 == 0 { unconfirmed() } else { done() };
        store.record(order.id, &event(number, outcome)).await.unwrap();
        if number % 6 == 0 {
            store.record(order.id, &event(number, settled(Some(true)))).await.unwrap();
        }
    }
    store.close().await;
    store
}

#[tokio::test]
async fn one_byte_that_is_another_is_found_or_means_nothing() {
    let home = Home::new();
    let store = journal(&home).await;
    let Verdict::Holds(before) = verify(&*store).await else { panic!("it is sound") };
    store.close().await;
    let sound = fs::read(home.file()).unwrap();
    let mut chance = fastrand::Rng::with_seed(20_260_302);
    let mut verdicts: BTreeMap<bool, usize> = BTreeMap::new();
    for round in 0..500 {
        let mut bytes = sound.clone();
        // Every page in turn; half of the time a byte that says something.
        let page = round * 4_096 % bytes.len();
        let mut at = page + chance.usize(0..4_096.min(bytes.len() - page));
        if chance.bool() {
            at = (at..page + 4_096).find(|at| bytes.get(*at).is_some_and(|byte| *byte != 0)).unwrap_or(at);
        }
        let old = bytes[at];
        bytes[at] ^= 1 << chance.u32(0..8);
        fs::write(home.file(), &bytes).unwrap();
        let store = home.run();
        let verdict = verify(&*store).await;
        if let Verdict::Holds(after) = &verdict {
            assert!(*after == before, "byte {at}, {old} to {}: it holds and says something else", bytes[at]);
        }
        *verdicts.entry(matches!(verdict, Verdict::Holds(_))).or_default() += 1;
        store.close().await;
        for end in ["-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{end}", home.file().display()));
        }
    }
    assert!(verdicts[&false] > 100, "most of what says something is found: {verdicts:?}");
}

#[tokio::test]
async fn a_byte_of_any_entry_is_found_and_the_entry_is_named() {
    let home = Home::new();
    let store = journal(&home).await;
    let Verdict::Holds(before) = verify(&*store).await else { panic!("it is sound") };
    store.close().await;
    let sound = fs::read(home.file()).unwrap();
    for entry in &before {
        // The same letter in another case, in its hash: nothing SQLite itself could find. The hash stands in the next
        // entry too, and may stand where nothing is any more.
        let hash = entry.hash.as_bytes();
        let places = sound.windows(hash.len()).enumerate().filter(|(_, bytes)| *bytes == hash).map(|(place, _)| place);
        let mut found = Vec::new();
        for place in places {
            let letter = (place..place + 64).find(|at| sound[*at].is_ascii_lowercase()).unwrap();
            let mut bytes = sound.clone();
            bytes[letter] = bytes[letter].to_ascii_uppercase();
            fs::write(home.file(), &bytes).unwrap();
            match verify(&*home.run()).await {
                Verdict::Broken(words) => found.push(words),
                Verdict::Holds(after) => assert!(after == before, "{}", entry.seq),
            }
        }
        found.sort();
        let named = |seq: u64| found.iter().any(|words| words.starts_with(&format!("entry {seq} was changed")));
        assert!(named(entry.seq) && (entry.seq == before.len() as u64 || named(entry.seq + 1)), "{found:?}");
    }
}

#[tokio::test]
async fn what_is_edited_past_the_store_is_named() {
    for (edit, broken) in [
        ("UPDATE journal SET amount = '9' WHERE seq = 2", "entry 2 was changed"),
        ("UPDATE journal SET at = at + 1 WHERE seq = 3", "entry 3 was changed"),
        ("UPDATE journal SET account = NULL WHERE seq = 5", "entry 5 was changed"),
        ("UPDATE journal SET run = '' WHERE seq = 6", "entry 6 was changed"),
        ("UPDATE journal SET body = replace(body, 'a', 'b') WHERE seq = 1", "entry 1 was changed"),
        ("DELETE FROM journal WHERE seq = 5", "entry 5 is missing"),
        ("DELETE FROM journal WHERE seq < 5", "entry 1 is missing"),
        ("UPDATE journal SET seq = seq + 100 WHERE seq = 7", "entry 7 is missing"),
        ("UPDATE journal SET previous = hash WHERE seq = 8", "entry 8 was changed"),
        ("UPDATE journal SET hash = upper(hash) WHERE seq = 9", "entry 9 was changed"),
    ] {
        let home = Home::new();
        let store = journal(&home).await;
        let mut bare = home.bare().await;
        for statement in ["DROP TRIGGER journal_is_never_edited", "DROP TRIGGER journal_is_never_shortened", edit] {
            sqlx::query(statement).execute(&mut bare).await.unwrap();
        }
        drop(bare);
        let Verdict::Broken(words) = verify(&*store).await else { panic!("{edit}: it holds") };
        assert!(words.contains(broken), "{edit}: {words}");
    }
}

#[tokio::test]
async fn the_journal_itself_lets_nobody_edit_it() {
    let home = Home::new();
    let store = journal(&home).await;
    let mut bare = home.bare().await;
    for edit in ["UPDATE journal SET body = '{}'", "DELETE FROM journal", "DELETE FROM journal WHERE seq > 3"] {
        let refused = sqlx::query(edit).execute(&mut bare).await.unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{refused}");
    }
    assert_holds(&*store).await;
}
