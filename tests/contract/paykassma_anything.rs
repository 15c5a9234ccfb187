//! Any bytes at all as Paykassma's answer: never a panic, never the secret, and nothing lost that is sound.

use paytop::providers::paykassma::{Settings, read_postback};
use proptest::prelude::*;

use crate::paykassma::{ANSWERS, POSTBACK_DEPOSIT, SECRET, changes, client, reads, tell};
use crate::stub::Stub;

fn on_a_runtime<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

/// Any JSON, some of it with the secret in it.
fn json() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        any::<i64>().prop_map(|n| n.to_string()),
        "-?(0|[1-9][0-9]{0,29})\\.[0-9]{1,30}",
        "[1-9][0-9]{0,2}[eE][+-]?[0-9]{1,3}",
        any::<String>().prop_map(|text| serde_json::to_string(&text).unwrap()),
        Just(serde_json::to_string(SECRET).unwrap()),
        Just("\"ok\"".to_owned()),
        Just("\"success\"".to_owned()),
        Just("\"fail\"".to_owned()),
        Just("\"\\ud800\"".to_owned()),
    ];
    let name = prop::sample::select(vec![
        "status",
        "message",
        "code",
        "data",
        "params",
        "balances",
        "wallets",
        "currency_data",
        "postback",
        "urls",
        "success_url",
        "transactions",
        "withdrawals",
        "withdrawal_id",
        "plugin_custom_order_id",
        "amount",
        "stockpiling",
        "currency_code",
        "wallet_type",
        "errors",
        "url",
        "identifier",
        "account_number",
        "bank_details",
        "INR",
    ]);
    scalar.prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(|list| format!("[{}]", list.join(","))),
            prop::collection::vec((name.clone(), inner), 0..6).prop_map(|fields| {
                let fields: Vec<String> = fields.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
                format!("{{{}}}", fields.join(","))
            }),
        ]
    })
}

/// An answer that says that all is well, and then anything.
fn answer() -> impl Strategy<Value = String> {
    (prop::sample::select(vec!["ok", "success", "fail", "error", "possible_transaction_created"]), json(), json())
        .prop_map(|(status, one, other)| {
            format!(
                r#"{{"status":"{status}","code":20000,"message":{one},"data":{other},"params":{other},"postback":{other},"urls":{one}}}"#
            )
        })
}

/// Every question and every change survives it, and says nothing of the secret.
fn survived(body: &[u8]) {
    on_a_runtime(async {
        let stub = Stub::answering(body).await;
        let client = client(&stub);
        for read in reads() {
            let told = format!("{:?}", client.reads.read(&read).await);
            assert!(!told.contains(SECRET) && !told.contains("hush"), "{told}");
        }
        for change in changes() {
            let told = format!("{:?}", tell(&client, &change).await);
            assert!(!told.contains(SECRET) && !told.contains("hush"), "{told}");
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_bytes_are_survived(body in prop::collection::vec(any::<u8>(), 0..120)) {
        survived(&body);
    }

    #[test]
    fn any_answer_is_survived(body in answer()) {
        survived(body.as_bytes());
    }

    #[test]
    fn a_damaged_sample_is_survived(sample in prop::sample::select(ANSWERS), at in any::<prop::sample::Index>(), with in any::<u8>()) {
        let mut body = sample.trim_ascii().as_bytes().to_vec();
        let at = at.index(body.len());
        body[at] = with;
        survived(&body);
    }
}

proptest! {
    #[test]
    fn a_postback_of_any_bytes_is_survived(body in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read_postback(&body, &Settings::usual_zone());
    }

    #[test]
    fn a_postback_of_any_json_is_survived(body in json()) {
        let _ = read_postback(body.as_bytes(), &Settings::usual_zone());
    }

    #[test]
    fn what_is_cut_off_is_never_taken_for_the_whole(at in 0..POSTBACK_DEPOSIT.trim_ascii().len()) {
        prop_assert!(read_postback(&POSTBACK_DEPOSIT.trim_ascii().as_bytes()[..at], &Settings::usual_zone()).is_err());
    }
}
