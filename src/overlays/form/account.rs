//! The form of an account: a new one, or one to edit. An edit sends only what was typed, so that it never blanks
//! what the provider does not tell.

use secrecy::ExposeSecret;

use crate::domain::{
    AccountDraft, AccountId, AccountKey, AccountNumber, Change, CollectionType, ConnectionId, FeedKind, IntentId,
    Outcome, Phone, Receipt, Text, Tool,
};
use crate::keymap::Keymap;
use crate::message::{Command, Context, Ids, Level, Planned, Step};
use crate::state::State;
use crate::ui::field::{Kind, TextField};
use crate::ui::form::{Choice, Choosable, Entry, Form};
use crate::ui::{Area, Canvas, Editable};

use super::ifsc::is_ifsc;
use super::view;
use crate::overlays::Overlay;

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Connection,
    Collection,
    Tool,
    Phone,
    Pin,
    Name,
    Number,
    Ifsc,
}

/// The form of a new account, or of one that is there.
pub struct AccountForm {
    pub(super) title: String,
    /// The account to edit.
    pub(super) editing: Option<(AccountId, Phone)>,
    connection: ConnectionId,
    pub(super) form: Form<Field>,
    pub(super) saving: Option<IntentId>,
    pub(super) said: Option<(Level, String)>,
}

impl AccountForm {
    /// The form of a new account at `connection`, or at another that can be chosen.
    pub fn create(connection: &ConnectionId, state: &State) -> Self {
        let writable = state.having(FeedKind::Accounts).filter(|connection| !connection.info.read_only);
        let mut connections = Choice::new(
            writable
                .map(|connection| {
                    let id = connection.info.id.as_str();
                    let production = if connection.info.is_production() { " (PRODUCTION)" } else { "" };
                    Choosable::new(id, &format!("{id}{production}"))
                })
                .collect(),
        );
        connections.choose(connection.as_str());
        let kinds = Choice::new(vec![Choosable::new("UPI", "UPI"), Choosable::new("CARD", "CARD (bank account)")]);
        let mut entries = Vec::new();
        if state.has_several(FeedKind::Accounts) {
            entries.push(Entry::choice(Field::Connection, "connection", connections));
        }
        entries.extend([
            Entry::choice(Field::Collection, "kind", kinds)
                .with_help("UPI pays by itself; CARD pays the orders you create"),
            Entry::choice(Field::Tool, "tool", tools(connection, state)),
            Entry::text(Field::Phone, "phone", TextField::new(Kind::Plain).with_max(16)).required(),
            Entry::text(Field::Pin, "UPI pin", TextField::new(Kind::SecretDigits).with_max(8)).required(),
            Entry::text(Field::Name, "holder's name", TextField::new(Kind::Plain).with_max(60)).required(),
            Entry::text(Field::Number, "account number", TextField::new(Kind::SecretDigits).with_max(20)).required(),
            Entry::text(
                Field::Ifsc,
                "IFSC",
                TextField::new(Kind::Plain).with_max(11).with_placeholder("such as ABCD0123456"),
            )
            .required(),
        ]);
        let mut form = Self {
            title: "New account".into(),
            editing: None,
            connection: connection.clone(),
            form: Form::new(entries),
            saving: None,
            said: None,
        };
        form.follow_choices(state);
        form
    }

    /// The form of the account `key`.
    pub fn edit(key: AccountKey, state: &State) -> Self {
        let account = state.row(&key).map(|row| &row.account);
        let phone = account.map_or_else(|| Phone::new(""), |account| account.phone.clone());
        let is_card = account.is_some_and(|account| account.collection == CollectionType::Card);
        let keep = "empty leaves it as it is";
        let field = |kind, max| TextField::new(kind).with_max(max).with_placeholder("unchanged");
        let mut entries = vec![
            Entry::text(
                Field::Phone,
                "phone",
                TextField::new(Kind::Plain).with_max(16).with_placeholder(&format!("{} (unchanged)", phone.masked())),
            )
            .with_help(keep),
        ];
        if is_card {
            entries.extend([
                Entry::text(Field::Name, "holder's name", field(Kind::Plain, 60)).with_help(keep),
                Entry::text(Field::Number, "account number", field(Kind::SecretDigits, 20)).with_help(keep),
                Entry::text(Field::Ifsc, "IFSC", field(Kind::Plain, 11)).with_help(keep),
            ]);
        } else {
            entries.push(Entry::text(Field::Pin, "UPI pin", field(Kind::SecretDigits, 8)).with_help(keep));
        }
        Self {
            title: format!("Edit {}", account.map_or_else(|| key.account.to_string(), crate::domain::Account::title)),
            editing: Some((key.account, phone)),
            connection: key.connection,
            form: Form::new(entries),
            saving: None,
            said: None,
        }
    }

    /// Shows the fields that belong to what is chosen.
    fn follow_choices(&mut self, state: &State) {
        if self.editing.is_some() {
            return;
        }
        if let Some(connection) = self.form.chosen(Field::Connection)
            && connection != self.connection.as_str()
        {
            self.connection = ConnectionId::new(connection);
            self.form.set_choice(Field::Tool, tools(&self.connection, state));
        }
        // The tools may have been answered only after the form was opened.
        if self.form.is_choice_empty(Field::Tool) {
            self.form.set_choice(Field::Tool, tools(&self.connection, state));
        }
        let is_card = self.form.chosen(Field::Collection) == Some("CARD");
        for field in [Field::Tool, Field::Pin] {
            self.form.show(field, !is_card);
        }
        for field in [Field::Name, Field::Number, Field::Ifsc] {
            self.form.show(field, is_card);
        }
    }

