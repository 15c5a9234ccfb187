//! The balances pane drawn: filter, table, and the selected purse in full.

use ratatui::style::Style;

use crate::domain::{AlertRule, FeedKind, Money, Purse};
use crate::message::Mouse;
use crate::panes::listing;
use crate::state::{Health, Held, Outlook, Runway, State};
use crate::ui::table::{CellPen, Column, Hit, Table};
use crate::ui::{Area, Canvas, filter_line, format, text};

use super::columns::{self, ColumnId, Word};
use super::{BalancesPane, detail};

/// From this width on the detail stands beside the rows.
const BESIDE: u16 = 210;

/// The parts of the pane; what has no room is empty.
pub struct Regions {
    /// The line of the filter.
    pub filter: Area,
    /// The table, with its titles.
    pub table: Area,
    /// The detail of the selected purse, with its title.
    pub detail: Area,
}

/// The parts of `area`.
pub fn regions(pane: &BalancesPane, area: Area) -> Regions {
    let (filter, rest) = area.cut_top(u16::from(pane.filtering || !pane.filter.is_empty()));
    if pane.zoomed {
        return Regions { filter, table: rest.cut_top(0).0, detail: rest };
    }
    if rest.width >= BESIDE && rest.height >= 12 {
        let (detail, table) = rest.cut_right((rest.width / 4).max(60));
        return Regions { filter, table, detail };
    }
    // Below: as much as the rows leave, from a third to a half of the height.
    let (least, most) = ((rest.height / 3).max(8), (rest.height / 2).max(8));
    let rows = u16::try_from(pane.list.len()).unwrap_or(u16::MAX).saturating_add(2);
    let height = if rest.height < 16 { 0 } else { rest.height.saturating_sub(rows).clamp(least, most) };
    let (detail, table) = rest.cut_bottom(height);
    Regions { filter, table, detail }
}

/// Draws the pane.
pub fn draw(pane: &BalancesPane, canvas: &mut Canvas<'_>, area: Area, state: &State) {
    let parts = regions(pane, area);
    filter_line(canvas, parts.filter, &pane.filter, pane.filtering, pane.list.wallets, state.wallet_count());
    if !pane.zoomed {
        draw_table(pane, canvas, parts.table, state);
    }
    if let Some(held) = pane.held(state) {
        detail::draw(canvas, parts.detail, &held, pane.zoomed, state);
    }
}

/// The columns in view, from the left.
pub fn shown_columns(pane: &BalancesPane, state: &State) -> Vec<ColumnId> {
    let table = regions(pane, pane.area).table;
    described(pane, &columns_of(pane, state), "").placed(table).iter().map(|placed| placed.id).collect()
}

/// What is under the mouse.
pub fn hit(pane: &BalancesPane, mouse: Mouse, state: &State) -> Option<Hit<ColumnId>> {
    described(pane, &columns_of(pane, state), "").hit(regions(pane, pane.area).table, mouse.column, mouse.row)
}

/// The columns for what is listed.
pub fn columns_of(pane: &BalancesPane, state: &State) -> Vec<Column<ColumnId>> {
    let (mut widest, mut stands_out) = (0, false);
    for held in (0..pane.list.len()).filter_map(|at| pane.list.get(at)).filter_map(|purse| state.held(purse)) {
        widest = widest.max(text::width(&format::amount_short(&held.money())));
        stands_out |= Word::of(&held, state) != Word::Fine;
    }
    columns::columns(state.has_several(FeedKind::Balances), u16::try_from(widest).unwrap_or(u16::MAX), stands_out)
}

/// The table but for its rows.
fn described<'a>(pane: &BalancesPane, columns: &'a [Column<ColumnId>], empty: &'a str) -> Table<'a, ColumnId> {
    let mut table = Table::new(pane.list.layout.of(columns), pane.list.len(), empty);
    table.offset = pane.offset;
    table.selected = pane.selected.as_ref().map(|_| pane.at);
    table.sort = pane.list.layout.sort();
    table.cursor = Some(pane.list.layout.cursor);
    table
}

fn draw_table(pane: &BalancesPane, canvas: &mut Canvas<'_>, area: Area, state: &State) {
    let empty = nothing(pane, state);
    let columns = columns_of(pane, state);
    let table = described(pane, &columns, &empty).with_unit(ColumnId::When, listing::zone(state));
    let under_way = state.under_way();
    table.draw(canvas, area, |at, pen| {
        let Some(held) = pane.list.get(at).and_then(|purse| state.held(purse)) else { return };
        let outlook = held.outlook(&under_way, state.now);
        pen.cells(|column, cell| draw_cell(cell, column, &held, &outlook, state));
    });
}

/// Why there are no rows, and what to do.
fn nothing(pane: &BalancesPane, state: &State) -> String {
    if !pane.filter.is_empty() && state.wallet_count() > 0 {
        return format!("No wallet contains {:?}\nesc takes the filter away", pane.filter.text());
    }
    let mut loading = false;
    for connection in state.having(FeedKind::Balances) {
        let Some(feed) = connection.feeds.get(&FeedKind::Balances) else { continue };
        match (feed.health(), &feed.trouble) {
            (Health::Failed, Some(trouble)) => {
                let (fault, advice) = (&trouble.fault, trouble.fault.advice());
                return format!("{}: {fault}\n{advice}\nr asks again now", connection.info.id);
            }
            (Health::Loading, _) => loading = true,
            _ => {}
        }
    }
    if loading { "Asking for the balances\u{2026}".into() } else { "The provider tells no balances".into() }
}

