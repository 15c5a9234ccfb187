//! Runs: which process wrote an entry, and whether it still lives. A run holds a lock on a file of its own from before
//! its first entry to its end; the system takes the lock away however the process ends.
//!
//! A file is removed only by who holds its lock, and a lock counts only while its file is still where it was: so nobody
//! can remove the file of a run that lives, and no run can hold a lock that nobody sees.

use std::fmt;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use uuid::Uuid;

use super::file::{self, FileId};

/// One run of the program (UUID version 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RunId(pub Uuid);

impl RunId {
    /// The id of a run that began at `now`, from ten random bytes.
    #[must_use]
    pub fn new(now: Timestamp, random: [u8; 10]) -> Self {
        let millis = u64::try_from(now.as_millisecond()).unwrap_or_default();
        Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// This run and its lock, whatever happens to the database meanwhile: as long as the lock is held, nobody takes what
/// the run has sent for left behind.
#[derive(Debug)]
pub struct Alive {
    run: RunId,
    lock: Mutex<Option<RunLock>>,
}

impl Alive {
    /// The run `run`, which holds no lock yet.
    pub fn new(run: RunId) -> Self {
        Self { run, lock: Mutex::new(None) }
    }

    /// Which run it is.
    pub fn run(&self) -> RunId {
        self.run
    }

    /// Sees to it that the lock is held and can be seen: takes it where it is not. `false` where somebody holds it just
    /// now, to see whether this run has ended: try again.
    pub fn hold(&self, folder: &Path) -> io::Result<bool> {
        let mut held = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        if held.as_ref().is_some_and(RunLock::is_seen) {
            return Ok(true);
        }
        // Somebody has tidied its file away: it is put there again.
        *held = None;
        *held = RunLock::take(folder, self.run)?;
        Ok(held.is_some())
    }

    /// Lets go of the lock: the run has ended.
    pub fn end(&self) {
        *self.lock.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// The lock of a run, held.
#[derive(Debug)]
struct RunLock {
    path: PathBuf,
    id: FileId,
    /// Held, never read.
    _file: File,
}

impl RunLock {
    /// Takes the lock of `run` in the folder of locks; `None` where somebody else holds it.
    fn take(folder: &Path, run: RunId) -> io::Result<Option<Self>> {
        file::make_folder(folder)?;
        let path = file_of(folder, run);
        let file = file::open_lock(&path)?;
        match file.try_lock() {
            Ok(()) => {
                let lock = Self { path, id: FileId::of(&file)?, _file: file };
                // Between the opening and the locking it may have been taken for left behind, and removed.
                Ok(lock.is_seen().then_some(lock))
            }
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Whether its file is where others look for it.
    fn is_seen(&self) -> bool {
        FileId::at(&self.path) == Some(self.id)
    }
}

impl Drop for RunLock {
    fn drop(&mut self) {
        // What is left of it stands for nothing: the lock counts, not the file. Another file by that name is not ours.
        if self.is_seen() {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Whether a run holds its lock no longer.
pub fn has_ended(folder: &Path, run: RunId) -> bool {
    let path = file_of(folder, run);
    match OpenOptions::new().write(true).open(&path) {
        Ok(file) => match file.try_lock() {
            Ok(()) => {
                // Held until its file is removed, by the drop: nobody can have taken it in between.
                let held = FileId::of(&file).map(|id| RunLock { path, id, _file: file });
                held.is_ok_and(|held| held.is_seen())
            }
            // Where it cannot be told, it is taken to live: what it sent stays as it is.
            Err(_) => false,
        },
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

fn file_of(folder: &Path, run: RunId) -> PathBuf {
    folder.join(format!("{run}.lock"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(last: u8) -> RunId {
        RunId::new(Timestamp::from_second(1_700_000_000).unwrap(), [last; 10])
    }

    #[test]
    fn a_run_lives_as_long_as_its_lock_is_held() {
        let folder = tempfile::tempdir().unwrap();
        assert!(has_ended(folder.path(), run(1)), "a run without a lock is none");
        let alive = Alive::new(run(1));
        assert!(alive.hold(folder.path()).unwrap());
        assert!(!has_ended(folder.path(), run(1)));
        assert!(has_ended(folder.path(), run(2)));
        assert!(!Alive::new(run(1)).hold(folder.path()).unwrap(), "nobody else can hold it");
        assert!(alive.hold(folder.path()).unwrap(), "who holds it goes on holding it");
        alive.end();
        assert!(has_ended(folder.path(), run(1)));
        assert!(!file_of(folder.path(), run(1)).exists());
    }

    #[test]
    fn a_lock_file_that_nobody_holds_is_of_a_run_that_ended() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(file_of(folder.path(), run(1)), "").unwrap();
        assert!(has_ended(folder.path(), run(1)));
        assert!(!file_of(folder.path(), run(1)).exists());
        assert!(has_ended(folder.path(), run(1)), "whoever asks next hears the same");
    }

    #[test]
    fn a_lock_whose_file_was_tidied_away_is_taken_again() {
        let folder = tempfile::tempdir().unwrap();
        let alive = Alive::new(run(1));
        assert!(alive.hold(folder.path()).unwrap());
        fs::remove_file(file_of(folder.path(), run(1))).unwrap();
        assert!(alive.hold(folder.path()).unwrap());
        assert!(!has_ended(folder.path(), run(1)));
    }

    #[test]
    fn a_lock_on_a_file_that_another_has_replaced_removes_nothing_of_the_others() {
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (Alive::new(run(1)), Alive::new(run(1)));
        assert!(old.hold(folder.path()).unwrap());
        fs::remove_file(file_of(folder.path(), run(1))).unwrap();
        assert!(new.hold(folder.path()).unwrap());
        old.end();
        assert!(!has_ended(folder.path(), run(1)));
    }

    #[test]
    fn a_run_that_begins_while_others_look_whether_it_has_ended_is_never_taken_for_ended() {
        let folder = tempfile::tempdir().unwrap();
        for last in 0..200 {
            let run = run(last);
            let alive = Alive::new(run);
            std::thread::scope(|threads| {
                let looking = threads.spawn(|| (0..20).filter(|_| has_ended(folder.path(), run)).count());
                while !alive.hold(folder.path()).unwrap() {}
                assert!(!has_ended(folder.path(), run));
                // It may have looked ended before it began, not after.
                looking.join().unwrap();
            });
            assert!(!has_ended(folder.path(), run), "and stays alive");
        }
    }
}
