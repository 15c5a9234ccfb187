//! Opening the file: its folder and rights, its schema, and what its errors mean to an operator.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Row, SqliteConnection};

use crate::domain::JournalFault;

/// The schema, from the first version on.
static MIGRATIONS: Migrator = sqlx::migrate!("src/store/migrations");

/// What tells a database of ours from others: `PRAGMA application_id`, the letters `payt`.
const OURS: i32 = 0x7061_7974;

/// How long is waited for another program's lock.
const PATIENCE: Duration = Duration::from_secs(5);

/// Where the database is.
#[derive(Debug)]
pub struct Place {
    path: PathBuf,
    name: String,
    /// Which file it was when it was opened.
    opened: Mutex<Option<FileId>>,
}

/// Which file it is, whatever it is called.
type FileId = (u64, u64);

impl Place {
    /// The place at `path`.
    pub fn new(path: PathBuf) -> Self {
        Self { name: path.display().to_string(), path, opened: Mutex::new(None) }
    }

    /// The path, for messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The folder of the locks of runs.
    pub fn locks(&self) -> PathBuf {
        self.beside("runs")
    }

    /// A fault of no special kind.
    pub fn other(&self, why: &str) -> JournalFault {
        JournalFault::Other { path: self.name.as_str().into(), why: why.into() }
    }

    /// Whether the file is the one that was opened: not another, and not gone.
    pub fn is_same(&self) -> bool {
        let opened = self.opened.lock().map_or(None, |opened| *opened);
        opened.is_none_or(|opened| file_id(&self.path) == Some(opened))
    }

    fn note_opened(&self) {
        if let Ok(mut opened) = self.opened.lock() {
            *opened = file_id(&self.path);
        }
    }

    /// A file or folder beside the database, named after it.
    fn beside(&self, what: &str) -> PathBuf {
        let mut name = self.path.file_name().unwrap_or_default().to_owned();
        name.push(format!("-{what}"));
        self.path.with_file_name(name)
    }

    fn unopened(&self, why: &str) -> JournalFault {
        JournalFault::Unopened { path: self.name.as_str().into(), why: why.into() }
    }
}

#[cfg(unix)]
fn file_id(path: &Path) -> Option<FileId> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).ok().map(|file| (file.dev(), file.ino()))
}

#[cfg(not(unix))]
fn file_id(path: &Path) -> Option<FileId> {
    fs::metadata(path).ok().map(|_| (0, 0))
}

fn options(place: &Place) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(&place.path)
        .busy_timeout(PATIENCE)
        // What is wrong is told by whoever asked, in its own words; statements may hold what no log should.
        .disable_statement_logging()
}

/// Opens the database to write to it; makes it, and the folder it is in, where there is none.
pub async fn to_write(place: &Place) -> Result<SqliteConnection, JournalFault> {
    prepare(place)?;
    // One program at a time looks at the schema: two that start together would both begin to make it.
    let _only = OnlyOne::wait(place)?;
    let options = options(place).journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full);
    let mut connection = options.connect().await.map_err(|error| fault(place, &error))?;
    check_ours(&mut connection, place).await?;
    MIGRATIONS.run_direct(None, &mut connection, false).await.map_err(|error| match error {
        MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..) => JournalFault::Newer(place.name().into()),
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => fault(place, &error),
        other => place.unopened(&other.to_string()),
    })?;
    place.note_opened();
    Ok(connection)
}

/// Opens the database to read from it; `None` where there is none. One of an older version is brought up to date
/// first, where it may be written.
pub async fn to_read(place: &Place) -> Result<Option<SqliteConnection>, JournalFault> {
    match fs::metadata(&place.path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Ok(file) if file.len() == 0 => return Ok(None),
        _ => {}
    }
    match to_write(place).await {
        Ok(connection) => return Ok(Some(connection)),
        Err(JournalFault::ReadOnly(_) | JournalFault::Unopened { .. } | JournalFault::Full(_)) => {}
        Err(fault) => return Err(fault),
    }
    let opened = options(place).read_only(true).connect().await;
    let mut connection = match opened {
        Ok(connection) => connection,
        // Nobody writes to what nobody may write to: it can be read without the files that readers share.
        Err(_) => options(place).immutable(true).connect().await.map_err(|error| fault(place, &error))?,
    };
    check_ours(&mut connection, place).await?;
    Ok(Some(connection))
}

