//! The forms of a deposit drawn: the payment system and how to pay by it, the fields, and what came of it.

use crate::keymap::Keymap;
use crate::message::{Command, DepositStep};
use crate::state::State;
use crate::ui::{Align, Area, Canvas, Tone, Window, text};

use super::DepositForm;
use super::answer::Answer;
use crate::overlays::{Overlay, as_hints, height, keys, text_width};

/// How wide the words are at most.
const WIDTH: u16 = 72;

fn title(form: &DepositForm) -> String {
    let name = &form.ask.system.name;
    match form.ask.step {
        DepositStep::Create => format!("Create a transaction by {name}"),
        DepositStep::Activate => format!("Activate a payment by {name}"),
        DepositStep::Report => format!("Have a payment by {name} looked for"),
        DepositStep::Pay => format!("Create a payment by {name}"),
    }
}

/// What the form is about, a line each: the system, and what shows users how to pay.
fn about(form: &DepositForm, state: &State) -> [String; 2] {
    let ask = &form.ask;
    let production = state.connection(&ask.connection).is_none_or(|connection| connection.info.is_production());
    let production = if production { " (PRODUCTION)" } else { "" };
    let hint = match &ask.hint {
        Some(address) => format!("how to pay: {address}"),
        None => "how to pay: the provider shows nothing for it".to_owned(),
    };
    [format!("{} in {}, at {}{production}", ask.system.kind, ask.system.currency, ask.connection), hint]
}

/// Draws the form, or what came of it.
pub fn draw(form: &DepositForm, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
    match &form.answer {
        Some(answer) => draw_answer(form, answer, canvas, screen, keymap),
        None => draw_form(form, canvas, screen, state, keymap),
    }
}

fn draw_form(form: &DepositForm, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
    let shown = keys(keymap, form.contexts(), &[Command::Submit, Command::Back, Command::PreviousField]);
    let enter = if form.form.is_last() { "go on" } else { "next field" };
    let hints = as_hints(&shown).into_iter().enumerate();
    let hints: Vec<_> = hints.map(|(at, (key, word))| (key, if at == 0 { enter } else { word })).collect();
    let title = title(form);
    let width = text_width(screen, WIDTH);
    let about = about(form, state);
    let rows = |words: &str| u16::try_from(text::wrap(words, usize::from(width)).len()).unwrap_or(u16::MAX);
    let words = about.iter().fold(0_u16, |sum, words| sum.saturating_add(rows(words)));
    // A gap above the fields, and two rows for what is said.
    let wanted = words.saturating_add(form.form.height()).saturating_add(4);
    let window = Window { title: &title, hints: &hints, width, height: wanted, tone: Tone::Neutral };
    let inner = window.draw(canvas, screen);
    let theme = canvas.theme();
    // Where it is low, the fields come before the words.
    let room = inner.height.saturating_sub(form.form.height()).saturating_sub(2).min(words + 2);
    let (mut above, rest) = inner.cut_top(room);
    above = above.cut_top(u16::from(above.height > words)).1;
    for (line, style) in about.iter().zip([theme.strong, theme.text]) {
        if above.height == 1 {
            // As much of an address as there is room for, rather than the words before it alone.
            canvas.label(above, Align::Left, line, style);
            break;
        }
        let taken = canvas.paragraph(above, Align::Left, line, style);
        above = above.cut_top(taken).1;
    }
    let (said, fields) = rest.cut_bottom(2);
    form.form.draw(canvas, fields);
    let (line, style) = match &form.said {
        _ if form.is_waiting(state) => ("Waiting for the provider's answer\u{2026}".to_owned(), theme.info),
        Some((level, words)) => (words.clone(), Tone::from(*level).style(theme)),
        None => ("You are asked once more before anything is sent.".to_owned(), theme.muted),
    };
    canvas.paragraph(said, Align::Left, &line, style);
}

fn draw_answer(form: &DepositForm, answer: &Answer, canvas: &mut Canvas<'_>, screen: Area, keymap: &Keymap) {
    let mut wanted = vec![Command::Back];
    wanted.extend(answer.address.as_ref().map(|_| Command::CopyAddress));
    wanted.extend(answer.id.as_ref().map(|_| Command::CopyId));
    let shown = keys(keymap, form.contexts(), &wanted);
    let hints = as_hints(&shown);
    let title = title(form);
    let width = text_width(screen, WIDTH);
    let mut paragraphs = answer.words.clone();
    let address = answer.address.as_ref().map(ToString::to_string);
    paragraphs.extend(address.clone());
    let id = answer.id.as_ref().map(|id| format!("{}: {id}", answer.id_is));
    paragraphs.extend(id.clone());
    let tone = Tone::from(answer.level);
    let rows = height(&paragraphs, width).saturating_add(2);
    let window = Window { title: &title, hints: &hints, width, height: rows, tone };
    let inner = window.draw(canvas, screen);
    let (theme, glyphs) = (canvas.theme(), canvas.glyphs());
    let mut rest = inner.cut_top(u16::from(inner.height >= rows)).1;
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let is_copied = Some(paragraph) == address.as_ref() || Some(paragraph) == id.as_ref();
        let style = match at {
            0 => tone.style(theme),
            _ if is_copied => theme.strong,
            _ => theme.text,
        };
        let words = if at == 0 { format!("{} {paragraph}", tone.glyph(glyphs)) } else { paragraph.clone() };
        let taken = canvas.paragraph(rest, Align::Left, &words, style);
        rest = rest.cut_top(taken + 1).1;
    }
}
