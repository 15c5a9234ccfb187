//! `[store]`: where the journal is kept.

use super::reader::{Gather, Section};
use super::show::Origin;

/// Where the journal is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoreConfig {
    /// Its address, such as `sqlite:///home/asha/.local/share/paytop/paytop.db`, with an absolute path; `None` for the
    /// usual file.
    pub url: Option<String>,
}

/// Reads `[store]`.
pub(super) fn store(root: &Section, gather: &mut Gather) -> StoreConfig {
    let table = root.get("store", gather).and_then(|value| value.section("a table: [store]", &["url"], gather));
    StoreConfig { url: url(table.as_ref(), gather) }
}

/// Reads `url`. An address of another kind is never quoted in a problem: a password may be in it.
fn url(table: Option<&Section>, gather: &mut Gather) -> Option<String> {
    const EXPECTED: &str = "sqlite:// and the absolute path of a file, such as \"sqlite://~/journals/paytop.db\"";
    let Some(value) = table.and_then(|table| table.get("url", gather)) else {
        gather.note("store.url", "paytop.db in the data folder", Origin::Default);
        return None;
    };
    let raw = value.text(EXPECTED, gather)?;
    let found = match raw.split_once("://") {
        Some(("sqlite", path)) => match file(path, gather) {
            Ok(path) => {
                let url = format!("sqlite://{path}");
                gather.note(&value.key, &url, value.origin());
                return Some(url);
            }
            Err(found) => found,
        },
        Some(("postgres" | "postgresql", _)) => "an address of PostgreSQL, which is not built in",
        Some(_) => "an address of another kind; SQLite is what is built in, PostgreSQL is not",
        None => "a text without sqlite:// before it",
    };
    value.wrong(EXPECTED, found, gather);
    None
}

/// The file that `path` names, or what was found instead of one.
fn file(path: &str, gather: &Gather) -> Result<String, &'static str> {
    if path.chars().any(char::is_control) {
        return Err("a path with control characters");
    }
    if path.contains(['?', '#']) {
        return Err("a path with a ? or #; the journal has no options");
    }
    if path.starts_with('~') && gather.surroundings.home.is_none() {
        return Err("a path from ~, and there is no home folder here");
    }
    if !path.starts_with("~/") && !std::path::Path::new(path).is_absolute() {
        return Err("a path that does not start at / or ~/");
    }
    let path = gather.surroundings.expand(path, &gather.folder);
    if path.to_string_lossy().ends_with(std::path::is_separator) || path.is_dir() {
        return Err("a folder");
    }
    path.to_str().map(str::to_owned).ok_or("a path that is no UTF-8 text")
}
