//! The config was read anew while paytop runs: what can change at once does, and the operator is told what cannot.

use crate::domain::{AlertSettings, ConnectionId, Limits, LowMarks, Text};
use crate::keymap::Keymap;
use crate::message::{Effect, Level, Moment};
use crate::state::Changes;

use super::update::Update;
use super::{App, Habits, Look};

/// What of a config can change while paytop runs.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The keys.
    pub keymap: Keymap,
    /// How it looks.
    pub look: Look,
    /// Whether nothing on the screen counts seconds.
    pub reduced_motion: bool,
    /// What the operator is used to.
    pub habits: Habits,
    /// Below which marks a balance is low.
    pub marks: LowMarks,
    /// What else is told of. Whether alerts are posted stays as it was: where to is not asked again.
    pub alerts: AlertSettings,
    /// Whose name the journal bears from now on.
    pub operator: Text,
    /// How much may leave each connection.
    pub limits: Vec<(ConnectionId, Limits)>,
}

/// What came of a config file that changed.
#[derive(Clone, Debug)]
pub enum Reloaded {
    /// It is sound.
    Sound {
        /// What can change at once.
        settings: Box<Settings>,
        /// What differs and has to wait for a restart, in words such as `connection india-a`.
        waiting: Vec<String>,
    },
    /// It is not, and what was read before stays: each problem with its file and line.
    Unsound(Vec<String>),
    /// Nobody looks after the file, and why.
    Unwatched(String),
}

/// How many problems are told; whoever mends these sees the rest.
const MOST_PROBLEMS: usize = 3;

impl App {
    /// Takes up what came of the config.
    pub fn reload(&mut self, moment: Moment, reloaded: Reloaded) -> Update {
        self.state.now = moment.now;
        let mut update = Update { redraw: true, ..Update::default() };
        let (level, words) = match reloaded {
            Reloaded::Sound { settings, waiting } => {
                self.set(*settings, &mut update);
                match waiting.as_slice() {
                    [] => (Level::Good, "The config was read anew and is in force".to_owned()),
                    waiting => (
                        Level::Warning,
                        format!(
                            "The config was read anew. These wait until paytop is started again: {}",
                            waiting.join(", ")
                        ),
                    ),
                }
            }
            Reloaded::Unsound(problems) => {
                let more = match problems.len().saturating_sub(MOST_PROBLEMS) {
                    0 => String::new(),
                    more => format!("; and {more} more"),
                };
                let told = problems.iter().take(MOST_PROBLEMS).map(String::as_str).collect::<Vec<_>>().join("; ");
                (Level::Bad, format!("The config is not taken, what was in force stays. {told}{more}"))
            }
            Reloaded::Unwatched(why) => {
                (Level::Info, format!("The config is not looked after ({why}): start again when it has changed"))
            }
        };
        self.toasts.tell(level, Text::from(words).as_str().to_owned(), moment.now);
        update
    }

    fn set(&mut self, settings: Settings, update: &mut Update) {
        let Settings { keymap, look, reduced_motion, habits, marks, alerts, operator, limits } = settings;
        if habits.mouse != self.habits.mouse {
            update.effects.push(Effect::CaptureMouse(habits.mouse));
        }
        // A key that was begun may mean something else by now.
        self.begun = None;
        self.state.unattended &= habits.slow_unfocused;
        (self.keymap, self.habits, self.look.glyphs) = (keymap, habits, look.glyphs);
        // One that was chosen for this session stays where the config wants what it wanted before.
        if self.configured != look.theme {
            self.configured = look.theme.clone();
            self.look.theme = look.theme;
        }
        self.state.reduced_motion = reduced_motion;
        self.state.operator = operator;
        for (connection, limits) in limits {
            if self.state.set_limits(&connection, &limits) {
                update.effects.push(Effect::SetLimits { connection, limits });
            }
        }
        let alerts = AlertSettings { webhook: self.state.alert_settings.webhook, ..alerts };
        if self.state.marks != marks || self.state.alert_settings != alerts {
            (self.state.marks, self.state.alert_settings) = (marks, alerts);
            self.watch.look();
            self.look_for_alerts(update);
        }
        self.panes[self.shown].refresh(&Changes { other: true, ..Changes::default() }, &self.state);
    }
}
