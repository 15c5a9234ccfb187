//! Runs: which process wrote an entry, and whether it still lives. A run holds a lock on a file of its own; the system
//! takes the lock away however the process ends.

use std::fmt;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use uuid::Uuid;

/// One run of the program (UUID version 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

/// The lock of this run: as long as it is held, nobody takes what the run has sent for left behind.
#[derive(Debug)]
pub struct RunLock {
    path: PathBuf,
    /// Held, never read.
    _file: File,
}

impl RunLock {
    /// Takes the lock of `run` in the folder of locks.
    pub fn take(folder: &Path, run: RunId) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let path = file_of(folder, run);
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { path, _file: file }),
            Err(TryLockError::WouldBlock) => Err(io::Error::other("the lock of this run is held already")),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

impl Drop for RunLock {
    fn drop(&mut self) {
        // What is left of it stands for nothing: the lock counts, not the file.
        let _ = fs::remove_file(&self.path);
    }
}

/// Whether a run holds its lock no longer.
pub fn has_ended(folder: &Path, run: RunId) -> bool {
    match OpenOptions::new().write(true).open(file_of(folder, run)) {
        Ok(file) => match file.try_lock() {
            Ok(()) => {
                let _ = fs::remove_file(file_of(folder, run));
                true
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
        let lock = RunLock::take(folder.path(), run(1)).unwrap();
        assert!(!has_ended(folder.path(), run(1)));
        assert!(has_ended(folder.path(), run(2)));
        assert!(RunLock::take(folder.path(), run(1)).is_err());
        drop(lock);
        assert!(has_ended(folder.path(), run(1)));
    }

    #[test]
    fn a_lock_file_that_nobody_holds_is_of_a_run_that_ended() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(file_of(folder.path(), run(1)), "").unwrap();
        assert!(has_ended(folder.path(), run(1)));
        assert!(!file_of(folder.path(), run(1)).exists());
    }
}
