//! What became of a transfer, by the provider's own word.

use std::fmt;

use crate::domain::{End, Text};

/// The status of a transfer. The document names four; whatever else comes, also what the provider's other pages name
/// (completed, refunded, reversed, unclaimed, onhold, blocked), is kept as it came and counts as pending: never as a
/// success, and never as a failure.
#[derive(Clone, Debug)]
pub enum TransferStatus {
    /// It was received and will be worked on.
    Pending,
    /// The money is on the payee's account.
    Success,
    /// It failed: no money left the merchant's account.
    Failed,
    /// It was cancelled, perhaps after it had succeeded: the money came back.
    Returned,
    /// Another word, as it came.
    Other(Text),
}

impl TransferStatus {
    /// The status the provider writes as `raw`; large and small letters are one.
    #[must_use]
    pub fn new(raw: &Text) -> Self {
        match raw.as_str().to_ascii_lowercase().as_str() {
            "pending" => Self::Pending,
            "success" => Self::Success,
            "failed" => Self::Failed,
            "returned" => Self::Returned,
            _ => Self::Other(raw.clone()),
        }
    }

    /// Whether it is an end. A success can still be returned.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.happened().is_some()
    }

    /// Whether the payee has the money; `None` while that is open.
    #[must_use]
    pub fn happened(&self) -> Option<bool> {
        match self {
            Self::Success => Some(true),
            Self::Failed | Self::Returned => Some(false),
            Self::Pending | Self::Other(_) => None,
        }
    }

    /// How it ended; `None` while that is open.
    #[must_use]
    pub fn end(&self) -> Option<End> {
        match self {
            Self::Success => Some(End::Paid),
            Self::Failed => Some(End::Failed),
            Self::Returned => Some(End::Returned),
            Self::Pending | Self::Other(_) => None,
        }
    }

    /// The word for it: the document's, or the one that came.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::Pending => "pending",
            Self::Success => "success",
            Self::Failed => "failed",
            Self::Returned => "returned",
            Self::Other(raw) => raw.as_str(),
        }
    }

    /// What it means, in plain words.
    #[must_use]
    pub fn plain(&self) -> &'static str {
        match self {
            Self::Pending => "received, and not paid out yet",
            Self::Success => "the money is on the payee's account",
            Self::Failed => "it failed, and no money left the merchant's account",
            Self::Returned => "it was cancelled, and the money came back",
            Self::Other(_) => "a status that the document does not name; it counts as pending",
        }
    }
}

/// Without case, where the words are no more than kept.
impl PartialEq for TransferStatus {
    fn eq(&self, other: &Self) -> bool {
        self.word().eq_ignore_ascii_case(other.word())
    }
}

impl Eq for TransferStatus {}

impl fmt::Display for TransferStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Other(raw) if raw.is_empty() => f.pad("pending"),
            Self::Other(raw) => f.pad(&format!("pending ({raw})")),
            known => f.pad(known.word()),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("pending", None, "pending")]
    #[case("success", Some(true), "success")]
    #[case("SUCCESS", Some(true), "success")]
    #[case("failed", Some(false), "failed")]
    #[case("Failed", Some(false), "failed")]
    #[case("returned", Some(false), "returned")]
    #[case("completed", None, "pending (completed)")]
    #[case("refunded", None, "pending (refunded)")]
    #[case("reversed", None, "pending (reversed)")]
    #[case("Unclaimed", None, "pending (Unclaimed)")]
    #[case("onhold", None, "pending (onhold)")]
    #[case("blocked", None, "pending (blocked)")]
    #[case("succeeded", None, "pending (succeeded)")]
    #[case("", None, "pending")]
    fn three_are_final_and_the_rest_is_pending(#[case] raw: &str, #[case] happened: Option<bool>, #[case] word: &str) {
        let status = TransferStatus::new(&raw.into());
        assert_eq!((status.happened(), status.is_final()), (happened, happened.is_some()));
        assert_eq!(status.end().map(|end| end == End::Paid), happened);
        assert_eq!(status.to_string(), word);
    }

    #[test]
    fn what_is_kept_as_it_came_is_compared_without_case() {
        let of = |raw: &str| TransferStatus::new(&raw.into());
        assert_eq!(of("OnHold"), of("onhold"));
        assert_eq!(of("OnHold").word(), "OnHold");
        assert_ne!(of("onhold"), of("blocked"));
    }
}
