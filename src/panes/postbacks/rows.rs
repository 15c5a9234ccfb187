//! The rows of the two lists: what was looked up here, and what was received.

use jiff::Timestamp;

use crate::domain::{Money, PostbackBody, PostbackKind, ReceivedPostback, mask_digits};
use crate::message::Cell;
use crate::panes::sheet;
use crate::ui::Tone;
use crate::ui::table::SortKey;

use super::lookup::{self, Kind, LookUp, Outcome};
use super::page;
use super::view::ColumnId;

/// Which list is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// What was looked up in this session.
    #[default]
    LookedUp,
    /// What providers sent by themselves.
    Received,
}

impl Which {
    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::LookedUp => Self::Received,
            Self::Received => Self::LookedUp,
        }
    }
}

/// What a row shows.
#[derive(Clone, Debug)]
pub struct Row {
    pub when: Timestamp,
    pub id: String,
    /// What it turned out to be, or was taken for.
    pub kind: &'static str,
    pub outcome: String,
    pub tone: Tone,
    /// Whether an answer is awaited.
    pub waits: bool,
    pub amount: Option<Money>,
    pub user: String,
    pub system: String,
    pub connection: String,
}

impl Row {
    /// Of a look-up.
    pub fn of_lookup(found: &LookUp) -> Self {
        let bare = |outcome: String, tone| Self {
            when: found.at,
            id: found.id.to_string(),
            kind: found.kind.words(),
            outcome,
            tone,
            waits: false,
            amount: None,
            user: String::new(),
            system: String::new(),
            connection: found.connection.to_string(),
        };
        match found.outcome() {
            Outcome::Waiting => Self { waits: true, ..bare("waiting".to_owned(), Tone::Info) },
            Outcome::Nothing(_) => bare("not found yet".to_owned(), Tone::Warning),
            Outcome::Failed(fault) => bare(format!("not known: {fault}"), Tone::Bad),
            Outcome::Found(postback) => {
                let (kind, outcome, tone, user, system) = match &postback.told {
                    PostbackBody::Withdrawal(told) => {
                        let tone = page::status_tone(&told.status);
                        ("withdrawal", told.status.to_string(), tone, &told.label, told.system.to_string())
                    }
                    PostbackBody::Deposit(told) => {
                        let rows = &told.transactions.rows;
                        let system = rows.first().map_or_else(String::new, |row| row.wallet.to_string());
                        // A postback is sent once the sum is credited, and not before.
                        ("deposit", "credited".to_owned(), Tone::Good, &told.label, system)
                    }
                };
                let user = mask_digits(user.as_str());
                Self { kind, amount: lookup::amount(postback), user, system, ..bare(outcome, tone) }
            }
        }
    }

    /// Of a postback that was received.
    pub fn of_received(received: &ReceivedPostback) -> Self {
        let (outcome, tone) = if received.is_verified() {
            let status = received.withdrawal_status();
            let words = status.as_ref().map_or_else(|| "verified".to_owned(), |status| format!("verified, {status}"));
            (words, status.as_ref().map_or(Tone::Good, page::status_tone))
        } else {
            page::standing(&received.standing)
        };
        Self {
            when: received.at,
            id: received.subject.as_ref().map(ToString::to_string).unwrap_or_default(),
            kind: match received.kind {
                PostbackKind::Deposit => "deposit",
                PostbackKind::Withdrawal => "withdrawal",
                PostbackKind::Account => "account",
            },
            outcome,
            tone,
            waits: false,
            amount: received.amount.clone(),
            user: String::new(),
            system: received.provider.to_string(),
            connection: received.connection.as_ref().map(ToString::to_string).unwrap_or_default(),
        }
    }

    /// What it says in a column, as a value.
    pub fn value(&self, column: ColumnId) -> Cell {
        match column {
            ColumnId::When => sheet::moment(self.when),
            ColumnId::Id => sheet::words(&self.id),
            ColumnId::Kind => sheet::words(self.kind),
            ColumnId::Outcome => sheet::words(&self.outcome),
            ColumnId::Amount => sheet::amount(self.amount.as_ref()),
            ColumnId::User => sheet::words(&self.user),
            ColumnId::System => sheet::words(&self.system),
            ColumnId::Connection => sheet::words(&self.connection),
        }
    }

    /// What it sorts by in a column.
    pub fn sort_key(&self, column: ColumnId) -> SortKey {
        match column {
            ColumnId::When => SortKey::number(Some(self.when.as_millisecond().into())),
            ColumnId::Id => SortKey::natural(&self.id),
            ColumnId::Kind => SortKey::natural(self.kind),
            ColumnId::Outcome => SortKey::natural(&self.outcome),
            ColumnId::Amount => SortKey::number(self.amount.as_ref().map(|amount| amount.amount)),
            ColumnId::User => SortKey::natural(&self.user),
            ColumnId::System => SortKey::natural(&self.system),
            ColumnId::Connection => SortKey::natural(&self.connection),
        }
    }

    /// Whether it has every word of the filter somewhere.
    pub fn has(&self, filter: &str) -> bool {
        let amount = self.amount.as_ref().map(|amount| format!("{amount} {}", amount.amount)).unwrap_or_default();
        let parts = [&self.id, self.kind, &self.outcome, &amount, &self.user, &self.system, &self.connection];
        let all = parts.join("\n").to_lowercase();
        filter.split_whitespace().all(|word| all.contains(&word.to_lowercase()))
    }
}

/// What to ask for to see whether what was received holds: its id, and what that is.
pub fn to_ask(received: &ReceivedPostback) -> Option<(crate::domain::Text, Kind)> {
    let kind = match received.kind {
        PostbackKind::Deposit => Kind::Transaction,
        PostbackKind::Withdrawal => Kind::Withdrawal,
        PostbackKind::Account => return None,
    };
    received.subject.clone().map(|id| (id, kind))
}
