//! Everything that can go wrong on the way, for a read and for an order: the fault, whether the order counts as
//! rejected or unconfirmed, and that it was sent once.

use std::sync::atomic::Ordering;
use std::time::Duration;

use paytop::domain::{Fault, Outcome, Phase, Rejection, Text};
use paytop::providers::http;
use rstest::rstest;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::stub::{self, Reaction, Stub, change, order, response};

/// What an order's outcome must be.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Order {
    Rejected,
    Unconfirmed,
}
use Order::{Rejected, Unconfirmed};

const MIB: u64 = 1024 * 1024;

const OK: &str = r#"{"success":true,"errCode":"0","errMsg":"","data":[]}"#;

/// Checks that a read ends in `fault`, and an order in the outcome it must have, each having been sent once.
async fn check(reaction: Reaction, expected: Order, fault: impl Fn(&Fault) -> bool) {
    let stub = Stub::always(reaction).await;
    let client = stub.client();
    let read = stub::read(&client).await.unwrap_err();
    assert!(fault(&read), "read: {read:?}");
    assert_eq!(stub.seen().len(), 1, "a read is not repeated by itself");
    let outcome = change(&client, &order()).await;
    let (order, why) = match &outcome {
        Outcome::Unconfirmed(why) => (Unconfirmed, why),
        Outcome::Rejected(Rejection::Status(why)) => (Rejected, why),
        other => panic!("{other:?}"),
    };
    assert!(fault(why), "order: {why:?}");
    assert_eq!(order, expected, "{why:?}");
    let orders = stub.seen().into_iter().filter(|request| request.path == "/api/withdraw_order/create").count();
    assert_eq!(orders, 1, "an order is sent once");
}

#[rstest]
#[case("401 Unauthorized", "", Rejected, Fault::Unauthorized(401))]
#[case("403 Forbidden", "", Rejected, Fault::Unauthorized(403))]
#[case("404 Not Found", "", Rejected, Fault::NotFound(404))]
#[case("405 Method Not Allowed", "", Rejected, Fault::NotFound(405))]
#[case("429 Too Many Requests", "", Rejected, Fault::RateLimited { retry_after: None })]
#[case("429 Too Many Requests", "Retry-After: 17\r\n", Rejected,
       Fault::RateLimited { retry_after: Some(Duration::from_secs(17)) })]
#[case("429 Too Many Requests", "Date: Fri, 20 Nov 2026 10:00:00 GMT\r\nRetry-After: Fri, 20 Nov 2026 10:02:00 GMT\r\n",
       Rejected, Fault::RateLimited { retry_after: Some(Duration::from_mins(2)) })]
#[case("429 Too Many Requests", "Retry-After: 999999999\r\n", Rejected,
       Fault::RateLimited { retry_after: Some(Duration::from_hours(1)) })]
#[case("500 Internal Server Error", "", Unconfirmed, Fault::Server { status: 500, retry_after: None })]
#[case("502 Bad Gateway", "", Unconfirmed, Fault::Server { status: 502, retry_after: None })]
#[case("503 Service Unavailable", "Retry-After: 30\r\n", Unconfirmed,
       Fault::Server { status: 503, retry_after: Some(Duration::from_secs(30)) })]
#[case("400 Bad Request", "", Unconfirmed, Fault::Status(400))]
#[case("402 Payment Required", "", Unconfirmed, Fault::Status(402))]
#[case("408 Request Timeout", "", Unconfirmed, Fault::Status(408))]
#[case("409 Conflict", "", Unconfirmed, Fault::Status(409))]
#[case("418 I'm a teapot", "", Unconfirmed, Fault::Status(418))]
#[case("304 Not Modified", "", Unconfirmed, Fault::Redirect(304))]
#[tokio::test]
async fn statuses(#[case] status: &str, #[case] headers: &str, #[case] expected: Order, #[case] fault: Fault) {
    // A body that says all is well changes nothing about a status that says it is not.
    check(Reaction::Say(response(status, headers, OK.as_bytes())), expected, |met| *met == fault).await;
}

