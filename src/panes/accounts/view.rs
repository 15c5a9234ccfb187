//! The accounts pane drawn: sums, filter, table, detail.

use jiff::SignedDuration;

use crate::domain::{About, AccountKey, AlertKey, AlertRule, AuthStatus, FeedKind, Money, Standing};
use crate::message::Mouse;
use crate::state::{Connection, Health, Row, State, Withdrawals};
use crate::ui::table::{CellPen, Hit, Table};
use crate::ui::{Align, Area, Canvas, Run, Tone, filter_line, format, text};

use super::columns::{self, ColumnId};
use super::{AccountsPane, detail, layout};

/// Draws the pane.
pub fn draw(pane: &AccountsPane, canvas: &mut Canvas<'_>, area: Area, state: &State) {
    let parts = layout::regions(area, pane.bars());
    totals(pane, canvas, parts.totals, state);
    filter_line(canvas, parts.filter, &pane.filter, pane.filtering, pane.list.len(), state.account_count());
    table(pane, canvas, parts.table, state);
    if let Some((key, row)) = pane.row(state) {
        detail::draw(canvas, parts.detail, key, row, is_revealed(pane, key, state), state);
    }
}

/// The columns in view, from the left.
pub fn shown_columns(pane: &AccountsPane, state: &State) -> Vec<ColumnId> {
    let parts = layout::regions(pane.area, pane.bars());
    described(pane, state, "").placed(parts.table).iter().map(|placed| placed.id).collect()
}

/// What is under the mouse.
pub fn hit(pane: &AccountsPane, mouse: Mouse, state: &State) -> Option<Hit<ColumnId>> {
    let parts = layout::regions(pane.area, pane.bars());
    described(pane, state, "").hit(parts.table, mouse.column, mouse.row)
}

fn is_revealed(pane: &AccountsPane, key: &AccountKey, state: &State) -> bool {
    pane.revealed.as_ref().is_some_and(|(revealed, until)| revealed == key && *until > state.now)
}

fn totals(pane: &AccountsPane, canvas: &mut Canvas<'_>, area: Area, state: &State) {
    let theme = canvas.theme();
    if state.having(FeedKind::Accounts).next().is_none() {
        return;
    }
    if !state.has_accounts_answer() {
        canvas.label(area.inset(1, 0), Align::Left, "no accounts are known yet", theme.muted);
        return;
    }
    // Marks may be out of sight; how many there are is not.
    let marked = if pane.marked.is_empty() {
        String::new()
    } else {
        format!("{} marked{}", pane.marked.len(), if pane.range.is_some() { ", range" } else { "" })
    };
    let (mark, area) =
        area.cut_right(u16::try_from(marked.len()).unwrap_or(0).saturating_add(u16::from(!marked.is_empty())));
    canvas.label(mark, Align::Left, &marked, theme.marked);
    let totals = state.totals();
    let accounts = format::count(totals.accounts as u64);
    let enabled = format::count(totals.enabled as u64);
    let tasks = format::count(totals.tasks as u64);
    let done = Money::inr(totals.withdrawn).digits();
    let all = Money::inr(totals.amount).digits();
    let progress = format::percent(totals.progress());
    let success = format::percent(totals.success_rate());
    let (strong, muted) = (theme.strong, theme.muted);
    let many = if totals.accounts == 1 { " account" } else { " accounts" };
    // What cannot be read off the rows comes first: where it is narrow, words get shorter, then whole groups leave.
    let words = match area.width {
        90.. => [many, " on", " running", "success "],
        64.. => [" acc", " on", " run", "success "],
        _ => [" acc", " on", " run", "succ "],
    };
    let money: &[Run<'_>] = &[
        (if area.width >= 100 { "withdrawn INR " } else { "INR " }, muted),
        (done.as_str(), strong),
        (" of ", muted),
        (all.as_str(), strong),
        ("  ", muted),
        (progress.as_str(), theme.accent),
    ];
    let short: &[Run<'_>] = &[(done.as_str(), strong), (" ", muted), (progress.as_str(), theme.accent)];
    let groups: [&[Run<'_>]; 5] = [
        &[(if state.is_mixed() { "production: " } else { "" }, muted), (accounts.as_str(), strong), (words[0], muted)],
        &[(enabled.as_str(), strong), (words[1], muted)],
        &[(tasks.as_str(), strong), (words[2], muted)],
        if area.width >= 64 { money } else { short },
        &[(words[3], muted), (success.as_str(), strong)],
    ];
    canvas.groups(area.inset(1, 0), if area.width >= 90 { 3 } else { 2 }, &groups);
}

/// The table but for its rows.
fn described<'a>(pane: &AccountsPane, state: &State, empty: &'a str) -> Table<'a, ColumnId> {
    let mut table = Table::new(
        pane.list.layout.of(columns::columns(state.has_several(FeedKind::Accounts))),
        pane.list.len(),
        empty,
    );
    table.offset = pane.offset;
    table.selected = pane.selected.as_ref().map(|_| pane.at);
    table.sort = pane.list.layout.sort();
    table.cursor = Some(pane.list.layout.cursor);
    table
}

