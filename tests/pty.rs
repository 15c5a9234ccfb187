//! The real binary in a terminal: it starts, works, and gives the terminal back however it ends.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

#[path = "pty/terminal.rs"]
mod terminal;

use rstest::rstest;
use rustix::process::Signal;

use terminal::{Start, Terminal};

/// The dashboard on its embedded sandbox, with its rows there.
fn dashboard() -> Terminal {
    let terminal = Start::paytop(&[]).run();
    terminal.row(&["a24"]);
    terminal
}

/// The build that is to be tried: `PAYTOP_BIN`, such as `target/release/paytop`, or the one under test.
#[test]
fn the_build_starts_and_quits() {
    let start = Start::paytop(&[]);
    #[expect(clippy::disallowed_methods, reason = "the one thing a caller may choose")]
    let start = match std::env::var_os("PAYTOP_BIN") {
        // A relative path is meant from where the tests are run, not from the program's home.
        Some(binary) => start.binary(std::path::absolute(binary).unwrap()),
        None => start,
    };
    let mut terminal = start.run();
    terminal.wait("SANDBOX");
    terminal.row(&["a24"]);
    terminal.type_in("q");
    terminal.leaves(0);
}

#[test]
fn it_shows_live_tasks_and_switches() {
    let mut terminal = Start::paytop(&["--speed", "60"]).run();
    terminal.wait("SANDBOX");
    let money =
        |screen: &vt100::Screen| screen.contents().lines().find(|line| line.contains("running")).map(str::to_owned);
    terminal.row(&["a24"]);
    let before = terminal.until("the sums", money);
    terminal.until("money to move", |screen| money(screen).filter(|now| *now != before));
    terminal.select("a9");
    terminal.row(&["▌", "a9", "○ off"]);
    terminal.type_in("t");
    terminal.row(&["▌", "a9", "● on"]);
    terminal.type_in("q");
    terminal.leaves(0);
}

#[test]
fn the_otp_wizard_takes_the_code_that_the_handset_shows() {
    let mut terminal = dashboard();
    terminal.select("a3");
    terminal.row(&["▌", "a3", "OTP✗"]);
    terminal.type_in("o");
    terminal.wait("Authorise by OTP");
    terminal.type_in("\r");
    terminal.wait("another in");
    // ctrl-o: the handset above the wizard, where the code is read.
    terminal.type_in("\x0f");
    let code = terminal.until("a code", |screen| {
        let shown = screen.contents();
        let after = shown.split("OTP is ").find(|after| after.starts_with(|c: char| c.is_ascii_digit()))?;
        Some(after.chars().take_while(char::is_ascii_digit).collect::<String>())
    });
    assert_eq!(code.len(), 6);
    terminal.type_in("\x1b");
    terminal.gone("Sandbox handset");
    terminal.type_in(&code);
    terminal.type_in("\r");
    terminal.gone("Authorise by OTP");
    terminal.row(&["▌", "a3", "OTP✓"]);
    terminal.type_in("q");
    terminal.leaves(0);
}

#[test]
fn the_sms_wizard_goes_on_once_the_handset_has_sent_the_sms() {
    let mut terminal = dashboard();
    terminal.select("a5");
    terminal.row(&["▌", "a5", "SMS✗"]);
    terminal.type_in("m");
    terminal.wait("Authorise by SMS");
    terminal.type_in("\r");
    terminal.wait("Have the account holder send");
    terminal.type_in("\r");
    terminal.wait("SMS not received yet");
    terminal.type_in("\x0f");
    terminal.row(&["a5", "to send to"]);
    terminal.type_in("\r");
    terminal.row(&["a5", "sent to"]);
    terminal.type_in("\x1b");
    terminal.gone("Sandbox handset");
    terminal.type_in("\r");
    terminal.gone("Authorise by SMS");
    terminal.row(&["▌", "a5", "SMS✓"]);
    // Outside a wizard, H opens the same window.
    terminal.type_in("H");
    terminal.row(&["a5", "sent to"]);
    terminal.type_in("\x03");
    terminal.leaves(130);
}

#[rstest]
#[case(Signal::TERM, 143)]
#[case(Signal::HUP, 129)]
#[case(Signal::INT, 130)]
fn a_signal_gives_the_terminal_back(#[case] signal: Signal, #[case] status: u32) {
    let mut terminal = dashboard();
    terminal.signal(signal);
    terminal.leaves(status);
}

#[test]
fn ctrl_c_gives_the_terminal_back() {
    let mut terminal = dashboard();
    // In any place: here in a filter, which takes all other keys.
    terminal.type_in("/x\x03");
    terminal.leaves(130);
}

#[test]
fn a_panic_gives_the_terminal_back_and_is_told() {
    let mut terminal = Start::paytop(&[]).with("PAYTOP_FAULT", "panic").run();
    terminal.row(&["a24"]);
    terminal.type_in("\x1b[24~");
    terminal.leaves(101);
    terminal.wait("a panic of the loop was asked for");
}

