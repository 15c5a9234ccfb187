//! Payouts drawn: today's sums, filter, table, and the selected one in full.

use crate::domain::{Currency, Environment, Intent, Money};
use crate::message::Mouse;
use crate::panes::detail;
use crate::panes::listing::{self, draw_heading, when};
use crate::state::{PayoutPart, PayoutSum, State};
use crate::ui::table::{CellPen, Column, Hit, Table};
use crate::ui::{Align, Area, Canvas, Run, Tone, filter_line, format, text};

use super::PayoutsPane;
use super::columns::{self, ColumnId};

/// The most currencies whose sums are told.
const CURRENCIES: u16 = 3;

/// The parts of the pane; what has no room is empty.
pub struct Regions {
    /// Today's sums.
    sums: Area,
    /// The line of the filter.
    filter: Area,
    /// The table, with its titles.
    pub table: Area,
    /// The detail of the selected one, with its title.
    pub detail: Area,
}

/// The parts of `area`.
pub fn regions(pane: &PayoutsPane, area: Area) -> Regions {
    let currencies = u16::try_from(pane.sums.by_currency.len()).unwrap_or(u16::MAX).clamp(1, CURRENCIES);
    let (sums, rest) = area.cut_top(if area.height > 6 { currencies.min(area.height / 8).max(1) } else { 0 });
    let (filter, rest) = rest.cut_top(u16::from(pane.list.has_filter()));
    if pane.list.zoomed {
        return Regions { sums, filter, table: rest.cut_top(0).0, detail: rest };
    }
    // Below: as much as the rows leave, from two to four of six parts of the height.
    let (least, most) = ((rest.height * 2 / 6).max(8), rest.height * 4 / 6);
    let rows = u16::try_from(pane.list.lines()).unwrap_or(u16::MAX).saturating_add(2);
    let wanted = !pane.list.is_empty() && rest.height >= 16;
    let height = if wanted { rest.height.saturating_sub(rows).clamp(least, most) } else { 0 };
    let (detail, table) = rest.cut_bottom(height);
    Regions { sums, filter, table, detail }
}

/// How many lines the detail has, and how many of them are in view.
pub fn detail_extent(pane: &PayoutsPane, state: &State) -> (usize, usize) {
    detail::extent(regions(pane, pane.area).detail, pane.list.intent(state), state)
}

/// Every column there is here.
pub fn columns_of(pane: &PayoutsPane, state: &State) -> &'static [Column<ColumnId>] {
    columns::columns(state.able(pane.kind.ability).nth(1).is_some())
}

/// The table but for its rows.
fn described<'a>(pane: &PayoutsPane, state: &State, empty: &'a str) -> Table<'a, ColumnId> {
    let mut table = Table::new(pane.layout.of(columns_of(pane, state)), pane.list.lines(), empty);
    table.offset = pane.list.offset;
    table.selected = (!pane.list.is_empty()).then(|| pane.list.line_of(pane.list.at()));
    table.sort = pane.layout.sort();
    table.cursor = Some(pane.layout.cursor);
    table
}

/// The columns in view, from the left.
pub fn shown_columns(pane: &PayoutsPane, state: &State) -> Vec<ColumnId> {
    let placed = described(pane, state, "").placed(regions(pane, pane.area).table);
    placed.iter().map(|placed| placed.id).collect()
}

/// What is under the mouse.
pub fn hit(pane: &PayoutsPane, mouse: Mouse, state: &State) -> Option<Hit<ColumnId>> {
    described(pane, state, "").hit(regions(pane, pane.area).table, mouse.column, mouse.row)
}

/// Draws the pane.
pub fn draw(pane: &PayoutsPane, canvas: &mut Canvas<'_>, area: Area, state: &State) {
    let parts = regions(pane, area);
    draw_sums(pane, canvas, parts.sums);
    let all = pane.all(state).count();
    filter_line(canvas, parts.filter, &pane.list.filter, pane.list.filtering, pane.list.len(), all);
    if !pane.list.zoomed {
        draw_table(pane, canvas, parts.table, state);
    }
    if let Some(intent) = pane.list.intent(state) {
        detail::draw(canvas, parts.detail, intent, &pane.list, state);
    }
}

fn draw_sums(pane: &PayoutsPane, canvas: &mut Canvas<'_>, area: Area) {
    let theme = canvas.theme();
    let sums = &pane.sums;
    if sums.by_currency.is_empty() {
        canvas.label(area.inset(1, 0), Align::Left, "today: nothing yet", theme.muted);
        return;
    }
    let begins = match (sums.of_production, sums.partial) {
        (_, true) => "today, of the newest alone:",
        (true, false) => "production today:",
        (false, false) => "today",
    };
    let more = sums.by_currency.len().saturating_sub(usize::from(area.height));
    for ((at, (currency, parts)), row) in sums.by_currency.iter().enumerate().zip(area.rows()) {
        let place = row.inset(1, 0);
        // Under the first one the word stands once.
        let (label, rest) = place.cut_left(u16::try_from(begins.len()).unwrap_or(0).saturating_add(1));
        canvas.label(label, Align::Left, if at == 0 { begins } else { "" }, theme.muted);
        let is_last = at + 1 == usize::from(area.height);
        let words = format!("and {more} more");
        let (rest, others) = if more > 0 && is_last {
            let (others, rest) = rest.cut_right(u16::try_from(words.len()).unwrap_or(0).saturating_add(1));
            (rest, others)
        } else {
            (rest, rest.cut_right(0).0)
        };
        canvas.label(others, Align::Right, &words, theme.muted);
        draw_currency(canvas, rest, currency, parts);
    }
}

