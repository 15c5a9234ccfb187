//! The deposits drawn: who pays, the payment systems, the savings, and the selected system in words.

use std::sync::LazyLock;

use crate::domain::{Ability, PaymentSystem, mask_digits};
use crate::message::{Cell, Mouse};
use crate::panes::sheet;
use crate::state::State;
use crate::ui::form::Form;
use crate::ui::page::{self, Line};
use crate::ui::table::{CellPen, Column, Hit, SortKey, Table};
use crate::ui::{Align, Area, Canvas, Tone, Window, format, gauge, text};

use super::{DepositsPane, Typing, activated, detail, who};

/// A column of the payment systems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum ColumnId {
    Name,
    Kind,
    Currency,
    Activated,
    Order,
    Bill,
    Logo,
}

/// Every column.
pub static COLUMNS: LazyLock<[Column<ColumnId>; 7]> = LazyLock::new(|| {
    [
        Column::new(ColumnId::Name, "name", 14, 0).flexible(12, 20, 32),
        Column::new(ColumnId::Kind, "type", 10, 3).flexible(8, 14, 24),
        Column::new(ColumnId::Currency, "currency", 8, 1),
        Column::new(ColumnId::Activated, "activated", 9, 2),
        Column::new(ColumnId::Order, "order", 5, 5).right(),
        Column::new(ColumnId::Bill, "bill", 4, 4),
        Column::new(ColumnId::Logo, "logo", 20, 6).flexible(20, 40, u16::MAX),
    ]
});

/// The rows of the savings above the words.
const SAVINGS: u16 = 2;

/// The parts of the pane; what has no room is empty.
pub struct Regions {
    /// Who pays, and whom is asked.
    pub who: Area,
    /// The line of the filter.
    pub filter: Area,
    /// The table, with its titles.
    pub table: Area,
    /// The detail of the selected system, with its title.
    pub detail: Area,
}

/// The parts of `area`.
pub fn regions(pane: &DepositsPane, area: Area) -> Regions {
    let (who, rest) = area.cut_top(1);
    if pane.zoomed {
        return Regions { who, filter: rest.cut_top(0).0, table: rest.cut_top(0).0, detail: rest };
    }
    let filtered = matches!(pane.typing, Typing::Filtering) || !pane.filter.is_empty();
    let (filter, rest) = rest.cut_top(u16::from(filtered));
    let rows = u16::try_from(pane.list.len()).unwrap_or(u16::MAX).saturating_add(2);
    let (least, most) = ((rest.height / 2).max(5), rest.height * 5 / 7);
    let room = rest.height >= 12 && !pane.list.is_empty();
    let height = if room { rest.height.saturating_sub(rows).clamp(least, most.max(least)) } else { 0 };
    let (below, table) = rest.cut_bottom(height);
    Regions { who, filter, table, detail: below }
}

/// Where the savings and the words of the detail go.
fn detail_parts(pane: &DepositsPane, area: Area) -> (Area, Area) {
    let body = area.cut_top(1).1.inset(1, 0);
    let shown = pane.savings().is_some() || body.height > SAVINGS + 3;
    body.cut_top(if shown { SAVINGS } else { 0 })
}

fn lines(pane: &DepositsPane, width: u16, state: &State) -> Vec<Line> {
    pane.system().map(|system| detail::of(pane, system, width, state)).unwrap_or_default()
}

/// How many lines the detail has, and how many of them are in view.
pub fn extent(pane: &DepositsPane, state: &State) -> (usize, usize) {
    let words = detail_parts(pane, regions(pane, pane.area).detail).1;
    let all = lines(pane, words.width, state).len();
    (all, all.min(usize::from(words.height)))
}

fn described<'a>(pane: &DepositsPane, empty: &'a str) -> Table<'a, ColumnId> {
    let mut table = Table::new(pane.layout.of(&COLUMNS[..]), pane.list.len(), empty);
    table.sort = pane.layout.sort();
    table.cursor = Some(pane.layout.cursor);
    table.offset = pane.offset;
    table.selected = (!pane.list.is_empty()).then_some(pane.at);
    table
}

/// The columns in view, from the left.
pub fn shown_columns(pane: &DepositsPane) -> Vec<ColumnId> {
    described(pane, "").placed(regions(pane, pane.area).table).iter().map(|placed| placed.id).collect()
}

/// What a payment system says in a column, as a value.
pub fn value(column: ColumnId, system: &PaymentSystem) -> Cell {
    match column {
        ColumnId::Name => sheet::words(system.name.as_str()),
        ColumnId::Kind => sheet::words(system.kind.as_str()),
        ColumnId::Currency => sheet::words(system.currency.code()),
        ColumnId::Activated => sheet::words(activated(system)),
        ColumnId::Order => sheet::number(Some(system.order)),
        ColumnId::Bill => sheet::words(if system.takes_bill { "yes" } else { "no" }),
        ColumnId::Logo => sheet::words(system.logo.as_ref().map_or("", crate::domain::WebAddress::as_str)),
    }
}

