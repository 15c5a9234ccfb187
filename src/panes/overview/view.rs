//! The overview drawn: each part as a table of figures, and the chart of success.

mod health;
mod money;
mod tasks;

use crate::domain::{FeedKind, Ratio};
use crate::message::Mouse;
use crate::state::State;
use crate::ui::table::{CellPen, Column, Hit, Table};
use crate::ui::{Align, Area, Canvas, Chart, Scale, Tone, format};

use super::OverviewPane;
use super::board::beginning_of_day;
use super::columns::{self, ColumnId};
use super::figure::{Figure, Part};
use super::layout::{CHART, Detail, Placed};
use super::words;

/// Draws the pane.
pub fn draw(pane: &OverviewPane, canvas: &mut Canvas<'_>, _area: Area, state: &State) {
    let mut first = 0;
    for placed in &pane.parts {
        let selected = pane.at.checked_sub(first).filter(|at| *at < placed.figures.len());
        first += placed.figures.len();
        if !placed.title.is_empty() {
            let title = title_of(placed.part, state);
            canvas.section(placed.title, &title, selected.is_some());
        }
        let columns = columns_of(placed, state);
        let table = Table { selected, ..described(placed, &columns) };
        table.draw(&mut canvas.within(placed.body), placed.body, |at, pen| {
            let Some(figure) = placed.figures.get(at) else { return };
            if let Figure::More(_, more) = figure {
                let place = pen.area().cut_left(3).1;
                let style = pen.canvas().theme().muted;
                pen.canvas().label(place, Align::Left, &format!("and {} more", format::count(*more as u64)), style);
                return;
            }
            pen.cells(|column, cell| draw_cell(pane, cell, column, figure, placed.detail, state));
        });
        if placed.part == Part::Success && placed.rest.height >= CHART.0 {
            chart(pane, canvas, placed.rest.inset(1, 0), state);
        }
    }
    if let Some(selected) = &pane.selected {
        let words = words::of(selected, &pane.board, state);
        let style = canvas.theme().text;
        canvas.paragraph(pane.line.inset(1, 0), Align::Left, &words, style);
    }
}

/// The first row with a figure in it.
pub fn first_row(placed: &Placed) -> u16 {
    placed.body.bottom() - u16::try_from(placed.figures.len()).unwrap_or(placed.body.height).min(placed.body.height)
}

/// The figure under the mouse, by its place among all in view.
pub fn hit(pane: &OverviewPane, mouse: Mouse) -> Option<usize> {
    let mut first = 0;
    pane.parts.iter().find_map(|placed| {
        let before = first;
        first += placed.figures.len();
        match described(placed, &[]).hit(placed.body, mouse.column, mouse.row) {
            Some(Hit::Row(at)) => Some(before + at),
            _ => None,
        }
    })
}

fn columns_of(placed: &Placed, state: &State) -> Vec<Column<ColumnId>> {
    let of = match placed.part {
        Part::Balances => FeedKind::Balances,
        _ => FeedKind::Accounts,
    };
    columns::columns(placed.part, placed.detail, state.has_several(of))
}

/// The table of a part, but for what is selected in it.
fn described<'a>(placed: &Placed, columns: &'a [Column<ColumnId>]) -> Table<'a, ColumnId> {
    let mut table = Table::new(columns, placed.figures.len(), "");
    table.titled = placed.body.height > u16::try_from(placed.figures.len()).unwrap_or(u16::MAX);
    table
}

/// The title of a part: where play money is left out beside real money, it says so.
fn title_of(part: Part, state: &State) -> String {
    let title = columns::title(part);
    let counted = matches!(part, Part::Money | Part::Success) && state.is_mixed();
    if counted { format!("{title}, production alone") } else { title.to_owned() }
}

fn draw_cell(
    pane: &OverviewPane,
    cell: &mut CellPen<'_, '_>,
    column: ColumnId,
    figure: &Figure,
    detail: Detail,
    state: &State,
) {
    let titled = detail == Detail::Full;
    match figure {
        Figure::Calm => {
            let style = cell.canvas().theme().muted;
            if column == ColumnId::Name {
                cell.text("Nothing is unconfirmed, and no alert stands", style);
            }
        }
        Figure::Unconfirmed(id) => health::unconfirmed(cell, column, *id, state),
        Figure::Alert(key) => health::alert(cell, column, key, state),
        Figure::Connection(id) => health::connection(cell, column, id, titled, state),
        Figure::Feed(id, kind) => health::feed(cell, column, id, *kind, titled, state),
        Figure::TaskMoney => money::of_tasks(cell, column, &pane.board, titled, state),
        Figure::Payouts(kind, currency) => {
            money::of_payouts(cell, column, (*kind, currency.as_ref()), &pane.board, titled, state);
        }
        Figure::Orders => money::orders(cell, column, &pane.board, titled, state),
        Figure::Paid(kind) => money::paid(cell, column, *kind, &pane.board, titled),
        Figure::Tasks => tasks::all(cell, column, titled, state),
        Figure::Task(key) => tasks::one(cell, column, key, titled, state),
        Figure::Purse(purse) => money::balance(cell, column, purse, &pane.board, titled, state),
        Figure::More(..) => {}
    }
}

/// A rate as it counts: low is a warning.
fn tone(rate: Ratio) -> Tone {
    match rate.percent() {
        90.. => Tone::Good,
        70..90 => Tone::Neutral,
        50..70 => Tone::Warning,
        _ => Tone::Bad,
    }
}

/// How many orders succeeded today, five minutes by five minutes.
fn chart(pane: &OverviewPane, canvas: &mut Canvas<'_>, area: Area, state: &State) {
    let (_, area) = area.cut_top(1);
    let day = beginning_of_day(state);
    let points: Vec<_> = pane
        .board
        .turnover
        .spans(day)
        .filter_map(|(at, brought)| Some((at.min(state.now), brought.success_rate()?)))
        .collect();
    let Some((from, _)) = points.first().copied().filter(|_| points.len() > 1) else {
        let words = "Today's success is drawn here once orders came in two spans of five minutes";
        canvas.paragraph(area.cut_top(2).0, Align::Left, words, canvas.theme().muted);
        return;
    };
    Chart {
        points: &points,
        from,
        to: state.now,
        from_label: &format::moment(from, state.now, &state.zone, state.times),
        to_label: "now",
        planned_end: None,
        mark: None,
        scale: Scale::PERCENT,
    }
    .draw(canvas, area);
}
