//! Alerts: what an operator is told of without looking for it, what it is about, and what became of it.

mod about;
mod episode;
mod quiet;
mod rule;
mod settings;

pub use about::{About, LimitSpan};
pub use episode::{AlertEntry, AlertEpisode, AlertEvent, AlertHandling, AlertStep};
pub use quiet::QuietHours;
pub use rule::{AlertKey, AlertRule};
pub use settings::{AlertSettings, DesktopKind, Stalled};
