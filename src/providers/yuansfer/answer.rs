//! What an answer means, by its `ret_code`:
//!
//! - `000100`: done, or taken on.
//! - A code of the document that refuses: refused, in the provider's words and in plain ones. `000030` says that the
//!   signature is wrong, or that the merchant may not do this.
//! - `000000` and `000080`: something broke at the provider or behind it. Of a change, nobody knows then what became
//!   of it; neither does anybody with a code that the document does not name.
//!
//! A refusal that brings what only a success brings, or says that it is one, contradicts itself and is none. The
//! document does not say which HTTP status comes with a refusal: one that is decoded counts with 200, 400 and 422,
//! as those of the other providers do.

use super::super::body::object_of;
use super::super::json::Object;
use super::super::scrub::Scrub;
use crate::domain::{Again, Fault, RetCode, Text, mask_digits};
use crate::providers::http::Payload;

/// What the answer `text` of `payload` brought, where it says that all is well.
///
/// # Errors
/// [`Fault::Refused`], [`Fault::NotLetIn`], [`Fault::Trouble`], [`Fault::Unreadable`] or [`Fault::NotJson`].
pub(super) fn judge<'a>(payload: &Payload, text: &'a str, scrub: &'a Scrub) -> Result<Object<'a>, Fault> {
    let whole = object_of(payload, text, scrub)?;
    let unreadable = |words: String| Fault::Unreadable(words.into());
    let code = whole.get("ret_code").ok_or_else(|| unreadable("it has no ret_code".to_owned()))?;
    let raw = code.string().map_err(|found| unreadable(format!("ret_code is {found}")))?.unwrap_or_default();
    let code = Text::from(mask_digits(scrub.text(&raw).as_str()));
    let words = message(&whole);
    let Some(known) = RetCode::of(&raw) else {
        let text = joined(&words, "a code that the document does not name");
        return Err(Fault::Trouble { code, text });
    };
    let text = joined(&words, &format!("{}. {}", known.plain(), known.advice().trim_end_matches('.')));
    match known {
        RetCode::Success => Ok(whole),
        RetCode::AccessDenied => Err(Fault::NotLetIn { code, text }),
        refused if refused.again() == Again::Safe && !is_contradicted(&whole, &words) => {
            Err(Fault::Refused { code, text })
        }
        refused if refused.again() == Again::Safe => {
            Err(Fault::Trouble { code, text: joined(&words, "it refuses and says at once that it was done") })
        }
        _ => Err(Fault::Trouble { code, text }),
    }
}

/// The provider's words, phone and account numbers hidden.
fn message(whole: &Object<'_>) -> Text {
    let text = whole.text("ret_msg").ok().flatten();
    text.map(|text| mask_digits(text.as_str()).into()).unwrap_or_default()
}

/// Its words, and then ours.
fn joined(words: &Text, ours: &str) -> Text {
    if words.is_empty() { ours.into() } else { format!("{words}: {ours}").into() }
}

/// Whether a refusal says that it is none.
fn is_contradicted(whole: &Object<'_>, words: &Text) -> bool {
    let words = words.as_str().trim().to_ascii_lowercase();
    let says = matches!(words.as_str(), "success" | "succeeded" | "query success" | "update success");
    says || ["result", "customer", "accounts"].iter().any(|name| whole.get(name).is_some())
}
