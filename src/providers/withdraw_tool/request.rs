//! Requests as the document lists their fields: one declaration, for the wire and for telling what would be sent.

use reqwest::Method;
use rust_decimal::Decimal;
use secrecy::{ExposeSecret, SecretString};
use serde::ser::{Error, Serialize, SerializeMap, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::super::scrub::{HIDDEN, alone};
use super::paths::Paths;
use crate::domain::{AccountDraft, Change, Currency, Fault, Phone, Read, Text, UpiId};
use crate::providers::http::{Body, Changing, Operation, Reading};

/// A question on its way.
pub(super) struct Ask<'a> {
    pub(super) paths: &'a Paths,
    pub(super) read: &'a Read,
}

impl Operation for Ask<'_> {
    type Effect = Reading;

    fn method(&self) -> Method {
        if *self.read == Read::Handset { Method::GET } else { Method::POST }
    }

    fn path(&self) -> &str {
        self.paths.of_read(self.read).unwrap_or_default()
    }

    fn body(&self) -> Result<Option<Body>, Fault> {
        let fields = match self.read {
            Read::Handset => return Ok(None),
            Read::Tools | Read::Accounts => Vec::new(),
            Read::UpiIds { account } => vec![("payAccountId", Said::Plain(account.as_str()))],
            _ => return Err(Fault::Unsupported),
        };
        Body::json(&Fields { fields, masked: false }).map(Some)
    }
}

/// A change on its way.
pub(super) struct Tell<'a> {
    pub(super) paths: &'a Paths,
    pub(super) change: &'a Change,
}

impl Operation for Tell<'_> {
    type Effect = Changing;

    fn method(&self) -> Method {
        Method::POST
    }

    fn path(&self) -> &str {
        self.paths.of_change(self.change).unwrap_or_default()
    }

    fn body(&self) -> Result<Option<Body>, Fault> {
        if self.change.amount().is_some_and(|amount| amount.currency != Currency::inr()) {
            return Err(Fault::Unusable("this provider pays in INR only".into()));
        }
        Body::json(&Fields { fields: fields(self.change), masked: false }).map(Some)
    }
}

/// What sending `change` would send, and where to: its path and its body with pins, codes and account numbers hidden
/// and phones masked. An amount no JSON number of [`Value`] can hold exactly is a text here; the wire has its digits.
#[must_use]
pub fn describe(paths: &Paths, change: &Change) -> (String, Value) {
    let body = serde_json::to_value(Fields { fields: fields(change), masked: true }).unwrap_or_default();
    (paths.of_change(change).unwrap_or_default().to_owned(), body)
}

/// The secrets in `change`, which no answer may bring back to a screen.
pub(super) fn secrets(change: &Change) -> Vec<Text> {
    let secret = |secret: &SecretString| Text::new(secret.expose_secret());
    match change {
        Change::ConfirmOtp { code, .. } => vec![secret(code)],
        Change::SaveAccount(AccountDraft { pin, account_number, .. }) => {
            let number = account_number.as_ref().map(|number| Text::new(number.full()));
            pin.as_ref().map(secret).into_iter().chain(number).collect()
        }
        _ => Vec::new(),
    }
}

/// The header values of a connection and their longer words, such as the token after `Bearer`.
pub(super) fn words(headers: &[SecretString]) -> Vec<Text> {
    /// What is shorter is a word of the language rather than a secret.
    const SHORTEST: usize = 6;
    let mut words: Vec<Text> = Vec::new();
    for value in headers {
        let whole = value.expose_secret();
        let parts = whole.split_whitespace().filter(|part| part.len() > SHORTEST);
        words.extend(std::iter::once(whole).chain(parts).map(Text::new));
    }
    words
}

/// `text` without any of `secrets`.
pub(super) fn scrubbed(text: &Text, secrets: &[Text]) -> Text {
    /// What is shorter is no secret, and hiding it would garble words and tell what was typed.
    const SHORTEST: usize = 4;
    let mut clean = text.as_str().to_owned();
    for secret in secrets.iter().filter(|secret| secret.as_str().len() >= SHORTEST) {
        clean = alone(&clean, secret.as_str());
    }
    clean.into()
}

