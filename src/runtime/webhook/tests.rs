//! What is posted, and that it arrives in its order however the other end behaves.

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Mutex;
use std::sync::mpsc as std_mpsc;

use rstest::rstest;
use secrecy::SecretString;

use super::*;
use crate::domain::{About, AccountKey, AlertKey, AlertRule, ConnectionId, Level};

/// What the other end does with a request.
#[derive(Clone, Copy, Debug)]
enum Does {
    /// Answers with this status.
    Answer(u16),
    /// Hangs up without a word.
    HangUp,
    /// Says nothing for longer than is waited.
    Sleep,
}

/// A server that does one thing after the other, then takes everything; what it was sent comes out of the receiver.
fn server(does: Vec<Does>) -> (Webhook, std_mpsc::Receiver<(String, Value)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let (sender, asked) = std_mpsc::channel();
    let does = Mutex::new(does.into_iter());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let (mut head, mut length) = (String::new(), 0);
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
                if line.trim().is_empty() {
                    break;
                }
                head.push_str(&line);
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            let _ = sender.send((head, serde_json::from_slice(&body).unwrap()));
            match does.lock().unwrap().next().unwrap_or(Does::Answer(200)) {
                Does::Answer(status) => {
                    let answer = format!("HTTP/1.1 {status} X\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
                    let _ = stream.write_all(answer.as_bytes());
                }
                Does::HangUp => {}
                Does::Sleep => std::thread::sleep(Duration::from_millis(1_500)),
            }
        }
    });
    let settings = http::Settings {
        headers: vec![("Authorization".to_owned(), SecretString::from("Bearer hush"))],
        timeout: Duration::from_millis(500),
        ..http::Settings::new(&base)
    };
    (Webhook { open: Arc::new(move || Ok((settings.clone(), "/alerts?to=desk".to_owned()))) }, asked)
}

fn entry(account: &str, event: AlertEvent) -> AlertEntry {
    let key = AccountKey { connection: ConnectionId::new("desk"), account: account.into() };
    AlertEntry {
        number: 1,
        at: "2026-11-20T10:00:00Z".parse().unwrap(),
        key: AlertKey::new(AlertRule::StalledTask, About::Account(key)),
        event,
        level: Level::Bad,
        words: "9876543210 PHONEPE 9876543210 at desk is stalled.".into(),
        operator: "asha".into(),
    }
}

