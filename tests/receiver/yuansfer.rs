//! Yuansfer's notifications: answered `success` once they are kept, the same one once however often it is sent, and sent
//! by the sandbox to whatever address a request names.

use std::time::Duration;

use md5::{Digest, Md5};
use paytop::domain::{ConnectionId, PostbackKind};
use paytop::providers::hook::Keys;
use paytop::providers::yuansfer::sandbox::HALF;
use paytop::providers::yuansfer::sign::Params;
use paytop::providers::{Plain, provider};
use paytop::receiver::Signer;
use paytop::sandbox::{Options, Sandbox};
use serde_json::{Map, Value, json};
use tokio_util::sync::CancellationToken;

use super::kit::{House, post, settings};

const INVOICE: &str = "9aae4c685d824c5da746f97620c59eb5";

fn setting(name: &str) -> &'static str {
    HALF.settings.iter().find(|(own, _)| *own == name).map(|(_, value)| *value).unwrap()
}

fn signer() -> Signer {
    let texts = ["merchant_no", "store_no"].map(|name| (name, setting(name).to_owned()));
    Signer {
        connection: ConnectionId::new("payouts"),
        provider: provider("yuansfer").unwrap(),
        keys: Keys {
            secrets: [("token", setting("token").into())].into(),
            plain: Plain { texts: texts.into(), ..Plain::default() },
        },
    }
}

/// A form signed as the vendor's document says, by a token.
fn form(fields: &[(&str, &str)], token: &str) -> String {
    let mut sorted = fields.to_vec();
    sorted.sort_unstable();
    let joined = sorted.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
    let sign = const_hex::encode(Md5::digest(format!("{joined}&{}", const_hex::encode(Md5::digest(token)))));
    let pairs = fields.iter().map(|(name, value)| format!("{name}={value}"));
    pairs.chain([format!("verifySign={sign}")]).collect::<Vec<_>>().join("&")
}

fn paid(time: &str, status: &str) -> String {
    let fields = [
        ("invoiceId", INVOICE),
        ("transactionNo", "305588797074336092"),
        ("amount", "500.00"),
        ("currency", "USD"),
        ("status", status),
        ("timestamp", time),
    ];
    form(&fields, setting("token"))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_eight_tries_of_one_are_kept_once_and_each_hears_success() {
    let house = House::with(settings(), &[signer()]);
    for minute in 0..8 {
        let body = paid(&format!("2023-02-13T11:5{minute}:59Z"), "success");
        assert_eq!(house.post("/yuansfer/ipn", body).await, (200, "success".to_owned()));
    }
    assert_eq!(house.post("/yuansfer/ipn", paid("2023-02-13T12:00:00Z", "returned")).await.0, 200);
    let received = house.received().await.received;
    assert_eq!(received.len(), 2, "another status is another notification");
    let first = &received[0];
    assert!(first.is_verified() && first.kind == PostbackKind::Withdrawal);
    assert_eq!(first.connection, Some(ConnectionId::new("payouts")));
    assert_eq!(
        (first.subject.as_ref().unwrap().as_str(), first.status.as_ref().unwrap().as_str()),
        (INVOICE, "success")
    );
    assert_eq!(first.amount.as_ref().unwrap().to_string(), "USD 500.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_hold_never_hears_success_and_is_counted() {
    let house = House::with(settings(), &[signer()]);
    let whole = paid("2023-02-13T11:58:59Z", "success");
    let bodies = [
        String::new(),
        "hello".to_owned(),
        whole.replace("500.00", "900.00"),
        form(&[("invoiceId", INVOICE), ("status", "success")], "another"),
        form(&[("invoiceId", INVOICE)], setting("token")),
    ];
    for body in bodies {
        let (status, answer) = house.post("/yuansfer/ipn", body.clone()).await;
        assert!(status >= 400 && !answer.contains("success"), "{body}: {status} {answer}");
    }
    let folder = house.close().await;
    let house = House::within(folder, settings(), &[signer()]);
    let found = house.received().await;
    assert_eq!(found.unverified.day, 5);
    assert!(found.received.iter().all(|received| !received.is_verified()));
}

/// A request to the sandbox, signed.
fn request(fields: &Value) -> String {
    let mut fields: Map<String, Value> = fields.as_object().unwrap().clone();
    fields.insert("merchantNo".to_owned(), setting("merchant_no").into());
    fields.insert("storeNo".to_owned(), setting("store_no").into());
    let signature = Params::from_fields(&fields).unwrap().sign(&setting("token").into()).to_string();
    fields.insert("verifySign".to_owned(), signature.into());
    Value::from(fields).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sandbox_notifies_whoever_a_request_names() {
    // Before the receiver is there nobody answers, and it is sent again.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let at = port.local_addr().unwrap();
    let options = Options { speed: "600".parse().unwrap(), ..Options::default() };
    let sandbox = Sandbox::bind(([127, 0, 0, 1], 0).into(), options).unwrap();
    let address = sandbox.address();
    let stop = CancellationToken::new();
    let _stops = stop.clone().drop_guard();
    tokio::spawn(sandbox.serve(stop));
    let registered = request(&json!({
        "customerCode": "c-1", "email": "john@example.com", "profileType": "INDIVIDUAL", "firstName": "John",
        "lastName": "Doe", "dateOfBirth": "1999-01-01", "countryCode": "US",
    }));
    let told: Value = serde_json::from_str(&post(address, "/v3/payee/register", registered).await.1).unwrap();
    let no = told["customer"]["customerNo"].as_str().unwrap();
    let ipn_url = format!("http://{at}/yuansfer/ipn");
    let account = request(&json!({
        "customerNo": no, "accountType": "BANK_ACCOUNT", "accountCountry": "US", "accountCurrency": "USD",
        "accountTag": "main", "bankAccountId": "7861053298", "branchId": "101089292", "bankAccountPurpose": "CHECKING",
        "ipnUrl": ipn_url,
    }));
    let told: Value =
        serde_json::from_str(&post(address, "/v3/payee/account/create/bank-account", account).await.1).unwrap();
    let token = told["result"]["accountToken"].as_str().unwrap();
    let transfer = request(&json!({
        "customerNo": no, "accountToken": token, "amount": "5.17", "currency": "USD", "invoiceId": INVOICE,
        "ipnUrl": ipn_url,
    }));
    let told: Value = serde_json::from_str(&post(address, "/v3/payouts/pay", transfer).await.1).unwrap();
    assert_eq!(told["ret_code"], "000100");
    drop(port);
    let house = House::with(paytop::receiver::Settings { listen: at, ..settings() }, &[signer()]);
    let all = async {
        loop {
            let received = house.received().await.received;
            if received.len() == 3 {
                return received;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let received = tokio::time::timeout(Duration::from_mins(1), all).await.expect("all three are sent");
    assert!(received.iter().all(paytop::domain::ReceivedPostback::is_verified));
    let of =
        |kind| received.iter().filter(move |one| one.kind == kind).map(|one| one.status.as_ref().unwrap().as_str());
    assert_eq!(of(PostbackKind::Account).collect::<Vec<_>>(), ["ACTIVATED"]);
    let mut steps: Vec<&str> = of(PostbackKind::Withdrawal).collect();
    steps.sort_unstable();
    assert_eq!(steps, ["returned", "success"]);
}
