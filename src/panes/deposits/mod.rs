//! The deposits pane: what a user can pay with, how users are shown to pay, what was collected for the user, and the
//! forms that create, activate and report what they pay.
//!
//! ```text
//!  user 55   in INR, BDT                                                         at shop
//!     name        type      currency  activated      order  bill  logo
//!  ▌  PayTM       paytm     INR       by itself          1  –     https://...
//!     Bank B      bank_b    INR       by hand            9  yes   https://...
//!  ─ PayTM ────────────────────────────────────────────────────────────────────────
//!  savings of 55 ██████░░░░  68 %   INR 340.00 of 500.00, 160.00 missing
//!  how to pay     https://...
//!  done here      14:12 activate a paytm transaction: accepted
//! ```

mod asked;
mod detail;
mod view;
mod who;

use jiff::Timestamp;
use secrecy::SecretString;

use crate::domain::{
    Ability, ConnectionId, Currency, Data, Fault, MediaHint, PaymentSystem, PaymentSystems, Read, Rows, Savings, Text,
    WebAddress,
};
use crate::message::{
    ColumnChoice, Command, Context, DepositAsk, DepositStep, FoundRow, FoundRows, Ids, Layout, Level, Mouse, MouseKind,
    Open, PaneId, Question, Record, RowActions, RowKey, Step, Ticket,
};
use crate::state::{Changes, State};
use crate::ui::field::{Kind as FieldKind, TextField};
use crate::ui::form::Form;
use crate::ui::table::{Hit, viewport};
use crate::ui::{Area, Canvas, Editable};

use super::Pane;
use super::refusal::why_not;
use super::sheet::{self, Scope};
use super::table_layout::TableLayout;
use asked::Asked;
use view::ColumnId;
use who::Who;

/// What is known of the savings of a user by one payment system.
struct Saved {
    label: Text,
    kind: Text,
    currency: Currency,
    asked: Asked<Savings>,
}

/// What takes what is typed.
enum Typing {
    /// Nothing: keys are commands.
    Nothing,
    /// The filter of the rows.
    Filtering,
    /// The form that asks who pays.
    Who(Form<who::Field>),
    /// The form that asks for the name of a manual system.
    Code(Form<who::Field>),
}

/// A payment system, by what tells it from others.
type SystemKey = (Text, Currency);

/// The deposits pane.
pub struct DepositsPane {
    /// Who is asked; `None` for the first that can be.
    connection: Option<ConnectionId>,
    who: Option<Who>,
    systems: Option<Asked<PaymentSystems>>,
    hints: Option<Asked<Rows<MediaHint>>>,
    saved: Vec<Saved>,
    /// The places of the systems that are shown.
    list: Vec<usize>,
    selected: Option<SystemKey>,
    at: usize,
    offset: usize,
    filter: TextField,
    layout: TableLayout<ColumnId>,
    typing: Typing,
    /// Whether the detail has the whole pane.
    zoomed: bool,
    /// The first line of the detail in view.
    top: usize,
    area: Area,
}

impl Default for DepositsPane {
    fn default() -> Self {
        Self {
            connection: None,
            who: None,
            systems: None,
            hints: None,
            saved: Vec::new(),
            list: Vec::new(),
            selected: None,
            at: 0,
            offset: 0,
            filter: TextField::new(FieldKind::Plain).with_max(80).with_placeholder("name, type, currency, hand"),
            layout: TableLayout::new(ColumnId::Name),
            typing: Typing::Nothing,
            zoomed: false,
            top: 0,
            area: Area::default(),
        }
    }
}

fn key(system: &PaymentSystem) -> SystemKey {
    (system.kind.clone(), system.currency.clone())
}

/// How it is activated, in words.
fn activated(system: &PaymentSystem) -> &'static str {
    if system.manual { "by hand" } else { "by itself" }
}

/// Whether it has every word of what is typed somewhere.
fn has(system: &PaymentSystem, typed: &str) -> bool {
    let parts = [system.name.as_str(), system.kind.as_str(), system.currency.code(), activated(system)];
    let all = parts.join("\n").to_lowercase();
    typed.split_whitespace().all(|word| all.contains(&word.to_lowercase()))
}

impl DepositsPane {
    /// Who is asked.
    fn connection(&self, state: &State) -> Option<ConnectionId> {
        let able = || state.able(Ability::Deposits).map(|connection| &connection.info.id);
        let chosen = able().find(|id| self.connection.as_ref() == Some(*id));
        chosen.or_else(|| able().next()).cloned()
    }

