//! How the operator wants a pane's table: which columns, in which order and how wide, what it is sorted by, and which
//! column is walked to. Written once for every pane that has one.

use std::borrow::Cow;
use std::str::FromStr;

use crate::message::{ColumnChoice, ColumnPreference, Layout, SortPreference};
use crate::ui::table::{Column, Order};

/// The fewest and the most cells of a width that is chosen.
const WIDTHS: std::ops::RangeInclusive<u16> = 3..=120;

/// A column's id, by the name it is kept under.
pub trait ColumnName: Copy + PartialEq + Into<&'static str> + FromStr {}

impl<Id: Copy + PartialEq + Into<&'static str> + FromStr> ColumnName for Id {}

/// A column as it is wanted.
struct Wanted<Id> {
    id: Id,
    hidden: bool,
    width: Option<u16>,
}

/// How a table is wanted.
pub struct TableLayout<Id> {
    /// The columns in their order; empty where they are as they come.
    columns: Vec<Wanted<Id>>,
    sort: Option<(Id, Order)>,
    /// What it is sorted by where nothing else is wanted; `None` for the order the rows come in.
    own: Option<(Id, Order)>,
    /// The column that is walked to: what a sort is by, and the cell that is copied.
    pub cursor: Id,
}

impl<Id: ColumnName> TableLayout<Id> {
    /// A table as it comes, with this column walked to.
    pub fn new(cursor: Id) -> Self {
        Self { columns: Vec::new(), sort: None, own: None, cursor }
    }

    /// The same, sorted by this where nothing else is wanted.
    pub fn sorted(self, by: Id, order: Order) -> Self {
        Self { own: Some((by, order)), ..self }
    }

    /// What it is sorted by.
    pub fn sort(&self) -> Option<(Id, Order)> {
        self.sort.or(self.own)
    }

    /// Whether an operator chose what it is sorted by.
    pub fn is_sorted(&self) -> bool {
        self.sort.is_some()
    }

    /// Sorts by the column that is walked to: up, down, then its own order again.
    pub fn sort_next(&mut self) {
        let next = match self.sort() {
            Some((column, Order::Ascending)) if column == self.cursor => Some((column, Order::Descending)),
            Some((column, Order::Descending)) if column == self.cursor => None,
            _ => Some((self.cursor, Order::Ascending)),
        };
        self.sort = next.filter(|next| self.own != Some(*next));
    }

    /// Walks to the next column among those in view.
    pub fn turn(&mut self, by: isize, shown: &[Id]) {
        let now = shown.iter().position(|column| *column == self.cursor).unwrap_or(0);
        let to = now.saturating_add_signed(by).min(shown.len().saturating_sub(1));
        self.cursor = shown.get(to).copied().unwrap_or(self.cursor);
    }

