//! The journal drawn: what is wrong with it, filter, table, and the selected intent in full.

use std::sync::LazyLock;

use crate::domain::{Intent, IntentState};
use crate::message::Mouse;
use crate::state::State;
use crate::ui::table::{CellPen, Column, Hit, RowPen, Table};
use crate::ui::{Align, Area, Canvas, Tone, format, text};

use super::JournalPane;
use super::detail::{self, Detail};

/// A column of the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

static COLUMNS: LazyLock<[Column<ColumnId>; 8]> = LazyLock::new(|| {
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
    let (filter, rest) = rest.cut_top(u16::from(pane.filtering || !pane.filter.is_empty()));
    if pane.zoomed {
        return Regions { fault, filter, table: rest.cut_top(0).0, detail: rest };
    }
    // Below: as much as the rows leave, from two to four of six parts of the height.
    let (least, most) = ((rest.height * 2 / 6).max(8), rest.height * 4 / 6);
    let rows = u16::try_from(pane.lines()).unwrap_or(u16::MAX).saturating_add(2);
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

/// Where the detail's words go.
fn detail_body(area: Area) -> Area {
    area.cut_top(1).1.inset(1, 0)
}

/// How many lines the detail has, and how many of them are in view.
pub fn detail_extent(pane: &JournalPane, state: &State) -> (usize, usize) {
    let body = detail_body(regions(pane, pane.area).detail);
    let lines = pane.intent(state).map_or(0, |intent| Detail::new(intent, state, body.width).len());
    (lines, lines.min(usize::from(body.height)))
}

fn described<'a>(pane: &JournalPane, empty: &'a str) -> Table<'a, ColumnId> {
    let mut table = Table::new(&COLUMNS[..], pane.lines(), empty);
    table.offset = pane.offset;
    table.selected = (!pane.list.is_empty()).then(|| pane.line_of(pane.at));
    table
}

/// What is under the mouse.
pub fn hit(pane: &JournalPane, mouse: Mouse) -> Option<Hit<ColumnId>> {
    described(pane, "").hit(regions(pane, pane.area).table, mouse.column, mouse.row)
}

/// Draws the pane.
pub fn draw(pane: &JournalPane, canvas: &mut Canvas<'_>, area: Area, state: &State) {
    let parts = regions(pane, area);
    draw_fault(canvas, parts.fault, state);
    draw_filter(pane, canvas, parts.filter, state);
    if !pane.zoomed {
        draw_table(pane, canvas, parts.table, state);
    }
    if let Some(intent) = pane.intent(state) {
        draw_detail(pane, canvas, parts.detail, intent, state);
    }
}

fn draw_fault(canvas: &mut Canvas<'_>, area: Area, state: &State) {
    let Some(words) = fault_words(state).filter(|_| !area.is_empty()) else { return };
    let (theme, glyphs) = (canvas.theme(), canvas.glyphs());
    canvas.fill(area, theme.bar);
    canvas.glyph(area.x.saturating_add(1), area.y, glyphs.bad, theme.bad);
    canvas.paragraph(area.cut_left(3).1.cut_right(1).1, Align::Left, &words, theme.bad);
}

fn draw_filter(pane: &JournalPane, canvas: &mut Canvas<'_>, area: Area, state: &State) {
    if area.is_empty() {
        return;
    }
    let theme = canvas.theme();
    canvas.fill(area, theme.bar);
    let (label, rest) = area.cut_left(9);
    canvas.label(label, Align::Left, " filter", theme.title);
    let found = format!("{} of {} ", pane.list.len(), state.intents.newest_first().count());
    let (count, field) = rest.cut_right(u16::try_from(found.len()).unwrap_or(0) + 1);
    pane.filter.draw(canvas, field, pane.filtering);
    canvas.label(count, Align::Right, &found, theme.muted);
}

