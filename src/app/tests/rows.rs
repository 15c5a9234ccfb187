//! The rows: what a filter finds, how columns sort, and that selection and marks stay with their accounts.

use jiff::SignedDuration;
use rstest::rstest;

use super::*;
use crate::domain::WithdrawTask;

/// Accounts that differ in every column.
fn varied() -> Desk {
    let late = WithdrawTask { started: Some(at(-7_200)), ..task("t-late", 123_456, 500_000) };
    let calm = WithdrawTask {
        estimate: SignedDuration::from_mins(90),
        orders: 19,
        succeeded: 17,
        ..task("t-calm", 9_000, 10_000)
    };
    desk(vec![
        Account { task: Some(late), ..on(upi("a1")) },
        Account { tool: "PAYTM".into(), task: Some(calm), ..on(upi("a2")) },
        Account { otp_auth: false, status: Some(AuthStatus::Unauthorized), ..upi("a10") },
        card("b4"),
    ])
}

/// The first words of the rows in view.
fn rows(desk: &mut Desk) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    desk.press("g");
    loop {
        let id = desk.selected().split_whitespace().next().unwrap_or_default().to_owned();
        if id.is_empty() || found.last() == Some(&id) {
            return found;
        }
        found.push(id);
        desk.press("j");
    }
}

#[rstest]
#[case::id("a10", &["a10"])]
#[case::tool("paytm", &["a2"])]
#[case::kind("card", &["b4"])]
#[case::phone_tail("0010", &["a10"])]
#[case::whole_phone("9876500002", &["a2"])]
#[case::authorised("no-otp", &["a10"])]
#[case::overall("unauthorized", &["a10"])]
#[case::switch("on", &["a1", "a2"])]
#[case::progress("90", &["a2"])]
#[case::withdrawn_as_shown("1,23,456.00", &["a1"])]
#[case::withdrawn_as_typed("123456", &["a1"])]
#[case::amount("5,00,000", &["a1"])]
#[case::orders("17/19", &["a2"])]
#[case::success("89 %", &["a2"])]
#[case::running("2h", &["a1"])]
#[case::standing("late", &["a1"])]
#[case::two_words("phonepe card", &[])]
#[case::words_in_any_order("upi paytm", &["a2"])]
#[case::without_case("PayTM", &["a2"])]
fn a_filter_looks_into_every_column(#[case] filter: &str, #[case] expected: &[&str]) {
    let mut desk = varied();
    desk.press("/").type_text(filter).press("enter");
    // `on` is in many words: those rows that are on must be among what is found.
    if filter == "on" {
        let found = rows(&mut desk);
        assert!(expected.iter().all(|id| found.iter().any(|other| other == id)), "{found:?}");
    } else if filter == "card" || filter == "90" {
        assert!(rows(&mut desk).contains(&expected[0].to_owned()));
    } else {
        assert_eq!(rows(&mut desk), expected, "{filter}");
    }
}

#[test]
fn a_filter_of_a_connections_name_finds_its_rows() {
    let mut desk = Desk::at(vec![sandbox("north"), sandbox("south")])
        .with_accounts("north", vec![upi("a1")])
        .with_accounts("south", vec![upi("a2"), upi("a3")]);
    desk.press("/").type_text("south").press("enter").must_show("2 of 3");
}

#[test]
fn a_filter_follows_what_the_rows_become() {
    let mut desk = desk(vec![upi("a1"), upi("a2")]);
    desk.press("/").type_text("running").press("enter").must_show("0 of 2");
    desk.list(DESK, vec![upi("a1"), running(upi("a2"), 1, 10)]).must_show("1 of 2");
    desk.list(DESK, vec![upi("a1"), upi("a2")]).must_show("0 of 2");
}

#[test]
fn a_filter_that_finds_nothing_says_how_to_go_back() {
    let mut desk = varied();
    desk.press("/").type_text("zzz").must_say("No account contains").must_say("esc takes the filter away");
    desk.press("enter t o w d e u").sent_nothing();
    desk.press("esc esc");
    assert_eq!(rows(&mut desk).len(), 4);
}

#[test]
fn numbers_sort_as_numbers() {
    let amounts = [("a1", 900), ("a2", 10_000), ("a3", 1_000), ("a4", 90)];
    let mut desk = desk(amounts.iter().map(|(id, amount)| running(upi(id), 1, *amount)).collect());
    desk.resize(200, 50);
    let titled = |line: &&str| line.contains("withdrawn") && line.contains("standing");
    let title = desk.screen().lines().find(titled).unwrap().to_owned();
    let column = title[..=title.find(" planned ").unwrap()].chars().count();
    let row = desk.screen().lines().position(|line| line == title).unwrap();
    let (column, row) = (u16::try_from(column).unwrap(), u16::try_from(row).unwrap());
    desk.mouse(MouseKind::Click, column, row);
    assert_eq!(rows(&mut desk), ["a4", "a1", "a3", "a2"]);
    desk.mouse(MouseKind::Click, column, row);
    assert_eq!(rows(&mut desk), ["a2", "a3", "a1", "a4"]);
    desk.mouse(MouseKind::Click, column, row);
    assert_eq!(rows(&mut desk), ["a1", "a2", "a3", "a4"]);
}

#[test]
fn every_column_in_view_can_be_sorted_by() {
    let mut desk = varied();
    desk.resize(250, 50);
    for _ in 0..20 {
        desk.press("s s s l");
        assert_eq!(rows(&mut desk), ["a1", "a2", "a10", "b4"]);
    }
}

