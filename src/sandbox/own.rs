//! The sandbox's own endpoints: what no provider has. They need no credentials and have no faults.

use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::world::{AccountNo, OrderNo, World};
use super::{HALVES, Shared};

/// The routes of the handset and the orders, the word of welcome, and what stands for everything else.
pub fn routes(shared: Shared) -> Router {
    Router::new()
        .route("/", get(about))
        .route("/sandbox/handset", get(handset))
        .route("/sandbox/handset/send", post(send))
        .route("/sandbox/orders", get(orders))
        .route("/sandbox/withdrawals", get(withdrawals))
        .route("/sandbox/payees", get(payees))
        .route("/sandbox/transfers", get(transfers))
        .fallback(nothing_here)
        .with_state(shared)
}

async fn about() -> String {
    let mut text = "This is the paytop sandbox: a simulated provider. No money moves here.\n\n\
        GET  /sandbox/handset       the OTPs and SMSs on the holders' handset, newest first\n\
        POST /sandbox/handset/send  {\"to\", \"text\"}: send an SMS the provider asked for\n\
        GET  /sandbox/orders        every withdrawal order that was acted on\n\
        GET  /sandbox/withdrawals   every withdrawal of the merchant that was taken on\n\
        GET  /sandbox/payees        every payee with their accounts\n\
        GET  /sandbox/transfers     every transfer that was taken on\n\n\
        What lets a caller in, by provider: headers, and the settings of a connection:\n"
        .to_owned();
    for half in HALVES {
        for credential in half.credentials {
            text.extend([half.provider, ": ", credential.header, ": ", credential.value, "\n"]);
        }
        for (name, value) in half.settings {
            text.extend([half.provider, ": ", name, " = ", value, "\n"]);
        }
    }
    for half in HALVES.iter().filter(|half| !half.hints.is_empty()) {
        text.extend(["\n", half.provider, ":\n"]);
        for hint in half.hints {
            text.extend([hint, "\n"]);
        }
    }
    text
}

async fn nothing_here() -> Response {
    (StatusCode::NOT_FOUND, Json(json!({"error": "nothing here; GET / says what there is"}))).into_response()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MessageRow<'a> {
    id: u64,
    at: i64,
    pay_account_id: AccountNo,
    phone: &'a str,
    text: &'a str,
    sent: Option<bool>,
}

async fn handset(State(shared): State<Shared>) -> Response {
    shared.act(|world| {
        let rows: Vec<_> = world
            .messages()
            .map(|message| MessageRow {
                id: message.id,
                at: millis(world, message.at),
                pay_account_id: message.account,
                phone: message.phone.full(),
                text: &message.text,
                sent: message.sent,
            })
            .collect();
        Json(json!({"messages": rows})).into_response()
    })
}

/// An SMS the holder sends.
#[derive(Deserialize)]
struct Sms {
    to: String,
    text: String,
}

async fn send(State(shared): State<Shared>, sms: Result<Json<Sms>, JsonRejection>) -> Response {
    let Ok(Json(sms)) = sms else {
        let error = json!({"error": "expected a JSON object with the texts `to` and `text`"});
        return (StatusCode::BAD_REQUEST, Json(error)).into_response();
    };
    let Some(id) = shared.act(|world| world.send_sms_from_handset(&sms.to, &sms.text)) else {
        let error = json!({"error": "no SMS with this number and text is waiting to be sent"});
        return (StatusCode::NOT_FOUND, Json(error)).into_response();
    };
    Json(json!({"id": id, "sent": true})).into_response()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OrderRow {
    id: OrderNo,
    pay_account_id: AccountNo,
    #[serde(serialize_with = "super::json::exact")]
    amount: Decimal,
    at: i64,
}

async fn orders(State(shared): State<Shared>) -> Response {
    shared.act(|world| {
        let rows: Vec<_> = world
            .orders()
            .map(|order| OrderRow {
                id: order.id,
                pay_account_id: order.account,
                amount: order.amount,
                at: millis(world, order.at),
            })
            .collect();
        Json(Orders { orders: rows }).into_response()
    })
}

// Not `json!`: its numbers pass through a float.
#[derive(Serialize)]
struct Orders {
    orders: Vec<OrderRow>,
}

#[derive(Serialize)]
struct WithdrawalRow<'a> {
    withdrawal_id: &'a str,
    payment_system: &'a str,
    #[serde(serialize_with = "super::json::exact")]
    amount: Decimal,
    currency_code: &'a str,
    is_test: bool,
    status: Option<u8>,
    at: i64,
}

async fn withdrawals(State(shared): State<Shared>) -> Response {
    shared.act(|world| {
        let rows = world.merchant().payouts().map(|payout| WithdrawalRow {
            withdrawal_id: &payout.wanted.id,
            payment_system: &payout.wanted.system,
            amount: payout.wanted.amount,
            currency_code: &payout.wanted.currency,
            is_test: payout.wanted.is_test,
            status: payout.status.number(),
            at: millis(world, payout.at),
        });
        Json(Withdrawals { withdrawals: rows.collect() }).into_response()
    })
}

#[derive(Serialize)]
struct Withdrawals<'a> {
    withdrawals: Vec<WithdrawalRow<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PayeeRow<'a> {
    customer_no: &'a str,
    customer_code: &'a str,
    name: String,
    at: i64,
    accounts: Vec<PayeeAccountRow<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PayeeAccountRow<'a> {
    account_token: &'a str,
    account_tag: &'a str,
    currency: &'a str,
    card_number: String,
}

async fn payees(State(shared): State<Shared>) -> Response {
    shared.act(|world| {
        let rows = world.payer().payees().map(|payee| PayeeRow {
            customer_no: &payee.no,
            customer_code: &payee.code,
            name: format!("{} {}", payee.said.first_name, payee.said.last_name),
            at: millis(world, payee.created),
            accounts: world
                .payer()
                .accounts_of(&payee.no)
                .map(|account| PayeeAccountRow {
                    account_token: &account.token,
                    account_tag: &account.tag,
                    currency: &account.currency,
                    card_number: format!("****{}", account.ending),
                })
                .collect(),
        });
        Json(Payees { payees: rows.collect() }).into_response()
    })
}

#[derive(Serialize)]
struct Payees<'a> {
    payees: Vec<PayeeRow<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TransferRow<'a> {
    invoice_id: &'a str,
    transaction_no: &'a str,
    customer_no: &'a str,
    account_token: &'a str,
    #[serde(serialize_with = "super::json::exact")]
    amount: Decimal,
    currency: &'a str,
    status: &'static str,
    at: i64,
}

async fn transfers(State(shared): State<Shared>) -> Response {
    shared.act(|world| {
        let rows = world.payer().transfers().map(|transfer| TransferRow {
            invoice_id: &transfer.wanted.invoice,
            transaction_no: &transfer.number,
            customer_no: &transfer.wanted.payee,
            account_token: &transfer.wanted.token,
            amount: transfer.wanted.amount,
            currency: &transfer.wanted.currency,
            status: transfer.state.word(),
            at: millis(world, transfer.at),
        });
        Json(Transfers { transfers: rows.collect() }).into_response()
    })
}

#[derive(Serialize)]
struct Transfers<'a> {
    transfers: Vec<TransferRow<'a>>,
}

fn millis(world: &World, second: i64) -> i64 {
    world.moment(second).as_millisecond()
}
