//! What is sent to Yuansfer: every operation's address and body as the document has them, JSON and form, signed.

use paytop::domain::{
    AccountNumber, BankAccountDraft, Change, Currency, Fault, Money, Outcome, Read, Rejection, TransferRequest,
};
use paytop::providers::yuansfer::sign::Params;
use paytop::providers::yuansfer::{self, Encoding, Settings};
use paytop::providers::{Plain, http};
use rstest::rstest;
use serde_json::{Map, Value};

use crate::stub::{Request, Stub};
use crate::yuansfer::{
    ACCOUNT_REQUEST, ACCOUNTS_REQUEST, REGISTER_REQUEST, RETRIEVE_REQUEST, TOKEN, TRANSFER_REQUEST, UPDATE,
    UPDATE_REQUEST, account, changes, client, decimal, details, open, reads, registration, request, settings, tell,
    transfer, update,
};

async fn sent_by(change: &Change) -> Request {
    let stub = Stub::answering(UPDATE).await;
    let _ = tell(&client(&stub), change).await;
    let [request] = &stub.seen()[..] else { panic!("one request: {:?}", stub.seen()) };
    request.clone()
}

async fn asked_by(read: &Read) -> Request {
    let stub = Stub::answering(UPDATE).await;
    let _ = client(&stub).reads.read(read).await;
    let [request] = &stub.seen()[..] else { panic!("one request: {:?}", stub.seen()) };
    request.clone()
}

/// The document's request, but for its time and signature; the document hides email addresses.
fn sample(text: &str) -> Map<String, Value> {
    let mut fields: Map<String, Value> = serde_json::from_str(text).unwrap();
    fields["timestamp"] = "2023-02-13T12:35:14Z".into();
    if let Some(email) = fields.get_mut("email") {
        *email = "john@example.com".into();
    }
    fields.remove("verifySign").unwrap();
    fields
}

/// A request's fields, and its signature.
fn parted(request: &Request) -> (Map<String, Value>, String) {
    let mut fields: Map<String, Value> = serde_json::from_str(&request.body).unwrap();
    let signature = fields.remove("verifySign").unwrap();
    (fields, signature.as_str().unwrap().to_owned())
}

#[rstest]
#[case(registration(), "/v3/payee/register", REGISTER_REQUEST)]
#[case(update(), "/v3/payee/update", UPDATE_REQUEST)]
#[case(Change::AddBankAccount(Box::new(account())), "/v3/payee/account/create/bank-account", ACCOUNT_REQUEST)]
#[case(transfer(), "/v3/payouts/pay", TRANSFER_REQUEST)]
#[tokio::test]
async fn a_change_is_the_documents_own(#[case] change: Change, #[case] path: &str, #[case] text: &str) {
    let request = sent_by(&change).await;
    assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", path));
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(parted(&request).0, sample(text));
    assert!(Params::read(request.body.as_bytes()).unwrap().is_signed(&TOKEN.into()).unwrap());
}

#[rstest]
#[case(Read::Payee("2000305228303182610217".into()), "/v3/payee/retrieve", RETRIEVE_REQUEST)]
#[case(Read::PayoutAccounts("2000305228292319592008".into()), "/v3/payee/payout-accounts", ACCOUNTS_REQUEST)]
#[tokio::test]
async fn a_question_is_the_documents_own(#[case] read: Read, #[case] path: &str, #[case] text: &str) {
    let request = asked_by(&read).await;
    assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", path));
    assert_eq!(parted(&request).0, sample(text));
}

/// The one signature of the document that its published token makes.
#[tokio::test]
async fn the_documents_retrieval_has_the_documents_signature() {
    let request = asked_by(&Read::Payee("2000305228303182610217".into())).await;
    assert_eq!(request.json(), serde_json::from_str::<Value>(RETRIEVE_REQUEST).unwrap());
}

