//! The envelope every answer comes in: {success, errCode, errMsg, data}, and what it means.
//!
//! - `errCode` is a text or a number, and 0 in any spelling means that nothing is wrong. Empty, null or absent it says
//!   nothing, and `success` decides alone; absent or null, `success` leaves the word to `errCode`. With neither the
//!   answer is unreadable.
//! - `success` and `errCode` that say opposite things are [`Fault::Contradictory`]: nobody knows what was done.
//! - A refusal is told whatever its `data` is.
//!
//! A body is read in one pass. Only where that fails is it read again: bytes that are no UTF-8 and bare `NaN`s are
//! made readable first, and each row is then read by itself.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny};
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::field::{Code, Field, Fill, Object, Place, parse};
use super::wire::Envelope;
use crate::domain::{Fault, Text, mask_digits};
use crate::providers::http::Payload;

/// What is wanted of `data`; its default is what absent data means.
pub(super) trait Content: for<'de> Place<'de> {
    /// Reads it piece by piece, losing no more than what is broken. Where the body was `patched`, replacement
    /// characters stand for bytes that were no UTF-8.
    fn row_by_row(data: Option<&RawValue>, patched: bool) -> Self;
}

/// For answers whose `data` says nothing that is wanted; of any shape.
#[derive(Default)]
pub(super) struct Whatever;

impl<'de> Place<'de> for Whatever {
    fn place<D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| ())
    }
}

impl Content for Whatever {
    fn row_by_row(_: Option<&RawValue>, _: bool) -> Self {
        Self
    }
}

/// The body's `data`, if the envelope says that all is well.
///
/// # Errors
/// [`Fault::Refused`], [`Fault::Contradictory`], [`Fault::Unreadable`] or [`Fault::NotJson`].
pub(super) fn decode<D: Content>(payload: &Payload) -> Result<D, Fault> {
    let body = unmarked(&payload.body);
    // Looked at once as a whole, the body need not be looked at again string by string.
    let (text, patched) = match std::str::from_utf8(body) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => (String::from_utf8_lossy(body), true),
    };
    if !patched {
        match parse::<Object<Envelope<D>>>(&text) {
            Ok(envelope) => return judged(envelope),
            Err(error) if error.is_eof() => return Err(unreadable(payload, &error)),
            Err(_) => {}
        }
    }
    match parse::<Object<Envelope<Option<&RawValue>>>>(&mended(&text)) {
        Ok(envelope) => judged(envelope).map(|data| D::row_by_row(data, patched)),
        Err(error) => Err(unreadable(payload, &error)),
    }
}

/// An answer that comes without an envelope.
///
/// # Errors
/// [`Fault::Unreadable`] or [`Fault::NotJson`].
pub(super) fn bare<T: for<'de> Fill<'de>>(payload: &Payload) -> Result<Object<T>, Fault> {
    parse(&String::from_utf8_lossy(&payload.body)).map_err(|error| unreadable(payload, &error))
}

/// `body` without the byte order mark that some servers put first.
fn unmarked(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

fn judged<D>(envelope: Object<Envelope<D>>) -> Result<D, Fault> {
    let unreadable = |words: String| Err(Fault::Unreadable(words.into()));
    let Envelope { success, err_code, err_msg, data } = match envelope {
        Object::Good(envelope) => envelope,
        Object::Absent => return unreadable("null, not an object".into()),
        Object::Bad(found) => return unreadable(format!("{found}, not an object")),
    };
    let success = match success {
        Field::Good(success) => Some(success),
        Field::Absent => None,
        Field::Bad(found) => return unreadable(format!("success is {found}")),
    };
    let code = match err_code {
        Field::Good(code) => Some(code),
        Field::Absent => None,
        Field::Bad(found) => return unreadable(format!("errCode is {found}")),
    };
    // Where the words are no text, there are none.
    let text = || match &err_msg {
        Field::Good(text) => Text::new(&mask_digits(text.as_str())),
        _ => Text::default(),
    };
    let told = |code: Option<&Code>| code.map_or("none".into(), |code| Text::new(&mask_digits(code.0.as_str())));
    let zero = code.as_ref().map(Code::is_zero);
    match (success, zero) {
        (Some(true) | None, Some(true)) | (Some(true), None) => Ok(data),
        (Some(false) | None, Some(false)) | (Some(false), None) => {
            Err(Fault::Refused { code: told(code.as_ref()), text: text() })
        }
        (Some(success), Some(_)) => Err(Fault::Contradictory { success, code: told(code.as_ref()), text: text() }),
        (None, None) => unreadable("it has neither success nor errCode".into()),
    }
}

/// What the body is instead of an envelope.
fn unreadable(payload: &Payload, error: &serde_json::Error) -> Fault {
    match unmarked(&payload.body).trim_ascii_start().first() {
        Some(b'{' | b'[' | b'"') if error.is_eof() => {
            Fault::Unreadable(Text::new(&format!("it breaks off after {} bytes", payload.body.len())))
        }
        Some(b'{' | b'[') => Fault::Unreadable(broken(error).into()),
        _ => payload.not_json(),
    }
}

/// What is wrong with a piece of JSON. The error's own words may quote the piece: they stay here.
pub(super) fn broken(error: &serde_json::Error) -> String {
    match error.classify() {
        Category::Data => "a field comes twice in one object".into(),
        Category::Eof => "it breaks off".into(),
        Category::Syntax | Category::Io => {
            format!("it is no JSON at line {}, column {}", error.line(), error.column())
        }
    }
}

/// `text` with the bare `NaN`s and infinities that some servers write as texts, which then lose their row alone.
fn mended(text: &str) -> Cow<'_, str> {
    let mut mended = String::new();
    let (mut copied, mut at) = (0, 0);
    let bytes = text.as_bytes();
    let mut quoted = false;
    while let Some(&byte) = bytes.get(at) {
        let word = ["NaN", "Infinity", "-Infinity"].into_iter().find(|word| bytes[at..].starts_with(word.as_bytes()));
        match (byte, word) {
            (b'\\', _) if quoted => at += 1,
            (b'"', _) => quoted = !quoted,
            (_, Some(word)) if !quoted => {
                mended.push_str(&text[copied..at]);
                mended.push_str("\"NaN\"");
                at += word.len() - 1;
                copied = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    mended.push_str(&text[copied..]);
    Cow::Owned(mended)
}
