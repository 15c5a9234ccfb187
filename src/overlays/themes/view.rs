//! The themes drawn.

use crate::keymap::Keymap;
use crate::message::Command;
use crate::ui::table::viewport;
use crate::ui::{Align, Area, Canvas, Tone, Window, text};

use super::ThemesOverlay;
use crate::overlays::{Overlay, as_hints, keys, text_width};

/// The tones, each in its own colour, so that they can be compared.
const TONES: [(Tone, &str); 4] =
    [(Tone::Good, "done"), (Tone::Info, "news"), (Tone::Warning, "late"), (Tone::Bad, "failed")];

/// Draws the list, and below it what the tones look like.
pub fn draw(overlay: &ThemesOverlay, canvas: &mut Canvas<'_>, screen: Area, keymap: &Keymap) {
    let keys = keys(keymap, overlay.contexts(), &[Command::Choose, Command::Back]);
    let hints = as_hints(&keys);
    let count = u16::try_from(overlay.names.len()).unwrap_or(u16::MAX);
    let window = Window {
        title: "Theme, for this session",
        hints: &hints,
        width: text_width(screen, 38),
        height: count.saturating_add(2).min(screen.height.saturating_sub(4)),
        ..Window::default()
    };
    let inner = window.draw(canvas, screen);
    let (theme, glyphs) = (canvas.theme(), *canvas.glyphs());
    let (rows, tones) = inner.cut_top(inner.height.saturating_sub(if inner.height > 4 { 2 } else { 0 }));
    let top = viewport(overlay.selected, 0, usize::from(rows.height), overlay.names.len());
    for ((at, name), row) in overlay.names.iter().enumerate().skip(top).zip(rows.rows()) {
        if at == overlay.selected {
            canvas.fill(row, theme.selected);
            canvas.glyph(row.x, row.y, glyphs.selected, theme.accent);
        }
        let (place, note) = row.cut_left(2).1.cut_left(row.width / 2);
        canvas.label(place, Align::Left, name, theme.text);
        if at == overlay.before {
            canvas.label(note, Align::Left, "until now", theme.muted);
        }
    }
    let mut rest = tones.row(1);
    for (tone, word) in TONES {
        let words = format!("{} {word}", tone.glyph(&glyphs));
        let width = u16::try_from(text::width(&words)).unwrap_or(u16::MAX).saturating_add(2);
        let (place, after) = rest.cut_left(width);
        canvas.label(place, Align::Left, &words, tone.style(theme));
        rest = after;
    }
}
