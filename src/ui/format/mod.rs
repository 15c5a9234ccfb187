//! How times, amounts and counts are written, the same everywhere.

mod duration;
mod moment;
mod number;

pub use duration::{about, about_short, age, countdown, duration, duration_short, left_or_late};
pub use moment::{ago, clock, clock_short, date_time, full, moment, since, when, when_short, zone};
pub use number::{amount_short, amount_signed, amount_that_fits, count, money, percent, percent_fine};
