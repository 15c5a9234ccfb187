//! The sandbox over real HTTP, against the withdraw-tool API's document: shapes, rules, credentials, faults.

#![expect(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use paytop::sandbox::{AccountCount, Faults, Options, Rate, Sandbox};
use reqwest::{Method, StatusCode};
use rstest::rstest;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};

/// Where the server's clock starts, in milliseconds.
const EPOCH: i64 = 1_700_000_000_000;

/// A running sandbox whose clock is moved by hand.
struct Server {
    address: SocketAddr,
    clock: Arc<AtomicI64>,
    client: reqwest::Client,
    serving: JoinHandle<std::io::Result<()>>,
    stop: DropGuard,
}

/// An answer's body, as JSON and as it was on the wire.
struct Answer {
    body: Value,
    raw: String,
}

impl Answer {
    fn code(&self) -> &str {
        self.body["errCode"].as_str().expect("errCode is a string")
    }

    fn words(&self) -> &str {
        self.body["errMsg"].as_str().expect("errMsg is a string")
    }

    /// The data of a success, in the document's envelope.
    #[track_caller]
    fn data(&self) -> &Value {
        assert_eq!((self.body["success"].as_bool(), self.code()), (Some(true), "0"), "{}", self.raw);
        &self.body["data"]
    }

    /// Checks the envelope of a refusal.
    #[track_caller]
    fn refused(&self, code: &str) {
        assert_eq!((self.body["success"].as_bool(), self.code()), (Some(false), code), "{}", self.raw);
        assert!(!self.words().is_empty());
        assert_eq!(self.body["data"], Value::Null);
    }
}

impl Server {
    fn start(options: Options) -> Self {
        let clock = Arc::new(AtomicI64::new(EPOCH));
        let millis = clock.clone();
        let sandbox = Sandbox::bind(SocketAddr::from(([127, 0, 0, 1], 0)), options)
            .unwrap()
            .with_clock(Arc::new(move || Timestamp::from_millisecond(millis.load(Ordering::SeqCst)).unwrap()));
        let address = sandbox.address();
        let stop = CancellationToken::new();
        let serving = tokio::spawn(sandbox.serve(stop.clone()));
        let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { address, clock, client, serving, stop: stop.drop_guard() }
    }

    fn new() -> Self {
        Self::start(Options::default())
    }

    /// Lets seconds pass.
    fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1_000, Ordering::SeqCst);
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.client.request(method, self.url(path)).header("Authorization", "Bearer sandbox-operator-token")
    }

    /// Posts a raw body to an operation.
    async fn post(&self, path: &str, body: &str) -> Answer {
        let request = self.request(Method::POST, path).header("Content-Type", "application/json");
        let response = request.body(body.to_owned()).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "application/json");
        let raw = response.text().await.unwrap();
        Answer { body: serde_json::from_str(&raw).unwrap(), raw }
    }

    async fn call(&self, path: &str, fields: Value) -> Answer {
        self.post(path, &fields.to_string()).await
    }

    /// Reads one of the sandbox's own endpoints; they need no credentials.
    async fn own(&self, path: &str) -> Value {
        let response = self.client.get(self.url(path)).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        serde_json::from_str(&response.text().await.unwrap()).unwrap()
    }

    async fn accounts(&self) -> Vec<Value> {
        self.call("/api/pay_account/list", json!({})).await.data().as_array().unwrap().clone()
    }

    async fn account(&self, id: &str) -> Value {
        self.accounts().await.into_iter().find(|account| account["id"] == id).unwrap()
    }

    async fn orders(&self) -> Vec<Value> {
        self.own("/sandbox/orders").await["orders"].as_array().unwrap().clone()
    }

    /// Sends an OTP; gives its session, and the code once it has arrived.
    async fn otp(&self, id: &str) -> (String, String) {
        let answer = self.call("/api/pay_account/send_otp", json!({"payAccountId": id})).await;
        let session = answer.data()[0]["sessionId"].as_str().unwrap().to_owned();
        self.pass(2);
        let message = self.own("/sandbox/handset").await["messages"][0].clone();
        assert_eq!((message["payAccountId"].as_str(), &message["sent"]), (Some(id), &Value::Null));
        let text = message["text"].as_str().unwrap();
        let (_, code) = text.split_once("OTP is ").unwrap();
        (session, code[..6].to_owned())
    }

    async fn auth_otp(&self, id: &str, session: &str, code: &str) -> Answer {
        let fields = json!({"payAccountId": id, "sessionId": session, "otpCode": code});
        self.call("/api/pay_account/auth_otp", fields).await
    }

    async fn enable(&self, id: &str, enabled: bool) -> Answer {
        self.call("/api/pay_account/enable", json!({"payAccountId": id, "enabled": enabled})).await
    }

    async fn confirm_sms(&self, id: &str, session: &str) -> Answer {
        self.call("/api/pay_account/confirm_sms", json!({"payAccountId": id, "sessionId": session})).await
    }

    async fn order(&self, id: &str, collection: &str, amount: &str) -> Answer {
        let body = format!(r#"{{"collectionType":"{collection}","payAccountId":"{id}","amount":{amount}}}"#);
        self.post("/api/withdraw_order/create", &body).await
    }
}

