//! What is sent to Paykassma: every operation's method, address, query and body, as the document has them.

use paytop::domain::{Change, Currency, Fault, Money, OrderQuery, Outcome, PostbackQuery, Read, Rejection, Text};
use paytop::providers::paykassma::sign::Withdrawal;
use paytop::providers::paykassma::{self, Settings};
use paytop::providers::{Plain, http};
use reqwest::Url;
use rstest::rstest;
use serde_json::{Value, json};

use crate::paykassma::{
    ACTIVATE_REQUEST, HASH_REQUEST, OK, PAYMENT_REQUEST, PRIVATE_KEY, SECRET, WITHDRAWAL_REQUEST, activation, changes,
    client, decimal, intent, open, payment, possible, reads, redirects, settings, tell, transaction, withdrawal,
};
use crate::stub::{Request, Stub};

/// The path and the query of a request, decoded.
fn parted(request: &Request) -> (String, Vec<(String, String)>) {
    let url = Url::parse(&format!("http://localhost{}", request.path)).unwrap();
    (url.path().to_owned(), url.query_pairs().map(|(name, value)| (name.into(), value.into())).collect())
}

async fn sent_by(change: &Change) -> Request {
    let stub = Stub::answering(OK).await;
    let _ = tell(&client(&stub), change).await;
    let [request] = &stub.seen()[..] else { panic!("one request: {:?}", stub.seen()) };
    request.clone()
}

async fn asked_by(read: &Read) -> Request {
    let stub = Stub::answering(OK).await;
    let _ = client(&stub).reads.read(read).await;
    let [request] = &stub.seen()[..] else { panic!("one request: {:?}", stub.seen()) };
    request.clone()
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    let own = list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    std::iter::once(("secret".to_owned(), SECRET.to_owned())).chain(own).collect()
}

#[rstest]
#[case(Read::Balances, "/api/v1/accounts-balance", &[])]
#[case(
    Read::PaymentSystems { currencies: vec![Currency::new("USD"), Currency::inr()], label: "55".into() },
    "/api/v1/payment-systems/available",
    &[("currency_code[]", "USD"), ("currency_code[]", "INR"), ("label", "55")],
)]
#[case(Read::MediaHints, "/wallet-type/images/", &[])]
#[case(
    Read::Savings { label: "55".into(), wallet: "paytm".into(), currency: Currency::inr(), code: None },
    "/api/v1/deposit-info",
    &[("label", "55"), ("wallet_type", "paytm"), ("currency", "INR")],
)]
#[case(
    Read::Savings { label: "a b&c".into(), wallet: "m".into(), currency: Currency::inr(), code: Some("bank b".into()) },
    "/api/v1/deposit-info",
    &[("label", "a b&c"), ("wallet_type", "m"), ("currency", "INR"), ("code", "bank b")],
)]
#[case(
    Read::Postback(PostbackQuery::Transaction("453535345".into())),
    "/api/v1/postback",
    &[("type", "deposit"), ("transaction_id", "453535345")],
)]
#[case(
    Read::Postback(PostbackQuery::Custom("7".into())),
    "/api/v1/postback",
    &[("type", "deposit"), ("custom_id", "7")],
)]
#[case(
    Read::Postback(PostbackQuery::Withdrawal("2298635".into())),
    "/api/v1/postback",
    &[("type", "withdrawal"), ("withdrawal_id", "2298635")],
)]
#[case(
    Read::Orders(OrderQuery::Deposits(vec!["a".into(), "b".into()])),
    "/api/v1/pullpostbacks",
    &[("type", "deposit"), ("plugin_custom_order_id[]", "a"), ("plugin_custom_order_id[]", "b")],
)]
#[case(
    Read::Orders(OrderQuery::Withdrawals(vec!["a".into()])),
    "/api/v1/pullpostbacks",
    &[("type", "withdrawal"), ("withdrawal_id[]", "a")],
)]
#[tokio::test]
async fn a_question_is_a_get_with_its_parameters_in_the_query(
    #[case] read: Read,
    #[case] path: &str,
    #[case] query: &[(&str, &str)],
) {
    let request = asked_by(&read).await;
    assert_eq!((request.method.as_str(), request.body.as_str()), ("GET", ""));
    assert_eq!(parted(&request), (path.to_owned(), pairs(query)));
}

#[tokio::test]
async fn addresses_to_hash_are_posted_as_the_document_has_them() {
    let request = asked_by(&Read::HashRedirects(redirects())).await;
    assert_eq!(request.method, "POST");
    assert_eq!(parted(&request), ("/payment-plugin/hash-url".to_owned(), pairs(&[])));
    assert_eq!(request.json(), serde_json::from_str::<Value>(HASH_REQUEST).unwrap());
}

