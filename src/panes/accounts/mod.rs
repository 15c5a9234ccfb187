//! The accounts pane: one row a tool account with its live task, and the detail of the selected one below or beside.
//!
//! ```text
//!  24 accounts  11 on  7 running   INR 4,32,000.00 of 12,00,000.00  36 %   success 93 %
//!     id   tool      phone   authorised   withdrawals   progress ████░░  36 %   withdrawn ...
//!  ▌◆ a1   PHONEPE   ••3210  OTP✓ SMS✓    ● on          ...
//!     a2   PAYTM     ...
//!  ── a1 ─────────────────────────────────────────────────────────────────────────────
//!  every field            the task since its start            what was done here
//! ```

mod actions;
mod columns;
mod detail;
mod layout;
mod list;
mod view;

pub(super) use actions::switch;

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;

use crate::domain::{AccountKey, CollectionType, FeedKind, Read};
use crate::message::{
    Cell, ColumnChoice, Command, Context, FoundRows, Ids, Layout, Level, Moment, Mouse, MouseKind, PaneId, PaneSession,
    Question, Record, RowActions, RowKey, Step, Undo,
};
use crate::state::{Changes, Row, State, Withdrawals};
use crate::ui::field::{Kind, TextField};
use crate::ui::table::{Hit, viewport};
use crate::ui::{Area, Canvas, Editable};

use super::Pane;
use super::refusal::why_not;
use super::sheet::{self, Scope};
use columns::ColumnId;
use list::List;

/// How long a revealed phone stays readable.
const REVEALED: SignedDuration = SignedDuration::from_secs(10);

/// The accounts pane.
pub struct AccountsPane {
    list: List,
    selected: Option<AccountKey>,
    /// What was selected and left the list by itself: nothing takes its place until the operator moves, so that a
    /// key never acts on a row that was not chosen.
    lost: Option<AccountKey>,
    /// Whether the selection stays with its account: once the operator has moved, or every connection has told its
    /// accounts. Until then the first row is selected, whatever comes before it.
    settled: bool,
    /// Where the selected row stands in the list; where it was, once it is gone.
    at: usize,
    offset: usize,
    marked: BTreeSet<AccountKey>,
    /// Where a range of marks begins, and what was marked before it.
    range: Option<(AccountKey, BTreeSet<AccountKey>)>,
    filter: TextField,
    filtering: bool,
    revealed: Option<(AccountKey, Timestamp)>,
    /// Whether the detail has the whole pane.
    zoomed: bool,
    area: Area,
    /// What an earlier run had selected, until its connection has told its accounts or the operator moves.
    restored: Option<String>,
}

impl Default for AccountsPane {
    fn default() -> Self {
        Self {
            list: List::default(),
            selected: None,
            lost: None,
            settled: false,
            at: 0,
            offset: 0,
            marked: BTreeSet::new(),
            range: None,
            filter: TextField::new(Kind::Plain).with_max(80).with_placeholder("id, phone tail, tool, word, amount"),
            filtering: false,
            revealed: None,
            zoomed: false,
            area: Area::default(),
            restored: None,
        }
    }
}

/// An account as a session keeps it: by the names an operator knows it by.
fn kept(key: &AccountKey) -> String {
    format!("{} at {}", key.account, key.connection)
}

