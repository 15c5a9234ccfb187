//! The postbacks pane: an id, or many, looked up and what came of each, newest first; and the postbacks that were
//! received. Below stands the selected one as a page, or as the JSON it came in.
//!
//! ```text
//!  look up ‹ any id ›  paste an id, or many                                       at shop
//!  looked up 3   received 12 · 2 not verified in 24 h            listening at 127.0.0.1:8787
//!     when          id          what        outcome              amount        user
//!  ▌  14:12:02 IST  2298635     withdrawal  ✓ processed      INR 500.00        55
//!     14:11:40 IST  ab-12       any id      ! not found yet
//!  ─ postback of 2298635 ──────────────────────────────────────────────────────────
//!  what came of it, whose it is, its payments, the sums in every currency (folded)
//! ```

mod ask;
mod export;
mod ids;
mod lookup;
mod page;
mod rows;
mod view;

use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;

use crate::domain::{Ability, ConnectionId, Data, Fault, RawJson, ReceivedPostback, Text};
use crate::message::{
    ColumnChoice, Command, Context, FoundRow, FoundRows, Ids, Layout, Level, Mouse, MouseKind, PaneId, Question,
    Record, RowActions, RowKey, Step, Ticket,
};
use crate::state::{Changes, State};
use crate::ui::field::{Kind as FieldKind, TextField};
use crate::ui::form::Form;
use crate::ui::page::Line;
use crate::ui::table::{Hit, viewport};
use crate::ui::{Area, Canvas, Editable};

use super::Pane;
use super::refusal::why_not;
use super::sheet::{self, Scope};
use super::table_layout::TableLayout;
use ask::Ask;
use lookup::{Kind, LookUp};
use page::Shape;
use rows::{Row, Which};
use view::ColumnId;

/// How long account numbers stay readable.
const REVEALED: SignedDuration = SignedDuration::from_secs(10);

/// The most look-ups of a session that are kept.
const KEPT: usize = 2_000;

/// What takes what is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Typing {
    /// Nothing: keys are commands.
    Nothing,
    /// The line that asks.
    Asking,
    /// The filter of the rows.
    Filtering,
    /// The search in the page.
    Searching,
    /// The form of an export.
    Exporting,
}

/// The postbacks pane.
pub struct PostbacksPane {
    /// Who is asked; `None` for the first that can be.
    connection: Option<ConnectionId>,
    ask: Ask,
    /// What was looked up, newest first.
    lookups: Vec<LookUp>,
    /// How many look-ups there ever were.
    made: u64,
    which: Which,
    /// The numbers of the rows that are shown.
    list: Vec<u64>,
    selected: Option<u64>,
    at: usize,
    offset: usize,
    filter: TextField,
    typing: Typing,
    /// Whether the page has the whole pane.
    zoomed: bool,
    /// Whether the page is the JSON.
    json: bool,
    unfolded: bool,
    sought: TextField,
    /// The line of the page that was found last.
    found: usize,
    /// The first line of the page in view.
    top: usize,
    revealed: Option<Timestamp>,
    export: Option<Form<export::Field>>,
    layout: TableLayout<ColumnId>,
    area: Area,
}

impl Default for PostbacksPane {
    fn default() -> Self {
        let search = |words| TextField::new(FieldKind::Plain).with_max(80).with_placeholder(words);
        Self {
            connection: None,
            ask: Ask::default(),
            lookups: Vec::new(),
            made: 0,
            which: Which::default(),
            list: Vec::new(),
            selected: None,
            at: 0,
            offset: 0,
            filter: search("id, outcome, amount, user, system"),
            typing: Typing::Nothing,
            zoomed: false,
            json: false,
            unfolded: false,
            sought: search("a currency, a field, a part of a value"),
            found: 0,
            top: 0,
            revealed: None,
            export: None,
            layout: TableLayout::new(ColumnId::When),
            area: Area::default(),
        }
    }
}

impl PostbacksPane {
    /// Who is asked.
    fn connection(&self, state: &State) -> Option<ConnectionId> {
        let able = || state.able(Ability::Postbacks).map(|connection| &connection.info.id);
        let chosen = able().find(|id| self.connection.as_ref() == Some(*id));
        chosen.or_else(|| able().next()).cloned()
    }

