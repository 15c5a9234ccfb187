//! The question drawn.

use crate::keymap::Keymap;
use crate::message::{Command, Context, Typed};
use crate::state::State;
use crate::ui::{Align, Area, Canvas, Tone, Window, text};

use super::ConfirmOverlay;
use crate::overlays::{Overlay, text_width};

/// How wide the words are at most.
const WIDTH: u16 = 64;

/// The lines of the question at this width: its paragraphs with a space after each, then its list, and the numbers in
/// it, hidden unless `revealed`.
fn lines(overlay: &ConfirmOverlay, width: u16, revealed: bool) -> Vec<String> {
    let wrapped =
        |words: &str| text::wrap(words, usize::from(width)).into_iter().map(str::to_owned).collect::<Vec<_>>();
    let mut lines = Vec::new();
    for paragraph in &overlay.confirm.body {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(wrapped(paragraph));
    }
    let numbers = overlay.numbers();
    if !overlay.confirm.list.is_empty() || !numbers.is_empty() {
        lines.push(String::new());
    }
    for entry in &overlay.confirm.list {
        lines.extend(wrapped(entry));
    }
    for (what, number) in numbers {
        let number = if revealed { number.full().to_owned() } else { number.to_string() };
        lines.extend(wrapped(&format!("{what}: {number}")));
    }
    lines
}

/// The rows below the words: what has to be typed, and what is said.
fn below(overlay: &ConfirmOverlay) -> u16 {
    if overlay.confirm.typed.is_empty() { 2 } else { 4 }
}

/// How many lines it has, and how many of them are in view.
pub fn extent(overlay: &ConfirmOverlay) -> (usize, usize) {
    let screen = overlay.screen;
    let all = lines(overlay, text_width(screen, WIDTH), overlay.revealed.is_some()).len();
    let rows = screen.height.saturating_sub(4 + below(overlay)).max(1);
    (all, all.min(usize::from(rows)))
}

/// What has to be typed, in words.
fn prompt(wanted: &Typed) -> String {
    match wanted {
        Typed::Word(word) => word.clone(),
        Typed::Amount(amount) => format!("the amount ({})", amount.digits()),
    }
}

/// Draws the question.
pub fn draw(overlay: &ConfirmOverlay, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
    let confirm = &overlay.confirm;
    let contexts: &[Context] = overlay.contexts();
    let width = text_width(screen, WIDTH);
    let all = lines(overlay, width, overlay.is_revealed(state.now));
    let rows = extent(overlay).1;
    let more = all.len().saturating_sub(overlay.top + rows);
    // The yes is offered once it counts: not before the question can have been read.
    let ready = overlay.is_ready(state) && overlay.is_read();
    let mut keys: Vec<(String, &str)> = Vec::new();
    if ready {
        let yes = if overlay.done + 1 < confirm.typed.len() { "go on" } else { &confirm.yes };
        keys.extend(keymap.hints(contexts, &[Command::Accept]).into_iter().map(|(key, _)| (key, yes)));
    }
    if all.len() > rows {
        keys.extend(keymap.hints(contexts, &[Command::Down]));
    }
    if !overlay.numbers().is_empty() {
        keys.extend(keymap.hints(contexts, &[Command::RevealNumber]));
    }
    keys.extend(keymap.hints(contexts, &[Command::Back]));
    let hints: Vec<_> = keys.iter().map(|(key, word)| (key.as_str(), *word)).collect();
    let shown = u16::try_from(rows).unwrap_or(u16::MAX);
    let window = Window {
        title: &confirm.title,
        hints: &hints,
        width,
        height: shown.saturating_add(below(overlay)).saturating_add(1),
        tone: if confirm.danger { Tone::Bad } else { Tone::Neutral },
    };
    let inner = window.draw(canvas, screen);
    let theme = canvas.theme();
    let inner = inner.cut_top(u16::from(inner.height > shown + below(overlay))).1;
    let (words, rest) = inner.cut_top(shown);
    for (line, row) in all[overlay.top.min(all.len())..].iter().zip(words.rows()) {
        canvas.label(row, Align::Left, line, theme.text);
    }
    let (input, said) = rest.cut_top(rest.height.saturating_sub(1));
    if let Some(wanted) = overlay.wanted() {
        let line = input.cut_top(u16::from(input.height > 2)).1;
        let (what, count) = (prompt(wanted), confirm.typed.len());
        let step = if count > 1 { format!(" ({} of {count})", overlay.done + 1) } else { String::new() };
        canvas.label(line, Align::Left, &format!("Type {what} to go on{step}:"), theme.warning);
        overlay.typed.draw(canvas, line.cut_top(1).1.cut_left(24).0, true);
    }
    // What changed underneath is told before the yes, not only after it.
    let moved = overlay.moved(state).map(|moved| format!("No longer as shown: {moved}."));
    let (line, style) = match (moved, &overlay.said) {
        (Some(moved), _) => (moved, theme.bad),
        (None, Some(said)) => (said.clone(), theme.bad),
        (None, None) if more > 0 => {
            (format!("{more} more line{} below", if more == 1 { "" } else { "s" }), theme.warning)
        }
        (None, None) => (String::new(), theme.text),
    };
    // Without a field there are two rows for it.
    let said = if confirm.typed.is_empty() { rest } else { said };
    canvas.paragraph(said, Align::Left, &line, style);
}
