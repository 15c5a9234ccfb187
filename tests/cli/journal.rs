//! `paytop journal`: what it tells of a journal, what it writes to one, and what it finds wrong with one.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use jiff::SignedDuration;
use paytop::domain::{Intent, IntentState, Told};
use rstest::rstest;
use serde_json::{Value, json};

use crate::book::{Book, at, done, flip, intent, meddle, of, rejected, rupees, settled, unconfirmed};
use crate::place::{Place, Served};
use crate::stub::Stub;

/// A home whose config names an operator and a zone.
fn home() -> Place {
    Place::with_config("[operator]\nname = \"asha\"\n[ui]\ntime_zone = \"Asia/Kolkata\"\n")
}

/// One of each: 1 is done, 2 rejected, 3 unconfirmed, 4 settled; and the journal is closed.
fn one_of_each(place: &Place) -> PathBuf {
    let book = Book::open(place);
    book.write(&intent(1, book.now), &[done()]);
    book.write(&intent(2, book.now), &[rejected()]);
    book.write(&intent(3, book.now), &[unconfirmed()]);
    book.write(&intent(4, book.now), &[unconfirmed(), settled(false)]);
    book.close()
}

fn ids(rows: &Value) -> Vec<String> {
    let id = |row: &Value| row["id"].as_str().unwrap().split_at(30).1.to_owned();
    rows.as_array().unwrap().iter().map(id).collect()
}

#[test]
fn where_there_is_no_journal_none_is_made() {
    let place = home();
    assert_eq!(place.run("journal list -o json").with(0).says("is empty").json(), json!([]));
    assert!(place.run("journal verify").with(0).out.contains("empty"));
    let anchor = place.run("journal anchor").with(0).out;
    assert_eq!(anchor.trim(), format!("0:{}", "0".repeat(64)));
    place.run(&format!("journal verify --anchor {anchor}")).with(0);
    place.run("journal export -o csv").with(0);
    assert!(place.run("journal report").with(0).out.contains("The journal is empty"));
    place.run("journal show 000001").with(2);
    assert!(!place.path("data").exists(), "reading makes no file");
}

