//! The merchant's other business: other people's payouts go out of its wallets all the time, and money is put into one
//! that runs dry. Nobody asks for it here; it is what makes balances live.

use rust_decimal::Decimal;

use super::super::agenda::Due;
use super::super::{Second, World};
use super::{Merchant, systems};

/// When it begins.
pub const FIRST: Second = 4;

/// How many seconds lie between two of its payments.
const BETWEEN: std::ops::RangeInclusive<Second> = 3..=25;

impl World {
    /// One payment of the other business, and the next one after it.
    pub(in super::super) fn trade(&mut self) {
        self.merchant.trade_once();
        let after = self.merchant.trade.i64(BETWEEN);
        self.agenda.put(self.now + after, Due::Trade);
    }
}

impl Merchant {
    /// Mostly a payout; now and then a user's payment; and a good sum once a wallet has run low. The wallets of what no
    /// payment system here is paid in lie still.
    fn trade_once(&mut self) {
        let at = self.trade.usize(..systems::SYSTEMS.len());
        let Some(wallet) = self.wallets.get_mut(at) else { return };
        let (least, most) = systems::usual_balance(wallet.currency);
        let tens = |from: i64, to: i64, rng: &mut fastrand::Rng| Decimal::from(rng.i64(from / 10..=to / 10) * 10);
        if wallet.amount < Decimal::from(least / 4) {
            wallet.amount += tens(most / 3, most / 2, &mut self.trade);
        } else if self.trade.u8(..4) == 0 {
            // Users pay odd sums.
            let paise = Decimal::new(self.trade.i64(0..100), 2);
            wallet.amount += tens(200, 6_000, &mut self.trade) + paise;
        } else {
            wallet.amount -= tens(500, least / 20, &mut self.trade);
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::sandbox::Options;

    fn world(trade: bool) -> World {
        World::new(&Options { seed: 5, trade, ..Options::default() }, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn it_goes_on_by_the_seed_in_any_steps_and_never_runs_dry() {
        let (mut whole, mut steps) = (world(true), world(true));
        let before = whole.merchant().wallets().to_vec();
        whole.advance(40_000);
        for _ in 0..40 {
            steps.advance(1_000);
            let mut own = steps.merchant().wallets().iter().take(systems::SYSTEMS.len());
            assert!(own.all(|wallet| wallet.amount >= Decimal::ZERO), "{:?}", steps.merchant().wallets());
        }
        assert_eq!(whole.merchant().wallets(), steps.merchant().wallets());
        let differ = whole.merchant().wallets().iter().zip(&before).filter(|(now, then)| now.amount != then.amount);
        assert_eq!(differ.count(), systems::SYSTEMS.len(), "every one of them, and no other");
    }

    #[test]
    fn nothing_moves_by_itself_where_it_is_not_wanted() {
        let mut world = world(false);
        let before = world.merchant().wallets().to_vec();
        world.advance(10_000);
        assert_eq!(world.merchant().wallets(), before);
    }
}