/// A database that is somebody else's is left alone.
async fn check_ours(connection: &mut SqliteConnection, place: &Place) -> Result<(), JournalFault> {
    let number = |query: &'static str| sqlx::query_scalar::<_, i32>(query);
    let read = |error| fault(place, &error);
    let id = number("PRAGMA application_id").fetch_one(&mut *connection).await.map_err(read)?;
    if id == OURS {
        return Ok(());
    }
    let tables = number("SELECT count(*) FROM sqlite_schema").fetch_one(&mut *connection).await.map_err(read)?;
    if id != 0 || tables != 0 {
        let why = "it is the database of another program".into();
        return Err(JournalFault::Unopened { path: place.name().into(), why });
    }
    sqlx::query("PRAGMA application_id = 1885436276").execute(connection).await.map_err(read)?;
    Ok(())
}

/// Makes the folder and the file where they are not there, both for their owner alone.
fn prepare(place: &Place) -> Result<(), JournalFault> {
    let unopened = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => JournalFault::Full(place.name().into()),
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            JournalFault::ReadOnly(place.name().into())
        }
        _ => place.unopened(&error.to_string()),
    };
    if let Some(folder) = place.path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists()) {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder).map_err(unopened)?;
    }
    let mut file = OpenOptions::new();
    file.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut file, 0o600);
    file.open(&place.path).map(drop).map_err(unopened)
}

/// The right to look at the schema and change it.
struct OnlyOne(File);

impl OnlyOne {
    fn wait(place: &Place) -> Result<Self, JournalFault> {
        let path = place.beside("lock");
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(path);
        let file = file.map_err(|error| match error.kind() {
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                JournalFault::ReadOnly(place.name().into())
            }
            _ => place.unopened(&error.to_string()),
        })?;
        // Held for as long as opening takes and never while anything is waited for, so nobody waits for long.
        file.lock().map_err(|error| place.unopened(&error.to_string()))?;
        Ok(Self(file))
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
    let rows = sqlx::query("PRAGMA integrity_check(10)").fetch_all(connection).await;
    let rows = match rows {
        Ok(rows) => rows,
        Err(error) => match fault(place, &error) {
            JournalFault::Corrupt { why, .. } => return Ok(Some(why.to_string())),
            other => return Err(other),
        },
    };
    let said: Vec<String> = rows.iter().filter_map(|row| row.try_get(0).ok()).collect();
    Ok((said != ["ok"]).then(|| said.join("; ")))
}

/// What an error of the database means.
pub fn fault(place: &Place, error: &sqlx::Error) -> JournalFault {
    let path = || place.name().into();
    let (code, words) = match error {
        sqlx::Error::Database(error) => {
            let code = error.code().and_then(|code| code.parse::<i32>().ok()).unwrap_or_default();
            (code, error.message().to_owned())
        }
        sqlx::Error::Io(error) => return place.unopened(&error.to_string()),
        other => return place.other(&other.to_string()),
    };
    // https://sqlite.org/rescode.html: the lower eight bits are the kind, the others tell it more exactly.
    match (code & 0xff, code) {
        (5 | 6, _) => JournalFault::Locked(path()),
        (_, 1032) => JournalFault::Gone(path()),
        (8, _) => JournalFault::ReadOnly(path()),
        (13, _) => JournalFault::Full(path()),
        (11 | 26, _) => JournalFault::Corrupt { path: path(), why: words.into() },
        (14, _) => place.unopened(&words),
        _ => place.other(&words),
    }
}

/// Closes a connection, everything written.
pub async fn close(connection: SqliteConnection) {
    // What could not be closed is closed by the end of the process.
    let _ = connection.close().await;
}
