//! What lies in the wallets of a connection, as it was last told.

use jiff::Timestamp;

use crate::domain::Balance;

/// The balances of a connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Balances {
    rows: Vec<Balance>,
    told: Option<Timestamp>,
}

impl Balances {
    /// Each wallet's, in the provider's order.
    #[must_use]
    pub fn rows(&self) -> &[Balance] {
        &self.rows
    }

    /// When they were asked for; `None` before the first answer.
    #[must_use]
    pub fn told(&self) -> Option<Timestamp> {
        self.told
    }

    /// Takes up an answer that was asked for at `asked`. Says whether any balance differs.
    pub(super) fn take(&mut self, rows: Vec<Balance>, asked: Timestamp) -> bool {
        let first = self.told.replace(asked).is_none();
        let differ = self.rows != rows;
        self.rows = rows;
        first || differ
    }
}
