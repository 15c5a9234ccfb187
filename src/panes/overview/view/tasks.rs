//! The running tasks, each with its tool and account, and their sum.

use crate::domain::{AccountKey, Money, Standing};
use crate::panes::overview::columns::ColumnId;
use crate::state::State;
use crate::ui::table::CellPen;
use crate::ui::{Tone, format};

/// All of them.
pub fn all(cell: &mut CellPen<'_, '_>, column: ColumnId, titled: bool, state: &State) {
    let theme = cell.canvas().theme();
    let totals = state.totals();
    if totals.tasks == 0 {
        match column {
            ColumnId::Name => cell.text("none", theme.muted),
            ColumnId::Of if state.has_accounts_answer() => cell.text("no task runs", theme.muted),
            ColumnId::Of => cell.text("not told yet", theme.muted),
            _ => {}
        }
        return;
    }
    match column {
        ColumnId::Name => cell.text(&format!("all {}", format::count(totals.tasks as u64)), theme.strong),
        ColumnId::Of => cell.text(&format!("on {} of {}", totals.enabled, totals.accounts), theme.muted),
        ColumnId::Progress => cell.progress(totals.progress(), Tone::Neutral),
        ColumnId::Amount => cell.amount(&Money::inr(totals.amount), theme.strong),
        ColumnId::Done => cell.amount(&Money::inr(totals.withdrawn), theme.strong),
        ColumnId::Success => success(cell, &format::percent(totals.success_rate()), titled),
        _ => {}
    }
}

/// One of them.
pub fn one(cell: &mut CellPen<'_, '_>, column: ColumnId, key: &AccountKey, titled: bool, state: &State) {
    let (theme, glyphs) = (cell.canvas().theme(), cell.canvas().glyphs());
    let Some(row) = state.row(key) else { return };
    let (Some(task), Some(standing)) = (&row.account.task, row.standing(state.now)) else { return };
    let old = row.missing || !state.is_list_fresh(&key.connection);
    let plain = if old { theme.stale } else { theme.text };
    let tone = Tone::from(standing);
    match column {
        ColumnId::Name => cell.text(key.account.as_str(), if old { theme.stale } else { theme.strong }),
        ColumnId::Of => {
            let account = &row.account;
            let tool = if account.tool.is_empty() { account.collection.as_str() } else { account.tool.as_str() };
            cell.runs(&[(tool, plain), (" ••", theme.muted), (account.phone.tail(), plain)]);
        }
        ColumnId::Progress => cell.progress(task.progress(), tone),
        ColumnId::Amount => cell.amount(&Money::inr(task.amount), theme.muted),
        ColumnId::Done => cell.amount(&Money::inr(task.withdrawn), plain),
        ColumnId::Success => success(cell, &format::percent(task.success_rate()), titled),
        ColumnId::State => {
            let (glyph, words) = match standing {
                Standing::Complete => (glyphs.complete, "complete"),
                Standing::OnTime => (" ", "on time"),
                Standing::Late => (glyphs.late, "late"),
                Standing::Stalled => (glyphs.stalled, "stalled"),
            };
            let style = if standing == Standing::OnTime { theme.muted } else { tone.style(theme) };
            cell.runs(&[(glyph, style), (" ", style), (words, style)]);
        }
        ColumnId::When => cell.text(key.connection.as_str(), theme.muted),
        _ => {}
    }
}

fn success(cell: &mut CellPen<'_, '_>, number: &str, titled: bool) {
    let style = cell.canvas().theme().text;
    if titled { cell.number(number, style) } else { cell.number(&format!("success {number}"), style) }
}
