//! The help drawn.

use crate::keymap::Keymap;
use crate::message::Command;
use crate::ui::{Align, Area, Canvas, Glyphs, Window};

use super::HelpOverlay;
use crate::overlays::{Overlay, as_hints, keys, text_width};

/// Takes a symbol out of the set in use.
pub type Symbol = fn(&Glyphs) -> &'static str;

/// A line of the help.
pub enum Line {
    /// The name of a place.
    Title(&'static str),
    /// Keys and what they do.
    Keys(String, &'static str),
    /// A symbol and what it means.
    Symbol(Symbol, &'static str),
    /// Nothing.
    Empty,
}

/// What the symbols of the rows mean.
const SYMBOLS: [(Symbol, &str); 8] = [
    (|glyphs| glyphs.marked, "marked"),
    (|glyphs| glyphs.on, "withdrawals on"),
    (|glyphs| glyphs.off, "withdrawals off"),
    (|glyphs| glyphs.working, "waiting for the provider's answer"),
    (|glyphs| glyphs.unconfirmed, "unconfirmed: nobody knows whether it happened"),
    (|glyphs| glyphs.late, "late: past the task's estimate"),
    (|glyphs| glyphs.stalled, "stalled: nothing has moved for too long"),
    (|glyphs| glyphs.stale, "stale: from before the provider stopped answering"),
];

/// Every line.
pub fn lines(overlay: &HelpOverlay) -> Vec<Line> {
    let mut lines = Vec::new();
    for section in &overlay.sections {
        lines.push(Line::Title(section.context.title()));
        for (command, chords) in &section.keys {
            match command.pane() {
                Some(0) => lines.push(Line::Keys("1 to 9".into(), "Go to that pane")),
                Some(_) => {}
                None => {
                    let keys: Vec<String> = chords.iter().map(ToString::to_string).collect();
                    let between = if chords.iter().any(|keys| keys.then.is_some()) { "  " } else { " " };
                    lines.push(Line::Keys(keys.join(between), command.words()));
                }
            }
        }
        lines.push(Line::Empty);
    }
    lines.push(Line::Title("Symbols"));
    lines.extend(SYMBOLS.iter().map(|(symbol, words)| Line::Symbol(*symbol, words)));
    lines
}

/// How many lines a screen shows.
pub fn page(screen: Area) -> usize {
    usize::from(screen.height.saturating_sub(4)).max(1)
}

/// Draws the help.
pub fn draw(overlay: &HelpOverlay, canvas: &mut Canvas<'_>, screen: Area, keymap: &Keymap) {
    let lines = lines(overlay);
    let fits = lines.len() <= page(screen);
    let commands: &[Command] = if fits { &[Command::Back] } else { &[Command::PageDown, Command::Back] };
    let keys = keys(keymap, overlay.contexts(), commands);
    let hints = as_hints(&keys);
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let window = Window {
        title: "Help: the keys of where you are",
        hints: &hints,
        width: text_width(screen, 84),
        height: rows.min(screen.height.saturating_sub(4)),
        ..Window::default()
    };
    let inner = window.draw(canvas, screen);
    let theme = canvas.theme();
    let glyphs = *canvas.glyphs();
    // At the end the window stays full.
    let top = overlay.top.min(lines.len().saturating_sub(usize::from(inner.height)));
    for (line, row) in lines[top..].iter().zip(inner.rows()) {
        let (left, right) = row.cut_left(if row.width > 50 { 18 } else { 11 });
        match line {
            Line::Title(title) => canvas.label(row, Align::Left, title, theme.title),
            Line::Keys(keys, words) => {
                canvas.label(left, Align::Left, keys, theme.key);
                canvas.label(right, Align::Left, words, theme.text);
            }
            Line::Symbol(symbol, words) => {
                canvas.label(left, Align::Left, symbol(&glyphs), theme.accent);
                canvas.label(right, Align::Left, words, theme.text);
            }
            Line::Empty => {}
        }
    }
}
