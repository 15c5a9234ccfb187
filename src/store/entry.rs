//! An entry of the journal, as it stands there: what an intent became, in columns and JSON that outlive the program's
//! own types. An intent is read back from all its entries.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::{
    AccountId, ConnectionId, Currency, Environment, Event, Intent, IntentId, IntentState, Money, Report, Settlement,
    Text, Told,
};

use super::RunId;

/// An entry of the journal, as it stands there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its number; the first is 1.
    pub seq: u64,
    /// When it was written, in microseconds since 1970, UTC.
    pub at: i64,
    /// The run that wrote it.
    pub run: String,
    /// The intent it is about.
    pub intent: String,
    /// What the intent became.
    pub state: String,
    /// The connection, of what was planned or sent.
    pub connection: Option<String>,
    /// The account, of what was planned or sent.
    pub account: Option<String>,
    /// The currency of its amount.
    pub currency: Option<String>,
    /// Its amount, without trailing zeros.
    pub amount: Option<String>,
    /// The rest, as JSON.
    pub body: String,
    /// The hash of the entry before it.
    pub previous: String,
    /// The hash of all of this.
    pub hash: String,
}

/// What is kept of an intent when it is planned.
#[derive(Serialize, Deserialize)]
struct PlannedBody {
    environment: Environment,
    kind: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    wanted: Option<bool>,
    words: String,
    operator: Text,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    shown: Vec<String>,
    request: Vec<(String, String)>,
}

/// What is kept of a done, rejected or unconfirmed intent.
#[derive(Default, Serialize, Deserialize)]
struct ToldBody {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<Text>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    plain: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reference: Option<Text>,
}

/// What is kept of a settled intent.
#[derive(Serialize, Deserialize)]
struct SettledBody {
    happened: Option<bool>,
    how: String,
    by: Text,
    evidence: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reference: Option<Text>,
}

/// What is kept of what a provider told of the end of something.
#[derive(Serialize, Deserialize)]
struct ReportedBody {
    end: String,
    status: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    words: Option<Text>,
}

/// Why an entry cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("entry {seq} cannot be read: {why}")]
pub struct EntryError {
    /// Its number.
    pub seq: u64,
    /// Why.
    pub why: String,
}

impl Entry {
    /// When it was written.
    #[must_use]
    pub fn time(&self) -> Timestamp {
        Timestamp::from_microsecond(self.at).unwrap_or_default()
    }

    /// The entry of an event of an intent, without its place in the chain.
    pub(super) fn new(run: RunId, intent: IntentId, event: &Event, of: Option<&Intent>) -> Self {
        let body = match (&event.state, of) {
            (IntentState::Planned, Some(intent)) => json(&PlannedBody {
                environment: intent.environment,
                kind: intent.kind.to_string(),
                title: intent.title.clone(),
                wanted: intent.wanted,
                words: intent.words.clone(),
                operator: intent.operator.clone(),
                shown: intent.shown.clone(),
                request: intent.request.clone(),
            }),
            (IntentState::Planned | IntentState::Sent, _) => "{}".to_owned(),
            (IntentState::Done { reference }, _) => {
                json(&ToldBody { reference: reference.clone(), ..ToldBody::default() })
            }
            (IntentState::Rejected(told) | IntentState::Unconfirmed(told), _) => json(&ToldBody {
                code: told.code.clone(),
                text: told.text.clone(),
                plain: told.plain.clone(),
                reference: None,
            }),
            (IntentState::Settled(settlement), _) => json(&SettledBody {
                happened: settlement.happened,
                how: settlement.how.to_string(),
                by: settlement.by.clone(),
                evidence: settlement.evidence.clone(),
                reference: settlement.reference.clone(),
            }),
            (IntentState::Reported(report), _) => json(&ReportedBody {
                end: report.end.to_string(),
                status: report.status.clone(),
                words: report.words.clone(),
            }),
        };
        let amount = of.and_then(|intent| intent.amount.as_ref());
        Self {
            at: event.at.as_microsecond(),
            run: run.to_string(),
            intent: intent.to_string(),
            state: column(&event.state).to_owned(),
            connection: of.map(|intent| intent.connection.to_string()),
            account: of.and_then(|intent| intent.account.as_ref()).map(ToString::to_string),
            currency: amount.map(|amount| amount.currency.to_string()),
            amount: amount.map(|amount| amount.amount.normalize().to_string()),
            body,
            ..Self::default()
        }
    }

