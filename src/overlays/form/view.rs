//! The forms drawn.

use crate::keymap::Keymap;
use crate::message::Command;
use crate::state::State;
use crate::ui::{Align, Area, Canvas, Tone, Window};

use super::{AccountForm, OrderForm};
use crate::overlays::{Overlay, as_hints, keys, text_width};

/// Draws the form of an account.
pub fn account(overlay: &AccountForm, canvas: &mut Canvas<'_>, screen: Area, keymap: &Keymap) {
    let keys = keys(keymap, overlay.contexts(), &[Command::Submit, Command::Back, Command::PreviousField]);
    let enter = if overlay.form.is_last() { "save" } else { "next field" };
    let hints = as_hints(&keys).into_iter().enumerate();
    let hints: Vec<_> = hints.map(|(at, (key, word))| (key, if at == 0 { enter } else { word })).collect();
    let window = Window {
        title: &overlay.title,
        hints: &hints,
        width: text_width(screen, 64),
        height: overlay.form.height().saturating_add(3),
        ..Window::default()
    };
    let inner = window.draw(canvas, screen);
    let theme = canvas.theme();
    let (said, form) = inner.cut_bottom(2);
    overlay.form.draw(canvas, form.cut_top(u16::from(form.height > overlay.form.height())).1);
    let (words, style) = match (&overlay.saving, &overlay.said) {
        (Some(_), _) => ("Waiting for the provider's answer\u{2026}".to_owned(), theme.info),
        (None, Some((level, words))) => (words.clone(), Tone::from(*level).style(theme)),
        (None, None) if overlay.editing.is_some() => {
            ("Only what you type is sent; the rest stays as it is.".to_owned(), theme.muted)
        }
        (None, None) => (String::new(), theme.text),
    };
    canvas.paragraph(said, Align::Left, &words, style);
}

/// Draws the form of an order.
pub fn order(overlay: &OrderForm, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
    let keys = keys(keymap, overlay.contexts(), &[Command::Submit, Command::Back]);
    let hints = as_hints(&keys);
    let whose = state.row(&overlay.key).map_or_else(|| overlay.key.account.to_string(), |row| row.account.title());
    let title = format!("Withdraw from {whose}");
    let window = Window {
        title: &title,
        hints: &hints,
        width: text_width(screen, 72),
        height: overlay.form.height().saturating_add(3),
        tone: Tone::Neutral,
    };
    let inner = window.draw(canvas, screen);
    let form = inner.cut_top(1).1;
    overlay.form.draw(canvas, form);
    let theme = canvas.theme();
    let below = form.cut_top(overlay.form.height()).1;
    canvas.label(below, Align::Left, "You are asked once more before anything is sent.", theme.muted);
}
