//! Money under way and done, how much of it succeeded, and the balances that matter.

use jiff::Timestamp;
use rust_decimal::Decimal;

use super::tone;
use crate::domain::{ChangeKind, Currency, FeedKind, Money, Purse, Ratio};
use crate::panes::overview::board::{self, Board, Why, beginning_of_day, hour_ago};
use crate::panes::overview::columns::ColumnId;
use crate::panes::overview::words::name_of;
use crate::state::{Runway, State};
use crate::ui::table::CellPen;
use crate::ui::{Tone, format};

/// An amount in its cell, with the word that its column's title would say.
fn amount(cell: &mut CellPen<'_, '_>, money: &Money, word: &str, titled: bool) {
    let theme = cell.canvas().theme();
    let style = if money.amount.is_zero() { theme.muted } else { theme.strong };
    if titled {
        cell.amount(money, style);
        return;
    }
    let room = usize::from(cell.area().width);
    match format::amount_that_fits(money, room.saturating_sub(word.len() + 1)) {
        Some(digits) => cell.runs(&[(&digits, style), (" ", theme.muted), (word, theme.muted)]),
        // The word leaves before the amount does.
        None => cell.amount(money, style),
    }
}

/// The money of the tasks: what is left to withdraw, and what was withdrawn today.
pub fn of_tasks(cell: &mut CellPen<'_, '_>, column: ColumnId, board: &Board, titled: bool, state: &State) {
    let theme = cell.canvas().theme();
    let totals = state.totals();
    let day = beginning_of_day(state);
    match column {
        ColumnId::Name => cell.text("tasks INR", theme.text),
        ColumnId::Amount => {
            let left = totals.amount.saturating_sub(totals.withdrawn).max(Decimal::ZERO);
            amount(cell, &Money::inr(left), "open", titled);
        }
        ColumnId::Done => amount(cell, &Money::inr(board.turnover.from(day).withdrawn), "today", titled),
        // What was withdrawn before paytop looked, nobody here knows.
        ColumnId::When => {
            if let Some(since) = board.turnover.since().filter(|since| *since > day) {
                cell.text(&format!("from {}", format::moment(since, state.now, &state.zone, state.times)), theme.muted);
            }
        }
        _ => {}
    }
}

/// The payouts of a kind in a currency: what may still leave, and what was paid of today's.
pub fn of_payouts(
    cell: &mut CellPen<'_, '_>,
    column: ColumnId,
    (kind, currency): (ChangeKind, Option<&Currency>),
    board: &Board,
    titled: bool,
    state: &State,
) {
    let (theme, none) = (cell.canvas().theme(), cell.canvas().glyphs().none);
    let Some(currency) = currency else {
        match column {
            ColumnId::Name => cell.text(name_of(kind), theme.text),
            ColumnId::Amount | ColumnId::Done => cell.text(none, theme.muted),
            _ => {}
        }
        return;
    };
    match column {
        ColumnId::Name => {
            let name = name_of(kind);
            // Cut, it still says that money is paid out, and in which currency.
            let words = match usize::from(cell.area().width) {
                room if room > name.len() + currency.code().len() => format!("{name} {currency}"),
                _ => format!("{}. {currency}", &name[..6]),
            };
            cell.text(&words, theme.text);
        }
        ColumnId::Amount => {
            let open = board::under_way(kind, state).filter_map(|intent| intent.amount.as_ref());
            let open = open.filter(|money| money.currency == *currency);
            let sum = open.fold(Decimal::ZERO, |sum, money| sum.saturating_add(money.amount));
            amount(cell, &Money::new(sum, currency.clone()), "open", titled);
        }
        ColumnId::Done => amount(cell, &Money::new(board.paid(kind, currency), currency.clone()), "today", titled),
        _ => {}
    }
}

/// A rate in its cell, with the word that its column's title would say.
fn rate(cell: &mut CellPen<'_, '_>, rate: Option<Ratio>, word: &str, titled: bool) {
    let (theme, none) = (cell.canvas().theme(), cell.canvas().glyphs().none);
    let (number, style) = match rate {
        Some(rate) => (format::percent(rate), tone(rate).style(theme)),
        None => (none.to_owned(), theme.muted),
    };
    if titled {
        cell.number(&number, style);
    } else {
        cell.runs(&[(&number, style), (" ", theme.muted), (word, theme.muted)]);
    }
}

