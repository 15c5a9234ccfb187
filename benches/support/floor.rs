//! The floor of decoding: a bare typed `serde_json` decode into owned structs, which checks nothing, cleans nothing and
//! reads money as binary floats.

use serde::Deserialize;

/// Decodes a list of accounts.
pub fn decode(body: &[u8]) -> Envelope {
    serde_json::from_slice(body).expect("the body is sound")
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "decoded, not read")]
pub struct Envelope {
    success: bool,
    err_code: String,
    err_msg: String,
    pub data: Vec<Account>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "decoded, not read")]
pub struct Account {
    id: String,
    collection_type: String,
    r#type: Option<String>,
    phone: String,
    status: Option<String>,
    enabled: bool,
    otp_auth: bool,
    sms_auth: bool,
    upi_withdraw_task: Option<Task>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "decoded, not read")]
struct Task {
    id: String,
    start_time: i64,
    estimate_time: i64,
    order_count: u64,
    success_order_count: u64,
    amount: f64,
    withdraw_amount: f64,
}