impl AccountsPane {
    /// The selected row.
    fn row<'a>(&self, state: &'a State) -> Option<(&AccountKey, &'a Row)> {
        let key = self.selected.as_ref()?;
        Some((key, state.row(key)?))
    }

    /// The rows an action is for: all that are marked, or the selected one.
    fn targets(&self, state: &State) -> Vec<AccountKey> {
        if self.marked.is_empty() {
            return self.selected.iter().cloned().collect();
        }
        let mut marked: Vec<AccountKey> = self.marked.iter().cloned().collect();
        marked.sort_by_key(|key| state.place(key));
        marked
    }

    /// Selects the row at a place of the list.
    fn select(&mut self, at: usize, state: &State) {
        self.lost = None;
        self.at = at.min(self.list.len().saturating_sub(1));
        self.selected = self.list.key(self.at, state);
        self.scroll();
    }

    fn scroll(&mut self) {
        self.offset = viewport(self.at, self.offset, self.page(), self.list.len());
    }

    /// How many rows are in view.
    fn page(&self) -> usize {
        usize::from(layout::regions(self.area, self.bars()).rows().height)
    }

    fn bars(&self) -> layout::Bars {
        layout::Bars { filter: self.filtering || !self.filter.is_empty(), zoomed: self.zoomed }
    }

    /// Makes the list anew, as the operator asked for, and finds the selected row in it again, or its neighbour.
    fn relist(&mut self, state: &State) {
        self.list.arrange(self.filter.text(), state);
        match self.find(state) {
            Some(at) => self.select(at, state),
            None => self.select(self.at, state),
        }
    }

    /// Makes the list anew because the state changed. A row that left it leaves nothing selected.
    fn follow(&mut self, state: &State) {
        self.list.arrange(self.filter.text(), state);
        self.find_restored(state);
        let wanted = self.selected.take().or_else(|| self.lost.take()).filter(|_| self.settled);
        match (self.list.find_key(wanted.as_ref(), state), wanted) {
            (Some(at), _) => self.select(at, state),
            (None, None) => self.select(self.at, state),
            (None, Some(gone)) => {
                self.lost = Some(gone);
                self.at = self.at.min(self.list.len().saturating_sub(1));
                self.scroll();
            }
        }
        self.settled |= state.has_every_accounts_answer();
    }

    /// Selects what an earlier run had selected, once it is there. Where it is gone, the first row is as good.
    fn find_restored(&mut self, state: &State) {
        if self.settled {
            self.restored = None;
        }
        let Some(restored) = &self.restored else { return };
        let mut keys = state
            .rows()
            .map(|(connection, row)| AccountKey { connection: connection.clone(), account: row.account.id.clone() });
        let key = keys.find(|key| kept(key) == *restored);
        if let Some(at) = self.list.find_key(key.as_ref(), state).filter(|_| key.is_some()) {
            self.select(at, state);
            (self.settled, self.restored) = (true, None);
        }
    }

    fn find(&self, state: &State) -> Option<usize> {
        self.list.find_key(self.selected.as_ref(), state)
    }

    fn mark(&mut self, state: &State) {
        let Some(key) = self.selected.clone() else { return };
        if !self.marked.remove(&key) {
            self.marked.insert(key);
        }
        self.select(self.at + 1, state);
    }

    /// Begins a range of marks at the selected row.
    fn begin_range(&mut self, state: &State) {
        if let Some(key) = self.selected.clone().filter(|_| self.range.is_none()) {
            self.range = Some((key, self.marked.clone()));
            self.extend(state);
        }
    }

    /// Marks every row from where the range begins to the selected one; what came between them by itself is marked only
    /// once the operator moves, and sees it.
    fn extend(&mut self, state: &State) {
        let Some((anchor, before)) = &self.range else { return };
        let Some(from) = self.list.find_key(Some(anchor), state) else {
            self.range = None;
            return;
        };
        let rows = from.min(self.at)..=from.max(self.at);
        self.marked = before.iter().cloned().chain(rows.filter_map(|at| self.list.key(at, state))).collect();
    }

    fn mark_all(&mut self, state: &State) {
        if self.marked.is_empty() {
            self.marked = (0..self.list.len()).filter_map(|at| self.list.key(at, state)).collect();
        } else {
            self.marked.clear();
        }
    }

    /// Sorts by the column under the cursor: up, down, then the provider's order again.
    fn sort(&mut self, state: &State) {
        self.list.layout.sort_next();
        self.relist(state);
    }

    /// Moves the column cursor among the columns in view.
    fn turn(&mut self, by: isize, state: &State) {
        let shown = view::shown_columns(self, state);
        self.list.layout.turn(by, &shown);
    }

    fn back(&mut self, state: &State) {
        if let Some((_, before)) = self.range.take() {
            self.marked = before;
        } else if self.zoomed {
            self.zoomed = false;
            self.scroll();
        } else if !self.filter.is_empty() {
            self.filter.clear();
            self.relist(state);
        } else {
            self.marked.clear();
        }
    }
}

impl Pane for AccountsPane {
    fn id(&self) -> PaneId {
        PaneId::Accounts
    }

    fn is_for(&self, state: &State) -> bool {
        state.having(FeedKind::Accounts).next().is_some()
    }

    fn context(&self) -> Context {
        if self.filtering { Context::Filter } else { Context::Accounts }
    }

    fn is_typing(&self) -> bool {
        self.filtering
    }

