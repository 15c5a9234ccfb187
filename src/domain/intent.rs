//! An intent: a change that someone decided on, and what became of it. It gets its id once and keeps it for ever.

use jiff::Timestamp;

use super::call::ChangeKind;
use super::{
    AccountId, AccountKey, ConnectionId, Environment, Fault, IntentId, Money, Outcome, Receipt, Rejection, Text,
    mask_digits,
};

/// A change someone decided on, without its secrets, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intent {
    /// Its id.
    pub id: IntentId,
    /// Where it goes.
    pub connection: ConnectionId,
    /// Whether real money moves there.
    pub environment: Environment,
    /// What kind of change it is.
    pub kind: ChangeKind,
    /// The account it is about, where there is one already.
    pub account: Option<AccountId>,
    /// That account in a few words, its phone masked; empty without one.
    pub title: String,
    /// The amount that leaves with it.
    pub amount: Option<Money>,
    /// For a switch: what it was to become.
    pub wanted: Option<bool>,
    /// What it does, in a few words.
    pub words: String,
    /// Who decided on it.
    pub operator: Text,
    /// What the operator was shown before they said yes, a paragraph each; empty where nothing was asked.
    pub shown: Vec<String>,
    /// What is asked of the provider: names and values, secrets left out, phones and account numbers masked.
    pub request: Vec<(String, String)>,
    /// What became of it so far, oldest first. It begins with [`IntentState::Planned`] and is never empty.
    pub timeline: Vec<Event>,
}

/// A step in an intent's life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// What it became.
    pub state: IntentState,
}

/// What became of an intent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IntentState {
    /// Decided on; nothing has left yet.
    Planned,
    /// On its way: the answer is awaited.
    Sent,
    /// Done, says the provider.
    Done {
        /// The provider's own id of what was done, where it gave one.
        reference: Option<Text>,
    },
    /// Certainly not done.
    Rejected(Told),
    /// Not known.
    Unconfirmed(Told),
    /// It was not known, and then became known.
    Settled(Settlement),
}

/// Why something was not done, or is not known to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The provider's own code.
    pub code: Option<Text>,
    /// The provider's own words, phones and account numbers masked.
    pub text: Option<Text>,
    /// What that means, in plain words.
    pub plain: String,
}

/// How it became known what became of an unconfirmed intent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// Whether it had happened; `None` where that no longer matters.
    pub happened: Option<bool>,
    /// How that is known.
    pub how: How,
    /// Who says so: an operator, or the program.
    pub by: Text,
    /// By what it is known: the operator's reason, or what the provider showed.
    pub evidence: String,
    /// The provider's or the bank's own id of what happened.
    pub reference: Option<Text>,
}

/// How it became known what became of an unconfirmed intent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::Display, strum::EnumString, strum::EnumIter)]
#[strum(serialize_all = "kebab-case")]
pub enum How {
    /// An operator looked it up elsewhere and says so.
    Operator,
    /// The provider's list shows it.
    List,
    /// The provider was asked for it.
    Inquiry,
    /// A later change took its place.
    Overtaken,
}

/// Whether trying again would be safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// Nothing was done.
    Safe,
    /// Its answer is awaited.
    Wait,
    /// It may have been done.
    Unsafe,
    /// It was done; again would be a second time.
    Second,
}

impl Intent {
    /// What became of it so far.
    #[must_use]
    pub fn state(&self) -> &IntentState {
        self.timeline.last().map_or(&IntentState::Planned, |event| &event.state)
    }

    /// When it became what it is.
    #[must_use]
    pub fn since(&self) -> Timestamp {
        self.timeline.last().map_or(Timestamp::UNIX_EPOCH, |event| event.at)
    }

    /// When it was decided on.
    #[must_use]
    pub fn planned(&self) -> Timestamp {
        self.timeline.first().map_or(Timestamp::UNIX_EPOCH, |event| event.at)
    }

    /// The account it is about, where there is one already.
    #[must_use]
    pub fn key(&self) -> Option<AccountKey> {
        let account = self.account.clone()?;
        Some(AccountKey { connection: self.connection.clone(), account })
    }

    /// Whether it is on its way: nobody knows its answer yet.
    #[must_use]
    pub fn is_in_flight(&self) -> bool {
        matches!(self.state(), IntentState::Planned | IntentState::Sent)
    }

    /// Whether nobody knows what became of it.
    #[must_use]
    pub fn is_unconfirmed(&self) -> bool {
        matches!(self.state(), IntentState::Unconfirmed(_))
    }

    /// Whether it may still turn out to have happened.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.is_in_flight() || self.is_unconfirmed()
    }

    /// Whether it counts as spent: it happened, or may have.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        !matches!(
            self.state(),
            IntentState::Rejected(_) | IntentState::Settled(Settlement { happened: Some(false), .. })
        )
    }
}

