//! The body of a withdrawal request: its fields in the document's order, signed over what PHP will make of them.

use rust_decimal::Decimal;
use secrecy::SecretString;
use secrecy::zeroize::Zeroize;
use serde::ser::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::sign::Withdrawal;
use crate::domain::{AccountNumber, Fault, Text, WithdrawalRequest, mask_digits, masked_email};

/// A withdrawal that can be sent. Account numbers in it are wiped when it has gone.
pub(super) struct Signed(Map<String, Value>);

impl Signed {
    /// Signs a request whose withdrawal has this id.
    ///
    /// # Errors
    /// [`Fault::Unusable`] where it breaks what the provider cannot understand otherwise: an amount that is no whole
    /// number, or a value with spaces around it.
    pub(super) fn of(request: &WithdrawalRequest, id: &str, private_key: &SecretString) -> Result<Self, Fault> {
        let amount = whole(request.amount.amount)?;
        let mut fields = Self(fields(request, id, amount.into(), |number| number.full().to_owned()));
        if has_outer_spaces(&fields.0) {
            return Err(Fault::Unusable("no value of a withdrawal may begin or end with a space".into()));
        }
        let signature = Withdrawal::of(&fields.0).sign(private_key);
        fields.0.insert("signature".to_owned(), signature.as_str().into());
        Ok(fields)
    }
}

impl Serialize for Signed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl Drop for Signed {
    fn drop(&mut self) {
        for name in ["account_number", "iban"] {
            if let Some(Value::String(number)) = self.0.get_mut(name) {
                number.zeroize();
            }
        }
    }
}

/// The amount as the provider takes it.
fn whole(amount: Decimal) -> Result<i64, Fault> {
    let unusable = |words: &str| Fault::Unusable(words.into());
    if amount <= Decimal::ZERO || !amount.fract().is_zero() {
        return Err(unusable("this provider pays whole amounts above zero only"));
    }
    i64::try_from(amount).map_err(|_| unusable("the amount is too large"))
}

fn has_outer_spaces(fields: &Map<String, Value>) -> bool {
    fields.values().any(|value| match value {
        Value::String(text) => text.trim() != text,
        Value::Object(nested) => has_outer_spaces(nested),
        _ => false,
    })
}

/// The fields, in the document's order; what was not said is not sent.
fn fields(
    request: &WithdrawalRequest,
    id: &str,
    amount: Value,
    number: impl Fn(&AccountNumber) -> String,
) -> Map<String, Value> {
    let mut fields = Map::new();
    let mut say = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    say("withdrawal_id", id.into());
    say("payment_system", request.system.as_str().into());
    say("amount", amount);
    say("currency_code", request.amount.currency.code().into());
    say("label", request.label.as_str().into());
    say("is_test", request.is_test.into());
    let said =
        |text: &Option<Text>| text.as_ref().filter(|text| !text.is_empty()).map(|text| Value::from(text.as_str()));
    let numbered =
        |of: &Option<AccountNumber>| of.as_ref().filter(|of| !of.full().is_empty()).map(|of| Value::from(number(of)));
    let nested = |list: [(&str, &Option<Text>); 3]| {
        let list = list.into_iter().filter_map(|(name, text)| Some((name.to_owned(), said(text)?)));
        Some(list.collect::<Map<_, _>>()).filter(|map| !map.is_empty()).map(Value::Object)
    };
    let more = [
        ("comment", said(&request.comment)),
        ("account_number", numbered(&request.account_number)),
        ("account_name", said(&request.account_name)),
        ("account_email", said(&request.account_email)),
        (
            "payments_details",
            nested([
                ("payments_provider", &request.payments_provider),
                ("payments_method", &request.payments_method),
                ("", &None),
            ]),
        ),
        (
            "bank_details",
            nested([
                ("bank_code", &request.bank_code),
                ("branch_code", &request.branch_code),
                ("bank_code_in_payments_system", &request.bank_code_in_system),
            ]),
        ),
        ("iban", numbered(&request.iban)),
    ];
    for (name, value) in more {
        if let Some(value) = value {
            say(name, value);
        }
    }
    fields
}

/// What would be sent, with account numbers hidden and the signature named.
pub(super) fn described(request: &WithdrawalRequest, id: &str) -> Value {
    let amount = request.amount.amount.normalize();
    let amount = i64::try_from(amount).ok().filter(|whole| Decimal::from(*whole) == amount);
    let amount = amount.map_or_else(|| Value::from(request.amount.amount.to_string()), Value::from);
    let mut fields = fields(request, id, amount, ToString::to_string);
    for name in ["label", "comment", "account_name"] {
        if let Some(Value::String(text)) = fields.get_mut(name) {
            *text = mask_digits(text);
        }
    }
    if let Some(Value::String(email)) = fields.get_mut("account_email") {
        *email = masked_email(email);
    }
    fields.insert("signature".to_owned(), "(made with private_key)".into());
    Value::Object(fields)
}
