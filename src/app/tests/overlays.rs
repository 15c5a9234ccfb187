//! The palette, the help, the UPI ids and the handset.

use std::collections::BTreeSet;

use strum::IntoEnumIterator;

use super::*;
use crate::domain::UpiId;
use crate::keymap::{Keymap, UserKey};
use crate::message::{Command, Context, PaneId};

#[test]
fn the_palette_runs_what_is_chosen() {
    let mut desk = desk(vec![upi("a1")]);
    desk.press(":").type_text("toggle").press("enter").sent_one();
    desk.press(":").type_text("quit").press("enter");
    assert_eq!(desk.quits(), None, "a change is on its way");
    desk.must_show("Leave now?");
    desk.press("esc :").type_text("next pane").press("enter").must_say("withdrawals on");
    desk.press(":").type_text("pane-1").press("enter");
    assert!(desk.selected().starts_with("a1"));
}

#[test]
fn the_palette_finds_parts_of_names_and_words() {
    let mut desk = desk(vec![upi("a1")]);
    for (typed, title) in [("deauth", "Deauthorise a1"), ("otp", "Authorise by OTP"), ("new account", "New account")] {
        desk.press(":").type_text(typed).press("enter").must_show(title);
        desk.press("esc");
    }
    desk.press(":").type_text("zzzz").must_say("No command has that");
    desk.press("enter esc").sent_nothing();
}

#[test]
fn the_palette_moves_by_arrows_and_offers_what_works_here() {
    let mut desk = desk(vec![upi("a1")]);
    desk.press(":").must_show("toggle-withdrawals").must_not_show("cursor-left").must_not_show("accept");
    desk.press("down down up enter");
    let mut journal = super::desk(vec![upi("a1")]);
    journal.press("2 :").must_not_show("toggle-withdrawals").must_show("pause-polling");
    for pane in 3..=9 {
        journal.must_not_show(&format!("pane-{pane}"));
    }
}

/// The keys that a context's help must have, by the keymap.
fn keys_of(keymap: &Keymap, stack: &[Context]) -> BTreeSet<(String, &'static str)> {
    let commands = Command::iter().filter(|command| command.pane().is_none());
    commands
        .flat_map(|command| {
            let chords = keymap.chords(stack, command);
            chords.into_iter().map(move |chord| (chord.to_string(), command.words()))
        })
        .collect()
}

