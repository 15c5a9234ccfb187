//! Postbacks that providers sent by themselves and a receiver of ours took in. What one says is a word and no proof:
//! a withdrawal is settled by what the provider answers when it is asked.

use jiff::Timestamp;

use super::{ConnectionId, Money, RawJson, Text, WithdrawalStatus};

/// A postback that was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedPostback {
    /// Its number in the order in which they were written down, by whichever process.
    pub number: u64,
    /// When it was received.
    pub at: Timestamp,
    /// The provider it was sent to us as.
    pub provider: Text,
    /// The connection whose keys it is signed with; `None` where it is signed with none.
    pub connection: Option<ConnectionId>,
    /// What it tells of.
    pub kind: PostbackKind,
    /// The id of what it tells of: of a withdrawal the operator's own, of a deposit the provider's transaction.
    pub subject: Option<Text>,
    /// What became of that, as the provider writes it.
    pub status: Option<Text>,
    /// How much it was, where it is one amount.
    pub amount: Option<Money>,
    /// Whether it holds.
    pub standing: PostbackStanding,
    /// All of it without what identifies people: the rest is kept nowhere.
    pub body: RawJson,
}

impl ReceivedPostback {
    /// Its place in the order in which they came. The numbers alone are not that order: what does not hold is written
    /// down a while later than what holds.
    #[must_use]
    pub fn came(&self) -> (Timestamp, u64) {
        (self.at, self.number)
    }
}

/// What a postback tells of.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, strum::Display, strum::EnumString, strum::EnumIter,
)]
#[strum(serialize_all = "lowercase")]
pub enum PostbackKind {
    /// Of money that came in.
    Deposit,
    /// Of money that went out, or did not.
    Withdrawal,
    /// Of an account that money can be paid to.
    Account,
}

/// Whether a received postback holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PostbackStanding {
    /// It is signed with the keys of its connection.
    Verified,
    /// It does not hold: anybody may have sent it.
    Unverified(PostbackFault),
}

/// What is wrong with a postback.
#[derive(Clone, Debug, PartialEq, Eq, strum::EnumDiscriminants, thiserror::Error)]
#[strum_discriminants(name(PostbackFaultKind), derive(Hash, strum::Display, strum::EnumString))]
#[strum_discriminants(strum(serialize_all = "lowercase"), doc = "Which of the faults of a postback it is.")]
pub enum PostbackFault {
    /// It did not arrive whole: too large, too slow, or cut off.
    #[error("not received whole: {0}")]
    Receiving(Text),
    /// It is not what such a postback is.
    #[error("not valid: {0}")]
    Validation(Text),
    /// A field is missing that every one has.
    #[error("not enough fields: {0}")]
    Fields(Text),
    /// There is nothing in it.
    #[error("empty")]
    Empty,
    /// It is signed with no key of ours.
    #[error("incorrect signature")]
    Signature,
    /// It is signed, and does not say one thing alone.
    #[error("signed, and contradicts itself: {0}")]
    Integrity(Text),
}

/// How many postbacks came that do not hold: the newest of them are kept, the rest is only counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnverifiedCount {
    /// Within the last 24 hours.
    pub day: u64,
    /// Within the last 30 days.
    pub month: u64,
}

/// What this process does to receive postbacks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Receiver {
    /// Nothing: the config does not say so. Another process may.
    #[default]
    Off,
    /// It listens.
    Listening {
        /// Where.
        at: Text,
    },
    /// It cannot listen, and tries again.
    Waiting {
        /// Where it would.
        at: Text,
        /// Why it cannot.
        why: Text,
    },
}

impl ReceivedPostback {
    /// Whether it is signed and says one thing.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        self.standing == PostbackStanding::Verified
    }

    /// What it says became of a withdrawal, if it is one's.
    #[must_use]
    pub fn withdrawal_status(&self) -> Option<WithdrawalStatus> {
        match self.kind {
            PostbackKind::Withdrawal => self.status.as_ref().map(WithdrawalStatus::new),
            PostbackKind::Deposit | PostbackKind::Account => None,
        }
    }
}

impl PostbackFault {
    /// Which one it is.
    #[must_use]
    pub fn kind(&self) -> PostbackFaultKind {
        self.into()
    }

    /// What it is about, where it says so.
    #[must_use]
    pub fn detail(&self) -> Option<&Text> {
        match self {
            Self::Receiving(detail) | Self::Validation(detail) | Self::Fields(detail) | Self::Integrity(detail) => {
                Some(detail)
            }
            Self::Empty | Self::Signature => None,
        }
    }

    /// The fault of this kind, about this.
    #[must_use]
    pub fn new(kind: PostbackFaultKind, detail: Text) -> Self {
        match kind {
            PostbackFaultKind::Receiving => Self::Receiving(detail),
            PostbackFaultKind::Validation => Self::Validation(detail),
            PostbackFaultKind::Fields => Self::Fields(detail),
            PostbackFaultKind::Empty => Self::Empty,
            PostbackFaultKind::Signature => Self::Signature,
            PostbackFaultKind::Integrity => Self::Integrity(detail),
        }
    }
}
