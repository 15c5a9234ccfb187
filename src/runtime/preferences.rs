//! The file of preferences: read once at the start, and written again a moment after something in it changed. Nothing
//! about it is ever fatal: one that cannot be read is put aside and told, and what is in it begins anew.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use crate::message::{Message, Preferences};

/// What of the file this program can read.
const VERSION: u32 = 1;

/// The most bytes that are read of it.
const MOST: u64 = 256 * 1024;

/// How long changes are gathered before they are written.
const GATHER: Duration = Duration::from_millis(500);

/// How long the last of them may take when the program leaves.
const LEAVING: Duration = Duration::from_secs(1);

/// The file as it is written.
#[derive(Serialize, Deserialize)]
struct Sheet {
    version: u32,
    #[serde(flatten)]
    preferences: Preferences,
}

/// The version alone, for a file that may say anything else.
#[derive(Deserialize)]
struct Version {
    version: u32,
}

/// The file that was read at the start, and whether it is written again.
#[derive(Debug, Default)]
pub struct PreferenceFile {
    /// Where; `None` where nothing is kept in this run.
    path: Option<PathBuf>,
    /// What has to be said of it.
    told: Option<String>,
}

impl PreferenceFile {
    /// Reads the file at `path`. Where there is none, nothing is wanted yet.
    #[must_use]
    pub fn read(path: PathBuf) -> (Self, Preferences) {
        let shown = path.display().to_string();
        let nothing = Preferences::default();
        let text = match text_of(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return (Self { path: Some(path), told: None }, nothing);
            }
            // Nobody knows what is in it: it is left alone.
            Err(error) if !matches!(error.kind(), io::ErrorKind::InvalidData) => {
                let told = format!("{shown}: {error}. What is set up on the screen is not kept in this run.");
                return (Self { path: None, told: Some(told) }, nothing);
            }
            Err(_) => String::new(),
        };
        if let Ok(Version { version }) = serde_json::from_str(&text)
            && version > VERSION
        {
            let told = format!("{shown} is of a newer paytop: what is set up on the screen is not kept in this run.");
            return (Self { path: None, told: Some(told) }, nothing);
        }
        if let Ok(sheet) = serde_json::from_str::<Sheet>(&text) {
            return (Self { path: Some(path), told: None }, sheet.preferences.tidied());
        }
        let aside = path.with_extension("json.broken");
        let told = match fs::rename(&path, &aside) {
            Ok(()) => {
                format!("{shown} could not be read and is now {}: columns and filters begin anew.", aside.display())
            }
            Err(error) => format!("{shown} could not be read, nor put aside: {error}. It is written anew."),
        };
        (Self { path: Some(path), told: Some(told) }, nothing)
    }
}

fn text_of(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)?.take(MOST + 1).read_to_string(&mut text)?;
    if text.len() as u64 > MOST {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "too long"));
    }
    Ok(text)
}

