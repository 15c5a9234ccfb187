//! The values of an object, each decoded without ever failing: a value of the wrong kind is told by its kind, so that
//! it can lose its row and no more. Values are decoded into their place: an account is large, and moving it from hand
//! to hand would cost as much as reading it.

use std::fmt;
use std::marker::PhantomData;

use rust_decimal::Decimal;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::decimal;
use crate::domain::{Phone, Text};

/// What is decoded into the place where it is kept.
pub(super) trait Place<'de>: Default {
    /// Decodes the value into `self`, which is as [`Default`] makes it.
    fn place<D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error>;
}

/// An object whose fields are decoded into their places.
pub(super) trait Fill<'de>: Default {
    /// Decodes the entries into `self`, which is as [`Default`] makes it.
    fn fill<A: MapAccess<'de>>(&mut self, entries: A) -> Result<(), A::Error>;
}

/// A place, as serde wants to be told of it.
pub(super) struct Into<'a, P>(pub(super) &'a mut P);

impl<'de, P: Place<'de>> DeserializeSeed<'de> for Into<'_, P> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.0.place(deserializer)
    }
}

/// The value that `text` is from its first byte to its last.
pub(super) fn parse<'de, P: Place<'de>>(text: &'de str) -> serde_json::Result<P> {
    let mut value = P::default();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    value.place(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

impl<'de> Place<'de> for Option<&'de RawValue> {
    fn place<D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
        *self = Some(<&RawValue>::deserialize(deserializer)?);
        Ok(())
    }
}

/// A value as it was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Field<T> {
    /// Absent or null.
    #[default]
    Absent,
    /// What the document says it is.
    Good(T),
    /// Something else; in words that quote nothing of it.
    Bad(&'static str),
}

/// What a JSON value can be read as.
pub(super) trait Scalar: Sized {
    /// From a text.
    fn from_text(raw: &str) -> Field<Self>;
    /// From `true` or `false`.
    fn from_bool(_: bool) -> Field<Self> {
        Field::Bad("true or false")
    }
    /// From a whole number.
    fn from_whole(_: i128) -> Field<Self> {
        Field::Bad("a number")
    }
    /// From a number with a point or an exponent, or one beyond 64 bits.
    fn from_float(_: f64) -> Field<Self> {
        Field::Bad("a number with a fraction or too many digits")
    }
}

impl<'de, T: Scalar> Place<'de> for Field<T> {
    fn place<D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
        *self = deserializer.deserialize_any(FieldVisitor(PhantomData))?;
        Ok(())
    }
}

struct FieldVisitor<T>(PhantomData<T>);

