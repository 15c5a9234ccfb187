//! PHP's `json_decode`, with what it refuses.

use std::borrow::Cow;

use super::super::Unreadable;
use super::value::{Map, Value};

/// So many lists and objects may stand within each other, the outermost included. PHP's default is a depth of 512, of
/// which the innermost value takes one.
pub const DEPTH: usize = 511;

/// Decodes a body.
///
/// # Errors
/// Why PHP would not decode it.
pub fn read(body: &[u8]) -> Result<Value<'_>, Unreadable> {
    if body.starts_with(b"\xef\xbb\xbf") {
        return Err(Unreadable::ByteOrderMark);
    }
    let text = std::str::from_utf8(body).map_err(|error| Unreadable::NotUtf8(error.valid_up_to()))?;
    let mut reader = Reader { text, bytes: body, at: 0, depth: 0 };
    reader.space();
    if reader.at == body.len() {
        return Err(Unreadable::Empty);
    }
    let value = reader.value()?;
    reader.space();
    if reader.at == body.len() { Ok(value) } else { reader.no_json() }
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn no_json<T>(&self) -> Result<T, Unreadable> {
        Err(Unreadable::NotJson(self.at))
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// Passes `sign`, if that comes next after white space.
    fn takes(&mut self, sign: u8) -> bool {
        self.space();
        let is_next = self.peek() == Some(sign);
        self.at += usize::from(is_next);
        is_next
    }

    fn value(&mut self) -> Result<Value<'a>, Unreadable> {
        match self.peek() {
            Some(b'"') => self.string().map(Value::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b'{') => self.within(Self::map),
            Some(b'[') => self.within(Self::list),
            Some(b'n') => self.word("null", Value::Null),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            _ => self.no_json(),
        }
    }

    fn word(&mut self, word: &str, value: Value<'a>) -> Result<Value<'a>, Unreadable> {
        if !self.bytes[self.at..].starts_with(word.as_bytes()) {
            return self.no_json();
        }
        self.at += word.len();
        Ok(value)
    }

    /// Reads what its first sign opens, one level deeper.
    fn within(&mut self, read: fn(&mut Self) -> Result<Value<'a>, Unreadable>) -> Result<Value<'a>, Unreadable> {
        if self.depth == DEPTH {
            return Err(Unreadable::TooDeep);
        }
        self.depth += 1;
        self.at += 1;
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn list(&mut self) -> Result<Value<'a>, Unreadable> {
        let mut list = Vec::new();
        if self.takes(b']') {
            return Ok(Value::List(list));
        }
        loop {
            self.space();
            list.push(self.value()?);
            if self.takes(b']') {
                return Ok(Value::List(list));
            }
            if !self.takes(b',') {
                return self.no_json();
            }
        }
    }

    fn map(&mut self) -> Result<Value<'a>, Unreadable> {
        let mut fields = Vec::new();
        if self.takes(b'}') {
            return Ok(Value::Map(Map::default()));
        }
        // Most objects of this API have some, and few have more.
        fields.reserve(8);
        loop {
            self.space();
            if self.peek() != Some(b'"') {
                return self.no_json();
            }
            let name = self.string()?;
            if !self.takes(b':') {
                return self.no_json();
            }
            self.space();
            fields.push((name, self.value()?));
            if self.takes(b'}') {
                return Ok(Value::Map(Map::of(fields)));
            }
            if !self.takes(b',') {
                return self.no_json();
            }
        }
    }

    /// Passes as many digits as there are; at least one.
    fn digits(&mut self) -> Result<(), Unreadable> {
        let from = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        if self.at == from { self.no_json() } else { Ok(()) }
    }

    fn number(&mut self) -> Result<Value<'a>, Unreadable> {
        let from = self.at;
        let mut is_float = false;
        self.at += usize::from(self.peek() == Some(b'-'));
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            is_float = true;
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            is_float = true;
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        let digits = &self.text[from..self.at];
        if !is_float && let Ok(integer) = digits.parse() {
            return Ok(Value::Int(integer));
        }
        // Both PHP and Rust take the nearest double there is, and infinity beyond the largest.
        digits.parse().map(Value::Float).or_else(|_| self.no_json())
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Unreadable> {
        self.at += 1;
        let from = self.at;
        self.plain();
        if self.peek() == Some(b'"') {
            let text = &self.text[from..self.at];
            self.at += 1;
            return Ok(Cow::Borrowed(text));
        }
        self.escaped(from).map(Cow::Owned)
    }

    /// Goes to the next quote, backslash or control character.
    fn plain(&mut self) {
        let rest = &self.bytes[self.at..];
        let special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
        self.at += rest.iter().position(special).unwrap_or(rest.len());
    }

    /// A text that has escapes, from the first of which it is read on.
    fn escaped(&mut self, mut from: usize) -> Result<String, Unreadable> {
        let mut text = String::new();
        loop {
            text.push_str(&self.text[from..self.at]);
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => text.push(self.escape()?),
                Some(_) => return Err(Unreadable::ControlCharacter(self.at)),
                None => return self.no_json(),
            }
            from = self.at;
            self.plain();
        }
    }

    fn escape(&mut self) -> Result<char, Unreadable> {
        let from = self.at;
        self.at += 2;
        let character = match self.bytes.get(from + 1) {
            Some(sign @ (b'"' | b'\\' | b'/')) => char::from(*sign),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(from),
            _ => return Err(Unreadable::NotJson(from)),
        };
        Ok(character)
    }

    /// The character of an escape in hexadecimal digits that began at `from`, or of two that are a surrogate pair.
    fn unicode(&mut self, from: usize) -> Result<char, Unreadable> {
        let first = self.unit(from)?;
        let pair = match first {
            0xd800..=0xdbff if self.bytes[self.at..].starts_with(b"\\u") => {
                self.at += 2;
                [first, self.unit(from)?]
            }
            _ => return char::from_u32(first.into()).ok_or(Unreadable::Surrogate(from)),
        };
        match char::decode_utf16(pair).next() {
            Some(Ok(character)) => Ok(character),
            _ => Err(Unreadable::Surrogate(from)),
        }
    }

    fn unit(&mut self, from: usize) -> Result<u16, Unreadable> {
        let digits = self.text.get(self.at..self.at + 4).filter(|text| text.bytes().all(|b| b.is_ascii_hexdigit()));
        let unit = digits.and_then(|digits| u16::from_str_radix(digits, 16).ok()).ok_or(Unreadable::NotJson(from))?;
        self.at += 4;
        Ok(unit)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn one(text: &str) -> Value<'_> {
        read(text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    // Known answers of PHP 8.2's json_decode.
    #[rstest]
    #[case("0", Value::Int(0))]
    #[case("-0", Value::Int(0))]
    #[case("-0.0", Value::Float(-0.0))]
    #[case("-0e0", Value::Float(-0.0))]
    #[case("9223372036854775807", Value::Int(i64::MAX))]
    #[case("9223372036854775808", Value::Float(9_223_372_036_854_775_808.0))]
    #[case("-9223372036854775808", Value::Int(i64::MIN))]
    #[case("-9223372036854775809", Value::Float(-9_223_372_036_854_775_808.0))]
    #[case("1e999", Value::Float(f64::INFINITY))]
    #[case("-1e999", Value::Float(f64::NEG_INFINITY))]
    #[case("1e-999", Value::Float(0.0))]
    #[case("5e-324", Value::Float(5e-324))]
    #[case("1E2", Value::Float(100.0))]
    #[case("1000.00", Value::Float(1000.0))]
    #[case(" \t\r\n1 \n", Value::Int(1))]
    #[case("\"\"", Value::Text("".into()))]
    #[case("\"\u{7f}\"", Value::Text("\u{7f}".into()))]
    #[case(r#""\u0000x""#, Value::Text("\0x".into()))]
    #[case(r#""a\/b\\c\"d\b\f\n\r\t""#, Value::Text("a/b\\c\"d\u{8}\u{c}\n\r\t".into()))]
    #[case(r#""\ud83d\uDE00\u00e9é""#, Value::Text("😀éé".into()))]
    #[case("[]", Value::List(vec![]))]
    #[case("{}", Value::Map(Map::default()))]
    #[case(r#"{"":null,"\u0000a":[true,false]}"#, Value::Map(Map(vec![
        ("".into(), Value::Null),
        ("\0a".into(), Value::List(vec![Value::Bool(true), Value::Bool(false)])),
    ])))]
    fn it_is_what_php_decodes(#[case] text: &str, #[case] expected: Value<'_>) {
        let found = one(text);
        assert_eq!(found, expected);
        if let (Value::Float(found), Value::Float(expected)) = (found, expected) {
            assert_eq!(found.to_bits(), expected.to_bits());
        }
    }

    #[rstest]
    #[case("", Unreadable::Empty)]
    #[case(" \n", Unreadable::Empty)]
    #[case("\u{feff}1", Unreadable::ByteOrderMark)]
    #[case("1\0", Unreadable::NotJson(1))]
    #[case("\u{b}1", Unreadable::NotJson(0))]
    #[case("TRUE", Unreadable::NotJson(0))]
    #[case("nul", Unreadable::NotJson(0))]
    #[case("nullx", Unreadable::NotJson(4))]
    #[case("01", Unreadable::NotJson(1))]
    #[case("-01", Unreadable::NotJson(2))]
    #[case("1.", Unreadable::NotJson(2))]
    #[case("1e", Unreadable::NotJson(2))]
    #[case("1e+", Unreadable::NotJson(3))]
    #[case(".5", Unreadable::NotJson(0))]
    #[case("+1", Unreadable::NotJson(0))]
    #[case("-", Unreadable::NotJson(1))]
    #[case("-a", Unreadable::NotJson(1))]
    #[case("[1,]", Unreadable::NotJson(3))]
    #[case("[1 2]", Unreadable::NotJson(3))]
    #[case("[", Unreadable::NotJson(1))]
    #[case("{", Unreadable::NotJson(1))]
    #[case("{\"a\":1,}", Unreadable::NotJson(7))]
    #[case("{\"a\" 1}", Unreadable::NotJson(5))]
    #[case("{a:1}", Unreadable::NotJson(1))]
    #[case("'a'", Unreadable::NotJson(0))]
    #[case("\"a", Unreadable::NotJson(2))]
    #[case("\"\u{1}\"", Unreadable::ControlCharacter(1))]
    #[case("\"a\nb\"", Unreadable::ControlCharacter(2))]
    #[case(r#""\ud800""#, Unreadable::Surrogate(1))]
    #[case(r#""\udc00""#, Unreadable::Surrogate(1))]
    #[case(r#""\ud83dx""#, Unreadable::Surrogate(1))]
    #[case(r#""\ud83d\u0041""#, Unreadable::Surrogate(1))]
    #[case(r#""\u12""#, Unreadable::NotJson(1))]
    #[case(r#""\u+123""#, Unreadable::NotJson(1))]
    #[case(r#""\x""#, Unreadable::NotJson(1))]
    #[case(r#""\"#, Unreadable::NotJson(1))]
    fn what_php_refuses_is_told(#[case] text: &str, #[case] error: Unreadable) {
        assert_eq!(read(text.as_bytes()), Err(error), "{text}");
    }

    #[test]
    fn bytes_that_are_no_utf_8_are_told() {
        for bytes in [&b"\"\xff\""[..], b"\"\xc0\x80\"", b"\"\xed\xa0\x80\"", b"\"\xf4\x90\x80\x80\"", b"\"\xe2\x82\""]
        {
            assert_eq!(read(bytes), Err(Unreadable::NotUtf8(1)));
        }
    }

    #[test]
    fn it_reads_as_deep_as_php_does() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(read(nested(511).as_bytes()).is_ok());
        assert_eq!(read(nested(512).as_bytes()), Err(Unreadable::TooDeep));
        assert_eq!(read("{\"a\":".repeat(100_000).as_bytes()), Err(Unreadable::TooDeep));
        // What stands beside each other is not deep.
        assert!(read(format!("[{}[]]", "[],".repeat(1000)).as_bytes()).is_ok());
    }

    proptest! {
        #[test]
        fn anything_is_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes);
        }

        #[test]
        fn it_agrees_with_a_known_reader(text in r#"[\[\]{}:,"\\ue0-9.+tf -]{0,24}"#) {
            // A reader that is known to keep to the standard, but for numbers beyond a double, which it refuses.
            let known = serde_json::from_str::<serde_json::Value>(&text);
            let out_of_range = known.as_ref().is_err_and(|error| error.to_string().contains("out of range"));
            prop_assert_eq!(read(text.as_bytes()).is_ok(), known.is_ok() || out_of_range, "{:?}", known);
        }
    }
}
