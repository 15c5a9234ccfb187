//! Where the pure side is put together: the panes, the overlays above them, and the state they show. Messages come
//! in through [`App::update`], effects go out; nothing here reads a clock or waits.

mod draw;
mod journal;
mod toasts;
mod update;

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use crate::domain::{ConnectionId, FeedKind, IntentId, Read};
use crate::keymap::Keymap;
use crate::message::{Context, Effect, Pace, Ticket};
use crate::overlays::Overlay;
use crate::panes::{self, Pane};
use crate::state::State;
use crate::ui::{Area, Glyphs, Theme};

use toasts::Toasts;

pub use update::Update;

/// How the program looks.
#[derive(Clone, Debug)]
pub struct Look {
    /// The colours.
    pub theme: Theme,
    /// The symbols.
    pub glyphs: Glyphs,
}

/// The whole pure side.
pub struct App {
    state: State,
    keymap: Keymap,
    look: Look,
    panes: Vec<Box<dyn Pane>>,
    shown: usize,
    overlays: Vec<Box<dyn Overlay>>,
    toasts: Toasts,
    screen: Area,
    paces: HashMap<(ConnectionId, FeedKind), Pace>,
    /// The single questions that have not been answered yet.
    asked: HashMap<Ticket, Read>,
    /// Whether the journal has told what there was before this run.
    has_journal: bool,
    /// What the operator settled and the journal has not told yet.
    settling: HashSet<IntentId>,
}

impl App {
    /// The app before anything happened.
    #[must_use]
    pub fn new(state: State, keymap: Keymap, look: Look) -> Self {
        Self {
            state,
            keymap,
            look,
            panes: panes::all(),
            shown: 0,
            overlays: Vec::new(),
            toasts: Toasts::default(),
            screen: Area::default(),
            paces: HashMap::new(),
            asked: HashMap::new(),
            has_journal: false,
            settling: HashSet::new(),
        }
    }

    /// What is known.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// What must be done at the start: every feed asks at its pace.
    #[must_use]
    pub fn start(&mut self) -> Vec<Effect> {
        // Whatever was said before there was somebody to do it is said again.
        self.paces.clear();
        self.paces()
    }

    /// The contexts in which a key has its meaning now, top first.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        let mut stack = match self.overlays.last() {
            Some(overlay) => overlay.contexts().to_vec(),
            None => return self.pane_contexts(),
        };
        stack.push(Context::Always);
        stack
    }

    /// The same, as if no overlay were open.
    fn pane_contexts(&self) -> Vec<Context> {
        match self.panes[self.shown].context() {
            Context::Filter => vec![Context::Filter, Context::Text, Context::Always],
            pane => vec![pane, Context::Movement, Context::Global, Context::Always],
        }
    }

    /// When what is on the screen changes by time alone; `None` while nothing does.
    #[must_use]
    pub fn wake_at(&self) -> Option<Timestamp> {
        let pane = self.panes[self.shown].wake_at(&self.state);
        let overlays = self.overlays.iter().filter_map(|overlay| overlay.wake_at(&self.state));
        let wakes = overlays.chain(pane).chain(self.toasts.wake_at()).chain(draw::wake_at(&self.state));
        wakes.filter(|at| *at > self.state.now).min()
    }

    /// The paces that differ from what the pollers were told.
    fn paces(&mut self) -> Vec<Effect> {
        self.state.handset_open = self.overlays.iter().any(|overlay| overlay.watches_handset());
        let mut effects = Vec::new();
        for connection in self.state.connections() {
            for feed in &connection.info.feeds {
                let pace = self.state.pace(connection, *feed);
                let key = (connection.info.id.clone(), *feed);
                if self.paces.get(&key) != Some(&pace) {
                    effects.push(Effect::SetPace { connection: key.0.clone(), feed: *feed, pace });
                    self.paces.insert(key, pace);
                }
            }
        }
        effects
    }
}

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
