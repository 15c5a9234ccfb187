//! Every key that operators are told of does what they are told it does.

use super::*;
use crate::message::Message;

fn three() -> Desk {
    desk(vec![upi("a1"), upi("a2"), card("b3")])
}

#[test]
fn tab_and_digits_switch_panes() {
    let mut desk = three();
    assert!(desk.selected().contains("a1"));
    for (forth, back) in [("tab", "backtab"), ("backtab backtab", "tab tab"), ("2", "1"), ("tab", "0 1")] {
        desk.press(forth).must_show("Nothing was changed yet");
        desk.press(back).must_not_show("Nothing was changed yet");
        assert!(desk.selected().contains("a1"));
    }
    desk.press("9").must_say("There is no pane 9");
}

#[test]
fn arrows_letters_and_pages_move_the_selection() {
    let many: Vec<_> = (1..=99).map(|n| upi(&format!("a{n}"))).collect();
    let mut desk = desk(many);
    for (keys, account) in [
        ("down", "a2"),
        ("j", "a3"),
        ("up", "a2"),
        ("k", "a1"),
        ("k", "a1"),
        ("G", "a99"),
        ("j", "a99"),
        ("home", "a1"),
        ("end", "a99"),
        ("g", "a1"),
    ] {
        desk.press(keys);
        assert!(desk.selected().starts_with(account), "{keys}: {}", desk.selected());
    }
    desk.press("pgdn");
    let page = desk.selected();
    assert!(!page.starts_with("a1 "), "a page is more than a row: {page}");
    desk.press("pgup");
    assert!(desk.selected().starts_with("a1 "));
    desk.press("ctrl-f");
    assert_eq!(desk.selected(), page);
}

#[test]
fn the_wheel_and_a_click_move_the_selection() {
    let many: Vec<_> = (1..=99).map(|n| upi(&format!("a{n}"))).collect();
    let mut desk = desk(many);
    desk.mouse(MouseKind::WheelDown, 30, 10);
    assert!(!desk.selected().starts_with("a1 "));
    desk.mouse(MouseKind::WheelUp, 30, 10);
    assert!(desk.selected().starts_with("a1 "));
    let line = desk.screen().lines().position(|line| line.contains("98765") || line.contains(" a7 ")).unwrap();
    desk.mouse(MouseKind::Click, 20, u16::try_from(line).unwrap());
    assert!(desk.selected().starts_with("a7 "), "{}", desk.selected());
}

#[test]
fn a_click_on_a_tab_opens_its_pane() {
    let mut desk = three();
    let header = desk.screen().lines().next().unwrap().to_owned();
    let column = header.chars().take(header.find("Journal").unwrap()).count();
    desk.mouse(MouseKind::Click, u16::try_from(column).unwrap(), 0);
    desk.must_show("Nothing was changed yet");
}

/// Clicks where these words stand, the lowest on the screen.
fn click_on(desk: &mut Desk, words: &str) {
    let screen = desk.screen();
    let (row, line) = screen
        .lines()
        .enumerate()
        .filter(|(_, line)| line.contains(words))
        .last()
        .unwrap_or_else(|| panic!("no {words:?}:\n{screen}"));
    let column = line.chars().take(line[..line.find(words).unwrap()].chars().count()).count();
    desk.mouse(MouseKind::Click, u16::try_from(column).unwrap(), u16::try_from(row).unwrap());
}

#[test]
fn a_click_on_a_key_that_is_named_is_that_key_in_every_place() {
    for (width, height) in [(160, 45), (80, 24), (50, 15)] {
        let mut desk = three();
        desk.resize(width, height);
        click_on(&mut desk, "? help");
        desk.must_show("Help: the keys");
        // What stands beneath the window is no key now.
        click_on(&mut desk, "esc back");
        desk.must_not_show("Help: the keys");
        click_on(&mut desk, ": commands");
        // The wheel goes to what is wanted: the tenth of them.
        for _ in 0..9 {
            desk.mouse(MouseKind::WheelDown, 30, 10);
        }
        click_on(&mut desk, "enter choose");
        desk.must_show("Write 3 rows to a file");
        click_on(&mut desk, "esc back");
        desk.must_not_show("Write 3 rows");
    }
}

#[test]
fn the_mouse_alone_switches_withdrawals_off_and_says_yes_nowhere_but_at_the_words() {
    let mut desk = desk(vec![running(upi("a1"), 100, 1_000)]);
    click_on(&mut desk, "t withdrawals");
    // A yes is offered once there was time to read what it is to.
    desk.must_show("Turn withdrawals off").must_not_show("enter turn off");
    desk.pass(1);
    for (column, row) in (0..120).step_by(7).flat_map(|column| (0..40).map(move |row| (column, row))) {
        let is_key = desk.app.key_at(crate::message::Mouse { kind: MouseKind::Click, column, row }).is_some();
        if !is_key {
            desk.mouse(MouseKind::Click, column, row).sent_nothing();
        }
    }
    click_on(&mut desk, "enter turn off");
    assert!(matches!(desk.sent_one().1, Change::SetWithdrawals { enabled: false, .. }));
}