fn table(pane: &AccountsPane, canvas: &mut Canvas<'_>, area: Area, state: &State) {
    let empty = nothing(pane, state);
    let table = described(pane, state, &empty);
    table.draw(canvas, area, |at, pen| {
        let Some((connection, row)) = pane.list.row(at, state) else { return };
        let key = AccountKey { connection: connection.info.id.clone(), account: row.account.id.clone() };
        if pane.marked.contains(&key) {
            pen.mark();
        }
        let revealed = is_revealed(pane, &key, state);
        pen.cells(|column, cell| draw_cell(cell, column, connection, row, revealed, state));
    });
}

/// Why there are no rows, and what to do.
fn nothing(pane: &AccountsPane, state: &State) -> String {
    if state.having(FeedKind::Accounts).next().is_none() {
        return "No connection here has tool accounts".to_owned();
    }
    if !pane.filter.is_empty() && state.account_count() > 0 {
        return format!("No account contains {:?}\nesc takes the filter away", pane.filter.text());
    }
    let feeds = state.connections().filter_map(|connection| {
        let feed = connection.feeds.get(&FeedKind::Accounts)?;
        Some((connection, feed))
    });
    let mut loading = false;
    for (connection, feed) in feeds {
        match (feed.health(), &feed.trouble) {
            (Health::Failed, Some(trouble)) => {
                let (fault, advice) = (&trouble.fault, trouble.fault.advice());
                return format!("{}: {fault}\n{advice}\nr asks again now", connection.info.id);
            }
            (Health::Loading, _) => loading = true,
            _ => {}
        }
    }
    if loading { "Asking for the accounts\u{2026}".into() } else { "No accounts yet\nn creates one".into() }
}

fn draw_cell(
    cell: &mut CellPen<'_, '_>,
    column: ColumnId,
    connection: &Connection,
    row: &Row,
    revealed: bool,
    state: &State,
) {
    let (theme, glyphs) = (cell.canvas().theme(), cell.canvas().glyphs());
    let account = &row.account;
    let old = row.missing || !state.is_list_fresh(&connection.info.id);
    let plain = if old { theme.stale } else { theme.text };
    let standing = row.standing(state.now);
    match column {
        ColumnId::Connection => {
            let room = usize::from(cell.area().width);
            let style = if connection.info.is_production() { theme.bad } else { theme.muted };
            // Names differ in their ends more often than in their beginnings.
            let name = connection.info.id.as_str();
            if text::width(name) > room {
                cell.runs(&[(glyphs.ellipsis, style), (text::tail(name, room.saturating_sub(1)), style)]);
            } else {
                cell.text(name, style);
            }
        }
        ColumnId::Id => cell.text(account.id.as_str(), if old { theme.stale } else { theme.strong }),
        // A bank account has no tool: what it is stands in its place.
        ColumnId::Tool if account.tool.is_empty() => cell.text(account.collection.as_str(), theme.muted),
        ColumnId::Tool => cell.text(account.tool.as_str(), plain),
        ColumnId::Kind => cell.text(account.collection.as_str(), theme.muted),
        // Where the cell is too narrow for the whole phone, the detail has it.
        ColumnId::Phone if revealed && cell.area().width >= 10 => cell.text(account.phone.full(), theme.accent),
        ColumnId::Phone if cell.area().width < 10 => cell.runs(&[("••", theme.muted), (account.phone.tail(), plain)]),
        ColumnId::Phone => cell.text(&account.phone.masked(), plain),
        ColumnId::Authorised => {
            // As a whole first, then by what.
            let auth = |given| if given { (glyphs.yes, theme.good) } else { (glyphs.no, theme.warning) };
            let overall = match &account.status {
                Some(AuthStatus::Other(_)) => (glyphs.unconfirmed, theme.warning),
                _ => auth(columns::is_authorised(row)),
            };
            let (otp, sms) = (auth(account.otp_auth), auth(account.sms_auth));
            cell.runs(&[overall, (" OTP", theme.muted), otp, ("SMS", theme.muted), sms]);
        }
        ColumnId::Withdrawals => {
            let (glyph, style) = match row.withdrawals {
                Withdrawals::On => (glyphs.on, theme.good),
                Withdrawals::Off => (glyphs.off, theme.muted),
                Withdrawals::Enabling { .. } | Withdrawals::Disabling { .. } => (glyphs.working, theme.info),
                Withdrawals::Unconfirmed { .. } => (glyphs.unconfirmed, theme.warning),
            };
            let narrow = cell.area().width < 11;
            cell.runs(&[(glyph, style), (" ", style), (columns::switch_word(row.withdrawals, narrow), style)]);
        }
        ColumnId::Success | ColumnId::Standing if is_low(connection, row, state) => {
            low_cell(cell, column, row, standing);
        }
        _ => task_cell(cell, column, row, standing, plain, state),
    }
}

