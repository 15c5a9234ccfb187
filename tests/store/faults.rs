//! What can be wrong with the file: each has its own fault, nothing is half written, and when its cause is gone the same
//! store works again.

use std::fs;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::process::Command;

use futures_util::join;
use paytop::domain::{JournalFault, Sighting, TaskSample};
use paytop::store::{Begun, Store};
use rstest::rstest;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions, Connection, Executor};

use super::kit::*;

/// Nothing can be written: an order does not leave, and everything else says why too.
async fn assert_unwritable(store: &dyn Store, expected: fn(&JournalFault) -> bool) {
    let order = order("unwritable", 1);
    let faults = [
        store.begin(&order, &free(), noon()).await.unwrap_err(),
        store.plan(&order).await.unwrap_err(),
        store.prove(noon()).await.unwrap_err(),
    ];
    for fault in faults {
        assert!(expected(&fault), "{fault:?}");
        assert!(!fault.advice().is_empty());
    }
    // There is no such intent, and so nothing to write; but that can be known only where the journal can be read.
    let recorded = store.record(order.id, &event(1, done())).await;
    assert!(recorded.as_ref().is_ok_and(|is_written| !is_written) || recorded.is_err_and(|fault| expected(&fault)));
}

/// All is as if nothing had been: what was written before is there and nothing else, and orders leave.
async fn assert_well(store: &dyn Store, entries_before: usize) {
    assert_eq!(entries(store).await.len(), entries_before);
    sent(store, &order("well again", 1), &free(), 0).await;
    assert_eq!(entries(store).await.len(), entries_before + 2);
    assert_holds(store).await;
}

#[rstest]
#[case::immediate("BEGIN IMMEDIATE")]
#[case::exclusive("BEGIN EXCLUSIVE")]
#[tokio::test]
async fn locked_by_another_program(#[case] begin: &'static str) {
    let home = Home::new();
    let store = home.hasty_run();
    sent(&*store, &order("a", 1), &free(), 0).await;
    let mut other = home.bare().await;
    other.execute(begin).await.unwrap();
    assert_unwritable(&*store, |fault| matches!(fault, JournalFault::Locked(_))).await;
    assert!(matches!(store.remember(&[sample()], noon()).await, Err(JournalFault::Locked(_))));
    assert_eq!(entries(&*store).await.len(), 2, "reads go on");
    assert_eq!(entries(&*home.hasty_run()).await.len(), 2, "of another run too");
    other.execute("ROLLBACK").await.unwrap();
    assert_well(&*store, 2).await;
    store.remember(&[sample()], noon()).await.unwrap();
}

fn sample() -> Sighting {
    use paytop::domain::{AccountKey, ConnectionId, Ratio, Sample};
    Sighting::Task(TaskSample {
        key: AccountKey { connection: ConnectionId::new("live"), account: "a".into() },
        task: "t".into(),
        sample: Sample { at: noon(), progress: Ratio::from_basis_points(1), success: Ratio::from_basis_points(2) },
        orders: 1,
        succeeded: 1,
    })
}

#[tokio::test]
async fn locked_while_it_is_opened() {
    let home = Home::new();
    let (first, store) = (home.run(), home.hasty_run());
    sent(&*first, &order("a", 1), &free(), 0).await;
    let lock = fs::File::open(home.folder().join("paytop.db-lock")).unwrap();
    lock.lock().unwrap();
    assert_unwritable(&*store, |fault| matches!(fault, JournalFault::Locked(_))).await;
    assert!(matches!(store.entries(0, 1).await, Err(JournalFault::Locked(_))));
    lock.unlock().unwrap();
    assert_well(&*store, 2).await;
}

#[tokio::test]
async fn deleted_while_it_is_open() {
    let home = Home::new();
    let store = home.run();
    sent(&*store, &order("a", 1), &free(), 0).await;
    let aside = home.folder().join("aside.db");
    // As somebody would who moves it: the file, and later the rest of it.
    fs::rename(home.file(), &aside).unwrap();
    for _ in 0..3 {
        assert_unwritable(&*store, |fault| matches!(fault, JournalFault::Gone(_))).await;
        assert!(matches!(store.entries(0, 9).await, Err(JournalFault::Gone(_))));
        assert!(matches!(store.news(0, 9).await, Err(JournalFault::Gone(_))));
        assert!(matches!(store.remember(&[], noon()).await, Err(JournalFault::Gone(_))));
        assert!(!home.file().exists(), "no journal is silently begun anew");
    }
    fs::rename(&aside, home.file()).unwrap();
    assert_well(&*store, 2).await;
}

