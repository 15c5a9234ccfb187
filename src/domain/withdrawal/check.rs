//! Whether a withdrawal can be sent, field by field, before anything is. One set of rules for the form, the list and
//! the command line.

use rust_decimal::Decimal;

use super::{Need, WithdrawalRequest, WithdrawalRules};
use crate::domain::deposit::{currency, optional, required};
use crate::domain::{FieldErrors, Text};

/// The most characters of a text that the document does not bound: what is longer would not be sent whole.
const LONGEST: usize = 190;

/// The most characters of a name.
const LONGEST_NAME: usize = 30;

impl WithdrawalRequest {
    /// What is wrong with it, by the document's names of the fields.
    ///
    /// # Errors
    /// Field by field.
    pub fn check(&self) -> Result<(), FieldErrors> {
        let rules = WithdrawalRules::of(self.system.as_str());
        let mut errors = FieldErrors::default();
        required("payment_system", &self.system, LONGEST, &mut errors);
        self.amount(rules, &mut errors);
        currency("currency_code", &self.amount.currency, &mut errors);
        required("label", &self.label, LONGEST, &mut errors);
        self.account(rules, &mut errors);
        self.name(rules, &mut errors);
        self.email(rules, &mut errors);
        self.bank_code(rules, &mut errors);
        let others = [
            ("comment", &self.comment),
            ("payments_details.payments_method", &self.payments_method),
            ("payments_details.payments_provider", &self.payments_provider),
            ("bank_details.branch_code", &self.branch_code),
            ("bank_details.bank_code_in_payments_system", &self.bank_code_in_system),
        ];
        for (field, text) in others {
            if let Some(text) = text {
                optional(field, text, LONGEST, &mut errors);
            }
        }
        if let Some(iban) = &self.iban {
            let iban = iban.full();
            let sound = (15..=34).contains(&iban.len())
                && iban.bytes().all(|b| b.is_ascii_alphanumeric())
                && iban.starts_with(|c: char| c.is_ascii_alphabetic());
            if !sound {
                errors.add("iban", "an IBAN of 15 to 34 letters and digits, without spaces");
            }
        }
        errors.into_result()
    }

    fn amount(&self, rules: WithdrawalRules, errors: &mut FieldErrors) {
        let amount = self.amount.amount;
        if amount <= Decimal::ZERO {
            errors.add("amount", "must be more than zero");
        } else if !amount.fract().is_zero() {
            errors.add("amount", "must be a whole number: this provider pays no fractions");
        } else if !(amount % rules.multiple_of).is_zero() {
            errors.add("amount", format!("must be a multiple of {}", rules.multiple_of));
        } else if i64::try_from(amount).is_err() {
            errors.add("amount", "is too large");
        }
    }

    fn account(&self, rules: WithdrawalRules, errors: &mut FieldErrors) {
        let (need, mask) = rules.account_number;
        match self.account_number.as_ref().map(super::AccountNumber::full) {
            None | Some("") => {
                if need == Need::Required {
                    errors.add("account_number", format!("has to be filled in: {}", mask.words()));
                }
            }
            Some(number) if number.trim() != number => errors.add("account_number", "no spaces before or after it"),
            Some(number) if !mask.fits(number) => errors.add("account_number", mask.words()),
            Some(number) if number.chars().any(char::is_control) || number.len() > LONGEST => {
                errors.add("account_number", "is no account number");
            }
            Some(_) => {}
        }
    }

    fn name(&self, rules: WithdrawalRules, errors: &mut FieldErrors) {
        let field = "account_name";
        let Some(name) = given(self.account_name.as_ref(), rules.account_name, field, errors) else { return };
        optional(field, name, if rules.is_known { LONGEST_NAME } else { LONGEST }, errors);
        if rules.is_known && !name.as_str().chars().all(|c| c.is_alphabetic() || c == ' ') {
            errors.add(field, "letters and spaces alone");
        }
    }

    fn email(&self, rules: WithdrawalRules, errors: &mut FieldErrors) {
        let field = "account_email";
        let Some(email) = given(self.account_email.as_ref(), rules.account_email, field, errors) else { return };
        optional(field, email, LONGEST, errors);
        email_address(field, email, errors);
    }

    fn bank_code(&self, rules: WithdrawalRules, errors: &mut FieldErrors) {
        let field = "bank_details.bank_code";
        let Some(code) = given(self.bank_code.as_ref(), rules.bank_code, field, errors) else { return };
        optional(field, code, LONGEST, errors);
        if rules.is_ifsc && !is_ifsc(code.as_str()) {
            errors.add(field, "an IFSC: 4 capitals, a zero, 6 capitals or digits");
        }
    }
}

