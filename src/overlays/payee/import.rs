//! The form that remembers a customer number: whoever it is of is looked up at the provider first.

use crate::domain::{ConnectionId, Data, Fault, Payee, PayeeNo, Read, RetCode, Text, mask_digits};
use crate::keymap::Keymap;
use crate::message::{Command, Context, Ids, Level, Step, Ticket};
use crate::overlays::Overlay;
use crate::state::State;
use crate::ui::field::{Kind, TextField};
use crate::ui::form::{Entry, Form};
use crate::ui::{Area, Canvas, Editable};

use super::{connections, unanswered, view};

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Connection,
    Number,
}

/// The form.
pub struct ImportForm {
    pub(super) connection: ConnectionId,
    pub(super) form: Form<Field>,
    /// The questions that are out: for the payee, and for their accounts.
    tickets: Option<(Ticket, Ticket)>,
    payee: Option<Result<Box<Payee>, ()>>,
    accounts: Option<usize>,
    pub(super) said: Option<(Level, String)>,
}

impl ImportForm {
    /// The form, asking this connection or another that is chosen.
    pub fn new(connection: ConnectionId, state: &State) -> Self {
        let choice = connections(&connection, false, state);
        let mut entries = Vec::new();
        if choice.options().len() > 1 {
            entries.push(Entry::choice(Field::Connection, "connection", choice));
        }
        entries.push(
            Entry::text(Field::Number, "customer number", TextField::new(Kind::Plain).with_max(190))
                .required()
                .with_help("as the provider gave it (customerNo)"),
        );
        let mut form = Form::new(entries);
        form.focus(Field::Number);
        Self { connection, form, tickets: None, payee: None, accounts: None, said: None }
    }

    /// Whether the provider's answers are awaited.
    pub(super) fn waits(&self) -> bool {
        self.tickets.is_some() && (self.payee.is_none() || (self.accounts.is_none() && !self.is_refused()))
    }

    fn is_refused(&self) -> bool {
        matches!(self.payee, Some(Err(())))
    }

    /// Who is remembered now, in words; nobody while that is not known.
    pub(super) fn answer(&self) -> Option<Vec<String>> {
        let Some(Ok(payee)) = self.payee.as_ref().filter(|_| !self.waits()) else { return None };
        let name = mask_digits(payee.name().trim());
        let name = if name.is_empty() { "A payee without a name".to_owned() } else { name };
        let status = payee.status.as_ref().map_or_else(String::new, |status| format!(" ({status})"));
        let accounts = match self.accounts {
            Some(0) => "They have no account yet that could be paid to.".to_owned(),
            Some(1) => "They have one account.".to_owned(),
            Some(count) if count < usize::MAX => format!("They have {count} accounts."),
            _ => "Their accounts could not be looked up: R in the list asks again.".to_owned(),
        };
        Some(vec![format!("{name}{status}, number {}, is remembered from now on.", payee.no), accounts])
    }

    fn submit(&mut self, ids: &mut Ids) -> Vec<Step> {
        self.form.clear_errors();
        self.form.check_required();
        self.said = None;
        if self.form.focus_first_error() {
            return Vec::new();
        }
        let no = PayeeNo(Text::new(self.form.text(Field::Number).trim()));
        if no.as_str().is_empty() || no.as_str().contains(char::is_whitespace) {
            self.form.set_error(Field::Number, "one number, without spaces");
            return Vec::new();
        }
        let tickets = (ids.ticket(), ids.ticket());
        self.tickets = Some(tickets);
        (self.payee, self.accounts) = (None, None);
        let ask = |read, ticket| Step::Read { connection: self.connection.clone(), read, ticket };
        vec![ask(Read::Payee(no.clone()), tickets.0), ask(Read::PayoutAccounts(no), tickets.1)]
    }

    fn refuse(&mut self, fault: &Fault) {
        self.payee = Some(Err(()));
        match fault {
            Fault::Refused { code, .. } if code.as_str() == RetCode::NoRelatedInformation.code() => {
                self.form.set_error(Field::Number, "the provider knows nobody by this number");
                let words = "Nobody is remembered. See whether it is a customerNo, and of this connection's merchant.";
                self.said = Some((Level::Bad, words.to_owned()));
            }
            fault => self.said = Some((Level::Bad, unanswered(fault))),
        }
    }
}

impl Overlay for ImportForm {
    fn contexts(&self) -> &'static [Context] {
        if self.answer().is_some() { &[Context::Answer, Context::Movement] } else { &[Context::Form, Context::Text] }
    }

    fn is_typing(&self) -> bool {
        self.answer().is_none()
    }

    fn run(&mut self, command: Command, _state: &State, ids: &mut Ids) -> Vec<Step> {
        match command {
            Command::Back => return vec![Step::Close],
            _ if self.waits() || self.answer().is_some() => {}
            Command::Submit if self.form.is_last() => return self.submit(ids),
            Command::Submit | Command::NextField => self.form.next(),
            Command::PreviousField => self.form.previous(),
            _ => self.form.edit(command),
        }
        if let Some(chosen) = self.form.chosen(Field::Connection) {
            self.connection = ConnectionId::new(chosen);
        }
        Vec::new()
    }

    fn insert(&mut self, text: &str) {
        if !self.waits() {
            self.form.type_in(text);
        }
    }

    fn reply(&mut self, ticket: Ticket, result: &Result<Data, Fault>) {
        let Some((payee, accounts)) = self.tickets else { return };
        if ticket == payee {
            match result {
                Ok(Data::Payee(payee)) => self.payee = Some(Ok(payee.clone())),
                Ok(_) => self.refuse(&Fault::Unreadable("an answer to another question".into())),
                Err(fault) => self.refuse(fault),
            }
        } else if ticket == accounts {
            self.accounts = Some(match result {
                Ok(Data::PayoutAccounts(told)) => told.accounts.rows.len(),
                _ => usize::MAX,
            });
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
        view::import(self, canvas, screen, state, keymap);
    }
}
