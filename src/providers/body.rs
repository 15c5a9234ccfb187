//! The body of an answer as a JSON object, and what it is instead where it is none.

use std::borrow::Cow;

use super::http::Payload;
use super::json::{Broken, Json, Object};
use super::scrub::Scrub;
use crate::domain::{Fault, Text};

/// The body as text, without the byte order mark that some servers put first.
pub(super) fn text_of(body: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body))
}

/// The object that `text`, which is the body of `payload`, has to be.
///
/// # Errors
/// [`Fault::Unreadable`] or [`Fault::NotJson`].
pub(super) fn object_of<'a>(payload: &Payload, text: &'a str, scrub: &'a Scrub) -> Result<Object<'a>, Fault> {
    let unreadable = |words: String| Fault::Unreadable(words.into());
    if text.contains(char::REPLACEMENT_CHARACTER) && std::str::from_utf8(&payload.body).is_err() {
        // Nobody writes such JSON: what stands there now is not what was meant.
        let is_json = text.trim_start().starts_with(['{', '[']);
        return Err(if is_json { unreadable("it is no UTF-8".to_owned()) } else { not_json(payload, text, scrub) });
    }
    let json = Json::read(text, scrub).map_err(|broken| broken_words(payload, text, scrub, &broken))?;
    json.object().map_err(|found| unreadable(format!("it is {found}")))
}

/// What the body is instead of JSON.
fn broken_words(payload: &Payload, text: &str, scrub: &Scrub, broken: &Broken) -> Fault {
    let begins = text.trim_start().starts_with(['{', '[', '"']);
    match broken {
        Broken::Ends if begins => {
            Fault::Unreadable(Text::from(format!("it breaks off after {} bytes", payload.body.len())))
        }
        Broken::At { line, column } if begins => {
            Fault::Unreadable(Text::from(format!("it is no JSON at line {line}, column {column}")))
        }
        _ => not_json(payload, text, scrub),
    }
}

/// What the body is instead of JSON, by its first words: the secrets go before those are cut to length.
fn not_json(payload: &Payload, text: &str, scrub: &Scrub) -> Fault {
    let body = scrub.clean(text).into_owned().into_bytes();
    let kind = scrub.text(payload.kind.as_str());
    Payload { body, date: None, kind }.not_json()
}