fn draw_table(pane: &JournalPane, canvas: &mut Canvas<'_>, area: Area, state: &State) {
    let empty = if pane.filter.is_empty() {
        "Nothing was changed yet\nEvery change is written here before it leaves, with what became of it"
    } else {
        "Nothing here contains that\nesc takes the filter away"
    };
    let table = described(pane, empty);
    let has_account = table.placed(area).iter().any(|column| column.id == ColumnId::Account);
    table.draw(canvas, area, |line, pen| {
        let Some(at) = pane.on_line(line) else {
            draw_heading(pen, line == 0);
            return;
        };
        let Some(intent) = pane.list.get(at).and_then(|id| state.intents.get(*id)) else { return };
        pen.cells(|column, cell| draw_cell(cell, column, intent, has_account, state));
    });
}

/// What begins a part of the table: the unconfirmed ones, or all others.
fn draw_heading(pen: &mut RowPen<'_, '_, ColumnId>, open: bool) {
    let place = pen.area().cut_right(1).1;
    let canvas = pen.canvas();
    canvas.rule(place);
    let theme = canvas.theme();
    let (words, style) = if open {
        (" unconfirmed: nobody knows whether these happened ", theme.warning)
    } else {
        (" all others, newest first ", theme.header)
    };
    canvas.label(place.inset(1, 0), Align::Left, words, style);
}

/// When it was decided on: the clock with seconds today, else the date too. Where it is narrow, first the zone leaves,
/// which the header's clock has too, then the clock of another day; the detail has all of it.
fn when(intent: &Intent, state: &State, room: u16) -> String {
    let day = |at: jiff::Timestamp| at.to_zoned(state.zone.clone()).date();
    let mut words = if day(intent.planned()) == day(state.now) {
        format::clock(intent.planned(), &state.zone)
    } else {
        format::moment(intent.planned(), state.now, &state.zone)
    };
    while text::width(&words) > usize::from(room) {
        let Some(end) = words.rfind(' ') else { break };
        words.truncate(end);
    }
    words
}

/// What it does. Where there is no room for the account, its id stands before it, and the currency leaves.
fn what(intent: &Intent, has_account: bool) -> String {
    let Some(account) = intent.account.as_ref().filter(|_| !has_account) else { return intent.words.clone() };
    let words = match &intent.amount {
        Some(amount) => intent.words.replace(&amount.to_string(), &amount.digits()),
        None => intent.words.clone(),
    };
    format!("{account} {words}")
}

fn draw_cell(cell: &mut CellPen<'_, '_>, column: ColumnId, intent: &Intent, has_account: bool, state: &State) {
    let (theme, glyphs) = (cell.canvas().theme(), cell.canvas().glyphs());
    let tone = Tone::from(intent.state());
    match column {
        ColumnId::When => {
            let room = cell.area().width;
            cell.text(&when(intent, state, room), theme.muted);
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
            let glyph = match intent.state() {
                IntentState::Unconfirmed(_) => glyphs.unconfirmed,
                IntentState::Planned | IntentState::Sent => glyphs.working,
                _ => tone.glyph(glyphs),
            };
            cell.runs(&[(glyph, style), (" ", style), (intent.state().word(), style)]);
        }
        ColumnId::Told => cell.text(&detail::told_here(intent, state), theme.text),
    }
}

fn draw_detail(pane: &JournalPane, canvas: &mut Canvas<'_>, area: Area, intent: &Intent, state: &State) {
    if area.is_empty() {
        return;
    }
    let (title, _) = area.cut_top(1);
    let body = detail_body(area);
    let detail = Detail::new(intent, state, body.width);
    let below = detail.len().saturating_sub(pane.top + usize::from(body.height));
    let more = match below {
        0 => String::new(),
        1 => "  1 more line".to_owned(),
        more => format!("  {more} more lines"),
    };
    canvas.section(title, &format!("intent {}{more}", intent.id.short()), pane.zoomed);
    detail.draw(canvas, body, pane.top);
}
