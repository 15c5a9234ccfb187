//! The form of who is registered or changed. What is wrong is told at its field before anything is asked; then a question
//! in full words.

use jiff::tz::TimeZone;

use crate::domain::{
    Change, ConnectionId, Data, Fault, IntentId, KnownPayee, Outcome, Payee, PayeeDetails, PayeeDraft, PayeeKey,
    PayeeNo, Read, Receipt, Text, mask_digits,
};
use crate::keymap::Keymap;
use crate::message::{Command, Context, Ids, Level, Open, Planned, Step, Ticket, Yes};
use crate::overlays::Overlay;
use crate::state::State;
use crate::ui::form::{Form, Input};
use crate::ui::{Area, Canvas, Editable};

use super::fields::{self, Field};
use super::{connections, is_waiting, question, refused, show, unanswered, view, why_not};

/// Who is changed, and what the provider says of them.
pub struct Known {
    pub key: PayeeKey,
    /// What they are called.
    pub title: String,
    /// What is said of them now; `None` until the provider has answered.
    pub details: Option<PayeeDetails>,
    /// The question that is out.
    ticket: Option<Ticket>,
}

/// The form.
pub struct DetailsForm {
    pub(super) connection: ConnectionId,
    pub(super) form: Form<Field>,
    /// Who is changed; nobody where somebody is registered.
    pub(super) known: Option<Known>,
    /// Whether it was gone through once: from then on enter asks wherever the focus is.
    pub(super) tried: bool,
    asked: Option<IntentId>,
    leaving: bool,
    pub(super) said: Option<(Level, String)>,
}

impl DetailsForm {
    /// The form of a new payee.
    pub fn register(connection: ConnectionId, state: &State) -> Self {
        let form = fields::form(Some(connections(&connection, true, state)));
        Self::new(connection, form, None)
    }

    /// The form of a payee that is there.
    pub fn update(key: PayeeKey, state: &State) -> Self {
        let title = state.payees.get(&key).map_or_else(|| key.no.to_string(), KnownPayee::title);
        let known = Known { key: key.clone(), title, details: None, ticket: None };
        Self::new(key.connection, fields::form(None), Some(known))
    }

    fn new(connection: ConnectionId, mut form: Form<Field>, known: Option<Known>) -> Self {
        fields::follow(&mut form);
        Self { connection, form, known, tried: false, asked: None, leaving: false, said: None }
    }

    /// Whether the provider's answer is awaited.
    pub(super) fn waits(&self, state: &State) -> bool {
        is_waiting(self.asked, state) || self.is_loading()
    }

    fn is_loading(&self) -> bool {
        self.known.as_ref().is_some_and(|known| known.ticket.is_some())
    }

    /// Whether anything was typed that would be lost.
    fn is_filled(&self) -> bool {
        match self.known.as_ref().map(|known| known.details.as_ref()) {
            Some(None) => false,
            Some(Some(known)) => !fields::differences(known, &self.wanted(Some(known))).is_empty(),
            None => {
                let typed = |input: &Input| matches!(input, Input::Text(field) if !field.is_empty());
                self.form.entries().iter().any(|entry| entry.id != Field::Country && typed(&entry.input))
            }
        }
    }

    /// What was typed; a phone that was not typed stays what it was.
    fn wanted(&self, known: Option<&PayeeDetails>) -> PayeeDetails {
        let typed = fields::details(&self.form);
        let empty = |was: &Option<Text>, typed: Option<Text>| typed.or_else(|| was.as_ref().map(|_| Text::default()));
        match known {
            // What was emptied is sent empty, or it would stay.
            Some(known) => PayeeDetails {
                phone: typed.phone.or_else(|| known.phone.clone()),
                state: empty(&known.state, typed.state),
                city: empty(&known.city, typed.city),
                street: empty(&known.street, typed.street),
                street2: empty(&known.street2, typed.street2),
                zip: empty(&known.zip, typed.zip),
                ..typed
            },
            None => typed,
        }
    }

    /// Asks for the yes, in full words.
    fn ask(&mut self, state: &State, ids: &mut Ids) -> Vec<Step> {
        self.form.clear_errors();
        self.said = None;
        if let Some(why) = why_not(&self.connection, state) {
            self.said = Some((Level::Bad, why));
            return Vec::new();
        }
        self.tried = true;
        let today = state.now.to_zoned_datetime(TimeZone::UTC).date();
        let known = self.known.as_ref().and_then(|known| known.details.clone());
        let details = self.wanted(known.as_ref());
        let id = ids.intent();
        let payee = self.known.as_ref().map(|known| (known.key.clone(), known.title.clone()));
        let (change, mut confirm) = match (payee, known) {
            (None, _) => {
                let typed = |field| Text::new(self.form.text(field).trim());
                let draft = PayeeDraft { code: typed(Field::Code), email: typed(Field::Email), details };
                let mut errors = draft.check(today).err().unwrap_or_default();
                if let Some(same) = state.payees.with_code(&self.connection, draft.code.as_str()) {
                    errors.add("customerCode", format!("used already, by {}", same.title()).as_str());
                }
                if !self.holds(&errors) {
                    return Vec::new();
                }
                let confirm = question::register(&draft, &self.connection, state);
                (Change::RegisterPayee(Box::new(draft)), confirm)
            }
            (Some(_), None) => return Vec::new(),
            (Some((key, title)), Some(known)) => {
                if !self.holds(&details.check(today).err().unwrap_or_default()) {
                    return Vec::new();
                }
                let differences = fields::differences(&known, &details);
                if differences.is_empty() {
                    self.said = Some((Level::Info, "Nothing differs from what the provider has.".to_owned()));
                    return Vec::new();
                }
                let confirm = question::update(&key, &title, differences, state);
                (Change::UpdatePayee { payee: key.no, details: Box::new(details) }, confirm)
            }
        };
        self.asked = Some(id);
        let planned = Planned::new(self.connection.clone(), change);
        confirm.yes_does = Yes::SendAs { id, planned: Box::new(planned) };
        vec![Step::Open(Open::Confirm(confirm))]
    }

