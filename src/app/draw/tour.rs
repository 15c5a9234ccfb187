//! The first lines of help, at the bottom of the pane, where the rows that matter are not covered.

use crate::app::App;
use crate::message::Command;
use crate::ui::{Align, Area, Canvas, Window};

/// What somebody needs to know who is here for the first time: a command whose key is told, and the words after it.
const LINES: [(&[Command], &str); 5] = [
    (&[Command::Up, Command::Down, Command::GoThere, Command::Details], "move, and go on from the row"),
    (&[Command::NextPane, Command::PreviousPane], "go through the panes"),
    (&[Command::Search, Command::Palette], "find any row, and any command"),
    (&[Command::Help, Command::Quit], "all keys here, and leave"),
    (&[], "What moves money asks first, in full words"),
];

/// The room of the keys.
const KEYS: u16 = 13;

impl App {
    /// Draws them, where they were not seen yet and nothing else is open.
    pub(super) fn draw_tour(&self, canvas: &mut Canvas<'_>, pane: Area) {
        if self.tour.is_none() || !self.overlays.is_empty() {
            return;
        }
        let words = LINES.iter().map(|(_, words)| words.len()).max().unwrap_or(0);
        let window = Window {
            title: "For a start (this goes with your first key)",
            width: KEYS + u16::try_from(words).unwrap_or(0),
            height: 5,
            ..Window::default()
        };
        let (_, below) = pane.cut_top(pane.height.saturating_sub(window.area(pane).height));
        let inner = window.draw(canvas, below);
        let theme = canvas.theme();
        let stack = self.pane_contexts();
        for ((commands, words), row) in LINES.iter().zip(inner.rows()) {
            let keys: Vec<String> = self.keymap.hints(&stack, commands).into_iter().map(|(key, _)| key).collect();
            let (left, right) = row.cut_left(KEYS);
            let place = if keys.is_empty() { row } else { right };
            canvas.label(left, Align::Left, &keys.join(" "), theme.key);
            canvas.label(place, Align::Left, words, theme.text);
        }
    }
}