    /// Asks another connection from now on: what one told says nothing of another.
    fn next_connection(&mut self, state: &State, ids: &mut Ids) -> Vec<Step> {
        let all: Vec<ConnectionId> =
            state.able(Ability::Deposits).map(|connection| connection.info.id.clone()).collect();
        let now = self.connection(state).and_then(|id| all.iter().position(|other| *other == id)).unwrap_or(0);
        let Some(next) = all.get((now + 1) % all.len().max(1)) else { return Vec::new() };
        if all.len() < 2 {
            return vec![Step::Tell(Level::Info, format!("{next} is the only one"))];
        }
        self.connection = Some(next.clone());
        (self.systems, self.hints, self.selected, self.at) = (None, None, None, 0);
        self.saved.clear();
        self.zoomed = false;
        let mut steps = vec![Step::Tell(Level::Info, format!("{next} is asked from now on"))];
        if let Some(who) = self.who.clone() {
            steps.extend(self.ask(who, state, ids));
        }
        self.relist();
        steps
    }

    /// Every payment system that was told, in the provider's own order.
    fn systems(&self) -> &[PaymentSystem] {
        self.systems.as_ref().and_then(Asked::good).map_or(&[], |told| &told.systems.rows)
    }

    fn system(&self) -> Option<&PaymentSystem> {
        let (kind, currency) = self.selected.as_ref()?;
        self.systems().iter().find(|system| system.kind == *kind && system.currency == *currency)
    }

    /// What shows users how to pay by a system.
    fn hint(&self, system: &PaymentSystem) -> Option<&WebAddress> {
        let hints = self.hints.as_ref()?.good()?;
        hints.rows.iter().find(|hint| hint.system == system.kind).map(|hint| &hint.address)
    }

    /// What is known of the user's savings by the selected system.
    fn savings(&self) -> Option<&Saved> {
        let ((kind, currency), who) = (self.selected.as_ref()?, self.who.as_ref()?);
        self.saved.iter().find(|saved| saved.kind == *kind && saved.currency == *currency && saved.label == who.label)
    }

    fn relist(&mut self) {
        let mut list: Vec<usize> = (0..self.systems().len()).collect();
        list.retain(|at| has(&self.systems()[*at], self.filter.text()));
        list.sort_by_key(|at| self.systems()[*at].order);
        if let Some((column, order)) = self.layout.sort() {
            let key = |at: &usize| view::sort_key(column, &self.systems()[*at]);
            order.sort(&mut list, key);
        }
        self.list = list;
        let found = self.selected.as_ref().and_then(|wanted| {
            self.list.iter().position(|at| self.systems().get(*at).is_some_and(|system| key(system) == *wanted))
        });
        self.go_to(found.unwrap_or(self.at));
        self.zoomed &= self.selected.is_some();
    }

    fn select(&mut self, at: usize) {
        self.top = 0;
        self.go_to(at);
    }

    fn go_to(&mut self, at: usize) {
        self.at = at.min(self.list.len().saturating_sub(1));
        self.selected = self.list.get(self.at).and_then(|at| self.systems().get(*at)).map(key);
        self.scroll();
    }

    fn scroll(&mut self) {
        self.offset = viewport(self.at, self.offset, self.rows_in_view(), self.list.len());
    }

    fn rows_in_view(&self) -> usize {
        usize::from(view::regions(self, self.area).table.height.saturating_sub(1))
    }

    /// Asks what the user can pay with, and what shows users how.
    fn ask(&mut self, who: Who, state: &State, ids: &mut Ids) -> Vec<Step> {
        let Some(connection) = self.connection(state) else { return Vec::new() };
        let (label, currencies) = (who.label.clone(), who.currencies.clone());
        self.who = Some(who);
        let (first, second) = (ids.ticket(), ids.ticket());
        self.systems = Some(Asked::new(first, state.now));
        self.hints = Some(Asked::new(second, state.now));
        self.relist();
        vec![
            Step::Read {
                connection: connection.clone(),
                read: Read::PaymentSystems { currencies, label },
                ticket: first,
            },
            Step::Read { connection, read: Read::MediaHints, ticket: second },
        ]
    }

