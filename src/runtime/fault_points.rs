//! Fault points: where the running program fails on purpose, so that tests of the real binary can watch it fall.
//! Only builds with debug assertions have them; in others these functions do nothing.
//!
//! - `PAYTOP_FAULT=panic`: the loop panics at the key F12.
//! - `PAYTOP_FAULT=task`: the task that sends a change panics before it sends anything.
//! - `PAYTOP_FAULT=kill:POINT`: the process is killed, as by `kill -9`, where a change has come to that point:
//!   `before-journal`, `after-journal`, `after-answer`, `after-outcome`.

use crate::message::{Key, Message};

/// Panics where the loop is told to, at F12.
pub fn at_message(message: &Message) {
    if let Message::Key(chord) = message
        && chord.key == Key::F(12)
        && is_set("panic")
    {
        panic!("a panic of the loop was asked for");
    }
}

/// Panics where the task of a change is told to.
pub fn at_change() {
    assert!(!is_set("task"), "a panic of a task was asked for");
}

/// Kills the process where it is told to at this point.
pub fn reached(point: &str) {
    #[cfg(unix)]
    if is_set(&format!("kill:{point}")) {
        // Nothing of the program runs after this: no destructor, no flush.
        let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
    }
    #[cfg(not(unix))]
    let _ = point;
}

#[expect(clippy::disallowed_methods, reason = "a fault is asked for in the environment, which the runtime reads")]
fn is_set(fault: &str) -> bool {
    cfg!(debug_assertions) && std::env::var_os("PAYTOP_FAULT").is_some_and(|asked| asked == fault)
}