    fn hints(&self, state: &State) -> Vec<Command> {
        if self.filtering {
            return vec![Command::ApplyFilter, Command::Back];
        }
        let unsure = self.row(state).is_some_and(|(_, row)| matches!(row.withdrawals, Withdrawals::Unconfirmed { .. }));
        if self.zoomed && unsure {
            return vec![Command::Back, Command::ToggleWithdrawals, Command::StopWithdrawals];
        }
        if self.zoomed {
            return vec![Command::Back, Command::ToggleWithdrawals, Command::AuthorizeOtp, Command::AuthorizeSms];
        }
        // Where nobody knows what became of a switch, both ways to make sure come first.
        let mut hints = if unsure { vec![Command::ToggleWithdrawals, Command::StopWithdrawals] } else { Vec::new() };
        let usual = [
            Command::ToggleWithdrawals,
            Command::AuthorizeOtp,
            Command::AuthorizeSms,
            Command::CreateOrder,
            Command::Filter,
            Command::Mark,
            Command::Details,
            Command::UpiIds,
            Command::NewAccount,
            Command::EditAccount,
            Command::Sort,
            Command::StopWithdrawals,
            Command::Quit,
        ];
        hints.extend(usual.into_iter().filter(|command| !unsure || !is_switch(*command)));
        hints
    }

    fn run(&mut self, command: Command, state: &State, ids: &mut Ids) -> Vec<Step> {
        if let Some(to) = command.moved(self.at, self.list.len(), self.page()) {
            // Where the selected row left, the first move goes to the place it had.
            let to =
                if self.selected.is_none() && matches!(command, Command::Up | Command::Down) { self.at } else { to };
            self.settled = true;
            self.select(to, state);
            self.extend(state);
            return Vec::new();
        }
        self.settled |= acts_on_a_row(command);
        // A range ends with whatever is not about it: what moves the rows would move it too.
        let about_range = matches!(command, Command::MarkRange | Command::MarkUp | Command::MarkDown | Command::Back);
        if !about_range && !matches!(command, Command::Left | Command::Right) {
            self.range = None;
        }
        if let Some(lost) = self.lost.as_ref().filter(|_| self.marked.is_empty() && acts_on_a_row(command)) {
            return vec![gone(lost, state)];
        }
        match command {
            Command::Left => self.turn(-1, state),
            Command::Right => self.turn(1, state),
            Command::Filter => {
                self.filtering = true;
                self.zoomed = false;
                self.scroll();
            }
            Command::ApplyFilter => {
                self.filtering = false;
                self.scroll();
            }
            Command::Back if self.filtering => {
                self.filtering = false;
                self.filter.clear();
                self.relist(state);
            }
            Command::Back => self.back(state),
            Command::Sort => self.sort(state),
            Command::Mark => self.mark(state),
            Command::MarkRange if self.range.is_some() => self.range = None,
            Command::MarkRange => self.begin_range(state),
            Command::MarkUp | Command::MarkDown => {
                self.begin_range(state);
                let to = if command == Command::MarkUp { self.at.saturating_sub(1) } else { self.at + 1 };
                self.select(to, state);
                self.extend(state);
            }
            Command::MarkAll => self.mark_all(state),
            Command::Details => {
                self.zoomed = !self.zoomed && self.selected.is_some();
                self.scroll();
            }
            Command::Reveal => {
                let until = state.now.checked_add(REVEALED).unwrap_or(state.now);
                self.revealed = self.selected.clone().map(|key| (key, until));
            }
            Command::CopyId => return vec![self.copy(state)],
            Command::ToggleWithdrawals => {
                // Marks may be out of sight: what they lead to is always asked.
                return actions::toggle(&self.targets(state), !self.marked.is_empty(), state, ids);
            }
            Command::StopWithdrawals => {
                return actions::stop(&self.targets(state), !self.marked.is_empty(), state, ids);
            }
            Command::AuthorizeOtp => return actions::authorize_otp(self.row(state), state),
            Command::AuthorizeSms => return actions::authorize_sms(self.row(state), state),
            Command::UpiIds => return actions::upi_ids(self.row(state)),
            Command::NewAccount => return actions::new_account(self.selected.as_ref(), state),
            Command::EditAccount => return actions::edit_account(self.row(state), state),
            Command::CreateOrder => return actions::create_order(self.row(state), state),
            Command::Deauthorize => return actions::deauthorize(self.row(state), state),
            editing if self.filtering => {
                self.filter.edit(editing);
                self.relist(state);
            }
            _ => {}
        }
        Vec::new()
    }

