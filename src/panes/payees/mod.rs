//! The payees: who can be paid, as far as that is known here. The provider lists none, so whoever was registered or looked
//! up is remembered, and stays as it was told last until somebody looks again.
//!
//! ```text
//!     name ↑       status     accounts  your code   customer no             type        in  looked up
//!  ▌  Ada Long     Activated         2  payee-1001  2000305455012345678901  INDIVIDUAL  US  14:12:02
//!     Dev Patel    Activated      none  payee-1004  2000305455012345678904  INDIVIDUAL  US  never
//!  ─ Ada Long ────────────────────────────────────────────────────────────────────────────────────
//!  how they stand, what is said of them            their accounts, numbers hidden but for the end
//! ```

mod columns;
mod detail;
mod view;

use std::collections::HashMap;

use jiff::Timestamp;
use secrecy::SecretString;

use crate::domain::{Ability, ConnectionId, Data, Fault, KnownPayee, PayeeKey, Read, mask_digits};
use crate::message::{
    ColumnChoice, Command, Context, FoundRow, FoundRows, Ids, Layout, Level, Mouse, MouseKind, Open, PaneId,
    PaneSession, PayeeAsk, Question, Record, RowActions, RowKey, Step, Ticket,
};
use crate::state::{Changes, State};
use crate::ui::field::{Kind, TextField};
use crate::ui::table::{Hit, Order, viewport};
use crate::ui::{Area, Canvas, Editable};

use super::Pane;
use super::refusal::why_not;
use super::sheet::{self, Scope};
use super::table_layout::TableLayout;
use columns::ColumnId;

/// What became of a look-up that was asked for here.
pub enum Asked {
    /// So many answers are awaited.
    Waiting {
        /// For the payee, and for their accounts.
        tickets: Vec<Ticket>,
    },
    /// It was not answered.
    Failed {
        /// When that was known.
        at: Timestamp,
        /// Why.
        words: String,
    },
}

/// The pane of payees.
pub struct PayeesPane {
    list: Vec<PayeeKey>,
    selected: Option<PayeeKey>,
    at: usize,
    offset: usize,
    filter: TextField,
    filtering: bool,
    layout: TableLayout<ColumnId>,
    zoomed: bool,
    top: usize,
    /// What an earlier run had selected and is not there yet.
    restored: Option<String>,
    /// The look-ups that are out, or that failed.
    asked: HashMap<PayeeKey, Asked>,
    /// Whether a line says that who is remembered cannot be kept.
    has_fault: bool,
    area: Area,
}

impl Default for PayeesPane {
    fn default() -> Self {
        let placeholder = "name, code, number, status, country, account, email, phone";
        Self {
            list: Vec::new(),
            selected: None,
            at: 0,
            offset: 0,
            filter: TextField::new(Kind::Plain).with_max(80).with_placeholder(placeholder),
            filtering: false,
            layout: TableLayout::new(ColumnId::Name).sorted(ColumnId::Name, Order::Ascending),
            zoomed: false,
            top: 0,
            asked: HashMap::new(),
            has_fault: false,
            area: Area::default(),
            restored: None,
        }
    }
}

/// A payee as a session keeps them.
fn kept(key: &PayeeKey) -> String {
    format!("{} at {}", key.no, key.connection)
}