    /// Checks what was typed; what is wrong is said at its field.
    fn check(&mut self) -> bool {
        self.form.clear_errors();
        if self.editing.is_none() {
            self.form.check_required();
        }
        let phone = self.form.text(Field::Phone).trim().to_owned();
        if !phone.is_empty() && !Phone::is_plausible(&phone) {
            self.form.set_error(Field::Phone, "8 to 15 digits, and maybe a + before them");
        }
        let ifsc = self.form.text(Field::Ifsc).trim().to_ascii_uppercase();
        if !ifsc.is_empty() && !is_ifsc(&ifsc) {
            self.form.set_error(Field::Ifsc, "four letters, a zero, six letters or digits");
        }
        !self.form.focus_first_error()
    }

    fn save(&mut self, state: &State, ids: &mut Ids) -> Vec<Step> {
        if !self.check() {
            return Vec::new();
        }
        let typed = |form: &Form<Field>, field| {
            let text = form.text(field).trim().to_owned();
            (!text.is_empty()).then_some(text)
        };
        let (id, known) = match &self.editing {
            Some((id, phone)) => (Some(id.clone()), Some(phone.clone())),
            None => (None, None),
        };
        let account = id
            .as_ref()
            .map(|id| AccountKey { connection: self.connection.clone(), account: id.clone() })
            .and_then(|key| state.row(&key).map(|row| row.account.clone()));
        let phone = typed(&self.form, Field::Phone).map(|phone| Phone::new(&phone));
        let Some(phone) = phone.or(known) else { return Vec::new() };
        let (collection, tool) = match account {
            Some(account) => (account.collection, Some(account.tool).filter(|tool| !tool.is_empty())),
            None => (
                CollectionType::new(&Text::new(self.form.chosen(Field::Collection).unwrap_or_default())),
                self.form.chosen(Field::Tool).map(Text::new),
            ),
        };
        let number = self.form.take_secret(Field::Number);
        let draft = AccountDraft {
            id,
            collection,
            tool,
            phone,
            pin: self.form.take_secret(Field::Pin),
            name: typed(&self.form, Field::Name).map(Text::from),
            account_number: number.filter(|number| !number.expose_secret().is_empty()).map(AccountNumber::new),
            ifsc: typed(&self.form, Field::Ifsc).map(|ifsc| Text::from(ifsc.to_ascii_uppercase())),
        };
        let id = ids.intent();
        self.saving = Some(id);
        self.said = None;
        vec![Step::Change { id, planned: Planned::new(self.connection.clone(), Change::SaveAccount(draft)) }]
    }
}

/// The tools of a connection; those that are not there yet can be seen and not chosen.
fn tools(connection: &ConnectionId, state: &State) -> Choice {
    let tools = state.connection(connection).map_or(&[][..], |connection| &connection.tools);
    let option = |tool: &Tool| {
        let option = Choosable::new(tool.kind.as_str(), tool.name.as_str());
        if tool.enabled { option } else { option.disabled("coming soon") }
    };
    Choice::new(tools.iter().map(option).collect())
}

impl Overlay for AccountForm {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Form, Context::Text]
    }

    fn is_typing(&self) -> bool {
        self.saving.is_none()
    }

    fn run(&mut self, command: Command, state: &State, ids: &mut Ids) -> Vec<Step> {
        match command {
            Command::Back => return vec![Step::Close],
            _ if self.saving.is_some() => {}
            Command::Submit if self.form.is_last() => return self.save(state, ids),
            Command::Submit | Command::NextField => self.form.next(),
            Command::PreviousField => self.form.previous(),
            _ => self.form.edit(command),
        }
        self.follow_choices(state);
        Vec::new()
    }

    fn edited(&self) -> Option<&str> {
        self.form.focused_text().filter(|_| self.is_typing())
    }

    fn insert(&mut self, text: &str) {
        self.form.type_in(text);
    }

    fn outcome(&mut self, intent: IntentId, outcome: &Outcome, _state: &State, _ids: &mut Ids) -> Option<Vec<Step>> {
        if self.saving != Some(intent) {
            return None;
        }
        self.saving = None;
        match outcome {
            Outcome::Done(receipt) => {
                let what = match (receipt, &self.editing) {
                    (_, Some((id, _))) => format!("{id} is updated"),
                    (Receipt::Saved(Some(account)), None) => format!("{} is created", account.title()),
                    _ => "The account is created".to_owned(),
                };
                return Some(vec![Step::Close, Step::Tell(Level::Good, what)]);
            }
            Outcome::Rejected(rejection) => {
                let (words, secrets) = (rejection.words(), "Type its secret fields again to send it once more.");
                let stop = if words.ends_with('.') { "" } else { "." };
                self.said = Some((Level::Bad, format!("Nothing was saved: {words}{stop} {secrets}")));
            }
            Outcome::Unconfirmed(fault) => {
                let words = format!("It is not known whether it was saved: {fault}. Look for it in the list first.");
                self.said = Some((Level::Warning, words));
            }
        }
        Some(Vec::new())
    }

    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, _state: &State, keymap: &Keymap) {
        view::account(self, canvas, screen, keymap);
    }
}
