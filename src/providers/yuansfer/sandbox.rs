//! Yuansfer's half of the sandbox: its operations, their requests and the shapes of their answers.
//!
//! A request is JSON or form-encoded, as its first byte says. Its `verifySign` is checked before any of its fields: a
//! wrong one, and a body that cannot be signed at all, are `000030`. No request needs a `timestamp`, for the vendor's
//! SDKs send none with some; one that is there has to be one. Refusals come with HTTP 200, as the document shows no
//! other status. The same `invoiceId` is the same transfer.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use secrecy::SecretString;
use serde_json::{Value, json};

use super::request::written;
use super::sign::Params;
use crate::domain::{
    AccountNumber, BankAccountDraft, Country, Currency, FieldErrors, Money, PayeeDetails, PayeeDraft, Phone,
    ProfileKind, RetCode, Text, TransferRequest,
};
use crate::sandbox::world::{
    NoPayee, NoTransfer, Payee, PayeeAccount, Said, Transfer, WantedAccount, WantedTransfer, World,
};
use crate::sandbox::{Half, Shared};

/// The merchant that the vendor publishes for trying things out.
pub(super) const MERCHANT: &str = "202333";

/// Its store.
pub(super) const STORE: &str = "301854";

/// What its requests are signed with; published too, so it is no secret.
pub(super) const TOKEN: &str = "17cfc0170ef1c017b4a929d233d6e65e";

/// What the provider puts into the sandbox.
pub const HALF: Half = Half {
    provider: "yuansfer",
    connection: "yuansfer",
    credentials: &[],
    settings: &[("merchant_no", MERCHANT), ("store_no", STORE), ("token", TOKEN)],
    hints: &[
        "GET /sandbox/payees has customer numbers and account tokens to begin with; GET /sandbox/transfers what was paid.",
        "The cents of a transfer's amount say how it ends: .13 fails, .17 is paid out and then returned,",
        ".19 is on hold before it is paid out; all others are paid out, a minute or so after they were taken on.",
        "An ipn_url such as http://127.0.0.1:8787/yuansfer/ipn is sent notifications; plain HTTP alone is spoken.",
    ],
    routes,
    letters: Some(super::ipn::sandbox::letters),
};

fn routes(shared: Shared) -> Router {
    Router::new()
        .route("/v3/payee/register", post(register))
        .route("/v3/payee/retrieve", post(retrieve))
        .route("/v3/payee/update", post(update))
        .route("/v3/payee/account/create/bank-account", post(add_account))
        .route("/v3/payee/payout-accounts", post(accounts))
        .route("/v3/payouts/pay", post(pay))
        .route("/v3/payouts/inquiry", post(inquiry))
        .with_state(shared)
}

/// Why nothing was done: the code, and what it is about.
struct Refused(RetCode, String);

impl Refused {
    fn about(code: RetCode, what: impl Into<String>) -> Self {
        Self(code, what.into())
    }
}

/// What is missing is one code, what is wrong another.
impl From<FieldErrors> for Refused {
    fn from(errors: FieldErrors) -> Self {
        let is_missing = |text: &Text| text.as_str().starts_with("has to be filled in");
        let missing = errors.0.iter().find(|error| error.texts.iter().any(is_missing));
        match missing.or(errors.0.first()) {
            Some(error) if missing.is_some() => Self::about(RetCode::ParameterNull, error.field.as_str()),
            Some(error) => Self::about(RetCode::ParameterValue, error.field.as_str()),
            None => Self::about(RetCode::ParameterValue, ""),
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let Self(code, what) = self;
        let words = if what.is_empty() { code.name().to_owned() } else { format!("{}: {what}", code.name()) };
        Json(json!({"ret_msg": words, "ret_code": code.code()})).into_response()
    }
}

type Answered = Result<Json<Value>, Refused>;

/// The fields of a request whose signature holds.
struct Asked(BTreeMap<String, String>);

impl Asked {
    /// Of a body as it came: its signature first, then who sent it, then its time.
    fn of(body: &[u8]) -> Result<Self, Refused> {
        let denied = |what: &str| Refused::about(RetCode::AccessDenied, what);
        let params = Params::read(body).map_err(|unreadable| denied(&unreadable.to_string()))?;
        let signed = params.is_signed(&SecretString::from(TOKEN)).map_err(|unsigned| denied(&unsigned.to_string()))?;
        if !signed {
            return Err(denied("verifySign"));
        }
        let asked = Self(params.fields().map(|(name, value)| (name.to_owned(), value.to_owned())).collect());
        for (name, known) in [("merchantNo", MERCHANT), ("storeNo", STORE)] {
            if asked.wanted(name)? != known {
                return Err(denied(name));
            }
        }
        match asked.get("timestamp") {
            Some(time) if !is_time(time) => Err(Refused::about(RetCode::ParameterValue, "timestamp")),
            _ => Ok(asked),
        }
    }

