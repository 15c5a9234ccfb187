//! What the columns of a file are, and what its lines become.

use std::borrow::Cow;

use crate::domain::{Change, Currency, FieldErrors, Money, Text};

/// What the lines of a file become.
#[derive(Debug)]
pub struct LineKind {
    /// The provider that pays them, as the config spells it.
    pub provider: &'static str,
    /// What they are called, such as `withdrawals`.
    pub plural: &'static str,
    /// What one of them is called.
    pub singular: &'static str,
    /// Its columns.
    pub columns: &'static [Column],
    /// What the document calls the id that the program makes itself.
    pub own_id: &'static str,
    /// The column that says how much: of a line with faults it is shown as it is.
    pub amount: &'static str,
    /// By what a line pays, where it says so, and the number it pays to: what a line with faults is told by.
    pub way_and_number: for<'c> fn(&'c Cells<'_>) -> (&'c str, &'c str),
    /// Reads a line, and finds its faults.
    pub read: fn(&Cells<'_>, &mut FieldErrors) -> Option<Change>,
    /// Whether no money goes out with it.
    pub is_test: fn(&Change) -> bool,
    /// What a payout is known by whatever file it is in: who gets how much of what, part by part. Remarks and names are
    /// no part of it.
    pub payout: fn(&Change) -> Vec<String>,
}

/// Every kind there is.
const KINDS: [&LineKind; 2] = [&super::WITHDRAWALS, &super::TRANSFERS];

impl LineKind {
    /// What the lines of a file become that a provider pays; `None` where it pays by no file.
    #[must_use]
    pub fn of(provider: &str) -> Option<&'static Self> {
        KINDS.into_iter().find(|kind| kind.provider == provider)
    }
}

/// A column.
#[derive(Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name, as the provider's document has it. What stands behind its last point may stand alone.
    pub name: &'static str,
    /// Whether every file has it.
    pub is_required: bool,
}

impl Column {
    /// A column that every file has.
    pub(super) const fn required(name: &'static str) -> Self {
        Self { name, is_required: true }
    }

    /// A column that a file may have.
    pub(super) const fn optional(name: &'static str) -> Self {
        Self { name, is_required: false }
    }

    /// Whether a title in a file means it.
    pub(super) fn is_called(&self, title: &str) -> bool {
        let last = self.name.rsplit('.').next().unwrap_or(self.name);
        title.eq_ignore_ascii_case(self.name) || title.eq_ignore_ascii_case(last)
    }
}

/// The cells of one line, by the names of their columns.
#[derive(Debug)]
pub struct Cells<'c> {
    /// For each cell, its column.
    pub(super) columns: &'c [&'static Column],
    /// The cells.
    pub(super) cells: &'c [Cow<'c, str>],
}

impl Cells<'_> {
    /// What is in a column; nothing where it is empty or the file does not have it.
    pub fn raw(&self, column: &str) -> &str {
        let place = self.columns.iter().position(|known| known.name == column);
        place.and_then(|place| self.cells.get(place)).map_or("", AsRef::as_ref)
    }

    /// What is in a column of numbers; that a spreadsheet has written it as `9.87654E+09` is a fault.
    pub fn number(&self, column: &str, faults: &mut FieldErrors) -> &str {
        let raw = self.raw(column);
        if is_rewritten(raw) {
            faults.add(column, "a spreadsheet has rounded this number: make its column text, and fill it in again");
        }
        raw
    }

    /// An amount as programs write it. In a file nobody sees which comma was meant to group and which to part the
    /// decimals: an amount with one is a fault.
    pub fn money(&self, column: &str, currency: Currency, faults: &mut FieldErrors) -> Option<Money> {
        let raw = self.raw(column);
        if raw.bytes().any(|byte| !byte.is_ascii_digit() && byte != b'.') {
            faults.add(column, "digits and at most one point, such as 1500 or 1500.00; no commas, spaces or signs");
            return None;
        }
        match Money::parse(raw, currency) {
            Ok(money) => Some(money),
            Err(error) => {
                faults.add(column, error.to_string());
                None
            }
        }
    }

    /// The same as a text; where that would not be all of it, that is a fault.
    pub fn text(&self, column: &str, faults: &mut FieldErrors) -> Option<Text> {
        let raw = self.raw(column);
        let text = Text::new(raw);
        if text.as_str() != raw {
            let most = Text::MAX;
            faults.add(column, format!("holds what cannot be seen, or more than {most} characters"));
        }
        (!raw.is_empty()).then_some(text)
    }
}

/// Whether a number is one that a spreadsheet has written as `9.87654E+09`.
fn is_rewritten(number: &str) -> bool {
    number.split_once(['e', 'E']).is_some_and(|(before, after)| {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        before.split(['.', ',']).all(digits) && after.strip_prefix('+').is_some_and(digits)
    })
}
