//! `paytop snapshot`: everything that is known, and nothing of anybody.

use jiff::SignedDuration;
use serde_json::Value;

use crate::alerts::late;
use crate::book::{Book, at, intent, unconfirmed};
use crate::place::Place;
use crate::stub::Stub;

#[test]
fn every_feed_is_asked_once_and_everything_is_told() {
    let stub = Stub::start();
    let place = Place::connected(&stub.url);
    let book = Book::open(&place);
    book.write(&intent(1, book.now), &[unconfirmed()]);
    book.close();
    let told = place.run("snapshot -o json").with(0).json();
    assert_eq!(told["schema"], "paytop.snapshot/1");
    assert_eq!(told["accounts"].as_array().unwrap().len(), 3);
    assert_eq!(told["totals"]["tasks"], 1);
    assert_eq!(told["totals"]["planned"].to_string(), "1000.1");
    assert_eq!(told["unconfirmed"][0]["amount"].to_string(), "500");
    let states: Vec<&Value> =
        told["connections"][0]["feeds"].as_array().unwrap().iter().map(|of| &of["state"]).collect();
    assert_eq!(states, ["fresh", "fresh"]);
    let asked: Vec<String> = stub.asked().into_iter().map(|(path, _)| path).collect();
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert!(!told.to_string().contains("9876543210"), "{told:#}");
}

#[test]
fn it_is_printed_for_people_and_as_metrics_too() {
    let stub = Stub::start();
    let place = Place::connected(&stub.url);
    let table = place.run("snapshot").with(0);
    for words in ["connections\n", "india-a", "totals\n", "accounts\n", "PHONEPE", "1,000.10"] {
        assert!(table.out.contains(words), "{words}: {}", table.out);
    }
    let metrics = place.run("snapshot -o prometheus").with(0).out;
    for line in [
        "# TYPE paytop_feed_up gauge\n",
        "paytop_feed_up{connection=\"india-a\",provider=\"withdraw-tool\",environment=\"sandbox\",feed=\"accounts\"} 1\n",
        "paytop_tasks_withdrawn_rupees{connection=\"india-a\"} 250.5\n",
    ] {
        assert!(metrics.contains(line), "{line}: {metrics}");
    }
    assert!(!table.out.contains("9876543210") && !metrics.contains("98765"));
}

#[test]
fn what_did_not_answer_is_said_and_is_the_exit_status() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let place = Place::connected(&format!("http://{free}"));
    let ended = place.run("snapshot -o json").with(3).says("india-a accounts: ").says("connection refused");
    let told = ended.json();
    assert_eq!(told["connections"][0]["feeds"][0]["state"], "failed");
    assert_eq!((&told["totals"], &told["accounts"]), (&Value::Null, &Value::Array(Vec::new())));
    let stub = Stub::saying("401 Unauthorized", "");
    Place::connected(&stub.url).run("snapshot").with(1);
    Place::empty().run("snapshot").with(2).says("there is no config");
}

/// The rules and levels of what is told as standing.
fn alerts(place: &Place) -> Vec<(String, String)> {
    let told = place.run("snapshot -o json").with(0).json();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    told["alerts"].as_array().unwrap().iter().map(|alert| (text(&alert["rule"]), text(&alert["level"]))).collect()
}

#[test]
fn what_stands_out_is_judged_by_the_config_and_by_what_is_kept() {
    let stub = late();
    let place = Place::connected(&stub.url);
    let has = |rule: &str, level: &str| alerts(&place).contains(&(rule.to_owned(), level.to_owned()));
    assert!(has("late-task", "warning"));
    let config = std::fs::read_to_string(place.config()).unwrap();
    std::fs::write(place.config(), format!("[alerts]\nlate = \"off\"\n{config}")).unwrap();
    assert!(!has("late-task", "warning"), "the config wants no such alert");

    // Half an hour is too long by itself; the day's limit is nearly used up by what the journal has.
    let book = Book::open(&place);
    let before = book.now - SignedDuration::from_mins(30);
    book.write(&at(intent(1, book.now), before), &[unconfirmed()]);
    book.close();
    assert!(has("unconfirmed", "unconfirmed"));
    assert!(!has("limit-near", "warning"));
    let limited = std::fs::read_to_string(place.config()).unwrap() + "limits = { INR = { per_hour = 1 } }\n";
    std::fs::write(place.config(), limited).unwrap();
    assert!(has("limit-near", "bad"));
}