    fn next_connection(&mut self, state: &State) -> Vec<Step> {
        let all: Vec<ConnectionId> =
            state.able(Ability::Postbacks).map(|connection| connection.info.id.clone()).collect();
        let now = self.connection(state).and_then(|id| all.iter().position(|other| *other == id)).unwrap_or(0);
        let Some(next) = all.get((now + 1) % all.len().max(1)) else { return Vec::new() };
        self.connection = Some(next.clone());
        let words =
            if all.len() > 1 { format!("{next} is asked from now on") } else { format!("{next} is the only one") };
        vec![Step::Tell(Level::Info, words)]
    }

    fn lookup(&self) -> Option<&LookUp> {
        let number = self.selected.filter(|_| self.which == Which::LookedUp)?;
        self.lookups.iter().find(|lookup| lookup.number == number)
    }

    fn received<'a>(&self, state: &'a State) -> Option<&'a ReceivedPostback> {
        state.postbacks.get(self.selected.filter(|_| self.which == Which::Received)?)
    }

    /// The row with this number in the list that is shown.
    fn row(&self, number: u64, state: &State) -> Option<Row> {
        match self.which {
            Which::LookedUp => self.lookups.iter().find(|lookup| lookup.number == number).map(Row::of_lookup),
            Which::Received => state.postbacks.get(number).map(Row::of_received),
        }
    }

    /// Makes the list anew and finds the selected row in it again.
    fn relist(&mut self, state: &State) {
        let filter = self.filter.text();
        self.list = match self.which {
            Which::LookedUp => {
                let has = |lookup: &&LookUp| Row::of_lookup(lookup).has(filter);
                self.lookups.iter().filter(has).map(|lookup| lookup.number).collect()
            }
            Which::Received => {
                let has = |received: &&ReceivedPostback| Row::of_received(received).has(filter);
                state.postbacks.newest_first().filter(has).map(|received| received.number).collect()
            }
        };
        if let Some((column, order)) = self.layout.sort() {
            let mut list = std::mem::take(&mut self.list);
            let key = |number: &u64| self.row(*number, state).map(|row| row.sort_key(column));
            order.sort(&mut list, key);
            self.list = list;
        }
        let found = self.selected.and_then(|number| self.list.iter().position(|other| *other == number));
        match found {
            Some(at) => self.go_to(at),
            None => self.select(self.at),
        }
        self.zoomed &= self.selected.is_some();
    }

    /// Selects another row.
    fn select(&mut self, at: usize) {
        self.top = 0;
        self.revealed = None;
        self.go_to(at);
    }

    fn go_to(&mut self, at: usize) {
        self.at = at.min(self.list.len().saturating_sub(1));
        self.selected = self.list.get(self.at).copied();
        self.scroll();
    }

    fn scroll(&mut self) {
        self.offset = viewport(self.at, self.offset, self.rows_in_view(), self.list.len());
    }

    fn rows_in_view(&self) -> usize {
        usize::from(view::regions(self, self.area).table.height.saturating_sub(1))
    }

    fn is_revealed(&self, state: &State) -> bool {
        self.revealed.is_some_and(|until| until > state.now)
    }

    /// The page of the selected row at this width.
    fn page(&self, width: u16, state: &State) -> Vec<Line> {
        let shape = Shape {
            width,
            json: self.json,
            // What is searched for has to be there to be found.
            unfolded: self.unfolded || !self.sought.is_empty(),
            revealed: self.is_revealed(state),
        };
        match (self.lookup(), self.received(state)) {
            (Some(lookup), _) => page::of_lookup(lookup, shape, state),
            (None, Some(received)) => page::of_received(received, shape, state),
            (None, None) => Vec::new(),
        }
    }

    /// How many lines the page has, and how many of them are in view.
    fn extent(&self, state: &State) -> (usize, usize) {
        let body = view::page_body(view::regions(self, self.area).page);
        let lines = self.page(body.width, state).len();
        (lines, lines.min(usize::from(body.height)))
    }

    /// Moves in the page that has the whole pane.
    fn scroll_page(&mut self, command: Command, state: &State) -> bool {
        let (lines, rows) = self.extent(state);
        let Some(top) = command.moved(self.top, lines.saturating_sub(rows) + 1, rows) else { return false };
        self.top = top;
        true
    }

    /// Goes to the next line that has what is sought, from `from` on and then from the first.
    fn seek(&mut self, from: usize, state: &State) {
        let body = view::page_body(view::regions(self, self.area).page);
        let lines = self.page(body.width, state);
        let found = |range: &[Line]| range.iter().position(|line| line.has(self.sought.text()));
        let from = from.min(lines.len());
        if let Some(at) = found(&lines[from..]).map(|at| at + from).or_else(|| found(&lines)) {
            self.found = at;
            // At the end the view is full rather than showing nothing below the last line.
            self.top = at.min(lines.len().saturating_sub(usize::from(body.height)));
        }
    }

    /// Asks for what was typed.
    fn submit(&mut self, state: &State, ids: &mut Ids) -> Vec<Step> {
        let listed = match ids::parse(self.ask.field.text()) {
            Ok(listed) => listed,
            Err(words) => {
                self.ask.said = Some(words);
                return Vec::new();
            }
        };
        let Some(connection) = self.connection(state) else { return Vec::new() };
        match self.look_up(&listed, self.ask.kind, &connection, state, ids) {
            Ok(steps) => {
                self.ask.clear();
                self.typing = Typing::Nothing;
                steps
            }
            Err(words) => {
                self.ask.said = Some(words);
                Vec::new()
            }
        }
    }

    fn look_up(
        &mut self,
        listed: &[Text],
        kind: Kind,
        connection: &ConnectionId,
        state: &State,
        ids: &mut Ids,
    ) -> Result<Vec<Step>, String> {
        let (lookups, steps) = lookup::ask(listed, kind, connection, state.now, self.made, ids)?;
        self.made += lookups.len() as u64;
        let one = lookups.len() == 1;
        self.lookups.splice(0..0, lookups);
        self.lookups.truncate(KEPT);
        self.which = Which::LookedUp;
        self.filter.clear();
        self.sought.clear();
        self.selected = None;
        self.at = 0;
        self.relist(state);
        // Where there is no room for the page beside the rows, the answer to one question is what is wanted.
        self.zoomed = one && (self.zoomed || view::regions(self, self.area).page.is_empty());
        Ok(steps)
    }

    /// Looks the selected row's id up once more.
    fn again(&mut self, state: &State, ids: &mut Ids) -> Vec<Step> {
        let Some((id, kind, connection)) = self.asked(state) else {
            return vec![Step::Tell(Level::Info, "There is no id to ask for".into())];
        };
        let Some(connection) = connection.or_else(|| self.connection(state)) else { return Vec::new() };
        match self.look_up(&[id], kind, &connection, state, ids) {
            Ok(steps) => steps,
            Err(words) => vec![Step::Tell(Level::Info, words)],
        }
    }

    /// What the selected row is asked for by: its id, what that is, and whom, where that is known.
    fn asked(&self, state: &State) -> Option<(Text, Kind, Option<ConnectionId>)> {
        match (self.lookup(), self.received(state)) {
            (Some(lookup), _) => Some((lookup.id.clone(), lookup.kind, Some(lookup.connection.clone()))),
            (None, Some(received)) => rows::to_ask(received).map(|(id, kind)| (id, kind, received.connection.clone())),
            (None, None) => None,
        }
    }

    fn raw<'a>(&'a self, state: &'a State) -> Option<&'a RawJson> {
        let found = self.lookup().and_then(|lookup| lookup.postbacks().next()).map(|postback| &postback.raw);
        found.or_else(|| self.received(state).map(|received| &received.body))
    }

    fn copy_own_id(&self, state: &State) -> Step {
        let id = self.lookup().map(|lookup| lookup.id.clone());
        match id.or_else(|| self.received(state).and_then(|received| received.subject.clone())) {
            Some(id) => Step::Copy { what: "id", text: SecretString::from(id.as_str()) },
            None => Step::Tell(Level::Info, "There is no id to copy".into()),
        }
    }

    fn copy_json(&self, state: &State) -> Step {
        match self.raw(state) {
            Some(raw) if self.is_revealed(state) => {
                Step::Copy { what: "JSON, account numbers in full", text: SecretString::from(raw.full()) }
            }
            Some(raw) => Step::Copy { what: "JSON, account numbers masked", text: SecretString::from(raw.masked()) },
            None => Step::Tell(Level::Info, "There is no postback to copy".into()),
        }
    }

    fn begin_export(&mut self, state: &State) -> Vec<Step> {
        if self.list.is_empty() {
            return vec![Step::Tell(Level::Info, "There is nothing to write".into())];
        }
        self.export = Some(export::form(state.now, &state.zone));
        self.typing = Typing::Exporting;
        Vec::new()
    }

    fn run_export(&mut self, command: Command, state: &State) -> Vec<Step> {
        let Some(mut form) = self.export.take() else {
            self.typing = Typing::Nothing;
            return Vec::new();
        };
        match command {
            Command::Back => {
                self.typing = Typing::Nothing;
                return Vec::new();
            }
            Command::Submit if form.is_last() => {
                let rows = match self.which {
                    Which::LookedUp => {
                        let lookup = |number: &u64| self.lookups.iter().find(|lookup| lookup.number == *number);
                        let shown = self.list.iter().filter_map(lookup);
                        export::Rows::LookedUp(shown.collect())
                    }
                    Which::Received => export::Rows::Received(
                        self.list.iter().filter_map(|number| state.postbacks.get(*number)).collect(),
                    ),
                };
                if let Some(export) = export::export(&mut form, &rows) {
                    self.typing = Typing::Nothing;
                    return vec![Step::Export(export)];
                }
            }
            Command::Submit | Command::NextField => form.next(),
            Command::PreviousField => form.previous(),
            _ => form.edit(command),
        }
        self.export = Some(form);
        Vec::new()
    }

    fn run_ask(&mut self, command: Command, state: &State, ids: &mut Ids) -> Vec<Step> {
        match command {
            Command::Submit => return self.submit(state, ids),
            Command::Back => {
                self.ask.clear();
                self.typing = Typing::Nothing;
            }
            Command::NextKind => {
                self.ask.kind = self.ask.kind.next();
                self.ask.said = None;
            }
            _ => self.ask.field.edit(command),
        }
        Vec::new()
    }

    fn back(&mut self, state: &State) {
        if !self.sought.is_empty() {
            self.sought.clear();
            self.top = 0;
        } else if self.zoomed {
            self.zoomed = false;
        } else if !self.filter.is_empty() {
            self.filter.clear();
            self.relist(state);
        }
    }

    fn edit(&mut self, command: Command, state: &State) {
        match self.typing {
            Typing::Filtering => {
                self.filter.edit(command);
                self.relist(state);
            }
            Typing::Searching => {
                self.sought.edit(command);
                self.seek(self.top, state);
            }
            _ => {}
        }
    }
}

