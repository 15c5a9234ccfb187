//! The palette drawn.

use crate::keymap::Keymap;
use crate::message::Command;
use crate::ui::table::viewport;
use crate::ui::{Align, Area, Canvas, Window};

use super::PaletteOverlay;
use crate::overlays::{Overlay, as_hints, keys, text_width};

/// How many commands are shown at once.
const ROWS: u16 = 14;

/// Draws the palette.
pub fn draw(overlay: &PaletteOverlay, canvas: &mut Canvas<'_>, screen: Area, keymap: &Keymap) {
    let keys = keys(keymap, overlay.contexts(), &[Command::Choose, Command::Back]);
    let hints = as_hints(&keys);
    let window = Window {
        title: "Commands",
        hints: &hints,
        width: text_width(screen, 72),
        height: (ROWS + 2).min(screen.height.saturating_sub(4)),
        ..Window::default()
    };
    let inner = window.draw(canvas, screen);
    let theme = canvas.theme();
    let (input, rest) = inner.cut_top(1);
    overlay.field.draw(canvas, input, true);
    let list = rest.cut_top(1).1;
    if overlay.found.is_empty() {
        canvas.label(list, Align::Left, "No command has that in its name or words", theme.muted);
        return;
    }
    let top = viewport(overlay.selected, 0, usize::from(list.height), overlay.found.len());
    for ((at, found), row) in overlay.found.iter().enumerate().skip(top).zip(list.rows()) {
        let choice = &overlay.choices[*found];
        if at == overlay.selected {
            canvas.fill(row, theme.selected);
        }
        let (name, rest) = row.cut_left(22.min(row.width));
        let (keys, words) = rest.cut_right(10.min(rest.width / 3));
        canvas.label(name, Align::Left, choice.command.name(), theme.accent);
        canvas.label(words, Align::Left, choice.command.words(), theme.text);
        canvas.label(keys, Align::Right, &choice.keys, theme.key);
    }
}