/// One currency's sums: in full where there is room, else in short; what matters least is left out first.
fn draw_currency(canvas: &mut Canvas<'_>, area: Area, currency: &Currency, parts: &[PayoutSum]) {
    let theme = canvas.theme();
    let told: Vec<(PayoutPart, &PayoutSum)> = PayoutPart::ALL
        .into_iter()
        .zip(parts)
        .filter(|(part, sum)| sum.count > 0 || !matches!(part, PayoutPart::Returned | PayoutPart::Rejected))
        .collect();
    let amount = |part: PayoutPart, sum: &PayoutSum, narrow: bool| {
        let money = Money::new(sum.amount, currency.clone());
        match (sum.count, part) {
            (0, _) | (_, PayoutPart::Rejected) => String::new(),
            _ if narrow => format!(" {}", format::amount_short(&money)),
            _ => format!("  {}", money.digits()),
        }
    };
    let words = |narrow: bool| -> Vec<[String; 3]> {
        let each = |(part, sum): &(PayoutPart, &PayoutSum)| {
            [format!("{} ", part.word(narrow)), format::count(sum.count as u64), amount(*part, sum, narrow)]
        };
        told.iter().map(each).collect()
    };
    let gap = |narrow: bool| if narrow { 2 } else { 3 };
    let width = |narrow: bool| -> usize {
        let cells = |words: &[String; 3]| words.iter().map(|part| text::width(part)).sum::<usize>() + gap(narrow);
        text::width(currency.code()) + words(narrow).iter().map(cells).sum::<usize>()
    };
    let narrow = width(false) > usize::from(area.width);
    let style = |part: PayoutPart, count: usize| match part {
        _ if count == 0 => theme.muted,
        PayoutPart::Unconfirmed => Tone::Unconfirmed.style(theme),
        PayoutPart::Failed | PayoutPart::Returned => Tone::Bad.style(theme),
        _ => theme.strong,
    };
    let words = words(narrow);
    let mut runs: Vec<Vec<Run<'_>>> = vec![vec![(currency.code(), theme.strong)]];
    for ((part, sum), [word, count, amount]) in told.iter().zip(&words) {
        let style = style(*part, sum.count);
        runs.push(vec![(word, theme.muted), (count, style), (amount, style)]);
    }
    let groups: Vec<&[Run<'_>]> = runs.iter().map(Vec::as_slice).collect();
    canvas.groups(area, u16::try_from(gap(narrow)).unwrap_or(2), &groups);
}

/// The payee in so many cells: where it is narrow, what hides the number gives way, never its end.
fn payee(title: &str, room: usize, ellipsis: &str) -> String {
    if text::width(title) <= room {
        return title.to_owned();
    }
    // Four or six of them.
    let two = "\u{2022}".repeat(2);
    let short = title.replace(&"\u{2022}".repeat(6), &two).replace(&"\u{2022}".repeat(4), &two);
    if text::width(&short) <= room {
        return short;
    }
    format!("{ellipsis}{}", text::tail(&short, room.saturating_sub(1)))
}

fn draw_table(pane: &PayoutsPane, canvas: &mut Canvas<'_>, area: Area, state: &State) {
    let empty = if pane.list.filter.is_empty() { pane.kind.none } else { listing::nothing_contains_that(state) };
    let others = if pane.layout.is_sorted() { " all others " } else { " all others, newest first " };
    described(pane, state, empty).with_unit(ColumnId::When, listing::zone(state)).draw(canvas, area, |line, pen| {
        let Some(at) = pane.list.on_line(line) else {
            draw_heading(pen, line == 0, others);
            return;
        };
        let Some(intent) = pane.list.get(at, state) else { return };
        pen.cells(|column, cell| draw_cell(cell, column, intent, state));
    });
}

fn draw_cell(cell: &mut CellPen<'_, '_>, column: ColumnId, intent: &Intent, state: &State) {
    let (theme, glyphs) = (cell.canvas().theme(), cell.canvas().glyphs());
    match column {
        ColumnId::When => {
            let room = cell.area().width;
            cell.text(&when(intent.planned(), state, room), theme.muted);
        }
        ColumnId::Connection => {
            let real = intent.environment == Environment::Production;
            cell.text(intent.connection.as_str(), if real { theme.bad } else { theme.muted });
        }
        ColumnId::Payee => {
            let test = if intent.is_test() { "TEST " } else { "" };
            let room = usize::from(cell.area().width).saturating_sub(test.len());
            let payee = payee(&intent.title, room, glyphs.ellipsis);
            cell.runs(&[(test, theme.warning), (&payee, theme.strong)]);
        }
        ColumnId::Amount => {
            if let Some(amount) = &intent.amount {
                cell.amount(amount, theme.strong);
            }
        }
        ColumnId::Currency => {
            cell.text(intent.amount.as_ref().map_or("", |amount| amount.currency.code()), theme.muted);
        }
        ColumnId::State => {
            let style = Tone::of(intent).style(theme);
            cell.runs(&[(glyphs.of(intent), style), (" ", style), (intent.state().word(), style)]);
        }
        ColumnId::Said => {
            let (words, tone) = columns::said(intent, state);
            cell.text(&words, tone.style(theme));
        }
        ColumnId::Age => {
            if let Some((age, moves)) = columns::age(intent, state) {
                let words = columns::age_words(state.shown(age));
                if moves {
                    cell.text(&words, theme.text);
                } else {
                    let told = format!("took {words}");
                    let fits = text::width(&told) <= usize::from(cell.area().width);
                    cell.text(if fits { &told } else { &words }, theme.muted);
                }
            }
        }
        ColumnId::Operator => cell.text(intent.operator.as_str(), theme.muted),
    }
}
