//! The locked screen: since when, and what unlocks it. Nothing that a pane, an overlay or a word at the bottom could
//! show of accounts is drawn.

use crate::app::App;
use crate::app::lock::Lock;
use crate::message::{Command, Context};
use crate::ui::{Align, Area, Canvas, Window, format, text};

/// How wide its sentences are.
const WIDTH: u16 = 56;

impl App {
    /// Draws it in place of everything below the header.
    pub(super) fn draw_lock(&self, canvas: &mut Canvas<'_>, screen: Area, lock: &Lock) {
        let keys = self.keymap.hints(&[Context::Lock, Context::Always], &[Command::Unlock, Command::Interrupt]);
        let hints: Vec<_> = keys.iter().map(|(key, word)| (key.as_str(), *word)).collect();
        let width = WIDTH.min(screen.width.saturating_sub(4));
        let since = format::clock_short(lock.since, &self.state.zone);
        let operator = &self.state.operator;
        let wrong = if lock.wrong { "That is not the name. " } else { "" };
        let sentences = [
            format!("Since {since} nothing but the header is shown, and no key does anything. Polling goes on."),
            format!("{wrong}Type {operator} to unlock it."),
        ];
        let lines: Vec<_> = sentences.iter().map(|sentence| text::wrap(sentence, usize::from(width))).collect();
        let count = lines.iter().map(Vec::len).sum::<usize>();
        let window = Window {
            title: "Locked",
            hints: &hints,
            width,
            height: u16::try_from(count).unwrap_or(u16::MAX).saturating_add(3),
            ..Window::default()
        };
        let mut rest = window.draw(canvas, screen);
        let theme = canvas.theme();
        for (at, paragraph) in lines.iter().enumerate() {
            let style = if at == 1 && lock.wrong { theme.bad } else { theme.text };
            for line in paragraph {
                let (row, below) = rest.cut_top(1);
                canvas.label(row, Align::Left, line.as_ref(), style);
                rest = below;
            }
            rest = rest.cut_top(1).1;
        }
        lock.field.draw(canvas, rest, true);
    }
}
