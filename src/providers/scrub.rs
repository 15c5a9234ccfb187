//! Secrets taken out of what the other side says: whatever it was sent, it may send back.

use std::borrow::Cow;

use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

use crate::domain::{Fault, Text};

/// What stands for a secret.
pub(super) const HIDDEN: &str = "•••";

/// From this length on a secret is hidden wherever it stands; a shorter one only where it stands alone, or words would
/// be garbled and tell what was hidden in them.
const LONG: usize = 8;

/// What is shorter is no secret.
const SHORTEST: usize = 4;

/// The secrets of a connection, in every form in which they may come back.
#[derive(Default)]
pub(super) struct Scrub(Vec<SecretString>);

impl Scrub {
    /// Of these secrets, as they are and as addresses and JSON write them. Of several words, such as `Bearer` and a
    /// token, the longer ones count by themselves too.
    pub(super) fn of<'s>(secrets: impl IntoIterator<Item = &'s SecretString>) -> Self {
        let mut forms: Vec<String> = Vec::new();
        for secret in secrets {
            let whole = secret.expose_secret();
            let words = whole.split_whitespace().filter(|word| word.len() >= LONG);
            for plain in std::iter::once(whole).chain(words) {
                let encoded = encoded(plain);
                let spaced = encoded.replace('+', "%20");
                let lower = [lower_hex(&encoded), lower_hex(&spaced)];
                let json = plain.replace('/', "\\/");
                forms.extend([plain.to_owned(), encoded, spaced, json]);
                forms.extend(lower);
            }
        }
        forms.retain(|form| form.len() >= SHORTEST);
        // The longest first: what is within another form must not leave the rest of it standing.
        forms.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        forms.dedup();
        Self(forms.into_iter().map(SecretString::from).collect())
    }

    /// `text` without them.
    pub(super) fn clean<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut clean = Cow::Borrowed(text);
        for form in &self.0 {
            let form = form.expose_secret();
            if clean.contains(form) {
                clean = Cow::Owned(if form.len() >= LONG { clean.replace(form, HIDDEN) } else { alone(&clean, form) });
            }
        }
        clean
    }

    /// The text without them: cleaned first, as what is cut off at its end could no longer be recognised.
    pub(super) fn text(&self, raw: &str) -> Text {
        Text::from(self.clean(raw))
    }

    /// The fault without them, should the other side have sent them back.
    pub(super) fn fault(&self, fault: Fault) -> Fault {
        let clean = |text: Text| self.text(text.as_str());
        match fault {
            Fault::Refused { code, text } => Fault::Refused { code: clean(code), text: clean(text) },
            Fault::NotLetIn { code, text } => Fault::NotLetIn { code: clean(code), text: clean(text) },
            Fault::Trouble { code, text } => Fault::Trouble { code: clean(code), text: clean(text) },
            Fault::Contradictory { success, code, text } => {
                Fault::Contradictory { success, code: clean(code), text: clean(text) }
            }
            Fault::NotJson(text) => Fault::NotJson(clean(text)),
            Fault::Unreadable(text) => Fault::Unreadable(clean(text)),
            fault => fault,
        }
    }
}

/// As addresses write it.
fn encoded(plain: &str) -> String {
    let Ok(mut url) = Url::parse("http://localhost") else { return plain.to_owned() };
    url.query_pairs_mut().append_key_only(plain);
    url.query().unwrap_or_default().to_owned()
}

/// The same with the letters in `%2F` small.
fn lower_hex(encoded: &str) -> String {
    let mut within = 0_u8;
    let lower = |c: char| {
        let is_digit = within > 0;
        within = if c == '%' { 2 } else { within.saturating_sub(1) };
        if is_digit { c.to_ascii_lowercase() } else { c }
    };
    encoded.chars().map(lower).collect()
}

/// `text` with every `secret` that stands alone hidden: `8002` in `18002` is another number.
pub(super) fn alone(text: &str, secret: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(secret) {
        let (before, found) = rest.split_at(at);
        let after = &found[secret.len()..];
        let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        clean.push_str(before);
        let is_alone = !joins(clean.chars().next_back()) && !joins(after.chars().next());
        clean.push_str(if is_alone { HIDDEN } else { secret });
        rest = after;
    }
    clean.push_str(rest);
    clean
}

/// Not one of them.
impl std::fmt::Debug for Scrub {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Scrub(..)")
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn scrub(secret: &str) -> Scrub {
        Scrub::of([&SecretString::from(secret)])
    }

    #[rstest]
    #[case("wrong secret hush-hush-7", "wrong secret •••")]
    #[case("at /api?secret=hush-hush-7&x=1", "at /api?secret=•••&x=1")]
    #[case("xhush-hush-7x", "x•••x")]
    #[case("hush-hush-", "hush-hush-")]
    fn a_secret_goes_wherever_it_stands(#[case] text: &str, #[case] clean: &str) {
        assert_eq!(scrub("hush-hush-7").clean(text), clean);
    }

    #[rstest]
    #[case("a/b c+ü&7=z", "secret=a%2Fb+c%2B%C3%BC%267%3Dz")]
    #[case("a/b c+ü&7=z", "secret=a%2Fb%20c%2B%C3%BC%267%3Dz")]
    #[case("a/b c+ü&7=z", "secret=a%2fb+c%2b%c3%bc%267%3dz")]
    #[case("a/b c+ü&7=z", r#"{"secret":"a\/b c+ü&7=z"}"#)]
    #[case("Bearer abcdefgh", "token abcdefgh")]
    fn and_in_every_form(#[case] secret: &str, #[case] text: &str) {
        let scrub = scrub(secret);
        let clean = scrub.clean(text);
        assert!(
            clean.contains(HIDDEN) && !clean.contains("%2B") && !clean.contains("%2b") && !clean.contains("abcd"),
            "{clean}"
        );
    }

    #[test]
    fn a_short_one_goes_where_it_stands_alone() {
        assert_eq!(scrub("8002").clean("code 8002 of 18002"), "code ••• of 18002");
        assert_eq!(scrub("ok").clean("ok"), "ok");
    }
}
