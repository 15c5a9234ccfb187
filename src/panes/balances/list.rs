//! Which purses are shown in which order: each currency with its wallets below it, filtered and sorted once when
//! something changed, and not when it is drawn.

use super::columns::{self, ColumnId};
use crate::domain::{Intent, Purse};
use crate::panes::table_layout::TableLayout;
use crate::state::State;
use crate::ui::table::SortKey;

/// The purses that are shown, in order.
pub struct List {
    purses: Vec<Purse>,
    /// How many wallets are among them: a sum is none.
    pub wallets: usize,
    /// How they are laid out and sorted; in the provider's order where not.
    pub layout: TableLayout<ColumnId>,
}

impl Default for List {
    fn default() -> Self {
        Self { purses: Vec::new(), wallets: 0, layout: TableLayout::new(ColumnId::Wallet) }
    }
}

impl List {
    /// How many rows are shown.
    pub fn len(&self) -> usize {
        self.purses.len()
    }

    /// Whether no row is shown.
    pub fn is_empty(&self) -> bool {
        self.purses.is_empty()
    }

    /// What stands in a row.
    pub fn get(&self, at: usize) -> Option<&Purse> {
        self.purses.get(at)
    }

    /// In which row a purse stands.
    pub fn find(&self, purse: &Purse) -> Option<usize> {
        self.purses.iter().position(|other| other == purse)
    }

    /// Makes the list anew. A sum is of all wallets of its currency, whatever the filter leaves of them.
    pub fn arrange(&mut self, filter: &str, state: &State) {
        let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
        let is_found = |purse: &Purse| {
            let held = (!words.is_empty()).then(|| state.held(purse)).flatten();
            let text = held.map(|held| columns::searchable(&held, state));
            text.is_none_or(|text| words.iter().all(|word| text.contains(word.as_str())))
        };
        let mut groups = state.purses();
        for group in &mut groups {
            group.retain(|purse| matches!(purse, Purse::Currency(..)) || is_found(purse));
        }
        groups.retain(|group| group.iter().any(|purse| matches!(purse, Purse::Wallet(_))));
        if let Some((column, order)) = self.layout.sort() {
            let under_way = state.under_way();
            let key = |purse: &Purse| key(column, purse, &under_way, state);
            for group in &mut groups {
                // The sum stays above what it is of.
                let first = usize::from(matches!(group.first(), Some(Purse::Currency(..))));
                order.sort(&mut group[first..], key);
            }
            if columns::is_comparable(column) {
                order.sort(&mut groups, |group| group.first().map(key));
            }
        }
        self.purses = groups.into_iter().flatten().collect();
        self.wallets = self.purses.iter().filter(|purse| matches!(purse, Purse::Wallet(_))).count();
    }
}

fn key(column: ColumnId, purse: &Purse, under_way: &[&Intent], state: &State) -> SortKey {
    state.held(purse).map_or(SortKey::Nothing, |held| columns::sort_key(column, &held, under_way, state))
}
