use std::ffi::OsString;

use jiff::SignedDuration;
use rstest::rstest;

use super::*;

const SEEN: Seen = Seen { keys: true, screen: true, size: Some((120, 40)) };

/// What is said of a terminal in whose environment these are set.
fn of_terminal(seen: Seen, variables: &'static [(&str, &str)], check: &str) -> Finding {
    let lookup =
        move |name: &str| variables.iter().find(|(set, _)| *set == name).map(|(_, value)| OsString::from(value));
    let found =
        terminal::look(seen, &Surroundings::new(lookup, None, None)).into_iter().find(|finding| finding.check == check);
    found.unwrap()
}

#[rstest]
#[case(&[("TERM", "xterm-256color")], "terminal", State::Works, "120 columns by 40 rows")]
#[case(&[("TERM", "dumb")], "terminal", State::Broken, "TERM is dumb")]
#[case(&[], "terminal", State::Broken, "TERM is not set")]
#[case(&[("COLORTERM", "truecolor")], "colours", State::Works, "all of them")]
#[case(&[("NO_COLOR", "1"), ("COLORTERM", "truecolor")], "colours", State::Look, "NO_COLOR")]
#[case(&[("TERM", "xterm-256color")], "colours", State::Works, "256")]
#[case(&[("TERM", "xterm")], "colours", State::Look, "16")]
#[case(&[("LANG", "de_DE.UTF-8")], "symbols", State::Works, "LANG is de_DE.UTF-8")]
#[case(&[("LC_ALL", "C"), ("LANG", "de_DE.UTF-8")], "symbols", State::Look, "LC_ALL is C")]
#[case(&[], "symbols", State::Works, "no locale")]
#[case(&[("TMUX", "/tmp/tmux")], "clipboard", State::Look, "tmux")]
#[case(&[("STY", "1.pts")], "clipboard", State::Look, "screen")]
fn a_terminal_is_told_by_what_it_says_of_itself(
    #[case] variables: &'static [(&'static str, &'static str)],
    #[case] check: &str,
    #[case] state: State,
    #[case] words: &str,
) {
    let finding = of_terminal(SEEN, variables, check);
    assert!(finding.state == state && finding.found.contains(words), "{finding:?}");
    assert_eq!(finding.advice.is_empty(), state == State::Works, "what does not simply work says what to do");
}

#[test]
fn a_pipe_is_no_broken_terminal_and_a_small_one_is_told_its_size() {
    let piped = of_terminal(Seen { screen: false, ..SEEN }, &[], "terminal");
    assert_eq!((piped.state, piped.exit), (State::Look, Exit::Done));
    let small = of_terminal(Seen { size: Some((40, 10)), ..SEEN }, &[("TERM", "xterm")], "terminal");
    assert!(small.state == State::Look && small.found.contains("40 columns by 10 rows"), "{small:?}");
}

#[test]
fn a_keyring_is_missed_only_where_it_is_needed() {
    assert_eq!(secret_store::of(Err("no bus".into()), false).state, State::Works);
    let missed = secret_store::of(Err("no bus".into()), true);
    assert_eq!((missed.state, missed.exit), (State::Broken, Exit::Usage));
    assert!(missed.advice.contains("file ="), "{missed:?}");
}

#[rstest]
#[case(Some(2), State::Works, "")]
#[case(Some(90), State::Broken, "90 s behind")]
#[case(Some(-90), State::Broken, "90 s ahead of")]
#[case(None, State::Look, "no provider told its time")]
fn the_clock_is_held_against_the_providers(#[case] skew: Option<i64>, #[case] state: State, #[case] words: &str) {
    let finding = connections::clock(skew.map(SignedDuration::from_secs));
    assert!(finding.state == state && finding.found.contains(words), "{finding:?}");
}

#[test]
fn what_is_found_reaches_no_terminal_as_it_came() {
    let mut out = Vec::new();
    let finding = Finding::works("config", "/tmp/a\x1b[2Jb".into());
    finding::write(&mut out, &[finding]).unwrap();
    assert!(!out.contains(&0x1b));
}
