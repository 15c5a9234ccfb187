//! The metrics of a running dashboard: a small server that asks the loop what to answer. It is bounded in everything, and
//! where its address is taken it says so once and tries again.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc, oneshot};

use crate::domain::Text;
use crate::message::Message;

/// The most connections at once; who comes then waits.
const MOST: usize = 8;

/// How long a connection may take, from its first byte to its last.
const PATIENCE: Duration = Duration::from_secs(5);

/// The most bytes of a request's head.
const HEAD: usize = 16 * 1024;

/// How long is waited before the address is tried again.
const PAUSE: Duration = Duration::from_secs(30);

/// What the text format is called.
const KIND: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Who wants to know, and where the answer goes.
pub type Asked = oneshot::Sender<String>;

/// Starts to serve at `listen`, where there is such an address, until nobody listens to `messages`. The loop answers
/// what comes out.
pub fn start(listen: Option<SocketAddr>, messages: &mpsc::Sender<Message>) -> mpsc::Receiver<Asked> {
    let (asks, asked) = mpsc::channel(MOST);
    if let Some(at) = listen {
        tokio::spawn(keep_serving(at, asks, messages.clone()));
    }
    asked
}

async fn keep_serving(at: SocketAddr, asks: mpsc::Sender<Asked>, messages: mpsc::Sender<Message>) {
    let mut told = false;
    loop {
        match TcpListener::bind(at).await {
            Ok(listener) => {
                tracing::info!(%at, "metrics are served");
                tokio::select! {
                    () = serve(listener, asks.clone()) => {}
                    () = messages.closed() => return,
                }
            }
            Err(error) => {
                tracing::error!(%at, %error, "metrics are not served");
                let words = Text::from(words(at, &error));
                if !std::mem::replace(&mut told, true) && messages.send(Message::NoMetrics(words)).await.is_err() {
                    return;
                }
            }
        }
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            () = messages.closed() => return,
        }
    }
}

/// Why an address cannot be had.
fn words(at: SocketAddr, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AddrInUse => format!("another program listens at {at}, or another dashboard with this config"),
        io::ErrorKind::AddrNotAvailable => format!("this machine does not have the address {}", at.ip()),
        _ => format!("{at}: {error}"),
    }
}

async fn serve(listener: TcpListener, asks: mpsc::Sender<Asked>) {
    let unknown = async || (StatusCode::NOT_FOUND, "metrics are at /metrics\n");
    let router = Router::new().route("/metrics", get(answer)).fallback(unknown).with_state(asks);
    let free = Arc::new(Semaphore::new(MOST));
    loop {
        let Ok(place) = Arc::clone(&free).acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, _)) => {
                let served = connection(stream, router.clone());
                tokio::spawn(async move {
                    // Who is slower than that is no scraper.
                    let _ = tokio::time::timeout(PATIENCE, served).await;
                    drop(place);
                });
            }
            // Too many open files, or a caller that is gone already: let some close, then go on.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn answer(State(asks): State<mpsc::Sender<Asked>>) -> Response {
    let (asked, answered) = oneshot::channel();
    let text = match asks.try_send(asked) {
        Ok(()) => answered.await.ok(),
        Err(_) => None,
    };
    match text {
        Some(text) => ([(header::CONTENT_TYPE, KIND)], text).into_response(),
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// Serves one request of one connection.
async fn connection(stream: TcpStream, router: Router) {
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .keep_alive(false)
        .max_buf_size(HEAD)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    // An error is the caller's end of the story: nobody is left to tell.
    let _ = connection.await;
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    async fn ask(at: SocketAddr, request: &str) -> String {
        let mut stream = TcpStream::connect(at).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    #[tokio::test]
    async fn what_the_loop_says_is_answered_and_nothing_else_is_there() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let at = listener.local_addr().unwrap();
        let (asks, mut asked) = mpsc::channel::<Asked>(MOST);
        tokio::spawn(serve(listener, asks));
        tokio::spawn(async move {
            while let Some(asked) = asked.recv().await {
                let _ = asked.send("paytop_up 1\n".to_owned());
            }
        });
        let told = ask(at, "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n").await;
        assert!(told.starts_with("HTTP/1.1 200") && told.contains(KIND) && told.ends_with("paytop_up 1\n"), "{told}");
        assert!(ask(at, "GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.starts_with("HTTP/1.1 404"));
        assert!(
            ask(at, "POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n").await.starts_with("HTTP/1.1 405")
        );
    }

    #[tokio::test]
    async fn a_loop_that_is_gone_is_no_answer() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let at = listener.local_addr().unwrap();
        let (asks, asked) = mpsc::channel::<Asked>(MOST);
        drop(asked);
        tokio::spawn(serve(listener, asks));
        assert!(ask(at, "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n").await.starts_with("HTTP/1.1 503"));
    }

    #[tokio::test]
    async fn an_address_that_is_taken_is_told_once() {
        let taken = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let (sender, mut messages) = mpsc::channel(4);
        let _asked = start(Some(taken.local_addr().unwrap()), &sender);
        let told = tokio::time::timeout(Duration::from_secs(30), messages.recv()).await.unwrap();
        assert!(matches!(told, Some(Message::NoMetrics(why)) if why.as_str().contains("another program listens")));
    }
}