fn fields(change: &Change) -> Vec<(&'static str, Said<'_>)> {
    let account = change.account().map(|id| ("payAccountId", Said::Plain(id.as_str())));
    let more = match change {
        Change::SaveAccount(draft) => return draft_fields(draft),
        Change::SendFromHandset { to, text } => {
            return vec![("to", Said::Phone(to)), ("text", Said::Plain(text.as_str()))];
        }
        Change::CreateOrder { collection, amount, .. } => {
            // The document's order: the type first.
            let mut fields = vec![("collectionType", Said::Plain(collection.as_str()))];
            fields.extend(account);
            fields.push(("amount", Said::Amount(amount.amount)));
            return fields;
        }
        Change::SetUpi { upi, .. } => upi.iter().map(|upi| ("upi", Said::Upi(upi))).collect(),
        Change::ConfirmOtp { session, code, .. } => {
            vec![("sessionId", Said::Plain(session.as_str())), ("otpCode", Said::Secret(code.expose_secret()))]
        }
        Change::StartSms { phone, .. } => vec![("phone", Said::Phone(phone))],
        Change::ConfirmSms { session, .. } => vec![("sessionId", Said::Plain(session.as_str()))],
        Change::SetWithdrawals { enabled, .. } => vec![("enabled", Said::Flag(*enabled))],
        _ => Vec::new(),
    };
    account.into_iter().chain(more).collect()
}

/// Only what was typed: an edit never blanks what the provider keeps to itself.
fn draft_fields(draft: &AccountDraft) -> Vec<(&'static str, Said<'_>)> {
    let mut fields = Vec::with_capacity(8);
    fields.extend(draft.id.as_ref().map(|id| ("id", Said::Plain(id.as_str()))));
    fields.extend(draft.tool.as_ref().map(|tool| ("type", Said::Plain(tool.as_str()))));
    fields.push(("collectionType", Said::Plain(draft.collection.as_str())));
    fields.push(("phone", Said::Phone(&draft.phone)));
    fields.extend(draft.pin.as_ref().map(|pin| ("pin", Said::Secret(pin.expose_secret()))));
    fields.extend(draft.name.as_ref().map(|name| ("name", Said::Plain(name.as_str()))));
    fields.extend(draft.account_number.as_ref().map(|number| ("bankAccountNo", Said::Secret(number.full()))));
    fields.extend(draft.ifsc.as_ref().map(|ifsc| ("ifsc", Said::Plain(ifsc.as_str()))));
    fields
}

/// The value of a field, and how it is shown to people.
enum Said<'a> {
    Plain(&'a str),
    Secret(&'a str),
    Phone(&'a Phone),
    Upi(&'a UpiId),
    Flag(bool),
    Amount(Decimal),
}

struct Fields<'a> {
    fields: Vec<(&'static str, Said<'a>)>,
    masked: bool,
}

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.fields.len()))?;
        for (name, value) in &self.fields {
            match (value, self.masked) {
                (Said::Plain(text), _) | (Said::Secret(text), false) => map.serialize_entry(name, text)?,
                (Said::Secret(_), true) => map.serialize_entry(name, HIDDEN)?,
                (Said::Phone(phone), false) => map.serialize_entry(name, phone.full())?,
                (Said::Phone(phone), true) => map.serialize_entry(name, &phone.masked())?,
                (Said::Upi(upi), false) => map.serialize_entry(name, upi.full())?,
                (Said::Upi(upi), true) => map.serialize_entry(name, &upi.masked())?,
                (Said::Flag(flag), _) => map.serialize_entry(name, flag)?,
                (Said::Amount(amount), false) => {
                    // The digits themselves: no binary float on the way.
                    let digits = RawValue::from_string(amount.to_string()).map_err(S::Error::custom)?;
                    map.serialize_entry(name, &digits)?;
                }
                (Said::Amount(amount), true) => map.serialize_entry(name, &shown(*amount))?,
            }
        }
        map.end()
    }
}

