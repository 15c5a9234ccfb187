//! The real binary in a terminal: it starts, works, and gives the terminal back however it ends.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

#[path = "pty/looks.rs"]
mod looks;
#[path = "pty/story.rs"]
mod story;
#[path = "pty/terminal.rs"]
mod terminal;
#[path = "pty/withdrawal.rs"]
mod withdrawal;

use nix::sys::signal::Signal;
use rstest::rstest;

use terminal::{Start, Terminal};

/// The dashboard on its embedded sandbox, with its rows there.
fn dashboard() -> Terminal {
    let mut terminal = Start::paytop(&[]).run();
    terminal.accounts();
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
    terminal.accounts();
    terminal.type_in("q");
    terminal.leaves(0);
}

#[test]
fn it_shows_live_tasks_and_switches() {
    let mut terminal = Start::paytop(&["--speed", "60"]).run();
    terminal.wait("SANDBOX");
    let money =
        |screen: &vt100::Screen| screen.contents().lines().find(|line| line.contains("running")).map(str::to_owned);
    terminal.accounts();
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
#[case(Signal::SIGTERM, 143)]
#[case(Signal::SIGHUP, 129)]
#[case(Signal::SIGINT, 130)]
fn a_signal_gives_the_terminal_back(#[case] signal: Signal, #[case] status: u32) {
    let mut terminal = dashboard();
    terminal.signal(signal);
    terminal.leaves(status);
}

/// Both a shell that is written to by the test and paytop in it, as its job.
fn in_a_shell() -> Terminal {
    let paytop = env!("CARGO_BIN_EXE_paytop");
    let script = format!("set -m; {paytop}; echo BACK-IN-THE-SHELL; read go; fg; echo OVER; exit 0");
    let mut start = Start::paytop(&["-c", &script]).binary("/bin/sh".into());
    start = start.with("PATH", "/bin:/usr/bin");
    start.run()
}

#[test]
fn ctrl_z_gives_the_terminal_to_the_shell_and_fg_goes_on() {
    let mut terminal = in_a_shell();
    terminal.wait("SANDBOX");
    terminal.type_in("1");
    terminal.row(&["a24"]);
    terminal.type_in("j");
    terminal.row(&["▌", "a2"]);
    terminal.type_in("\x1a");
    terminal.wait("BACK-IN-THE-SHELL");
    terminal.until("the terminal to be the shell's", |screen| {
        let is = !screen.alternate_screen()
            && !screen.bracketed_paste()
            && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None;
        is.then_some(())
    });
    terminal.type_in("\n");
    // Drawn whole again, where it was, and it takes keys.
    terminal.row(&["▌", "a2"]);
    terminal.row(&["a24"]);
    terminal.type_in("j");
    terminal.row(&["▌", "a3"]);
    terminal.type_in("q");
    terminal.wait("OVER");
    terminal.leaves(0);
}

#[test]
fn without_a_shell_ctrl_z_stops_nothing() {
    // The terminal's own first program: nobody could let it go on again.
    let mut terminal = dashboard();
    terminal.type_in("\x1a");
    terminal.wait("Not suspended: no shell is there");
    terminal.type_in("j");
    terminal.row(&["▌", "a2"]);
    terminal.type_in("q");
    terminal.leaves(0);
}

#[test]
fn a_field_is_edited_in_the_operators_own_editor() {
    use std::os::unix::fs::PermissionsExt;
    let start = Start::paytop(&[]);
    let editor = start.home().join("editor");
    // It has the terminal as it was before: what it asks is answered by a line.
    let script = "#!/bin/sh\necho EDITOR-ASKS; read answer; echo \"https://example.com/$answer\" > \"$1\"\n";
    std::fs::write(&editor, script).unwrap();
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o700)).unwrap();
    let mut terminal = start.with("EDITOR", &editor.to_string_lossy()).with("PATH", "/bin:/usr/bin").run();
    terminal.row(&["a24"]);
    terminal.type_in(",d");
    terminal.row(&["hash URLs"]);
    terminal.type_in("R");
    terminal.wait("esc");
    terminal.type_in("\x18");
    terminal.wait("EDITOR-ASKS");
    terminal.type_in("paid\n");
    // Back, whole, with what was written in the field.
    terminal.row(&["https://example.com/paid"]);
    terminal.wait("SANDBOX");
    terminal.type_in("\x03");
    terminal.leaves(130);
}

