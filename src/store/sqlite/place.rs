//! Where the database is, which files it is made of, and what is known of the journal in it whichever connection asks.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use crate::domain::JournalFault;
use crate::store::chain::Anchor;
use crate::store::file::FileId;

/// Where the database is.
#[derive(Debug)]
pub struct Place {
    path: PathBuf,
    name: String,
    /// How long is waited for another program's lock.
    pub patience: Duration,
    /// The newest entry that this process has seen in the journal here. Another journal does not have it.
    known: Mutex<Option<Anchor>>,
    /// The files it was made of when it was last opened.
    opened: Mutex<Option<Files>>,
    /// Every intent planned before this entry has come to its end.
    settled_before: AtomicU64,
    /// The folder of the locks of runs, once the database is there.
    locks: OnceLock<PathBuf>,
}

/// The files a database is made of, as they were when it was opened: its own, its log, and the memory its users share.
#[derive(Clone, Debug)]
pub struct Files([(PathBuf, Option<FileId>); 3]);

impl Files {
    /// Whether the database is another one now, and the log is still that of the old one: read together they would be
    /// neither.
    pub fn are_mixed(&self) -> bool {
        let [database, log, _] = &self.0;
        FileId::at(&database.0) != database.1 && log.1.is_some() && FileId::at(&log.0) == log.1
    }

    /// Whether they still are where they were.
    pub fn are_there(&self) -> bool {
        self.0.iter().all(|(path, file)| FileId::at(path) == *file)
    }
}

impl Place {
    /// The place at `path`. A path that is not absolute is meant from the folder the program is in now.
    pub fn new(path: &Path, patience: Duration) -> Self {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        Self {
            name: path.display().to_string(),
            path,
            patience,
            known: Mutex::new(None),
            opened: Mutex::new(None),
            settled_before: AtomicU64::new(0),
            locks: OnceLock::new(),
        }
    }

    /// The path of the database.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The path, for messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The folder of the locks of runs.
    pub fn locks(&self) -> PathBuf {
        // Once the database is there, it stays the same for as long as that does.
        match self.locks.get() {
            Some(locks) => locks.clone(),
            None if self.path.exists() => self.locks.get_or_init(|| self.beside("runs")).clone(),
            None => self.beside("runs"),
        }
    }

    /// A file or folder beside the database, named after it. Links are followed: whoever comes by another name to the
    /// same database finds the same files beside it.
    pub fn beside(&self, what: &str) -> PathBuf {
        let path = self.path.canonicalize().unwrap_or_else(|_| self.path.clone());
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!("-{what}"));
        path.with_file_name(name)
    }

    /// The files that are there now, of a database that was just opened.
    pub fn opened(&self) -> Files {
        let files = Files([self.path.clone(), self.beside("wal"), self.beside("shm")].map(|path| {
            let file = FileId::at(&path);
            (path, file)
        }));
        *self.opened.lock().unwrap_or_else(PoisonError::into_inner) = Some(files.clone());
        files
    }

    /// Whether another database is here now, beside the log of the one that was opened last.
    pub fn is_mixed(&self) -> bool {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner).as_ref().is_some_and(Files::are_mixed)
    }

    /// The newest entry that was seen here.
    pub fn known(&self) -> Option<Anchor> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes note of an entry that was seen here.
    pub fn know(&self, head: &Anchor) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.as_ref().is_none_or(|known| known.count < head.count) {
            *known = Some(head.clone());
        }
    }

    /// The number of an entry before which every intent that was planned has come to its end. What has, has for ever:
    /// so it holds whatever other processes write.
    pub fn settled_before(&self) -> u64 {
        self.settled_before.load(Ordering::Relaxed)
    }

    /// Every intent planned before this entry has come to its end.
    pub fn all_settled_before(&self, entry: u64) {
        self.settled_before.fetch_max(entry, Ordering::Relaxed);
    }

    /// A fault of no special kind.
    pub fn other(&self, why: &str) -> JournalFault {
        JournalFault::Other { path: self.name.as_str().into(), why: why.into() }
    }

    /// It cannot be opened.
    pub fn unopened(&self, why: &str) -> JournalFault {
        JournalFault::Unopened { path: self.name.as_str().into(), why: why.into() }
    }

    /// It is damaged.
    pub fn corrupt(&self, why: &str) -> JournalFault {
        JournalFault::Corrupt { path: self.name.as_str().into(), why: why.into() }
    }

    /// It is not where it was.
    pub fn gone(&self) -> JournalFault {
        JournalFault::Gone(self.name.as_str().into())
    }

    /// Another program holds its lock.
    pub fn locked(&self) -> JournalFault {
        JournalFault::Locked(self.name.as_str().into())
    }

    /// What an error of the file system means.
    pub fn io(&self, error: &io::Error) -> JournalFault {
        let name = || self.name.as_str().into();
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => JournalFault::Full(name()),
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => JournalFault::ReadOnly(name()),
            _ => self.unopened(&error.to_string()),
        }
    }
}