#[test]
fn slash_filters_as_it_is_typed() {
    let mut desk = three();
    desk.press("/").type_text("b3");
    desk.must_not_show("••••••0001").must_show("b3");
    desk.press("backspace backspace");
    desk.must_show("a2");
    desk.type_text("a2").press("enter");
    assert!(desk.selected().starts_with("a2"));
    desk.press("j");
    assert!(desk.selected().starts_with("a2"), "the filter is kept, and letters are keys again");
    desk.press("esc").must_show("b3");
}

#[test]
fn s_sorts_by_the_column_and_back() {
    let mut desk = desk(vec![upi("a10"), upi("a9"), upi("a1")]);
    let first = |desk: &mut Desk| {
        desk.press("g");
        desk.selected().split_whitespace().next().unwrap_or_default().to_owned()
    };
    assert_eq!(first(&mut desk), "a10");
    desk.press("s");
    assert_eq!(first(&mut desk), "a1");
    desk.press("s");
    assert_eq!(first(&mut desk), "a10");
    desk.press("j");
    assert!(desk.selected().starts_with("a9"), "numbers sort as numbers");
    desk.press("s");
    assert_eq!(first(&mut desk), "a10", "the provider's order again");
}

#[test]
fn space_marks_and_t_is_for_all_that_are_marked() {
    let mut desk = three();
    desk.press("space space t");
    desk.must_say("2 accounts").must_say("a1").must_say("a2");
    desk.press("enter");
    let accounts: Vec<_> = desk.sent().iter().map(|(_, _, change)| change.account().unwrap().to_string()).collect();
    assert_eq!(accounts, ["a1", "a2"]);
}

#[test]
fn t_turns_withdrawals_on() {
    let mut desk = three();
    let (_, change) = desk.press("t").sent_one();
    assert!(matches!(change, Change::SetWithdrawals { account, enabled: true } if account.as_str() == "a1"));
    assert!(matches!(switch(&desk, "a1"), Withdrawals::Enabling { .. }));
    desk.must_show("enabling");
}

#[test]
fn o_and_m_open_the_wizards() {
    let mut desk = three();
    desk.press("o").must_show("Authorise by OTP").must_show("a1 PHONEPE");
    desk.press("esc m").must_show("Authorise by SMS").must_show("a1 PHONEPE");
    desk.sent_nothing();
}

#[test]
fn u_lists_the_upi_ids() {
    let mut desk = three();
    desk.effects.clear();
    desk.press("u").must_show("UPI ids of a1");
    assert!(matches!(&desk.effects[..], [Effect::Read { .. }]));
}

#[test]
fn u_says_why_a_card_account_has_none() {
    let mut desk = three();
    desk.press("G u").must_say("only UPI accounts have UPI ids");
}

#[test]
fn n_and_e_open_the_forms() {
    let mut desk = three();
    desk.press("n").must_show("New account");
    desk.press("esc e").must_show("Edit a1 PHONEPE");
    desk.sent_nothing();
}

#[test]
fn w_is_for_card_accounts_and_says_why_elsewhere() {
    let mut desk = three();
    desk.press("w").must_say("a1 is a UPI account").must_say("Orders are for CARD accounts");
    desk.press("G w").must_show("Withdraw from b3 CARD");
    desk.sent_nothing();
}

#[test]
fn d_always_asks_and_names_the_account() {
    let mut desk = three();
    desk.press("d").must_show("Deauthorise a1 PHONEPE ••••••0001?");
    desk.press("esc").sent_nothing();
    desk.press("d enter");
    assert!(matches!(desk.sent_one().1, Change::Deauthorize { account } if account.as_str() == "a1"));
}

#[test]
fn r_asks_every_feed_now() {
    let mut desk = three();
    desk.effects.clear();
    desk.press("r");
    let feeds = [FeedKind::Accounts, FeedKind::Tools, FeedKind::Handset];
    for feed in feeds {
        let asked = |effect: &Effect| matches!(effect, Effect::Refresh { feed: asked, .. } if *asked == feed);
        assert!(desk.effects.iter().any(asked), "{feed}");
    }
}

#[test]
fn p_pauses_polling_and_goes_on() {
    let mut desk = desk(vec![running(upi("a1"), 1, 10)]);
    let paces = |desk: &mut Desk| -> Vec<_> {
        let pace = |effect| match effect {
            Effect::SetPace { feed, pace, .. } => Some((feed, pace)),
            _ => None,
        };
        desk.effects.drain(..).filter_map(pace).collect()
    };
    paces(&mut desk);
    desk.press("p").must_say("paused");
    let all = [FeedKind::Accounts, FeedKind::Tools, FeedKind::Handset].map(|feed| (feed, Pace::Paused));
    assert_eq!(paces(&mut desk), all);
    desk.press("p");
    let all = [(FeedKind::Accounts, Pace::Active), (FeedKind::Tools, Pace::Idle), (FeedKind::Handset, Pace::Idle)];
    assert_eq!(paces(&mut desk), all);
}