impl PayeesPane {
    /// The selected one.
    fn known<'a>(&self, state: &'a State) -> Option<&'a KnownPayee> {
        state.payees.get(self.selected.as_ref()?)
    }

    fn has_filter(&self) -> bool {
        self.filtering || !self.filter.is_empty()
    }

    fn relist(&mut self, state: &State) {
        self.has_fault = state.payees.fault.is_some();
        let mut found: Vec<&KnownPayee> = state.payees.iter().filter(|known| known.has(self.filter.text())).collect();
        if let Some((column, order)) = self.layout.sort() {
            let key = |known: &&KnownPayee| (columns::sort_key(column, known), known.key());
            order.sort(&mut found, key);
        }
        self.list = found.into_iter().map(KnownPayee::key).collect();
        if let Some(restored) = &self.restored
            && let Some(key) = self.list.iter().find(|key| kept(key) == *restored)
        {
            (self.selected, self.restored) = (Some(key.clone()), None);
        }
        let found = self.selected.as_ref().and_then(|key| self.list.iter().position(|other| other == key));
        self.stand_at(found.unwrap_or(self.at));
        self.zoomed &= self.selected.is_some();
    }

    fn select(&mut self, at: usize) {
        self.restored = None;
        self.stand_at(at);
    }

    fn stand_at(&mut self, at: usize) {
        self.at = at.min(self.list.len().saturating_sub(1));
        let selected = self.list.get(self.at).cloned();
        if self.selected != selected {
            self.top = 0;
        }
        self.selected = selected;
        self.scroll();
    }

    fn scroll(&mut self) {
        self.offset = viewport(self.at, self.offset, self.page(), self.list.len());
    }

    fn page(&self) -> usize {
        usize::from(view::regions(self, self.area).table.height.saturating_sub(1))
    }

    /// Sorts by the column under the cursor: up, down, then by name again.
    fn sort(&mut self, state: &State) {
        self.layout.sort_next();
        self.relist(state);
    }

    /// Moves the column cursor among the columns in view.
    fn turn(&mut self, by: isize, state: &State) {
        let shown = view::shown_columns(self, state);
        self.layout.turn(by, &shown);
    }

    /// Where somebody new comes from: the selected one's connection, or else the first; one that may be written to where
    /// something is `changed` there.
    fn place(&self, changed: bool, state: &State) -> Option<ConnectionId> {
        let able = || state.able(Ability::Payees).filter(|found| !changed || !found.info.read_only);
        let mut ids = able().map(|found| found.info.id.clone());
        let own = self.selected.as_ref().map(|key| &key.connection);
        own.filter(|own| able().any(|found| found.info.id == **own)).cloned().or_else(|| ids.next())
    }

    /// Opens a form about somebody new, or says why there is none.
    fn open_new(&self, changed: bool, ask: impl FnOnce(ConnectionId) -> PayeeAsk, state: &State) -> Step {
        match self.place(changed, state) {
            Some(connection) => Step::Open(Open::Payee(ask(connection))),
            None => Step::Tell(Level::Warning, "Every connection here is read-only: nobody can be registered".into()),
        }
    }

    /// Opens a form about the selected one, or says why there is none.
    fn open_own(&self, ask: impl FnOnce(PayeeKey) -> PayeeAsk, state: &State) -> Step {
        let Some(key) = &self.selected else { return nobody() };
        match state.connection(&key.connection) {
            None => Step::Tell(Level::Warning, format!("{} is not in the config any more", key.connection)),
            Some(found) if found.info.read_only => {
                Step::Tell(Level::Info, format!("{} is read-only: nothing can be changed there", key.connection))
            }
            Some(_) => Step::Open(Open::Payee(ask(key.clone()))),
        }
    }

    /// Opens the form of a transfer to the selected one, or says why there is none.
    fn pay(&self, state: &State) -> Step {
        let Some(key) = &self.selected else { return nobody() };
        let PayeeKey { connection, no } = key.clone();
        match state.connection(&connection) {
            None => Step::Tell(Level::Warning, format!("{connection} is not in the config any more")),
            Some(found) if found.info.read_only => {
                Step::Tell(Level::Info, format!("{connection} is read-only: nothing can be sent from it"))
            }
            Some(_) => Step::Open(Open::Transfer { connection, payee: Some(no), like: None }),
        }
    }

    /// Looks the selected one up once more, with their accounts.
    fn look_up(&mut self, state: &State, ids: &mut Ids) -> Vec<Step> {
        let Some(key) = self.selected.clone() else { return vec![nobody()] };
        if state.connection(&key.connection).is_none() {
            return vec![Step::Tell(Level::Warning, format!("{} is not in the config any more", key.connection))];
        }
        if matches!(self.asked.get(&key), Some(Asked::Waiting { .. })) {
            return Vec::new();
        }
        let mut tickets = Vec::new();
        let mut ask = |read| {
            let ticket = ids.ticket();
            tickets.push(ticket);
            Step::Read { connection: key.connection.clone(), read, ticket }
        };
        let steps = vec![ask(Read::Payee(key.no.clone())), ask(Read::PayoutAccounts(key.no.clone()))];
        self.asked.insert(key, Asked::Waiting { tickets });
        steps
    }

    /// Moves in the detail that has the whole pane.
    fn scroll_detail(&mut self, command: Command, state: &State) -> bool {
        let (lines, rows) = view::detail_extent(self, state);
        let Some(top) = command.moved(self.top, lines.saturating_sub(rows) + 1, rows) else { return false };
        self.top = top;
        true
    }
}

