//! What a search over every pane finds.

use crate::domain::{AccountKey, Currency, IntentId, PayeeKey, Purse, Text};

use super::PaneId;

/// A row of a pane, by what it is, wherever it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowKey {
    /// A tool account.
    Account(AccountKey),
    /// A wallet, or all wallets of a currency.
    Purse(Purse),
    /// A change, in the journal or in a pane of its own kind.
    Intent(IntentId),
    /// A payee.
    Payee(PayeeKey),
    /// What was looked up in this session, by its number.
    LookUp(u64),
    /// A postback that was received, by its number.
    Received(u64),
    /// A payment system of a user, by its type and currency.
    System(Text, Currency),
}

/// Rows of one kind that were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundRows {
    /// The pane they are in.
    pub pane: PaneId,
    /// What they are, such as `Accounts`.
    pub kind: &'static str,
    /// How many there are; no more than [`FoundRows::MOST`] of them are told.
    pub all: usize,
    /// The first of them, in the order of their pane.
    pub rows: Vec<FoundRow>,
}

/// A row that was found, as it may be shown: phones and account numbers masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundRow {
    /// Which.
    pub key: RowKey,
    /// What it is called.
    pub title: String,
    /// How it stands, in a few words.
    pub words: String,
    /// The connection it belongs to; empty where none is known.
    pub connection: String,
}

impl FoundRows {
    /// The most rows of a kind that are told.
    pub const MOST: usize = 100;

    /// The rows of a kind that were found.
    pub fn new(pane: PaneId, kind: &'static str, rows: impl Iterator<Item = FoundRow>) -> Self {
        let mut found = Self { pane, kind, all: 0, rows: Vec::new() };
        for row in rows {
            found.all += 1;
            if found.rows.len() < Self::MOST {
                found.rows.push(row);
            }
        }
        found
    }
}
