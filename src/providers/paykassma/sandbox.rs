//! Paykassma's half of the sandbox: its twelve operations, their requests and the shapes of their answers.
//!
//! A missing or wrong `secret` is a 404, as at the provider; a withdrawal wants none but a signature, checked as PHP
//! would make it. What is wrong with fields is a 422 with `{"status":"fail","message":{"field":["text"]}}`, any other
//! refusal a 400 with a text. The same `withdrawal_id` is the same withdrawal. A payment whose number begins with 000
//! is suspicious: its activation starts a check. One by hand is known if its number is the identifier of a transaction
//! that was created; else it is a possible one, and found later.

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use secrecy::SecretString;
use serde::Serialize as Derive;
use serde::ser::{Serialize, Serializer};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::Settings;
use super::sign;
use crate::domain::{AccountNumber, Currency, FieldErrors, Money, Text, WithdrawalRequest, check_withdrawal_id};
use crate::sandbox::form::{Part, parts};
use crate::sandbox::json::{FieldError, Fields, exact};
use crate::sandbox::world::{
    Activation, NoPayout, Payments, Payout, RATES, SYSTEMS, Standing, System, Wanted, World, rate,
};
use crate::sandbox::{Half, Shared};

/// What lets a caller in. Opens nothing but a simulated world, so it is no secret.
const SECRET: &str = "sandbox-plugin-secret";

/// What withdrawals are signed with.
pub(super) const PRIVATE_KEY: &str = "sandbox-private-key";

/// What postbacks of deposits bear.
pub(super) const ACCESS_KEY: &str = "sandbox-access-key";

/// What postbacks of deposits are signed with.
pub(super) const POSTBACK_KEY: &str = "sandbox-postback-key";

/// What the provider puts into the sandbox.
pub const HALF: Half = Half {
    provider: "paykassma",
    connection: "paykassma",
    credentials: &[],
    settings: &[
        ("secret", SECRET),
        ("private_key", PRIVATE_KEY),
        ("postback_access_key", ACCESS_KEY),
        ("postback_private_key", POSTBACK_KEY),
    ],
    hints: &[],
    routes,
    letters: Some(super::postbacks::sandbox::letters),
};

/// The most bytes of a form.
const LARGEST_FORM: usize = 12 * 1024 * 1024;

const CHECK_STARTED: &str = "Check of deposit status started. The operation may take longer than expected. Once \
                             checked the funds will credit to you account";

fn routes(shared: Shared) -> Router {
    let by_secret = Router::new()
        .route("/api/v1/payment-systems/available", get(systems))
        .route("/wallet-type/images/", get(hints))
        .route("/api/v1/transaction/create/{wallet}", post(create_transaction))
        .route("/api/v1/transaction/activate", post(activate))
        .route("/api/v1/possible-transaction", post(possible).layer(DefaultBodyLimit::max(LARGEST_FORM)))
        .route("/api/v1/payment/create/{system}", post(create_payment))
        .route("/api/v1/deposit-info", get(savings))
        .route("/payment-plugin/hash-url", post(hash_urls))
        .route("/api/v1/postback", get(postback))
        .route("/api/v1/accounts-balance", get(balances))
        .route("/api/v1/pullpostbacks", get(pull_postbacks))
        .route_layer(middleware::from_fn(check_secret));
    by_secret.route("/v2/withdrawal/create", post(withdraw)).with_state(shared)
}

type Pairs = Query<Vec<(String, String)>>;

async fn check_secret(Query(pairs): Pairs, request: Request, next: Next) -> Response {
    if pairs.iter().any(|(name, value)| name == "secret" && value == SECRET) {
        next.run(request).await
    } else {
        (StatusCode::NOT_FOUND, Json(json!({"message": "Not found"}))).into_response()
    }
}