#[rstest]
#[case(transaction(), "/api/v1/transaction/create/paytm", json!({"currency": "INR", "label": "eligendi"}))]
#[case(activation(None), "/api/v1/transaction/activate", serde_json::from_str(ACTIVATE_REQUEST).unwrap())]
#[case(payment(), "/api/v1/payment/create/payco", serde_json::from_str(PAYMENT_REQUEST).unwrap())]
#[tokio::test]
async fn a_deposit_is_posted_with_the_intents_own_id(
    #[case] change: Change,
    #[case] path: &str,
    #[case] mut body: Value,
) {
    if let Some(id) = body.get_mut("custom_transaction_id") {
        *id = intent().to_string().into();
    }
    let request = sent_by(&change).await;
    assert_eq!((request.method.as_str(), request.header("content-type")), ("POST", Some("application/json")));
    assert_eq!(parted(&request), (path.to_owned(), pairs(&[])));
    assert_eq!(request.json(), body);
}

#[tokio::test]
async fn amounts_are_numbers_with_their_own_digits() {
    assert!(sent_by(&payment()).await.body.contains(r#""amount":1000.00,"#));
    assert!(sent_by(&activation(Some("123456789012345.67"))).await.body.contains(r#""amount":123456789012345.67,"#));
}

#[tokio::test]
async fn a_possible_transaction_is_a_form() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("paid \"today\"\r\n.png");
    std::fs::write(&path, "not quite a picture").unwrap();
    let request = sent_by(&possible(Some(&path))).await;
    assert_eq!(parted(&request), ("/api/v1/possible-transaction".to_owned(), pairs(&[])));
    let kind = request.header("content-type").unwrap();
    let parts = paytop::sandbox::form::parts(kind, request.body.as_bytes()).unwrap();
    let fields: Vec<(&str, String)> =
        parts.iter().map(|part| (part.name.as_str(), String::from_utf8(part.bytes.clone()).unwrap())).collect();
    let id = intent().to_string();
    let expected = [
        ("currency_code", "INR"),
        ("wallet_type", "bank_b_ml"),
        ("label", "55"),
        ("key1", "123-ABC-456-DEF"),
        ("amount", "500.10"),
        ("custom_id", &id),
        ("screenshot", "not quite a picture"),
    ];
    assert_eq!(fields, expected.map(|(name, value)| (name, value.to_owned())));
    assert_eq!(parts[6].file.as_deref(), Some("paid__today___.png"));
    assert!(request.body.contains("Content-Type: image/png\r\n"));
}

#[tokio::test]
async fn a_screenshot_that_cannot_be_read_is_told_and_nothing_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let large = folder.path().join("large.png");
    std::fs::File::create(&large).unwrap().set_len(10 * 1024 * 1024 + 1).unwrap();
    let empty = folder.path().join("empty.png");
    std::fs::write(&empty, "").unwrap();
    for (path, words) in [
        (folder.path().join("none.png"), "not found"),
        (folder.path().to_owned(), "no file"),
        (large, "10 MiB"),
        (empty, "empty"),
    ] {
        let stub = Stub::answering(OK).await;
        let outcome = tell(&client(&stub), &possible(Some(&path))).await;
        let Outcome::Rejected(Rejection::NeverSent(Fault::Unusable(told))) = outcome else { panic!("{outcome:?}") };
        assert!(told.as_str().contains(words) && !told.as_str().contains("png"), "{told}");
        assert!(stub.seen().is_empty());
    }
}

/// The names and the order of the document's sample, our id, and a signature over exactly what is sent.
#[tokio::test]
async fn a_withdrawal_is_the_documents_own_signed() {
    let request = sent_by(&withdrawal()).await;
    assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/v2/withdrawal/create"));
    let mut expected: Value = serde_json::from_str(WITHDRAWAL_REQUEST).unwrap();
    expected["withdrawal_id"] = intent().to_string().into();
    expected["account_number"] = "9876543210".into();
    let sent = request.json();
    expected["signature"] = sent["signature"].clone();
    assert_eq!(sent, expected);
    let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&sent), names(&expected));
    assert_eq!(names(&sent["bank_details"]), names(&expected["bank_details"]));

    let key = PRIVATE_KEY.into();
    assert_eq!(Withdrawal::read(request.body.as_bytes()).unwrap().is_signed(&key), Ok(true));
    // By hand, sha1(key . md5(joined)): the values by their names, which are account_number, amount, bank_details,
    // comment, currency_code, is_test (false, which is nothing), label, payment_system, payments_details, withdrawal_id.
    let joined =
        format!("9876543210:1000:MAHB0001821:000254:9393:withdrawal:INR::55:paytm:56:MOBILE_MONEY:{}", intent());
    let hex = |bytes: &[u8]| const_hex::encode(bytes);
    let md5 = hex(&md5_of(joined.as_bytes()));
    assert_eq!(sent["signature"], hex(&sha1_of(format!("{PRIVATE_KEY}{md5}").as_bytes())));
}

fn md5_of(bytes: &[u8]) -> Vec<u8> {
    use md5::Digest;
    md5::Md5::digest(bytes).to_vec()
}

fn sha1_of(bytes: &[u8]) -> Vec<u8> {
    use sha1::Digest;
    sha1::Sha1::digest(bytes).to_vec()
}

