//! Results as tables for people, JSON and CSV for programs: one row, three forms. All of it is pure.

mod csv;
mod json;
mod table;

use std::io::{self, Write};

use rust_decimal::Decimal;

use crate::domain::{Money, Text};

/// The form of a result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Aligned columns, for people.
    #[default]
    Table,
    /// An array of objects, or one object, with the field names of the API document.
    Json,
    /// With a header line; cells that a spreadsheet would run as a formula are defused.
    Csv,
}

/// The value of one field.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    /// There is none.
    Null,
    /// A text.
    Text(String),
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Integer(i128),
    /// An amount of rupees, with all its digits.
    Amount(Decimal),
    /// An amount of the currency that stands beside it, with all its digits.
    Money(Money),
    /// An object within, or none; its fields' names either way, so that a table of rows keeps its columns.
    Object {
        /// The names of its fields.
        names: &'static [&'static str],
        /// The object.
        row: Option<Row>,
    },
    /// Objects within, as many as there are; only JSON shows them.
    List(Vec<Row>),
    /// Texts, as many as there are; only JSON shows them.
    Texts(Vec<String>),
    /// Values by names that the provider chose; only JSON shows them.
    Map(Vec<(String, Field)>),
}

impl From<&str> for Field {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<bool> for Field {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<&Text> for Field {
    fn from(text: &Text) -> Self {
        Self::Text(text.as_str().to_owned())
    }
}

impl From<&Money> for Field {
    fn from(money: &Money) -> Self {
        Self::Money(money.clone())
    }
}

impl<T> From<Option<&T>> for Field
where
    for<'t> Self: From<&'t T>,
{
    fn from(value: Option<&T>) -> Self {
        value.map_or(Self::Null, Self::from)
    }
}

impl From<Option<String>> for Field {
    fn from(text: Option<String>) -> Self {
        text.map_or(Self::Null, Self::Text)
    }
}

/// One object: its fields by the document's names, in the document's order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row(pub Vec<(&'static str, Field)>);

impl Row {
    /// The row with one more field.
    #[must_use]
    pub fn with(mut self, name: &'static str, field: impl Into<Field>) -> Self {
        self.0.push((name, field.into()));
        self
    }

    /// Every field with its path, objects within taken apart.
    fn flat(&self) -> Vec<(String, Option<&Field>)> {
        let mut flat = Vec::new();
        for (name, field) in &self.0 {
            let Field::Object { names, row } = field else {
                flat.push(((*name).to_owned(), Some(field)));
                continue;
            };
            for within in *names {
                let found = row.as_ref().and_then(|row| row.0.iter().find(|(name, _)| name == within));
                flat.push((format!("{name}.{within}"), found.map(|(_, field)| field)));
            }
        }
        flat
    }
}

/// A result.
#[derive(Clone, Debug, PartialEq)]
pub enum Records {
    /// A list of rows of one kind, with the names that stand over them where there are none.
    Many {
        /// The names of their fields.
        names: &'static [&'static str],
        /// The rows.
        rows: Vec<Row>,
    },
    /// One object.
    One(Row),
}

/// Writes `records` in the form of `format`.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut dyn Write, format: Format, records: &Records) -> io::Result<()> {
    match format {
        Format::Table => table::write(out, records),
        Format::Json => json::write(out, records),
        Format::Csv => csv::write(out, records),
    }?;
    out.flush()
}

/// Writes one row as one line of JSON.
///
/// # Errors
/// Those of `out`.
pub fn write_line(out: &mut dyn Write, row: &Row) -> io::Result<()> {
    json::write_line(out, row)?;
    out.flush()
}