    /// Asks what was collected for the user by the selected system.
    fn ask_savings(&mut self, code: Option<Text>, state: &State, ids: &mut Ids) -> Vec<Step> {
        let (Some((kind, currency)), Some(who), Some(connection)) =
            (self.selected.clone(), self.who.clone(), self.connection(state))
        else {
            return vec![self.no_system()];
        };
        let ticket = ids.ticket();
        self.saved.retain(|saved| saved.kind != kind || saved.currency != currency || saved.label != who.label);
        let asked = Asked::new(ticket, state.now);
        self.saved.push(Saved { label: who.label.clone(), kind: kind.clone(), currency: currency.clone(), asked });
        let read = Read::Savings { label: who.label, wallet: kind, currency, code };
        vec![Step::Read { connection, read, ticket }]
    }

    fn no_system(&self) -> Step {
        let words = match &self.systems {
            None => "Ask first what a user can pay with",
            Some(asked) if asked.answer.is_none() => "The payment systems are being asked for",
            Some(_) => "There is no payment system to do that with",
        };
        Step::Tell(Level::Info, words.to_owned())
    }

    /// Opens a form for the selected system.
    fn open(&self, step: DepositStep, state: &State) -> Step {
        let (Some(system), Some(connection)) = (self.system(), self.connection(state)) else {
            return self.no_system();
        };
        if state.connection(&connection).is_some_and(|connection| connection.info.read_only) {
            return Step::Tell(Level::Info, format!("{connection} is read-only: nothing can be changed there"));
        }
        let step = if step == DepositStep::Activate && system.manual { DepositStep::Report } else { step };
        Step::Open(Open::Deposit(Box::new(DepositAsk {
            step,
            connection,
            system: system.clone(),
            label: self.who.as_ref().map(|who| who.label.clone()).unwrap_or_default(),
            hint: self.hint(system).cloned(),
        })))
    }

    fn copy_what(&self, command: Command) -> Step {
        let Some(system) = self.system() else { return Step::Tell(Level::Info, "There is nothing to copy".into()) };
        if command == Command::CopyId {
            return Step::Copy { what: "type", text: SecretString::from(system.kind.as_str()) };
        }
        match self.hint(system) {
            Some(address) => Step::Copy { what: "address of how to pay", text: SecretString::from(address.as_str()) },
            None => Step::Tell(Level::Info, "The provider shows nothing of how to pay by it".into()),
        }
    }

    /// Runs a command in the form that is open; answers nothing where none is.
    fn run_form(&mut self, command: Command, state: &State, ids: &mut Ids) -> Option<Vec<Step>> {
        let (mut form, is_code) = match std::mem::replace(&mut self.typing, Typing::Nothing) {
            Typing::Who(form) => (form, false),
            Typing::Code(form) => (form, true),
            other => {
                self.typing = other;
                return None;
            }
        };
        match command {
            Command::Back => return Some(Vec::new()),
            Command::Submit if form.is_last() && is_code => {
                let code = form.text(who::Field::Code).trim();
                let code = (!code.is_empty()).then(|| Text::new(code));
                return Some(self.ask_savings(code, state, ids));
            }
            Command::Submit if form.is_last() => {
                if let Some(who) = who::said(&mut form) {
                    return Some(self.ask(who, state, ids));
                }
            }
            Command::Submit | Command::NextField => form.next(),
            Command::PreviousField => form.previous(),
            _ => form.edit(command),
        }
        self.typing = if is_code { Typing::Code(form) } else { Typing::Who(form) };
        Some(Vec::new())
    }

    /// Moves in the detail that has the whole pane.
    fn scroll_detail(&mut self, command: Command, state: &State) -> bool {
        let (lines, rows) = view::extent(self, state);
        let Some(top) = command.moved(self.top, lines.saturating_sub(rows) + 1, rows) else { return false };
        self.top = top;
        true
    }
}

impl Pane for DepositsPane {
    fn id(&self) -> PaneId {
        PaneId::Deposits
    }

    fn is_for(&self, state: &State) -> bool {
        state.able(Ability::Deposits).next().is_some()
    }

    fn context(&self) -> Context {
        match self.typing {
            Typing::Nothing => Context::Deposits,
            Typing::Filtering => Context::Filter,
            Typing::Who(_) | Typing::Code(_) => Context::Form,
        }
    }

    fn is_typing(&self) -> bool {
        !matches!(self.typing, Typing::Nothing)
    }

