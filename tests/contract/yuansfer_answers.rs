//! What is understood of Yuansfer's answers: the document's own, word for word, and what a list or an inquiry may hold.

use paytop::domain::{
    Currency, Data, Fault, Inquiry, Money, Outcome, Payee, PayoutAccounts, Read, Receipt, Rows, TransferFound,
    TransferStatus,
};
use rstest::rstest;

use crate::stub::{Reaction, Stub, response};
use crate::yuansfer::{
    ACCOUNT, ACCOUNTS, INQUIRY, REGISTER, RETRIEVE, TRANSFER, UPDATE, account, asked, client, decimal, invoice,
    registration, told, transfer, update,
};

async fn payee(body: &str) -> Result<Payee, Fault> {
    match asked(Read::Payee("2000305228303182610217".into()), body).await? {
        Data::Payee(payee) => Ok(*payee),
        other => panic!("no payee: {other:?}"),
    }
}

async fn accounts(body: &str) -> Result<PayoutAccounts, Fault> {
    match asked(Read::PayoutAccounts("2000305228292319592008".into()), body).await? {
        Data::PayoutAccounts(accounts) => Ok(accounts),
        other => panic!("no accounts: {other:?}"),
    }
}

async fn inquiry(body: &str) -> Result<Inquiry, Fault> {
    match asked(Read::Transfers(vec![invoice()]), body).await? {
        Data::Transfers(mut found) => Ok(found.remove(0)),
        other => panic!("no transfers: {other:?}"),
    }
}

#[tokio::test]
async fn the_documents_payee() {
    let found = payee(RETRIEVE).await.unwrap();
    assert_eq!(found.no.as_str(), "2000305228303182610217");
    assert_eq!(found.name(), "John Doe");
    assert!(found.status.as_ref().unwrap().is_activated());
    assert_eq!(found.phone.as_ref().unwrap().full(), "1234567890");
    assert_eq!(found.created, Some("2023-02-13T11:45:37Z".parse().unwrap()));
    assert_eq!(found.updated, Some("2023-02-13T11:46:37Z".parse().unwrap()));
    let texts = [&found.code, &found.profile, &found.date_of_birth, &found.country, &found.state, &found.city];
    let texts: Vec<&str> = texts.into_iter().map(|text| text.as_ref().unwrap().as_str()).collect();
    assert_eq!(texts, ["1665425123", "INDIVIDUAL", "1999-01-01", "US", "NY", "hometown"]);
    assert_eq!(found.zip.as_ref().unwrap().as_str(), "10005");
    // What is known of them can be sent back as it is.
    assert_eq!(found.details().unwrap().check(jiff::civil::date(2026, 11, 25)), Ok(()));
}

#[tokio::test]
async fn the_documents_accounts() {
    let found = accounts(ACCOUNTS).await.unwrap();
    assert_eq!((found.payee.unwrap().as_str(), found.name.as_str()), ("2000305228292319592008", "John Doe"));
    let Rows { rows, bad } = found.accounts;
    assert_eq!((rows.len(), bad.len()), (1, 0));
    assert_eq!(rows[0].token.as_str(), "2010305228303182765718");
    assert_eq!(rows[0].masked(), "••••3298");
    assert_eq!(rows[0].currency, Some(Currency::new("USD")));
    assert!(rows[0].status.is_activated());
    assert_eq!(rows[0].created, Some("2023-02-13T11:48:13Z".parse().unwrap()));
}

#[tokio::test]
async fn the_documents_receipts() {
    let done = |outcome| match outcome {
        Outcome::Done(receipt) => receipt,
        other => panic!("not done: {other:?}"),
    };
    let receipt = done(told(&registration(), "200 OK", REGISTER).await);
    assert_eq!(receipt, Receipt::PayeeRegistered { payee: "2000305228292319592008".into() });
    assert_eq!(done(told(&update(), "200 OK", UPDATE).await), Receipt::Nothing);
    let added = paytop::domain::Change::AddBankAccount(Box::new(account()));
    let Receipt::AccountAdded(added) = done(told(&added, "200 OK", ACCOUNT).await) else { panic!("no account") };
    assert_eq!((added.token.as_str(), added.kind.as_str()), ("2010305228303182765718", "BANK_ACCOUNT"));
    assert!(added.status.is_activated() && added.ending.is_none());
    let Receipt::Transfer(taken) = done(told(&transfer(), "200 OK", TRANSFER).await) else { panic!("no transfer") };
    assert_eq!((taken.invoice, taken.number.as_str()), (invoice(), "305588797074336092"));
    assert_eq!(taken.amount, Money::new(decimal("500.00"), Currency::new("USD")));
    assert_eq!((taken.status, taken.created), (TransferStatus::Pending, Some("2023-02-13T11:58:59Z".parse().unwrap())));
}

