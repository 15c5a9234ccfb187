//! Why the world refuses what it is asked to do. The provider's half gives each its code.

use rust_decimal::Decimal;

use crate::domain::Money;

/// Why nothing was done. The words are what the caller is told; no phone, code or account number is in them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No account has the id.
    #[error("Unknown account")]
    UnknownAccount,
    /// No tool has the type.
    #[error("Unknown type")]
    UnknownTool,
    /// The tool cannot be used yet.
    #[error("{0} is coming soon")]
    ComingSoon(&'static str),
    /// An account never changes from UPI to CARD or back.
    #[error("The collectionType of an account cannot change")]
    OtherCollection,
    /// Not a phone number.
    #[error("The phone number must be 6 to 15 digits, with or without a leading +")]
    BadPhone,
    /// Not a UPI id.
    #[error("A UPI id looks like name@bank")]
    BadUpi,
    /// Another account has this phone and type.
    #[error("There is an account with this phone and type already")]
    Duplicate,
    /// Only UPI accounts have UPI ids.
    #[error("Only UPI accounts have UPI ids")]
    NotUpi,
    /// Withdrawals need an OTP authorisation first.
    #[error("OTP not authorized")]
    OtpNotAuthorized,
    /// Withdrawals need an SMS authorisation, too.
    #[error("SMS not authorized")]
    SmsNotAuthorized,
    /// The code is not the one that was sent.
    #[error("Wrong OTP, {left} attempt{} left", if *.left == 1 { "" } else { "s" })]
    WrongOtp {
        /// How many more may be tried.
        left: u8,
    },
    /// The code is too old.
    #[error("OTP expired, send a new one")]
    OtpExpired,
    /// Too many codes were tried.
    #[error("Too many wrong OTPs, send a new one")]
    OtpDead,
    /// The session is not the account's last, or was used.
    #[error("Unknown, replaced or used OTP session, send a new OTP")]
    OtpUnknown,
    /// An OTP was sent just now.
    #[error("An OTP was sent just now, wait {seconds} s before sending another")]
    OtpTooSoon {
        /// How long, in seconds of the world.
        seconds: i64,
    },
    /// The holder has not sent the SMS.
    #[error("SMS not received yet")]
    SmsNotReceived,
    /// The SMS session is too old.
    #[error("SMS session expired, start again")]
    SmsExpired,
    /// The session is not the account's last, or was used.
    #[error("Unknown, replaced or used SMS session, start again")]
    SmsUnknown,
    /// Orders are for CARD accounts.
    #[error("Only CARD accounts take withdrawal orders; UPI withdrawals need no more than being enabled")]
    NotCard,
    /// Withdrawals are off.
    #[error("Withdrawals are disabled for this account")]
    Disabled,
    /// Zero or less.
    #[error("The amount must be more than 0")]
    NotPositive,
    /// Finer than a paisa.
    #[error("The amount must have at most 2 decimals")]
    TooFine,
    /// More than there is.
    #[error("Insufficient balance: {} available", Money::inr(*.available))]
    Insufficient {
        /// What there is, in rupees.
        available: Decimal,
    },
}
