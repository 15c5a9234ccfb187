//! What becomes of a change by every answer there can be, and that the token comes back nowhere.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use paytop::domain::{Change, Fault, Outcome, Read, Receipt, Rejection, RetCode, TransferStatus};
use rstest::rstest;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::stub::{Reaction, Stub, response};
use crate::yuansfer::{
    ACCOUNT, ACCOUNTS, ANSWERS, INQUIRY, REGISTER, TOKEN, TRANSFER, UPDATE, changes, client, open, reads, settings,
    tell, told, transfer,
};

/// The answer that each change is done by.
fn well(change: &Change) -> &'static str {
    match change {
        Change::RegisterPayee(_) => REGISTER,
        Change::UpdatePayee { .. } => UPDATE,
        Change::AddBankAccount(_) => ACCOUNT,
        _ => TRANSFER,
    }
}

fn coded(code: &str, words: &str) -> String {
    format!(r#"{{"ret_msg":"{words}","ret_code":"{code}"}}"#)
}

/// The document's appendix: what certainly was not done, and what nobody knows.
#[rstest]
#[case("000020", "Parameter Null Error", true)]
#[case("000021", "Parameter No Related Information", true)]
#[case("000022", "Parameters Do Not Match", true)]
#[case("000023", "Parameter Value Error", true)]
#[case("000030", "No Rights / Access Denied", true)]
#[case("000040", "Account balance is not sufficient", true)]
#[case("000000", "System Error", false)]
#[case("000080", "Supplier System's Error", false)]
#[case("000099", "Something new", false)]
#[case("", "", false)]
#[tokio::test]
async fn every_code_is_a_refusal_or_unknown(#[case] code: &str, #[case] words: &str, #[case] refused: bool) {
    for status in ["200 OK", "400 Bad Request", "422 Unprocessable Content"] {
        for change in changes() {
            let outcome = told(&change, status, coded(code, words)).await;
            match &outcome {
                Outcome::Rejected(Rejection::Refused { code: told, .. }) => assert!(refused && told.as_str() == code),
                Outcome::Unconfirmed(_) => assert!(!refused, "{status}: {outcome:?}"),
                _ => panic!("{status}: {outcome:?}"),
            }
        }
    }
}

/// Where the provider has a transfer by that invoice id already, it may have been paid: were it taken for refused, it could
/// be tried again by another id, and be paid twice.
#[rstest]
#[case("invoiceId already exists")]
#[case("Duplicate invoice")]
#[tokio::test]
async fn an_invoice_id_that_is_known_already_is_no_refusal(#[case] words: &str) {
    for status in ["200 OK", "400 Bad Request", "422 Unprocessable Content"] {
        let outcome = told(&transfer(), status, coded("000023", words)).await;
        assert!(matches!(outcome, Outcome::Unconfirmed(Fault::Trouble { .. })), "{status}: {outcome:?}");
    }
    // A customer code that is used already registers nobody.
    for change in changes().into_iter().filter(|change| matches!(change, Change::RegisterPayee(_))) {
        let outcome = told(&change, "200 OK", coded("000023", words)).await;
        assert!(matches!(outcome, Outcome::Rejected(_)), "{outcome:?}");
    }
}

/// The operator reads what it means and what to do, beside the provider's own words.
#[tokio::test]
async fn a_code_is_told_in_plain_words() {
    let outcome = told(&transfer(), "200 OK", coded("000040", "Account balance is not sufficient")).await;
    let Outcome::Rejected(rejection) = outcome else { panic!("{outcome:?}") };
    let words = rejection.words();
    for part in ["Account balance is not sufficient", RetCode::BalanceTooLow.plain(), "Pay in there", "000040"] {
        assert!(words.contains(part), "{part} in {words}");
    }
    let outcome = told(&transfer(), "200 OK", coded("000080", "Supplier System's Error")).await;
    let Outcome::Unconfirmed(fault) = outcome else { panic!("{outcome:?}") };
    assert!(
        fault.to_string().contains("000080") && fault.advice().contains("before anything is sent again"),
        "{fault}"
    );
}

/// A wrong signature is told as such, so that `paytop check` can say who was not let in.
#[tokio::test]
async fn who_is_not_let_in_is_told_so() {
    let stub = Stub::answering(coded("000030", "No Rights / Access Denied")).await;
    for read in reads() {
        let fault = client(&stub).reads.read(&read).await.unwrap_err();
        assert!(matches!(fault, Fault::NotLetIn { .. }), "{fault:?}");
        assert!(fault.to_string().contains("signature") && fault.advice().contains("config"), "{fault}");
    }
}

#[tokio::test]
async fn what_the_document_calls_done_is_done() {
    for change in changes() {
        let outcome = told(&change, "200 OK", well(&change)).await;
        assert!(matches!(outcome, Outcome::Done(_)), "{outcome:?}");
    }
}

/// A success that comes as a refusal contradicts itself, and so does a refusal that brings a result or says success.
#[tokio::test]
async fn a_contradiction_is_unconfirmed() {
    for change in changes() {
        let outcome = told(&change, "400 Bad Request", well(&change)).await;
        assert!(matches!(outcome, Outcome::Unconfirmed(Fault::Status(400))), "{outcome:?}");
        let outcome = told(&change, "200 OK", coded("000040", "success")).await;
        assert!(matches!(outcome, Outcome::Unconfirmed(_)), "{outcome:?}");
    }
    let outcome = told(&transfer(), "200 OK", TRANSFER.replace("000100", "000040")).await;
    assert!(matches!(outcome, Outcome::Unconfirmed(_)), "{outcome:?}");
}

#[rstest]
#[case("\"500.00\"", "\"5000.00\"")]
#[case("\"500.00\"", "\"\"")]
#[case("\"USD\"", "\"EUR\"")]
#[case("9aae4c685d824c5da746f97620c59eb5", "1aae4c685d824c5da746f97620c59eb5")]
#[case("\"status\"", "\"state\"")]
#[case("\"result\"", "\"results\"")]
#[tokio::test]
async fn a_transfer_that_is_not_the_one_sent_is_unconfirmed(#[case] from: &str, #[case] to: &str) {
    let body = TRANSFER.replace(from, to);
    assert_ne!(body, TRANSFER);
    let outcome = told(&transfer(), "200 OK", body).await;
    assert!(matches!(outcome, Outcome::Unconfirmed(Fault::Unreadable(_))), "{outcome:?}");
}

#[rstest]
#[case("pending", TransferStatus::Pending)]
#[case("SUCCESS", TransferStatus::Success)]
#[case("Returned", TransferStatus::Returned)]
#[case("onhold", TransferStatus::Other("onhold".into()))]
#[tokio::test]
async fn a_transfer_that_was_taken_on_says_how_far_it_is(#[case] word: &str, #[case] status: TransferStatus) {
    let outcome = told(&transfer(), "200 OK", TRANSFER.replace("pending", word)).await;
    let Outcome::Done(Receipt::Transfer(taken)) = &outcome else { panic!("{outcome:?}") };
    assert_eq!(taken.status, status);
}

/// "This payout request has failed, so funds were not deducted".
#[tokio::test]
async fn a_transfer_that_failed_at_once_is_a_refusal() {
    let outcome = told(&transfer(), "200 OK", TRANSFER.replace("pending", "FAILED")).await;
    let Outcome::Rejected(Rejection::Refused { code, .. }) = &outcome else { panic!("{outcome:?}") };
    assert_eq!(code.as_str(), "failed");
}

#[rstest]
#[case("")]
#[case("null")]
#[case("[]")]
#[case("{}")]
#[case("\"success\"")]
#[case("{\"ret_code\":\"000100\"")]
#[case("{\"ret_code\":null}")]
#[case("{\"ret_code\":[]}")]
#[case("{\"ret_code\":100}")]
#[case("{\"ret_code\":\"000040\",\"ret_code\":\"000100\"}")]
#[case("<!DOCTYPE html><title>Sign in</title>")]
#[case("{\"message\":\"Server Error\"}")]
#[tokio::test]
async fn what_cannot_be_understood_is_unconfirmed(#[case] body: &str) {
    for status in ["200 OK", "400 Bad Request", "422 Unprocessable Content"] {
        for change in changes() {
            let outcome = told(&change, status, body).await;
            assert!(matches!(outcome, Outcome::Unconfirmed(_)), "{status}: {outcome:?}");
        }
    }
}

#[rstest]
#[case("401 Unauthorized")]
#[case("403 Forbidden")]
#[case("404 Not Found")]
#[case("405 Method Not Allowed")]
#[case("429 Too Many Requests")]
#[tokio::test]
async fn a_refusal_of_the_http_layer_is_a_rejection(#[case] status: &str) {
    for change in changes() {
        let outcome = told(&change, status, well(&change)).await;
        assert!(matches!(outcome, Outcome::Rejected(Rejection::Status(_))), "{outcome:?}");
    }
}

#[rstest]
#[case("302 Found")]
#[case("402 Payment Required")]
#[case("408 Request Timeout")]
#[case("409 Conflict")]
#[case("500 Internal Server Error")]
#[case("502 Bad Gateway")]
#[case("503 Service Unavailable")]
#[tokio::test]
async fn any_other_status_is_unconfirmed_whatever_it_says(#[case] status: &str) {
    for body in [TRANSFER.to_owned(), coded("000040", "Account balance is not sufficient"), String::new()] {
        for change in changes() {
            let outcome = told(&change, status, &body).await;
            assert!(matches!(outcome, Outcome::Unconfirmed(_)), "{outcome:?}");
        }
    }
}

#[tokio::test]
async fn nothing_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    for change in changes() {
        let outcome = tell(&open(settings(&url)), &change).await;
        assert!(matches!(outcome, Outcome::Rejected(Rejection::NeverSent(_))), "{outcome:?}");
    }
}