/// How what is known of a purse is written: old data looks old.
fn plain(held: &Held<'_>, state: &State, canvas: &Canvas<'_>) -> Style {
    let old = held.is_missing() || !state.are_balances_fresh(&held.connection.info.id);
    if old { canvas.theme().stale } else { canvas.theme().text }
}

/// How what stands out about a balance is written.
pub fn style_of(word: Word, plain: Style, canvas: &Canvas<'_>) -> Style {
    let theme = canvas.theme();
    match word {
        Word::Fine => plain,
        Word::Missing => theme.stale,
        Word::Empty | Word::Low => theme.warning,
        Word::Negative => theme.bad,
    }
}

fn draw_cell(cell: &mut CellPen<'_, '_>, column: ColumnId, held: &Held<'_>, outlook: &Outlook, state: &State) {
    let (theme, glyphs) = (cell.canvas().theme(), cell.canvas().glyphs());
    let plain = plain(held, state, cell.canvas());
    let currency = held.purse.currency();
    let money = |amount| Money::new(amount, currency.clone());
    let word = Word::of(held, state);
    match column {
        ColumnId::Connection => {
            let room = usize::from(cell.area().width);
            let style = if held.connection.info.is_production() { theme.bad } else { theme.muted };
            // Names differ in their ends more often than in their beginnings.
            let name = held.connection.info.id.as_str();
            if text::width(name) > room {
                cell.runs(&[(glyphs.ellipsis, style), (text::tail(name, room.saturating_sub(1)), style)]);
            } else {
                cell.text(name, style);
            }
        }
        ColumnId::Wallet => draw_name(cell, held, plain),
        ColumnId::Balance => {
            let strong = if plain == theme.text && is_sum(held) { theme.strong } else { plain };
            let style = style_of(word, strong, cell.canvas());
            exact(cell, &held.money(), style);
        }
        ColumnId::Standing => {
            let style = style_of(word, theme.muted, cell.canvas());
            let low = state.is_alerted(held, AlertRule::LowBalance);
            let glyph = match word {
                _ if low => glyphs.warning,
                Word::Negative => glyphs.bad,
                Word::Missing => glyphs.stale,
                Word::Empty => glyphs.none,
                Word::Fine | Word::Low => " ",
            };
            let both = if low && word == Word::Negative && cell.area().width >= 15 { ", low" } else { "" };
            cell.runs(&[(glyph, style), (" ", style), (word.word(), style), (both, style)]);
        }
        ColumnId::Lasts => match columns::lasts(held, outlook.runway, cell.area().width < 12) {
            None => cell.text(glyphs.none, theme.muted),
            Some(words) => {
                let style = match outlook.runway {
                    Runway::Spent => theme.bad,
                    Runway::Resting | Runway::Unknown => theme.muted,
                    Runway::Lasts(_) if state.is_alerted(held, AlertRule::ShortRunway) => theme.warning,
                    Runway::Lasts(_) => plain,
                };
                cell.text(&words, style);
            }
        },
        ColumnId::Change => {
            if let Some((_, by)) = held.moved() {
                let style = if by.is_sign_positive() { theme.good } else { plain };
                cell.number(&format::amount_signed(&money(by)), style);
            }
        }
        ColumnId::When => {
            if let Some((at, _)) = held.moved() {
                let room = cell.area().width.into();
                cell.text(&format::when_short(at, state.now, &state.zone, state.times, room), theme.muted);
            }
        }
        ColumnId::Trend => {
            let count = usize::from(cell.area().width);
            cell.sparkline(&detail::levels(&held.trend(state.now, count)));
        }
        ColumnId::UnderWay if outlook.count == 0 => {}
        ColumnId::UnderWay => exact(cell, &money(outlook.under_way), plain),
        ColumnId::Out if outlook.out.is_zero() => {}
        ColumnId::Out => exact(cell, &money(outlook.out), plain),
    }
}

/// An amount with all its decimals wherever they fit: balances are compared to the last digit.
fn exact(cell: &mut CellPen<'_, '_>, money: &Money, style: Style) {
    match format::amount_that_fits(money, usize::from(cell.area().width)) {
        Some(digits) => cell.number(&digits, style),
        None => cell.amount(money, style),
    }
}

fn is_sum(held: &Held<'_>) -> bool {
    matches!(held.purse, Purse::Currency(..))
}

/// The wallet's name and its currency, which is never cut; below a sum it stands a little to the right.
fn draw_name(cell: &mut CellPen<'_, '_>, held: &Held<'_>, plain: Style) {
    let theme = cell.canvas().theme();
    let room = usize::from(cell.area().width);
    let currency = format!(" {}", held.purse.currency());
    let Some(wallet) = held.purse.wallet() else {
        let strong = if plain == theme.text { theme.strong } else { plain };
        cell.runs(&[("all", strong), (&currency, strong)]);
        return;
    };
    let indent = if !held.is_all() && room >= 16 { "  " } else { "" };
    let left = room.saturating_sub(text::width(&currency) + indent.len());
    let name = text::fit(wallet.as_str(), left, cell.canvas().glyphs().ellipsis);
    cell.runs(&[(indent, plain), (&name, plain), (&currency, theme.muted)]);
}
