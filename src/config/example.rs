//! The commented example, and writing it for a new operator.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The commented example, with every key there is.
pub const EXAMPLE: &str = include_str!("../../config.example.toml");

/// Why the example was not written.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// There is something already; it is left as it is.
    #[error("{} is there already; it was left as it is", .0.display())]
    Exists(PathBuf),
    /// The system did not let it be written.
    #[error("cannot write {}: {source}", .path.display())]
    Unwritable {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Writes the example to `path`, readable by its owner only, with the folders it needs. Whatever is there already,
/// be it a dangling link, is never written over.
///
/// # Errors
/// That something is there, or that it cannot be written.
pub fn init(path: &Path) -> Result<(), InitError> {
    let unwritable = |source| InitError::Unwritable { path: path.to_owned(), source };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        make_folder(folder).map_err(unwritable)?;
    }
    let mut file = match create_new(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(InitError::Exists(path.to_owned()));
        }
        Err(error) => return Err(unwritable(error)),
    };
    file.write_all(EXAMPLE.as_bytes()).and_then(|()| file.sync_all()).map_err(|source| {
        // Half an example is worse than none, and it is ours: it was made a moment ago.
        let _ = fs::remove_file(path);
        unwritable(source)
    })
}

#[cfg(unix)]
fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

fn create_new(path: &Path) -> io::Result<fs::File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn the_example_is_written_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b/config.toml");
        init(&path).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), EXAMPLE);
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    }

    #[test]
    fn what_is_there_is_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        fs::write(&path, "mine").unwrap();
        assert!(matches!(init(&path), Err(InitError::Exists(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        let link = folder.path().join("link.toml");
        symlink(folder.path().join("elsewhere"), &link).unwrap();
        assert!(matches!(init(&link), Err(InitError::Exists(_))));
        assert!(!folder.path().join("elsewhere").exists());
        assert!(matches!(init(folder.path()), Err(InitError::Exists(_))));
    }
}
