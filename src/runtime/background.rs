//! Asks the terminal what its ground is like, before anything listens to its keys.

use std::time::Duration;

use terminal_colorsaurus::{QueryOptions, ThemeMode, theme_mode};

use crate::config::Background;

/// How long a terminal may take to answer; what comes later is swallowed where keys are read.
const LIMIT: Duration = Duration::from_millis(250);

/// What the terminal says of its ground; `None` where it does not say it, or not in time.
#[must_use]
pub fn background() -> Option<Background> {
    let mut options = QueryOptions::default();
    options.timeout = LIMIT;
    match theme_mode(options) {
        Ok(ThemeMode::Dark) => Some(Background::Dark),
        Ok(ThemeMode::Light) => Some(Background::Light),
        Err(error) => {
            tracing::debug!(%error, "the terminal does not say what its ground is like");
            None
        }
    }
}