impl Pane for PostbacksPane {
    fn id(&self) -> PaneId {
        PaneId::Postbacks
    }

    fn is_for(&self, state: &State) -> bool {
        state.able(Ability::Postbacks).next().is_some()
    }

    fn context(&self) -> Context {
        match self.typing {
            Typing::Nothing => Context::Postbacks,
            Typing::Asking => Context::LookUp,
            Typing::Filtering | Typing::Searching => Context::Filter,
            Typing::Exporting => Context::Form,
        }
    }

    fn is_typing(&self) -> bool {
        self.typing != Typing::Nothing
    }

    fn hints(&self, state: &State) -> Vec<Command> {
        match self.typing {
            Typing::Asking => return vec![Command::Submit, Command::NextKind, Command::Back],
            Typing::Filtering | Typing::Searching => return vec![Command::ApplyFilter, Command::Back],
            Typing::Exporting => return vec![Command::Submit, Command::Back, Command::PreviousField],
            Typing::Nothing => {}
        }
        let has_json = self.raw(state).is_some();
        let mut hints = Vec::new();
        if self.zoomed {
            hints.push(Command::Back);
            let (lines, rows) = self.extent(state);
            hints.extend((lines > rows).then_some(Command::Down));
            hints.extend((!self.sought.is_empty()).then_some(Command::NextMatch));
        } else {
            hints.push(Command::LookUp);
            hints.extend((!self.list.is_empty()).then_some(Command::Details));
        }
        let is_deposit = self.lookup().is_some_and(|lookup| lookup.postbacks().any(|found| found.deposit().is_some()));
        hints.extend(has_json.then_some(Command::RawJson));
        hints.extend((is_deposit && !self.json).then_some(Command::Fold));
        hints.extend((!self.list.is_empty()).then_some(Command::LookUpAgain));
        hints.push(Command::OtherList);
        hints.extend((!self.list.is_empty()).then_some(Command::Filter));
        hints.extend(has_json.then_some(Command::Reveal));
        hints.extend((!self.list.is_empty()).then_some(Command::Copy));
        hints.extend(has_json.then_some(Command::CopyJson));
        hints.extend((!self.list.is_empty()).then_some(Command::Export));
        hints.extend((state.able(Ability::Postbacks).nth(1).is_some()).then_some(Command::NextConnection));
        hints.push(Command::Quit);
        hints
    }

