//! When a batch pauses by itself: where whatever comes next would meet the same, or nobody would know what became of too
//! much.

use crate::domain::{Fault, Outcome, Rejection};

/// After how many unconfirmed lines of one sending it pauses.
pub const MOST_UNCONFIRMED: usize = 3;

/// Why a line was not begun. Nothing was written of it: it can be begun later, by the same id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// Another change like it, with this short id, is on its way or unconfirmed.
    Twin(String),
    /// Another file has sent this payout already.
    Repeat {
        /// The name of that batch.
        batch: String,
        /// Its line.
        line: u32,
    },
    /// Another attempt at this line may have happened.
    Elsewhere,
    /// It would break a limit, says this.
    Limit(String),
}

impl Held {
    /// Why, in words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Twin(short) => {
                format!("held back: another like it, {short}, is on its way or unconfirmed; settle that one first")
            }
            Self::Repeat { batch, line } => format!("left out: batch {batch} has sent it already, as line {line}"),
            Self::Elsewhere => "left out: another attempt at it may have happened".to_owned(),
            Self::Limit(words) => format!("held back: {words}"),
        }
    }
}

/// Why a batch pauses by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pause {
    /// Of so many lines nobody knows what became.
    Unconfirmed(usize),
    /// There is too little to pay from for all that is under way.
    Balance,
    /// Whatever is sent now meets this.
    Fault(Fault),
    /// A limit is reached, says this.
    Limit(String),
    /// What became of a line could not be written down.
    Unwritten(String),
}

/// How a batch came to its end for now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BatchEnd {
    /// Every line had its turn.
    Through,
    /// The operator stopped it.
    Stopped,
    /// It paused by itself.
    Paused(Pause),
    /// It never began, for this reason.
    NotBegun(String),
}

impl Pause {
    /// Why, and what to do, in sentences.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Unconfirmed(count) => format!(
                "Nobody knows what became of {count} lines. Look at the connection, and settle them, before you go on."
            ),
            Self::Balance => "Insufficient balance: there is too little for all that is under way. Fill it up, then \
                 go on; what was refused is tried again only where you say so."
                .to_owned(),
            Self::Fault(fault) => format!("{}. {} Then go on.", capital(&fault.to_string()), fault.advice()),
            Self::Limit(words) => format!("A limit of this connection is reached: {words}. Go on once it allows more."),
            Self::Unwritten(words) => format!("What became of a line could not be written down: {words}"),
        }
    }
}

impl BatchEnd {
    /// How it ended, in sentences.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Through => "Every line had its turn.".to_owned(),
            Self::Stopped => "Stopped. What is not begun stays so; the same file goes on from there.".to_owned(),
            Self::Paused(pause) => format!("Paused. {}", pause.words()),
            Self::NotBegun(why) => format!("Nothing was sent: {why}"),
        }
    }
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Whether a refusal says that there is too little to pay from.
fn is_of_balance(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    words.contains("insufficient balance") || words.contains("balance is not sufficient")
}

/// Whether a batch pauses after a line with this outcome, when so many are unconfirmed with it.
#[must_use]
pub fn pauses(outcome: &Outcome, unconfirmed: usize) -> Option<Pause> {
    match outcome {
        Outcome::Unconfirmed(_) => (unconfirmed >= MOST_UNCONFIRMED).then_some(Pause::Unconfirmed(unconfirmed)),
        Outcome::Rejected(Rejection::Invalid { fields, .. }) if fields.is_insufficient_balance() => {
            Some(Pause::Balance)
        }
        Outcome::Rejected(Rejection::Refused { text, .. }) if is_of_balance(text.as_str()) => Some(Pause::Balance),
        // The provider has something against this line alone, or nothing.
        Outcome::Rejected(Rejection::Refused { .. } | Rejection::Invalid { .. }) | Outcome::Done(_) => None,
        // It lets nobody in, wants to be left alone, or cannot be reached.
        Outcome::Rejected(Rejection::Status(fault) | Rejection::NeverSent(fault)) => Some(Pause::Fault(fault.clone())),
    }
}
