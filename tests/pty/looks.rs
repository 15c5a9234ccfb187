//! How it looks in terminals of all kinds: what they say of themselves is heeded.

use super::terminal::{Start, Terminal};

/// What a terminal answers to the questions for its text, its ground, and what it is. It is there before it is asked for.
const LIGHT: &str = "\x1b]10;rgb:0000/0000/0000\x1b\\\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?62c";

/// Waits until this is the ground of the screen's last row but one, which no pane paints in another colour; for a while a
/// word that is said may stand there.
fn ground(terminal: &Terminal, wanted: vt100::Color) {
    terminal.until(&format!("the ground {wanted:?}"), |screen| {
        let (rows, columns) = screen.size();
        let cell = screen.cell(rows.get() - 2, columns.get() - 1)?;
        (cell.bgcolor() == wanted).then_some(())
    });
}

/// Goes to the accounts, and waits until they are there.
fn accounts(terminal: &mut Terminal) {
    terminal.wait("SANDBOX");
    terminal.type_in("1");
    terminal.row(&["a24"]);
}

fn in_true_colour(arguments: &[&str]) -> Start {
    Start::paytop(arguments).with("COLORTERM", "truecolor")
}

#[test]
fn the_theme_is_that_of_the_terminals_ground_where_it_tells_it() {
    let mut terminal = in_true_colour(&[]).run();
    terminal.type_in(LIGHT);
    accounts(&mut terminal);
    ground(&terminal, vt100::Color::Rgb(0xfb, 0xfb, 0xf9));
    // Nothing of the answer counts as keys.
    terminal.row(&["▌", "a1"]);
    terminal.type_in("q");
    terminal.leaves(0);
}

#[test]
fn a_terminal_that_does_not_answer_gets_the_dark_theme() {
    let mut terminal = in_true_colour(&[]).run();
    accounts(&mut terminal);
    ground(&terminal, vt100::Color::Rgb(0x0f, 0x13, 0x18));
    assert!(String::from_utf8_lossy(&terminal.written()).contains("\x1b]11;?"), "it is asked");
    terminal.type_in("q");
    terminal.leaves(0);
}

#[test]
fn a_theme_that_is_named_is_not_asked_for_and_is_shown_despite_no_color() {
    let mut terminal = in_true_colour(&["--theme", "light"]).with("NO_COLOR", "1").run();
    accounts(&mut terminal);
    ground(&terminal, vt100::Color::Rgb(0xfb, 0xfb, 0xf9));
    assert!(!String::from_utf8_lossy(&terminal.written()).contains("\x1b]11;?"));
    terminal.type_in("q");
    terminal.leaves(0);
}

#[test]
fn no_color_means_none() {
    let mut terminal = in_true_colour(&[]).with("NO_COLOR", "1").run();
    accounts(&mut terminal);
    terminal.row(&["▌", "a1"]);
    let written = String::from_utf8_lossy(&terminal.written()).into_owned();
    for colour in ["38;2;", "48;2;", "38;5;", "48;5;"] {
        assert!(!written.contains(colour), "{colour}");
    }
    terminal.type_in("q");
    terminal.leaves(0);
}

#[test]
fn fewer_colours_are_enough() {
    for (term, unwanted) in [("xterm-256color", "8;2;"), ("xterm-16color", "8;2;")] {
        let mut terminal = Start::paytop(&[]).with("TERM", term).run();
        accounts(&mut terminal);
        let written = String::from_utf8_lossy(&terminal.written()).into_owned();
        assert!(written.contains("48;5;") && !written.contains(unwanted), "{term}");
        terminal.type_in("q");
        terminal.leaves(0);
    }
}

#[test]
fn a_locale_without_unicode_gets_ascii() {
    let mut terminal = Start::paytop(&[]).with("LANG", "C").run();
    terminal.wait("running tasks");
    assert!(terminal.shown().is_ascii(), "{}", terminal.shown());
    accounts(&mut terminal);
    let shown = terminal.shown();
    assert!(shown.is_ascii(), "{shown}");
    terminal.type_in("n");
    terminal.wait("New account");
    assert!(terminal.shown().is_ascii(), "{}", terminal.shown());
    terminal.type_in("\x03");
    terminal.leaves(130);
}

#[test]
fn a_dumb_terminal_is_told_so_and_nothing_is_drawn() {
    let mut terminal = Start::paytop(&[]).with("TERM", "dumb").run();
    assert_eq!(terminal.left().exit_code(), 2);
    terminal.wait("TERM=dumb");
    terminal.wait("paytop --help");
    let written = terminal.written();
    assert!(!written.contains(&0x1b), "{:?}", String::from_utf8_lossy(&written));
    terminal.is_restored();
}

#[test]
fn a_theme_of_the_operators_own_is_shown_or_its_mistakes_are() {
    let own = |text: &str| {
        let start = in_true_colour(&["--theme", "mine"]);
        let themes = start.home().join("config/paytop/themes");
        std::fs::create_dir_all(&themes).unwrap();
        std::fs::write(themes.join("mine.toml"), text).unwrap();
        start.run()
    };
    let mut terminal = own("inherits = \"light\"\nbase = { fg = \"#000000\", bg = \"#fff4e0\" }\n");
    accounts(&mut terminal);
    ground(&terminal, vt100::Color::Rgb(0xff, 0xf4, 0xe0));
    terminal.type_in("q");
    terminal.leaves(0);
    let mut terminal = own("bsae = {}\n");
    assert_eq!(terminal.left().exit_code(), 2);
    terminal.wait("did you mean \"base\"?");
    terminal.is_restored();
}
