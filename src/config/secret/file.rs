//! A secret in a file.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use secrecy::zeroize::Zeroizing;

use super::{MOST, SecretError};

/// The bytes of the file, which has to be a regular one that nobody but its owner can get at.
pub(super) fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, SecretError> {
    let unreadable = |error: std::io::Error| SecretError::Unreadable { path: path.to_owned(), why: error.to_string() };
    // Asked before it is opened: opening a named pipe would wait for its writer.
    if !fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(SecretError::NotAFile(path.to_owned()));
    }
    let file = File::open(path).map_err(unreadable)?;
    only_its_owner(path, &file).map_err(unreadable)??;
    let mut bytes = Zeroizing::new(Vec::with_capacity(1024));
    file.take(MOST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MOST {
        return Err(SecretError::TooLarge(path.display().to_string()));
    }
    Ok(bytes)
}

/// Refuses a file whose permission bits let others at it. The open file is asked, so that it cannot be swapped.
#[cfg(unix)]
fn only_its_owner(path: &Path, file: &File) -> std::io::Result<Result<(), SecretError>> {
    use std::os::unix::fs::PermissionsExt;

    let mode = file.metadata()?.permissions().mode() & 0o7777;
    if mode.trailing_zeros() >= 6 { Ok(Ok(())) } else { Ok(Err(SecretError::Open { path: path.to_owned(), mode })) }
}

/// Other systems keep no such bits; their folders of a user are closed to others.
#[cfg(not(unix))]
fn only_its_owner(_path: &Path, _file: &File) -> std::io::Result<Result<(), SecretError>> {
    Ok(Ok(()))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::path::PathBuf;

    use secrecy::ExposeSecret;
    use tempfile::TempDir;

    use super::*;
    use crate::config::secret::SecretRef;

    fn file(mode: u32, content: &[u8]) -> (TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        fs::write(&path, content).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        (folder, path)
    }

    #[test]
    fn the_owner_s_file_is_read_without_its_last_line_break() {
        let (_folder, path) = file(0o600, b"s3cret\n");
        assert_eq!(SecretRef::File(path).resolve().unwrap().expose_secret(), "s3cret");
    }

    #[test]
    fn a_file_that_others_can_read_is_refused() {
        for mode in [0o644, 0o640, 0o604, 0o660] {
            let (_folder, path) = file(mode, b"s3cret");
            let error = SecretRef::File(path).resolve().unwrap_err().to_string();
            assert!(error.contains(&format!("{mode:04o}")) && error.contains("chmod 600"), "{error}");
            assert!(!error.contains("s3cret"));
        }
    }

    #[test]
    fn what_is_no_file_no_text_or_no_secret_is_refused() {
        let (folder, path) = file(0o600, b"\xff\xfe");
        assert!(matches!(SecretRef::File(path).resolve(), Err(SecretError::NotText(_))));
        assert!(matches!(SecretRef::File(folder.path().into()).resolve(), Err(SecretError::NotAFile(_))));
        let missing = folder.path().join("missing");
        assert!(matches!(SecretRef::File(missing).resolve(), Err(SecretError::Unreadable { .. })));
        let (_folder, path) = file(0o600, b"\n");
        assert!(matches!(SecretRef::File(path).resolve(), Err(SecretError::Empty(_))));
        let (_folder, path) = file(0o600, &vec![b'x'; 65 * 1024]);
        assert!(matches!(SecretRef::File(path).resolve(), Err(SecretError::TooLarge(_))));
    }
}
