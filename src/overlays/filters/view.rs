//! The filters of a pane that have a name, drawn.

use crate::keymap::Keymap;
use crate::message::Command;
use crate::overlays::{Overlay, as_hints, keys, text_width};
use crate::ui::table::viewport;
use crate::ui::{Align, Area, Canvas, Window, text};

use super::FiltersOverlay;

/// The most filters that are shown at once.
const ROWS: u16 = 12;

/// Draws them.
pub fn draw(overlay: &FiltersOverlay, canvas: &mut Canvas<'_>, screen: Area, keymap: &Keymap) {
    let keys = keys(keymap, overlay.contexts(), &[Command::Choose, Command::DropFilter, Command::Back]);
    let hints = as_hints(&keys);
    let title = format!("Filters of {}", overlay.pane.title());
    let rows = u16::try_from(overlay.saved.len()).unwrap_or(u16::MAX).clamp(1, ROWS);
    let window = Window {
        title: &title,
        hints: &hints,
        width: text_width(screen, 60),
        height: rows.saturating_add(3).min(screen.height.saturating_sub(2)),
        ..Window::default()
    };
    let inner = window.draw(canvas, screen);
    let (theme, glyphs) = (canvas.theme(), canvas.glyphs());
    let (above, list) = inner.cut_top(3);
    if overlay.can_save() {
        let words = format!("keep {:?} as", overlay.current.trim());
        let words = text::fit(&words, usize::from(above.width), glyphs.ellipsis).into_owned();
        canvas.label(above.row(0), Align::Left, &words, theme.muted);
        overlay.name.draw(canvas, above.row(1), true);
    } else {
        canvas.label(above.row(0), Align::Left, "a filter that is on can be given a name here", theme.muted);
    }
    if overlay.saved.is_empty() {
        canvas.label(list, Align::Left, "No filter has a name yet", theme.muted);
        return;
    }
    let top = viewport(overlay.selected, 0, usize::from(list.height), overlay.saved.len());
    for ((at, saved), row) in overlay.saved.iter().enumerate().skip(top).zip(list.rows()) {
        if at == overlay.selected {
            canvas.fill(row, theme.selected);
            canvas.glyph(row.x, row.y, glyphs.selected, theme.accent);
        }
        let (name, words) = row.cut_left(2).1.cut_left(row.width / 3);
        canvas.label(name.cut_right(1).1, Align::Left, &saved.name, theme.strong);
        canvas.label(words, Align::Left, &saved.text, theme.muted);
    }
}
