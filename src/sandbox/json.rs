//! JSON as the halves read and write it: the fields of a request's body, and amounts with their exact digits.

use std::collections::HashMap;

use compact_str::format_compact;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// The fields of a request's body, not yet decoded: amounts keep their digits.
pub struct Fields<'a>(HashMap<String, &'a RawValue>);

/// What is wrong with a request's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// Not JSON, or JSON that is no object.
    #[error("The body must be a JSON object")]
    NotAnObject,
    /// Not there, null or empty.
    #[error("Missing field {0}")]
    Missing(&'static str),
    /// There, but of another type.
    #[error("Field {field} must be {expected}")]
    WrongType {
        /// Which.
        field: &'static str,
        /// What it should be, such as "a string".
        expected: &'static str,
    },
}

impl<'a> Fields<'a> {
    /// The fields of `body`.
    ///
    /// # Errors
    /// [`FieldError::NotAnObject`].
    pub fn of(body: &'a [u8]) -> Result<Self, FieldError> {
        serde_json::from_slice(body).map(Self).map_err(|_| FieldError::NotAnObject)
    }

    fn get(&self, field: &'static str) -> Option<&'a str> {
        self.0.get(field).map(|raw| raw.get()).filter(|raw| *raw != "null")
    }

    /// A text; `None` where it is not there, null or empty.
    ///
    /// # Errors
    /// [`FieldError::WrongType`].
    pub fn optional_text(&self, field: &'static str) -> Result<Option<String>, FieldError> {
        let Some(raw) = self.get(field) else { return Ok(None) };
        let text: String =
            serde_json::from_str(raw).map_err(|_| FieldError::WrongType { field, expected: "a string" })?;
        Ok(Some(text).filter(|text| !text.trim().is_empty()))
    }

    /// A text that has to be there.
    ///
    /// # Errors
    /// [`FieldError::Missing`], [`FieldError::WrongType`].
    pub fn text(&self, field: &'static str) -> Result<String, FieldError> {
        self.optional_text(field)?.ok_or(FieldError::Missing(field))
    }

    /// `true` or `false`.
    ///
    /// # Errors
    /// [`FieldError::Missing`], [`FieldError::WrongType`].
    pub fn flag(&self, field: &'static str) -> Result<bool, FieldError> {
        match self.get(field) {
            None => Err(FieldError::Missing(field)),
            Some("true") => Ok(true),
            Some("false") => Ok(false),
            Some(_) => Err(FieldError::WrongType { field, expected: "true or false" }),
        }
    }

    /// A decimal number, from its own text: it never becomes a float.
    ///
    /// # Errors
    /// [`FieldError::Missing`], [`FieldError::WrongType`] also for what has more digits than a decimal holds.
    pub fn decimal(&self, field: &'static str) -> Result<Decimal, FieldError> {
        let raw = self.get(field).ok_or(FieldError::Missing(field))?;
        let wrong = FieldError::WrongType { field, expected: "a number of at most 28 digits" };
        if !raw.starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
            return Err(wrong);
        }
        let number =
            if raw.contains(['e', 'E']) { Decimal::from_scientific(raw) } else { Decimal::from_str_exact(raw) };
        number.map_err(|_| wrong)
    }
}

/// Writes an amount as a JSON number with its own digits; it never becomes a float.
///
/// # Errors
/// Those of the serializer.
pub fn exact<S: Serializer>(amount: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    let digits = format_compact!("{amount}");
    let number: &RawValue = serde_json::from_str(&digits).map_err(serde::ser::Error::custom)?;
    number.serialize(serializer)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("")]
    #[case("[]")]
    #[case("null")]
    #[case("7")]
    #[case("\"x\"")]
    #[case("{\"a\":")]
    #[case("{\"a\":1}x")]
    fn what_is_no_object_is_said_to_be_none(#[case] body: &str) {
        assert_eq!(Fields::of(body.as_bytes()).err(), Some(FieldError::NotAnObject));
    }

    #[rstest]
    #[case(r"{}", Err(FieldError::Missing("x")))]
    #[case(r#"{"x":null}"#, Err(FieldError::Missing("x")))]
    #[case(r#"{"x":""}"#, Err(FieldError::Missing("x")))]
    #[case(r#"{"x":"  "}"#, Err(FieldError::Missing("x")))]
    #[case(r#"{"x":5}"#, Err(FieldError::WrongType { field: "x", expected: "a string" }))]
    #[case(r#"{"x":["a"]}"#, Err(FieldError::WrongType { field: "x", expected: "a string" }))]
    #[case(r#"{"x":"a\u0062"}"#, Ok("ab".to_owned()))]
    fn texts_are_strings_that_say_something(#[case] body: &str, #[case] text: Result<String, FieldError>) {
        assert_eq!(Fields::of(body.as_bytes()).unwrap().text("x"), text);
    }

    #[rstest]
    #[case("0.1", Some("0.1"))]
    #[case("100.10", Some("100.10"))]
    #[case("123456789012345678.91", Some("123456789012345678.91"))]
    #[case("-5", Some("-5"))]
    #[case("1e3", Some("1000"))]
    #[case("15E-1", Some("1.5"))]
    #[case("1e99", None)]
    #[case("99999999999999999999999999999999", None)]
    #[case("\"5\"", None)]
    #[case("true", None)]
    #[case("{}", None)]
    fn amounts_keep_their_digits(#[case] raw: &str, #[case] amount: Option<&str>) {
        let body = format!("{{\"x\":{raw}}}");
        let decimal = Fields::of(body.as_bytes()).unwrap().decimal("x");
        assert_eq!(decimal.ok().map(|decimal| decimal.to_string()).as_deref(), amount);
    }

    #[test]
    fn amounts_are_written_as_numbers_with_their_digits() {
        #[derive(Serialize)]
        struct Row(#[serde(serialize_with = "exact")] Decimal);
        for digits in ["0", "0.10", "1234567.00", "9007199254740993.01", "-1.5"] {
            let row = Row(Decimal::from_str_exact(digits).unwrap());
            assert_eq!(serde_json::to_string(&row).unwrap(), digits);
        }
    }
}
