//! A web address from outside: kept whole or not at all, for half of one leads elsewhere.

use std::fmt;

use compact_str::CompactString;

use super::Text;

/// An `http` or `https` address as a provider gave it: of visible ASCII alone, so that what is shown is what is
/// copied, and of at most [`WebAddress::MAX`] bytes.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct WebAddress(CompactString);

impl WebAddress {
    /// The most bytes of an address.
    pub const MAX: usize = 4096;

    /// The address `raw`; `None` where it is none that may be shown and copied.
    #[must_use]
    pub fn new(raw: &str) -> Option<Self> {
        let host = raw.strip_prefix("https://").or_else(|| raw.strip_prefix("http://"))?;
        let visible = raw.bytes().all(|byte| byte.is_ascii_graphic());
        let sound =
            visible && raw.len() <= Self::MAX && host.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[');
        sound.then(|| Self(raw.into()))
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As much of it as a text keeps.
    #[must_use]
    pub fn text(&self) -> Text {
        Text::new(&self.0)
    }
}

impl fmt::Display for WebAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for WebAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0.as_str())
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("https://pay.example.com/x?id=1&t=a%20b#z")]
    #[case("http://127.0.0.1:8900/pay")]
    #[case("https://[::1]/pay")]
    fn addresses_are_kept_whole(#[case] raw: &str) {
        assert_eq!(WebAddress::new(raw).unwrap().as_str(), raw);
    }

    #[rstest]
    #[case("")]
    #[case("javascript:alert(1)")]
    #[case("https://")]
    #[case("https:///x")]
    #[case("ftp://example.com")]
    #[case("https://exam\u{202e}ple.com")]
    #[case("https://example.com/a b")]
    #[case("https://example.com/\x1b[31m")]
    #[case("//example.com")]
    fn anything_else_is_none(#[case] raw: &str) {
        assert_eq!(WebAddress::new(raw), None);
        assert_eq!(WebAddress::new(&format!("https://example.com/{}", "x".repeat(WebAddress::MAX))), None);
    }
}
