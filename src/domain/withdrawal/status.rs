//! What became of a withdrawal, by the provider's own number.

use std::fmt;

use crate::domain::Text;

/// The status of a withdrawal. Every status is one of these: what the document does not name is kept as it came, and
/// counts as pending.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum WithdrawalStatus {
    /// 1: it was paid out.
    Processed,
    /// 5: it was not.
    Rejected,
    /// Anything else, with its number.
    Pending(Text),
}

impl WithdrawalStatus {
    /// The status the provider writes as `raw`.
    #[must_use]
    pub fn new(raw: &Text) -> Self {
        match raw.as_str() {
            "1" => Self::Processed,
            "5" => Self::Rejected,
            _ => Self::Pending(raw.clone()),
        }
    }

    /// Whether nothing changes it any more.
    #[must_use]
    pub fn is_final(&self) -> bool {
        !matches!(self, Self::Pending(_))
    }

    /// Whether the money went out; `None` while that is open.
    #[must_use]
    pub fn happened(&self) -> Option<bool> {
        match self {
            Self::Processed => Some(true),
            Self::Rejected => Some(false),
            Self::Pending(_) => None,
        }
    }

    /// The provider's number for it.
    #[must_use]
    pub fn number(&self) -> &str {
        match self {
            Self::Processed => "1",
            Self::Rejected => "5",
            Self::Pending(raw) => raw.as_str(),
        }
    }
}

impl fmt::Display for WithdrawalStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Processed => f.pad("processed"),
            Self::Rejected => f.pad("rejected"),
            Self::Pending(raw) if raw.is_empty() => f.pad("pending"),
            Self::Pending(raw) => f.pad(&format!("pending ({raw})")),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("1", Some(true), "processed")]
    #[case("5", Some(false), "rejected")]
    #[case("0", None, "pending (0)")]
    #[case("2", None, "pending (2)")]
    #[case("15", None, "pending (15)")]
    #[case("-1", None, "pending (-1)")]
    #[case("PROCESSED", None, "pending (PROCESSED)")]
    #[case("", None, "pending")]
    fn two_are_final_and_the_rest_is_pending(#[case] raw: &str, #[case] happened: Option<bool>, #[case] word: &str) {
        let status = WithdrawalStatus::new(&raw.into());
        assert_eq!((status.happened(), status.is_final(), status.number()), (happened, happened.is_some(), raw));
        assert_eq!(status.to_string(), word);
    }
}