    /// Tells what is wrong at its field; says whether nothing is.
    fn holds(&mut self, errors: &crate::domain::FieldErrors) -> bool {
        let named = |name: &str| fields::NAMES.iter().find(|(own, _)| *own == name).map(|(_, field)| *field);
        let others = show(&mut self.form, errors, named);
        if !others.is_empty() {
            self.said = Some((Level::Bad, others.join("; ")));
        }
        !self.form.focus_first_error() && errors.is_empty()
    }

    fn leave(&mut self, state: &State) -> Vec<Step> {
        if self.leaving || is_waiting(self.asked, state) || !self.is_filled() {
            return vec![Step::Close];
        }
        self.leaving = true;
        let words = "What you typed would be lost: esc once more leaves, anything else stays.";
        self.said = Some((Level::Warning, words.to_owned()));
        Vec::new()
    }

    /// Takes up what the provider says of who is changed.
    fn take(&mut self, payee: &Payee) {
        let Some(known) = &mut self.known else { return };
        known.title = mask_digits(payee.name().trim());
        if let Some(details) = payee.details() {
            fields::fill_in(&mut self.form, &details);
            known.details = Some(details);
        } else {
            let words = "The provider calls them neither INDIVIDUAL nor BUSINESS, so it cannot be said here what they \
                             are; `paytop yuansfer payee update --profile` can.";
            self.said = Some((Level::Bad, words.to_owned()));
        }
    }
}

/// The questions after which everything about a payee is known as the provider has it now.
pub fn look_up(connection: &ConnectionId, no: &PayeeNo, ids: &mut Ids) -> [Step; 2] {
    [Read::Payee(no.clone()), Read::PayoutAccounts(no.clone())].map(|read| Step::Read {
        connection: connection.clone(),
        read,
        ticket: ids.ticket(),
    })
}

impl Overlay for DetailsForm {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Form, Context::Text]
    }

    fn is_typing(&self) -> bool {
        !self.is_loading()
    }

    fn start(&mut self, _state: &State, ids: &mut Ids) -> Vec<Step> {
        let Some(known) = &mut self.known else { return Vec::new() };
        let ticket = ids.ticket();
        known.ticket = Some(ticket);
        let read = Read::Payee(known.key.no.clone());
        vec![Step::Read { connection: known.key.connection.clone(), read, ticket }]
    }

    fn run(&mut self, command: Command, state: &State, ids: &mut Ids) -> Vec<Step> {
        if command == Command::Back {
            return self.leave(state);
        }
        if std::mem::take(&mut self.leaving) {
            self.said = None;
        }
        match command {
            _ if self.waits(state) => {}
            Command::Submit if self.tried || self.form.is_last() => return self.ask(state, ids),
            Command::Submit | Command::NextField => self.form.next(),
            Command::PreviousField => self.form.previous(),
            _ => self.form.edit(command),
        }
        if let Some(chosen) = self.form.chosen(Field::Connection) {
            self.connection = ConnectionId::new(chosen);
        }
        fields::follow(&mut self.form);
        Vec::new()
    }

    fn insert(&mut self, text: &str) {
        if std::mem::take(&mut self.leaving) {
            self.said = None;
        }
        self.form.type_in(text);
        fields::follow(&mut self.form);
    }

    fn reply(&mut self, ticket: Ticket, result: &Result<Data, Fault>) {
        let Some(known) = self.known.as_mut().filter(|known| known.ticket == Some(ticket)) else { return };
        known.ticket = None;
        match result {
            Ok(Data::Payee(payee)) => self.take(payee),
            Ok(_) => self.said = Some((Level::Bad, "The provider answered another question.".to_owned())),
            Err(fault) => self.said = Some((Level::Bad, unanswered(fault))),
        }
    }

    fn outcome(&mut self, intent: IntentId, outcome: &Outcome, state: &State, ids: &mut Ids) -> Option<Vec<Step>> {
        if self.asked != Some(intent) {
            return None;
        }
        self.asked = None;
        let named = state.intents.get(intent);
        Some(match outcome {
            Outcome::Done(receipt) => {
                let (words, no) = match (receipt, &self.known) {
                    (Receipt::PayeeRegistered { payee }, _) => {
                        let name = mask_digits(&format!(
                            "{} {}",
                            self.form.text(Field::FirstName).trim(),
                            self.form.text(Field::LastName).trim()
                        ));
                        (format!("{name} is registered: the provider's number is {payee}"), Some(payee.clone()))
                    }
                    (_, Some(known)) => (format!("{} is changed", known.title), Some(known.key.no.clone())),
                    _ => (receipt.words(), None),
                };
                let mut steps = vec![Step::Close, Step::Tell(Level::Good, words)];
                steps.extend(no.into_iter().flat_map(|no| look_up(&self.connection, &no, ids)));
                steps
            }
            Outcome::Unconfirmed(fault) => {
                let words = named.map_or_else(|| fault.to_string(), |intent| intent.told_unconfirmed(fault));
                vec![Step::Close, Step::Tell(Level::Unconfirmed, words)]
            }
            Outcome::Rejected(rejection) => {
                self.said = Some(refused(&mut self.form, rejection, &fields::NAMES));
                Vec::new()
            }
        })
    }

    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
        view::details(self, canvas, screen, state, keymap);
    }
}
