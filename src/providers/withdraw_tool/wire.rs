//! The objects of the withdraw-tool API as they are on the wire. Fields that are not named here are ignored; those that
//! are may be absent.

use serde::Deserialize;
use serde::de::{Error, IgnoredAny, MapAccess};

use super::field::{Amount, Code, Field, Fill, Ident, Into, Number, Object, Place};
use crate::domain::{Phone, Text};

/// Declares objects by their fields: the name here, the kind, and the name on the wire. A field that comes twice is an
/// error, for nobody knows which one is meant.
macro_rules! objects {
    ($(
        $(#[$doc:meta])*
        $object:ident $(<$wanted:ident>)? { $($field:ident: $kind:ty = $name:literal,)* }
    )*) => {$(
        $(#[$doc])*
        #[derive(Default)]
        pub(super) struct $object $(<$wanted>)? {
            $(pub(super) $field: $kind,)*
        }

        impl<'de $(, $wanted: Place<'de>)?> Fill<'de> for $object $(<$wanted>)? {
            fn fill<A: MapAccess<'de>>(&mut self, mut entries: A) -> Result<(), A::Error> {
                #[derive(Clone, Copy, Deserialize)]
                #[serde(field_identifier)]
                #[expect(non_camel_case_types, reason = "named after the fields")]
                enum Key {
                    $(#[serde(rename = $name)] $field,)*
                    #[serde(other)]
                    other,
                }
                let mut met = 0_u32;
                while let Some(key) = entries.next_key::<Key>()? {
                    let bit = 1 << key as u32;
                    match key {
                        $(Key::$field if met & bit != 0 => return Err(A::Error::duplicate_field($name)),
                        Key::$field => entries.next_value_seed(Into(&mut self.$field))?,)*
                        Key::other => {
                            entries.next_value::<IgnoredAny>()?;
                        }
                    }
                    met |= bit;
                }
                Ok(())
            }
        }
    )*};
}

objects! {
    /// The envelope of every answer.
    Envelope<D> {
        success: Field<bool> = "success",
        err_code: Field<Code> = "errCode",
        err_msg: Field<Text> = "errMsg",
        data: D = "data",
    }

    /// A tool (section 1).
    Tool {
        id: Field<Ident> = "id",
        name: Field<Text> = "name",
        icon: Field<Text> = "icon",
        enabled: Field<bool> = "enabled",
        sort: Field<Number> = "sort",
        kind: Field<Text> = "type",
    }

    /// An account (sections 2 and 3).
    Account {
        id: Field<Ident> = "id",
        collection_type: Field<Text> = "collectionType",
        kind: Field<Text> = "type",
        phone: Field<Phone> = "phone",
        status: Field<Text> = "status",
        enabled: Field<bool> = "enabled",
        otp_auth: Field<bool> = "otpAuth",
        sms_auth: Field<bool> = "smsAuth",
        task: Object<Task> = "upiWithdrawTask",
    }

    /// A withdraw task (section 2, `UpiWithdrawTask`).
    Task {
        id: Field<Text> = "id",
        start_time: Field<Number> = "startTime",
        estimate_time: Field<Number> = "estimateTime",
        order_count: Field<Number> = "orderCount",
        success_order_count: Field<Number> = "successOrderCount",
        amount: Amount = "amount",
        withdraw_amount: Amount = "withdrawAmount",
    }

    /// An OTP session (section 5) or an SMS session (section 7).
    Session {
        id: Field<Ident> = "sessionId",
        target_phone: Field<Phone> = "targetPhone",
        sms_text: Field<Text> = "smsText",
    }

    /// An object of which only the id is wanted: an order (section 11), or a row that is not sound.
    Identified {
        id: Field<Ident> = "id",
    }

    /// What the sandbox's handset answers; it has no envelope.
    Handset<M> {
        messages: M = "messages",
    }

    /// A message on the sandbox's handset.
    HandsetMessage {
        at: Field<Number> = "at",
        account: Field<Ident> = "payAccountId",
        phone: Field<Phone> = "phone",
        text: Field<Text> = "text",
        sent: Field<bool> = "sent",
    }
}
