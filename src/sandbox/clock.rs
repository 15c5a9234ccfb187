//! Where the sandbox reads the time: the one place, handed on as a function so that tests move time by hand.

use std::sync::Arc;

use jiff::Timestamp;

/// Tells the time outside the world.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The machine's own clock.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "a server has to know the time; everything behind it gets it as data")]
pub fn system() -> Clock {
    Arc::new(Timestamp::now)
}