/// How many of the tasks' orders succeeded: of the running tasks now, and of what was added in the last hour and today.
pub fn orders(cell: &mut CellPen<'_, '_>, column: ColumnId, board: &Board, titled: bool, state: &State) {
    let theme = cell.canvas().theme();
    let totals = state.totals();
    let from = |from: Timestamp| board.turnover.from(from).success_rate();
    match column {
        ColumnId::Name => cell.text("orders done", theme.text),
        ColumnId::Now => rate(cell, (totals.orders > 0).then(|| totals.success_rate()), "now", titled),
        ColumnId::Hour => rate(cell, from(hour_ago(state)), "hour", titled),
        ColumnId::Day => rate(cell, from(beginning_of_day(state)), "today", titled),
        ColumnId::Trend => {
            let spans = board.turnover.spans(beginning_of_day(state));
            let points = spans.filter_map(|(_, brought)| brought.success_rate());
            cell.sparkline(&points.map(|rate| u64::from(rate.basis_points())).collect::<Vec<_>>());
        }
        _ => {}
    }
}

/// How many of the payouts of a kind that came to an end were paid.
pub fn paid(cell: &mut CellPen<'_, '_>, column: ColumnId, kind: ChangeKind, board: &Board, titled: bool) {
    let theme = cell.canvas().theme();
    let (hour, today) = board.ended(kind);
    match column {
        ColumnId::Name => {
            let name = name_of(kind);
            let words = format!("{name} paid");
            let fits = words.len() <= usize::from(cell.area().width);
            cell.text(if fits { &words } else { name }, theme.text);
        }
        ColumnId::Now => rate(cell, None, "now", titled),
        ColumnId::Hour => rate(cell, hour.rate(), "hour", titled),
        ColumnId::Day => rate(cell, today.rate(), "today", titled),
        ColumnId::Trend if today.all > 0 => {
            let words = format!("{} of {}", format::count(today.paid), format::count(today.all));
            cell.text(&words, theme.muted);
        }
        _ => {}
    }
}

/// A balance that matters.
pub fn balance(
    cell: &mut CellPen<'_, '_>,
    column: ColumnId,
    purse: &Purse,
    board: &Board,
    titled: bool,
    state: &State,
) {
    let (theme, glyphs) = (cell.canvas().theme(), cell.canvas().glyphs());
    let (Some(held), Some((why, runway))) = (state.held(purse), board.why(purse)) else { return };
    let old = held.is_missing() || !state.are_balances_fresh(purse.connection());
    let plain = if old { theme.stale } else { theme.text };
    let (word, tone) = match why {
        Why::Negative => ("negative", Tone::Bad),
        Why::Low => ("low", Tone::Warning),
        Why::Short => ("short", Tone::Warning),
        Why::Biggest => ("biggest", Tone::Neutral),
    };
    match column {
        ColumnId::Name => cell.text(&purse.to_string(), plain),
        ColumnId::Amount => {
            let style = if why == Why::Negative { theme.bad } else { plain };
            cell.amount(&held.money(), style);
        }
        ColumnId::State => {
            let style = if tone == Tone::Neutral { theme.muted } else { tone.style(theme) };
            let glyph = if tone == Tone::Neutral { " " } else { tone.glyph(glyphs) };
            cell.runs(&[(glyph, style), (" ", style), (word, style)]);
        }
        ColumnId::Lasts => {
            let room = cell.area().width;
            let words = match runway {
                Runway::Unknown => return,
                Runway::Resting => "no outflow".to_owned(),
                Runway::Spent if held.money().amount <= Decimal::ZERO => return,
                Runway::Spent => "all spent".to_owned(),
                Runway::Lasts(span) if titled && room >= 12 => format::about(span),
                Runway::Lasts(span) if room >= 13 => format!("lasts {}", format::about_short(span)),
                Runway::Lasts(span) => format::about_short(span),
            };
            cell.text(&words, if matches!(why, Why::Short) { theme.warning } else { plain });
        }
        ColumnId::When if state.has_several(FeedKind::Balances) => cell.text(purse.connection().as_str(), theme.muted),
        _ => {}
    }
}