/// The amount as a number where that has the same digits, else as a text.
fn shown(amount: Decimal) -> Value {
    let digits = amount.normalize().to_string();
    match serde_json::from_str::<serde_json::Number>(&digits) {
        Ok(number) if number.to_string() == digits => number.into(),
        _ => digits.into(),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;
    use crate::domain::{AccountNumber, CollectionType, Money};

    fn sent(change: &Change) -> String {
        let paths = Paths::default();
        let body = Tell { paths: &paths, change }.body().unwrap().unwrap();
        String::from_utf8(body.as_ref().to_vec()).unwrap()
    }

    fn order(amount: &str) -> Change {
        Change::CreateOrder {
            account: "a2".into(),
            collection: CollectionType::Card,
            amount: Money::inr(Decimal::from_str_exact(amount).unwrap()),
        }
    }

    #[rstest]
    #[case("500")]
    #[case("500.10")]
    #[case("0.01")]
    // No double has these digits.
    #[case("123456789012345.67")]
    #[case("9007199254740993.01")]
    fn an_amount_is_written_with_its_own_digits(#[case] amount: &str) {
        let body = format!(r#"{{"collectionType":"CARD","payAccountId":"a2","amount":{amount}}}"#);
        assert_eq!(sent(&order(amount)), body);
    }

    #[test]
    fn only_rupees_are_sent() {
        let change = Change::CreateOrder {
            account: "a2".into(),
            collection: CollectionType::Card,
            amount: Money::new(Decimal::ONE, Currency::new("USD")),
        };
        let paths = Paths::default();
        assert!(matches!(Tell { paths: &paths, change: &change }.body(), Err(Fault::Unusable(_))));
    }

    fn draft() -> AccountDraft {
        AccountDraft {
            id: None,
            collection: CollectionType::Card,
            tool: None,
            phone: Phone::new("9876543210"),
            pin: Some("4711".into()),
            name: Some("Ravi Kumar".into()),
            account_number: Some(AccountNumber::new("123456789012".into())),
            ifsc: Some("HDFC0001234".into()),
        }
    }

    #[test]
    fn an_edit_sends_only_what_was_typed() {
        let change = Change::SaveAccount(AccountDraft {
            id: Some("a1".into()),
            pin: None,
            name: None,
            account_number: None,
            ifsc: None,
            ..draft()
        });
        assert_eq!(sent(&change), r#"{"id":"a1","collectionType":"CARD","phone":"9876543210"}"#);
    }

    #[test]
    fn a_description_hides_what_the_wire_holds() {
        let (path, body) = describe(&Paths::default(), &Change::SaveAccount(draft()));
        assert_eq!(path, "/api/pay_account/save");
        assert_eq!(
            body,
            json!({"collectionType": "CARD", "phone": "••••••3210", "pin": "•••", "name": "Ravi Kumar",
                   "bankAccountNo": "•••", "ifsc": "HDFC0001234"})
        );
        let code = Change::ConfirmOtp { account: "a1".into(), session: "s1".into(), code: "123456".into() };
        let (_, body) = describe(&Paths::default(), &code);
        assert_eq!(body, json!({"payAccountId": "a1", "sessionId": "s1", "otpCode": "•••"}));
        let upi = Change::SetUpi { account: "a1".into(), upi: Some(UpiId::new("9876543210@ybl")) };
        assert_eq!(describe(&Paths::default(), &upi).1, json!({"payAccountId": "a1", "upi": "••••••3210@ybl"}));
    }

    #[rstest]
    #[case("500.10", json!(500.1))]
    #[case("500.00", json!(500))]
    #[case("9007199254740993.01", json!("9007199254740993.01"))]
    fn a_description_never_shows_another_amount(#[case] amount: &str, #[case] shown: Value) {
        assert_eq!(describe(&Paths::default(), &order(amount)).1["amount"], shown);
    }
}
