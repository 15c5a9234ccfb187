//! Words at the bottom of the screen: the newest is shown until its time is over, the more serious the longer.

use jiff::{SignedDuration, Timestamp};

use crate::domain::IntentId;
use crate::message::Level;

use super::App;
use super::plain::Told;
use super::undo::seconds_left;

/// A word said at the bottom of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// How serious it is.
    pub level: Level,
    /// What it says.
    pub words: String,
    /// When it goes.
    pub until: Timestamp,
    /// Until when what it says can be undone.
    pub undo: Option<Timestamp>,
    /// The intent it calls unconfirmed: once that is settled, the word is no longer true.
    pub about: Option<IntentId>,
}

/// The words that are waiting to be read.
#[derive(Debug, Default)]
pub struct Toasts {
    shown: Option<Toast>,
    /// Every word that was said, where somebody listens.
    told: Option<Told>,
}

impl Toasts {
    /// Says a word, in place of the one before it, unless that is more serious and has not been up long.
    pub fn tell(&mut self, level: Level, words: String, now: Timestamp) {
        if let Some(told) = &mut self.told {
            told.say(App::heard(level, &words));
        }
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
        self.shown = Some(Toast { level, words, until, undo: None, about: None });
    }

    /// Offers to undo what the word that is shown says is done, where it begins like this.
    pub fn offer_undo(&mut self, named: &str, until: Timestamp) {
        if let Some(toast) = self.shown.as_mut().filter(|toast| toast.words.starts_with(named)) {
            toast.until = toast.until.max(until);
            toast.undo = Some(until);
        }
    }

    /// Holds every word from now on for somebody who listens.
    pub fn listen(&mut self, told: Told) {
        self.told = Some(told);
    }

    /// Every word that was said, where somebody listens.
    #[must_use]
    pub fn told(&self) -> Option<&Told> {
        self.told.as_ref()
    }

    /// Says a sentence to somebody who listens; nobody sees it.
    pub fn say(&mut self, words: String) {
        if let Some(told) = &mut self.told {
            told.say(words);
        }
    }

    /// Notes that the word that was just said calls this intent unconfirmed.
    pub fn about(&mut self, intent: IntentId) {
        if let Some(toast) = self.shown.as_mut() {
            toast.about = Some(intent);
        }
    }

    /// The same, where the word that is shown calls anything unconfirmed.
    pub fn about_unconfirmed(&mut self, intent: IntentId) {
        if self.shown.as_ref().is_some_and(|toast| toast.level == Level::Unconfirmed) {
            self.about(intent);
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

    /// When the word goes, or what it says of how long something can be undone changes.
    #[must_use]
    pub fn wake_at(&self, now: Timestamp, reduced_motion: bool) -> Option<Timestamp> {
        let toast = self.shown.as_ref()?;
        let left = toast.undo.filter(|_| !reduced_motion).and_then(|until| seconds_left(until, now));
        let next = left.and_then(|left| toast.undo?.checked_sub(SignedDuration::from_secs(left - 1)).ok());
        Some(next.map_or(toast.until, |next| next.min(toast.until)))
    }

    /// Takes the word away; says whether there was one to see.
    pub fn clear(&mut self, now: Timestamp) -> bool {
        self.shown.take().is_some_and(|toast| toast.until > now)
    }
}
