//! The objects of the withdraw-tool API as they are on the wire. Fields that are not named here are ignored.

use serde::Deserialize;

use super::field::{Amount, Field, Ident, Number, Object};
use crate::domain::{Phone, Text};

/// A tool (section 1).
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Tool {
    pub(super) id: Field<Ident>,
    pub(super) name: Field<Text>,
    pub(super) icon: Field<Text>,
    pub(super) enabled: Field<bool>,
    pub(super) sort: Field<Number>,
    pub(super) r#type: Field<Text>,
}

/// An account (sections 2 and 3).
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Account {
    pub(super) id: Field<Ident>,
    pub(super) collection_type: Field<Text>,
    pub(super) r#type: Field<Text>,
    pub(super) phone: Field<Phone>,
    pub(super) status: Field<Text>,
    pub(super) enabled: Field<bool>,
    pub(super) otp_auth: Field<bool>,
    pub(super) sms_auth: Field<bool>,
    pub(super) upi_withdraw_task: Object<Task>,
}

/// A withdraw task (section 2, `UpiWithdrawTask`).
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Task {
    pub(super) id: Field<Text>,
    pub(super) start_time: Field<Number>,
    pub(super) estimate_time: Field<Number>,
    pub(super) order_count: Field<Number>,
    pub(super) success_order_count: Field<Number>,
    pub(super) amount: Amount,
    pub(super) withdraw_amount: Amount,
}

/// An OTP session (section 5) or an SMS session (section 7).
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the document's own names")]
pub(super) struct Session {
    pub(super) session_id: Field<Ident>,
    pub(super) target_phone: Field<Phone>,
    pub(super) sms_text: Field<Text>,
}

/// An object of which only the id is wanted: an order (section 11), or a row that is not sound.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Identified {
    pub(super) id: Field<Ident>,
}

/// A message on the sandbox's handset.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct HandsetMessage {
    pub(super) at: Field<Number>,
    pub(super) pay_account_id: Field<Ident>,
    pub(super) phone: Field<Phone>,
    pub(super) text: Field<Text>,
    pub(super) sent: Field<bool>,
}
