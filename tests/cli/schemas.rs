//! The schemas: every command prints what `paytop schema` says of it. Each run of these tests that asks for JSON is held
//! against its schema; here every command has its turn.

use std::collections::BTreeSet;

use clap::CommandFactory;
use paytop::cli::Cli;
use paytop::cli::schema::SCHEMAS;
use serde_json::{Value, json};

use crate::alerts::late;
use crate::book::{Book, done, intent, rejected, settled, unconfirmed};
use crate::place::{Place, Served};
use crate::stub::{Stub, answer};
use crate::{batch, paykassma, yuansfer};

/// Those that print a line of JSON each time.
const LINE_BY_LINE: [&str; 2] = ["journal-export", "watch"];

/// The command that a line is, its words with `-` between them; `None` where it asks for no JSON.
fn asking_for_json(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let form = words.iter().position(|word| *word == "-o").and_then(|at| words.get(at + 1))?;
    if !["json", "jsonl"].contains(form) {
        return None;
    }
    let line = ["paytop"].into_iter().chain(words);
    let matches = Cli::command().try_get_matches_from(line).ok()?;
    let command = std::iter::successors(matches.subcommand(), |(_, within)| within.subcommand());
    Some(command.map(|(name, _)| name).collect::<Vec<_>>().join("-"))
}

/// What a line printed is what its schema says, where it printed anything and was to print JSON.
#[track_caller]
pub fn must_hold(line: &str, printed: &str) {
    let Some(name) = asking_for_json(line).filter(|_| !printed.is_empty()) else { return };
    let (_, schema) =
        SCHEMAS.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("{name} has no schema"));
    let validator = jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
    let read =
        |text: &str| serde_json::from_str::<Value>(text).unwrap_or_else(|error| panic!("{line}: {error}: {text}"));
    let told: Vec<Value> =
        if LINE_BY_LINE.contains(&name.as_str()) { printed.lines().map(read).collect() } else { vec![read(printed)] };
    for value in told {
        let errors: Vec<String> =
            validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{line} is not what {name} says: {errors:#?}\n{value:#}");
    }
}