    /// What a field says; `None` where it is not there or says nothing.
    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    fn wanted(&self, name: &str) -> Result<&str, Refused> {
        self.get(name).ok_or_else(|| Refused::about(RetCode::ParameterNull, name))
    }

    fn text(&self, name: &str) -> Text {
        Text::new(self.get(name).unwrap_or_default())
    }

    fn optional(&self, name: &str) -> Option<Text> {
        self.get(name).map(Text::new)
    }
}

/// Whether it is written as `yyyy-MM-ddTHH:mm:ssZ`.
fn is_time(text: &str) -> bool {
    text.parse::<Timestamp>().is_ok_and(|time| written(time) == text)
}

/// What says that all is well, with more.
fn well(words: &str, more: Option<(&str, Value)>) -> Json<Value> {
    let mut answer = json!({"ret_msg": words, "ret_code": RetCode::Success.code()});
    if let (Some((name, value)), Some(fields)) = (more, answer.as_object_mut()) {
        fields.insert(name.to_owned(), value);
    }
    Json(answer)
}

/// What is said of a payee, where nothing is wrong with it: one set of rules for whoever sends it and for here.
fn details(asked: &Asked) -> Result<PayeeDetails, Refused> {
    let profile = asked.wanted("profileType")?;
    let profile: ProfileKind = profile.parse().map_err(|_| Refused::about(RetCode::ParameterValue, "profileType"))?;
    let country = asked.text("countryCode");
    let long = Country::new(country.as_str()).map(Country::long_code);
    if asked.get("country").is_some_and(|sent| long.is_some_and(|long| long != sent)) {
        return Err(Refused::about(RetCode::DoNotMatch, "country and countryCode"));
    }
    Ok(PayeeDetails {
        profile,
        first_name: asked.text("firstName"),
        last_name: asked.text("lastName"),
        date_of_birth: asked.text("dateOfBirth"),
        phone: asked.get("phone").map(Phone::new),
        country,
        state: asked.optional("state"),
        city: asked.optional("city"),
        street: asked.optional("street"),
        street2: asked.optional("street2"),
        zip: asked.optional("zip"),
    })
}

fn said(details: PayeeDetails) -> Said {
    let text = |text: Option<Text>| text.map(|text| text.to_string());
    Said {
        profile: details.profile.to_string(),
        first_name: details.first_name.to_string(),
        last_name: details.last_name.to_string(),
        date_of_birth: details.date_of_birth.to_string(),
        phone: details.phone.map(|phone| phone.full().to_owned()),
        country_code: details.country.to_string(),
        state: text(details.state),
        city: text(details.city),
        street: text(details.street),
        street2: text(details.street2),
        zip: text(details.zip),
    }
}

fn today(world: &World) -> jiff::civil::Date {
    world.moment(world.now()).to_zoned_datetime(TimeZone::UTC).date()
}

pub(super) fn time(world: &World, second: i64) -> String {
    written(world.moment(second))
}

/// "Payee Registration".
async fn register(State(shared): State<Shared>, body: Bytes) -> Answered {
    let asked = Asked::of(&body)?;
    let draft = PayeeDraft { code: asked.text("customerCode"), email: asked.text("email"), details: details(&asked)? };
    shared.act(|world| {
        draft.check(today(world))?;
        let now = time(world, world.now());
        let payee = world
            .register_payee(draft.code.to_string(), draft.email.to_string(), said(draft.details))
            .map_err(|_| Refused::about(RetCode::ParameterValue, "customerCode is used already"))?;
        let customer = json!({
            "firstName": payee.said.first_name,
            "lastName": payee.said.last_name,
            "customerCode": payee.code,
            "createdTime": now,
            "customerNo": payee.no,
            "email": payee.email,
        });
        Ok(well("success", Some(("customer", customer))))
    })
}

fn known<'w>(world: &'w World, no: &str) -> Result<&'w Payee, Refused> {
    world.payer().payee(no).ok_or_else(|| Refused::about(RetCode::NoRelatedInformation, "customerNo"))
}

