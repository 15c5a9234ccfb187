//! What PHP decodes a JSON text to.

use std::borrow::Cow;
use std::collections::HashMap;

/// A value that PHP decoded. Texts stay where they were read, unless they had escapes.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number without point and exponent that 64 bits can hold. `-0` is 0.
    Int(i64),
    /// Every other number.
    Float(f64),
    /// A text.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Value<'a>>),
    /// An object.
    Map(Map<'a>),
}

/// An object: its fields as they came, each name once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map<'a>(pub Vec<(Cow<'a, str>, Value<'a>)>);

/// So many fields are compared with each other; above it, a table is quicker.
const FEW: usize = 16;

impl<'a> Map<'a> {
    /// Of fields as they were read. Of a name that comes again PHP keeps the first place and the last value.
    pub fn of(mut fields: Vec<(Cow<'a, str>, Value<'a>)>) -> Self {
        if fields.len() > FEW {
            return Self::of_many(fields);
        }
        let mut at = 1;
        while at < fields.len() {
            let (before, rest) = fields.split_at_mut(at);
            match before.iter_mut().find(|(name, _)| *name == rest[0].0) {
                Some((_, first)) => {
                    std::mem::swap(first, &mut rest[0].1);
                    fields.remove(at);
                }
                None => at += 1,
            }
        }
        Self(fields)
    }

    fn of_many(fields: Vec<(Cow<'a, str>, Value<'a>)>) -> Self {
        let mut places: HashMap<Cow<'a, str>, usize> = HashMap::with_capacity(fields.len());
        let mut kept: Vec<(Cow<'a, str>, Value<'a>)> = Vec::with_capacity(fields.len());
        for (name, value) in fields {
            if let Some(place) = places.get(&name) {
                kept[*place].1 = value;
            } else {
                places.insert(name.clone(), kept.len());
                kept.push((name, value));
            }
        }
        Self(kept)
    }

    /// Its fields.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &Value<'a>)> + Clone {
        self.0.iter().map(|(name, value)| (&**name, value))
    }

    /// The value of a field.
    pub fn get(&self, name: &str) -> Option<&Value<'a>> {
        self.0.iter().find(|(found, _)| found == name).map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str, value: i64) -> (Cow<'_, str>, Value<'_>) {
        (name.into(), Value::Int(value))
    }

    #[test]
    fn a_name_that_comes_again_keeps_its_first_place_and_its_last_value() {
        let map = Map::of(vec![field("a", 1), field("b", 2), field("a", 3), field("b", 4), field("a", 5)]);
        assert_eq!(map.0, [field("a", 5), field("b", 4)]);
        let names: Vec<String> = (0..100).map(|number| (number % 40).to_string()).collect();
        let many = Map::of(names.iter().zip(0..).map(|(name, value)| field(name, value)).collect());
        assert_eq!(many.0.len(), 40);
        assert_eq!((&many.0[0], &many.0[19], &many.0[39]), (&field("0", 80), &field("19", 99), &field("39", 79)));
    }
}
