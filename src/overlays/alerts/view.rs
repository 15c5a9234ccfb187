//! The alerts drawn.

use std::fmt::Write as _;

use crate::domain::AlertHandling;
use crate::keymap::Keymap;
use crate::message::Command;
use crate::state::State;
use crate::ui::table::viewport;
use crate::ui::{Align, Area, Canvas, Tone, Window, format, text};

use super::{AlertsOverlay, Line, lines};
use crate::overlays::{Overlay, as_hints, keys, text_width};

/// The rows that what is selected has for its words: with the line that says what was done about it.
const WORDS: u16 = 4;

/// How many lines of the list a screen shows.
pub fn page(screen: Area) -> usize {
    usize::from(height(screen, u16::MAX).saturating_sub(WORDS + 2)).max(1)
}

/// The rows of the window, where so many are wanted.
fn height(screen: Area, wanted: u16) -> u16 {
    wanted.min(screen.height.saturating_sub(2))
}

/// Draws the alerts.
pub fn draw(overlay: &AlertsOverlay, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
    // The way out early: those at the end leave where it is narrow.
    let commands = [
        Command::GoTo,
        Command::Back,
        Command::Acknowledge,
        Command::SnoozeQuarter,
        Command::SnoozeHour,
        Command::SnoozeUntilOver,
    ];
    let lines = lines(state);
    let standing = lines.iter().filter(|line| line.over.is_none()).count();
    let offered = if lines.is_empty() { &commands[1..2] } else { &commands[..] };
    let keys = keys(keymap, overlay.contexts(), offered);
    let hints = as_hints(&keys);
    let seen = lines.iter().filter(|line| line.over.is_none() && line.handling.is_some()).count();
    let title = title(standing, seen);
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(u16::from(standing < lines.len()));
    let window = Window {
        title: &title,
        hints: &hints,
        width: text_width(screen, 116),
        height: height(screen, rows.max(1).saturating_add(WORDS + 2)),
        tone: Tone::Neutral,
    };
    let inner = window.draw(canvas, screen);
    let (rows, words) = inner.cut_top(inner.height.saturating_sub(WORDS));
    if lines.is_empty() {
        canvas.label(rows, Align::Left, "Nothing stands out, and nothing did lately", canvas.theme().muted);
    } else {
        list(overlay, canvas, rows, &lines, standing, state);
    }
    detail(canvas, words, lines.get(overlay.place(&lines)), state);
}

fn title(standing: usize, seen: usize) -> String {
    let seen = match seen {
        0 => String::new(),
        seen if seen == standing => ", seen".to_owned(),
        seen => format!(", {seen} of them seen"),
    };
    match standing {
        0 => "No alert stands".to_owned(),
        1 => format!("1 alert stands{seen}"),
        standing => format!("{standing} alerts stand{seen}"),
    }
}

/// How wide the columns of a line are, without the words, which have the rest; nothing where there is no room for one.
struct Columns([u16; 4]);

