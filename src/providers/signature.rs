//! What the signatures of all providers have in common: how they are written, compared and explained. Keys are never
//! part of anything here.

use std::fmt;

use subtle::ConstantTimeEq;

/// A signature of `N` hexadecimal digits, as it travels in a request: 32 of an MD5, 40 of a SHA-1.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature<const N: usize>([u8; N]);

impl<const N: usize> Signature<N> {
    /// That of a digest of half as many bytes.
    pub(super) fn of(digest: &[u8]) -> Self {
        let mut digits = [b'0'; N];
        let written = const_hex::encode_to_slice(digest, &mut digits);
        debug_assert!(written.is_ok(), "a digest has half as many bytes as digits");
        Self(digits)
    }

    /// The digits, each a byte.
    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Whether `sent` is this signature, digit by digit. The time it takes does not depend on where they differ.
    #[must_use]
    pub fn is(&self, sent: &str) -> bool {
        self.0.ct_eq(sent.as_bytes()).into()
    }
}

impl<const N: usize> fmt::Display for Signature<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Not the digits: the signature of a body that somebody else made is what a forger lacks.
impl<const N: usize> fmt::Debug for Signature<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signature(..)")
    }
}

/// How a signature came to be, step by step, for whoever looks for why theirs is another one. The keys are left out;
/// what the body holds is not, account numbers included, so this is for the screen of who asked and for no log.
#[derive(Clone, PartialEq, Eq)]
pub struct Explained {
    /// The values that went in, by name, in the order in which they did; empty where they go in as one text.
    pub values: Vec<(String, String)>,
    /// What was made of them, before any key came to it.
    pub joined: String,
    /// The MD5 of that, where it is a step of its own.
    pub md5: Option<String>,
    /// The last step, with the keys by their names.
    pub rule: &'static str,
    /// The signature.
    pub result: String,
}

impl fmt::Debug for Explained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Explained")
            .field("values", &self.values.len())
            .field("rule", &self.rule)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_digits_are_the_signature() {
        let signature = Signature::<4>::of(&[0xab, 0x01]);
        assert_eq!(signature.to_string(), "ab01");
        assert!(signature.is("ab01"));
        for other in ["ab02", "bb01", "AB01", "ab0", "ab011", "", " ab01"] {
            assert!(!signature.is(other), "{other}");
        }
    }

    #[test]
    fn debug_shows_neither_digits_nor_values() {
        let explained = Explained {
            values: vec![("account_number".into(), "5422222225".into())],
            joined: "5422222225".into(),
            md5: Some("aa".into()),
            rule: "sha1(private_key . md5)",
            result: "bb".into(),
        };
        let shown = format!("{explained:?} {:?}", Signature::<4>::of(&[0xab, 0x01]));
        assert!(!shown.contains("5422222225") && !shown.contains("ab01"), "{shown}");
    }
}