fn nobody() -> Step {
    Step::Tell(Level::Info, "Nobody is remembered here yet: n registers a payee, i remembers one".into())
}

impl Pane for PayeesPane {
    fn id(&self) -> PaneId {
        PaneId::Payees
    }

    fn is_for(&self, state: &State) -> bool {
        state.able(Ability::Payees).next().is_some()
    }

    fn context(&self) -> Context {
        if self.filtering { Context::Filter } else { Context::Payees }
    }

    fn is_typing(&self) -> bool {
        self.filtering
    }

    fn hints(&self, state: &State) -> Vec<Command> {
        if self.filtering {
            return vec![Command::ApplyFilter, Command::Back];
        }
        let mut hints = Vec::new();
        if self.zoomed {
            hints.push(Command::Back);
            let (lines, rows) = view::detail_extent(self, state);
            hints.extend((lines > rows).then_some(Command::Down));
        }
        if self.list.is_empty() {
            hints.extend([Command::NewPayee, Command::ImportPayee]);
        } else {
            hints.extend([Command::PayPayee, Command::LookUpPayee, Command::AddBankAccount, Command::EditPayee]);
            if !self.zoomed {
                hints.extend([
                    Command::NewPayee,
                    Command::ImportPayee,
                    Command::Details,
                    Command::Filter,
                    Command::Sort,
                ]);
            }
            hints.push(Command::Copy);
        }
        hints.extend([Command::NextPane, Command::Quit]);
        hints
    }

    fn run(&mut self, command: Command, state: &State, ids: &mut Ids) -> Vec<Step> {
        if self.zoomed && self.scroll_detail(command, state) {
            return Vec::new();
        }
        if let Some(to) = command.moved(self.at, self.list.len(), self.page()) {
            self.select(to);
            return Vec::new();
        }
        match command {
            Command::NewPayee => return vec![self.open_new(true, PayeeAsk::Register, state)],
            Command::ImportPayee => return vec![self.open_new(false, PayeeAsk::Import, state)],
            Command::EditPayee => return vec![self.open_own(PayeeAsk::Update, state)],
            Command::AddBankAccount => return vec![self.open_own(PayeeAsk::AddAccount, state)],
            Command::PayPayee => return vec![self.pay(state)],
            Command::LookUpPayee => return self.look_up(state, ids),
            Command::CopyId => return vec![self.copy(state)],
            Command::Filter => {
                self.filtering = true;
                self.zoomed = false;
            }
            Command::ApplyFilter => self.filtering = false,
            Command::Details => {
                self.zoomed = !self.zoomed && self.selected.is_some();
                self.top = 0;
            }
            Command::Back if self.zoomed => {
                self.zoomed = false;
                self.top = 0;
            }
            Command::Back => {
                self.filtering = false;
                self.filter.clear();
                self.relist(state);
            }
            Command::Left => self.turn(-1, state),
            Command::Right => self.turn(1, state),
            Command::Sort => self.sort(state),
            editing if self.filtering => {
                self.filter.edit(editing);
                self.relist(state);
            }
            _ => {}
        }
        self.scroll();
        Vec::new()
    }

    fn session(&self) -> PaneSession {
        let selected = self.restored.clone().or_else(|| self.selected.as_ref().map(kept));
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
        match mouse.kind {
            MouseKind::WheelUp if self.zoomed => drop(self.scroll_detail(Command::Up, state)),
            MouseKind::WheelDown if self.zoomed => drop(self.scroll_detail(Command::Down, state)),
            MouseKind::WheelUp => self.select(self.at.saturating_sub(3)),
            MouseKind::WheelDown => self.select(self.at + 3),
            MouseKind::Click => match view::hit(self, mouse, state) {
                Some(Hit::Row(row)) => self.select(row),
                Some(Hit::Title(column)) => {
                    self.layout.cursor = column;
                    self.sort(state);
                }
                None => {}
            },
        }
    }

    fn reply(&mut self, ticket: Ticket, result: &Result<Data, Fault>, state: &State) {
        let waits = |asked: &Asked| matches!(asked, Asked::Waiting { tickets } if tickets.contains(&ticket));
        let Some(key) = self.asked.iter().find(|(_, asked)| waits(asked)).map(|(key, _)| key.clone()) else { return };
        if let Err(fault) = result {
            let words = format!("{}. {}", mask_digits(&fault.to_string()), fault.advice());
            self.asked.insert(key, Asked::Failed { at: state.now, words });
        } else if let Some(Asked::Waiting { tickets }) = self.asked.get_mut(&key) {
            tickets.retain(|own| *own != ticket);
            if tickets.is_empty() {
                self.asked.remove(&key);
            }
        }
        self.relist(state);
    }

