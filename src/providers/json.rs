//! JSON as it came, read piece by piece: a piece of the wrong kind is told in words that quote nothing of it, and costs
//! no more than itself. Numbers keep their digits, and every text that leaves here is without the connection's secrets.

use std::fmt;

use rust_decimal::Decimal;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::decimal;
use super::scrub::Scrub;
use crate::domain::{Text, WebAddress};

/// What was found where something else was expected.
pub(super) type Found = &'static str;

/// How many rows are told bad one by one; the rest is counted.
const TOLD: usize = 100;

/// A value that was found to be JSON, not yet read.
#[derive(Clone, Copy)]
pub(super) struct Json<'a> {
    raw: &'a str,
    scrub: &'a Scrub,
}

/// An object: its fields in their order, each name once.
pub(super) struct Object<'a> {
    fields: Vec<(String, Json<'a>)>,
    scrub: &'a Scrub,
}

/// What is wrong with a text that should be JSON.
pub(super) enum Broken {
    /// It ends before the value does.
    Ends,
    /// It is no JSON from here on.
    At {
        /// The line.
        line: usize,
        /// The column.
        column: usize,
    },
}

impl<'a> Json<'a> {
    /// The value that `text` is from its first byte to its last.
    pub(super) fn read(text: &'a str, scrub: &'a Scrub) -> Result<Self, Broken> {
        match serde_json::from_str::<&RawValue>(text) {
            Ok(raw) => Ok(Self { raw: raw.get(), scrub }),
            Err(error) if error.is_eof() => Err(Broken::Ends),
            Err(error) => Err(Broken::At { line: error.line(), column: error.column() }),
        }
    }

