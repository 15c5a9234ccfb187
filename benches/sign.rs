//! How long 10,000 withdrawal signatures take, of requests as they are built and of bodies as they come, beside their
//! floor: a bare MD5 and SHA-1 of the same joined strings, which reads, sorts and joins nothing. One and a half times the
//! floor is what signing a request may cost. Below it 10,000 transfers, and 10,000 deposit postbacks read and checked.

use std::hint::black_box;

use divan::Bencher;
use md5::{Digest, Md5};
use paytop::providers::paykassma::sign::{Deposits, PostbackKeys, Withdrawal};
use paytop::providers::yuansfer::sign::Params;
use secrecy::SecretString;
use serde_json::{Map, Value, json};
use sha1::Sha1;

const MANY: usize = 10_000;
/// so many different ones there are, each taken over and over: a request that was just built is still in the caches.
const DIFFERENT: usize = 10;
const KEY: &str = "yourprivatekey";
const TOKEN: &str = "17cfc0170ef1c017b4a929d233d6e65e";

fn main() {
    divan::main();
}

/// A withdrawal with the fields of the document's sample, built in the order of their names, which is the cheapest to
/// sign.
fn withdrawal(number: usize) -> Map<String, Value> {
    let fields = json!({
        "account_name": "Asha Rao", "account_number": format!("{:011}", number * 7919), "amount": 1000 + number,
        "bank_details": {
            "bank_code": "MAHB0001821", "branch_code": "000254", "bank_code_in_payments_system": "9393"
        },
        "comment": "withdrawal", "currency_code": "INR", "is_test": false, "label": format!("{number}"),
        "payment_system": "imps_ib",
        "payments_details": {"payments_provider": "56", "payments_method": "MOBILE_MONEY"},
        "withdrawal_id": format!("0190{number:08}"),
    });
    let Value::Object(fields) = fields else { unreachable!("it is written as an object") };
    fields
}

/// The same in the order of the document's sample.
fn shuffled(mut fields: Map<String, Value>) -> Map<String, Value> {
    let order = [
        "withdrawal_id",
        "payment_system",
        "amount",
        "currency_code",
        "label",
        "is_test",
        "comment",
        "account_number",
        "account_name",
        "payments_details",
        "bank_details",
    ];
    order.iter().filter_map(|name| fields.shift_remove_entry(*name)).collect()
}

fn withdrawals() -> Vec<Map<String, Value>> {
    (0..DIFFERENT).map(withdrawal).collect()
}

/// A transfer with the fields of the document's sample.
fn transfers() -> Vec<Map<String, Value>> {
    let transfer = |number: usize| {
        let fields = json!({
            "accountToken": "2010305228303182765718", "amount": format!("{number}.50"), "currency": "USD",
            "customerNo": "2000305228292319592008", "description": "thank you", "invoiceId": format!("{number:032}"),
            "ipnUrl": "https://example.com/webhooks", "merchantNo": "202333", "note": "Payouts, Thanks",
            "storeNo": "301854", "subject": "Payouts", "timestamp": "2023-02-13T11:58:58Z",
        });
        let Value::Object(fields) = fields else { unreachable!("it is written as an object") };
        fields
    };
    (0..DIFFERENT).map(transfer).collect()
}

fn keys() -> PostbackKeys {
    PostbackKeys { access: "mrOYReXJphqo7lkL".into(), private: "p-key".into() }
}

/// The bare hashes: those of the text, and those of the key with what came of it.
fn bare(text: &str) -> [u8; 40] {
    let (mut md5, mut sha1) = ([0; 32], [0; 40]);
    const_hex::encode_to_slice(Md5::digest(text), &mut md5).expect("16 bytes");
    const_hex::encode_to_slice(Sha1::new().chain_update(KEY).chain_update(md5).finalize(), &mut sha1)
        .expect("20 bytes");
    sha1
}

