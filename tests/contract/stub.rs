//! A server that says exactly the bytes it is told to, and remembers what it was asked.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use paytop::domain::{Change, CollectionType, Fault, IntentId, Money, Outcome, Read};
use paytop::providers::http::{self, ChangePermit};
use paytop::providers::withdraw_tool::{self, Paths, Settings};
use paytop::providers::{Answer, Client};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).expect("the client sends JSON")
    }
}

/// What the stub does with a request.
#[derive(Clone, Debug)]
pub enum Reaction {
    /// Says these bytes; the connection stays open.
    Say(Vec<u8>),
    /// Says these bytes and closes the connection.
    Cut(Vec<u8>),
    /// Says the head, and then this many bytes of a list, in chunks.
    Flood { head: String, bytes: u64 },
}

pub struct Stub {
    address: std::net::SocketAddr,
    seen: Arc<Mutex<Vec<Request>>>,
    pub connections: Arc<AtomicUsize>,
    pub written: Arc<AtomicU64>,
}

impl Stub {
    /// Reacts to every request in the same way.
    pub async fn always(reaction: Reaction) -> Self {
        Self::start(move |_| reaction.clone()).await
    }

    /// Answers every request with 200 and this body.
    pub async fn answering(body: impl AsRef<[u8]>) -> Self {
        Self::always(Reaction::Say(response("200 OK", "Content-Type: application/json\r\n", body.as_ref()))).await
    }

    pub async fn start(react: impl Fn(&Request) -> Reaction + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stub = Self { address, seen: Arc::default(), connections: Arc::default(), written: Arc::default() };
        let (seen, connections, written) =
            (Arc::clone(&stub.seen), Arc::clone(&stub.connections), Arc::clone(&stub.written));
        let react = Arc::new(react);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                connections.fetch_add(1, Ordering::SeqCst);
                let (seen, written, react) = (Arc::clone(&seen), Arc::clone(&written), Arc::clone(&react));
                tokio::spawn(async move {
                    let remember = |request: &Request| seen.lock().unwrap().push(request.clone());
                    serve(stream, &*react, remember, &written).await;
                });
            }
        });
        stub
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// What has arrived so far.
    pub fn seen(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }

    /// A client of this stub that may change things.
    pub fn client(&self) -> Client {
        open(http::Settings::new(&self.url()))
    }
}

/// A client with these settings that may change things, and has a handset.
pub fn open(http: http::Settings) -> Client {
    let settings = Settings { http, paths: Paths::default(), handset: true };
    withdraw_tool::open(settings, ChangePermit::unless(false)).unwrap()
}

async fn serve(
    mut stream: TcpStream,
    react: &(impl Fn(&Request) -> Reaction + ?Sized),
    remember: impl Fn(&Request),
    written: &AtomicU64,
) {
    let mut buffer = Vec::new();
    while let Some(request) = receive(&mut stream, &mut buffer).await {
        remember(&request);
        match react(&request) {
            Reaction::Say(bytes) => {
                if stream.write_all(&bytes).await.is_err() {
                    return;
                }
            }
            Reaction::Cut(bytes) => {
                let _ = stream.write_all(&bytes).await;
                return;
            }
            Reaction::Flood { head, bytes } => {
                let chunked = head.to_ascii_lowercase().contains("chunked");
                let piece = [b'1', b','].repeat(8 * 1024);
                let _ = stream.write_all(head.as_bytes()).await;
                let mut left = bytes;
                while left > 0 {
                    let mut out = Vec::with_capacity(piece.len() + 16);
                    if chunked {
                        out.extend_from_slice(format!("{:x}\r\n", piece.len()).as_bytes());
                    }
                    out.extend_from_slice(&piece);
                    if chunked {
                        out.extend_from_slice(b"\r\n");
                    }
                    if stream.write_all(&out).await.is_err() {
                        return;
                    }
                    written.fetch_add(piece.len() as u64, Ordering::SeqCst);
                    left = left.saturating_sub(piece.len() as u64);
                }
            }
        }
    }
}

async fn receive(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<Request> {
    let head_end = loop {
        if let Some(at) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
            break at + 4;
        }
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(buffer[..head_end].to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    let mut first = lines.next()?.split(' ');
    let (method, path) = (first.next()?.to_owned(), first.next()?.to_owned());
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        .collect();
    let mut request = Request { method, path, headers, body: String::new() };
    let length: usize = request.header("content-length").map_or(0, |value| value.parse().unwrap());
    while buffer.len() < head_end + length {
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
    request.body = String::from_utf8(buffer[head_end..head_end + length].to_vec()).unwrap();
    buffer.drain(..head_end + length);
    Some(request)
}

/// A whole HTTP answer; `headers` are lines that end in CRLF.
pub fn response(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

pub fn intent() -> IntentId {
    IntentId::new(Timestamp::UNIX_EPOCH, [7; 10])
}

pub fn order() -> Change {
    Change::CreateOrder {
        account: "a2".into(),
        collection: CollectionType::Card,
        amount: Money::inr("500.10".parse().unwrap()),
    }
}

/// Reads the accounts.
pub async fn read(client: &Client) -> Result<Answer, Fault> {
    client.reads.read(&Read::Accounts).await
}

/// Makes the change.
pub async fn change(client: &Client, change: &Change) -> Outcome {
    client.changes.as_ref().unwrap().change(intent(), change).await
}
