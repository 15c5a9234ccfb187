//! Values as PHP makes texts of them, and lists and objects as the document's `multiImplode` joins them.

use serde_json::{Number, Value as Json};

use super::number;
use super::value::Value;

/// What PHP makes a text of.
pub trait Join {
    /// Writes it into `out`: what holds other values as those, joined with `:`, in the order in which they came.
    fn join(&self, out: &mut String);
}

impl Join for Value<'_> {
    fn join(&self, out: &mut String) {
        match self {
            Self::Null => {}
            Self::Bool(flag) => as_flag(*flag, out),
            Self::Int(integer) => as_integer(*integer, out),
            Self::Float(float) => number::as_text(*float, out),
            Self::Text(text) => out.push_str(text),
            Self::List(list) => join_all(list, out),
            Self::Map(map) => join_all(map.0.iter().map(|(_, value)| value), out),
        }
    }
}

/// A value that is about to be sent, as PHP will decode it. Most are texts, and are written where they are met: what else
/// it may be is asked behind that, as signing a request is to cost little more than its hashes.
impl Join for Json {
    #[inline]
    fn join(&self, out: &mut String) {
        match self {
            Self::String(text) => out.push_str(text),
            other => join_other(other, out),
        }
    }
}

fn join_other(value: &Json, out: &mut String) {
    match value {
        Json::Null => {}
        Json::Bool(flag) => as_flag(*flag, out),
        Json::Number(number) => as_number(number, out),
        Json::String(text) => out.push_str(text),
        Json::Array(list) => join_all(list, out),
        Json::Object(fields) => join_all(fields.values(), out),
    }
}

/// Writes all of them, joined with `:`.
pub fn join_all<'v, V: Join + 'v>(values: impl IntoIterator<Item = &'v V>, out: &mut String) {
    let mut values = values.into_iter();
    if let Some(first) = values.next() {
        first.join(out);
    }
    for value in values {
        out.push(':');
        value.join(out);
    }
}

fn as_flag(flag: bool, out: &mut String) {
    if flag {
        out.push('1');
    }
}

fn as_integer(integer: i64, out: &mut String) {
    out.push_str(itoa::Buffer::new().format(integer));
}

fn as_number(number: &Number, out: &mut String) {
    match number.as_i64() {
        Some(integer) => as_integer(integer, out),
        // Integers above 63 bits are floats to PHP; nothing else remains.
        None => number::as_text(number.as_f64().unwrap_or_default(), out),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::super::read;
    use super::*;

    #[rstest]
    #[case("null", "")]
    #[case("false", "")]
    #[case("true", "1")]
    #[case("-440279739663636548", "-440279739663636548")]
    #[case("1e25", "1.0E+25")]
    #[case("\" a \"", " a ")]
    #[case("[]", "")]
    #[case("{}", "")]
    #[case("[[],{},null]", "::")]
    #[case(r#"{"b":"x","a":["y",{"c":1,"b":false}],"d":2}"#, "x:y:1::2")]
    fn what_a_value_is_as_text(#[case] json: &str, #[case] text: &str) {
        let mut out = String::new();
        read(json.as_bytes()).unwrap().join(&mut out);
        assert_eq!(out, text);
    }

    #[rstest]
    #[case(r#"{"a":1,"b":18446744073709551615,"c":-0.0,"d":[null,{"e":"f"}],"g":true,"h":false,"i":1218.50}"#)]
    #[case(r#"[-9223372036854775808,9223372036854775808,1e14,1e-5,"\u0000",[],{}]"#)]
    fn what_is_about_to_be_sent_is_what_will_be_read(#[case] json: &str) {
        let built: Json = serde_json::from_str(json).unwrap();
        let sent = built.to_string();
        let (mut now, mut then) = (String::new(), String::new());
        built.join(&mut now);
        read(sent.as_bytes()).unwrap().join(&mut then);
        assert_eq!(now, then);
    }
}