impl Columns {
    /// The titles of the columns.
    const TITLES: [&'static str; 5] = ["since", "connection", "about", "rule", "alert"];

    fn of(width: u16, lines: &[Line], state: &State) -> Self {
        let widest = |cell: &dyn Fn(&Line) -> usize, least: u16, most: u16| {
            let widest = lines.iter().map(cell).max().unwrap_or(0);
            u16::try_from(widest).unwrap_or(u16::MAX).clamp(least, most)
        };
        let connection = |line: &Line| line.key.about.connection().map_or(0, |id| text::width(id.as_str()));
        // The words say where it is, and what.
        let at_least = |columns: u16, wide: u16| if width >= columns { wide } else { 0 };
        Self([
            widest(&|line| text::width(&when(line, state)), 5, 20),
            at_least(100, widest(&connection, 10, 14)),
            at_least(64, widest(&|line| text::width(&line.key.about.subject()), 5, 14)),
            at_least(64, widest(&|line| text::width(line.key.rule.into()), 4, 20)),
        ])
    }

    /// The places of the columns in a row, each with its gap, and that of the words.
    fn cut(&self, row: Area) -> [Area; 5] {
        let mut rest = row;
        let mut places = [Area::default(); 5];
        for (place, width) in places.iter_mut().zip(self.0) {
            let gap = if width == 0 { 0 } else { 2 };
            let (cell, after) = rest.cut_left((width + gap).min(rest.width));
            (*place, rest) = (cell.cut_right(gap).1, after);
        }
        places[4] = rest;
        places
    }
}

/// Since when it stands, or when it was over; the date too where that was not today.
fn when(line: &Line, state: &State) -> String {
    format::moment(line.over.unwrap_or(line.since), state.now, &state.zone, state.times)
}

fn list(overlay: &AlertsOverlay, canvas: &mut Canvas<'_>, area: Area, lines: &[Line], standing: usize, state: &State) {
    let (theme, glyphs) = (canvas.theme(), *canvas.glyphs());
    let (head, rows) = area.cut_top(1);
    let columns = Columns::of(area.width, lines, state);
    let titles = columns.cut(head.cut_left(4).1);
    for (place, title) in titles.into_iter().zip(Columns::TITLES) {
        canvas.label(place, Align::Left, title, theme.header);
    }
    let heading = (standing < lines.len()).then_some(standing);
    // The heading of what is over takes a row of its own.
    let row_of = |at: usize| at + usize::from(heading.is_some_and(|heading| at >= heading));
    let selected = overlay.place(lines);
    let count = lines.len() + usize::from(heading.is_some());
    let top = viewport(row_of(selected), 0, usize::from(rows.height), count);
    for (at, row) in (top..count).zip(rows.rows()) {
        if heading == Some(at) {
            canvas.label(row.cut_left(4).1, Align::Left, "over, the last first", theme.header);
            continue;
        }
        let at = at - usize::from(heading.is_some_and(|heading| at > heading));
        let Some(line) = lines.get(at) else { continue };
        if at == selected {
            canvas.fill(row, theme.selected);
            canvas.glyph(row.x, row.y, glyphs.selected, theme.accent);
        }
        let tone = Tone::from(line.level);
        let is_quiet = line.over.is_some() || line.handling.is_some();
        let style = if is_quiet { theme.muted } else { tone.style(theme) };
        let glyph = match (line.over, &line.handling) {
            (Some(_), _) => glyphs.good,
            (None, Some(_)) => glyphs.paused,
            (None, None) => tone.glyph(&glyphs),
        };
        let (mark, rest) = row.cut_left(4);
        canvas.glyph(mark.x + 2, mark.y, glyph, style);
        let [since, connection, about, rule, words] = columns.cut(rest);
        canvas.label(since, Align::Left, &when(line, state), theme.muted);
        let whose = line.key.about.connection().map_or("", |id| id.as_str());
        canvas.label(connection, Align::Left, whose, theme.muted);
        canvas.label(about, Align::Left, &line.key.about.subject(), if is_quiet { theme.muted } else { theme.strong });
        canvas.label(rule, Align::Left, line.key.rule.into(), style);
        canvas.label(words, Align::Left, &line.words, if is_quiet { theme.muted } else { theme.text });
    }
}

/// What the selected one says in full, since when it stands, and what was done about it; then what is wrong with writing
/// it down or posting it.
fn detail(canvas: &mut Canvas<'_>, area: Area, line: Option<&Line>, state: &State) {
    let theme = canvas.theme();
    let (_, area) = area.cut_top(1);
    let fault = state.alerts.fault.as_ref().map(|fault| format!("What happens to alerts is not written down: {fault}"));
    let webhook =
        || state.alerts.webhook_fault.as_ref().map(|fault| format!("The webhook does not take alerts: {fault}"));
    let fault = fault.or_else(webhook);
    let Some(line) = line else {
        canvas.paragraph(area, Align::Left, &fault.unwrap_or_default(), theme.warning);
        return;
    };
    let (below, words) = area.cut_bottom(1);
    canvas.paragraph(words, Align::Left, &line.words, theme.text);
    if let Some(fault) = fault {
        canvas.label(below, Align::Left, &fault, theme.warning);
        return;
    }
    canvas.label(below, Align::Left, &told(line, state), theme.muted);
}

/// Which rule it is, since when it stands, and what was done about it.
fn told(line: &Line, state: &State) -> String {
    let moment = |at| format::moment(at, state.now, &state.zone, state.times);
    let mut words = format!("{}, since {}", line.key.rule, moment(line.since));
    if let Some(AlertHandling { by, at, until, acknowledged }) = &line.handling {
        let what = match (acknowledged, until) {
            (true, _) => "acknowledged".to_owned(),
            (false, Some(until)) => format!("snoozed until {}", moment(*until)),
            (false, None) => "snoozed until it is over".to_owned(),
        };
        let _ = write!(words, ", {what} by {by} at {}", moment(*at));
    }
    if let Some(over) = line.over {
        let _ = write!(words, ", over at {}", moment(over));
    }
    words
}
