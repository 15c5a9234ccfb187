//! Any bytes at all as an answer: never a panic, and nothing lost that is sound.

use paytop::domain::{Change, Phone, Read, Text};
use paytop::providers::http::Payload;
use paytop::providers::withdraw_tool::accounts;
use proptest::prelude::*;

use crate::stub::{self, Stub, order};

const ACCOUNTS: &[u8] = include_bytes!("../../src/providers/withdraw_tool/fixtures/accounts.json");

fn payload(body: Vec<u8>) -> Payload {
    Payload { body, date: None, kind: Text::new("application/json") }
}

fn on_a_runtime<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

/// A row of the account list: any mixture of sound and unsound values.
fn row() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        any::<i64>().prop_map(|n| n.to_string()),
        any::<u64>().prop_map(|n| n.to_string()),
        "-?(0|[1-9][0-9]{0,29})\\.[0-9]{1,30}",
        "[1-9][0-9]{0,2}[eE][+-]?[0-9]{1,3}",
        any::<String>().prop_map(|text| serde_json::to_string(&text).unwrap()),
        Just("[1,{\"a\":null}]".to_owned()),
        Just("{\"id\":\"t\",\"amount\":1.5,\"orderCount\":3}".to_owned()),
    ];
    let name = prop::sample::select(vec![
        "id",
        "collectionType",
        "type",
        "phone",
        "status",
        "enabled",
        "otpAuth",
        "smsAuth",
        "upiWithdrawTask",
        "more",
    ]);
    prop::collection::btree_map(name, value, 0..8).prop_map(|fields| {
        let fields: Vec<String> = fields.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
        format!("{{{}}}", fields.join(","))
    })
}

proptest! {
    #[test]
    fn any_bytes_are_survived(body in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = accounts(&payload(body));
    }

    #[test]
    fn any_text_is_survived(body in "[\\[\\]{}:,\"\\\\a-z0-9.eE+ -]{0,60}") {
        let _ = accounts(&payload(body.into_bytes()));
    }

    #[test]
    fn a_damaged_answer_is_survived(at in 0..ACCOUNTS.trim_ascii().len(), with in any::<u8>(), cut in any::<bool>()) {
        let mut body = ACCOUNTS.trim_ascii().to_vec();
        body[at] = with;
        if cut {
            body.truncate(at);
            // What is cut off is never taken for the whole.
            prop_assert!(accounts(&payload(body)).is_err());
        } else if let Ok(rows) = accounts(&payload(body)) {
            prop_assert!(rows.rows.len() <= 3);
        }
    }

    /// One pass and row by row come to the same: a row that forces the second changes nothing about the others.
    #[test]
    fn a_broken_row_changes_nothing_about_the_others(rows in prop::collection::vec(row(), 0..8)) {
        let body = |rows: &[String]| format!(r#"{{"success":true,"errCode":"0","data":[{}]}}"#, rows.join(",")).into_bytes();
        let sound = accounts(&payload(body(&rows))).unwrap();
        let mut with_broken = rows.clone();
        with_broken.push(r#"{"type":"\ud800"}"#.to_owned());
        let broken = accounts(&payload(body(&with_broken))).unwrap();
        prop_assert_eq!(sound.rows, broken.rows);
        prop_assert_eq!(sound.bad.len() + 1, broken.bad.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_operation_survives_any_body(body in prop::collection::vec(any::<u8>(), 0..80)) {
        on_a_runtime(async {
            let stub = Stub::answering(&body).await;
            let client = stub.client();
            for read in [Read::Tools, Read::Accounts, Read::UpiIds { account: "a1".into() }, Read::Handset] {
                let _ = client.reads.read(&read).await;
            }
            let changes = [
                order(),
                Change::SendOtp { account: "a1".into() },
                Change::StartSms { account: "a1".into(), phone: Phone::new("9") },
                Change::Deauthorize { account: "a1".into() },
            ];
            for change in &changes {
                let _ = stub::change(&client, change).await;
            }
        });
    }
}
