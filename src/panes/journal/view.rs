//! The journal drawn: what is wrong with it, filter, table, and the selected intent in full.

use std::sync::LazyLock;

use crate::domain::Intent;
use crate::message::{Cell, Mouse};
use crate::state::State;
use crate::ui::table::{CellPen, Column, Hit, SortKey, Table};
use crate::ui::{Align, Area, Canvas, Tone, filter_line, text};

use super::JournalPane;
use crate::panes::detail;
use crate::panes::listing::{self, draw_heading, when};
use crate::panes::sheet;

/// A column of the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum ColumnId {
    When,
    Connection,
    Operator,
    Account,
    What,
    Amount,
    State,
    Told,
}

/// Every column.
pub static COLUMNS: LazyLock<[Column<ColumnId>; 8]> = LazyLock::new(|| {
    [
        Column::new(ColumnId::When, "when", 8, 1).flexible(8, 8, 22),
        Column::new(ColumnId::Connection, "connection", 10, 5).flexible(10, 10, 16),
        Column::new(ColumnId::Operator, "operator", 8, 6).flexible(8, 8, 14),
        Column::new(ColumnId::Account, "account", 22, 3).flexible(22, 22, 30),
        Column::new(ColumnId::What, "what", 22, 2).flexible(18, 22, 32),
        Column::new(ColumnId::Amount, "amount", 14, 7).flexible(12, 14, 18).right(),
        Column::new(ColumnId::State, "state", 13, 0),
        Column::new(ColumnId::Told, "what became of it", 30, 4).flexible(24, 36, u16::MAX),
    ]
});

/// The parts of the pane; what has no room is empty.
pub struct Regions {
    /// What is wrong with the journal.
    pub fault: Area,
    /// The line of the filter.
    pub filter: Area,
    /// The table, with its titles.
    pub table: Area,
    /// The detail of the selected intent, with its title.
    pub detail: Area,
}

/// The parts of `area`.
pub fn regions(pane: &JournalPane, area: Area) -> Regions {
    let (fault, rest) = area.cut_top(pane.fault);
    let (filter, rest) = rest.cut_top(u16::from(pane.list.has_filter()));
    if pane.list.zoomed {
        return Regions { fault, filter, table: rest.cut_top(0).0, detail: rest };
    }
    // Below: as much as the rows leave, from two to four of six parts of the height.
    let (least, most) = ((rest.height * 2 / 6).max(8), rest.height * 4 / 6);
    let rows = u16::try_from(pane.list.lines()).unwrap_or(u16::MAX).saturating_add(2);
    let height = if rest.height < 16 { 0 } else { rest.height.saturating_sub(rows).clamp(least, most) };
    let (detail, table) = rest.cut_bottom(height);
    Regions { fault, filter, table, detail }
}

/// What is wrong with the journal, in full.
fn fault_words(state: &State) -> Option<String> {
    let fault = state.journal_fault.as_ref()?;
    Some(format!("{} What is shown goes on being asked for.", fault.consequence()))
}

/// How many rows that takes, of at most half the pane.
pub fn fault_rows(area: Area, state: &State) -> u16 {
    let Some(words) = fault_words(state) else { return 0 };
    let rows = text::wrap(&words, usize::from(area.width.saturating_sub(4))).len();
    u16::try_from(rows).unwrap_or(u16::MAX).min(area.height / 2)
}

/// How many lines the detail has, and how many of them are in view.
pub fn detail_extent(pane: &JournalPane, state: &State) -> (usize, usize) {
    detail::extent(regions(pane, pane.area).detail, pane.list.intent(state), state)
}

fn described<'a>(pane: &JournalPane, empty: &'a str) -> Table<'a, ColumnId> {
    let mut table = Table::new(pane.layout.of(&COLUMNS[..]), pane.list.lines(), empty);
    table.sort = pane.layout.sort();
    table.cursor = Some(pane.layout.cursor);
    table.offset = pane.list.offset;
    table.selected = (!pane.list.is_empty()).then(|| pane.list.line_of(pane.list.at()));
    table
}

/// The columns in view, from the left.
pub fn shown_columns(pane: &JournalPane) -> Vec<ColumnId> {
    described(pane, "").placed(regions(pane, pane.area).table).iter().map(|placed| placed.id).collect()
}

/// What an intent says in a column, as a value.
pub fn value(column: ColumnId, intent: &Intent, state: &State) -> Cell {
    match column {
        ColumnId::When => sheet::moment(intent.planned()),
        ColumnId::Connection => sheet::words(intent.connection.as_str()),
        ColumnId::Operator => sheet::words(intent.operator.as_str()),
        ColumnId::Account => sheet::words(detail::whose(intent, state)),
        ColumnId::What => sheet::words(&intent.words),
        ColumnId::Amount => sheet::amount(intent.amount.as_ref()),
        ColumnId::State => sheet::words(intent.state().word()),
        ColumnId::Told => sheet::words(detail::told_here(intent, state)),
    }
}

