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
    /// It had been taken on, and the provider told its end.
    Reported(Report),
}

/// What the provider told, later, of the end of something it had taken on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What became of it.
    pub end: End,
    /// The provider's own status, as it came, such as `1` or `returned`.
    pub status: Text,
    /// What else it said, such as its comment, phones and account numbers masked.
    pub words: Option<Text>,
}

/// How something ended that a provider had taken on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::Display, strum::EnumString, strum::EnumIter)]
#[strum(serialize_all = "kebab-case")]
pub enum End {
    /// The money arrived.
    Paid,
    /// It was not paid.
    Failed,
    /// It was paid and came back.
    Returned,
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
    /// It was taken on and came to nothing.
    Undone,
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

    /// Whether it is a payout whose end the provider can be asked for and has not told: it took it on, or may have. What
    /// an operator settled by hand is asked for all the same.
    #[must_use]
    pub fn awaits_end(&self) -> bool {
        self.kind.is_payout()
            && matches!(
                self.state(),
                IntentState::Done { .. }
                    | IntentState::Unconfirmed(_)
                    | IntentState::Settled(Settlement { how: How::Operator, .. })
            )
    }

    /// Whether it is a transfer that was paid and can still come back, as the provider's `returned` says of one that had
    /// succeeded.
    #[must_use]
    pub fn may_come_back(&self) -> bool {
        self.kind == ChangeKind::Transfer
            && matches!(
                self.state(),
                IntentState::Reported(Report { end: End::Paid, .. })
                    | IntentState::Settled(Settlement { how: How::Inquiry, happened: Some(true), .. })
            )
    }

    /// Whether it was a test, with which no money goes out.
    #[must_use]
    pub fn is_test(&self) -> bool {
        self.asked_for("is_test") == Some("true")
    }

    /// What is known of what was asked of the provider, by the document's name of it.
    #[must_use]
    pub fn asked_for(&self, name: &str) -> Option<&str> {
        self.request.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// What it does and whose it is, in a few words.
    #[must_use]
    pub fn named(&self) -> String {
        // A payout's words name the payee themselves.
        if self.title.is_empty() || self.words.contains(&self.title) {
            return self.words.clone();
        }
        format!("{}: {}", self.title, self.words)
    }

    /// That nobody knows what became of it, in words.
    #[must_use]
    pub fn told_unconfirmed(&self, fault: &Fault) -> String {
        let then = if self.kind.is_payout() {
            "It is looked up by its id until its end is told, and is not sent again."
        } else {
            "It is not sent again; look before you repeat it."
        };
        format!("{}: UNCONFIRMED ({fault}). {then}", self.named())
    }

    /// What became of it, in words without full phone or account numbers: a payout that was taken on is not paid yet.
    #[must_use]
    pub fn told(&self) -> String {
        if self.kind.is_payout() { self.state().told_of_payout() } else { self.state().told() }
    }

    /// Whether it may still turn out to have happened.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.is_in_flight() || self.is_unconfirmed()
    }

    /// Whether it counts as spent: it happened, or may have.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        self.state().is_spent()
    }

    /// Whether money may still leave a balance by it: it is to be sent, on its way, unconfirmed, or taken on, and its
    /// end is not known. With a test no money goes out.
    #[must_use]
    pub fn is_under_way(&self) -> bool {
        self.kind.is_payout() && (self.is_open() || matches!(self.state(), IntentState::Done { .. })) && !self.is_test()
    }

    /// What was asked of the provider by this name.
    #[must_use]
    pub fn asked(&self, name: &str) -> Option<&str> {
        self.request.iter().find(|(asked, _)| asked == name).map(|(_, value)| value.as_str())
    }
}