fn keys(row: &Value) -> HashSet<&str> {
    row.as_object().unwrap().keys().map(String::as_str).collect()
}

const OPERATIONS: [&str; 12] = [
    "/api/bank_app/list",
    "/api/pay_account/list",
    "/api/pay_account/save",
    "/api/pay_account/update_upi",
    "/api/pay_account/send_otp",
    "/api/pay_account/auth_otp",
    "/api/pay_account/send_sms",
    "/api/pay_account/confirm_sms",
    "/api/pay_account/upi_list",
    "/api/pay_account/enable",
    "/api/withdraw_order/create",
    "/api/pay_account/deauthorize",
];

// Access.

#[tokio::test]
async fn it_prints_the_credentials_it_asks_for() {
    let sandbox = Sandbox::bind(SocketAddr::from(([127, 0, 0, 1], 0)), Options::default()).unwrap();
    assert_ne!(sandbox.address().port(), 0);
    let [credential] = sandbox.credentials("withdraw-tool") else { panic!("one header") };
    assert_eq!((credential.header, credential.value), ("Authorization", "Bearer sandbox-operator-token"));
    assert!(sandbox.credentials("nobody").is_empty());
    let server = Server::new();
    let about = server.client.get(server.url("/")).send().await.unwrap().text().await.unwrap();
    assert!(about.contains(credential.value) && about.contains("/sandbox/handset"), "{about}");
}

#[tokio::test]
async fn a_taken_address_is_an_error_at_once() {
    let server = Server::new();
    assert!(Sandbox::bind(server.address, Options::default()).is_err());
}

#[tokio::test]
async fn every_operation_wants_the_credentials() {
    let server = Server::new();
    for path in OPERATIONS {
        for token in [None, Some("Bearer wrong"), Some("sandbox-operator-token"), Some("")] {
            let mut request = server.client.post(server.url(path)).body("{}");
            if let Some(token) = token {
                request = request.header("Authorization", token);
            }
            let response = request.send().await.unwrap();
            assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{path} {token:?}");
            let body: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
            assert!(body["error"].is_string());
        }
    }
}

#[tokio::test]
async fn every_operation_is_a_post_with_an_object() {
    let server = Server::new();
    for path in OPERATIONS {
        for method in [Method::GET, Method::PUT, Method::DELETE] {
            let response = server.request(method, path).send().await.unwrap();
            assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED, "{path}");
        }
        for body in ["", "[]", "null", "7", "{\"payAccountId\":", "payAccountId=a1"] {
            server.post(path, body).await.refused("1000");
        }
    }
    let response = server.request(Method::POST, "/api/nothing").body("{}").send().await.unwrap();
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn answers_carry_the_right_date() {
    let server = Server::new();
    let response = server.request(Method::POST, OPERATIONS[0]).body("{}").send().await.unwrap();
    let date = response.headers()["date"].to_str().unwrap();
    assert!(jiff::fmt::rfc2822::parse(date).is_ok(), "{date}");
}