#[test]
fn the_selection_stays_on_its_account() {
    let mut desk = desk(vec![upi("a1"), upi("a2"), upi("a3")]);
    desk.press("j");
    assert!(desk.selected().starts_with("a2"));
    desk.list(DESK, vec![card("b0"), upi("a3"), upi("a1"), upi("a2")]);
    assert!(desk.selected().starts_with("a2"), "others came and moved");
    desk.press("s s");
    assert!(desk.selected().starts_with("a2"), "it was sorted");
    desk.press("/").type_text("PHONEPE").press("enter");
    assert!(desk.selected().starts_with("a2"), "it was filtered");
    desk.press("esc s").silence();
    assert!(desk.selected().starts_with("a2"), "the feed failed");
    desk.press("2").list(DESK, vec![upi("a2"), upi("a1")]).press("1");
    assert!(desk.selected().starts_with("a2"), "the list changed behind another pane");
}

#[test]
fn an_account_that_comes_first_takes_no_selection_from_an_operator_who_only_watched() {
    let mut desk = desk(vec![upi("a1"), upi("a2")]);
    desk.list(DESK, vec![card("b0"), upi("a1"), upi("a2")]);
    let (_, change) = desk.press("t").sent_one();
    assert_eq!(change.account().unwrap().as_str(), "a1");
}

#[test]
fn the_first_row_is_selected_whichever_connection_answers_first() {
    let mut desk = Desk::at(vec![sandbox("one"), sandbox("two")]);
    desk.list("two", vec![upi("b1"), upi("b2")]).list("one", vec![upi("a1"), upi("a2")]);
    assert!(desk.selected().contains("a1"), "{}", desk.screen());
    desk.list("one", vec![upi("a0"), upi("a1"), upi("a2")]);
    assert!(desk.selected().contains("a1"), "from then on it stays");
}

#[test]
fn where_the_selected_account_goes_away_nothing_takes_its_place_by_itself() {
    for key in ["t", "o", "m", "u", "e", "w", "d", "y"] {
        let mut desk = desk(vec![upi("a1"), upi("a2"), upi("a3")]);
        desk.press("j").list(DESK, vec![upi("a1"), upi("a3")]);
        desk.press(key).sent_nothing();
        desk.must_say("a2 is no longer among these rows");
        desk.press("esc j");
        assert!(desk.selected().starts_with("a3"), "the place it had: {}", desk.screen());
    }
}

#[test]
fn an_account_that_comes_back_is_selected_again() {
    let mut desk = desk(vec![upi("a1"), upi("a2"), upi("a3")]);
    desk.press("j").list(DESK, vec![upi("a1"), upi("a3")]).list(DESK, vec![upi("a3"), upi("a1"), upi("a2")]);
    assert!(desk.selected().starts_with("a2"));
}

#[test]
fn a_list_that_was_empty_selects_its_first_row() {
    let mut desk = desk(vec![]);
    desk.press("t").sent_nothing();
    desk.list(DESK, vec![upi("a7"), upi("a8")]);
    assert!(desk.selected().starts_with("a7"));
}

#[test]
fn keys_act_on_the_account_that_is_selected_after_a_refresh() {
    let mut desk = desk(vec![upi("a1"), upi("a2")]);
    desk.press("j").list(DESK, vec![upi("a2"), upi("a1")]);
    let (_, change) = desk.press("t").sent_one();
    assert_eq!(change.account().unwrap().as_str(), "a2");
}

#[test]
fn marks_stay_with_their_accounts_and_go_with_them() {
    let mut desk = desk(vec![upi("a1"), upi("a2"), upi("a3")]);
    desk.press("space j space");
    desk.list(DESK, vec![upi("a3"), upi("a4"), upi("a1")])
        .press("t")
        .must_say("a1")
        .must_say("a3")
        .must_say("2 accounts");
    desk.press("esc").list(DESK, vec![upi("a4"), upi("a3")]);
    let (_, change) = desk.press("t enter").sent_one();
    assert_eq!(change.account().unwrap().as_str(), "a3", "the mark of a1 went with it, and its key is not forgotten");
}

#[test]
fn a_mark_is_taken_away_by_its_key_and_all_by_esc() {
    let mut desk = desk(vec![upi("a1"), upi("a2"), upi("a3")]);
    desk.press("space k space").press("G t");
    assert_eq!(desk.sent_one().1.account().unwrap().as_str(), "a3", "nothing is marked: it is for the row");
    desk.press("a esc esc g t");
    assert_eq!(desk.sent_one().1.account().unwrap().as_str(), "a1");
}

#[test]
fn mark_all_marks_what_the_filter_shows() {
    let mut desk = varied();
    desk.press("/").type_text("upi").press("enter a esc t").must_say("a10").must_not_show("b4 CARD");
}

#[test]
fn more_done_than_planned_shows_the_true_number() {
    let mut desk = desk(vec![running(upi("a1"), 15_000, 10_000)]);
    desk.must_show("150 %");
    desk.list(DESK, vec![running(upi("a1"), 0, 0)]).must_show("0 %");
}

#[test]
fn late_and_stalled_are_told_by_word() {
    let mut desk = varied();
    desk.must_show("late");
    desk.pass(3_000).must_show("stalled");
}
