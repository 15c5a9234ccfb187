//! Requests as the document lists their fields: one declaration, for the wire and for telling what would be sent.
//!
//! Every request bears the merchant's numbers and the moment in which it leaves, and is signed over all of it. It goes
//! out as JSON, or form-encoded as the vendor's own SDKs send it.

use jiff::Timestamp;
use reqwest::Method;
use secrecy::SecretString;
use secrecy::zeroize::Zeroize;
use serde_json::{Map, Value};

use super::Encoding;
use super::sign::Params;
use crate::domain::{
    BankAccountDraft, Change, Country, Fault, FieldErrors, IntentId, InvoiceId, PayeeDetails, PayeeNo, Phone, Read,
    Text, TransferRequest, mask_digits, masked_email,
};
use crate::providers::Plain;
use crate::providers::curl::{Piece, Written};
use crate::providers::http::{Body, Changing, Effect, Operation, Reading};

/// The kind of account that is added.
const BANK_ACCOUNT: &str = "BANK_ACCOUNT";

/// How many digits of the intent's id name an account that was given no name of its own.
const TAG_DIGITS: usize = 10;

/// What every request of a connection bears, and what it is signed with.
#[derive(Clone)]
pub(super) struct Signer {
    pub(super) merchant_no: String,
    pub(super) store_no: String,
    pub(super) token: SecretString,
    pub(super) own: Own,
    pub(super) encoding: Encoding,
    /// Tells the moment in which a request leaves.
    pub(super) clock: fn() -> Timestamp,
}

/// What a connection adds to some requests.
#[derive(Clone, Debug, Default)]
pub(super) struct Own {
    /// Where notifications go.
    pub(super) ipn_url: Option<String>,
    /// Whose address the requests come from.
    pub(super) client_ip: Option<String>,
}

/// A question, or a change, on its way.
pub(super) struct Call<E> {
    path: &'static str,
    fields: Signed,
    encoding: Encoding,
    effect: std::marker::PhantomData<fn() -> E>,
}

impl<E: Effect> Operation for Call<E> {
    type Effect = E;

    fn method(&self) -> Method {
        Method::POST
    }

    fn path(&self) -> &str {
        self.path
    }

    fn body(&self) -> Result<Option<Body>, Fault> {
        let fields = &self.fields.0;
        match self.encoding {
            Encoding::Json => Body::json(fields).map(Some),
            Encoding::Form => {
                let texts = fields.iter().map(|(name, value)| (name.as_str(), value.as_str().unwrap_or_default()));
                Ok(Some(Body::url_encoded(texts)))
            }
        }
    }
}

/// The fields of a request with their signature. Account numbers in it are wiped when it has gone.
struct Signed(Map<String, Value>);

impl Drop for Signed {
    fn drop(&mut self) {
        if let Some(Value::String(number)) = self.0.get_mut("bankAccountId") {
            number.zeroize();
        }
    }
}

