//! What of a row is copied, what can be done with it, and what of all rows is written to a file.

use rstest::rstest;
use secrecy::ExposeSecret;

use super::*;
use crate::domain::{Ability, ConnectionInfo, Read};
use crate::message::{Cell, Content, Export, Question};

fn three() -> Desk {
    let paytm = Account { tool: "PAYTM".into(), task: Some(task("t1", 1_500, 9_000)), ..on(upi("a2")) };
    desk(vec![upi("a1"), paytm, card("b3")])
}

/// What was copied last.
fn copied(desk: &mut Desk) -> Option<String> {
    let copied = |effect| match effect {
        Effect::Copy(text) => Some(text.expose_secret().to_owned()),
        _ => None,
    };
    desk.effects.drain(..).rev().find_map(copied)
}

/// What was to be written to a file.
fn exported(desk: &mut Desk) -> Export {
    let exported = |effect| match effect {
        Effect::Export(export) => Some(export),
        _ => None,
    };
    desk.effects.drain(..).rev().find_map(exported).expect("something is written")
}

#[test]
fn the_key_twice_copies_the_id_and_once_copies_nothing() {
    let mut desk = three();
    desk.press("j y").must_show("row as JSON");
    assert_eq!(copied(&mut desk), None);
    desk.press("y").must_say("Copied the account id");
    assert_eq!(copied(&mut desk).as_deref(), Some("a2"));
    desk.press("y esc").must_not_show("row as JSON");
    assert_eq!(copied(&mut desk), None);
}

#[test]
fn the_cell_that_is_walked_to_and_the_row_are_copied() {
    let mut desk = three();
    desk.press("j l y c");
    assert_eq!(copied(&mut desk).as_deref(), Some("PAYTM"));
    desk.press("y J");
    let row: serde_json::Value = serde_json::from_str(&copied(&mut desk).unwrap()).unwrap();
    assert_eq!((row["id"].as_str(), row["connection"].as_str()), (Some("a2"), Some("desk")));
    assert_eq!(row["withdrawn"], serde_json::json!(1500));
    assert_eq!(row["withdrawals"], "on");
}

/// What was asked to be copied as curl last.
fn questioned(desk: &mut Desk) -> Option<Question> {
    let questioned = |effect| match effect {
        Effect::CopyQuestion(question) => Some(question),
        _ => None,
    };
    desk.effects.drain(..).rev().find_map(questioned)
}

#[rstest]
#[case("y r")]
#[case("ctrl-y")]
#[case("y j j j enter")]
fn the_question_about_the_row_is_copied_as_curl(#[case] keys: &str) {
    let mut desk = three();
    desk.press(keys).must_say("Copied the question for the account list as curl, secrets left out");
    let question = questioned(&mut desk).unwrap();
    assert_eq!((question.connection.as_str(), question.read), (DESK, Read::Accounts));
    desk.sent_nothing();
}

#[test]
fn the_question_is_among_what_can_be_done_and_in_the_palette() {
    let mut desk = three();
    desk.press(".").must_show("Copy the question about the row as curl");
    desk.press("esc :").type_text("curl").press("enter");
    assert_eq!(questioned(&mut desk).unwrap().read, Read::Accounts);
    desk.press("y j j j j enter");
    assert_eq!(questioned(&mut desk).unwrap().read, Read::UpiIds { account: "a1".into() });
}

#[test]
fn each_has_its_own_key_and_a_space_before_what_it_is() {
    for (width, height) in [(160, 45), (80, 24), (50, 15)] {
        let mut desk = three();
        desk.resize(width, height).press("y");
        let screen = desk.screen();
        let row = |words: &str| screen.lines().find(|line| line.contains(words)).unwrap_or_else(|| panic!("{screen}"));
        assert!(row("account id").contains(" y  account id"), "{screen}");
        assert!(row("account list").contains(" r  question as curl  "), "{screen}");
        assert!(row("UPI ids of the account").contains("    question as curl  "), "{screen}");
    }
}

