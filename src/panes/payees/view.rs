//! The payees drawn: filter, table, and the selected one in full.

use crate::domain::{Ability, KnownPayee, Text, mask_digits};
use crate::message::Mouse;
use crate::panes::listing::{self, when};
use crate::state::State;
use crate::ui::table::{CellPen, Column, Hit, Table};
use crate::ui::{Align, Area, Canvas, filter_line, text};

use super::PayeesPane;
use super::columns::{self, ColumnId};
use super::detail::{Detail, status_tone};

/// The parts of the pane; what has no room is empty.
pub struct Regions {
    /// Why it is not known who is remembered.
    fault: Area,
    /// The line of the filter.
    filter: Area,
    /// The table, with its titles.
    pub table: Area,
    /// The detail of the selected one, with its title.
    detail: Area,
}

/// The parts of `area`.
pub fn regions(pane: &PayeesPane, area: Area) -> Regions {
    let (fault, rest) = area.cut_top(u16::from(pane.has_fault));
    let (filter, rest) = rest.cut_top(u16::from(pane.has_filter()));
    if pane.zoomed {
        return Regions { fault, filter, table: rest.cut_top(0).0, detail: rest };
    }
    let (least, most) = ((rest.height * 2 / 6).max(8), rest.height * 4 / 6);
    let rows = u16::try_from(pane.list.len()).unwrap_or(u16::MAX).saturating_add(2);
    let wanted = !pane.list.is_empty() && rest.height >= 16;
    let height = if wanted { rest.height.saturating_sub(rows).clamp(least, most) } else { 0 };
    let (detail, table) = rest.cut_bottom(height);
    Regions { fault, filter, table, detail }
}

/// Where the detail's words go.
fn body(area: Area) -> Area {
    area.cut_top(1).1.inset(1, 0)
}

fn detail(pane: &PayeesPane, state: &State, width: u16) -> Option<Detail> {
    let known = pane.known(state)?;
    Some(Detail::new(known, pane.asked.get(&known.key()), state, width))
}

/// How many lines the detail has, and how many of them are in view.
pub fn detail_extent(pane: &PayeesPane, state: &State) -> (usize, usize) {
    let body = body(regions(pane, pane.area).detail);
    let lines = detail(pane, state, body.width).map_or(0, |detail| detail.len());
    (lines, lines.min(usize::from(body.height)))
}

/// Every column there is here.
pub fn columns_of(state: &State) -> &'static [Column<ColumnId>] {
    columns::columns(state.able(Ability::Payees).nth(1).is_some())
}

fn described<'a>(pane: &PayeesPane, state: &State, empty: &'a str) -> Table<'a, ColumnId> {
    let mut table = Table::new(pane.layout.of(columns_of(state)), pane.list.len(), empty);
    table.offset = pane.offset;
    table.selected = (!pane.list.is_empty()).then_some(pane.at);
    table.sort = pane.layout.sort();
    table.cursor = Some(pane.layout.cursor);
    table
}

/// The columns in view, from the left.
pub fn shown_columns(pane: &PayeesPane, state: &State) -> Vec<ColumnId> {
    let placed = described(pane, state, "").placed(regions(pane, pane.area).table);
    placed.iter().map(|placed| placed.id).collect()
}

/// What is under the mouse.
pub fn hit(pane: &PayeesPane, mouse: Mouse, state: &State) -> Option<Hit<ColumnId>> {
    described(pane, state, "").hit(regions(pane, pane.area).table, mouse.column, mouse.row)
}

/// Draws the pane.
pub fn draw(pane: &PayeesPane, canvas: &mut Canvas<'_>, area: Area, state: &State) {
    let parts = regions(pane, area);
    let theme = canvas.theme();
    if let Some(fault) = &state.payees.fault {
        let words = format!("Who is learned of now is not kept: {fault}. {}", fault.advice());
        canvas.label(parts.fault.inset(1, 0), Align::Left, &words, theme.bad);
    }
    filter_line(canvas, parts.filter, &pane.filter, pane.filtering, pane.list.len(), state.payees.iter().len());
    if !pane.zoomed {
        draw_table(pane, canvas, parts.table, state);
    }
    draw_detail(pane, canvas, parts.detail, state);
}

