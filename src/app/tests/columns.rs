//! The columns are as the operator wants them, in every pane, and are found so again in the next run.

use super::*;
use crate::domain::Ability;
use crate::message::PaneId;

fn two() -> Desk {
    desk(vec![upi("a1"), card("b2")])
}

/// The titles in view, from the left.
fn titles(desk: &Desk) -> String {
    let screen = desk.screen();
    let line = screen.lines().find(|line| line.contains("on/off") || line.contains("progress"));
    line.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn columns_are_hidden_moved_and_widened() {
    let mut desk = two();
    assert!(titles(&desk).starts_with("id tool kind phone"), "{}", titles(&desk));
    desk.press("C").must_show("Columns of Accounts");
    // Tool leaves, and kind comes before id.
    desk.press("j space j shift-up shift-up esc");
    assert!(titles(&desk).starts_with("kind id phone"), "{}", titles(&desk));
    // What was wide enough gets wider.
    desk.press("C l l l l l l").must_show("10 wide");
    desk.press("esc");
    let screen = desk.screen();
    let line = screen.lines().find(|line| line.contains("kind")).unwrap().to_owned();
    assert!(line.contains("kind        id") || line.contains("kind       id"), "{line:?}");
}

#[test]
fn the_last_column_stays() {
    let mut desk = two();
    desk.press("C");
    for _ in 0..16 {
        desk.press("space j");
    }
    desk.must_say("One column has to stay");
    desk.press("esc");
    assert!(desk.shows("a1") || desk.shows("standing"), "{}", desk.screen());
}

#[test]
fn columns_and_sort_are_kept_and_found_again() {
    let mut before = two();
    assert_eq!(before.kept(), None, "nothing was changed");
    before.press("C j space s s esc");
    let kept = before.kept().expect("it is kept");
    assert_eq!(kept.pane(PaneId::Accounts).layout.sort.unwrap().column, "tool");
    let mut after = Desk::at(vec![sandbox(DESK)]).set_up(kept).with_accounts(DESK, vec![upi("a1"), card("b2")]);
    assert_eq!(after.kept(), None, "what was found again is no change");
    assert!(titles(&after).starts_with("id kind"), "{}", titles(&after));
    after.press("C").must_show("tool ▾");
    after.press("R").must_show("as it needs");
    after.press("esc");
    assert!(titles(&after).starts_with("id tool kind"), "{}", titles(&after));
    assert_eq!(after.kept().unwrap().pane(PaneId::Accounts), crate::message::PanePreferences::default());
}

#[test]
fn a_sort_by_its_key_is_kept_too() {
    let mut desk = two();
    desk.kept();
    desk.press("l s");
    let sort = desk.kept().unwrap().pane(PaneId::Accounts).layout.sort.unwrap();
    assert_eq!((sort.column.as_str(), sort.descending), ("tool", false));
    desk.press("j k");
    assert_eq!(desk.kept(), None, "moving is no change");
}

#[test]
fn every_pane_has_columns_to_choose() {
    let merchant = crate::domain::ConnectionInfo {
        abilities: &[Ability::Withdrawals, Ability::Postbacks, Ability::Deposits, Ability::Payees, Ability::Transfers],
        ..wallets("shop")
    };
    let mut desk = Desk::at(vec![sandbox(DESK), merchant]);
    for pane in ["Accounts", "Balances", "Withdrawals", "Postbacks", "Deposits", "Payees", "Transfers", "Journal"] {
        desk.press("C").must_show(&format!("Columns of {pane}"));
        desk.press("s s s j space esc tab");
    }
    let kept = desk.kept().unwrap();
    let hidden = |pane: PaneId| kept.pane(pane).layout.columns.iter().filter(|column| column.hidden).count();
    for pane in <PaneId as strum::IntoEnumIterator>::iter().filter(|pane| *pane != PaneId::Overview) {
        assert_eq!(hidden(pane), 1, "{pane:?}");
    }
}

#[test]
fn the_journal_sorts_below_what_is_unconfirmed() {
    let mut desk = two();
    desk.press("t");
    let (first, _) = desk.sent_one();
    desk.outcome(first, lost());
    desk.press("esc j t");
    desk.press("2 C s").must_show("when ▴");
    desk.press("s esc");
    desk.must_show("unconfirmed: nobody knows");
}