/// Why nothing was done.
enum Refused {
    /// In words.
    Text(&'static str),
    /// Field by field.
    Fields(FieldErrors),
}

impl Refused {
    fn field(name: &str, words: &str) -> Self {
        let mut errors = FieldErrors::default();
        errors.add(name, words);
        Self::Fields(errors)
    }
}

impl From<FieldError> for Refused {
    fn from(error: FieldError) -> Self {
        match error {
            FieldError::NotAnObject => Self::Text("The body must be a JSON object"),
            FieldError::Missing(field) => Self::field(field, &format!("The {field} field is required.")),
            FieldError::WrongType { field, expected } => {
                Self::field(field, &format!("The {field} must be {expected}."))
            }
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self {
            Self::Text(text) => {
                (StatusCode::BAD_REQUEST, Json(json!({"status": "fail", "message": text}))).into_response()
            }
            Self::Fields(errors) => {
                let fields: Map<String, Value> = errors
                    .0
                    .into_iter()
                    .map(|error| {
                        let texts: Vec<Value> = error.texts.iter().map(|text| text.as_str().into()).collect();
                        (error.field.to_string(), texts.into())
                    })
                    .collect();
                let body = json!({"status": "fail", "message": fields});
                (StatusCode::UNPROCESSABLE_ENTITY, Json(body)).into_response()
            }
        }
    }
}

type Answered = Result<Response, Refused>;

/// An answer, written while the world stands still. Amounts in it keep their digits.
fn answer(body: &impl Derive) -> Response {
    match serde_json::to_vec(body) {
        Ok(body) => ([(header::CONTENT_TYPE, "application/json")], body).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn ok() -> Response {
    answer(&json!({"status": "ok"}))
}

/// `{"status":"success","message":"","code":20000,"data":...}`.
#[derive(Derive)]
struct Success<T> {
    status: &'static str,
    message: &'static str,
    code: u32,
    data: T,
    #[serde(skip_serializing_if = "Option::is_none")]
    paginate: Option<Value>,
}

impl<T> Success<T> {
    fn of(data: T) -> Self {
        Self { status: "success", message: "", code: 20_000, data, paginate: None }
    }

    fn paged(data: T, total: usize) -> Self {
        Self { paginate: Some(json!({"offset": 0, "total": total, "limit": total})), ..Self::of(data) }
    }
}

/// An amount with its own digits.
struct Exact(Decimal);

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        exact(&self.0, serializer)
    }
}

/// The value of a parameter, which has to be there.
fn wanted<'q>(pairs: &'q [(String, String)], name: &'static str) -> Result<&'q str, Refused> {
    optional(pairs, name).ok_or_else(|| FieldError::Missing(name).into())
}

fn optional<'q>(pairs: &'q [(String, String)], name: &str) -> Option<&'q str> {
    pairs.iter().find(|(found, value)| found == name && !value.is_empty()).map(|(_, value)| value.as_str())
}

/// The values of a parameter that is a list: `name[]=a&name[]=b`.
fn list<'q>(pairs: &'q [(String, String)], name: &str) -> Vec<&'q str> {
    let is_it = |found: &str| found.strip_prefix(name).is_some_and(|rest| rest.starts_with('[') && rest.ends_with(']'));
    pairs.iter().filter(|(found, _)| is_it(found)).map(|(_, value)| value.as_str()).collect()
}

fn known(kind: &str, field: &str) -> Result<&'static System, Refused> {
    let found = SYSTEMS.iter().find(|system| system.kind == kind);
    found.ok_or_else(|| Refused::field(field, &format!("The selected {field} is invalid.")))
}

/// "Obtaining available PSs".
async fn systems(Query(pairs): Pairs) -> Answered {
    let codes = list(&pairs, "currency_code");
    if codes.is_empty() {
        return Err(FieldError::Missing("currency_code").into());
    }
    wanted(&pairs, "label")?;
    let signs: Vec<Value> = codes
        .iter()
        .filter_map(|code| rate(code))
        .map(|rate| json!({"code": rate.code, "symbol": rate.sign}))
        .collect();
    let wallets: Vec<Value> = SYSTEMS
        .iter()
        .zip(1..)
        .filter(|(system, _)| codes.contains(&system.currency))
        .map(|(system, order)| {
            json!({
                "type": system.kind,
                "currency_code": system.currency,
                "order": order,
                "logo": format!("https://api.sandbox.example/logos/{}.svg", system.kind),
                "name": system.name,
                "is_manual": system.manual,
                "uploading_payment_bill": system.manual,
            })
        })
        .collect();
    Ok(answer(&json!({"status": "ok", "params": {"currency_data": signs, "wallets": wallets}})))
}

/// "Getting mediahints".
async fn hints() -> Response {
    let hints: Map<String, Value> = SYSTEMS
        .iter()
        .zip(481..)
        .map(|(system, id)| {
            let url = format!("https://api.sandbox.example/guide-image/{}.mp4", system.kind);
            (system.kind.to_owned(), json!({"id": id, "url": url}))
        })
        .collect();
    answer(&Success::of(hints))
}