#[test]
fn in_plain_sentences_no_escape_code_is_written_and_the_full_word_turns_withdrawals_on() {
    let mut terminal = Start::paytop(&["--plain"]).size(200, 50).run();
    terminal.wait("Sandbox: no real money moves");
    terminal.wait("accounts, ");
    terminal.type_in("enable a9\n");
    terminal.wait("in full to go on");
    terminal.type_in("y\n");
    terminal.wait("Nothing was done.");
    terminal.type_in("enable a9\n");
    let yes = terminal.until("the word", |screen| {
        let contents = screen.contents();
        let after = contents.rsplit_once("Nothing was done.")?.1.split_once("Type \"")?.1.to_owned();
        after.split_once('"').map(|(word, _)| word.to_owned())
    });
    // A yes that came too fast to have been read does not count, and is asked for again.
    terminal.type_in(&format!("{yes}\n"));
    let mut refused = 0;
    while terminal.until_written("an answer", |told| {
        let again = told.matches("too fast").count();
        let is_done = told.contains("turn withdrawals on: done");
        (is_done || again > refused).then(|| {
            refused = again;
            !is_done
        })
    }) {
        terminal.type_in(&format!("{yes}\n"));
    }
    terminal.wait("turn withdrawals on: done");
    terminal.type_in("quit\n");
    terminal.leaves(0);
    assert!(!terminal.written().contains(&0x1b), "{}", terminal.shown());
}

#[test]
fn the_first_lines_of_help_are_shown_once() {
    let mut terminal = Start::paytop(&[]).run();
    terminal.wait("For a start");
    // The first key does what it does.
    terminal.type_in("1");
    terminal.row(&["▌", "a1"]);
    terminal.gone("For a start");
    terminal.type_in("q");
    terminal.leaves(0);
    let mut again = Start::paytop(&[]).at_home_of(&terminal).run();
    again.row(&["a24"]);
    assert!(!again.shown().contains("For a start"), "{}", again.shown());
    again.type_in("q");
    again.leaves(0);
}

#[test]
fn without_the_mouse_the_terminal_keeps_it() {
    let start = Start::paytop(&["--config", "c.toml"]);
    let config = "[ui]\nmouse = false\n[[connections]]\nname = \"s\"\nprovider = \"withdraw-tool\"\n\
                  environment = \"sandbox\"\nbase_url = \"http://127.0.0.1:9\"\n";
    std::fs::write(start.home().join("c.toml"), config).unwrap();
    let mut terminal = start.run();
    terminal.wait("Accounts");
    let mode = |screen: &vt100::Screen| screen.mouse_protocol_mode();
    assert_eq!(terminal.until("a mode", |screen| Some(mode(screen))), vt100::MouseProtocolMode::None);
    // F8 takes it.
    terminal.type_in("\x1b[19~");
    terminal.until("the mouse", |screen| (mode(screen) != vt100::MouseProtocolMode::None).then_some(()));
    terminal.type_in("q");
    terminal.leaves(0);
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
    terminal.accounts();
    terminal.type_in("\x1b[24~");
    terminal.leaves(101);
    terminal.wait("a panic of the loop was asked for");
}

#[test]
fn a_panic_of_a_task_leaves_the_screen_alone_and_the_change_unconfirmed() {
    let mut terminal = Start::paytop(&[]).with("PAYTOP_FAULT", "task").run();
    terminal.accounts();
    terminal.select("a9");
    terminal.type_in("t");
    terminal.wait("UNCONFIRMED");
    terminal.wait("1 unconfirmed");
    assert!(!String::from_utf8_lossy(&terminal.written()).contains("a panic of a task was asked for"));
    // It goes on: the journal is the last tab, which is the one before the first, the overview.
    terminal.type_in("0\x1b[Z");
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
    terminal.wait("SANDBOX");
    terminal.type_in("1");
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
    // What opens at that size is there once the window has grown. A lone Esc is waited for: one that is read together
    // with the key after it is that key with Alt.
    terminal.type_in("1j?");
    terminal.resize(120, 40);
    terminal.wait("Help: the keys of where you are");
    terminal.type_in("\x1b");
    terminal.gone("Help: the keys of where you are");
    terminal.row(&["a24"]);
    terminal.resize(50, 15);
    terminal.gone("a24");
    terminal.row(&["▌"]);
    terminal.resize(1, 1);
    terminal.type_in("o");
    terminal.resize(200, 50);
    terminal.wait("Authorise by OTP");
    terminal.type_in("\x1b");
    terminal.gone("Authorise by OTP");
    terminal.row(&["a24"]);
    terminal.type_in("q");
    terminal.leaves(0);
}

#[rstest]
#[case("\x1b]11;rgb:1616/1818/1d1d\x1b\\")]
#[case("\x1b]11;rgb:1616/1818/1d1d\x07")]
#[case("\x1b]10;rgba:dddd/dddd/dddd/ffff\x1b\\")]
// All that is asked for at the start, too late.
#[case("\x1b]10;rgb:dddd/dddd/dddd\x1b\\\x1b]11;rgb:1616/1818/1d1d\x1b\\\x1b[?62;22c")]
#[case("\x1b]10;rgb:dddd/dddd/dddd\x07\x1b]11;rgb:1616/1818/1d1d\x07\x1b[?1;2;4c")]
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
    terminal.accounts();
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
    terminal.accounts();
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
    terminal.accounts();
    terminal.type_in("q");
    terminal.leaves(0);
}
