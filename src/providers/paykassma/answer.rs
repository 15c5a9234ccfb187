//! The four shapes every answer comes in, and what they mean:
//!
//! - `{"status":"ok", ...}`: done.
//! - `{"status":"success","code":20000,"data":...}`: done. With a `code` outside 20000..30000 it contradicts itself.
//! - `{"status":"fail","message":"text"}` or `{"status":"fail","message":{"field":["text"]}}`: refused.
//! - `{"status":"error","code":...,"errors":{"target","code","message"},"error_message":...}`: refused.
//!
//! And `{"status":"possible_transaction_created","message":...}`, a success of its own kind. Anything else is
//! unreadable: of a change, nobody knows then what became of it.
//!
//! The document does not say which HTTP status comes with a refusal. One that is decoded counts as such with 200, 400
//! and 422, the statuses with which frameworks send what they refused to validate; with any other status the status
//! alone counts. A success that comes with 400 or 422 is none: they say opposite things.

use super::super::body::object_of;
use super::super::json::{Json, Object};
use super::super::scrub::Scrub;
use crate::domain::{Fault, FieldError, FieldErrors, Text, mask_digits};
use crate::providers::http::Payload;

/// The HTTP status of a deposit that is being checked comes with these words ("Creating a payment", note ***).
const CHECK_STARTED: &str = "check of deposit status started";

/// An answer that says that all is well.
pub(super) struct Well<'a> {
    /// All of it.
    pub(super) whole: Object<'a>,
    /// The words of `possible_transaction_created`, if it is that.
    pub(super) possible: Option<Text>,
}

/// What the answer `text` of `payload` means.
///
/// # Errors
/// [`Fault::Refused`], [`Fault::Invalid`], [`Fault::Contradictory`], [`Fault::Unreadable`] or [`Fault::NotJson`].
pub(super) fn judge<'a>(payload: &Payload, text: &'a str, scrub: &'a Scrub) -> Result<Well<'a>, Fault> {
    let unreadable = |words: String| Fault::Unreadable(words.into());
    let whole = object_of(payload, text, scrub)?;
    let status = whole.get("status").ok_or_else(|| unreadable("it has no status".to_owned()))?;
    let status = status.string().map_err(|found| unreadable(format!("status is {found}")))?.unwrap_or_default();
    match status.as_str() {
        "ok" => Ok(Well { whole, possible: None }),
        "success" => match code_of(&whole) {
            Some(code) if !is_good(&code) => {
                Err(Fault::Contradictory { success: true, code, text: message(&whole, "message") })
            }
            _ => Ok(Well { whole, possible: None }),
        },
        "possible_transaction_created" => {
            let possible = Some(message(&whole, "message"));
            Ok(Well { whole, possible })
        }
        "fail" => Err(failed(&whole)),
        "error" => Err(error(&whole)),
        _ => Err(unreadable("its status is one that the document does not name".to_owned())),
    }
}

fn is_good(code: &Text) -> bool {
    matches!(code.as_str().parse::<u32>(), Ok(20_000..30_000))
}

/// The `code` of an answer, where it has one that says anything.
fn code_of(object: &Object<'_>) -> Option<Text> {
    object.get("code")?.text().ok()?.map(|code| mask_digits(code.as_str()).into())
}

/// A text of the provider's, phone and account numbers hidden.
fn message(object: &Object<'_>, name: &str) -> Text {
    let text = object.text(name).ok().flatten();
    text.map(|text| mask_digits(text.as_str()).into()).unwrap_or_default()
}

/// A refusal of the shape `fail`.
fn failed(whole: &Object<'_>) -> Fault {
    let code = code_of(whole).unwrap_or_default();
    let Some(told) = whole.get("message") else { return Fault::Refused { code, text: Text::default() } };
    let mut fields = FieldErrors::default();
    if told.is_object() {
        gather("", told, 0, &mut fields);
        return Fault::Invalid { code, text: Text::default(), fields };
    }
    let mut texts = Vec::new();
    texts_of(told, &mut texts);
    let text = texts.iter().map(Text::as_str).collect::<Vec<_>>().join(", ");
    Fault::Refused { code, text: text.into() }
}

/// A refusal of the shape `error`: about a field where it names one.
fn error(whole: &Object<'_>) -> Fault {
    let mut code = code_of(whole).unwrap_or_default();
    let text = message(whole, "error_message");
    let mut fields = FieldErrors::default();
    let errors = whole.get("errors").map(|errors| match errors.list() {
        Ok(list) if !list.is_empty() => list,
        _ => vec![errors],
    });
    for error in errors.unwrap_or_default() {
        let Ok(error) = error.object() else { continue };
        code = code_of(&error).unwrap_or(code);
        let (target, words) = (message(&error, "target"), message(&error, "message"));
        if !target.is_empty() || !words.is_empty() {
            fields.add(target.as_str(), words);
        }
    }
    match fields.0.as_slice() {
        [] => Fault::Refused { code, text },
        [only] if only.field.is_empty() => {
            let words = only.texts.first().cloned().unwrap_or_default();
            Fault::Refused { code, text: if text.is_empty() { words } else { format!("{text}: {words}").into() } }
        }
        _ => Fault::Invalid { code, text, fields },
    }
}

/// Everything that is wrong with the fields in `value`; what is nested gets a point in its name.
fn gather(prefix: &str, value: Json<'_>, depth: usize, fields: &mut FieldErrors) {
    const DEEPEST: usize = 4;
    const MOST: usize = 100;
    let Ok(object) = value.object() else { return };
    for (name, value) in object.fields() {
        if fields.0.len() >= MOST {
            return;
        }
        let name = if prefix.is_empty() { name } else { Text::from(format!("{prefix}.{name}")) };
        if value.is_object() && depth < DEEPEST {
            gather(name.as_str(), value, depth + 1, fields);
            continue;
        }
        let mut texts = Vec::new();
        texts_of(value, &mut texts);
        match fields.0.iter_mut().find(|error| error.field == name) {
            Some(error) => error.texts.append(&mut texts),
            None => fields.0.push(FieldError { field: name, texts }),
        }
    }
}

/// The texts in a text, a number or a list of them.
fn texts_of(value: Json<'_>, texts: &mut Vec<Text>) {
    const MOST: usize = 20;
    let values = if value.is_list() { value.list().unwrap_or_default() } else { vec![value] };
    let found = values.into_iter().take(MOST).filter_map(|value| value.text().ok().flatten());
    texts.extend(found.map(|text| Text::from(mask_digits(text.as_str()))));
}

/// The words that say that a deposit is being checked, where a refusal is none but says so.
pub(super) fn check_started(fault: &Fault) -> Option<Text> {
    let says = |text: &&Text| text.as_str().trim().to_ascii_lowercase().starts_with(CHECK_STARTED);
    match fault {
        Fault::Refused { text, .. } => Some(text).filter(says).cloned(),
        Fault::Invalid { text, fields, .. } => {
            let texts = fields.0.iter().flat_map(|error| &error.texts);
            std::iter::once(text).chain(texts).find(says).cloned()
        }
        _ => None,
    }
}

/// The same of a body that is no JSON but those words alone.
pub(super) fn check_started_in(text: &str, scrub: &Scrub) -> Option<Text> {
    let text = text.trim().trim_matches('"');
    text.to_ascii_lowercase().starts_with(CHECK_STARTED).then(|| scrub.text(text))
}
