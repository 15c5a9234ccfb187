//! Requests as the document lists their fields: one declaration, for the wire and for telling what would be sent.
//!
//! `secret` goes into the query of every address but that of a withdrawal, which is signed in its place.

use reqwest::{Method, Url};
use rust_decimal::Decimal;
use secrecy::{ExposeSecret, SecretString};
use serde::ser::{Error as _, Serialize, SerializeMap, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::map::Kind;
use super::withdrawal;
use crate::domain::{Change, Fault, IntentId, OrderQuery, PostbackQuery, Read, Redirect, Text, mask_digits};
use crate::providers::http::{Body, Changing, Effect, Operation, Reading};

/// Where withdrawals are created.
pub(super) const WITHDRAWAL: &str = "/v2/withdrawal/create";

/// Where possible transactions are reported.
pub(super) const POSSIBLE: &str = "/api/v1/possible-transaction";

/// How many orders are asked for at once: an address has to stay short enough for every server on the way.
pub(super) const ORDERS_AT_ONCE: usize = 40;

/// A question, or a change, on its way.
pub(super) struct Call<E> {
    method: Method,
    /// With the query and the secret in it.
    address: SecretString,
    content: Content,
    effect: std::marker::PhantomData<fn() -> E>,
}

/// What a request carries.
pub(super) enum Content {
    /// Nothing.
    Nothing,
    /// Fields, as JSON.
    Fields(Vec<(&'static str, Said)>),
    /// A withdrawal, signed.
    Withdrawal(withdrawal::Signed),
    /// A form with its boundary.
    Form { bytes: Vec<u8>, boundary: String },
}

impl<E: Effect> Operation for Call<E> {
    type Effect = E;

    fn method(&self) -> Method {
        self.method.clone()
    }

    fn path(&self) -> &str {
        self.address.expose_secret()
    }

    fn body(&self) -> Result<Option<Body>, Fault> {
        match &self.content {
            Content::Nothing => Ok(None),
            Content::Fields(fields) => Body::json(&Fields(fields)).map(Some),
            Content::Withdrawal(signed) => Body::json(signed).map(Some),
            Content::Form { bytes, boundary } => Ok(Some(Body::form(bytes.clone(), boundary))),
        }
    }
}

/// `path` with the secret and these fields in its query.
pub(super) fn address(path: &str, secret: &SecretString, query: &[(&str, &str)]) -> Result<SecretString, Fault> {
    let unusable = || Fault::Unusable("an address of this provider cannot be made".into());
    let mut url = Url::parse("http://localhost").map_err(|_| unusable())?;
    url.query_pairs_mut().append_pair("secret", secret.expose_secret()).extend_pairs(query);
    let query = url.query().ok_or_else(unusable)?;
    Ok(format!("{path}?{query}").into())
}

/// The question as it is sent; of orders, those that are asked for at once.
///
/// # Errors
/// [`Fault::Unsupported`] where this provider has no such question.
pub(super) fn ask(read: &Read, orders: &[Text], secret: &SecretString) -> Result<Call<Reading>, Fault> {
    let mut content = Content::Nothing;
    let mut method = Method::GET;
    let (path, query): (&str, Vec<(&str, &str)>) = match read {
        Read::Balances => ("/api/v1/accounts-balance", Vec::new()),
        Read::PaymentSystems { currencies, label } => {
            let mut query: Vec<_> = currencies.iter().map(|currency| ("currency_code[]", currency.code())).collect();
            query.push(("label", label.as_str()));
            ("/api/v1/payment-systems/available", query)
        }
        Read::MediaHints => ("/wallet-type/images/", Vec::new()),
        Read::Savings { label, wallet, currency, code } => {
            let mut query =
                vec![("label", label.as_str()), ("wallet_type", wallet.as_str()), ("currency", currency.code())];
            query.extend(code.as_ref().map(|code| ("code", code.as_str())));
            ("/api/v1/deposit-info", query)
        }
        Read::HashRedirects(redirects) => {
            method = Method::POST;
            let list = |list: &[Redirect]| Said::Redirects(list.to_vec());
            let mut fields = vec![("success_urls", list(&redirects.success)), ("fail_urls", list(&redirects.fail))];
            fields.push(("pending_urls", list(&redirects.pending)));
            content = Content::Fields(fields);
            ("/payment-plugin/hash-url", Vec::new())
        }
        Read::Postback(query) => {
            let (kind, name, id) = match query {
                PostbackQuery::Transaction(id) => (Kind::Deposit, "transaction_id", id),
                PostbackQuery::Custom(id) => (Kind::Deposit, "custom_id", id),
                PostbackQuery::Withdrawal(id) => (Kind::Withdrawal, "withdrawal_id", id),
            };
            ("/api/v1/postback", vec![("type", kind.word()), (name, id.as_str())])
        }
        Read::Orders(query) => {
            let (kind, name) = match query {
                OrderQuery::Deposits(_) => (Kind::Deposit, "plugin_custom_order_id[]"),
                OrderQuery::Withdrawals(_) => (Kind::Withdrawal, "withdrawal_id[]"),
            };
            let ids = orders.iter().map(|id| (name, id.as_str()));
            ("/api/v1/pullpostbacks", std::iter::once(("type", kind.word())).chain(ids).collect())
        }
        _ => return Err(Fault::Unsupported),
    };
    Ok(Call { method, address: address(path, secret, &query)?, content, effect: std::marker::PhantomData })
}

/// A change as it is sent.
pub(super) fn tell(path: SecretString, content: Content) -> Call<Changing> {
    Call { method: Method::POST, address: path, content, effect: std::marker::PhantomData }
}

/// Where a change goes, without the secret.
///
/// # Errors
/// [`Fault::Unsupported`] where this provider has no such change, [`Fault::Unusable`] where the payment system's name
/// cannot be part of an address.
pub(super) fn path(change: &Change) -> Result<String, Fault> {
    match change {
        Change::CreateTransaction(draft) => Ok(format!("/api/v1/transaction/create/{}", segment(&draft.wallet)?)),
        Change::ActivateTransaction(_) => Ok("/api/v1/transaction/activate".to_owned()),
        Change::ReportTransaction(_) => Ok(POSSIBLE.to_owned()),
        Change::CreatePayment(draft) => Ok(format!("/api/v1/payment/create/{}", segment(&draft.system)?)),
        Change::CreateWithdrawal(_) => Ok(WITHDRAWAL.to_owned()),
        _ => Err(Fault::Unsupported),
    }
}

/// A payment system's name as a part of an address.
fn segment(name: &Text) -> Result<&str, Fault> {
    let name = name.as_str();
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    // Of dots alone it would be another address.
    if name.bytes().all(plain) && name.bytes().any(|b| b != b'.') {
        Ok(name)
    } else {
        Err(Fault::Unusable(
            "the payment system must be letters, digits and ._- alone, as the provider lists it".into(),
        ))
    }
}

/// The fields of a deposit's change, in the document's order. Its own id is the intent's.
pub(super) fn fields(change: &Change, id: &str) -> Vec<(&'static str, Said)> {
    let text = |text: &Text| Said::Text(text.to_string());
    let code = |currency: &crate::domain::Currency| Said::Text(currency.code().to_owned());
    let id = Said::Text(id.to_owned());
    match change {
        Change::CreateTransaction(draft) => {
            vec![("currency", code(&draft.currency)), ("label", text(&draft.label))]
        }
        Change::ActivateTransaction(activation) => {
            let mut fields = vec![
                ("currency_code", code(&activation.currency)),
                ("wallet_type", text(&activation.wallet)),
                ("label", text(&activation.label)),
                ("key1", text(&activation.key)),
            ];
            fields.extend(activation.amount.map(|amount| ("amount", Said::Amount(amount))));
            fields.push(("custom_transaction_id", id));
            fields
        }
        Change::ReportTransaction(possible) => vec![
            ("currency_code", code(&possible.currency)),
            ("wallet_type", text(&possible.wallet)),
            ("label", text(&possible.label)),
            ("key1", text(&possible.key)),
            ("amount", Said::Amount(possible.amount)),
            ("custom_id", id),
        ],
        Change::CreatePayment(draft) => vec![
            ("language", text(&draft.language)),
            ("currency", code(&draft.currency)),
            ("bank", text(&draft.bank)),
            ("amount", Said::Amount(draft.amount)),
            ("label", text(&draft.label)),
            ("redirect_url", text(&draft.redirect_url)),
            ("custom_transaction_id", id),
        ],
        _ => Vec::new(),
    }
}

/// What sending `change` would send: its path without the secret, and its body with account numbers hidden. Its id
/// would be the intent's.
pub(super) fn describe(change: &Change) -> (String, Value) {
    const ID: &str = "(the intent's id)";
    let path = path(change).unwrap_or_default();
    let body = match change {
        Change::CreateWithdrawal(request) => withdrawal::described(request, ID),
        change => {
            let fields = fields(change, ID).into_iter().map(|(name, said)| (name.to_owned(), said.shown()));
            let screenshot = match change {
                Change::ReportTransaction(possible) => possible.screenshot.as_deref(),
                _ => None,
            };
            let name = screenshot.and_then(|path| path.file_name()).map(|name| Text::new(&name.to_string_lossy()));
            fields.chain(name.map(|name| ("screenshot".to_owned(), name.as_str().into()))).collect()
        }
    };
    (path, body)
}

/// The value of a field.
pub(super) enum Said {
    Text(String),
    Amount(Decimal),
    Redirects(Vec<Redirect>),
}

impl Said {
    /// As people are shown it.
    fn shown(self) -> Value {
        match self {
            Self::Text(text) => mask_digits(&text).into(),
            // An amount no JSON number of `Value` can hold exactly is a text here; the wire has its digits.
            Self::Amount(amount) => {
                let digits = amount.normalize().to_string();
                match serde_json::from_str::<serde_json::Number>(&digits) {
                    Ok(number) if number.to_string() == digits => number.into(),
                    _ => digits.into(),
                }
            }
            Self::Redirects(list) => list.iter().map(|row| Value::from(row.url.as_str())).collect(),
        }
    }

    /// As a form has it.
    pub(super) fn plain(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Amount(amount) => amount.to_string(),
            Self::Redirects(_) => String::new(),
        }
    }
}

impl Serialize for Said {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            // The digits themselves: no binary float on the way.
            Self::Amount(amount) => {
                RawValue::from_string(amount.to_string()).map_err(S::Error::custom)?.serialize(serializer)
            }
            Self::Redirects(list) => serializer.collect_seq(list.iter().map(Row)),
        }
    }
}

/// An address in a list of them.
struct Row<'a>(&'a Redirect);

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("order", &self.0.order)?;
        map.serialize_entry("url", &self.0.url)?;
        map.end()
    }
}

struct Fields<'a>(&'a [(&'static str, Said)]);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, said)| (name, said)))
    }
}

/// The id that names an intent at the provider: its own, which has 36 characters.
pub(super) fn id_of(intent: IntentId) -> String {
    intent.to_string()
}
