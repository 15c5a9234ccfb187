//! Everything about a payee, in words: who they are, how they stand, and the accounts they can be paid to.

use crate::domain::{Country, Environment, KnownPayee, PayeeStatus, PayoutAccount, Text, mask_digits, masked_email};
use crate::state::State;
use crate::ui::page::{self, Entry, Ink, Line, lines};
use crate::ui::{Area, Canvas, Tone, format};

use super::Asked;

/// From this width on who they are and their accounts stand side by side.
const WIDE: u16 = 100;

/// The room of the labels.
const LABELS: u16 = 14;

/// The detail in one or two columns of lines.
pub struct Detail {
    left: Vec<Line>,
    right: Vec<Line>,
}

/// How a status reads: well where money can be paid there, and to be looked at where it cannot.
pub fn status_tone(status: &PayeeStatus) -> Tone {
    if status.is_activated() { Tone::Good } else { Tone::Warning }
}

fn fact(label: &'static str, words: impl Into<String>, ink: Ink) -> Entry {
    Entry::new(label, words, ink)
}

fn some(label: &'static str, text: Option<&Text>) -> Option<Entry> {
    let text = text.filter(|text| !text.is_empty())?;
    Some(fact(label, mask_digits(text.as_str()), Ink::Plain))
}

/// Who they are at the provider, and how they stand there.
fn standing(known: &KnownPayee, asked: Option<&Asked>, state: &State) -> Vec<Entry> {
    let payee = &known.payee;
    let mut facts = vec![fact("name", known.title(), Ink::Strong)];
    facts.push(match &payee.status {
        Some(status) => fact("status", status.to_string(), Ink::Tone(status_tone(status))),
        None => fact("status", "not told yet: look them up", Ink::Muted),
    });
    facts.extend(some("type", payee.profile.as_ref()));
    facts.push(fact("customer no", payee.no.as_str(), Ink::Plain));
    facts.extend(payee.code.as_ref().map(|code| fact("your code", code.as_str(), Ink::Plain)));
    let environment = state.connection(&known.connection).map(|connection| connection.info.environment);
    let (words, ink) = match environment {
        Some(Environment::Sandbox) => ("sandbox", Ink::Plain),
        Some(Environment::Production) => ("PRODUCTION", Ink::Tone(Tone::Bad)),
        None => ("not in the config any more", Ink::Tone(Tone::Warning)),
    };
    facts.push(fact("connection", format!("{} ({words})", known.connection), ink));
    facts.push(match (asked, known.looked) {
        (Some(Asked::Waiting { .. }), _) => fact("looked up", "asking the provider\u{2026}", Ink::Plain),
        (_, Some(at)) => fact("looked up", format::full(at, state.now, &state.zone, state.times), Ink::Plain),
        (_, None) => fact("looked up", "never", Ink::Muted),
    });
    if let Some(Asked::Failed { at, words }) = asked {
        let words = format!("the look-up of {} failed: {words}", format::clock(*at, &state.zone));
        facts.push(fact("", words, Ink::Tone(Tone::Bad)));
    }
    facts
}

