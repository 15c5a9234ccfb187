//! Where the pure side is put together: the panes, the overlays above them, and the state they show. Messages come
//! in through [`App::update`], effects go out; nothing here reads a clock or waits.

mod alerts;
mod batch;
mod draw;
mod editor;
mod freeze;
mod habits;
mod journal;
mod lock;
mod plain;
mod postbacks;
mod preferences;
mod reload;
mod rows;
mod search;
mod sequence;
mod session;
mod terminal;
mod toasts;
mod tour;
mod undo;
mod update;

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use crate::domain::{ConnectionId, FeedKind, IntentId, Read};
use crate::keymap::Keymap;
use crate::message::{Context, Effect, Pace, PaneId, Preferences, Ticket};
use crate::overlays::Overlay;
use crate::panes::{self, Pane};
use crate::state::State;
use crate::ui::{Area, Glyphs, Theme};

use freeze::{Frozen, seen};
use lock::Lock;
use plain::Plain;
use sequence::Begun;
use toasts::Toasts;
use tour::Tour;
use undo::Offer;

pub use habits::Habits;
pub use plain::Told;
pub use reload::{Reloaded, Settings};
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
    /// The theme that the config wants; another one may have been chosen for this session.
    configured: Theme,
    habits: Habits,
    /// The themes that can be chosen while it runs.
    themes: Vec<Theme>,
    panes: Vec<Box<dyn Pane>>,
    shown: usize,
    overlays: Vec<Box<dyn Overlay>>,
    toasts: Toasts,
    screen: Area,
    /// The first key of two, while the second is awaited.
    begun: Option<Begun>,
    /// While the screen is locked: nothing of the panes is drawn, and no command but unlocking and leaving works.
    lock: Option<Lock>,
    /// What stood in the field that is being edited outside.
    editing: Option<String>,
    /// Where somebody listens in place of looking.
    plain: Option<Plain>,
    /// When the operator last did something here.
    touched: Timestamp,
    /// The first lines of help, while they are still to be read.
    tour: Option<Tour>,
    paces: HashMap<(ConnectionId, FeedKind), Pace>,
    /// What the pollers of feeds were told to ask whose question depends on what is known.
    questions: HashMap<(ConnectionId, FeedKind), Option<Read>>,
    /// Whether something changed that such a question may depend on.
    questions_may_differ: bool,
    /// The single questions that have not been answered yet.
    asked: HashMap<Ticket, Read>,
    /// Whether the journal has told what there was before this run.
    has_journal: bool,
    /// What the operator settled and the journal has not told yet.
    settling: HashSet<IntentId>,
    /// When it is looked for what stands out, and what of it is held back.
    watch: alerts::Watch,
    /// What was set up on the screen.
    preferences: Preferences,
    /// Whether where the operator stands is kept in them.
    keeps_session: bool,
    /// What is shown while the display is held still.
    frozen: Option<Box<Frozen>>,
    /// The switch that can be undone.
    undo: Option<Offer>,
}

impl App {
    /// The app before anything happened.
    #[must_use]
    pub fn new(state: State, keymap: Keymap, look: Look) -> Self {
        Self {
            panes: panes::all(&state),
            touched: state.now,
            state,
            keymap,
            configured: look.theme.clone(),
            themes: Theme::all().collect(),
            look,
            habits: Habits::default(),
            shown: 0,
            overlays: Vec::new(),
            toasts: Toasts::default(),
            screen: Area::default(),
            begun: None,
            lock: None,
            editing: None,
            plain: None,
            tour: None,
            paces: HashMap::new(),
            questions: HashMap::new(),
            questions_may_differ: true,
            asked: HashMap::new(),
            has_journal: false,
            settling: HashSet::new(),
            watch: alerts::Watch::default(),
            preferences: Preferences::default(),
            keeps_session: false,
            frozen: None,
            undo: None,
        }
    }

    /// The same app, with what the operator is used to.
    #[must_use]
    pub fn with_habits(self, habits: Habits) -> Self {
        Self { habits, ..self }
    }