impl<'de, T: Scalar> Visitor<'de> for FieldVisitor<T> {
    type Value = Field<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_str<E: Error>(self, raw: &str) -> Result<Field<T>, E> {
        Ok(T::from_text(raw))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Field<T>, E> {
        Ok(T::from_bool(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Field<T>, E> {
        Ok(T::from_whole(value.into()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Field<T>, E> {
        Ok(T::from_whole(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Field<T>, E> {
        Ok(T::from_float(value))
    }

    fn visit_unit<E: Error>(self) -> Result<Field<T>, E> {
        Ok(Field::Absent)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Field<T>, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Field::Bad("a list"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Field<T>, A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Field::Bad("an object"))
    }
}

impl Scalar for bool {
    fn from_text(_: &str) -> Field<Self> {
        Field::Bad("a text")
    }
    fn from_bool(value: bool) -> Field<Self> {
        Field::Good(value)
    }
}

/// A text; a whole number counts as its digits.
impl Scalar for Text {
    fn from_text(raw: &str) -> Field<Self> {
        Field::Good(Self::new(raw))
    }
    fn from_whole(value: i128) -> Field<Self> {
        Field::Good(Self::new(&value.to_string()))
    }
}

impl Scalar for Phone {
    fn from_text(raw: &str) -> Field<Self> {
        Field::Good(Self::new(raw))
    }
    fn from_whole(value: i128) -> Field<Self> {
        Field::Good(Self::new(&value.to_string()))
    }
}

/// What names something to the provider. It goes back as it came: an id that cleaning would change might come to name
/// something else, so it is none.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ident(pub(super) Text);

impl Scalar for Ident {
    fn from_text(raw: &str) -> Field<Self> {
        let text = Text::new(raw);
        if text.is_empty() && raw.is_empty() {
            Field::Absent
        } else if text.as_str() == raw {
            Field::Good(Self(text))
        } else {
            Field::Bad("a text too long or with characters no id may have")
        }
    }
    fn from_whole(value: i128) -> Field<Self> {
        Field::Good(Self(Text::new(&value.to_string())))
    }
}

/// `errCode`: a text or any number.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Code(pub(super) Text);

impl Scalar for Code {
    fn from_text(raw: &str) -> Field<Self> {
        if raw.trim().is_empty() { Field::Absent } else { Field::Good(Self(Text::new(raw.trim()))) }
    }
    fn from_whole(value: i128) -> Field<Self> {
        Field::Good(Self(Text::new(&value.to_string())))
    }
    fn from_float(value: f64) -> Field<Self> {
        Field::Good(Self(Text::new(&value.to_string())))
    }
}

impl Code {
    /// Whether it says that nothing is wrong: `0` in any spelling.
    pub(super) fn is_zero(&self) -> bool {
        decimal::parse(self.0.as_str()).is_some_and(|value| value.is_zero())
    }
}

/// A number that is no money: a count, a time, a place in an order. Texts that hold one count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Number {
    /// Without a fraction.
    Whole(i128),
    /// With one.
    Fraction(Decimal),
}

impl Scalar for Number {
    fn from_text(raw: &str) -> Field<Self> {
        match decimal::parse(raw.trim()) {
            Some(value) => Field::Good(Self::of(value)),
            None if raw.trim().is_empty() => Field::Absent,
            None => Field::Bad("a text that is no number"),
        }
    }
    fn from_whole(value: i128) -> Field<Self> {
        Field::Good(Self::Whole(value))
    }
    fn from_float(value: f64) -> Field<Self> {
        // No amount passes here: those are an `Amount`.
        Decimal::try_from(value).map_or(Field::Bad("a number out of range"), |value| Field::Good(Self::of(value)))
    }
}

impl Number {
    fn of(value: Decimal) -> Self {
        if value.fract().is_zero() { Self::Whole(value.trunc().mantissa()) } else { Self::Fraction(value) }
    }
}

/// Money, from the number's own digits: it never passes through binary floating point.
#[derive(Clone, Debug, Default)]
pub(super) struct Amount(pub(super) Field<Decimal>);

impl<'de> Place<'de> for Amount {
    fn place<D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        let digits = |text: &str, words| decimal::parse(text).map_or(Field::Bad(words), Field::Good);
        self.0 = match raw.as_bytes() {
            [b'n', ..] => Field::Absent,
            [b'"', text @ .., b'"'] => match std::str::from_utf8(text).unwrap_or_default().trim() {
                "" => Field::Absent,
                text => digits(text, "a text that is no amount"),
            },
            [b'{', ..] => Field::Bad("an object"),
            [b'[', ..] => Field::Bad("a list"),
            [b't' | b'f', ..] => Field::Bad("true or false"),
            _ => digits(raw, "a number out of range"),
        };
        Ok(())
    }
}

/// An object of known fields, or what was found in its place.
#[derive(Clone, Debug, Default)]
pub(super) enum Object<T> {
    /// Absent or null.
    #[default]
    Absent,
    /// An object.
    Good(T),
    /// Something else.
    Bad(&'static str),
}

impl<'de, T: Fill<'de>> Place<'de> for Object<T> {
    fn place<D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(ObjectVisitor(self))
    }
}

struct ObjectVisitor<'a, T>(&'a mut Object<T>);

impl<T> ObjectVisitor<'_, T> {
    fn bad(self, found: &'static str) {
        *self.0 = Object::Bad(found);
    }
}

impl<'de, T: Fill<'de>> Visitor<'de> for ObjectVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<(), A::Error> {
        *self.0 = Object::Good(T::default());
        match self.0 {
            Object::Good(object) => object.fill(entries),
            Object::Absent | Object::Bad(_) => Ok(()),
        }
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        *self.0 = Object::Absent;
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        self.bad("a text");
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        self.bad("true or false");
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        self.bad("a number");
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        self.bad("a number");
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.bad("a number");
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        self.bad("a list");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn amount(json: &str) -> Field<Decimal> {
        parse::<Amount>(json).unwrap().0
    }

    #[rstest]
    #[case("0.1", "0.1")]
    // No double has this value.
    #[case("123456789012345.67", "123456789012345.67")]
    #[case("79228162514264337593543950335", "79228162514264337593543950335")]
    #[case("1e5", "100000")]
    #[case("1.5E+3", "1500")]
    #[case("25e-2", "0.25")]
    #[case("-3.50", "-3.50")]
    #[case("\"500.10\"", "500.10")]
    #[case("\" 500 \"", "500")]
    fn money_keeps_its_digits(#[case] json: &str, #[case] value: &str) {
        assert_eq!(amount(json), Field::Good(Decimal::from_str_exact(value).unwrap()));
    }

    #[rstest]
    #[case("1e400")]
    #[case("1e-400")]
    #[case("1e29")]
    #[case("0.12345678901234567890123456789")]
    #[case("\"NaN\"")]
    #[case("\"12,500\"")]
    #[case("\"1 2\"")]
    #[case("true")]
    #[case("{}")]
    #[case("[1]")]
    fn what_is_no_money_is_bad(#[case] json: &str) {
        assert!(matches!(amount(json), Field::Bad(_)), "{json}");
    }

    #[rstest]
    #[case("null")]
    #[case("\"\"")]
    fn nothing_is_absent(#[case] json: &str) {
        assert_eq!(amount(json), Field::Absent);
    }

    #[test]
    fn ids_are_whole_or_none() {
        let ident = |json| parse::<Field<Ident>>(json).unwrap();
        assert_eq!(ident("\"a1\""), Field::Good(Ident(Text::new("a1"))));
        assert_eq!(ident("18446744073709551615"), Field::Good(Ident(Text::new("18446744073709551615"))));
        assert_eq!(ident("\"\""), Field::Absent);
        // Cleaned, this would be a1: another account.
        assert!(matches!(ident("\"a\\u200b1\""), Field::Bad(_)));
        assert!(matches!(ident("\"\\u0007\""), Field::Bad(_)));
        let long = format!("\"{}\"", "x".repeat(513));
        assert!(matches!(parse::<Field<Ident>>(&long).unwrap(), Field::Bad(_)));
        assert!(matches!(ident("1.5"), Field::Bad(_)));
    }

    #[rstest]
    #[case("0", true)]
    #[case("\"0\"", true)]
    #[case("\"00000\"", true)]
    #[case("0.0", true)]
    #[case("-0", true)]
    #[case("8001", false)]
    #[case("\"8001\"", false)]
    #[case("\"OK\"", false)]
    #[case("0.5", false)]
    fn zero_in_any_spelling(#[case] json: &str, #[case] zero: bool) {
        let Field::Good(code) = parse::<Field<Code>>(json).unwrap() else { panic!("no code") };
        assert_eq!(code.is_zero(), zero);
    }
}
