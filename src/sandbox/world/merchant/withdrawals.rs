//! Withdrawals: taken on, then paid out or rejected by themselves.

use rust_decimal::Decimal;

use super::super::agenda::Due;
use super::super::{Second, World};
use super::{Ended, Merchant};
use crate::domain::AccountNumber;

/// A withdrawal that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The merchant's own id of it.
    pub id: String,
    /// The payment system.
    pub system: String,
    /// How much; a whole number.
    pub amount: Decimal,
    /// Of what.
    pub currency: String,
    /// Whose money it is.
    pub label: String,
    /// Whether no money goes out with it.
    pub is_test: bool,
    /// A remark.
    pub comment: Option<String>,
    /// The payee's account.
    pub account_number: Option<AccountNumber>,
    /// The payee's name.
    pub account_name: Option<String>,
    /// The payee's email address.
    pub account_email: Option<String>,
    /// `payments_details.payments_provider`.
    pub payments_provider: Option<String>,
    /// `payments_details.payments_method`.
    pub payments_method: Option<String>,
    /// `bank_details.bank_code`.
    pub bank_code: Option<String>,
    /// `bank_details.branch_code`.
    pub branch_code: Option<String>,
}

/// A withdrawal that was taken on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payout {
    /// What was asked for.
    pub wanted: Wanted,
    /// When.
    pub at: Second,
    /// What became of it.
    pub status: PayoutStatus,
}

/// What became of a withdrawal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayoutStatus {
    /// Nothing yet.
    New,
    /// It was paid out: 1.
    Processed,
    /// It was not: 5.
    Rejected,
}

impl PayoutStatus {
    /// Its number, once it is final.
    #[must_use]
    pub fn number(self) -> Option<u8> {
        match self {
            Self::New => None,
            Self::Processed => Some(1),
            Self::Rejected => Some(5),
        }
    }
}

/// Why a withdrawal is not taken on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPayout {
    /// There is another withdrawal with its id.
    Taken,
    /// All that is under way comes to more than there is.
    Insufficient,
}

impl Merchant {
    /// The withdrawals, oldest first.
    #[must_use]
    pub fn payouts(&self) -> impl ExactSizeIterator<Item = &Payout> {
        self.payouts.iter()
    }

    /// The withdrawal with this id.
    #[must_use]
    pub fn payout(&self, id: &str) -> Option<&Payout> {
        self.payouts.get(*self.by_id.get(id)?)
    }

    /// What is under way in a currency.
    fn under_way(&self, currency: &str) -> Decimal {
        let open = |payout: &&Payout| {
            payout.status == PayoutStatus::New && payout.wanted.currency == currency && !payout.wanted.is_test
        };
        self.payouts.iter().filter(open).map(|payout| payout.wanted.amount).sum()
    }
}

impl World {
    /// Takes a withdrawal on. The same id is the same withdrawal: asked for once more, nothing more happens.
    ///
    /// # Errors
    /// Where its id is another withdrawal's, or there is too little for all that is under way.
    pub fn withdraw(&mut self, wanted: Wanted) -> Result<(), NoPayout> {
        let merchant = &mut self.merchant;
        if let Some(at) = merchant.by_id.get(&wanted.id) {
            let known = &merchant.payouts[*at];
            return if known.wanted == wanted { Ok(()) } else { Err(NoPayout::Taken) };
        }
        let sum = merchant.under_way(&wanted.currency) + wanted.amount;
        if !wanted.is_test && merchant.balance(&wanted.currency) < sum {
            return Err(NoPayout::Insufficient);
        }
        let after = if wanted.is_test { merchant.rng.i64(3..=8) } else { merchant.rng.i64(15..=75) };
        let place = merchant.payouts.len();
        merchant.by_id.insert(wanted.id.clone(), place);
        merchant.payouts.push(Payout { wanted, at: self.now, status: PayoutStatus::New });
        self.agenda.put(self.now + after, Due::Payout { place });
        Ok(())
    }

    /// The withdrawal at `place` comes to its end: one in eight is rejected, tests never are.
    pub(in super::super) fn finish_payout(&mut self, place: usize) {
        let merchant = &mut self.merchant;
        let rejected = merchant.rng.u8(..8) == 0;
        let Some(payout) = merchant.payouts.get_mut(place) else { return };
        merchant.ended.push(Ended::Payout(payout.wanted.id.clone()));
        if payout.wanted.is_test {
            payout.status = PayoutStatus::Processed;
            return;
        }
        payout.status = if rejected { PayoutStatus::Rejected } else { PayoutStatus::Processed };
        if rejected {
            return;
        }
        let (system, currency, amount) =
            (payout.wanted.system.clone(), payout.wanted.currency.clone(), payout.wanted.amount);
        if let Some(wallet) = merchant.wallet_mut(&system, &currency) {
            wallet.amount -= amount;
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::sandbox::Options;

    fn wanted(id: &str, amount: i64) -> Wanted {
        Wanted {
            id: id.to_owned(),
            system: "paytm".to_owned(),
            amount: Decimal::from(amount),
            currency: "INR".to_owned(),
            label: "55".to_owned(),
            is_test: false,
            comment: None,
            account_number: Some(AccountNumber::new("9876543210".into())),
            account_name: None,
            account_email: None,
            payments_provider: None,
            payments_method: None,
            bank_code: None,
            branch_code: None,
        }
    }

    fn world() -> World {
        let mut world = World::new(&Options { seed: 3, ..Options::default() }, Timestamp::UNIX_EPOCH);
        for number in 0..40 {
            world.withdraw(wanted(&number.to_string(), 100)).unwrap();
        }
        world
    }

    #[test]
    fn the_same_seed_and_requests_end_the_same_way_in_any_steps() {
        let ended = |steps: &[u32]| {
            let mut world = world();
            for step in steps {
                world.advance(*step);
            }
            let statuses: Vec<PayoutStatus> = world.merchant().payouts().map(|payout| payout.status).collect();
            (statuses, world.merchant().wallets().to_vec())
        };
        let (statuses, wallets) = ended(&[200]);
        assert_eq!(ended(&[50; 4]), (statuses.clone(), wallets));
        assert!(statuses.iter().all(|status| status.number().is_some()));
        assert!(statuses.contains(&PayoutStatus::Rejected) && statuses.contains(&PayoutStatus::Processed));
    }

    #[test]
    fn what_goes_out_is_what_was_paid_and_never_more_than_there_was() {
        let mut world = world();
        let before = world.merchant().balance("INR");
        let rest = before - Decimal::from(4_000);
        let too_much = i64::try_from(rest.trunc()).unwrap() + 1;
        assert_eq!(world.withdraw(wanted("x", too_much)), Err(NoPayout::Insufficient));
        world.withdraw(wanted("y", too_much - 1)).unwrap();
        assert_eq!(world.merchant().balance("INR"), before, "nothing is paid yet");
        world.advance(200);
        let paid = world.merchant().payouts().filter(|payout| payout.status == PayoutStatus::Processed);
        let paid: Decimal = paid.map(|payout| payout.wanted.amount).sum();
        assert_eq!(world.merchant().balance("INR"), before - paid);
        assert!(world.merchant().balance("INR") >= Decimal::ZERO);
    }
}
