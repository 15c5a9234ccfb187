//! Yuansfer's notifications (IPN): form POSTs that are signed as requests are. The word `success` says that one was
//! taken; whoever does not hear it sends it again, eight times in two hours.

mod answer;
mod check;
pub(super) mod sandbox;

use super::super::hook::Hook;
use crate::domain::PostbackKind;

/// Of transfers, and of payees' accounts.
pub(super) const IPN: Hook = Hook {
    name: "ipn",
    kind: PostbackKind::Withdrawal,
    secrets: &["token"],
    checks: check::checks,
    answer: answer::answer,
};
