//! A transfer: money that goes out to the account of a payee (Yuansfer payouts, "Transfer").

mod ret_code;
mod status;

use jiff::Timestamp;
use rust_decimal::Decimal;

use super::deposit::{currency, optional, required};
use super::{AccountId, AccountToken, Fault, FieldErrors, InvoiceId, Money, PayeeNo, Text, mask_digits};

pub use self::ret_code::RetCode;
pub use self::status::TransferStatus;

/// The most characters of a text; the document bounds none.
const LONGEST: usize = 190;

/// The most decimals of an amount.
const DECIMALS: u32 = 2;

/// A transfer to make. Its `invoiceId` is the intent's: see [`InvoiceId::of`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferRequest {
    /// Who gets it.
    pub payee: PayeeNo,
    /// On which of their accounts.
    pub account: AccountToken,
    /// How much, and of what.
    pub amount: Money,
    /// What it is about.
    pub subject: Option<Text>,
    /// A note to the payee.
    pub note: Option<Text>,
    /// A longer description.
    pub description: Option<Text>,
}

/// A transfer as the provider knows it: taken on, or looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// Our id of it.
    pub invoice: InvoiceId,
    /// The provider's own (`transactionNo`).
    pub number: Text,
    /// How much.
    pub amount: Money,
    /// What became of it so far.
    pub status: TransferStatus,
    /// When it was taken on.
    pub created: Option<Timestamp>,
    /// Who gets it, where that is told.
    pub payee: Option<PayeeNo>,
    /// On which account, where that is told.
    pub account: Option<AccountToken>,
    /// Who gets it, in the provider's words, where that is told.
    pub receiver: Option<Text>,
}

/// What asking for a transfer by its invoice id brought: each answers for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inquiry {
    /// Which was asked for.
    pub invoice: InvoiceId,
    /// What there is to say of it.
    pub found: TransferFound,
}

/// What there is to say of a transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransferFound {
    /// The provider knows it.
    Transfer(Box<Transfer>),
    /// The provider does not know it, in its own words. That settles nothing: the request may still arrive.
    Unknown(Text),
    /// It could not be asked, or what it answered could not be understood.
    Fault(Fault),
}

impl Inquiry {
    /// The transfer, where it was found.
    #[must_use]
    pub fn transfer(&self) -> Option<&Transfer> {
        match &self.found {
            TransferFound::Transfer(transfer) => Some(transfer),
            TransferFound::Unknown(_) | TransferFound::Fault(_) => None,
        }
    }
}

impl TransferRequest {
    /// The least there is to say of a transfer.
    #[must_use]
    pub fn new(payee: PayeeNo, account: AccountToken, amount: Money) -> Self {
        Self { payee, account, amount, subject: None, note: None, description: None }
    }

    /// What is wrong with it, by the document's names of the fields.
    ///
    /// # Errors
    /// Field by field.
    pub fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        required("customerNo", &self.payee.0, LONGEST, &mut errors);
        required("accountToken", &self.account.0, LONGEST, &mut errors);
        let amount = self.amount.amount;
        if amount <= Decimal::ZERO {
            errors.add("amount", "must be more than zero");
        } else if amount.normalize().scale() > DECIMALS {
            errors.add("amount", "has at most two decimals");
        }
        currency("currency", &self.amount.currency, &mut errors);
        for (field, text) in [("subject", &self.subject), ("note", &self.note), ("description", &self.description)] {
            if let Some(text) = text {
                optional(field, text, LONGEST, &mut errors);
            }
        }
        errors.into_result()
    }

    /// The amount as it is sent: plain digits, with at most two decimals.
    #[must_use]
    pub fn digits(&self) -> String {
        let amount = self.amount.amount;
        if amount.scale() > DECIMALS { amount.normalize().to_string() } else { amount.to_string() }
    }

    /// Who gets it: what the journal knows a payee by. Two transfers to one payee are alike, to whichever of their
    /// accounts they go.
    #[must_use]
    pub fn subject_of(&self) -> AccountId {
        AccountId(self.payee.0.clone())
    }

    /// What it does, in a few words.
    #[must_use]
    pub fn words(&self) -> String {
        format!("transfer {} to payee {}", self.amount, self.payee)
    }

    /// What is asked for, for the journal.
    #[must_use]
    pub fn summary(&self) -> Vec<(&'static str, String)> {
        let mut summary = vec![
            ("customerNo", self.payee.to_string()),
            ("accountToken", self.account.to_string()),
            ("amount", self.amount.to_string()),
        ];
        let masked = |text: &Option<Text>| text.as_ref().map(|text| mask_digits(text.as_str()));
        summary.extend(masked(&self.subject).map(|subject| ("subject", subject)));
        summary.extend(masked(&self.note).map(|note| ("note", note)));
        summary.extend(masked(&self.description).map(|description| ("description", description)));
        summary
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::domain::Currency;

    fn of(amount: &str) -> TransferRequest {
        let amount = Money::new(Decimal::from_str_exact(amount).unwrap(), Currency::new("USD"));
        TransferRequest::new("2000305228292319592008".into(), "2010305228303182765718".into(), amount)
    }

    fn wrong(request: &TransferRequest) -> Vec<String> {
        let errors = request.check().err().unwrap_or_default();
        errors.0.iter().map(|error| error.field.to_string()).collect()
    }

    #[rstest]
    #[case("500", "500")]
    #[case("500.5", "500.5")]
    #[case("500.10", "500.10")]
    #[case("0.01", "0.01")]
    #[case("500.1000", "500.1")]
    #[case("1234567890123.45", "1234567890123.45")]
    fn an_amount_is_sent_with_its_own_digits(#[case] amount: &str, #[case] sent: &str) {
        let request = of(amount);
        assert_eq!((request.check(), request.digits().as_str()), (Ok(()), sent));
    }

    #[rstest]
    #[case("0")]
    #[case("-1")]
    #[case("0.001")]
    #[case("10.005")]
    fn what_is_no_amount_is_not_sent(#[case] amount: &str) {
        assert_eq!(wrong(&of(amount)), ["amount"]);
    }

    #[test]
    fn the_rest_is_checked_too() {
        let request = TransferRequest {
            payee: "".into(),
            account: " x".into(),
            subject: Some("a ".into()),
            note: Some("n".repeat(191).into()),
            ..of("1")
        };
        assert_eq!(wrong(&request), ["customerNo", "accountToken", "subject", "note"]);
    }

    #[test]
    fn payees_are_alike_whichever_of_their_accounts_is_paid() {
        let other = TransferRequest { account: "2010305228303182765719".into(), ..of("500") };
        assert_eq!(other.subject_of(), of("500").subject_of());
        assert_eq!(of("500").words(), "transfer USD 500.00 to payee 2000305228292319592008");
    }
}