#[divan::bench]
fn requests_signed(bencher: Bencher<'_, '_>) {
    let (requests, key) = (withdrawals(), SecretString::from(KEY));
    bencher.bench_local(|| {
        for request in requests.iter().cycle().take(MANY) {
            black_box(Withdrawal::of(request).sign(&key));
        }
    });
}

#[divan::bench]
fn requests_of_any_order_signed(bencher: Bencher<'_, '_>) {
    let key = SecretString::from(KEY);
    let requests: Vec<_> = withdrawals().into_iter().map(shuffled).collect();
    bencher.bench_local(|| {
        for request in requests.iter().cycle().take(MANY) {
            black_box(Withdrawal::of(request).sign(&key));
        }
    });
}

#[divan::bench]
fn bodies_signed(bencher: Bencher<'_, '_>) {
    let key = SecretString::from(KEY);
    let bodies: Vec<String> =
        withdrawals().into_iter().map(|fields| Value::Object(shuffled(fields)).to_string()).collect();
    bencher.bench_local(|| {
        for body in bodies.iter().cycle().take(MANY) {
            black_box(Withdrawal::read(body.as_bytes()).expect("it is sound").sign(&key));
        }
    });
}

#[divan::bench]
fn floor_md5_and_sha1(bencher: Bencher<'_, '_>) {
    let (requests, key) = (withdrawals(), SecretString::from(KEY));
    let joined: Vec<String> = requests.iter().map(|request| Withdrawal::of(request).explain(&key).joined).collect();
    bencher.bench_local(|| {
        for text in joined.iter().cycle().take(MANY) {
            black_box(bare(text));
        }
    });
}

#[divan::bench]
fn transfers_signed(bencher: Bencher<'_, '_>) {
    let (requests, token) = (transfers(), SecretString::from(TOKEN));
    bencher.bench_local(|| {
        for request in requests.iter().cycle().take(MANY) {
            black_box(Params::from_fields(request).expect("it is flat").sign(&token));
        }
    });
}

#[divan::bench]
fn floor_of_transfers_two_md5(bencher: Bencher<'_, '_>) {
    let (requests, token) = (transfers(), SecretString::from(TOKEN));
    let joined: Vec<String> = requests
        .iter()
        .map(|request| Params::from_fields(request).expect("it is flat").explain(&token).joined)
        .collect();
    bencher.bench_local(|| {
        for text in joined.iter().cycle().take(MANY) {
            let (mut inner, mut outer) = ([0; 32], [0; 32]);
            const_hex::encode_to_slice(Md5::digest(TOKEN), &mut inner).expect("16 bytes");
            let digest = Md5::new().chain_update(text).chain_update("&").chain_update(inner).finalize();
            const_hex::encode_to_slice(digest, &mut outer).expect("16 bytes");
            black_box(outer);
        }
    });
}

#[divan::bench]
fn deposits_read_and_checked(bencher: Bencher<'_, '_>) {
    let keys = keys();
    let bodies: Vec<String> = (0..DIFFERENT)
        .map(|number| {
            let mut body = json!({
                "access_key": "mrOYReXJphqo7lkL", "signature": "", "label": format!("{number}"),
                "stockpiling": {"USD": 3.6, "EUR": 3.37, "IDR": 55_405.29}, "stockpiling_id": 269_866,
                "transactions": [{
                    "amount": 300, "currency_code": "INR", "wallet_type": "upi_l", "transaction_id": format!("{number:012}"),
                    "transaction_type": 0, "from": "autotest51190375323527", "created_datetime": "2023-09-19 10:25:47",
                    "activated_datetime": "2023-09-19 10:25:48", "custom_id": "autotest51191472141726"
                }],
            });
            let signature = Deposits::read(body.to_string().as_bytes()).expect("it is sound").sign(&keys).to_string();
            body["signature"] = signature.into();
            body.to_string()
        })
        .collect();
    bencher.bench_local(|| {
        for body in bodies.iter().cycle().take(MANY) {
            assert_eq!(Deposits::read(body.as_bytes()).expect("it is sound").is_signed(&keys), Ok(true));
        }
    });
}