/// "Payment creation request".
async fn create_transaction(State(shared): State<Shared>, Path(wallet): Path<String>, body: Bytes) -> Answered {
    let fields = Fields::of(&body)?;
    fields.text("label")?;
    let currency = fields.text("currency")?;
    let system = known(&wallet, "wallet_type")?;
    if system.currency != currency {
        return Err(Refused::field("currency", "The selected currency is invalid."));
    }
    let identifier = shared.act(|world| world.merchant_mut().create_transaction());
    Ok(answer(&json!({"status": "ok", "params": {"identifier": identifier}})))
}

/// "Activation request".
async fn activate(State(shared): State<Shared>, body: Bytes) -> Answered {
    let fields = Fields::of(&body)?;
    let custom_id = fields.text("custom_transaction_id")?;
    let amount = match fields.decimal("amount") {
        Err(FieldError::Missing(_)) => None,
        amount => Some(amount?),
    };
    let activation = Activation {
        custom_id,
        wallet: fields.text("wallet_type")?,
        currency: fields.text("currency_code")?,
        label: fields.text("label")?,
        key: fields.text("key1")?,
        amount,
    };
    let system = known(&activation.wallet, "wallet_type")?;
    if system.wants_amount && amount.is_none() {
        return Err(FieldError::Missing("amount").into());
    }
    let standing = if activation.key.starts_with("000") { Standing::Suspicious } else { Standing::Known };
    take_up(&shared, activation, standing, "custom_transaction_id")?;
    match standing {
        Standing::Suspicious => Err(Refused::Text(CHECK_STARTED)),
        _ => Ok(ok()),
    }
}

/// "Possible transaction".
async fn possible(State(shared): State<Shared>, headers: HeaderMap, body: Bytes) -> Answered {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let parts = parts(kind, &body).ok_or(Refused::Text("The body must be a form (multipart/form-data)"))?;
    let text = |name: &'static str| -> Result<String, Refused> {
        let is_it = |part: &&Part| part.name == name && part.file.is_none();
        let text = parts.iter().find(is_it).and_then(|part| String::from_utf8(part.bytes.clone()).ok());
        text.filter(|text| !text.trim().is_empty()).ok_or_else(|| FieldError::Missing(name).into())
    };
    let amount = text("amount")?;
    let amount = Decimal::from_str_exact(&amount)
        .map_err(|_| Refused::from(FieldError::WrongType { field: "amount", expected: "a number" }))?;
    let activation = Activation {
        custom_id: text("custom_id")?,
        wallet: text("wallet_type")?,
        currency: text("currency_code")?,
        label: text("label")?,
        key: text("key1")?,
        amount: Some(amount),
    };
    known(&activation.wallet, "wallet_type")?;
    let known = shared.act(|world| world.merchant_mut().has_identifier(&activation.key));
    let standing = if known { Standing::Known } else { Standing::Unknown };
    take_up(&shared, activation, standing, "custom_id")?;
    if known {
        return Ok(answer(&Success::<[(); 0]>::paged([], 1)));
    }
    let words = "Transaction not found. Possible transaction created";
    Ok(answer(&json!({"status": "possible_transaction_created", "message": words})))
}

fn take_up(shared: &Shared, activation: Activation, standing: Standing, id: &str) -> Result<(), Refused> {
    if activation.key.chars().count() < 6 {
        return Err(Refused::field("key1", "Transaction field has wrong length"));
    }
    if activation.amount.is_some_and(|amount| amount <= Decimal::ZERO) {
        return Err(Refused::field("amount", "The amount must be greater than 0."));
    }
    let taken = format!("The {id} has already been taken.");
    shared.act(|world| {
        if !world.merchant_mut().take_custom_id(&activation.custom_id) {
            return Err(Refused::field(id, &taken));
        }
        world.activate(activation, standing);
        Ok(())
    })
}

/// "For PS that do not require payment activation".
async fn create_payment(State(shared): State<Shared>, Path(system): Path<String>, body: Bytes) -> Answered {
    let fields = Fields::of(&body)?;
    for field in ["language", "currency", "bank", "label", "redirect_url"] {
        fields.text(field)?;
    }
    let amount = fields.decimal("amount")?;
    let id = fields.text("custom_transaction_id")?;
    known(&system, "payment_system")?;
    if amount <= Decimal::ZERO {
        return Err(Refused::field("amount", "The amount must be greater than 0."));
    }
    let page = shared.act(|world| {
        let merchant = world.merchant_mut();
        merchant.take_custom_id(&id).then(|| merchant.create_payment())
    });
    let taken = || Refused::field("custom_transaction_id", "The custom_transaction_id has already been taken.");
    Ok(answer(&json!({"status": "ok", "redirect_url": page.ok_or_else(taken)?})))
}

