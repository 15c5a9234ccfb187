//! `alerts.webhook`: the web address that alerts are posted to, which may be a secret as a whole, and its headers.

use crate::config::address::url;
use crate::config::headers::headers;
use crate::config::reader::{Gather, Section};
use crate::config::secret::{Plain, SecretRef, read};
use crate::config::show::Origin;
use crate::domain::Environment;

/// Where alerts are posted to.
#[derive(Clone, Debug)]
pub struct WebhookConfig {
    /// The whole address; [`split`] takes it apart.
    pub url: SecretRef,
    /// What is sent with every request.
    pub headers: Vec<(String, SecretRef)>,
}

/// Reads `alerts.webhook`. An address is never quoted: those of chats are secrets.
pub(super) fn webhook(table: Option<&Section>, gather: &mut Gather) -> Option<WebhookConfig> {
    let Some(value) = table.and_then(|table| table.get("webhook", gather)) else {
        gather.note("alerts.webhook", "none", Origin::Default);
        return None;
    };
    let expected = "a table, such as { url = \"https://example.com/alerts\" }";
    let table = value.section(expected, &["url", "headers"], gather)?;
    let headers = headers(&table, Environment::Production, gather);
    let value = table.require("url", "the address to post to", gather)?;
    let secret = read(&value, Plain::Allowed, gather)?;
    let shown = match value.as_text() {
        Some(text) => match split(text) {
            Ok((base, _)) => format!("{base}/\u{2026} (redacted)"),
            Err(found) => {
                value.wrong("https, or http on this machine", found, gather);
                return None;
            }
        },
        None => format!("{secret} (redacted)"),
    };
    gather.note(&value.key, shown, value.origin());
    Some(WebhookConfig { url: secret, headers })
}

/// An address that may be posted to, as its host with its scheme, and what is behind it.
///
/// # Errors
/// What was found instead; nothing of the address is in it.
pub fn split(raw: &str) -> Result<(String, String), &'static str> {
    let url = url(raw)?;
    let host = url.host_str().unwrap_or_default();
    let port = url.port().map_or_else(String::new, |port| format!(":{port}"));
    let query = url.query().map_or_else(String::new, |query| format!("?{query}"));
    Ok((format!("{}://{host}{port}", url.scheme()), format!("{}{query}", url.path())))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("https://hooks.example.com/services/T0/B0?a=b", "https://hooks.example.com", "/services/T0/B0?a=b")]
    #[case("https://example.com:8443", "https://example.com:8443", "/")]
    #[case("http://127.0.0.1:9000/x", "http://127.0.0.1:9000", "/x")]
    #[case("http://[::1]:9000/", "http://[::1]:9000", "/")]
    fn an_address_is_taken_apart(#[case] raw: &str, #[case] base: &str, #[case] path: &str) {
        assert_eq!(split(raw), Ok((base.to_owned(), path.to_owned())));
    }

    #[rstest]
    #[case("")]
    #[case("example.com/x")]
    #[case("http://example.com/x")]
    #[case("http://10.0.0.1/x")]
    #[case("ftp://127.0.0.1/x")]
    #[case("https://a:b@example.com/x")]
    #[case("https://example.com/x#y")]
    fn what_may_not_be_posted_to_is_refused(#[case] raw: &str) {
        assert!(split(raw).is_err());
    }
}
