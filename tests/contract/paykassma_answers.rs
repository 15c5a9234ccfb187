//! What is made of Paykassma's answers: the document's samples word for word, and rows that are not sound.

use jiff::Timestamp;
use paytop::domain::{
    Activated, Balance, Currency, CurrencySign, Data, Fault, Found, HashedRedirects, Money, OrderQuery, OrderStatus,
    Outcome, PaymentSystem, Postback, PostbackQuery, Read, Receipt, Redirect, Rows, Text, WebAddress, WithdrawalStatus,
};
use paytop::providers::paykassma::{Settings, read_postback};
use rstest::rstest;

use crate::paykassma::{
    BALANCES, ERROR, FAIL, HASH, HINTS, OK, ORDERS_DEPOSITS, ORDERS_FIELDS, ORDERS_WITHDRAWALS, POSSIBLE,
    POSSIBLE_CREATED, POSTBACK_DEPOSIT, POSTBACK_WITHDRAWAL, SAVINGS, SYSTEMS, TRANSACTION, activation, asked, decimal,
    payment, possible, redirects, told, transaction, withdrawal,
};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

async fn balances(body: impl AsRef<[u8]>) -> Result<Rows<Balance>, Fault> {
    asked(Read::Balances, body).await.map(|data| match data {
        Data::Balances(rows) => rows,
        other => panic!("{other:?}"),
    })
}

async fn looked_up(query: PostbackQuery, body: impl AsRef<[u8]>) -> Result<Postback, Fault> {
    asked(Read::Postback(query), body).await.map(|data| match data {
        Data::Postback(postback) => *postback,
        other => panic!("{other:?}"),
    })
}

async fn orders(query: OrderQuery, body: impl AsRef<[u8]>) -> Result<Rows<OrderStatus>, Fault> {
    asked(Read::Orders(query), body).await.map(|data| match data {
        Data::Orders(rows) => rows,
        other => panic!("{other:?}"),
    })
}

#[tokio::test]
async fn balances_have_the_decimals_they_came_with() {
    let Rows { rows, bad } = balances(BALANCES).await.unwrap();
    assert!(bad.is_empty(), "{bad:?}");
    let told: Vec<(&str, &str, String)> =
        rows.iter().map(|row| (row.wallet.as_str(), row.money.currency.code(), row.money.amount.to_string())).collect();
    let expected = [
        ("paytm", "IDR", "-324324.00"),
        ("paytm", "USD", "-10800.00"),
        ("bkash", "VND", "155.00"),
        ("bkash", "BRL", "187239.195"),
        ("bkash", "EUR", "23.9375"),
        ("nagad", "CUC", "471.00"),
        ("upi_ib", "SAR", "499.00"),
    ];
    assert_eq!(told, expected.map(|(wallet, code, amount)| (wallet, code, amount.to_owned())));
}

#[tokio::test]
async fn a_bad_row_loses_only_itself() {
    let body = r#"{"status":"success","code":20000,"data":{"balances":[
        {"wallet_type":"paytm","currency_code":"INR","amount":"1.50"},
        {"wallet_type":"paytm","currency_code":"INR","amount":"9876543210 9876543210"},
        {"wallet_type":"paytm","currency_code":"INR","amount":1,"amount":2},
        {"wallet_type":"paytm","amount":1}, 7, null, {"wallet_type":"\ud800","currency_code":"INR","amount":1},
        {"wallet_type":"bkash","currency_code":"BDT","amount":1e400},
        {"currency_code":"BDT","wallet_type":"nagad","amount":-0.000000001,"more":{"a":[1]}}]}}"#;
    let Rows { rows, bad } = balances(body).await.unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1].money.amount, decimal("-0.000000001"));
    assert_eq!(bad.len(), 7, "{bad:?}");
    assert!(bad.iter().all(|words| !words.as_str().contains("987654")), "{bad:?}");
}

#[tokio::test]
async fn the_payment_systems_are_understood() {
    let read = Read::PaymentSystems { currencies: vec![Currency::new("USD")], label: "55".into() };
    let Data::PaymentSystems(told) = asked(read, SYSTEMS).await.unwrap() else { panic!("no systems") };
    assert!(told.systems.bad.is_empty() && told.currencies.bad.is_empty());
    let usd = CurrencySign { currency: Currency::new("USD"), sign: "$".into() };
    assert_eq!((told.currencies.rows.len(), &told.currencies.rows[0]), (2, &usd));
    let nagad = PaymentSystem {
        kind: "nagad".into(),
        name: "Nagad".into(),
        currency: Currency::new("USD"),
        order: 17,
        logo: WebAddress::new(
            "https://api.staging.client-paykassma.com/storage/payment_system/logos/nagad_default.svg",
        ),
        manual: false,
        takes_bill: false,
    };
    assert_eq!((told.systems.rows.len(), &told.systems.rows[1]), (2, &nagad));
    assert!(told.systems.rows[0].manual && told.systems.rows[0].takes_bill && nagad.logo.is_some());
}

