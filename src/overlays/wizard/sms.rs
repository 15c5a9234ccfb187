//! Authorisation by SMS: the provider says what the account holder has to send where; once it is sent, confirm.

use secrecy::SecretString;

use crate::domain::{AccountKey, Change, IntentId, Outcome, Phone, Receipt, SessionId, Text};
use crate::keymap::Keymap;
use crate::message::{Command, Context, Ids, Level, Planned, Step};
use crate::state::State;
use crate::ui::field::{Kind, TextField};
use crate::ui::{Area, Canvas, Editable};

use super::{Said, finish, told, view};
use crate::overlays::Overlay;

/// The SMS the account holder has to send.
#[derive(Clone)]
pub struct Sms {
    pub(super) session: SessionId,
    pub(super) target: Phone,
    pub(super) text: Text,
}

/// How far the authorisation is.
pub enum Phase {
    /// Nothing was started yet.
    Ready,
    /// It is being started.
    Starting(IntentId),
    /// The SMS is known; the holder sends it.
    Shown(Sms),
    /// Whether it arrived is being asked.
    Confirming(IntentId, Sms),
}

/// The SMS wizard of one account.
pub struct SmsWizard {
    pub(super) key: AccountKey,
    pub(super) then: Option<Box<Change>>,
    pub(super) phase: Phase,
    /// The account's own phone, used unless another is typed.
    pub(super) phone: Phone,
    pub(super) other: TextField,
    pub(super) said: Said,
}

impl SmsWizard {
    /// The wizard of the account `key`; once it is authorised, `then` is sent.
    pub fn new(key: AccountKey, then: Option<Box<Change>>, state: &State) -> Self {
        let phone = state.row(&key).map_or_else(|| Phone::new(""), |row| row.account.phone.clone());
        Self { key, then, phase: Phase::Ready, phone, other: TextField::new(Kind::Plain).with_max(16), said: None }
    }

    fn begin(&mut self, ids: &mut Ids) -> Vec<Step> {
        let typed = self.other.text().trim();
        if !typed.is_empty() && !Phone::is_plausible(typed) {
            self.said = Some((Level::Warning, "A phone has 8 to 15 digits, with or without a + before them.".into()));
            return Vec::new();
        }
        let phone = if typed.is_empty() { self.phone.clone() } else { Phone::new(typed) };
        let id = ids.intent();
        self.phase = Phase::Starting(id);
        self.said = None;
        let change = Change::StartSms { account: self.key.account.clone(), phone };
        vec![Step::Change { id, planned: Planned::new(self.key.connection.clone(), change) }]
    }

    fn confirm(&mut self, sms: Sms, ids: &mut Ids) -> Vec<Step> {
        let id = ids.intent();
        let change = Change::ConfirmSms { account: self.key.account.clone(), session: sms.session.clone() };
        self.phase = Phase::Confirming(id, sms);
        self.said = None;
        vec![Step::Change { id, planned: Planned::new(self.key.connection.clone(), change) }]
    }
}

impl Overlay for SmsWizard {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Wizard, Context::Text]
    }

    fn is_typing(&self) -> bool {
        matches!(self.phase, Phase::Ready)
    }

    fn run(&mut self, command: Command, state: &State, ids: &mut Ids) -> Vec<Step> {
        match (command, &self.phase) {
            (Command::Back, _) => vec![Step::Close],
            (Command::Handset, _) => super::handset(&self.key, state),
            (Command::Submit, Phase::Ready) | (Command::Resend, Phase::Shown(_)) => self.begin(ids),
            (Command::Submit, Phase::Shown(sms)) => {
                let sms = sms.clone();
                self.confirm(sms, ids)
            }
            (Command::CopyPhone, Phase::Shown(sms)) => {
                vec![Step::Copy { what: "number", text: SecretString::from(sms.target.full()) }]
            }
            (Command::CopyText, Phase::Shown(sms)) => {
                vec![Step::Copy { what: "text", text: SecretString::from(sms.text.as_str()) }]
            }
            (_, Phase::Ready) => {
                self.other.edit(command);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn insert(&mut self, text: &str) {
        self.said = self.other.type_in(text).map(|why| (Level::Warning, why));
    }

    fn outcome(&mut self, intent: IntentId, outcome: &Outcome, _state: &State, ids: &mut Ids) -> Option<Vec<Step>> {
        match &self.phase {
            Phase::Starting(starting) if *starting == intent => {
                if let Outcome::Done(Receipt::SmsStarted { session, target, text }) = outcome {
                    let sms = Sms { session: session.clone(), target: target.clone(), text: text.clone() };
                    self.phase = Phase::Shown(sms);
                } else {
                    self.phase = Phase::Ready;
                    self.said = told(outcome, "Starting again does no harm.");
                }
                Some(Vec::new())
            }
            Phase::Confirming(confirming, sms) if *confirming == intent => {
                if let Outcome::Done(_) = outcome {
                    return Some(finish(&self.key, self.then.take(), "SMS", ids));
                }
                self.phase = Phase::Shown(sms.clone());
                self.said = told(outcome, "Make sure the SMS was sent, wait a moment and confirm again.");
                Some(Vec::new())
            }
            _ => None,
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
        view::sms(self, canvas, screen, state, keymap);
    }
}
