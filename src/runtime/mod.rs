//! The only room that does anything: the loop, the pollers, the effects, the clock, the terminal.

mod clock;
mod event_loop;
mod fault_points;
mod hands;
mod input;
mod journal;
mod link;
mod memory;
mod panics;
mod poller;
mod screen;
mod signals;
mod terminal;

pub use clock::{Clock, SystemClock};
pub use event_loop::{Outside, run};
pub use input::messages;
pub use journal::{Journal, Left, Unwritten};
pub use link::Link;
pub use panics::{forbid_core_dumps, install as install_panic_hook};
pub use screen::Screen;
pub use signals::Signals;
pub use terminal::TerminalScreen;
