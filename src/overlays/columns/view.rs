//! The columns to choose from, drawn.

use crate::keymap::Keymap;
use crate::message::Command;
use crate::overlays::{Overlay, as_hints, keys, text_width};
use crate::ui::table::viewport;
use crate::ui::{Align, Area, Canvas, Window};

use super::ColumnsOverlay;

/// Draws them.
pub fn draw(overlay: &ColumnsOverlay, canvas: &mut Canvas<'_>, screen: Area, keymap: &Keymap) {
    let commands = [
        Command::ShowColumn,
        // The way out early: those at the end leave where it is narrow.
        Command::Back,
        Command::ColumnBefore,
        Command::ColumnAfter,
        Command::Narrower,
        Command::Wider,
        Command::SortColumn,
        Command::PresetColumns,
    ];
    let keys = keys(keymap, overlay.contexts(), &commands);
    let hints = as_hints(&keys);
    let count = u16::try_from(overlay.columns.len()).unwrap_or(u16::MAX);
    let title = format!("Columns of {}", overlay.pane.title());
    let window = Window {
        title: &title,
        hints: &hints,
        width: text_width(screen, 48),
        height: count.saturating_add(2).min(screen.height.saturating_sub(2)),
        ..Window::default()
    };
    let inner = window.draw(canvas, screen);
    let (theme, glyphs) = (canvas.theme(), canvas.glyphs());
    let (said, rows) = inner.cut_bottom(u16::from(inner.height > 4));
    let top = viewport(overlay.selected, 0, usize::from(rows.height), overlay.columns.len());
    for ((at, column), row) in overlay.columns.iter().enumerate().skip(top).zip(rows.rows()) {
        let mut ground = row;
        if at == overlay.selected {
            canvas.fill(row, theme.selected);
            canvas.glyph(row.x, row.y, glyphs.selected, theme.accent);
        }
        ground = ground.cut_left(2).1;
        let (mark, style) = if column.hidden { (glyphs.no, theme.muted) } else { (glyphs.yes, theme.text) };
        let (tick, rest) = ground.cut_left(2);
        canvas.label(tick, Align::Left, mark, if column.hidden { theme.muted } else { theme.good });
        let (width, rest) = rest.cut_right(14.min(rest.width / 2));
        let arrow = overlay.sort.as_ref().filter(|sort| sort.column == column.name);
        let arrow = arrow.map_or("", |sort| if sort.descending { glyphs.sort_down } else { glyphs.sort_up });
        canvas.runs(rest, Align::Left, &[(column.title, style), (" ", style), (arrow, theme.accent)]);
        match column.width {
            Some(cells) => canvas.label(width, Align::Right, &format!("{cells} wide"), theme.text),
            None => canvas.label(width, Align::Right, "as it needs", theme.muted),
        }
    }
    let words = overlay.said.unwrap_or("What does not fit leaves by its own order of need.");
    canvas.label(said, Align::Left, words, if overlay.said.is_some() { theme.warning } else { theme.muted });
}
