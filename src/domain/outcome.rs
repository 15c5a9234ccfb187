//! What became of a change: done, rejected, or not known.

use super::{Fault, FieldErrors, Receipt, Text, mask_digits};

/// The three ways a change can end. There is no fourth, and no "failed": what is not known to be done or rejected
/// is unconfirmed.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The provider says it is done.
    Done(Receipt),
    /// It is certain that nothing was done.
    Rejected(Rejection),
    /// Nobody knows whether it was done. It is never sent again by itself and never called failed.
    Unconfirmed(Fault),
}

/// Why it is certain that nothing was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// The provider refused in its own words.
    Refused {
        /// The provider's code.
        code: Text,
        /// The provider's words.
        text: Text,
    },
    /// The provider refused for what is in the request, field by field: forms show it where it belongs.
    Invalid {
        /// The provider's code; empty where it gives none.
        code: Text,
        /// The provider's words on the whole; may be empty.
        text: Text,
        /// What is wrong with which field.
        fields: FieldErrors,
    },
    /// The provider's HTTP layer refused: 401, 403, 404, 405 or 429.
    Status(Fault),
    /// It never left.
    NeverSent(Fault),
}

impl Outcome {
    /// What a fault means for a change: rejected only where it is certain that nothing was done.
    #[must_use]
    pub fn from_fault(fault: Fault) -> Self {
        match fault {
            Fault::Refused { code, text } | Fault::NotLetIn { code, text } => {
                Self::Rejected(Rejection::Refused { code, text })
            }
            Fault::Invalid { code, text, fields } => Self::Rejected(Rejection::Invalid { code, text, fields }),
            Fault::Unauthorized(_) | Fault::NotFound(_) | Fault::UnknownCaller { .. } | Fault::RateLimited { .. } => {
                Self::Rejected(Rejection::Status(fault))
            }
            fault if fault.never_sent() => Self::Rejected(Rejection::NeverSent(fault)),
            fault => Self::Unconfirmed(fault),
        }
    }

    /// The provider's code, where it refused with one.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Rejected(Rejection::Refused { code, .. } | Rejection::Invalid { code, .. }) if !code.is_empty() => {
                Some(code.as_str())
            }
            _ => None,
        }
    }

    /// What the provider says is wrong with the fields of the request, where it says so.
    #[must_use]
    pub fn fields(&self) -> Option<&FieldErrors> {
        match self {
            Self::Rejected(Rejection::Invalid { fields, .. }) => Some(fields),
            _ => None,
        }
    }
}

impl Rejection {
    /// What happened, in a sentence without full phone or account numbers.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Refused { code, text } if code.is_empty() => super::fault::refused(code, text, ""),
            Self::Refused { code, text } if text.is_empty() => format!("refused with code {code}"),
            Self::Invalid { code, text, fields } => super::fault::refused(code, text, &fields.to_string()),
            Self::Refused { code, text } => format!("refused: {} (code {code})", mask_digits(text.as_str())),
            Self::Status(fault) => format!("refused: {fault}. {}", fault.advice()),
            Self::NeverSent(fault) => format!("not sent: {fault}. {}", fault.advice()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rstest::rstest;

    use super::*;
    use crate::domain::Phase;

    fn text(raw: &str) -> Text {
        Text::new(raw)
    }

    #[rstest]
    #[case(Fault::Refused { code: text("8001"), text: text("no OTP") })]
    #[case(Fault::Invalid { code: text(""), text: text(""), fields: FieldErrors::default() })]
    #[case(Fault::UnknownCaller { by_secret: true })]
    #[case(Fault::NotLetIn { code: text("000030"), text: text("signed with another token") })]
    #[case(Fault::Unauthorized(401))]
    #[case(Fault::Unauthorized(403))]
    #[case(Fault::NotFound(404))]
    #[case(Fault::NotFound(405))]
    #[case(Fault::RateLimited { retry_after: None })]
    #[case(Fault::Unreachable(text("refused")))]
    #[case(Fault::Timeout { phase: Phase::Connecting, after: Duration::from_secs(5) })]
    #[case(Fault::ReadOnly)]
    #[case(Fault::Unsupported)]
    #[case(Fault::Unusable(text("no secret")))]
    fn certain_refusals_are_rejected(#[case] fault: Fault) {
        assert!(matches!(Outcome::from_fault(fault), Outcome::Rejected(_)));
    }

    #[rstest]
    #[case(Fault::Timeout { phase: Phase::Answering, after: Duration::from_secs(5) })]
    #[case(Fault::ConnectionLost(text("reset")))]
    #[case(Fault::Server { status: 500, retry_after: None })]
    #[case(Fault::Server { status: 503, retry_after: None })]
    #[case(Fault::Redirect(302))]
    #[case(Fault::Status(408))]
    #[case(Fault::Status(409))]
    #[case(Fault::NotJson(text("a web page")))]
    #[case(Fault::Unreadable(text("ends early")))]
    #[case(Fault::TooLarge(1))]
    #[case(Fault::Trouble { code: text("000080"), text: text("Supplier System's Error") })]
    #[case(Fault::Contradictory { success: true, code: text("5"), text: text("") })]
    fn everything_else_is_unconfirmed(#[case] fault: Fault) {
        assert!(matches!(Outcome::from_fault(fault), Outcome::Unconfirmed(_)));
    }
}