#[test]
fn where_nothing_is_there_is_no_question() {
    let mut desk = desk(vec![]);
    desk.press("ctrl-y").must_say("there is no question to copy");
    assert_eq!(questioned(&mut desk), None);
}

#[test]
fn nothing_is_copied_or_written_in_full_that_the_screen_masks() {
    let mut desk = three();
    let whole = upi("a1").phone.full().to_owned();
    desk.press("v y J");
    let row = copied(&mut desk).unwrap();
    assert!(row.contains("••") && !row.contains(&whole), "{row}");
    desk.press("x ctrl-u").type_text("all.json").press("enter");
    let Content::Text(text) = exported(&mut desk).content else { panic!("it is a text") };
    assert!(!text.contains(&whole), "{text}");
}

#[test]
fn the_rows_shown_are_written_in_their_order() {
    let mut desk = three();
    desk.press("/").type_text("upi").press("enter s s x").must_say("Write 2 rows to a file");
    desk.press("ctrl-u").type_text("rows.csv").press("enter").must_not_show("to a file");
    let export = exported(&mut desk);
    assert_eq!((export.path.to_str(), export.what.as_str()), (Some("rows.csv"), "2 rows"));
    let Content::Table { titles, rows } = export.content else { panic!("it is a table") };
    assert_eq!(titles[..3], ["connection", "id", "tool"]);
    let ids: Vec<&Cell> = rows.iter().map(|row| &row[1]).collect();
    assert_eq!(ids, [&Cell::Words("a2".into()), &Cell::Words("a1".into())]);
    assert!(rows.iter().all(|row| row.len() == titles.len()));
}

#[test]
fn a_hidden_column_is_not_written_but_the_id_is() {
    let mut desk = three();
    // The id and the tool are hidden.
    desk.press("C space j space esc x ctrl-u").type_text("rows.csv").press("enter");
    let Content::Table { titles, .. } = exported(&mut desk).content else { panic!("it is a table") };
    assert_eq!(titles[..3], ["connection", "id", "kind"]);
    assert!(!titles.contains(&"tool"));
}

#[rstest]
#[case("rows.txt")]
#[case("rows")]
fn another_kind_of_file_is_not_written(#[case] name: &str) {
    let mut desk = three();
    desk.press("x ctrl-u").type_text(name).press("enter").must_say("ends in .csv or .json says which it is");
}

#[test]
fn an_empty_list_is_not_written() {
    let mut desk = desk(vec![]);
    desk.press("x").must_say("There is nothing to write");
}

#[test]
fn what_can_be_done_is_listed_with_its_keys_and_what_cannot_with_its_reason() {
    let mut desk = three();
    desk.press(".").must_show("a1 PHONEPE").must_show("Authorise by OTP");
    // Orders are for CARD accounts: it stays open and says why.
    desk.press("j j j j").must_say("it pays by itself while withdrawals are on");
    desk.press("enter").must_show("a1 PHONEPE");
    desk.press("k k enter").must_show("OTP");
    desk.sent_nothing();
}

#[test]
fn a_choice_is_what_its_key_does() {
    let mut desk = three();
    desk.press(". enter");
    let (_, change) = desk.sent_one();
    assert!(matches!(change, Change::SetWithdrawals { account, enabled: true } if account.as_str() == "a1"));
}

#[test]
fn at_a_connection_that_only_reads_nothing_can_be_done() {
    let info = ConnectionInfo { read_only: true, ..sandbox(DESK) };
    let mut desk = Desk::at(vec![info]).with_accounts(DESK, vec![upi("a1")]);
    desk.press(".").must_say("read-only: nothing can be changed there");
    desk.press("enter").sent_nothing();
}

#[test]
fn every_pane_has_the_three_and_none_fails_where_nothing_is() {
    let abilities = &[Ability::Withdrawals, Ability::Postbacks, Ability::Deposits, Ability::Payees, Ability::Transfers];
    let mut desk = Desk::at(vec![sandbox(DESK), ConnectionInfo { abilities, ..wallets("shop") }]);
    for _ in 0..8 {
        desk.press(". esc y esc x esc tab");
    }
    desk.sent_nothing();
}