#[tokio::test]
async fn an_inquiry_finds_a_transfer() {
    let found = inquiry(INQUIRY).await.unwrap();
    let transfer = found.transfer().unwrap();
    assert_eq!(found.invoice, invoice());
    assert_eq!(transfer.status, TransferStatus::Success);
    assert_eq!(transfer.receiver.as_ref().unwrap().as_str(), "john@example.com");
}

/// The document names four; the vendor's other pages six more. Nothing but the four says how it ended.
#[rstest]
#[case("pending", None)]
#[case("SUCCESS", Some(true))]
#[case("Failed", Some(false))]
#[case("returned", Some(false))]
#[case("completed", None)]
#[case("refunded", None)]
#[case("reversed", None)]
#[case("unclaimed", None)]
#[case("onhold", None)]
#[case("blocked", None)]
#[case("<script>", None)]
#[tokio::test]
async fn every_status_is_kept_and_few_are_an_end(#[case] status: &str, #[case] happened: Option<bool>) {
    let body = INQUIRY.replace("\"status\":\"success\"", &format!("\"status\":\"{status}\""));
    let found = inquiry(&body).await.unwrap();
    let transfer = found.transfer().unwrap();
    assert_eq!(transfer.status.happened(), happened);
    assert!(transfer.status.word().eq_ignore_ascii_case(status));
    assert_eq!(transfer.status.is_final(), happened.is_some());
}

#[tokio::test]
async fn an_unknown_invoice_is_no_fault_and_settles_nothing() {
    let body = r#"{"ret_msg":"Parameter No Related Information","ret_code":"000021"}"#;
    let found = inquiry(body).await.unwrap();
    let TransferFound::Unknown(words) = &found.found else { panic!("{found:?}") };
    assert!(words.as_str().starts_with("Parameter No Related Information"), "{words}");
    assert_eq!(found.transfer(), None);
}

#[rstest]
#[case(INQUIRY.replace("9aae4c685d824c5da746f97620c59eb5", "1aae4c685d824c5da746f97620c59eb5"))]
#[case(INQUIRY.replace("\"status\":\"success\",", ""))]
#[case(INQUIRY.replace("\"500.00\"", "\"five\""))]
#[case(INQUIRY.replace("\"500.00\"", "null"))]
#[case(INQUIRY.replace("\"currency\":\"USD\",", ""))]
#[case(r#"{"ret_msg":"success","ret_code":"000100"}"#.to_owned())]
#[case(r#"{"ret_msg":"success","ret_code":"000100","result":[]}"#.to_owned())]
#[tokio::test]
async fn an_inquiry_that_says_nothing_is_a_fault(#[case] body: String) {
    let fault = inquiry(&body).await.unwrap_err();
    assert!(matches!(fault, Fault::Unreadable(_)), "{fault:?}");
}

/// A stub that answers every inquiry by what was asked.
async fn answering(answer: impl Fn(&str) -> Reaction + Send + Sync + 'static) -> Stub {
    Stub::start(move |request| answer(request.json()["invoiceId"].as_str().unwrap())).await
}

fn say(status: &str, body: &str) -> Reaction {
    Reaction::Say(response(status, "Content-Type: application/json\r\n", body.as_bytes()))
}

async fn many(stub: &Stub, ids: &[&str]) -> Result<Vec<Inquiry>, Fault> {
    let read = Read::Transfers(ids.iter().map(|id| (*id).into()).collect());
    match client(stub).reads.read(&read).await?.data {
        Data::Transfers(found) => Ok(found),
        other => panic!("no transfers: {other:?}"),
    }
}

