//! The journal drawn: filter, table, and the selected intent in full.

use std::sync::LazyLock;

use crate::domain::{Intent, IntentState};
use crate::message::Mouse;
use crate::state::State;
use crate::ui::table::{CellPen, Column, Hit, Table};
use crate::ui::{Align, Area, Canvas, Fact, Tone, facts, format};

use super::JournalPane;

/// A column of the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnId {
    When,
    Connection,
    Account,
    What,
    Amount,
    State,
    Told,
}

static COLUMNS: LazyLock<[Column<ColumnId>; 7]> = LazyLock::new(|| {
    [
        Column::new(ColumnId::When, "when", 12, 1).flexible(12, 12, 22),
        Column::new(ColumnId::Connection, "connection", 10, 6).flexible(10, 10, 16),
        Column::new(ColumnId::Account, "account", 26, 2).flexible(10, 26, 30),
        Column::new(ColumnId::What, "what", 22, 3).flexible(20, 22, 30),
        Column::new(ColumnId::Amount, "amount", 14, 5).flexible(12, 14, 18).right(),
        Column::new(ColumnId::State, "state", 13, 0),
        Column::new(ColumnId::Told, "what became of it", 30, 4).flexible(18, 30, u16::MAX),
    ]
});

/// Filter, table and detail.
pub fn regions(pane: &JournalPane, area: Area) -> (Area, Area, Area) {
    let (filter, rest) = area.cut_top(u16::from(pane.filtering || !pane.filter.is_empty()));
    let height = if rest.height < 16 { 0 } else { 9 };
    let (detail, table) = rest.cut_bottom(height);
    (filter, table, detail)
}

fn described<'a>(pane: &JournalPane, empty: &'a str) -> Table<'a, ColumnId> {
    let mut table = Table::new(&COLUMNS[..], pane.list.len(), empty);
    table.offset = pane.offset;
    table.selected = (!pane.list.is_empty()).then_some(pane.at);
    table
}

/// What is under the mouse.
pub fn hit(pane: &JournalPane, mouse: Mouse) -> Option<Hit<ColumnId>> {
    described(pane, "").hit(regions(pane, pane.area).1, mouse.column, mouse.row)
}

/// Draws the pane.
pub fn draw(pane: &JournalPane, canvas: &mut Canvas<'_>, area: Area, state: &State) {
    let (filter, table, detail) = regions(pane, area);
    let theme = canvas.theme();
    if !filter.is_empty() {
        canvas.fill(filter, theme.bar);
        let (label, field) = filter.cut_left(9);
        canvas.label(label, Align::Left, " filter", theme.title);
        pane.filter.draw(canvas, field.cut_right(1).1, pane.filtering);
    }
    let empty = if pane.filter.is_empty() {
        "Nothing was changed in this run\nEvery change you make is written here, with what became of it"
    } else {
        "Nothing here contains that\nesc takes the filter away"
    };
    described(pane, empty).draw(canvas, table, |at, pen| {
        let Some(intent) = pane.list.get(at).and_then(|id| state.intents.get(*id)) else { return };
        pen.cells(|column, cell| draw_cell(cell, column, intent, state));
    });
    if let Some(intent) = pane.selected.and_then(|id| state.intents.get(id)) {
        draw_detail(canvas, detail, intent, state);
    }
}

fn whose(intent: &Intent, state: &State) -> String {
    intent.key().map_or_else(String::new, |key| state.title(&key))
}

/// When it was decided on: the clock with seconds today, else the date too.
fn when(intent: &Intent, state: &State) -> String {
    let day = |at: jiff::Timestamp| at.to_zoned(state.zone.clone()).date();
    if day(intent.planned()) == day(state.now) {
        format::clock(intent.planned(), &state.zone)
    } else {
        format::moment(intent.planned(), state.now, &state.zone)
    }
}

fn draw_cell(cell: &mut CellPen<'_, '_>, column: ColumnId, intent: &Intent, state: &State) {
    let (theme, glyphs) = (cell.canvas().theme(), cell.canvas().glyphs());
    let tone = Tone::from(intent.state());
    match column {
        ColumnId::When => cell.text(&when(intent, state), theme.muted),
        ColumnId::Connection => cell.text(intent.connection.as_str(), theme.muted),
        ColumnId::Account => cell.text(&whose(intent, state), theme.strong),
        ColumnId::What => cell.text(&intent.words, theme.text),
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
        ColumnId::Told => cell.text(&intent.state().told(), theme.text),
    }
}

fn draw_detail(canvas: &mut Canvas<'_>, area: Area, intent: &Intent, state: &State) {
    if area.is_empty() {
        return;
    }
    let (title, body) = area.cut_top(1);
    canvas.section(title, &format!("intent {}", intent.id.short()), false);
    let (id, when) = (intent.id.to_string(), format::date_time(intent.planned(), &state.zone));
    let (whose, connection) = (whose(intent, state), intent.connection.to_string());
    let all = [
        Fact::new("id", &id),
        Fact::new("decided on", &when),
        Fact::new("connection", &connection),
        Fact::new("account", &whose),
        Fact::new("what", &intent.words),
        Fact::new("state", intent.state().word()).styled(Tone::from(intent.state()).style(canvas.theme())),
    ];
    let body = body.inset(1, 0);
    let taken = facts(canvas, body, &all);
    let tone = Tone::from(intent.state()).style(canvas.theme());
    let told = intent.state().told();
    if told != intent.state().word() {
        canvas.paragraph(body.cut_top(taken).1, Align::Left, &told, tone);
    }
}