// Sections 1 and 2.

#[tokio::test]
async fn the_tools_are_as_in_section_1() {
    let server = Server::new();
    let answer = server.call("/api/bank_app/list", json!({})).await;
    let tools = answer.data().as_array().unwrap();
    for tool in tools {
        assert_eq!(keys(tool), HashSet::from(["id", "name", "icon", "enabled", "type", "sort"]));
        assert!(tool["id"].is_string() && tool["sort"].is_i64() && tool["enabled"].is_boolean());
    }
    let usable = |kind| tools.iter().any(|tool| tool["type"] == kind && tool["enabled"] == true);
    assert!(["PHONEPE", "PAYTM", "FREECHARGE"].into_iter().all(usable));
    assert!(tools.iter().any(|tool| tool["enabled"] == false), "some are coming soon");
}

#[tokio::test]
async fn the_accounts_are_as_in_section_2() {
    let server = Server::new();
    let accounts = server.accounts().await;
    assert_eq!(accounts.len(), 24);
    let always = HashSet::from(["id", "collectionType", "phone", "enabled", "otpAuth", "smsAuth"]);
    for account in &accounts {
        let keys = keys(account);
        assert!(keys.is_superset(&always));
        if account["collectionType"] == "CARD" {
            assert_eq!(keys, always, "type, status and task are for UPI");
            continue;
        }
        assert_eq!(account["collectionType"], "UPI");
        let both = account["otpAuth"] == true && account["smsAuth"] == true;
        assert_eq!(account["status"], if both { "AUTHORIZED" } else { "UNAUTHORIZED" });
        let Some(task) = account.get("upiWithdrawTask") else { continue };
        let fields = ["id", "startTime", "estimateTime", "orderCount", "successOrderCount", "amount", "withdrawAmount"];
        assert_eq!(self::keys(task), HashSet::from(fields));
        let start = task["startTime"].as_i64().unwrap();
        assert!((EPOCH - 6 * 3_600_000..=EPOCH).contains(&start), "milliseconds: {start}");
        assert!((20..=120).contains(&task["estimateTime"].as_i64().unwrap()));
        assert!(task["successOrderCount"].as_u64() <= task["orderCount"].as_u64());
        assert!(task["amount"].is_number() && task["withdrawAmount"].is_number());
    }
    let running = accounts.iter().filter(|account| account.get("upiWithdrawTask").is_some()).count();
    assert!((8..=12).contains(&running), "{running}");
}

#[tokio::test]
async fn tasks_progress_as_time_passes_and_only_then() {
    let server = Server::new();
    let before = server.accounts().await;
    assert_eq!(server.accounts().await, before);
    server.pass(10);
    let after = server.accounts().await;
    let moved = before.iter().zip(&after).filter(|(before, after)| before != after).count();
    assert!(moved >= 5, "{moved} moved");
    let start = |accounts: &[Value]| accounts[0]["upiWithdrawTask"]["startTime"].as_i64();
    assert_eq!(start(&before), start(&after));
}

#[tokio::test]
async fn the_same_seed_is_the_same_world() {
    let seeded = |seed| Server::start(Options { seed, ..Options::default() });
    let (one, two, other) = (seeded(5), seeded(5), seeded(6));
    for server in [&one, &two, &other] {
        server.pass(100);
    }
    let list = "/api/pay_account/list";
    let [one, two, other] = [one.post(list, "{}").await, two.post(list, "{}").await, other.post(list, "{}").await];
    assert_eq!(one.raw, two.raw);
    assert_ne!(one.raw, other.raw);
}

