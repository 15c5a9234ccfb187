//! A pane of payouts: money that was sent to people by one kind of change, from the journal, followed until the
//! provider has told its end. What is unconfirmed stands above everything else until it is settled. The panes of
//! several kinds are this one, told apart by a [`Kind`].
//!
//! ```text
//!  today INR   paid 2  3,500.00   in progress 1  500.00   unconfirmed 1  700.00   failed 0
//!     when      payee                   amount       state          provider says            age
//!  ─ unconfirmed: nobody knows whether these happened ───────────────────────────────────────────
//!  ▌  14:12:02  paytm ••••••3210        700.00 INR   ? unconfirmed  nothing told yet         4m
//!  ─ all others, newest first ───────────────────────────────────────────────────────────────────
//!     14:13:03  bkash ••••••5678        500.00 INR   ◐ done         pending (status 2)       12s
//!  ─ intent 120000 ──────────────────────────────────────────────────────────────────────────────
//!  what became of it, and whether again is safe   its steps, what was asked and shown
//! ```

mod columns;
mod kind;
mod view;

use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;

use crate::domain::{ConnectionId, Intent, IntentState};
use crate::message::{
    ColumnChoice, Command, Context, FoundRows, Ids, Layout, Level, Mouse, MouseKind, PaneId, PaneSession, Question,
    Record, RowActions, RowKey, Step,
};
use crate::state::{Changes, PayoutSums, State};
use crate::ui::table::Hit;
use crate::ui::{Area, Canvas, Editable};

use super::Pane;
use super::asking;
use super::listing::Listing;
use super::refusal::why_not;
use super::search::{Filter, found_row};
use super::sheet::{self, Scope};
use super::table_layout::TableLayout;
use columns::ColumnId;
use kind::Kind;

/// A pane of payouts of one kind.
pub struct PayoutsPane {
    kind: &'static Kind,
    list: Listing,
    layout: TableLayout<ColumnId>,
    sums: PayoutSums,
    area: Area,
}

impl PayoutsPane {
    /// The withdrawals.
    pub fn withdrawals() -> Self {
        Self::of(&kind::WITHDRAWALS)
    }

    /// The transfers.
    pub fn transfers() -> Self {
        Self::of(&kind::TRANSFERS)
    }

    fn of(kind: &'static Kind) -> Self {
        Self {
            kind,
            list: Listing::new("id, payee, amount, who, where, state, words"),
            layout: TableLayout::new(ColumnId::When),
            sums: PayoutSums::default(),
            area: Area::default(),
        }
    }

