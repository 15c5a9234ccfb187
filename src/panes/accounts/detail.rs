//! The detail of the selected account: every field the provider gives, the task since its start, and what was done
//! here with what became of it.

use jiff::SignedDuration;

use crate::domain::{AccountKey, CollectionType, FeedKind, Money, UpiId};
use crate::state::{Row, State};
use crate::ui::{Align, Area, Canvas, Chart, Fact, Scale, Tone, facts, format};

use super::columns;

/// From this width on the facts, the chart and the actions stand side by side.
const WIDE: u16 = 110;

/// The columns a chart and the actions need side by side.
const BOTH: u16 = 76;

/// The columns the facts take where they stand beside others.
const FACTS: u16 = 70;

/// Draws the detail in `area`.
pub fn draw(canvas: &mut Canvas<'_>, area: Area, key: &AccountKey, row: &Row, revealed: bool, state: &State) {
    if area.is_empty() {
        return;
    }
    let several = if state.has_several(FeedKind::Accounts) { format!("  {}", key.connection) } else { String::new() };
    let (title, body) = area.cut_top(1);
    canvas.section(title, &format!("{}{several}", row.account.id), false);
    let body = body.inset(1, 0);
    let (general, task) = described(row, revealed, state);
    let runs = row.account.task.is_some();
    if body.width >= WIDE {
        let (left, rest) = body.cut_left(FACTS);
        side_by_side(canvas, left, &general, &task);
        let rest = rest.cut_left(2).1;
        if runs && rest.width < BOTH {
            // Not room for two: the chart, and under it the last action where there was one.
            let acted = state.intents.of(key).next().is_some();
            let (last, chart) = rest.cut_bottom(if acted { 2 } else { 0 });
            task_chart(canvas, chart, row, state);
            if acted {
                actions(canvas, last, key, state);
            }
            return;
        }
        let (chart, right) = if runs { rest.cut_left(rest.width / 2) } else { rest.cut_left(0) };
        task_chart(canvas, chart, row, state);
        actions(canvas, right.cut_left(2).1, key, state);
    } else if body.width < 56 && body.height < 22 {
        // A small screen: one column, what the task does first.
        let used = list(canvas, body, &task);
        list(canvas, body.cut_top(used).1, &general);
    } else if body.height < 12 {
        // Few rows: the facts, and the last action in the last row where there was one.
        let acted = state.intents.of(key).next().is_some();
        let (last, top) = body.cut_bottom(u16::from(acted && body.height > 3));
        side_by_side(canvas, top, &general, &task);
        if !last.is_empty() {
            actions(canvas, last, key, state);
        }
    } else {
        let rows = u16::try_from(general.len().max(task.len())).unwrap_or(u16::MAX);
        let stacked = body.width < 72;
        let taken = if stacked { rows.saturating_mul(2).saturating_add(1) } else { rows };
        let (top, rest) = body.cut_top(taken.saturating_add(1));
        if stacked {
            // One list, so that all values stand in one column.
            let mut all = general;
            all.push(("", String::new()));
            all.extend(task);
            list(canvas, top, &all);
        } else {
            side_by_side(canvas, top, &general, &task);
        }
        let (chart, below) = rest.cut_top(if runs { (rest.height * 2 / 3).min(14) } else { 0 });
        task_chart(canvas, chart, row, state);
        actions(canvas, below.cut_top(u16::from(runs)).1, key, state);
    }
}