/// Every command once and more, at stubs that were written from the documents and at the sandbox.
#[test]
fn every_command_prints_what_its_schema_says() {
    let mut run = BTreeSet::new();
    let mut at = |place: &Place, line: &str, input: &str, status: i32| {
        let line = format!("{line} -o json");
        let told = place.run_with(&line, input).with(status);
        assert!(!told.out.is_empty(), "{line} prints nothing: {}", told.said);
        run.insert(asking_for_json(&line).unwrap());
    };

    let stub = Stub::start();
    let tool = Place::connected(&stub.url);
    for line in ["tool accounts", "tool apps", "tool upi list u1", "check", "snapshot", "doctor --offline"] {
        at(&tool, line, "", 0);
    }
    for (line, input) in [
        ("tool account save --collection UPI --type PHONEPE --phone 9876543210", "4321\n"),
        ("tool upi set u1 asha@ybl", ""),
        ("tool otp send u1", ""),
        ("tool otp confirm u1 --session otp-1", "123456\n"),
        ("tool sms send u1", ""),
        ("tool sms confirm u1 --session sms-1", ""),
        ("tool enable u1", ""),
        ("tool disable u1", ""),
        ("tool order create c1 --amount 5", ""),
        ("tool deauthorize u1", ""),
    ] {
        at(&tool, &format!("{line} --yes"), input, 0);
        at(&tool, &format!("{line} --dry-run"), input, 0);
    }
    for (status, told, exit) in
        [("200 OK", r#"{"errCode": 6003, "errMsg": "no"}"#, 1), ("500 Internal Server Error", "", 4)]
    {
        let ending = Stub::reacting(move |_, path, body| match path {
            "/api/withdraw_order/create" => (status.to_owned(), told.to_owned()),
            path => ("200 OK".to_owned(), answer(path, body).to_string()),
        });
        at(&Place::connected(&ending.url), "tool order create c1 --amount 5 --yes", "", exit);
    }

    let sampled = paykassma::document();
    let shop = paykassma::shop(&sampled.url);
    for line in paykassma::READS {
        at(&shop, &format!("paykassma {line}"), "", 0);
    }
    for (line, input) in paykassma::CHANGES {
        at(&shop, &format!("paykassma {line} --yes"), input, 0);
    }
    let by_field =
        Stub::saying("422 Unprocessable Entity", r#"{"status": "fail", "message": {"amount": ["too small"]}}"#);
    at(&paykassma::shop(&by_field.url), &format!("paykassma {} --yes", paykassma::CHANGES[0].0), "", 1);

    let sampled = yuansfer::document();
    let desk = yuansfer::desk(&sampled.url);
    for (line, input) in [(yuansfer::REGISTER, ""), (yuansfer::ADD, "7861053298\n"), (yuansfer::PAY, "")] {
        at(&desk, &format!("yuansfer {line} --yes"), input, 0);
    }
    let payee = yuansfer::PAYEE;
    for line in [
        &format!("payee update {payee} --last-name Roe --yes"),
        &format!("payee show {payee}"),
        &format!("payee accounts {payee}"),
        "payee list",
        "transfer show --pending",
        "transfer show 9aae4c685d824c5da746f97620c59eb5",
    ] {
        at(&desk, &format!("yuansfer {line}"), "", 0);
    }

    let sandbox = Served::start("--speed 600");
    let play = paykassma::play(&sandbox);
    batch::write(&play, "a.csv", &batch::THREE);
    at(&play, "paykassma withdrawal batch a.csv --check", "", 0);
    at(&play, "paykassma withdrawal batch a.csv --yes --lines 3 --rate 600", "", 0);
    at(&play, "paykassma withdrawal status --pending", "", 0);
    at(&play, "snapshot", "", 0);
    std::fs::write(desk.path("b.csv"), format!("customerNo,accountToken,amount,currency\n{payee},1,5,USD\n")).unwrap();
    at(&desk, "yuansfer transfer batch b.csv --check", "", 0);

    let running = late();
    let watched = Place::connected(&running.url);
    at(&watched, "watch --until-alert --timeout 60s", "", 0);
    at(&watched, "alerts list", "", 0);
    at(&watched, "postbacks list", "", 0);

    let kept = Place::connected("http://127.0.0.1:9");
    let book = Book::open(&kept);
    let lives = [vec![done()], vec![rejected()], vec![unconfirmed()], vec![unconfirmed(), settled(true)]];
    for (number, states) in (1..).zip(lives) {
        book.write(&intent(number, book.now), &states);
    }
    book.close();
    for line in ["journal list", "journal verify", "journal report"] {
        at(&kept, line, "", 0);
    }
    for number in 1..=4 {
        at(&kept, &format!("journal show 00000{number}"), "", 0);
    }
    for line in ["journal export -o jsonl", "journal export --entries -o jsonl"] {
        let told = kept.run(line).with(0);
        assert!(told.out.lines().count() >= 4, "{told:?}");
        run.insert(asking_for_json(line).unwrap());
    }

    let all: BTreeSet<String> = SCHEMAS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(run, all);
}

#[test]
fn the_program_prints_each_schema_by_its_command() {
    let place = Place::empty();
    let names = place.run("schema").with(0).out;
    let listed: BTreeSet<&str> = names.lines().collect();
    assert_eq!(listed, SCHEMAS.iter().map(|(name, _)| *name).collect());
    let schema: Value = place.run("schema tool-enable").with(0).json();
    assert_eq!(schema["$id"], "urn:paytop:tool-change:1");
    place.run("schema nonsense").with(2).says("nonsense");
}

#[test]
fn a_schema_refuses_what_it_does_not_say() {
    for (name, schema) in SCHEMAS {
        let validator = jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
        for other in [json!([{}]), json!({}), json!(null), json!("done"), json!({"outcome": "perhaps"})] {
            assert!(!validator.is_valid(&other), "{name}: {other}");
        }
    }
}
