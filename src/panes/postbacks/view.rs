//! The postbacks drawn: the line that asks, the two lists, and the selected row as a page.

use std::sync::LazyLock;

use crate::domain::{Ability, Receiver};
use crate::message::Mouse;
use crate::panes::listing;
use crate::state::State;
use crate::ui::table::{CellPen, Column, Hit, Table};
use crate::ui::{Align, Area, Canvas, Run, Tone, Window, format, page, text};

use super::page::LABELS;
use super::rows::{Row, Which};
use super::{PostbacksPane, Typing};

/// A column of the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum ColumnId {
    When,
    Id,
    Kind,
    Outcome,
    Amount,
    User,
    System,
    Connection,
}

/// Every column.
pub static COLUMNS: LazyLock<[Column<ColumnId>; 8]> = LazyLock::new(|| {
    [
        Column::new(ColumnId::When, "when", 8, 3).flexible(8, 12, 16),
        Column::new(ColumnId::Id, "id", 12, 1).flexible(12, 36, 40),
        Column::new(ColumnId::Kind, "what", 14, 4),
        Column::new(ColumnId::Outcome, "outcome", 15, 0).flexible(15, 24, u16::MAX),
        Column::new(ColumnId::Amount, "amount", 14, 2).flexible(14, 18, 22).right(),
        Column::new(ColumnId::User, "user", 10, 5).flexible(8, 12, 20),
        Column::new(ColumnId::System, "system", 10, 6).flexible(8, 10, 14),
        Column::new(ColumnId::Connection, "connection", 10, 7).flexible(10, 10, 16),
    ]
});

/// The parts of the pane; what has no room is empty.
pub struct Regions {
    /// The line that asks.
    pub ask: Area,
    /// What helps there, or what is wrong.
    pub said: Area,
    /// The names of the two lists.
    pub lists: Area,
    /// The line of the filter, or of the search.
    pub filter: Area,
    /// The table, with its titles.
    pub table: Area,
    /// The page of the selected row, with its title.
    pub page: Area,
}

/// The parts of `area`.
pub fn regions(pane: &PostbacksPane, area: Area) -> Regions {
    let nothing = area.cut_top(0).0;
    if pane.zoomed {
        let searched = pane.typing == Typing::Searching || !pane.sought.is_empty();
        let (filter, rest) = area.cut_top(u16::from(searched));
        return Regions { ask: nothing, said: nothing, lists: nothing, filter, table: nothing, page: rest };
    }
    let (ask, rest) = area.cut_top(1);
    let (said, rest) = rest.cut_top(u16::from(pane.typing == Typing::Asking));
    let (lists, rest) = rest.cut_top(1);
    let (filter, rest) = rest.cut_top(u16::from(pane.typing == Typing::Filtering || !pane.filter.is_empty()));
    // Below: as much as the rows leave, from three to five of seven parts of the height.
    let (least, most) = ((rest.height * 3 / 7).max(6), rest.height * 5 / 7);
    let rows = u16::try_from(pane.list.len()).unwrap_or(u16::MAX).saturating_add(2);
    let room = rest.height >= 14 && !pane.list.is_empty();
    let height = if room { rest.height.saturating_sub(rows).clamp(least, most.max(least)) } else { 0 };
    let (below, table) = rest.cut_bottom(height);
    Regions { ask, said, lists, filter, table, page: below }
}

/// Where the page's words go.
pub fn page_body(area: Area) -> Area {
    area.cut_top(1).1.inset(1, 0)
}

fn described<'a>(pane: &PostbacksPane, empty: &'a str) -> Table<'a, ColumnId> {
    let mut table = Table::new(pane.layout.of(&COLUMNS[..]), pane.list.len(), empty);
    table.sort = pane.layout.sort();
    table.cursor = Some(pane.layout.cursor);
    table.offset = pane.offset;
    table.selected = (!pane.list.is_empty()).then_some(pane.at);
    table.focused = pane.typing != Typing::Asking;
    table
}

/// The columns in view, from the left.
pub fn shown_columns(pane: &PostbacksPane) -> Vec<ColumnId> {
    described(pane, "").placed(regions(pane, pane.area).table).iter().map(|placed| placed.id).collect()
}

/// What is under the mouse.
pub fn hit(pane: &PostbacksPane, mouse: Mouse) -> Option<Hit<ColumnId>> {
    described(pane, "").hit(regions(pane, pane.area).table, mouse.column, mouse.row)
}

/// Draws the pane.
pub fn draw(pane: &PostbacksPane, canvas: &mut Canvas<'_>, area: Area, state: &State) {
    let parts = regions(pane, area);
    draw_ask(pane, canvas, parts.ask, state);
    draw_said(pane, canvas, parts.said);
    draw_lists(pane, canvas, parts.lists, state);
    draw_filter(pane, canvas, parts.filter, state);
    if !parts.table.is_empty() {
        draw_table(pane, canvas, parts.table, state);
    }
    draw_page(pane, canvas, parts.page, state);
    draw_export(pane, canvas, area);
}

