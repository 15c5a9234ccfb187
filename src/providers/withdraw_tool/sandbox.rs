//! The withdraw-tool API's half of the sandbox: the twelve operations, their requests and the shapes of their answers.
//!
//! Every operation is a POST with a JSON object; the envelope is `{success, errCode, errMsg, data}` with HTTP 200,
//! also for what is refused. `data` is a list but for sections 11 and 12, and `null` in a refusal. Wrong credentials
//! are HTTP 401, another method 405.
//!
//! | errCode | why |
//! |---|---|
//! | 0 | done |
//! | 1000 | the body is no JSON object |
//! | 1001 | a field is missing or empty |
//! | 1002 | unknown account |
//! | 1003 | a field of the wrong type |
//! | 1004 | unknown collectionType, or another than the account's |
//! | 1005 | unknown tool type |
//! | 1006 | the tool is coming soon |
//! | 1007 | no phone number, or no UPI id |
//! | 1008 | the phone and type are taken |
//! | 1009 | only UPI accounts have UPI ids |
//! | 8001 | OTP not authorised |
//! | 8002 | SMS not authorised |
//! | 8101 | wrong OTP |
//! | 8102 | OTP expired |
//! | 8103 | too many wrong OTPs |
//! | 8104 | OTP session unknown, replaced or used |
//! | 8105 | an OTP was sent just now |
//! | 8201 | SMS not received yet |
//! | 8202 | SMS session expired |
//! | 8203 | SMS session unknown, replaced or used |
//! | 8301 | only CARD accounts take orders |
//! | 8302 | the amount is not more than 0, or too fine |
//! | 8303 | insufficient balance |
//! | 8304 | withdrawals are off |
//! | 9999 | the sandbox itself failed |

use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, post};
use axum::{Json, Router};
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use serde_json::json;

use crate::domain::{AccountNumber, Text, UpiId};
use crate::sandbox::json::{FieldError, Fields, exact};
use crate::sandbox::world::{
    Account, AccountNo, Bank, Edit, Order, OrderNo, Refusal, TOOLS, Task, TaskNo, ToolEntry, World,
};
use crate::sandbox::{Credential, Half, Shared};

/// What the provider puts into the sandbox.
pub const HALF: Half = Half {
    provider: "withdraw-tool",
    connection: "sandbox",
    credentials: &CREDENTIALS,
    settings: &[],
    hints: &[],
    routes,
    letters: None,
};

const CREDENTIALS: [Credential; 1] = [Credential { header: "Authorization", value: "Bearer sandbox-operator-token" }];

fn routes(shared: Shared) -> Router {
    Router::new()
        .route("/api/bank_app/list", operation(tools))
        .route("/api/pay_account/list", operation(accounts))
        .route("/api/pay_account/save", operation(save))
        .route("/api/pay_account/update_upi", operation(update_upi))
        .route("/api/pay_account/send_otp", operation(send_otp))
        .route("/api/pay_account/auth_otp", operation(auth_otp))
        .route("/api/pay_account/send_sms", operation(send_sms))
        .route("/api/pay_account/confirm_sms", operation(confirm_sms))
        .route("/api/pay_account/upi_list", operation(upi_list))
        .route("/api/pay_account/enable", operation(enable))
        .route("/api/withdraw_order/create", operation(create_order))
        .route("/api/pay_account/deauthorize", operation(deauthorize))
        .route_layer(middleware::from_fn(check_credentials))
        .with_state(shared)
}

async fn check_credentials(headers: HeaderMap, request: Request, next: Next) -> Response {
    let given = |credential: &Credential| {
        headers.get(credential.header).is_some_and(|value| value.as_bytes() == credential.value.as_bytes())
    };
    if CREDENTIALS.iter().all(given) {
        next.run(request).await
    } else {
        (StatusCode::UNAUTHORIZED, Json(json!({"error": "missing or wrong credentials"}))).into_response()
    }
}