    fn session(&self) -> PaneSession {
        let selected = self.selected.as_ref().filter(|_| self.settled);
        let selected = self.restored.clone().or_else(|| selected.map(kept));
        PaneSession { filter: self.filter.text().to_owned(), selected }
    }

    fn restore(&mut self, session: &PaneSession, state: &State) {
        let _ = self.filter.type_in(&session.filter);
        self.restored.clone_from(&session.selected);
        self.relist(state);
    }

    fn insert(&mut self, text: &str, state: &State) {
        // A filter too long to paste stays what it was.
        let _ = self.filter.type_in(text);
        self.relist(state);
    }

    fn mouse(&mut self, mouse: Mouse, state: &State) {
        self.settled = true;
        match mouse.kind {
            MouseKind::WheelUp => self.select(self.at.saturating_sub(3), state),
            MouseKind::WheelDown => self.select(self.at + 3, state),
            MouseKind::Click => match view::hit(self, mouse, state) {
                Some(Hit::Row(at)) => self.select(at, state),
                Some(Hit::Title(column)) => {
                    self.range = None;
                    self.list.layout.cursor = column;
                    self.sort(state);
                }
                None => {}
            },
        }
        self.extend(state);
    }

    fn refresh(&mut self, changes: &Changes, state: &State) {
        if self.list.is_touched_by(changes, self.filter.text()) {
            self.follow(state);
        }
        if changes.list && !self.marked.is_empty() {
            self.marked.retain(|key| state.row(key).is_some());
        }
        self.zoomed &= self.selected.is_some();
    }

    fn find(&self, typed: &str, state: &State) -> Vec<FoundRows> {
        vec![FoundRows::new(PaneId::Accounts, "Accounts", list::find(typed, state))]
    }

    fn go_to(&mut self, row: &RowKey, state: &State) -> bool {
        let RowKey::Account(key) = row else { return false };
        self.zoomed = false;
        if self.list.find_key(Some(key), state).is_none() {
            self.filter.clear();
            self.relist(state);
        }
        let Some(at) = self.list.find_key(Some(key), state) else { return false };
        self.settled = true;
        self.select(at, state);
        true
    }

    fn copy(&self, state: &State) -> Step {
        match (&self.selected, &self.lost) {
            (Some(key), _) => Step::Copy { what: "account id", text: SecretString::from(key.account.as_str()) },
            (None, Some(lost)) => gone(lost, state),
            (None, None) => Step::Tell(Level::Info, "There is no account to copy".into()),
        }
    }

    fn questions(&self, state: &State) -> Vec<Question> {
        let Some((key, row)) = self.row(state) else { return Vec::new() };
        let question = |what, read| Question { what, connection: key.connection.clone(), read };
        let mut questions = vec![question("account list", Read::Accounts)];
        if row.account.collection == CollectionType::Upi {
            questions.push(question("UPI ids of the account", Read::UpiIds { account: key.account.clone() }));
        }
        questions
    }

    fn records(&self, scope: Scope, state: &State) -> Vec<Record> {
        let columns = self.list.layout.of(columns::columns(state.has_several(FeedKind::Accounts)));
        let selected = self.selected.as_ref().map(|_| self.at);
        let rows = scope.places(selected, self.list.len()).filter_map(|at| self.list.row(at, state));
        let record = |(connection, row)| {
            let first = [
                ("connection", columns::value(ColumnId::Connection, connection, row, state)),
                ("id", columns::value(ColumnId::Id, connection, row, state)),
            ];
            let first = first.map(|(name, cell)| (name, cell.unwrap_or(Cell::Empty)));
            sheet::record(first, &columns, |column| columns::value(column, connection, row, state))
        };
        rows.map(record).collect()
    }