#[tokio::test]
async fn ten_thousand_accounts_and_none_at_all_are_worlds_too() {
    for count in [10_000, 0] {
        let accounts = AccountCount::new(count).unwrap();
        let server = Server::start(Options { accounts, ..Options::default() });
        server.pass(60);
        let accounts = server.accounts().await;
        let ids: HashSet<_> = accounts.iter().map(|account| account["id"].as_str().unwrap()).collect();
        assert_eq!((accounts.len(), ids.len()), (count, count));
    }
}

// Section 3.

#[tokio::test]
async fn an_account_is_created_and_edited_as_in_section_3() {
    let server = Server::new();
    let save = "/api/pay_account/save";
    let upi = json!({"collectionType": "UPI", "type": "PHONEPE", "phone": "9876543210", "pin": "1234"});
    let answer = server.call(save, upi.clone()).await;
    let [row] = &answer.data().as_array().unwrap()[..] else { panic!("one account: {}", answer.raw) };
    assert_eq!(keys(row), HashSet::from(["id", "collectionType", "type", "phone", "enabled", "otpAuth", "smsAuth"]));
    let id = row["id"].as_str().unwrap();
    assert_eq!((&row["enabled"], &row["otpAuth"], &row["smsAuth"]), (&json!(false), &json!(false), &json!(false)));
    assert_eq!(server.account(id).await["phone"], "9876543210");
    server.call(save, upi).await.refused("1008");

    let edit = json!({"id": id, "collectionType": "UPI", "phone": "9123456780"});
    server.call(save, edit).await.data();
    let account = server.account(id).await;
    assert_eq!((&account["phone"], &account["type"]), (&json!("9123456780"), &json!("PHONEPE")));

    let bank = json!({"name": "Asha", "bankAccountNo": "123456789012", "ifsc": "HDFC0001234"});
    let mut card = json!({"collectionType": "CARD", "phone": "9876543210"});
    card.as_object_mut().unwrap().extend(bank.as_object().unwrap().clone());
    let answer = server.call(save, card).await;
    assert_eq!(answer.data()[0]["collectionType"], "CARD");
    assert_eq!(server.accounts().await.len(), 26);
}

#[rstest]
#[case(json!({}), "1001")]
#[case(json!({"collectionType": "UPI"}), "1001")]
#[case(json!({"collectionType": "UPI", "phone": "", "type": "PAYTM", "pin": "1"}), "1001")]
#[case(json!({"collectionType": "UPI", "phone": "9876543210", "pin": "1"}), "1001")]
#[case(json!({"collectionType": "UPI", "phone": "9876543210", "type": "PAYTM"}), "1001")]
#[case(json!({"collectionType": "CARD", "phone": "9876543210", "name": "A", "bankAccountNo": "1"}), "1001")]
#[case(json!({"collectionType": "UPI", "phone": 9_876_543_210_u64, "type": "PAYTM", "pin": "1"}), "1003")]
#[case(json!({"collectionType": "UPI", "phone": "9876543210", "type": "PAYTM", "pin": 1}), "1003")]
#[case(json!({"collectionType": "BANK", "phone": "9876543210"}), "1004")]
#[case(json!({"collectionType": "CARD", "phone": "9876543210", "id": "a1"}), "1004")]
#[case(json!({"collectionType": "UPI", "phone": "9876543210", "type": "NOPE", "pin": "1"}), "1005")]
#[case(json!({"collectionType": "UPI", "phone": "9876543210", "type": "GPAY", "pin": "1"}), "1006")]
#[case(json!({"collectionType": "UPI", "phone": "phone", "type": "PAYTM", "pin": "1"}), "1007")]
#[case(json!({"collectionType": "UPI", "phone": "9876543210", "id": "a99"}), "1002")]
#[tokio::test]
async fn what_cannot_be_saved_is_refused(#[case] fields: Value, #[case] code: &str) {
    let server = Server::new();
    let before = server.accounts().await;
    server.call("/api/pay_account/save", fields).await.refused(code);
    assert_eq!(server.accounts().await, before);
}