/// An operation: reads its fields, acts in the world, and writes its answer while the world stands still.
type Operation = fn(&mut World, &Fields<'_>) -> Result<Vec<u8>, Refused>;

fn operation(act: Operation) -> MethodRouter<Shared> {
    post(async move |State(shared): State<Shared>, body: Bytes| {
        let answer =
            Fields::of(&body).map_err(Refused::from).and_then(|fields| shared.act(|world| act(world, &fields)));
        let body = answer.unwrap_or_else(|refused| refused.envelope());
        ([(header::CONTENT_TYPE, "application/json")], body)
    })
}

/// The document's envelope.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Envelope<'a, T> {
    success: bool,
    err_code: &'a str,
    err_msg: &'a str,
    data: T,
}

/// The envelope of what was done.
fn done<T: Serialize>(data: T) -> Result<Vec<u8>, Refused> {
    let envelope = Envelope { success: true, err_code: "0", err_msg: "", data };
    serde_json::to_vec(&envelope).map_err(|error| Refused { code: "9999", text: error.to_string() })
}

/// Nothing to tell: an empty list.
fn nothing() -> Result<Vec<u8>, Refused> {
    done::<[(); 0]>([])
}

/// Why nothing was done, by code and in words.
struct Refused {
    code: &'static str,
    text: String,
}

impl Refused {
    fn envelope(&self) -> Vec<u8> {
        let envelope = Envelope { success: false, err_code: self.code, err_msg: &self.text, data: () };
        // Strings and a unit always become JSON.
        serde_json::to_vec(&envelope).unwrap_or_default()
    }
}

impl From<FieldError> for Refused {
    fn from(error: FieldError) -> Self {
        let code = match error {
            FieldError::NotAnObject => "1000",
            FieldError::Missing(_) => "1001",
            FieldError::WrongType { .. } => "1003",
        };
        Self { code, text: error.to_string() }
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        let code = match refusal {
            Refusal::UnknownAccount => "1002",
            Refusal::OtherCollection => "1004",
            Refusal::UnknownTool => "1005",
            Refusal::ComingSoon(_) => "1006",
            Refusal::BadPhone | Refusal::BadUpi => "1007",
            Refusal::Duplicate => "1008",
            Refusal::NotUpi => "1009",
            Refusal::OtpNotAuthorized => "8001",
            Refusal::SmsNotAuthorized => "8002",
            Refusal::WrongOtp { .. } => "8101",
            Refusal::OtpExpired => "8102",
            Refusal::OtpDead => "8103",
            Refusal::OtpUnknown => "8104",
            Refusal::OtpTooSoon { .. } => "8105",
            Refusal::SmsNotReceived => "8201",
            Refusal::SmsExpired => "8202",
            Refusal::SmsUnknown => "8203",
            Refusal::NotCard => "8301",
            Refusal::NotPositive | Refusal::TooFine => "8302",
            Refusal::Insufficient { .. } => "8303",
            Refusal::Disabled => "8304",
        };
        Self { code, text: refusal.to_string() }
    }
}

/// Section 1: the tools.
fn tools(_: &mut World, _: &Fields<'_>) -> Result<Vec<u8>, Refused> {
    done(TOOLS.iter().zip(1..).map(|(tool, sort)| ToolRow::of(tool, sort)).collect::<Vec<_>>())
}

/// Section 2: the accounts, with their tasks.
fn accounts(world: &mut World, _: &Fields<'_>) -> Result<Vec<u8>, Refused> {
    done(Accounts(world))
}

