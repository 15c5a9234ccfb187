//! Themes, characters, times and motion: how the screen looks, whatever is on it.

use super::*;
use crate::message::Times;
use crate::ui::{Depth, Glyphs, Theme};

/// The panes by their keys.
const PANES: [&str; 5] = ["1", "2", "3", "4", "5"];

#[test]
fn a_theme_is_seen_as_it_is_selected_and_stays_where_it_is_chosen() {
    let mut desk = desk(vec![upi("a1")]);
    let theme = |desk: &Desk| desk.app.look.theme.name.clone();
    desk.press("L").must_show("Theme, for this session").must_show("high-contrast").must_show("until now");
    desk.press("down");
    assert_eq!(theme(&desk), "light");
    desk.press("esc").must_not_show("Theme, for this session");
    assert_eq!(theme(&desk), "dark", "it was only tried");
    desk.press("L down down enter").must_not_show("Theme, for this session");
    assert_eq!(theme(&desk), "high-contrast");
    desk.press("L").must_say("high-contrast until now");
    desk.press("up enter");
    assert_eq!(theme(&desk), "light");
    desk.press(":").type_text("themes").press("enter").must_show("Theme, for this session");
}

#[test]
fn the_theme_of_the_config_can_be_gone_back_to() {
    let mut desk = desk(vec![upi("a1")]);
    let own = Theme::by_name("light").unwrap().named("mine").at(Depth::Indexed);
    desk.app.look.theme = own.clone();
    desk.app = desk.app.with_themes(Theme::all().collect());
    desk.press("L").must_say("mine until now");
    desk.press("g enter L G enter");
    assert_eq!(desk.app.look.theme, own);
}

#[test]
fn without_unicode_every_pane_and_window_is_ascii() {
    let mut desk = desk(vec![upi("a1"), running(upi("a2"), 1, 10), card("a3")]);
    desk.app.look.glyphs = Glyphs::ASCII;
    for size in [(160, 45), (80, 24), (50, 15)] {
        desk.resize(size.0, size.1);
        for pane in PANES {
            desk.press(pane);
            for keys in ["", "?", ":", "L", "enter", "/", "n", "e", "o", "t", "B"] {
                desk.press(keys);
                let screen = desk.screen();
                let other: String = screen.chars().filter(|c| !c.is_ascii()).collect();
                assert_eq!(other, "", "{size:?}, pane {pane}, {keys}:\n{screen}");
                desk.press("esc esc");
            }
        }
    }
}

#[test]
fn times_are_told_by_the_clock_or_by_their_age() {
    let mut desk = desk(vec![upi("a1")]);
    desk.press("t");
    let (id, _) = desk.sent_one();
    desk.outcome(id, done());
    desk.pass(180).press("2");
    let clock = desk.screen();
    assert!(clock.contains("UTC") || clock.contains("IST"), "{clock}");
    desk.press("z");
    assert_eq!(desk.app.state.times, Times::Ago);
    desk.must_show("3m ago").must_say("Times are told by how long ago they are");
    desk.press("enter").must_show("3m ago, 20");
    desk.press("esc z").must_not_show("3m ago").must_say("Times are those of IST");
}

#[test]
fn where_motion_is_reduced_nothing_counts_seconds() {
    let mut desk = desk(vec![running(upi("a1"), 1, 10)]);
    assert_eq!(desk.app.wake_at(), Some(at(1)), "a running time is in view");
    desk.app.state.reduced_motion = true;
    assert_eq!(desk.app.wake_at(), Some(at(60)));
    desk.silence().silence();
    let in_a_minute = desk.app.wake_at().map(|at| at.as_second() % 60);
    assert_eq!(in_a_minute, Some(0), "a feed in trouble counts none either");
}

#[test]
fn an_otp_says_until_when_it_is_valid_where_motion_is_reduced() {
    let mut desk = desk(vec![upi("a1")]);
    desk.app.state.reduced_motion = true;
    desk.press("o enter");
    let (id, _) = desk.sent_one();
    desk.outcome(id, Outcome::Done(Receipt::OtpSent { session: "s1".into() }));
    desk.must_show("usually valid until").must_show("another at").must_not_show("another in");
    let wake = desk.app.wake_at().expect("another can be sent before long");
    let seconds = wake.duration_since(desk.now).as_secs();
    assert!((2..=60).contains(&seconds), "it wakes as that is over: {seconds}");
}

#[test]
fn a_word_that_is_said_covers_no_keys_of_what_is_open() {
    let mut desk = desk(vec![upi("a1")]);
    for size in [(160, 45), (80, 24), (50, 15), (50, 10)] {
        desk.resize(size.0, size.1);
        for keys in ["n", "e", "?", ":", "L", "u", "o", "B", "R"] {
            desk.press("1").press(keys);
            let keys_of = |desk: &Desk| {
                desk.screen().lines().filter(|line| line.contains('╰')).map(str::to_owned).collect::<Vec<_>>()
            };
            let before = keys_of(&desk);
            let words = "A word that is said, and which is so long that it takes more than one row of any screen that is \
                         not very wide indeed, as those about what nobody knows may well be";
            desk.app.toasts.tell(crate::message::Level::Bad, words.into(), desk.now);
            assert_eq!(keys_of(&desk), before, "{size:?}, {keys}:\n{}", desk.screen());
            desk.must_show("A word that is said");
            desk.app.toasts.clear(desk.now);
            desk.press("esc esc");
        }
    }
}
