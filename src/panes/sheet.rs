//! The rows of a pane as values: what is copied of one, and what is written to a file of all that are shown. They are
//! masked as the screen masks them.

use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::domain::{Money, Ratio};
use crate::message::{Cell, Record};
use crate::ui::table::Column;

use super::table_layout::ColumnName;

/// Which rows are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The one that is selected.
    Selected,
    /// All that are shown, in their order.
    Shown,
}

impl Scope {
    /// The places of the rows that are meant, of `len` that are shown and one that is selected.
    #[must_use]
    pub fn places(self, selected: Option<usize>, len: usize) -> std::ops::Range<usize> {
        match (self, selected) {
            (Self::Shown, _) => 0..len,
            (Self::Selected, Some(at)) if at < len => at..at + 1,
            (Self::Selected, _) => 0..0,
        }
    }
}

/// A row: what tells it from others first, then each column that the operator wants to see. A column that has no value,
/// as a trend, is left out.
pub fn record<Id: ColumnName>(
    first: impl IntoIterator<Item = (&'static str, Cell)>,
    columns: &[Column<Id>],
    value: impl Fn(Id) -> Option<Cell>,
) -> Record {
    let mut record: Record = first.into_iter().collect();
    for column in columns {
        let name: &'static str = column.id.into();
        if let Some(value) = value(column.id)
            && record.iter().all(|(known, _)| *known != name)
        {
            record.push((name, value));
        }
    }
    record
}

/// Words, or nothing where there are none.
pub fn words(words: impl AsRef<str>) -> Cell {
    let words = words.as_ref();
    if words.is_empty() { Cell::Empty } else { Cell::Words(words.to_owned()) }
}

/// A number, where there is one.
pub fn number(number: Option<impl Into<Decimal>>) -> Cell {
    number.map_or(Cell::Empty, |number| Cell::Number(number.into()))
}

/// The digits of an amount, where there is one; its currency has a column of its own.
pub fn amount(money: Option<&Money>) -> Cell {
    number(money.map(|money| money.amount))
}

/// The currency of an amount, where there is one.
pub fn currency(money: Option<&Money>) -> Cell {
    money.map_or(Cell::Empty, |money| words(money.currency.code()))
}

/// A share in per cent, with two decimals.
pub fn percent(ratio: Ratio) -> Cell {
    Cell::Number(Decimal::new(ratio.basis_points().into(), 2))
}

/// A moment, with its zone.
pub fn moment(at: Timestamp) -> Cell {
    words(at.to_string())
}
