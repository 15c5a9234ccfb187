//! PHP's `json_encode` with `JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE`.

use std::fmt::Write;

use super::super::Unreadable;
use super::number;
use super::value::Value;

/// Writes `value` as JSON into `out`. Lists stay lists and objects objects, empty ones too.
///
/// # Errors
/// [`Unreadable::Infinite`]: PHP writes no infinite number.
pub fn write(value: &Value<'_>, out: &mut String) -> Result<(), Unreadable> {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Int(integer) => out.push_str(itoa::Buffer::new().format(*integer)),
        Value::Float(float) if float.is_finite() => number::as_json(*float, out),
        Value::Float(_) => return Err(Unreadable::Infinite),
        Value::Text(text) => quoted(text, out),
        Value::List(list) => {
            out.push('[');
            for (at, value) in list.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write(value, out)?;
            }
            out.push(']');
        }
        Value::Map(map) => {
            out.push('{');
            for (at, (name, value)) in map.0.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                quoted(name, out);
                out.push(':');
                write(value, out)?;
            }
            out.push('}');
        }
    }
    Ok(())
}

/// Writes a text between quotes. What JavaScript takes for the end of a line, U+2028 and U+2029, stays escaped.
fn quoted(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.find(|c| matches!(c, '"' | '\\' | '\0'..='\x1f' | '\u{2028}' | '\u{2029}')) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        let mut characters = special.chars();
        match characters.next() {
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\u{8}') => out.push_str("\\b"),
            Some('\u{c}') => out.push_str("\\f"),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some(character) => {
                let written = write!(out, "\\u{:04x}", u32::from(character));
                debug_assert!(written.is_ok(), "a String takes every write");
            }
            None => {}
        }
        rest = characters.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::super::read;
    use super::*;

    fn again(json: &str) -> Result<String, Unreadable> {
        let mut out = String::new();
        write(&read(json.as_bytes())?, &mut out).map(|()| out)
    }

    // Known answers of PHP 8.2.
    #[rstest]
    #[case(
        r#""a\u2028\u2029\/\u007f\u001F\b\f\n\r\t\"\\\u00e9\ud83d\ude00""#,
        "\"a\\u2028\\u2029/\u{7f}\\u001f\\b\\f\\n\\r\\t\\\"\\\\é😀\""
    )]
    #[case("\"\u{2028}\"", r#""\u2028""#)]
    #[case("\"\u{2027}\u{202a}\"", "\"\u{2027}\u{202a}\"")]
    #[case(r#"{ "a" : { } , "b" : [ ] , "a" : [ { } ] }"#, r#"{"a":[{}],"b":[]}"#)]
    #[case(r#"{"0":1,"1":2,"\u0000x":null}"#, r#"{"0":1,"1":2,"\u0000x":null}"#)]
    #[case("[-0,-0.0,300.00,1E2,100000000000000000000,true,false,null]", "[0,-0,300,100,1.0e+20,true,false,null]")]
    fn what_php_writes_of_what_it_read(#[case] json: &str, #[case] written: &str) {
        assert_eq!(again(json).unwrap(), written);
    }

    #[test]
    fn no_infinite_number_is_written() {
        assert_eq!(again("[1e999]"), Err(Unreadable::Infinite));
        assert_eq!(again("{\"a\":-1e999}"), Err(Unreadable::Infinite));
    }
}
