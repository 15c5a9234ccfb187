//! How times, amounts and counts are written, the same everywhere.

mod duration;
mod moment;
mod number;

pub use duration::{age, countdown, duration, duration_short, left_or_late};
pub use moment::{clock, clock_short, date_time, moment};
pub use number::{amount_short, amount_that_fits, count, money, percent, percent_fine};
