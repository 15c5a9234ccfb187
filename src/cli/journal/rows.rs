//! Intents as rows: a line for people, and everything for programs. Phones are masked in the journal already; what
//! stands there is made harmless once more, as anybody may have written to the file.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::cli::output::{Field, Row};
use crate::domain::{Again, Event, Intent, IntentState, Report, Settlement, Text, Told};
use crate::message::Times;
use crate::ui::format;

/// What a person reads in a line.
pub const LINE: &[&str] = &["id", "when", "connection", "account", "what", "state", "told"];

/// What a program reads.
pub const INTENT: &[&str] = &[
    "id",
    "planned",
    "since",
    "connection",
    "environment",
    "kind",
    "account",
    "title",
    "amount",
    "currency",
    "what",
    "operator",
    "state",
    "code",
    "text",
    "plain",
    "reference",
    "status",
    "happened",
    "how",
    "by",
    "evidence",
];

/// Without what a terminal must not see.
pub fn clean(text: &str) -> String {
    text.chars().filter_map(Text::harmless).collect()
}

/// Why it was not done, or is not known to be, where that was ever so.
pub fn told(intent: &Intent) -> Option<&Told> {
    intent.timeline.iter().rev().find_map(|event| told_by(&event.state))
}

fn told_by(state: &IntentState) -> Option<&Told> {
    match state {
        IntentState::Rejected(told) | IntentState::Unconfirmed(told) => Some(told),
        _ => None,
    }
}

fn settlement(state: &IntentState) -> Option<&Settlement> {
    match state {
        IntentState::Settled(settlement) => Some(settlement),
        _ => None,
    }
}

fn report(state: &IntentState) -> Option<&Report> {
    match state {
        IntentState::Reported(report) => Some(report),
        _ => None,
    }
}

fn reference(state: &IntentState) -> Option<&Text> {
    match state {
        IntentState::Done { reference } | IntentState::Settled(Settlement { reference, .. }) => reference.as_ref(),
        _ => None,
    }
}

/// The account: in a few words, or by its id.
pub fn account(intent: &Intent) -> Option<String> {
    let id = intent.account.as_ref()?;
    let named = !intent.title.is_empty() && intent.title != id.as_str();
    Some(if named { clean(&intent.title) } else { id.to_string() })
}

/// A word for whether trying again is safe.
pub fn again(again: Again) -> &'static str {
    match again {
        Again::Safe => "safe",
        Again::Wait => "wait",
        Again::Unsafe => "unsafe",
        Again::Second => "second",
        Again::Undone => "undone",
    }
}

/// A line for people.
pub fn line(intent: &Intent, now: Timestamp, zone: &TimeZone) -> Row {
    let state = intent.state();
    let word = if intent.is_unconfirmed() { state.word().to_uppercase() } else { state.word().to_owned() };
    // What only says the word again says nothing.
    let said = Some(clean(intent.told().trim_start_matches("UNCONFIRMED: "))).filter(|said| said != state.word());
    Row::default()
        .with("id", Field::Text(intent.id.short()))
        .with("when", Field::Text(format::moment(intent.planned(), now, zone, Times::Clock)))
        .with("connection", Field::Text(clean(intent.connection.as_str())))
        .with("account", account(intent))
        .with("what", Field::Text(clean(&intent.words)))
        .with("state", Field::Text(word))
        .with("told", said)
}

/// Everything but what has parts of its own.
pub fn intent(intent: &Intent) -> Row {
    let text = |text: Option<&Text>| text.map(|text| text.as_str().to_owned());
    let (state, told) = (intent.state(), told(intent));
    let settled = settlement(state);
    Row::default()
        .with("id", Field::Text(intent.id.to_string()))
        .with("planned", Field::Text(intent.planned().to_string()))
        .with("since", Field::Text(intent.since().to_string()))
        .with("connection", Field::Text(clean(intent.connection.as_str())))
        .with("environment", Field::Text(intent.environment.to_string()))
        .with("kind", Field::Text(intent.kind.to_string()))
        .with("account", intent.account.as_ref().map(ToString::to_string))
        .with("title", Field::Text(clean(&intent.title)))
        .with("amount", intent.amount.clone().map_or(Field::Null, Field::Money))
        .with("currency", intent.amount.as_ref().map(|amount| amount.currency.to_string()))
        .with("what", Field::Text(clean(&intent.words)))
        .with("operator", intent.operator.as_str())
        .with("state", state.word())
        .with("code", text(told.and_then(|told| told.code.as_ref())))
        .with("text", text(told.and_then(|told| told.text.as_ref())))
        .with("plain", told.map(|told| clean(&told.plain)))
        .with("reference", text(intent.timeline.iter().rev().find_map(|event| reference(&event.state))))
        .with("status", text(report(state).map(|report| &report.status)))
        .with("happened", settled.and_then(|settled| settled.happened).map_or(Field::Null, Field::Flag))
        .with("how", settled.map(|settled| settled.how.to_string()))
        .with("by", text(settled.map(|settled| &settled.by)))
        .with("evidence", settled.map(|settled| clean(&settled.evidence)))
}

/// Everything there is: what it says of itself, what was asked and shown, and its life.
pub fn whole(of: &Intent) -> Row {
    let pair = |(name, value): &(String, String)| {
        Row::default().with("name", Field::Text(clean(name))).with("value", Field::Text(clean(value)))
    };
    intent(of)
        .with("wanted", of.wanted.map_or(Field::Null, Field::Flag))
        .with("again", again(of.state().again()))
        .with("request", Field::List(of.request.iter().map(pair).collect()))
        .with("shown", Field::Texts(of.shown.iter().map(|shown| clean(shown)).collect()))
        .with("timeline", Field::List(of.timeline.iter().map(event).collect()))
}

fn event(event: &Event) -> Row {
    let text = |text: Option<&Text>| text.map(|text| text.as_str().to_owned());
    let Event { at, state } = event;
    let mut row = Row::default().with("at", Field::Text(at.to_string())).with("state", state.word());
    if let Some(Told { code, text: words, plain }) = told_by(state) {
        row = row
            .with("code", text(code.as_ref()))
            .with("text", text(words.as_ref()))
            .with("plain", Field::Text(clean(plain)));
    }
    if let Some(settled) = settlement(state) {
        row = row
            .with("happened", settled.happened.map_or(Field::Null, Field::Flag))
            .with("how", Field::Text(settled.how.to_string()))
            .with("by", settled.by.as_str())
            .with("evidence", Field::Text(clean(&settled.evidence)));
    }
    if let Some(Report { status, words, .. }) = report(state) {
        row = row.with("status", status.as_str()).with("text", text(words.as_ref()));
    }
    if matches!(state, IntentState::Done { .. } | IntentState::Settled(_)) {
        row = row.with("reference", text(reference(state)));
    }
    row
}