fn next(asked: &std_mpsc::Receiver<(String, Value)>) -> (String, Value) {
    asked.recv_timeout(Duration::from_secs(30)).expect("it is posted")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_is_posted_with_its_headers_and_without_whole_numbers() {
    let (webhook, asked) = server(vec![]);
    let (messages, mut told) = mpsc::channel(8);
    let (poster, _) = Poster::start(webhook, messages);
    poster.post(entry("9876543210", AlertEvent::Raised));
    let (head, body) = tokio::task::spawn_blocking(move || next(&asked)).await.unwrap();
    assert!(head.starts_with("POST /alerts?to=desk HTTP/1.1"), "{head}");
    assert!(head.to_ascii_lowercase().contains("authorization: bearer hush"), "{head}");
    assert!(head.to_ascii_lowercase().contains("content-type: application/json"), "{head}");
    let expected = json!({
        "event": "raised",
        "rule": "stalled-task",
        "level": "bad",
        "connection": "desk",
        "kind": "account",
        "about": "••••••3210",
        "words": "••••••3210 PHONEPE ••••••3210 at desk is stalled.",
        "at": "2026-11-20T10:00:00Z",
        "operator": "asha",
        "text": "paytop, bad: ••••••3210 PHONEPE ••••••3210 at desk is stalled.",
    });
    assert_eq!(body, expected);
    assert!(told.try_recv().is_err(), "what goes well is no news");
}

#[rstest]
#[case::error(Does::Answer(500))]
#[case::too_many(Does::Answer(429))]
#[case::hung_up(Does::HangUp)]
#[case::slow(Does::Sleep)]
#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_taken_is_tried_again_before_the_next_one(#[case] does: Does) {
    let (webhook, asked) = server(vec![does, does]);
    let (messages, mut told) = mpsc::channel(8);
    let (poster, _) = Poster::start(webhook, messages);
    poster.post(entry("a1", AlertEvent::Raised));
    poster.post(entry("a1", AlertEvent::Over));
    let events = tokio::task::spawn_blocking(move || {
        (0..4).map(|_| next(&asked).1["event"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    });
    assert_eq!(events.await.unwrap(), ["raised", "raised", "raised", "over"]);
    // Once is a hiccup; the second time somebody is told, and that it is over too.
    let first = told.recv().await.unwrap();
    assert!(matches!(&first, Message::Webhook(Some(fault)) if !fault.as_str().contains("hush")), "{first:?}");
    assert!(matches!(told.recv().await.unwrap(), Message::Webhook(None)));
}

#[rstest]
#[case(400)]
#[case(401)]
#[case(404)]
#[case(302)]
#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_as_it_is_is_not_tried_again(#[case] status: u16) {
    let (webhook, asked) = server(vec![Does::Answer(status)]);
    let (messages, mut told) = mpsc::channel(8);
    let (poster, _) = Poster::start(webhook, messages);
    poster.post(entry("a1", AlertEvent::Raised));
    poster.post(entry("a2", AlertEvent::Raised));
    let about =
        tokio::task::spawn_blocking(move || [next(&asked), next(&asked)].map(|(_, body)| body["about"].clone()));
    assert_eq!(about.await.unwrap(), ["a1", "a2"]);
    assert!(matches!(told.recv().await.unwrap(), Message::Webhook(Some(_))));
    assert!(matches!(told.recv().await.unwrap(), Message::Webhook(None)));
}

#[tokio::test(start_paused = true)]
async fn where_nobody_listens_it_gives_up_in_the_end_and_what_waits_is_bounded() {
    // A port that was free a moment ago.
    let at = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let settings = http::Settings::new(&format!("http://{at}"));
    let webhook = Webhook { open: Arc::new(move || Ok((settings.clone(), "/".to_owned()))) };
    let (messages, mut told) = mpsc::channel(64);
    let (poster, _) = Poster::start(webhook, messages);
    for _ in 0..10 * QUEUE {
        poster.post(entry("a1", AlertEvent::Raised));
    }
    assert_eq!(poster.0.capacity(), 0, "no more than so many wait");
    let Message::Webhook(Some(fault)) = told.recv().await.unwrap() else { panic!("it is told") };
    assert!(fault.as_str().contains("cannot connect"), "{fault}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_that_cannot_be_fetched_is_told_and_fetched_anew() {
    let (working, asked) = server(vec![]);
    let tries = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let open = move || match tries.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
        0 | 1 => Err(Fault::Unusable("header Authorization: the variable PAYTOP_TOKEN is not set".into())),
        _ => (working.open)(),
    };
    let (messages, mut told) = mpsc::channel(8);
    let (poster, _) = Poster::start(Webhook { open: Arc::new(open) }, messages);
    poster.post(entry("a1", AlertEvent::Raised));
    let Message::Webhook(Some(fault)) = told.recv().await.unwrap() else { panic!("it is told") };
    assert!(fault.as_str().contains("PAYTOP_TOKEN"), "{fault}");
    tokio::task::spawn_blocking(move || next(&asked)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_posted_before_leaving() {
    let (webhook, asked) = server(vec![]);
    let (messages, _told) = mpsc::channel(8);
    let (poster, posting) = Poster::start(webhook, messages);
    poster.post(entry("a1", AlertEvent::Raised));
    poster.post(entry("a2", AlertEvent::Raised));
    drop(poster);
    posting.await.unwrap();
    assert_eq!([next(&asked), next(&asked)].map(|(_, body)| body["about"].clone()), ["a1", "a2"]);
}
