//! Opening the file: its folder and rights, whose it is, and its schema.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row, SqliteConnection};
use tokio::time::{Instant, sleep};

use crate::domain::JournalFault;
use crate::store::chain::Anchor;
use crate::store::file;

use super::fault::fault;
use super::look;
use super::place::{Files, Place};

/// The schema, from the first version on.
static MIGRATIONS: Migrator = sqlx::migrate!("src/store/migrations");

/// What tells a database of ours from others: `PRAGMA application_id`, the letters `payt`.
const OURS: i32 = 0x7061_7974;

/// How long is waited before a lock is tried again.
const BETWEEN_TRIES: Duration = Duration::from_millis(10);

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Writing to the journal: each commit is on disk before it answers, and does nothing else. Its log is carried over
    /// into the file in between, when nobody waits.
    Journal,
    /// Writing to the history: a power cut may take the last of it.
    History,
    /// Reading.
    Reading,
}

/// An open connection, and which files it has open.
#[derive(Debug)]
pub struct Open {
    /// The connection.
    pub connection: SqliteConnection,
    files: Files,
}

impl Open {
    /// Whether its files are still those at their place: what is written to others is lost.
    pub fn is_there(&self) -> bool {
        self.files.are_there()
    }

    /// Closes it, everything written.
    pub async fn close(self) {
        // What could not be closed is closed by the end of the process.
        let _ = self.connection.close().await;
    }
}

fn options(place: &Place) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(place.path())
        .busy_timeout(place.patience)
        // What is wrong is told by whoever asked, in its own words; statements may hold what no log should.
        .disable_statement_logging()
}

/// Opens the database to write to it. Makes it, and the folder it is in, where there is none and none was known here: a
/// journal that was there and is gone is not silently begun anew.
pub async fn to_write(place: &Place, what_for: Use) -> Result<Open, JournalFault> {
    prepare(place)?;
    // One program at a time looks at the schema: two that start together would both begin to make it.
    let _only = OnlyOne::wait(place).await?;
    if place.is_mixed() {
        return Err(place.gone());
    }
    let broken = |error: sqlx::Error| fault(place, &error);
    let mut connection = options(place).connect().await.map_err(broken)?;
    check_ours(&mut connection, place).await?;
    // WAL stays with the file: it is set only now that the file is known to be ours. The full sync of macOS is the one
    // that reaches the disk.
    let settings = match what_for {
        Use::Journal => "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;",
        Use::History => "PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;",
        Use::Reading => "",
    };
    let settings = format!(
        "PRAGMA journal_mode = WAL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON; PRAGMA trusted_schema = OFF; {settings}"
    );
    sqlx::raw_sql(AssertSqlSafe(settings)).execute(&mut connection).await.map_err(broken)?;
    MIGRATIONS.run_direct(None, &mut connection, false).await.map_err(|error| match error {
        MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..) => JournalFault::Newer(place.name().into()),
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => fault(place, &error),
        other => place.unopened(&other.to_string()),
    })?;
    known_head(&mut connection, place).await?;
    Ok(Open { files: place.opened(), connection })
}

/// Opens the database to read from it; `None` where there is none. One of an older version is brought up to date
/// first, where it may be written.
pub async fn to_read(place: &Place) -> Result<Option<Open>, JournalFault> {
    match fs::metadata(place.path()) {
        Err(error) if error.kind() == ErrorKind::NotFound && place.known().is_none() => return Ok(None),
        Ok(file) if file.len() == 0 && place.known().is_none() => return Ok(None),
        _ => {}
    }
    let why = match to_write(place, Use::Reading).await {
        Ok(open) => return Ok(Some(open)),
        Err(why @ (JournalFault::ReadOnly(_) | JournalFault::Unopened { .. } | JournalFault::Full(_))) => why,
        Err(fault) => return Err(fault),
    };
    if let Ok(open) = only_to_read(place, options(place).read_only(true)).await {
        return Ok(Some(open));
    }
    // A log that is not carried over would be left out without a word.
    if fs::metadata(place.beside("wal")).is_ok_and(|log| log.len() > 0) {
        return Err(why);
    }
    // Nobody writes to what nobody may write to: it can be read without the files that its users share.
    only_to_read(place, options(place).immutable(true)).await.map(Some)
}

async fn only_to_read(place: &Place, options: SqliteConnectOptions) -> Result<Open, JournalFault> {
    let mut connection = options.connect().await.map_err(|error| fault(place, &error))?;
    check_ours(&mut connection, place).await?;
    known_head(&mut connection, place).await?;
    Ok(Open { files: place.opened(), connection })
}