    /// The app with these themes to choose from, beside its own.
    #[must_use]
    pub fn with_themes(self, mut themes: Vec<Theme>) -> Self {
        let is_there = themes.iter().any(|theme| theme.name == self.look.theme.name);
        themes.extend((!is_there).then(|| self.look.theme.clone()));
        Self { themes, ..self }
    }

    /// The same, with this pane in view at the start, where there is something for it.
    #[must_use]
    pub fn opening(mut self, pane: PaneId) -> Self {
        self.shown = self.panes.iter().position(|known| known.id() == pane).unwrap_or(0);
        self
    }

    /// The panes, in the order of their tabs.
    pub fn panes(&self) -> impl Iterator<Item = PaneId> + '_ {
        self.panes.iter().map(|pane| pane.id())
    }

    /// What the operator is used to.
    #[must_use]
    pub fn habits(&self) -> &Habits {
        &self.habits
    }

    /// What is known.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// No alert is raised until it is told what stood before this run.
    pub fn wait_for_alerts(&mut self) {
        self.state.alerts.wait();
    }

    /// What the panes show: what is known, or what was known when the display was frozen.
    fn seen(&self) -> &State {
        seen(self.frozen.as_deref(), &self.state)
    }

    /// Since when the display is held still; `None` where it goes on.
    fn frozen_since(&self) -> Option<Timestamp> {
        self.frozen.as_ref().map(|frozen| frozen.since)
    }

    /// What must be done at the start: every feed asks at its pace.
    #[must_use]
    pub fn start(&mut self) -> Vec<Effect> {
        // Whatever was said before there was somebody to do it is said again.
        self.paces.clear();
        self.questions.clear();
        self.questions_may_differ = true;
        self.orders()
    }

    /// The contexts in which a key has its meaning now, top first.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        if self.lock.is_some() {
            return vec![Context::Lock, Context::Text, Context::Always];
        }
        let mut stack = match self.overlays.last() {
            Some(overlay) => overlay.contexts().to_vec(),
            None => return self.pane_contexts(),
        };
        stack.push(Context::Always);
        stack
    }

    /// The same, as if no overlay were open.
    fn pane_contexts(&self) -> Vec<Context> {
        let pane = &self.panes[self.shown];
        let context = pane.context();
        if pane.is_typing() {
            return vec![context, Context::Text, Context::Always];
        }
        let mut stack = vec![context, Context::Movement];
        stack.extend(context.has_columns().then_some(Context::Columns));
        stack.extend([Context::Global, Context::Always]);
        stack
    }

    /// When what is on the screen changes by time alone; `None` while nothing does.
    #[must_use]
    pub fn wake_at(&self) -> Option<Timestamp> {
        let pane = self.panes[self.shown].wake_at(self.seen());
        let overlays = self.overlays.iter().filter_map(|overlay| overlay.wake_at(&self.state));
        let begun = self.begun.as_ref().and_then(Begun::wake_at).into_iter().chain(self.locks_at());
        let wakes = overlays
            .chain(pane)
            .chain(self.toasts.wake_at(self.state.now, self.state.reduced_motion))
            .chain(draw::wake_at(&self.state, self.frozen_since()))
            .chain(self.alerts_wake_at())
            .chain(begun);
        wakes.filter(|at| *at > self.state.now).min()
    }

    /// What the pollers have to be told that differs from what they were told.
    fn orders(&mut self) -> Vec<Effect> {
        let mut effects = self.paces();
        effects.extend(self.questions());
        effects
    }

    fn questions(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        if !std::mem::take(&mut self.questions_may_differ) {
            return effects;
        }
        let mut questions = Vec::new();
        for connection in self.state.connections() {
            for feed in connection.info.feeds.iter().filter(|feed| feed.read().is_none()) {
                questions.push(((connection.info.id.clone(), *feed), self.state.question(connection, *feed)));
            }
        }
        for (key, question) in questions {
            if self.questions.get(&key).unwrap_or(&None) == &question {
                continue;
            }
            if question.is_none() {
                self.state.rest(&key.0, key.1);
            }
            let (connection, feed) = key.clone();
            effects.push(Effect::SetQuestion { connection, feed, question: question.clone() });
            self.questions.insert(key, question);
        }
        effects
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
