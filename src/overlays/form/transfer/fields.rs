//! The fields of a transfer: who is remembered to choose from, with their accounts, and which field is meant by the
//! document's name of it.

use crate::domain::{
    Ability, AccountToken, ConnectionId, Currency, Intent, KnownPayee, Limits, PayeeNo, PayoutAccount,
};
use crate::overlays::form::paying::most;
use crate::state::State;
use crate::ui::field::{Kind, TextField};
use crate::ui::form::{Choice, Choosable, Entry, Form, Input};

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Connection,
    /// One of those who are remembered.
    Payee,
    /// The customer number of another.
    Number,
    /// One of the payee's accounts that are known.
    Account,
    /// The token of another.
    Token,
    Amount,
    Currency,
    Subject,
    Note,
    Description,
}

/// What is chosen for a payee or an account that is typed.
const OTHER: &str = "";

/// The most characters of a text, as [`TransferRequest`](crate::domain::TransferRequest) is checked.
const LONGEST: usize = 190;

/// What helps to type an account.
const TOKEN_HELP: &str = "the provider's token of the account";

/// The form, empty; the connections are offered where there are several to choose from.
pub fn form(connection: &ConnectionId, state: &State) -> Form<Field> {
    let text = |max| TextField::new(Kind::Plain).with_max(max);
    let writable = state.able(Ability::Transfers).filter(|found| !found.info.read_only);
    let option = |found: &crate::state::Connection| {
        let id = found.info.id.as_str();
        let production = if found.info.is_production() { " (PRODUCTION)" } else { "" };
        Choosable::new(id, &format!("{id}{production}"))
    };
    let mut connections = Choice::new(writable.map(option).collect());
    connections.choose(connection.as_str());
    let mut entries = Vec::new();
    if connections.options().len() > 1 {
        entries.push(Entry::choice(Field::Connection, "connection", connections));
    }
    entries.extend([
        Entry::choice(Field::Payee, "payee", Choice::default()).with_help("type the first letter of the name"),
        Entry::text(Field::Number, "customer number", text(LONGEST))
            .required()
            .with_help("the provider's number of the payee"),
        Entry::choice(Field::Account, "account", Choice::default()),
        Entry::text(Field::Token, "account token", text(LONGEST)).required().with_help(TOKEN_HELP),
        Entry::text(Field::Amount, "amount", TextField::new(Kind::Amount).with_max(24)).required(),
        Entry::text(Field::Currency, "currency", text(3)).required().with_help("three letters, such as USD"),
        Entry::text(Field::Subject, "subject", text(LONGEST)).with_help("may be left out"),
        Entry::text(Field::Note, "note", text(LONGEST)).with_help("to the payee; may be left out"),
        Entry::text(Field::Description, "description", text(LONGEST)).with_help("may be left out"),
    ]);
    Form::new(entries)
}

/// Who is remembered at a connection, by name.
pub fn remembered(connection: &ConnectionId, state: &State) -> Vec<KnownPayee> {
    let mut own: Vec<KnownPayee> =
        state.payees.iter().filter(|known| known.connection == *connection).cloned().collect();
    own.sort_by_cached_key(|known| (known.title().to_lowercase(), known.payee.no.clone()));
    own
}

/// Puts `options` in the place of those that are there. What is chosen stays chosen where it is still among them.
fn offer(form: &mut Form<Field>, id: Field, options: Vec<Choosable>) {
    let entry = form.entries().iter().find(|entry| entry.id == id);
    let Some(Input::Choice(now)) = entry.map(|entry| &entry.input) else { return };
    if now.options() == options {
        return;
    }
    let chosen = now.current().map(|option| option.value.clone());
    let mut choice = Choice::new(options);
    if let Some(chosen) = chosen {
        choice.choose(&chosen);
    }
    form.set_choice(id, choice);
}

/// Shows who and what there is to choose from at this connection, and what has to be typed.
pub fn follow(form: &mut Form<Field>, known: &[KnownPayee]) {
    let name = |payee: &KnownPayee| {
        let title = payee.title();
        let twice = known.iter().filter(|other| other.title() == title).count() > 1;
        let no = payee.payee.no.as_str();
        // The end of the number tells two of one name apart.
        if twice { format!("{title} \u{2026}{}", crate::ui::text::tail(no, 4)) } else { title }
    };
    let payees = known.iter().map(|payee| Choosable::new(payee.payee.no.as_str(), &name(payee)));
    offer(form, Field::Payee, payees.chain([Choosable::new(OTHER, "another")]).collect());
    form.show(Field::Payee, !known.is_empty());
    let payee = payee(form, known);
    form.show(Field::Number, payee.is_none());
    let own = payee.and_then(|payee| payee.accounts.as_deref()).unwrap_or_default();
    let accounts = own.iter().map(offered).chain([Choosable::new(OTHER, "another")]);
    offer(form, Field::Account, accounts.collect());
    form.show(Field::Account, !own.is_empty());
    form.show(Field::Token, own.is_empty() || form.chosen(Field::Account) == Some(OTHER));
    let (help, note) = if payee.is_some_and(|payee| payee.accounts.is_none()) {
        ("", "the accounts are not known here: look the payee up")
    } else {
        (TOKEN_HELP, "")
    };
    form.explain(Field::Token, help, note);
}