    fn run(&mut self, command: Command, state: &State, ids: &mut Ids) -> Vec<Step> {
        match self.typing {
            Typing::Asking => return self.run_ask(command, state, ids),
            Typing::Exporting => return self.run_export(command, state),
            _ => {}
        }
        if self.zoomed && self.scroll_page(command, state) {
            return Vec::new();
        }
        if let Some(to) = command.moved(self.at, self.list.len(), self.rows_in_view()) {
            self.select(to);
            return Vec::new();
        }
        match command {
            Command::LookUp => {
                self.zoomed = false;
                self.typing = Typing::Asking;
            }
            Command::LookUpAgain => return self.again(state, ids),
            Command::Left => self.layout.turn(-1, &view::shown_columns(self)),
            Command::Right => self.layout.turn(1, &view::shown_columns(self)),
            Command::NextConnection => return self.next_connection(state),
            Command::OtherList => {
                self.which = self.which.other();
                self.selected = None;
                self.at = 0;
                self.zoomed = false;
                self.filter.clear();
                self.relist(state);
            }
            Command::Details => {
                self.zoomed = !self.zoomed && self.selected.is_some();
                self.top = 0;
            }
            Command::RawJson => {
                self.json = !self.json;
                self.top = 0;
            }
            Command::Fold => {
                self.unfolded = !self.unfolded;
                self.top = 0;
            }
            Command::Filter if self.zoomed => self.typing = Typing::Searching,
            Command::Filter => self.typing = Typing::Filtering,
            Command::NextMatch if self.sought.is_empty() => {
                let words = "Nothing is searched for: enter opens the page, / searches in it".to_owned();
                return vec![Step::Tell(Level::Info, words)];
            }
            Command::NextMatch => self.seek(self.found + 1, state),
            Command::ApplyFilter => self.typing = Typing::Nothing,
            Command::Back if self.typing == Typing::Nothing => self.back(state),
            Command::Back => {
                self.typing = Typing::Nothing;
                self.back(state);
            }
            Command::Reveal => self.revealed = state.now.checked_add(REVEALED).ok(),
            Command::CopyId => return vec![self.copy(state)],
            Command::CopyJson => return vec![self.copy_json(state)],
            Command::Export => return self.begin_export(state),
            editing => self.edit(editing, state),
        }
        self.scroll();
        Vec::new()
    }

