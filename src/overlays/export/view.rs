//! The form of an export drawn.

use crate::keymap::Keymap;
use crate::message::Command;
use crate::overlays::{Overlay, as_hints, keys, text_width};
use crate::ui::{Area, Canvas, Window};

use super::ExportForm;

/// Draws it.
pub fn draw(overlay: &ExportForm, canvas: &mut Canvas<'_>, screen: Area, keymap: &Keymap) {
    let keys = keys(keymap, overlay.contexts(), &[Command::Submit, Command::Back]);
    let hints = as_hints(&keys);
    let title = format!("Write {} to a file", overlay.count());
    let window = Window {
        title: &title,
        hints: &hints,
        width: text_width(screen, 64),
        height: overlay.form.height().saturating_add(1),
        ..Window::default()
    };
    let inner = window.draw(canvas, screen);
    overlay.form.draw(canvas, inner.cut_top(u16::from(inner.height > overlay.form.height())).1);
}
