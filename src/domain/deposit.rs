//! Deposits: what is asked for them, field by field, and how they come in.

use std::path::PathBuf;

use rust_decimal::Decimal;

use super::{Currency, FieldErrors, Money, Ratio, Text, WebAddress, mask_digits};

/// The most characters of a label, a key or a wallet.
const LONGEST: usize = 190;

/// A transaction to create, for payment systems that want each activated (the Paykassma API, "Payment creation
/// request").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransactionDraft {
    /// The payment system (`wallet_type`).
    pub wallet: Text,
    /// Its currency.
    pub currency: Currency,
    /// Who pays: the user's id in the operator's own system.
    pub label: Text,
}

/// A transaction to activate by what the user was told when paying ("Activation request", `is_manual` = false). Its
/// `custom_transaction_id` is the intent's id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activation {
    /// The currency.
    pub currency: Currency,
    /// The payment system.
    pub wallet: Text,
    /// Who pays.
    pub label: Text,
    /// The number of the payment, as the user has it (`key1`).
    pub key: Text,
    /// How much was paid; UPI P2P and PhonePe want it.
    pub amount: Option<Decimal>,
}

/// A transaction for somebody to look for ("possible transaction", `is_manual` = true). Its `custom_id` is the
/// intent's id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PossibleTransaction {
    /// The currency.
    pub currency: Currency,
    /// The payment system.
    pub wallet: Text,
    /// Who pays.
    pub label: Text,
    /// The number of the payment, as the user has it (`key1`).
    pub key: Text,
    /// How much was paid.
    pub amount: Decimal,
    /// A picture of the payment, to be uploaded with it.
    pub screenshot: Option<PathBuf>,
}

/// A payment to create, for payment systems that want no activation. Its `custom_transaction_id` is the intent's id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentDraft {
    /// The payment system.
    pub system: Text,
    /// The language of the pages the user will see, two letters.
    pub language: Text,
    /// The currency.
    pub currency: Currency,
    /// The bank, by its code of three characters.
    pub bank: Text,
    /// How much.
    pub amount: Decimal,
    /// Who pays.
    pub label: Text,
    /// Where the user goes afterwards.
    pub redirect_url: Text,
}

/// What became of an activation, or of a possible transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Activated {
    /// The provider knows the payment.
    Accepted,
    /// The provider is looking into it: the money is credited once that is done. It is no failure.
    CheckStarted {
        /// The provider's words.
        text: Text,
    },
    /// The payment is not known yet; somebody will look for it.
    PossibleCreated {
        /// The provider's words.
        text: Text,
    },
}

/// What was collected for a user so far, and what is missing until it is credited ("Information about savings").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Savings {
    /// What was collected.
    pub collected: Money,
    /// What is missing.
    pub missing: Money,
    /// The least that is credited.
    pub minimum: Money,
}

impl Activated {
    /// What became of it, in words.
    #[must_use]
    pub fn words(&self) -> String {
        let with = |words: &str, text: &Text| match text.as_str() {
            "" => words.to_owned(),
            text => format!("{words}: {}", mask_digits(text)),
        };
        match self {
            Self::Accepted => "accepted".to_owned(),
            Self::CheckStarted { text } => with("the provider is checking it", text),
            Self::PossibleCreated { text } => with("not found yet, kept as a possible transaction", text),
        }
    }
}

impl Savings {
    /// How much of the least is collected.
    #[must_use]
    pub fn progress(&self) -> Ratio {
        Ratio::of(self.collected.amount, self.minimum.amount)
    }
}

/// Whether an activation at this payment system has to say how much was paid (the document's table).
#[must_use]
pub fn wants_amount(wallet: &str) -> bool {
    matches!(squeezed(wallet).as_str(), "upip2p" | "phonepe")
}

/// A payment system's name without what people part its words by: `Phone Pe`, `phone_pe` and `PhonePe` are one.
fn squeezed(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}

impl TransactionDraft {
    /// What is wrong with it.
    ///
    /// # Errors
    /// Field by field.
    pub fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        required("wallet_type", &self.wallet, LONGEST, &mut errors);
        currency("currency", &self.currency, &mut errors);
        required("label", &self.label, LONGEST, &mut errors);
        errors.into_result()
    }

    pub(super) fn summary(&self) -> Vec<(&'static str, String)> {
        vec![
            ("wallet_type", self.wallet.to_string()),
            ("currency", self.currency.to_string()),
            ("label", mask_digits(self.label.as_str())),
        ]
    }
}

impl Activation {
    /// What is wrong with it.
    ///
    /// # Errors
    /// Field by field.
    pub fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        currency("currency_code", &self.currency, &mut errors);
        required("wallet_type", &self.wallet, LONGEST, &mut errors);
        required("label", &self.label, LONGEST, &mut errors);
        required("key1", &self.key, LONGEST, &mut errors);
        match self.amount {
            None if wants_amount(self.wallet.as_str()) => {
                errors.add("amount", format!("{} wants the amount that was paid", self.wallet));
            }
            None => {}
            Some(paid) => amount(paid, &mut errors),
        }
        errors.into_result()
    }

    pub(super) fn summary(&self) -> Vec<(&'static str, String)> {
        let mut summary = paid(&self.currency, &self.wallet, &self.label, &self.key);
        summary.extend(self.amount.map(|amount| ("amount", amount.to_string())));
        summary
    }
}

impl PossibleTransaction {
    /// The most bytes of a screenshot.
    pub const LARGEST_SCREENSHOT: u64 = 10 * 1024 * 1024;

