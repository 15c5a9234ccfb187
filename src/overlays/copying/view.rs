//! What of a row can be copied, drawn.

use secrecy::ExposeSecret;

use crate::keymap::Keymap;
use crate::message::Command;
use crate::overlays::{Overlay, as_hints, keys, text_width};
use crate::ui::{Align, Area, Canvas, Window};

use super::CopyingOverlay;

/// How wide it is said what it is, and the space behind it.
const WHAT: u16 = 18;

/// Draws it.
pub fn draw(overlay: &CopyingOverlay, canvas: &mut Canvas<'_>, screen: Area, keymap: &Keymap) {
    let keys = keys(keymap, overlay.contexts(), &[Command::Choose, Command::Back]);
    let hints = as_hints(&keys);
    let window = Window {
        title: "Copy",
        hints: &hints,
        width: text_width(screen, 60),
        height: u16::try_from(overlay.choices.len()).unwrap_or(u16::MAX).min(screen.height.saturating_sub(2)),
        ..Window::default()
    };
    let inner = window.draw(canvas, screen);
    let (theme, glyphs) = (canvas.theme(), canvas.glyphs());
    for ((at, choice), row) in overlay.choices.iter().enumerate().zip(inner.rows()) {
        if at == overlay.selected {
            canvas.fill(row, theme.selected);
            canvas.glyph(row.x, row.y, glyphs.selected, theme.accent);
        }
        let (key, rest) = row.cut_left(2).1.cut_left(3);
        // What is chosen by being first has the key that opened the list; others without one are walked to.
        let command = choice.command.or((at == 0).then_some(Command::Choose));
        let chords = command.map(|command| keymap.chords(overlay.contexts(), command)).unwrap_or_default();
        let typed = chords.iter().find(|chord| chord.first.typed().is_some());
        canvas.label(key, Align::Left, &typed.map(ToString::to_string).unwrap_or_default(), theme.key);
        let (what, value) = rest.cut_left((rest.width / 3).max(WHAT).min(rest.width));
        canvas.label(what, Align::Left, choice.what, theme.text);
        let first: String = choice.text.expose_secret().split_whitespace().collect::<Vec<_>>().join(" ");
        canvas.label(value, Align::Left, &first, theme.muted);
    }
}