    /// Whether it says the same as another, whenever and by whichever run either was written.
    pub(super) fn says_what(&self, other: &Self) -> bool {
        let said = |entry: &Self| Self {
            seq: 0,
            at: 0,
            run: String::new(),
            previous: String::new(),
            hash: String::new(),
            ..entry.clone()
        };
        said(self) == said(other)
    }

    /// What the intent became with it.
    pub(super) fn event(&self) -> Result<Event, EntryError> {
        let told = || {
            let ToldBody { code, text, plain, .. } = self.body()?;
            Ok(Told { code, text, plain })
        };
        let state = match self.state.as_str() {
            "planned" => IntentState::Planned,
            "sent" => IntentState::Sent,
            "done" => IntentState::Done { reference: self.body::<ToldBody>()?.reference },
            "rejected" => IntentState::Rejected(told()?),
            "unconfirmed" => IntentState::Unconfirmed(told()?),
            "settled" => {
                let SettledBody { happened, how, by, evidence, reference } = self.body()?;
                let how = how.parse().map_err(|_| self.error("it was settled in an unknown way"))?;
                IntentState::Settled(Settlement { happened, how, by, evidence, reference })
            }
            REPORTED => {
                let ReportedBody { end, status, words } = self.body()?;
                let end = end.parse().map_err(|_| self.error("it ended in an unknown way"))?;
                IntentState::Reported(Report { end, status, words })
            }
            _ => return Err(self.error("an unknown state")),
        };
        let at = Timestamp::from_microsecond(self.at).map_err(|_| self.error("a time that is none"))?;
        Ok(Event { at, state })
    }

    /// The intent that was planned with it.
    fn intent(&self) -> Result<Intent, EntryError> {
        let PlannedBody { environment, kind, title, wanted, words, operator, shown, request } = self.body()?;
        let amount = match (&self.amount, &self.currency) {
            (Some(amount), Some(currency)) => {
                let amount = Decimal::from_str_exact(amount).map_err(|_| self.error("an amount that is none"))?;
                Some(Money::new(amount, Currency::new(currency)))
            }
            _ => None,
        };
        let connection = self.connection.as_deref().ok_or_else(|| self.error("no connection"))?;
        Ok(Intent {
            id: self.id()?,
            connection: ConnectionId::new(connection),
            environment,
            kind: kind.parse().map_err(|_| self.error("an unknown kind of change"))?,
            account: self.account.as_deref().map(AccountId::from),
            title,
            amount,
            wanted,
            words,
            operator,
            shown,
            request,
            timeline: vec![self.event()?],
        })
    }

    fn id(&self) -> Result<IntentId, EntryError> {
        self.intent.parse().map(IntentId).map_err(|_| self.error("an id that is none"))
    }

    fn body<'e, T: Deserialize<'e>>(&'e self) -> Result<T, EntryError> {
        serde_json::from_str(&self.body).map_err(|error| self.error(&error.to_string()))
    }

    fn error(&self, why: &str) -> EntryError {
        EntryError { seq: self.seq, why: why.to_owned() }
    }
}

/// The state of an entry whose end a provider told, whichever it was.
const REPORTED: &str = "reported";

/// The state as its column has it.
fn column(state: &IntentState) -> &'static str {
    if matches!(state, IntentState::Reported(_)) { REPORTED } else { state.word() }
}

/// The intents that these entries, in their order, are about; in the order they were planned in.
pub(super) fn intents(entries: &[Entry]) -> Result<Vec<Intent>, EntryError> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut intents: Vec<Intent> = Vec::new();
    for entry in entries {
        match places.get(entry.intent.as_str()) {
            Some(at) => intents[*at].timeline.push(entry.event()?),
            None if entry.state == "planned" => {
                places.insert(&entry.intent, intents.len());
                intents.push(entry.intent()?);
            }
            None => return Err(entry.error("its intent was never planned")),
        }
    }
    Ok(intents)
}

/// The same, but for the intents with an entry that cannot be read; and what is wrong with the first of those.
pub(super) fn readable(entries: &[Entry]) -> (Vec<Intent>, Option<EntryError>) {
    let Err(first) = intents(entries) else { return (intents(entries).unwrap_or_default(), None) };
    let mut by_intent: IndexMap<&str, Vec<Entry>> = IndexMap::new();
    for entry in entries {
        by_intent.entry(&entry.intent).or_default().push(entry.clone());
    }
    let read = by_intent.values().filter_map(|entries| intents(entries).ok()).flatten().collect();
    (read, Some(first))
}

fn json(body: &impl Serialize) -> String {
    // Texts, numbers and lists of them: nothing that could fail to be written.
    serde_json::to_string(body).unwrap_or_else(|_| "{}".to_owned())
}
