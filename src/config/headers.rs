//! `headers`: what is sent with every request of a connection, the operator's secrets among it.

use reqwest::header::{HeaderName, HeaderValue};

use super::reader::{Gather, Section};
use super::secret::{Plain, SecretRef, read};
use crate::domain::Environment;

/// Headers that never hold a secret: their values may be plain texts on production connections too, and are shown.
pub const PUBLIC: [&str; 3] = ["accept-language", "content-language", "user-agent"];

/// Whether a header never holds a secret.
#[must_use]
pub fn is_public(name: &str) -> bool {
    PUBLIC.contains(&name.to_ascii_lowercase().as_str())
}

/// Headers that belong to the transport or to the body, which are not the operator's to set.
const RESERVED: [&str; 14] = [
    "accept",
    "accept-encoding",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "expect",
    "host",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Reads `headers`, in the order of the file.
pub(super) fn headers(section: &Section, environment: Environment, gather: &mut Gather) -> Vec<(String, SecretRef)> {
    let mut headers: Vec<(String, SecretRef)> = Vec::new();
    let Some(value) = section.get("headers", gather) else { return headers };
    let Some(table) = value.as_section() else {
        value.wrong_type("a table, such as { Authorization = { env = \"PAYTOP_TOKEN\" } }", gather);
        return headers;
    };
    for (name, value) in table.entries(gather) {
        let Ok(parsed) = HeaderName::from_bytes(name.as_bytes()) else {
            value.wrong("the name of a header, such as X-Api-Key", "characters that no header name has", gather);
            continue;
        };
        if RESERVED.contains(&parsed.as_str()) {
            value.wrong("a header of your own", "one that paytop sets itself", gather);
            continue;
        }
        if headers.iter().any(|(earlier, _)| earlier.eq_ignore_ascii_case(name)) {
            value.wrong("each header once", "a second one of that name (capitals do not matter)", gather);
            continue;
        }
        let public = PUBLIC.contains(&parsed.as_str());
        let plain = if public || environment == Environment::Sandbox { Plain::Allowed } else { Plain::Refused };
        if let Some(text) = value.as_text()
            && HeaderValue::from_str(text).is_err()
        {
            value.wrong("a text that a header can hold", "other characters than printable ASCII", gather);
            continue;
        }
        let Some(reference) = read(&value, plain, gather) else { continue };
        let shown = match (value.as_text(), public) {
            (Some(text), true) => text.to_owned(),
            _ => format!("{reference} (redacted)"),
        };
        gather.note(&value.key, shown, value.origin());
        headers.push((name.to_owned(), reference));
    }
    headers
}