    fn hints(&self, state: &State) -> Vec<Command> {
        match self.typing {
            Typing::Filtering => return vec![Command::ApplyFilter, Command::Back],
            Typing::Who(_) | Typing::Code(_) => return vec![Command::Submit, Command::Back, Command::PreviousField],
            Typing::Nothing => {}
        }
        let mut hints = Vec::new();
        if self.zoomed {
            hints.push(Command::Back);
        }
        if self.system().is_some() {
            hints.extend([
                Command::ActivatePayment,
                Command::CreateTransaction,
                Command::CreatePayment,
                Command::Savings,
                Command::AskSystems,
            ]);
            hints.extend((!self.zoomed).then_some(Command::Details));
        } else {
            hints.push(Command::AskSystems);
        }
        hints.push(Command::HashRedirects);
        hints.extend((!self.list.is_empty() && !self.zoomed).then_some(Command::Filter));
        hints.extend(self.system().map(|_| Command::CopyAddress));
        hints.extend(state.able(Ability::Deposits).nth(1).map(|_| Command::NextConnection));
        hints.push(Command::Quit);
        hints
    }

    fn run(&mut self, command: Command, state: &State, ids: &mut Ids) -> Vec<Step> {
        if let Some(steps) = self.run_form(command, state, ids) {
            return steps;
        }
        if self.zoomed && self.scroll_detail(command, state) {
            return Vec::new();
        }
        if let Some(to) = command.moved(self.at, self.list.len(), self.rows_in_view()) {
            self.select(to);
            return Vec::new();
        }
        match command {
            Command::AskSystems => self.typing = Typing::Who(who::form(self.who.as_ref())),
            Command::CreateTransaction => return vec![self.open(DepositStep::Create, state)],
            Command::ActivatePayment => return vec![self.open(DepositStep::Activate, state)],
            Command::CreatePayment => return vec![self.open(DepositStep::Pay, state)],
            Command::Savings => match self.system().filter(|system| system.manual) {
                Some(system) => self.typing = Typing::Code(who::code_form(&system.name)),
                None => return self.ask_savings(None, state, ids),
            },
            Command::HashRedirects => {
                return self
                    .connection(state)
                    .map(|connection| Step::Open(Open::HashRedirects(connection)))
                    .into_iter()
                    .collect();
            }
            Command::Left => self.layout.turn(-1, &view::shown_columns(self)),
            Command::Right => self.layout.turn(1, &view::shown_columns(self)),
            Command::NextConnection => return self.next_connection(state, ids),
            Command::Details => {
                self.zoomed = !self.zoomed && self.selected.is_some();
                self.top = 0;
            }
            Command::Filter => {
                self.zoomed = false;
                self.typing = Typing::Filtering;
            }
            Command::ApplyFilter => self.typing = Typing::Nothing,
            Command::Back if self.zoomed => self.zoomed = false,
            Command::Back => {
                self.typing = Typing::Nothing;
                self.filter.clear();
                self.relist();
            }
            Command::CopyId | Command::CopyAddress => return vec![self.copy_what(command)],
            editing if self.is_typing() => {
                self.filter.edit(editing);
                self.relist();
            }
            _ => {}
        }
        self.scroll();
        Vec::new()
    }

    fn insert(&mut self, text: &str, _state: &State) {
        match &mut self.typing {
            Typing::Who(form) | Typing::Code(form) => drop(form.type_in(text)),
            Typing::Filtering => {
                // A filter too long to paste stays what it was.
                let _ = self.filter.type_in(text);
                self.relist();
            }
            Typing::Nothing => {}
        }
    }

    fn mouse(&mut self, mouse: Mouse, state: &State) {
        match mouse.kind {
            MouseKind::WheelUp if self.zoomed => drop(self.scroll_detail(Command::Up, state)),
            MouseKind::WheelDown if self.zoomed => drop(self.scroll_detail(Command::Down, state)),
            MouseKind::WheelUp => self.select(self.at.saturating_sub(3)),
            MouseKind::WheelDown => self.select(self.at + 3),
            MouseKind::Click => match view::hit(self, mouse) {
                Some(Hit::Row(row)) => self.select(row),
                Some(Hit::Title(column)) => {
                    self.layout.cursor = column;
                    self.layout.sort_next();
                    self.relist();
                }
                None => {}
            },
        }
    }

    fn reply(&mut self, ticket: Ticket, result: &Result<Data, Fault>, _state: &State) {
        let mut own = false;
        if let Some(asked) = &mut self.systems {
            own |= asked.take(ticket, result, |data| match data {
                Data::PaymentSystems(told) => Some(told.clone()),
                _ => None,
            });
        }
        if let Some(asked) = &mut self.hints {
            own |= asked.take(ticket, result, |data| match data {
                Data::MediaHints(told) => Some(told.clone()),
                _ => None,
            });
        }
        for saved in &mut self.saved {
            own |= saved.asked.take(ticket, result, |data| match data {
                Data::Savings(told) => Some(told.clone()),
                _ => None,
            });
        }
        if own {
            self.relist();
        }
    }

