//! What holds is kept and answered `ok`; whatever is wrong has the document's code.

use paytop::domain::{ConnectionId, PostbackFault, PostbackKind, PostbackStanding, WithdrawalStatus};
use rstest::rstest;
use rust_decimal::Decimal;

use super::kit::{ACCOUNT, House, deposit, exchange, settings, signed, signer, withdrawal};

const OK: &str = r#"{"status":"ok"}"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawals_postback_is_kept_and_answered() {
    let house = House::open();
    let body = signed(withdrawal("2298635", 1), "shop");
    assert_eq!(house.post("/paykassma/withdrawal", body).await, (200, OK.to_owned()));
    let received = house.received().await.received;
    let [kept] = received.as_slice() else { panic!("one: {received:?}") };
    assert_eq!(kept.standing, PostbackStanding::Verified);
    assert_eq!((kept.kind, kept.number), (PostbackKind::Withdrawal, 1));
    assert_eq!(kept.connection, Some(ConnectionId::new("shop")));
    assert_eq!(kept.subject.as_ref().unwrap().as_str(), "2298635");
    assert_eq!(kept.withdrawal_status(), Some(WithdrawalStatus::Processed));
    let amount = kept.amount.as_ref().unwrap();
    assert_eq!((amount.amount, amount.currency.code()), (Decimal::from(500), "INR"));
    assert!(kept.body.masked().contains("••2225") && !kept.body.full().contains(ACCOUNT), "{}", kept.body.full());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deposits_postback_is_kept_and_answered() {
    let house = House::open();
    assert_eq!(house.post("/paykassma/deposit", deposit("770425808190", "shop")).await, (200, OK.to_owned()));
    // With a slash at the end too: an address is soon mistyped.
    assert_eq!(house.post("/paykassma/deposit/", deposit("770425808191", "shop")).await, (200, OK.to_owned()));
    let received = house.received().await.received;
    assert_eq!(received.len(), 2);
    let kept = &received[0];
    assert!(kept.is_verified() && kept.kind == PostbackKind::Deposit);
    assert_eq!(kept.subject.as_ref().unwrap().as_str(), "770425808190");
    assert_eq!(kept.amount.as_ref().unwrap().to_string(), "INR 300.00");
    // A phone within is hidden, and so are the keys.
    let body = kept.body.full();
    assert!(body.contains("••3210@ybl") && !body.contains("9876543210") && !body.contains("access-key"), "{body}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_one_is_kept_once_and_always_ok() {
    let house = House::open();
    let body = signed(withdrawal("2298635", 1), "shop");
    for _ in 0..3 {
        assert_eq!(house.post("/paykassma/withdrawal", body.clone()).await.0, 200);
    }
    // Another status is another postback.
    assert_eq!(house.post("/paykassma/withdrawal", signed(withdrawal("2298635", 5), "shop")).await.0, 200);
    assert_eq!(house.received().await.received.len(), 2);
    // After a restart too.
    let folder = house.close().await;
    let house = House::within(folder, settings(), &[signer("shop")]);
    assert_eq!(house.post("/paykassma/withdrawal", body).await, (200, OK.to_owned()));
    assert_eq!(house.received().await.received.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_keys_it_is_signed_with_is_whose_it_is() {
    let house = House::with(settings(), &[signer("first"), signer("second")]);
    for name in ["second", "first"] {
        assert_eq!(house.post("/paykassma/withdrawal", signed(withdrawal(name, 1), name)).await.0, 200);
        assert_eq!(house.post("/paykassma/deposit", deposit(name, name)).await.0, 200);
    }
    let whose =
        |received: &paytop::domain::ReceivedPostback| received.connection.as_ref().map(|name| name.as_str().to_owned());
    let received = house.received().await.received;
    let found: Vec<_> = received.iter().filter_map(whose).collect();
    assert_eq!(found, ["second", "second", "first", "first"]);
}

fn without(field: &str) -> String {
    let mut body: serde_json::Value = serde_json::from_str(&signed(withdrawal("1", 1), "shop")).unwrap();
    body.as_object_mut().unwrap().remove(field);
    body.to_string()
}

fn unsigned_without(field: &str) -> String {
    let mut body = withdrawal("1", 1);
    body.as_object_mut().unwrap().remove(field);
    signed(body, "shop")
}

fn twice() -> String {
    // PHP keeps the last one of two, so it is signed well; which one is meant nobody can say.
    let body = signed(withdrawal("1", 1), "shop");
    body.replacen("\"status\":1", "\"status\":5,\"status\":1", 1)
}

fn wrong_amount() -> String {
    let mut body = withdrawal("1", 1);
    body["amount"] = "plenty".into();
    signed(body, "shop")
}

// 400 error receiving, 401 validation, 404 unknown path, 500 not enough fields, 501 empty, 502 incorrect signature,
// 503 data integrity.
#[rstest]
#[case::nothing("", 501)]
#[case::spaces(" \n ", 501)]
#[case::no_fields("{}", 501)]
#[case::null("null", 501)]
#[case::empty_list("[]", 501)]
#[case::words("hello", 401)]
#[case::torn(r#"{"withdrawal_id":"1""#, 401)]
#[case::list("[1]", 401)]
#[case::mark("\u{feff}{\"withdrawal_id\":\"1\"}", 401)]
#[case::number_for_a_signature(r#"{"withdrawal_id":"1","signature":7}"#, 401)]
#[case::no_signature(without("signature"), 500)]
#[case::no_id(unsigned_without("withdrawal_id"), 500)]
#[case::no_status(unsigned_without("status"), 500)]
#[case::no_amount(unsigned_without("amount"), 500)]
#[case::no_currency(unsigned_without("currency_code"), 500)]
#[case::another_key(signed(withdrawal("1", 1), "mall"), 502)]
#[case::changed(signed(withdrawal("1", 1), "shop").replace("500", "900"), 502)]
#[case::field_removed(without("comment"), 502)]
#[case::twice(twice(), 503)]
#[case::no_number(wrong_amount(), 503)]
#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_has_its_code(#[case] body: impl Into<Vec<u8>>, #[case] code: u16) {
    let house = House::open();
    let (status, answer) = house.post("/paykassma/withdrawal", body).await;
    assert_eq!(status, code, "{answer}");
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!((answer["status"].as_str(), answer["code"].as_u64()), (Some("error"), Some(code.into())));
    // It is counted, and never taken for one that holds.
    let folder = house.close().await;
    let house = House::within(folder, settings(), &[signer("shop")]);
    let found = house.received().await;
    assert_eq!((found.unverified.day, found.received.len()), (1, 1));
    assert!(!found.received[0].is_verified() && found.received[0].connection.is_none());
}

#[rstest]
#[case::no_transactions(r#"{"access_key":"a","signature":"b"}"#.to_owned(), 500)]
#[case::no_access(deposit("1", "shop").replace("access_key", "key"), 500)]
#[case::no_signature(deposit("1", "shop").replace("signature", "sign"), 500)]
#[case::nothing_paid(r#"{"access_key":"a","signature":"b","transactions":[]}"#.to_owned(), 501)]
#[case::another_key(deposit("1", "mall"), 502)]
#[case::changed(deposit("1", "shop").replace("\"amount\":300", "\"amount\":900"), 502)]
#[case::of_a_withdrawal(signed(withdrawal("1", 1), "shop"), 500)]
#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_deposit_has_its_code(#[case] body: String, #[case] code: u16) {
    let house = House::open();
    assert_eq!(house.post("/paykassma/deposit", body).await.0, code);
    assert!(house.received().await.received.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn paths_that_are_not_there_are_unknown() {
    let house = House::open();
    let body = signed(withdrawal("1", 1), "shop");
    for path in ["/", "/paykassma", "/paykassma/refund", "/yuansfer/ipn", "/paykassma/withdrawal/x", "/..%2f"] {
        let (status, answer) = house.post(path, body.clone()).await;
        assert_eq!((status, answer.contains("unknown path")), (404, true), "{path}: {answer}");
    }
    let at = house.address;
    let get =
        tokio::task::spawn_blocking(move || exchange(at, b"GET /paykassma/withdrawal HTTP/1.1\r\nHost: x\r\n\r\n"));
    assert_eq!(get.await.unwrap().0, 405);
    assert!(house.received().await.received.is_empty());
    // Without keys for one kind there is no path for it.
    let mut deposits_only = signer("shop");
    deposits_only.keys.secrets.remove("private_key");
    let house = House::with(settings(), &[deposits_only]);
    assert_eq!(house.post("/paykassma/withdrawal", body).await.0, 404);
    assert_eq!(house.post("/paykassma/deposit", deposit("1", "shop")).await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn why_it_does_not_hold_is_kept() {
    let house = House::open();
    house.post("/paykassma/withdrawal", signed(withdrawal("1", 1), "mall")).await;
    house.post("/paykassma/withdrawal", unsigned_without("status")).await;
    let folder = house.close().await;
    let house = House::within(folder, settings(), &[signer("shop")]);
    let standings: Vec<_> = house.received().await.received.into_iter().map(|received| received.standing).collect();
    let wrong = |fault| PostbackStanding::Unverified(fault);
    assert_eq!(standings, [wrong(PostbackFault::Signature), wrong(PostbackFault::Fields("it has no status".into()))]);
}
