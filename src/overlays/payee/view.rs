//! The forms of a payee drawn.

use crate::keymap::Keymap;
use crate::message::{Command, Level};
use crate::overlays::{Overlay, as_hints, height, keys, text_width};
use crate::state::State;
use crate::ui::form::Form;
use crate::ui::{Align, Area, Canvas, Tone, Window};

use super::account::AccountForm;
use super::details::DetailsForm;
use super::import::ImportForm;
use super::production;

/// How wide the words are at most.
const WIDTH: u16 = 76;

/// What all forms show.
struct Drawn<'f, Id> {
    title: &'f str,
    form: &'f Form<Id>,
    /// What enter does.
    enter: &'f str,
    reveals: bool,
    waits: bool,
    said: Option<&'f (Level, String)>,
    /// What is said where nothing else is.
    quiet: &'f str,
    tone: Tone,
}

impl<Id: Copy + PartialEq> Drawn<'_, Id> {
    fn draw(&self, overlay: &dyn Overlay, canvas: &mut Canvas<'_>, screen: Area, keymap: &Keymap) {
        let mut commands = vec![Command::Submit, Command::Back, Command::PreviousField];
        commands.extend(self.reveals.then_some(Command::RevealNumber));
        let keys = keys(keymap, overlay.contexts(), &commands);
        let hints = as_hints(&keys).into_iter().enumerate();
        let hints: Vec<_> = hints.map(|(at, (key, word))| (key, if at == 0 { self.enter } else { word })).collect();
        let window = Window {
            title: self.title,
            hints: &hints,
            width: text_width(screen, WIDTH),
            height: self.form.height().saturating_add(3),
            tone: self.tone,
        };
        let inner = window.draw(canvas, screen);
        let theme = canvas.theme();
        let (below, fields) = inner.cut_bottom(2);
        self.form.draw(canvas, fields.cut_top(u16::from(fields.height > self.form.height())).1);
        let (words, style) = match self.said {
            _ if self.waits => ("Waiting for the provider's answer\u{2026}".to_owned(), theme.info),
            Some((level, words)) => (words.clone(), Tone::from(*level).style(theme)),
            // What is wrong may be cut at its field.
            None => match self.form.focused().and_then(|entry| entry.error.as_ref()) {
                Some(error) => (error.clone(), theme.bad),
                None => (self.quiet.to_owned(), theme.muted),
            },
        };
        canvas.paragraph(below, Align::Left, &words, style);
    }
}

const ASKED: &str = "You are asked once more before anything is sent.";

fn tone(production: &str) -> Tone {
    if production.is_empty() { Tone::Neutral } else { Tone::Bad }
}

/// Draws the form of who is registered or changed.
pub fn details(overlay: &DetailsForm, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
    let production = production(&overlay.connection, state);
    let what = match &overlay.known {
        None => "Register a payee".to_owned(),
        Some(known) => format!("Change {}", known.title),
    };
    let enter = if overlay.tried || overlay.form.is_last() { "go on" } else { "next field" };
    let drawn = Drawn {
        title: &format!("{what} at {}{production}", overlay.connection),
        form: &overlay.form,
        enter,
        reveals: false,
        waits: overlay.waits(state),
        said: overlay.said.as_ref(),
        quiet: ASKED,
        tone: tone(production),
    };
    drawn.draw(overlay, canvas, screen, keymap);
}

/// Draws the form of an account to add.
pub fn account(overlay: &AccountForm, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
    let production = production(&overlay.key.connection, state);
    let drawn = Drawn {
        title: &format!("Add an account to {} at {}{production}", overlay.title, overlay.key.connection),
        form: &overlay.form,
        enter: if overlay.tried || overlay.form.is_last() { "go on" } else { "next field" },
        reveals: true,
        waits: overlay.waits(state),
        said: overlay.said.as_ref(),
        quiet: ASKED,
        tone: tone(production),
    };
    drawn.draw(overlay, canvas, screen, keymap);
}

/// Draws the form of a number to remember, or who it was of.
pub fn import(overlay: &ImportForm, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
    let title = format!("Remember a payee of {}{}", overlay.connection, production(&overlay.connection, state));
    if let Some(paragraphs) = overlay.answer() {
        let shown = keys(keymap, overlay.contexts(), &[Command::Back]);
        let width = text_width(screen, WIDTH);
        let rows = height(&paragraphs, width).saturating_add(2);
        let window = Window { title: &title, hints: &as_hints(&shown), width, height: rows, tone: Tone::Good };
        let inner = window.draw(canvas, screen);
        let theme = canvas.theme();
        let mut rest = inner.cut_top(u16::from(inner.height >= rows)).1;
        for paragraph in &paragraphs {
            let taken = canvas.paragraph(rest, Align::Left, paragraph, theme.text);
            rest = rest.cut_top(taken + 1).1;
        }
        return;
    }
    let drawn = Drawn {
        title: &title,
        form: &overlay.form,
        enter: if overlay.form.is_last() { "look up" } else { "next field" },
        reveals: false,
        waits: overlay.waits(),
        said: overlay.said.as_ref(),
        quiet: "Nothing is changed at the provider.",
        tone: Tone::Neutral,
    };
    drawn.draw(overlay, canvas, screen, keymap);
}
