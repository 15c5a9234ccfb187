//! The search over every pane: each looks into what it shows, and a row that is chosen is gone to.

use crate::message::{FoundRows, Level, PaneId, RowKey};

use super::{App, seen};

impl App {
    /// Has every pane look for what the overlay on top wants to know.
    pub(super) fn search(&mut self) {
        let Some(overlay) = self.overlays.last_mut() else { return };
        let Some(typed) = overlay.sought() else { return };
        let found: Vec<FoundRows> = if typed.is_empty() {
            Vec::new()
        } else {
            let state = seen(self.frozen.as_deref(), &self.state);
            self.panes.iter().flat_map(|pane| pane.find(typed, state)).collect()
        };
        overlay.found(found);
    }

    /// Goes to a row of a pane, or says that it is gone.
    pub(super) fn go_to(&mut self, pane: PaneId, row: &RowKey) {
        let Some(at) = self.panes.iter().position(|found| found.id() == pane) else { return };
        self.show(at);
        if !self.panes[at].go_to(row, seen(self.frozen.as_deref(), &self.state)) {
            self.toasts.tell(Level::Info, "It is not there any more".into(), self.state.now);
        }
    }
}
