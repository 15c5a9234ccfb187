//! A receiver of our own, a sender that speaks bare HTTP, and signatures made as the document says.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use md5::{Digest, Md5};
use paytop::domain::ConnectionId;
use paytop::providers::hook::Keys;
use paytop::providers::{Plain, provider};
use paytop::receiver::{Desk, Places, Receiver, Settings, Signer};
use paytop::store::{self, PATIENCE, ReceivedPostbacks, RunId, Store};
use serde_json::{Value, json};
use sha1::Sha1;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

pub const WITHDRAWAL_KEY: &str = "key-of-withdrawals";
pub const ACCESS: &str = "access-key-of-deposits";
pub const PRIVATE: &str = "private-key-of-deposits";
pub const ACCOUNT: &str = "5422222225";

/// A connection with the keys of both kinds; `name` is in them, so that no two have the same.
pub fn signer(name: &str) -> Signer {
    let keys = [
        ("private_key", format!("{WITHDRAWAL_KEY}-{name}")),
        ("postback_access_key", format!("{ACCESS}-{name}")),
        ("postback_private_key", format!("{PRIVATE}-{name}")),
    ];
    Signer {
        connection: ConnectionId::new(name),
        provider: provider("paykassma").unwrap(),
        keys: Keys {
            secrets: keys.into_iter().map(|(name, key)| (name, key.into())).collect(),
            plain: Plain::default(),
        },
    }
}

/// Small bounds, so that a test soon meets them.
pub fn settings() -> Settings {
    Settings { most_bytes: 16 * 1024, patience: Duration::from_millis(400), ..Settings::at(([127, 0, 0, 1], 0).into()) }
}

/// A receiver with a database of its own.
pub struct House {
    pub folder: TempDir,
    pub address: SocketAddr,
    pub store: Arc<dyn Store>,
    stop: CancellationToken,
    served: tokio::task::JoinHandle<()>,
}

impl House {
    pub fn open() -> Self {
        Self::with(settings(), &[signer("shop")])
    }

    pub fn with(settings: Settings, signers: &[Signer]) -> Self {
        Self::within(tempfile::tempdir().unwrap(), settings, signers)
    }

    pub fn within(folder: TempDir, settings: Settings, signers: &[Signer]) -> Self {
        Self::on(open(&folder.path().join("paytop.db"), PATIENCE), folder, settings, signers)
    }

    /// One that does not wait long for the locks of others.
    pub fn hasty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = open(&folder.path().join("paytop.db"), Duration::from_millis(50));
        Self::on(store, folder, settings(), &[signer("shop")])
    }

    fn on(store: Arc<dyn Store>, folder: TempDir, settings: Settings, signers: &[Signer]) -> Self {
        let receiver = Receiver::bind(settings, Places::of(signers)).unwrap();
        let address = receiver.address();
        let desk = Desk::new(Arc::clone(&store), Arc::new(now), Arc::new(|_| {}));
        let stop = CancellationToken::new();
        let token = stop.clone();
        let served = tokio::spawn(async move { receiver.serve(desk, token).await.unwrap() });
        Self { folder, address, store, stop, served }
    }

    pub fn file(&self) -> PathBuf {
        self.folder.path().join("paytop.db")
    }

    /// Everything that was received.
    pub async fn received(&self) -> ReceivedPostbacks {
        self.store.postbacks(0, 1_000, now()).await.unwrap()
    }

    /// Stops it, everything written; its folder stays.
    pub async fn close(self) -> TempDir {
        self.stop.cancel();
        self.served.await.unwrap();
        self.store.close().await;
        self.folder
    }

    /// Sends this to a path, and gives the status and the body of the answer.
    pub async fn post(&self, path: &str, body: impl Into<Vec<u8>>) -> (u16, String) {
        post(self.address, path, body).await
    }
}

pub fn open(file: &std::path::Path, patience: Duration) -> Arc<dyn Store> {
    let mut chance = [0; 10];
    fastrand::fill(&mut chance);
    store::open_with(&format!("sqlite://{}", file.display()), RunId::new(now(), chance), patience).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "the receiver under test takes its time from here")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

pub async fn post(at: SocketAddr, path: &str, body: impl Into<Vec<u8>>) -> (u16, String) {
    let (path, body) = (path.to_owned(), body.into());
    tokio::task::spawn_blocking(move || {
        let mut request = format!(
            "POST {path} HTTP/1.1\r\nHost: {at}\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )
        .into_bytes();
        request.extend(body);
        exchange(at, &request)
    })
    .await
    .unwrap()
}

/// Sends bytes, and reads the answer to its end.
pub fn exchange(at: SocketAddr, request: &[u8]) -> (u16, String) {
    let mut stream = connect(at);
    // Who is cut off while sending may still have been answered.
    let _ = stream.write_all(request);
    answer(stream)
}

pub fn connect(at: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(at).unwrap();
    stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
    stream
}

/// The status and the body of the answer; the status is 0 where there was none.
pub fn answer(mut stream: TcpStream) -> (u16, String) {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8(bytes).unwrap();
    let status = text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
    (status, text.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default())
}

/// The document's postback of a withdrawal.
pub fn withdrawal(id: &str, status: u8) -> Value {
    json!({
        "withdrawal_id": id, "status": status, "comment": "test", "payment_system": "paytm", "amount": 500,
        "currency_code": "INR", "label": "55", "account_number": ACCOUNT, "account_name": "5645646",
        "account_email": null, "payments_details": {"payments_provider": null},
        "bank_details": {"bank_code": null, "branch_code": null},
    })
}

/// A body signed as the document's PHP does it, for the connection called so.
pub fn signed(mut body: Value, name: &str) -> String {
    let signature = sealed(&[&format!("{WITHDRAWAL_KEY}-{name}")], &joined_at_the_top(&body));
    body["signature"] = signature.into();
    body.to_string()
}

/// `ksort`, then `multiImplode`: of the values these tests use.
fn joined_at_the_top(body: &Value) -> String {
    let fields = body.as_object().unwrap();
    let mut names: Vec<&String> = fields.keys().filter(|name| *name != "signature").collect();
    names.sort();
    names.iter().map(|name| joined(&fields[*name])).collect::<Vec<_>>().join(":")
}

fn joined(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(false) => String::new(),
        Value::Bool(true) => "1".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(joined).collect::<Vec<_>>().join(":"),
        Value::Object(fields) => fields.values().map(joined).collect::<Vec<_>>().join(":"),
    }
}

fn sealed(keys: &[&str], text: &str) -> String {
    let sha1 = keys.iter().fold(Sha1::new(), Digest::chain_update);
    const_hex::encode(sha1.chain_update(const_hex::encode(Md5::digest(text))).finalize())
}

/// The document's postback of a deposit, signed for the connection called so.
pub fn deposit(transaction: &str, name: &str) -> String {
    let transactions = json!([{
        "amount": 300, "currency_code": "INR", "wallet_type": "upi_l", "transaction_id": transaction,
        "transaction_type": 0, "from": "9876543210@ybl", "created_datetime": "2023-09-19 10:25:47",
        "activated_datetime": "2023-09-19 10:25:48", "custom_id": "autotest51191472141726",
    }])
    .to_string();
    let (access, private) = (format!("{ACCESS}-{name}"), format!("{PRIVATE}-{name}"));
    let signature = sealed(&[&access, &private], &transactions);
    format!(
        r#"{{"access_key":"{access}","signature":"{signature}","label":"55","stockpiling":{{"USD":3.6,"INR":300.00}},"stockpiling_id":1585,"transactions":{transactions}}}"#
    )
}
