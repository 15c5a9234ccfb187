//! What a filter finds in an intent: every word of it has to be found somewhere.

use crate::domain::{Environment, Event, Intent, IntentState, Money, Text, Told};
use crate::message::{FoundRow, RowKey};
use crate::state::State;

/// A filter, ready to be asked.
pub struct Filter(Vec<String>);

impl Filter {
    /// The filter that was typed.
    pub fn new(typed: &str) -> Self {
        Self(typed.split_whitespace().map(str::to_lowercase).collect())
    }

    /// Whether the intent has every word of it.
    pub fn finds(&self, intent: &Intent, state: &State) -> bool {
        if self.0.is_empty() {
            return true;
        }
        let text = searchable(intent);
        let known = |word: &String| text.contains(word.as_str());
        let meant = |word: &String| is_amount(word, intent) || is_id(word, intent) || is_phone(word, intent, state);
        self.0.iter().all(|word| known(word) || meant(word))
    }
}

/// Whether the word is the amount, however it is grouped and with whatever decimals.
fn is_amount(word: &str, intent: &Intent) -> bool {
    intent
        .amount
        .as_ref()
        .is_some_and(|amount| Money::parse(word, amount.currency.clone()).is_ok_and(|typed| typed == *amount))
}

/// Whether the word is the id, or the beginning of its short form. Other parts of it are no words: amounts and tails of
/// phones would be found in them by chance.
fn is_id(word: &str, intent: &Intent) -> bool {
    let (whole, word) = (intent.id.0.simple().to_string(), word.replace('-', ""));
    let is_long = word.len() >= 8;
    intent.id.short().starts_with(&word)
        || whole.ends_with(&word) && word.len() > 6
        || is_long && whole.starts_with(&word)
}

/// Whether the word is the account's phone, or its end; it is searched as a whole and never shown.
fn is_phone(word: &str, intent: &Intent, state: &State) -> bool {
    let row = intent.key().and_then(|key| state.row(&key));
    row.is_some_and(|row| row.account.phone.full().ends_with(word))
}

/// Everything else that is known of an intent, in small letters.
fn searchable(intent: &Intent) -> String {
    let environment = match intent.environment {
        Environment::Sandbox => "sandbox",
        Environment::Production => "production",
    };
    let mut parts = vec![
        intent.connection.to_string(),
        environment.to_owned(),
        intent.title.clone(),
        intent.words.clone(),
        intent.operator.to_string(),
        intent.state().word().to_owned(),
        intent.told(),
    ];
    parts.extend(references(intent).map(ToString::to_string));
    parts.extend(intent.account.as_ref().map(ToString::to_string));
    if let Some(amount) = &intent.amount {
        parts.extend([amount.to_string(), amount.amount.normalize().to_string()]);
    }
    parts.extend(intent.request.iter().map(|(name, value)| format!("{name} {value}")));
    parts.extend(intent.timeline.iter().filter_map(told).flat_map(|told| {
        let own = [&told.code, &told.text].map(|part| part.as_ref().map(ToString::to_string).unwrap_or_default());
        own.into_iter().chain([told.plain.clone()])
    }));
    parts.join("\n").to_lowercase()
}

/// An intent as the search over every pane shows it.
pub fn found_row(intent: &Intent) -> FoundRow {
    FoundRow {
        key: RowKey::Intent(intent.id),
        title: intent.named(),
        words: intent.state().word().to_owned(),
        connection: intent.connection.to_string(),
    }
}

/// The provider's or the bank's own ids of what happened.
fn references(intent: &Intent) -> impl Iterator<Item = &Text> {
    intent.timeline.iter().filter_map(|event| match &event.state {
        IntentState::Done { reference } => reference.as_ref(),
        IntentState::Settled(settlement) => settlement.reference.as_ref(),
        _ => None,
    })
}

/// What the provider, or paytop, said of a step.
pub fn told(event: &Event) -> Option<&Told> {
    match &event.state {
        IntentState::Rejected(told) | IntentState::Unconfirmed(told) => Some(told),
        _ => None,
    }
}
