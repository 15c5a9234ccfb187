//! Reads typed values out of the parsed file: collects every problem instead of stopping at the first, and notes
//! each setting with where it came from.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::SignedDuration;
use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::location::Surroundings;
use super::problem::{Problem, quoted};
use super::show::{Origin, Setting};
use crate::domain::{AmountError, Currency, Money, Text};

/// Which line a byte of the file is in.
#[derive(Debug)]
pub(super) struct Lines(Vec<usize>);

impl Lines {
    /// Those of `text`.
    pub(super) fn new(text: &str) -> Self {
        Self(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect())
    }

    /// The line of the byte at `offset`, from 1.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.0.partition_point(|end| *end < offset) + 1
    }

    /// The character of its line that the byte at `offset` of `text` is in, from 1.
    pub(super) fn column(&self, text: &str, offset: usize) -> usize {
        let line = self.line(offset);
        let start = if line == 1 { 0 } else { self.0[line - 2] + 1 };
        text.get(start..offset).map_or(offset.saturating_sub(start), |before| before.chars().count()) + 1
    }
}

/// What is gathered while the file is read.
#[derive(Debug)]
pub(super) struct Gather<'s> {
    /// Where the lines are.
    pub(super) lines: Lines,
    /// The folder that relative paths start from.
    pub(super) folder: PathBuf,
    /// What the config depends on outside of it.
    pub(super) surroundings: &'s Surroundings,
    /// Everything that is wrong.
    pub(super) problems: Vec<Problem>,
    /// Every setting, in the order in which it was read.
    pub(super) settings: Vec<Setting>,
}

impl<'s> Gather<'s> {
    /// For a file with this `text` at `path`.
    pub(super) fn new(text: &str, path: &Path, surroundings: &'s Surroundings) -> Self {
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        Self { lines: Lines::new(text), folder, surroundings, problems: Vec::new(), settings: Vec::new() }
    }

    /// Notes what `key` is set to, made harmless to a terminal.
    pub(super) fn note(&mut self, key: &str, value: impl AsRef<str>, origin: Origin) {
        let value = Text::new(value.as_ref()).as_str().to_owned();
        self.settings.push(Setting { key: key.to_owned(), value, origin });
    }
}

/// One value of the file.
#[derive(Clone, Debug)]
pub(super) struct Value<'v, 't> {
    raw: &'v DeValue<'t>,
    /// The path of its key.
    pub(super) key: String,
    /// Its line.
    pub(super) line: usize,
}

/// One table of the file.
#[derive(Clone, Debug)]
pub(super) struct Section<'v, 't> {
    table: &'v DeTable<'t>,
    /// Its path; empty for the file itself.
    pub(super) key: String,
    /// The line of its header.
    pub(super) line: usize,
}

impl<'v, 't> Section<'v, 't> {
    /// The whole file.
    pub(super) fn root(table: &'v DeTable<'t>) -> Self {
        Self { table, key: String::new(), line: 1 }
    }

    /// The path of the key `name` in here.
    pub(super) fn path(&self, name: &str) -> String {
        if self.key.is_empty() { shown_key(name) } else { format!("{}.{}", self.key, shown_key(name)) }
    }

    /// Every key that is none of `valid` is a problem.
    pub(super) fn only(&self, valid: &[&str], gather: &mut Gather) {
        for (name, _) in self.table {
            if !valid.contains(&name.get_ref().as_ref()) {
                let line = gather.lines.line(name.span().start);
                gather.problems.push(Problem::unknown(line, &self.path(name.get_ref()), "key", name.get_ref(), valid));
            }
        }
    }

    /// The value of `name`.
    pub(super) fn get(&self, name: &str, gather: &Gather) -> Option<Value<'v, 't>> {
        let (key, value) = self.table.get_key_value(name)?;
        Some(self.value(key.get_ref(), value, gather))
    }

