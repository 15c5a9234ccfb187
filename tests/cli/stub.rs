//! A server that answers as it is told to, and remembers what it was asked. By itself it is one that was written from the
//! withdraw-tool API's document alone, in the forms that real servers use beside it: `errCode` is a number, and `data` is
//! one object where the document says a list.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

/// A request: the operation's path with what follows it in the address, and the body: JSON, nothing where there was
/// none, and a text where it is something else.
pub type Asked = (String, Value);

pub struct Stub {
    pub url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Stub {
    /// Answers as the document says.
    pub fn start() -> Self {
        Self::reacting(|method, path, body| {
            assert_eq!(method, "POST", "every operation is a POST: {path}");
            assert!(body.is_object(), "every request has a JSON body: {path}");
            ("200 OK".to_owned(), answer(path, body).to_string())
        })
    }

    /// Answers every request with this status line and body.
    pub fn saying(status: &str, body: &str) -> Self {
        let (status, body) = (status.to_owned(), body.to_owned());
        Self::reacting(move |_, _, _| (status.clone(), body.clone()))
    }

    /// Answers as the document says, each time after something else has happened.
    pub fn after(happens: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self::reacting(move |_, path, body| {
            happens(path);
            ("200 OK".to_owned(), answer(path, body).to_string())
        })
    }

    /// Answers with the status line and the body that `react` makes of the method, the address and the body.
    pub fn reacting(react: impl Fn(&str, &str, &Value) -> (String, String) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::<Mutex<Vec<Asked>>>::default();
        let seen = Arc::clone(&asked);
        let react = Arc::new(react);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (seen, react) = (Arc::clone(&seen), Arc::clone(&react));
                std::thread::spawn(move || serve(stream.unwrap(), &seen, &*react));
            }
        });
        Self { url, asked }
    }

    /// What it was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// The body of the last request to `path`, whatever follows it in the address.
    #[track_caller]
    pub fn last(&self, path: &str) -> Value {
        let asked = self.asked();
        let found = asked.iter().rev().find(|(asked, _)| asked.split('?').next() == Some(path));
        found.unwrap_or_else(|| panic!("{path} was not asked: {asked:?}")).1.clone()
    }
}

/// One request and its answer, then the connection is closed.
fn serve(mut stream: TcpStream, seen: &Mutex<Vec<Asked>>, react: &dyn Fn(&str, &str, &Value) -> (String, String)) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut first = String::new();
    if reader.read_line(&mut first).unwrap_or(0) == 0 {
        return;
    }
    let mut words = first.split(' ').map(str::to_owned);
    let (method, path) = (words.next().unwrap(), words.next().unwrap());
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        match line.trim().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().unwrap();
            }
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let text = || String::from_utf8_lossy(&body).into_owned().into();
    let body: Value = if length == 0 { Value::Null } else { serde_json::from_slice(&body).unwrap_or_else(|_| text()) };
    seen.lock().unwrap().push((path.clone(), body.clone()));
    let (status, text) = react(&method, &path, &body);
    let head = format!("HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n", text.len());
    // Who hung up needs no answer.
    let _ = stream.write_all(format!("{head}Connection: close\r\n\r\n{text}").as_bytes());
}

fn done(data: &Value) -> Value {
    json!({"success": true, "errCode": 0, "errMsg": "", "data": data})
}

fn refused(code: u32, words: &str) -> Value {
    json!({"success": false, "errCode": code, "errMsg": words, "data": null})
}

fn accounts() -> Value {
    json!([
        {
            "id": "u1", "collectionType": "UPI", "type": "PHONEPE", "phone": "9876543210", "status": "AUTHORIZED",
            "enabled": true, "otpAuth": true, "smsAuth": true,
            "upiWithdrawTask": {
                "id": "t1", "startTime": 1_700_000_000_000_i64, "estimateTime": 45, "orderCount": 10,
                "successOrderCount": 9, "amount": 1000.10, "withdrawAmount": 250.5,
            },
        },
        {"id": "u2", "collectionType": "UPI", "type": "PAYTM", "phone": "9123456780", "status": "UNAUTHORIZED",
         "enabled": false, "otpAuth": false, "smsAuth": false},
        {"id": "c1", "collectionType": "CARD", "phone": "9000000001", "enabled": true, "otpAuth": true, "smsAuth": true},
    ])
}

pub fn answer(path: &str, body: &Value) -> Value {
    match path {
        "/api/bank_app/list" => done(&json!({
            "id": "1", "name": "PhonePe", "icon": "phonepe.png", "enabled": true, "type": "PHONEPE", "sort": 1,
        })),
        "/api/pay_account/list" => done(&accounts()),
        "/api/pay_account/save" => done(&json!({
            "id": body.get("id").cloned().unwrap_or_else(|| json!("n1")), "collectionType": body["collectionType"],
            "type": body["type"], "phone": body["phone"], "enabled": false, "otpAuth": false, "smsAuth": false,
        })),
        "/api/pay_account/send_otp" => done(&json!({"sessionId": "otp-1"})),
        "/api/pay_account/auth_otp" if body["otpCode"] == "123456" => done(&Value::Null),
        "/api/pay_account/auth_otp" => refused(5001, "wrong otp"),
        "/api/pay_account/send_sms" => {
            done(&json!({"sessionId": "sms-1", "targetPhone": "9999900000", "smsText": "AUTH 42"}))
        }
        "/api/pay_account/upi_list" => done(&json!("9876543210@ybl")),
        "/api/pay_account/enable" if body["payAccountId"] == "u2" && body["enabled"] == true => {
            refused(8001, "otp not authorized")
        }
        "/api/withdraw_order/create" => done(&json!({"id": "w1"})),
        "/api/pay_account/update_upi"
        | "/api/pay_account/confirm_sms"
        | "/api/pay_account/enable"
        | "/api/pay_account/deauthorize" => json!({"success": true, "errCode": 0, "errMsg": null}),
        _ => refused(404, "no such operation"),
    }
}
