//! The story the journal is for: an order confirmed while its answer gets lost shows as unconfirmed, survives the
//! program being killed, is the first thing seen after the restart, and is settled with a reason; and the journal can
//! say whether anybody has touched it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use nix::sys::signal::Signal;

use crate::terminal::{Start, Terminal};

/// Runs a command of the binary in a home.
fn paytop(home: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_paytop"));
    command.args(arguments).current_dir(home).env_clear().env("HOME", home);
    for (name, folder) in [("XDG_CONFIG_HOME", "config"), ("XDG_STATE_HOME", "state"), ("XDG_DATA_HOME", "data")] {
        command.env(name, home.join(folder));
    }
    command.output().unwrap()
}

fn printed(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Orders until an answer is lost, as half of all answers are; answers the amount of that order.
fn order_until_an_answer_is_lost(terminal: &mut Terminal) -> u32 {
    for amount in 501..560 {
        terminal.select("a2");
        terminal.type_in("w");
        terminal.wait("Withdraw from a2");
        terminal.type_in(&format!("{amount}\r"));
        terminal.wait("enter withdraw");
        terminal.type_in("\r");
        let told = terminal.until("what became of the order", |screen| {
            let text = screen.contents();
            let about = text.lines().find(|line| line.contains(&format!("withdraw INR {amount}.00:")));
            let refused = || text.lines().find(|line| line.contains("Nothing was sent"));
            about.or_else(refused).map(str::to_owned)
        });
        if told.contains("UNCONFIRMED") {
            return amount;
        }
        if told.contains("Nothing was sent") {
            // The next key must not come right behind: escape and a key are another key.
            terminal.type_in("\x1b");
            terminal.gone("Nothing was sent");
        }
    }
    panic!("no answer was ever lost");
}

#[test]
fn an_order_whose_answer_was_lost_survives_kill_9_and_is_settled_with_a_reason() {
    let mut terminal = Start::paytop(&["--drop-rate", "0.5"]).run();
    terminal.accounts();
    let amount = order_until_an_answer_is_lost(&mut terminal);
    let order = format!("withdraw INR {amount}.00");
    terminal.wait("unconfirmed");
    terminal.signal(Signal::SIGKILL);
    terminal.left();

    // Nobody opens the journal: it is there, and the order in it.
    let mut again = Start::paytop(&[]).at_home_of(&terminal).run();
    again.row(&[&order, "unconfirmed"]);
    let home = again.home().to_owned();
    again.type_in(&format!("/{amount}\r"));
    again.type_in("s");
    again.wait("What became of");
    // It did not happen.
    again.type_in("\x1b[C\x1b[C\t");
    again.type_in("not on today's statement\r");
    again.wait("it did NOT happen?");
    again.wait("enter settle");
    again.type_in("\r");
    again.row(&[&order, "settled"]);
    again.type_in("q");
    again.leaves(0);

    let list = printed(&paytop(&home, &["journal", "list"]));
    assert!(list.lines().any(|line| line.contains(&order) && line.contains("not on today's statement")), "{list}");
    let verified = paytop(&home, &["journal", "verify"]);
    assert!(verified.status.success() && printed(&verified).contains("holds"), "{}", printed(&verified));

    let broken = change_one_byte(&home.join("data/paytop/sandbox.db"), "not on today's statement");
    let verified = paytop(&home, &["journal", "verify"]);
    assert_eq!(verified.status.code(), Some(1), "{}", printed(&verified));
    assert!(printed(&verified).contains(&format!("entry {broken} ")), "{broken}: {}", printed(&verified));
}

/// Changes one byte of the words in the last entry, and gives that entry's number.
fn change_one_byte(file: &PathBuf, words: &str) -> u64 {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let run = paytop::store::RunId::new(jiff::Timestamp::UNIX_EPOCH, [7; 10]);
    let store = paytop::store::open(&format!("sqlite://{}", file.display()), run).unwrap();
    let last = runtime.block_on(async {
        let anchor = store.anchor().await.unwrap().unwrap();
        store.close().await;
        anchor.count
    });
    let mut bytes = std::fs::read(file).unwrap();
    let places: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(words.as_bytes())).collect();
    assert!(!places.is_empty());
    // A page that was split keeps stale copies of what it held: which one counts, only the database knows.
    for at in places {
        bytes[at] = b'N';
    }
    std::fs::write(file, bytes).unwrap();
    last
}
