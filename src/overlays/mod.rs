//! The overlays: windows above the panes, in one stack. An open overlay is opaque to keys.

mod confirm;
mod form;
mod handset;
mod help;
mod palette;
mod results;
mod upi_ids;
mod wizard;

use jiff::Timestamp;

use crate::domain::{Data, Fault, IntentId, Outcome};
use crate::keymap::Keymap;
use crate::message::{Command, Context, Ids, Open, Step, Ticket};
use crate::state::State;
use crate::ui::{Area, Canvas, Hint, text};

/// A window above the panes.
pub trait Overlay {
    /// Where keys have their meaning, top first.
    fn contexts(&self) -> &'static [Context];

    /// Whether a text field of it takes what is typed.
    fn is_typing(&self) -> bool {
        false
    }

    /// What it asks for as it opens.
    fn start(&mut self, _state: &State, _ids: &mut Ids) -> Vec<Step> {
        Vec::new()
    }

    /// Has this much room from now on.
    fn resize(&mut self, _screen: Area) {}

    /// Carries a command out.
    fn run(&mut self, command: Command, state: &State, ids: &mut Ids) -> Vec<Step>;

    /// Takes a typed or pasted text into its field.
    fn insert(&mut self, _text: &str) {}

    /// Takes up what became of a change. `None` where the change is not its own.
    fn outcome(&mut self, _intent: IntentId, _outcome: &Outcome, _state: &State, _ids: &mut Ids) -> Option<Vec<Step>> {
        None
    }

    /// Takes up the answer to its question; one with another ticket is dropped.
    fn reply(&mut self, _ticket: Ticket, _result: &Result<Data, Fault>) {}

    /// When what it shows changes by time alone.
    fn wake_at(&self, _state: &State) -> Option<Timestamp> {
        None
    }

    /// Whether it shows the messages of the handset, and so needs them fresh.
    fn watches_handset(&self) -> bool {
        false
    }

    /// Draws itself above what is there.
    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap);
}

/// The keys of an overlay for the lower border of its window, the most needed first.
fn keys(keymap: &Keymap, contexts: &[Context], commands: &[Command]) -> Vec<(String, &'static str)> {
    keymap.hints(contexts, commands)
}

/// The same, as the window takes them.
fn as_hints<'a>(keys: &'a [(String, &'static str)]) -> Vec<Hint<'a>> {
    keys.iter().map(|(key, word)| (key.as_str(), *word)).collect()
}

/// How wide a window's text may be on a screen.
fn text_width(screen: Area, wanted: u16) -> u16 {
    wanted.min(screen.width.saturating_sub(4))
}

/// How many rows `paragraphs` take at this width, each with an empty row after it but for the last.
fn height(paragraphs: &[String], width: u16) -> u16 {
    let rows: usize = paragraphs.iter().map(|paragraph| text::wrap(paragraph, usize::from(width)).len() + 1).sum();
    u16::try_from(rows.saturating_sub(1)).unwrap_or(u16::MAX)
}

/// The overlay that was asked for. `beneath` is the stack of contexts it opens above.
#[must_use]
pub fn open(open: Open, beneath: &[Context], state: &State, keymap: &Keymap) -> Box<dyn Overlay> {
    match open {
        Open::Confirm(confirm) => Box::new(confirm::ConfirmOverlay::new(confirm)),
        Open::Otp { key, then } => Box::new(wizard::OtpWizard::new(key, then)),
        Open::Sms { key, then } => Box::new(wizard::SmsWizard::new(key, then, state)),
        Open::UpiIds(key) => Box::new(upi_ids::UpiIdsOverlay::new(key)),
        Open::NewAccount(connection) => Box::new(form::AccountForm::create(&connection, state)),
        Open::EditAccount(key) => Box::new(form::AccountForm::edit(key, state)),
        Open::Order(key) => Box::new(form::OrderForm::new(key, state)),
        Open::Settle(id) => Box::new(form::SettleForm::new(id, state)),
        Open::Help => Box::new(help::HelpOverlay::new(beneath, keymap)),
        Open::Palette => Box::new(palette::PaletteOverlay::new(beneath, keymap)),
        Open::Handset(connection) => Box::new(handset::HandsetOverlay::new(connection)),
        Open::Results(intents) => Box::new(results::ResultsOverlay::new(intents)),
    }
}
