//! The form of redirect addresses drawn, and the hashes.

use crate::keymap::Keymap;
use crate::message::Command;
use crate::state::State;
use crate::ui::{Align, Area, Canvas, Tone, Window, format};

use super::{Hashes, RedirectsForm};
use crate::overlays::{Overlay, as_hints, keys, text_width};

/// Draws the form, or the hashes.
pub fn draw(form: &RedirectsForm, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
    match &form.hashes {
        Some(hashes) => draw_hashes(form, hashes, canvas, screen, state, keymap),
        None => draw_form(form, canvas, screen, keymap),
    }
}

fn draw_form(form: &RedirectsForm, canvas: &mut Canvas<'_>, screen: Area, keymap: &Keymap) {
    let shown = keys(keymap, form.contexts(), &[Command::Submit, Command::Back, Command::PreviousField]);
    let enter = if form.form.is_last() { "hash" } else { "next field" };
    let hints = as_hints(&shown).into_iter().enumerate();
    let hints: Vec<_> = hints.map(|(at, (key, word))| (key, if at == 0 { enter } else { word })).collect();
    let title = format!("Have redirect addresses hashed at {}", form.connection);
    let height = form.form.height().saturating_add(3);
    let window = Window { title: &title, hints: &hints, width: text_width(screen, 76), height, tone: Tone::Neutral };
    let inner = window.draw(canvas, screen);
    let (said, fields) = inner.cut_bottom(2);
    form.form.draw(canvas, fields.cut_top(u16::from(fields.height > form.form.height())).1);
    let theme = canvas.theme();
    let (words, style) = match (&form.asked, &form.said) {
        (Some(_), _) => ("Waiting for the provider's answer\u{2026}".to_owned(), theme.info),
        (None, Some((level, words))) => (words.clone(), Tone::from(*level).style(theme)),
        (None, None) => ("A hash can be used for a day; nothing is changed by asking.".to_owned(), theme.muted),
    };
    canvas.paragraph(said, Align::Left, &words, style);
}

fn draw_hashes(
    form: &RedirectsForm,
    hashes: &Hashes,
    canvas: &mut Canvas<'_>,
    screen: Area,
    state: &State,
    keymap: &Keymap,
) {
    let shown = keys(keymap, form.contexts(), &[Command::CopyId, Command::CopyAddress, Command::Back]);
    let hints = as_hints(&shown);
    let hints: Vec<_> = hints
        .into_iter()
        .enumerate()
        .map(|(at, (key, word))| (key, if at == 0 { "copy hash" } else { word }))
        .collect();
    let title = format!("Hashes of redirect addresses at {}", form.connection);
    let rows = u16::try_from(hashes.rows.len() * 2 + hashes.bad.len()).unwrap_or(u16::MAX);
    let height = rows.saturating_add(2).min(screen.height.saturating_sub(2));
    let window = Window { title: &title, hints: &hints, width: text_width(screen, 90), height, tone: Tone::Good };
    let inner = window.draw(canvas, screen);
    let (theme, glyphs) = (canvas.theme(), canvas.glyphs());
    let (first, rest) = inner.cut_top(2);
    let until = format::moment(hashes.until, state.now, &state.zone, state.times);
    let words = if hashes.until <= state.now {
        format!("They can be used no longer: their day was over at {until}. Ask again.")
    } else {
        format!("They can be used until {until}, a day after they were asked for.")
    };
    canvas.paragraph(first, Align::Left, &words, if hashes.until <= state.now { theme.bad } else { theme.strong });
    let fits = usize::from(rest.height / 2).max(1);
    let top = (hashes.at + 1).saturating_sub(fits);
    let mut rest = rest;
    for (at, row) in hashes.rows.iter().enumerate().skip(top) {
        let (place, below) = rest.cut_top(2);
        rest = below;
        let selected = at == hashes.at;
        if selected {
            canvas.fill(place, theme.selected);
            canvas.glyph(place.x, place.y, glyphs.selected, theme.accent);
        }
        let inside = place.cut_left(2).1;
        let address = row.address.as_ref().map(crate::domain::Text::as_str).unwrap_or_default();
        let head = format!("{} {}: {address}", row.list.words(), row.order);
        canvas.label(inside.row(0), Align::Left, &head, theme.muted);
        canvas.label(inside.row(1), Align::Left, row.hash.as_str(), theme.strong);
    }
    for (text, row) in hashes.bad.iter().zip(rest.rows()) {
        canvas.label(row, Align::Left, &format!("unreadable: {text}"), theme.warning);
    }
}
