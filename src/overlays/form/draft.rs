//! A draft: what is typed into a form that sends money, from the first key to what became of it. What is asked of the
//! operator, what is sent once they said yes and when the form may go are the same for whatever is sent.

use crate::domain::{Change, ConnectionId, Currency, Intent, IntentId, Money, Outcome, Rejection};
use crate::message::{Command, Confirm, Ids, Level, Open, Planned, Step, Yes};
use crate::state::{Connection, State};
use crate::ui::Editable;
use crate::ui::form::{Form, Input};

use super::paying::{LEAVING, TooLarge, sender};

/// What a draft becomes: a request that pays somebody.
pub trait Payment {
    /// How much is paid.
    fn amount(&self) -> &Money;

    /// Those like it of which nobody knows yet what became, newest first.
    fn twins<'a>(&'a self, connection: &Connection, state: &'a State) -> Vec<&'a Intent>;

    /// The question before it leaves; what its yes does is for who asks it.
    fn question(&self, connection: &Connection, state: &State) -> Confirm;

    /// The change that it is.
    fn change(self) -> Change;
}

/// What is typed into a form that sends money.
pub struct Draft<Id> {
    /// The connection that it would leave from.
    pub connection: ConnectionId,
    /// The fields.
    pub form: Form<Id>,
    /// The currency that a choice suggests, as long as nobody wrote another.
    suggested: String,
    /// Whether it was gone through once: from then on enter asks wherever the focus is.
    tried: bool,
    /// The intent that the question is about.
    asked: Option<IntentId>,
    /// Whether it was said yes to, and its answer is awaited.
    sent: bool,
    refused: TooLarge,
    /// Whether who presses `esc` once more leaves.
    leaving: bool,
    /// What is said below the fields.
    pub said: Option<(Level, String)>,
}

impl<Id: Copy + PartialEq> Draft<Id> {
    /// With nothing typed yet.
    pub fn new(connection: ConnectionId, form: Form<Id>) -> Self {
        Self {
            connection,
            form,
            suggested: String::new(),
            tried: false,
            asked: None,
            sent: false,
            refused: TooLarge::default(),
            leaving: false,
            said: None,
        }
    }

    /// Whether enter asks, where it else goes to the next field.
    pub fn asks(&self) -> bool {
        self.tried || self.form.is_last()
    }

    /// Whether its answer is awaited: nothing can be typed meanwhile.
    pub fn is_sent(&self) -> bool {
        self.sent
    }

    /// Takes the connection that is chosen in the field `at`.
    pub fn follow_connection(&mut self, at: Id) {
        if let Some(connection) = self.form.chosen(at).filter(|id| *id != self.connection.as_str()) {
            self.connection = ConnectionId::new(connection);
        }
    }

    /// Writes the currency that a choice suggests into the field `at`. What somebody wrote themselves stays.
    pub fn suggest(&mut self, at: Id, currency: &str) {
        if currency != self.suggested {
            if self.form.text(at) == self.suggested {
                self.form.set_text(at, currency);
            }
            currency.clone_into(&mut self.suggested);
        }
    }

    /// The currency in the field `at`.
    pub fn currency(&self, at: Id) -> Currency {
        Currency::new(self.form.text(at).trim())
    }

    /// Whether anything was typed that would be lost. What the field `apart` holds was suggested.
    fn is_filled(&self, apart: Id) -> bool {
        let typed = |input: &Input| matches!(input, Input::Text(field) if !field.is_empty());
        let shown = self.form.entries().iter().filter(|entry| !entry.hidden && entry.id != apart);
        shown.into_iter().any(|entry| typed(&entry.input))
    }

    /// Leaves, or asks once whether to; what the field `apart` holds was suggested.
    pub fn leave(&mut self, apart: Id) -> Vec<Step> {
        if self.leaving || self.sent || !self.is_filled(apart) {
            return vec![Step::Close];
        }
        self.leaving = true;
        self.said = Some((Level::Warning, LEAVING.to_owned()));
        Vec::new()
    }

    /// Something else was pressed: whoever was leaving stays.
    pub fn stay(&mut self) {
        if std::mem::take(&mut self.leaving) {
            self.said = None;
        }
    }

    /// Takes a command up; answers whether it asks for the question.
    pub fn press(&mut self, command: Command) -> bool {
        match command {
            _ if self.sent => {}
            Command::RevealNumber => self.form.reveal_focused(),
            Command::Submit if self.asks() => {
                self.tried = true;
                return true;
            }
            Command::Submit | Command::NextField => self.form.next(),
            Command::PreviousField => self.form.previous(),
            _ => self.form.edit(command),
        }
        false
    }

    /// Asks for the yes to `payment`, whose amount stands in the field `amount`, in full words.
    pub fn ask(&mut self, payment: impl Payment, amount: Id, state: &State, ids: &mut Ids) -> Vec<Step> {
        let connection = match sender(&self.connection, state) {
            Ok(connection) => connection,
            Err(words) => {
                self.said = Some((Level::Bad, words));
                return Vec::new();
            }
        };
        if let Some((why, short)) = self.refused.check(&connection.info.limits, payment.amount()) {
            self.form.set_error(amount, &short);
            self.form.focus(amount);
            let planned = Planned::new(self.connection.clone(), payment.change());
            return why.map(|why| Step::Refuse { id: ids.intent(), planned, why }).into_iter().collect();
        }
        let id = ids.intent();
        self.asked = Some(id);
        let question = payment.question(connection, state);
        let despite = payment.twins(connection, state).iter().map(|twin| twin.id).collect();
        let planned = Planned { despite, ..Planned::new(self.connection.clone(), payment.change()) };
        let yes_does = Yes::SendAs { id, planned: Box::new(planned) };
        vec![Step::Open(Open::Confirm(Confirm { yes_does, ..question }))]
    }

    /// An intent was planned: where it is the one that was asked for, its answer is awaited.
    pub fn planned(&mut self, intent: IntentId) {
        if self.asked == Some(intent) {
            self.form.conceal();
            self.sent = true;
        }
    }

    /// What became of an intent; `None` where it is not the one that was asked for. What was refused stays in the form
    /// and is for it to tell.
    pub fn outcome<'o>(
        &mut self,
        intent: IntentId,
        outcome: &'o Outcome,
        state: &State,
    ) -> Option<Result<Vec<Step>, &'o Rejection>> {
        self.asked.take_if(|asked| *asked == intent)?;
        self.sent = false;
        let named = state.intents.get(intent);
        Some(match outcome {
            Outcome::Done(receipt) => {
                let what = named.map_or_else(String::new, |intent| format!("{}: ", intent.named()));
                Ok(vec![Step::Close, Step::Tell(Level::Good, format!("{what}{}", receipt.words()))])
            }
            // It may have been done: what was typed must not be sent again with a key.
            Outcome::Unconfirmed(fault) => {
                let words = named.map_or_else(|| fault.to_string(), |intent| intent.told_unconfirmed(fault));
                Ok(vec![Step::Close, Step::Tell(Level::Unconfirmed, words)])
            }
            Outcome::Rejected(rejection) => Err(rejection),
        })
    }
}
