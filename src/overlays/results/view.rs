//! The results drawn.

use crate::keymap::Keymap;
use crate::message::Command;
use crate::state::State;
use crate::ui::{Align, Area, Canvas, Tone, Window};

use super::ResultsOverlay;
use crate::overlays::{Overlay, as_hints, keys, text_width};

/// How many lines a screen shows.
pub fn page(screen: Area) -> usize {
    usize::from(screen.height.saturating_sub(6)).max(1)
}

/// Draws the results.
pub fn draw(overlay: &ResultsOverlay, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
    let keys = keys(keymap, overlay.contexts(), &[Command::Back]);
    let hints = as_hints(&keys);
    let intents: Vec<_> = overlay.intents.iter().filter_map(|id| state.intents.get(*id)).collect();
    let open = intents.iter().filter(|intent| intent.is_in_flight()).count();
    let title = if open == 0 {
        format!("{} changes: all answered", intents.len())
    } else {
        format!("{} changes: {open} waiting for the answer", intents.len())
    };
    let rows = u16::try_from(intents.len()).unwrap_or(u16::MAX);
    // Where an authorisation is missing, the way to it is told.
    let unauthorised = intents.iter().any(|intent| matches!(intent.state().code(), Some("8001" | "8002")));
    let wants = if unauthorised { 2 } else { 0 };
    let window = Window {
        title: &title,
        hints: &hints,
        width: text_width(screen, 84),
        height: rows.saturating_add(wants).min(screen.height.saturating_sub(4)).max(1),
        ..Window::default()
    };
    let inner = window.draw(canvas, screen);
    let (inner, next) = inner.cut_top(rows.min(inner.height));
    let (theme, glyphs) = (canvas.theme(), canvas.glyphs());
    let top = overlay.top.min(intents.len().saturating_sub(usize::from(inner.height)));
    for (intent, row) in intents[top..].iter().zip(inner.rows()) {
        let tone = Tone::from(intent.state());
        let whose = intent.key().map_or_else(String::new, |key| state.title(&key));
        let (left, right) = row.cut_left(32.min(row.width / 2));
        canvas.label(left, Align::Left, &whose, theme.strong);
        let told = intent.told();
        let runs = [(tone.glyph(glyphs), tone.style(theme)), (" ", theme.text), (told.as_str(), tone.style(theme))];
        canvas.runs(right, Align::Left, &runs);
    }
    if unauthorised {
        let words = "Where an authorisation is missing: go to the row and give it by OTP or SMS.";
        canvas.paragraph(next.cut_top(next.height.min(1)).1, Align::Left, words, theme.muted);
    }
}