#[tokio::test]
async fn the_media_hints_are_understood() {
    let Data::MediaHints(hints) = asked(Read::MediaHints, HINTS).await.unwrap() else { panic!("no hints") };
    let told: Vec<(&str, &str)> = hints.rows.iter().map(|hint| (hint.system.as_str(), hint.id.as_str())).collect();
    assert_eq!(told, [("imps", "486"), ("paytm", "500"), ("upi", "506")]);
    let address = "https://api.staging.client-paykassma.com/storage/guide-image/upi_in.mp4";
    assert_eq!((hints.rows[2].address.as_str(), hints.bad.len()), (address, 0));
    // PHP writes an empty map as a list.
    let none = asked(Read::MediaHints, r#"{"status":"success","code":20000,"data":[]}"#).await;
    assert!(matches!(none, Ok(Data::MediaHints(Rows { rows, .. })) if rows.is_empty()));
}

#[tokio::test]
async fn savings_are_in_the_currency_that_was_asked_for() {
    let read = Read::Savings { label: "55".into(), wallet: "paytm".into(), currency: Currency::inr(), code: None };
    let Data::Savings(savings) = asked(read, SAVINGS).await.unwrap() else { panic!("no savings") };
    assert_eq!(savings.collected, Money::inr(decimal("0")));
    assert_eq!((savings.missing, savings.minimum), (Money::inr(decimal("0")), Money::inr(decimal("148"))));
}

#[tokio::test]
async fn hashes_are_told_by_list_and_number_and_last_a_day() {
    let Data::HashedRedirects(hashed) = asked(Read::HashRedirects(redirects()), HASH).await.unwrap() else {
        panic!("no hashes")
    };
    assert_eq!((hashed.hashes.success.len(), hashed.hashes.fail.len(), hashed.hashes.pending.len()), (2, 2, 2));
    let url = "e72ed31e2f3814563a3bc446f6a59f43c946c3a4339c7b2f5c29d12e8066b37f".into();
    assert_eq!((&hashed.hashes.pending[1], hashed.bad.len()), (&Redirect { order: 2, url }, 0));
    let asked_at: Timestamp = "2026-11-20T10:00:00Z".parse().unwrap();
    assert_eq!(HashedRedirects::expire(asked_at), "2026-11-21T10:00:00Z".parse().unwrap());
}

#[tokio::test]
async fn a_deposits_postback_is_understood() {
    let postback = looked_up(PostbackQuery::Transaction("453535345".into()), POSTBACK_DEPOSIT).await.unwrap();
    let deposit = postback.deposit().unwrap();
    assert_eq!((deposit.label.as_str(), deposit.transaction_id.as_ref().map(Text::as_str)), ("435", Some("453535345")));
    assert_eq!(deposit.stockpiling_id, Some("1585".into()));
    let table = &deposit.stockpiling;
    assert_eq!((table.rows.len(), table.bad.len()), (181, 0));
    // In the document's order, with its digits, those no double has too.
    assert_eq!(table.rows[0], Money::new(decimal("4610062.05"), Currency::new("USD")));
    assert_eq!(table.rows[180].currency, Currency::new("WAVES"));
    let digits = |code| deposit.sum_in(&Currency::new(code)).unwrap().amount.to_string();
    assert_eq!([digits("VEF"), digits("WAVES"), digits("JOD")], ["1145543450116.04", "172375.10682464", "3268534"]);
    let [paid] = &deposit.transactions.rows[..] else { panic!("{:?}", deposit.transactions) };
    assert_eq!((paid.amount.clone(), paid.wallet.as_str()), (Money::inr(decimal("345345345")), "phone_pe"));
    // Times are the account's own: +08:00.
    assert_eq!((paid.created, paid.activated), (Some(at("2021-10-21T05:34:12Z")), Some(at("2021-11-01T06:16:51Z"))));
    assert_eq!((&paid.from, &paid.custom_id, &paid.kind), (&None, &None, &Some("0".into())));
    // Beside it, all that came, laid out.
    assert!(postback.raw.full().contains("\n    \"VEF\": 1145543450116.04,\n"), "{}", postback.raw.full());
}

#[tokio::test]
async fn a_withdrawals_postback_is_understood() {
    let postback = looked_up(PostbackQuery::Withdrawal("2298635".into()), POSTBACK_WITHDRAWAL).await.unwrap();
    let told = postback.withdrawal().unwrap();
    assert_eq!((told.id.as_str(), &told.status), ("2298635", &WithdrawalStatus::Processed));
    assert_eq!((told.system.as_str(), &told.amount), ("paytm", &Money::inr(decimal("500"))));
    assert_eq!((told.comment.as_ref().map(Text::as_str), told.label.as_str()), (Some("test"), "55"));
    assert_eq!(told.account_number.as_ref().map(|number| number.full().to_owned()), Some("5422222225".to_owned()));
    assert_eq!((&told.account_email, &told.bank_code, &told.payments_provider), (&None, &None, &None));
    let shown = format!("{postback:?} {}", postback.raw.masked());
    assert!(!shown.contains("5422222225") && shown.contains("2225"), "{shown}");
    assert!(postback.raw.full().contains("5422222225"));
}

#[tokio::test]
async fn anothers_postback_is_no_answer() {
    let other = looked_up(PostbackQuery::Withdrawal("2298636".into()), POSTBACK_WITHDRAWAL).await;
    assert!(matches!(other, Err(Fault::Unreadable(_))), "{other:?}");
    let body = r#"{"status":"success","code":20000,"data":{"withdrawals":[{"withdrawal_id":"a","postback":
        {"withdrawal_id":"b","status":1,"amount":1,"currency_code":"INR"}}]}}"#;
    let rows = orders(OrderQuery::Withdrawals(vec!["a".into()]), body).await.unwrap();
    assert_eq!((rows.rows.len(), rows.bad.len()), (0, 1));
}

