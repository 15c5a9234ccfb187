//! Looks after a file: tells when it may have changed, by the system's own word, so that nothing ticks meanwhile.

use std::path::{Path, PathBuf};

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc;

/// A file that is looked after as long as this is held.
#[derive(Debug)]
pub struct Watch {
    _watcher: RecommendedWatcher,
    changes: mpsc::Receiver<()>,
}

impl Watch {
    /// Looks after the file at `path`. Editors put a new file in its place, so its folder is what is watched; where it
    /// is a link, the folder of what it leads to as well.
    ///
    /// # Errors
    /// Where the system does not tell of changes there, in its words.
    pub fn begin(path: &Path) -> Result<Self, String> {
        // One is enough: it says that something changed, not what.
        let (told, changes) = mpsc::channel(1);
        let path = std::path::absolute(path).map_err(|error| error.to_string())?;
        let mut places: Vec<PathBuf> = vec![path.clone()];
        places.extend(std::fs::canonicalize(&path).ok().filter(|target| *target != path));
        let names: Vec<_> = places.iter().filter_map(|place| place.file_name().map(ToOwned::to_owned)).collect();
        let heard = move |event: notify::Result<Event>| {
            let Ok(event) = event else { return };
            let about = |path: &PathBuf| path.file_name().is_some_and(|name| names.iter().any(|known| known == name));
            // A folder of links, as a cluster mounts them, tells of its own parts alone.
            let is_about = event.paths.is_empty() || event.paths.iter().any(|path| about(path) || path.is_symlink());
            if is_about && changes_it(event.kind) {
                let _ = told.try_send(());
            }
        };
        let words = |error: notify::Error| error.to_string();
        let mut watcher = notify::recommended_watcher(heard).map_err(words)?;
        for folder in places.iter().filter_map(|place| place.parent()) {
            watcher.watch(folder, RecursiveMode::NonRecursive).map_err(words)?;
        }
        Ok(Self { _watcher: watcher, changes })
    }

    /// Waits until something may have changed; `false` when that is told no more.
    pub async fn changed(&mut self) -> bool {
        self.changes.recv().await.is_some()
    }
}

/// Whether an event may mean another content; that the file was read does not.
fn changes_it(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}
