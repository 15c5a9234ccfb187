//! The overlays: windows above the panes, in one stack. An open overlay is opaque to keys.

mod actions;
mod alerts;
mod batch;
mod columns;
mod confirm;
mod copying;
mod deposit;
mod export;
mod filters;
mod form;
mod handset;
mod help;
mod palette;
mod payee;
mod redirects;
mod results;
mod search;
mod themes;
mod upi_ids;
mod wizard;

use jiff::Timestamp;

use crate::domain::{Data, Fault, IntentId, Outcome};
use crate::keymap::Keymap;
use crate::message::{Command, Confirm, Context, FoundRows, Ids, Open, Reviewed, Step, Ticket, Typed};
use crate::state::State;
use crate::ui::{Area, Canvas, Hint, text};

/// A question, and how far its answer is.
#[derive(Clone, Copy, Debug)]
pub struct Question<'q> {
    /// What is asked.
    pub confirm: &'q Confirm,
    /// What must be typed next before the yes counts.
    pub wanted: Option<&'q Typed>,
    /// What is wrong with what was typed.
    pub said: Option<&'q str>,
}

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

    /// The text in the field that takes what is typed, where it is one that may be edited outside: never a secret.
    fn edited(&self) -> Option<&str> {
        None
    }

    /// A change was planned and leaves: one that an overlay waits for was said yes to.
    fn planned(&mut self, _intent: IntentId) {}

    /// Takes up what became of a change. `None` where the change is not its own.
    fn outcome(&mut self, _intent: IntentId, _outcome: &Outcome, _state: &State, _ids: &mut Ids) -> Option<Vec<Step>> {
        None
    }

    /// Takes up the answer to its question; one with another ticket is dropped.
    fn reply(&mut self, _ticket: Ticket, _result: &Result<Data, Fault>) {}

    /// Takes up a file that was read for it and held against the journal; one with another ticket is dropped.
    fn reviewed(&mut self, _ticket: Ticket, _result: &Result<Reviewed, String>) {}

    /// The question it is, where it is one: what is told where there is no screen.
    fn question(&self) -> Option<Question<'_>> {
        None
    }

    /// What it has every pane searched for, where it was not told yet what was found.
    fn sought(&self) -> Option<&str> {
        None
    }

    /// Takes up what was found of that.
    fn found(&mut self, _found: Vec<FoundRows>) {}

    /// When what it shows changes by time alone.
    fn wake_at(&self, _state: &State) -> Option<Timestamp> {
        None
    }

    /// Whether it shows the messages of the handset, and so needs them fresh.
    fn watches_handset(&self) -> bool {
        false
    }

    /// Whether it is to be read alone: what is open beneath it is not drawn.
    fn stands_alone(&self) -> bool {
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
        Open::Deposit(ask) => Box::new(deposit::DepositForm::new(*ask)),
        Open::HashRedirects(connection) => Box::new(redirects::RedirectsForm::new(connection)),
        Open::Withdrawal { connection, like } => Box::new(form::WithdrawalForm::new(connection, like, state)),
        Open::Transfer { connection, payee, like } => Box::new(form::TransferForm::new(connection, payee, like, state)),
        Open::Payee(ask) => payee::open(ask, state),
        Open::Settle(id) => Box::new(form::SettleForm::new(id, state)),
        Open::Batch(connection) => Box::new(batch::BatchOverlay::new(connection.as_ref(), state)),
        Open::Columns { pane, columns, layout } => Box::new(columns::ColumnsOverlay::new(pane, columns, layout)),
        Open::Copying(choices) => Box::new(copying::CopyingOverlay::new(choices)),
        Open::Actions(row) => Box::new(actions::ActionsOverlay::new(row, beneath, keymap)),
        Open::Export { pane, records } => Box::new(export::ExportForm::new(pane.title(), records, state)),
        Open::Filters { pane, current, saved } => Box::new(filters::FiltersOverlay::new(pane, current, saved)),
        Open::Search => Box::new(search::SearchOverlay::new()),
        Open::Alerts => Box::<alerts::AlertsOverlay>::default(),
        Open::Help => Box::new(help::HelpOverlay::new(beneath, keymap)),
        Open::Palette { panes } => Box::new(palette::PaletteOverlay::new(beneath, panes, keymap)),
        Open::Themes { names, current } => Box::new(themes::ThemesOverlay::new(names, &current)),
        Open::Handset(connection) => Box::new(handset::HandsetOverlay::new(connection)),
        Open::Results(intents) => Box::new(results::ResultsOverlay::new(intents)),
    }
}
