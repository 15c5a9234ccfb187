//! Words at the bottom of the screen: the newest is shown until its time is over, the more serious the longer.

use jiff::{SignedDuration, Timestamp};

use crate::domain::IntentId;
use crate::message::Level;

/// A word said at the bottom of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// How serious it is.
    pub level: Level,
    /// What it says.
    pub words: String,
    /// When it goes.
    pub until: Timestamp,
    /// The intent it calls unconfirmed: once that is settled, the word is no longer true.
    pub about: Option<IntentId>,
}

/// The words that are waiting to be read.
#[derive(Clone, Debug, Default)]
pub struct Toasts {
    shown: Option<Toast>,
}

impl Toasts {
    /// Says a word, in place of the one before it, unless that is more serious and has not been up long.
    pub fn tell(&mut self, level: Level, words: String, now: Timestamp) {
        let seconds = match level {
            Level::Good | Level::Info => 5,
            Level::Warning => 8,
            Level::Unconfirmed | Level::Bad => 12,
        };
        let serious =
            |shown: &Toast| shown.level > level && shown.until.duration_since(now) > SignedDuration::from_secs(7);
        if self.shown.as_ref().is_some_and(serious) {
            return;
        }
        let until = now.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(now);
        self.shown = Some(Toast { level, words, until, about: None });
    }

    /// Notes that the word that was just said calls this intent unconfirmed.
    pub fn about(&mut self, intent: IntentId) {
        if let Some(toast) = self.shown.as_mut() {
            toast.about = Some(intent);
        }
    }

    /// Takes the word away where `is_over` says that the intent it is about has been settled.
    pub fn forget(&mut self, is_over: impl FnOnce(IntentId) -> bool) {
        if self.shown.as_ref().and_then(|toast| toast.about).is_some_and(is_over) {
            self.shown = None;
        }
    }

    /// Takes a word away that is true no more.
    pub fn take_back(&mut self, words: &str, now: Timestamp) {
        if self.shown(now).is_some_and(|shown| shown.words == words) {
            self.shown = None;
        }
    }

    /// The word to show at `now`.
    #[must_use]
    pub fn shown(&self, now: Timestamp) -> Option<&Toast> {
        self.shown.as_ref().filter(|toast| toast.until > now)
    }

    /// When the word goes.
    #[must_use]
    pub fn wake_at(&self) -> Option<Timestamp> {
        self.shown.as_ref().map(|toast| toast.until)
    }

    /// Takes the word away; says whether there was one to see.
    pub fn clear(&mut self, now: Timestamp) -> bool {
        self.shown.take().is_some_and(|toast| toast.until > now)
    }
}