    /// The value of `name`, which has to be there and be `expected`.
    pub(super) fn require(&self, name: &str, expected: &str, gather: &mut Gather) -> Option<Value<'v, 't>> {
        let value = self.get(name, gather);
        if value.is_none() {
            let words = format!("missing; expected {expected}");
            gather.problems.push(Problem::at(self.line, &self.path(name), words));
        }
        value
    }

    /// Every key with its value, in the order of the file.
    pub(super) fn entries(&self, gather: &Gather) -> Vec<(&'v str, Value<'v, 't>)> {
        let mut entries: Vec<_> = self.table.iter().collect();
        entries.sort_by_key(|(name, _)| name.span().start);
        entries
            .into_iter()
            .map(|(name, value)| (name.get_ref().as_ref(), self.value(name.get_ref(), value, gather)))
            .collect()
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    fn value(&self, name: &str, value: &'v Spanned<DeValue<'t>>, gather: &Gather) -> Value<'v, 't> {
        let line = gather.lines.line(value.span().start);
        Value { raw: value.get_ref(), key: self.path(name), line }
    }
}

impl<'v, 't> Value<'v, 't> {
    /// Where it came from.
    pub(super) fn origin(&self) -> Origin {
        Origin::File { line: self.line }
    }

    /// What was found is not what was expected.
    pub(super) fn wrong(&self, expected: &str, found: &str, gather: &mut Gather) {
        gather.problems.push(Problem::wrong(self.line, &self.key, expected, found));
    }

    /// It is of another type than was expected. Only the type is named: the value may be secret.
    pub(super) fn wrong_type(&self, expected: &str, gather: &mut Gather) {
        self.wrong(expected, self.type_words(), gather);
    }

    /// Its type, in words.
    pub(super) fn type_words(&self) -> &'static str {
        match self.raw {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number with a point",
            DeValue::Boolean(true) => "true",
            DeValue::Boolean(false) => "false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        }
    }

    /// The text it is, if it is one.
    pub(super) fn as_text(&self) -> Option<&'v str> {
        self.raw.as_str()
    }

    /// The table it is, if it is one.
    pub(super) fn as_section(&self) -> Option<Section<'v, 't>> {
        let table = self.raw.as_table()?;
        Some(Section { table, key: self.key.clone(), line: self.line })
    }