impl IntentState {
    /// What an outcome makes of an intent.
    #[must_use]
    pub fn of_outcome(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Done(Receipt::Order { reference }) => Self::Done { reference: reference.clone() },
            Outcome::Done(Receipt::Transaction { identifier }) => Self::Done { reference: Some(identifier.clone()) },
            Outcome::Done(_) => Self::Done { reference: None },
            Outcome::Rejected(rejection) => Self::Rejected(Told::of_rejection(rejection)),
            Outcome::Unconfirmed(fault) => Self::Unconfirmed(Told::of_fault(fault)),
        }
    }

    /// Whether the state `next` may follow. What was planned is sent or comes to nothing, what was sent is answered or
    /// not, and only what is unconfirmed is ever settled.
    #[must_use]
    pub fn may_become(&self, next: &Self) -> bool {
        match self {
            Self::Planned => matches!(next, Self::Sent | Self::Rejected(_)),
            Self::Sent => matches!(next, Self::Done { .. } | Self::Rejected(_) | Self::Unconfirmed(_)),
            Self::Unconfirmed(_) => matches!(next, Self::Settled(_)),
            Self::Done { .. } | Self::Rejected(_) | Self::Settled(_) => false,
        }
    }

    /// What became of it, in words without full phone or account numbers.
    #[must_use]
    pub fn told(&self) -> String {
        match self {
            Self::Planned => "waiting to be sent".to_owned(),
            Self::Sent => "waiting for the answer".to_owned(),
            Self::Done { reference: None } => "done".to_owned(),
            Self::Done { reference: Some(reference) } => {
                format!("done, the provider's id is {}", mask_digits(reference.as_str()))
            }
            Self::Rejected(told) => told.plain.clone(),
            Self::Unconfirmed(told) => format!("UNCONFIRMED: {}", told.plain),
            Self::Settled(settlement) => settlement.told(),
        }
    }

    /// The provider's code, where it refused with one.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Rejected(told) => told.code.as_ref().map(Text::as_str),
            _ => None,
        }
    }

    /// The one word for it, on every screen and in the journal.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Sent => "sent",
            Self::Done { .. } => "done",
            Self::Rejected(_) => "rejected",
            Self::Unconfirmed(_) => "unconfirmed",
            Self::Settled(_) => "settled",
        }
    }

    /// Whether trying again would be safe.
    #[must_use]
    pub fn again(&self) -> Again {
        match self {
            Self::Planned | Self::Sent => Again::Wait,
            Self::Unconfirmed(_) => Again::Unsafe,
            Self::Rejected(_) | Self::Settled(Settlement { happened: Some(false), .. }) => Again::Safe,
            Self::Done { .. } | Self::Settled(_) => Again::Second,
        }
    }
}

impl Told {
    /// Plain words alone.
    #[must_use]
    pub fn plain(words: impl Into<String>) -> Self {
        Self { plain: words.into(), ..Self::default() }
    }

    /// Why a change is certainly not done.
    #[must_use]
    pub fn of_rejection(rejection: &Rejection) -> Self {
        match rejection {
            Rejection::Refused { code, text } | Rejection::Invalid { code, text, .. } => Self {
                code: (!code.is_empty()).then(|| mask_digits(code.as_str()).into()),
                text: (!text.is_empty()).then(|| mask_digits(text.as_str()).into()),
                plain: rejection.words(),
            },
            Rejection::Status(_) | Rejection::NeverSent(_) => Self::plain(rejection.words()),
        }
    }

    /// Why it is not known what became of a change.
    #[must_use]
    pub fn of_fault(fault: &Fault) -> Self {
        let plain = mask_digits(&fault.to_string());
        match fault {
            Fault::Contradictory { code, text, .. } => {
                Self { code: Some(code.clone()), text: Some(mask_digits(text.as_str()).into()), plain }
            }
            _ => Self::plain(plain),
        }
    }
}

impl Settlement {
    /// What became known, and how, in words.
    #[must_use]
    pub fn told(&self) -> String {
        let what = match self.happened {
            Some(true) => "settled, it happened",
            Some(false) => "settled, it did not happen",
            None => "settled",
        };
        let reference = self.reference.as_ref().map_or_else(String::new, |reference| format!(" ({reference})"));
        let by = if self.how == How::Operator { format!(", says {}", self.by) } else { String::new() };
        format!("{what}{reference}{by}: {}", self.evidence)
    }
}

impl Again {
    /// What to tell somebody who thinks of trying again.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Safe => "Nothing was done: trying again is safe.",
            Self::Wait => "Wait for its answer before you try again.",
            Self::Unsafe => "It may have been done: trying again is NOT safe before it is settled.",
            Self::Second => "It was done: trying again would do it a second time.",
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn settled(happened: Option<bool>) -> IntentState {
        IntentState::Settled(Settlement {
            happened,
            how: How::Operator,
            by: "asha".into(),
            evidence: "the bank's statement".into(),
            reference: None,
        })
    }

    fn all() -> Vec<IntentState> {
        vec![
            IntentState::Planned,
            IntentState::Sent,
            IntentState::Done { reference: None },
            IntentState::Rejected(Told::plain("refused")),
            IntentState::Unconfirmed(Told::plain("no answer")),
            settled(Some(true)),
        ]
    }

    #[rstest]
    #[case("planned", &["sent", "rejected"])]
    #[case("sent", &["done", "rejected", "unconfirmed"])]
    #[case("done", &[])]
    #[case("rejected", &[])]
    #[case("unconfirmed", &["settled"])]
    #[case("settled", &[])]
    fn an_intent_goes_one_way(#[case] from: &str, #[case] to: &[&str]) {
        let from = all().into_iter().find(|state| state.word() == from).unwrap();
        let may: Vec<_> = all().into_iter().filter(|next| from.may_become(next)).map(|next| next.word()).collect();
        assert_eq!(may, to);
    }

    #[test]
    fn only_what_certainly_did_not_happen_may_be_tried_again() {
        for state in all() {
            let safe = matches!(state, IntentState::Rejected(_));
            assert_eq!(state.again() == Again::Safe, safe, "{state:?}");
        }
        assert_eq!(settled(Some(false)).again(), Again::Safe);
        assert_eq!(settled(None).again(), Again::Second);
    }

    #[test]
    fn what_is_kept_of_a_providers_words_shows_no_whole_number() {
        let refused = Rejection::Refused { code: "7".into(), text: "no such payee 9876543210".into() };
        let told = Told::of_rejection(&refused);
        assert_eq!(told.code.unwrap().as_str(), "7");
        assert_eq!(told.text.unwrap().as_str(), "no such payee ••••••3210");
        assert!(!told.plain.contains("9876543210"));
    }
}