/// What a payment system sorts by in a column.
pub fn sort_key(column: ColumnId, system: &PaymentSystem) -> SortKey {
    match column {
        ColumnId::Name => SortKey::natural(system.name.as_str()),
        ColumnId::Kind => SortKey::natural(system.kind.as_str()),
        ColumnId::Currency => SortKey::natural(system.currency.code()),
        ColumnId::Activated => SortKey::natural(activated(system)),
        ColumnId::Order => SortKey::number(Some(system.order.into())),
        ColumnId::Bill => SortKey::Number(u8::from(system.takes_bill).into()),
        ColumnId::Logo => SortKey::natural(system.logo.as_ref().map_or("", crate::domain::WebAddress::as_str)),
    }
}

/// What is under the mouse.
pub fn hit(pane: &DepositsPane, mouse: Mouse) -> Option<Hit<ColumnId>> {
    described(pane, "").hit(regions(pane, pane.area).table, mouse.column, mouse.row)
}

/// Draws the pane.
pub fn draw(pane: &DepositsPane, canvas: &mut Canvas<'_>, area: Area, state: &State) {
    let parts = regions(pane, area);
    draw_who(pane, canvas, parts.who, state);
    draw_filter(pane, canvas, parts.filter);
    if !parts.table.is_empty() {
        let empty = empty(pane);
        described(pane, &empty).draw(canvas, parts.table, |line, pen| {
            let system = pane.list.get(line).and_then(|at| pane.systems().get(*at));
            pen.cells(|column, cell| system.into_iter().for_each(|system| draw_cell(cell, column, system)));
        });
    }
    draw_detail(pane, canvas, parts.detail, state);
    match &pane.typing {
        Typing::Who(form) => draw_form("Who pays, and in what?", form, canvas, area),
        Typing::Code(form) => draw_form("Savings by a manual payment system", form, canvas, area),
        Typing::Nothing | Typing::Filtering => {}
    }
}

fn draw_who(pane: &DepositsPane, canvas: &mut Canvas<'_>, area: Area, state: &State) {
    let theme = canvas.theme();
    canvas.fill(area, theme.bar);
    let whom = match pane.connection(state).and_then(|id| state.connection(&id)) {
        Some(connection) if connection.info.is_production() => format!("at {} (PRODUCTION) ", connection.info.id),
        Some(connection) => format!("at {} ", connection.info.id),
        None => String::new(),
    };
    let width = u16::try_from(text::width(&whom)).unwrap_or(u16::MAX);
    let is_choice = state.able(Ability::Deposits).nth(1).is_some();
    let keep = if is_choice { 16 } else { 28 };
    let (right, left) = area.cut_right(if area.width >= width + keep { width } else { 0 });
    canvas.label(right, Align::Right, &whom, theme.muted);
    let Some(said) = &pane.who else {
        canvas.label(left, Align::Left, " u: which user, and in which currencies", theme.placeholder);
        return;
    };
    let codes: Vec<&str> = said.currencies.iter().map(crate::domain::Currency::code).collect();
    let label = mask_digits(said.label.as_str());
    let codes = codes.join(", ");
    let mut runs = vec![(" user ", theme.muted), (label.as_str(), theme.strong), ("   in ", theme.muted)];
    runs.push((&codes, theme.strong));
    let bad = detail::bad(pane).map(|words| format!("   {} {words}", canvas.glyphs().warning)).unwrap_or_default();
    runs.push((&bad, theme.warning));
    canvas.runs(left, Align::Left, &runs);
}

fn draw_filter(pane: &DepositsPane, canvas: &mut Canvas<'_>, area: Area) {
    if area.is_empty() {
        return;
    }
    let theme = canvas.theme();
    canvas.fill(area, theme.bar);
    let (label, rest) = area.cut_left(9);
    canvas.label(label, Align::Left, " filter", theme.title);
    let found = format!("{} of {} ", pane.list.len(), pane.systems().len());
    let (count, field) = rest.cut_right(u16::try_from(found.len()).unwrap_or(0) + 1);
    pane.filter.draw(canvas, field, matches!(pane.typing, Typing::Filtering));
    canvas.label(count, Align::Right, &found, theme.muted);
}