/// A database that is somebody else's is left alone.
async fn check_ours(connection: &mut SqliteConnection, place: &Place) -> Result<(), JournalFault> {
    let broken = |error: sqlx::Error| fault(place, &error);
    let (id, tables, has_versions, pages): (i32, i64, bool, i64) = sqlx::query_as(
        "SELECT application_id, (SELECT count(*) FROM sqlite_schema), \
           EXISTS (SELECT 1 FROM sqlite_schema WHERE name = '_sqlx_migrations'), page_count \
         FROM pragma_application_id, pragma_page_count",
    )
    .fetch_one(&mut *connection)
    .await
    .map_err(broken)?;
    match (id, tables) {
        // Its mark is the first thing that is written to it, alone: without tables it has one page and no more.
        (OURS, 0) if pages > 1 => Err(place.corrupt("its tables are gone")),
        // The table of its versions is the first one that is made: where there are others and not that one, some are gone.
        (OURS, 1..) if !has_versions => Err(place.corrupt("its tables are gone")),
        (OURS, _) => Ok(()),
        (0, 0) => {
            let mark = AssertSqlSafe(format!("PRAGMA application_id = {OURS}"));
            sqlx::query(mark).execute(connection).await.map_err(broken)?;
            Ok(())
        }
        _ => Err(place.unopened("it is the database of another program")),
    }
}

/// The newest entry of the journal. One in which what was seen here before is missing is another journal: what it says
/// of limits and twins is not true.
pub async fn known_head(connection: &mut SqliteConnection, place: &Place) -> Result<Option<Anchor>, JournalFault> {
    let broken = |error: sqlx::Error| fault(place, &error);
    // First what is known, as more may be written and known at any time.
    let known = place.known();
    let head = look::head(connection).await.map_err(broken)?;
    let is_ours = match (&known, &head) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(known), Some(head)) if head.count <= known.count => known == head,
        (Some(known), Some(_)) => {
            look::hash(connection, known.count).await.map_err(broken)?.as_ref() == Some(&known.hash)
        }
    };
    if !is_ours {
        return Err(place.gone());
    }
    if let Some(head) = &head {
        place.know(head);
    }
    Ok(head)
}

/// Makes the folder and the file where they are not there, both for their owner alone.
fn prepare(place: &Place) -> Result<(), JournalFault> {
    let begins = place.known().is_none();
    if begins && let Some(folder) = place.path().parent().filter(|folder| !folder.exists()) {
        file::make_folder(folder).map_err(|error| place.io(&error))?;
    }
    // One that is there is never opened here: to close it again would let go of the locks that SQLite holds on it in
    // this process (https://sqlite.org/howtocorrupt.html, section 2.2).
    match fs::metadata(place.path()) {
        Ok(_) => return Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound && !begins => return Err(place.gone()),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(place.io(&error)),
    }
    let mut file = OpenOptions::new();
    file.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut file, 0o600);
    match file.open(place.path()) {
        Ok(_) => Ok(()),
        // Another process was quicker.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(place.io(&error)),
    }
}

/// The right to look at the schema and change it.
struct OnlyOne(File);

impl OnlyOne {
    async fn wait(place: &Place) -> Result<Self, JournalFault> {
        let file = file::open_lock(&place.beside("lock")).map_err(|error| place.io(&error))?;
        let end = Instant::now() + place.patience;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self(file)),
                Err(TryLockError::WouldBlock) if Instant::now() < end => sleep(BETWEEN_TRIES).await,
                Err(TryLockError::WouldBlock) => return Err(place.locked()),
                Err(TryLockError::Error(error)) => return Err(place.io(&error)),
            }
        }
    }
}

impl Drop for OnlyOne {
    fn drop(&mut self) {
        // Closing the file lets go of it as well.
        let _ = self.0.unlock();
    }
}

/// What SQLite's own check says is wrong with the file; `None` where it is sound.
pub async fn damage(connection: &mut SqliteConnection, place: &Place) -> Result<Option<String>, JournalFault> {
    let rows =
        sqlx::query("PRAGMA integrity_check(10)").fetch_all(connection).await.map_err(|error| fault(place, &error))?;
    let said: Vec<String> = rows.iter().filter_map(|row| row.try_get(0).ok()).collect();
    Ok((said != ["ok"]).then(|| said.join("; ")))
}