/// A label and the value beside it.
type Labelled = (&'static str, String);

/// Each field with its value as it is shown: those of the account, and those of its task, the most telling first.
fn described(row: &Row, revealed: bool, state: &State) -> (Vec<Labelled>, Vec<Labelled>) {
    let account = &row.account;
    let authorised = |given: bool| if given { "authorised" } else { "not authorised" }.to_owned();
    let phone = if revealed { account.phone.full().to_owned() } else { account.phone.masked() };
    let tool = if account.tool.is_empty() { String::new() } else { format!("{}  ", account.tool) };
    let mut general = vec![
        ("tool", format!("{tool}{}", account.collection)),
        ("phone", phone),
        // Only UPI accounts have a status (section 2).
        ("status", account.status.as_ref().map_or_else(|| "none".to_owned(), |status| status.as_str().to_owned())),
        ("OTP", authorised(account.otp_auth)),
        ("SMS", authorised(account.sms_auth)),
        ("withdrawals", columns::switch_word(row.withdrawals, false).to_owned()),
    ];
    if account.collection == CollectionType::Upi {
        general.push(("UPI ids", upi_ids(row, state)));
    }
    if row.missing {
        general.push(("in the list", "no: perhaps one of the rows that could not be read".to_owned()));
    }
    let Some(task) = &account.task else { return (general, Vec::new()) };
    let left = |span: Option<SignedDuration>, words: fn(SignedDuration) -> String| {
        span.map_or_else(|| "not known".to_owned(), |span| words(state.shown(span)))
    };
    let standing = row.standing(state.now).map_or("", columns::standing_word);
    let estimate = if task.estimate.is_zero() { "not given".to_owned() } else { format::duration_short(task.estimate) };
    let started = task
        .started
        .map_or_else(|| "not given".to_owned(), |started| format::moment(started, state.now, &state.zone, state.times));
    let running = left(task.running(state.now), format::duration);
    let done = vec![
        ("withdrawn", format!("{}  {}", Money::inr(task.withdrawn), format::percent(task.progress()))),
        ("planned", Money::inr(task.amount).to_string()),
        ("orders", format!("{} of {}  {}", task.succeeded, task.orders, format::percent(task.success_rate()))),
        ("running", format!("{running} of {estimate}")),
        ("by plan", left(task.left_by_plan(state.now), format::left_or_late)),
        ("by pace", left(task.left_by_pace(state.now), |span| format!("{} left", format::duration_short(span)))),
        ("standing", standing.to_owned()),
        ("started", started),
        ("task", task.id.to_string()),
    ];
    (general, done)
}

/// The UPI ids as they were last asked for; the list does not have them (section 9).
fn upi_ids(row: &Row, state: &State) -> String {
    match &row.upi_ids {
        None => "not asked for yet".to_owned(),
        Some((_, ids)) if ids.is_empty() => "none".to_owned(),
        Some((at, ids)) => {
            let ids: Vec<String> = ids.iter().map(UpiId::masked).collect();
            format!("{} ({})", ids.join(", "), format::moment(*at, state.now, &state.zone, state.times))
        }
    }
}

fn list(canvas: &mut Canvas<'_>, area: Area, all: &[Labelled]) -> u16 {
    let all: Vec<Fact<'_>> = all.iter().map(|(label, value)| Fact::new(label, value)).collect();
    facts(canvas, area, &all)
}

fn side_by_side(canvas: &mut Canvas<'_>, area: Area, general: &[Labelled], task: &[Labelled]) {
    let (left, right) = area.cut_left(area.width * 9 / 20);
    list(canvas, left, general);
    let right = right.cut_left(2).1;
    if task.is_empty() {
        canvas.label(right, Align::Left, "no task is running", canvas.theme().muted);
    } else {
        list(canvas, right, task);
    }
}

fn task_chart(canvas: &mut Canvas<'_>, area: Area, row: &Row, state: &State) {
    let Some(task) = row.account.task.as_ref().filter(|_| area.height > 2) else { return };
    let samples = row.history.samples();
    let Some(first) = samples.first() else { return };
    let mut points: Vec<_> = samples.iter().map(|sample| (sample.at, sample.progress)).collect();
    points.push((state.now, task.progress()));
    let from = task.started.unwrap_or(first.at).min(first.at);
    let planned_end = task.started.and_then(|started| started.checked_add(task.estimate).ok());
    Chart {
        points: &points,
        from,
        to: state.now,
        from_label: &format::clock_short(from, &state.zone),
        to_label: if planned_end.is_some() && area.width > 40 { "now (dots: plan)" } else { "now" },
        planned_end: planned_end.filter(|_| !task.estimate.is_zero()),
        mark: None,
        scale: Scale::PERCENT,
    }
    .draw(canvas, area);
}

/// What was done here, newest first, with what became of it.
fn actions(canvas: &mut Canvas<'_>, area: Area, key: &AccountKey, state: &State) {
    let (theme, glyphs) = (canvas.theme(), *canvas.glyphs());
    let mut rest = area;
    for intent in state.intents.of(key) {
        if rest.is_empty() {
            return;
        }
        let tone = Tone::from(intent.state());
        let when = format::moment(intent.planned(), state.now, &state.zone, state.times);
        let told = format!(": {}", intent.state().told());
        let runs = [
            (tone.glyph(&glyphs), tone.style(theme)),
            (" ", theme.text),
            (when.as_str(), theme.muted),
            (" ", theme.text),
            (intent.words.as_str(), theme.text),
        ];
        let one_row = runs.iter().map(|(text, _)| text.chars().count()).sum::<usize>() + told.chars().count();
        if one_row <= usize::from(rest.width) || rest.height == 1 {
            let mut runs = runs.to_vec();
            runs.push((told.as_str(), tone.style(theme)));
            canvas.runs(rest, Align::Left, &runs);
            rest = rest.cut_top(1).1;
        } else {
            canvas.runs(rest, Align::Left, &runs);
            let told_at = rest.cut_top(1).1.cut_left(2).1.cut_top(2).0;
            let taken = canvas.paragraph(told_at, Align::Left, &intent.state().told(), tone.style(theme));
            rest = rest.cut_top(1 + taken).1;
        }
    }
    if rest.height == area.height {
        canvas.label(area, Align::Left, "nothing was done here yet", theme.muted);
    }
}