#[tokio::test]
async fn no_answer_in_time_is_unconfirmed_and_nobody_knocks_again() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = open(settings(&format!("http://{}", listener.local_addr().unwrap())));
    let paid = tokio::spawn(async move { tell(&client, &transfer()).await });
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut request = Vec::new();
    while !request.ends_with(b"\"}") {
        stream.read_buf(&mut request).await.unwrap();
    }
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"ret_cod").await.unwrap();
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(31)).await;
    let outcome = paid.await.unwrap();
    assert!(matches!(outcome, Outcome::Unconfirmed(Fault::Timeout { .. })), "{outcome:?}");
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).await.unwrap();
    assert!(rest.is_empty());
}

#[tokio::test]
async fn a_change_leaves_once() {
    for reaction in
        [Reaction::Cut(Vec::new()), Reaction::Say(response("503 Service Unavailable", "Retry-After: 0\r\n", b""))]
    {
        let stub = Stub::always(reaction).await;
        for change in changes() {
            let outcome = tell(&client(&stub), &change).await;
            assert!(matches!(outcome, Outcome::Unconfirmed(_)), "{outcome:?}");
        }
        assert_eq!(stub.seen().len(), changes().len());
    }
}

#[tokio::test]
async fn a_read_only_client_has_nothing_to_send_a_change_with() {
    let stub = Stub::answering(TRANSFER).await;
    let client = paytop::providers::yuansfer::open(settings(&stub.url()), None).unwrap();
    assert!(client.changes.is_none());
}