/// "Retrieve payee info".
async fn retrieve(State(shared): State<Shared>, body: Bytes) -> Answered {
    let asked = Asked::of(&body)?;
    let no = asked.wanted("customerNo")?;
    shared.act(|world| {
        let payee = known(world, no)?;
        let said = &payee.said;
        let mut customer = json!({
            "lastName": said.last_name,
            "country": Country::new(&said.country_code).map(Country::long_code),
            "updatedTime": time(world, payee.updated),
            "payeeStatus": "Activated",
            "customerCode": payee.code,
            "dateOfBirth": said.date_of_birth,
            "firstName": said.first_name,
            "profileType": said.profile,
            "countryCode": said.country_code,
            "createdTime": time(world, payee.created),
            "lang": "en",
            "customerNo": payee.no,
            "email": payee.email,
        });
        let others = [
            ("zip", &said.zip),
            ("city", &said.city),
            ("phone", &said.phone),
            ("street", &said.street),
            ("street2", &said.street2),
            ("state", &said.state),
        ];
        for (name, value) in others {
            if let Some(value) = value {
                customer[name] = value.as_str().into();
            }
        }
        Ok(well("query success", Some(("customer", customer))))
    })
}

/// "Update payee info".
async fn update(State(shared): State<Shared>, body: Bytes) -> Answered {
    let asked = Asked::of(&body)?;
    let no = asked.wanted("customerNo")?;
    let details = details(&asked)?;
    shared.act(|world| {
        details.check(today(world))?;
        let unknown = |_: NoPayee| Refused::about(RetCode::NoRelatedInformation, "customerNo");
        world.update_payee(no, said(details)).map_err(unknown)?;
        Ok(well("update success", None))
    })
}

/// "Add payee funding source account".
async fn add_account(State(shared): State<Shared>, body: Bytes) -> Answered {
    let asked = Asked::of(&body)?;
    let purpose = asked.wanted("bankAccountPurpose")?;
    let purpose = purpose.parse().map_err(|_| Refused::about(RetCode::ParameterValue, "bankAccountPurpose"))?;
    if asked.wanted("accountType")? != "BANK_ACCOUNT" {
        return Err(Refused::about(RetCode::ParameterValue, "accountType"));
    }
    let number = asked.wanted("bankAccountId")?;
    let draft = BankAccountDraft {
        payee: asked.wanted("customerNo")?.into(),
        country: asked.text("accountCountry"),
        currency: Currency::new(asked.wanted("accountCurrency")?),
        tag: Some(asked.text("accountTag")),
        number: AccountNumber::new(number.into()),
        routing: asked.text("branchId"),
        purpose,
    };
    draft.check()?;
    let ending = number.get(number.len().saturating_sub(4)..).unwrap_or_default().to_owned();
    let wanted = WantedAccount {
        payee: draft.payee.to_string(),
        tag: asked.text("accountTag").to_string(),
        country: draft.country.to_string(),
        currency: draft.currency.code().to_owned(),
        ending,
    };
    shared.act(|world| {
        let now = time(world, world.now());
        let payee = known(world, draft.payee.as_str())?.clone();
        let ipn_url = asked.get("ipnUrl");
        let account = world.add_account(wanted).map_err(|refused| match refused {
            NoPayee::Unknown => Refused::about(RetCode::NoRelatedInformation, "customerNo"),
            NoPayee::Taken => Refused::about(RetCode::ParameterValue, "accountTag is used already"),
        })?;
        let result = json!({
            "accountTag": account.tag,
            "accountStatus": "ACTIVATED",
            "country": account.country,
            "firstName": payee.said.first_name,
            "lastName": payee.said.last_name,
            "accountType": "BANK_ACCOUNT",
            "currency": account.currency,
            "accountToken": account.token,
            "customerNo": payee.no,
            "email": payee.email,
            "timestamp": now,
        });
        if let Some(address) = ipn_url {
            let token = result["accountToken"].as_str().unwrap_or_default();
            world.payer_mut().tell_of_account(token, address);
            shared.want_letters();
        }
        Ok(well("success", Some(("result", result))))
    })
}

