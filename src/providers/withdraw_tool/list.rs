//! `data` as servers send it: a list, one object, `null` or nothing. It is read in one pass, row by row, so that a bad
//! row loses only itself.

use std::collections::HashMap;
use std::fmt;

use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::envelope::{Content, broken};
use super::field::{Into, Object, Place, parse};
use super::map::{Entity, Trouble};
use super::wire::Identified;
use crate::domain::{Fault, Rows, Text, mask_digits};

/// How many rows are told bad one by one; the rest is counted.
const TOLD: usize = 100;

/// The rows of `data`, as far as they could be read.
pub(super) struct List<E: Entity> {
    rows: Vec<E::Noun>,
    bad: Vec<Text>,
    /// Bad rows beyond those told.
    untold: usize,
    /// Rows met, bad ones too.
    met: usize,
    /// What `data` is where it is nothing that can hold rows.
    stray: Option<&'static str>,
}

impl<E: Entity> Default for List<E> {
    fn default() -> Self {
        Self { rows: Vec::new(), bad: Vec::new(), untold: 0, met: 0, stray: None }
    }
}

impl<E: Entity> List<E> {
    fn push(&mut self, row: &mut E) {
        self.met += 1;
        if let Some(trouble) = row.read(&mut self.rows) {
            self.trouble(trouble);
        }
    }

    fn trouble(&mut self, Trouble { id, words }: Trouble) {
        let id = id.map(|id| format!(" (id {})", mask_digits(id.as_str()))).unwrap_or_default();
        let at = self.met;
        self.tell(format_args!("row {at}{id}: {words}"));
    }

    fn tell(&mut self, words: fmt::Arguments<'_>) {
        if self.bad.len() < TOLD {
            self.bad.push(words.to_string().into());
        } else {
            self.untold += 1;
        }
    }

    /// The rows, each once: of those with the same id the last one counts.
    ///
    /// # Errors
    /// [`Fault::Unreadable`] where `data` is nothing that can hold rows.
    pub(super) fn into_rows(mut self) -> Result<Rows<E::Noun>, Fault> {
        if let Some(found) = self.stray {
            return Err(Fault::Unreadable(Text::new(&format!("data is {found}, not a list"))));
        }
        let repeated = self.repeated();
        if !repeated.is_empty() {
            let mut at = 0..;
            let (earlier, rows) = std::mem::take(&mut self.rows)
                .into_iter()
                .partition::<Vec<_>, _>(|_| at.next().is_some_and(|at| repeated.binary_search(&at).is_ok()));
            self.rows = rows;
            for noun in &earlier {
                let id = mask_digits(E::key(noun).unwrap_or_default());
                self.tell(format_args!("id {id} comes more than once: the last one counts"));
            }
        }
        if self.untold > 0 {
            self.bad.push(Text::new(&format!("and {} more", self.untold)));
        }
        Ok(Rows { rows: self.rows, bad: self.bad })
    }

    /// Where the rows stand whose id comes again later, in order.
    fn repeated(&self) -> Vec<usize> {
        let mut last = HashMap::with_capacity(self.rows.len());
        let earlier = |(at, noun)| last.insert(E::key(noun)?, at);
        let mut repeated: Vec<usize> = self.rows.iter().enumerate().filter_map(earlier).collect();
        repeated.sort_unstable();
        repeated
    }

    /// The only row wanted, where there is a sound one.
    pub(super) fn into_first(self) -> Option<E::Noun> {
        self.rows.into_iter().next()
    }
}

impl<'de, E: Entity> Place<'de> for List<E> {
    fn place<D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(ListVisitor(self))
    }
}

struct ListVisitor<'a, E: Entity>(&'a mut List<E>);

impl<E: Entity> ListVisitor<'_, E> {
    fn stray(self, found: &'static str) {
        self.0.stray = Some(found);
    }
}

impl<'de, E: Entity> Visitor<'de> for ListVisitor<'_, E> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut row = E::default();
        while items.next_element_seed(Into(&mut row))?.is_some() {
            self.0.push(&mut row);
            row = E::default();
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        if E::TEXT {
            while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            self.stray("an object");
            return Ok(());
        }
        let mut row = E::default();
        row.place(MapAccessDeserializer::new(entries))?;
        self.0.push(&mut row);
        Ok(())
    }

    fn visit_unit<F: Error>(self) -> Result<(), F> {
        Ok(())
    }

    fn visit_str<F: Error>(self, text: &str) -> Result<(), F> {
        if text.is_empty() {
            return Ok(());
        }
        if !E::TEXT {
            self.stray("a text");
            return Ok(());
        }
        let mut row = E::default();
        row.place(StrDeserializer::new(text))?;
        self.0.push(&mut row);
        Ok(())
    }

    fn visit_bool<F: Error>(self, _: bool) -> Result<(), F> {
        self.stray("true or false");
        Ok(())
    }

    fn visit_u64<F: Error>(self, _: u64) -> Result<(), F> {
        self.stray("a number");
        Ok(())
    }

    fn visit_i64<F: Error>(self, _: i64) -> Result<(), F> {
        self.stray("a number");
        Ok(())
    }

    fn visit_f64<F: Error>(self, _: f64) -> Result<(), F> {
        self.stray("a number");
        Ok(())
    }
}

impl<E: Entity> Content for List<E> {
    fn row_by_row(data: Option<&RawValue>, patched: bool) -> Self {
        let Some(data) = data else { return Self::default() };
        let is_text = |row: &str| !(patched && row.contains(char::REPLACEMENT_CHARACTER));
        let rows: Vec<&RawValue> = match data.get().as_bytes() {
            [b'[', ..] => serde_json::from_str(data.get()).unwrap_or_default(),
            [b'{', ..] => vec![data],
            // A text or less: it is what it is in one pass, or nothing.
            _ => {
                let whole = parse(data.get()).ok().filter(|_| is_text(data.get()));
                return whole.unwrap_or_else(|| Self { stray: Some("a broken text"), ..Self::default() });
            }
        };
        let mut list = Self::default();
        for row in rows.into_iter().map(RawValue::get) {
            let words = if is_text(row) {
                match parse::<E>(row) {
                    Ok(mut row) => {
                        list.push(&mut row);
                        continue;
                    }
                    Err(error) => broken(&error),
                }
            } else {
                "is not UTF-8".to_owned()
            };
            let mut ids = Vec::new();
            if let Ok(mut object) = parse::<Object<Identified>>(row) {
                object.read(&mut ids);
            }
            list.met += 1;
            list.trouble(Trouble { id: ids.pop(), words });
        }
        list
    }
}
