//! The one place where the time and chance of the running program come from.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

use crate::message::Moment;

use super::fault_points;

/// Where the loop takes its time and its chance from; a test gives its own.
pub trait Clock: Send + Sync {
    /// The time.
    fn now(&self) -> Timestamp;

    /// The time, with the chance for the ids made in this moment.
    fn moment(&self) -> Moment {
        Moment { now: self.now(), chance: std::array::from_fn(|_| fastrand::u8(..)) }
    }

    /// Whether the machine slept since this was last asked.
    fn has_slept(&self) -> bool {
        false
    }
}

/// How much further the wall clock may have gone than the program before it counts as sleep.
const NAP: Duration = Duration::from_secs(15);

/// The machine's clock.
#[derive(Debug)]
pub struct SystemClock {
    /// The wall clock and the monotonic one, read together; the second stands still while the machine sleeps.
    last: Mutex<(Timestamp, Instant)>,
    /// How wrong it goes, where a test wants it to.
    error: SignedDuration,
}

#[expect(clippy::disallowed_methods, reason = "this is where time comes from")]
fn read() -> (Timestamp, Instant) {
    (Timestamp::now(), Instant::now())
}

impl Default for SystemClock {
    fn default() -> Self {
        Self { last: Mutex::new(read()), error: fault_points::clock_error() }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let now = read().0;
        now.checked_add(self.error).unwrap_or(now)
    }

    fn has_slept(&self) -> bool {
        let Ok(mut last) = self.last.lock() else { return false };
        let now = read();
        let (wall, ran) = (now.0.duration_since(last.0), now.1.duration_since(last.1));
        *last = now;
        Duration::try_from(wall).is_ok_and(|wall| wall > ran + NAP)
    }
}
