//! What an operator wants to be told of, and how.

use jiff::SignedDuration;

use super::QuietHours;
use crate::domain::{Level, Ratio};

/// What an operator wants to be told of, and how. What is `None` is told of never. Marks of balances stand beside it:
/// [`LowMarks`](crate::domain::LowMarks).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertSettings {
    /// How many orders should succeed where too little is known of an account's last days.
    pub success_floor: Option<Ratio>,
    /// After how long without progress a task is stalled.
    pub stalled: Stalled,
    /// By how much a task may pass its estimate.
    pub late: Option<SignedDuration>,
    /// For how long what lies in a wallet should last.
    pub runway: Option<SignedDuration>,
    /// How old what a feed told may become.
    pub stale: Option<SignedDuration>,
    /// How long a connection may give no answer at all.
    pub down: Option<SignedDuration>,
    /// For how long a change may be unconfirmed.
    pub unconfirmed: Option<SignedDuration>,
    /// How many postbacks that do not hold may come within an hour; so many are too many.
    pub postbacks: Option<usize>,
    /// How much of a limit may be used up.
    pub limit: Option<Ratio>,
    /// From which level on it rings, notifies and posts.
    pub level: Level,
    /// Whether the terminal's bell rings.
    pub bell: bool,
    /// How the desktop is notified.
    pub desktop: Option<DesktopKind>,
    /// Whether alerts are posted to a web address.
    pub webhook: bool,
    /// When it is quiet.
    pub quiet: Option<QuietHours>,
}

/// After how long without progress a task is stalled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stalled {
    /// Never.
    Off,
    /// By its own pace.
    ByPace,
    /// After this long.
    After(SignedDuration),
}

/// The sequence by which a terminal is asked to notify the desktop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display, strum::EnumString, strum::VariantNames)]
#[strum(serialize_all = "lowercase")]
pub enum DesktopKind {
    /// OSC 9, as iTerm2, Windows Terminal, kitty and Ghostty have it.
    Osc9,
    /// OSC 777, as foot, urxvt and Ghostty have it.
    Osc777,
}

impl AlertSettings {
    /// Nothing is told of but balances below their marks.
    pub const NONE: Self = Self {
        success_floor: None,
        stalled: Stalled::Off,
        late: None,
        runway: None,
        stale: None,
        down: None,
        unconfirmed: None,
        postbacks: None,
        limit: None,
        level: Level::Warning,
        bell: false,
        desktop: None,
        webhook: false,
        quiet: None,
    };
}

impl Default for AlertSettings {
    fn default() -> Self {
        Self {
            success_floor: Some(Ratio::from_basis_points(7_500)),
            stalled: Stalled::ByPace,
            late: Some(SignedDuration::from_mins(2)),
            runway: Some(SignedDuration::from_hours(2)),
            stale: Some(SignedDuration::from_mins(2)),
            down: Some(SignedDuration::from_mins(1)),
            unconfirmed: Some(SignedDuration::from_mins(15)),
            postbacks: Some(5),
            limit: Some(Ratio::from_basis_points(8_000)),
            ..Self::NONE
        }
    }
}
