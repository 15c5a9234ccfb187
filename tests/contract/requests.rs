//! What every operation sends: method, path, headers and exactly the document's fields.

use std::sync::atomic::Ordering;

use paytop::domain::{
    AccountDraft, AccountNumber, Change, CollectionType, Data, Fault, Outcome, Phone, Read, Rejection, UpiId,
};
use paytop::providers::http::{self, ChangePermit};
use paytop::providers::withdraw_tool::{self, Paths, Settings};
use rstest::rstest;
use serde_json::{Value, json};

use crate::stub::{self, Stub, order};

const DONE: &str = r#"{"success":true,"errCode":"0","errMsg":"","data":[]}"#;

#[rstest]
#[case::tools(Read::Tools, "/api/bank_app/list", json!({}))]
#[case::accounts(Read::Accounts, "/api/pay_account/list", json!({}))]
#[case::upi_ids(Read::UpiIds { account: "a1".into() }, "/api/pay_account/upi_list", json!({"payAccountId": "a1"}))]
#[tokio::test]
async fn reads_are_posted_as_the_document_says(#[case] read: Read, #[case] path: &str, #[case] body: Value) {
    let stub = Stub::answering(DONE).await;
    stub.client().reads.read(&read).await.unwrap();
    let [request] = &stub.seen()[..] else { panic!("one request") };
    assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", path));
    assert_eq!(request.json(), body);
    assert_eq!(request.header("content-type"), Some("application/json"));
}

fn upi_draft() -> AccountDraft {
    AccountDraft {
        id: None,
        collection: CollectionType::Upi,
        tool: Some("PHONEPE".into()),
        phone: Phone::new("9876543210"),
        pin: Some("0042".into()),
        name: None,
        account_number: None,
        ifsc: None,
    }
}

fn card_draft() -> AccountDraft {
    AccountDraft {
        id: None,
        collection: CollectionType::Card,
        tool: None,
        phone: Phone::new("9876543210"),
        pin: None,
        name: Some("Ravi Kumar".into()),
        account_number: Some(AccountNumber::new("001234567890".into())),
        ifsc: Some("HDFC0001234".into()),
    }
}