/// Writes the file as a whole or not at all: whoever reads it meanwhile finds the old one.
fn write(path: &Path, preferences: &Preferences) -> io::Result<()> {
    let sheet = Sheet { version: VERSION, preferences: preferences.clone() };
    let text = serde_json::to_vec_pretty(&sheet)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let beside = path.with_extension(format!("json.{}", std::process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options
        .open(&beside)
        .and_then(|mut file| file.write_all(&text).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&beside, path));
    written.inspect_err(|_| drop(fs::remove_file(&beside)))
}

/// What writes the file.
pub struct Keeper {
    wanted: watch::Sender<Option<Preferences>>,
    task: JoinHandle<()>,
}

impl Keeper {
    /// Keeps preferences in `file`, and tells the loop what is wrong with it.
    pub fn start(file: PreferenceFile, messages: mpsc::Sender<Message>) -> Self {
        let (wanted, changes) = watch::channel(None);
        Self { wanted, task: tokio::spawn(keep(file, changes, messages)) }
    }

    /// Keeps these from now on.
    pub fn keep(&self, preferences: Preferences) {
        self.wanted.send_replace(Some(preferences));
    }

    /// Writes what is not written yet, and waits no longer for it than is decent.
    pub async fn close(self) {
        drop(self.wanted);
        if timeout(LEAVING, self.task).await.is_err() {
            tracing::warn!("the preferences took too long to be written");
        }
    }
}

async fn keep(
    file: PreferenceFile,
    mut changes: watch::Receiver<Option<Preferences>>,
    messages: mpsc::Sender<Message>,
) {
    if let Some(told) = file.told {
        tracing::warn!("{told}");
        let _ = messages.send(Message::NotKept(told)).await;
    }
    let Some(path) = file.path else { return };
    let mut failed = false;
    loop {
        let more = changes.changed().await.is_ok();
        if more {
            // The program may leave meanwhile: then it is written at once.
            tokio::select! {
                () = sleep(GATHER) => {}
                () = closed(changes.clone()) => {}
            }
        }
        let wanted = changes.borrow_and_update().clone();
        if !more {
            return;
        }
        let Some(wanted) = wanted else { continue };
        let place = path.clone();
        let written = tokio::task::spawn_blocking(move || write(&place, &wanted)).await;
        let error = match written {
            Ok(Ok(())) => {
                failed = false;
                continue;
            }
            Ok(Err(error)) => error.to_string(),
            Err(_) => "writing broke off".to_owned(),
        };
        tracing::warn!(file = %path.display(), %error, "the preferences could not be written");
        // Once is enough, until it goes well again.
        if !std::mem::replace(&mut failed, true) {
            let words = format!("What you set up on the screen could not be kept in {}: {error}", path.display());
            let _ = messages.try_send(Message::NotKept(words));
        }
    }
}

/// Waits until nobody can change anything any more.
async fn closed(mut changes: watch::Receiver<Option<Preferences>>) {
    while changes.changed().await.is_ok() {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::PaneId;

    fn wanted(name: &str) -> Preferences {
        let mut wanted = Preferences::default();
        wanted.change(PaneId::Accounts, |pane| pane.save_filter(name, "late").unwrap());
        wanted
    }

    fn place(folder: &tempfile::TempDir) -> PathBuf {
        folder.path().join("state/preferences.json")
    }

    #[tokio::test]
    async fn the_last_change_is_found_again_in_the_next_run() {
        let folder = tempfile::tempdir().unwrap();
        let (file, read) = PreferenceFile::read(place(&folder));
        assert_eq!((read, &file.told), (Preferences::default(), &None));
        let (messages, _told) = mpsc::channel(4);
        let keeper = Keeper::start(file, messages);
        keeper.keep(wanted("first"));
        keeper.keep(wanted("second"));
        keeper.close().await;
        assert_eq!(PreferenceFile::read(place(&folder)).1, wanted("second"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(place(&folder)).unwrap().permissions().mode() & 0o777, 0o600);
        }
        // Nothing is left beside it.
        assert_eq!(fs::read_dir(place(&folder).parent().unwrap()).unwrap().count(), 1);
    }

    #[tokio::test]
    async fn nothing_is_written_where_nothing_changed() {
        let folder = tempfile::tempdir().unwrap();
        let (messages, _told) = mpsc::channel(4);
        Keeper::start(PreferenceFile::read(place(&folder)).0, messages).close().await;
        assert!(!place(&folder).exists());
    }

    #[tokio::test]
    async fn a_broken_file_is_put_aside_and_told() {
        for broken in ["{", "", "{\"version\":\"one\"}", &"[".repeat(100_000), &" ".repeat(300_000)] {
            let folder = tempfile::tempdir().unwrap();
            fs::create_dir_all(place(&folder).parent().unwrap()).unwrap();
            fs::write(place(&folder), broken).unwrap();
            let (file, read) = PreferenceFile::read(place(&folder));
            assert_eq!(read, Preferences::default());
            assert_eq!(fs::read_to_string(place(&folder).with_extension("json.broken")).unwrap(), broken);
            let (messages, mut told) = mpsc::channel(4);
            let keeper = Keeper::start(file, messages);
            keeper.keep(wanted("anew"));
            keeper.close().await;
            let Some(Message::NotKept(words)) = told.recv().await else { panic!("it is told") };
            assert!(words.contains("preferences.json.broken"), "{words}");
            assert_eq!(PreferenceFile::read(place(&folder)).1, wanted("anew"));
        }
    }

    #[tokio::test]
    async fn a_newer_file_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(place(&folder).parent().unwrap()).unwrap();
        let newer = "{\"version\":2,\"panes\":[]}";
        fs::write(place(&folder), newer).unwrap();
        let (file, _) = PreferenceFile::read(place(&folder));
        assert!(file.told.as_ref().is_some_and(|told| told.contains("newer")));
        let (messages, _told) = mpsc::channel(4);
        let keeper = Keeper::start(file, messages);
        keeper.keep(wanted("old"));
        keeper.close().await;
        assert_eq!(fs::read_to_string(place(&folder)).unwrap(), newer);
    }

    #[tokio::test]
    async fn what_cannot_be_written_is_told_once() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("state"), "a file where a folder has to be").unwrap();
        let file = PreferenceFile { path: Some(place(&folder)), told: None };
        let (messages, mut told) = mpsc::channel(4);
        let keeper = Keeper::start(file, messages);
        keeper.keep(wanted("first"));
        let Some(Message::NotKept(words)) = told.recv().await else { panic!("it is told") };
        assert!(words.contains("could not be kept"), "{words}");
        keeper.keep(wanted("second"));
        keeper.close().await;
        assert!(told.recv().await.is_none());
    }
}