/// "Retrieve payee funding source accounts".
async fn accounts(State(shared): State<Shared>, body: Bytes) -> Answered {
    let asked = Asked::of(&body)?;
    let no = asked.wanted("customerNo")?;
    shared.act(|world| {
        let payee = known(world, no)?;
        let row = |account: &PayeeAccount| {
            json!({
                "accountTag": account.tag,
                "country": account.country,
                "createdAt": time(world, account.created),
                "accountType": "BANK_ACCOUNT",
                "currency": account.currency,
                "accountToken": account.token,
                "cardNumber": format!("****{}", account.ending),
                "status": "activated",
            })
        };
        let rows: Vec<Value> = world.payer().accounts_of(no).map(row).collect();
        let user = json!({
            "firstName": payee.said.first_name,
            "lastName": payee.said.last_name,
            "customerCode": payee.code,
            "customerNo": payee.no,
            "email": payee.email,
        });
        let Json(mut answer) = well("success", Some(("accounts", rows.into())));
        answer["user"] = user;
        Ok(Json(answer))
    })
}

/// A transfer as answers have it.
fn told(world: &World, transfer: &Transfer) -> Value {
    let wanted = &transfer.wanted;
    json!({
        "amount": two_decimals(wanted.amount),
        "transactionNo": transfer.number,
        "createdTime": time(world, transfer.at),
        "invoiceId": wanted.invoice,
        "currency": wanted.currency,
        "status": transfer.state.word(),
    })
}

pub(super) fn two_decimals(mut amount: Decimal) -> String {
    amount.rescale(2);
    amount.to_string()
}

/// "Transfer".
async fn pay(State(shared): State<Shared>, body: Bytes) -> Answered {
    let asked = Asked::of(&body)?;
    let invoice = asked.wanted("invoiceId")?.to_owned();
    let amount = asked.wanted("amount")?;
    // No exponent, no sign, no grouping: the document's amounts are plain digits.
    let plain = amount.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let amount = Decimal::from_str_exact(amount)
        .ok()
        .filter(|amount| plain && amount.scale() <= 2)
        .ok_or_else(|| Refused::about(RetCode::ParameterValue, "amount"))?;
    let request = TransferRequest {
        payee: asked.wanted("customerNo")?.into(),
        account: asked.wanted("accountToken")?.into(),
        amount: Money::new(amount, Currency::new(asked.wanted("currency")?)),
        subject: asked.optional("subject"),
        note: asked.optional("note"),
        description: asked.optional("description"),
    };
    request.check()?;
    let text = |name: &str| asked.get(name).map(str::to_owned);
    let wanted = WantedTransfer {
        invoice: invoice.clone(),
        payee: request.payee.to_string(),
        token: request.account.to_string(),
        amount,
        currency: request.amount.currency.code().to_owned(),
        subject: text("subject"),
        note: text("note"),
        description: text("description"),
    };
    shared.act(|world| {
        world.transfer(wanted).map_err(|refused| match refused {
            NoTransfer::Unknown => Refused::about(RetCode::NoRelatedInformation, "customerNo or accountToken"),
            NoTransfer::Mismatch => Refused::about(RetCode::DoNotMatch, ""),
            NoTransfer::Insufficient => Refused::about(RetCode::BalanceTooLow, ""),
        })?;
        if let Some(address) = asked.get("ipnUrl") {
            world.payer_mut().tell_of_transfer(&invoice, address);
            shared.want_letters();
        }
        let transfer = found(world, &invoice)?;
        let mut result = told(world, transfer);
        result["accountToken"] = transfer.wanted.token.as_str().into();
        result["customerNo"] = transfer.wanted.payee.as_str().into();
        Ok(well("succeeded", Some(("result", result))))
    })
}

fn found<'w>(world: &'w World, invoice: &str) -> Result<&'w Transfer, Refused> {
    world.payer().transfer(invoice).ok_or_else(|| Refused::about(RetCode::NoRelatedInformation, "invoiceId"))
}

/// The inquiry of the vendor's SDKs.
async fn inquiry(State(shared): State<Shared>, body: Bytes) -> Answered {
    let asked = Asked::of(&body)?;
    let invoice = asked.wanted("invoiceId")?;
    shared.act(|world| {
        let transfer = found(world, invoice)?;
        let mut result = told(world, transfer);
        let payee = world.payer().payee(&transfer.wanted.payee);
        result["receiver"] = payee.map_or("", |payee| payee.email.as_str()).into();
        Ok(well("success", Some(("result", result))))
    })
}