/// The line that asks: what an id is taken for, the ids, and who is asked.
fn draw_ask(pane: &PostbacksPane, canvas: &mut Canvas<'_>, area: Area, state: &State) {
    if area.is_empty() {
        return;
    }
    let (theme, glyphs) = (canvas.theme(), canvas.glyphs());
    canvas.fill(area, theme.bar);
    let asking = pane.typing == Typing::Asking;
    let kind = pane.ask.kind.words();
    let style = if asking { theme.title } else { theme.muted };
    let runs: [Run<'_>; 6] = [
        (" look up ", style),
        (glyphs.choice_left, theme.accent),
        (" ", style),
        (kind, if asking { theme.strong } else { theme.muted }),
        (" ", style),
        (glyphs.choice_right, theme.accent),
    ];
    let taken = canvas.runs(area, Align::Left, &runs);
    let rest = area.cut_left(taken + 1).1;
    let count = pane.ask.count();
    let several = if count > 1 { format!("{count} ids ") } else { String::new() };
    let whom = match pane.connection(state).and_then(|id| state.connection(&id)) {
        Some(connection) if connection.info.is_production() => format!("at {} (PRODUCTION)", connection.info.id),
        Some(connection) => format!("at {}", connection.info.id),
        None => String::new(),
    };
    let right = format!(" {several}{whom} ");
    let width = u16::try_from(text::width(&right)).unwrap_or(u16::MAX);
    // The ids come first where it is narrow; whom to ask is said where there is a choice.
    let is_choice = state.able(Ability::Postbacks).nth(1).is_some();
    let room = if is_choice { 14 } else { 24 };
    let (right_place, field) = rest.cut_right(if rest.width >= width + room { width } else { 0 });
    if asking {
        pane.ask.field.draw(canvas, field, true);
    } else {
        canvas.label(field, Align::Left, " l, then paste an id, or many", theme.placeholder);
    }
    canvas.label(right_place, Align::Right, &right, theme.muted);
}

fn draw_said(pane: &PostbacksPane, canvas: &mut Canvas<'_>, area: Area) {
    if area.is_empty() {
        return;
    }
    let (theme, glyphs) = (canvas.theme(), canvas.glyphs());
    let area = area.inset(1, 0);
    if let Some(words) = &pane.ask.said {
        canvas.runs(area, Align::Left, &[(glyphs.bad, theme.bad), (" ", theme.bad), (words, theme.bad)]);
        return;
    }
    let words = "One or many, a line each or with commas. Any id: asked as a withdrawal's, a deposit's and a \
                 transaction's at once";
    let short = "One or many, a line each or with commas";
    let words = if text::width(words) <= usize::from(area.width) { words } else { short };
    canvas.label(area, Align::Left, words, theme.muted);
}

/// The names of the two lists, and what the receiver does.
fn draw_lists(pane: &PostbacksPane, canvas: &mut Canvas<'_>, area: Area, state: &State) {
    if area.is_empty() {
        return;
    }
    let (theme, glyphs) = (canvas.theme(), canvas.glyphs());
    canvas.rule(area);
    let inner = area.inset(1, 0);
    let style = |which| if pane.which == which { theme.tab_active } else { theme.muted };
    let looked_up = format!(" looked up {} ", pane.lookups.len());
    let received = format!(" received {} ", state.postbacks.newest_first().len());
    let doubtful = match state.postbacks.unverified.day {
        0 => String::new(),
        count => format!("{} {} not verified in 24 h ", glyphs.warning, format::count(count)),
    };
    let taken = canvas.runs(
        inner,
        Align::Left,
        &[
            (&looked_up, style(Which::LookedUp)),
            (" ", theme.rule),
            (&received, style(Which::Received)),
            (&doubtful, theme.warning),
        ],
    );
    let (words, tone) = receiver(state);
    let words = format!(" {words} ");
    let right = inner.cut_left(taken + 2).1;
    if text::width(&words) <= usize::from(right.width) {
        canvas.label(right, Align::Right, &words, tone.style(theme));
    }
}

/// What the receiver does, in a few words.
fn receiver(state: &State) -> (String, Tone) {
    if let Some(fault) = &state.postbacks.fault {
        return (format!("received ones are not known: {fault}"), Tone::Bad);
    }
    match &state.postbacks.receiver {
        Receiver::Off => ("receiver off".to_owned(), Tone::Neutral),
        Receiver::Listening { at } => (format!("listening at {at}"), Tone::Good),
        Receiver::Waiting { at, why } => (format!("cannot listen at {at}: {why}"), Tone::Bad),
    }
}

fn draw_filter(pane: &PostbacksPane, canvas: &mut Canvas<'_>, area: Area, state: &State) {
    if area.is_empty() {
        return;
    }
    let theme = canvas.theme();
    canvas.fill(area, theme.bar);
    let (field, name) = if pane.zoomed { (&pane.sought, " search") } else { (&pane.filter, " filter") };
    let (label, rest) = area.cut_left(9);
    canvas.label(label, Align::Left, name, theme.title);
    let found = if pane.zoomed {
        let lines = pane.page(page_body(regions(pane, pane.area).page).width, state);
        match lines.iter().filter(|line| line.has(field.text())).count() {
            1 => "1 line ".to_owned(),
            count => format!("{count} lines "),
        }
    } else {
        let all = match pane.which {
            Which::LookedUp => pane.lookups.len(),
            Which::Received => state.postbacks.newest_first().len(),
        };
        format!("{} of {all} ", pane.list.len())
    };
    let (count, place) = rest.cut_right(u16::try_from(found.len()).unwrap_or(0) + 1);
    field.draw(canvas, place, matches!(pane.typing, Typing::Filtering | Typing::Searching));
    canvas.label(count, Align::Right, &found, theme.muted);
}

