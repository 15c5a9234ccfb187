//! Results as CSV (RFC 4180). What a spreadsheet would run as a formula is defused.

use std::borrow::Cow;
use std::io::{self, Write};

use csv::Writer;

use super::{Field, Records, Row};
use crate::domain::{Money, defused};

fn cell(field: Option<&Field>) -> Cow<'_, str> {
    match field {
        None | Some(Field::Null | Field::Object { .. } | Field::List(_) | Field::Texts(_) | Field::Map(_)) => {
            Cow::Borrowed("")
        }
        Some(Field::Text(text)) => defused(text),
        Some(Field::Flag(flag)) => Cow::Borrowed(if *flag { "true" } else { "false" }),
        // Digits after a minus are a number to a spreadsheet, and no formula.
        Some(Field::Integer(integer)) => Cow::Owned(integer.to_string()),
        Some(Field::Amount(amount) | Field::Money(Money { amount, .. })) => Cow::Owned(amount.to_string()),
    }
}

/// A header line and a line for each row; fields of objects within are columns of their own, named `object.field`.
pub(super) fn write(out: &mut dyn Write, records: &Records) -> io::Result<()> {
    let mut writer = Writer::from_writer(out);
    let (names, rows): (&[&str], &[Row]) = match records {
        Records::Many { names, rows } => (names, rows),
        Records::One(row) => (&[], std::slice::from_ref(row)),
    };
    match rows.first() {
        Some(first) => writer.write_record(first.flat().iter().map(|(name, _)| name))?,
        None => writer.write_record(names)?,
    }
    for row in rows {
        writer.write_record(row.flat().iter().map(|(_, field)| cell(*field).into_owned()))?;
    }
    writer.flush()
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    #[test]
    fn objects_within_are_columns_whether_they_are_there_or_not() {
        let names = &["id", "amount"];
        let task = Row::default().with("id", "t,1").with("amount", Field::Amount(Decimal::new(-1050, 2)));
        let row = |row| Row::default().with("id", "=a").with("task", Field::Object { names, row });
        let mut out = Vec::new();
        write(&mut out, &Records::Many { names: &[], rows: vec![row(None), row(Some(task))] }).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "id,task.id,task.amount\n'=a,,\n'=a,\"t,1\",-10.50\n");
    }

    #[test]
    fn an_empty_list_has_its_header() {
        let mut out = Vec::new();
        write(&mut out, &Records::Many { names: &["id", "name"], rows: vec![] }).unwrap();
        assert_eq!(out, b"id,name\n");
    }
}