impl IntentState {
    /// What an outcome makes of an intent.
    #[must_use]
    pub fn of_outcome(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Done(Receipt::Order { reference }) => Self::Done { reference: reference.clone() },
            Outcome::Done(Receipt::Transaction { identifier }) => Self::Done { reference: Some(identifier.clone()) },
            Outcome::Done(Receipt::PayeeRegistered { payee }) => Self::Done { reference: Some(payee.0.clone()) },
            Outcome::Done(Receipt::AccountAdded(account)) => Self::Done { reference: Some(account.token.0.clone()) },
            Outcome::Done(Receipt::Transfer(transfer)) => Self::Done { reference: Some(transfer.number.clone()) },
            Outcome::Done(_) => Self::Done { reference: None },
            Outcome::Rejected(rejection) => Self::Rejected(Told::of_rejection(rejection)),
            Outcome::Unconfirmed(fault) => Self::Unconfirmed(Told::of_fault(fault)),
        }
    }

    /// Whether the state `next` may follow. What was planned is sent or comes to nothing, what was sent is answered or
    /// not, and only what is unconfirmed is ever settled. Of what was done or settled the provider may report the end,
    /// whatever an operator thought of it; and what was paid may still come back.
    #[must_use]
    pub fn may_become(&self, next: &Self) -> bool {
        match self {
            Self::Planned => matches!(next, Self::Sent | Self::Rejected(_)),
            Self::Sent => matches!(next, Self::Done { .. } | Self::Rejected(_) | Self::Unconfirmed(_)),
            Self::Unconfirmed(_) => matches!(next, Self::Settled(_)),
            Self::Done { .. } | Self::Settled(_) => matches!(next, Self::Reported(_)),
            Self::Reported(Report { end: End::Paid, .. }) => {
                matches!(next, Self::Reported(Report { end: End::Returned, .. }))
            }
            Self::Rejected(_) | Self::Reported(_) => false,
        }
    }

    /// Whether it may still turn out to have happened.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Planned | Self::Sent | Self::Unconfirmed(_))
    }

    /// Whether what became this counts as spent: it happened, or may have.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        !matches!(
            self,
            Self::Rejected(_)
                | Self::Settled(Settlement { happened: Some(false), .. })
                | Self::Reported(Report { end: End::Failed | End::Returned, .. })
        )
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
            Self::Reported(report) => report.told(),
        }
    }

    /// The same of a payout: one that was taken on is not paid yet.
    #[must_use]
    pub fn told_of_payout(&self) -> String {
        match self {
            Self::Done { .. } => "taken on by the provider, which has not told its end yet".to_owned(),
            state => state.told(),
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
            Self::Reported(report) => report.end.word(),
        }
    }

    /// Whether trying again would be safe.
    #[must_use]
    pub fn again(&self) -> Again {
        match self {
            Self::Planned | Self::Sent => Again::Wait,
            Self::Unconfirmed(_) => Again::Unsafe,
            Self::Rejected(_) | Self::Settled(Settlement { happened: Some(false), .. }) => Again::Safe,
            Self::Reported(Report { end: End::Failed | End::Returned, .. }) => Again::Undone,
            Self::Done { .. } | Self::Settled(_) | Self::Reported(_) => Again::Second,
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
            Fault::Contradictory { code, text, .. } | Fault::Trouble { code, text } => {
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

impl Report {
    /// What the provider told, in words.
    #[must_use]
    pub fn told(&self) -> String {
        let words = self.words.as_ref().filter(|words| !words.is_empty());
        let words = words.map_or_else(String::new, |words| format!(": {words}"));
        format!("{}, says the provider (status {}){words}", self.end.words(), self.status)
    }
}

impl End {
    /// The one word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::Failed => "failed",
            Self::Returned => "returned",
        }
    }

    /// What it means for the money.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::Failed => "not paid",
            Self::Returned => "RETURNED: it was paid and came back",
        }
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
            Self::Undone => "The payee does not have the money, says the provider: trying again is safe.",
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
            reported(End::Paid),
            reported(End::Failed),
            reported(End::Returned),
        ]
    }

    fn reported(end: End) -> IntentState {
        IntentState::Reported(Report { end, status: "1".into(), words: None })
    }

    #[rstest]
    #[case("planned", &["sent", "rejected"])]
    #[case("sent", &["done", "rejected", "unconfirmed"])]
    #[case("done", &["paid", "failed", "returned"])]
    #[case("rejected", &[])]
    #[case("unconfirmed", &["settled"])]
    #[case("settled", &["paid", "failed", "returned"])]
    #[case("paid", &["returned"])]
    #[case("failed", &[])]
    #[case("returned", &[])]
    fn an_intent_goes_one_way(#[case] from: &str, #[case] to: &[&str]) {
        let from = all().into_iter().find(|state| state.word() == from).unwrap();
        let may: Vec<_> = all().into_iter().filter(|next| from.may_become(next)).map(|next| next.word()).collect();
        assert_eq!(may, to);
    }

    #[test]
    fn only_what_certainly_did_not_happen_may_be_tried_again() {
        for state in all() {
            let safe = ["rejected", "failed", "returned"].contains(&state.word());
            assert_eq!(matches!(state.again(), Again::Safe | Again::Undone), safe, "{state:?}");
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