    /// The columns that may be shown, of those there are, in the wanted order. Where none is wanted, all are.
    pub fn of<'a>(&self, columns: &'a [Column<Id>]) -> Cow<'a, [Column<Id>]> {
        if self.columns.is_empty() {
            return Cow::Borrowed(columns);
        }
        let wanted =
            self.arranged(columns).into_iter().filter(|(_, wanted)| wanted.is_none_or(|wanted| !wanted.hidden));
        let shown: Vec<Column<Id>> = wanted
            .map(|(column, wanted)| match wanted.and_then(|wanted| wanted.width) {
                Some(width) => Column { min: width, ideal: width, max: width, ..column.clone() },
                None => column.clone(),
            })
            .collect();
        if shown.is_empty() { Cow::Borrowed(columns) } else { Cow::Owned(shown) }
    }

    /// Every column there is in the wanted order. One that nothing is said of stays behind the one it comes after.
    fn arranged<'a>(&self, columns: &'a [Column<Id>]) -> Vec<(&'a Column<Id>, Option<&Wanted<Id>>)> {
        let known = |wanted: &Wanted<Id>| columns.iter().find(|column| column.id == wanted.id);
        let mut all: Vec<_> = self.columns.iter().filter_map(|wanted| Some((known(wanted)?, Some(wanted)))).collect();
        for (at, column) in columns.iter().enumerate() {
            if all.iter().any(|(found, _)| found.id == column.id) {
                continue;
            }
            let before = at.checked_sub(1).map(|at| columns[at].id);
            let place = before.and_then(|before| all.iter().position(|(found, _)| found.id == before));
            all.insert(place.map_or(0, |place| place + 1), (column, None));
        }
        all
    }

    /// The columns there are, to choose from.
    pub fn choices(&self, columns: &[Column<Id>]) -> Vec<ColumnChoice> {
        let choice = |(column, wanted): (&Column<Id>, Option<&Wanted<Id>>)| ColumnChoice {
            name: column.id.into(),
            title: column.title,
            usual: column.ideal,
            hidden: wanted.is_some_and(|wanted| wanted.hidden),
            width: wanted.and_then(|wanted| wanted.width),
        };
        self.arranged(columns).into_iter().map(choice).collect()
    }

    /// How it is wanted, to be kept.
    pub fn kept(&self) -> Layout {
        let name = |id: Id| -> String {
            let name: &'static str = id.into();
            name.to_owned()
        };
        let column = |wanted: &Wanted<Id>| ColumnPreference {
            name: name(wanted.id),
            hidden: wanted.hidden,
            width: wanted.width,
        };
        let sort =
            self.sort.map(|(by, order)| SortPreference { column: name(by), descending: order == Order::Descending });
        Layout { columns: self.columns.iter().map(column).collect(), sort }
    }

    /// Is wanted like this from now on. What names no column here counts for nothing.
    pub fn take(&mut self, layout: &Layout) {
        let mut columns: Vec<Wanted<Id>> = Vec::new();
        for column in &layout.columns {
            let Ok(id) = column.name.parse::<Id>() else { continue };
            if columns.iter().all(|known| known.id != id) {
                let width = column.width.map(|width| width.clamp(*WIDTHS.start(), *WIDTHS.end()));
                columns.push(Wanted { id, hidden: column.hidden, width });
            }
        }
        self.columns = columns;
        let order = |sort: &SortPreference| if sort.descending { Order::Descending } else { Order::Ascending };
        let sort = layout.sort.as_ref().and_then(|sort| Some((sort.column.parse().ok()?, order(sort))));
        self.sort = sort.filter(|sort| self.own != Some(*sort));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString)]
    #[strum(serialize_all = "kebab-case")]
    enum Id {
        Connection,
        Account,
        Amount,
        State,
    }

    fn all() -> Vec<Column<Id>> {
        [Id::Connection, Id::Account, Id::Amount, Id::State].map(|id| Column::new(id, "x", 8, 0)).to_vec()
    }

    fn column(name: &str) -> ColumnPreference {
        ColumnPreference { name: name.into(), ..ColumnPreference::default() }
    }

    fn wanted(columns: Vec<ColumnPreference>) -> TableLayout<Id> {
        let mut table = TableLayout::new(Id::Account);
        table.take(&Layout { columns, sort: None });
        table
    }

    fn shown(table: &TableLayout<Id>, columns: &[Column<Id>]) -> Vec<Id> {
        table.of(columns).iter().map(|column| column.id).collect()
    }

    #[test]
    fn columns_come_in_the_wanted_order_and_width() {
        let hidden = ColumnPreference { hidden: true, ..column("account") };
        let wide = ColumnPreference { width: Some(30), ..column("state") };
        let table = wanted(vec![wide, column("connection"), hidden, column("amount")]);
        assert_eq!(shown(&table, &all()), [Id::State, Id::Connection, Id::Amount]);
        assert_eq!(table.of(&all())[0].ideal, 30);
        let again = wanted(table.kept().columns);
        assert_eq!(again.kept(), table.kept());
    }

    #[test]
    fn what_nothing_is_said_of_stays_behind_its_neighbour() {
        // Wanted while there was one connection; now there are two, and a column that is new.
        let table = wanted(vec![column("amount"), column("account")]);
        assert_eq!(shown(&table, &all()), [Id::Connection, Id::Amount, Id::State, Id::Account]);
        assert_eq!(shown(&table, &all()[1..3]), [Id::Amount, Id::Account]);
    }

    #[test]
    fn nonsense_counts_for_nothing() {
        let hide = |name: &str| ColumnPreference { hidden: true, ..column(name) };
        let all_hidden = wanted(["connection", "account", "amount", "state"].map(hide).to_vec());
        assert_eq!(shown(&all_hidden, &all()).len(), 4, "a table with no column shows nothing");
        let huge = ColumnPreference { width: Some(u16::MAX), ..column("account") };
        let table = wanted(vec![column("colour"), huge.clone(), huge]);
        assert_eq!(table.kept().columns, [ColumnPreference { width: Some(120), ..column("account") }]);
    }

    #[test]
    fn a_sort_goes_up_down_and_back_to_its_own() {
        let mut table = TableLayout::new(Id::Amount);
        let mut next = || {
            table.sort_next();
            table.sort()
        };
        assert_eq!(next(), Some((Id::Amount, Order::Ascending)));
        assert_eq!(next(), Some((Id::Amount, Order::Descending)));
        assert_eq!(next(), None);
        let mut named = TableLayout::new(Id::Account).sorted(Id::Account, Order::Ascending);
        named.sort_next();
        assert_eq!(named.sort(), Some((Id::Account, Order::Descending)));
        named.sort_next();
        assert_eq!((named.sort(), named.kept().sort), (Some((Id::Account, Order::Ascending)), None));
    }
}