// Every operation on one account.

#[rstest]
#[case("/api/pay_account/update_upi", json!({}))]
#[case("/api/pay_account/send_otp", json!({}))]
#[case("/api/pay_account/auth_otp", json!({"sessionId": "s", "otpCode": "123456"}))]
#[case("/api/pay_account/send_sms", json!({"phone": "9876543210"}))]
#[case("/api/pay_account/confirm_sms", json!({"sessionId": "s"}))]
#[case("/api/pay_account/upi_list", json!({}))]
#[case("/api/pay_account/enable", json!({"enabled": true}))]
#[case("/api/withdraw_order/create", json!({"collectionType": "CARD", "amount": 5}))]
#[case("/api/pay_account/deauthorize", json!({}))]
#[tokio::test]
async fn an_account_has_to_be_named_and_known(#[case] path: &str, #[case] others: Value) {
    let server = Server::new();
    let with = |id: Value| {
        let mut fields = others.clone();
        fields["payAccountId"] = id;
        fields
    };
    server.call(path, others.clone()).await.refused("1001");
    server.call(path, with(json!(""))).await.refused("1001");
    server.call(path, with(Value::Null)).await.refused("1001");
    server.call(path, with(json!(7))).await.refused("1003");
    server.call(path, with(json!("a99"))).await.refused("1002");
    server.call(path, with(json!("nobody"))).await.refused("1002");
    for field in keys(&others) {
        let mut fields = with(json!("a2"));
        fields.as_object_mut().unwrap().remove(field);
        server.call(path, fields.clone()).await.refused("1001");
        fields[field] = json!({"an": "object"});
        server.call(path, fields).await.refused("1003");
    }
}

// Sections 4 and 9.

#[tokio::test]
async fn upi_ids_are_listed_and_set() {
    let server = Server::new();
    let list = async || server.call("/api/pay_account/upi_list", json!({"payAccountId": "a1"})).await.data().clone();
    let ids = list().await;
    assert!(!ids.as_array().unwrap().is_empty());
    assert!(ids.as_array().unwrap().iter().all(|id| id.as_str().unwrap().contains('@')));
    let set =
        async |upi: Value| server.call("/api/pay_account/update_upi", json!({"payAccountId": "a1", "upi": upi})).await;
    assert_eq!(set(json!("asha@okaxis")).await.data(), &json!([]));
    assert_eq!(list().await[0], "asha@okaxis");
    set(json!("no id")).await.refused("1007");
    set(json!(5)).await.refused("1003");
    server.call("/api/pay_account/update_upi", json!({"payAccountId": "a1"})).await.data();
    assert_eq!(list().await, ids);
    for path in ["/api/pay_account/update_upi", "/api/pay_account/upi_list"] {
        server.call(path, json!({"payAccountId": "a2"})).await.refused("1009");
    }
}

// Sections 5 to 8, 10 and 12.

