//! The question before a batch is sent: what will happen in full words, and what has to be typed before a yes counts. The
//! screen and the command line ask the same.

use std::collections::BTreeMap;

use super::{Review, Sheet, Tally, Which};
use crate::domain::{ConnectionInfo, Limits, Money};

/// What the operator wants of a file beyond what is plain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wants {
    /// Another attempt at what was certainly refused.
    pub refused: bool,
    /// What other files have sent, once more.
    pub repeats: bool,
}

/// The question before a batch is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What will happen, a paragraph each; the first says it all in short.
    pub paragraphs: Vec<String>,
    /// How many lines are sent: to be typed.
    pub lines: usize,
    /// The sums that are large here: to be typed.
    pub sums: Vec<Money>,
    /// How many of the lines pay what another line of the file pays: to be typed, where it is more than none.
    pub duplicates: usize,
    /// How many of them another file has sent already: to be typed, where it is more than none.
    pub repeats: usize,
    /// How many of them were refused before and are tried again: to be typed, where it is more than none.
    pub retries: usize,
    /// The name of the sending before this one, where the whole file is sent once more: to be typed.
    pub again: Option<String>,
}

impl Question {
    /// The question before `sheet` is sent as it stands.
    #[must_use]
    pub fn new(sheet: &Sheet, review: &Review, wants: Wants, info: &ConnectionInfo, per_minute: u32) -> Self {
        let tally = review.tally(sheet, wants);
        let again = match review.which {
            Which::Again => review.sendings.last().map(|sending| sending.id.name()),
            Which::First | Which::Resume => None,
        };
        let mut paragraphs = vec![in_short(sheet, review, &tally, info, per_minute)];
        if let Some(again) = &again {
            paragraphs.push(format!(
                "This file was sent before, as batch {again}. Every line is sent ONCE MORE: whoever was paid then is paid a \
                 second time."
            ));
        }
        paragraphs.extend(stands(&tally));
        if tally.duplicates > 0 {
            paragraphs.push(format!(
                "{} pay the same payee the same amount as a line above: {}.",
                counted(tally.duplicates, "line"),
                numbers(sheet.lines.iter().filter(|line| line.same_as.is_some()).map(|line| line.number))
            ));
        }
        if tally.repeated > 0 {
            paragraphs.push(repeated(sheet, review, wants.repeats));
        }
        if tally.refused > 0 && wants.refused {
            paragraphs.push(format!(
                "{} refused before and are tried again, by new ids. Where the provider refused a line because it has that \
                 payout already, it would be paid twice.",
                were(tally.refused)
            ));
        }
        Self {
            paragraphs,
            lines: tally.sends,
            sums: large(&tally, &info.limits),
            duplicates: tally.duplicates,
            repeats: if wants.repeats { tally.repeated } else { 0 },
            retries: if wants.refused { tally.refused } else { 0 },
            again,
        }
    }
}

fn in_short(sheet: &Sheet, review: &Review, tally: &Tally, info: &ConnectionInfo, per_minute: u32) -> String {
    let environment = if info.is_production() { "PRODUCTION" } else { "sandbox" };
    let goes_on = if review.which == Which::Resume { "go on with" } else { "send" };
    let tests = sheet.tests();
    let tests =
        if tests == 0 { String::new() } else { format!(" {} a test, with which no money goes out.", is_or_are(tests)) };
    format!(
        "{} ({environment}, {}): {goes_on} batch {}, {} of {}: {} in all, one after the other, at most {per_minute} a \
         minute.{tests}",
        info.id,
        info.host,
        review.id.name(),
        sheet.count_words(tally.sends),
        counted(sheet.lines.len(), "line"),
        tally.to_send.words(),
    )
}

/// What is not sent, and why.
fn stands(tally: &Tally) -> Vec<String> {
    let left = [
        (tally.done, "taken on or paid already"),
        (tally.unconfirmed, "unconfirmed or on their way, and never sent again"),
        (tally.undone, "taken on before and come to nothing, and not sent again by this file"),
    ];
    let left = left.into_iter().filter(|(count, _)| *count > 0);
    let left: Vec<String> = left.map(|(count, words)| format!("{count} {words}")).collect();
    if left.is_empty() { Vec::new() } else { vec![format!("Left out: {}.", left.join("; "))] }
}

/// What other files have sent, by batch.
fn repeated(sheet: &Sheet, review: &Review, sends: bool) -> String {
    let mut batches: BTreeMap<&str, usize> = BTreeMap::new();
    let mut first = None;
    for line in &sheet.lines {
        if let super::Standing::Repeated(repeat) = review.standing(line) {
            *batches.entry(&repeat.batch).or_default() += 1;
            first.get_or_insert((line.number, repeat.line));
        }
    }
    let count = batches.values().sum();
    let names: Vec<&str> = batches.into_keys().collect();
    let example =
        first.map_or_else(String::new, |(line, theirs)| format!(" (line {line} here is line {theirs} there)"));
    let what =
        if sends { "They are sent ONCE MORE: their payees are paid a second time." } else { "They are left out." };
    format!("{} sent already by batch {}{example}. {what}", were(count), names.join(", "))
}

/// The sums that are large here.
fn large(tally: &Tally, limits: &Limits) -> Vec<Money> {
    tally.to_send.iter().map(|(_, sum)| sum).filter(|sum| limits.wants_typing(sum)).collect()
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn were(count: usize) -> String {
    format!("{} {}", counted(count, "line"), if count == 1 { "was" } else { "were" })
}

fn is_or_are(count: usize) -> String {
    format!("{count} of the lines {}", if count == 1 { "is" } else { "are each" })
}

/// The first few of some line numbers.
fn numbers(mut lines: impl Iterator<Item = u32>) -> String {
    let first: Vec<String> = lines.by_ref().take(8).map(|line| line.to_string()).collect();
    let more = lines.count();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("line{} {}{more}", if first.len() == 1 { "" } else { "s" }, first.join(", "))
}
