//! Every verb of `paytop tool`, against both servers.

use std::io::{BufRead, BufReader};

use serde_json::{Value, json};

use crate::place::{Place, Served, code};
use crate::stub::Stub;

const ACCOUNT: [&str; 9] =
    ["id", "collectionType", "type", "phone", "status", "enabled", "otpAuth", "smsAuth", "upiWithdrawTask"];
const TASK: [&str; 7] =
    ["id", "startTime", "estimateTime", "orderCount", "successOrderCount", "amount", "withdrawAmount"];

fn names(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn lists_have_the_document_s_names_and_exact_amounts() {
    let stub = Stub::start();
    let place = Place::connected(&stub.url);
    let accounts = place.run("tool accounts -o json").with(0).json();
    assert_eq!(names(&accounts[0]), ACCOUNT);
    assert_eq!(names(&accounts[0]["upiWithdrawTask"]), TASK);
    assert_eq!(accounts[0]["upiWithdrawTask"]["amount"].to_string(), "1000.10".parse::<f64>().unwrap().to_string());
    assert_eq!(accounts[1]["upiWithdrawTask"], Value::Null);
    assert_eq!(accounts.as_array().unwrap().len(), 3);
    let apps = place.run("tool apps -o json").with(0).json();
    let expected =
        json!([{"id": "1", "name": "PhonePe", "icon": "phonepe.png", "enabled": true, "type": "PHONEPE", "sort": 1}]);
    assert_eq!(apps, expected);
    assert_eq!(stub.last("/api/bank_app/list"), json!({}));
}

#[test]
fn phones_and_upi_ids_are_masked_unless_revealed() {
    let stub = Stub::start();
    let place = Place::connected(&stub.url);
    for form in ["", " -o table", " -o json", " -o csv"] {
        for verb in ["tool accounts", "tool upi list u1"] {
            let masked = place.run(&format!("{verb}{form}")).with(0);
            assert!(!masked.out.contains("9876543210") && masked.out.contains("3210"), "{masked:?}");
            assert!(!masked.said.contains("9876543210"), "{masked:?}");
            let whole = place.run(&format!("{verb} --reveal{form}")).with(0);
            assert!(whole.out.contains("9876543210"), "{whole:?}");
        }
    }
    assert_eq!(place.run("tool upi list u1 -o json --reveal").json(), json!([{"upi": "9876543210@ybl"}]));
}

#[test]
fn tables_and_csv_have_a_line_for_each_account() {
    let stub = Stub::start();
    let place = Place::connected(&stub.url);
    let table = place.run("tool accounts").with(0);
    assert_eq!(table.out.lines().count(), 4, "{}", table.out);
    assert!(table.out.contains("1,000.10"), "{}", table.out);
    let csv = place.run("tool accounts -o csv").with(0);
    let head = "id,collectionType,type,phone,status,enabled,otpAuth,smsAuth,upiWithdrawTask.id,";
    assert!(csv.out.starts_with(head), "{}", csv.out);
    assert_eq!(csv.out.lines().count(), 4);
}

#[test]
fn every_change_is_sent_as_the_document_says() {
    let stub = Stub::start();
    let place = Place::connected(&stub.url);
    let sent = |line: &str, input: &str, path: &str| {
        place.run_with(&format!("{line} --yes"), input).with(0);
        stub.last(path)
    };
    assert_eq!(
        sent("tool account save --collection UPI --type PHONEPE --phone 9876543210", "4321\n", "/api/pay_account/save"),
        json!({"collectionType": "UPI", "type": "PHONEPE", "phone": "9876543210", "pin": "4321"})
    );
    assert_eq!(
        sent(
            "tool account save --collection card --phone 9876543210 --name Asha --ifsc HDFC0000001",
            "123456789012\n",
            "/api/pay_account/save"
        ),
        json!({"collectionType": "CARD", "phone": "9876543210", "name": "Asha", "bankAccountNo": "123456789012",
            "ifsc": "HDFC0000001"})
    );
    // An edit sends only what was typed, beside what the document needs.
    let edited = sent("tool account save u1 --phone 9111111111", "", "/api/pay_account/save");
    assert_eq!(edited, json!({"id": "u1", "collectionType": "UPI", "phone": "9111111111"}));
    assert_eq!(
        sent("tool upi set u1 asha@ybl", "", "/api/pay_account/update_upi"),
        json!({"payAccountId": "u1", "upi": "asha@ybl"})
    );
    assert_eq!(sent("tool upi set u1", "", "/api/pay_account/update_upi"), json!({"payAccountId": "u1"}));
    assert_eq!(sent("tool otp send u1", "", "/api/pay_account/send_otp"), json!({"payAccountId": "u1"}));
    assert_eq!(
        sent("tool otp confirm u1 --session otp-1", "123456\n", "/api/pay_account/auth_otp"),
        json!({"payAccountId": "u1", "sessionId": "otp-1", "otpCode": "123456"})
    );
    // The phone is the account's own unless another is named.
    assert_eq!(
        sent("tool sms send u1", "", "/api/pay_account/send_sms"),
        json!({"payAccountId": "u1", "phone": "9876543210"})
    );
    assert_eq!(
        sent("tool sms send u1 --phone 9111111111", "", "/api/pay_account/send_sms"),
        json!({"payAccountId": "u1", "phone": "9111111111"})
    );
    assert_eq!(
        sent("tool sms confirm u1 --session sms-1", "", "/api/pay_account/confirm_sms"),
        json!({"payAccountId": "u1", "sessionId": "sms-1"})
    );
    assert_eq!(sent("tool enable u1", "", "/api/pay_account/enable"), json!({"payAccountId": "u1", "enabled": true}));
    assert_eq!(sent("tool disable u1", "", "/api/pay_account/enable"), json!({"payAccountId": "u1", "enabled": false}));
    assert_eq!(
        sent("tool order create c1 --amount 1,500.50", "", "/api/withdraw_order/create"),
        json!({"collectionType": "CARD", "payAccountId": "c1", "amount": 1500.50})
    );
    assert_eq!(sent("tool deauthorize u1", "", "/api/pay_account/deauthorize"), json!({"payAccountId": "u1"}));
}

#[test]
fn what_a_change_brings_back_is_printed_by_the_document_s_names() {
    let stub = Stub::start();
    let place = Place::connected(&stub.url);
    let json = |line: &str| place.run(&format!("{line} --yes -o json")).with(0).json();
    assert_eq!(json("tool otp send u1"), json!({"outcome": "done", "sessionId": "otp-1"}));
    assert_eq!(
        json("tool sms send u1"),
        json!({"outcome": "done", "sessionId": "sms-1", "targetPhone": "9999900000", "smsText": "AUTH 42"})
    );
    assert_eq!(json("tool order create c1 --amount 5"), json!({"outcome": "done", "id": "w1"}));
    assert_eq!(json("tool enable u1"), json!({"outcome": "done"}));
    // A person who asked for no form gets what is needed for the next step.
    assert!(place.run("tool otp send u1 --yes").with(0).out.contains("otp-1"));
}

#[test]
fn a_dry_run_prints_the_request_without_its_secrets_and_sends_nothing() {
    let stub = Stub::start();
    let place = Place::connected(&stub.url);
    for line in [
        "tool account save --collection upi --type PHONEPE --phone 9876543210",
        "tool upi set u1 asha@ybl",
        "tool otp send u1",
        "tool otp confirm u1 --session otp-1",
        "tool sms confirm u1 --session sms-1",
        "tool sms send u1",
        "tool enable u1",
        "tool disable u1",
        "tool order create c1 --amount 500",
        "tool deauthorize u1",
    ] {
        let dry = place.run_with(&format!("{line} --dry-run"), "123456\n").with(0).says("nothing was sent");
        assert!(dry.out.contains("POST") && dry.out.contains("/api/"), "{dry:?}");
        assert!(!dry.out.contains("123456\""), "{dry:?}");
        assert!(!dry.out.contains("sandbox-operator-token"), "{dry:?}");
        let json = place.run(&format!("{line} --dry-run -o json")).with(0).json();
        assert_eq!(names(&json), ["method", "path", "body"]);
    }
    // Questions are all that may have left.
    assert!(stub.asked().iter().all(|(path, _)| path.ends_with("/list")), "{:?}", stub.asked());
}

#[test]
fn without_a_terminal_a_change_needs_yes() {
    let stub = Stub::start();
    let place = Place::connected(&stub.url);
    for line in [
        "tool account save --collection upi --type PHONEPE --phone 9876543210",
        "tool upi set u1 asha@ybl",
        "tool otp send u1",
        "tool otp confirm u1 --session otp-1",
        "tool sms send u1",
        "tool sms confirm u1 --session sms-1",
        "tool enable u1",
        "tool disable u1",
        "tool order create c1 --amount 500",
        "tool deauthorize u1",
    ] {
        place.run_with(line, "y\n123456\n").with(2).says("--yes");
        place.run_with(&format!("{line} --yes --read-only"), "123456\n").with(2).says("read-only");
    }
    assert!(stub.asked().iter().all(|(path, _)| path.ends_with("/list")), "{:?}", stub.asked());
}

#[test]
fn a_watch_prints_every_account_once_and_then_what_changed() {
    let sandbox = Served::start("--speed 600");
    let place = Place::connected(&sandbox.url);
    let mut child = place.command(&["tool", "accounts", "--watch"]).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut next = || serde_json::from_str::<Value>(&lines.next().unwrap().unwrap()).unwrap();
    let first: Vec<Value> = (0..24).map(|_| next()).collect();
    assert_eq!(names(&first[0]), ACCOUNT);
    let ids: std::collections::BTreeSet<&str> = first.iter().map(|row| row["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 24);
    for _ in 0..20 {
        let row = next();
        let before = first.iter().find(|before| before["id"] == row["id"]).unwrap();
        assert_eq!(before["type"], row["type"]);
        assert!(row["phone"].as_str().unwrap().starts_with('•'), "{row}");
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_reader_that_has_had_enough_ends_a_watch() {
    let sandbox = Served::start("--speed 600");
    let place = Place::connected(&sandbox.url);
    let mut child = place.command(&["tool", "accounts", "--watch"]).spawn().unwrap();
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    reader.read_line(&mut String::new()).unwrap();
    drop(reader);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn an_account_is_authorised_and_switched_on_from_a_script() {
    let sandbox = Served::start("");
    let place = Place::connected(&sandbox.url);
    // a12 has no authorisation at all.
    place.run("tool enable a12 --yes").with(1).says("paytop tool otp send a12");
    let otp = place.run("tool otp send a12 --yes -o json").with(0).json();
    let session = otp["sessionId"].as_str().unwrap();
    let code = code(&sandbox.message("a12"));
    let wrong: String = code.chars().map(|digit| if digit == '0' { '1' } else { '0' }).collect();
    let confirm = format!("tool otp confirm a12 --session {session} --yes");
    let refused = place.run_with(&confirm, &format!("{wrong}\n")).with(1).says("attempts left");
    assert!(!refused.said.contains(&wrong) && !refused.out.contains(&wrong));
    place.run_with(&confirm, &format!("{code}\n")).with(0);
    place.run("tool enable a12 --yes").with(1).says("paytop tool sms send a12");
    let sms = place.run("tool sms send a12 --yes -o json").with(0).json();
    let session = sms["sessionId"].as_str().unwrap();
    let confirm = format!("tool sms confirm a12 --session {session} --yes");
    place.run(&confirm).with(1).says("not received");
    let message = sandbox.message("a12");
    assert_eq!((&message["phone"], &message["text"]), (&sms["targetPhone"], &sms["smsText"]));
    sandbox.send_sms(&message);
    place.run(&confirm).with(0);
    place.run("tool enable a12 --yes --connection india-a").with(0);
    let accounts = place.run("tool accounts -o json").json();
    let account = accounts.as_array().unwrap().iter().find(|account| account["id"] == "a12").unwrap();
    assert_eq!((&account["enabled"], &account["status"]), (&json!(true), &json!("AUTHORIZED")));
    place.run("tool deauthorize a12 --yes").with(0);
}

#[test]
fn an_order_is_created_once_and_only_at_a_card_account() {
    let sandbox = Served::start("");
    let place = Place::connected(&sandbox.url);
    place.run("tool order create a2 --amount 500 --yes").with(0);
    let orders = sandbox.own("/sandbox/orders");
    assert_eq!(orders["orders"].as_array().unwrap().len(), 1);
    assert_eq!(orders["orders"][0]["payAccountId"], "a2");
    place.run("tool order create a9 --amount 500 --yes").with(2).says("CARD");
    assert_eq!(sandbox.own("/sandbox/orders")["orders"].as_array().unwrap().len(), 1);
}

#[test]
fn a_new_account_has_its_pin_from_standard_input() {
    let sandbox = Served::start("");
    let place = Place::connected(&sandbox.url);
    let line = "tool account save --collection upi --type PHONEPE --phone 9812345670 --yes -o json";
    let saved = place.run_with(line, "4321\n").with(0);
    assert!(!saved.out.contains("4321") && !saved.said.contains("4321") && !saved.out.contains("9812345670"));
    let id = saved.json()["id"].as_str().unwrap().to_owned();
    let accounts = place.run("tool accounts -o json --reveal").json();
    let account = accounts.as_array().unwrap().iter().find(|account| account["id"] == id.as_str()).unwrap();
    assert_eq!(account["phone"], "9812345670");
    let upis = place.run(&format!("tool upi list {id} -o json --reveal")).with(0).json();
    let upi = upis[0]["upi"].as_str().unwrap();
    place.run(&format!("tool upi set {id} {upi} --yes")).with(0);
    // Nothing on standard input: nothing is sent.
    place.run("tool account save --collection upi --type PHONEPE --phone 9812345671 --yes").with(2);
}
