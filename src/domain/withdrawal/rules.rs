//! What each payment system wants of a withdrawal: forms take their fields from here, and [`super::check`] its rules.

use rust_decimal::Decimal;

/// Whether a field has to be filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It has to.
    Required,
    /// It may.
    Optional,
}

/// What an account number looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountMask {
    /// Ten digits, without the international code +91.
    TenDigits,
    /// Digits.
    Digits,
    /// Eleven digits in the format 01xxxxxxxxx.
    Eleven,
    /// Eleven or twelve digits that begin with 01.
    ElevenOrTwelve,
    /// Anything.
    Any,
}

/// What a payment system wants of a withdrawal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WithdrawalRules {
    /// Whether the document names the payment system; of others only what holds for all is known.
    pub is_known: bool,
    /// `account_number`.
    pub account_number: (Need, AccountMask),
    /// `account_name`.
    pub account_name: Need,
    /// `account_email`.
    pub account_email: Need,
    /// `bank_details.bank_code`.
    pub bank_code: Need,
    /// Whether `bank_details.bank_code` is an IFSC.
    pub is_ifsc: bool,
    /// What the amount has to be a multiple of.
    pub multiple_of: Decimal,
}

impl WithdrawalRules {
    /// The payment systems that the document names.
    pub const KNOWN: [&str; 6] = ["paytm", "upi_ib", "imps_ib", "bkash", "nagad", "rocket"];

    /// The rules of a payment system.
    #[must_use]
    pub fn of(system: &str) -> Self {
        let general = Self {
            is_known: false,
            account_number: (Need::Optional, AccountMask::Any),
            account_name: Need::Optional,
            account_email: Need::Optional,
            bank_code: Need::Optional,
            is_ifsc: false,
            multiple_of: Decimal::ONE,
        };
        let known = |mask| Self { is_known: true, account_number: (Need::Required, mask), ..general };
        match system.to_ascii_lowercase().as_str() {
            "paytm" => Self { multiple_of: Decimal::TEN, ..known(AccountMask::TenDigits) },
            "upi_ib" => Self { account_name: Need::Required, is_ifsc: true, ..known(AccountMask::Digits) },
            // IMPS pays by account number and IFSC.
            "imps_ib" => Self {
                account_name: Need::Required,
                bank_code: Need::Required,
                is_ifsc: true,
                ..known(AccountMask::Digits)
            },
            "bkash" => Self { account_email: Need::Required, ..known(AccountMask::Eleven) },
            "nagad" => known(AccountMask::Eleven),
            "rocket" => known(AccountMask::ElevenOrTwelve),
            _ => general,
        }
    }
}

impl AccountMask {
    /// Whether a number looks so.
    #[must_use]
    pub fn fits(self, number: &str) -> bool {
        let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        match self {
            Self::TenDigits => digits && number.len() == 10,
            Self::Digits => digits,
            Self::Eleven => digits && number.len() == 11 && number.starts_with("01"),
            Self::ElevenOrTwelve => digits && matches!(number.len(), 11 | 12) && number.starts_with("01"),
            Self::Any => true,
        }
    }

    /// What is expected, for the field it is typed in.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::TenDigits => "10 digits, without +91",
            Self::Digits => "digits alone",
            Self::Eleven => "11 digits that begin with 01",
            Self::ElevenOrTwelve => "11 or 12 digits that begin with 01",
            Self::Any => "the account",
        }
    }
}
