//! The columns of payees as data: what each is, how wide it wants to be, and how it sorts.

use std::sync::LazyLock;

use crate::domain::{KnownPayee, Text, mask_digits};
use crate::message::Cell;
use crate::panes::sheet;
use crate::ui::table::{Column, SortKey};

/// A column of payees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum ColumnId {
    /// What they are called.
    Name,
    /// The merchant's own id of them.
    Code,
    /// The provider's number of them.
    Number,
    /// Where they are registered.
    Connection,
    /// Whether they can be paid.
    Status,
    /// A person or a company.
    Profile,
    /// Where they live.
    Country,
    /// How many accounts they have.
    Accounts,
    /// When they were last looked up.
    Looked,
}

/// The columns for one or for several connections.
pub fn columns(several: bool) -> &'static [Column<ColumnId>] {
    if several { &SEVERAL[..] } else { &ONE[..] }
}

static SEVERAL: LazyLock<[Column<ColumnId>; 9]> = LazyLock::new(|| {
    [
        Column::new(ColumnId::Name, "name", 18, 0).flexible(14, 20, 34),
        Column::new(ColumnId::Status, "status", 12, 1).flexible(10, 12, 14),
        Column::new(ColumnId::Accounts, "accounts", 8, 2).right(),
        Column::new(ColumnId::Code, "your code", 12, 3).flexible(10, 14, 24),
        Column::new(ColumnId::Number, "customer no", 22, 4).flexible(22, 22, 26),
        Column::new(ColumnId::Connection, "connection", 10, 5).flexible(10, 10, 16),
        Column::new(ColumnId::Profile, "type", 10, 7),
        Column::new(ColumnId::Country, "in", 2, 8),
        Column::new(ColumnId::Looked, "looked up", 13, 6).flexible(13, 13, 22),
    ]
});

static ONE: LazyLock<Vec<Column<ColumnId>>> = LazyLock::new(|| {
    let columns = SEVERAL.iter().filter(|column| column.id != ColumnId::Connection);
    columns.cloned().collect()
});

/// What a payee says in a column, as a value, long numbers in it hidden.
pub fn value(column: ColumnId, known: &KnownPayee) -> Cell {
    let payee = &known.payee;
    let text =
        |text: &Option<Text>| sheet::words(text.as_ref().map(|text| mask_digits(text.as_str())).unwrap_or_default());
    match column {
        ColumnId::Name => sheet::words(known.title()),
        ColumnId::Code => sheet::words(payee.code.as_ref().map_or("", Text::as_str)),
        ColumnId::Number => sheet::words(payee.no.as_str()),
        ColumnId::Connection => sheet::words(known.connection.as_str()),
        ColumnId::Status => sheet::words(payee.status.as_ref().map(ToString::to_string).unwrap_or_default()),
        ColumnId::Profile => text(&payee.profile),
        ColumnId::Country => text(&payee.country),
        ColumnId::Accounts => sheet::number(known.accounts.as_ref().map(Vec::len)),
        ColumnId::Looked => known.looked.map_or(Cell::Empty, sheet::moment),
    }
}

/// What a payee sorts by in a column. Statuses differ in case alone, which counts for nothing.
pub fn sort_key(column: ColumnId, known: &KnownPayee) -> SortKey {
    let payee = &known.payee;
    let text = |text: &Option<Text>| SortKey::natural(text.as_ref().map_or("", Text::as_str));
    match column {
        ColumnId::Name => SortKey::natural(&known.title().to_lowercase()),
        ColumnId::Code => text(&payee.code),
        ColumnId::Number => SortKey::natural(payee.no.as_str()),
        ColumnId::Connection => SortKey::natural(known.connection.as_str()),
        ColumnId::Status => {
            SortKey::natural(&payee.status.as_ref().map(|status| status.to_string().to_lowercase()).unwrap_or_default())
        }
        ColumnId::Profile => text(&payee.profile),
        ColumnId::Country => text(&payee.country),
        ColumnId::Accounts => SortKey::number(known.accounts.as_ref().map(|accounts| accounts.len().into())),
        ColumnId::Looked => SortKey::number(known.looked.map(|at| at.as_millisecond().into())),
    }
}