#[tokio::test]
async fn an_inquiry_asks_by_the_invoice_id() {
    let request = asked_by(&Read::Transfers(vec!["9aae4c685d824c5da746f97620c59eb5".into()])).await;
    assert_eq!(request.path, "/v3/payouts/inquiry");
    let (fields, _) = parted(&request);
    assert_eq!(fields["invoiceId"], "9aae4c685d824c5da746f97620c59eb5");
    assert_eq!(fields.len(), 4, "{fields:?}");
}

/// As the vendor's SDKs send it: the same fields with the same signature.
#[tokio::test]
async fn a_form_has_the_same_fields_and_signature() {
    for change in changes() {
        let json = sent_by(&change).await;
        let stub = Stub::answering(UPDATE).await;
        let _ = tell(&open(Settings { encoding: Encoding::Form, ..settings(&stub.url()) }), &change).await;
        let form = stub.seen().remove(0);
        assert_eq!(form.header("content-type"), Some("application/x-www-form-urlencoded"));
        let pairs: Map<String, Value> = form_urlencoded::parse(form.body.as_bytes())
            .map(|(name, value)| (name.into_owned(), Value::from(value.into_owned())))
            .collect();
        assert_eq!(Value::Object(pairs), json.json());
        assert!(Params::read(form.body.as_bytes()).unwrap().is_signed(&TOKEN.into()).unwrap());
    }
}

#[tokio::test]
async fn any_text_is_signed_as_it_is_sent_in_either_encoding() {
    let words = "a&b=c+d %41 ü \"quoted\" \\ 王 ' 100%";
    let change = Change::Transfer(Box::new(TransferRequest { note: Some(words.into()), ..request() }));
    for encoding in [Encoding::Json, Encoding::Form] {
        let stub = Stub::answering(UPDATE).await;
        let _ = tell(&open(Settings { encoding, ..settings(&stub.url()) }), &change).await;
        let sent = stub.seen().remove(0);
        let params = Params::read(sent.body.as_bytes()).unwrap();
        assert!(params.is_signed(&TOKEN.into()).unwrap(), "{}", sent.body);
        assert!(params.fields().any(|field| field == ("note", words)), "{}", sent.body);
    }
}

#[tokio::test]
async fn what_is_not_set_or_not_said_is_not_sent() {
    let stub = Stub::answering(UPDATE).await;
    let bare = open(Settings { ipn_url: None, client_ip: None, ..settings(&stub.url()) });
    let short = TransferRequest { subject: None, note: None, description: None, ..request() };
    let _ = tell(&bare, &Change::Transfer(Box::new(short))).await;
    let _ = tell(&bare, &Change::AddBankAccount(Box::new(BankAccountDraft { tag: None, ..account() }))).await;
    let [transfer, account] = &stub.seen()[..] else { panic!("two requests") };
    for name in ["ipnUrl", "subject", "note", "description"] {
        assert_eq!(transfer.json().get(name), None, "{name}");
    }
    for name in ["ipnUrl", "clientIp"] {
        assert_eq!(account.json().get(name), None, "{name}");
    }
    // An account without a name of its own is named by the intent.
    assert_eq!(account.json()["accountTag"], "7620c59eb5");
}

/// The token signs and never travels, nor does anything by which it could be found.
#[tokio::test]
async fn the_token_is_never_sent() {
    for encoding in [Encoding::Json, Encoding::Form] {
        let stub = Stub::answering(UPDATE).await;
        let client = open(Settings { encoding, ..settings(&stub.url()) });
        for change in changes() {
            let _ = tell(&client, &change).await;
        }
        for read in reads() {
            let _ = client.reads.read(&read).await;
        }
        let seen = stub.seen();
        assert_eq!(seen.len(), 7);
        for request in seen {
            let all = format!("{request:?}");
            assert!(!all.contains(TOKEN), "{all}");
        }
    }
}

