//! The objects of the withdraw-tool API as they are on the wire. Fields that are not named here are ignored; any
//! other may be absent (`default` stands at each field, since a default of the whole would be built for every row).

use serde::Deserialize;

use super::field::{Amount, Field, Ident, Number, Object};
use crate::domain::{Phone, Text};

/// A tool (section 1).
#[derive(Deserialize)]
pub(super) struct Tool {
    #[serde(default)]
    pub(super) id: Field<Ident>,
    #[serde(default)]
    pub(super) name: Field<Text>,
    #[serde(default)]
    pub(super) icon: Field<Text>,
    #[serde(default)]
    pub(super) enabled: Field<bool>,
    #[serde(default)]
    pub(super) sort: Field<Number>,
    #[serde(default)]
    pub(super) r#type: Field<Text>,
}

/// An account (sections 2 and 3).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Account {
    #[serde(default)]
    pub(super) id: Field<Ident>,
    #[serde(default)]
    pub(super) collection_type: Field<Text>,
    #[serde(default)]
    pub(super) r#type: Field<Text>,
    #[serde(default)]
    pub(super) phone: Field<Phone>,
    #[serde(default)]
    pub(super) status: Field<Text>,
    #[serde(default)]
    pub(super) enabled: Field<bool>,
    #[serde(default)]
    pub(super) otp_auth: Field<bool>,
    #[serde(default)]
    pub(super) sms_auth: Field<bool>,
    #[serde(default)]
    pub(super) upi_withdraw_task: Object<Task>,
}

/// A withdraw task (section 2, `UpiWithdrawTask`).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Task {
    #[serde(default)]
    pub(super) id: Field<Text>,
    #[serde(default)]
    pub(super) start_time: Field<Number>,
    #[serde(default)]
    pub(super) estimate_time: Field<Number>,
    #[serde(default)]
    pub(super) order_count: Field<Number>,
    #[serde(default)]
    pub(super) success_order_count: Field<Number>,
    #[serde(default)]
    pub(super) amount: Amount,
    #[serde(default)]
    pub(super) withdraw_amount: Amount,
}

/// An OTP session (section 5) or an SMS session (section 7).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the document's own names")]
pub(super) struct Session {
    #[serde(default)]
    pub(super) session_id: Field<Ident>,
    #[serde(default)]
    pub(super) target_phone: Field<Phone>,
    #[serde(default)]
    pub(super) sms_text: Field<Text>,
}

/// An object of which only the id is wanted: an order (section 11), or a row that is not sound.
#[derive(Deserialize)]
pub(super) struct Identified {
    #[serde(default)]
    pub(super) id: Field<Ident>,
}

/// A message on the sandbox's handset.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct HandsetMessage {
    #[serde(default)]
    pub(super) at: Field<Number>,
    #[serde(default)]
    pub(super) pay_account_id: Field<Ident>,
    #[serde(default)]
    pub(super) phone: Field<Phone>,
    #[serde(default)]
    pub(super) text: Field<Text>,
    #[serde(default)]
    pub(super) sent: Field<bool>,
}
