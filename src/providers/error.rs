//! What went wrong on the way, told as a [`Fault`]: transport errors, statuses, and bodies that are no JSON.
//!
//! Words are the program's own wherever they can be: an error's own text may quote an address.

use std::error::Error;
use std::io::{self, ErrorKind};
use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::StatusCode;
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, DATE, HeaderMap, HeaderName, RETRY_AFTER};

use crate::domain::{Fault, Phase, Text, mask_digits};

/// The longest a provider's `Retry-After` is heeded: what asks for more would silence a feed for good.
const LONGEST_RETRY_AFTER: Duration = Duration::from_hours(1);

/// How many characters of a body that is no JSON are told.
const FIRST_WORDS: usize = 60;

/// What a transport error means. Only an error of the connector itself counts as never sent: TLS included, all of
/// that is over before the first byte of the request.
pub(super) fn of_transport(error: &reqwest::Error, connect: Duration, total: Duration) -> Fault {
    if error.is_builder() {
        return Fault::Unusable("base_url and a path of the connection make no URL together".into());
    }
    match (error.is_connect(), error.is_timeout()) {
        (true, true) => Fault::Timeout { phase: Phase::Connecting, after: connect },
        (true, false) => Fault::Unreachable(unreachable_words(error).into()),
        (false, true) => Fault::Timeout { phase: Phase::Answering, after: total },
        (false, false) => Fault::ConnectionLost(lost_words(error).into()),
    }
}

/// The error's causes, outermost first.
fn causes<'a>(error: &'a reqwest::Error) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(error.source(), |&cause| cause.source())
}

/// The first I/O error that says more than "other".
fn io_kind(error: &reqwest::Error) -> Option<ErrorKind> {
    let mut kinds = causes(error).filter_map(|cause| cause.downcast_ref::<io::Error>()).map(io::Error::kind);
    kinds.find(|kind| *kind != ErrorKind::Other)
}

fn unreachable_words(error: &reqwest::Error) -> &'static str {
    if error.is_dns() {
        return "the host name is not known";
    }
    // rustls tells what is wrong with a certificate by its words only.
    let text = causes(error).map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let says = |word: &str| text.contains(word);
    if says("UnknownIssuer") || says("CaUsedAsEndEntity") {
        return "TLS: the certificate's issuer is not trusted here; name its CA file if it is the provider's own";
    }
    if says("certificate expired") || says("not valid yet") || says("Expired") || says("NotValidYet") {
        return "TLS: the certificate is not valid today; check this machine's clock";
    }
    if says("not valid for name") || says("NotValidForName") {
        return "TLS: the certificate is another host's";
    }
    if says("invalid peer certificate") {
        return "TLS: the certificate is not sound";
    }
    if says("corrupt message") {
        return "TLS: something answers there that does not speak TLS";
    }
    if says("received fatal alert") || says("tls handshake") || says("peer is incompatible") {
        return "TLS: the provider broke the handshake off";
    }
    if says("proxy") || says("tunnel") {
        return "the proxy does not let it through";
    }
    match io_kind(error) {
        Some(ErrorKind::ConnectionRefused) => "connection refused",
        Some(ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown) => {
            "no way to the host"
        }
        Some(ErrorKind::AddrNotAvailable) => "the host has no usable address",
        Some(ErrorKind::PermissionDenied) => "this machine does not allow it",
        Some(ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::UnexpectedEof) => {
            "closed while connecting"
        }
        _ => "the connection failed",
    }
}

fn lost_words(error: &reqwest::Error) -> &'static str {
    match io_kind(error) {
        Some(ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted) => return "reset by the other side",
        Some(ErrorKind::BrokenPipe) => return "closed by the other side while the request was sent",
        _ => {}
    }
    if causes(error).any(|cause| cause.to_string().starts_with("invalid HTTP")) {
        return "the answer is not HTTP";
    }
    if error.is_body() || error.is_decode() { "the answer broke off" } else { "closed before the answer came" }
}

/// What a status means by itself; `None` where the body has the word: 2xx, and 400 and 422, in which a refusal may
/// come.
pub(super) fn of_status(status: StatusCode, headers: &HeaderMap) -> Option<Fault> {
    let code = status.as_u16();
    match code {
        200..=299 | 400 | 422 => None,
        300..=399 => Some(Fault::Redirect(code)),
        401 | 403 => Some(Fault::Unauthorized(code)),
        404 | 405 => Some(Fault::NotFound(code)),
        429 => Some(Fault::RateLimited { retry_after: retry_after(headers) }),
        500..=599 => Some(Fault::Server { status: code, retry_after: retry_after(headers) }),
        _ => Some(Fault::Status(code)),
    }
}

