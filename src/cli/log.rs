//! The log: what happened and when, for whoever has to find out later. No secret, code, pin, full phone or account
//! number is ever written to it, because nothing that is logged can hold one: faults carry no bodies, headers or
//! URLs, and intents are logged by id and kind.

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use tracing_appender::non_blocking::WorkerGuard;
use tracing_subscriber::EnvFilter;

use crate::config::Surroundings;

/// The variable that says what is logged, such as `paytop=debug`.
const FILTER: &str = "PAYTOP_LOG";

/// Starts the log: in `file`, or in the platform's state folder. What could not be written yet is written when the
/// guard is dropped. Without a place there is no log.
///
/// # Errors
/// Where `file`, being asked for, cannot be written.
pub fn start(file: Option<&Path>, surroundings: &Surroundings) -> Result<Option<WorkerGuard>, String> {
    let path = match file {
        Some(path) => path.to_owned(),
        None => match default_file() {
            Some(path) => path,
            None => return Ok(None),
        },
    };
    let opened = open(&path);
    let log = match (opened, file) {
        (Ok(log), _) => log,
        (Err(error), Some(path)) => return Err(format!("cannot write the log {}: {error}", path.display())),
        // Nobody asked for it: working without a log beats not working.
        (Err(_), None) => return Ok(None),
    };
    let (writer, guard) = tracing_appender::non_blocking(log);
    let wanted = surroundings.variable(FILTER).and_then(|value| value.into_string().ok());
    let filter = EnvFilter::try_new(wanted.as_deref().unwrap_or("paytop=info"))
        .unwrap_or_else(|_| EnvFilter::new("paytop=info"));
    let subscriber = tracing_subscriber::fmt().with_writer(writer).with_ansi(false).with_env_filter(filter).finish();
    // A second start in one process, as in tests, keeps the first log.
    let _ = tracing::subscriber::set_global_default(subscriber);
    Ok(Some(guard))
}

fn default_file() -> Option<PathBuf> {
    let folders = ProjectDirs::from("", "", "paytop")?;
    let folder = folders.state_dir().unwrap_or_else(|| folders.data_local_dir());
    std::fs::create_dir_all(folder).ok()?;
    Some(folder.join("paytop.log"))
}

/// Opens the log to append to it, readable by its owner alone; a large one is begun anew, the old one kept beside.
fn open(path: &Path) -> std::io::Result<std::fs::File> {
    const LARGE: u64 = 8 * 1024 * 1024;
    if std::fs::metadata(path).is_ok_and(|file| file.len() > LARGE) {
        std::fs::rename(path, path.with_extension("log.old"))?;
    }
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
