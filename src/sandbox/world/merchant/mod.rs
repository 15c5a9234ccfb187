//! A merchant of the world: wallets, withdrawals that come to an end by themselves, and deposits.

mod deposits;
mod systems;
pub(super) mod trade;
mod withdrawals;

pub use self::deposits::{Activation, Deposit, Payment, Payments, Saved, Standing};
pub use self::systems::{RATES, Rate, SYSTEMS, System, minimum, rate};
pub use self::withdrawals::{NoPayout, Payout, PayoutStatus, Wanted};

use std::collections::{BTreeMap, BTreeSet, HashMap};

use fastrand::Rng;
use rust_decimal::Decimal;

/// Keeps the chance of the merchant's other business apart from that of what is asked for.
const TRADE: u64 = 0x7ade_0000_5a1e_0001;

/// Keeps the merchant's chance apart from that of the accounts.
const STREAM: u64 = 0x9a7c_5a55_3a00_0001;

/// What lies in a wallet of one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wallet {
    /// The payment system.
    pub system: &'static str,
    /// The currency.
    pub currency: &'static str,
    /// How much; less than nothing where more went out than came in.
    pub amount: Decimal,
}

/// A merchant.
pub struct Merchant {
    wallets: Vec<Wallet>,
    payouts: Vec<Payout>,
    /// The places of the payouts, by their ids.
    by_id: HashMap<String, usize>,
    payments: Vec<Payment>,
    /// What is collected and not credited yet, by user, payment system and currency: places of payments.
    collected: BTreeMap<(String, String, String), Vec<usize>>,
    /// What was credited.
    deposits: Vec<Deposit>,
    /// The merchant's own ids that were used.
    custom_ids: BTreeSet<String>,
    /// The transactions that were created and wait to be paid: by their identifiers.
    identifiers: BTreeSet<String>,
    /// What came to its end and nobody took note of.
    ended: Vec<Ended>,
    rng: Rng,
    /// Of the other business.
    trade: Rng,
}

/// What came to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The withdrawal with this id.
    Payout(String),
    /// The deposit with this number.
    Deposit(u64),
}

impl Merchant {
    /// A merchant as it is when the world begins.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed ^ STREAM);
        let mut wallets: Vec<Wallet> = SYSTEMS
            .iter()
            .map(|system| {
                let (least, most) = systems::usual_balance(system.currency);
                let amount = Decimal::new(rng.i64(least * 100..=most * 100), 2);
                Wallet { system: system.kind, currency: system.currency, amount }
            })
            .collect();
        // Finer than two decimals, and less than nothing: both are seen in the provider's own sample.
        wallets.push(Wallet { system: "paytm", currency: "USD", amount: Decimal::new(-1_080_000, 2) });
        wallets.push(Wallet { system: "bkash", currency: "EUR", amount: Decimal::new(239_375, 4) });
        Self {
            wallets,
            payouts: Vec::new(),
            by_id: HashMap::new(),
            payments: Vec::new(),
            collected: BTreeMap::new(),
            deposits: Vec::new(),
            custom_ids: BTreeSet::new(),
            identifiers: BTreeSet::new(),
            ended: Vec::new(),
            rng,
            trade: Rng::with_seed(seed ^ TRADE),
        }
    }

    /// What came to its end since this was last asked.
    pub fn take_ended(&mut self) -> Vec<Ended> {
        std::mem::take(&mut self.ended)
    }

    /// Its wallets.
    #[must_use]
    pub fn wallets(&self) -> &[Wallet] {
        &self.wallets
    }

    /// What lies in all wallets of a currency.
    #[must_use]
    pub fn balance(&self, currency: &str) -> Decimal {
        self.wallets.iter().filter(|wallet| wallet.currency == currency).map(|wallet| wallet.amount).sum()
    }

    /// The wallet that a payment system uses for a currency, or else any of that currency.
    fn wallet_mut(&mut self, system: &str, currency: &str) -> Option<&mut Wallet> {
        let own = self.wallets.iter().position(|wallet| wallet.system == system && wallet.currency == currency);
        let at = own.or_else(|| self.wallets.iter().position(|wallet| wallet.currency == currency))?;
        self.wallets.get_mut(at)
    }
}