#[tokio::test]
async fn another_in_its_place() {
    let (home, another) = (Home::new(), Home::new());
    let (store, stranger) = (home.run(), another.run());
    sent(&*store, &order("a", 1), &free(), 0).await;
    let copy = home.folder().join("copy.db");
    let vacuum = format!("VACUUM INTO '{}'", copy.display());
    let mut bare = home.bare().await;
    bare.execute(sqlx::AssertSqlSafe(vacuum)).await.unwrap();
    bare.close().await.unwrap();
    sent(&*store, &order("b", 1), &free(), 0).await;
    for number in 0..3 {
        sent(&*stranger, &order(&format!("c{number}"), 1), &free(), 0).await;
    }
    stranger.close().await;

    // While its log still lies there, which belongs to the file that was moved.
    let aside = home.folder().join("aside.db");
    fs::rename(home.file(), &aside).unwrap();
    for wrong in [&another.file(), &copy] {
        fs::copy(wrong, home.file()).unwrap();
        assert!(matches!(store.entries(0, 9).await, Err(JournalFault::Gone(_))), "{}", wrong.display());
        assert_unwritable(&*store, |fault| matches!(fault, JournalFault::Gone(_))).await;
    }
    fs::rename(&aside, home.file()).unwrap();
    assert_eq!(entries(&*store).await.len(), 4);

    // With nothing of it left.
    store.close().await;
    fs::rename(home.file(), &aside).unwrap();
    for wrong in [&another.file(), &copy] {
        fs::copy(wrong, home.file()).unwrap();
        assert_unwritable(&*store, |fault| matches!(fault, JournalFault::Gone(_))).await;
        assert!(matches!(store.entries(0, 9).await, Err(JournalFault::Gone(_))), "{}", wrong.display());
        remove(&home);
    }
    // A copy with all that was written is as good as the file itself.
    fs::copy(&aside, home.file()).unwrap();
    assert_well(&*store, 4).await;
}

#[tokio::test]
async fn written_over_while_it_is_open() {
    let home = Home::new();
    let store = home.run();
    sent(&*store, &order("a", 1), &free(), 0).await;
    store.close().await;
    let backup = fs::read(home.file()).unwrap();
    sent(&*store, &order("b", 1), &free(), 0).await;
    store.close().await;
    // A backup is put back into the same file: what was written since is not in it.
    fs::write(home.file(), backup).unwrap();
    assert_unwritable(&*store, |fault| matches!(fault, JournalFault::Gone(_))).await;
    let new = home.run();
    assert_eq!(entries(&*new).await.len(), 2, "whoever starts anew begins with what is there");
    assert_holds(&*new).await;
}

/// Removes the database, its log and its shared memory.
fn remove(home: &Home) {
    for end in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{end}", home.file().display()));
    }
}

