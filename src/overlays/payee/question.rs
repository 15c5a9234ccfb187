//! The questions before something is changed at the provider: what it is, in full words, and what speaks against it.

use crate::domain::{
    BankAccountDraft, ChangeKind, ConnectionId, Country, Intent, PayeeDraft, PayeeKey, mask_digits, masked_email,
};
use crate::message::{Confirm, Times, Yes};
use crate::state::State;
use crate::ui::format;

use super::production;

/// How often it is sent, and what that means where its answer is lost.
const ONCE: &str = "It is sent once. Should its answer be lost, it is unconfirmed, and it is not sent again by itself.";

/// That others like this one may have happened.
fn already<'a>(what: &str, open: impl Iterator<Item = &'a Intent>, then: &str, state: &State) -> Option<String> {
    let one = |open: &Intent| {
        // The journal keeps what a question says: a time in it has to be true for ever.
        let when = format::moment(open.planned(), state.now, &state.zone, Times::Clock);
        format!("{} of {when} ({})", open.id.short(), open.state().word())
    };
    let each: Vec<String> = open.map(one).collect();
    (!each.is_empty()).then(|| format!("{what} is not settled: {}. It may have happened. {then}", each.join(", ")))
}

fn confirm(title: String, body: Vec<String>, list: Vec<String>, yes: &str) -> Confirm {
    Confirm {
        title,
        body,
        list,
        danger: false,
        yes: yes.into(),
        typed: Vec::new(),
        shown: Vec::new(),
        yes_does: Yes::Send(Vec::new()),
    }
}

/// Before somebody is registered.
pub fn register(draft: &PayeeDraft, connection: &ConnectionId, state: &State) -> Confirm {
    let details = &draft.details;
    let name = mask_digits(&format!("{} {}", details.first_name, details.last_name));
    let code = mask_digits(draft.code.as_str());
    let open = state.intents.newest_first().filter(|intent| {
        intent.kind == ChangeKind::RegisterPayee
            && intent.connection == *connection
            && intent.is_open()
            && intent.asked_for("customerCode") == Some(code.as_str())
    });
    let then = "The provider takes each code once: if it did, this one is refused.";
    let mut body: Vec<String> =
        already("An earlier registration with this code", open, then, state).into_iter().collect();
    let place = format!("{connection}{}", production(connection, state));
    body.push(format!(
        "{name} becomes a payee ({}) at {place}, with your code {code}. No money moves.",
        details.profile
    ));
    body.push("The code and the email address cannot be changed later.".to_owned());
    body.push(ONCE.to_owned());
    let country =
        Country::new(details.country.as_str()).map_or_else(String::new, |found| format!(" ({})", found.name()));
    let mut list = vec![
        format!("email: {}", masked_email(draft.email.as_str())),
        "date of birth: as you typed it".to_owned(),
        format!("country: {}{country}", details.country),
    ];
    list.extend(details.phone.as_ref().map(|phone| format!("phone: {}", phone.masked())));
    let others = [("state", &details.state), ("city", &details.city), ("postal code", &details.zip)];
    for (name, text) in others {
        list.extend(text.as_ref().map(|text| format!("{name}: {}", mask_digits(text.as_str()))));
    }
    list.extend(details.street.as_ref().map(|_| "street: as you typed it".to_owned()));
    confirm(format!("Register {name}?"), body, list, "register")
}

/// Before what is said of somebody is changed.
pub fn update(key: &PayeeKey, title: &str, differences: Vec<String>, state: &State) -> Confirm {
    let place = format!("{}{}", key.connection, production(&key.connection, state));
    let body = vec![
        format!("What is said of {title} (number {}) at {place} is changed. Everything else stays as it is.", key.no),
        ONCE.to_owned(),
    ];
    confirm(format!("Change {title}?"), body, differences, "change")
}

/// Before an account is added to somebody.
pub fn add_account(draft: &BankAccountDraft, title: &str, key: &PayeeKey, state: &State) -> Confirm {
    let open = state.intents.newest_first().filter(|intent| {
        intent.kind == ChangeKind::AddBankAccount
            && intent.connection == key.connection
            && intent.is_open()
            && intent.account.as_ref().is_some_and(|account| account.0 == key.no.0)
    });
    let then = "Look the payee up first (R): this may be a second account.";
    let mut body: Vec<String> = already("An earlier account of this payee", open, then, state).into_iter().collect();
    let place = format!("{}{}", key.connection, production(&key.connection, state));
    body.push(format!(
        "The {} account {} at the bank with the routing number {} is added to {title} (number {}) at {place}. Whoever has \
         this account gets what is paid to it later. No money moves now.",
        draft.purpose, draft.number, draft.routing, draft.payee
    ));
    body.push(ONCE.to_owned());
    let mut list = vec![format!("country: {}", draft.country), format!("currency: {}", draft.currency.code())];
    list.extend(draft.tag.as_ref().map(|tag| format!("your name for it: {}", mask_digits(tag.as_str()))));
    confirm(format!("Add an account to {title}?"), body, list, "add")
}
