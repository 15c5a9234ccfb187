//! How a field is drawn.

use unicode_segmentation::UnicodeSegmentation;

use super::TextField;
use crate::ui::text::{self, Align};
use crate::ui::{Area, Canvas};

impl TextField {
    /// Draws it in the first row of `area`, with the cursor where it has the focus. What is longer than the row is
    /// scrolled so that the cursor stays in view.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Area, focused: bool) {
        let row = area.row(0);
        if row.is_empty() {
            return;
        }
        let theme = canvas.theme();
        let ground = if focused { theme.input_focus } else { theme.input };
        canvas.fill(row, ground);
        let inner = if row.width > 4 { row.inset(1, 0) } else { row };
        if self.is_empty() {
            // The cursor stands on the placeholder's first character.
            canvas.label(inner, Align::Left, &self.placeholder, theme.placeholder);
            if focused {
                canvas.restyle(inner.cut_left(1).0, theme.cursor);
            }
            return;
        }
        let dots = |text: &str| canvas_dots(canvas.glyphs().secret, text);
        let secret = self.kind.is_secret() && !self.revealed;
        let (before, after) = self.text.split_at(self.cursor);
        let (before, after) = if secret { (dots(before), dots(after)) } else { (before.into(), after.into()) };
        let room = usize::from(inner.width);
        // One cell is kept for the cursor, which stands on the next grapheme, or on the end.
        let under = text::cells(&after).next().map_or(1, |(_, _, width)| usize::from(width));
        let (shown, scrolled) = if text::width(&before) + under <= room {
            (before.as_str(), false)
        } else {
            (text::tail(&before, room.saturating_sub(under + 1)), room > under)
        };
        let mut x = inner.x;
        if scrolled {
            x += canvas.glyph(x, inner.y, canvas.glyphs().ellipsis, theme.muted);
        }
        let style = ratatui::style::Style::new();
        x += canvas.text(x, inner.y, inner.right().saturating_sub(x), shown, style);
        canvas.text(x, inner.y, inner.right().saturating_sub(x), &after, style);
        if focused {
            let width = u16::try_from(under).unwrap_or(1).min(inner.right().saturating_sub(x));
            canvas.restyle(Area::new(x, inner.y, width, 1), theme.cursor);
        }
    }

    /// Draws it with its label above and, below, what is wrong with it or nothing: three rows.
    pub fn draw_labelled(&self, canvas: &mut Canvas<'_>, area: Area, label: &str, error: Option<&str>, focused: bool) {
        let theme = canvas.theme();
        canvas.label(area.row(0), Align::Left, label, if focused { theme.title } else { theme.muted });
        self.draw(canvas, area.row(1), focused);
        if let Some(error) = error {
            canvas.label(area.row(2), Align::Left, error, theme.bad);
        }
    }
}

/// One dot for each grapheme of `text`.
fn canvas_dots(dot: &str, text: &str) -> String {
    dot.repeat(text.graphemes(true).count())
}