    /// Its own text.
    pub(super) fn raw(self) -> &'a str {
        self.raw
    }

    /// What it is, for words on what it should not be.
    pub(super) fn found(self) -> Found {
        match self.raw.as_bytes().first() {
            Some(b'n') => "null",
            Some(b't' | b'f') => "true or false",
            Some(b'"') => "a text",
            Some(b'[') => "a list",
            Some(b'{') => "an object",
            _ => "a number",
        }
    }

    pub(super) fn is_null(self) -> bool {
        self.raw.starts_with('n')
    }

    pub(super) fn is_text(self) -> bool {
        self.raw.starts_with('"')
    }

    pub(super) fn is_list(self) -> bool {
        self.raw.starts_with('[')
    }

    pub(super) fn is_object(self) -> bool {
        self.raw.starts_with('{')
    }

    fn is_number(self) -> bool {
        self.raw.starts_with(|c: char| c == '-' || c.is_ascii_digit())
    }

    /// What it says as a text, uncleaned: to be compared, never shown. A number counts as its own digits.
    pub(super) fn string(self) -> Result<Option<String>, Found> {
        match self.raw.as_bytes().first() {
            Some(b'n') => Ok(None),
            Some(b'"') => serde_json::from_str(self.raw).map(Some).map_err(|_| "a text with half a surrogate pair"),
            _ if self.is_number() => Ok(Some(self.raw.to_owned())),
            _ => Err(self.found()),
        }
    }

    /// A text; `None` where there is none.
    pub(super) fn text(self) -> Result<Option<Text>, Found> {
        Ok(self.string()?.map(|raw| self.scrub.text(&raw)).filter(|text| !text.is_empty()))
    }

    /// What names something to the provider: it goes back as it came, so one that cleaning would change is none.
    pub(super) fn ident(self) -> Result<Option<Text>, Found> {
        let Some(raw) = self.string()?.filter(|raw| !raw.is_empty()) else { return Ok(None) };
        if self.scrub.clean(&raw) != raw {
            return Err("a text with a secret of this connection in it");
        }
        let text = Text::new(&raw);
        if text.as_str() == raw { Ok(Some(text)) } else { Err("a text too long or with characters no id may have") }
    }

    /// A number, exactly: from its own digits, or from a text of them.
    pub(super) fn decimal(self) -> Result<Option<Decimal>, Found> {
        let digits = match self.raw.as_bytes() {
            [b'n', ..] => return Ok(None),
            [b'"', text @ .., b'"'] => std::str::from_utf8(text).unwrap_or_default().trim(),
            _ if self.is_number() => self.raw,
            _ => return Err(self.found()),
        };
        if digits.is_empty() {
            return Ok(None);
        }
        let wrong = if self.is_text() { "a text that is no number" } else { "a number out of range" };
        decimal::parse(digits).map(Some).ok_or(wrong)
    }

    /// A whole number.
    pub(super) fn whole(self) -> Result<Option<i64>, Found> {
        let Some(value) = self.decimal()? else { return Ok(None) };
        let whole = value.fract().is_zero().then(|| i64::try_from(value).ok()).flatten();
        whole.map(Some).ok_or("no whole number of a sensible size")
    }

    /// Yes or no; 1 and 0 are what PHP makes of them now and then.
    pub(super) fn flag(self) -> Result<Option<bool>, Found> {
        match self.raw {
            "null" => Ok(None),
            "true" | "1" | "\"1\"" => Ok(Some(true)),
            "false" | "0" | "\"0\"" => Ok(Some(false)),
            _ => Err(self.found()),
        }
    }

    /// An address that can be shown and copied; `None` where there is none.
    pub(super) fn address(self) -> Option<WebAddress> {
        let raw = self.string().ok()??;
        let clean = self.scrub.clean(&raw);
        if clean == raw { WebAddress::new(&raw) } else { None }
    }

    /// An object. PHP writes an empty one as `[]`.
    pub(super) fn object(self) -> Result<Object<'a>, Found> {
        if self.is_list() && self.list().is_ok_and(|list| list.is_empty()) {
            return Ok(Object { fields: Vec::new(), scrub: self.scrub });
        }
        if !self.is_object() {
            return Err(self.found());
        }
        let fields: Fields<'a> = serde_json::from_str(self.raw).map_err(|_| "an object that cannot be read")?;
        let mut names: Vec<&str> = fields.0.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        if names.windows(2).any(|pair| pair[0] == pair[1]) {
            // Nobody knows which one is meant.
            return Err("an object in which a field comes twice");
        }
        let scrub = self.scrub;
        let fields = fields.0.into_iter().map(|(name, raw)| (name, Json { raw: raw.get(), scrub })).collect();
        Ok(Object { fields, scrub })
    }

    /// A list; `null` is an empty one. PHP writes a list with gaps as an object whose names are numbers.
    pub(super) fn list(self) -> Result<Vec<Json<'a>>, Found> {
        let scrub = self.scrub;
        if self.is_null() {
            return Ok(Vec::new());
        }
        if self.is_object() {
            let object = self.object()?;
            let numbered = object.fields.iter().all(|(name, _)| name.bytes().all(|b| b.is_ascii_digit()));
            return if numbered {
                Ok(object.fields.into_iter().map(|(_, value)| value).collect())
            } else {
                Err("an object")
            };
        }
        if !self.is_list() {
            return Err(self.found());
        }
        let values: Vec<&'a RawValue> = serde_json::from_str(self.raw).map_err(|_| "a list that cannot be read")?;
        Ok(values.into_iter().map(|raw| Json { raw: raw.get(), scrub }).collect())
    }
}

/// Where a field may be wrong, its name is put before what was found.
pub(super) fn named<T>(name: &str, read: Result<T, Found>) -> Result<T, String> {
    read.map_err(|found| format!("{name} is {found}"))
}

impl<'a> Object<'a> {
    /// A field; `None` where it is not there or null.
    pub(super) fn get(&self, name: &str) -> Option<Json<'a>> {
        self.fields.iter().find(|(found, _)| found == name).map(|(_, value)| *value).filter(|value| !value.is_null())
    }

    /// Its fields in their order; their names cleaned.
    pub(super) fn fields(&self) -> impl Iterator<Item = (Text, Json<'a>)> {
        self.fields.iter().map(|(name, value)| (self.scrub.text(name), *value))
    }

    /// A text of the field; `None` where there is none.
    pub(super) fn text(&self, name: &str) -> Result<Option<Text>, String> {
        self.get(name).map_or(Ok(None), |value| named(name, value.text()))
    }

    /// The id in the field, which has to be there.
    pub(super) fn ident(&self, name: &str) -> Result<Text, String> {
        let found = self.get(name).map_or(Ok(None), |value| named(name, value.ident()))?;
        found.ok_or_else(|| format!("has no {name}"))
    }

    /// The number in the field, which has to be there.
    pub(super) fn decimal(&self, name: &str) -> Result<Decimal, String> {
        let found = self.get(name).map_or(Ok(None), |value| named(name, value.decimal()))?;
        found.ok_or_else(|| format!("has no {name}"))
    }
}

