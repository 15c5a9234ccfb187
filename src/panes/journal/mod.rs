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

mod view;

use jiff::Timestamp;
use secrecy::SecretString;

use crate::domain::{Ability, ChangeKind, Intent};
use crate::message::{
    ColumnChoice, Command, Context, FoundRows, Ids, Layout, Level, Mouse, MouseKind, PaneId, PaneSession, Question,
    Record, RowActions, RowKey, Step,
};
use crate::state::{Changes, State};
use crate::ui::table::Hit;
use crate::ui::{Area, Canvas, Editable};

use super::Pane;
use super::asking;
use super::listing::Listing;
use super::refusal::why_not;
use super::search::{Filter, found_row};
use super::sheet::{self, Scope};
use super::table_layout::TableLayout;
use view::ColumnId;

/// The journal pane.
pub struct JournalPane {
    /// The intents that are shown: unconfirmed ones first, then newest first.
    list: Listing,
    layout: TableLayout<ColumnId>,
    area: Area,
    /// The rows that say what is wrong with the journal.
    fault: u16,
}

impl Default for JournalPane {
    fn default() -> Self {
        let list = Listing::new("id, phone tail, amount, who, where, state, words, code");
        Self { list, layout: TableLayout::new(ColumnId::When), area: Area::default(), fault: 0 }
    }
}

impl JournalPane {
    fn relist(&mut self, state: &State) {
        let filter = Filter::new(self.list.filter.text());
        let mut found: Vec<&Intent> =
            state.intents.newest_first().filter(|intent| filter.finds(intent, state)).collect();
        if let Some((column, order)) = self.layout.sort() {
            let key = |intent: &&Intent| view::sort_key(column, intent, state);
            order.sort(&mut found, key);
        }
        self.list.arrange(found.into_iter());
        self.scroll();
    }

    fn select(&mut self, at: usize) {
        self.list.select(at);
        self.scroll();
    }

    fn scroll(&mut self) {
        self.list.scroll(self.page());
    }

    fn page(&self) -> usize {
        usize::from(view::regions(self, self.area).table.height.saturating_sub(1))
    }
}

impl Pane for JournalPane {
    fn id(&self) -> PaneId {
        PaneId::Journal
    }

    fn context(&self) -> Context {
        if self.list.filtering { Context::Filter } else { Context::Journal }
    }

    fn is_typing(&self) -> bool {
        self.list.filtering
    }

    fn hints(&self, state: &State) -> Vec<Command> {
        if self.list.filtering {
            return vec![Command::ApplyFilter, Command::Back];
        }
        let open = self.list.intent(state).is_some_and(Intent::is_unconfirmed);
        let mut hints: Vec<Command> = open.then_some(Command::Settle).into_iter().collect();
        if self.list.zoomed {
            hints.push(Command::Back);
            let (lines, rows) = view::detail_extent(self, state);
            hints.extend((lines > rows).then_some(Command::Down));
        } else {
            hints.extend([Command::Details, Command::Filter]);
        }
        hints.extend([Command::Copy, Command::NextPane, Command::Quit]);
        hints
    }

    fn run(&mut self, command: Command, state: &State, _ids: &mut Ids) -> Vec<Step> {
        if self.list.zoomed && self.list.scroll_detail(command, view::detail_extent(self, state)) {
            return Vec::new();
        }
        if let Some(to) = command.moved(self.list.at(), self.list.len(), self.page()) {
            self.select(to);
            return Vec::new();
        }
        match command {
            Command::Filter => self.list.search(),
            Command::ApplyFilter => self.list.filtering = false,
            Command::Back if self.list.back() => self.relist(state),
            Command::Details => self.list.zoom(),
            Command::Left => self.layout.turn(-1, &view::shown_columns(self)),
            Command::Right => self.layout.turn(1, &view::shown_columns(self)),
            Command::Settle => return vec![self.list.settle(state)],
            Command::CopyId => return vec![self.copy(state)],
            editing if self.list.filtering => {
                self.list.filter.edit(editing);
                self.relist(state);
            }
            _ => {}
        }
        self.scroll();
        Vec::new()
    }

    fn session(&self) -> PaneSession {
        self.list.session()
    }

    fn restore(&mut self, session: &PaneSession, state: &State) {
        self.list.restore(session);
        self.relist(state);
    }

    fn insert(&mut self, text: &str, state: &State) {
        // A filter too long to paste stays what it was.
        let _ = self.list.filter.type_in(text);
        self.relist(state);
    }

