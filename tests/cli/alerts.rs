//! `paytop watch` and `paytop alerts list`, as a script meets them.

use std::io::{BufRead, BufReader};

use serde_json::{Value, json};

use crate::place::{Place, ended};
use crate::stub::Stub;

/// An account that should have been done long ago.
pub fn late() -> Stub {
    Stub::reacting(|_, path, _| {
        let data = match path {
            "/api/pay_account/list" => json!([{
                "id": "u1", "collectionType": "UPI", "type": "PHONEPE", "phone": "9876543210", "status": "AUTHORIZED",
                "enabled": true, "otpAuth": true, "smsAuth": true,
                "upiWithdrawTask": {
                    "id": "t1", "startTime": 1_700_000_000_000_i64, "estimateTime": 45, "orderCount": 10,
                    "successOrderCount": 9, "amount": 1000.10, "withdrawAmount": 250.5,
                },
            }]),
            _ => json!([]),
        };
        ("200 OK".to_owned(), json!({"success": true, "errCode": 0, "errMsg": "", "data": data}).to_string())
    })
}

fn quiet() -> Stub {
    Stub::reacting(|_, _, _| {
        ("200 OK".to_owned(), json!({"success": true, "errCode": 0, "errMsg": "", "data": []}).to_string())
    })
}

#[test]
fn a_watch_ends_with_the_first_alert_and_the_list_has_it() {
    let stub = late();
    let place = Place::connected(&stub.url);
    let ended = place.run("watch --until-alert --timeout 60s -o json").with(0);
    let line: Value = ended.json();
    assert_eq!((&line["rule"], &line["level"], &line["about"]), (&json!("late-task"), &json!("warning"), &json!("u1")));
    assert!(!ended.out.contains("9876543210"), "{}", ended.out);
    // It stands already: it does not arise once more.
    place.run("watch --until-alert --timeout 1s --rule late-task").with(1);

    let listed = place.run("alerts list -o json").with(0).json();
    let [alert] = &listed.as_array().unwrap()[..] else { panic!("{listed}") };
    assert_eq!(
        (&alert["rule"], &alert["state"], &alert["connection"]),
        (&json!("late-task"), &json!("standing"), &json!("india-a"))
    );
    assert_eq!(alert["steps"][0]["event"], "raised");
    assert!(alert["steps"][0]["operator"].as_str().is_some_and(|operator| !operator.is_empty()));
    let table = place.run("alerts list --standing").with(0).out;
    assert!(table.contains("raised") && table.contains("u1 PHONEPE ••••••3210 at india-a is late"), "{table}");
    let csv = place.run("alerts list -o csv --rule stalled-task").with(0).out;
    assert_eq!(csv.lines().count(), 1, "{csv}");
    assert!(csv.starts_with("raised,level,rule,connection,kind,about,words,state,operator,until,over"), "{csv}");
}

#[test]
fn what_is_over_is_listed_as_over() {
    let stub = late();
    let place = Place::connected(&stub.url);
    place.run("watch --until-alert --timeout 60s").with(0);
    let done = quiet();
    let config = std::fs::read_to_string(place.config()).unwrap().replace(&stub.url, &done.url);
    std::fs::write(place.config(), config).unwrap();
    place.run("watch --timeout 2s").with(0);
    let listed = place.run("alerts list -o json").with(0).json();
    assert_eq!(listed[0]["state"], "over", "{listed}");
    assert!(listed[0]["over"].is_string());
    assert_eq!(place.run("alerts list --standing -o json").with(0).json(), json!([]));
}

#[test]
fn only_what_is_asked_for_ends_a_watch() {
    let stub = late();
    let place = Place::connected(&stub.url);
    let ended = place.run("watch --until-alert --timeout 2s --level bad").with(1);
    assert_eq!(ended.out, "");
    let nothing = Place::connected(&quiet().url);
    nothing.run("watch --until-alert --timeout 1s").with(1);
    nothing.run("watch --timeout 1s").with(0);
}

#[test]
fn each_alert_is_a_line_and_ctrl_c_ends_a_watch_cleanly() {
    let stub = late();
    let place = Place::connected(&stub.url);
    let mut child = place.command(&["watch"]).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    assert!(line.contains("warning  late-task  u1 PHONEPE ••••••3210 at india-a is late"), "{line}");
    let pid = nix::unistd::Pid::from_raw(child.id().cast_signed());
    nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGINT).unwrap();
    let ended = ended(child).with(130);
    assert_eq!(ended.said, "");
}

#[test]
fn a_webhook_is_posted_to_once_by_whoever_is_first() {
    let hook = Stub::saying("200 OK", "ok");
    let stub = late();
    let place = Place::connected(&stub.url);
    let config = std::fs::read_to_string(place.config()).unwrap();
    let webhook = format!("[alerts.webhook]\nurl = \"{}/hook\"\n", hook.url);
    std::fs::write(place.config(), format!("{webhook}{config}")).unwrap();
    place.run("watch --timeout 3s").with(0);
    place.run("watch --timeout 2s").with(0);
    let posted = hook.asked();
    assert_eq!(posted.len(), 1, "{posted:?}");
    let (path, body) = &posted[0];
    assert_eq!((path.as_str(), &body["event"], &body["rule"]), ("/hook", &json!("raised"), &json!("late-task")));
    assert!(!body.to_string().contains("9876543210"), "{body}");
}

#[test]
fn without_a_config_there_is_nothing_to_watch() {
    Place::empty().run("watch --until-alert").with(2).says("there is no config");
    let listed = Place::empty().run("alerts list --sandbox -o json").with(0).json();
    assert_eq!(listed, json!([]));
}
