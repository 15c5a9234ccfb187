//! How long the account list takes to decode, beside its floor: a bare typed `serde_json` decode of the same body.

mod support;

use divan::Bencher;
use paytop::providers::withdraw_tool::accounts;

use support::{SIZES, body, floor, payload};

fn main() {
    divan::main();
}

#[divan::bench(args = SIZES)]
fn accounts_decoded(bencher: Bencher<'_, '_>, rows: usize) {
    let payload = payload(rows, 0);
    bencher.bench_local(|| {
        let decoded = accounts(&payload).expect("the body is sound");
        assert!(decoded.rows.len() == rows && decoded.bad.is_empty());
        decoded
    });
}

#[divan::bench(args = SIZES)]
fn floor_serde_json(bencher: Bencher<'_, '_>, rows: usize) {
    let body = body(rows, 0);
    bencher.bench_local(|| {
        let decoded = floor::decode(&body);
        assert!(decoded.data.len() == rows);
        decoded
    });
}