#[test]
fn a_list_has_each_intent_with_what_it_is_now_newest_first() {
    let place = home();
    one_of_each(&place);
    let rows = place.run("journal list -o json").with(0).json();
    assert_eq!(ids(&rows), ["000004", "000003", "000002", "000001"]);
    let states: Vec<_> = rows.as_array().unwrap().iter().map(|row| row["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["settled", "unconfirmed", "rejected", "done"]);
    let [settled, unconfirmed, rejected, done] = rows.as_array().unwrap().as_slice() else { panic!("{rows}") };
    assert_eq!((&done["amount"], &done["currency"]), (&json!(500), &json!("INR")));
    assert_eq!((&done["reference"], &done["operator"]), (&json!("W-77"), &json!("asha")));
    assert_eq!((&rejected["code"], &rejected["text"]), (&json!("6003"), &json!("insufficient balance")));
    assert_eq!(unconfirmed["plain"], "no answer within 20 s");
    assert_eq!((&settled["happened"], &settled["by"]), (&json!(false), &json!("ravi")));
    let table = place.run("journal list").with(0).out;
    let lines: Vec<&str> = table.lines().collect();
    assert!(lines[0].starts_with("id      when"), "{table}");
    assert!(lines[2].contains("UNCONFIRMED") && lines[2].contains("IST"), "{table}");
    assert!(lines[4].contains("000001") && lines[4].contains("W-77"), "{table}");
}

#[rstest]
#[case("--state unconfirmed", &["000003"])]
#[case("--state open", &["000003"])]
#[case("--state done,rejected", &["000002", "000001"])]
#[case("--connection india-b", &[])]
#[case("--connection india-a --account a2 --operator asha", &["000004", "000003", "000002", "000001"])]
#[case("--operator ravi", &[])]
#[case("--since 1h", &["000004", "000003", "000002", "000001"])]
#[case("--until 1h", &[])]
#[case("--since 2020-01-01 --until 2020-01-31", &[])]
// What is open is never left out for being old.
#[case("--most 1", &["000004", "000003"])]
#[case("--most 0", &["000003"])]
#[case("--most 1 --since 1h", &["000004", "000003"])]
#[case("--all", &["000004", "000003", "000002", "000001"])]
fn a_list_can_be_narrowed(#[case] flags: &str, #[case] expected: &[&str]) {
    let place = home();
    one_of_each(&place);
    let ended = place.run(&format!("journal list -o json {flags}")).with(0);
    assert_eq!(ids(&ended.json()), expected);
    assert_eq!(ended.said.contains("--all"), flags.contains("--most"), "{}", ended.said);
}

#[test]
fn a_page_shows_everything_of_an_intent() {
    let place = home();
    one_of_each(&place);
    let page = place.run("journal show 000002").with(0).out;
    for words in [
        "withdraw INR 500.00",
        "india-a (production)",
        "a2 (AXIS ••••••3210)",
        "refused: insufficient balance (code 6003)",
        "the provider's code:  6003",
        "the provider's words: insufficient balance",
        "trying again is safe",
        "payAccountId  a2",
        "Withdraw INR 500.00 from a2?",
        "It cannot be taken back.",
        "planned",
        "sent",
        "IST",
        "asha",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let page = place.run("journal show 3").with(0).out;
    assert!(page.contains("UNCONFIRMED") && page.contains("NOT safe"), "{page}");
    assert!(page.contains("paytop journal settle 000003 --happened"), "{page}");
    let whole = place.run("journal list -o json --state done").json()[0]["id"].as_str().unwrap().to_owned();
    let shown = place.run(&format!("journal show {whole} -o json")).with(0).json();
    assert_eq!(shown["again"], "second");
    assert_eq!(shown["request"][0], json!({"name": "payAccountId", "value": "a2"}));
    assert_eq!(shown["shown"][1], "It cannot be taken back.");
    let states: Vec<_> =
        shown["timeline"].as_array().unwrap().iter().map(|event| event["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["planned", "sent", "done"]);
    assert_eq!(shown["timeline"][2]["reference"], "W-77");
}

#[test]
fn an_id_that_means_several_or_none_says_so() {
    let place = home();
    let book = Book::open(&place);
    book.write(&intent(0x11, book.now), &[done()]);
    book.write(&intent(0x21, book.now), &[done()]);
    book.close();
    let ended = place.run("journal show 1").with(2).says("2 changes").says("Which one?");
    assert!(ended.said.contains("000011") && ended.said.contains("000021"), "{}", ended.said);
    for none in ["ffffff", "nonsense", "%"] {
        place.run(&format!("journal show {none}")).with(2).says("no change");
    }
}

#[test]
fn what_an_ended_run_had_sent_is_unconfirmed_and_is_settled_once() {
    let place = home();
    let book = Book::open(&place);
    book.write(&intent(1, book.now), &[]);
    // Its run still lives.
    assert_eq!(place.run("journal list -o json").with(0).json()[0]["state"], "sent");
    place.run("journal settle 000001 --happened UTR1234567890 --yes").with(1).says("on its way");
    book.close();
    assert_eq!(place.run("journal list -o json").with(0).json()[0]["state"], "unconfirmed");
    place.run("journal settle 000001 --happened UTR1234567890").with(2).says("--yes");
    place.run("journal settle 000001 --happened UTR1234567890 --yes").with(0).says("it happened").says("says asha");
    let row = place.run("journal show 000001 -o json").with(0).json();
    let parts = ["state", "happened", "how", "by", "reference"].map(|name| row[name].clone());
    assert_eq!(parts, [json!("settled"), json!(true), json!("operator"), json!("asha"), json!("UTR1234567890")]);
    assert_eq!(row["plain"], "paytop ended before the answer came");
    assert_eq!(row["again"], "second");
    // Whoever came first stays.
    place.run("journal settle 000001 --happened other --yes").with(1).says("settled already").says("UTR1234567890");
    place.run("journal verify").with(0);
}

#[test]
fn what_did_not_happen_wants_a_reason_and_hides_a_phone_in_it() {
    let place = home();
    one_of_each(&place);
    place.run("journal settle 000003 --did-not --yes").with(2).says("--reason");
    place.run("journal settle 000003 --yes").with(2);
    let mut command = place.command(&["journal", "settle", "3", "--did-not", "--yes", "--reason"]);
    let output = command.arg("asked 98765 43210, not on the statement").output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let row = place.run("journal show 3 -o json").with(0).json();
    assert_eq!((&row["happened"], &row["again"]), (&json!(false), &json!("safe")));
    assert_eq!(row["evidence"], "asked ••••• •3210, not on the statement");
    for settled in ["000001", "000002", "000004"] {
        place.run(&format!("journal settle {settled} --happened x --yes")).with(1).says("Nothing was written down");
    }
}

#[test]
fn a_sound_chain_is_verified_and_anchored() {
    let place = home();
    one_of_each(&place);
    // 3 entries, 3, 3 and 4.
    let anchor = place.run("journal anchor").with(0).out.trim().to_owned();
    assert!(anchor.starts_with("13:") && anchor.len() == 67, "{anchor}");
    let verified = place.run(&format!("journal verify --anchor {anchor}")).with(0).out;
    for words in ["The chain holds: 13 entries.", "the entry of the anchor, 13", &anchor] {
        assert!(verified.contains(words), "{words}: {verified}");
    }
    let row = place.run("journal verify -o json").with(0).json();
    assert_eq!(row, json!({"sound": true, "entries": 13, "head": anchor, "broken": null, "damage": null}));
    // What is written later leaves the anchor where it was.
    place.run("journal settle 3 --happened R-1 --yes").with(0);
    place.run(&format!("journal verify --anchor {anchor}")).with(0);
    let other = format!("13:{}", "a".repeat(64));
    place.run(&format!("journal verify --anchor {other}")).with(1);
}

#[rstest]
#[case("UPDATE journal SET amount = '5000' WHERE seq = 4", "entry 4 was changed", 3)]
#[case("UPDATE journal SET at = at + 1 WHERE seq = 1", "entry 1 was changed", 0)]
#[case("UPDATE journal SET body = replace(body, '6003', '6004') WHERE seq = 6", "entry 6 was changed", 5)]
#[case("DELETE FROM journal WHERE seq = 6", "entry 6 is missing", 5)]
#[case("DELETE FROM journal WHERE seq = 1", "entry 1 is missing", 0)]
fn whoever_edits_the_journal_is_found(#[case] sql: &'static str, #[case] words: &str, #[case] holds: u64) {
    let place = home();
    let file = one_of_each(&place);
    meddle(&file, sql);
    let ended = place.run("journal verify").with(1);
    assert!(ended.out.contains("BROKEN") && ended.out.contains(words), "{}", ended.out);
    let row = place.run("journal verify -o json").with(1).json();
    assert_eq!((&row["sound"], &row["entries"]), (&json!(false), &json!(holds)));
}

#[rstest]
#[case(b'X', "entry 6 was changed")]
// No text begins like this: the entry cannot even be read.
#[case(0xff, "entry 6 cannot be read")]
fn one_byte_of_the_file_is_enough(#[case] byte: u8, #[case] words: &str) {
    let place = home();
    let file = one_of_each(&place);
    flip(&file, "insufficient balance\",\"plain", byte);
    let ended = place.run("journal verify").with(1);
    assert!(ended.out.contains(words), "{}", ended.out);
    assert!(ended.out.contains("Entries 1 to 5 before it hold"), "{}", ended.out);
}

#[test]
fn a_tail_that_was_cut_off_is_found_by_the_anchor() {
    let place = home();
    let file = one_of_each(&place);
    let anchor = place.run("journal anchor").out.trim().to_owned();
    meddle(&file, "DELETE FROM journal WHERE seq = 13");
    // Without an anchor nobody can tell.
    place.run("journal verify").with(0);
    let ended = place.run(&format!("journal verify --anchor {anchor}")).with(1);
    assert!(ended.out.contains("ends at entry 12") && ended.out.contains("cut off"), "{}", ended.out);
}

#[test]
fn a_damaged_file_is_read_as_far_as_it_goes() {
    let place = home();
    let book = Book::open(&place);
    for number in 1..=120 {
        book.write(&intent(number, book.now), &[done()]);
    }
    let file = book.close();
    // Pages in the middle of the file, overwritten.
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 8192].fill(0x5a);
    std::fs::write(&file, bytes).unwrap();
    let ended = place.run("journal verify").with(1);
    assert!(ended.out.contains("DAMAGED") || ended.out.contains("cannot be read"), "{ended:?}");
    std::fs::write(&file, "this is no database, but long enough to be looked at".repeat(100)).unwrap();
    let ended = place.run("journal verify").with(1);
    assert!(ended.out.contains("No entry before it holds"), "{ended:?}");
    place.run("journal list").with(3).says("damaged");
}

#[test]
fn what_a_spreadsheet_would_run_is_defused() {
    let place = home();
    let book = Book::open(&place);
    let told = Told { code: Some("=1+1".into()), text: Some("@SUM(A1:A9)".into()), plain: "+cmd|' /C calc'!A0".into() };
    let hostile = Intent { operator: "-2+3".into(), ..intent(1, book.now) };
    book.write(&hostile, &[IntentState::Rejected(told)]);
    book.close();
    for line in ["journal list -o csv", "journal export -o csv"] {
        let csv = place.run(line).with(0).out;
        let mut lines = csv.lines();
        assert!(lines.next().unwrap().starts_with("id,planned,since,connection,"), "{csv}");
        let row = lines.next().unwrap();
        for cell in [",'=1+1,", ",'@SUM(A1:A9),", ",'+cmd|' /C calc'!A0,", ",'-2+3,"] {
            assert!(row.contains(cell), "{cell}: {row}");
        }
        assert!(row.contains(",500,INR,"), "{row}");
    }
    let entries = place.run("journal export -o csv --entries").with(0).out;
    let header = entries.lines().next().unwrap();
    assert_eq!(header, "seq,at,run,intent,state,connection,account,currency,amount,body,previous,hash");
}

#[test]
fn an_export_has_every_intent_or_every_entry_of_its_time() {
    let place = home();
    let book = Book::open(&place);
    let old = at(intent(1, book.now), book.now - SignedDuration::from_hours(48));
    book.write(&old, &[done()]);
    book.write(&intent(2, book.now), &[unconfirmed()]);
    book.close();
    let lines = |line: &str| -> Vec<Value> {
        place.run(line).with(0).out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let all = lines("journal export -o jsonl");
    assert_eq!(ids(&json!(all)), ["000001", "000002"], "oldest first");
    assert_eq!(all[1]["timeline"][2]["plain"], "no answer within 20 s");
    assert_eq!(ids(&json!(lines("journal export -o jsonl --since 24h"))), ["000002"]);
    assert_eq!(ids(&json!(lines("journal export -o jsonl --until 24h"))), ["000001"]);
    let entries = lines("journal export -o jsonl --entries");
    assert_eq!(entries.len(), 6);
    let anchor = place.run("journal anchor").out;
    assert_eq!(anchor.trim(), format!("6:{}", entries[5]["hash"].as_str().unwrap()));
    assert_eq!(entries[1]["previous"], entries[0]["hash"]);
    assert_eq!(lines("journal export -o jsonl --entries --since 24h").len(), 3);
}

#[test]
fn a_shift_is_summed_up() {
    let place = home();
    let book = Book::open(&place);
    let hours = |hours| book.now - SignedDuration::from_hours(hours);
    let write = |number, amount: &str, when, states: &[IntentState]| {
        book.write(&at(of(intent(number, book.now), amount), when), states);
    };
    // Before the shift: one done then, one settled within it, one that is still open.
    write(1, "111.11", hours(20), &[done()]);
    let earlier = at(of(intent(2, book.now), "222.22"), hours(19));
    book.write(&earlier, &[unconfirmed()]);
    book.record(&earlier, hours(2), settled(true));
    write(3, "333.33", hours(18), &[unconfirmed()]);
    // Within it.
    write(4, "1000", hours(7), &[done()]);
    write(5, "2500.50", hours(6), &[done()]);
    write(6, "40000", hours(5), &[unconfirmed(), settled(true)]);
    write(7, "70.07", hours(4), &[unconfirmed(), settled(false)]);
    write(8, "99.99", hours(3), &[unconfirmed()]);
    write(9, "0.01", hours(2), &[unconfirmed()]);
    write(10, "600", hours(1), &[rejected()]);
    let dollars = Intent {
        amount: Some(paytop::domain::Money::new(rupees("12.5").amount, paytop::domain::Currency::new("USD"))),
        ..at(intent(11, book.now), hours(1))
    };
    book.write(&dollars, &[done()]);
    let switch = Intent {
        amount: None,
        kind: paytop::domain::ChangeKind::SetWithdrawals,
        words: "turn withdrawals on".into(),
        ..at(intent(12, book.now), hours(1))
    };
    book.write(&switch, &[IntentState::Done { reference: None }]);
    book.close();

    let report = place.run("journal report -o json").with(0).json();
    let group = |currency: Value| {
        let sums = report["sums"].as_array().unwrap();
        sums.iter().find(|sum| sum["currency"] == currency).unwrap_or_else(|| panic!("{report:#}")).clone()
    };
    let inr = group(json!("INR"));
    assert_eq!(inr["connection"], "india-a");
    for (kind, count, sum) in [
        ("done", 2, "3500.50"),
        ("happened", 1, "40000"),
        ("didNotHappen", 1, "70.07"),
        ("unconfirmed", 2, "100.00"),
        ("rejected", 1, "600"),
        ("onItsWay", 0, "0"),
    ] {
        assert_eq!(inr[kind]["count"], count, "{kind}: {inr}");
        let found = inr[kind]["sum"].to_string();
        let (found, expected): (rust_decimal::Decimal, rust_decimal::Decimal) =
            (found.parse().unwrap(), sum.parse().unwrap());
        assert_eq!(found, expected, "{kind}: {inr}");
    }
    assert_eq!(group(json!("USD"))["done"]["count"], 1);
    assert_eq!(group(Value::Null)["done"], json!({"count": 1, "sum": null}));
    assert_eq!(ids(&report["earlier"]), ["000002"]);
    assert_eq!(ids(&report["open"]), ["000003", "000008", "000009"]);
    assert_eq!(report["head"].as_str().unwrap(), place.run("journal anchor").out.trim());

    let page = place.run("journal report --shift 8h").with(0).out;
    for words in ["3,500.50", "40,000.00", "100.00", "UNCONFIRMED", "12.50", "Open now", "known since", "000003"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    // A longer shift takes the earlier ones in.
    let longer = place.run("journal report --shift 24h -o json").with(0).json();
    assert_eq!(longer["sums"][1]["done"]["count"], 3, "{longer:#}");
    assert_eq!(ids(&longer["earlier"]), Vec::<String>::new());
}

#[test]
fn tests_are_no_money_in_a_shift() {
    let place = home();
    let book = Book::open(&place);
    let asked = |number, amount: &str, is_test: bool| Intent {
        kind: paytop::domain::ChangeKind::CreateWithdrawal,
        request: vec![("is_test".into(), is_test.to_string())],
        ..at(of(intent(number, book.now), amount), book.now - SignedDuration::from_hours(1))
    };
    book.write(&asked(1, "1500", false), &[done()]);
    book.write(&asked(2, "500", true), &[done()]);
    book.write(&asked(3, "250", true), &[unconfirmed()]);
    book.close();

    let report = place.run("journal report -o json").with(0).json();
    let counted = |list: &str, kind: &str| {
        assert_eq!(report[list].as_array().unwrap().len(), 1, "{report:#}");
        let sum: rust_decimal::Decimal = report[list][0][kind]["sum"].to_string().parse().unwrap();
        (report[list][0][kind]["count"].as_u64().unwrap(), sum)
    };
    assert_eq!(counted("sums", "done"), (1, 1500.into()));
    assert_eq!(counted("sums", "unconfirmed"), (0, 0.into()));
    assert_eq!(counted("tests", "done"), (1, 500.into()));
    assert_eq!(counted("tests", "unconfirmed"), (1, 250.into()));

    let page = place.run("journal report").with(0).out;
    let (real, tests) = page.split_once("TESTS decided on in this shift").unwrap_or_else(|| panic!("{page}"));
    assert!(real.contains("1,500.00") && !real.contains("500.00 ") && !real.contains("UNCONFIRMED"), "{page}");
    assert!(tests.contains(" 500.00") && tests.contains(" 250.00") && !page.contains("2,000.00"), "{page}");
}

#[test]
fn the_journal_is_the_config_s_or_the_sandbox_s() {
    // A new user has played with the sandbox.
    let place = Place::empty();
    let book = Book::at(place.path("data/paytop/sandbox.db"));
    book.write(&intent(1, book.now), &[done()]);
    book.close();
    assert!(place.run("journal verify").with(0).out.contains("sandbox.db"));
    assert_eq!(ids(&place.run("journal list -o json").with(0).json()), ["000001"]);

    let named = place.path("elsewhere/my journal.db");
    let place = Place::with_config(&format!("[store]\nurl = \"sqlite://{}\"\n", named.display()));
    let book = Book::at(named);
    book.write(&intent(2, book.now), &[done()]);
    let book = (book.close(), Book::at(place.path("data/paytop/sandbox.db"))).1;
    book.write(&intent(3, book.now), &[done()]);
    book.close();
    assert_eq!(ids(&place.run("journal list -o json").with(0).json()), ["000002"]);
    assert_eq!(ids(&place.run("journal list -o json --sandbox").with(0).json()), ["000003"]);
}

#[test]
fn a_journal_that_cannot_be_written_is_read_all_the_same() {
    let place = home();
    let book = Book::open(&place);
    book.write(&intent(1, book.now), &[]);
    let file = book.close();
    // What everybody has to lock before the file is written cannot be.
    let lock = file.with_file_name("paytop.db-lock");
    std::fs::remove_file(&lock).unwrap();
    std::fs::create_dir(&lock).unwrap();
    let ended = place.run("journal list -o json").with(0).says("nobody knows what became of it");
    // That it was left behind cannot be written down, and is so all the same.
    assert_eq!(ended.json()[0]["state"], "unconfirmed");
    place.run("journal show 000001").with(0);
    place.run("journal verify").with(0);
    // Nobody waits for its answer any longer, and that cannot be written down: it is not called on its way.
    let ended = place.run("journal settle 000001 --happened x --yes").with(3).says("cannot be opened");
    assert!(!ended.said.contains("on its way"), "{ended:?}");
}

#[test]
fn a_journal_that_cannot_be_used_is_three() {
    let place = Place::with_config("[store]\nurl = \"sqlite:///dev/null/paytop.db\"\n");
    for line in ["list", "show 000001", "verify", "anchor", "export -o csv", "report", "settle 1 --happened x --yes"] {
        place.run(&format!("journal {line}")).with(3).says("cannot be opened").says("Check the path");
    }
    let place = Place::with_config("[store]\nurl = \"postgres://asha:hunter22@db/paytop\"\n");
    let ended = place.run("journal list").with(2).says("PostgreSQL");
    assert!(!ended.said.contains("hunter22"), "{ended:?}");
}

#[test]
fn what_is_no_time_or_anchor_is_usage() {
    let place = home();
    for line in [
        "list --since yesterday",
        "list --since 1h --until 2h",
        "verify --anchor 5",
        "verify --anchor 5:xyz",
        "report --shift 2026-11-20",
        "export",
        "settle 000001 --happened x --did-not --reason y",
    ] {
        place.run(&format!("journal {line}")).with(2);
    }
}

#[test]
fn nothing_from_the_file_reaches_the_terminal_raw() {
    let place = home();
    let book = Book::open(&place);
    let hostile = Intent {
        title: "\u{1b}[2Jtitle".into(),
        words: "\u{1b}]0;words\u{7}\u{202e}".into(),
        shown: vec!["\u{9b}31mshown".into()],
        request: vec![("\u{1b}name".into(), "value\u{8}".into())],
        ..intent(1, book.now)
    };
    book.write(&hostile, &[IntentState::Unconfirmed(Told::plain("\u{1b}[31mplain"))]);
    book.close();
    for line in ["list", "list -o csv", "list -o json", "show 1", "show 1 -o json", "report", "export -o jsonl"] {
        let ended = place.run(&format!("journal {line}")).with(0);
        let raw = ['\u{1b}', '\u{7}', '\u{8}', '\u{9b}', '\u{202e}'];
        assert!(!ended.out.contains(raw) && !ended.said.contains(raw), "{line}: {ended:?}");
        assert!(!ended.out.contains("\\u001b"), "{line}: {ended:?}");
    }
    for line in ["export -o jsonl --entries", "export -o csv --entries"] {
        let ended = place.run(&format!("journal {line}")).with(0);
        assert!(!ended.out.contains(['\u{1b}', '\u{7}', '\u{8}', '\u{9b}', '\u{202e}']), "{line}: {ended:?}");
    }
    // What an entry says is still what its hash is of.
    let first = place.run("journal export -o jsonl --entries").out.lines().next().unwrap().to_owned();
    let first: Value = serde_json::from_str(&first).unwrap();
    assert!(first["body"].as_str().unwrap().contains('\u{202e}'), "{first}");
}

#[test]
fn a_change_whose_answer_was_lost_is_settled_at_the_command_line() {
    let sandbox = Served::start("--drop-rate 1");
    let place = Place::connected(&sandbox.url);
    place.run("tool enable a9 --yes").with(4);
    let rows = place.run("journal list -o json").with(0).json();
    assert_eq!((&rows[0]["state"], &rows[0]["kind"]), (&json!("unconfirmed"), &json!("set-withdrawals")));
    let id = rows[0]["id"].as_str().unwrap();
    assert!(place.run("journal report").with(0).out.contains("UNCONFIRMED"));
    place.run(&format!("journal settle {id} --happened seen-at-the-provider --yes")).with(0);
    assert!(place.run("journal verify").with(0).out.contains("4 entries"));
    // The embedded sandbox's own journal has nothing of it.
    assert_eq!(place.run("journal list -o json --sandbox").with(0).json(), json!([]));
}

#[test]
fn a_late_answer_that_the_journal_contradicts_is_told_and_changes_nothing() {
    let file = Arc::<OnceLock<PathBuf>>::default();
    let journal = Arc::clone(&file);
    // While the answer is on its way somebody takes the run that waits for it for dead.
    let stub = Stub::after(move |path| {
        if path == "/api/withdraw_order/create" {
            let book = Book::at(journal.get().unwrap().clone());
            let sent = book.intents().remove(0);
            assert_eq!(sent.state(), &IntentState::Sent);
            book.record(&sent, book.now, unconfirmed());
            book.close();
        }
    });
    let place = Place::connected(&stub.url);
    file.set(place.path("data/paytop/paytop.db")).unwrap();
    let ended = place.run("tool order create c1 --amount 500 --yes").with(0);
    let rows = place.run("journal list -o json").with(0).json();
    let short = ids(&rows).remove(0);
    let ended = ended.says("this outcome is not written down").says(&format!("something else of {short} already"));
    ended.says(&format!("paytop journal show {short}"));
    assert_eq!((&rows[0]["state"], &rows[0]["plain"]), (&json!("unconfirmed"), &json!("no answer within 20 s")));
    let shown = place.run(&format!("journal show {short} -o json")).with(0).json();
    assert_eq!(shown["timeline"].as_array().unwrap().len(), 3, "{shown}");
    place.run("journal verify").with(0);
}
