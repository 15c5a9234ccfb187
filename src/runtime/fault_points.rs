//! Fault points: where the running program fails on purpose, so that tests of the real binary can watch it fall.
//! Only builds with debug assertions have them; in others these functions do nothing. Several are parted by commas.
//!
//! - `PAYTOP_FAULT=panic`: the loop panics at the key F12.
//! - `PAYTOP_FAULT=task`: the task that sends a change panics before it sends anything.
//! - `PAYTOP_FAULT=kill:POINT`: the process is killed, as by `kill -9`, where a change has come to that point:
//!   `before-journal`, `after-journal`, `after-answer`, `after-outcome`.
//! - `PAYTOP_FAULT=clock:SECONDS`: the clock goes wrong by so many seconds, before the right time where negative.

use jiff::SignedDuration;

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
        let _ = nix::sys::signal::kill(nix::unistd::Pid::this(), nix::sys::signal::Signal::SIGKILL);
    }
    #[cfg(not(unix))]
    let _ = point;
}

/// How wrong the clock goes.
pub fn clock_error() -> SignedDuration {
    let seconds = asked().find_map(|asked| asked.strip_prefix("clock:").and_then(|seconds| seconds.parse().ok()));
    seconds.map_or(SignedDuration::ZERO, SignedDuration::from_secs)
}

/// The faults that are asked for.
#[expect(clippy::disallowed_methods, reason = "a fault is asked for in the environment, which the runtime reads")]
fn asked() -> impl Iterator<Item = String> {
    let asked = if cfg!(debug_assertions) { std::env::var("PAYTOP_FAULT").unwrap_or_default() } else { String::new() };
    asked.split(',').map(str::to_owned).collect::<Vec<_>>().into_iter()
}

fn is_set(fault: &str) -> bool {
    asked().any(|asked| asked == fault)
}
