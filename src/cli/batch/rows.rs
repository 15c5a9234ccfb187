//! The lines of a file as rows, and what is said of them; numbers by their last four digits.

use std::collections::BTreeMap;

use crate::cli::output::{Field, Row};
use crate::domain::batch::{BatchEnd, Held, Line, LineEvent, Review, Sheet, Standing, Wants};
use crate::domain::{IntentState, Outcome, mask_digits};

/// The names of a row's fields.
pub const NAMES: &[&str] = &["line", "payee", "amount", "standing", "words"];

/// A line, and how it stands.
pub fn line(line: &Line, standing: Standing<'_>) -> Row {
    let (word, words) = told(line, standing);
    row(line, word, words)
}

/// A row; a test is told as one before anything else.
fn row(line: &Line, word: &'static str, words: String) -> Row {
    let words = match (line.is_test, words.is_empty()) {
        (false, _) => words,
        (true, true) => "TEST".to_owned(),
        (true, false) => format!("TEST: {words}"),
    };
    let row = Row::default().with("line", Field::Integer(i128::from(line.number))).with("payee", line.payee.as_str());
    row.with("amount", line.amount.as_str()).with("standing", word).with("words", Field::Text(words))
}

/// How a line stands: in a word, and in more.
fn told(line: &Line, standing: Standing<'_>) -> (&'static str, String) {
    match standing {
        Standing::Faulty => ("faulty", line.faults.to_string()),
        Standing::Open => {
            ("open", line.same_as.map_or_else(String::new, |first| format!("pays the same as line {first}")))
        }
        Standing::Repeated(repeat) => (
            "repeated",
            format!("already sent by batch {} line {}: {}", repeat.batch, repeat.line, repeat.state.told()),
        ),
        Standing::Refused(begun) | Standing::Left(begun) => (begun.state.word(), mask_digits(&begun.state.told())),
    }
}

/// The sums of a file, and how its lines stand.
pub fn sums(sheet: &Sheet, review: &Review) -> Vec<String> {
    let mut words = vec![sheet.sums_words()];
    let tally = review.tally(sheet, Wants::default());
    let counts = [
        (tally.faulty, "with faults: nothing of the file is sent before they are mended"),
        (tally.open, "never left"),
        (tally.duplicates, "of them pay the same payee the same amount as a line above"),
        (tally.repeated, "sent already by other files, and left out"),
        (tally.done, "done"),
        (tally.unconfirmed, "unconfirmed or on their way, and never sent again"),
        (tally.refused, "refused; they are tried again only with --retry-refused"),
        (tally.undone, "taken on and come to nothing"),
    ];
    words.extend(counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")));
    if sheet.blank > 0 {
        words.push(format!("{} empty lines are left out", sheet.blank));
    }
    words.push(format!("batch {} (SHA-256 {})", review.id.name(), sheet.digest));
    words
}

/// What was told of lines while they were sent.
#[derive(Debug, Default)]
pub struct Told {
    lines: BTreeMap<u32, (&'static str, String)>,
    /// What is on its way, in words.
    leaving: String,
    pub done: usize,
    pub refused: usize,
    pub unconfirmed: usize,
    pub held: usize,
    pub left_out: usize,
}

impl Told {
    /// Takes up what happened to a line; what to say of it.
    pub fn take(&mut self, event: LineEvent) -> Option<String> {
        let (line, word, words) = match event {
            LineEvent::Sent { intent, .. } => {
                self.leaving = intent.words;
                return None;
            }
            LineEvent::Held { line, held } => {
                *(if matches!(held, Held::Repeat { .. }) { &mut self.left_out } else { &mut self.held }) += 1;
                self.leaving = format!("line {line}");
                (line, "held", held.words())
            }
            LineEvent::Outcome { line, outcome, .. } => {
                let count = match &*outcome {
                    Outcome::Done(_) => &mut self.done,
                    Outcome::Rejected(_) => &mut self.refused,
                    Outcome::Unconfirmed(_) => &mut self.unconfirmed,
                };
                *count += 1;
                let state = IntentState::of_outcome(&outcome);
                (line, state.word(), state.told())
            }
        };
        let said = mask_digits(&format!("{}: {words}", self.leaving));
        self.lines.insert(line, (word, words));
        Some(said)
    }

    /// How it ended, and how many lines became what.
    pub fn sums(&self, name: &str, end: &BatchEnd) -> Vec<String> {
        let counts = [
            (self.done, "done"),
            (self.refused, "refused"),
            (self.unconfirmed, "UNCONFIRMED: they are never sent again; look them up and settle them"),
            (self.held, "held back: they can be sent later, by --resume"),
            (self.left_out, "left out, as other files have sent them"),
        ];
        let mut words = vec![format!("batch {name}: {}", end.words())];
        words.extend(counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")));
        words
    }

    /// A row for each line that something happened to.
    pub fn into_rows(mut self, sheet: &Sheet) -> Vec<Row> {
        let row = |line: &Line| {
            let (word, words) = self.lines.remove(&line.number)?;
            Some(row(line, word, mask_digits(&words)))
        };
        sheet.lines.iter().filter_map(row).collect()
    }
}
