//! A file that was read.

use super::{FileDigest, LineKind, Totals};
use crate::domain::{Change, FieldErrors, Text};

/// A file that was read: what each line becomes, and what is wrong with it. What is shown, confirmed and sent is this, and
/// the file is not read again in between.
#[derive(Debug)]
pub struct Sheet {
    /// What its lines become.
    pub kind: &'static LineKind,
    /// What it is known by.
    pub digest: FileDigest,
    /// Its lines, in its order; never none.
    pub lines: Vec<Line>,
    /// How many lines between them have empty cells alone.
    pub blank: usize,
    /// How many lines have faults.
    pub faulty: usize,
    /// The sums of the lines without faults.
    pub totals: Totals,
}

/// A line of a file.
#[derive(Debug)]
pub struct Line {
    /// Its number in the file, as an editor shows it; the titles are line 1.
    pub number: u32,
    /// What it becomes; `None` where that cannot be told.
    pub change: Option<Change>,
    /// Who gets it, by the last four digits.
    pub payee: Text,
    /// How much.
    pub amount: Text,
    /// Whether no money goes out with it.
    pub is_test: bool,
    /// What is wrong with it, by column.
    pub faults: FieldErrors,
    /// The first line with the same payee and amount, where that is another.
    pub same_as: Option<u32>,
}

impl Sheet {
    /// Whether every line can be sent: only then is any.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.faulty == 0
    }

    /// How many lines are tests, with which no money goes out.
    #[must_use]
    pub fn tests(&self) -> usize {
        self.lines.iter().filter(|line| line.is_test).count()
    }

    /// How many lines pay the same payee the same amount as one above them.
    #[must_use]
    pub fn duplicates(&self) -> usize {
        self.lines.iter().filter(|line| line.same_as.is_some()).count()
    }

    /// Its sums in words, which say what is counted, such as `The whole file: INR 1,800.00 in 3 withdrawals`.
    #[must_use]
    pub fn sums_words(&self) -> String {
        if self.totals.is_empty() {
            return "Every line has faults".to_owned();
        }
        let sums: Vec<String> =
            self.totals.iter().map(|(count, sum)| format!("{sum} in {}", self.count_words(count))).collect();
        let what = if self.is_sound() { "The whole file" } else { "Without the lines that have faults" };
        format!("{what}: {}", sums.join(", "))
    }

    /// How many lines there are, in words, such as `1 withdrawal` or `12 withdrawals`.
    #[must_use]
    pub fn count_words(&self, count: usize) -> String {
        format!("{count} {}", if count == 1 { self.kind.singular } else { self.kind.plural })
    }
}
