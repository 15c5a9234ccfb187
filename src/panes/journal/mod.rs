//! The journal pane: every change, this run's and those of others, newest first, with what became of it. What is
//! unconfirmed stands above everything else until it is settled.
//!
//! ```text
//!  ✗ Nothing can be changed: no room is left for the journal ...           (while it cannot be written)
//!     when          account                what                  state
//!  ─ unconfirmed: nobody knows whether these happened ──────────────────────────────
//!  ▌  14:12:02 IST  b4 CARD ••••••0004     withdraw INR 1,500.00 ? unconfirmed
//!  ─ all others, newest first ──────────────────────────────────────────────────────
//!     14:13:03 IST  a3 PHONEPE ••••••0003  deauthorise           ◐ sent
//!  ─ intent 120000 ─────────────────────────────────────────────────────────────────
//!  what became of it, and whether again is safe   its steps, what was asked and shown
//! ```

mod detail;
mod search;
mod view;

use jiff::Timestamp;
use secrecy::SecretString;

use crate::domain::{Intent, IntentId};
use crate::message::{Command, Context, Ids, Level, Mouse, MouseKind, Open, PaneId, Step};
use crate::state::{Changes, State};
use crate::ui::field::{Kind, TextField};
use crate::ui::table::{Hit, viewport};
use crate::ui::{Area, Canvas, Editable};

use super::Pane;
use search::Filter;

/// The journal pane.
pub struct JournalPane {
    /// The intents that are shown: unconfirmed ones first, then newest first.
    list: Vec<IntentId>,
    /// How many of them are unconfirmed.
    open: usize,
    selected: Option<IntentId>,
    at: usize,
    offset: usize,
    filter: TextField,
    filtering: bool,
    /// Whether the detail has the whole pane.
    zoomed: bool,
    /// The first line of the detail in view.
    top: usize,
    area: Area,
    /// The rows that say what is wrong with the journal.
    fault: u16,
}

impl Default for JournalPane {
    fn default() -> Self {
        Self {
            list: Vec::new(),
            open: 0,
            selected: None,
            at: 0,
            offset: 0,
            filter: TextField::new(Kind::Plain)
                .with_max(80)
                .with_placeholder("id, phone tail, amount, who, where, state, words, code"),
            filtering: false,
            zoomed: false,
            top: 0,
            area: Area::default(),
            fault: 0,
        }
    }
}

impl JournalPane {
    fn relist(&mut self, state: &State) {
        let filter = Filter::new(self.filter.text());
        let (mut list, settled): (Vec<_>, Vec<_>) = state
            .intents
            .newest_first()
            .filter(|intent| filter.finds(intent, state))
            .partition(|intent| intent.is_unconfirmed());
        self.open = list.len();
        list.extend(settled);
        self.list = list.into_iter().map(|intent| intent.id).collect();
        let found = self.selected.and_then(|id| self.list.iter().position(|other| *other == id));
        match found {
            Some(at) => self.go_to(at),
            None => self.select(self.at),
        }
        self.zoomed &= self.selected.is_some();
    }

    /// Selects another intent.
    fn select(&mut self, at: usize) {
        self.top = 0;
        self.go_to(at);
    }

    fn go_to(&mut self, at: usize) {
        self.at = at.min(self.list.len().saturating_sub(1));
        self.selected = self.list.get(self.at).copied();
        self.scroll();
    }

    fn scroll(&mut self) {
        self.offset = viewport(self.line_of(self.at), self.offset, self.page(), self.lines());
    }

    fn page(&self) -> usize {
        usize::from(view::regions(self, self.area).table.height.saturating_sub(1))
    }

    /// How many lines the table has: the intents, and a heading above each of the two parts where there are two.
    fn lines(&self) -> usize {
        let headings = if self.open == 0 { 0 } else { 1 + usize::from(self.open < self.list.len()) };
        self.list.len() + headings
    }

    /// The line an intent stands on.
    fn line_of(&self, at: usize) -> usize {
        match self.open {
            0 => at,
            open if at < open => at + 1,
            _ => at + 2,
        }
    }

    /// What stands on a line: the number of an intent, or nothing on a heading.
    fn on_line(&self, line: usize) -> Option<usize> {
        let at = match self.open {
            0 => line,
            open if line <= open => line.checked_sub(1)?,
            open if line == open + 1 => return None,
            _ => line - 2,
        };
        (at < self.list.len()).then_some(at)
    }

