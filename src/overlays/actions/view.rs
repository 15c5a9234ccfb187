//! What can be done with a row, drawn: what cannot is there too, with its reason.

use crate::keymap::Keymap;
use crate::message::Command;
use crate::overlays::{Overlay, as_hints, keys, text_width};
use crate::ui::table::viewport;
use crate::ui::{Align, Area, Canvas, Window};

use super::ActionsOverlay;

/// Draws it.
pub fn draw(overlay: &ActionsOverlay, canvas: &mut Canvas<'_>, screen: Area, keymap: &Keymap) {
    let keys = keys(keymap, overlay.contexts(), &[Command::Choose, Command::Back]);
    let hints = as_hints(&keys);
    let rows = u16::try_from(overlay.actions.len()).unwrap_or(u16::MAX);
    // Below the list there is room for one reason in full.
    let window = Window {
        title: &overlay.title,
        hints: &hints,
        width: text_width(screen, 76),
        height: rows.saturating_add(3).min(screen.height.saturating_sub(2)),
        ..Window::default()
    };
    let inner = window.draw(canvas, screen);
    let (theme, glyphs) = (canvas.theme(), canvas.glyphs());
    let (reason, list) = inner.cut_bottom(if inner.height > 6 { 3 } else { 0 });
    let top = viewport(overlay.selected, 0, usize::from(list.height), overlay.actions.len());
    for ((at, action), row) in overlay.actions.iter().enumerate().skip(top).zip(list.rows()) {
        if at == overlay.selected {
            canvas.fill(row, theme.selected);
            canvas.glyph(row.x, row.y, glyphs.selected, theme.accent);
        }
        let (key, words) = row.cut_left(2).1.cut_left(7);
        let off = action.why_not.is_some();
        canvas.label(key, Align::Left, &action.key, if off { theme.muted } else { theme.key });
        let (not, words) = words.cut_right(if off { 5 } else { 0 });
        canvas.label(words, Align::Left, action.command.words(), if off { theme.muted } else { theme.text });
        canvas.label(not, Align::Right, "not", theme.warning);
    }
    if let Some(why) = overlay.actions.get(overlay.selected).and_then(|action| action.why_not.as_ref()) {
        canvas.paragraph(reason.cut_top(1).1, Align::Left, why, theme.warning);
    }
}
