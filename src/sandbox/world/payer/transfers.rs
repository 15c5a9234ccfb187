//! Transfers: taken on, then paid out, failed or returned by themselves. The cents of the amount say how one ends, so
//! that whoever tries something knows what to expect.

use rust_decimal::Decimal;

use super::super::agenda::Due;
use super::super::{Second, World};
use super::Payer;

/// A transfer that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedTransfer {
    /// The merchant's own id of it.
    pub invoice: String,
    /// Who gets it.
    pub payee: String,
    /// On which account.
    pub token: String,
    /// How much.
    pub amount: Decimal,
    /// Of what.
    pub currency: String,
    /// What it is about.
    pub subject: Option<String>,
    /// A note.
    pub note: Option<String>,
    /// A description.
    pub description: Option<String>,
}

/// A transfer that was taken on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// What was asked for.
    pub wanted: WantedTransfer,
    /// The number.
    pub number: String,
    /// When.
    pub at: Second,
    /// What became of it so far.
    pub state: TransferState,
}

/// What became of a transfer so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferState {
    /// Nothing yet.
    Pending,
    /// It is looked at; a word that the document does not have.
    OnHold,
    /// It was paid out.
    Success,
    /// It was not.
    Failed,
    /// It came back.
    Returned,
}

impl TransferState {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::OnHold => "onhold",
            Self::Success => "success",
            Self::Failed => "failed",
            Self::Returned => "returned",
        }
    }
}

/// Why a transfer is not taken on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoTransfer {
    /// There is no such payee, or they have no such account.
    Unknown,
    /// The account is held in another currency, or the id is another transfer's.
    Mismatch,
    /// All that is under way comes to more than there is.
    Insufficient,
}

impl Payer {
    /// The transfers, oldest first.
    #[must_use]
    pub fn transfers(&self) -> impl ExactSizeIterator<Item = &Transfer> {
        self.transfers.iter()
    }

    /// The transfer with this id.
    #[must_use]
    pub fn transfer(&self, invoice: &str) -> Option<&Transfer> {
        self.transfers.get(*self.by_invoice.get(invoice)?)
    }

    pub(super) fn put_transfer(&mut self, wanted: WantedTransfer, at: Second, state: TransferState) -> usize {
        let place = self.transfers.len();
        let number = format!("305{}", self.first + place as u64);
        self.by_invoice.insert(wanted.invoice.clone(), place);
        self.transfers.push(Transfer { wanted, number, at, state });
        place
    }

    /// What is under way in a currency.
    fn under_way(&self, currency: &str) -> Decimal {
        let open = |transfer: &&Transfer| {
            matches!(transfer.state, TransferState::Pending | TransferState::OnHold)
                && transfer.wanted.currency == currency
        };
        self.transfers.iter().filter(open).map(|transfer| transfer.wanted.amount).sum()
    }
}

/// The cents of an amount.
fn cents(amount: Decimal) -> Decimal {
    (amount.fract() * Decimal::ONE_HUNDRED).normalize()
}

impl World {
    /// Takes a transfer on. The same id is the same transfer: asked for once more, nothing more happens.
    ///
    /// # Errors
    /// Why it is not taken on.
    pub fn transfer(&mut self, wanted: WantedTransfer) -> Result<&Transfer, NoTransfer> {
        if let Some(at) = self.payer.by_invoice.get(&wanted.invoice) {
            let known = &self.payer.transfers[*at];
            return if known.wanted == wanted { Ok(known) } else { Err(NoTransfer::Mismatch) };
        }
        let payer = &mut self.payer;
        let account = payer.accounts_of(&wanted.payee).find(|account| account.token == wanted.token);
        if account.ok_or(NoTransfer::Unknown)?.currency != wanted.currency {
            return Err(NoTransfer::Mismatch);
        }
        if payer.balance(&wanted.currency) < payer.under_way(&wanted.currency) + wanted.amount {
            return Err(NoTransfer::Insufficient);
        }
        let after = payer.rng.i64(15..=75);
        let place = payer.put_transfer(wanted, self.now, TransferState::Pending);
        self.agenda.put(self.now + after, Due::Transfer { place });
        Ok(&self.payer.transfers[place])
    }

