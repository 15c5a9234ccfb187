//! A payment system in words: how users are shown to pay by it, how what they pay is activated, and what was done here.

use crate::domain::{ChangeKind, Intent, PaymentSystem, wants_amount};
use crate::state::State;
use crate::ui::page::{Entry, Ink, Line, lines};
use crate::ui::{Tone, format};

use super::DepositsPane;
use super::asked::Asked;

/// The room of the labels.
pub const LABELS: u16 = 13;

/// The most changes that are told.
const TOLD: usize = 12;

fn plain(label: &'static str, words: impl Into<String>) -> Entry {
    Entry::new(label, words, Ink::Plain)
}

/// The detail of the selected system.
pub fn of(pane: &DepositsPane, system: &PaymentSystem, width: u16, state: &State) -> Vec<Line> {
    lines(&[about(pane, system), done(pane, state)], LABELS, width)
}

fn about(pane: &DepositsPane, system: &PaymentSystem) -> Vec<Entry> {
    let hint = match (&pane.hints, pane.hint(system)) {
        (_, Some(address)) => Entry::new("how to pay", address.as_str(), Ink::Strong),
        (Some(asked), None) if asked.answer.is_none() => Entry::new("how to pay", "being asked for", Ink::Muted),
        (Some(asked), None) => match asked.fault() {
            Some(fault) => {
                Entry::new("how to pay", format!("not known: {fault}. {}", fault.advice()), Ink::Tone(Tone::Warning))
            }
            None => Entry::new("how to pay", "the provider shows nothing for it", Ink::Muted),
        },
        (None, None) => Entry::new("how to pay", "not asked", Ink::Muted),
    };
    let how = if system.manual {
        "by hand: what a user paid is looked for, with a picture of the payment where there is one"
    } else if wants_amount(system.kind.as_str()) {
        "by itself, by the number the user was told and the amount"
    } else {
        "by itself, by the number the user was told"
    };
    let bill = if system.takes_bill { "a screenshot of the payment can be uploaded" } else { "none is taken" };
    let logo = system.logo.as_ref().map_or_else(|| "none".to_owned(), ToString::to_string);
    vec![
        hint,
        plain("activated", how),
        plain("bill", bill),
        plain("logo", logo),
        plain(
            "type",
            format!("{} in {}, number {} in the provider's order", system.kind, system.currency, system.order),
        ),
    ]
}

/// What was done at this connection, newest first.
fn done(pane: &DepositsPane, state: &State) -> Vec<Entry> {
    let connection = pane.connection(state);
    let is_deposit = |intent: &&Intent| {
        connection.as_ref() == Some(&intent.connection)
            && matches!(
                intent.kind,
                ChangeKind::CreateTransaction
                    | ChangeKind::ActivateTransaction
                    | ChangeKind::ReportTransaction
                    | ChangeKind::CreatePayment
            )
    };
    let one = |(at, intent): (usize, &Intent)| {
        let when = format::moment(intent.planned(), state.now, &state.zone, state.times);
        let told = format!("{when}  {}: {}", intent.words, intent.state().told());
        Entry::new(if at == 0 { "done here" } else { "" }, told, Ink::Tone(Tone::from(intent.state())))
    };
    state.intents.newest_first().filter(is_deposit).take(TOLD).enumerate().map(one).collect()
}

/// What could not be read of the payment systems and the hints.
pub fn bad(pane: &DepositsPane) -> Option<String> {
    let systems = pane.systems.as_ref().and_then(Asked::good).map_or(0, |told| told.systems.bad.len());
    let hints = pane.hints.as_ref().and_then(Asked::good).map_or(0, |told| told.bad.len());
    match systems + hints {
        0 => None,
        1 => Some("1 row could not be read".to_owned()),
        count => Some(format!("{count} rows could not be read")),
    }
}
