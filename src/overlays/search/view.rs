//! The search drawn: what is typed, and what was found, by kind.

use crate::keymap::Keymap;
use crate::message::Command;
use crate::overlays::{Overlay, as_hints, keys, text_width};
use crate::ui::table::viewport;
use crate::ui::{Align, Area, Canvas, Window, format};

use super::{Line, SearchOverlay};

/// How many lines of what was found are shown at once.
const ROWS: u16 = 24;

/// Draws the search.
pub fn draw(overlay: &SearchOverlay, canvas: &mut Canvas<'_>, screen: Area, keymap: &Keymap) {
    let keys = keys(keymap, overlay.contexts(), &[Command::Choose, Command::Back]);
    let hints = as_hints(&keys);
    let window = Window {
        title: "Find in every pane",
        hints: &hints,
        width: text_width(screen, 96),
        height: (ROWS + 2).min(screen.height.saturating_sub(2)),
        ..Window::default()
    };
    let inner = window.draw(canvas, screen);
    let theme = canvas.theme();
    let (input, rest) = inner.cut_top(1);
    overlay.field.draw(canvas, input, true);
    let list = rest.cut_top(1).1;
    if overlay.lines.is_empty() {
        let words = if overlay.field.text().trim().is_empty() {
            "Every word you type has to be found: accounts, wallets, payouts, postbacks, payees, the journal"
        } else {
            "Nothing that is known here has that"
        };
        canvas.paragraph(list, Align::Left, words, theme.muted);
        return;
    }
    let top = viewport(overlay.selected, 0, usize::from(list.height), overlay.lines.len());
    // The heading of the first rows is worth a line.
    let top = if overlay.selected == 1 { 0 } else { top };
    for ((at, line), row) in overlay.lines.iter().enumerate().skip(top).zip(list.rows()) {
        match line {
            Line::Kind { kind, all, shown } => {
                let count = format::count(*all as u64);
                let more =
                    if all > shown { format!(" {count}, the best {shown} of them") } else { format!(" {count}") };
                canvas.runs(row, Align::Left, &[(kind, theme.title), (&more, theme.muted)]);
            }
            Line::Row { row: found, .. } => {
                if at == overlay.selected {
                    canvas.fill(row, theme.selected);
                    canvas.glyph(row.x, row.y, canvas.glyphs().selected, theme.accent);
                }
                let (connection, rest) = row.cut_left(2).1.cut_right((row.width / 5).min(18));
                // Where it is narrow, what tells two apart stands at the end of the title.
                let (words, title) = rest.cut_right(if row.width < 60 { 5 } else { rest.width / 2 });
                canvas.label(title.cut_right(1).1, Align::Left, &found.title, theme.text);
                canvas.label(words.cut_right(1).1, Align::Left, &found.words, theme.muted);
                canvas.label(connection, Align::Left, &found.connection, theme.muted);
            }
        }
    }
}
