//! Nobody takes more than there is for them: of bytes, of time, of connections, of the disk.

use std::io::{Read, Write};
use std::time::Duration;

use paytop::receiver::Settings;

use super::kit::{House, answer, connect, exchange, settings, signed, signer, withdrawal};

/// Runs what waits for a socket where it holds nobody up.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_is_not_read() {
    let house = House::open();
    let large = "x".repeat(settings().most_bytes + 1);
    let (status, told) = house.post("/paykassma/withdrawal", large).await;
    assert_eq!((status, told.contains("error receiving")), (400, true), "{told}");
    // Without a length that tells beforehand, too.
    let at = house.address;
    let chunked = apart(move || {
        let mut request = b"POST /paykassma/deposit HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
        for _ in 0..40 {
            request.extend(b"400\r\n");
            request.extend([b'x'; 0x400]);
            request.extend(b"\r\n");
        }
        request.extend(b"0\r\n\r\n");
        exchange(at, &request)
    });
    assert_eq!(chunked.await.0, 400);
    // As large as may be is taken.
    let mut body = withdrawal("1", 1);
    body["comment"] = "x".repeat(settings().most_bytes - 700).into();
    assert_eq!(house.post("/paykassma/withdrawal", signed(body, "shop")).await.0, 200);
    // Who never ends is cut off.
    let endless = apart(move || {
        let mut stream = connect(at);
        stream.write_all(b"POST /paykassma/deposit HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999999\r\n\r\n").unwrap();
        let mut sent = 0_usize;
        while stream.write_all(&[b'x'; 8192]).is_ok() {
            sent += 8192;
            assert!(sent < 1 << 30, "it takes whatever comes");
        }
    });
    endless.await;
    assert_eq!(house.post("/paykassma/withdrawal", signed(withdrawal("2", 1), "shop")).await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_too_slow_is_let_go() {
    let house = House::open();
    let at = house.address;
    // The head never ends.
    let head = apart(move || {
        let mut stream = connect(at);
        stream.write_all(b"POST /paykassma/withdrawal HTTP/1.1\r\nHost: x\r\nX-Slow").unwrap();
        let mut told = Vec::new();
        let _ = stream.read_to_end(&mut told);
    });
    // The body never ends.
    let body = apart(move || {
        let mut stream = connect(at);
        let head = "POST /paykassma/withdrawal HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{";
        stream.write_all(head.as_bytes()).unwrap();
        answer(stream)
    });
    // Nothing is ever sent.
    let silent = apart(move || {
        let mut told = Vec::new();
        let _ = connect(at).read_to_end(&mut told);
        assert!(told.is_empty());
    });
    head.await;
    assert_eq!(body.await.0, 400);
    silent.await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_while_there_are_too_many_waits() {
    let bounds = Settings { most_connections: 2, patience: Duration::from_mins(1), ..settings() };
    let house = House::with(bounds, &[signer("shop")]);
    let at = house.address;
    let held = apart(move || {
        let mut held = [connect(at), connect(at)];
        for stream in &mut held {
            stream.write_all(b"POST /paykassma/deposit HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n").unwrap();
        }
        held
    });
    let held = held.await;
    // While both places are taken nobody else is served, and the request only waits.
    let mut third = apart(move || {
        let body = signed(withdrawal("3", 1), "shop");
        let mut stream = connect(at);
        let start = "POST /paykassma/withdrawal HTTP/1.1\r\nHost: x\r\nContent-Length: ";
        stream.write_all(format!("{start}{}\r\n\r\n{body}", body.len()).as_bytes()).unwrap();
        stream.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
        let mut byte = [0; 1];
        assert!(stream.read(&mut byte).is_err(), "it was served beside two others");
        stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
        stream
    })
    .await;
    drop(held);
    let (status, _) = apart(move || {
        third.flush().unwrap();
        answer(third)
    })
    .await;
    assert_eq!(status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_hold_is_counted_and_the_newest_few_are_kept() {
    let house = House::open();
    for number in 0..40 {
        let body = signed(withdrawal(&number.to_string(), 1), "mall");
        assert_eq!(house.post("/paykassma/withdrawal", body).await.0, 502);
    }
    let folder = house.close().await;
    let house = House::within(folder, settings(), &[signer("shop")]);
    let found = house.received().await;
    assert_eq!((found.unverified.day, found.unverified.month), (40, 40));
    assert!(found.received.len() < 40, "{}", found.received.len());
    assert_eq!(found.received.last().unwrap().subject.as_ref().unwrap().as_str(), "39");
}
