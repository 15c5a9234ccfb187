//! Which rows are shown in which order: filtered and sorted once when something changed, and not when it is drawn.

use std::cell::LazyCell;
use std::collections::HashMap;

use crate::domain::AccountKey;
use crate::message::{FoundRow, RowKey};
use crate::state::{Changes, Connection, Place, Row, State};

use super::columns::{self, ColumnId};
use crate::panes::table_layout::TableLayout;

/// The rows that are shown, in order.
pub struct List {
    places: Vec<Place>,
    /// How they are laid out and sorted; in the provider's order where not.
    pub layout: TableLayout<ColumnId>,
    /// What the filter looks into, made when it is first needed.
    texts: HashMap<AccountKey, String>,
}

impl Default for List {
    fn default() -> Self {
        Self { places: Vec::new(), layout: TableLayout::new(ColumnId::Id), texts: HashMap::new() }
    }
}

/// The accounts that have every word of what is typed in what tells them from others: no list is made for that, and
/// nothing of their tasks is looked at but the id.
pub fn find<'a>(typed: &str, state: &'a State) -> impl Iterator<Item = FoundRow> + use<'a> {
    let words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
    state.places().filter_map(move |place| {
        let (connection, row) = state.at(place)?;
        let text = columns::identifying(connection, row);
        words.iter().all(|word| text.contains(word.as_str())).then(|| FoundRow {
            key: RowKey::Account(AccountKey {
                connection: connection.info.id.clone(),
                account: row.account.id.clone(),
            }),
            title: row.account.title(),
            words: columns::switch_word(row.withdrawals, false).to_owned(),
            connection: connection.info.id.to_string(),
        })
    })
}

impl List {
    /// How many rows are shown.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// The row at a place of the list.
    pub fn row<'a>(&self, at: usize, state: &'a State) -> Option<(&'a Connection, &'a Row)> {
        state.at(*self.places.get(at)?)
    }

    /// The key of the row at a place of the list.
    pub fn key(&self, at: usize, state: &State) -> Option<AccountKey> {
        let (connection, row) = self.row(at, state)?;
        Some(AccountKey { connection: connection.info.id.clone(), account: row.account.id.clone() })
    }

    /// Where an account stands in the list.
    pub fn find_key(&self, key: Option<&AccountKey>, state: &State) -> Option<usize> {
        let place = state.place(key?)?;
        self.places.iter().position(|at| *at == place)
    }

    /// Whether these changes can change the list; takes note of what the filter has to read again.
    pub fn is_touched_by(&mut self, changes: &Changes, filter: &str) -> bool {
        for key in &changes.accounts {
            self.texts.remove(key);
        }
        if changes.list {
            self.texts.clear();
        }
        changes.list || (!changes.accounts.is_empty() && (self.layout.is_sorted() || !filter.is_empty()))
    }

    /// Makes the list anew.
    pub fn arrange(&mut self, filter: &str, state: &State) {
        self.places.clear();
        let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
        if words.is_empty() {
            self.places.extend(state.places());
        } else {
            for place in state.places() {
                let Some((connection, row)) = state.at(place) else { continue };
                let key = AccountKey { connection: connection.info.id.clone(), account: row.account.id.clone() };
                let text = self.texts.entry(key).or_insert_with(|| columns::searchable(connection, row));
                // What changes by time is made only where it decides.
                let by_time = LazyCell::new(|| columns::searchable_now(row, state.now));
                if words.iter().all(|word| text.contains(word.as_str()) || by_time.contains(word.as_str())) {
                    self.places.push(place);
                }
            }
        }
        if let Some((column, order)) = self.layout.sort() {
            let key = |place: &Place| {
                state.at(*place).map(|(connection, row)| columns::sort_key(column, connection, row, state))
            };
            order.sort(&mut self.places, key);
        }
    }
}
