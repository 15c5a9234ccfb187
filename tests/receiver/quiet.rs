//! No key, no signature and no whole account number is ever in an answer, in the log or on disk.

use std::io;
use std::sync::{Arc, Mutex};

use super::kit::{ACCESS, ACCOUNT, House, PRIVATE, WITHDRAWAL_KEY, deposit, signed, withdrawal};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_secret_is_told_or_kept() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .try_init()
        .expect("no other test here logs");
    let house = House::open();
    let mut told = String::new();
    let mut with_more = withdrawal("4", 1);
    with_more["comment"] = format!("paid to {ACCOUNT} by {WITHDRAWAL_KEY}-shop").into();
    with_more["account_email"] = "asha.rao@example.com".into();
    with_more["iban"] = "DE44500105175407324931".into();
    let forged = serde_json::json!({
        "withdrawal_id": ACCOUNT, "status": ACCOUNT, "amount": 1, "currency_code": "INR", "signature": "x",
        "anything": {"at": [ACCOUNT, 5_422_222_225_u64]}, ACCOUNT: ACCOUNT,
    });
    let bodies = [
        ("/paykassma/withdrawal", signed(withdrawal("1", 1), "shop")),
        ("/paykassma/withdrawal", signed(with_more, "shop")),
        ("/paykassma/withdrawal", signed(withdrawal("2", 1), "mall")),
        ("/paykassma/withdrawal", forged.to_string()),
        ("/paykassma/withdrawal", format!("{ACCOUNT} is no JSON")),
        ("/paykassma/deposit", deposit("1", "shop")),
        ("/paykassma/deposit", deposit("1", "mall")),
    ];
    let mut signatures = Vec::new();
    for (path, body) in bodies {
        if let Some(signature) = body.split("\"signature\":\"").nth(1).and_then(|rest| rest.get(..40)) {
            signatures.push(signature.to_owned());
        }
        told.push_str(&house.post(path, body).await.1);
    }
    assert_eq!(house.received().await.received.len(), 3, "{told}");
    let folder = house.close().await;
    let mut kept = String::new();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let path = file.unwrap().path();
        if path.is_file() {
            kept.push_str(&String::from_utf8_lossy(&std::fs::read(path).unwrap()));
        }
    }
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("a postback that holds") && kept.contains("••2225"));
    for (place, text) in [("an answer", &told), ("the log", &logged), ("the database", &kept)] {
        let secrets = [ACCOUNT, ACCESS, PRIVATE, WITHDRAWAL_KEY, "9876543210", "asha.rao", "DE44500105175407324931"];
        for secret in secrets.into_iter().chain(signatures.iter().map(String::as_str)) {
            assert!(!text.contains(secret), "{secret} is in {place}");
        }
    }
}