/// Whether an alert stands that fewer orders of its task succeed than is usual.
fn is_low(connection: &Connection, row: &Row, state: &State) -> bool {
    let about = || {
        let key = AccountKey { connection: connection.info.id.clone(), account: row.account.id.clone() };
        AlertKey::new(AlertRule::LowSuccess, About::Account(key))
    };
    state.alerts.has(AlertRule::LowSuccess) && state.alerts.get(&about()).is_some()
}

/// The cells that say so; what else stands out about the task is said beside it.
fn low_cell(cell: &mut CellPen<'_, '_>, column: ColumnId, row: &Row, standing: Option<Standing>) {
    let (theme, glyphs) = (cell.canvas().theme(), cell.canvas().glyphs());
    let (Some(task), Some(standing)) = (&row.account.task, standing) else { return };
    if column == ColumnId::Success {
        cell.number(&format::percent(task.success_rate()), theme.warning);
        return;
    }
    let (tone, style) = (Tone::from(standing), theme.warning);
    match standing {
        Standing::Late => cell.runs(&[(glyphs.late, style), (" late ", style), (glyphs.warning, style)]),
        Standing::Stalled => {
            let bad = tone.style(theme);
            cell.runs(&[(glyphs.stalled, bad), (" stalled", bad), (glyphs.warning, style)]);
        }
        Standing::OnTime | Standing::Complete => cell.runs(&[(glyphs.warning, style), (" success", style)]),
    }
}

/// A span as close as it can be written: `1h41m`.
fn close(span: SignedDuration) -> String {
    format::duration_short(span).replace(' ', "")
}

/// The cells that have something only while a task runs.
fn task_cell(
    cell: &mut CellPen<'_, '_>,
    column: ColumnId,
    row: &Row,
    standing: Option<Standing>,
    plain: ratatui::style::Style,
    state: &State,
) {
    let (theme, glyphs) = (cell.canvas().theme(), cell.canvas().glyphs());
    let (Some(task), Some(standing)) = (&row.account.task, standing) else { return };
    let tone = Tone::from(standing);
    let none = glyphs.none;
    match column {
        ColumnId::Progress => cell.progress(task.progress(), tone),
        ColumnId::Withdrawn => cell.amount(&Money::inr(task.withdrawn), plain),
        ColumnId::Amount => cell.amount(&Money::inr(task.amount), theme.muted),
        ColumnId::Orders => cell.number(&format!("{}/{}", task.succeeded, task.orders), plain),
        ColumnId::Success => cell.number(&format::percent(task.success_rate()), plain),
        ColumnId::Running => {
            let running = task.running(state.now).map_or_else(|| none.to_owned(), |span| close(state.shown(span)));
            let estimate = if task.estimate.is_zero() { none.to_owned() } else { close(task.estimate) };
            cell.text(&format!("{running}/{estimate}"), plain);
        }
        ColumnId::Plan => {
            let late = task.left_by_plan(state.now);
            let style = if late.is_some_and(|left| left.is_negative()) { theme.warning } else { plain };
            let words = |left: SignedDuration| {
                format!("{} {}", close(state.shown(left).abs()), if left.is_negative() { "late" } else { "left" })
            };
            cell.text(&late.map_or_else(|| none.to_owned(), words), style);
        }
        ColumnId::Pace => {
            cell.text(
                &task.left_by_pace(state.now).map_or_else(|| none.to_owned(), |span| close(state.shown(span))),
                plain,
            );
        }
        ColumnId::Trend => {
            let count = usize::from(cell.area().width);
            cell.sparkline(&row.history.trend(state.now, count));
        }
        ColumnId::Standing => {
            let glyph = match standing {
                Standing::Complete => glyphs.complete,
                Standing::OnTime => " ",
                Standing::Late => glyphs.late,
                Standing::Stalled => glyphs.stalled,
            };
            let style = if standing == Standing::OnTime { theme.muted } else { tone.style(theme) };
            cell.runs(&[(glyph, style), (" ", style), (columns::standing_word(standing), style)]);
        }
        _ => {}
    }
}