    /// What is wrong with it, the screenshot aside: whether that can be read shows when it is.
    ///
    /// # Errors
    /// Field by field.
    pub fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        currency("currency_code", &self.currency, &mut errors);
        required("wallet_type", &self.wallet, LONGEST, &mut errors);
        required("label", &self.label, LONGEST, &mut errors);
        required("key1", &self.key, LONGEST, &mut errors);
        amount(self.amount, &mut errors);
        errors.into_result()
    }

    pub(super) fn summary(&self) -> Vec<(&'static str, String)> {
        let mut summary = paid(&self.currency, &self.wallet, &self.label, &self.key);
        summary.push(("amount", self.amount.to_string()));
        // Its folder is nobody's business.
        let file = self.screenshot.as_ref().and_then(|path| path.file_name());
        summary.extend(file.map(|name| ("screenshot", Text::new(&name.to_string_lossy()).to_string())));
        summary
    }
}

impl PaymentDraft {
    /// What is wrong with it.
    ///
    /// # Errors
    /// Field by field.
    pub fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        required("payment_system", &self.system, LONGEST, &mut errors);
        let letters =
            |text: &Text, count| text.as_str().len() == count && text.as_str().bytes().all(|b| b.is_ascii_alphabetic());
        if !letters(&self.language, 2) {
            errors.add("language", "two letters, such as en");
        }
        currency("currency", &self.currency, &mut errors);
        required("bank", &self.bank, 3, &mut errors);
        amount(self.amount, &mut errors);
        required("label", &self.label, LONGEST, &mut errors);
        if WebAddress::new(self.redirect_url.as_str()).is_none() {
            errors.add("redirect_url", "an address that begins with https://");
        }
        errors.into_result()
    }

    pub(super) fn summary(&self) -> Vec<(&'static str, String)> {
        vec![
            ("payment_system", self.system.to_string()),
            ("language", self.language.to_string()),
            ("currency", self.currency.to_string()),
            ("bank", self.bank.to_string()),
            ("amount", self.amount.to_string()),
            ("label", mask_digits(self.label.as_str())),
            ("redirect_url", mask_digits(self.redirect_url.as_str())),
        ]
    }
}

fn paid(currency: &Currency, wallet: &Text, label: &Text, key: &Text) -> Vec<(&'static str, String)> {
    vec![
        ("currency_code", currency.to_string()),
        ("wallet_type", wallet.to_string()),
        ("label", mask_digits(label.as_str())),
        ("key1", mask_digits(key.as_str())),
    ]
}

/// A field that has to be there, without spaces around it.
pub(super) fn required(field: &str, text: &Text, longest: usize, errors: &mut FieldErrors) {
    if text.as_str().trim().is_empty() {
        errors.add(field, "has to be filled in");
        return;
    }
    optional(field, text, longest, errors);
}

/// A field that is there, without spaces around it.
pub(super) fn optional(field: &str, text: &Text, longest: usize, errors: &mut FieldErrors) {
    if text.as_str().trim() != text.as_str() {
        errors.add(field, "no spaces before or after it");
    }
    if text.as_str().chars().count() > longest {
        errors.add(field, format!("at most {longest} characters"));
    }
}

/// A currency, by a code of three letters.
pub(super) fn currency(field: &str, currency: &Currency, errors: &mut FieldErrors) {
    let code = currency.code();
    if code.len() != 3 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
        errors.add(field, "a currency code of three letters, such as INR");
    }
}

fn amount(amount: Decimal, errors: &mut FieldErrors) {
    if amount <= Decimal::ZERO {
        errors.add("amount", "must be more than zero");
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn activation(wallet: &str, amount: Option<Decimal>) -> Activation {
        Activation {
            currency: Currency::new("INR"),
            wallet: wallet.into(),
            label: "55".into(),
            key: "123-ABC-456-DEF".into(),
            amount,
        }
    }

    /// The document's table.
    #[rstest]
    #[case("upi_p2p", true)]
    #[case("phone_pe", true)]
    #[case("PhonePe", true)]
    #[case("UPI P2P", true)]
    #[case("bkash", false)]
    #[case("nagad", false)]
    #[case("paytm", false)]
    fn two_payment_systems_want_the_amount(#[case] wallet: &str, #[case] wanted: bool) {
        let errors = activation(wallet, None).check();
        assert_eq!(errors.is_err_and(|errors| errors.of("amount").is_some()), wanted, "{wallet}");
        assert_eq!(activation(wallet, Some(Decimal::ONE)).check(), Ok(()));
    }

    #[test]
    fn what_is_missing_or_has_spaces_around_it_is_told_at_its_field() {
        let wrong = Activation {
            label: " 55".into(),
            key: Text::default(),
            currency: Currency::new("rupees"),
            ..activation("paytm", Some(Decimal::ZERO))
        };
        let errors = wrong.check().unwrap_err();
        for field in ["label", "key1", "currency_code", "amount"] {
            assert!(errors.of(field).is_some(), "{field}: {errors}");
        }
        assert_eq!(errors.of("wallet_type"), None);
        let long = Activation { key: "x".repeat(191).into(), ..activation("paytm", None) };
        assert!(long.check().unwrap_err().of("key1").is_some());
    }

    #[test]
    fn a_payment_wants_all_its_fields() {
        let payment = PaymentDraft {
            system: "payco".into(),
            language: "en".into(),
            currency: Currency::new("USD"),
            bank: "MBB".into(),
            amount: Decimal::ONE_THOUSAND,
            label: "55".into(),
            redirect_url: "https://google.com".into(),
        };
        assert_eq!(payment.check(), Ok(()));
        let wrong =
            PaymentDraft { language: "english".into(), bank: "MAYB".into(), redirect_url: "x".into(), ..payment };
        let errors = wrong.check().unwrap_err();
        assert_eq!(errors.0.len(), 3, "{errors}");
    }
}
