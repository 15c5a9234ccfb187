//! What is written to a file: a new one, never over what is there, and readable to its owner alone.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::domain::defused;
use crate::message::{Cell, Content, Export, Message};

/// Writes it, and tells what became of it.
pub async fn export(export: Export) -> Message {
    let what = export.what.clone();
    let written = tokio::task::spawn_blocking(move || write(&export)).await;
    let result = written.unwrap_or_else(|_| Err("writing broke off inside paytop; see the log".to_owned()));
    Message::Exported { what, result }
}

/// A path in the operator's home, where it begins with `~/`.
pub fn at_home(path: &Path) -> PathBuf {
    let home = || directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
    match path.strip_prefix("~") {
        Ok(rest) => home().map_or_else(|| path.to_owned(), |home| home.join(rest)),
        Err(_) => path.to_owned(),
    }
}

fn write(export: &Export) -> Result<String, String> {
    let path = at_home(&export.path);
    let shown = path.display().to_string();
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => format!("there is a file at {shown} already; it was left as it is"),
        io::ErrorKind::NotFound => format!("there is no folder for {shown}"),
        _ => format!("{shown}: {error}"),
    })?;
    let written = fill(&mut file, &export.content).and_then(|()| file.sync_all());
    written.map_err(|error| {
        // Half of it would look like all of it.
        let _ = fs::remove_file(&path);
        format!("{shown}: {error}")
    })?;
    Ok(shown)
}

fn fill(out: &mut impl Write, content: &Content) -> io::Result<()> {
    match content {
        Content::Text(text) => out.write_all(text.as_bytes()),
        Content::Table { titles, rows } => {
            let mut writer = csv::Writer::from_writer(out);
            writer.write_record(titles)?;
            for row in rows {
                writer.write_record(row.iter().map(|cell| match cell {
                    Cell::Empty => String::new(),
                    Cell::Words(words) => defused(words).into_owned(),
                    Cell::Number(number) => number.to_string(),
                }))?;
            }
            writer.flush()
        }
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    fn table(path: PathBuf) -> Export {
        let rows = vec![
            vec![Cell::Words("=cmd()".into()), Cell::Number(Decimal::new(-1050, 2))],
            vec![Cell::Words("a,\"b\"".into()), Cell::Empty],
        ];
        Export { path, what: "2 rows".into(), content: Content::Table { titles: vec!["id", "amount"], rows } }
    }

    #[test]
    fn a_new_file_is_written_and_one_that_is_there_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.csv");
        assert_eq!(write(&table(path.clone())), Ok(path.display().to_string()));
        assert_eq!(fs::read_to_string(&path).unwrap(), "id,amount\n'=cmd(),-10.50\n\"a,\"\"b\"\"\",\n");
        fs::write(&path, "mine").unwrap();
        let why = write(&table(path.clone())).unwrap_err();
        assert!(why.contains("left as it is"), "{why}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        let why = write(&table(folder.path().join("no/rows.csv"))).unwrap_err();
        assert!(why.contains("no folder"), "{why}");
    }

    #[cfg(unix)]
    #[test]
    fn it_is_readable_to_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.json");
        write(&Export { path: path.clone(), what: "1 row".into(), content: Content::Text("[]".into()) }).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn home_is_where_a_tilde_leads() {
        assert_eq!(at_home(Path::new("a/b.csv")), PathBuf::from("a/b.csv"));
        assert_eq!(at_home(Path::new("~a/b.csv")), PathBuf::from("~a/b.csv"));
        let home = directories::BaseDirs::new().unwrap().home_dir().to_owned();
        assert_eq!(at_home(Path::new("~/b.csv")), home.join("b.csv"));
    }
}
