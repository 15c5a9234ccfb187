//! The detail of the selected account: every field the provider gives, the task since its start, and what was done
//! here with what became of it.

use crate::domain::{AccountKey, Money};
use crate::state::{Row, State};
use crate::ui::{Align, Area, Canvas, Chart, Fact, Tone, facts, format};

use super::columns;

/// Draws the detail in `area`.
pub fn draw(canvas: &mut Canvas<'_>, area: Area, key: &AccountKey, row: &Row, revealed: bool, state: &State) {
    if area.is_empty() {
        return;
    }
    let several = if state.has_several_connections() { format!("  {}", key.connection) } else { String::new() };
    let (title, body) = area.cut_top(1);
    canvas.section(title, &format!("{}{several}", row.account.id), false);
    let body = body.inset(1, 0);
    if body.width < 60 || body.height >= 30 && body.width < 120 {
        let rows = 19.min(body.height);
        let (top, rest) = body.cut_top(if row.account.task.is_some() { rows } else { 8.min(body.height) });
        fields(canvas, top, row, revealed, state);
        let (chart, below) = rest.cut_top(if row.account.task.is_some() { rest.height.min(12) } else { 0 });
        task_chart(canvas, chart, row, state);
        actions(canvas, below, key, state);
        return;
    }
    // Fields at the left; the chart and the actions share the rest.
    let wide = body.width >= 110;
    let (left, rest) = body.cut_left(if wide { 72 } else { body.width * 3 / 5 });
    two_columns(canvas, left, row, revealed, state);
    let rest = rest.cut_left(2).1;
    if wide && row.account.task.is_some() {
        let (chart, right) = rest.cut_left(rest.width / 2);
        task_chart(canvas, chart, row, state);
        actions(canvas, right.cut_left(2).1, key, state);
    } else {
        actions(canvas, rest, key, state);
    }
}

/// A label and the value beside it.
type Labelled = (&'static str, String);

/// Each field with its value as it is shown.
fn described(row: &Row, revealed: bool, state: &State) -> (Vec<Labelled>, Vec<Labelled>) {
    let account = &row.account;
    let yes = |given: bool| if given { "yes" } else { "no" }.to_owned();
    let given = |text: &str| if text.is_empty() { "not given".to_owned() } else { text.to_owned() };
    let phone = if revealed { account.phone.full().to_owned() } else { account.phone.masked() };
    let mut general = vec![
        ("id", account.id.to_string()),
        ("tool", given(account.tool.as_str())),
        ("kind", account.collection.to_string()),
        ("phone", phone),
        ("status", account.status.as_ref().map_or_else(|| "not given".to_owned(), |status| status.as_str().to_owned())),
        ("OTP authorised", yes(account.otp_auth)),
        ("SMS authorised", yes(account.sms_auth)),
        ("withdrawals", columns::switch_word(row.withdrawals).to_owned()),
    ];
    if row.missing {
        general.push(("in the list", "no: it may be one of the rows that could not be read".to_owned()));
    }
    let Some(task) = &account.task else { return (general, Vec::new()) };
    let left = |span: Option<jiff::SignedDuration>, words: fn(jiff::SignedDuration) -> String| {
        span.map_or_else(|| "not known".to_owned(), words)
    };
    let standing = row.standing(state.now).map_or("", columns::standing_word);
    let estimate = if task.estimate.is_zero() { "not given".to_owned() } else { format::duration_short(task.estimate) };
    let started =
        task.started.map_or_else(|| "not given".to_owned(), |started| format::moment(started, state.now, &state.zone));
    let running = left(task.running(state.now), format::duration);
    let done = vec![
        ("task", task.id.to_string()),
        ("standing", standing.to_owned()),
        ("withdrawn", format!("{}  {}", Money::inr(task.withdrawn), format::percent(task.progress()))),
        ("of", Money::inr(task.amount).to_string()),
        ("orders", format!("{} of {}  {}", task.succeeded, task.orders, format::percent(task.success_rate()))),
        ("started", started),
        ("running", format!("{running} of {estimate}")),
        ("left by plan", left(task.left_by_plan(state.now), format::left_or_late)),
        ("left by pace", left(task.left_by_pace(state.now), format::duration_short)),
    ];
    (general, done)
}

fn list(canvas: &mut Canvas<'_>, area: Area, all: &[Labelled]) -> u16 {
    let all: Vec<Fact<'_>> = all.iter().map(|(label, value)| Fact::new(label, value)).collect();
    facts(canvas, area, &all)
}

fn fields(canvas: &mut Canvas<'_>, area: Area, row: &Row, revealed: bool, state: &State) {
    let (general, task) = described(row, revealed, state);
    let taken = list(canvas, area, &general);
    list(canvas, area.cut_top(taken + 1).1, &task);
}

fn two_columns(canvas: &mut Canvas<'_>, area: Area, row: &Row, revealed: bool, state: &State) {
    let (general, task) = described(row, revealed, state);
    let (left, right) = area.cut_left(area.width * 2 / 5);
    list(canvas, left, &general);
    let right = right.cut_left(2).1;
    if task.is_empty() {
        canvas.label(right, Align::Left, "no task is running", canvas.theme().muted);
    } else {
        list(canvas, right, &task);
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
        to_label: "now",
        planned_end: planned_end.filter(|_| !task.estimate.is_zero()),
    }
    .draw(canvas, area);
}

/// What was done here, newest first, with what became of it.
fn actions(canvas: &mut Canvas<'_>, area: Area, key: &AccountKey, state: &State) {
    let theme = canvas.theme();
    let mut any = false;
    for (intent, line) in state.intents.of(key).zip(area.rows()) {
        any = true;
        let when = format::moment(intent.planned, state.now, &state.zone);
        let tone = Tone::from(&intent.state);
        let words = format!("{}: {}", intent.words, intent.state.told());
        canvas.runs(
            line,
            Align::Left,
            &[
                (when.as_str(), theme.muted),
                (" ", theme.muted),
                (tone.glyph(canvas.glyphs()), tone.style(theme)),
                (" ", theme.muted),
                (words.as_str(), theme.text),
            ],
        );
    }
    if !any {
        canvas.label(area, Align::Left, "nothing was done to this account in this run", theme.muted);
    }
}
