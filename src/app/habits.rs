//! What the operator is used to, as the config has it.

use std::time::Duration;

/// What the operator is used to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Habits {
    /// Whether the mouse is paytop's, where the terminal lets it.
    pub mouse: bool,
    /// Whether feeds slow down while the terminal has not the focus.
    pub slow_unfocused: bool,
    /// After how long without a key the screen locks itself; `None` for never.
    pub lock_after: Option<Duration>,
}

impl Default for Habits {
    fn default() -> Self {
        Self { mouse: true, slow_unfocused: true, lock_after: None }
    }
}
