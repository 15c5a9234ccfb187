//! The form that has redirect addresses hashed, and the hashes, each to be copied for as long as it can be used.

mod view;

use jiff::Timestamp;
use secrecy::SecretString;

use crate::domain::{ConnectionId, Data, Fault, HashedRedirects, Read, Redirect, Redirects, Text, WebAddress};
use crate::keymap::Keymap;
use crate::message::{Command, Context, Ids, Level, Step, Ticket};
use crate::state::State;
use crate::ui::field::{Kind, TextField};
use crate::ui::form::{Entry, Form};
use crate::ui::{Area, Canvas, Editable};

use super::Overlay;

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Success,
    Fail,
    Pending,
}

impl Field {
    const ALL: [Self; 3] = [Self::Success, Self::Fail, Self::Pending];

    /// The field that the document calls so, whichever row of it is meant.
    fn named(name: &str) -> Option<Self> {
        let beginning = |prefix: &str| name.starts_with(prefix);
        Some(match name {
            _ if beginning("success_url") => Self::Success,
            _ if beginning("fail_url") => Self::Fail,
            _ if beginning("pending_url") => Self::Pending,
            _ => return None,
        })
    }

    /// When a user is sent there.
    fn words(self) -> &'static str {
        match self {
            Self::Success => "after success",
            Self::Fail => "after failure",
            Self::Pending => "while pending",
        }
    }
}

/// A hash, with what it was made of.
struct Row {
    list: Field,
    order: i64,
    address: Option<Text>,
    hash: Text,
}

/// The hashes.
struct Hashes {
    rows: Vec<Row>,
    bad: Vec<Text>,
    until: Timestamp,
    at: usize,
}

/// The form.
pub struct RedirectsForm {
    connection: ConnectionId,
    form: Form<Field>,
    /// The question that is out: its number, when it was asked, and what.
    asked: Option<(Ticket, Timestamp, Redirects)>,
    said: Option<(Level, String)>,
    hashes: Option<Hashes>,
}

impl RedirectsForm {
    /// The form, asking this connection.
    pub fn new(connection: ConnectionId) -> Self {
        let help = "one address with https://, or several with spaces between";
        let entry = |field: Field| {
            Entry::text(field, field.words(), TextField::new(Kind::Plain).with_max(8_192)).with_help(help)
        };
        let form = Form::new(Field::ALL.map(entry).into());
        Self { connection, form, asked: None, said: None, hashes: None }
    }

    /// The addresses of a field, numbered from 1; what is none is said there.
    fn addresses(&mut self, field: Field) -> Vec<Redirect> {
        let typed = self.form.text(field).to_owned();
        let parts = typed.split([' ', ',', ';']).filter(|part| !part.is_empty());
        let mut rows = Vec::new();
        for (part, order) in parts.zip(1..) {
            // An address that is too long to be kept whole would lead elsewhere.
            if WebAddress::new(part).is_none() || part.chars().count() >= Text::MAX {
                self.form.set_error(field, &format!("number {order} is no address with https://"));
                return Vec::new();
            }
            rows.push(Redirect { order, url: Text::new(part) });
        }
        rows
    }

    fn submit(&mut self, state: &State, ids: &mut Ids) -> Vec<Step> {
        if self.asked.is_some() {
            return Vec::new();
        }
        self.form.clear_errors();
        self.said = None;
        let [success, fail, pending] = Field::ALL.map(|field| self.addresses(field));
        let redirects = Redirects { success, fail, pending };
        let wrong = self.form.focus_first_error();
        if !wrong && redirects.success.is_empty() && redirects.fail.is_empty() {
            self.form.set_error(Field::Success, "an address here, or one after failure");
            self.form.focus_first_error();
        } else if !wrong {
            let ticket = ids.ticket();
            self.asked = Some((ticket, state.now, redirects.clone()));
            return vec![Step::Read {
                connection: self.connection.clone(),
                read: Read::HashRedirects(redirects),
                ticket,
            }];
        }
        Vec::new()
    }

    fn refuse(&mut self, fault: &Fault) {
        if let Fault::Invalid { fields, .. } = fault {
            for error in &fields.0 {
                let name = error.field.as_str();
                if let (Some(field), Some(words)) = (Field::named(name), fields.of(name)) {
                    self.form.set_error(field, &words);
                }
            }
            if self.form.focus_first_error() {
                return;
            }
        }
        self.said = Some((Level::Bad, format!("{fault}. {}", fault.advice())));
    }

    fn copy(&self, command: Command) -> Vec<Step> {
        let row = self.hashes.as_ref().and_then(|hashes| hashes.rows.get(hashes.at));
        let (what, text) = if command == Command::CopyAddress {
            ("address", row.and_then(|row| row.address.as_ref()))
        } else {
            ("hash", row.map(|row| &row.hash))
        };
        vec![match text {
            Some(text) => Step::Copy { what, text: SecretString::from(text.as_str()) },
            None => Step::Tell(Level::Info, format!("There is no {what} to copy")),
        }]
    }
}

/// The hashes by list and number, each with the address it stands for.
fn rows(asked: &Redirects, told: &HashedRedirects) -> Vec<Row> {
    let lists = |of: &Redirects| [of.success.clone(), of.fail.clone(), of.pending.clone()];
    let asked = lists(asked);
    let mut rows = Vec::new();
    for ((list, hashes), asked) in Field::ALL.into_iter().zip(lists(&told.hashes)).zip(asked) {
        rows.extend(hashes.into_iter().map(|hash| Row {
            list,
            order: hash.order,
            address: asked.iter().find(|address| address.order == hash.order).map(|address| address.url.clone()),
            hash: hash.url,
        }));
    }
    rows
}

impl Overlay for RedirectsForm {
    fn contexts(&self) -> &'static [Context] {
        if self.hashes.is_some() { &[Context::Answer, Context::Movement] } else { &[Context::Form, Context::Text] }
    }

    fn is_typing(&self) -> bool {
        self.hashes.is_none()
    }

    fn run(&mut self, command: Command, state: &State, ids: &mut Ids) -> Vec<Step> {
        if command == Command::Back {
            return vec![Step::Close];
        }
        if let Some(hashes) = &mut self.hashes {
            if let Some(to) = command.moved(hashes.at, hashes.rows.len(), 4) {
                hashes.at = to;
            }
            return match command {
                Command::CopyId | Command::CopyAddress => self.copy(command),
                _ => Vec::new(),
            };
        }
        match command {
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

    fn reply(&mut self, ticket: Ticket, result: &Result<Data, Fault>) {
        let Some((_, asked_at, asked)) = self.asked.take_if(|(own, ..)| *own == ticket) else { return };
        match result {
            Ok(Data::HashedRedirects(told)) => {
                let until = HashedRedirects::expire(asked_at);
                self.hashes = Some(Hashes { rows: rows(&asked, told), bad: told.bad.clone(), until, at: 0 });
            }
            Ok(_) => self.refuse(&Fault::Unreadable("an answer to another question".into())),
            Err(fault) => self.refuse(fault),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
        view::draw(self, canvas, screen, state, keymap);
    }
}