#[test]
fn a_panic_of_a_task_leaves_the_screen_alone_and_the_change_unconfirmed() {
    let mut terminal = Start::paytop(&[]).with("PAYTOP_FAULT", "task").run();
    terminal.row(&["a24"]);
    terminal.select("a9");
    terminal.type_in("t");
    terminal.wait("UNCONFIRMED");
    terminal.wait("1 unconfirmed");
    assert!(!String::from_utf8_lossy(&terminal.written()).contains("a panic of a task was asked for"));
    // It goes on.
    terminal.type_in("2");
    terminal.row(&["a9", "turn withdrawals on"]);
    terminal.type_in("q");
    terminal.leaves(0);
    // What nobody knows is the first thing seen when it is started again.
    let again = Start::paytop(&[]).at_home_of(&terminal).run();
    again.wait("1 unconfirmed");
    again.row(&["a9", "turn withdrawals on", "unconfirmed"]);
}

#[test]
fn a_bad_config_is_told_without_touching_the_terminal() {
    let start = Start::paytop(&["--config", "bad.toml"]);
    std::fs::write(start.home().join("bad.toml"), "[[connections]]\nnmae = \"x\"\n").unwrap();
    let mut terminal = start.run();
    let left = terminal.left();
    assert_eq!(left.exit_code(), 2);
    terminal.wait("bad.toml:2");
    terminal.wait("name");
    let written = terminal.written();
    assert!(!written.contains(&0x1b), "{:?}", String::from_utf8_lossy(&written));
    terminal.is_restored();
}

#[rstest]
#[case(50, 15)]
#[case(80, 24)]
fn small_terminals_show_the_rows(#[case] width: u16, #[case] height: u16) {
    let mut terminal = Start::paytop(&[]).size(width, height).run();
    terminal.row(&["▌", "a1"]);
    terminal.type_in("j");
    terminal.row(&["▌", "a2"]);
    terminal.type_in("q");
    terminal.leaves(0);
}

#[test]
fn a_terminal_of_one_cell_survives_and_grows() {
    let mut terminal = Start::paytop(&[]).size(1, 1).run();
    terminal.until("the alternate screen", |screen| screen.alternate_screen().then_some(()));
    terminal.type_in("jo\x1b?\x1b");
    terminal.resize(120, 40);
    terminal.row(&["a24"]);
    terminal.resize(50, 15);
    terminal.gone("a24");
    terminal.row(&["a1"]);
    terminal.resize(1, 1);
    terminal.resize(200, 50);
    terminal.row(&["a24"]);
    terminal.type_in("q");
    terminal.leaves(0);
}

#[rstest]
#[case("\x1b]11;rgb:1616/1818/1d1d\x1b\\")]
#[case("\x1b]11;rgb:1616/1818/1d1d\x07")]
#[case("\x1b]10;rgba:dddd/dddd/dddd/ffff\x1b\\")]
fn a_late_answer_of_the_terminal_runs_no_command(#[case] answer: &str) {
    let mut terminal = dashboard();
    terminal.type_in(answer);
    // A key after it still counts, and shows that the answer was taken up.
    terminal.type_in("j");
    terminal.row(&["▌", "a2"]);
    let shown = terminal.shown();
    for trace in ["Deauthorise", "Palette", "There is no pane", "revealed", "polling"] {
        assert!(!shown.contains(trace), "{trace}:\n{shown}");
    }
    terminal.row(&["accounts", "running"]);
    terminal.type_in("q");
    terminal.leaves(0);
}

#[test]
fn pasted_text_runs_no_command() {
    let mut terminal = dashboard();
    terminal.type_in("\x1b[200~dq\r\x1b[201~");
    terminal.type_in("j");
    terminal.row(&["▌", "a2"]);
    assert!(!terminal.shown().contains("Deauthorise"), "{}", terminal.shown());
    terminal.type_in("q");
    terminal.leaves(0);
}

#[test]
fn nothing_is_written_outside_its_own_folders_and_the_log_holds_no_secret() {
    let start = Start::paytop(&["--log", "log.txt"]);
    let log = start.home().join("log.txt");
    let mut terminal = start.run();
    terminal.row(&["a24"]);
    terminal.select("a9");
    terminal.type_in("t");
    terminal.row(&["▌", "a9", "● on"]);
    terminal.type_in("q");
    terminal.leaves(0);
    let log = std::fs::read_to_string(log).unwrap();
    assert!(!log.contains("sandbox-operator-token"), "{log}");
}

#[test]
fn without_a_usable_journal_it_opens_reads_and_sends_nothing() {
    let start = Start::paytop(&[]);
    std::fs::create_dir_all(start.home().join("data/paytop/sandbox.db")).unwrap();
    let mut terminal = start.run();
    terminal.row(&["a24"]);
    terminal.wait("cannot be opened");
    terminal.select("a9");
    terminal.type_in("t");
    terminal.wait("not sent");
    terminal.row(&["▌", "a9", "○ off"]);
    terminal.type_in("q");
    terminal.leaves(0);
}

#[test]
fn a_journal_that_somebody_holds_keeps_nobody_from_leaving() {
    let start = Start::paytop(&[]);
    let folder = start.home().join("data/paytop");
    std::fs::create_dir_all(&folder).unwrap();
    let held = std::fs::File::create(folder.join("sandbox.db-lock")).unwrap();
    held.lock().unwrap();
    let mut terminal = start.run();
    terminal.row(&["a24"]);
    terminal.type_in("q");
    terminal.leaves(0);
}
