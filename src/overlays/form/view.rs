//! The forms drawn.

use crate::keymap::Keymap;
use crate::message::{Command, Level};
use crate::state::State;
use crate::ui::form::Form;
use crate::ui::{Align, Area, Canvas, Tone, Window, text};

use super::{AccountForm, OrderForm, SettleForm, TransferForm, WithdrawalForm, settle};
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

/// The room that labels and marks take beside what is said of a field.
const LABELS: usize = 22;

/// The most rows of what is said below a form.
const SAID: u16 = 4;

/// What the forms that send money show alike.
struct Sending<'f, Id> {
    title: &'f str,
    form: &'f Form<Id>,
    /// Whether enter asks.
    asks: bool,
    reveals: bool,
    waits: bool,
    said: Option<&'f (Level, String)>,
    tone: Tone,
}

impl<Id: Copy + PartialEq> Sending<'_, Id> {
    fn draw(&self, overlay: &dyn Overlay, canvas: &mut Canvas<'_>, screen: Area, keymap: &Keymap) {
        let mut commands = vec![Command::Submit, Command::Back, Command::PreviousField];
        commands.extend(self.reveals.then_some(Command::RevealNumber));
        let keys = keys(keymap, overlay.contexts(), &commands);
        let enter = if self.asks { "go on" } else { "next field" };
        let hints = as_hints(&keys).into_iter().enumerate();
        let hints: Vec<_> = hints.map(|(at, (key, word))| (key, if at == 0 { enter } else { word })).collect();
        let width = text_width(screen, 76);
        // What is wrong may be cut at its field.
        let cut = self.form.focused().and_then(|entry| entry.error.as_ref());
        let cut = cut.filter(|error| text::width(error) + LABELS > usize::from(width));
        let theme = canvas.theme();
        let (words, style) = match (self.said, cut) {
            _ if self.waits => ("Waiting for the provider's answer\u{2026}", theme.info),
            (Some((level, words)), _) => (words.as_str(), Tone::from(*level).style(theme)),
            (None, Some(error)) => (error.as_str(), theme.bad),
            (None, None) => ("You are asked once more before anything is sent.", theme.muted),
        };
        let rows = u16::try_from(text::wrap(words, usize::from(width)).len()).unwrap_or(u16::MAX).clamp(2, SAID);
        let fields = self.form.height();
        let height = fields.saturating_add(rows).saturating_add(1);
        let window = Window { title: self.title, hints: &hints, width, height, tone: self.tone };
        let inner = window.draw(canvas, screen);
        let (said, form) = inner.cut_bottom(rows);
        self.form.draw(canvas, form.cut_top(u16::from(form.height > fields)).1);
        canvas.paragraph(said, Align::Left, words, style);
    }
}

/// Draws the form of a withdrawal.
pub fn withdrawal(overlay: &WithdrawalForm, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
    let production = state.connection(&overlay.draft.connection).is_some_and(|found| found.info.is_production());
    let place = if production { " (PRODUCTION)" } else { "" };
    let (what, tone) = match (overlay.is_test(), production) {
        (true, _) => ("New TEST withdrawal", Tone::Warning),
        (false, true) => ("New withdrawal", Tone::Bad),
        (false, false) => ("New withdrawal", Tone::Neutral),
    };
    let sending = Sending {
        title: &format!("{what} at {}{place}", overlay.draft.connection),
        form: &overlay.draft.form,
        asks: overlay.draft.asks(),
        reveals: true,
        waits: overlay.draft.is_sent(),
        said: overlay.draft.said.as_ref(),
        tone,
    };
    sending.draw(overlay, canvas, screen, keymap);
}

/// Draws the form of a transfer.
pub fn transfer(overlay: &TransferForm, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
    let production = state.connection(&overlay.draft.connection).is_some_and(|found| found.info.is_production());
    let (place, tone) = if production { (" (PRODUCTION)", Tone::Bad) } else { ("", Tone::Neutral) };
    let sending = Sending {
        title: &format!("New transfer at {}{place}", overlay.draft.connection),
        form: &overlay.draft.form,
        asks: overlay.draft.asks(),
        reveals: false,
        waits: overlay.draft.is_sent(),
        said: overlay.draft.said.as_ref(),
        tone,
    };
    sending.draw(overlay, canvas, screen, keymap);
}

/// Draws the form that says what became of a change: what it is, how that can be found out, and the fields.
pub fn settle(overlay: &SettleForm, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
    let keys = keys(keymap, overlay.contexts(), &[Command::Submit, Command::Back, Command::PreviousField]);
    let enter = if overlay.form.is_last() { "go on" } else { "next field" };
    let hints = as_hints(&keys).into_iter().enumerate();
    let hints: Vec<_> = hints.map(|(at, (key, word))| (key, if at == 0 { enter } else { word })).collect();
    let intent = state.intents.get(overlay.id);
    let (about, way) = intent.map_or_else(
        || ("It is no longer known here.".to_owned(), ""),
        |intent| (settle::about(intent, state), settle::way(intent)),
    );
    let title = format!("What became of {}?", overlay.id.short());
    let width = text_width(screen, 72);
    let rows = |words: &str| u16::try_from(text::wrap(words, usize::from(width)).len()).unwrap_or(u16::MAX);
    // The fields keep their places as they come and go.
    let fields = u16::try_from(2 * overlay.form.entries().len()).unwrap_or(u16::MAX);
    let words = rows(&about).saturating_add(rows(way));
    // Above the words, between them, and below them.
    let gaps = 3;
    let wanted = words.saturating_add(fields).saturating_add(gaps);
    let window = Window { title: &title, hints: &hints, width, height: wanted, tone: Tone::Unconfirmed };
    let inner = window.draw(canvas, screen);
    let theme = canvas.theme();
    // Where it is low, the fields come before the words on how to find out, and those before the gaps.
    let (mut rest, form) = inner.cut_top(inner.height.saturating_sub(fields));
    let mut spare = rest.height.saturating_sub(words).min(gaps);
    rest = rest.cut_top(u16::from(spare == gaps)).1;
    for (paragraph, style) in [(about.as_str(), theme.strong), (way, theme.muted)] {
        let taken = canvas.paragraph(rest, Align::Left, paragraph, style);
        rest = rest.cut_top(taken + spare.min(1)).1;
        spare = spare.saturating_sub(1);
    }
    overlay.form.draw(canvas, form);
}
