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

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;

use crate::domain::AccountKey;
use crate::message::{Command, Context, Ids, Level, Mouse, MouseKind, PaneId, Step};
use crate::state::{Changes, Row, State, Withdrawals};
use crate::ui::field::{Kind, TextField};
use crate::ui::table::{Hit, Order, viewport};
use crate::ui::{Area, Canvas, Editable};

use super::Pane;
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
    filter: TextField,
    filtering: bool,
    cursor: ColumnId,
    revealed: Option<(AccountKey, Timestamp)>,
    /// Whether the detail has the whole pane.
    zoomed: bool,
    area: Area,
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
            filter: TextField::new(Kind::Plain).with_max(80).with_placeholder("id, phone tail, tool, word, amount"),
            filtering: false,
            cursor: ColumnId::Id,
            revealed: None,
            zoomed: false,
            area: Area::default(),
        }
    }
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

    fn mark_all(&mut self, state: &State) {
        if self.marked.is_empty() {
            self.marked = (0..self.list.len()).filter_map(|at| self.list.key(at, state)).collect();
        } else {
            self.marked.clear();
        }
    }

    /// Sorts by the column under the cursor: up, down, then the provider's order again.
    fn sort(&mut self, state: &State) {
        self.list.sort = match self.list.sort {
            Some((column, Order::Ascending)) if column == self.cursor => Some((column, Order::Descending)),
            Some((column, Order::Descending)) if column == self.cursor => None,
            _ => Some((self.cursor, Order::Ascending)),
        };
        self.relist(state);
    }

    /// Moves the column cursor among the columns in view.
    fn turn(&mut self, by: isize, state: &State) {
        let shown = view::shown_columns(self, state);
        let now = shown.iter().position(|column| *column == self.cursor).unwrap_or(0);
        let to = now.saturating_add_signed(by).min(shown.len().saturating_sub(1));
        if let Some(column) = shown.get(to) {
            self.cursor = *column;
        }
    }

    fn back(&mut self, state: &State) {
        if self.zoomed {
            self.zoomed = false;
            self.scroll();
        } else if !self.filter.is_empty() {
            self.filter.clear();
            self.relist(state);
        } else {
            self.marked.clear();
        }
    }

    fn copy(&self) -> Vec<Step> {
        match &self.selected {
            Some(key) => vec![Step::Copy { what: "account id", text: SecretString::from(key.account.as_str()) }],
            None => vec![Step::Tell(Level::Info, "There is no account to copy".into())],
        }
    }
}

impl Pane for AccountsPane {
    fn id(&self) -> PaneId {
        PaneId::Accounts
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
            return Vec::new();
        }
        self.settled |= acts_on_a_row(command);
        if let Some(lost) = self.lost.as_ref().filter(|_| self.marked.is_empty() && acts_on_a_row(command)) {
            let words = format!("{} is no longer among these rows: choose a row first", state.title(lost));
            return vec![Step::Tell(Level::Warning, words)];
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
            Command::MarkAll => self.mark_all(state),
            Command::Details => {
                self.zoomed = !self.zoomed && self.selected.is_some();
                self.scroll();
            }
            Command::Reveal => {
                let until = state.now.checked_add(REVEALED).unwrap_or(state.now);
                self.revealed = self.selected.clone().map(|key| (key, until));
            }
            Command::CopyId => return self.copy(),
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
                    self.cursor = column;
                    self.sort(state);
                }
                None => {}
            },
        }
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
        let second = moves.then(|| state.next_second()).flatten();
        let revealed = self.revealed.as_ref().map(|(_, until)| *until).filter(|until| *until > state.now);
        second.into_iter().chain(revealed).min()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Area, state: &State) {
        view::draw(self, canvas, area, state);
    }
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
            | Command::Reveal
            | Command::Details
    )
}
