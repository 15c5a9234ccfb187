//! The figures of the overview by what they are of, and where each is told in full.

use crate::domain::{Ability, AccountKey, AlertKey, ChangeKind, ConnectionId, Currency, FeedKind, IntentId, Purse};
use crate::message::{PaneId, Target};
use crate::state::State;

/// A part of the overview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// What needs a look: unconfirmed changes and alerts.
    Attention,
    /// Whether the connections answer.
    Connections,
    /// Money that is under way and went out today.
    Money,
    /// How much of what was to be paid is paid.
    Success,
    /// The running tasks.
    Tasks,
    /// The balances that matter.
    Balances,
}

/// A figure that can be selected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// That nothing needs a look.
    Calm,
    /// A change of which nobody knows what became.
    Unconfirmed(IntentId),
    /// An alert.
    Alert(AlertKey),
    /// A connection as a whole.
    Connection(ConnectionId),
    /// A feed of one.
    Feed(ConnectionId, FeedKind),
    /// The money of the tasks.
    TaskMoney,
    /// The payouts of a kind in a currency; in none while there are none.
    Payouts(ChangeKind, Option<Currency>),
    /// How many of the tasks' orders succeeded.
    Orders,
    /// How many of the payouts of a kind were paid.
    Paid(ChangeKind),
    /// All running tasks together.
    Tasks,
    /// A running task.
    Task(AccountKey),
    /// What lies in a purse.
    Purse(Purse),
    /// So many more of a part, for which there is no room.
    More(Part, usize),
}

impl Figure {
    /// Where it is told in full; `None` where it is all there is to tell.
    pub fn target(&self, state: &State) -> Option<Target> {
        Some(match self {
            Self::Calm => return None,
            Self::Unconfirmed(id) => Target::Intent(*id),
            Self::Alert(key) => Target::of(&key.about),
            Self::Purse(purse) => Target::Purse(purse.clone()),
            Self::Connection(id) => {
                let kind = state.connection(id)?.info.feeds.first().copied();
                return kind.and_then(|kind| of_feed(id, kind, state)).or_else(|| of_ability(id, state));
            }
            Self::Feed(id, kind) => return of_feed(id, *kind, state),
            Self::TaskMoney | Self::Orders | Self::Tasks | Self::More(Part::Tasks, _) => Target::Pane(PaneId::Accounts),
            Self::Payouts(kind, _) | Self::Paid(kind) => Target::Pane(pane_of(*kind)),
            Self::Task(key) => Target::Account(key.clone()),
            Self::More(Part::Balances, _) => Target::Pane(PaneId::Balances),
            Self::More(..) => Target::Pane(PaneId::Journal),
        })
    }
}

/// The pane of the payouts of a kind.
fn pane_of(kind: ChangeKind) -> PaneId {
    if kind == ChangeKind::Transfer { PaneId::Transfers } else { PaneId::Withdrawals }
}

/// The first row that a feed of a connection has told, or the pane it is for.
fn of_feed(id: &ConnectionId, kind: FeedKind, state: &State) -> Option<Target> {
    let connection = state.connection(id)?;
    Some(match kind {
        FeedKind::Accounts | FeedKind::Tools => {
            let first = connection.accounts.rows().first();
            first.map_or(Target::Pane(PaneId::Accounts), |row| {
                Target::Account(AccountKey { connection: id.clone(), account: row.account.id.clone() })
            })
        }
        FeedKind::Balances => {
            let first = state.purses().into_iter().flatten().find(|purse| purse.connection() == id);
            first.map_or(Target::Pane(PaneId::Balances), Target::Purse)
        }
        FeedKind::Payouts => return of_ability(id, state),
        FeedKind::Handset => Target::Handset(id.clone()),
    })
}

/// The pane of what can be asked of a connection.
fn of_ability(id: &ConnectionId, state: &State) -> Option<Target> {
    let panes = [
        (Ability::Withdrawals, PaneId::Withdrawals),
        (Ability::Transfers, PaneId::Transfers),
        (Ability::Postbacks, PaneId::Postbacks),
        (Ability::Deposits, PaneId::Deposits),
        (Ability::Payees, PaneId::Payees),
    ];
    let connection = state.connection(id)?;
    panes.into_iter().find(|(ability, _)| connection.info.can(*ability)).map(|(_, pane)| Target::Pane(pane))
}
