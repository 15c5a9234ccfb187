//! The few meanings a colour can have, so that each is told by a glyph too.

use ratatui::style::Style;

use super::{Glyphs, Theme};
use crate::domain::{End, Intent, IntentState, Report, Settlement, Standing};
use crate::message::Level;

/// What a word, a bar or a message means for the operator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Neutral,
    /// News that asks for nothing.
    Info,
    /// It went well.
    Good,
    /// It needs a look.
    Warning,
    /// Nobody knows how it went.
    Unconfirmed,
    /// It went wrong.
    Bad,
}

impl Tone {
    /// What became of a change: a payout that was taken on is under way until its end is told.
    #[must_use]
    pub fn of(intent: &Intent) -> Self {
        match intent.state() {
            IntentState::Done { .. } if intent.awaits_end() => Self::Info,
            state => Self::from(state),
        }
    }

    /// How it is written.
    #[must_use]
    pub fn style(self, theme: &Theme) -> Style {
        match self {
            Self::Neutral => theme.text,
            Self::Info => theme.info,
            Self::Good => theme.good,
            Self::Warning | Self::Unconfirmed => theme.warning,
            Self::Bad => theme.bad,
        }
    }

    /// How the filled part of a bar is drawn.
    #[must_use]
    pub fn bar(self, theme: &Theme) -> Style {
        match self {
            Self::Neutral | Self::Info => theme.gauge,
            Self::Good => theme.gauge_good,
            Self::Warning | Self::Unconfirmed => theme.gauge_warning,
            Self::Bad => theme.gauge_bad,
        }
    }

    /// Its symbol.
    #[must_use]
    pub fn glyph(self, glyphs: &Glyphs) -> &'static str {
        match self {
            Self::Neutral => glyphs.bullet,
            Self::Info => glyphs.info,
            Self::Good => glyphs.good,
            Self::Warning => glyphs.warning,
            Self::Unconfirmed => glyphs.unconfirmed,
            Self::Bad => glyphs.bad,
        }
    }
}

impl From<Level> for Tone {
    fn from(level: Level) -> Self {
        match level {
            Level::Good => Self::Good,
            Level::Info => Self::Info,
            Level::Warning => Self::Warning,
            Level::Unconfirmed => Self::Unconfirmed,
            Level::Bad => Self::Bad,
        }
    }
}

impl From<&IntentState> for Tone {
    fn from(state: &IntentState) -> Self {
        match state {
            IntentState::Planned | IntentState::Sent => Self::Info,
            // What is known not to have happened is neither good nor bad.
            IntentState::Settled(Settlement { happened: Some(false), .. }) => Self::Neutral,
            IntentState::Done { .. }
            | IntentState::Settled(_)
            | IntentState::Reported(Report { end: End::Paid, .. }) => Self::Good,
            IntentState::Rejected(_) | IntentState::Reported(_) => Self::Bad,
            IntentState::Unconfirmed(_) => Self::Unconfirmed,
        }
    }
}

impl From<Standing> for Tone {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Complete => Self::Good,
            Standing::OnTime => Self::Neutral,
            Standing::Late => Self::Warning,
            Standing::Stalled => Self::Bad,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tone_is_told_by_a_glyph_of_its_own() {
        for glyphs in [&Glyphs::UNICODE, &Glyphs::ASCII] {
            let all = [Tone::Neutral, Tone::Info, Tone::Good, Tone::Warning, Tone::Bad].map(|tone| tone.glyph(glyphs));
            for (at, glyph) in all.iter().enumerate() {
                assert!(!all[..at].contains(glyph), "{glyph} stands for two tones");
            }
        }
    }
}
