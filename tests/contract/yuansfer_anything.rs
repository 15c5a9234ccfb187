//! Any bytes at all as Yuansfer's answer: never a panic, never the token, and never a transfer done that was not.

use paytop::domain::{Change, Outcome, Receipt};
use proptest::prelude::*;

use crate::stub::Stub;
use crate::yuansfer::{ANSWERS, INQUIRY, TOKEN, TRANSFER, changes, client, invoice, reads, request, tell, transfer};

fn on_a_runtime<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

/// Any JSON, some of it with the token in it.
fn json() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        any::<i64>().prop_map(|n| n.to_string()),
        "-?(0|[1-9][0-9]{0,29})\\.[0-9]{1,30}",
        "[1-9][0-9]{0,2}[eE][+-]?[0-9]{1,3}",
        any::<String>().prop_map(|text| serde_json::to_string(&text).unwrap()),
        Just(format!("\"{TOKEN}\"")),
        Just("\"9aae4c685d824c5da746f97620c59eb5\"".to_owned()),
        Just("\"500.00\"".to_owned()),
        Just("\"USD\"".to_owned()),
        Just("\"\\ud800\"".to_owned()),
    ];
    let name = prop::sample::select(vec![
        "result",
        "customer",
        "accounts",
        "user",
        "customerNo",
        "accountToken",
        "invoiceId",
        "transactionNo",
        "amount",
        "currency",
        "status",
        "createdTime",
        "receiver",
        "cardNumber",
        "accountStatus",
        "payeeStatus",
        "phone",
        "firstName",
    ]);
    scalar.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(|list| format!("[{}]", list.join(","))),
            prop::collection::vec((name.clone(), inner), 0..8).prop_map(|fields| {
                let fields: Vec<String> = fields.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
                format!("{{{}}}", fields.join(","))
            }),
        ]
    })
}

/// An answer with a code, and then anything.
fn answer() -> impl Strategy<Value = String> {
    let codes =
        vec!["000000", "000020", "000021", "000022", "000023", "000030", "000040", "000080", "000100", "7", TOKEN];
    (prop::sample::select(codes), json(), json()).prop_map(|(code, one, other)| {
        format!(
            r#"{{"ret_code":"{code}","ret_msg":{one},"result":{other},"customer":{other},"accounts":{other},"user":{one}}}"#
        )
    })
}

/// Every question and every change survives it and says nothing of the token; what is done was asked for.
fn survived(body: &[u8]) {
    on_a_runtime(async {
        let stub = Stub::answering(body).await;
        let client = client(&stub);
        for read in reads() {
            let told = format!("{:?}", client.reads.read(&read).await);
            assert!(!told.contains(TOKEN), "{told}");
        }
        for change in changes() {
            let outcome = tell(&client, &change).await;
            let told = format!("{outcome:?}");
            assert!(!told.contains(TOKEN), "{told}");
            if let (Change::Transfer(_), Outcome::Done(receipt)) = (&change, &outcome) {
                let Receipt::Transfer(taken) = receipt else { panic!("{told}") };
                assert_eq!((&taken.invoice, &taken.amount), (&invoice(), &request().amount));
            }
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
    fn a_damaged_sample_is_survived(
        sample in prop::sample::select(ANSWERS.iter().copied().chain([INQUIRY]).collect::<Vec<_>>()),
        at in any::<prop::sample::Index>(),
        with in any::<u8>(),
    ) {
        let mut body = sample.trim_ascii().as_bytes().to_vec();
        let at = at.index(body.len());
        body[at] = with;
        survived(&body);
    }

    #[test]
    fn what_breaks_off_is_never_done(at in 0..TRANSFER.trim_ascii().len()) {
        let outcome = on_a_runtime(async {
            let stub = Stub::answering(&TRANSFER.trim_ascii().as_bytes()[..at]).await;
            tell(&client(&stub), &transfer()).await
        });
        prop_assert!(matches!(outcome, Outcome::Unconfirmed(_)), "{:?}", outcome);
    }
}