fn assert_harmless(told: &str) {
    for secret in [TOKEN, "7861053298", "127.0.0.1:"] {
        assert!(!told.contains(secret), "{secret} in {told}");
    }
}

/// The token never leaves; should the provider say it all the same, it is in no fault and no answer.
#[tokio::test]
async fn the_token_comes_back_nowhere() {
    let mut bodies: Vec<String> = ["000040", "000080", "000030", "000100", "000021", TOKEN]
        .iter()
        .flat_map(|code| [coded(code, &format!("token {TOKEN} x")), coded(code, TOKEN)])
        .collect();
    bodies.push(format!("<html>{TOKEN}"));
    bodies.push(format!("{{\"{TOKEN}"));
    for sample in ANSWERS.iter().chain([&INQUIRY]) {
        for word in ["John", "Doe", "pending", "activated", "success", "BANK_ACCOUNT", "1a52692711"] {
            bodies.push(sample.replace(word, TOKEN));
        }
    }
    let said: Arc<Mutex<Vec<u8>>> = Arc::default();
    let stub = Stub::start({
        let said = Arc::clone(&said);
        move |_| Reaction::Say(said.lock().unwrap().clone())
    });
    let client = client(&stub.await);
    for (status, body) in bodies.iter().flat_map(|body| [("200 OK", body), ("400 Bad Request", body)]) {
        *said.lock().unwrap() = response(status, &format!("Content-Type: text/{TOKEN}\r\n"), body.as_bytes());
        for read in reads() {
            match client.reads.read(&read).await {
                Ok(answer) => assert_harmless(&format!("{answer:?}")),
                Err(fault) => assert_harmless(&format!("{fault:?} {fault}")),
            }
        }
        for change in changes() {
            match tell(&client, &change).await {
                Outcome::Rejected(rejection) => assert_harmless(&format!("{rejection:?} {}", rejection.words())),
                outcome => assert_harmless(&format!("{outcome:?}")),
            }
        }
    }
    assert_harmless(&format!("{:?}", settings("https://api.example.com")));
}

/// Nor does the log, at its most talkative, tell it, or an account number, or a phone.
#[tokio::test]
async fn the_log_tells_it_neither() {
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);
    impl std::io::Write for Log {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    tracing::info!("the log works");
    for body in [TRANSFER, UPDATE, "<html>"] {
        let stub = Stub::answering(body).await;
        let client = client(&stub);
        for read in reads() {
            let _ = client.reads.read(&read).await;
        }
        for change in changes() {
            let _ = tell(&client, &change).await;
        }
    }
    let written = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(written.contains("the log works"));
    for secret in [TOKEN, "7861053298", "1234567890", "john@"] {
        assert!(!written.contains(secret), "{secret} in {written}");
    }
}

/// Any sample as the answer to any question: data of its own kind, or a fault.
#[tokio::test]
async fn an_answer_to_another_question_is_none() {
    use paytop::domain::Data;
    for body in ANSWERS.iter().chain([&INQUIRY, &ACCOUNTS]) {
        let stub = Stub::answering(body).await;
        for read in reads() {
            let answer = client(&stub).reads.read(&read).await.map(|answer| answer.data);
            let fits = match (&read, &answer) {
                (_, Err(_)) => true,
                (Read::Payee(_), Ok(data)) => matches!(data, Data::Payee(_)),
                (Read::PayoutAccounts(_), Ok(data)) => matches!(data, Data::PayoutAccounts(_)),
                (Read::Transfers(_), Ok(data)) => matches!(data, Data::Transfers(_)),
                _ => false,
            };
            assert!(fits, "{read:?}: {answer:?}");
        }
    }
}