/// What is said where there are no rows.
fn empty(pane: &DepositsPane) -> String {
    match &pane.systems {
        _ if !pane.filter.is_empty() => "Nothing here contains that\nesc takes the filter away".to_owned(),
        None => {
            "Nobody was asked for yet\nPress u and say which user pays, and in which currencies: what they can pay \
                 with is shown here"
                .to_owned()
        }
        Some(asked) if asked.answer.is_none() => "Asking what the user can pay with\u{2026}".to_owned(),
        Some(asked) => match asked.fault() {
            Some(fault) => format!("The payment systems are not known: {fault}\n{}\nu asks again", fault.advice()),
            None => "There is nothing to pay with in these currencies\nu asks for others".to_owned(),
        },
    }
}

fn draw_cell(cell: &mut CellPen<'_, '_>, column: ColumnId, system: &PaymentSystem) {
    let (theme, glyphs) = (cell.canvas().theme(), cell.canvas().glyphs());
    match column {
        ColumnId::Name => cell.text(system.name.as_str(), theme.strong),
        ColumnId::Kind => cell.text(system.kind.as_str(), theme.text),
        ColumnId::Currency => cell.text(system.currency.code(), theme.text),
        ColumnId::Activated => {
            let style = if system.manual { theme.warning } else { theme.good };
            cell.text(activated(system), style);
        }
        ColumnId::Order => cell.number(&system.order.to_string(), theme.muted),
        ColumnId::Bill => cell.text(if system.takes_bill { "yes" } else { glyphs.none }, theme.muted),
        ColumnId::Logo => {
            let logo = system.logo.as_ref().map_or(glyphs.none, crate::domain::WebAddress::as_str);
            cell.text(logo, theme.muted);
        }
    }
}

fn draw_detail(pane: &DepositsPane, canvas: &mut Canvas<'_>, area: Area, state: &State) {
    let Some(system) = pane.system().filter(|_| !area.is_empty()) else { return };
    let (savings, words) = detail_parts(pane, area);
    let all = lines(pane, words.width, state);
    let below = all.len().saturating_sub(pane.top + usize::from(words.height));
    let more = match below {
        0 => String::new(),
        1 => "  1 more line".to_owned(),
        more => format!("  {more} more lines"),
    };
    canvas.section(area.cut_top(1).0, &format!("{}{more}", system.name), pane.zoomed);
    draw_savings(pane, canvas, savings, state);
    page::draw(canvas, words, &all, detail::LABELS, pane.top, "");
}

/// What was collected for the user: a bar, with all its figures.
fn draw_savings(pane: &DepositsPane, canvas: &mut Canvas<'_>, area: Area, state: &State) {
    if area.is_empty() {
        return;
    }
    let theme = canvas.theme();
    let (label, rest) = area.row(0).cut_left(detail::LABELS);
    canvas.label(label, Align::Left, "savings", theme.muted);
    let second = area.row(1).cut_left(detail::LABELS).1;
    let Some(saved) = pane.savings() else {
        canvas.label(rest, Align::Left, "not asked: s asks what was collected for the user", theme.muted);
        return;
    };
    let told = match &saved.asked.answer {
        None => {
            canvas.label(rest, Align::Left, "being asked for\u{2026}", theme.info);
            return;
        }
        Some(Err(fault)) => {
            canvas.label(rest, Align::Left, &format!("not known: {fault}"), theme.bad);
            canvas.label(second, Align::Left, fault.advice(), theme.text);
            return;
        }
        Some(Ok(told)) => told,
    };
    let tone = if told.missing.amount.is_zero() { Tone::Good } else { Tone::Info };
    let bar = rest.cut_left(rest.width.min(28)).0;
    gauge(canvas, bar, told.progress(), tone);
    let percent = format!(" {}", format::percent(told.progress()));
    let asked = format!("   asked {}", format::moment(saved.asked.at, state.now, &state.zone, state.times));
    let right = rest.cut_left(bar.width).1;
    canvas.runs(right, Align::Left, &[(&percent, tone.style(theme)), (&asked, theme.muted)]);
    let missing = if told.missing.amount.is_zero() {
        ", nothing missing".to_owned()
    } else {
        format!(", {} missing", told.missing)
    };
    let runs = [
        (told.collected.to_string(), theme.strong),
        (format!(" of {} collected", told.minimum), theme.text),
        (missing, theme.text),
    ];
    let runs: Vec<_> = runs.iter().map(|(words, style)| (words.as_str(), *style)).collect();
    canvas.runs(second, Align::Left, &runs);
}

fn draw_form(title: &str, form: &Form<who::Field>, canvas: &mut Canvas<'_>, area: Area) {
    let width = 60.min(area.width.saturating_sub(4));
    let height = form.height().saturating_add(1);
    let inner = Window { title, hints: &[], width, height, tone: Tone::Neutral }.draw(canvas, area);
    form.draw(canvas, inner.cut_top(u16::from(inner.height > form.height())).1);
}
