//! Reading a file: its bytes become a [`Sheet`], or there is something wrong with it as a whole.
//!
//! Accepted is UTF-8, with or without a byte-order mark; lines that end in LF or CRLF; commas or semicolons, as the first
//! line has them; quotes as in RFC 4180. The first line names the columns, in any order. Empty lines are left out.

use std::borrow::Cow;
use std::collections::HashMap;

use super::columns::{Cells, Column, LineKind};
use super::record::cells;
use super::sheet::{Line, Sheet};
use super::{FileDigest, Totals};
use crate::domain::{Change, FieldErrors, Limits, Text, mask_digits};

/// The most bytes of a file.
pub const MAX_BYTES: usize = 32 * 1024 * 1024;

/// The most lines of a file, beside its titles.
pub const MAX_LINES: usize = 100_000;

/// The most bytes of a line.
const MAX_LINE: usize = 16 * 1024;

/// What is wrong with a file as a whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// It could not be had.
    #[error("cannot read {path}: {why}")]
    Unread {
        /// Its path.
        path: Text,
        /// Why not.
        why: Text,
    },
    /// It is larger than is read.
    #[error("larger than {} MiB", MAX_BYTES / (1024 * 1024))]
    TooLarge,
    /// It has more lines than are read.
    #[error("more than {MAX_LINES} lines: send it in parts")]
    TooLong,
    /// It is UTF-16.
    #[error("not UTF-8 but UTF-16: save it as \"CSV UTF-8\"")]
    Utf16,
    /// A byte of it is no UTF-8.
    #[error("not UTF-8 (line {0}): save it as \"CSV UTF-8\"")]
    NotUtf8(u32),
    /// A line ends in CR alone.
    #[error("line {0} ends in CR alone: end lines in LF or CRLF")]
    LoneReturn(u32),
    /// There is no line in it, or none but the titles.
    #[error("there is no line in it")]
    Empty,
    /// The first line is no record.
    #[error("the first line has to name the columns: {0}")]
    BadTitles(&'static str),
    /// A title means nothing.
    #[error("no such column: {column}; {advice}")]
    UnknownColumn {
        /// The title.
        column: Text,
        /// What to do.
        advice: String,
    },
    /// Two titles mean the same.
    #[error("the column {0} is there twice")]
    Twice(&'static str),
    /// What every file has is not there.
    #[error("the first line has to name the columns; missing: {0}")]
    Missing(String),
    /// Its sums are beyond all numbers.
    #[error("its sums are larger than any number that can be written")]
    Immense,
}

impl Sheet {
    /// Reads a file, and finds every line's faults. What is more than may ever leave by these limits is one.
    ///
    /// # Errors
    /// Where the file as a whole cannot be read.
    pub fn read(kind: &'static LineKind, bytes: &[u8], limits: &Limits) -> Result<Self, FileFault> {
        let digest = FileDigest::of(bytes);
        let mut lines = text(bytes)?.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).zip(1..);
        let (titles, _) = lines.next().filter(|(titles, _)| !titles.trim().is_empty()).ok_or(FileFault::Empty)?;
        let (delimiter, columns) = columns(kind, titles)?;
        let mut sheet = Self { kind, digest, lines: Vec::new(), blank: 0, faulty: 0, totals: Totals::default() };
        let mut first: HashMap<Vec<String>, u32> = HashMap::new();
        for (line, number) in lines {
            if line.trim_matches([delimiter, ' ', '\t']).is_empty() {
                // What follows the last line is none.
                sheet.blank += usize::from(!line.is_empty());
                continue;
            }
            if sheet.lines.len() == MAX_LINES {
                return Err(FileFault::TooLong);
            }
            let mut read = read_line(kind, number, line, delimiter, &columns);
            if let Some(change) = &read.change {
                if let Some(Err(words)) = change.amount().map(|amount| limits.check_alone(amount)) {
                    read.faults.add(kind.amount, words);
                }
                let payout = (kind.payout)(change);
                match first.get(&payout) {
                    Some(first) => read.same_as = Some(*first),
                    None => drop(first.insert(payout, number)),
                }
                if read.faults.is_empty()
                    && let Some(amount) = change.amount()
                    && !sheet.totals.add(amount)
                {
                    return Err(FileFault::Immense);
                }
            }
            sheet.faulty += usize::from(!read.faults.is_empty());
            sheet.lines.push(read);
        }
        if sheet.lines.is_empty() { Err(FileFault::Empty) } else { Ok(sheet) }
    }
}