#[rstest]
#[case::create_upi(
    Change::SaveAccount(upi_draft()), "/api/pay_account/save",
    json!({"type": "PHONEPE", "collectionType": "UPI", "phone": "9876543210", "pin": "0042"})
)]
#[case::create_card(
    Change::SaveAccount(card_draft()), "/api/pay_account/save",
    json!({"collectionType": "CARD", "phone": "9876543210", "name": "Ravi Kumar", "bankAccountNo": "001234567890",
           "ifsc": "HDFC0001234"})
)]
#[case::update(
    Change::SaveAccount(AccountDraft { id: Some("a1".into()), pin: None, ..upi_draft() }), "/api/pay_account/save",
    json!({"id": "a1", "type": "PHONEPE", "collectionType": "UPI", "phone": "9876543210"})
)]
#[case::set_upi(
    Change::SetUpi { account: "a1".into(), upi: Some(UpiId::new("9876543210@ybl")) }, "/api/pay_account/update_upi",
    json!({"payAccountId": "a1", "upi": "9876543210@ybl"})
)]
#[case::let_choose_upi(
    Change::SetUpi { account: "a1".into(), upi: None }, "/api/pay_account/update_upi", json!({"payAccountId": "a1"})
)]
#[case::confirm_otp(
    Change::ConfirmOtp { account: "a1".into(), session: "s1".into(), code: "012345".into() },
    "/api/pay_account/auth_otp", json!({"payAccountId": "a1", "sessionId": "s1", "otpCode": "012345"})
)]
#[case::confirm_sms(
    Change::ConfirmSms { account: "a1".into(), session: "s2".into() },
    "/api/pay_account/confirm_sms", json!({"payAccountId": "a1", "sessionId": "s2"})
)]
#[case::enable(
    Change::SetWithdrawals { account: "a1".into(), enabled: true },
    "/api/pay_account/enable", json!({"payAccountId": "a1", "enabled": true})
)]
#[case::disable(
    Change::SetWithdrawals { account: "a1".into(), enabled: false },
    "/api/pay_account/enable", json!({"payAccountId": "a1", "enabled": false})
)]
#[case::deauthorize(
    Change::Deauthorize { account: "a1".into() }, "/api/pay_account/deauthorize", json!({"payAccountId": "a1"})
)]
#[case::handset(
    Change::SendFromHandset { to: Phone::new("9000000001"), text: "AUTH 77".into() },
    "/sandbox/handset/send", json!({"to": "9000000001", "text": "AUTH 77"})
)]
#[tokio::test]
async fn changes_are_posted_as_the_document_says(#[case] change: Change, #[case] path: &str, #[case] body: Value) {
    let stub = Stub::answering(DONE).await;
    let outcome = stub::change(&stub.client(), &change).await;
    assert!(matches!(outcome, Outcome::Done(_)), "{outcome:?}");
    let [request] = &stub.seen()[..] else { panic!("one request") };
    assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", path));
    assert_eq!(request.json(), body);
    assert_eq!(request.header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn otp_and_sms_sessions_are_asked_for_as_the_document_says() {
    let stub = Stub::answering(
        r#"{"success":true,"errCode":"0","data":[{"sessionId":"s","targetPhone":"9000000001","smsText":"AUTH 77"}]}"#,
    )
    .await;
    let client = stub.client();
    let otp = stub::change(&client, &Change::SendOtp { account: "a1".into() }).await;
    let sms = Change::StartSms { account: "a1".into(), phone: Phone::new("9876543210") };
    let sms = stub::change(&client, &sms).await;
    assert!(matches!((otp, sms), (Outcome::Done(_), Outcome::Done(_))));
    let [otp, sms] = &stub.seen()[..] else { panic!("two requests") };
    assert_eq!((otp.path.as_str(), otp.json()), ("/api/pay_account/send_otp", json!({"payAccountId": "a1"})));
    assert_eq!(
        (sms.path.as_str(), sms.json()),
        ("/api/pay_account/send_sms", json!({"payAccountId": "a1", "phone": "9876543210"}))
    );
}

#[tokio::test]
async fn an_order_has_the_documents_fields_and_its_own_digits() {
    let stub = Stub::answering(DONE).await;
    stub::change(&stub.client(), &order()).await;
    let [request] = &stub.seen()[..] else { panic!("one request") };
    assert_eq!(request.path, "/api/withdraw_order/create");
    assert_eq!(request.body, r#"{"collectionType":"CARD","payAccountId":"a2","amount":500.10}"#);
}

#[tokio::test]
async fn the_handset_is_read_with_get() {
    let stub = Stub::answering(
        r#"{"messages":[
            {"id":1,"at":1700000000123,"payAccountId":"a3","phone":"9876543210","text":"Your OTP is 123456","sent":null},
            {"id":2,"at":1700000001000,"payAccountId":"a4","phone":"9000000001","text":"AUTH 77","sent":false}]}"#,
    )
    .await;
    let Data::Handset(messages) = stub.client().reads.read(&Read::Handset).await.unwrap().data else { panic!() };
    let [request] = &stub.seen()[..] else { panic!("one request") };
    assert_eq!((request.method.as_str(), request.path.as_str()), ("GET", "/sandbox/handset"));
    assert_eq!(request.body, "");
    let [otp, sms] = &messages[..] else { panic!("{messages:?}") };
    assert_eq!((otp.at.as_millisecond(), otp.account.as_str(), otp.sent), (1_700_000_000_123, "a3", None));
    assert_eq!((otp.phone.full(), otp.text.as_str()), ("9876543210", "Your OTP is 123456"));
    assert_eq!((sms.account.as_str(), sms.sent), ("a4", Some(false)));
}

#[tokio::test]
async fn a_provider_has_no_handset() {
    let stub = Stub::answering(DONE).await;
    let settings = Settings { http: http::Settings::new(&stub.url()), paths: Paths::default(), handset: false };
    let client = withdraw_tool::open(settings, ChangePermit::unless(false)).unwrap();
    assert_eq!(client.reads.read(&Read::Handset).await.unwrap_err(), Fault::Unsupported);
    let send = Change::SendFromHandset { to: Phone::new("9"), text: "x".into() };
    let outcome = stub::change(&client, &send).await;
    assert!(matches!(outcome, Outcome::Rejected(Rejection::NeverSent(Fault::Unsupported))), "{outcome:?}");
    assert!(stub.seen().is_empty());
}

#[tokio::test]
async fn the_connections_headers_and_paths_are_used() {
    let stub = Stub::answering(DONE).await;
    let headers = vec![("X-Merchant".into(), "m1".into()), ("Authorization".into(), "Bearer hush".into())];
    // A base URL may end in a slash and have a path of its own.
    let http = http::Settings { headers, ..http::Settings::new(&format!("{}/gateway/", stub.url())) };
    let paths = Paths { accounts: "/v2/accounts".into(), ..Paths::default() };
    let client = withdraw_tool::open(Settings { http, paths, handset: false }, None).unwrap();
    stub::read(&client).await.unwrap();
    let [request] = &stub.seen()[..] else { panic!("one request") };
    assert_eq!(request.path, "/gateway/v2/accounts");
    assert_eq!(request.header("x-merchant"), Some("m1"));
    assert_eq!(request.header("authorization"), Some("Bearer hush"));
    assert_eq!(request.header("user-agent"), Some(concat!("paytop/", env!("CARGO_PKG_VERSION"))));
    assert_eq!(request.header("cookie"), None);
}

#[tokio::test]
async fn without_a_permit_there_is_nothing_to_change_with() {
    let settings = Settings { http: http::Settings::new("http://127.0.0.1:9"), paths: Paths::default(), handset: true };
    let client = withdraw_tool::open(settings, ChangePermit::unless(true)).unwrap();
    assert!(client.changes.is_none());
}

#[tokio::test]
async fn a_path_that_leaves_the_base_url_is_refused_before_anything_is_sent() {
    let paths = Paths { tools: "@other.example/".into(), ..Paths::default() };
    let settings = Settings { http: http::Settings::new("https://api.example.com"), paths, handset: false };
    let Err(fault) = withdraw_tool::open(settings, None) else { panic!("accepted") };
    assert_eq!(fault, Fault::Unusable("paths.tools must begin with /".into()));
}

/// A change that met a connection the provider had just closed would have an unknown outcome for nothing.
#[tokio::test]
async fn changes_share_no_connection_and_reads_do() {
    let stub = Stub::answering(DONE).await;
    let client = stub.client();
    for _ in 0..3 {
        stub::read(&client).await.unwrap();
    }
    assert_eq!(stub.connections.load(Ordering::SeqCst), 1);
    for _ in 0..3 {
        stub::change(&client, &order()).await;
    }
    assert_eq!(stub.connections.load(Ordering::SeqCst), 4);
}