/// Section 3: creates an account, or with an `id` changes it.
fn save(world: &mut World, fields: &Fields<'_>) -> Result<Vec<u8>, Refused> {
    let upi = collection_is_upi(fields)?;
    let phone = fields.text("phone")?;
    if let Some(id) = fields.optional_text("id")? {
        let no: AccountNo = id.parse()?;
        if world.account(no)?.is_upi() != upi {
            return Err(Refusal::OtherCollection.into());
        }
        // The pin opens nothing here, so it is not kept; it has to be a text all the same.
        fields.optional_text("pin")?;
        let edit = Edit {
            phone: Some(phone),
            tool: fields.optional_text("type")?,
            name: fields.optional_text("name")?.map(Text::from),
            number: fields.optional_text("bankAccountNo")?.map(|number| AccountNumber::new(number.into())),
            ifsc: fields.optional_text("ifsc")?.map(Text::from),
        };
        return done([AccountRow::saved(world.edit(no, edit)?)]);
    }
    if upi {
        let tool = fields.text("type")?;
        fields.text("pin")?;
        return done([AccountRow::saved(world.open_upi(&tool, &phone)?)]);
    }
    let bank = Bank {
        name: fields.text("name")?.into(),
        number: AccountNumber::new(fields.text("bankAccountNo")?.into()),
        ifsc: fields.text("ifsc")?.into(),
    };
    done([AccountRow::saved(world.open_card(&phone, bank)?)])
}

/// Section 4: sets the UPI id.
fn update_upi(world: &mut World, fields: &Fields<'_>) -> Result<Vec<u8>, Refused> {
    let upi = fields.optional_text("upi")?;
    world.set_upi(account_of(fields)?, upi.as_deref())?;
    nothing()
}

/// Section 5: sends an OTP.
fn send_otp(world: &mut World, fields: &Fields<'_>) -> Result<Vec<u8>, Refused> {
    let session = world.send_otp(account_of(fields)?)?;
    done([json!({"sessionId": session})])
}

/// Section 6: authorises by OTP.
fn auth_otp(world: &mut World, fields: &Fields<'_>) -> Result<Vec<u8>, Refused> {
    let (session, code) = (fields.text("sessionId")?, fields.text("otpCode")?);
    world.confirm_otp(account_of(fields)?, &session, code.trim())?;
    nothing()
}

/// Section 7: asks for an SMS.
fn send_sms(world: &mut World, fields: &Fields<'_>) -> Result<Vec<u8>, Refused> {
    let phone = fields.text("phone")?;
    let sms = world.start_sms(account_of(fields)?, &phone)?;
    done([json!({"sessionId": sms.session, "targetPhone": sms.target.full(), "smsText": sms.text})])
}

/// Section 8: authorises by the SMS.
fn confirm_sms(world: &mut World, fields: &Fields<'_>) -> Result<Vec<u8>, Refused> {
    let session = fields.text("sessionId")?;
    world.confirm_sms(account_of(fields)?, &session)?;
    nothing()
}

/// Section 9: the UPI ids.
fn upi_list(world: &mut World, fields: &Fields<'_>) -> Result<Vec<u8>, Refused> {
    let ids = world.account(account_of(fields)?)?.upi_ids()?;
    done(ids.iter().map(UpiId::full).collect::<Vec<_>>())
}

/// Section 10: switches withdrawals on or off.
fn enable(world: &mut World, fields: &Fields<'_>) -> Result<Vec<u8>, Refused> {
    let enabled = fields.flag("enabled")?;
    world.enable(account_of(fields)?, enabled)?;
    nothing()
}

/// Section 11: withdraws from a CARD account.
fn create_order(world: &mut World, fields: &Fields<'_>) -> Result<Vec<u8>, Refused> {
    let (upi, no) = (collection_is_upi(fields)?, account_of(fields)?);
    let amount = fields.decimal("amount")?;
    world.account(no)?;
    if upi {
        return Err(Refusal::NotCard.into());
    }
    let order = world.order(no, amount)?;
    done(OrderRow::of(world, &order))
}

/// Section 12: takes the authorisations away.
fn deauthorize(world: &mut World, fields: &Fields<'_>) -> Result<Vec<u8>, Refused> {
    done(AccountRow::saved(world.deauthorize(account_of(fields)?)?))
}

