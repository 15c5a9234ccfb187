//! What settles an unconfirmed change without asking anybody: the provider's own list, or a later change that took
//! its place. Finding nothing settles nothing: the request may still arrive.

use crate::domain::{ChangeKind, How, Intent, Settlement};

use super::Row;

/// How it can become known what became of an unconfirmed change, in words for whoever has to find out.
#[must_use]
pub fn way_to_settle(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::CreateOrder => {
            "The provider cannot be asked what became of an order. Look at the account's statement, or ask the \
             provider's people; then settle it by hand."
        }
        ChangeKind::SetWithdrawals | ChangeKind::ConfirmOtp | ChangeKind::ConfirmSms | ChangeKind::Deauthorize => {
            "The account list settles it by itself once it shows what was wanted. A list that shows otherwise settles \
             nothing, as the request may still arrive: then settle it by hand."
        }
        ChangeKind::SaveAccount | ChangeKind::SetUpi => {
            "No list tells it. Look at the account, or ask the provider's people; then settle it by hand."
        }
        ChangeKind::SendOtp | ChangeKind::StartSms => {
            "Ask the account holder whether anything came. The same once more settles it too; else settle it by hand."
        }
        ChangeKind::SendFromHandset => "Look at the messages of the handset; then settle it by hand.",
        ChangeKind::CreateWithdrawal => {
            "It is asked for by its id, which is this one's, until the provider tells its end, and that settles it. That \
             there is nothing to tell yet says nothing, as the request may still arrive; what else is known settles it by \
             hand."
        }
        ChangeKind::CreateTransaction => {
            "Without its identifier it cannot be paid, and another one does no harm: settle it by hand."
        }
        ChangeKind::ActivateTransaction | ChangeKind::ReportTransaction => {
            "Its postback, looked up by this one's id, says whether it came in; then settle it by hand."
        }
        ChangeKind::CreatePayment => {
            "Its postback, looked up by this one's id, says whether it was paid; then settle it by hand."
        }
        ChangeKind::Transfer => {
            "It is asked for by its invoice id, which is this one's, until its status is success, failed or returned; that \
             settles it by itself. That the provider does not know it says nothing, as the request may still arrive; what \
             else is known settles it by hand."
        }
        ChangeKind::RegisterPayee => {
            "No list tells it. Ask the provider's people whether there is a payee with this customer code; then settle \
             it by hand."
        }
        ChangeKind::UpdatePayee => "Look the payee up, and settle it by hand.",
        ChangeKind::AddBankAccount => "Look at the payee's accounts; then settle it by hand.",
    }
}

/// Who settles where no operator does.
pub const PROGRAM: &str = "paytop";

/// What the account's row in a list that was asked for later says of the change, where it shows that what was wanted
/// is so. A withdrawal order leaves no trace in the list.
pub fn in_list(intent: &Intent, row: &Row) -> Option<Settlement> {
    if row.missing {
        return None;
    }
    let account = &row.account;
    let shown = match intent.kind {
        ChangeKind::SetWithdrawals => intent.wanted == Some(account.enabled),
        ChangeKind::ConfirmOtp => account.otp_auth,
        ChangeKind::ConfirmSms => account.sms_auth,
        ChangeKind::Deauthorize => !account.otp_auth && !account.sms_auth,
        ChangeKind::SaveAccount
        | ChangeKind::SetUpi
        | ChangeKind::SendOtp
        | ChangeKind::StartSms
        | ChangeKind::CreateOrder
        | ChangeKind::SendFromHandset
        | ChangeKind::CreateTransaction
        | ChangeKind::ActivateTransaction
        | ChangeKind::ReportTransaction
        | ChangeKind::CreatePayment
        | ChangeKind::CreateWithdrawal
        | ChangeKind::RegisterPayee
        | ChangeKind::UpdatePayee
        | ChangeKind::AddBankAccount
        | ChangeKind::Transfer => false,
    };
    shown.then(|| Settlement {
        happened: Some(true),
        how: How::List,
        by: PROGRAM.into(),
        evidence: "the account list shows it".to_owned(),
        reference: None,
    })
}

/// What settles a change that a later one took the place of.
pub fn overtaken() -> Settlement {
    Settlement {
        happened: None,
        how: How::Overtaken,
        by: PROGRAM.into(),
        evidence: "a later change took its place".to_owned(),
        reference: None,
    }
}

/// Whether `later`, being done, makes it matter no more what became of `earlier`: exactly the same was asked for once
/// more. Never true of orders, for two orders are two withdrawals; nor of edits, for each sends what was typed alone;
/// nor of a switch the other way, for the earlier one may still arrive.
pub fn is_overtaken(earlier: &Intent, later: &Intent) -> bool {
    earlier.kind == later.kind
        && earlier.account.is_some()
        && earlier.account == later.account
        && earlier.connection == later.connection
        && earlier.planned() <= later.planned()
        && earlier.wanted == later.wanted
        && matches!(
            earlier.kind,
            ChangeKind::SetWithdrawals
                | ChangeKind::SendOtp
                | ChangeKind::ConfirmOtp
                | ChangeKind::StartSms
                | ChangeKind::ConfirmSms
                | ChangeKind::Deauthorize
        )
}
