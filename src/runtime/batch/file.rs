//! The bytes of a file, as the operator named it.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use directories::BaseDirs;

use crate::domain::Text;
use crate::domain::batch::{FileFault, MAX_BYTES};

/// Reads a file, no more of it than a batch may have. The path may be in quotes, as terminals write one that is dropped
/// on them, and begin with `~/`.
///
/// # Errors
/// Why it cannot be read.
pub async fn read_file(path: &str) -> Result<Vec<u8>, FileFault> {
    let meant = meant(path);
    let shown = Text::from(path.trim());
    let unread = move |why: &str| FileFault::Unread { path: shown.clone(), why: why.into() };
    let reading = tokio::task::spawn_blocking(move || {
        // A pipe or a device has no end that could be waited for.
        if !std::fs::metadata(&meant).map_err(|error| unread(&error.to_string()))?.is_file() {
            return Err(unread("it is no file"));
        }
        let file = File::open(&meant).map_err(|error| unread(&error.to_string()))?;
        let mut bytes = Vec::new();
        let most = u64::try_from(MAX_BYTES + 1).unwrap_or(u64::MAX);
        file.take(most).read_to_end(&mut bytes).map_err(|error| unread(&error.to_string()))?;
        if bytes.len() > MAX_BYTES { Err(FileFault::TooLarge) } else { Ok(bytes) }
    });
    let broken = FileFault::Unread { path: path.trim().into(), why: "reading it broke off".into() };
    reading.await.unwrap_or(Err(broken))
}

/// The path that is meant.
fn meant(path: &str) -> PathBuf {
    let path = path.trim();
    let bare = ['\'', '"'].iter().find_map(|quote| path.strip_prefix(*quote)?.strip_suffix(*quote)).unwrap_or(path);
    match (bare.strip_prefix("~/"), BaseDirs::new()) {
        (Some(rest), Some(folders)) => folders.home_dir().join(rest),
        _ => PathBuf::from(bare),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_as_a_terminal_writes_it() {
        assert_eq!(meant(" 'a b.csv' "), PathBuf::from("a b.csv"));
        assert_eq!(meant("\"a.csv\""), PathBuf::from("a.csv"));
        assert_eq!(meant("'"), PathBuf::from("'"));
        assert!(meant("~/a.csv").is_absolute());
    }

    #[tokio::test]
    async fn what_is_no_file_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let read = |path: PathBuf| async move { read_file(path.to_str().unwrap()).await };
        assert!(matches!(read(folder.path().to_owned()).await, Err(FileFault::Unread { .. })));
        assert!(matches!(read(folder.path().join("none.csv")).await, Err(FileFault::Unread { .. })));
        std::fs::write(folder.path().join("a.csv"), "a").unwrap();
        assert_eq!(read(folder.path().join("a.csv")).await, Ok(b"a".to_vec()));
        File::create(folder.path().join("large.csv")).unwrap().set_len(MAX_BYTES as u64 + 1).unwrap();
        assert_eq!(read(folder.path().join("large.csv")).await, Err(FileFault::TooLarge));
    }
}