#[tokio::test]
async fn the_whole_way_from_nothing_to_a_running_task_and_back() {
    let server = Server::new();
    server.enable("a12", true).await.refused("8001");
    let (session, code) = server.otp("a12").await;
    assert_eq!(server.auth_otp("a12", &session, &code).await.data(), &json!([]));
    assert_eq!(server.account("a12").await["status"], "UNAUTHORIZED");
    server.enable("a12", true).await.refused("8002");

    let fields = json!({"payAccountId": "a12", "phone": "9876543210"});
    let answer = server.call("/api/pay_account/send_sms", fields).await;
    let sms = &answer.data()[0];
    assert_eq!(keys(sms), HashSet::from(["sessionId", "targetPhone", "smsText"]));
    let session = sms["sessionId"].as_str().unwrap();
    let waiting = server.confirm_sms("a12", session).await;
    waiting.refused("8201");
    assert_eq!(waiting.words(), "SMS not received yet");
    let send = async |to: &Value, text: &Value| {
        let body = json!({"to": to, "text": text}).to_string();
        let request = server.client.post(server.url("/sandbox/handset/send"));
        request.header("Content-Type", "application/json").body(body).send().await.unwrap().status()
    };
    assert_eq!(send(&sms["targetPhone"], &json!("another")).await, StatusCode::NOT_FOUND);
    assert_eq!(send(&json!(5), &json!("another")).await, StatusCode::BAD_REQUEST);
    let message = server.own("/sandbox/handset").await["messages"][0].clone();
    assert_eq!((&message["phone"], &message["text"]), (&sms["targetPhone"], &sms["smsText"]));
    assert_eq!(message["sent"], false);
    assert_eq!(send(&sms["targetPhone"], &sms["smsText"]).await, StatusCode::OK);
    assert_eq!(server.own("/sandbox/handset").await["messages"][0]["sent"], true);
    assert_eq!(server.confirm_sms("a12", session).await.data(), &json!([]));
    assert_eq!(server.account("a12").await["status"], "AUTHORIZED");

    assert_eq!(server.enable("a12", true).await.data(), &json!([]));
    server.pass(15);
    let account = server.account("a12").await;
    assert_eq!((&account["enabled"], account["upiWithdrawTask"].is_object()), (&json!(true), true));

    server.enable("a12", false).await.data();
    let account = server.account("a12").await;
    assert_eq!((&account["enabled"], account.get("upiWithdrawTask")), (&json!(false), None));
    server.enable("a12", true).await.data();

    let answer = server.call("/api/pay_account/deauthorize", json!({"payAccountId": "a12"})).await;
    assert_eq!(answer.data()["id"], "a12", "section 12 answers one entity");
    let account = server.account("a12").await;
    assert_eq!((&account["enabled"], &account["status"]), (&json!(false), &json!("UNAUTHORIZED")));
    server.enable("a12", true).await.refused("8001");
}

#[tokio::test]
async fn only_what_is_missing_is_asked_for() {
    let server = Server::new();
    for (otp, sms, code) in [(false, true, "8001"), (true, false, "8002"), (false, false, "8001")] {
        let accounts = server.accounts().await;
        let lacks = |account: &&Value| {
            account["collectionType"] == "UPI" && account["otpAuth"] == otp && account["smsAuth"] == sms
        };
        let account = accounts.iter().find(lacks).expect("there is one of each");
        server.enable(account["id"].as_str().unwrap(), true).await.refused(code);
    }
    let flag = json!({"payAccountId": "a1", "enabled": "true"});
    server.call("/api/pay_account/enable", flag).await.refused("1003");
}

#[tokio::test]
async fn a_wrong_otp_says_how_many_attempts_are_left() {
    let server = Server::new();
    let (session, code) = server.otp("a3").await;
    let wrong = if code == "000000" { "111111" } else { "000000" };
    for words in ["Wrong OTP, 2 attempts left", "Wrong OTP, 1 attempt left", "Wrong OTP, 0 attempts left"] {
        let answer = server.auth_otp("a3", &session, wrong).await;
        answer.refused("8101");
        assert_eq!(answer.words(), words);
    }
    server.auth_otp("a3", &session, &code).await.refused("8103");
    server.auth_otp("a3", "otp-nobody", &code).await.refused("8104");
    assert_eq!(server.account("a3").await["otpAuth"], false);
}

#[tokio::test]
async fn an_otp_expires_after_two_minutes() {
    let server = Server::new();
    let (session, code) = server.otp("a3").await;
    server.pass(118);
    server.auth_otp("a3", &session, &code).await.refused("8102");
    let (session, code) = server.otp("a3").await;
    server.pass(117);
    server.auth_otp("a3", &session, &code).await.data();
}

