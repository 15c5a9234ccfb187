//! What may follow the first key of two, in the lower right corner, where it covers the least.

use crate::app::App;
use crate::ui::{Align, Area, Canvas, Window};

/// The room of a key.
const KEY: u16 = 6;

impl App {
    /// Draws it, where a key was begun and nobody went on.
    pub(super) fn draw_followers(&self, canvas: &mut Canvas<'_>, screen: Area) {
        let Some((first, followers)) = self.followers() else { return };
        let words = followers.iter().map(|(_, command)| command.words().len()).max().unwrap_or(0);
        let title = format!("{first} and then");
        let window = Window {
            title: &title,
            hints: &[("esc", "neither")],
            width: KEY + u16::try_from(words).unwrap_or(u16::MAX),
            height: u16::try_from(followers.len()).unwrap_or(u16::MAX),
            ..Window::default()
        };
        // As large as it would be in the middle of the screen.
        let size = window.area(screen);
        let inner = window.draw(canvas, screen.cut_bottom(size.height).0.cut_right(size.width).0);
        let theme = canvas.theme();
        for ((key, command), row) in followers.iter().zip(inner.rows()) {
            let (left, right) = row.cut_left(KEY);
            canvas.label(left, Align::Left, &key.to_string(), theme.key);
            canvas.label(right, Align::Left, command.words(), theme.text);
        }
    }
}
