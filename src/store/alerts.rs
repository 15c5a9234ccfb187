//! What happened to alerts, as the store keeps it, and how much of it.

use jiff::SignedDuration;

/// So many entries are kept at most, whatever they are of.
pub const ALERT_ENTRIES: u32 = 10_000;

/// So long the entries of an alert are kept after it was over.
pub const ALERTS_KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);