    /// The transfer at `place` takes its next step: cents of 13 fail, of 17 are returned after they were paid out, of 19
    /// are held for a while; all others are paid out.
    pub(in super::super) fn step_transfer(&mut self, place: usize) {
        let payer = &mut self.payer;
        let after = payer.rng.i64(40..=90);
        let Some(transfer) = payer.transfers.get_mut(place) else { return };
        let (amount, cents) = (transfer.wanted.amount, cents(transfer.wanted.amount));
        let is = |number: i64| cents == Decimal::from(number);
        let (state, moved, goes_on) = match transfer.state {
            TransferState::Pending if is(13) => (TransferState::Failed, Decimal::ZERO, false),
            TransferState::Pending if is(19) => (TransferState::OnHold, Decimal::ZERO, true),
            TransferState::Pending | TransferState::OnHold => (TransferState::Success, -amount, is(17)),
            TransferState::Success => (TransferState::Returned, amount, false),
            TransferState::Failed | TransferState::Returned => return,
        };
        transfer.state = state;
        payer.balance += moved;
        payer.stepped(place);
        if goes_on {
            self.agenda.put(self.now + after, Due::Transfer { place });
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use rstest::rstest;

    use super::*;
    use crate::sandbox::Options;

    fn world() -> World {
        World::new(&Options { seed: 3, ..Options::default() }, Timestamp::UNIX_EPOCH)
    }

    fn wanted(world: &World, invoice: &str, amount: &str) -> WantedTransfer {
        let payee = world.payer().payees().next().unwrap().no.clone();
        let token = world.payer().accounts_of(&payee).next().unwrap().token.clone();
        WantedTransfer {
            invoice: invoice.to_owned(),
            payee,
            token,
            amount: Decimal::from_str_exact(amount).unwrap(),
            currency: "USD".to_owned(),
            subject: None,
            note: None,
            description: None,
        }
    }

    #[rstest]
    #[case("500", &["pending", "success"])]
    #[case("500.00", &["pending", "success"])]
    #[case("500.10", &["pending", "success"])]
    #[case("500.13", &["pending", "failed"])]
    #[case("13", &["pending", "success"])]
    #[case("500.17", &["pending", "success", "returned"])]
    #[case("500.19", &["pending", "onhold", "success"])]
    fn the_cents_say_how_a_transfer_ends(#[case] amount: &str, #[case] states: &[&str]) {
        let mut world = world();
        let before = world.payer().balance("USD");
        world.transfer(wanted(&world, "x", amount)).unwrap();
        let mut seen: Vec<&str> = Vec::new();
        for _ in 0..400 {
            let word = world.payer().transfer("x").unwrap().state.word();
            if seen.last() != Some(&word) {
                seen.push(word);
            }
            world.advance(1);
        }
        assert_eq!(seen, states);
        let paid = if states.last() == Some(&"success") { amount.parse().unwrap() } else { Decimal::ZERO };
        assert_eq!(world.payer().balance("USD"), before - paid);
    }

    #[test]
    fn the_same_id_is_the_same_transfer() {
        let mut world = world();
        let first = world.transfer(wanted(&world, "x", "5")).unwrap().clone();
        let count = world.payer().transfers().len();
        assert_eq!(world.transfer(wanted(&world, "x", "5")), Ok(&first));
        assert_eq!(world.transfer(wanted(&world, "x", "6")), Err(NoTransfer::Mismatch));
        assert_eq!(world.payer().transfers().len(), count);
    }

    #[test]
    fn nothing_is_taken_on_that_cannot_be_paid() {
        let mut world = world();
        let all = world.payer().balance("USD");
        let half = (all / Decimal::TWO).round_dp(2) + Decimal::ONE;
        let of =
            |world: &World, invoice: &str, amount: Decimal| WantedTransfer { amount, ..wanted(world, invoice, "1") };
        world.transfer(of(&world, "a", half)).unwrap();
        assert_eq!(world.transfer(of(&world, "b", half)), Err(NoTransfer::Insufficient));
        let stranger = WantedTransfer { payee: "7".to_owned(), ..wanted(&world, "c", "1") };
        assert_eq!(world.transfer(stranger), Err(NoTransfer::Unknown));
        let euros = WantedTransfer { currency: "EUR".to_owned(), ..wanted(&world, "c", "1") };
        assert_eq!(world.transfer(euros), Err(NoTransfer::Mismatch));
    }

    #[test]
    fn the_world_begins_with_payees_accounts_and_transfers_of_the_past() {
        let (one, same) = (world(), world());
        let payees: Vec<_> = one.payer().payees().cloned().collect();
        assert_eq!(payees, same.payer().payees().cloned().collect::<Vec<_>>());
        assert!(payees.iter().any(|payee| one.payer().accounts_of(&payee.no).next().is_none()));
        assert!(payees.iter().all(|payee| payee.no.len() == 22));
        let states: Vec<_> = one.payer().transfers().map(|transfer| transfer.state.word()).collect();
        assert_eq!(states, ["success", "success", "failed", "returned"]);
        assert!(one.payer().transfers().all(|transfer| transfer.at < 0));
    }
}
