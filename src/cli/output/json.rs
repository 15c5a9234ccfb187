//! Results as JSON. Amounts are numbers with exactly the digits they have.

use std::io::{self, Write};

use serde::ser::{Error as _, Serialize, SerializeMap};
use serde_json::ser::{Formatter, Serializer};
use serde_json::value::RawValue;

use super::{Field, Records, Row};
use crate::domain::{Money, Text};

impl Serialize for Field {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null | Self::Object { row: None, .. } => serializer.serialize_unit(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Integer(integer) => serializer.serialize_i128(*integer),
            Self::Amount(amount) | Self::Money(Money { amount, .. }) => {
                RawValue::from_string(amount.to_string()).map_err(S::Error::custom)?.serialize(serializer)
            }
            Self::Object { row: Some(row), .. } => row.serialize(serializer),
            Self::List(rows) => rows.serialize(serializer),
            Self::Texts(texts) => texts.serialize(serializer),
            Self::Map(values) => serializer.collect_map(values.iter().map(|(name, value)| (name, value))),
        }
    }
}

impl Serialize for Row {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, field) in &self.0 {
            map.serialize_entry(name, field)?;
        }
        map.end()
    }
}

/// An array of objects, or one object; indented, as people read it too.
pub(super) fn write(out: &mut dyn Write, records: &Records) -> io::Result<()> {
    match records {
        Records::Many { rows, .. } => serde_json::to_writer_pretty(&mut *out, rows),
        Records::One(row) => serde_json::to_writer_pretty(&mut *out, row),
    }?;
    writeln!(out)
}

/// One object in one line. What a terminal must not see is escaped, and so is still there when it is read back.
pub(super) fn write_line(out: &mut dyn Write, row: &Row) -> io::Result<()> {
    row.serialize(&mut Serializer::with_formatter(&mut *out, Harmless))?;
    writeln!(out)
}

/// Writes JSON without spaces, and nothing in it that a terminal must not see.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut plain = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| Text::harmless(*c) != Some(*c)) {
            writer.write_all(&fragment.as_bytes()[plain..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            plain = at + c.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[plain..])
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    #[test]
    fn amounts_are_numbers_with_all_their_digits() {
        for digits in ["0.10", "1234567890123456.78", "-5.00", "100"] {
            let amount = Decimal::from_str_exact(digits).unwrap();
            let row = Row::default().with("amount", Field::Amount(amount));
            let mut out = Vec::new();
            write_line(&mut out, &row).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), format!("{{\"amount\":{digits}}}\n"));
        }
    }

    #[test]
    fn a_line_has_nothing_in_it_that_a_terminal_must_not_see_and_loses_nothing() {
        let text = "a\u{9b}31m\u{202e}b\u{e0041}\u{1b}[0m\n\"é王\\";
        let mut out = Vec::new();
        write_line(&mut out, &Row::default().with("text", text).with("texts", Field::Texts(vec![text.into()])))
            .unwrap();
        let line = String::from_utf8(out).unwrap();
        assert!(line.trim_end().chars().all(|c| Text::harmless(c) == Some(c)) && line.contains("é王"), "{line}");
        let read: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(read, serde_json::json!({"text": text, "texts": [text]}));
    }

    #[test]
    fn a_list_is_an_array_and_an_empty_one_too() {
        let mut out = Vec::new();
        write(&mut out, &Records::Many { names: &["id"], rows: vec![] }).unwrap();
        assert_eq!(out, b"[]\n");
        let mut out = Vec::new();
        write(&mut out, &Records::Many { names: &["id"], rows: vec![Row::default().with("id", "a\"1")] }).unwrap();
        let read: serde_json::Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(read, serde_json::json!([{"id": "a\"1"}]));
    }
}