    /// The text it has to be.
    pub(super) fn text(&self, expected: &str, gather: &mut Gather) -> Option<&'v str> {
        let text = self.as_text();
        if text.is_none() {
            self.wrong_type(expected, gather);
        }
        text
    }

    /// One of the `valid` names.
    pub(super) fn name<'n>(&self, what: &str, valid: &[&'n str], gather: &mut Gather) -> Option<&'n str> {
        let text = self.text(&super::problem::one_of(valid), gather)?;
        let name = valid.iter().find(|name| **name == text).copied();
        if name.is_none() {
            gather.problems.push(Problem::unknown(self.line, &self.key, what, text, valid));
        }
        name
    }

    /// `true` or `false`.
    pub(super) fn boolean(&self, gather: &mut Gather) -> Option<bool> {
        let boolean = self.raw.as_bool();
        if boolean.is_none() {
            self.wrong_type("true or false", gather);
        }
        boolean
    }

    /// A whole number from `least` to `most`.
    pub(super) fn integer(&self, least: u64, most: u64, gather: &mut Gather) -> Option<u64> {
        let expected = format!("a whole number from {least} to {most}");
        let Some(integer) = self.raw.as_integer() else {
            self.wrong_type(&expected, gather);
            return None;
        };
        let number = u64::from_str_radix(integer.as_str(), integer.radix()).ok();
        let number = number.filter(|number| (least..=most).contains(number));
        if number.is_none() {
            self.wrong(&expected, &shortened(&integer.to_string()), gather);
        }
        number
    }

    /// An amount of `currency` that is more than zero: a text as people write amounts, or a whole number. A number with
    /// a point is a binary one to TOML, which no amount ever is.
    pub(super) fn amount(&self, currency: &Currency, gather: &mut Gather) -> Option<Decimal> {
        let expected = format!("an amount of {currency} as a text or a whole number, such as \"1500.00\" or 1500");
        let (typed, shown) = match self.raw {
            DeValue::String(text) => (text.to_string(), quoted(text)),
            DeValue::Integer(integer) => match i128::from_str_radix(integer.as_str(), integer.radix()) {
                Ok(number) => (number.to_string(), shortened(&integer.to_string())),
                Err(_) => (integer.to_string(), shortened(&integer.to_string())),
            },
            DeValue::Float(_) => {
                self.wrong(&expected, "a number with a point, which is not exact: put it into quotes", gather);
                return None;
            }
            _ => {
                self.wrong_type(&expected, gather);
                return None;
            }
        };
        match Money::parse(&typed, currency.clone()) {
            Ok(money) => Some(money.amount),
            Err(AmountError::Empty) => {
                self.wrong(&expected, "an empty text", gather);
                None
            }
            Err(error) => {
                self.wrong(&expected, &format!("{shown}: {error}"), gather);
                None
            }
        }
    }

    /// A duration as people write it, from `least` to `most`.
    pub(super) fn duration(&self, least: Duration, most: Duration, gather: &mut Gather) -> Option<Duration> {
        let expected = format!("a duration from {} to {}, such as \"5s\" or \"2m\"", human(least), human(most));
        let text = self.text(&expected, gather)?;
        let parsed = text.parse::<SignedDuration>().ok().and_then(|signed| Duration::try_from(signed).ok());
        let duration = parsed.filter(|duration| (least..=most).contains(duration));
        if duration.is_none() {
            self.wrong(&expected, &quoted(text), gather);
        }
        duration
    }

    /// The table it has to be, with no other keys than `valid`.
    pub(super) fn section(&self, expected: &str, valid: &[&str], gather: &mut Gather) -> Option<Section<'v, 't>> {
        let section = self.as_section();
        match &section {
            Some(section) => section.only(valid, gather),
            None => self.wrong_type(expected, gather),
        }
        section
    }

    /// The elements of the list it has to be, each with its place in its key.
    pub(super) fn list(&self, expected: &str, gather: &mut Gather) -> Option<Vec<Value<'v, 't>>> {
        let Some(array) = self.raw.as_array() else {
            self.wrong_type(expected, gather);
            return None;
        };
        let value = |(at, element): (usize, &'v Spanned<DeValue<'t>>)| Value {
            raw: element.get_ref(),
            key: format!("{}[{at}]", self.key),
            line: gather.lines.line(element.span().start),
        };
        Some(array.iter().enumerate().map(value).collect())
    }
}

/// A number, short enough for a line.
fn shortened(number: &str) -> String {
    number.chars().take(24).collect()
}

/// A key as it stands in a path: in quotes where TOML wants them, and harmless.
fn shown_key(name: &str) -> String {
    let bare = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if bare && name.len() <= 40 { name.to_owned() } else { quoted(name) }
}

/// A duration as people write it.
pub(super) fn human(duration: Duration) -> String {
    SignedDuration::try_from(duration).map_or_else(|_| "for ever".to_owned(), |signed| format!("{signed:#}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_in_the_line_a_person_counts() {
        let text = "a\nbé c\n\nd";
        let lines = Lines::new(text);
        let at = |offset| (lines.line(offset), lines.column(text, offset));
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(2), (2, 1));
        assert_eq!(at(text.find('c').unwrap()), (2, 4));
        assert_eq!(at(text.find('d').unwrap()), (4, 1));
        assert_eq!(at(text.len()), (4, 2));
    }

    #[test]
    fn keys_that_need_quotes_are_shown_in_them() {
        assert_eq!(shown_key("base_url"), "base_url");
        assert_eq!(shown_key("ctrl+x"), "\"ctrl+x\"");
        assert_eq!(shown_key(""), "\"\"");
    }
}