/// The text of a file.
fn text(bytes: &[u8]) -> Result<&str, FileFault> {
    if bytes.len() > MAX_BYTES {
        return Err(FileFault::TooLarge);
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(FileFault::Utf16);
    }
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let text = text.map_err(|error| FileFault::NotUtf8(line_at(bytes, error.valid_up_to())))?;
    let lone = text.as_bytes().iter().enumerate().find(|(at, byte)| {
        let next = text.as_bytes().get(at + 1);
        **byte == b'\r' && next.is_some_and(|next| *next != b'\n')
    });
    match lone {
        Some((at, _)) => Err(FileFault::LoneReturn(line_at(text.as_bytes(), at))),
        None => Ok(text),
    }
}

/// The number of the line that a byte is in.
fn line_at(bytes: &[u8], at: usize) -> u32 {
    let lines = bytes[..at].split(|byte| *byte == b'\n').count();
    u32::try_from(lines).unwrap_or(u32::MAX)
}

/// What parts the cells, and the column of each.
fn columns(kind: &'static LineKind, titles: &str) -> Result<(char, Vec<&'static Column>), FileFault> {
    // No title has either within it.
    let delimiter = if titles.contains(';') { ';' } else { ',' };
    let titles = cells(titles, delimiter).map_err(|fault| FileFault::BadTitles(fault.words()))?;
    let mut columns: Vec<&'static Column> = Vec::new();
    for title in titles.iter().map(|title| title.trim()) {
        let Some(column) = kind.columns.iter().find(|column| column.is_called(title)) else {
            return Err(FileFault::UnknownColumn { column: mask_digits(title).into(), advice: advice(kind, title) });
        };
        if columns.contains(&column) {
            return Err(FileFault::Twice(column.name));
        }
        columns.push(column);
    }
    let missing = kind.columns.iter().filter(|column| column.is_required && !columns.contains(column));
    let missing: Vec<&str> = missing.map(|column| column.name).collect();
    if missing.is_empty() { Ok((delimiter, columns)) } else { Err(FileFault::Missing(missing.join(", "))) }
}

/// What to do about a title that means nothing.
fn advice(kind: &LineKind, title: &str) -> String {
    if title.is_empty() {
        return "a column without a title".to_owned();
    }
    if title.eq_ignore_ascii_case(kind.own_id) {
        return "paytop makes the ids itself".to_owned();
    }
    let names: Vec<&str> = kind.columns.iter().map(|column| column.name).collect();
    format!("there are {}", names.join(", "))
}

fn read_line(kind: &'static LineKind, number: u32, line: &str, delimiter: char, columns: &[&'static Column]) -> Line {
    let mut faults = FieldErrors::default();
    let nothing = |faults| Line {
        number,
        change: None,
        payee: Text::default(),
        amount: Text::default(),
        is_test: false,
        faults,
        same_as: None,
    };
    if line.len() > MAX_LINE {
        faults.add(LINE, format!("longer than {MAX_LINE} bytes"));
        return nothing(faults);
    }
    let cells: Vec<Cow<'_, str>> = match cells(line, delimiter) {
        Ok(cells) if cells.len() == columns.len() => cells,
        Ok(cells) => {
            let (has, titles) = (cells.len(), columns.len());
            faults.add(LINE, format!("has {has} cells, where the first line has {titles}"));
            return nothing(faults);
        }
        Err(fault) => {
            faults.add(LINE, fault.words());
            return nothing(faults);
        }
    };
    let cells = Cells { columns, cells: &cells };
    let change: Option<Change> = (kind.read)(&cells, &mut faults);
    let payee = match change.as_ref().and_then(Change::subject).filter(|_| faults.is_empty()) {
        Some(subject) => subject.0,
        None => told_by((kind.way_and_number)(&cells)),
    };
    let amount = match change.as_ref().and_then(Change::amount) {
        Some(amount) => amount.to_string().into(),
        None => Text::new(&mask_digits(cells.raw(kind.amount))),
    };
    let is_test = change.as_ref().is_some_and(kind.is_test);
    Line { number, change, payee, amount, is_test, faults, same_as: None }
}

/// Whom a line with faults pays, as far as it may be shown: by what, and the last four characters of the number. Of one
/// that is too short to hide most of it, nothing is.
fn told_by((way, number): (&str, &str)) -> Text {
    let (way, number) = (mask_digits(Text::new(way).as_str()), Text::new(number));
    let length = number.as_str().chars().count();
    // As many dots for all that are short: how long it is tells something of it, too.
    let (hidden, dots) = match length {
        0 => (0, 0),
        1..LONG => (length, 4),
        _ => (length - 4, length - 4),
    };
    let ending = number.as_str().chars().skip(hidden);
    let number: String = std::iter::repeat_n('\u{2022}', dots).chain(ending).collect();
    let space = if way.is_empty() || number.is_empty() { "" } else { " " };
    Text::new(&format!("{way}{space}{number}"))
}

/// From this length on the last four characters of a number are shown.
const LONG: usize = 8;

/// What a fault of the line as a whole is said of.
const LINE: &str = "line";
