//! A payee's accounts, which money is paid to.

use jiff::Timestamp;

use super::PayeeStatus;
use super::check::country;
use crate::domain::deposit::{currency, required};
use crate::domain::{AccountNumber, AccountToken, Currency, FieldErrors, PayeeNo, Rows, Text, mask_digits};

/// The most characters of a text; the document bounds none.
const LONGEST: usize = 190;

/// What a bank account is for (`bankAccountPurpose`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::Display, strum::EnumString, strum::VariantNames)]
#[strum(serialize_all = "UPPERCASE", ascii_case_insensitive)]
pub enum AccountPurpose {
    /// A current account.
    Checking,
    /// A savings account.
    Savings,
}

/// A bank account to add to a payee ("Add payee funding source account"). `Debug` shows its number by its last four
/// digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankAccountDraft {
    /// Whose.
    pub payee: PayeeNo,
    /// Its country, by its ISO code of two letters.
    pub country: Text,
    /// The currency it is held in.
    pub currency: Currency,
    /// The merchant's own name for it (`accountTag`); where there is none, some digits of the intent's id.
    pub tag: Option<Text>,
    /// Its number (`bankAccountId`).
    pub number: AccountNumber,
    /// The bank's routing number (`branchId`).
    pub routing: Text,
    /// What it is for.
    pub purpose: AccountPurpose,
}

/// A payee's account as the provider tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayoutAccount {
    /// The provider's name for it, which transfers go by.
    pub token: AccountToken,
    /// The merchant's own name for it.
    pub tag: Option<Text>,
    /// `BANK_ACCOUNT`, or what else it is.
    pub kind: Text,
    /// Its country.
    pub country: Option<Text>,
    /// Its currency.
    pub currency: Option<Currency>,
    /// The last digits of its number, where the provider tells them.
    pub ending: Option<Text>,
    /// Whether it can be paid to.
    pub status: PayeeStatus,
    /// When it was added.
    pub created: Option<Timestamp>,
}

/// The accounts of a payee ("Retrieve payee funding source accounts").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayoutAccounts {
    /// Whose; `None` where the provider does not say.
    pub payee: Option<PayeeNo>,
    /// The name in full; may be empty.
    pub name: String,
    /// The accounts, in the provider's order.
    pub accounts: Rows<PayoutAccount>,
}

impl BankAccountDraft {
    /// What is wrong with it.
    ///
    /// # Errors
    /// Field by field.
    pub fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        required("customerNo", &self.payee.0, LONGEST, &mut errors);
        country("accountCountry", &self.country, &mut errors);
        currency("accountCurrency", &self.currency, &mut errors);
        if let Some(tag) = &self.tag {
            required("accountTag", tag, LONGEST, &mut errors);
        }
        let number = self.number.full();
        if !(4..=17).contains(&number.len()) || !number.bytes().all(|b| b.is_ascii_digit()) {
            errors.add("bankAccountId", "an account number of 4 to 17 digits, without spaces");
        }
        let routing = self.routing.as_str();
        if routing.len() != 9 || !routing.bytes().all(|b| b.is_ascii_digit()) {
            errors.add("branchId", "a routing number of 9 digits");
        } else if !is_routing_number(routing) {
            errors.add("branchId", "no routing number: a digit is wrong, or two changed places");
        }
        errors.into_result()
    }

    /// What it does, in a few words.
    pub(in crate::domain) fn words(&self) -> String {
        format!("add the {} account {} to payee {}", self.purpose, self.number, self.payee)
    }

    /// What is asked for, for the journal: the number by its last four digits.
    pub(in crate::domain) fn summary(&self) -> Vec<(&'static str, String)> {
        let mut summary = vec![
            ("customerNo", self.payee.to_string()),
            ("accountCountry", self.country.to_string()),
            ("accountCurrency", self.currency.to_string()),
        ];
        summary.extend(self.tag.as_ref().map(|tag| ("accountTag", mask_digits(tag.as_str()))));
        summary.push(("bankAccountId", self.number.to_string()));
        summary.push(("branchId", self.routing.to_string()));
        summary.push(("bankAccountPurpose", self.purpose.to_string()));
        summary
    }
}