/// A field that has to look like an email address.
pub(in crate::domain) fn email_address(field: &str, email: &Text, errors: &mut FieldErrors) {
    let sound = email.as_str().split_once('@').is_some_and(|(name, host)| {
        let word = |text: &str| !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || c == '@');
        word(name) && word(host) && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
    });
    if !sound {
        errors.add(field, "an email address, such as name@example.com");
    }
}

/// The text of a field, where there is one; else says whether there has to be one.
fn given<'a>(text: Option<&'a Text>, need: Need, field: &str, errors: &mut FieldErrors) -> Option<&'a Text> {
    let found = text.filter(|text| !text.is_empty());
    if found.is_none() && need == Need::Required {
        errors.add(field, "has to be filled in");
    }
    found
}

/// Whether it is an Indian Financial System Code.
fn is_ifsc(code: &str) -> bool {
    let bytes = code.as_bytes();
    bytes.len() == 11
        && bytes[..4].iter().all(u8::is_ascii_uppercase)
        && bytes[4] == b'0'
        && bytes[5..].iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// Whether `id` can be the id of a withdrawal: 1 to 36 characters, no spaces around it.
///
/// # Errors
/// What is wrong, at `withdrawal_id`.
pub fn check_withdrawal_id(id: &str) -> Result<(), FieldErrors> {
    let mut errors = FieldErrors::default();
    if id.is_empty() || id.chars().count() > 36 {
        errors.add("withdrawal_id", "1 to 36 characters");
    } else if id.trim() != id || Text::new(id).as_str() != id {
        errors.add("withdrawal_id", "no spaces before or after it, and nothing invisible in it");
    }
    errors.into_result()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::domain::{AccountNumber, Currency, Money};

    fn to(system: &str, number: &str) -> WithdrawalRequest {
        WithdrawalRequest {
            account_number: Some(AccountNumber::new(number.into())),
            account_name: Some("Asha Rao".into()),
            account_email: Some("asha@example.com".into()),
            bank_code: Some("MAHB0001821".into()),
            ..WithdrawalRequest::new(system.into(), Money::inr(Decimal::ONE_THOUSAND), "55".into(), false)
        }
    }

    fn wrong(request: &WithdrawalRequest) -> Vec<String> {
        let errors = request.check().err().unwrap_or_default();
        errors.0.iter().map(|error| error.field.to_string()).collect()
    }

    #[rstest]
    #[case("paytm", "9876543210", true)]
    // The document's own sample breaks its mask: the mask wins.
    #[case("paytm", "11111111", false)]
    #[case("paytm", "+919876543210", false)]
    #[case("paytm", "98765432101", false)]
    #[case("upi_ib", "1950478885", true)]
    #[case("upi_ib", "7", true)]
    #[case("upi_ib", "19504-78885", false)]
    #[case("imps_ib", "00112233445566778899", true)]
    #[case("imps_ib", "name@bank", false)]
    #[case("bkash", "01712345678", true)]
    #[case("bkash", "1712345678", false)]
    #[case("bkash", "02712345678", false)]
    #[case("bkash", "017123456789", false)]
    #[case("nagad", "01712345678", true)]
    #[case("nagad", "0171234567", false)]
    #[case("rocket", "01712345678", true)]
    #[case("rocket", "017123456789", true)]
    #[case("rocket", "0171234567890", false)]
    #[case("rocket", "117123456789", false)]
    #[case("paytm", " 9876543210", false)]
    #[case("paytm", "९८७६५४३२१०", false)]
    #[case("newpay", "name@bank 7", true)]
    #[case("newpay", "name@bank ", false)]
    #[case("PayTM", "9876543210", true)]
    fn account_numbers_fit_their_masks(#[case] system: &str, #[case] number: &str, #[case] fits: bool) {
        assert_eq!(wrong(&to(system, number)), if fits { vec![] } else { vec!["account_number"] });
    }

    #[rstest]
    #[case("paytm", "1000", true)]
    #[case("paytm", "1005", false)]
    #[case("paytm", "1000.00", true)]
    #[case("upi_ib", "1005", true)]
    #[case("upi_ib", "1005.5", false)]
    #[case("newpay", "0.01", false)]
    #[case("newpay", "0", false)]
    #[case("newpay", "-10", false)]
    #[case("newpay", "9223372036854775807", true)]
    #[case("newpay", "9223372036854775808", false)]
    fn amounts_are_whole_and_for_paytm_multiples_of_ten(
        #[case] system: &str,
        #[case] amount: &str,
        #[case] fits: bool,
    ) {
        let amount = Money::inr(Decimal::from_str_exact(amount).unwrap());
        let request = WithdrawalRequest { amount, ..to(system, "9876543210") };
        assert_eq!(wrong(&request), if fits { vec![] } else { vec!["amount"] });
    }

    #[rstest]
    #[case("MAHB0001821", true)]
    #[case("HDFC0ABC123", true)]
    #[case("MAHB1001821", false)]
    #[case("mahb0001821", false)]
    #[case("MAHB000182", false)]
    #[case("MAHB00018211", false)]
    #[case("MAHB-001821", false)]
    #[case("MAHÉ001821", false)]
    fn an_ifsc_is_one(#[case] code: &str, #[case] fits: bool) {
        let request = WithdrawalRequest { bank_code: Some(code.into()), ..to("imps_ib", "1950478885") };
        assert_eq!(wrong(&request), if fits { vec![] } else { vec!["bank_details.bank_code"] });
    }

    #[rstest]
    #[case("imps_ib", &["account_number", "account_name", "bank_details.bank_code"])]
    #[case("upi_ib", &["account_number", "account_name"])]
    #[case("bkash", &["account_number", "account_email"])]
    #[case("nagad", &["account_number"])]
    #[case("paytm", &["account_number"])]
    #[case("newpay", &[])]
    #[case("", &["payment_system"])]
    fn what_a_payment_system_wants_has_to_be_there(#[case] system: &str, #[case] missing: &[&str]) {
        let bare = WithdrawalRequest::new(system.into(), Money::inr(Decimal::TEN), "55".into(), true);
        assert_eq!(wrong(&bare), missing);
    }

    #[rstest]
    #[case("Asha Rao", true)]
    #[case("Élodie Núñez", true)]
    #[case("Asha  Rao 2", false)]
    #[case("Asha-Rao", false)]
    #[case("Asha ", false)]
    #[case("ABCDEFGHIJKLMNOPQRSTUVWXYZ ABC", true)]
    #[case("ABCDEFGHIJKLMNOPQRSTUVWXYZ ABCD", false)]
    fn names_are_letters_and_spaces(#[case] name: &str, #[case] fits: bool) {
        let request = WithdrawalRequest { account_name: Some(name.into()), ..to("upi_ib", "1950478885") };
        assert_eq!(wrong(&request).is_empty(), fits, "{name}");
    }

    #[rstest]
    #[case("asha@example.com", true)]
    #[case("asha", false)]
    #[case("asha@example", false)]
    #[case("@example.com", false)]
    #[case("a@b@example.com", false)]
    #[case("asha rao@example.com", false)]
    #[case("asha@example.", false)]
    fn emails_look_like_emails(#[case] email: &str, #[case] fits: bool) {
        let request = WithdrawalRequest { account_email: Some(email.into()), ..to("bkash", "01712345678") };
        assert_eq!(wrong(&request).is_empty(), fits, "{email}");
    }

    #[test]
    fn no_value_has_spaces_around_it() {
        let spaced = || Some(Text::new(" x"));
        let request = WithdrawalRequest {
            label: "55 ".into(),
            comment: spaced(),
            payments_method: spaced(),
            payments_provider: spaced(),
            bank_code: spaced(),
            branch_code: spaced(),
            bank_code_in_system: spaced(),
            iban: Some(AccountNumber::new(" DE02120300000000202051".into())),
            amount: Money::new(Decimal::TEN, Currency::new("rs")),
            ..to("newpay", "1")
        };
        assert_eq!(
            wrong(&request),
            [
                "currency_code",
                "label",
                "bank_details.bank_code",
                "comment",
                "payments_details.payments_method",
                "payments_details.payments_provider",
                "bank_details.branch_code",
                "bank_details.bank_code_in_payments_system",
                "iban"
            ]
        );
    }

    #[rstest]
    #[case("1", true)]
    #[case("01890000-0000-7000-8000-000000000001", true)]
    #[case("", false)]
    #[case("0123456789012345678901234567890123456", false)]
    #[case(" 1", false)]
    #[case("a\u{200b}b", false)]
    fn an_id_has_up_to_36_characters(#[case] id: &str, #[case] fits: bool) {
        assert_eq!(check_withdrawal_id(id).is_ok(), fits);
    }
}