/// The fields that say what is asked or wanted.
type Fields = Vec<(&'static str, String)>;

impl Signer {
    /// "Retrieve payee info".
    pub(super) fn payee(&self, payee: &PayeeNo) -> Result<Call<Reading>, Fault> {
        self.call("/v3/payee/retrieve", vec![("customerNo", payee.to_string())])
    }

    /// "Retrieve payee funding source accounts".
    pub(super) fn payout_accounts(&self, payee: &PayeeNo) -> Result<Call<Reading>, Fault> {
        self.call("/v3/payee/payout-accounts", vec![("customerNo", payee.to_string())])
    }

    /// The inquiry of the vendor's SDKs.
    pub(super) fn inquiry(&self, invoice: &InvoiceId) -> Result<Call<Reading>, Fault> {
        self.call("/v3/payouts/inquiry", vec![("invoiceId", invoice.to_string())])
    }

    /// A change as it is sent.
    ///
    /// # Errors
    /// [`Fault::Unsupported`] where this provider has no such change, [`Fault::Invalid`] where something is wrong with
    /// it; nothing is sent then.
    pub(super) fn tell(&self, change: &Change, intent: IntentId) -> Result<Call<Changing>, Fault> {
        let today = (self.clock)().to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
        let sound = match change {
            Change::RegisterPayee(draft) => draft.check(today),
            Change::UpdatePayee { details, .. } => details.check(today),
            Change::AddBankAccount(draft) => draft.check(),
            Change::Transfer(request) => request.check(),
            _ => return Err(Fault::Unsupported),
        };
        sound.map_err(not_sent)?;
        let (path, fields) = told(change, InvoiceId::of(intent).as_str(), &self.own);
        self.call(path, fields)
    }

    fn call<E>(&self, path: &'static str, asked: Fields) -> Result<Call<E>, Fault> {
        let always = [
            ("merchantNo", self.merchant_no.clone()),
            ("storeNo", self.store_no.clone()),
            ("timestamp", written((self.clock)())),
        ];
        let all = asked.into_iter().chain(always).map(|(name, value)| (name.to_owned(), value.into()));
        let mut fields = Signed(all.collect());
        let signature = Params::from_fields(&fields.0)
            .map_err(|_| Fault::Unusable("the request cannot be signed".into()))?
            .sign(&self.token);
        fields.0.insert("verifySign".to_owned(), signature.as_str().into());
        Ok(Call { path, fields, encoding: self.encoding, effect: std::marker::PhantomData })
    }
}

/// What stays here for what is wrong with it.
fn not_sent(fields: FieldErrors) -> Fault {
    Fault::Invalid { code: Text::default(), text: "nothing was sent".into(), fields }
}

/// A moment as this provider writes it: UTC, in whole seconds.
pub(super) fn written(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Where a change goes, and the fields that say what is wanted; those of another provider's change are empty.
fn told(change: &Change, invoice: &str, own: &Own) -> (&'static str, Fields) {
    match change {
        Change::RegisterPayee(draft) => {
            let mut fields = vec![("customerCode", draft.code.to_string()), ("email", draft.email.to_string())];
            fields.extend(details(&draft.details));
            ("/v3/payee/register", fields)
        }
        // Neither the email address nor the merchant's own code: those stay.
        Change::UpdatePayee { payee, details: all } => {
            let mut fields = vec![("customerNo", payee.to_string())];
            fields.extend(details(all));
            ("/v3/payee/update", fields)
        }
        Change::AddBankAccount(draft) => ("/v3/payee/account/create/bank-account", account(draft, invoice, own)),
        Change::Transfer(request) => ("/v3/payouts/pay", transfer(request, invoice, own)),
        _ => ("", Vec::new()),
    }
}

fn details(details: &PayeeDetails) -> Fields {
    let mut fields = vec![
        ("profileType", details.profile.to_string()),
        ("firstName", details.first_name.to_string()),
        ("lastName", details.last_name.to_string()),
        ("dateOfBirth", details.date_of_birth.to_string()),
    ];
    fields.extend(details.phone.as_ref().map(|phone| ("phone", phone.full().to_owned())));
    fields.push(("countryCode", details.country.to_string()));
    let long = Country::new(details.country.as_str()).map(Country::long_code);
    fields.extend(long.map(|code| ("country", code.to_owned())));
    let others = [
        ("state", &details.state),
        ("city", &details.city),
        ("street", &details.street),
        ("street2", &details.street2),
        ("zip", &details.zip),
    ];
    fields.extend(others.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?.to_string()))));
    fields
}

fn account(draft: &BankAccountDraft, invoice: &str, own: &Own) -> Fields {
    let tag = draft.tag.as_ref().map_or_else(
        || invoice.get(invoice.len().saturating_sub(TAG_DIGITS)..).unwrap_or(invoice).to_owned(),
        ToString::to_string,
    );
    let mut fields = vec![
        ("accountCountry", draft.country.to_string()),
        ("accountCurrency", draft.currency.code().to_owned()),
        ("accountTag", tag),
        ("accountType", BANK_ACCOUNT.to_owned()),
        ("bankAccountId", draft.number.full().to_owned()),
        ("branchId", draft.routing.to_string()),
        ("bankAccountPurpose", draft.purpose.to_string()),
        ("customerNo", draft.payee.to_string()),
    ];
    fields.extend(own.ipn_url.clone().map(|url| ("ipnUrl", url)));
    fields.extend(own.client_ip.clone().map(|address| ("clientIp", address)));
    fields
}