#[rstest]
#[case(301)]
#[case(302)]
#[case(303)]
#[case(307)]
#[case(308)]
#[tokio::test]
async fn redirects_are_not_followed(#[case] status: u16) {
    let elsewhere = Stub::answering(OK).await;
    let headers = format!("Location: {}/api/withdraw_order/create\r\n", elsewhere.url());
    let reaction = Reaction::Say(response(&format!("{status} Elsewhere"), &headers, b""));
    check(reaction, Unconfirmed, |met| *met == Fault::Redirect(status)).await;
    assert!(elsewhere.seen().is_empty() && elsewhere.connections.load(Ordering::SeqCst) == 0);
}

#[tokio::test]
async fn cut_before_the_answer() {
    check(Reaction::Cut(Vec::new()), Unconfirmed, |met| matches!(met, Fault::ConnectionLost(_))).await;
}

#[rstest]
#[case("HTTP/1.1 200 OK\r\nContent-Le")]
#[case("HTTP/1.1 200 OK\r\nContent-Length: 52\r\n\r\n{\"success\":true,\"errCode\":\"0\"")]
#[case("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1c\r\n{\"success\":true,\"errCode\":\"0\"\r\n")]
#[tokio::test]
async fn cut_in_the_answer(#[case] answer: &str) {
    check(Reaction::Cut(answer.into()), Unconfirmed, |met| matches!(met, Fault::ConnectionLost(_))).await;
}

#[tokio::test]
async fn what_is_not_http() {
    check(Reaction::Cut(b"SSH-2.0-OpenSSH_9.9\r\n".to_vec()), Unconfirmed, |met| {
        *met == Fault::ConnectionLost("the answer is not HTTP".into())
    })
    .await;
}

#[rstest]
#[case::html("text/html", "<!doctype html><title>Sign in</title>", "text/html: “Sign in”")]
#[case::plain("text/plain", "upstream connect error", "text/plain: “upstream connect error”")]
#[case::empty("application/json", "", "an empty body (application/json)")]
#[case::packed("application/json\r\nContent-Encoding: gzip", "\x1f\x01\x02", "application/json packed by gzip")]
#[tokio::test]
async fn bodies_that_are_no_json(#[case] kind: &str, #[case] body: &str, #[case] words: &str) {
    let answer = response("200 OK", &format!("Content-Type: {kind}\r\n"), body.as_bytes());
    check(Reaction::Say(answer), Unconfirmed, |met| match met {
        Fault::NotJson(told) => told.as_str().contains(words),
        _ => false,
    })
    .await;
}

#[rstest]
#[case("{")]
#[case(r#"{"success":true,"errCode":"0","data":[{"id":"a1"},{"id":"#)]
#[case(r#"{"success":true,"errCode":"0","data":[]} and more"#)]
#[case(r#"{"success":true,"errCode":"0","data":[}]"#)]
#[case(r#"{"success":tru}"#)]
#[case("[1,2")]
#[tokio::test]
async fn torn_json(#[case] body: &str) {
    let answer = response("200 OK", "Content-Type: application/json\r\n", body.as_bytes());
    check(Reaction::Say(answer), Unconfirmed, |met| matches!(met, Fault::Unreadable(_))).await;
}

#[tokio::test]
async fn no_content() {
    let answer = b"HTTP/1.1 204 No Content\r\n\r\n".to_vec();
    check(Reaction::Say(answer), Unconfirmed, |met| matches!(met, Fault::NotJson(_))).await;
}

#[rstest]
#[case::announced("Content-Length: 52428800\r\n", http::Settings::MAX_BODY_BYTES, 8)]
#[case::chunked("Transfer-Encoding: chunked\r\n", 8 * MIB, 32)]
#[case::until_closed("", 8 * MIB, 32)]
#[tokio::test]
async fn fifty_megabytes_are_not_read_to_the_end(#[case] header: &str, #[case] limit: u64, #[case] at_most_mib: u64) {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{header}\r\n");
    let stub = Stub::always(Reaction::Flood { head, bytes: 50 * MIB }).await;
    let client = stub::open(http::Settings { max_body_bytes: limit, ..http::Settings::new(&stub.url()) });
    assert_eq!(stub::read(&client).await.unwrap_err(), Fault::TooLarge(limit));
    let outcome = change(&client, &order()).await;
    assert!(matches!(outcome, Outcome::Unconfirmed(Fault::TooLarge(_))), "{outcome:?}");
    assert_eq!(stub.seen().len(), 2);
    // Two answers, and what the sockets between hold of them counts as written.
    let written = stub.written.load(Ordering::SeqCst);
    assert!(written < 2 * at_most_mib * MIB, "{} MiB were taken", written / MIB);
}

