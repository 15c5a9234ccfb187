//! Results as aligned columns, and one object as a line for each field. Numbers stand to the right.

use std::borrow::Cow;
use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::{Field, Records, Row};
use crate::domain::Money;

fn cell(field: Option<&Field>) -> Cow<'_, str> {
    match field {
        None | Some(Field::Null | Field::Object { .. } | Field::List(_) | Field::Texts(_) | Field::Map(_)) => {
            Cow::Borrowed("-")
        }
        Some(Field::Text(text)) => Cow::Borrowed(text),
        Some(Field::Flag(flag)) => Cow::Borrowed(if *flag { "yes" } else { "no" }),
        Some(Field::Integer(integer)) => Cow::Owned(integer.to_string()),
        Some(Field::Amount(amount)) => Cow::Owned(Money::inr(*amount).digits()),
        Some(Field::Money(money)) => Cow::Owned(money.digits()),
    }
}

fn is_number(field: Option<&Field>) -> bool {
    matches!(field, Some(Field::Integer(_) | Field::Amount(_) | Field::Money(_)))
}

/// The heading of a column. `upiWithdrawTask.startTime` is wide enough as `startTime`; where another column has that
/// name already, as with `id`, it is `task.id`.
fn heading(path: &str, all: &[&str]) -> String {
    let Some((parent, name)) = path.rsplit_once('.') else { return path.to_owned() };
    if !all.contains(&name) {
        return name.to_owned();
    }
    let word = parent.rfind(char::is_uppercase).map_or(parent, |at| &parent[at..]);
    format!("{}.{name}", word.to_lowercase())
}

pub(super) fn write(out: &mut dyn Write, records: &Records) -> io::Result<()> {
    match records {
        Records::One(row) => write_one(out, row),
        Records::Many { names, rows } => write_many(out, names, rows),
    }
}

fn write_one(out: &mut dyn Write, row: &Row) -> io::Result<()> {
    let flat = row.flat();
    let widest = flat.iter().map(|(name, _)| name.width()).max().unwrap_or(0);
    for (name, field) in &flat {
        writeln!(out, "{name}{}  {}", " ".repeat(widest - name.width()), cell(*field))?;
    }
    Ok(())
}

fn write_many(out: &mut dyn Write, names: &[&str], rows: &[Row]) -> io::Result<()> {
    let headings: Vec<String> = match rows.first() {
        Some(row) => {
            let flat = row.flat();
            let all: Vec<&str> = flat.iter().map(|(path, _)| path.as_ref()).collect();
            all.iter().map(|path| heading(path, &all)).collect()
        }
        None => names.iter().map(|name| (*name).to_owned()).collect(),
    };
    let cells: Vec<Vec<(Cow<'_, str>, bool)>> = rows
        .iter()
        .map(|row| row.flat().into_iter().map(|(_, field)| (cell(field), is_number(field))).collect())
        .collect();
    let widths: Vec<usize> = headings
        .iter()
        .enumerate()
        .map(|(at, heading)| {
            let widest = cells.iter().filter_map(|row| row.get(at)).map(|(text, _)| text.width()).max();
            widest.unwrap_or(0).max(heading.width())
        })
        .collect();
    let right = |at: usize| cells.iter().any(|row| row.get(at).is_some_and(|(_, number)| *number));
    let mut line = |texts: &mut dyn Iterator<Item = &str>| -> io::Result<()> {
        let mut text = String::new();
        for (at, cell) in texts.enumerate() {
            let gap = " ".repeat(widths.get(at).map_or(0, |width| width.saturating_sub(cell.width())));
            let parts: [&str; 2] = if right(at) { [&gap, cell] } else { [cell, &gap] };
            text.push_str(&parts.concat());
            text.push_str("  ");
        }
        writeln!(out, "{}", text.trim_end())
    };
    line(&mut headings.iter().map(String::as_str))?;
    for row in &cells {
        line(&mut row.iter().map(|(text, _)| text.as_ref()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    #[test]
    fn columns_are_aligned_and_numbers_stand_to_the_right() {
        let row = |id: &str, amount: i64| {
            Row::default()
                .with("id", id)
                .with("amount", Field::Amount(Decimal::from(amount)))
                .with("on", Field::Flag(true))
        };
        let mut out = Vec::new();
        write(&mut out, &Records::Many { names: &[], rows: vec![row("a1", 5), row("王", 1_234_567)] }).unwrap();
        let expected = "\
id        amount  on
a1          5.00  yes
王  12,34,567.00  yes
";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn a_field_of_an_object_is_told_from_one_of_the_same_name() {
        let all = ["id", "type", "upiWithdrawTask.id", "upiWithdrawTask.startTime"];
        let headings: Vec<String> = all.iter().map(|path| heading(path, &all)).collect();
        assert_eq!(headings, ["id", "type", "task.id", "startTime"]);
    }

    #[test]
    fn one_object_is_a_line_for_each_field() {
        let mut out = Vec::new();
        write(&mut out, &Records::One(Row::default().with("sessionId", "s1").with("id", Field::Null))).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "sessionId  s1\nid         -\n");
    }
}
