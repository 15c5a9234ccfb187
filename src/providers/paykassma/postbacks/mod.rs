//! Postbacks as Paykassma sends them: checked over the bytes that came, and answered in the document's codes.

mod answer;
mod check;
pub mod sandbox;

use super::super::hook::Hook;
use crate::domain::PostbackKind;

/// Of deposits.
pub(super) const DEPOSIT: Hook = Hook {
    name: "deposit",
    kind: PostbackKind::Deposit,
    secrets: &["postback_access_key", "postback_private_key"],
    checks: check::deposits,
    answer: answer::answer,
};

/// Of withdrawals.
pub(super) const WITHDRAWAL: Hook = Hook {
    name: "withdrawal",
    kind: PostbackKind::Withdrawal,
    secrets: &["private_key"],
    checks: check::withdrawals,
    answer: answer::answer,
};
