//! What needs a look, and whether the connections answer.

use std::time::Duration;

use crate::domain::{AlertKey, ConnectionId, FeedKind, IntentId, mask_digits};
use crate::panes::overview::columns::ColumnId;
use crate::state::{Connection, Feed, Health, State};
use crate::ui::table::CellPen;
use crate::ui::{Tone, format};

/// A change of which nobody knows what became.
pub fn unconfirmed(cell: &mut CellPen<'_, '_>, column: ColumnId, id: IntentId, state: &State) {
    let (theme, glyphs) = (cell.canvas().theme(), cell.canvas().glyphs());
    let Some(intent) = state.intents.get(id) else { return };
    match column {
        ColumnId::Name => {
            let words = format!(" unconfirmed: {}", intent.named());
            cell.runs(&[(glyphs.unconfirmed, theme.warning), (&words, theme.text)]);
        }
        ColumnId::When => {
            cell.text(&format::moment(intent.planned(), state.now, &state.zone, state.times), theme.muted);
        }
        _ => {}
    }
}

/// An alert.
pub fn alert(cell: &mut CellPen<'_, '_>, column: ColumnId, key: &AlertKey, state: &State) {
    let theme = cell.canvas().theme();
    let Some(alert) = state.alerts.get(key) else { return };
    let tone = Tone::from(alert.level);
    match column {
        ColumnId::Name => {
            let glyph = tone.glyph(cell.canvas().glyphs());
            cell.runs(&[(glyph, tone.style(theme)), (" ", theme.text), (&alert.words, theme.text)]);
        }
        ColumnId::When => cell.text(&format::moment(alert.since, state.now, &state.zone, state.times), theme.muted),
        _ => {}
    }
}

/// How long an answer took: `40 ms`, `2.1 s`, `35 s`.
fn latency(span: Duration) -> String {
    match span.as_millis() {
        millis @ ..1_000 => format!("{millis} ms"),
        millis @ 1_000..10_000 => format!("{}.{} s", millis / 1_000, millis % 1_000 / 100),
        millis => format!("{} s", millis / 1_000),
    }
}

/// How old the last good answer is, in steps that do not tick while nothing is wrong.
fn age(feed: &Feed, state: &State) -> Option<String> {
    let age = feed.age(state.now)?;
    let is_now = age.as_secs() < if feed.trouble.is_none() { 60 } else { 5 };
    Some(if is_now { "now".to_owned() } else { format::age(age) })
}

/// Whether a feed is asked for nothing at present.
fn rests(connection: &Connection, kind: FeedKind, state: &State) -> bool {
    state.question(connection, kind).is_none()
}

/// What a feed is, in a word: its glyph and its tone stand beside it.
fn standing(connection: &Connection, kind: FeedKind, feed: &Feed, state: &State) -> (&'static str, Tone) {
    match feed.health() {
        _ if feed.trouble.is_some() && feed.answered.is_none() => ("no answer", Tone::Bad),
        _ if feed.trouble.is_some() => ("stale", Tone::Bad),
        _ if rests(connection, kind, state) => ("not asked", Tone::Neutral),
        _ if state.paused => ("paused", Tone::Warning),
        Health::Loading | Health::Failed => ("loading", Tone::Info),
        Health::Stale => ("stale", Tone::Warning),
        Health::Fresh if !feed.bad_rows.is_empty() => ("bad rows", Tone::Warning),
        Health::Fresh => ("fresh", Tone::Good),
    }
}

fn draw_standing(cell: &mut CellPen<'_, '_>, words: &str, tone: Tone) {
    let (theme, glyphs) = (cell.canvas().theme(), cell.canvas().glyphs());
    let (glyph, style) = match tone {
        Tone::Good => (glyphs.on, theme.good),
        Tone::Info => (glyphs.working, theme.info),
        Tone::Neutral => (glyphs.off, theme.muted),
        tone => (glyphs.stale, tone.style(theme)),
    };
    cell.runs(&[(glyph, style), (" ", style), (words, style)]);
}

/// Per cent of `faults` in `all`, rounded up: a single fault is never none.
fn share(faults: usize, all: usize, none: &str) -> String {
    if all == 0 { none.to_owned() } else { format!("{} %", (faults * 100).div_ceil(all)) }
}

/// A number without its title, with the word that stands for that in the cell.
fn worded(word: &str, number: &str, titled: bool) -> String {
    if titled { number.to_owned() } else { format!("{word} {number}") }
}