/// What an intent sorts by in a column.
pub fn sort_key(column: ColumnId, intent: &Intent, state: &State) -> SortKey {
    match column {
        ColumnId::When => SortKey::number(Some(intent.planned().as_millisecond().into())),
        ColumnId::Connection => SortKey::natural(intent.connection.as_str()),
        ColumnId::Operator => SortKey::natural(intent.operator.as_str()),
        ColumnId::Account => SortKey::natural(&detail::whose(intent, state)),
        ColumnId::What => SortKey::natural(&intent.words),
        ColumnId::Amount => SortKey::number(intent.amount.as_ref().map(|amount| amount.amount)),
        ColumnId::State => SortKey::natural(intent.state().word()),
        ColumnId::Told => SortKey::natural(&detail::told_here(intent, state)),
    }
}

/// What is under the mouse.
pub fn hit(pane: &JournalPane, mouse: Mouse) -> Option<Hit<ColumnId>> {
    described(pane, "").hit(regions(pane, pane.area).table, mouse.column, mouse.row)
}

/// Draws the pane.
pub fn draw(pane: &JournalPane, canvas: &mut Canvas<'_>, area: Area, state: &State) {
    let parts = regions(pane, area);
    draw_fault(canvas, parts.fault, state);
    let all = state.intents.newest_first().count();
    filter_line(canvas, parts.filter, &pane.list.filter, pane.list.filtering, pane.list.len(), all);
    if !pane.list.zoomed {
        draw_table(pane, canvas, parts.table, state);
    }
    if let Some(intent) = pane.list.intent(state) {
        detail::draw(canvas, parts.detail, intent, &pane.list, state);
    }
}

fn draw_fault(canvas: &mut Canvas<'_>, area: Area, state: &State) {
    let Some(words) = fault_words(state).filter(|_| !area.is_empty()) else { return };
    let (theme, glyphs) = (canvas.theme(), canvas.glyphs());
    canvas.fill(area, theme.bar);
    canvas.glyph(area.x.saturating_add(1), area.y, glyphs.bad, theme.bad);
    canvas.paragraph(area.cut_left(3).1.cut_right(1).1, Align::Left, &words, theme.bad);
}

fn draw_table(pane: &JournalPane, canvas: &mut Canvas<'_>, area: Area, state: &State) {
    let empty = if pane.list.filter.is_empty() {
        "Nothing was changed yet\nEvery change is written here before it leaves, with what became of it"
    } else {
        listing::nothing_contains_that(state)
    };
    let others = if pane.layout.is_sorted() { " all others " } else { " all others, newest first " };
    let table = described(pane, empty).with_unit(ColumnId::When, listing::zone(state));
    let has_account = table.placed(area).iter().any(|column| column.id == ColumnId::Account);
    table.draw(canvas, area, |line, pen| {
        let Some(at) = pane.list.on_line(line) else {
            draw_heading(pen, line == 0, others);
            return;
        };
        let Some(intent) = pane.list.get(at, state) else { return };
        pen.cells(|column, cell| draw_cell(cell, column, intent, has_account, state));
    });
}

/// What it does. Where there is no room for the account, its id stands before it, and the currency leaves.
fn what(intent: &Intent, has_account: bool) -> String {
    let Some(account) = &intent.account else { return intent.words.clone() };
    // A payout's words name the payee themselves: once is enough.
    if intent.words.contains(account.as_str()) {
        let twice = format!(" to {account}");
        return if has_account { intent.words.replace(&twice, "") } else { intent.words.clone() };
    }
    if has_account {
        return intent.words.clone();
    }
    let words = match &intent.amount {
        Some(amount) => intent.words.replace(&amount.to_string(), &amount.digits()),
        None => intent.words.clone(),
    };
    format!("{account} {words}")
}

fn draw_cell(cell: &mut CellPen<'_, '_>, column: ColumnId, intent: &Intent, has_account: bool, state: &State) {
    let (theme, glyphs) = (cell.canvas().theme(), cell.canvas().glyphs());
    let tone = Tone::of(intent);
    match column {
        ColumnId::When => {
            let room = cell.area().width;
            cell.text(&when(intent.planned(), state, room), theme.muted);
        }
        ColumnId::Connection => cell.text(intent.connection.as_str(), theme.muted),
        ColumnId::Operator => cell.text(intent.operator.as_str(), theme.muted),
        ColumnId::Account => cell.text(&detail::whose(intent, state), theme.strong),
        ColumnId::What => cell.text(&what(intent, has_account), theme.text),
        ColumnId::Amount => {
            if let Some(amount) = &intent.amount {
                cell.amount(amount, theme.strong);
            }
        }
        ColumnId::State => {
            let style = tone.style(theme);
            cell.runs(&[(glyphs.of(intent), style), (" ", style), (intent.state().word(), style)]);
        }
        ColumnId::Told => cell.text(&detail::told_here(intent, state), theme.text),
    }
}
