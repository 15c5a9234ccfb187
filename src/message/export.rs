//! What is written to a file for others to read.

use std::fmt;
use std::path::PathBuf;

use rust_decimal::Decimal;
use serde_json::json;

/// Something to write to a new file. `Debug` shows nothing of what is in it.
#[derive(Clone, PartialEq, Eq)]
pub struct Export {
    /// Where to; a path that begins with `~/` is in the operator's home.
    pub path: PathBuf,
    /// What is in it, for the word that is said, such as `12 look-ups`.
    pub what: String,
    /// What is written.
    pub content: Content,
}

/// What is written to a file.
#[derive(Clone, PartialEq, Eq)]
pub enum Content {
    /// A table for spreadsheets, as CSV.
    Table {
        /// The titles of its columns.
        titles: Vec<&'static str>,
        /// Its rows, a cell for each title.
        rows: Vec<Vec<Cell>>,
    },
    /// A text that is ready, such as JSON.
    Text(String),
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words; what a spreadsheet would run as a formula is defused when it is written.
    Words(String),
    /// A number with all its digits.
    Number(Decimal),
}

/// A row as values, each with its name.
pub type Record = Vec<(&'static str, Cell)>;

/// Rows as values: a cell for each title.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The names of the columns.
    pub titles: Vec<&'static str>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

impl Sheet {
    /// The sheet of these rows, which have the same names.
    #[must_use]
    pub fn of(records: Vec<Record>) -> Self {
        let titles = records.first().map(|record| record.iter().map(|(name, _)| *name).collect()).unwrap_or_default();
        let rows = records.into_iter().map(|record| record.into_iter().map(|(_, cell)| cell).collect());
        Self { titles, rows: rows.collect() }
    }

    /// All rows as JSON, an object each.
    #[must_use]
    pub fn json(&self) -> String {
        let row = |row: &Vec<Cell>| object(self.titles.iter().copied().zip(row));
        format!("[{}]\n", self.rows.iter().map(row).collect::<Vec<_>>().join(",\n"))
    }
}

/// A row as a JSON object.
#[must_use]
pub fn object<'a>(cells: impl Iterator<Item = (&'static str, &'a Cell)>) -> String {
    let field = |(name, cell): (&str, &Cell)| format!("{}: {}", json!(name), cell.json());
    format!("{{{}}}", cells.map(field).collect::<Vec<_>>().join(", "))
}

impl Cell {
    /// What it is in JSON; a number keeps its own digits.
    #[must_use]
    pub fn json(&self) -> String {
        match self {
            Self::Empty => "null".to_owned(),
            Self::Words(words) => json!(words).to_string(),
            Self::Number(number) => number.to_string(),
        }
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Words(words) => f.pad(words),
            Self::Number(number) => f.pad(&number.to_string()),
        }
    }
}

impl fmt::Debug for Export {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Export").field("path", &self.path).field("what", &self.what).finish_non_exhaustive()
    }
}