    fn edited(&self) -> Option<&str> {
        match self.typing {
            Typing::Asking => Some(self.ask.field.text()),
            _ => None,
        }
    }

    fn insert(&mut self, text: &str, state: &State) {
        match self.typing {
            Typing::Asking => self.ask.type_in(text),
            Typing::Filtering => {
                // A filter too long to paste stays what it was.
                let _ = self.filter.type_in(text);
                self.relist(state);
            }
            Typing::Searching => {
                let _ = self.sought.type_in(text);
                self.seek(self.top, state);
            }
            Typing::Exporting => {
                if let Some(form) = &mut self.export {
                    form.type_in(text);
                }
            }
            Typing::Nothing => {}
        }
    }

    fn mouse(&mut self, mouse: Mouse, state: &State) {
        match mouse.kind {
            MouseKind::WheelUp if self.zoomed => drop(self.scroll_page(Command::Up, state)),
            MouseKind::WheelDown if self.zoomed => drop(self.scroll_page(Command::Down, state)),
            MouseKind::WheelUp => self.select(self.at.saturating_sub(3)),
            MouseKind::WheelDown => self.select(self.at + 3),
            MouseKind::Click => match view::hit(self, mouse) {
                Some(Hit::Row(row)) => self.select(row),
                Some(Hit::Title(column)) => {
                    self.layout.cursor = column;
                    self.layout.sort_next();
                    self.relist(state);
                }
                None => {}
            },
        }
    }