#[tokio::test]
async fn nothing_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = stub::open(http::Settings::new(&url));
    assert_eq!(stub::read(&client).await.unwrap_err(), Fault::Unreachable("connection refused".into()));
    let outcome = change(&client, &order()).await;
    assert!(matches!(outcome, Outcome::Rejected(Rejection::NeverSent(Fault::Unreachable(_)))), "{outcome:?}");
}

#[tokio::test]
async fn a_host_that_is_not_there() {
    let client = stub::open(http::Settings::new("https://paytop.invalid"));
    let outcome = change(&client, &order()).await;
    let Outcome::Rejected(Rejection::NeverSent(Fault::Unreachable(words))) = outcome else { panic!("{outcome:?}") };
    assert!(!words.as_str().contains("invalid"), "{words}");
}

#[rstest]
#[case::silent(Vec::new())]
#[case::head_only(b"HTTP/1.1 200 OK\r\nContent-Length: 52\r\n\r\n{\"success\":".to_vec())]
#[tokio::test]
async fn no_answer_in_time(#[case] said: Vec<u8>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let client = stub::open(http::Settings::new(&url));
    let ordered = tokio::spawn(async move { change(&client, &order()).await });
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut request = Vec::new();
    while !request.ends_with(b"500.10}") {
        stream.read_buf(&mut request).await.unwrap();
    }
    stream.write_all(&said).await.unwrap();
    // The request has arrived whole: now time passes, and no more than its limit.
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(31)).await;
    let outcome = ordered.await.unwrap();
    let timeout = Fault::Timeout { phase: Phase::Answering, after: Duration::from_secs(30) };
    assert!(matches!(&outcome, Outcome::Unconfirmed(fault) if *fault == timeout), "{outcome:?}");
    // Nobody knocks again.
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).await.unwrap();
    assert!(rest.is_empty());
}

#[tokio::test]
async fn a_handshake_that_never_ends_has_sent_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let client = stub::open(http::Settings::new(&url));
    let ordered = tokio::spawn(async move { change(&client, &order()).await });
    let (mut stream, _) = listener.accept().await.unwrap();
    stream.read_u8().await.unwrap();
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(11)).await;
    let outcome = ordered.await.unwrap();
    let timeout = Fault::Timeout { phase: Phase::Connecting, after: Duration::from_secs(10) };
    assert!(matches!(&outcome, Outcome::Rejected(Rejection::NeverSent(fault)) if *fault == timeout), "{outcome:?}");
}

#[tokio::test]
async fn what_does_not_speak_tls_is_told_in_clear_words() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let client = stub::open(http::Settings::new(&url));
    let ordered = tokio::spawn(async move { change(&client, &order()).await });
    let (mut stream, _) = listener.accept().await.unwrap();
    stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
    let outcome = ordered.await.unwrap();
    let words = Text::new("TLS: something answers there that does not speak TLS");
    assert!(
        matches!(&outcome, Outcome::Rejected(Rejection::NeverSent(Fault::Unreachable(told))) if *told == words),
        "{outcome:?}"
    );
}

/// Addresses, headers and bodies are in no fault, however it is printed.
#[tokio::test]
async fn faults_hold_no_addresses_and_no_secrets() {
    let hush = || vec![("Authorization".to_owned(), "Bearer hush".into())];
    let reactions = [
        Reaction::Cut(Vec::new()),
        Reaction::Cut(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{".to_vec()),
        Reaction::Cut(b"nonsense".to_vec()),
        Reaction::Say(response("302 Found", "Location: http://127.0.0.1:1/hush\r\n", b"hush")),
        Reaction::Say(response("500 hush", "X-Echo: Bearer hush\r\n", b"hush")),
        Reaction::Say(response("401 hush", "WWW-Authenticate: hush\r\n", b"hush")),
    ];
    for reaction in reactions {
        let stub = Stub::always(reaction.clone()).await;
        let client = stub::open(http::Settings { headers: hush(), ..http::Settings::new(&stub.url()) });
        let fault = stub::read(&client).await.unwrap_err();
        let told = format!("{fault} {fault:?}");
        assert!(!told.contains("hush") && !told.contains("127.0.0.1"), "{told}");
        assert!(!told.contains(&stub.port().to_string()), "{told}");
    }
}