    fn mouse(&mut self, mouse: Mouse, state: &State) {
        let extent = view::detail_extent(self, state);
        match mouse.kind {
            MouseKind::WheelUp if self.list.zoomed => drop(self.list.scroll_detail(Command::Up, extent)),
            MouseKind::WheelDown if self.list.zoomed => drop(self.list.scroll_detail(Command::Down, extent)),
            MouseKind::WheelUp => self.select(self.list.at().saturating_sub(3)),
            MouseKind::WheelDown => self.select(self.list.at() + 3),
            MouseKind::Click => match view::hit(self, mouse) {
                Some(Hit::Row(line)) => {
                    if let Some(at) = self.list.on_line(line) {
                        self.select(at);
                    }
                }
                Some(Hit::Title(column)) => {
                    self.layout.cursor = column;
                    self.layout.sort_next();
                    self.relist(state);
                }
                None => {}
            },
        }
    }

    fn refresh(&mut self, changes: &Changes, state: &State) {
        if changes.other || changes.list {
            self.fault = view::fault_rows(self.area, state);
            self.relist(state);
        }
    }

    /// What has a pane of its own is found there.
    fn find(&self, typed: &str, state: &State) -> Vec<FoundRows> {
        let filter = Filter::new(typed);
        let has_pane = |intent: &Intent| match intent.kind {
            ChangeKind::CreateWithdrawal => state.able(Ability::Withdrawals).next().is_some(),
            ChangeKind::Transfer => state.able(Ability::Transfers).next().is_some(),
            _ => false,
        };
        let own = state.intents.newest_first().filter(|intent| !has_pane(intent) && filter.finds(intent, state));
        vec![FoundRows::new(PaneId::Journal, "Journal", own.map(found_row))]
    }

    fn go_to(&mut self, row: &RowKey, state: &State) -> bool {
        let RowKey::Intent(id) = row else { return false };
        self.list.zoomed = false;
        if self.list.find(*id).is_none() {
            self.list.filter.clear();
            self.relist(state);
        }
        let Some(at) = self.list.find(*id) else { return false };
        self.select(at);
        true
    }

    fn copy(&self, _state: &State) -> Step {
        match self.list.selected() {
            Some(id) => Step::Copy { what: "intent's id", text: SecretString::from(id.to_string()) },
            None => Step::Tell(Level::Info, "There is nothing to copy".into()),
        }
    }

    fn questions(&self, state: &State) -> Vec<Question> {
        self.list.intent(state).and_then(|intent| asking::about(intent, state)).into_iter().collect()
    }

    fn records(&self, scope: Scope, state: &State) -> Vec<Record> {
        let columns = self.layout.of(&view::COLUMNS[..]);
        let selected = (!self.list.is_empty()).then(|| self.list.at());
        let rows = scope.places(selected, self.list.len()).filter_map(|at| self.list.get(at, state));
        let record = |intent: &Intent| {
            let first = [
                ("id", sheet::words(intent.id.to_string())),
                ("connection", sheet::words(intent.connection.as_str())),
                ("currency", sheet::currency(intent.amount.as_ref())),
            ];
            sheet::record(first, &columns, |column| Some(view::value(column, intent, state)))
        };
        rows.map(record).collect()
    }

    fn column(&self) -> &'static str {
        self.layout.cursor.into()
    }

    fn actions(&self, state: &State) -> Option<RowActions> {
        let intent = self.list.intent(state)?;
        let settle = (Command::Settle, why_not(&[self.list.settle(state)]));
        Some(RowActions {
            title: intent.named(),
            actions: vec![settle, (Command::Details, None), (Command::Copy, None)],
        })
    }

    fn filter(&self) -> Option<&str> {
        Some(self.list.filter.text())
    }

    fn set_filter(&mut self, filter: &str, state: &State) {
        self.list.filtering = false;
        self.list.zoomed = false;
        self.list.filter.clear();
        // What is kept is never longer than what can be typed.
        let _ = self.list.filter.type_in(filter);
        self.relist(state);
    }

    fn moved(&self, command: Command, then: &State, now: &State) -> Option<String> {
        let shown = self.list.intent(then).filter(|_| command == Command::Settle)?;
        (now.intents.get(shown.id) != Some(shown)).then(|| shown.named())
    }

    fn columns(&self, _state: &State) -> Vec<ColumnChoice> {
        self.layout.choices(&view::COLUMNS[..])
    }

    fn layout(&self) -> Layout {
        self.layout.kept()
    }

    fn arrange(&mut self, layout: &Layout, state: &State) {
        self.layout.take(layout);
        self.relist(state);
    }

    fn resize(&mut self, area: Area, state: &State) {
        self.area = area;
        self.fault = view::fault_rows(area, state);
        let (lines, rows) = view::detail_extent(self, state);
        self.list.top = self.list.top.min(lines.saturating_sub(rows));
        self.scroll();
    }

    fn wake_at(&self, _state: &State) -> Option<Timestamp> {
        None
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Area, state: &State) {
        view::draw(self, canvas, area, state);
    }
}