    fn column(&self) -> &'static str {
        self.list.layout.cursor.into()
    }

    fn actions(&self, state: &State) -> Option<RowActions> {
        let selected = self.row(state);
        let (_, row) = selected?;
        // What a key would do is tried: it changes nothing, and its ids are thrown away.
        let mut ids = Ids::new(Moment { now: state.now, chance: [0; 10] });
        let targets = self.targets(state);
        let asks = !self.marked.is_empty();
        let tried = [
            (Command::ToggleWithdrawals, actions::toggle(&targets, asks, state, &mut ids)),
            (Command::StopWithdrawals, actions::stop(&targets, asks, state, &mut ids)),
            (Command::AuthorizeOtp, actions::authorize_otp(selected, state)),
            (Command::AuthorizeSms, actions::authorize_sms(selected, state)),
            (Command::CreateOrder, actions::create_order(selected, state)),
            (Command::UpiIds, actions::upi_ids(selected)),
            (Command::EditAccount, actions::edit_account(selected, state)),
            (Command::Deauthorize, actions::deauthorize(selected, state)),
        ];
        let mut actions: Vec<_> = tried.into_iter().map(|(command, steps)| (command, why_not(&steps))).collect();
        let looks = [Command::Details, Command::Reveal, Command::Mark, Command::Copy];
        actions.extend(looks.map(|command| (command, None)));
        let marked = if asks { format!(", and {} marked", self.marked.len()) } else { String::new() };
        Some(RowActions { title: format!("{}{marked}", row.account.title()), actions })
    }

    fn filter(&self) -> Option<&str> {
        Some(self.filter.text())
    }

    fn set_filter(&mut self, filter: &str, state: &State) {
        self.filtering = false;
        self.zoomed = false;
        self.range = None;
        self.filter.clear();
        // What is kept is never longer than what can be typed.
        let _ = self.filter.type_in(filter);
        self.relist(state);
    }

    fn moved(&self, command: Command, then: &State, now: &State) -> Option<String> {
        let targets = match command {
            Command::ToggleWithdrawals | Command::StopWithdrawals => self.targets(then),
            _ if acts_on_a_row(command) => self.selected.iter().cloned().collect(),
            _ => Vec::new(),
        };
        let moved = targets.iter().find(|key| match (then.row(key), now.row(key)) {
            (Some(then), Some(now)) => !then.is_still(now),
            _ => true,
        });
        moved.map(|key| then.title(key))
    }

    fn undo(&self, undo: &Undo, state: &State, ids: &mut Ids) -> Option<Vec<Step>> {
        Some(actions::undo(undo, state, ids))
    }

    fn columns(&self, state: &State) -> Vec<ColumnChoice> {
        self.list.layout.choices(columns::columns(state.has_several(FeedKind::Accounts)))
    }

    fn layout(&self) -> Layout {
        self.list.layout.kept()
    }

    fn arrange(&mut self, layout: &Layout, state: &State) {
        self.list.layout.take(layout);
        self.relist(state);
    }

    fn resize(&mut self, area: Area, state: &State) {
        self.area = area;
        if self.selected.is_none() {
            self.follow(state);
        }
        self.scroll();
    }

    fn wake_at(&self, state: &State) -> Option<Timestamp> {
        let shown = self.offset..(self.offset + self.page()).min(self.list.len());
        let running = |row: &Row| row.account.task.is_some();
        let moves = self.row(state).is_some_and(|(_, row)| running(row))
            || shown.into_iter().any(|at| self.list.row(at, state).is_some_and(|(_, row)| running(row)));
        let second = moves.then(|| state.next_tick()).flatten();
        let revealed = self.revealed.as_ref().map(|(_, until)| *until).filter(|until| *until > state.now);
        second.into_iter().chain(revealed).min()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Area, state: &State) {
        view::draw(self, canvas, area, state);
    }
}

/// Says that what was selected left the rows.
fn gone(lost: &AccountKey, state: &State) -> Step {
    let words = format!("{} is no longer among these rows: choose a row first", state.title(lost));
    Step::Tell(Level::Warning, words)
}

/// Whether a command turns withdrawals on or off.
fn is_switch(command: Command) -> bool {
    matches!(command, Command::ToggleWithdrawals | Command::StopWithdrawals)
}

/// Whether a command is about the selected row.
fn acts_on_a_row(command: Command) -> bool {
    matches!(
        command,
        Command::ToggleWithdrawals
            | Command::StopWithdrawals
            | Command::AuthorizeOtp
            | Command::AuthorizeSms
            | Command::UpiIds
            | Command::EditAccount
            | Command::CreateOrder
            | Command::Deauthorize
            | Command::CopyId
            | Command::Mark
            | Command::MarkRange
            | Command::MarkUp
            | Command::MarkDown
            | Command::Reveal
            | Command::Details
    )
}