    fn refresh(&mut self, _changes: &Changes, _state: &State) {
        self.scroll();
    }

    fn find(&self, typed: &str, state: &State) -> Vec<FoundRows> {
        let connection = self.connection(state).map(|id| id.to_string()).unwrap_or_default();
        let found = self.systems().iter().filter(|system| has(system, typed)).map(|system| FoundRow {
            key: RowKey::System(system.kind.clone(), system.currency.clone()),
            title: system.name.to_string(),
            words: format!("{} {}", system.kind, system.currency),
            connection: connection.clone(),
        });
        vec![FoundRows::new(PaneId::Deposits, "Payment systems", found)]
    }

    fn go_to(&mut self, row: &RowKey, _state: &State) -> bool {
        let RowKey::System(kind, currency) = row else { return false };
        let wanted = (kind.clone(), currency.clone());
        let find =
            |pane: &Self| pane.list.iter().position(|at| pane.systems().get(*at).map(key).as_ref() == Some(&wanted));
        self.zoomed = false;
        if find(self).is_none() {
            self.filter.clear();
            self.relist();
        }
        let Some(at) = find(self) else { return false };
        self.select(at);
        true
    }

    fn copy(&self, _state: &State) -> Step {
        self.copy_what(Command::CopyId)
    }

    fn questions(&self, state: &State) -> Vec<Question> {
        let (Some(who), Some(connection), Some(system)) = (&self.who, self.connection(state), self.system()) else {
            return Vec::new();
        };
        let question = |what, read| Question { what, connection: connection.clone(), read };
        let (currencies, label) = (who.currencies.clone(), who.label.clone());
        let mut all = vec![question("payment systems", Read::PaymentSystems { currencies, label: label.clone() })];
        // Of a manual system a name is asked for that is not in its row.
        if !system.manual {
            let (wallet, currency) = key(system);
            all.push(question("savings by the system", Read::Savings { label, wallet, currency, code: None }));
        }
        all
    }

    fn records(&self, scope: Scope, _state: &State) -> Vec<Record> {
        let columns = self.layout.of(&view::COLUMNS[..]);
        let selected = self.selected.as_ref().map(|_| self.at);
        let rows = scope.places(selected, self.list.len()).filter_map(|at| self.systems().get(*self.list.get(at)?));
        let record = |system: &PaymentSystem| {
            let first =
                [("kind", view::value(ColumnId::Kind, system)), ("currency", view::value(ColumnId::Currency, system))];
            sheet::record(first, &columns, |column| Some(view::value(column, system)))
        };
        rows.map(record).collect()
    }

    fn column(&self) -> &'static str {
        self.layout.cursor.into()
    }

    fn actions(&self, state: &State) -> Option<RowActions> {
        let system = self.system()?;
        let open = |step| why_not(&[self.open(step, state)]);
        let actions = vec![
            (Command::ActivatePayment, open(DepositStep::Activate)),
            (Command::CreateTransaction, open(DepositStep::Create)),
            (Command::CreatePayment, open(DepositStep::Pay)),
            (Command::Savings, None),
            (Command::Details, None),
            (Command::Copy, None),
            (Command::CopyAddress, why_not(&[self.copy_what(Command::CopyAddress)])),
        ];
        Some(RowActions { title: system.name.to_string(), actions })
    }

    fn filter(&self) -> Option<&str> {
        Some(self.filter.text())
    }

    fn set_filter(&mut self, filter: &str, _state: &State) {
        self.typing = Typing::Nothing;
        self.zoomed = false;
        self.filter.clear();
        // What is kept is never longer than what can be typed.
        let _ = self.filter.type_in(filter);
        self.relist();
    }

    fn columns(&self, _state: &State) -> Vec<ColumnChoice> {
        self.layout.choices(&view::COLUMNS[..])
    }

    fn layout(&self) -> Layout {
        self.layout.kept()
    }

    fn arrange(&mut self, layout: &Layout, _state: &State) {
        self.layout.take(layout);
        self.relist();
    }

    fn resize(&mut self, area: Area, state: &State) {
        self.area = area;
        let (lines, rows) = view::extent(self, state);
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
