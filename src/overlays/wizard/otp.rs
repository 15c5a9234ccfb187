//! Authorisation by OTP: send it, wait, type it, confirm.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::domain::{
    AccountKey, Change, ChangeKind, ConnectionInfo, IntentId, IntentState, Outcome, Receipt, SessionId,
};
use crate::keymap::Keymap;
use crate::message::{Command, Context, Ids, Level, Planned, Step};
use crate::state::State;
use crate::ui::field::{Kind, TextField};
use crate::ui::{Area, Canvas, Editable};

use super::{Said, finish, told, view};
use crate::overlays::Overlay;

/// How far the authorisation is.
pub enum Phase {
    /// Nothing was sent yet.
    Ready,
    /// The OTP is being asked for; beside it the one that was sent before, should this one not be.
    Sending(IntentId, Option<(SessionId, Timestamp)>),
    /// The OTP was sent in this session at this time.
    Waiting(SessionId, Timestamp),
    /// The code that was typed is being checked.
    Confirming(IntentId, SessionId, Timestamp),
}

/// The OTP wizard of one account.
pub struct OtpWizard {
    pub(super) key: AccountKey,
    pub(super) then: Option<Box<Change>>,
    pub(super) phase: Phase,
    pub(super) code: TextField,
    /// Whether a code was refused: how long another one is valid is no longer known.
    pub(super) refused: bool,
    pub(super) said: Said,
}

impl OtpWizard {
    /// The wizard of the account `key`; once it is authorised, `then` is sent.
    pub fn new(key: AccountKey, then: Option<Box<Change>>) -> Self {
        Self {
            key,
            then,
            phase: Phase::Ready,
            code: TextField::new(Kind::SecretDigits).with_max(12),
            refused: false,
            said: None,
        }
    }

    /// How long until an OTP may be sent again, from whichever window the last one was sent.
    pub fn cool_down(&self, state: &State) -> SignedDuration {
        let sent = state.intents.of(&self.key).find_map(|intent| match (&intent.kind, intent.state()) {
            (ChangeKind::SendOtp, IntentState::Done { .. }) => Some(intent.since()),
            _ => None,
        });
        sent.map_or(SignedDuration::ZERO, |sent| self.left(sent, state, |info| info.otp_cool_down))
    }

    /// How long the OTP that was sent is usually valid; the provider has the last word.
    pub fn validity(&self, state: &State) -> SignedDuration {
        if self.refused {
            return SignedDuration::ZERO;
        }
        let (Phase::Waiting(_, sent) | Phase::Confirming(_, _, sent)) = &self.phase else {
            return SignedDuration::ZERO;
        };
        self.left(*sent, state, |info| info.otp_validity)
    }

    fn left(&self, sent: Timestamp, state: &State, span: impl Fn(&ConnectionInfo) -> Duration) -> SignedDuration {
        let Some(connection) = state.connection(&self.key.connection) else { return SignedDuration::ZERO };
        let span = SignedDuration::try_from(span(&connection.info)).unwrap_or_default();
        (span - state.now.duration_since(sent)).clamp(SignedDuration::ZERO, span)
    }

    /// Sends an OTP, unless the last one was sent too short a time ago.
    fn send_again(&mut self, state: &State, ids: &mut Ids) -> Vec<Step> {
        let left = self.cool_down(state);
        if left.is_zero() {
            return self.send(ids);
        }
        self.said = Some((Level::Info, "Not yet: another code can be sent once the time above is over.".into()));
        Vec::new()
    }

    fn send(&mut self, ids: &mut Ids) -> Vec<Step> {
        let id = ids.intent();
        let before = match &self.phase {
            Phase::Waiting(session, sent) => Some((session.clone(), *sent)),
            _ => None,
        };
        self.phase = Phase::Sending(id, before);
        self.refused = false;
        self.said = None;
        self.code.clear();
        let change = Change::SendOtp { account: self.key.account.clone() };
        vec![Step::Change { id, planned: Planned::new(self.key.connection.clone(), change) }]
    }

    fn confirm(&mut self, session: SessionId, sent: Timestamp, ids: &mut Ids) -> Vec<Step> {
        if self.code.is_empty() {
            self.said = Some((Level::Info, "Type the code the account holder was sent.".into()));
            return Vec::new();
        }
        let id = ids.intent();
        let change = Change::ConfirmOtp {
            account: self.key.account.clone(),
            session: session.clone(),
            code: self.code.take_secret(),
        };
        self.phase = Phase::Confirming(id, session, sent);
        self.said = None;
        vec![Step::Change { id, planned: Planned::new(self.key.connection.clone(), change) }]
    }
}

impl Overlay for OtpWizard {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Wizard, Context::Text]
    }

    fn is_typing(&self) -> bool {
        matches!(self.phase, Phase::Waiting(..))
    }

    fn run(&mut self, command: Command, state: &State, ids: &mut Ids) -> Vec<Step> {
        match (command, &self.phase) {
            (Command::Back, _) => return vec![Step::Close],
            (Command::Handset, _) => return super::handset(&self.key, state),
            (Command::Submit, Phase::Ready) | (Command::Resend, Phase::Waiting(..)) => {
                return self.send_again(state, ids);
            }
            (Command::Submit, Phase::Waiting(session, sent)) => {
                let (session, sent) = (session.clone(), *sent);
                return self.confirm(session, sent, ids);
            }
            (_, Phase::Waiting(..)) => self.code.edit(command),
            _ => {}
        }
        Vec::new()
    }

    fn insert(&mut self, text: &str) {
        self.said = self.code.type_in(text).map(|why| (Level::Warning, why));
    }

    fn outcome(&mut self, intent: IntentId, outcome: &Outcome, state: &State, ids: &mut Ids) -> Option<Vec<Step>> {
        match &self.phase {
            Phase::Sending(sending, before) if *sending == intent => {
                if let Outcome::Done(Receipt::OtpSent { session }) = outcome {
                    self.phase = Phase::Waiting(session.clone(), state.now);
                } else {
                    // The code that was sent before may still be good.
                    let waiting = before.clone().map(|(session, sent)| Phase::Waiting(session, sent));
                    self.phase = waiting.unwrap_or(Phase::Ready);
                    self.said = told(outcome, "Sending again does no harm: only the newest code counts.");
                }
                Some(Vec::new())
            }
            Phase::Confirming(confirming, session, sent) if *confirming == intent => {
                if let Outcome::Done(_) = outcome {
                    return Some(finish(&self.key, self.then.take(), "OTP", ids));
                }
                self.phase = Phase::Waiting(session.clone(), *sent);
                self.refused = matches!(outcome, Outcome::Rejected(_));
                self.said = told(outcome, "If it is mistyped, type it again; if it expired, have a new one sent.");
                Some(Vec::new())
            }
            _ => None,
        }
    }

    fn wake_at(&self, state: &State) -> Option<Timestamp> {
        let left = [self.cool_down(state), self.validity(state)].into_iter().filter(SignedDuration::is_positive);
        if state.reduced_motion {
            // What is shown is when they end.
            return left.filter_map(|left| state.now.checked_add(left).ok()).min();
        }
        left.min().and_then(|_| state.next_tick())
    }

    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
        view::otp(self, canvas, screen, state, keymap);
    }
}
