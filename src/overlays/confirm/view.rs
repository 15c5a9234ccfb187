//! The question drawn.

use crate::keymap::Keymap;
use crate::message::{Command, Context};
use crate::state::State;
use crate::ui::{Align, Area, Canvas, Tone, Window};

use super::ConfirmOverlay;
use crate::overlays::{Overlay, height, text_width};

/// Draws the question.
pub fn draw(overlay: &ConfirmOverlay, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
    let confirm = &overlay.confirm;
    let contexts: &[Context] = overlay.contexts();
    let yes = keymap.hints(contexts, &[Command::Accept]);
    let back = keymap.hints(contexts, &[Command::Back]);
    let mut keys: Vec<(String, &str)> = yes.into_iter().map(|(key, _)| (key, confirm.yes.as_str())).collect();
    keys.extend(back);
    let hints: Vec<_> = keys.iter().map(|(key, word)| (key.as_str(), *word)).collect();
    let mut body = confirm.body.clone();
    // What changed underneath is told before the yes, not only after it.
    if let Some(moved) = overlay.moved(state) {
        body.push(format!("This can no longer be done as shown: {moved}."));
    }
    let width = text_width(screen, 64);
    let typed = if confirm.typed.is_some() { 4 } else { 0 };
    let window = Window {
        title: &confirm.title,
        hints: &hints,
        width,
        height: height(&body, width).saturating_add(typed).saturating_add(2),
        tone: if confirm.danger { Tone::Bad } else { Tone::Neutral },
    };
    let inner = window.draw(canvas, screen).cut_top(u16::from(screen.height > 10)).1;
    let theme = canvas.theme();
    let (mut text, field) = inner.cut_top(inner.height.saturating_sub(typed));
    for paragraph in &body {
        let taken = canvas.paragraph(text, Align::Left, paragraph, theme.text);
        text = text.cut_top(taken + 1).1;
    }
    if let Some(expected) = &confirm.typed {
        canvas.label(field, Align::Left, &format!("Type {expected} to send it all the same:"), theme.warning);
        let (input, below) = field.cut_top(1).1.cut_top(1);
        overlay.typed.draw(canvas, input.cut_left(24).0, true);
        canvas.label(below, Align::Left, overlay.said.as_deref().unwrap_or(""), theme.bad);
    }
}
