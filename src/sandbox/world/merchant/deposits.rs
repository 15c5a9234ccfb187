//! Deposits: activated, collected until they come to the least that is credited, and then told by a postback.

use rust_decimal::Decimal;

use super::super::agenda::Due;
use super::super::{Second, World};
use super::{Ended, Merchant, minimum, rate};

/// A payment that is to be activated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activation {
    /// The merchant's own id of it.
    pub custom_id: String,
    /// The payment system.
    pub wallet: String,
    /// The currency.
    pub currency: String,
    /// Who paid.
    pub label: String,
    /// The number of the payment.
    pub key: String,
    /// How much was paid, where the user says so; the provider knows otherwise.
    pub amount: Option<Decimal>,
}

/// A payment the provider knows, or looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// What was activated.
    pub of: Activation,
    /// How much was paid.
    pub amount: Decimal,
    /// When it was made.
    pub created: Second,
    /// When it was found; `None` while it is looked for.
    pub activated: Option<Second>,
}

/// What stands behind a payment when it is activated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is there.
    Known,
    /// It is suspicious: somebody looks into it, and it is credited later.
    Suspicious,
    /// It is not there yet; it is found later.
    Unknown,
}

/// Payments of a user that were credited together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deposit {
    /// Its number, from 1.
    pub no: u64,
    /// Who paid.
    pub label: String,
    /// What was paid, in dollars.
    pub dollars: Decimal,
    /// The payments, by their places.
    pub payments: Vec<usize>,
}

/// What is collected for a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saved {
    /// So much.
    pub collected: Decimal,
    /// The least that is credited.
    pub minimum: Decimal,
}

/// A deposit with its payments.
pub type Payments<'w> = (&'w Deposit, Vec<&'w Payment>);

impl Merchant {
    /// The deposit that holds a payment with this number of the provider's.
    #[must_use]
    pub fn deposit_by_key(&self, key: &str) -> Option<Payments<'_>> {
        self.deposit(|payment| payment.of.key == key)
    }

    /// The deposit that holds a payment with this id of the merchant's own.
    #[must_use]
    pub fn deposit_by_custom_id(&self, id: &str) -> Option<Payments<'_>> {
        self.deposit(|payment| payment.of.custom_id == id)
    }

    /// The deposit with this number.
    #[must_use]
    pub fn deposit_by_number(&self, number: u64) -> Option<Payments<'_>> {
        let deposit = self.deposits.iter().find(|deposit| deposit.no == number)?;
        Some((deposit, deposit.payments.iter().filter_map(|place| self.payments.get(*place)).collect()))
    }

    fn deposit(&self, is_it: impl Fn(&Payment) -> bool) -> Option<Payments<'_>> {
        let payments = |deposit: &Deposit| -> Vec<&Payment> {
            deposit.payments.iter().filter_map(|place| self.payments.get(*place)).collect()
        };
        let found = self.deposits.iter().map(|deposit| (deposit, payments(deposit)));
        found.into_iter().find(|(_, payments)| payments.iter().any(|payment| is_it(payment)))
    }

    /// What is collected for a user.
    #[must_use]
    pub fn saved(&self, label: &str, wallet: &str, currency: &str) -> Saved {
        let key = (label.to_owned(), wallet.to_owned(), currency.to_owned());
        let places = self.collected.get(&key).map_or(&[][..], Vec::as_slice);
        let collected = places.iter().filter_map(|place| self.payments.get(*place)).map(|payment| payment.amount).sum();
        Saved { collected, minimum: minimum(currency) }
    }

    /// Whether the merchant's own id is free; it is used from now on.
    pub fn take_custom_id(&mut self, id: &str) -> bool {
        self.custom_ids.insert(id.to_owned())
    }

    /// A transaction that waits to be paid: what it is known by.
    pub fn create_transaction(&mut self) -> String {
        loop {
            let identifier = self.rng.u64(1_000_000_000..10_000_000_000).to_string();
            if self.identifiers.insert(identifier.clone()) {
                return identifier;
            }
        }
    }

    /// Whether a transaction that was created is known by this.
    #[must_use]
    pub fn has_identifier(&self, key: &str) -> bool {
        self.identifiers.contains(key)
    }

    /// A payment page.
    pub fn create_payment(&mut self) -> String {
        format!("https://pay.sandbox.example/{:016x}", self.rng.u64(..))
    }
}

impl World {
    /// Takes up a payment: at once where it is known, else when it is found.
    pub fn activate(&mut self, of: Activation, standing: Standing) {
        let merchant = &mut self.merchant;
        let amount = of.amount.unwrap_or_else(|| Decimal::from(merchant.rng.u32(10..=400) * 10));
        let created = self.now - merchant.rng.i64(5..=300);
        let place = merchant.payments.len();
        let after = merchant.rng.i64(40..=120);
        merchant.payments.push(Payment { of, amount, created, activated: None });
        if standing == Standing::Known {
            self.find_payment(place);
        } else {
            self.agenda.put(self.now + after, Due::Payment { place });
        }
    }

    /// The payment at `place` is found: it is collected, and credited with all others once they are enough.
    pub(in super::super) fn find_payment(&mut self, place: usize) {
        let now = self.now;
        let merchant = &mut self.merchant;
        let Some(payment) = merchant.payments.get_mut(place) else { return };
        payment.activated = Some(now);
        let key = (payment.of.label.clone(), payment.of.wallet.clone(), payment.of.currency.clone());
        merchant.collected.entry(key.clone()).or_default().push(place);
        let (label, wallet, currency) = &key;
        let saved = merchant.saved(label, wallet, currency);
        if saved.collected < saved.minimum {
            return;
        }
        let per_dollar = rate(currency).map_or(Decimal::ONE, super::Rate::per_dollar);
        let deposit = Deposit {
            no: merchant.deposits.len() as u64 + 1,
            label: label.clone(),
            dollars: saved.collected / per_dollar,
            payments: merchant.collected.remove(&key).unwrap_or_default(),
        };
        merchant.ended.push(Ended::Deposit(deposit.no));
        merchant.deposits.push(deposit);
        if let Some(wallet) = merchant.wallet_mut(wallet, currency) {
            wallet.amount += saved.collected;
        }
    }
}