/// What is said where there are no rows.
fn empty(pane: &PostbacksPane, state: &State) -> String {
    if !pane.filter.is_empty() {
        return "Nothing here contains that\nesc takes the filter away".to_owned();
    }
    match (pane.which, &state.postbacks.receiver) {
        (Which::LookedUp, _) => "Nothing was looked up yet\nPress l, paste an id or many, and press enter: a \
                                 transaction's, a deposit's (your own id) or a withdrawal's"
            .to_owned(),
        (Which::Received, _) if state.postbacks.fault.is_some() => {
            "It is not known what was received\nIt is looked at again by itself; look-ups work meanwhile".to_owned()
        }
        (Which::Received, Receiver::Off) => {
            "No postback was received\nThe receiver is off here: listen in [postbacks] \
                                             of the config turns it on"
                .to_owned()
        }
        (Which::Received, Receiver::Listening { at }) => {
            format!("No postback was received yet\nListening at {at}: what comes to an end is shown as it is told")
        }
        (Which::Received, Receiver::Waiting { at, why }) => {
            format!("No postback can be received\nCannot listen at {at}: {why}. It is tried again by itself")
        }
    }
}

fn draw_table(pane: &PostbacksPane, canvas: &mut Canvas<'_>, area: Area, state: &State) {
    let empty = empty(pane, state);
    described(pane, &empty).with_unit(ColumnId::When, listing::zone(state)).draw(canvas, area, |line, pen| {
        let Some(row) = pane.list.get(line).and_then(|number| pane.row(*number, state)) else { return };
        pen.cells(|column, cell| draw_cell(cell, column, &row, state));
    });
}

fn draw_cell(cell: &mut CellPen<'_, '_>, column: ColumnId, row: &Row, state: &State) {
    let (theme, glyphs) = (cell.canvas().theme(), cell.canvas().glyphs());
    match column {
        ColumnId::When => {
            let room = cell.area().width.into();
            let words = format::when(row.when, state.now, &state.zone, state.times, room);
            cell.text(&words, theme.muted);
        }
        ColumnId::Id => cell.text(&row.id, theme.strong),
        ColumnId::Kind => cell.text(row.kind, theme.muted),
        ColumnId::Outcome => {
            let style = row.tone.style(theme);
            let glyph = if row.waits { glyphs.working } else { row.tone.glyph(glyphs) };
            cell.runs(&[(glyph, style), (" ", style), (&row.outcome, style)]);
        }
        ColumnId::Amount => {
            if let Some(amount) = &row.amount {
                cell.number(&amount.to_string(), theme.strong);
            }
        }
        ColumnId::User => cell.text(&row.user, theme.text),
        ColumnId::System => cell.text(&row.system, theme.muted),
        ColumnId::Connection => cell.text(&row.connection, theme.muted),
    }
}

fn draw_page(pane: &PostbacksPane, canvas: &mut Canvas<'_>, area: Area, state: &State) {
    let Some(row) = pane.selected.and_then(|number| pane.row(number, state)).filter(|_| !area.is_empty()) else {
        return;
    };
    let (title, _) = area.cut_top(1);
    let body = page_body(area);
    let lines = pane.page(body.width, state);
    let below = lines.len().saturating_sub(pane.top + usize::from(body.height));
    let more = match below {
        0 => String::new(),
        1 => "  1 more line".to_owned(),
        more => format!("  {more} more lines"),
    };
    let form = if pane.json { "JSON of" } else { "postback of" };
    let of = if row.id.is_empty() { "no id" } else { row.id.as_str() };
    let most = usize::from(area.width).saturating_sub(text::width(&more) + text::width(form) + 8);
    let of = text::fit(of, most, canvas.glyphs().ellipsis).into_owned();
    canvas.section(title, &format!("{form} {of}{more}"), pane.zoomed);
    page::draw(canvas, body, &lines, LABELS, pane.top, pane.sought.text());
}

fn draw_export(pane: &PostbacksPane, canvas: &mut Canvas<'_>, area: Area) {
    let Some(form) = &pane.export else { return };
    let rows = if pane.list.len() == 1 { "1 row".to_owned() } else { format!("{} rows", pane.list.len()) };
    let title = format!("Write {rows} to a file");
    let window = Window {
        title: &title,
        hints: &[],
        width: 64.min(area.width.saturating_sub(4)),
        height: form.height().saturating_add(1),
        tone: Tone::Neutral,
    };
    let inner = window.draw(canvas, area);
    form.draw(canvas, inner.cut_top(u16::from(inner.height > form.height())).1);
}