/// A feed of a connection.
pub fn feed(
    cell: &mut CellPen<'_, '_>,
    column: ColumnId,
    id: &ConnectionId,
    kind: FeedKind,
    titled: bool,
    state: &State,
) {
    let (theme, none) = (cell.canvas().theme(), cell.canvas().glyphs().none);
    let Some(connection) = state.connection(id) else { return };
    let Some(feed) = connection.feeds.get(&kind) else { return };
    let (words, tone) = standing(connection, kind, feed, state);
    let attempts = &feed.attempts;
    match column {
        ColumnId::Name => {
            let first = connection.feeds.keys().next() == Some(&kind);
            let style = if connection.info.is_production() { theme.bad } else { theme.strong };
            // Each connection is named once.
            cell.text(if first { id.as_str() } else { "" }, style);
        }
        ColumnId::Of => cell.text(&kind.to_string(), theme.text),
        ColumnId::State => draw_standing(cell, words, tone),
        ColumnId::When => cell.text(&age(feed, state).unwrap_or_else(|| none.to_owned()), theme.text),
        ColumnId::Median | ColumnId::Tail => {
            let (word, of) = if column == ColumnId::Median { ("p50", 50) } else { ("p95", 95) };
            let span = attempts.percentile(of).map_or_else(|| none.to_owned(), latency);
            cell.number(&worded(word, &span, titled), theme.text);
        }
        ColumnId::Trend => cell.sparkline(&attempts.latencies()),
        ColumnId::Errors => {
            let style = if attempts.faults() > 0 { theme.warning } else { theme.muted };
            cell.number(&worded("errors", &share(attempts.faults(), attempts.count(), none), titled), style);
        }
        ColumnId::Wrong => {
            let told = attempts.last_fault().map(|(at, fault)| {
                format!(
                    "{}, {}",
                    mask_digits(&fault.to_string()),
                    format::moment(at, state.now, &state.zone, state.times)
                )
            });
            let bad = feed.bad_rows.first().map(|first| format!("could not be read: {first}"));
            let style = if feed.trouble.is_some() || bad.is_some() { theme.warning } else { theme.muted };
            cell.text(&bad.or(told).unwrap_or_else(|| none.to_owned()), style);
        }
        _ => {}
    }
}

/// A connection as a whole: how many of its feeds are well, the slowest of them, and how often there was no answer.
pub fn connection(cell: &mut CellPen<'_, '_>, column: ColumnId, id: &ConnectionId, titled: bool, state: &State) {
    let (theme, none) = (cell.canvas().theme(), cell.canvas().glyphs().none);
    let Some(connection) = state.connection(id) else { return };
    let feeds = || connection.feeds.iter();
    let asked = || feeds().filter(|(kind, feed)| feed.trouble.is_some() || !rests(connection, **kind, state));
    match column {
        ColumnId::Name => {
            cell.text(id.as_str(), if connection.info.is_production() { theme.bad } else { theme.strong });
        }
        ColumnId::Of => cell.text("all", theme.muted),
        ColumnId::State => {
            let all: Vec<_> = asked().map(|(kind, feed)| standing(connection, *kind, feed, state)).collect();
            let well = all.iter().filter(|(_, tone)| *tone == Tone::Good).count();
            match all.iter().max_by_key(|(_, tone)| *tone as u8) {
                None => draw_standing(cell, "not asked", Tone::Neutral),
                Some(_) if well == all.len() => draw_standing(cell, "fresh", Tone::Good),
                // One feed's word would not say that the others are well.
                Some((_, tone)) => draw_standing(cell, &format!("{well}/{} fresh", all.len()), *tone),
            }
        }
        ColumnId::When => {
            let oldest =
                asked().filter(|(_, feed)| feed.answered.is_some()).max_by_key(|(_, feed)| feed.age(state.now));
            let words = oldest.and_then(|(_, feed)| age(feed, state));
            cell.text(&words.unwrap_or_else(|| none.to_owned()), theme.text);
        }
        ColumnId::Median | ColumnId::Tail => {
            let (word, of) = if column == ColumnId::Median { ("p50", 50) } else { ("p95", 95) };
            let slowest = feeds().filter_map(|(_, feed)| feed.attempts.percentile(of)).max();
            cell.number(&worded(word, &slowest.map_or_else(|| none.to_owned(), latency), titled), theme.text);
        }
        ColumnId::Trend => {
            let slowest = feeds().max_by_key(|(_, feed)| feed.attempts.percentile(95));
            cell.sparkline(&slowest.map_or_else(Vec::new, |(_, feed)| feed.attempts.latencies()));
        }
        ColumnId::Errors => {
            let (faults, all) = feeds().fold((0, 0), |(faults, all), (_, feed)| {
                (faults + feed.attempts.faults(), all + feed.attempts.count())
            });
            let style = if faults > 0 { theme.warning } else { theme.muted };
            cell.number(&worded("errors", &share(faults, all, none), titled), style);
        }
        ColumnId::Wrong => {
            let last = feeds().filter_map(|(kind, feed)| Some((kind, feed.attempts.last_fault()?)));
            let last = last.max_by_key(|(_, (at, _))| *at);
            let words = last.map(|(kind, (at, fault))| {
                let at = format::moment(at, state.now, &state.zone, state.times);
                format!("{kind}: {}, {at}", mask_digits(&fault.to_string()))
            });
            cell.text(&words.unwrap_or_else(|| none.to_owned()), theme.muted);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latencies_are_told_in_few_cells() {
        let of = |millis| latency(Duration::from_millis(millis));
        assert_eq!([of(0), of(999), of(1_000), of(9_990), of(35_000)], ["0 ms", "999 ms", "1.0 s", "9.9 s", "35 s"]);
    }

    #[test]
    fn a_single_fault_is_never_none() {
        assert_eq!(
            [share(0, 100, "-"), share(1, 1_000, "-"), share(100, 100, "-"), share(0, 0, "-")],
            ["0 %", "1 %", "100 %", "-"]
        );
    }
}
