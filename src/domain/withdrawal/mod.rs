//! A withdrawal: money that goes out to a person, by a payment system.

mod check;
mod rules;
mod status;

use super::{AccountId, AccountNumber, Money, Text, mask_digits};

pub use self::check::check_withdrawal_id;
pub(super) use self::check::email_address;
pub use self::rules::{AccountMask, Need, WithdrawalRules};
pub use self::status::WithdrawalStatus;

/// A withdrawal to make (the Paykassma API, "Withdrawal of funds"). Its `withdrawal_id` is the intent's id, which is
/// always sent: the same id is the same withdrawal. `Debug` shows numbers by their last four digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithdrawalRequest {
    /// The payment system, such as `paytm`.
    pub system: Text,
    /// How much, and of what (`currency_code`). A whole number.
    pub amount: Money,
    /// Whose money it is: the user's id in the operator's own system.
    pub label: Text,
    /// Whether it is a test, with which no money goes out.
    pub is_test: bool,
    /// A remark.
    pub comment: Option<Text>,
    /// The payee's account.
    pub account_number: Option<AccountNumber>,
    /// The payee's name.
    pub account_name: Option<Text>,
    /// The payee's email address.
    pub account_email: Option<Text>,
    /// `payments_details.payments_method`.
    pub payments_method: Option<Text>,
    /// `payments_details.payments_provider`.
    pub payments_provider: Option<Text>,
    /// `bank_details.bank_code`, such as an IFSC.
    pub bank_code: Option<Text>,
    /// `bank_details.branch_code`.
    pub branch_code: Option<Text>,
    /// `bank_details.bank_code_in_payments_system`.
    pub bank_code_in_system: Option<Text>,
    /// The payee's IBAN.
    pub iban: Option<AccountNumber>,
}

impl WithdrawalRequest {
    /// The least there is to say of a withdrawal.
    #[must_use]
    pub fn new(system: Text, amount: Money, label: Text, is_test: bool) -> Self {
        Self {
            system,
            amount,
            label,
            is_test,
            comment: None,
            account_number: None,
            account_name: None,
            account_email: None,
            payments_method: None,
            payments_provider: None,
            bank_code: None,
            branch_code: None,
            bank_code_in_system: None,
            iban: None,
        }
    }

    /// Who gets it, by the payment system and the last four digits: what the journal knows a payee by. Two payees whose
    /// accounts end alike are one here, which asks once too often rather than once too seldom.
    #[must_use]
    pub fn payee(&self) -> AccountId {
        let number = self.account_number.as_ref().or(self.iban.as_ref());
        let whom = number.map_or_else(|| mask_digits(self.label.as_str()), ToString::to_string);
        AccountId(format!("{} {whom}", self.system).into())
    }

    /// What it does, in a few words.
    #[must_use]
    pub fn words(&self) -> String {
        let test = if self.is_test { " (test)" } else { "" };
        format!("pay {} to {}{test}", self.amount, self.payee())
    }

    /// What is asked for, for the journal: numbers by their last four digits.
    #[must_use]
    pub fn summary(&self) -> Vec<(&'static str, String)> {
        let mut summary = vec![
            ("payment_system", self.system.to_string()),
            ("amount", self.amount.to_string()),
            ("label", mask_digits(self.label.as_str())),
            ("is_test", self.is_test.to_string()),
        ];
        let masked = |text: &Option<Text>| text.as_ref().map(|text| mask_digits(text.as_str()));
        summary.extend(masked(&self.comment).map(|comment| ("comment", comment)));
        summary.extend(self.account_number.as_ref().map(|number| ("account_number", number.to_string())));
        summary.extend(masked(&self.account_name).map(|name| ("account_name", name)));
        summary.extend(self.account_email.as_ref().map(|email| ("account_email", masked_email(email.as_str()))));
        summary.extend(masked(&self.payments_method).map(|method| ("payments_method", method)));
        summary.extend(masked(&self.payments_provider).map(|provider| ("payments_provider", provider)));
        summary.extend(masked(&self.bank_code).map(|code| ("bank_code", code)));
        summary.extend(masked(&self.branch_code).map(|code| ("branch_code", code)));
        summary.extend(masked(&self.bank_code_in_system).map(|code| ("bank_code_in_payments_system", code)));
        summary.extend(self.iban.as_ref().map(|iban| ("iban", iban.to_string())));
        summary
    }
}

/// An email address by its first character and its host.
#[must_use]
pub fn masked_email(email: &str) -> String {
    match email.rsplit_once('@') {
        Some((name, host)) => {
            let first: String = name.chars().take(1).collect();
            format!("{first}•••@{}", mask_digits(host))
        }
        None => mask_digits(email),
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    #[test]
    fn nothing_that_is_kept_or_printed_has_a_whole_number() {
        let request = WithdrawalRequest {
            account_number: Some(AccountNumber::new("9876543210".into())),
            account_email: Some("asha@example.com".into()),
            iban: Some(AccountNumber::new("DE02120300000000202051".into())),
            comment: Some("for 9876543210".into()),
            ..WithdrawalRequest::new("bkash".into(), Money::inr(Decimal::ONE_THOUSAND), "9876543210".into(), true)
        };
        assert_eq!(request.words(), "pay INR 1,000.00 to bkash ••••••3210 (test)");
        let kept = format!("{:?} {} {}", request.summary(), request.words(), request.payee());
        assert!(!kept.contains("9876543210") && !kept.contains("202051") && !kept.contains("asha@"), "{kept}");
        assert!(!format!("{:?} {:?}", request.account_number, request.iban).contains("987654"), "masked in Debug");
    }

    #[test]
    fn payees_are_told_apart_by_their_ends() {
        let to = |number: &str| WithdrawalRequest {
            account_number: Some(AccountNumber::new(number.into())),
            ..WithdrawalRequest::new("paytm".into(), Money::inr(Decimal::TEN), "55".into(), false)
        };
        assert_ne!(to("9876543210").payee(), to("9876543211").payee());
        assert_eq!(to("9876543210").payee(), to("9876543210").payee());
        assert!(to("9876543210").payee().as_str().ends_with("3210"));
    }
}