/// "Information about savings".
async fn savings(State(shared): State<Shared>, Query(pairs): Pairs) -> Answered {
    #[derive(Derive)]
    struct Row {
        status: &'static str,
        stockpiling_sum: Exact,
        lacks_sum: Exact,
        minimum_deposit: Exact,
    }
    let (label, wallet, currency) =
        (wanted(&pairs, "label")?, wanted(&pairs, "wallet_type")?, wanted(&pairs, "currency")?);
    known(wallet, "wallet_type")?;
    let saved = shared.act(|world| world.merchant().saved(label, wallet, currency));
    Ok(answer(&Row {
        status: "ok",
        stockpiling_sum: Exact(saved.collected),
        lacks_sum: Exact((saved.minimum - saved.collected).max(Decimal::ZERO)),
        minimum_deposit: Exact(saved.minimum),
    }))
}

/// "Redirect addresses hashing".
async fn hash_urls(body: Bytes) -> Answered {
    let body: Map<String, Value> = serde_json::from_slice(&body).map_err(|_| FieldError::NotAnObject)?;
    let rows = |name: &'static str, required: bool| -> Result<Vec<Value>, Refused> {
        let rows = match body.get(name) {
            Some(Value::Array(rows)) => rows.as_slice(),
            None | Some(Value::Null) if !required => &[],
            None | Some(Value::Null) => return Err(FieldError::Missing(name).into()),
            Some(_) => return Err(FieldError::WrongType { field: name, expected: "an array" }.into()),
        };
        let hashed = rows.iter().zip(0..).map(|(row, at)| match (row["order"].as_i64(), row["url"].as_str()) {
            (Some(order), Some(url)) => Ok(json!({"order": order, "url": const_hex::encode(Sha256::digest(url))})),
            (None, _) => Err(Refused::field(&format!("{name}.{at}.order"), "The order must be an integer.")),
            (_, None) => Err(Refused::field(&format!("{name}.{at}.url"), "The url must be a string.")),
        });
        hashed.collect()
    };
    let (success, fail, pending) =
        (rows("success_urls", true)?, rows("fail_urls", true)?, rows("pending_urls", false)?);
    if success.is_empty() && fail.is_empty() {
        return Err(Refused::field("success_urls", "One of success_urls and fail_urls must have an address."));
    }
    let urls = json!({"success_url": success, "fail_url": fail, "pending_url": pending});
    Ok(answer(&json!({"status": "ok", "urls": urls})))
}

/// "Accounts' balance".
async fn balances(State(shared): State<Shared>) -> Response {
    #[derive(Derive)]
    struct Row {
        wallet_type: &'static str,
        currency_code: &'static str,
        amount: Exact,
    }
    #[derive(Derive)]
    struct Rows {
        balances: Vec<Row>,
    }
    shared.act(|world| {
        let row = |wallet: &crate::sandbox::world::Wallet| Row {
            wallet_type: wallet.system,
            currency_code: wallet.currency,
            amount: Exact(wallet.amount),
        };
        answer(&Success::of(Rows { balances: world.merchant().wallets().iter().map(row).collect() }))
    })
}

/// "Withdrawal of funds".
async fn withdraw(State(shared): State<Shared>, body: Bytes) -> Answered {
    let key = SecretString::from(PRIVATE_KEY);
    let signed = sign::Withdrawal::read(&body).and_then(|withdrawal| withdrawal.is_signed(&key));
    match signed {
        Ok(true) => {}
        Err(sign::Unreadable::Missing(field)) => return Err(FieldError::Missing(field).into()),
        Err(sign::Unreadable::NotText(_)) | Ok(false) => {
            return Err(Refused::field("signature", "Signature is not valid"));
        }
        Err(_) => return Err(FieldError::NotAnObject.into()),
    }
    let wanted = wanted_withdrawal(&shared, &body)?;
    shared.act(|world| world.withdraw(wanted)).map(|()| ok()).map_err(|why| match why {
        NoPayout::Taken => Refused::field("withdrawal_id", "The withdrawal id has already been taken."),
        NoPayout::Insufficient => Refused::field("withdrawals_sum_amount", "Insufficient balance"),
    })
}