struct Fields<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Fields<'de>, A::Error> {
                /// More fields than anybody means; what is beyond would only cost time.
                const MOST: usize = 100_000;
                let mut fields = Vec::new();
                while let Some(entry) = entries.next_entry::<String, &'de RawValue>()? {
                    if fields.len() == MOST {
                        return Err(A::Error::custom("too many fields"));
                    }
                    fields.push(entry);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// What each of `values` is read as; a bad one loses only itself, and says so.
pub(super) fn rows<'a, T>(
    values: Vec<Json<'a>>,
    read: impl Fn(Json<'a>) -> Result<T, String>,
) -> crate::domain::Rows<T> {
    let mut rows = crate::domain::Rows::default();
    let mut untold = 0_usize;
    for (value, at) in values.into_iter().zip(1_usize..) {
        match read(value) {
            Ok(row) => rows.rows.push(row),
            Err(words) if rows.bad.len() < TOLD => rows.bad.push(Text::from(format!("row {at}: {words}"))),
            Err(_) => untold += 1,
        }
    }
    if untold > 0 {
        rows.bad.push(Text::from(format!("and {untold} more")));
    }
    rows
}

/// The object that a row has to be.
pub(super) fn object(value: Json<'_>) -> Result<Object<'_>, String> {
    value.object().map_err(|found| format!("is {found}, not an object"))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn json(text: &'static str) -> Json<'static> {
        let scrub: &'static Scrub = Box::leak(Box::default());
        Json::read(text, scrub).ok().unwrap()
    }

    #[rstest]
    #[case("-324324.00", "-324324.00")]
    #[case("187239.195", "187239.195")]
    #[case("74.54470339", "74.54470339")]
    #[case("1145543450116.04", "1145543450116.04")]
    #[case("1e3", "1000")]
    #[case("\" 5.10 \"", "5.10")]
    // No double has this value.
    #[case("123456789012345.67", "123456789012345.67")]
    fn numbers_keep_their_digits(#[case] raw: &'static str, #[case] digits: &str) {
        assert_eq!(json(raw).decimal().unwrap().unwrap().to_string(), digits);
    }

    #[rstest]
    #[case("1e400")]
    #[case("\"12,5\"")]
    #[case("true")]
    #[case("[]")]
    #[case("{}")]
    fn what_is_no_number_is_told(#[case] raw: &'static str) {
        assert!(json(raw).decimal().is_err());
    }

    #[test]
    fn php_writes_empty_objects_and_gappy_lists_its_own_way() {
        assert!(json("[]").object().is_ok_and(|object| object.fields.is_empty()));
        assert!(json("[1]").object().is_err());
        assert_eq!(json(r#"{"0":1,"2":3}"#).list().map(|list| list.len()), Ok(2));
        assert!(json(r#"{"a":1}"#).list().is_err());
        assert!(json("{}").list().is_ok_and(|list| list.is_empty()));
    }

    #[test]
    fn a_field_that_comes_twice_is_nobodys() {
        assert_eq!(json(r#"{"a":1,"a":2}"#).object().err(), Some("an object in which a field comes twice"));
        assert_eq!(json(r#"{"a":1,"\u0061":2}"#).object().err(), Some("an object in which a field comes twice"));
    }

    #[test]
    fn ids_are_whole_or_none() {
        assert_eq!(json("1585").ident(), Ok(Some("1585".into())));
        assert!(json("\"a\\u200b1\"").ident().is_err());
        assert!(json("\"\\ud800\"").text().is_err());
        assert_eq!(json("\"\"").text(), Ok(None));
    }
}