/// How long the provider asks to be left alone: seconds, or a date by its own clock (RFC 9110, section 10.2.3).
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let asked = if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        text.parse().map_or(LONGEST_RETRY_AFTER, Duration::from_secs)
    } else {
        let left = timestamp(headers, &RETRY_AFTER)?.duration_since(date(headers)?);
        left.try_into().unwrap_or_default()
    };
    Some(asked.min(LONGEST_RETRY_AFTER))
}

/// The provider's clock.
pub(super) fn date(headers: &HeaderMap) -> Option<Timestamp> {
    timestamp(headers, &DATE)
}

fn timestamp(headers: &HeaderMap, name: &HeaderName) -> Option<Timestamp> {
    DateTimeParser::new().parse_timestamp(headers.get(name)?.to_str().ok()?.trim()).ok()
}

/// What the provider calls the body.
pub(super) fn kind(headers: &HeaderMap) -> Text {
    let told = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let media = told(CONTENT_TYPE).map_or("", |value| value.split(';').next().unwrap_or_default().trim());
    let media: String = media.chars().take(FIRST_WORDS).collect();
    match told(CONTENT_ENCODING) {
        Some(encoding) if encoding != "identity" => {
            Text::new(&format!("{media} packed by {}", encoding.chars().take(12).collect::<String>()))
        }
        _ => Text::new(&media),
    }
}

/// What a body is that is no JSON: its type and first words, long numbers hidden.
pub(super) fn not_json(kind: &Text, body: &[u8]) -> Fault {
    let kind = if kind.is_empty() { "something without a type" } else { kind.as_str() };
    if body.iter().all(u8::is_ascii_whitespace) {
        return Fault::NotJson(Text::new(&format!("an empty body ({kind})")));
    }
    // A character that the limit cuts in two is no fault of the text.
    let start = &body[..body.len().min(4096)];
    let text = match std::str::from_utf8(start) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&start[..error.valid_up_to()]).unwrap_or_default(),
    };
    if text.len() < start.len().min(16) {
        return Fault::NotJson(Text::new(&format!("{kind}, not even text")));
    }
    let words: String = untagged(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let first: String = mask_digits(&words).chars().take(FIRST_WORDS).collect();
    Fault::NotJson(Text::new(&format!("{kind}: “{}”", first.trim_end())))
}

/// `html` without its tags.
fn untagged(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        text.push(' ');
        rest = after.split_once('>').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    #[rstest]
    #[case("0", 0)]
    #[case("120", 120)]
    #[case("3600", 3_600)]
    #[case("86400", 3_600)]
    #[case("99999999999999999999999", 3_600)]
    // Dates count from the provider's own clock, so that a wrong one here does no harm.
    #[case("Fri, 20 Nov 2026 10:00:30 GMT", 30)]
    #[case("Fri, 20 Nov 2026 09:00:00 GMT", 0)]
    #[case("Sat, 21 Nov 2026 10:00:00 GMT", 3_600)]
    fn retry_after_in_seconds_or_as_a_date(#[case] asked: &str, #[case] seconds: u64) {
        let headers = headers(&[("retry-after", asked), ("date", "Fri, 20 Nov 2026 10:00:00 GMT")]);
        assert_eq!(retry_after(&headers), Some(Duration::from_secs(seconds)));
    }

    #[rstest]
    #[case("soon")]
    #[case("-5")]
    #[case("")]
    #[case("1.5")]
    fn what_is_no_retry_after_is_none(#[case] asked: &str) {
        assert_eq!(retry_after(&headers(&[("retry-after", asked), ("date", "Fri, 20 Nov 2026 10:00:00 GMT")])), None);
    }

    #[test]
    fn a_web_page_is_told_by_its_words() {
        let page = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>to 9876543210</body></html>";
        let fault = not_json(&Text::new("text/html"), page);
        assert_eq!(fault, Fault::NotJson(Text::new("text/html: “Sign in to ••••••3210”")));
    }

    #[rstest]
    #[case(b"", "an empty body")]
    #[case(b" \r\n", "an empty body")]
    #[case(&[0x1f, 0x8b, 0x08, 0x00, 0xff], "not even text")]
    #[case(b"\x1b]52;c;aGk=\x07upstream connect error", "upstream connect error")]
    fn other_bodies_are_told_harmlessly(#[case] body: &[u8], #[case] told: &str) {
        let words = not_json(&Text::default(), body).to_string();
        assert!(words.contains(told) && !words.contains('\x1b'), "{words}");
    }

    #[test]
    fn long_bodies_stay_short() {
        assert!(not_json(&Text::new("text/plain"), "é".repeat(100_000).as_bytes()).to_string().chars().count() < 120);
    }
}
