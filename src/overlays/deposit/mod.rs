//! The forms of a deposit: a transaction to create, a payment to activate or to have looked for, and a payment page.
//! A form stays open until the provider has answered, so that what it refuses is told at its field; what came of it
//! takes the form's place, to be read and copied.

mod answer;
mod fields;
mod question;
mod view;

use secrecy::SecretString;

use crate::domain::{FieldErrors, IntentId, Outcome};
use crate::keymap::Keymap;
use crate::message::{Command, Context, DepositAsk, Ids, Level, Open, Step};
use crate::state::State;
use crate::ui::form::Form;
use crate::ui::{Area, Canvas, Editable};

use super::Overlay;
use answer::Answer;
use fields::Field;

/// A form of a deposit.
pub struct DepositForm {
    ask: DepositAsk,
    form: Form<Field>,
    /// The intent that was asked for last; whether it was sent is for the state to say.
    asked: Option<IntentId>,
    said: Option<(Level, String)>,
    answer: Option<Answer>,
}

impl DepositForm {
    /// The form.
    pub fn new(ask: DepositAsk) -> Self {
        let form = fields::form(&ask);
        Self { ask, form, asked: None, said: None, answer: None }
    }

    /// Whether the provider's answer is awaited.
    fn is_waiting(&self, state: &State) -> bool {
        self.asked.and_then(|id| state.intents.get(id)).is_some_and(crate::domain::Intent::is_in_flight)
    }

    /// Checks what was typed, and asks for the yes in full words.
    fn submit(&mut self, state: &State, ids: &mut Ids) -> Vec<Step> {
        if self.is_waiting(state) {
            return Vec::new();
        }
        self.said = None;
        self.form.clear_errors();
        self.form.check_required();
        let change = fields::change(&mut self.form, &self.ask);
        if self.form.focus_first_error() {
            return Vec::new();
        }
        let Some((change, checked)) = change else { return Vec::new() };
        if let Err(errors) = checked {
            self.show(&errors);
            return Vec::new();
        }
        let id = ids.intent();
        self.asked = Some(id);
        vec![Step::Open(Open::Confirm(question::question(&self.ask, id, change, state)))]
    }

    /// Shows each error at its field; what belongs to none is said below.
    fn show(&mut self, errors: &FieldErrors) {
        let mut others = FieldErrors::default();
        for error in &errors.0 {
            let name = error.field.as_str();
            match (Field::named(name), errors.of(name)) {
                (Some(field), Some(words)) if self.form.entries().iter().any(|entry| entry.id == field) => {
                    self.form.set_error(field, &words);
                }
                _ => others.0.push(error.clone()),
            }
        }
        self.form.focus_first_error();
        if !others.is_empty() {
            self.said = Some((Level::Bad, others.to_string()));
        }
    }

    fn copy(&self, command: Command) -> Vec<Step> {
        let Some(answer) = &self.answer else { return Vec::new() };
        let (what, text) = if command == Command::CopyAddress {
            ("address", answer.address.as_ref().map(ToString::to_string))
        } else {
            (answer.id_is, answer.id.clone())
        };
        vec![match text {
            Some(text) => Step::Copy { what, text: SecretString::from(text) },
            None => Step::Tell(Level::Info, format!("There is no {what} to copy")),
        }]
    }
}

impl Overlay for DepositForm {
    fn contexts(&self) -> &'static [Context] {
        if self.answer.is_some() { &[Context::Answer, Context::Movement] } else { &[Context::Form, Context::Text] }
    }

    fn is_typing(&self) -> bool {
        self.answer.is_none()
    }

    fn run(&mut self, command: Command, state: &State, ids: &mut Ids) -> Vec<Step> {
        match command {
            Command::Back => return vec![Step::Close],
            Command::CopyId | Command::CopyAddress => return self.copy(command),
            Command::Submit if self.form.is_last() => return self.submit(state, ids),
            Command::Submit | Command::NextField => self.form.next(),
            Command::PreviousField => self.form.previous(),
            _ => self.form.edit(command),
        }
        Vec::new()
    }

    fn edited(&self) -> Option<&str> {
        self.form.focused_text().filter(|_| self.is_typing())
    }

    fn insert(&mut self, text: &str) {
        self.form.type_in(text);
    }

    fn outcome(&mut self, intent: IntentId, outcome: &Outcome, _state: &State, _ids: &mut Ids) -> Option<Vec<Step>> {
        if self.asked != Some(intent) {
            return None;
        }
        match outcome {
            Outcome::Rejected(rejection) => {
                match outcome.fields() {
                    Some(fields) if !fields.is_empty() => self.show(fields),
                    _ => self.said = Some((Level::Bad, rejection.words())),
                }
                let nothing = "Nothing was done: mend it and go on.";
                self.said.get_or_insert((Level::Bad, nothing.to_owned()));
            }
            Outcome::Done(receipt) => self.answer = Some(Answer::of(receipt, intent, &self.ask)),
            Outcome::Unconfirmed(fault) => self.answer = Some(Answer::unconfirmed(fault, intent, &self.ask)),
        }
        Some(Vec::new())
    }

    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
        view::draw(self, canvas, screen, state, keymap);
    }
}