    fn reply(&mut self, ticket: Ticket, result: &Result<Data, Fault>, state: &State) {
        let mut own = false;
        for lookup in &mut self.lookups {
            own |= lookup.take(ticket, result);
        }
        if own {
            self.relist(state);
        }
    }

    fn refresh(&mut self, changes: &Changes, state: &State) {
        if changes.other || changes.list {
            self.relist(state);
        }
    }

    fn find(&self, typed: &str, state: &State) -> Vec<FoundRows> {
        let found = |key: RowKey, row: Row| FoundRow {
            key,
            title: format!("{} {}", row.kind, row.id),
            words: row.outcome,
            connection: row.connection,
        };
        let looked_up = self.lookups.iter().filter_map(|lookup| {
            let row = Row::of_lookup(lookup);
            row.has(typed).then(|| found(RowKey::LookUp(lookup.number), row))
        });
        let received = state.postbacks.newest_first().filter_map(|postback| {
            let row = Row::of_received(postback);
            row.has(typed).then(|| found(RowKey::Received(postback.number), row))
        });
        vec![
            FoundRows::new(PaneId::Postbacks, "Look-ups", looked_up),
            FoundRows::new(PaneId::Postbacks, "Received postbacks", received),
        ]
    }

    fn go_to(&mut self, row: &RowKey, state: &State) -> bool {
        let (which, number) = match row {
            RowKey::LookUp(number) => (Which::LookedUp, *number),
            RowKey::Received(number) => (Which::Received, *number),
            _ => return false,
        };
        self.zoomed = false;
        if self.which != which || !self.list.contains(&number) {
            self.which = which;
            self.filter.clear();
            self.relist(state);
        }
        let Some(at) = self.list.iter().position(|other| *other == number) else { return false };
        self.select(at);
        true
    }

    fn copy(&self, state: &State) -> Step {
        self.copy_own_id(state)
    }

    fn questions(&self, state: &State) -> Vec<Question> {
        let Some((id, kind, connection)) = self.asked(state) else { return Vec::new() };
        let Some(connection) = connection.or_else(|| self.connection(state)) else { return Vec::new() };
        let question = |read| Question { what: "postback", connection: connection.clone(), read };
        kind.reads(&id).into_iter().map(question).collect()
    }

    fn records(&self, scope: Scope, state: &State) -> Vec<Record> {
        let columns = self.layout.of(&view::COLUMNS[..]);
        let selected = self.selected.map(|_| self.at);
        let rows = scope.places(selected, self.list.len()).filter_map(|at| self.row(*self.list.get(at)?, state));
        let record = |row: Row| {
            let first = [("id", row.value(ColumnId::Id)), ("currency", sheet::currency(row.amount.as_ref()))];
            sheet::record(first, &columns, |column| Some(row.value(column)))
        };
        rows.map(record).collect()
    }

    fn column(&self) -> &'static str {
        self.layout.cursor.into()
    }

    fn actions(&self, state: &State) -> Option<RowActions> {
        let row = self.row(self.selected?, state)?;
        let no_id = self.received(state).is_some_and(|received| rows::to_ask(received).is_none());
        let no_json = self.raw(state).is_none().then(|| "There is no postback yet".to_owned());
        let actions = vec![
            (Command::LookUpAgain, no_id.then(|| "There is no id to ask for".to_owned())),
            (Command::Details, None),
            (Command::RawJson, no_json.clone()),
            (Command::Reveal, no_json.clone()),
            (Command::Copy, why_not(&[self.copy(state)])),
            (Command::CopyJson, no_json),
            (Command::Export, None),
        ];
        Some(RowActions { title: format!("{} {}", row.kind, row.id), actions })
    }

    fn filter(&self) -> Option<&str> {
        Some(self.filter.text())
    }

    fn set_filter(&mut self, filter: &str, state: &State) {
        self.typing = Typing::Nothing;
        self.zoomed = false;
        self.filter.clear();
        // What is kept is never longer than what can be typed.
        let _ = self.filter.type_in(filter);
        self.relist(state);
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
        let (lines, rows) = self.extent(state);
        self.top = self.top.min(lines.saturating_sub(rows));
        self.scroll();
    }

    fn wake_at(&self, _state: &State) -> Option<Timestamp> {
        self.revealed
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Area, state: &State) {
        view::draw(self, canvas, area, state);
    }
}