#[tokio::test]
async fn each_of_many_answers_for_itself_and_in_its_place() {
    let stub = answering(|id| match id {
        "b" => say("200 OK", r#"{"ret_msg":"","ret_code":"000021"}"#),
        "c" => say("200 OK", "<html>"),
        "d" => say("503 Service Unavailable", ""),
        "e" => Reaction::Cut(Vec::new()),
        id => say("200 OK", &INQUIRY.replace("9aae4c685d824c5da746f97620c59eb5", id)),
    });
    let stub = stub.await;
    let found = many(&stub, &["a", "b", "c", "d", "e", "f"]).await.unwrap();
    let ids: Vec<&str> = found.iter().map(|inquiry| inquiry.invoice.as_str()).collect();
    assert_eq!(ids, ["a", "b", "c", "d", "e", "f"]);
    assert!(found[0].transfer().is_some() && found[5].transfer().is_some());
    assert!(matches!(found[1].found, TransferFound::Unknown(_)));
    assert!(found[2..5].iter().all(|inquiry| matches!(inquiry.found, TransferFound::Fault(_))), "{found:?}");
    assert_eq!(stub.seen().len(), 6);
}

#[tokio::test]
async fn where_the_way_is_closed_the_rest_is_not_asked() {
    let stub = answering(|id| match id {
        "a" => say("200 OK", &INQUIRY.replace("9aae4c685d824c5da746f97620c59eb5", "a")),
        _ => say("429 Too Many Requests", ""),
    });
    let stub = stub.await;
    let found = many(&stub, &["a", "b", "c", "d"]).await.unwrap();
    assert_eq!(stub.seen().len(), 2);
    let limited = TransferFound::Fault(Fault::RateLimited { retry_after: None });
    assert!(found[0].transfer().is_some());
    assert!(found[1..].iter().all(|inquiry| inquiry.found == limited), "{found:?}");
}

#[tokio::test]
async fn where_nothing_is_learned_the_question_is_the_fault() {
    let stub = answering(|_| say("429 Too Many Requests", "")).await;
    assert_eq!(many(&stub, &["a", "b"]).await.unwrap_err(), Fault::RateLimited { retry_after: None });
    let none = many(&stub, &[]).await.unwrap();
    assert!(none.is_empty());
}

#[tokio::test]
async fn no_more_than_fifty_are_asked_for_at_once() {
    let stub = answering(|id| say("200 OK", &INQUIRY.replace("9aae4c685d824c5da746f97620c59eb5", id))).await;
    let names: Vec<String> = (0..60).map(|number| format!("n{number}")).collect();
    let found = many(&stub, &names.iter().map(String::as_str).collect::<Vec<_>>()).await.unwrap();
    assert_eq!((stub.seen().len(), found.len()), (50, 60));
    assert!(found[50..].iter().all(|inquiry| matches!(inquiry.found, TransferFound::Fault(Fault::Withheld(_)))));
}

#[tokio::test]
async fn a_bad_account_loses_only_itself() {
    let body = r#"{"ret_code":"000100","ret_msg":"success","accounts":[7,{"accountTag":"x"},
        {"accountToken":"t1","status":"DEACTIVATED","cardNumber":"1234567890123456"},{"accountToken":7}]}"#;
    let found = accounts(body).await.unwrap();
    assert_eq!(found.accounts.bad.len(), 2, "{:?}", found.accounts.bad);
    let tokens: Vec<&str> = found.accounts.rows.iter().map(|row| row.token.as_str()).collect();
    assert_eq!(tokens, ["t1", "7"]);
    assert!(!found.accounts.rows[0].status.is_activated());
    // Should the provider tell a whole number once, no more than its end is kept.
    assert!(!format!("{found:?}").contains("1234567890123456"));
    assert_eq!(found.accounts.rows[0].masked(), "••••3456");
}

#[tokio::test]
async fn a_payee_without_accounts_has_an_empty_list() {
    for body in [
        r#"{"ret_code":"000100","ret_msg":"success","accounts":[]}"#,
        r#"{"ret_code":"000100","ret_msg":"success","accounts":null}"#,
        r#"{"ret_code":"000100","ret_msg":"success"}"#,
    ] {
        assert_eq!(accounts(body).await.unwrap().accounts, Rows::default());
    }
}

#[tokio::test]
async fn another_payee_than_was_asked_for_is_none() {
    let fault = payee(&RETRIEVE.replace("2000305228303182610217", "2000305228303182610218")).await.unwrap_err();
    assert!(matches!(fault, Fault::Unreadable(_)), "{fault:?}");
}

#[tokio::test]
async fn hostile_text_is_made_harmless() {
    let body = RETRIEVE.replace("\"John\"", "\"Jo\\u001b[31mhn\\u202e\"");
    let found = payee(&body).await.unwrap();
    assert_eq!(found.first_name.unwrap().as_str(), "Jo[31mhn");
}
