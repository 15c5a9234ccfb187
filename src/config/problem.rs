//! What is wrong with a config: file, line, key, what was expected, what was found and the nearest valid name.
//! No problem quotes a value that may be secret.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::domain::Text;

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line in the file, from 1; `None` where it is about the file as a whole.
    pub line: Option<usize>,
    /// The character in the line, from 1; for syntax errors only.
    pub column: Option<usize>,
    /// The path of the key, such as `connections[2].poll.active`; tables count from 0. Empty where there is none.
    pub key: String,
    /// What was expected and what was found.
    pub words: String,
}

impl Problem {
    /// The value of `key` at `line` is not what was expected.
    #[must_use]
    pub fn wrong(line: usize, key: &str, expected: &str, found: &str) -> Self {
        Self::at(line, key, format!("expected {expected}, found {found}"))
    }

    /// `found` is none of the `valid` names; `what` says names of what, such as `key`.
    #[must_use]
    pub fn unknown(line: usize, key: &str, what: &str, found: &str, valid: &[&str]) -> Self {
        Self::unlike(line, key, what, found, nearest(found, valid), &one_of(valid))
    }

    /// `found` is not what was `expected`, and `nearest` is the valid name most like it.
    #[must_use]
    pub fn unlike(line: usize, key: &str, what: &str, found: &str, nearest: Option<&str>, expected: &str) -> Self {
        let hint = nearest.map(|name| format!("; did you mean \"{name}\"?")).unwrap_or_default();
        Self::at(line, key, format!("unknown {what} {}{hint} (expected {expected})", quoted(found)))
    }

    /// Anything else about `key` at `line`.
    #[must_use]
    pub fn at(line: usize, key: &str, words: String) -> Self {
        Self { line: Some(line), column: None, key: key.to_owned(), words }
    }

    /// Something about the file as a whole.
    #[must_use]
    pub fn file(words: String) -> Self {
        Self { line: None, column: None, key: String::new(), words }
    }
}

/// A config that cannot be used. Its `Display` has one line for each problem, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it; never empty.
    pub problems: Vec<Problem>,
}

impl ConfigError {
    /// The problems of the file at `path`, put in the order of its lines.
    #[must_use]
    pub fn new(path: &Path, mut problems: Vec<Problem>) -> Self {
        problems.sort_by_key(|problem| (problem.line, problem.column));
        Self { path: path.to_owned(), problems }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, problem) in self.problems.iter().enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            f.write_str(Text::from(self.path.to_string_lossy()).as_str())?;
            if let Some(line) = problem.line {
                write!(f, ":{line}")?;
            }
            if let Some(column) = problem.column {
                write!(f, ":{column}")?;
            }
            f.write_str(": ")?;
            if !problem.key.is_empty() {
                write!(f, "{}: ", problem.key)?;
            }
            f.write_str(Text::new(&problem.words).as_str())?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {}

/// `found` in quotes, harmless and short enough for a line.
pub(super) fn quoted(found: &str) -> String {
    const MOST: usize = 40;
    let clean = Text::new(found);
    let mut short: String = clean.as_str().chars().take(MOST).collect();
    if clean.as_str().chars().count() > MOST {
        short.push('…');
    }
    format!("\"{short}\"")
}

/// `"a"`, `"a" or "b"`, `"a", "b" or "c"`.
pub(super) fn one_of(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

/// The valid name most like `found`, if any is like it.
#[must_use]
pub fn nearest<'n>(found: &str, valid: &[&'n str]) -> Option<&'n str> {
    // What is far too long is no misspelling, and comparing it would take long.
    if found.len() > 64 {
        return None;
    }
    let found = found.to_lowercase();
    let likeness = |name: &str| {
        let name = name.to_lowercase();
        // A part of the name counts as like it: `url` for `base_url`.
        let part = if found.len() >= 3 && name.contains(&found) { 0.75 } else { 0.0 };
        strsim::jaro_winkler(&found, &name).max(part)
    };
    let (best, name) = valid.iter().map(|name| (likeness(name), *name)).max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best >= 0.7).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found_by_likeness_or_part() {
        let environments = ["sandbox", "production"];
        assert_eq!(nearest("prod", &environments), Some("production"));
        assert_eq!(nearest("Sandbox", &environments), Some("sandbox"));
        assert_eq!(nearest("url", &["name", "base_url"]), Some("base_url"));
        assert_eq!(nearest("zebra", &environments), None);
        assert_eq!(nearest("", &environments), None);
        assert_eq!(nearest(&"production".repeat(100), &environments), None);
    }

    #[test]
    fn what_was_found_cannot_harm_the_terminal() {
        let shown = Problem::unknown(1, "a", "key", "x\x1b[2J\u{202e}y", &["a"]).words;
        assert!(!shown.contains('\x1b') && !shown.contains('\u{202e}'), "{shown:?}");
        assert!(quoted(&"x".repeat(5_000)).len() < 60);
    }

    #[test]
    fn problems_come_in_the_order_of_the_file() {
        let error = ConfigError::new(
            Path::new("/etc/c.toml"),
            vec![Problem::wrong(9, "b", "a text", "5"), Problem::wrong(2, "a", "a text", "6")],
        );
        assert_eq!(
            error.to_string(),
            "/etc/c.toml:2: a: expected a text, found 6\n/etc/c.toml:9: b: expected a text, found 5"
        );
    }
}