    fn refresh(&mut self, changes: &Changes, state: &State) {
        if changes.other || changes.list {
            self.relist(state);
        }
    }

    fn find(&self, typed: &str, state: &State) -> Vec<FoundRows> {
        let found = state.payees.iter().filter(|known| known.has(typed)).map(|known| FoundRow {
            key: RowKey::Payee(known.key()),
            title: known.title(),
            words: known.payee.no.to_string(),
            connection: known.connection.to_string(),
        });
        vec![FoundRows::new(PaneId::Payees, "Payees", found)]
    }

    fn go_to(&mut self, row: &RowKey, state: &State) -> bool {
        let RowKey::Payee(key) = row else { return false };
        self.zoomed = false;
        if !self.list.contains(key) {
            self.filter.clear();
            self.relist(state);
        }
        let Some(at) = self.list.iter().position(|other| other == key) else { return false };
        self.select(at);
        true
    }

    fn copy(&self, _state: &State) -> Step {
        match &self.selected {
            Some(key) => Step::Copy { what: "customer number", text: SecretString::from(key.no.as_str()) },
            None => Step::Tell(Level::Info, "There is nothing to copy".into()),
        }
    }

    fn questions(&self, _state: &State) -> Vec<Question> {
        let Some(key) = &self.selected else { return Vec::new() };
        let question = |what, read| Question { what, connection: key.connection.clone(), read };
        vec![
            question("payee", Read::Payee(key.no.clone())),
            question("accounts of the payee", Read::PayoutAccounts(key.no.clone())),
        ]
    }

    fn records(&self, scope: Scope, state: &State) -> Vec<Record> {
        let columns = self.layout.of(view::columns_of(state));
        let selected = self.selected.as_ref().map(|_| self.at);
        let rows = scope.places(selected, self.list.len()).filter_map(|at| state.payees.get(self.list.get(at)?));
        let record = |known: &KnownPayee| {
            let first = [
                ("number", columns::value(ColumnId::Number, known)),
                ("connection", columns::value(ColumnId::Connection, known)),
            ];
            sheet::record(first, &columns, |column| Some(columns::value(column, known)))
        };
        rows.map(record).collect()
    }

    fn column(&self) -> &'static str {
        self.layout.cursor.into()
    }

    fn actions(&self, state: &State) -> Option<RowActions> {
        let known = self.known(state)?;
        let key = known.key();
        let ask = |ask: fn(PayeeKey) -> PayeeAsk| why_not(&[self.open_own(ask, state)]);
        let waits = matches!(self.asked.get(&key), Some(Asked::Waiting { .. }));
        let look_up = if state.connection(&key.connection).is_none() {
            Some(format!("{} is not in the config any more", key.connection))
        } else {
            waits.then(|| "That is being asked already".to_owned())
        };
        let actions = vec![
            (Command::PayPayee, why_not(&[self.pay(state)])),
            (Command::LookUpPayee, look_up),
            (Command::AddBankAccount, ask(PayeeAsk::AddAccount)),
            (Command::EditPayee, ask(PayeeAsk::Update)),
            (Command::Details, None),
            (Command::Copy, None),
        ];
        Some(RowActions { title: known.title(), actions })
    }

    fn filter(&self) -> Option<&str> {
        Some(self.filter.text())
    }

    fn set_filter(&mut self, filter: &str, state: &State) {
        self.filtering = false;
        self.zoomed = false;
        self.filter.clear();
        // What is kept is never longer than what can be typed.
        let _ = self.filter.type_in(filter);
        self.relist(state);
    }

    fn moved(&self, command: Command, then: &State, now: &State) -> Option<String> {
        let is_of_row =
            matches!(command, Command::PayPayee | Command::EditPayee | Command::AddBankAccount | Command::LookUpPayee);
        let shown = self.known(then).filter(|_| is_of_row)?;
        (now.payees.get(&shown.key()) != Some(shown)).then(|| shown.title())
    }

    fn columns(&self, state: &State) -> Vec<ColumnChoice> {
        self.layout.choices(view::columns_of(state))
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
