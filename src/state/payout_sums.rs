//! What of today's payouts is paid, under way, unconfirmed and failed, by currency. Tests move no money and are left
//! out, and play money is never added to real money.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rust_decimal::Decimal;

use super::{Intents, State};
use crate::domain::{Currency, End, Environment, Intent, IntentState, Report, Settlement};

/// What became of a payout, as it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayoutPart {
    /// It was paid and came back.
    Returned,
    /// The payee has the money.
    Paid,
    /// It is on its way, or was taken on.
    InProgress,
    /// Nobody knows.
    Unconfirmed,
    /// It was taken on and came to nothing.
    Failed,
    /// It was never taken on.
    Rejected,
}

impl PayoutPart {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 6] =
        [Self::Returned, Self::Paid, Self::InProgress, Self::Unconfirmed, Self::Failed, Self::Rejected];

    fn of(intent: &Intent) -> Self {
        match intent.state() {
            IntentState::Planned | IntentState::Sent | IntentState::Done { .. } => Self::InProgress,
            IntentState::Unconfirmed(_) => Self::Unconfirmed,
            IntentState::Rejected(_) => Self::Rejected,
            IntentState::Settled(Settlement { happened: Some(false), .. })
            | IntentState::Reported(Report { end: End::Failed, .. }) => Self::Failed,
            IntentState::Reported(Report { end: End::Returned, .. }) => Self::Returned,
            IntentState::Settled(_) | IntentState::Reported(_) => Self::Paid,
        }
    }

    /// The word for it; a shorter one where it is `narrow`.
    #[must_use]
    pub fn word(self, narrow: bool) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::InProgress if narrow => "open",
            Self::InProgress => "in progress",
            Self::Unconfirmed if narrow => "unsure",
            Self::Unconfirmed => "unconfirmed",
            Self::Failed => "failed",
            Self::Returned => "RETURNED",
            Self::Rejected => "rejected",
        }
    }
}

/// How many, and how much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PayoutSum {
    /// How many.
    pub count: usize,
    /// How much.
    pub amount: Decimal,
}

/// Today's sums.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PayoutSums {
    /// Each currency's, by the parts in their order; the one with the most payouts first.
    pub by_currency: Vec<(Currency, [PayoutSum; PayoutPart::ALL.len()])>,
    /// Whether they are of real money beside which there is play money.
    pub of_production: bool,
    /// Whether some of today's may be missing: more were made than are kept in mind.
    pub partial: bool,
}

