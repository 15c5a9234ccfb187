//! The alerts: those that stand, the worst and newest first, then the last ones that are over. Below stands what the
//! selected one says in full, and what was done about it.
//!
//! ```text
//! ╭ 2 alerts stand, 1 of them seen ────────────────────────────────────────────╮
//! │     since      connection  about        alert                              │
//! │ ▌ ✗ 14:02 IST  india-a     a2           a2 PHONEPE ••••0002 at india-a is… │
//! │   ! 13:40 IST  shop        paytm INR    paytm INR at shop is low: INR 18,… │
//! │   over                                                                     │
//! │   ✓ 13:10 IST  shop        accounts     The accounts of shop have not been…│
//! │                                                                            │
//! │ a2 PHONEPE ••••••0002 at india-a is stalled at 36 %: nothing has moved …   │
//! │ stalled-task, since 14:02:11 IST                                           │
//! ╰──────────── enter go there  a acknowledge  s 15 min  S 1 h  o until over ──╯
//! ```

mod view;

use jiff::{SignedDuration, Timestamp};

use crate::domain::{AlertHandling, AlertKey, Level};
use crate::keymap::Keymap;
use crate::message::{AlertWish, Command, Context, Ids, Step, Target};
use crate::state::State;
use crate::ui::{Area, Canvas};

use super::Overlay;

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    key: AlertKey,
    level: Level,
    words: String,
    since: Timestamp,
    handling: Option<AlertHandling>,
    over: Option<Timestamp>,
}

/// The alerts.
#[derive(Default)]
pub struct AlertsOverlay {
    /// What is selected: which alert, and since when it stands. Until the operator has moved it is the first one.
    selected: Option<(AlertKey, Timestamp)>,
    /// Where that was.
    at: usize,
    /// How many lines are in view.
    page: usize,
}

/// What is listed.
fn lines(state: &State) -> Vec<Line> {
    let standing = state.alerts.listed(state.now).into_iter().map(|alert| Line {
        key: alert.key.clone(),
        level: alert.level,
        words: alert.words.clone(),
        since: alert.since,
        handling: alert.handling.clone().filter(|handling| handling.holds(state.now)),
        over: None,
    });
    let over = state.alerts.over().map(|episode| Line {
        key: episode.key.clone(),
        level: episode.level,
        words: episode.words.to_string(),
        since: episode.since,
        handling: episode.handling.clone(),
        over: episode.over,
    });
    standing.chain(over).collect()
}

impl AlertsOverlay {
    /// Where the selected one is now; where it was, once it is gone.
    fn place(&self, lines: &[Line]) -> usize {
        let is_it =
            |line: &Line| self.selected.as_ref().is_some_and(|(key, since)| line.key == *key && line.since == *since);
        lines.iter().position(is_it).unwrap_or(self.at).min(lines.len().saturating_sub(1))
    }

    fn select(&mut self, at: usize, lines: &[Line]) {
        self.at = at;
        self.selected = lines.get(at).map(|line| (line.key.clone(), line.since));
    }

    fn wish(&self, wish: AlertWish, lines: &[Line]) -> Vec<Step> {
        match lines.get(self.place(lines)) {
            Some(line) if line.over.is_none() => vec![Step::HandleAlert(line.key.clone(), wish)],
            Some(_) => vec![Step::Tell(Level::Info, "That alert is over".into())],
            None => Vec::new(),
        }
    }
}

impl Overlay for AlertsOverlay {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Alerts, Context::Movement]
    }

    fn run(&mut self, command: Command, state: &State, _ids: &mut Ids) -> Vec<Step> {
        let lines = lines(state);
        let place = self.place(&lines);
        if let Some(to) = command.moved(place, lines.len(), self.page) {
            self.select(to, &lines);
            return Vec::new();
        }
        match command {
            Command::Back => vec![Step::Close],
            Command::GoTo => {
                let about = lines.get(place).map(|line| line.key.about.clone());
                about.map(|about| vec![Step::Close, Step::Go(Target::of(&about))]).unwrap_or_default()
            }
            Command::Acknowledge => {
                // The list is in another order after that: what is selected stays so.
                self.select(place, &lines);
                self.wish(AlertWish::Acknowledge, &lines)
            }
            Command::SnoozeQuarter | Command::SnoozeHour => {
                self.select(place, &lines);
                let minutes = if command == Command::SnoozeHour { 60 } else { 15 };
                self.wish(AlertWish::Snooze(SignedDuration::from_mins(minutes)), &lines)
            }
            Command::SnoozeUntilOver => {
                self.select(place, &lines);
                self.wish(AlertWish::SnoozeUntilOver, &lines)
            }
            _ => Vec::new(),
        }
    }

    fn resize(&mut self, screen: Area) {
        self.page = view::page(screen);
    }

    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
        view::draw(self, canvas, screen, state, keymap);
    }
}
