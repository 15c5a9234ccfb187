//! The accounts of one connection, in the provider's order, found by id.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jiff::Timestamp;

use crate::domain::{Account, AccountId, Rows};

use super::Row;

/// The accounts of one connection.
#[derive(Clone, Debug, Default)]
pub struct Accounts {
    rows: Vec<Row>,
    places: HashMap<AccountId, usize>,
}

/// What a list changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Accounts that are new or differ.
    pub changed: Vec<AccountId>,
    /// Whether accounts came, went or changed places.
    pub list: bool,
}

impl Accounts {
    /// The rows, in the provider's order.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The row of an account.
    #[must_use]
    pub fn get(&self, id: &AccountId) -> Option<&Row> {
        self.places.get(id).map(|place| &self.rows[*place])
    }

    /// The number of an account's row.
    #[must_use]
    pub fn place(&self, id: &AccountId) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// The row of an account, to change it.
    pub(super) fn get_mut(&mut self, id: &AccountId) -> Option<&mut Row> {
        self.places.get(id).map(|place| &mut self.rows[*place])
    }

    /// Takes up a list that was asked for at `asked`. Where rows of it could not be read, an account that is not in
    /// it stays, marked as missing; so does one that was changed here after the list was asked for.
    pub(super) fn merge(&mut self, list: Rows<Account>, asked: Timestamp, now: Timestamp) -> Merged {
        let mut merged = Merged::default();
        let in_place = list.bad.is_empty()
            && list.rows.len() == self.rows.len()
            && list.rows.iter().zip(&self.rows).all(|(new, row)| new.id == row.account.id);
        if in_place {
            for (row, account) in self.rows.iter_mut().zip(list.rows) {
                if row.update(account, asked, now) {
                    merged.changed.push(row.account.id.clone());
                }
            }
            return merged;
        }
        // Of two rows with one id the last counts, at the place of the first.
        let mut places = HashMap::with_capacity(list.rows.len());
        let mut latest: Vec<Account> = Vec::with_capacity(list.rows.len());
        for account in list.rows {
            match places.entry(account.id.clone()) {
                Entry::Occupied(place) => latest[*place.get()] = account,
                Entry::Vacant(place) => {
                    place.insert(latest.len());
                    latest.push(account);
                }
            }
        }
        let mut old: Vec<Option<Row>> = std::mem::take(&mut self.rows).into_iter().map(Some).collect();
        let mut rows: Vec<Row> = Vec::with_capacity(latest.len());
        for account in latest {
            let place = self.places.get(&account.id).copied();
            merged.list |= place != Some(rows.len());
            let row = if let Some(mut row) = place.and_then(|place| old[place].take()) {
                if row.update(account, asked, now) {
                    merged.changed.push(row.account.id.clone());
                }
                row
            } else {
                merged.changed.push(account.id.clone());
                Row::new(account, now)
            };
            rows.push(row);
        }
        let count = old.len();
        for (place, row) in old.into_iter().enumerate() {
            let Some(mut row) = row else { continue };
            let unreadable = !list.bad.is_empty();
            if unreadable || row.is_newer_than(asked, now) {
                if unreadable && !std::mem::replace(&mut row.missing, true) {
                    merged.changed.push(row.account.id.clone());
                }
                merged.list |= place != rows.len();
                places.insert(row.account.id.clone(), rows.len());
                rows.push(row);
            }
        }
        merged.list |= rows.len() != count;
        self.rows = rows;
        self.places = places;
        merged
    }

    /// Takes up one account by itself, where it is not there yet. Says whether it was not.
    pub(super) fn insert(&mut self, account: Account, now: Timestamp) -> bool {
        if self.places.contains_key(&account.id) {
            return false;
        }
        self.places.insert(account.id.clone(), self.rows.len());
        let mut row = Row::new(account, now);
        row.change_here(now, |_| ());
        self.rows.push(row);
        true
    }
}
