//! The exit status of paytop.

use std::process::ExitCode;

use crate::domain::{Fault, Outcome, Rejection};

/// How a run ended, as the shell sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Exit {
    /// 0: what was asked for is done.
    Done = 0,
    /// 1: the provider or the journal refused, and nothing was done; or what was verified does not hold: a signature,
    /// the journal's chain.
    Refused = 1,
    /// 2: the command line or the config does not allow it; nothing was sent.
    Usage = 2,
    /// 3: the provider could not be reached or understood, or the journal not used; nothing was done.
    Unreachable = 3,
    /// 4: it was sent, and nobody knows whether it was done.
    Unknown = 4,
}

impl Exit {
    /// How a question that got no answer ends.
    #[must_use]
    pub fn of_fault(fault: &Fault) -> Self {
        match fault {
            Fault::Refused { .. }
            | Fault::Invalid { .. }
            | Fault::Unauthorized(_)
            | Fault::NotFound(_)
            | Fault::UnknownCaller { .. }
            | Fault::NotLetIn { .. }
            | Fault::RateLimited { .. } => Self::Refused,
            Fault::ReadOnly | Fault::Withheld(_) | Fault::Unsupported | Fault::Unusable(_) => Self::Usage,
            _ => Self::Unreachable,
        }
    }

    /// How a change ends.
    #[must_use]
    pub fn of_outcome(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Done(_) => Self::Done,
            Outcome::Rejected(Rejection::Refused { .. } | Rejection::Invalid { .. } | Rejection::Status(_)) => {
                Self::Refused
            }
            Outcome::Rejected(Rejection::NeverSent(fault)) => Self::of_fault(fault),
            Outcome::Unconfirmed(_) => Self::Unknown,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rstest::rstest;

    use super::*;
    use crate::domain::{FieldErrors, Phase, Receipt, Text};

    fn text() -> Text {
        Text::new("why")
    }

    #[rstest]
    #[case(Fault::Refused { code: text(), text: text() }, 1, 1)]
    #[case(Fault::Invalid { code: text(), text: text(), fields: FieldErrors::default() }, 1, 1)]
    #[case(Fault::UnknownCaller { by_secret: true }, 1, 1)]
    #[case(Fault::Unauthorized(401), 1, 1)]
    #[case(Fault::RateLimited { retry_after: None }, 1, 1)]
    #[case(Fault::ReadOnly, 2, 2)]
    #[case(Fault::Unusable(text()), 2, 2)]
    #[case(Fault::Unreachable(text()), 3, 3)]
    #[case(Fault::Timeout { phase: Phase::Connecting, after: Duration::ZERO }, 3, 3)]
    // From here on a question did nothing, and a change may have done it.
    #[case(Fault::Timeout { phase: Phase::Answering, after: Duration::ZERO }, 3, 4)]
    #[case(Fault::ConnectionLost(text()), 3, 4)]
    #[case(Fault::Server { status: 503, retry_after: None }, 3, 4)]
    #[case(Fault::Redirect(302), 3, 4)]
    #[case(Fault::NotJson(text()), 3, 4)]
    #[case(Fault::Unreadable(text()), 3, 4)]
    #[case(Fault::TooLarge(1), 3, 4)]
    #[case(Fault::Contradictory { success: true, code: text(), text: text() }, 3, 4)]
    fn a_fault_ends_a_question_and_a_change(#[case] fault: Fault, #[case] question: u8, #[case] change: u8) {
        assert_eq!(Exit::of_fault(&fault) as u8, question);
        assert_eq!(Exit::of_outcome(&Outcome::from_fault(fault)) as u8, change);
    }

    #[test]
    fn done_is_zero() {
        assert_eq!(Exit::of_outcome(&Outcome::Done(Receipt::Nothing)) as u8, 0);
    }
}