    /// The payouts of this kind, newest first.
    fn all<'a>(&self, state: &'a State) -> impl Iterator<Item = &'a Intent> + use<'a> {
        let change = self.kind.change;
        state.intents.newest_first().filter(move |intent| intent.kind == change)
    }

    fn relist(&mut self, state: &State) {
        self.sums = PayoutSums::today(self.all(state), state);
        let filter = Filter::new(self.list.filter.text());
        let mut found: Vec<&Intent> = self.all(state).filter(|intent| filter.finds(intent, state)).collect();
        if let Some((column, order)) = self.layout.sort() {
            let key = |intent: &&Intent| columns::sort_key(column, intent, state);
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

    /// Sorts by the column under the cursor: up, down, then newest first again.
    fn sort(&mut self, state: &State) {
        self.layout.sort_next();
        self.relist(state);
    }

    /// Moves the column cursor among the columns in view.
    fn turn(&mut self, by: isize, state: &State) {
        let shown = view::shown_columns(self, state);
        self.layout.turn(by, &shown);
    }

    /// Opens the form of a new one: where the selected one was made, or else at the first connection that may.
    fn create(&self, like: Option<&Intent>, state: &State) -> Vec<Step> {
        let tell = |words: String| vec![Step::Tell(Level::Warning, words)];
        let may = |id: &ConnectionId| state.connection(id).is_some_and(|found| !found.info.read_only);
        let able = || state.able(self.kind.ability).map(|connection| &connection.info.id);
        let wanted = like.or_else(|| self.list.intent(state)).map(|intent| &intent.connection);
        let wanted = wanted.filter(|id| able().any(|able| able == *id));
        match wanted.filter(|id| may(id)).or_else(|| able().find(|id| may(id))) {
            Some(connection) => vec![Step::Open((self.kind.create)(connection.clone(), like.map(|like| like.id)))],
            None => tell(format!("Every connection here is read-only: no {} can be made", self.kind.one)),
        }
    }
}

/// Whether something about a payout is still to come.
fn moves(intent: &Intent) -> bool {
    intent.is_open() || (intent.awaits_end() && matches!(intent.state(), IntentState::Done { .. }))
}

impl Pane for PayoutsPane {
    fn id(&self) -> PaneId {
        self.kind.pane
    }

    fn is_for(&self, state: &State) -> bool {
        state.able(self.kind.ability).next().is_some()
    }

    fn context(&self) -> Context {
        if self.list.filtering { Context::Filter } else { self.kind.context }
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
            hints.push(Command::Copy);
            return hints;
        }
        hints.push(self.kind.new);
        if !self.list.is_empty() {
            hints.extend([Command::Details, Command::Filter, self.kind.again, Command::Refresh]);
            hints.extend([Command::Copy, Command::Sort]);
        }
        hints.extend([Command::NextPane, Command::Quit]);
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
            Command::Left => self.turn(-1, state),
            Command::Right => self.turn(1, state),
            Command::Sort => self.sort(state),
            Command::Settle => return vec![self.list.settle(state)],
            Command::CopyId => return vec![self.copy(state)],
            new if new == self.kind.new => return self.create(None, state),
            again if again == self.kind.again => {
                return match self.list.intent(state) {
                    Some(like) => self.create(Some(like), state),
                    None => vec![Step::Tell(Level::Info, format!("There is no {} here yet", self.kind.one))],
                };
            }
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
            MouseKind::Click => match view::hit(self, mouse, state) {
                Some(Hit::Row(line)) => {
                    if let Some(at) = self.list.on_line(line) {
                        self.select(at);
                    }
                }
                Some(Hit::Title(column)) => {
                    self.layout.cursor = column;
                    self.sort(state);
                }
                None => {}
            },
        }
    }

    fn refresh(&mut self, changes: &Changes, state: &State) {
        if changes.other || changes.list {
            self.relist(state);
        }
    }

    fn find(&self, typed: &str, state: &State) -> Vec<FoundRows> {
        let filter = Filter::new(typed);
        let found = self.all(state).filter(|intent| filter.finds(intent, state)).map(found_row);
        vec![FoundRows::new(self.kind.pane, self.kind.pane.title(), found)]
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
            Some(id) => Step::Copy { what: self.kind.id, text: SecretString::from((self.kind.id_of)(id)) },
            None => Step::Tell(Level::Info, "There is nothing to copy".into()),
        }
    }

    fn questions(&self, state: &State) -> Vec<Question> {
        self.list.intent(state).and_then(|intent| asking::about(intent, state)).into_iter().collect()
    }

    fn records(&self, scope: Scope, state: &State) -> Vec<Record> {
        let columns = self.layout.of(view::columns_of(self, state));
        let selected = (!self.list.is_empty()).then(|| self.list.at());
        let rows = scope.places(selected, self.list.len()).filter_map(|at| self.list.get(at, state));
        let record = |intent: &Intent| {
            let first = [
                ("id", sheet::words((self.kind.id_of)(intent.id))),
                ("connection", sheet::words(intent.connection.as_str())),
                ("currency", sheet::currency(intent.amount.as_ref())),
            ];
            sheet::record(first, &columns, |column| Some(columns::value(column, intent, state)))
        };
        rows.map(record).collect()
    }

    fn column(&self) -> &'static str {
        self.layout.cursor.into()
    }

    fn actions(&self, state: &State) -> Option<RowActions> {
        let intent = self.list.intent(state)?;
        let actions = vec![
            (Command::Settle, why_not(&[self.list.settle(state)])),
            (self.kind.again, why_not(&self.create(Some(intent), state))),
            (Command::Details, None),
            (Command::Copy, None),
        ];
        Some(RowActions { title: intent.named(), actions })
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
        let shown = self.list.intent(then).filter(|_| command == Command::Settle || command == self.kind.again)?;
        (now.intents.get(shown.id) != Some(shown)).then(|| shown.named())
    }

    fn columns(&self, state: &State) -> Vec<ColumnChoice> {
        self.layout.choices(view::columns_of(self, state))
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
        let (lines, rows) = view::detail_extent(self, state);
        self.list.top = self.list.top.min(lines.saturating_sub(rows));
        self.scroll();
    }

    /// While something in view is under way, its age counts: by seconds in its first minute where they may move, then by
    /// minutes.
    fn wake_at(&self, state: &State) -> Option<Timestamp> {
        let lines = self.list.offset..self.list.offset + self.page();
        let shown = lines.filter_map(|line| self.list.get(self.list.on_line(line)?, state));
        let next = |intent: &Intent| {
            let age = state.now.duration_since(intent.planned()).as_secs().max(0);
            let step = if age < 60 && !state.reduced_motion { 1 } else { 60 };
            intent.planned().checked_add(SignedDuration::from_secs(age - age % step + step)).ok()
        };
        shown.filter(|intent| moves(intent)).filter_map(next).min()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Area, state: &State) {
        view::draw(self, canvas, area, state);
    }
}