#[tokio::test]
async fn the_secret_is_in_every_address_but_a_withdrawals_and_in_no_body() {
    for change in changes() {
        let request = sent_by(&change).await;
        let (path, query) = parted(&request);
        let has_secret = query.contains(&("secret".to_owned(), SECRET.to_owned()));
        assert_eq!(has_secret, path != "/v2/withdrawal/create", "{path}");
        for other in std::iter::once(&request.body).chain(request.headers.iter().map(|(_, value)| value)) {
            assert!(!other.contains(SECRET) && !other.contains("hush"), "{other}");
            assert!(!other.contains(PRIVATE_KEY), "{other}");
        }
        assert!(!request.path.contains(PRIVATE_KEY));
    }
    for read in reads() {
        let (_, query) = parted(&asked_by(&read).await);
        assert!(query.contains(&("secret".to_owned(), SECRET.to_owned())), "{read:?}");
    }
}

#[tokio::test]
async fn many_orders_are_asked_for_in_several_questions() {
    let stub = Stub::answering(r#"{"status":"success","code":20000,"data":[]}"#).await;
    let ids: Vec<Text> = (0..95).map(|id| Text::from(format!("id-{id}"))).collect();
    client(&stub).reads.read(&Read::Orders(OrderQuery::Withdrawals(ids.clone()))).await.unwrap();
    let asked: Vec<String> = stub
        .seen()
        .iter()
        .flat_map(|request| parted(request).1)
        .filter(|(name, _)| name == "withdrawal_id[]")
        .map(|(_, id)| id)
        .collect();
    assert_eq!(asked, ids.iter().map(Text::to_string).collect::<Vec<_>>());
    assert!(stub.seen().len() == 3 && stub.seen().iter().all(|request| request.path.len() < 4_000));
}

#[tokio::test]
async fn what_cannot_be_said_to_this_provider_is_not_sent() {
    let stub = Stub::answering(OK).await;
    let spoiled = |spoil: fn(&mut paytop::domain::WithdrawalRequest)| {
        let Change::CreateWithdrawal(mut request) = withdrawal() else { panic!("a withdrawal") };
        spoil(&mut request);
        Change::CreateWithdrawal(request)
    };
    let mut wrong = vec![
        spoiled(|request| request.amount = Money::inr(decimal("10.50"))),
        spoiled(|request| request.amount = Money::inr(decimal("0"))),
        spoiled(|request| request.amount = Money::inr(decimal("9223372036854775808"))),
        spoiled(|request| request.comment = Some(" x".into())),
        spoiled(|request| request.branch_code = Some("x ".into())),
        Change::SendOtp { account: "a1".into() },
    ];
    for name in ["", "..", ".", "a/b", "a?b", "pay tm", "../../v2/withdrawal/create"] {
        let Change::CreateTransaction(mut draft) = transaction() else { panic!("a transaction") };
        draft.wallet = name.into();
        wrong.push(Change::CreateTransaction(draft));
    }
    for change in &wrong {
        let outcome = tell(&client(&stub), change).await;
        assert!(matches!(outcome, Outcome::Rejected(Rejection::NeverSent(_))), "{change:?}: {outcome:?}");
    }
    assert_eq!(client(&stub).reads.read(&Read::Accounts).await.unwrap_err(), Fault::Unsupported);
    let unsigned = open(Settings { private_key: None, ..settings(&stub.url()) });
    let outcome = tell(&unsigned, &withdrawal()).await;
    let Outcome::Rejected(Rejection::NeverSent(Fault::Unusable(words))) = outcome else { panic!("{outcome:?}") };
    assert!(words.as_str().contains("private_key"));
    assert!(stub.seen().is_empty(), "{:?}", stub.seen());
}

#[test]
fn a_connection_without_a_secret_is_unusable_and_one_that_reads_changes_nothing() {
    let http = || http::Settings::new("https://api.example.com");
    let empty = Settings { secret: " ".into(), ..settings("https://api.example.com") };
    assert!(matches!(paykassma::open(empty, None).map(|_| ()), Err(Fault::Unusable(_))));
    let reading = paykassma::open(Settings { http: http(), ..settings("https://api.example.com") }, None).unwrap();
    assert!(reading.changes.is_none());
}

#[test]
fn a_description_hides_what_the_wire_holds() {
    let describe = paykassma::PROVIDER.describe;
    let (path, body) = describe(&Plain::default(), &withdrawal());
    assert_eq!(path, "/v2/withdrawal/create");
    assert_eq!((&body["amount"], &body["account_number"]), (&json!(1000), &json!("••••••3210")));
    assert_eq!(body["withdrawal_id"], "(the intent's id)");
    for change in changes() {
        let (path, body) = describe(&Plain::default(), &change);
        let told = format!("{path} {body}");
        assert!(!told.contains("9876543210") && !told.contains("secret="), "{told}");
        assert!(path.starts_with('/') && body.is_object(), "{told}");
    }
}