#[tokio::test]
async fn an_otp_is_sent_again_after_a_while_and_voids_the_first() {
    let server = Server::new();
    let (first, code) = server.otp("a3").await;
    let answer = server.call("/api/pay_account/send_otp", json!({"payAccountId": "a3"})).await;
    answer.refused("8105");
    assert!(answer.words().contains("18 s"), "{}", answer.words());
    server.pass(18);
    let (second, new) = server.otp("a3").await;
    server.auth_otp("a3", &first, &code).await.refused("8104");
    server.auth_otp("a3", &second, &new).await.data();
}

#[tokio::test]
async fn an_sms_session_expires_after_ten_minutes() {
    let server = Server::new();
    let fields = json!({"payAccountId": "a5", "phone": "9876543210"});
    let answer = server.call("/api/pay_account/send_sms", fields).await;
    let session = answer.data()[0]["sessionId"].as_str().unwrap();
    server.pass(599);
    server.confirm_sms("a5", session).await.refused("8201");
    server.pass(1);
    server.confirm_sms("a5", session).await.refused("8202");
    server.confirm_sms("a5", "sms-nobody").await.refused("8203");
}

// Section 11.

#[tokio::test]
async fn an_order_is_acted_on_once_with_its_exact_amount() {
    let server = Server::new();
    let answer = server.order("a2", "CARD", "500.10").await;
    let order = answer.data();
    assert!(order.is_object(), "section 11 answers one entity");
    assert_eq!((&order["payAccountId"], &order["id"]), (&json!("a2"), &json!("w1")));
    assert!(answer.raw.contains("\"amount\":500.10,"), "{}", answer.raw);
    let orders = server.client.get(server.url("/sandbox/orders")).send().await.unwrap().text().await.unwrap();
    assert_eq!(orders, format!(r#"{{"orders":[{{"id":"w1","payAccountId":"a2","amount":500.10,"at":{EPOCH}}}]}}"#));
}

#[rstest]
#[case("a1", "CARD", "5", "8301")]
#[case("a1", "UPI", "5", "8301")]
#[case("a2", "UPI", "5", "8301")]
#[case("a2", "BANK", "5", "1004")]
#[case("a2", "CARD", "0", "8302")]
#[case("a2", "CARD", "-5", "8302")]
#[case("a2", "CARD", "0.001", "8302")]
// As a float this is 500 and would pass.
#[case("a2", "CARD", "500.00000000000000001", "8302")]
#[case("a2", "CARD", "1e3000", "1003")]
#[case("a2", "CARD", "\"500\"", "1003")]
#[case("a2", "CARD", "null", "1001")]
#[case("a2", "CARD", "20000000.01", "8303")]
#[case("a11", "CARD", "5", "8304")]
#[tokio::test]
async fn orders_that_cannot_be_paid_are_refused(
    #[case] id: &str,
    #[case] collection: &str,
    #[case] amount: &str,
    #[case] code: &str,
) {
    let server = Server::new();
    server.order(id, collection, amount).await.refused(code);
    assert_eq!(server.orders().await, Vec::<Value>::new());
}

// Faults.

fn faulty(faults: Faults) -> Server {
    Server::start(Options { faults, ..Options::default() })
}

/// Sends an order where the answer may be anything.
async fn try_order(server: &Server) -> reqwest::Result<reqwest::Response> {
    let body = r#"{"collectionType":"CARD","payAccountId":"a2","amount":5}"#;
    server.request(Method::POST, "/api/withdraw_order/create").body(body).send().await
}

#[tokio::test]
async fn errors_come_before_anything_is_done() {
    let server = faulty(Faults { error_rate: Rate::ALWAYS, ..Faults::default() });
    let mut statuses = HashSet::new();
    for _ in 0..30 {
        let response = try_order(&server).await.unwrap();
        assert!(response.status().is_server_error());
        let retry = response.headers().contains_key("retry-after");
        assert_eq!(retry, response.status() == StatusCode::SERVICE_UNAVAILABLE);
        statuses.insert(response.status());
    }
    assert!(statuses.len() > 1, "{statuses:?}");
    assert_eq!(server.orders().await.len(), 0);
}

#[tokio::test]
async fn cut_connections_come_after_it_was_done() {
    let server = faulty(Faults { drop_rate: Rate::ALWAYS, ..Faults::default() });
    for _ in 0..5 {
        let error = try_order(&server).await.unwrap_err();
        assert!(!error.is_connect() && !error.is_timeout() && error.is_request(), "{error:?}");
    }
    assert_eq!(server.orders().await.len(), 5, "each was acted on, none twice");
}

#[tokio::test]
async fn a_cut_connection_sends_not_a_single_byte() {
    let server = faulty(Faults { drop_rate: Rate::ALWAYS, ..Faults::default() });
    let mut stream = tokio::net::TcpStream::connect(server.address).await.unwrap();
    let request = "POST /api/bank_app/list HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\
        Authorization: Bearer sandbox-operator-token\r\nContent-Length: 2\r\n\r\n{}";
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // The end, or a reset: either way without an answer.
    let _ = stream.read_to_end(&mut answer).await;
    assert_eq!(answer, b"");
}

#[tokio::test]
async fn garbage_comes_after_it_was_done_and_is_of_every_kind() {
    let server = faulty(Faults { garbage_rate: Rate::ALWAYS, ..Faults::default() });
    let (mut torn, mut page, mut words) = (0, 0, 0);
    for _ in 0..40 {
        let response = try_order(&server).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        let body = response.text().await.unwrap();
        assert!(serde_json::from_str::<Value>(&body).is_err(), "{body}");
        match body.as_bytes().first() {
            None | Some(b'{') => torn += 1,
            Some(b'<') => page += 1,
            _ => words += 1,
        }
    }
    assert!(torn > 0 && page > 0 && words > 0, "{torn} {page} {words}");
    assert_eq!(server.orders().await.len(), 40);
}

#[tokio::test]
async fn latency_comes_before_it_is_done() {
    let server = faulty(Faults { latency: Duration::from_hours(1), ..Faults::default() });
    let hangs = server.request(Method::POST, "/api/withdraw_order/create").timeout(Duration::from_millis(50));
    let body = r#"{"collectionType":"CARD","payAccountId":"a2","amount":5}"#;
    assert!(hangs.body(body).send().await.unwrap_err().is_timeout());
    assert_eq!(server.orders().await.len(), 0, "and its own endpoints do not wait");
}

#[tokio::test]
async fn faults_leave_the_world_and_the_own_endpoints_alone() {
    let always = Faults { drop_rate: Rate::ALWAYS, garbage_rate: Rate::ALWAYS, ..Faults::default() };
    let (faulty, sound) = (faulty(always), Server::new());
    for server in [&faulty, &sound] {
        for _ in 0..3 {
            let _ = try_order(server).await;
        }
        let _ = server.request(Method::POST, "/api/pay_account/send_otp").body(r#"{"payAccountId":"a3"}"#).send().await;
        server.pass(5);
    }
    assert_eq!(faulty.orders().await, sound.orders().await);
    assert_eq!(faulty.own("/sandbox/handset").await, sound.own("/sandbox/handset").await);
}

#[tokio::test]
async fn the_same_seed_has_the_same_faults() {
    let faults = Faults { error_rate: Rate::new(0.5).unwrap(), ..Faults::default() };
    let statuses = async || {
        let server = faulty(faults);
        let mut statuses = Vec::new();
        for _ in 0..20 {
            statuses.push(try_order(&server).await.unwrap().status());
        }
        statuses
    };
    assert_eq!(statuses().await, statuses().await);
}

// The end.

#[tokio::test]
async fn shutdown_ends_serving_also_while_connections_are_open() {
    let server = Server::new();
    server.accounts().await;
    let _idle = tokio::net::TcpStream::connect(server.address).await.unwrap();
    drop(server.stop);
    server.serving.await.unwrap().unwrap();
}