impl PayoutSums {
    /// The sums of today, of these payouts.
    #[must_use]
    pub fn today<'a>(payouts: impl Iterator<Item = &'a Intent>, state: &State) -> Self {
        let day = |at: Timestamp| at.to_zoned_datetime(state.zone.clone()).date();
        let today = day(state.now);
        let of_today: Vec<&Intent> =
            payouts.filter(|intent| day(intent.planned()) == today && !intent.is_test()).collect();
        let is_real = |intent: &Intent| intent.environment == Environment::Production;
        // Where there is real money, that alone counts.
        let real = state.connections().any(|found| found.info.is_production()) || of_today.iter().any(|of| is_real(of));
        let play = of_today.iter().any(|of| !is_real(of));
        let mut sums = Self { of_production: real && play, ..Self::default() };
        let mut by_currency: BTreeMap<Currency, [PayoutSum; PayoutPart::ALL.len()]> = BTreeMap::new();
        for intent in of_today.into_iter().filter(|of| !real || is_real(of)) {
            let Some(money) = &intent.amount else { continue };
            let parts = by_currency.entry(money.currency.clone()).or_default();
            let sum = &mut parts[PayoutPart::of(intent) as usize];
            sum.count += 1;
            sum.amount = sum.amount.saturating_add(money.amount);
        }
        sums.by_currency = by_currency.into_iter().collect();
        sums.by_currency.sort_by_key(|(_, parts)| std::cmp::Reverse(parts.iter().map(|sum| sum.count).sum::<usize>()));
        let mut kept = state.intents.newest_first();
        sums.partial =
            kept.by_ref().count() >= Intents::MAX && state.intents.newest_first().all(|of| day(of.planned()) == today);
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Change, Money, Told, WithdrawalRequest};
    use crate::state::testing::*;

    fn pay(amount: i64, currency: &str, is_test: bool) -> Change {
        let amount = Money::new(Decimal::from(amount), Currency::new(currency));
        Change::CreateWithdrawal(Box::new(WithdrawalRequest::new("paytm".into(), amount, "55".into(), is_test)))
    }

    fn end(end: End) -> IntentState {
        IntentState::Reported(Report { end, status: "1".into(), words: None })
    }

    fn at_desk(infos: Vec<crate::domain::ConnectionInfo>) -> State {
        State::new(infos, india(), "asha".into(), at(0))
    }

    #[test]
    fn each_counts_once_by_what_became_of_it() {
        let done = || IntentState::Done { reference: None };
        let rejected = || IntentState::Rejected(Told::plain("no"));
        let pay_inr = |number, amount, states: Vec<IntentState>| told(number, &pay(amount, "INR", false), states);
        let all = [
            pay_inr(1, 1, vec![IntentState::Sent, done(), end(End::Paid)]),
            pay_inr(2, 10, vec![IntentState::Sent, unknown(), settled(true)]),
            pay_inr(3, 100, vec![IntentState::Sent, done()]),
            pay_inr(4, 1_000, vec![IntentState::Sent]),
            pay_inr(5, 10_000, vec![IntentState::Sent, unknown()]),
            pay_inr(6, 100_000, vec![IntentState::Sent, done(), end(End::Failed)]),
            pay_inr(7, 1_000_000, vec![IntentState::Sent, unknown(), settled(false)]),
            pay_inr(8, 3, vec![IntentState::Sent, done(), end(End::Paid), end(End::Returned)]),
            pay_inr(9, 5, vec![IntentState::Sent, rejected()]),
            told(10, &pay(7, "BDT", false), [IntentState::Sent, done(), end(End::Paid)]),
            told(11, &pay(77, "INR", true), [IntentState::Sent, done(), end(End::Paid)]),
        ];
        let sums = PayoutSums::today(all.iter(), &at_desk(vec![wallets("shop")]));
        let [(inr, parts), (bdt, others)] = &sums.by_currency[..] else { panic!("{sums:?}") };
        assert_eq!((inr.code(), bdt.code()), ("INR", "BDT"), "the one with the most comes first");
        let told: Vec<(usize, i64)> = parts.iter().map(|sum| (sum.count, sum.amount.try_into().unwrap())).collect();
        assert_eq!(told, [(1, 3), (2, 11), (2, 1_100), (1, 10_000), (2, 1_100_000), (1, 5)]);
        assert_eq!(others[PayoutPart::Paid as usize], PayoutSum { count: 1, amount: 7.into() });
        assert!(!sums.of_production && !sums.partial);
    }

    #[test]
    fn yesterday_and_play_money_beside_real_money_are_left_out() {
        let intent = told(1, &pay(5, "INR", false), [IntentState::Sent]);
        let mut yesterday = intent.clone();
        yesterday.timeline[0].at = at(-15 * 3_600);
        let real = Intent { environment: Environment::Production, ..told(2, &pay(7, "INR", false), []) };
        let all = [intent, yesterday, real];
        let sums = PayoutSums::today(all.iter(), &at_desk(vec![wallets("shop")]));
        let under_way = |sums: &PayoutSums| sums.by_currency[0].1[PayoutPart::InProgress as usize];
        assert_eq!(under_way(&sums), PayoutSum { count: 1, amount: 7.into() });
        assert!(sums.of_production);
        let play = PayoutSums::today(all[..2].iter(), &at_desk(vec![wallets("shop")]));
        assert_eq!((under_way(&play).count, play.of_production), (1, false));
    }
}