/// An account to choose; one that cannot be paid to says why.
fn offered(account: &PayoutAccount) -> Choosable {
    let number = account.masked();
    let number = if number.is_empty() { account.token.to_string() } else { number };
    let currency = account.currency.as_ref().map(|currency| format!(" {}", currency.code())).unwrap_or_default();
    let option = Choosable::new(account.token.as_str(), &format!("{number}{currency}"));
    if account.status.is_activated() { option } else { option.disabled(&account.status.to_string()) }
}

/// The payee that is chosen, where it is one of those who are remembered.
pub fn payee<'k>(form: &Form<Field>, known: &'k [KnownPayee]) -> Option<&'k KnownPayee> {
    let chosen = form.chosen(Field::Payee).filter(|value| *value != OTHER)?;
    known.iter().find(|known| known.payee.no.as_str() == chosen)
}

/// The number of the payee that is chosen or typed.
pub fn number(form: &Form<Field>) -> PayeeNo {
    match form.chosen(Field::Payee) {
        Some(OTHER) | None => form.text(Field::Number).trim().into(),
        Some(no) => no.into(),
    }
}

/// The token of the account that is chosen or typed; `None` where one is in view that cannot be paid to.
pub fn token(form: &Form<Field>) -> Option<AccountToken> {
    match form.chosen(Field::Account) {
        None if form.is_shown(Field::Account) => None,
        Some(OTHER) | None => Some(form.text(Field::Token).trim().into()),
        Some(token) => Some(token.into()),
    }
}

/// Says beside the amount what it has to be.
pub fn explain_amount(form: &mut Form<Field>, limits: &Limits, currency: &Currency) {
    let most = most(limits, currency).map_or_else(String::new, |most| format!(", {most}"));
    form.suggest(Field::Amount, &format!("at most two decimals{most}"));
}

/// Chooses who gets it, or types their number where they are not remembered.
pub fn choose_payee(form: &mut Form<Field>, no: &PayeeNo, known: &[KnownPayee]) {
    if known.iter().any(|known| known.payee.no == *no) {
        form.choose(Field::Payee, no.as_str());
    } else {
        form.choose(Field::Payee, OTHER);
    }
    follow(form, known);
    form.set_text(Field::Number, no.as_str());
}

/// Fills in what the journal keeps of an earlier one: texts in which something is hidden are left out.
pub fn fill_in(form: &mut Form<Field>, like: &Intent, known: &[KnownPayee]) {
    let kept = |name| like.asked_for(name).filter(|value| !value.contains('•'));
    if let Some(no) = kept("customerNo") {
        choose_payee(form, &no.into(), known);
    }
    if let Some(token) = kept("accountToken") {
        let own = payee(form, known).and_then(|payee| payee.account(&token.into()));
        form.choose(Field::Account, own.map_or(OTHER, |own| own.token.as_str()));
        follow(form, known);
        form.set_text(Field::Token, token);
    }
    if let Some(amount) = &like.amount {
        form.set_text(Field::Amount, &amount.amount.normalize().to_string());
        form.set_text(Field::Currency, amount.currency.code());
    }
    for (field, name) in [(Field::Subject, "subject"), (Field::Note, "note"), (Field::Description, "description")] {
        if let Some(value) = kept(name) {
            form.set_text(field, value);
        }
    }
}

/// The fields that a name of the document may mean, the likelier first.
const NAMES: [(&str, &[Field]); 8] = [
    ("customerNo", &[Field::Number, Field::Payee]),
    ("accountToken", &[Field::Token, Field::Account]),
    ("amount", &[Field::Amount]),
    ("currency", &[Field::Currency]),
    ("subject", &[Field::Subject]),
    ("note", &[Field::Note]),
    ("description", &[Field::Description]),
    ("connection", &[Field::Connection]),
];

/// The field that the document calls so; `None` where there is none.
pub fn of_name(form: &Form<Field>, name: &str) -> Option<Field> {
    let (_, fields) = NAMES.into_iter().find(|(own, _)| *own == name)?;
    fields.iter().copied().find(|field| form.is_shown(*field))
}

/// The fields that a provider's words name, each once: it says in them alone which one it means.
pub fn named_in(form: &Form<Field>, words: &str) -> Vec<Field> {
    let is_named = |name: &str| words.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == name);
    let named = NAMES.into_iter().filter(|(name, _)| is_named(name));
    named.filter_map(|(name, _)| of_name(form, name)).collect()
}
