//! The balances pane: what lies in the wallets, by currency, how that changed and how long it lasts, and the selected
//! one over time below.
//!
//! ```text
//!     wallet               balance  standing    lasts        change      when       trend
//!  ▌  all INR         12,34,567.00              about 6 h    -500.00     14:12 IST  ▇▆▅▆▄▃
//!       paytm INR      4,20,000.00  ! low       about 2 h    -500.00     14:12 IST  ▇▆▅▄▂▁
//!       upi_ib INR     8,14,567.00              about 9 h    +2,000.00   14:11 IST  ▁▂▃▂▆▇
//!     paytm USD        -10,800.00   ✗ negative  used up
//!  ── all INR ───────────────────────────────────────────────────────────────────────
//!  what is under way, went out, and is left      the balance since it was first looked at
//! ```

mod columns;
mod detail;
mod list;
mod view;

use jiff::Timestamp;
use secrecy::SecretString;

use crate::domain::{FeedKind, Purse, Read, Text, WalletKey};
use crate::message::{
    ColumnChoice, Command, Context, FoundRow, FoundRows, Ids, Layout, Level, Mouse, MouseKind, PaneId, PaneSession,
    Question, Record, RowActions, RowKey, Step,
};
use crate::state::{Changes, Held, State};
use crate::ui::field::{Kind, TextField};
use crate::ui::table::{Hit, viewport};
use crate::ui::{Area, Canvas, Editable};

use super::Pane;
use super::sheet::{self, Scope};
use list::List;

/// The balances pane.
pub struct BalancesPane {
    list: List,
    selected: Option<Purse>,
    /// Whether the operator has chosen a row: until then the first one is selected, whatever comes before it.
    chosen: bool,
    /// Where the selected row stands in the list; where it was, once it is gone.
    at: usize,
    offset: usize,
    filter: TextField,
    filtering: bool,
    /// Whether the detail has the whole pane.
    zoomed: bool,
    area: Area,
    /// What an earlier run had selected and is not there yet.
    restored: Option<String>,
}

impl Default for BalancesPane {
    fn default() -> Self {
        Self {
            list: List::default(),
            selected: None,
            chosen: false,
            at: 0,
            offset: 0,
            filter: TextField::new(Kind::Plain)
                .with_max(80)
                .with_placeholder("wallet, currency, amount, low, negative"),
            filtering: false,
            zoomed: false,
            area: Area::default(),
            restored: None,
        }
    }
}

/// A balance as a session keeps it: by the names an operator knows it by.
fn kept(purse: &Purse) -> String {
    format!("{purse} at {}", purse.connection())
}

impl BalancesPane {
    /// What is selected.
    fn held<'a>(&self, state: &'a State) -> Option<Held<'a>> {
        state.held(self.selected.as_ref()?)
    }

    fn select(&mut self, at: usize) {
        self.at = at.min(self.list.len().saturating_sub(1));
        self.selected = self.list.get(self.at).cloned();
        self.scroll();
    }

    /// Makes the list anew, and finds the selected row in it again, or its neighbour.
    fn relist(&mut self, state: &State) {
        self.list.arrange(self.filter.text(), state);
        self.find_restored();
        let found = self.selected.as_ref().filter(|_| self.chosen).and_then(|purse| self.list.find(purse));
        self.select(found.unwrap_or(if self.chosen { self.at } else { 0 }));
        self.zoomed &= self.selected.is_some();
    }

    /// Selects what an earlier run had selected, once it is there.
    fn find_restored(&mut self) {
        if self.chosen {
            self.restored = None;
        }
        let Some(restored) = &self.restored else { return };
        let is_it = |at: &usize| self.list.get(*at).is_some_and(|purse| kept(purse) == *restored);
        if let Some(at) = (0..self.list.len()).find(is_it) {
            self.select(at);
            (self.chosen, self.restored) = (true, None);
        }
    }

    fn scroll(&mut self) {
        let page = self.page();
        self.offset = viewport(self.at, self.offset, page, self.list.len());
    }

    /// How many rows are in view.
    fn page(&self) -> usize {
        usize::from(view::regions(self, self.area).table.height.saturating_sub(1))
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
        if self.zoomed {
            self.zoomed = false;
            self.scroll();
        } else {
            self.filtering = false;
            self.filter.clear();
            self.relist(state);
        }
    }
}

impl Pane for BalancesPane {
    fn id(&self) -> PaneId {
        PaneId::Balances
    }

    fn is_for(&self, state: &State) -> bool {
        state.having(FeedKind::Balances).next().is_some()
    }

    fn context(&self) -> Context {
        if self.filtering { Context::Filter } else { Context::Balances }
    }

    fn is_typing(&self) -> bool {
        self.filtering
    }

    fn hints(&self, _state: &State) -> Vec<Command> {
        if self.filtering {
            return vec![Command::ApplyFilter, Command::Back];
        }
        if self.zoomed {
            return vec![Command::Back, Command::Copy, Command::Refresh];
        }
        vec![
            Command::Details,
            Command::Filter,
            Command::Sort,
            Command::Copy,
            Command::Refresh,
            Command::NextPane,
            Command::Quit,
        ]
    }

