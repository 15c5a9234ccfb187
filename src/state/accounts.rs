//! The accounts of one connection, in the provider's order, found by id.

use std::collections::HashMap;

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

    /// Takes up a list. Where rows of it could not be read, an account that is not in it stays, marked as missing.
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
        merged.list = true;
        let mut old: Vec<Option<Row>> = std::mem::take(&mut self.rows).into_iter().map(Some).collect();
        let mut rows: Vec<Row> = Vec::with_capacity(list.rows.len());
        let mut places = HashMap::with_capacity(list.rows.len());
        for account in list.rows {
            if let Some(place) = places.get(&account.id) {
                // The last of two rows with one id counts.
                let row: &mut Row = &mut rows[*place];
                row.update(account, asked, now);
                continue;
            }
            let known = self.places.get(&account.id).and_then(|place| old[*place].take());
            places.insert(account.id.clone(), rows.len());
            let row = if let Some(mut row) = known {
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
        if !list.bad.is_empty() {
            for mut row in old.into_iter().flatten() {
                row.missing = true;
                places.insert(row.account.id.clone(), rows.len());
                rows.push(row);
            }
        }
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
        self.rows.push(Row::new(account, now));
        true
    }
}