fn draw_detail(pane: &PayeesPane, canvas: &mut Canvas<'_>, area: Area, state: &State) {
    let Some(known) = pane.known(state).filter(|_| !area.is_empty()) else { return };
    let (title, _) = area.cut_top(1);
    let body = body(area);
    let Some(detail) = detail(pane, state, body.width) else { return };
    let below = detail.len().saturating_sub(pane.top + usize::from(body.height));
    let more = match below {
        0 => String::new(),
        1 => "  1 more line".to_owned(),
        more => format!("  {more} more lines"),
    };
    canvas.section(title, &format!("{}{more}", known.title()), pane.zoomed);
    detail.draw(canvas, body, pane.top);
}

fn draw_table(pane: &PayeesPane, canvas: &mut Canvas<'_>, area: Area, state: &State) {
    let empty = if !pane.filter.is_empty() {
        "Nobody here has that\nesc takes the filter away"
    } else if state.payees.is_told() {
        "Nobody is remembered here yet: the provider lists no payees\nn registers one, i remembers one by the customer number"
    } else {
        "Looking who is remembered here\u{2026}"
    };
    described(pane, state, empty).with_unit(ColumnId::Looked, listing::zone(state)).draw(canvas, area, |line, pen| {
        let Some(known) = pane.list.get(line).and_then(|key| state.payees.get(key)) else { return };
        pen.cells(|column, cell| draw_cell(cell, column, known, pane, state));
    });
}

fn draw_cell(cell: &mut CellPen<'_, '_>, column: ColumnId, known: &KnownPayee, pane: &PayeesPane, state: &State) {
    let (theme, ellipsis) = (cell.canvas().theme(), cell.canvas().glyphs().ellipsis);
    let payee = &known.payee;
    let words = |text: &Option<Text>| text.as_ref().map(|text| mask_digits(text.as_str())).unwrap_or_default();
    match column {
        ColumnId::Name => cell.text(&known.title(), theme.strong),
        ColumnId::Code => cell.text(payee.code.as_ref().map_or("", Text::as_str), theme.text),
        ColumnId::Number => {
            // Its end tells two apart.
            let (room, no) = (usize::from(cell.area().width), payee.no.as_str());
            if text::width(no) <= room {
                cell.text(no, theme.muted);
            } else {
                cell.text(&format!("{ellipsis}{}", text::tail(no, room.saturating_sub(1))), theme.muted);
            }
        }
        ColumnId::Connection => {
            let real = state.connection(&known.connection).is_none_or(|connection| connection.info.is_production());
            cell.text(known.connection.as_str(), if real { theme.bad } else { theme.muted });
        }
        ColumnId::Status => match &payee.status {
            Some(status) => cell.text(&status.to_string(), status_tone(status).style(theme)),
            None => cell.text("not told", theme.muted),
        },
        ColumnId::Profile => cell.text(&words(&payee.profile), theme.text),
        ColumnId::Country => cell.text(&words(&payee.country), theme.text),
        ColumnId::Accounts => match &known.accounts {
            Some(accounts) if accounts.is_empty() => cell.number("none", theme.warning),
            Some(accounts) => cell.number(&accounts.len().to_string(), theme.text),
            None => cell.number("?", theme.muted),
        },
        ColumnId::Looked => {
            let room = cell.area().width;
            match (pane.asked.get(&known.key()), known.looked) {
                (Some(super::Asked::Waiting { .. }), _) => cell.text("asking\u{2026}", theme.info),
                (Some(super::Asked::Failed { .. }), _) => cell.text("failed", theme.bad),
                (None, Some(at)) => cell.text(&when(at, state, room), theme.muted),
                (None, None) => cell.text("never", theme.muted),
            }
        }
    }
}