/// The withdrawal in the body, where nothing is wrong with its fields.
fn wanted_withdrawal(shared: &Shared, body: &[u8]) -> Result<Wanted, Refused> {
    let fields = Fields::of(body)?;
    let nested: Map<String, Value> = serde_json::from_slice(body).map_err(|_| FieldError::NotAnObject)?;
    let detail = |object: &str, name: &str| nested.get(object)?.get(name)?.as_str().map(str::to_owned);
    let id = match fields.optional_text("withdrawal_id")? {
        Some(id) => id,
        None => shared.act(|world| world.merchant_mut().create_transaction()),
    };
    let (currency, is_test) = (fields.text("currency_code")?, fields.flag("is_test")?);
    let amount = fields.decimal("amount")?;
    let wanted = Wanted {
        system: fields.text("payment_system")?,
        label: fields.text("label")?,
        comment: fields.optional_text("comment")?,
        account_number: fields.optional_text("account_number")?.map(|number| AccountNumber::new(number.into())),
        account_name: fields.optional_text("account_name")?,
        account_email: fields.optional_text("account_email")?,
        payments_provider: detail("payments_details", "payments_provider"),
        payments_method: detail("payments_details", "payments_method"),
        bank_code: detail("bank_details", "bank_code"),
        branch_code: detail("bank_details", "branch_code"),
        id,
        amount,
        currency,
        is_test,
    };
    let system = known(&wanted.system, "payment_system")?;
    if !system.pays_out {
        return Err(Refused::field("payment_system", "The selected payment_system is invalid."));
    }
    check_withdrawal_id(&wanted.id).map_err(Refused::Fields)?;
    // The document's rules, once for all who have to keep to them.
    let text = |text: &Option<String>| text.as_deref().map(Text::from);
    let money = Money::new(wanted.amount, Currency::new(&wanted.currency));
    let request = WithdrawalRequest {
        comment: text(&wanted.comment),
        account_number: wanted.account_number.clone(),
        account_name: text(&wanted.account_name),
        account_email: text(&wanted.account_email),
        payments_provider: text(&wanted.payments_provider),
        payments_method: text(&wanted.payments_method),
        bank_code: text(&wanted.bank_code),
        branch_code: text(&wanted.branch_code),
        ..WithdrawalRequest::new(wanted.system.as_str().into(), money, wanted.label.as_str().into(), wanted.is_test)
    };
    request.check().map_err(Refused::Fields)?;
    Ok(wanted)
}

/// A withdrawal's postback.
#[derive(Derive)]
pub(super) struct PayoutRow<'w> {
    withdrawal_id: &'w str,
    status: u8,
    comment: Option<&'w str>,
    payment_system: &'w str,
    amount: Exact,
    currency_code: &'w str,
    label: &'w str,
    account_number: Option<&'w str>,
    account_name: Option<&'w str>,
    account_email: Option<&'w str>,
    payments_details: Value,
    bank_details: Value,
}

impl<'w> PayoutRow<'w> {
    /// `None` while it is not final: no postback was sent then.
    pub(super) fn of(payout: &'w Payout) -> Option<Self> {
        let wanted = &payout.wanted;
        Some(Self {
            withdrawal_id: &wanted.id,
            status: payout.status.number()?,
            comment: wanted.comment.as_deref(),
            payment_system: &wanted.system,
            amount: Exact(wanted.amount),
            currency_code: &wanted.currency,
            label: &wanted.label,
            account_number: wanted.account_number.as_ref().map(AccountNumber::full),
            account_name: wanted.account_name.as_deref(),
            account_email: wanted.account_email.as_deref(),
            payments_details: json!({"payments_provider": wanted.payments_provider}),
            bank_details: json!({"bank_code": wanted.bank_code, "branch_code": wanted.branch_code}),
        })
    }
}

/// A deposit's postback.
#[derive(Derive)]
pub(super) struct DepositRow<'w> {
    #[serde(skip_serializing_if = "Option::is_none")]
    transaction_id: Option<&'w str>,
    label: &'w str,
    stockpiling: Table,
    stockpiling_id: u64,
    transactions: Vec<TransactionRow<'w>>,
}

/// A sum in every currency.
struct Table(Decimal);

impl Serialize for Table {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(RATES.iter().map(|rate| (rate.code, Exact(rate.of_dollars(self.0)))))
    }
}

#[derive(Derive)]
struct TransactionRow<'w> {
    amount: Exact,
    currency_code: &'w str,
    wallet_type: &'w str,
    transaction_id: &'w str,
    transaction_type: u8,
    from: Option<&'w str>,
    created_datetime: String,
    activated_datetime: Option<String>,
    custom_id: &'w str,
}