/// What is said of them. What identifies them elsewhere is hidden; some of it is not kept at all.
fn person(known: &KnownPayee, state: &State) -> Vec<Entry> {
    let payee = &known.payee;
    let mut facts = Vec::new();
    facts.extend(payee.email.as_ref().map(|email| fact("email", masked_email(email.as_str()), Ink::Plain)));
    facts.extend(payee.phone.as_ref().map(|phone| fact("phone", phone.masked(), Ink::Plain)));
    // The year is enough to tell two of one name apart.
    let born = payee.date_of_birth.as_ref().map(|born| born.as_str().chars().take(4).collect::<String>());
    facts.extend(born.map(|year| fact("born", format!("{year}-••-••"), Ink::Plain)));
    let street = [&payee.street, &payee.street2].into_iter().flatten().filter(|part| !part.is_empty());
    let street = street.map(Text::as_str).collect::<Vec<_>>().join(", ");
    if !street.is_empty() {
        facts.push(fact("street", street, Ink::Plain));
    }
    let town = [&payee.zip, &payee.city, &payee.state].into_iter().flatten().filter(|part| !part.is_empty());
    let town = town.map(Text::as_str).collect::<Vec<_>>().join(" ");
    if !town.is_empty() {
        facts.push(fact("town", town, Ink::Plain));
    }
    facts.extend(payee.country.as_ref().map(|code| {
        let name = Country::new(code.as_str()).map_or_else(String::new, |country| format!(" ({})", country.name()));
        fact("country", format!("{code}{name}"), Ink::Plain)
    }));
    facts.extend(some("language", payee.language.as_ref()));
    facts.extend(
        payee.created.map(|at| fact("registered", format::full(at, state.now, &state.zone, state.times), Ink::Plain)),
    );
    facts.extend(
        payee.updated.map(|at| fact("changed", format::full(at, state.now, &state.zone, state.times), Ink::Plain)),
    );
    if payee.date_of_birth.is_none() {
        let words = "The date of birth and the street are not kept here; a look-up shows them until paytop ends.";
        facts.push(fact("", words, Ink::Muted));
    }
    facts
}

/// The accounts they can be paid to, a block each.
fn accounts(known: &KnownPayee, state: &State) -> Vec<Vec<Entry>> {
    let Some(accounts) = &known.accounts else {
        return vec![vec![fact("accounts", "never asked for: look the payee up", Ink::Muted)]];
    };
    if accounts.is_empty() {
        let words = "none: nothing can be paid to them before one is added";
        return vec![vec![fact("accounts", words, Ink::Tone(Tone::Warning))]];
    }
    accounts.iter().map(|account| one_account(account, state)).collect()
}

fn one_account(account: &PayoutAccount, state: &State) -> Vec<Entry> {
    let currency = account.currency.as_ref().map(|currency| format!(" {}", currency.code())).unwrap_or_default();
    let country = account.country.as_ref().map(|country| format!(" in {country}")).unwrap_or_default();
    let number = account.masked();
    let number = if number.is_empty() { "number not told".to_owned() } else { number };
    let mut facts = vec![fact("account", format!("{number}{currency}{country}"), Ink::Strong)];
    facts.push(fact("status", account.status.to_string(), Ink::Tone(status_tone(&account.status))));
    facts.push(fact("kind", account.kind.as_str(), Ink::Plain));
    facts.extend(some("your name", account.tag.as_ref()));
    facts.push(fact("token", account.token.as_str(), Ink::Plain));
    facts.extend(
        account.created.map(|at| fact("added", format::full(at, state.now, &state.zone, state.times), Ink::Plain)),
    );
    facts
}

impl Detail {
    /// The detail of a payee in so many columns.
    pub fn new(known: &KnownPayee, asked: Option<&Asked>, state: &State, width: u16) -> Self {
        let (standing, person, accounts) =
            (standing(known, asked, state), person(known, state), accounts(known, state));
        if width >= WIDE {
            let column = width / 2 - 1;
            return Self { left: lines(&[standing, person], LABELS, column), right: lines(&accounts, LABELS, column) };
        }
        let mut blocks = vec![standing];
        blocks.extend(accounts);
        blocks.push(person);
        Self { left: lines(&blocks, LABELS, width), right: Vec::new() }
    }

    /// How many lines it has.
    pub fn len(&self) -> usize {
        self.left.len().max(self.right.len())
    }

    /// Draws what fits of it, from line `top` on.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Area, top: usize) {
        let (left, right) = if self.right.is_empty() {
            (area, Area { width: 0, ..area })
        } else {
            let (left, right) = area.cut_left(area.width / 2 - 1);
            (left, right.cut_left(2).1)
        };
        for (lines, place) in [(&self.left, left), (&self.right, right)] {
            page::draw(canvas, place, lines, LABELS, top, "");
        }
    }
}