#[tokio::test]
async fn its_log_tidied_away_while_it_is_open() {
    for end in [&["-wal"][..], &["-shm"], &["-wal", "-shm"]] {
        let home = Home::new();
        let store = home.run();
        sent(&*store, &order("a", 1), &free(), 0).await;
        assert_eq!(entries(&*store).await.len(), 2);
        for end in end {
            fs::remove_file(format!("{}{end}", home.file().display())).unwrap();
        }
        // Either it is all still there, or it is said that it is not: never that a part of it is all.
        let order = order("b", 1);
        let begun = store.begin(&order, &free(), noon()).await;
        let all = store.entries(0, 99).await;
        match (&begun, &all) {
            (Ok(Begun::Sent), Ok(all)) => assert_eq!(all.len(), 4, "{end:?}"),
            (Err(JournalFault::Gone(_)), Err(JournalFault::Gone(_))) => {}
            other => panic!("{end:?}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_damaged_header() {
    let home = Home::new();
    let store = home.run();
    sent(&*store, &order("a", 1), &free(), 0).await;
    store.close().await;
    let sound = fs::read(home.file()).unwrap();
    let mut damaged = sound.clone();
    damaged[..60].fill(0x5a);
    fs::write(home.file(), &damaged).unwrap();
    assert_unwritable(&*store, |fault| matches!(fault, JournalFault::Corrupt { .. })).await;
    assert!(matches!(store.entries(0, 9).await, Err(JournalFault::Corrupt { .. })));
    assert!(store.damage().await.unwrap().is_some());
    assert!(fs::read(home.file()).unwrap() == damaged, "nothing is written to it");
    fs::write(home.file(), &sound).unwrap();
    assert_well(&*store, 2).await;
}

#[tokio::test]
async fn a_journal_whose_tables_are_gone_is_not_begun_anew() {
    let home = Home::new();
    let store = home.run();
    sent(&*store, &order("a", 1), &free(), 0).await;
    store.close().await;
    // The list of tables says that there are none: one byte of the file.
    let mut damaged = fs::read(home.file()).unwrap();
    damaged[103..105].fill(0);
    fs::write(home.file(), &damaged).unwrap();
    let store = home.run();
    assert_unwritable(&*store, |fault| matches!(fault, JournalFault::Corrupt { .. })).await;
    assert!(store.damage().await.unwrap().is_some());
}

#[tokio::test]
async fn what_is_no_database_is_left_alone() {
    let home = Home::new();
    let text = "a letter, long enough to be looked at as a database: ".repeat(20);
    fs::write(home.file(), &text).unwrap();
    let store = home.run();
    assert_unwritable(&*store, |fault| matches!(fault, JournalFault::Corrupt { .. })).await;
    assert_eq!(fs::read_to_string(home.file()).unwrap(), text);
    fs::remove_file(home.file()).unwrap();
    assert_well(&*store, 0).await;
}

#[tokio::test]
async fn another_programs_database_is_left_alone() {
    let home = Home::new();
    let options = SqliteConnectOptions::new().filename(home.file()).create_if_missing(true);
    let mut other = options.journal_mode(SqliteJournalMode::Delete).connect().await.unwrap();
    other.execute("CREATE TABLE contacts (name TEXT)").await.unwrap();
    other.close().await.unwrap();
    let before = fs::read(home.file()).unwrap();
    let store = home.run();
    assert_unwritable(&*store, |fault| matches!(fault, JournalFault::Unopened { .. })).await;
    let fault = store.entries(0, 9).await.unwrap_err();
    assert!(fault.to_string().contains("another program"), "{fault}");
    assert!(fs::read(home.file()).unwrap() == before, "not a byte of it is changed");
}

#[tokio::test]
async fn written_by_a_newer_version() {
    let home = Home::new();
    let store = home.run();
    sent(&*store, &order("a", 1), &free(), 0).await;
    store.close().await;
    let mut bare = home.bare().await;
    bare.execute(
        "INSERT INTO _sqlx_migrations SELECT 99, 'later', installed_on, 1, checksum, 1 FROM _sqlx_migrations LIMIT 1",
    )
    .await
    .unwrap();
    assert_unwritable(&*store, |fault| matches!(fault, JournalFault::Newer(_))).await;
    assert!(matches!(store.entries(0, 9).await, Err(JournalFault::Newer(_))));
    bare.execute("DELETE FROM _sqlx_migrations WHERE version = 99").await.unwrap();
    assert_well(&*store, 2).await;
}

#[tokio::test]
async fn a_folder_where_the_file_should_be() {
    let home = Home::new();
    fs::create_dir(home.file()).unwrap();
    let store = home.run();
    assert_unwritable(&*store, |fault| matches!(fault, JournalFault::Unopened { .. })).await;
    fs::remove_dir(home.file()).unwrap();
    assert_well(&*store, 0).await;
}

#[tokio::test]
async fn a_file_where_its_folder_should_be() {
    let home = Home::new();
    let folder = home.folder().join("data");
    fs::write(&folder, "").unwrap();
    let store = open_at(&folder.join("deep/paytop.db"));
    assert_unwritable(&*store, |fault| matches!(fault, JournalFault::Unopened { .. })).await;
    fs::remove_file(&folder).unwrap();
    assert_well(&*store, 0).await;
}

#[tokio::test]
async fn an_entry_that_cannot_be_read_fails_nothing_but_its_own_intent() {
    let home = Home::new();
    let store = home.run();
    let (unreadable, other) = (order("a", 1), order("b", 1));
    sent(&*store, &unreadable, &free(), 0).await;
    sent(&*store, &other, &free(), 0).await;
    let mut bare = home.bare().await;
    bare.execute("DROP TRIGGER journal_is_never_edited").await.unwrap();
    bare.execute("UPDATE journal SET state = 'flown' WHERE seq = 2").await.unwrap();
    // Asked for at once, and so written together.
    let (new, late) = (order("c", 1), event(1, done()));
    let (free, lost) = (free(), event(1, unconfirmed()));
    let (first, second, third) =
        join!(store.record(unreadable.id, &late), store.record(other.id, &lost), store.begin(&new, &free, noon()));
    assert!(matches!(first, Err(JournalFault::Corrupt { .. })), "{first:?}");
    assert_eq!((second, third), (Ok(true), Ok(Begun::Sent)));
    assert_eq!(walk(&entries(&*store).await).unwrap_err(), paytop::store::Break::Changed(2));
}

#[tokio::test]
async fn an_entry_that_cannot_be_read_hides_no_other_intent() {
    let home = Home::new();
    let store = home.run();
    let (unreadable, other) = (order("a", 1), order("b", 1));
    sent(&*store, &unreadable, &free(), 0).await;
    sent(&*store, &other, &free(), 0).await;
    store.record(other.id, &event(1, unconfirmed())).await.unwrap();
    let mut bare = home.bare().await;
    bare.execute("DROP TRIGGER journal_is_never_edited").await.unwrap();
    bare.execute("UPDATE journal SET state = 'flown' WHERE seq = 2").await.unwrap();
    let news = store.news(0, 100).await.unwrap();
    assert_eq!(news.intents.iter().map(|intent| intent.id).collect::<Vec<_>>(), [other.id]);
    assert!(matches!(&news.unreadable, Some(JournalFault::Corrupt { why, .. }) if why.as_str().contains("entry 2")));
}

#[tokio::test]
async fn what_a_run_left_on_its_way_is_told_as_unconfirmed_before_it_is_written_down_so() {
    let home = Home::new();
    let dead = home.run();
    sent(&*dead, &order("a", 1), &free(), 0).await;
    let store = home.run();
    let told = async || words(&store.news(0, 100).await.unwrap().intents[0]);
    assert_eq!(told().await, ["planned", "sent"], "its run lives");
    dead.close().await;
    drop(dead);
    assert_eq!(told().await, ["planned", "sent", "unconfirmed"]);
    assert_eq!(entries(&*store).await.len(), 2, "nothing was written");
    assert_eq!(store.recover(noon()).await.unwrap(), 1);
    assert_eq!(told().await, ["planned", "sent", "unconfirmed"]);
}

/// Closing a file lets go of every lock that the process holds on it: whoever opened the database beside SQLite would
/// take SQLite's own locks away, and let other programs tidy its log up while it is in use.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_locks_that_sqlite_holds_are_not_let_go_of() {
    use std::os::unix::fs::MetadataExt;
    let home = Home::new();
    let store = home.run();
    sent(&*store, &order("a", 1), &free(), 0).await;
    // Other connections of the same process come and go.
    entries(&*store).await;
    store.remember(&[sample()], noon()).await.unwrap();
    let again = home.run();
    entries(&*again).await;
    again.close().await;
    let ours = fs::metadata(home.file()).unwrap().ino();
    let ours = format!(":{ours} ");
    let locks = fs::read_to_string("/proc/locks").unwrap();
    let pid = format!(" {} ", std::process::id());
    assert!(locks.lines().any(|line| line.contains(&ours) && line.contains(&pid)), "no lock is held:\n{locks}");
}

#[test]
fn a_store_outlives_the_task_that_wrote() {
    let home = Home::new();
    let store = home.run();
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let order = order("a", 1);
    runtime().block_on(sent(&*store, &order, &free(), 0));
    // Its writer went with the runtime; its run lives on, and what it sent is not left behind.
    runtime().block_on(async {
        let other = home.run();
        assert_eq!(other.recover(noon()).await.unwrap(), 0);
        assert!(store.record(order.id, &event(1, done())).await.unwrap());
        assert_well(&*store, 3).await;
    });
}

#[rstest]
#[case("sqlite")]
#[case("sqlite://")]
#[case("postgres://localhost/paytop")]
#[case("/home/asha/paytop.db")]
#[case("sqlite://~/paytop.db")]
fn an_address_that_is_none_is_told(#[case] url: &str) {
    let words = paytop::store::open(url, run()).unwrap_err();
    assert!(words.starts_with("the journal's address"), "{words}");
}

#[tokio::test]
async fn nothing_in_a_path_means_anything_else() {
    let home = Home::new();
    for name in ["a?mode=memory", "b%20c", "d#e", "ü ñ €.db", "file:f", ":memory:", "g&h='i\"j"] {
        let file = home.folder().join(name);
        let store = open_at(&file);
        sent(&*store, &order("a", 1), &free(), 0).await;
        store.close().await;
        assert!(file.is_file(), "{name}");
        assert_eq!(entries(&*open_at(&file)).await.len(), 2, "{name}");
        assert_eq!(store.place(), file.to_str().unwrap());
    }
    let relative = open_at(Path::new("file:paytop.db"));
    assert_eq!(relative.place(), std::path::absolute("file:paytop.db").unwrap().to_str().unwrap());
}

#[cfg(unix)]
#[tokio::test]
async fn by_another_name_it_is_the_same_journal_and_the_same_runs() {
    let (home, links) = (Home::new(), Home::new());
    let first = home.run();
    let order = order("a", 1);
    sent(&*first, &order, &free(), 0).await;
    std::os::unix::fs::symlink(home.file(), links.file()).unwrap();
    let second = links.run();
    assert_eq!(second.recover(noon()).await.unwrap(), 0, "the first still lives");
    sent(&*second, &super::kit::order("b", 1), &free(), 0).await;
    assert_eq!(first.recover(noon()).await.unwrap(), 0, "and so does the second");
    assert!(!links.folder().join("paytop.db-runs").exists());
    assert_well(&*first, 4).await;
}

#[cfg(unix)]
#[tokio::test]
async fn what_it_makes_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let file = home.folder().join("data/paytop/paytop.db");
    let store = open_at(&file);
    sent(&*store, &order("a", 1), &free(), 0).await;
    let mut looked_at = 0;
    let mut folders = vec![home.folder().join("data")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().map(Result::unwrap) {
            let mode = entry.metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{}", entry.path().display());
            looked_at += 1;
            if entry.path().is_dir() {
                folders.push(entry.path());
            }
        }
    }
    assert!(looked_at >= 6, "the folder, the database, its log, its memory, and two locks");
}

/// A small file system of its own; only root may make one.
struct Disk(PathBuf);

impl Disk {
    fn new(folder: &Path, size: &str) -> Option<Self> {
        let place = folder.join("disk");
        fs::create_dir(&place).unwrap();
        let size = format!("size={size}");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&place).output();
        if mounted.is_ok_and(|mounted| mounted.status.success()) {
            return Some(Self(place));
        }
        eprintln!("skipped: a file system can be mounted by root alone");
        None
    }

    fn remount(&self, options: &str) {
        let options = format!("remount,{options}");
        assert!(Command::new("mount").args(["-o", &options]).arg(&self.0).status().unwrap().success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// Runs a test on a small disk, where there can be one.
async fn on_a_disk<F: Future<Output = ()>>(test: impl FnOnce(PathBuf, Disk) -> F) {
    let home = Home::new();
    if let Some(disk) = Disk::new(home.folder(), "600k") {
        test(disk.0.join("paytop.db"), disk).await;
    }
}

#[tokio::test]
async fn no_room_is_left() {
    on_a_disk(|file, disk| async move {
        let store = open_at(&file);
        sent(&*store, &order("a", 1), &free(), 0).await;
        let filler = disk.0.join("filler");
        let _ = fs::write(&filler, vec![1; 1 << 20]);
        // What room its files have already may still be used.
        let mut left = 0;
        let fault = loop {
            match store.begin(&order(&format!("b{left}"), 1), &free(), noon()).await {
                Ok(_) => left += 1,
                Err(fault) => break fault,
            }
            assert!(left < 100, "it is full");
        };
        assert!(matches!(fault, JournalFault::Full(_)), "{fault:?}");
        assert_unwritable(&*store, |fault| matches!(fault, JournalFault::Full(_))).await;
        assert_eq!(entries(&*store).await.len(), 2 + 2 * left, "nothing is half written, and reads go on");
        let another = open_at(&file);
        assert_unwritable(&*another, |fault| matches!(fault, JournalFault::Full(_))).await;
        fs::remove_file(&filler).unwrap();
        assert_well(&*store, 2 + 2 * left).await;
        assert_holds(&*another).await;
    })
    .await;
}

#[tokio::test]
async fn no_room_is_left_for_its_beginning() {
    on_a_disk(|file, disk| async move {
        let filler = disk.0.join("filler");
        let _ = fs::write(&filler, vec![1; 1 << 20]);
        let store = open_at(&file);
        assert_unwritable(&*store, |fault| matches!(fault, JournalFault::Full(_))).await;
        fs::remove_file(&filler).unwrap();
        assert_well(&*store, 0).await;
    })
    .await;
}

#[tokio::test]
async fn on_a_disk_that_may_not_be_written() {
    on_a_disk(|file, disk| async move {
        let writing = open_at(&file);
        sent(&*writing, &order("a", 1), &free(), 0).await;
        writing.close().await;
        disk.remount("ro");
        for store in [&writing, &open_at(&file)] {
            assert_unwritable(&**store, |fault| matches!(fault, JournalFault::ReadOnly(_))).await;
            assert_eq!(entries(&**store).await.len(), 2, "reads go on");
            assert_holds(&**store).await;
            store.close().await;
        }
        disk.remount("rw");
        assert_well(&*writing, 2).await;
    })
    .await;
}
