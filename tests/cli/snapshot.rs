//! `paytop snapshot` and the schemas: what is printed is what `paytop schema` says, and nothing of anybody.

use jsonschema::Validator;
use serde_json::Value;

use crate::book::{Book, done, intent, rejected, settled, unconfirmed};
use crate::paykassma::play;
use crate::place::{Place, Served};
use crate::stub::Stub;

/// The schema that the binary itself prints.
fn schema(place: &Place, name: &str) -> Validator {
    let schema = place.run(&format!("schema {name}")).with(0).json();
    assert_eq!(schema["$id"], format!("urn:paytop:{name}:1"));
    jsonschema::validator_for(&schema).unwrap()
}

#[track_caller]
fn must_hold(place: &Place, name: &str, value: &Value) {
    let validator = schema(place, name);
    let errors: Vec<String> =
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}\n{value:#}");
}

#[test]
fn every_feed_is_asked_once_and_everything_is_told() {
    let stub = Stub::start();
    let place = Place::connected(&stub.url);
    let book = Book::open(&place);
    book.write(&intent(1, book.now), &[unconfirmed()]);
    book.close();
    let told = place.run("snapshot -o json").with(0).json();
    must_hold(&place, "snapshot", &told);
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
    must_hold(&place, "snapshot", &told);
    assert_eq!(told["connections"][0]["feeds"][0]["state"], "failed");
    assert_eq!((&told["totals"], &told["accounts"]), (&Value::Null, &Value::Array(Vec::new())));
    let stub = Stub::saying("401 Unauthorized", "");
    Place::connected(&stub.url).run("snapshot").with(1);
    Place::empty().run("snapshot").with(2).says("there is no config");
}

#[test]
fn other_commands_print_what_their_schemas_say() {
    let stub = Stub::start();
    let place = Place::connected(&stub.url);
    for (name, line) in [
        ("tool-accounts", "tool accounts"),
        ("tool-apps", "tool apps"),
        ("tool-upi-list", "tool upi list u1"),
        ("check", "check"),
    ] {
        let told = place.run(&format!("{line} -o json")).with(0).json();
        assert!(!told.as_array().unwrap().is_empty(), "{name}");
        must_hold(&place, name, &told);
    }
    let sandbox = Served::start("");
    let place = play(&sandbox);
    for (name, line) in [
        ("paykassma-balances", "paykassma balances"),
        ("paykassma-systems", "paykassma systems --currency INR,BDT --label 55"),
        ("paykassma-hints", "paykassma hints"),
        ("snapshot", "snapshot"),
    ] {
        must_hold(&place, name, &place.run(&format!("{line} -o json")).with(0).json());
    }
}

#[test]
fn the_journal_prints_what_its_schemas_say() {
    let place = Place::connected("http://127.0.0.1:9");
    let book = Book::open(&place);
    for (number, states) in [vec![done()], vec![rejected()], vec![unconfirmed()], vec![unconfirmed(), settled(true)]]
        .into_iter()
        .enumerate()
    {
        book.write(&intent(u8::try_from(number).unwrap() + 1, book.now), &states);
    }
    book.close();
    let list = place.run("journal list -o json").with(0).json();
    assert_eq!(list.as_array().unwrap().len(), 4);
    must_hold(&place, "journal-list", &list);
    for number in 1..=4 {
        must_hold(&place, "journal-show", &place.run(&format!("journal show 00000{number} -o json")).with(0).json());
    }
    must_hold(&place, "journal-verify", &place.run("journal verify -o json").with(0).json());
}

#[test]
fn a_schema_refuses_what_it_does_not_say() {
    let place = Place::empty();
    let names = place.run("schema").with(0).out;
    assert!(names.lines().count() > 3, "{names}");
    for name in names.lines() {
        assert!(!schema(&place, name).is_valid(&serde_json::json!([{}])), "{name}");
    }
    place.run("schema nonsense").with(2);
}
