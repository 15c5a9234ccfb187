//! The forms of a payee: one to register or to change, a bank account to add, and a customer number to remember. A form
//! stays open until the provider has answered, so that what it refuses is told at its field.

mod account;
mod details;
mod fields;
mod import;
mod question;
mod view;

use crate::domain::{Ability, ConnectionId, Fault, FieldErrors, Intent, IntentId, Rejection, mask_digits};
use crate::message::{Level, PayeeAsk};
use crate::state::State;
use crate::ui::form::{Choice, Choosable, Form};

use super::Overlay;

/// The form that was asked for.
pub fn open(ask: PayeeAsk, state: &State) -> Box<dyn Overlay> {
    match ask {
        PayeeAsk::Register(connection) => Box::new(details::DetailsForm::register(connection, state)),
        PayeeAsk::Update(key) => Box::new(details::DetailsForm::update(key, state)),
        PayeeAsk::AddAccount(key) => Box::new(account::AccountForm::new(key, state)),
        PayeeAsk::Import(connection) => Box::new(import::ImportForm::new(connection, state)),
    }
}

/// The connections that payees can be registered at, `connection` chosen; at one that may only read nothing can be
/// `changed`.
fn connections(connection: &ConnectionId, changed: bool, state: &State) -> Choice {
    let able = state.able(Ability::Payees).filter(|found| !changed || !found.info.read_only);
    let option = |found: &crate::state::Connection| {
        let id = found.info.id.as_str();
        let production = if found.info.is_production() { " (PRODUCTION)" } else { "" };
        Choosable::new(id, &format!("{id}{production}"))
    };
    let mut connections = Choice::new(able.map(option).collect());
    connections.choose(connection.as_str());
    connections
}

/// What stands behind a connection's name where real money moves.
fn production(connection: &ConnectionId, state: &State) -> &'static str {
    let is_production = state.connection(connection).is_none_or(|found| found.info.is_production());
    if is_production { " (PRODUCTION)" } else { "" }
}

/// Why nothing can be changed at a connection; `None` where it can.
fn why_not(connection: &ConnectionId, state: &State) -> Option<String> {
    match state.connection(connection) {
        None => Some(format!("{connection} is not there any more")),
        Some(found) if found.info.read_only => Some(format!("{connection} is read-only: nothing can be changed there")),
        Some(_) => None,
    }
}

/// Whether the answer to a change is awaited.
fn is_waiting(asked: Option<IntentId>, state: &State) -> bool {
    asked.and_then(|id| state.intents.get(id)).is_some_and(Intent::is_in_flight)
}

/// Tells what is wrong at its field; answers what belongs to none.
fn show<Id: Copy + PartialEq>(
    form: &mut Form<Id>,
    errors: &FieldErrors,
    named: impl Fn(&str) -> Option<Id>,
) -> Vec<String> {
    let mut others = Vec::new();
    for error in &errors.0 {
        let name = error.field.as_str();
        let words = mask_digits(&errors.of(name).unwrap_or_default());
        match named(name).filter(|field| form.is_shown(*field)) {
            Some(field) => form.set_error(field, &words),
            None => others.push(format!("{name}: {words}")),
        }
    }
    others
}

/// Tells why a change was refused: at the fields that the refusal names, by name or in the provider's own words, and
/// else below. Answers what is said below.
fn refused<Id: Copy + PartialEq>(
    form: &mut Form<Id>,
    rejection: &Rejection,
    all: &[(&'static str, Id)],
) -> (Level, String) {
    let named = |name: &str| all.iter().find(|(own, _)| *own == name).map(|(_, field)| *field);
    let words = match rejection {
        Rejection::Invalid { fields, .. } if !fields.is_empty() => {
            let others = show(form, fields, named);
            if others.is_empty() { "what is marked is not accepted.".to_owned() } else { others.join("; ") }
        }
        rejection => {
            let words = mask_digits(&rejection.words());
            // The provider says which field it means in its words alone.
            let is_meant = |name: &str| words.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == name);
            for (name, field) in all {
                if is_meant(name) && form.is_shown(*field) {
                    let own =
                        if words.contains("used already") { "used already: choose another" } else { "not accepted" };
                    form.set_error(*field, own);
                }
            }
            words
        }
    };
    form.focus_first_error();
    (Level::Bad, format!("Nothing was done: {words}"))
}

/// Why a question was not answered, in words.
fn unanswered(fault: &Fault) -> String {
    format!("{}. {}", mask_digits(&fault.to_string()), fault.advice())
}
