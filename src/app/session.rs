//! Where the operator stands, kept for the next run: the pane in view, and what was searched for and selected in each.
//! Whole phone and account numbers are no part of it.

use crate::domain::mask_digits;
use crate::message::{Effect, PaneSession};

use super::App;
use super::update::Update;

impl App {
    /// Begins where an earlier run was left. What cannot be had any more is passed over.
    pub(super) fn restore_session(&mut self) {
        let session = self.preferences.session.clone();
        for pane in &mut self.panes {
            if let Some(left) = session.panes.get(pane.id().title()) {
                pane.restore(left, &self.state);
            }
        }
        let left = self.panes.iter().position(|pane| Some(pane.id().title()) == session.pane.as_deref());
        if let Some(pane) = left {
            self.show(pane);
        }
    }

    /// Keeps where the operator stands, where that differs from what is kept.
    pub(super) fn keep_session(&mut self, update: &mut Update) {
        if !self.keeps_session {
            return;
        }
        let pane = &self.panes[self.shown];
        let name = pane.id().title();
        let PaneSession { filter, selected } = pane.session();
        let filter = if mask_digits(&filter) == filter { filter } else { String::new() };
        let now = PaneSession { filter, selected };
        let session = &mut self.preferences.session;
        if session.pane.as_deref() == Some(name) && session.panes.get(name) == Some(&now) {
            return;
        }
        session.pane = Some(name.to_owned());
        session.panes.insert(name.to_owned(), now);
        update.effects.push(Effect::Keep(Box::new(self.preferences.clone())));
    }
}
