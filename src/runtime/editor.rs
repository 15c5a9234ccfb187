//! A field edited in the operator's own editor: a file that nobody else can read, the editor in the terminal, and the
//! file gone again whatever happens.

use std::fs;
use std::io::{Read, Write};

use tokio::process::Command;

/// The most bytes that are read back; no field holds more.
const MOST: u64 = 64 * 1024;

/// Has a text edited by `editor`, a program and its arguments, and gives what was made of it.
///
/// # Errors
/// Why nothing came of it, in words.
pub async fn edit(editor: Result<Vec<String>, String>, text: String) -> Result<String, String> {
    let editor = editor?;
    let (program, arguments) = editor.split_first().ok_or("no editor is named")?;
    // A folder of its own: what the editor keeps beside the file goes with it.
    let folder = tempfile::Builder::new().prefix("paytop-").tempdir().map_err(no_file)?;
    let mut file = tempfile::Builder::new().prefix("field-").suffix(".txt").tempfile_in(&folder).map_err(no_file)?;
    writeln!(file, "{text}").and_then(|()| file.flush()).map_err(no_file)?;
    // An editor may put another file in its place.
    let path = file.into_temp_path();
    let status = Command::new(program).args(arguments).arg(&path).kill_on_drop(true).status().await;
    match status {
        Ok(status) if status.success() => {}
        Ok(status) => return Err(format!("{program} ended with {status}")),
        Err(error) => return Err(format!("{program} cannot be run: {error}")),
    }
    let mut bytes = Vec::new();
    fs::File::open(&path).and_then(|file| file.take(MOST + 1).read_to_end(&mut bytes)).map_err(no_file)?;
    if bytes.len() as u64 > MOST {
        return Err(format!("what was written is larger than {} KiB", MOST / 1024));
    }
    let edited = String::from_utf8(bytes).map_err(|_| "what was written is no UTF-8 text")?;
    Ok(edited.trim_end_matches(['\n', '\r']).to_owned())
}

#[expect(clippy::needless_pass_by_value, reason = "it is what map_err gives")]
fn no_file(error: std::io::Error) -> String {
    format!("the file for it: {error}")
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;

    use super::*;

    /// An editor that does this to the file, which is `$1`.
    fn editor(folder: &Path, does: &str) -> Vec<String> {
        let path = folder.join("editor");
        fs::write(&path, format!("#!/bin/sh\n{does}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
        vec![path.to_string_lossy().into_owned()]
    }

    #[tokio::test]
    async fn what_is_written_comes_back_and_no_file_stays() {
        let folder = tempfile::tempdir().unwrap();
        let seen = folder.path().join("seen");
        let does = format!(
            "ls -l \"$1\" > {seen}; cat \"$1\" >> {seen}; echo \"$1\" >> {seen}; printf 'one\\ntwo\\n' > \"$1.new\"; mv \"$1.new\" \"$1\"",
            seen = seen.display()
        );
        let edited = edit(Ok(editor(folder.path(), &does)), "before".into()).await;
        assert_eq!(edited.as_deref(), Ok("one\ntwo"));
        let seen = fs::read_to_string(seen).unwrap();
        assert!(seen.starts_with("-rw-------") && seen.contains("before\n"), "{seen}");
        assert!(!Path::new(seen.lines().last().unwrap()).exists());
    }

    #[tokio::test]
    async fn an_editor_that_fails_or_is_not_there_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let failed = edit(Ok(editor(folder.path(), "echo other > \"$1\"; exit 1")), "before".into()).await;
        assert!(failed.unwrap_err().contains("exit status: 1"));
        let missing = edit(Ok(vec!["no-such-editor-here".into()]), String::new()).await;
        assert!(missing.unwrap_err().contains("no-such-editor-here cannot be run"));
        let wrong = edit(Ok(editor(folder.path(), "printf '\\377' > \"$1\"")), String::new()).await;
        assert!(wrong.unwrap_err().contains("UTF-8"));
    }
}