impl PayoutAccount {
    /// Its number as far as it is known, such as `••••3298`.
    #[must_use]
    pub fn masked(&self) -> String {
        self.ending.as_ref().map_or_else(String::new, |ending| format!("••••{ending}"))
    }
}

/// Whether these are the nine digits of a routing number of the American Bankers Association: three times the first,
/// fourth and seventh, seven times the second, fifth and eighth, and the rest once come to a multiple of ten.
#[must_use]
pub fn is_routing_number(text: &str) -> bool {
    let weights = [3, 7, 1].into_iter().cycle();
    let sum: u32 = text.bytes().zip(weights).map(|(digit, weight)| u32::from(digit.wrapping_sub(b'0')) * weight).sum();
    text.len() == 9 && text.bytes().all(|b| b.is_ascii_digit()) && sum > 0 && sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn draft() -> BankAccountDraft {
        BankAccountDraft {
            payee: "2000305228303182610217".into(),
            country: "US".into(),
            currency: Currency::new("USD"),
            tag: Some("1a52692711".into()),
            number: AccountNumber::new("7861053298".into()),
            routing: "101089292".into(),
            purpose: AccountPurpose::Checking,
        }
    }

    fn wrong(change: impl FnOnce(&mut BankAccountDraft)) -> Vec<String> {
        let mut draft = draft();
        change(&mut draft);
        let errors = draft.check().err().unwrap_or_default();
        errors.0.iter().map(|error| error.field.to_string()).collect()
    }

    /// Banks that everybody knows, and the document's own.
    #[rstest]
    #[case("101089292", true)]
    #[case("021000021", true)]
    #[case("011401533", true)]
    #[case("091000019", true)]
    #[case("021000022", false)]
    #[case("012000021", false)]
    #[case("000000000", false)]
    #[case("02100002", false)]
    #[case("0210000210", false)]
    #[case("02100002x", false)]
    #[case("02100-021", false)]
    #[case("०२१००००२१", false)]
    #[case("", false)]
    fn routing_numbers_add_up(#[case] routing: &str, #[case] fits: bool) {
        assert_eq!(is_routing_number(routing), fits);
        assert_eq!(wrong(|draft| draft.routing = routing.into()), if fits { vec![] } else { vec!["branchId"] });
    }

    #[rstest]
    #[case("7861053298", true)]
    #[case("1234", true)]
    #[case("12345678901234567", true)]
    #[case("123", false)]
    #[case("123456789012345678", false)]
    #[case("7861 053298", false)]
    #[case("DE02120300000000202051", false)]
    #[case("", false)]
    fn account_numbers_are_digits(#[case] number: &str, #[case] fits: bool) {
        let found = wrong(|draft| draft.number = AccountNumber::new(number.into()));
        assert_eq!(found, if fits { vec![] } else { vec!["bankAccountId"] });
    }

    #[test]
    fn the_rest_is_checked_too() {
        let found = wrong(|draft| {
            draft.payee = "".into();
            draft.country = "XX".into();
            draft.currency = Currency::new("dollars");
            draft.tag = Some(" a".into());
        });
        assert_eq!(found, ["customerNo", "accountCountry", "accountCurrency", "accountTag"]);
        assert_eq!(wrong(|draft| draft.tag = None), Vec::<String>::new());
    }

    #[test]
    fn nothing_that_is_kept_or_printed_has_the_whole_number() {
        let kept = format!("{:?} {:?} {}", draft(), draft().summary(), draft().words());
        assert!(!kept.contains("7861053298") && kept.contains("3298"), "{kept}");
    }

    #[test]
    fn the_purpose_is_read_without_case() {
        assert_eq!("savings".parse(), Ok(AccountPurpose::Savings));
        assert_eq!(AccountPurpose::Checking.to_string(), "CHECKING");
    }
}