#[rstest]
#[case("1", Some(true))]
#[case("5", Some(false))]
#[case("\"1\"", Some(true))]
#[case("2", None)]
#[case("0", None)]
#[case("\"PROCESSED\"", None)]
#[case("51", None)]
#[case("1.0", None)]
#[tokio::test]
async fn two_statuses_are_final_and_every_other_is_pending(#[case] status: &str, #[case] happened: Option<bool>) {
    let body = POSTBACK_WITHDRAWAL.replace("\"status\": 1", &format!("\"status\": {status}"));
    let postback = looked_up(PostbackQuery::Withdrawal("2298635".into()), body).await.unwrap();
    let told = postback.withdrawal().unwrap();
    assert_eq!((told.status.happened(), told.status.number()), (happened, status.trim_matches('"')));
}

#[tokio::test]
async fn order_statuses_are_a_postback_or_a_message_each() {
    let rows = orders(OrderQuery::Deposits(vec!["x".into()]), ORDERS_DEPOSITS).await.unwrap();
    assert!(rows.bad.is_empty(), "{:?}", rows.bad);
    let [missing, found] = &rows.rows[..] else { panic!("{rows:?}") };
    assert_eq!(missing.id.as_str(), "autotest51191116971521");
    assert_eq!(missing.found, Found::Nothing("Postback not found".into()));
    let Found::Postback(postback) = &found.found else { panic!("{found:?}") };
    let deposit = postback.deposit().unwrap();
    assert_eq!((deposit.stockpiling.rows.len(), deposit.transactions.rows.len()), (11, 1));
    assert_eq!(deposit.transactions.rows[0].amount.amount.to_string(), "300.00");

    let rows = orders(OrderQuery::Withdrawals(vec!["x".into()]), ORDERS_WITHDRAWALS).await.unwrap();
    let [found] = &rows.rows[..] else { panic!("{rows:?}") };
    let settled = found.settled().unwrap();
    assert_eq!((settled.status.happened(), settled.system.as_str()), (Some(true), "upi_idb"));
}