    fn run(&mut self, command: Command, state: &State, _ids: &mut Ids) -> Vec<Step> {
        if let Some(to) = command.moved(self.at, self.list.len(), self.page()) {
            self.chosen = true;
            self.select(to);
            return Vec::new();
        }
        match command {
            Command::Left => self.turn(-1, state),
            Command::Right => self.turn(1, state),
            Command::Filter => {
                self.filtering = true;
                self.zoomed = false;
            }
            Command::ApplyFilter => self.filtering = false,
            Command::Back => self.back(state),
            Command::Sort => self.sort(state),
            Command::Details => {
                self.chosen = true;
                self.zoomed = !self.zoomed && self.selected.is_some();
            }
            Command::CopyAmount => return vec![self.copy(state)],
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
        let selected = self.selected.as_ref().filter(|_| self.chosen).map(kept);
        PaneSession { filter: self.filter.text().to_owned(), selected: self.restored.clone().or(selected) }
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
        self.chosen = true;
        match mouse.kind {
            MouseKind::WheelUp => self.select(self.at.saturating_sub(3)),
            MouseKind::WheelDown => self.select(self.at + 3),
            MouseKind::Click => match view::hit(self, mouse, state) {
                Some(Hit::Row(at)) => self.select(at),
                Some(Hit::Title(column)) => {
                    self.list.layout.cursor = column;
                    self.sort(state);
                }
                None => {}
            },
        }
    }

    fn refresh(&mut self, changes: &Changes, state: &State) {
        // What is under way changes with the intents, and with it what a list may be sorted by.
        if changes.wallets || changes.list || (changes.other && self.list.layout.is_sorted()) {
            self.relist(state);
        }
    }

    fn find(&self, typed: &str, state: &State) -> Vec<FoundRows> {
        let words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
        let found = state.purses().into_iter().flatten().filter_map(|purse| {
            let held = state.held(&purse)?;
            let text = columns::searchable(&held, state);
            words.iter().all(|word| text.contains(word.as_str())).then(|| FoundRow {
                title: purse.to_string(),
                words: held.money().to_string(),
                connection: purse.connection().to_string(),
                key: RowKey::Purse(purse.clone()),
            })
        });
        vec![FoundRows::new(PaneId::Balances, "Balances", found)]
    }

    fn go_to(&mut self, row: &RowKey, state: &State) -> bool {
        let RowKey::Purse(purse) = row else { return false };
        // The only wallet of a currency has no row of its sum.
        let names: Vec<Purse> = state.held(purse).map_or_else(Vec::new, |held| {
            let only = held.wallets.first().filter(|_| held.wallets.len() == 1);
            let wallet = only.map(|only| {
                let connection = held.connection.info.id.clone();
                Purse::Wallet(WalletKey {
                    connection,
                    wallet: only.wallet.clone(),
                    currency: only.money.currency.clone(),
                })
            });
            std::iter::once(purse.clone()).chain(wallet).collect()
        });
        let find = |list: &List| names.iter().find_map(|purse| list.find(purse));
        self.zoomed = false;
        self.list.arrange(self.filter.text(), state);
        if find(&self.list).is_none() {
            self.filter.clear();
            self.list.arrange("", state);
        }
        let Some(at) = find(&self.list) else { return false };
        self.chosen = true;
        self.select(at);
        true
    }

    fn copy(&self, state: &State) -> Step {
        match self.held(state) {
            Some(held) => {
                // Without grouping: for a calculation, or a search.
                let text = held.money().amount.normalize().to_string();
                Step::Copy { what: "amount", text: SecretString::from(text) }
            }
            None => Step::Tell(Level::Info, "There is no balance to copy".into()),
        }
    }

    fn questions(&self, state: &State) -> Vec<Question> {
        let question = |held: Held<'_>| Question {
            what: "balances",
            connection: held.connection.info.id.clone(),
            read: Read::Balances,
        };
        self.held(state).map(question).into_iter().collect()
    }

    fn records(&self, scope: Scope, state: &State) -> Vec<Record> {
        let all = view::columns_of(self, state);
        let columns = self.list.layout.of(&all);
        let under_way = state.under_way();
        let selected = self.selected.as_ref().map(|_| self.at);
        let rows = scope.places(selected, self.list.len()).filter_map(|at| state.held(self.list.get(at)?));
        let record = |held: Held<'_>| {
            let first = [
                ("connection", sheet::words(held.connection.info.id.as_str())),
                ("wallet", sheet::words(held.purse.wallet().map_or("all", Text::as_str))),
                ("currency", sheet::words(held.purse.currency().code())),
            ];
            sheet::record(first, &columns, |column| columns::value(column, &held, &under_way, state))
        };
        rows.map(record).collect()
    }

    fn column(&self) -> &'static str {
        self.list.layout.cursor.into()
    }

    fn actions(&self, state: &State) -> Option<RowActions> {
        let held = self.held(state)?;
        let actions = [Command::Details, Command::Copy, Command::Refresh].map(|command| (command, None)).to_vec();
        Some(RowActions { title: held.purse.to_string(), actions })
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

    fn columns(&self, state: &State) -> Vec<ColumnChoice> {
        self.list.layout.choices(&view::columns_of(self, state))
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
        if self.list.is_empty() {
            self.relist(state);
        }
        self.scroll();
    }

    fn wake_at(&self, _state: &State) -> Option<Timestamp> {
        None
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Area, state: &State) {
        view::draw(self, canvas, area, state);
    }
}