/// The keys and words the help shows, read from the screen.
fn helped(screen: &str, stack: &[Context]) -> BTreeSet<(String, &'static str)> {
    let commands: Vec<_> = Command::iter().filter(|command| command.pane().is_none()).collect();
    let lines = screen.lines().filter_map(|line| line.split('│').nth(1));
    lines
        .flat_map(|line| {
            let line = line.trim();
            let command = commands.iter().find(|command| {
                line.ends_with(command.words()) && command.contexts().iter().any(|context| stack.contains(context))
            });
            let words = command.map(|command| command.words());
            let keys = words.map_or("", |words| &line[..line.len() - words.len()]);
            let in_a_row = command.is_some_and(|command| command.goes_to().is_some());
            let keys: Vec<&str> = if in_a_row { vec![keys.trim()] } else { keys.split_whitespace().collect() };
            keys.into_iter().filter_map(move |key| Some((key.to_owned(), words?))).collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn the_help_has_exactly_the_keys_of_where_one_is() {
    let keymap = Keymap::preset();
    for (pane, own) in [("0", Context::Overview), ("1", Context::Accounts), ("2", Context::Journal)] {
        let mut desk = desk(vec![upi("a1")]);
        desk.resize(120, 120).press(pane).press("?");
        let stack = [own, Context::Movement, Context::Global, Context::Always];
        assert_eq!(helped(&desk.screen(), &stack), keys_of(&keymap, &stack), "{}", desk.screen());
    }
}

#[test]
fn the_help_and_the_hints_follow_the_operators_keys() {
    use crate::app::{App, Look};
    use crate::ui::{Glyphs, Theme};
    let own = |chord: &str, command: &str| UserKey {
        context: "accounts".into(),
        chord: chord.into(),
        command: command.into(),
        line: 1,
    };
    let keymap = Keymap::preset().with(&[own("t", "none"), own("x", "toggle-withdrawals")]).unwrap();
    let mut desk = desk(vec![]);
    let look = Look { theme: Theme::by_name("dark").unwrap(), glyphs: Glyphs::UNICODE };
    desk.app = App::new(crate::state::State::new(vec![sandbox(DESK)], india(), "asha".into(), at(0)), keymap, look)
        .opening(PaneId::Accounts);
    desk.resize(120, 120).list(DESK, vec![upi("a1")]);
    desk.must_show("x withdrawals");
    desk.press("t").sent_nothing();
    desk.press("?");
    let stack = [Context::Accounts];
    assert!(helped(&desk.screen(), &stack).contains(&("x".to_owned(), Command::ToggleWithdrawals.words())));
    desk.press("esc x").sent_one();
}

#[test]
fn the_help_scrolls_to_its_end_and_back_at_once() {
    let mut desk = desk(vec![upi("a1")]);
    desk.resize(80, 24).press("?");
    let top = desk.screen();
    desk.press("G");
    let end = desk.screen();
    assert_ne!(top, end);
    desk.press("k");
    assert_ne!(desk.screen(), end, "one key up is one line up");
    desk.press("g");
    assert_eq!(desk.screen(), top);
}

#[test]
fn a_upi_id_is_chosen_and_set() {
    let mut desk = desk(vec![upi("a1")]);
    desk.press("u").must_say("Asking for the UPI ids");
    let asked = ticket(&mut desk);
    let ids = ["9876500001@ybl", "ravi@okaxis"].map(UpiId::new);
    desk.reply(asked, Ok(Data::UpiIds(ids.to_vec().into())));
    desk.must_show("••••••0001@ybl").must_not_show("9876500001").must_show("ravi@okaxis");
    let (intent, change) = desk.press("j enter").sent_one();
    assert!(matches!(&change, Change::SetUpi { upi: Some(upi), .. } if upi.full() == "ravi@okaxis"));
    desk.press("enter").sent_nothing();
    desk.outcome(intent, done()).must_say("set the UPI id ravi@okaxis: done");
    desk.sent();
    let (intent, _) = desk.press("enter").sent_one();
    desk.outcome(intent, lost()).must_say("UNCONFIRMED");
}

#[test]
fn upi_ids_that_did_not_come_are_asked_for_again_by_hand() {
    let mut desk = desk(vec![upi("a1")]);
    desk.press("u");
    let asked = ticket(&mut desk);
    desk.reply(asked, Err(Fault::NotFound(404))).must_say("HTTP 404").must_say("Check base_url and paths");
    desk.press("enter").must_say("Asking for the UPI ids");
    let again = ticket(&mut desk);
    desk.reply(again, Ok(Data::UpiIds(vec![].into()))).must_say("has no UPI ids");
    desk.press("enter j k G").sent_nothing();
}

#[test]
fn the_handset_shows_what_arrived_and_what_has_to_be_sent() {
    let mut desk = desk(vec![upi("a1")]);
    desk.press("H").must_say("Asking for the messages");
    desk.handset(vec![]).must_say("No messages");
    desk.handset(vec![arrived("a1", "123456 is your code", None), arrived("a1", "AUTH 77", Some(true))]);
    desk.must_show("123456 is your code").must_show("AUTH 77");
    desk.press("j enter").must_say("sent already");
    desk.sent_nothing();
    desk.press("H").must_not_show("AUTH 77");
}

#[test]
fn where_no_sandbox_is_there_is_no_handset() {
    let mut desk = Desk::at(vec![production(DESK)]);
    desk.press("H").must_say("Only the sandbox has a handset");
}

#[test]
fn the_journal_tells_what_was_done_and_keeps_the_unconfirmed_on_top() {
    let mut desk = desk(vec![upi("a1"), upi("a2")]);
    let (first, _) = desk.press("t").sent_one();
    desk.outcome(first, lost()).pass(60);
    let (second, _) = desk.press("j t").sent_one();
    desk.outcome(second, refused("77", "not for 9876500002")).press("2");
    assert!(desk.selected().contains("unconfirmed"), "{}", desk.screen());
    desk.must_show("rejected").must_not_show("9876500002").must_show(&first.to_string());
    desk.press("/").type_text("rejected").press("enter");
    assert!(desk.selected().contains("rejected"));
    desk.press("esc").must_show("unconfirmed");
}
