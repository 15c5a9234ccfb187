//! What becomes of a change by every answer there can be, and that no secret ever comes back.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use paytop::domain::{Activated, Change, Data, Fault, Outcome, Read, Receipt, Rejection};
use paytop::providers::http;
use rstest::rstest;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::paykassma::{
    ANSWERS, FAIL, INSUFFICIENT, OK, POSSIBLE_CREATED, POSSIBLE_FIELDS, PRIVATE_KEY, SECRET, activation, changes,
    client, open, possible, reads, settings, tell, told, transaction, withdrawal,
};
use crate::stub::{Reaction, Stub, response};

const CHECK: &str = "Check of deposit status started. The operation may take longer than expected. Once checked the \
                     funds will credit to you account";

/// A refusal that is decoded is one with 200, and with the two statuses frameworks send refusals with.
#[rstest]
#[case(FAIL, "refused: MESSAGE")]
#[case(r#"{"status":"fail"}"#, "refused without a reason")]
#[case(r#"{"status":"fail","message":["a","b"]}"#, "refused: a, b")]
#[case(r#"{"status":"fail","message":7}"#, "refused: 7")]
#[case(r#"{"status":"fail","code":42,"message":"no"}"#, "refused: no (code 42)")]
#[case(INSUFFICIENT, "refused: withdrawals_sum_amount: Insufficient balance")]
#[case(POSSIBLE_FIELDS, "refused: key1: Transaction field has wrong length")]
#[case(
    r#"{"status":"fail","message":{"bank_details":{"bank_code":["wrong"]},"amount":"a text"}}"#,
    "refused: bank_details.bank_code: wrong; amount: a text"
)]
#[case(
    r#"{"status":"error","code":30228,"errors":{"target":"","code":36205,"message":"Wrong secret"},"error_message":"Data validation error"}"#,
    "refused: Data validation error: Wrong secret (code 36205)"
)]
#[case(r#"{"status":"error","error_message":"Down"}"#, "refused: Down")]
#[case(
    r#"{"status":"error","errors":[{"target":"label","message":"too long"},{"target":"amount","message":"too small"}]}"#,
    "refused: label: too long; amount: too small"
)]
#[tokio::test]
async fn a_decoded_refusal_is_a_rejection(#[case] body: &str, #[case] words: &str) {
    for status in ["200 OK", "201 Created", "400 Bad Request", "422 Unprocessable Content"] {
        for change in changes() {
            let outcome = told(&change, status, body).await;
            let Outcome::Rejected(rejection) = &outcome else { panic!("{status}: {outcome:?}") };
            assert_eq!(rejection.words(), words, "{status}");
        }
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_field_is_told_at_the_field() {
    let outcome = told(&withdrawal(), "200 OK", INSUFFICIENT).await;
    let fields = outcome.fields().unwrap();
    assert!(fields.is_insufficient_balance());
    assert_eq!(fields.of("withdrawals_sum_amount").as_deref(), Some("Insufficient balance"));
    assert_eq!(outcome.code(), None);
    let echo = r#"{"status":"fail","message":{"account_number":["9876543210 is not valid"]}}"#;
    let outcome = told(&withdrawal(), "422 Unprocessable Content", echo).await;
    assert!(!format!("{outcome:?}").contains("9876543210"), "{outcome:?}");
}

/// Where the provider has a withdrawal by that id already, it may have been paid: were it taken for refused, it could be
/// tried again by another id, and be paid twice.
#[rstest]
#[case(r#"{"status":"fail","message":{"withdrawal_id":["The withdrawal id has already been taken."]}}"#)]
#[case(r#"{"status":"fail","message":{"withdrawal_id":["Duplicate"],"amount":["too small"]}}"#)]
#[case(r#"{"status":"fail","message":"Withdrawal already exists"}"#)]
#[case(r#"{"status":"error","code":1,"errors":{"target":"withdrawal_id","message":"must be unique"}}"#)]
#[tokio::test]
async fn an_id_that_is_known_already_is_no_refusal(#[case] body: &str) {
    for status in ["200 OK", "400 Bad Request", "422 Unprocessable Content"] {
        let outcome = told(&withdrawal(), status, body).await;
        assert!(matches!(outcome, Outcome::Unconfirmed(Fault::Trouble { .. })), "{status}: {outcome:?}");
        // Of a transaction no money goes out.
        let outcome = told(&transaction(), status, body).await;
        assert!(matches!(outcome, Outcome::Rejected(_)), "{status}: {outcome:?}");
    }
}

/// Nobody knows what became of a change whose answer is none.
#[rstest]
#[case("")]
#[case("{}")]
#[case("null")]
#[case("[]")]
#[case("\"ok\"")]
#[case("OK")]
#[case("<html>Sign in</html>")]
#[case(r#"{"status":null}"#)]
#[case(r#"{"status":true}"#)]
#[case(r#"{"status":["ok"]}"#)]
#[case(r#"{"status":"OK"}"#)]
#[case(r#"{"status":"pending"}"#)]
#[case(r#"{"status":"failed","message":"no"}"#)]
#[case(r#"{"status":"ok","status":"fail","message":"no"}"#)]
#[case(r#"{"status":"fail","message":"no""#)]
#[case(r#"{"status":"success","code":40000,"data":[]}"#)]
#[case(r#"{"message":"Server Error"}"#)]
#[tokio::test]
async fn what_cannot_be_understood_is_unconfirmed(#[case] body: &str) {
    for status in ["200 OK", "400 Bad Request", "422 Unprocessable Content"] {
        for change in changes() {
            let outcome = told(&change, status, body).await;
            assert!(matches!(outcome, Outcome::Unconfirmed(_)), "{status}: {outcome:?}");
        }
    }
}

/// A success that comes as a refusal contradicts itself, and one that lacks what it is about says nothing.
#[tokio::test]
async fn a_success_that_is_none_is_unconfirmed() {
    for status in ["400 Bad Request", "422 Unprocessable Content"] {
        for change in changes() {
            let outcome = told(&change, status, OK).await;
            assert!(matches!(outcome, Outcome::Unconfirmed(Fault::Status(_))), "{outcome:?}");
        }
    }
    let outcome = told(&transaction(), "200 OK", OK).await;
    assert!(matches!(outcome, Outcome::Unconfirmed(Fault::Unreadable(_))), "{outcome:?}");
    let outcome = told(&withdrawal(), "200 OK", POSSIBLE_CREATED).await;
    assert!(matches!(outcome, Outcome::Unconfirmed(Fault::Unreadable(_))), "{outcome:?}");
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
        let outcome = told(&change, status, "Not found").await;
        assert!(matches!(outcome, Outcome::Rejected(Rejection::Status(_))), "{outcome:?}");
    }
}

#[rstest]
#[case("302 Found")]
#[case("408 Request Timeout")]
#[case("409 Conflict")]
#[case("500 Internal Server Error")]
#[case("502 Bad Gateway")]
#[tokio::test]
async fn any_other_status_is_unconfirmed_whatever_it_says(#[case] status: &str) {
    for body in [FAIL, OK, INSUFFICIENT] {
        let outcome = told(&withdrawal(), status, body).await;
        assert!(matches!(outcome, Outcome::Unconfirmed(_)), "{outcome:?}");
    }
}

#[tokio::test]
async fn a_404_is_explained_by_the_secret_and_the_address_of_the_caller() {
    let stub = Stub::always(Reaction::Say(response("404 Not Found", "", b"Not found"))).await;
    for read in reads() {
        let fault = client(&stub).reads.read(&read).await.unwrap_err();
        assert_eq!(fault, Fault::UnknownCaller { by_secret: true });
    }
    let words = format!("{}", Fault::UnknownCaller { by_secret: true });
    assert!(words.contains("secret") && words.contains("IP address"), "{words}");
    let advice = Fault::UnknownCaller { by_secret: true }.advice();
    assert!(advice.contains("secret") && advice.contains("IP address"), "{advice}");
    // A withdrawal carries no secret that could be wrong.
    let outcome = tell(&client(&stub), &withdrawal()).await;
    let Outcome::Rejected(Rejection::Status(fault)) = outcome else { panic!("{outcome:?}") };
    assert!(!fault.to_string().contains("secret") && fault.to_string().contains("IP address"), "{fault}");
}

/// The document: "you will see error 400" with these words, in a shape it does not show.
#[tokio::test]
async fn a_check_that_was_started_is_a_state_of_its_own() {
    let bodies = [
        format!(r#"{{"status":"fail","message":"{CHECK}"}}"#),
        format!(r#"{{"status":"fail","message":{{"key1":["{CHECK}"]}}}}"#),
        format!(r#"{{"status":"error","code":400,"errors":{{"message":"{CHECK}"}}}}"#),
        format!(r#"{{"status":"error","code":400,"error_message":"{CHECK}"}}"#),
    ];
    for change in [activation(None), possible(None)] {
        for status in ["400 Bad Request", "200 OK"] {
            for body in &bodies {
                let outcome = told(&change, status, body).await;
                let Outcome::Done(Receipt::Activated(Activated::CheckStarted { text })) = outcome else {
                    panic!("{status}, {body}: {outcome:?}")
                };
                assert!(text.as_str().starts_with("Check of deposit status started"), "{text}");
            }
        }
        let outcome = told(&change, "400 Bad Request", CHECK).await;
        assert!(matches!(outcome, Outcome::Done(Receipt::Activated(Activated::CheckStarted { .. }))), "{outcome:?}");
        // With 200 those words alone are no answer of this API.
        assert!(matches!(told(&change, "200 OK", CHECK).await, Outcome::Unconfirmed(_)));
    }
    // Elsewhere they are a refusal like any other.
    assert!(matches!(told(&withdrawal(), "400 Bad Request", &bodies[0]).await, Outcome::Rejected(_)));
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
    let paid = tokio::spawn(async move { tell(&client, &withdrawal()).await });
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut request = Vec::new();
    while !request.ends_with(b"\"}") {
        stream.read_buf(&mut request).await.unwrap();
    }
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"status\":").await.unwrap();
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(31)).await;
    let outcome = paid.await.unwrap();
    assert!(matches!(outcome, Outcome::Unconfirmed(Fault::Timeout { .. })), "{outcome:?}");
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).await.unwrap();
    assert!(rest.is_empty());
}

/// Every way an address writes the secret, and what of it must be nowhere.
fn forms() -> Vec<String> {
    let url = reqwest::Url::parse_with_params("http://localhost", [("secret", SECRET)]).unwrap();
    let encoded = url.query().unwrap().trim_start_matches("secret=").to_owned();
    vec![SECRET.to_owned(), encoded.replace('+', "%20"), encoded.to_lowercase(), SECRET.replace('/', "\\/"), encoded]
}

/// What came back, however it is printed.
fn printed(outcome: &impl std::fmt::Debug, words: &str) -> String {
    format!("{outcome:?} {outcome:#?} {words}")
}

fn assert_harmless(told: &str) {
    for form in forms() {
        assert!(!told.contains(&form), "{form} in {told}");
    }
    assert!(!told.contains("hush") && !told.contains("7f3a"), "{told}");
    assert!(!told.contains(PRIVATE_KEY) && !told.contains("127.0.0.1"), "{told}");
}

/// The provider is sent the secret in every address: whatever it sends back, it is in no fault and no answer.
#[tokio::test]
async fn the_secret_comes_back_nowhere() {
    let mut bodies = Vec::new();
    for form in forms() {
        let text = serde_json::to_string(&form).unwrap();
        let inner = &text[1..text.len() - 1];
        let unicode: String = form.chars().fold(String::new(), |all, c| format!("{all}\\u{:04x}", c as u32));
        for said in [inner, &unicode] {
            bodies.push(format!(r#"{{"status":"fail","message":"/api?secret={said}&x"}}"#));
            bodies.push(format!(r#"{{"status":"fail","code":"{said}","message":{{"{said}":["{said}"]}}}}"#));
            bodies.push(format!(r#"{{"status":"error","code":"{said}","errors":{{"target":"{said}","message":"{said}"}},"error_message":"{said}"}}"#));
            bodies.push(format!(r#"{{"status":"success","code":"{said}","message":"{said}"}}"#));
            bodies.push(format!(r#"{{"status":"possible_transaction_created","message":"{said}"}}"#));
            bodies.push(format!(r#"{{"status":"fail","message":"{CHECK} {said}"}}"#));
            bodies.push(format!(
                r#"{{"status":"ok","redirect_url":"https://pay.example/{said}","params":{{"identifier":"x"}}}}"#
            ));
            bodies.push(format!(r#"{{"status":"success","code":20000,"data":{{"{said}":{{"id":"{said}","url":"https://x.example/{said}"}},"balances":[{{"wallet_type":"{said}","currency_code":"INR","amount":1}},"{said}"]}}}}"#));
            bodies.push(format!(r#"{{"status":"ok","postback":{{"withdrawal_id":"2298635","status":"{said}","amount":1,"currency_code":"{said}","{said}":"{said}","label":"{said}"}}}}"#));
            bodies.push(format!(r#"{{"status":"ok","params":{{"identifier":"{said}","wallets":[{{"type":"{said}","currency_code":"INR","name":"{said}","logo":"https://x.example/{said}"}}]}},"urls":{{"success_url":[{{"order":1,"url":"{said}"}}]}}}}"#));
            bodies.push(format!(r#"{{"status":"ok","data":{{"withdrawals":[{{"withdrawal_id":"{said}","message":"{said}"}}],"transactions":[{{"plugin_custom_order_id":"a","message":"{said}"}}]}}}}"#));
        }
        bodies.push(format!("<html>{}secret={form}</html>", "x".repeat(30)));
        bodies.push(format!("GET /api/v1/x?secret={form} HTTP/1.1"));
        bodies.push(format!("{CHECK} {form}"));
    }
    // One client for all: whatever it is told next.
    let said: Arc<Mutex<Vec<u8>>> = Arc::default();
    let stub = Stub::start({
        let said = Arc::clone(&said);
        move |_| Reaction::Say(said.lock().unwrap().clone())
    });
    let client = client(&stub.await);
    for (status, body) in bodies.iter().flat_map(|body| [("200 OK", body), ("400 Bad Request", body)]) {
        let headers = format!("Content-Type: text/{}\r\n", forms()[4]);
        *said.lock().unwrap() = response(status, &headers, body.as_bytes());
        for read in reads() {
            match client.reads.read(&read).await {
                Ok(answer) => {
                    assert_harmless(&printed(&answer, ""));
                    if let Data::Postback(postback) = &answer.data {
                        assert_harmless(postback.raw.full());
                        assert_harmless(postback.raw.masked());
                    }
                }
                Err(fault) => assert_harmless(&printed(&fault, &fault.to_string())),
            }
        }
        for change in [withdrawal(), transaction(), activation(None), possible(None)] {
            match tell(&client, &change).await {
                Outcome::Rejected(rejection) => assert_harmless(&printed(&rejection, &rejection.words())),
                outcome => assert_harmless(&printed(&outcome, "")),
            }
        }
    }
}

#[tokio::test]
async fn nor_do_faults_of_the_way_tell_it() {
    let echo = format!("X-Echo: {}\r\nLocation: http://127.0.0.1:1/{}\r\n", forms()[4], forms()[4]);
    let reactions = [
        Reaction::Cut(Vec::new()),
        Reaction::Cut(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{".to_vec()),
        Reaction::Cut(b"nonsense".to_vec()),
        Reaction::Say(response("302 Found", &echo, SECRET.as_bytes())),
        Reaction::Say(response("500 hush", &echo, SECRET.as_bytes())),
        Reaction::Say(response("401 hush", &echo, SECRET.as_bytes())),
        Reaction::Say(response("404 hush", &echo, SECRET.as_bytes())),
    ];
    for reaction in reactions {
        let stub = Stub::always(reaction).await;
        for read in reads() {
            let fault = client(&stub).reads.read(&read).await.unwrap_err();
            assert_harmless(&printed(&fault, &fault.to_string()));
        }
        for change in changes() {
            assert_harmless(&printed(&tell(&client(&stub), &change).await, ""));
        }
    }
    assert_harmless(&format!("{:?}", settings("https://api.example.com")));
    for base_url in ["nonsense", "https://user@x.example", "https://x.example?a=1"] {
        let unusable = paytop::providers::paykassma::Settings { http: http::Settings::new(base_url), ..settings("") };
        let fault = paytop::providers::paykassma::open(unusable, None).map(|_| ()).unwrap_err();
        assert_harmless(&printed(&fault, &fault.to_string()));
    }
}

/// Nor does the log, at its most talkative, whatever library writes to it.
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
    for body in [OK, FAIL, "<html>"] {
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
    assert!(!written.contains("hush") && !written.contains("7f3a") && !written.contains("9876543210"), "{written}");
}

/// Any sample as the answer to any question: data, or a fault, and nothing in between.
#[tokio::test]
async fn an_answer_to_another_question_is_none() {
    for body in ANSWERS {
        let stub = Stub::answering(body).await;
        for read in reads() {
            let answer = client(&stub).reads.read(&read).await.map(|answer| answer.data);
            let fits = match (&read, &answer) {
                (_, Err(_)) => true,
                (Read::Balances, Ok(data)) => matches!(data, Data::Balances(_)),
                (Read::PaymentSystems { .. }, Ok(data)) => matches!(data, Data::PaymentSystems(_)),
                (Read::MediaHints, Ok(data)) => matches!(data, Data::MediaHints(_)),
                (Read::Savings { .. }, Ok(data)) => matches!(data, Data::Savings(_)),
                (Read::HashRedirects(_), Ok(data)) => matches!(data, Data::HashedRedirects(_)),
                (Read::Postback(_), Ok(data)) => matches!(data, Data::Postback(_)),
                (Read::Orders(_), Ok(data)) => matches!(data, Data::Orders(_)),
                _ => false,
            };
            assert!(fits, "{read:?}: {answer:?}");
        }
    }
}

/// A withdrawal of which nothing is known is not sent once more by the client, whatever happens to the connection.
#[tokio::test]
async fn a_change_leaves_once() {
    for reaction in
        [Reaction::Cut(Vec::new()), Reaction::Say(response("503 Service Unavailable", "Retry-After: 0\r\n", b""))]
    {
        let stub = Stub::always(reaction).await;
        let change: Change = withdrawal();
        assert!(matches!(tell(&client(&stub), &change).await, Outcome::Unconfirmed(_)));
        assert_eq!(stub.seen().len(), 1);
    }
}