/// The document's table calls a postback an array, and nothing found may be an empty list.
#[tokio::test]
async fn the_shapes_of_php_are_accepted() {
    let ask = || OrderQuery::Withdrawals(vec!["a".into()]);
    let of =
        |rows: &str| format!(r#"{{"status":"success","message":"","code":20000,"data":{{"withdrawals":{rows}}}}}"#);
    let row = r#"{"withdrawal_id":7,"status":5,"amount":"10","currency_code":"INR","bank_details":[]}"#;
    let rows = orders(ask(), of(&format!(r#"[{{"withdrawal_id":7,"postback":[{row}]}}]"#))).await.unwrap();
    assert_eq!(rows.rows[0].settled().unwrap().status, WithdrawalStatus::Rejected);
    let rows = orders(ask(), of(&format!(r#"{{"0":{{"withdrawal_id":"7","postback":{row}}}}}"#))).await.unwrap();
    assert_eq!((rows.rows.len(), rows.bad.len()), (1, 0));
    let rows =
        orders(ask(), of(r#"[{"withdrawal_id":"7","postback":[],"message":"Postback not found"}]"#)).await.unwrap();
    assert_eq!(rows.rows[0].found, Found::Nothing("Postback not found".into()));
    for nothing in [of("[]"), of("null"), r#"{"status":"success","data":[]}"#.to_owned()] {
        assert_eq!(orders(ask(), nothing).await.unwrap(), Rows::default());
    }
    let neither = orders(ask(), of(r#"[{"withdrawal_id":"7"}]"#)).await.unwrap();
    assert_eq!((neither.rows.len(), neither.bad.len()), (0, 1));
}

#[tokio::test]
async fn deposits_bring_back_what_the_document_says() {
    let done = async |change, body: &str| match told(&change, "200 OK", body).await {
        Outcome::Done(receipt) => receipt,
        other => panic!("not done: {other:?}"),
    };
    assert_eq!(done(transaction(), TRANSACTION).await, Receipt::Transaction { identifier: "6234234234".into() });
    assert_eq!(done(activation(None), OK).await, Receipt::Activated(Activated::Accepted));
    assert_eq!(done(possible(None), POSSIBLE).await, Receipt::Activated(Activated::Accepted));
    let text = "Transaction not found. Possible transaction created".into();
    assert_eq!(done(possible(None), POSSIBLE_CREATED).await, Receipt::Activated(Activated::PossibleCreated { text }));
    assert_eq!(done(payment(), OK).await, Receipt::Payment { redirect: None });
    let id = Text::from(crate::paykassma::intent().to_string());
    assert_eq!(done(withdrawal(), OK).await, Receipt::WithdrawalTaken { id });
}

#[rstest]
#[case(r#"{"status":"ok","redirect_url":"https://pay.example/x?a=1"}"#, Some("https://pay.example/x?a=1"))]
#[case(r#"{"status":"ok","params":{"url":"https://pay.example/x"}}"#, Some("https://pay.example/x"))]
#[case(r#"{"status":"success","code":20000,"data":"https://pay.example/x"}"#, Some("https://pay.example/x"))]
#[case(r#"{"status":"ok","redirect_url":"javascript:alert(1)"}"#, None)]
#[case(r#"{"status":"ok","params":[]}"#, None)]
#[tokio::test]
async fn a_redirect_address_is_told_should_one_come(#[case] body: &str, #[case] address: Option<&str>) {
    let outcome = told(&payment(), "200 OK", body).await;
    let Outcome::Done(Receipt::Payment { redirect }) = outcome else { panic!("{outcome:?}") };
    assert_eq!(redirect.as_ref().map(WebAddress::as_str), address);
}

#[tokio::test]
async fn refusals_of_questions_are_told_in_the_providers_words() {
    let refused = |code: &str, text: &str| Fault::Refused { code: code.into(), text: text.into() };
    assert_eq!(balances(FAIL).await, Err(refused("", "MESSAGE")));
    let Err(Fault::Invalid { code, text, fields }) = balances(ERROR).await else { panic!("no refusal") };
    assert_eq!((code.as_str(), text.as_str()), ("36205", "Data validation error"));
    assert_eq!(fields.of("secret").as_deref(), Some("Wrong secret"));
    let Err(Fault::Invalid { fields, .. }) = balances(ORDERS_FIELDS).await else { panic!("no refusal") };
    let words = "The plugin custom order id field is required when type is deposit.";
    assert_eq!(fields.of("plugin_custom_order_id").as_deref(), Some(words));
}

#[test]
fn a_postback_that_is_sent_is_read_like_one_that_is_looked_up() {
    let zone = Settings::usual_zone();
    let body = r#"{"withdrawal_id":"2298635","status":5,"amount":500,"currency_code":"INR","payment_system":"paytm",
        "signature":"0123456789"}"#;
    let postback = read_postback(body.as_bytes(), &zone).unwrap();
    assert_eq!(postback.withdrawal().unwrap().status, WithdrawalStatus::Rejected);
    assert!(!postback.raw.masked().contains("0123456789"));
    let body =
        r#"{"access_key":"k","signature":"s","label":"55","transactions":[{"amount":1.5,"currency_code":"INR"}]}"#;
    let postback = read_postback(body.as_bytes(), &zone).unwrap();
    assert_eq!(postback.deposit().unwrap().transactions.rows[0].amount, Money::inr(decimal("1.5")));
    for wrong in ["", "[1]", "{", "null", "<html>"] {
        assert!(read_postback(wrong.as_bytes(), &zone).is_err(), "{wrong}");
    }
}