fn transfer(request: &TransferRequest, invoice: &str, own: &Own) -> Fields {
    let mut fields = vec![
        ("accountToken", request.account.to_string()),
        ("amount", request.digits()),
        ("currency", request.amount.currency.code().to_owned()),
        ("customerNo", request.payee.to_string()),
        ("invoiceId", invoice.to_owned()),
    ];
    let said = [("description", &request.description), ("note", &request.note), ("subject", &request.subject)];
    fields.extend(said.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?.to_string()))));
    fields.extend(own.ipn_url.clone().map(|url| ("ipnUrl", url)));
    fields
}

/// What asking sends, but for the moment and the signature.
pub(super) fn write(plain: &Plain, read: &Read) -> Result<Vec<Written>, Fault> {
    let text = |name: &str| plain.texts.get(name).cloned().unwrap_or_default();
    let signer = Signer {
        merchant_no: text("merchant_no"),
        store_no: text("store_no"),
        // The signature made with it is left out.
        token: SecretString::from(String::new()),
        own: Own::default(),
        encoding: plain.texts.get("encoding").and_then(|word| word.parse().ok()).unwrap_or_default(),
        clock: || Timestamp::UNIX_EPOCH,
    };
    let calls: Vec<Call<Reading>> = match read {
        Read::Payee(no) => vec![signer.payee(no)?],
        Read::PayoutAccounts(no) => vec![signer.payout_accounts(no)?],
        Read::Transfers(ids) => ids.iter().map(|id| signer.inquiry(id)).collect::<Result<_, _>>()?,
        _ => return Err(Fault::Unsupported),
    };
    calls.iter().map(Call::written).collect()
}

impl Call<Reading> {
    /// What it sends; the moment and the signature, which end it, are pieces of their own.
    fn written(&self) -> Result<Written, Fault> {
        let field = |name: &str| self.fields.0.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (moment, signature) = (field("timestamp"), field("verifySign"));
        let plain = |text: &str| Piece::Plain(text.to_owned());
        let (ending, pieces) = match self.encoding {
            Encoding::Json => (
                format!(r#""timestamp":"{moment}","verifySign":"{signature}"}}"#),
                vec![
                    plain(r#""timestamp":""#),
                    Piece::Moment,
                    plain(r#"","verifySign":""#),
                    Piece::Signature,
                    plain(r#""}"#),
                ],
            ),
            Encoding::Form => (
                format!("timestamp={}&verifySign={signature}", moment.replace(':', "%3A")),
                vec![plain("timestamp="), Piece::Moment, plain("&verifySign="), Piece::Signature],
            ),
        };
        Written::of(self)?.with_signature(&ending, pieces, "token")
    }
}

/// What sending `change` would send: its path, and its fields with what identifies people hidden.
pub(super) fn describe(plain: &Plain, change: &Change) -> (String, Value) {
    let text = |name: &str| plain.texts.get(name).cloned();
    let own = Own { ipn_url: text("ipn_url"), client_ip: text("client_ip") };
    let (path, mut fields) = told(change, "(made of the intent's id)", &own);
    if let Change::AddBankAccount(draft) = change
        && draft.tag.is_none()
    {
        fields.retain(|(name, _)| *name != "accountTag");
        fields.push(("accountTag", "(made of the intent's id)".to_owned()));
    }
    fields.push(("merchantNo", text("merchant_no").unwrap_or_default()));
    fields.push(("storeNo", text("store_no").unwrap_or_default()));
    fields.push(("timestamp", "(the moment it leaves)".to_owned()));
    fields.push(("verifySign", "(made with token)".to_owned()));
    let shown = fields.into_iter().map(|(name, value)| {
        let value = match name {
            "bankAccountId" | "phone" => Phone::new(&value).masked(),
            "email" => masked_email(&value),
            "dateOfBirth" => "(left out)".to_owned(),
            "customerCode" | "firstName" | "lastName" | "street" | "street2" | "accountTag" | "description"
            | "note" | "subject" => mask_digits(&value),
            _ => value,
        };
        (name.to_owned(), Value::from(value))
    });
    (path.to_owned(), shown.collect())
}