#[rstest]
#[case(TransferRequest { amount: Money::new(decimal("0"), Currency::new("USD")), ..request() }, "amount")]
#[case(TransferRequest { amount: Money::new(decimal("1.005"), Currency::new("USD")), ..request() }, "amount")]
#[case(TransferRequest { payee: "".into(), ..request() }, "customerNo")]
#[tokio::test]
async fn what_is_wrong_is_told_at_its_field_and_not_sent(#[case] request: TransferRequest, #[case] field: &str) {
    let stub = Stub::answering(UPDATE).await;
    let outcome = tell(&client(&stub), &Change::Transfer(Box::new(request))).await;
    assert!(matches!(&outcome, Outcome::Rejected(Rejection::Invalid { .. })), "{outcome:?}");
    assert!(outcome.fields().is_some_and(|fields| fields.of(field).is_some()), "{outcome:?}");
    assert!(stub.seen().is_empty());
}

#[tokio::test]
async fn nor_is_a_wrong_payee_or_account() {
    let stub = Stub::answering(UPDATE).await;
    let born_later = paytop::domain::PayeeDetails { date_of_birth: "2023-02-13".into(), ..details() };
    let wrong = [
        Change::UpdatePayee { payee: "1".into(), details: Box::new(born_later) },
        Change::AddBankAccount(Box::new(BankAccountDraft { routing: "101089293".into(), ..account() })),
        Change::AddBankAccount(Box::new(BankAccountDraft { number: AccountNumber::new("12".into()), ..account() })),
    ];
    for change in wrong {
        let outcome = tell(&client(&stub), &change).await;
        assert!(matches!(&outcome, Outcome::Rejected(Rejection::Invalid { .. })), "{outcome:?}");
    }
    assert!(stub.seen().is_empty());
}

#[tokio::test]
async fn what_is_another_providers_is_not_sent() {
    let stub = Stub::answering(UPDATE).await;
    let outcome = tell(&client(&stub), &crate::stub::order()).await;
    assert!(matches!(outcome, Outcome::Rejected(Rejection::NeverSent(Fault::Unsupported))), "{outcome:?}");
    assert_eq!(client(&stub).reads.read(&Read::Balances).await.unwrap_err(), Fault::Unsupported);
    assert!(stub.seen().is_empty());
}

#[rstest]
#[case(Settings { token: " ".into(), ..settings("https://api.example.com") })]
#[case(Settings { ipn_url: Some("http://example.com".into()), ..settings("https://api.example.com") })]
#[case(Settings { ipn_url: Some("nowhere".into()), ..settings("https://api.example.com") })]
#[case(Settings { client_ip: Some("localhost".into()), ..settings("https://api.example.com") })]
#[case(Settings { http: http::Settings::new("http://api.example.com"), ..settings("") })]
fn settings_that_cannot_work_are_told_without_the_token(#[case] wrong: Settings) {
    let shown = format!("{wrong:?}");
    let fault = yuansfer::open(wrong, None).map(|_| ()).unwrap_err();
    assert!(matches!(fault, Fault::Unusable(_)), "{fault:?}");
    assert!(!format!("{shown}{fault:?}{fault}").contains(TOKEN));
}

#[test]
fn what_would_be_sent_is_told_without_secrets() {
    let plain = Plain {
        texts: [("merchant_no", "202333".to_owned()), ("store_no", "301854".to_owned())].into(),
        ..Plain::default()
    };
    for (change, text) in changes().iter().zip([REGISTER_REQUEST, UPDATE_REQUEST, ACCOUNT_REQUEST, TRANSFER_REQUEST]) {
        let (path, body) = (yuansfer::PROVIDER.describe)(&plain, change);
        assert!(path.starts_with("/v3/"), "{path}");
        // The same fields as are sent, but for what this connection does not have.
        for name in sample(text).keys().filter(|name| !["ipnUrl", "clientIp"].contains(&name.as_str())) {
            assert!(body.get(name).is_some(), "{name} in {body}");
        }
        let body = body.to_string();
        for hidden in ["1234567890", "123456789\"", "7861053298", "1999-01-01", "john@"] {
            assert!(!body.contains(hidden), "{hidden} in {body}");
        }
        assert!(body.contains("made with token"));
    }
}