fn account_of(fields: &Fields<'_>) -> Result<AccountNo, Refused> {
    Ok(fields.text("payAccountId")?.parse()?)
}

fn collection_is_upi(fields: &Fields<'_>) -> Result<bool, Refused> {
    match fields.text("collectionType")?.as_str() {
        "UPI" => Ok(true),
        "CARD" => Ok(false),
        _ => Err(Refused { code: "1004", text: "Unknown collectionType, expected UPI or CARD".into() }),
    }
}

/// Section 1, `T`.
#[derive(Serialize)]
struct ToolRow {
    id: &'static str,
    name: &'static str,
    icon: &'static str,
    enabled: bool,
    r#type: &'static str,
    sort: u32,
}

impl ToolRow {
    fn of(tool: &ToolEntry, sort: u32) -> Self {
        Self { id: tool.id, name: tool.name, icon: tool.icon, enabled: tool.enabled, r#type: tool.kind, sort }
    }
}

/// Section 2, the list: written straight from the world, row by row.
struct Accounts<'a>(&'a World);

impl Serialize for Accounts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.accounts().map(|account| AccountRow::listed(self.0, account)))
    }
}

/// Sections 2, 3 and 12, `T`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AccountRow<'a> {
    id: AccountNo,
    collection_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#type: Option<&'static str>,
    phone: &'a str,
    /// UPI accounts only, and not in section 3.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    enabled: bool,
    otp_auth: bool,
    sms_auth: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    upi_withdraw_task: Option<TaskRow>,
}

impl<'a> AccountRow<'a> {
    /// As it is saved: without what section 3 leaves out.
    fn saved(account: &'a Account) -> Self {
        Self {
            id: account.no,
            collection_type: if account.is_upi() { "UPI" } else { "CARD" },
            r#type: account.tool().map(|tool| tool.kind),
            phone: account.phone.full(),
            status: None,
            enabled: account.enabled,
            otp_auth: account.otp_auth,
            sms_auth: account.sms_auth,
            upi_withdraw_task: None,
        }
    }

    /// As it is listed: with its status and its task.
    fn listed(world: &World, account: &'a Account) -> Self {
        let status = if account.authorized() { "AUTHORIZED" } else { "UNAUTHORIZED" };
        Self {
            status: account.is_upi().then_some(status),
            upi_withdraw_task: account.task.as_ref().map(|task| TaskRow::of(world, task)),
            ..Self::saved(account)
        }
    }
}

/// Section 2, `UpiWithdrawTask`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TaskRow {
    id: TaskNo,
    /// Milliseconds since 1970.
    start_time: i64,
    /// Minutes.
    estimate_time: u64,
    order_count: u64,
    success_order_count: u64,
    #[serde(serialize_with = "exact")]
    amount: Decimal,
    #[serde(serialize_with = "exact")]
    withdraw_amount: Decimal,
}

impl TaskRow {
    fn of(world: &World, task: &Task) -> Self {
        Self {
            id: task.no,
            start_time: world.moment(task.started).as_millisecond(),
            // In a faster world a task takes less time, and is said to.
            estimate_time: world.minutes_outside(task.estimate),
            order_count: task.orders,
            success_order_count: task.succeeded,
            amount: task.amount,
            withdraw_amount: task.withdrawn,
        }
    }
}

/// Section 11, `T`: the document leaves it open.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OrderRow {
    id: OrderNo,
    collection_type: &'static str,
    pay_account_id: AccountNo,
    #[serde(serialize_with = "exact")]
    amount: Decimal,
    create_time: i64,
}

impl OrderRow {
    fn of(world: &World, order: &Order) -> Self {
        Self {
            id: order.id,
            collection_type: "CARD",
            pay_account_id: order.account,
            amount: order.amount,
            create_time: world.moment(order.at).as_millisecond(),
        }
    }
}
