//! What is told to somebody who may not look at the screen.

use crate::domain::{AlertEntry, DesktopKind};

/// Alerts that are told at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// All of them, however serious, and quiet or not; never none.
    pub alerts: Vec<AlertEntry>,
    /// Those that are told aloud, in a line or two; empty where none is.
    pub words: String,
    /// Whether the bell rings.
    pub bell: bool,
    /// How the desktop is notified, where it is.
    pub desktop: Option<DesktopKind>,
}
