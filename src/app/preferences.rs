//! What is set up on the screen: taken up at the start, and kept whenever it changes.

use crate::message::{Effect, Level, Preferences};

use super::{App, Update};

impl App {
    /// The same, set up as it was before.
    #[must_use]
    pub fn with_preferences(mut self, mut preferences: Preferences) -> Self {
        for pane in &mut self.panes {
            pane.arrange(&preferences.pane(pane.id()).layout, &self.state);
            // What means nothing here is no change that has to be written.
            preferences.change(pane.id(), |kept| kept.layout = pane.layout());
        }
        self.preferences = preferences;
        self.keeps_session = true;
        self.restore_session();
        self
    }

    /// Keeps how the table in view is laid out, where that is not as it was.
    pub(super) fn keep_layout(&mut self, update: &mut Update) {
        let (pane, layout) = (self.panes[self.shown].id(), self.panes[self.shown].layout());
        if self.preferences.change(pane, |kept| kept.layout = layout) {
            self.keep(update);
        }
    }

    /// Gives a filter of the pane in view a name.
    pub(super) fn save_filter(&mut self, name: &str, text: &str, update: &mut Update) {
        let mut saved = Ok(());
        let pane = self.panes[self.shown].id();
        if self.preferences.change(pane, |kept| saved = kept.save_filter(name, text)) {
            self.keep(update);
        }
        let (level, words) = match saved {
            Ok(()) => (Level::Good, format!("The filter is kept as {}", name.trim())),
            Err(why) => (Level::Warning, format!("The filter is not kept: {why}")),
        };
        self.toasts.tell(level, words, self.state.now);
    }

    /// Forgets a filter of the pane in view.
    pub(super) fn drop_filter(&mut self, name: &str, update: &mut Update) {
        let pane = self.panes[self.shown].id();
        if self.preferences.change(pane, |kept| kept.filters.retain(|saved| saved.name != name)) {
            self.keep(update);
        }
    }

    /// Keeps what is set up on the screen for the next run.
    pub(super) fn keep(&self, update: &mut Update) {
        update.effects.push(Effect::Keep(Box::new(self.preferences.clone())));
    }
}
