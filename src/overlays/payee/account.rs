//! The form of a bank account to add to a payee. Its number is typed unseen, and kept nowhere.

use crate::domain::{
    AccountNumber, AccountPurpose, BankAccountDraft, Change, ConnectionId, Currency, IntentId, KnownPayee, Outcome,
    PayeeKey, Receipt, Text, is_routing_number,
};
use crate::keymap::Keymap;
use crate::message::{Command, Context, Ids, Level, Open, Planned, Step, Yes};
use crate::overlays::Overlay;
use crate::state::State;
use crate::ui::field::{Kind, TextField};
use crate::ui::form::{Choice, Choosable, Entry, Form};
use crate::ui::{Area, Canvas, Editable};

use super::details::look_up;
use super::{is_waiting, question, refused, show, view, why_not};

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Routing,
    Number,
    Purpose,
    Country,
    Currency,
    Tag,
}

/// The fields by the document's names of them.
const NAMES: [(&str, Field); 6] = [
    ("branchId", Field::Routing),
    ("bankAccountId", Field::Number),
    ("bankAccountPurpose", Field::Purpose),
    ("accountCountry", Field::Country),
    ("accountCurrency", Field::Currency),
    ("accountTag", Field::Tag),
];

/// The form.
pub struct AccountForm {
    pub(super) key: PayeeKey,
    /// What the payee is called.
    pub(super) title: String,
    pub(super) form: Form<Field>,
    /// Whether it was gone through once: from then on enter asks wherever the focus is.
    pub(super) tried: bool,
    asked: Option<IntentId>,
    pub(super) said: Option<(Level, String)>,
}

impl AccountForm {
    /// The form of an account of this payee.
    pub fn new(key: PayeeKey, state: &State) -> Self {
        let title = state.payees.get(&key).map_or_else(|| key.no.to_string(), KnownPayee::title);
        let text = |max| TextField::new(Kind::Plain).with_max(max);
        let purposes = vec![Choosable::new("CHECKING", "CHECKING"), Choosable::new("SAVINGS", "SAVINGS")];
        let form = Form::new(vec![
            Entry::text(Field::Routing, "routing number", text(9)).required().with_help("the bank's: 9 digits"),
            Entry::text(Field::Number, "account number", TextField::new(Kind::SecretDigits).with_max(17))
                .required()
                .with_help("4 to 17 digits"),
            Entry::choice(Field::Purpose, "kind", Choice::new(purposes)),
            Entry::text(Field::Country, "country", text(2).with_text("US"))
                .required()
                .with_help("two letters, such as US"),
            Entry::text(Field::Currency, "currency", text(3).with_text("USD"))
                .required()
                .with_help("three letters, such as USD"),
            Entry::text(Field::Tag, "your name for it", text(190)).with_help("may be left out"),
        ]);
        Self { key, title, form, tried: false, asked: None, said: None }
    }

    /// Whether the provider's answer is awaited.
    pub(super) fn waits(&self, state: &State) -> bool {
        is_waiting(self.asked, state)
    }

    /// Says of a routing number that is whole whether it is one.
    fn follow(&mut self) {
        let routing = self.form.text(Field::Routing).to_owned();
        let note = match routing.trim() {
            whole if is_routing_number(whole) => "adds up",
            whole if whole.len() == 9 => "a digit is wrong, or two changed places",
            _ => "",
        };
        self.form.explain(Field::Routing, "the bank's: 9 digits", note);
    }

    fn ask(&mut self, state: &State, ids: &mut Ids) -> Vec<Step> {
        self.tried = true;
        self.form.clear_errors();
        self.said = None;
        if let Some(why) = why_not(&self.key.connection, state) {
            self.said = Some((Level::Bad, why));
            return Vec::new();
        }
        let typed = |field| Text::new(self.form.text(field).trim());
        let tag = typed(Field::Tag);
        let savings = self.form.chosen(Field::Purpose) == Some("SAVINGS");
        let draft = BankAccountDraft {
            payee: self.key.no.clone(),
            country: Text::new(&typed(Field::Country).as_str().to_ascii_uppercase()),
            currency: Currency::new(typed(Field::Currency).as_str()),
            tag: (!tag.is_empty()).then_some(tag),
            number: self.form.secret(Field::Number).map_or_else(|| AccountNumber::new("".into()), AccountNumber::new),
            routing: typed(Field::Routing),
            purpose: if savings { AccountPurpose::Savings } else { AccountPurpose::Checking },
        };
        let errors = draft.check().err().unwrap_or_default();
        let named = |name: &str| NAMES.iter().find(|(own, _)| *own == name).map(|(_, field)| *field);
        let others = show(&mut self.form, &errors, named);
        if !others.is_empty() {
            self.said = Some((Level::Bad, others.join("; ")));
        }
        if self.form.focus_first_error() || !errors.is_empty() {
            return Vec::new();
        }
        let id = ids.intent();
        self.asked = Some(id);
        let mut confirm = question::add_account(&draft, &self.title, &self.key, state);
        let planned = Planned::new(self.connection().clone(), Change::AddBankAccount(Box::new(draft)));
        confirm.yes_does = Yes::SendAs { id, planned: Box::new(planned) };
        vec![Step::Open(Open::Confirm(confirm))]
    }

    fn connection(&self) -> &ConnectionId {
        &self.key.connection
    }
}

impl Overlay for AccountForm {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Form, Context::Text]
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn run(&mut self, command: Command, state: &State, ids: &mut Ids) -> Vec<Step> {
        match command {
            Command::Back => return vec![Step::Close],
            _ if self.waits(state) => {}
            Command::RevealNumber => self.form.reveal_focused(),
            Command::Submit if self.tried || self.form.is_last() => return self.ask(state, ids),
            Command::Submit | Command::NextField => self.form.next(),
            Command::PreviousField => self.form.previous(),
            _ => self.form.edit(command),
        }
        self.follow();
        Vec::new()
    }

    fn insert(&mut self, text: &str) {
        self.form.type_in(text);
        self.follow();
    }

    fn planned(&mut self, intent: IntentId) {
        if self.asked == Some(intent) {
            self.form.conceal();
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
                let status = match receipt {
                    Receipt::AccountAdded(account) => format!(", and is {}", account.status),
                    _ => String::new(),
                };
                let words = format!("The account is added to {}{status}", self.title);
                let mut steps = vec![Step::Close, Step::Tell(Level::Good, words)];
                steps.extend(look_up(self.connection(), &self.key.no, ids));
                steps
            }
            // It may have been added: whether it was shows in the list of accounts.
            Outcome::Unconfirmed(fault) => {
                let words = named.map_or_else(|| fault.to_string(), |intent| intent.told_unconfirmed(fault));
                let mut steps = vec![Step::Close, Step::Tell(Level::Unconfirmed, words)];
                steps.extend(look_up(self.connection(), &self.key.no, ids));
                steps
            }
            Outcome::Rejected(rejection) => {
                self.said = Some(refused(&mut self.form, rejection, &NAMES));
                Vec::new()
            }
        })
    }

    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
        view::account(self, canvas, screen, state, keymap);
    }
}