    fn intent<'a>(&self, state: &'a State) -> Option<&'a Intent> {
        state.intents.get(self.selected?)
    }

    /// Moves in the detail that has the whole pane.
    fn scroll_detail(&mut self, command: Command, state: &State) -> bool {
        let (lines, rows) = view::detail_extent(self, state);
        let Some(top) = command.moved(self.top, lines.saturating_sub(rows) + 1, rows) else { return false };
        self.top = top;
        true
    }

    /// Opens the form that settles the selected intent, or says why there is nothing to settle.
    fn settle(&self, state: &State) -> Step {
        let Some(intent) = self.intent(state) else {
            return Step::Tell(Level::Info, "There is no change here to settle".into());
        };
        if intent.is_unconfirmed() {
            return Step::Open(Open::Settle(intent.id));
        }
        let words = format!("Only what is unconfirmed can be settled; this is {}", intent.state().word());
        Step::Tell(Level::Info, words)
    }

    fn back(&mut self, state: &State) {
        if self.zoomed {
            self.zoomed = false;
            self.top = 0;
            self.scroll();
        } else {
            self.filtering = false;
            self.filter.clear();
            self.relist(state);
        }
    }
}

impl Pane for JournalPane {
    fn id(&self) -> PaneId {
        PaneId::Journal
    }

    fn context(&self) -> Context {
        if self.filtering { Context::Filter } else { Context::Journal }
    }

    fn is_typing(&self) -> bool {
        self.filtering
    }

    fn hints(&self, state: &State) -> Vec<Command> {
        if self.filtering {
            return vec![Command::ApplyFilter, Command::Back];
        }
        let open = self.intent(state).is_some_and(Intent::is_unconfirmed);
        let mut hints: Vec<Command> = open.then_some(Command::Settle).into_iter().collect();
        if self.zoomed {
            hints.push(Command::Back);
            let (lines, rows) = view::detail_extent(self, state);
            hints.extend((lines > rows).then_some(Command::Down));
        } else {
            hints.extend([Command::Details, Command::Filter]);
        }
        hints.extend([Command::CopyId, Command::NextPane, Command::Quit]);
        hints
    }

    fn run(&mut self, command: Command, state: &State, _ids: &mut Ids) -> Vec<Step> {
        if self.zoomed && self.scroll_detail(command, state) {
            return Vec::new();
        }
        if let Some(to) = command.moved(self.at, self.list.len(), self.page()) {
            self.select(to);
            return Vec::new();
        }
        match command {
            Command::Filter => {
                self.filtering = true;
                self.zoomed = false;
            }
            Command::ApplyFilter => self.filtering = false,
            Command::Back => self.back(state),
            Command::Details => {
                self.zoomed = !self.zoomed && self.selected.is_some();
                self.top = 0;
            }
            Command::Settle => return vec![self.settle(state)],
            Command::CopyId => {
                return vec![match self.selected {
                    Some(id) => Step::Copy { what: "intent's id", text: SecretString::from(id.to_string()) },
                    None => Step::Tell(Level::Info, "There is nothing to copy".into()),
                }];
            }
            editing if self.filtering => {
                self.filter.edit(editing);
                self.relist(state);
            }
            _ => {}
        }
        self.scroll();
        Vec::new()
    }

    fn insert(&mut self, text: &str, state: &State) {
        // A filter too long to paste stays what it was.
        let _ = self.filter.type_in(text);
        self.relist(state);
    }

    fn mouse(&mut self, mouse: Mouse, state: &State) {
        match mouse.kind {
            MouseKind::WheelUp if self.zoomed => drop(self.scroll_detail(Command::Up, state)),
            MouseKind::WheelDown if self.zoomed => drop(self.scroll_detail(Command::Down, state)),
            MouseKind::WheelUp => self.select(self.at.saturating_sub(3)),
            MouseKind::WheelDown => self.select(self.at + 3),
            MouseKind::Click => {
                if let Some(at) = view::hit(self, mouse).and_then(|hit| match hit {
                    Hit::Row(line) => self.on_line(line),
                    Hit::Title(_) => None,
                }) {
                    self.select(at);
                }
            }
        }
    }

    fn refresh(&mut self, changes: &Changes, state: &State) {
        if changes.other || changes.list {
            self.fault = view::fault_rows(self.area, state);
            self.relist(state);
        }
    }

    fn resize(&mut self, area: Area, state: &State) {
        self.area = area;
        self.fault = view::fault_rows(area, state);
        let (lines, rows) = view::detail_extent(self, state);
        self.top = self.top.min(lines.saturating_sub(rows));
        self.scroll();
    }

    fn wake_at(&self, _state: &State) -> Option<Timestamp> {
        None
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Area, state: &State) {
        view::draw(self, canvas, area, state);
    }
}
