//! Who is told of what becomes of transfers and accounts: whoever the request named.

use super::Payer;
use super::payees::{Payee, PayeeAccount};
use super::transfers::TransferState;

/// Something to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The transfer at this place took a step.
    Transfer {
        /// Which.
        place: usize,
        /// What it became.
        state: TransferState,
    },
    /// An account was added.
    Account {
        /// Its name.
        token: String,
    },
}

impl Payer {
    /// What there is to tell since this was last asked, and where.
    pub fn take_notices(&mut self) -> Vec<(String, Notice)> {
        std::mem::take(&mut self.notices)
    }

    /// Whoever is at `address` is told of what becomes of this transfer.
    pub fn tell_of_transfer(&mut self, invoice: &str, address: &str) {
        if let Some(place) = self.by_invoice.get(invoice) {
            self.hears.insert(*place, address.to_owned());
        }
    }

    /// Whoever is at `address` is told that this account was added.
    pub fn tell_of_account(&mut self, token: &str, address: &str) {
        self.notices.push((address.to_owned(), Notice::Account { token: token.to_owned() }));
    }

    /// The transfer at `place` took a step: whoever is to hear of it is told.
    pub(super) fn stepped(&mut self, place: usize) {
        if let (Some(address), Some(transfer)) = (self.hears.get(&place), self.transfers.get(place)) {
            self.notices.push((address.clone(), Notice::Transfer { place, state: transfer.state }));
        }
    }

    /// The account of this name, and whose it is.
    #[must_use]
    pub fn account(&self, token: &str) -> Option<(&Payee, &PayeeAccount)> {
        let account = self.accounts.iter().find(|account| account.token == token)?;
        Some((self.payees.get(account.payee)?, account))
    }
}
