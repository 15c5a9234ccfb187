//! The columns of payouts as data: what each is, how wide it wants to be, how it sorts and what it says.

use std::sync::LazyLock;

use jiff::SignedDuration;

use crate::domain::{Intent, IntentState};
use crate::message::Cell;
use crate::panes::sheet;
use crate::state::{Look, Seen, State};
use crate::ui::table::{Column, SortKey};
use crate::ui::{Tone, format};

use super::moves;

/// A column of payouts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum ColumnId {
    /// When it was decided on.
    When,
    /// Where it was sent to.
    Connection,
    /// Who gets it.
    Payee,
    /// How much.
    Amount,
    /// Of what.
    Currency,
    /// What became of it.
    State,
    /// What the provider told of it last.
    Said,
    /// How long it has been under way, or was.
    Age,
    /// Who decided on it.
    Operator,
}

/// The columns for one or for several connections.
pub fn columns(several: bool) -> &'static [Column<ColumnId>] {
    if several { &SEVERAL[..] } else { &ONE[..] }
}

static SEVERAL: LazyLock<[Column<ColumnId>; 9]> = LazyLock::new(|| {
    [
        Column::new(ColumnId::When, "when", 8, 4).flexible(8, 8, 22),
        Column::new(ColumnId::Connection, "connection", 10, 6).flexible(10, 10, 16),
        Column::new(ColumnId::Payee, "payee", 18, 1).flexible(16, 22, 30),
        Column::new(ColumnId::Amount, "amount", 13, 0).flexible(11, 13, 18).right(),
        Column::new(ColumnId::Currency, "of", 3, 3),
        Column::new(ColumnId::State, "state", 13, 2),
        Column::new(ColumnId::Said, "provider says", 24, 5).flexible(18, 28, u16::MAX),
        Column::new(ColumnId::Age, "age", 8, 7).flexible(8, 8, 10).right(),
        Column::new(ColumnId::Operator, "operator", 8, 8).flexible(8, 8, 14),
    ]
});

static ONE: LazyLock<Vec<Column<ColumnId>>> = LazyLock::new(|| {
    let columns = SEVERAL.iter().filter(|column| column.id != ColumnId::Connection);
    columns.cloned().collect()
});

/// What the provider told of it last, and whether somebody has to look at that.
pub fn said(intent: &Intent, state: &State) -> (String, Tone) {
    // That nothing more is told of what was paid is no news.
    let is_news =
        |look: &&Look| intent.awaits_end() || (intent.may_come_back() && !matches!(look.found, Seen::Nothing(_)));
    let look = state.payouts.get(intent.id).filter(is_news);
    match (intent.state(), look) {
        (_, Some(look)) => {
            let tone = if matches!(look.found, Seen::Other(_)) { Tone::Warning } else { Tone::Neutral };
            (look.found.words(), tone)
        }
        (IntentState::Planned | IntentState::Sent, _) => (String::new(), Tone::Neutral),
        (IntentState::Done { .. }, None) => ("taken on, nothing more yet".to_owned(), Tone::Neutral),
        (IntentState::Rejected(told) | IntentState::Unconfirmed(told), _) => (told.plain.clone(), Tone::Neutral),
        (IntentState::Settled(settlement), _) => (settlement.evidence.clone(), Tone::Neutral),
        (IntentState::Reported(report), _) => {
            let status = format!("status {}", report.status);
            let words = report.words.as_ref().filter(|words| !words.is_empty());
            (words.map_or_else(|| status.clone(), |words| format!("{status}: {words}")), Tone::Neutral)
        }
    }
}

/// How long it has been under way; how long it took, once it is over.
pub fn age(intent: &Intent, state: &State) -> Option<(SignedDuration, bool)> {
    let moves = moves(intent);
    let until = if moves { state.now } else { intent.since() };
    let is_over = matches!(intent.state(), IntentState::Reported(_) | IntentState::Settled(_));
    (moves || is_over).then(|| (until.duration_since(intent.planned()).max(SignedDuration::ZERO), moves))
}

/// The same in words, as short as can be: `12s`, `4m`, `1h12m`.
pub fn age_words(age: SignedDuration) -> String {
    format::duration_short(age).replace(' ', "")
}

/// What a payout says in a column, as a value.
pub fn value(column: ColumnId, intent: &Intent, state: &State) -> Cell {
    match column {
        ColumnId::When => sheet::moment(intent.planned()),
        ColumnId::Connection => sheet::words(intent.connection.as_str()),
        ColumnId::Payee => sheet::words(&intent.title),
        ColumnId::Amount => sheet::amount(intent.amount.as_ref()),
        ColumnId::Currency => sheet::currency(intent.amount.as_ref()),
        ColumnId::State => sheet::words(intent.state().word()),
        ColumnId::Said => sheet::words(said(intent, state).0),
        ColumnId::Age => sheet::words(age(intent, state).map(|(age, _)| age_words(age)).unwrap_or_default()),
        ColumnId::Operator => sheet::words(intent.operator.as_str()),
    }
}

/// What a payout sorts by in a column.
pub fn sort_key(column: ColumnId, intent: &Intent, state: &State) -> SortKey {
    match column {
        ColumnId::When => SortKey::number(Some(intent.planned().as_millisecond().into())),
        ColumnId::Connection => SortKey::natural(intent.connection.as_str()),
        ColumnId::Payee => SortKey::natural(&intent.title),
        ColumnId::Amount => SortKey::number(intent.amount.as_ref().map(|money| money.amount)),
        ColumnId::Currency => SortKey::natural(intent.amount.as_ref().map_or("", |money| money.currency.code())),
        ColumnId::State => SortKey::natural(intent.state().word()),
        ColumnId::Said => SortKey::natural(&said(intent, state).0),
        ColumnId::Age => SortKey::number(age(intent, state).map(|(age, _)| age.as_secs().into())),
        ColumnId::Operator => SortKey::natural(intent.operator.as_str()),
    }
}
