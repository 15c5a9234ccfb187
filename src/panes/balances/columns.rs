//! The columns of the balances as data: what each is, how wide it wants to be, how it sorts and what a filter finds.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::domain::{AlertRule, Intent};
use crate::message::Cell;
use crate::panes::sheet;
use crate::state::{Held, Runway, State};
use crate::ui::format;
use crate::ui::table::{Column, SortKey};

/// A column of the balances.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum ColumnId {
    /// Whose it is.
    Connection,
    /// Which wallet, or all of a currency; always with the currency.
    Wallet,
    /// What lies in it.
    Balance,
    /// Negative, empty or low.
    Standing,
    /// How long it lasts.
    Lasts,
    /// By how much it last changed.
    Change,
    /// When that was.
    When,
    /// How it went.
    Trend,
    /// What withdrawals may still take out.
    UnderWay,
    /// What went out in the last hours.
    Out,
}

/// The columns for one or for several connections, where the widest balance has so many cells: others leave before it
/// is cut, and first the one that says what stands out, where nothing does.
pub fn columns(several: bool, widest: u16, stands_out: bool) -> Vec<Column<ColumnId>> {
    let mut columns = if several { ALL.to_vec() } else { ALL[1..].to_vec() };
    for column in &mut columns {
        match column.id {
            ColumnId::Balance => {
                column.min = column.min.max(widest.min(column.max));
                column.ideal = column.ideal.max(column.min);
            }
            ColumnId::Standing if !stands_out => column.priority = 4,
            _ => {}
        }
    }
    columns
}

/// Every column. The lowest priority stays longest where it is narrow.
static ALL: LazyLock<[Column<ColumnId>; 10]> = LazyLock::new(|| {
    [
        Column::new(ColumnId::Connection, "connection", 12, 2).flexible(8, 12, 18),
        Column::new(ColumnId::Wallet, "wallet", 18, 1).flexible(12, 17, 32),
        Column::new(ColumnId::Balance, "balance", 18, 0).flexible(13, 15, 24).right(),
        Column::new(ColumnId::Standing, "standing", 10, 2).flexible(10, 10, 15),
        Column::new(ColumnId::Lasts, "lasts", 12, 3).flexible(7, 12, 12),
        Column::new(ColumnId::Change, "change", 13, 4).flexible(12, 13, 18).right(),
        Column::new(ColumnId::When, "when", 9, 5).flexible(9, 9, 16),
        Column::new(ColumnId::Trend, "trend", 10, 6).flexible(8, 10, 24),
        Column::new(ColumnId::UnderWay, "under way", 13, 7).flexible(12, 13, 18).right(),
        Column::new(ColumnId::Out, "went out", 13, 8).flexible(12, 13, 18).right(),
    ]
});

/// What stands out about a balance, from the worst on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Word {
    /// Nothing.
    Fine,
    /// It may be one of the rows that could not be read.
    Missing,
    /// There is nothing.
    Empty,
    /// It is below its mark.
    Low,
    /// More went out than came in.
    Negative,
}

impl Word {
    /// What stands out about a balance.
    pub fn of(held: &Held<'_>, state: &State) -> Self {
        let amount = held.money().amount;
        if amount.is_sign_negative() && !amount.is_zero() {
            Self::Negative
        } else if state.is_alerted(held, AlertRule::LowBalance) {
            Self::Low
        } else if held.is_missing() {
            Self::Missing
        } else if amount.is_zero() {
            Self::Empty
        } else {
            Self::Fine
        }
    }

    /// The word for it; none where nothing stands out.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fine => "",
            Self::Missing => "not told",
            Self::Empty => "empty",
            Self::Low => "low",
            Self::Negative => "negative",
        }
    }
}

/// How long it lasts, in a few words, or fewer still; none where that is not known, or nothing is there.
pub fn lasts(held: &Held<'_>, runway: Runway, narrow: bool) -> Option<String> {
    match runway {
        Runway::Unknown => None,
        Runway::Spent if held.money().amount <= Decimal::ZERO => None,
        Runway::Resting => Some(if narrow { "resting" } else { "no outflow" }.to_owned()),
        Runway::Spent => Some(if narrow { "spent" } else { "all spent" }.to_owned()),
        Runway::Lasts(span) => Some(if narrow { format::about_short(span) } else { format::about(span) }),
    }
}

/// Whether what the column sorts by can be compared between currencies: amounts cannot.
pub fn is_comparable(column: ColumnId) -> bool {
    match column {
        ColumnId::Connection | ColumnId::Standing | ColumnId::Lasts | ColumnId::When => true,
        ColumnId::Wallet
        | ColumnId::Balance
        | ColumnId::Change
        | ColumnId::Trend
        | ColumnId::UnderWay
        | ColumnId::Out => false,
    }
}

/// What a purse sorts by in a column.
pub fn sort_key(column: ColumnId, held: &Held<'_>, under_way: &[&Intent], state: &State) -> SortKey {
    let outlook = || held.outlook(under_way, state.now);
    match column {
        ColumnId::Connection => SortKey::natural(held.connection.info.id.as_str()),
        ColumnId::Wallet => SortKey::natural(&held.purse.to_string()),
        ColumnId::Balance => SortKey::Number(held.money().amount),
        ColumnId::Standing => SortKey::Number(Decimal::from(Word::of(held, state) as u8)),
        // What is used up comes first, what nobody knows last.
        ColumnId::Lasts => SortKey::Number(match outlook().runway {
            Runway::Spent => Decimal::NEGATIVE_ONE,
            Runway::Lasts(span) => span.as_secs().into(),
            Runway::Resting => Decimal::MAX - Decimal::ONE,
            Runway::Unknown => Decimal::MAX,
        }),
        ColumnId::Change => SortKey::number(held.moved().map(|(_, by)| by)),
        ColumnId::When | ColumnId::Trend => SortKey::number(held.moved().map(|(at, _)| at.as_second().into())),
        ColumnId::UnderWay => SortKey::Number(outlook().under_way),
        ColumnId::Out => SortKey::Number(outlook().out),
    }
}

/// What a purse says in a column, as a value; none where that is no value, as a trend.
pub fn value(column: ColumnId, held: &Held<'_>, under_way: &[&Intent], state: &State) -> Option<Cell> {
    let outlook = || held.outlook(under_way, state.now);
    Some(match column {
        ColumnId::Connection => sheet::words(held.connection.info.id.as_str()),
        ColumnId::Wallet => sheet::words(held.purse.to_string()),
        ColumnId::Balance => sheet::amount(Some(&held.money())),
        ColumnId::Standing => sheet::words(Word::of(held, state).word()),
        ColumnId::Lasts => sheet::words(lasts(held, outlook().runway, false).unwrap_or_default()),
        ColumnId::Change => sheet::number(held.moved().map(|(_, by)| by)),
        ColumnId::When => held.moved().map_or(Cell::Empty, |(at, _)| sheet::moment(at)),
        ColumnId::Trend => return None,
        ColumnId::UnderWay => sheet::number(Some(outlook().under_way)),
        ColumnId::Out => sheet::number(Some(outlook().out)),
    })
}

/// Everything a filter can find in a wallet, in small letters.
pub fn searchable(held: &Held<'_>, state: &State) -> String {
    let money = held.money();
    let mut words = vec![
        held.connection.info.id.to_string(),
        held.purse.to_string(),
        money.digits(),
        money.amount.normalize().to_string(),
        Word::of(held, state).word().to_owned(),
    ];
    if state.is_alerted(held, AlertRule::LowBalance) {
        words.push("low".to_owned());
    }
    words.join(" ").to_lowercase()
}