#[test]
fn y_copies_the_id_and_says_that_nobody_can_tell() {
    let mut desk = three();
    desk.press("j y y");
    assert_eq!(copied(&mut desk), "a2");
    desk.must_say("if your terminal allows it");
}

#[test]
fn y_copies_the_intents_id_in_the_journal() {
    let mut desk = three();
    let (intent, _) = desk.press("t").sent_one();
    desk.press("2 y y");
    assert_eq!(copied(&mut desk), intent.to_string());
}

#[test]
fn question_mark_and_colon_open_the_help_and_the_palette() {
    let mut desk = three();
    desk.press("?").must_show("Help").must_show("Turn withdrawals on or off");
    desk.press("esc :").must_show("Commands").must_show("toggle-withdrawals");
    desk.press("esc").must_not_show("toggle-withdrawals");
}

#[test]
fn v_reveals_the_phone_for_ten_seconds() {
    let mut desk = three();
    desk.must_not_show("9876500001");
    desk.press("v").must_show("9876500001");
    desk.pass(9).must_show("9876500001");
    assert!(desk.app.wake_at() <= Some(at(10)), "it goes without a key");
    desk.pass(1).must_not_show("9876500001");
    desk.press("v j").must_not_show("9876500002");
}

#[test]
fn esc_goes_back_one_thing_at_a_time() {
    let mut desk = three();
    desk.press("/").type_text("upi").press("enter enter");
    let zoomed = desk.screen();
    desk.press("esc");
    assert_ne!(desk.screen(), zoomed, "the detail is small again");
    desk.must_show("2 of 3");
    desk.press("esc").must_not_show("2 of 3");
    assert_eq!(desk.quits(), None);
}

#[test]
fn esc_takes_a_word_that_is_said_away_but_none_that_went_by_itself() {
    let mut desk = three();
    desk.press("/").type_text("upi").press("enter y y").must_show("Copied");
    desk.press("esc").must_not_show("Copied").must_show("2 of 3");
    desk.press("y y").pass(60).must_not_show("Copied");
    desk.press("esc").must_not_show("2 of 3");
}

#[test]
fn q_leaves_and_ctrl_c_leaves_at_once_from_everywhere() {
    let mut desk = three();
    desk.press("q");
    assert_eq!(desk.quits(), Some(0));
    for keys in ["", "/", "o", "e", "?", ":", "d", "H", "u", "2"] {
        let mut desk = three();
        desk.press(keys).press("ctrl-c");
        assert_eq!(desk.quits(), Some(130), "{keys}");
    }
}

#[test]
fn q_asks_while_a_change_is_on_its_way() {
    let mut desk = three();
    let (intent, _) = desk.press("t").sent_one();
    desk.press("q").must_show("Leave now?").must_say("the journal keeps them as unconfirmed");
    desk.must_say("a1 PHONEPE ••••••0001: turn withdrawals on: sent");
    assert_eq!(desk.quits(), None);
    desk.press("esc q enter");
    assert_eq!(desk.quits(), Some(0));
    desk.effects.clear();
    desk.outcome(intent, done()).press("q");
    assert_eq!(desk.quits(), Some(0), "nothing is on its way any more");
}

#[test]
fn q_leaves_what_is_unconfirmed_to_the_journal() {
    let mut desk = three();
    let (intent, _) = desk.press("t").sent_one();
    desk.outcome(intent, lost()).press("q");
    assert_eq!(desk.quits(), Some(0));
}

#[test]
fn a_yes_that_comes_at_once_was_meant_for_something_else() {
    let mut desk = three();
    desk.press("d").take(Message::Key("enter".parse().unwrap())).sent_nothing();
    desk.must_show("Deauthorise a1");
    desk.press("enter").sent_one();
}

#[test]
fn keys_that_mean_nothing_draw_nothing() {
    let mut desk = three();
    for key in ["f5", "X", "ctrl-x", "ins", "alt-t"] {
        desk.press(key);
        assert!(!desk.redraw, "{key}");
    }
    desk.sent_nothing();
}

#[test]
fn an_overlay_keeps_the_keys_of_the_pane_from_it() {
    for open in ["?", "d", "u", "H"] {
        let mut desk = three();
        desk.press(open);
        desk.sent();
        desk.press("t T w n e o m").sent_nothing();
        assert_eq!(desk.quits(), None, "{open}");
    }
}

#[test]
fn keys_on_an_empty_list_say_that_there_is_nothing() {
    let mut desk = desk(vec![]);
    for key in ["t", "o", "m", "u", "e", "w", "d", "y"] {
        desk.press(key);
        assert!(desk.redraw && desk.shows("There is no account"), "{key}:\n{}", desk.screen());
        desk.press("esc");
    }
    for key in ["j", "k", "g", "G", "pgdn", "space", "a", "s", "v", "enter", "left", "right"] {
        desk.press(key);
    }
    desk.sent_nothing();
}
