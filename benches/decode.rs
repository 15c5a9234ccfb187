//! How long the account list takes to decode, beside its floor: a bare typed `serde_json` decode of the same body into
//! owned structs, which checks nothing, cleans nothing and reads money as binary floats.

use std::fmt::Write;

use divan::Bencher;
use paytop::domain::Text;
use paytop::providers::http::Payload;
use paytop::providers::withdraw_tool::accounts;
use serde::Deserialize;

const SIZES: [usize; 4] = [100, 1_000, 10_000, 100_000];

fn main() {
    divan::main();
}

/// A list of `rows` accounts as a provider writes it: two UPI accounts with a task to one CARD account.
fn body(rows: usize) -> Vec<u8> {
    let mut body = String::from(r#"{"success":true,"errCode":"0","errMsg":"","data":["#);
    for row in 0..rows {
        // In no order, as ids are: looking for repeated ones is part of the work.
        let id = row * 7_919 % 1_000_003;
        let comma = if row == 0 { "" } else { "," };
        let phone = 9_000_000_000_u64 + row as u64 * 7_919;
        let written = if row % 3 == 2 {
            write!(
                body,
                r#"{comma}{{"id":"a{id}","collectionType":"CARD","type":null,"phone":"{phone}","enabled":false,"otpAuth":false,"smsAuth":false,"upiWithdrawTask":null}}"#
            )
        } else {
            let (amount, withdrawn) = (10_000 + row * 13, 5_000 + row * 7);
            write!(
                body,
                r#"{comma}{{"id":"a{id}","collectionType":"UPI","type":"PHONEPE","phone":"{phone}","status":"AUTHORIZED","enabled":true,"otpAuth":true,"smsAuth":true,"upiWithdrawTask":{{"id":"t{id}","startTime":1700000000,"estimateTime":90,"orderCount":40,"successOrderCount":31,"amount":{amount}.50,"withdrawAmount":{withdrawn}.25}}}}"#
            )
        };
        written.expect("a String takes every write");
    }
    body.push_str("]}");
    body.into_bytes()
}

#[divan::bench(args = SIZES)]
fn accounts_decoded(bencher: Bencher, rows: usize) {
    let payload = Payload { body: body(rows), date: None, kind: Text::default() };
    bencher.bench_local(|| {
        let decoded = accounts(&payload).expect("the body is sound");
        assert!(decoded.rows.len() == rows && decoded.bad.is_empty());
        decoded
    });
}

#[divan::bench(args = SIZES)]
fn floor_serde_json(bencher: Bencher, rows: usize) {
    let body = body(rows);
    bencher.bench_local(|| {
        let decoded: Envelope = serde_json::from_slice(&body).expect("the body is sound");
        assert!(decoded.data.len() == rows);
        decoded
    });
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "decoded, not read")]
struct Envelope {
    success: bool,
    err_code: String,
    err_msg: String,
    data: Vec<Account>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "decoded, not read")]
struct Account {
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