impl<'w> DepositRow<'w> {
    pub(super) fn of((deposit, payments): Payments<'w>, by_key: Option<&'w str>, world: &World) -> Self {
        let zone = Settings::usual_zone();
        let time = |second| written(world, second, &zone);
        let transactions = payments.iter().map(|payment| TransactionRow {
            amount: Exact(payment.amount),
            currency_code: &payment.of.currency,
            wallet_type: &payment.of.wallet,
            transaction_id: &payment.of.key,
            transaction_type: 0,
            from: None,
            created_datetime: time(payment.created),
            activated_datetime: payment.activated.map(time),
            custom_id: &payment.of.custom_id,
        });
        Self {
            transaction_id: by_key,
            label: &deposit.label,
            stockpiling: Table(deposit.dollars),
            stockpiling_id: deposit.no,
            transactions: transactions.collect(),
        }
    }
}

/// A time as the provider writes it: without a zone.
fn written(world: &World, second: i64, zone: &TimeZone) -> String {
    world.moment(second).to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// "Information about the postback that was sent earlier".
async fn postback(State(shared): State<Shared>, Query(pairs): Pairs) -> Answered {
    #[derive(Derive)]
    struct Row<T> {
        status: &'static str,
        postback: T,
    }
    fn found<T: Derive>(postback: Option<T>) -> Answered {
        let postback = postback.ok_or(Refused::Text("Postback not found"))?;
        Ok(answer(&Row { status: "ok", postback }))
    }
    match wanted(&pairs, "type")? {
        "withdrawal" => {
            let id = wanted(&pairs, "withdrawal_id")?;
            shared.act(|world| found(world.merchant().payout(id).and_then(PayoutRow::of)))
        }
        "deposit" => shared.act(|world| {
            let merchant = world.merchant();
            match (optional(&pairs, "transaction_id"), optional(&pairs, "custom_id")) {
                (Some(key), _) => {
                    found(merchant.deposit_by_key(key).map(|deposit| DepositRow::of(deposit, Some(key), world)))
                }
                (None, Some(id)) => {
                    found(merchant.deposit_by_custom_id(id).map(|deposit| DepositRow::of(deposit, None, world)))
                }
                (None, None) => Err(FieldError::Missing("transaction_id").into()),
            }
        }),
        _ => Err(Refused::field("type", "The selected type is invalid.")),
    }
}

/// A row of "Order statuses".
#[derive(Derive)]
struct OrderRow<'q, T> {
    #[serde(skip_serializing_if = "Option::is_none")]
    plugin_custom_order_id: Option<&'q str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    withdrawal_id: Option<&'q str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    postback: Option<T>,
}

/// "Order statuses".
async fn pull_postbacks(State(shared): State<Shared>, Query(pairs): Pairs) -> Answered {
    #[derive(Derive)]
    struct Deposits<T> {
        transactions: Vec<T>,
    }
    #[derive(Derive)]
    struct Withdrawals<T> {
        withdrawals: Vec<T>,
    }
    let message = |found: bool| (!found).then_some("Postback not found");
    let ids_of = |name: &'static str, kind: &str| {
        let ids = list(&pairs, name);
        let words = format!("The {} field is required when type is {kind}.", name.replace('_', " "));
        if ids.is_empty() { Err(Refused::field(name, &words)) } else { Ok(ids) }
    };
    match wanted(&pairs, "type")? {
        "withdrawal" => {
            let ids = ids_of("withdrawal_id", "withdrawal")?;
            Ok(shared.act(|world| {
                let rows = ids.iter().map(|id| {
                    let postback = world.merchant().payout(id).and_then(PayoutRow::of);
                    let message = message(postback.is_some());
                    OrderRow { plugin_custom_order_id: None, withdrawal_id: Some(id), message, postback }
                });
                answer(&Success::paged(Withdrawals { withdrawals: rows.collect() }, ids.len()))
            }))
        }
        "deposit" => {
            let ids = ids_of("plugin_custom_order_id", "deposit")?;
            Ok(shared.act(|world| {
                let rows = ids.iter().map(|id| {
                    let found = world.merchant().deposit_by_custom_id(id);
                    let postback = found.map(|deposit| DepositRow::of(deposit, None, world));
                    let message = message(postback.is_some());
                    OrderRow { plugin_custom_order_id: Some(id), withdrawal_id: None, message, postback }
                });
                answer(&Success::paged(Deposits { transactions: rows.collect() }, ids.len()))
            }))
        }
        _ => Err(Refused::field("type", "The selected type is invalid.")),
    }
}
