//! The UPI ids drawn.

use crate::keymap::Keymap;
use crate::message::Command;
use crate::state::State;
use crate::ui::table::viewport;
use crate::ui::{Align, Area, Canvas, Tone, Window};

use super::{List, UpiIdsOverlay};
use crate::overlays::{Overlay, as_hints, keys, text_width};

/// Draws the list.
pub fn draw(overlay: &UpiIdsOverlay, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
    let title = state.row(&overlay.key).map_or_else(|| overlay.key.account.to_string(), |row| row.account.title());
    let title = format!("UPI ids of {title}");
    let keys = keys(keymap, overlay.contexts(), &[Command::Choose, Command::Back]);
    let hints = as_hints(&keys);
    let count = u16::try_from(overlay.ids().len().max(2)).unwrap_or(u16::MAX);
    let window = Window {
        title: &title,
        hints: &hints,
        width: text_width(screen, 60),
        height: count.saturating_add(3).min(screen.height.saturating_sub(4)),
        ..Window::default()
    };
    let inner = window.draw(canvas, screen);
    let (theme, glyphs) = (canvas.theme(), canvas.glyphs());
    let (rows, said) = inner.cut_top(inner.height.saturating_sub(2));
    match &overlay.list {
        List::Loading => canvas.label(rows, Align::Left, "Asking for the UPI ids\u{2026}", theme.muted),
        List::Failed(fault) => {
            let words = format!("{fault}. {} The choose key asks again.", fault.advice());
            canvas.paragraph(rows, Align::Left, &words, theme.bad);
        }
        List::Here(list) if list.rows.is_empty() => {
            canvas.label(rows, Align::Left, "This account has no UPI ids", theme.muted);
        }
        List::Here(list) => {
            let top = viewport(overlay.selected, 0, usize::from(rows.height), list.rows.len());
            for ((at, upi), row) in list.rows.iter().enumerate().skip(top).zip(rows.rows()) {
                if at == overlay.selected {
                    canvas.fill(row, theme.selected);
                    canvas.glyph(row.x, row.y, glyphs.selected, theme.accent);
                }
                canvas.label(row.cut_left(2).1, Align::Left, &upi.masked(), theme.text);
            }
        }
    }
    let (line, style) = match (&overlay.setting, &overlay.said) {
        (Some(_), _) => ("Waiting for the provider's answer\u{2026}".to_owned(), theme.info),
        (None, Some((level, words))) => (words.clone(), Tone::from(*level).style(theme)),
        (None, None) => (String::new(), theme.text),
    };
    canvas.paragraph(said, Align::Left, &line, style);
}
