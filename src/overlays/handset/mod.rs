//! The sandbox's simulated handset: the OTPs that arrived at it and the SMSs it has to send. A code that is read here
//! is still typed by hand. No provider has such a window.

mod view;

use crate::domain::{Change, ConnectionId, HandsetMessage, IntentId, Outcome};
use crate::keymap::Keymap;
use crate::message::{Command, Context, Ids, Level, Planned, Step};
use crate::state::State;
use crate::ui::{Area, Canvas};

use super::Overlay;

/// The handset of one sandbox connection.
pub struct HandsetOverlay {
    connection: ConnectionId,
    /// The message that is selected: a new one above it takes nothing of its place.
    selected: Option<HandsetMessage>,
    sending: Option<IntentId>,
}

impl HandsetOverlay {
    /// The handset of `connection`.
    pub fn new(connection: ConnectionId) -> Self {
        Self { connection, selected: None, sending: None }
    }

    fn messages<'a>(&self, state: &'a State) -> &'a [HandsetMessage] {
        state.connection(&self.connection).map_or(&[], |connection| &connection.handset)
    }

    /// Where the selected message stands; the newest, where none is.
    fn at(&self, state: &State) -> usize {
        let same = |message: &HandsetMessage, other: &HandsetMessage| {
            message.at == other.at && message.phone == other.phone && message.text == other.text
        };
        let selected = self.selected.as_ref();
        selected.and_then(|one| self.messages(state).iter().position(|other| same(one, other))).unwrap_or(0)
    }

    fn send(&mut self, state: &State, ids: &mut Ids) -> Vec<Step> {
        let Some(message) = self.messages(state).get(self.at(state)) else { return Vec::new() };
        match message.sent {
            None => vec![Step::Tell(Level::Info, "This one was received; nothing is to be sent".into())],
            Some(true) => vec![Step::Tell(Level::Info, "This one was sent already".into())],
            Some(false) => {
                let id = ids.intent();
                self.sending = Some(id);
                let change = Change::SendFromHandset { to: message.phone.clone(), text: message.text.clone() };
                vec![Step::Change { id, planned: Planned::new(self.connection.clone(), change) }]
            }
        }
    }
}

impl Overlay for HandsetOverlay {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Handset, Context::Movement]
    }

    fn run(&mut self, command: Command, state: &State, ids: &mut Ids) -> Vec<Step> {
        match command {
            Command::Back => vec![Step::Close],
            Command::SendSms => self.send(state, ids),
            _ => {
                if let Some(to) = command.moved(self.at(state), self.messages(state).len(), 5) {
                    self.selected = self.messages(state).get(to).cloned();
                }
                Vec::new()
            }
        }
    }

    fn outcome(&mut self, intent: IntentId, outcome: &Outcome, _state: &State, _ids: &mut Ids) -> Option<Vec<Step>> {
        if self.sending != Some(intent) {
            return None;
        }
        self.sending = None;
        let (level, words) = match outcome {
            Outcome::Done(_) => (Level::Good, "The SMS is sent: go back to the wizard and confirm it".to_owned()),
            Outcome::Rejected(rejection) => (Level::Bad, format!("The SMS: {}", rejection.words())),
            Outcome::Unconfirmed(fault) => (Level::Warning, format!("The SMS may be sent or not: {fault}")),
        };
        Some(vec![Step::Tell(level, words)])
    }

    fn watches_handset(&self) -> bool {
        true
    }

    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
        view::draw(self, canvas, screen, state, keymap);
    }
}
