//! Which file it is, whatever it is called: a path may come to name another one.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Which file it is: its device and its number there. Where the system does not tell, only that it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileId(u64, u64);

impl FileId {
    /// The file that a path names now; `None` where there is none, or it cannot be told.
    pub fn at(path: &Path) -> Option<Self> {
        fs::metadata(path).ok().map(|file| Self::told(&file))
    }

    /// The file that is open.
    pub fn of(file: &File) -> io::Result<Self> {
        file.metadata().map(|file| Self::told(&file))
    }

    #[cfg(unix)]
    fn told(file: &fs::Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self(file.dev(), file.ino())
    }

    #[cfg(not(unix))]
    fn told(_: &fs::Metadata) -> Self {
        Self(0, 0)
    }
}

/// Makes a folder, and those it is in, for its owner alone.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Opens a file whose content is nothing and whose lock is everything; makes it, for its owner alone.
pub fn open_lock(path: &Path) -> io::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
