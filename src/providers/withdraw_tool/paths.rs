//! Where each operation is found below the base URL.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::{Change, Fault, Read, Text};

/// The handset of a paytop sandbox; no provider has one.
const HANDSET: &str = "/sandbox/handset";
const HANDSET_SEND: &str = "/sandbox/handset/send";

/// The operations by the names they have in the config, in the document's order.
pub const OPERATIONS: [&str; 12] = [
    "tools",
    "accounts",
    "save_account",
    "set_upi",
    "send_otp",
    "confirm_otp",
    "start_sms",
    "confirm_sms",
    "upi_ids",
    "set_withdrawals",
    "create_order",
    "deauthorize",
];

/// The path of every operation. Section 1 and 2 name theirs; the others are defaults that a connection can override.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Paths {
    /// Section 1.
    pub tools: String,
    /// Section 2.
    pub accounts: String,
    /// Section 3.
    pub save_account: String,
    /// Section 4.
    pub set_upi: String,
    /// Section 5.
    pub send_otp: String,
    /// Section 6.
    pub confirm_otp: String,
    /// Section 7.
    pub start_sms: String,
    /// Section 8.
    pub confirm_sms: String,
    /// Section 9.
    pub upi_ids: String,
    /// Section 10.
    pub set_withdrawals: String,
    /// Section 11.
    pub create_order: String,
    /// Section 12.
    pub deauthorize: String,
}

impl Default for Paths {
    fn default() -> Self {
        Self {
            tools: "/api/bank_app/list".into(),
            accounts: "/api/pay_account/list".into(),
            save_account: "/api/pay_account/save".into(),
            set_upi: "/api/pay_account/update_upi".into(),
            send_otp: "/api/pay_account/send_otp".into(),
            confirm_otp: "/api/pay_account/auth_otp".into(),
            start_sms: "/api/pay_account/send_sms".into(),
            confirm_sms: "/api/pay_account/confirm_sms".into(),
            upi_ids: "/api/pay_account/upi_list".into(),
            set_withdrawals: "/api/pay_account/enable".into(),
            create_order: "/api/withdraw_order/create".into(),
            deauthorize: "/api/pay_account/deauthorize".into(),
        }
    }
}

impl Paths {
    /// Every operation by its name in the config, in the document's order.
    #[must_use]
    pub fn named(&self) -> [(&'static str, &str); 12] {
        [
            ("tools", &self.tools),
            ("accounts", &self.accounts),
            ("save_account", &self.save_account),
            ("set_upi", &self.set_upi),
            ("send_otp", &self.send_otp),
            ("confirm_otp", &self.confirm_otp),
            ("start_sms", &self.start_sms),
            ("confirm_sms", &self.confirm_sms),
            ("upi_ids", &self.upi_ids),
            ("set_withdrawals", &self.set_withdrawals),
            ("create_order", &self.create_order),
            ("deauthorize", &self.deauthorize),
        ]
    }

    /// The usual paths, with these over them. Names that are no operation's, which the config refuses, mean nothing.
    #[must_use]
    pub fn with(own: &BTreeMap<String, String>) -> Self {
        let own = own.iter().map(|(name, path)| (name.clone(), path.clone().into()));
        serde_json::from_value(serde_json::Value::Object(own.collect())).unwrap_or_default()
    }

    /// Whether every path stays below the base URL.
    ///
    /// # Errors
    /// [`Fault::Unusable`] naming the first that does not begin with `/`.
    pub(super) fn check(&self) -> Result<(), Fault> {
        match self.named().into_iter().find(|(_, path)| !path.starts_with('/')) {
            Some((name, _)) => Err(Fault::Unusable(Text::new(&format!("paths.{name} must begin with /")))),
            None => Ok(()),
        }
    }

    /// Where the question is asked.
    pub(super) fn of_read(&self, read: &Read) -> &str {
        match read {
            Read::Tools => &self.tools,
            Read::Accounts => &self.accounts,
            Read::UpiIds { .. } => &self.upi_ids,
            Read::Handset => HANDSET,
        }
    }

    /// Where the change is sent.
    pub(super) fn of_change(&self, change: &Change) -> &str {
        match change {
            Change::SaveAccount(_) => &self.save_account,
            Change::SetUpi { .. } => &self.set_upi,
            Change::SendOtp { .. } => &self.send_otp,
            Change::ConfirmOtp { .. } => &self.confirm_otp,
            Change::StartSms { .. } => &self.start_sms,
            Change::ConfirmSms { .. } => &self.confirm_sms,
            Change::SetWithdrawals { .. } => &self.set_withdrawals,
            Change::CreateOrder { .. } => &self.create_order,
            Change::Deauthorize { .. } => &self.deauthorize,
            Change::SendFromHandset { .. } => HANDSET_SEND,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_has_a_path_under_its_name() {
        let paths = Paths::default();
        assert_eq!(paths.named().map(|(name, _)| name), OPERATIONS);
        for name in OPERATIONS {
            let own = BTreeMap::from([(name.to_owned(), "/own".to_owned())]);
            let changed = Paths::with(&own).named().into_iter().filter(|(_, path)| *path == "/own").count();
            assert_eq!(changed, 1, "{name}");
        }
    }

    #[test]
    fn what_is_not_named_keeps_its_default() {
        let paths: Paths = toml::from_str("create_order = \"/v2/orders\"").unwrap();
        assert_eq!(paths, Paths { create_order: "/v2/orders".into(), ..Paths::default() });
    }

    #[test]
    fn a_misspelt_operation_is_an_error() {
        assert!(toml::from_str::<Paths>("create_orders = \"/v2/orders\"").is_err());
    }

    #[test]
    fn a_path_cannot_name_another_host() {
        let paths = Paths { create_order: "@evil.example/pay".into(), ..Paths::default() };
        assert_eq!(paths.check(), Err(Fault::Unusable("paths.create_order must begin with /".into())));
    }
}
