//! What lies in the wallets of a connection, as it was last told, and how it went so far.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jiff::Timestamp;
use rust_decimal::Decimal;

use super::balance_history::BalanceHistory;
use crate::domain::{Balance, Currency, Money, Rows, Text};

/// A wallet and what is known about it here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wallet {
    /// The payment system it belongs to.
    pub wallet: Text,
    /// What lies in it, as it was last told.
    pub money: Money,
    /// How that went so far.
    pub history: BalanceHistory,
    /// When its balance was last seen to differ from the one before, and by how much.
    pub moved: Option<(Timestamp, Decimal)>,
    /// Whether the last answer that had unreadable rows left it out: it may be one of them.
    pub missing: bool,
}

/// The balances of a connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Balances {
    rows: Vec<Wallet>,
    places: HashMap<(Text, Currency), usize>,
    told: Option<Timestamp>,
}

/// What an answer changed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// The places of the wallets that are new or hold another amount.
    pub moved: Vec<usize>,
    /// Whether anything that is shown differs.
    pub differs: bool,
}

/// The balances of an answer, each wallet once: of two with one name the last counts, at the place of the first, and
/// that is said.
pub fn once_each(list: Rows<Balance>) -> Rows<Balance> {
    let Rows { rows, mut bad } = list;
    let mut places = HashMap::with_capacity(rows.len());
    let mut once: Vec<Balance> = Vec::with_capacity(rows.len());
    for balance in rows {
        match places.entry((balance.wallet.clone(), balance.money.currency.clone())) {
            Entry::Occupied(place) => {
                let Balance { wallet, money } = &balance;
                let words = format!("{wallet} {} was told more than once: the last one counts", money.currency);
                bad.push(words.into());
                once[*place.get()] = balance;
            }
            Entry::Vacant(place) => {
                place.insert(once.len());
                once.push(balance);
            }
        }
    }
    Rows { rows: once, bad }
}

impl Balances {
    /// Each wallet, in the provider's order.
    #[must_use]
    pub fn rows(&self) -> &[Wallet] {
        &self.rows
    }

    /// When they were asked for; `None` before the first answer.
    #[must_use]
    pub fn told(&self) -> Option<Timestamp> {
        self.told
    }

    /// The wallet of a payment system in a currency.
    #[must_use]
    pub fn get(&self, wallet: &Text, currency: &Currency) -> Option<&Wallet> {
        self.rows.get(*self.places.get(&(wallet.clone(), currency.clone()))?)
    }

    pub(super) fn get_mut(&mut self, wallet: &Text, currency: &Currency) -> Option<&mut Wallet> {
        self.rows.get_mut(*self.places.get(&(wallet.clone(), currency.clone()))?)
    }

    /// Takes up an answer that was asked for at `asked`, at `now`. Where rows of it could not be read, the wallets it
    /// leaves out may be among them: they stay as they were last told, and say so.
    pub(super) fn take(&mut self, list: Rows<Balance>, asked: Timestamp, now: Timestamp) -> Merged {
        let mut merged = Merged { differs: self.told.replace(asked).is_none(), ..Merged::default() };
        let places = std::mem::take(&mut self.places);
        let mut old: Vec<Option<Wallet>> = std::mem::take(&mut self.rows).into_iter().map(Some).collect();
        for Balance { wallet, money } in list.rows {
            let key = (wallet, money.currency.clone());
            let at = self.rows.len();
            let was = places.get(&key).copied();
            merged.differs |= was != Some(at);
            let (row, moved) = match was.and_then(|was| old[was].take()) {
                Some(mut row) => {
                    merged.differs |= std::mem::replace(&mut row.missing, false);
                    let moved = row.update(money, now);
                    (row, moved)
                }
                None => (Wallet::new(key.0.clone(), money, now), true),
            };
            if moved {
                merged.moved.push(at);
            }
            self.places.insert(key, at);
            self.rows.push(row);
        }
        for mut row in old.into_iter().flatten() {
            merged.differs = true;
            if !list.bad.is_empty() {
                row.missing = true;
                self.places.insert((row.wallet.clone(), row.money.currency.clone()), self.rows.len());
                self.rows.push(row);
            }
        }
        merged.differs |= !merged.moved.is_empty();
        merged
    }
}

impl Wallet {
    fn new(wallet: Text, money: Money, now: Timestamp) -> Self {
        let history = BalanceHistory::begin(money.amount, now);
        Self { wallet, money, history, moved: None, missing: false }
    }

    /// Takes up what lies in it at `now`. Says whether that differs.
    fn update(&mut self, money: Money, now: Timestamp) -> bool {
        let by = money.amount.saturating_sub(self.money.amount);
        if by.is_zero() {
            return false;
        }
        self.history.push(money.amount, now);
        self.moved = Some((now, by));
        self.money = money;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + seconds).unwrap()
    }

    fn balance(wallet: &str, amount: i64) -> Balance {
        Balance { wallet: wallet.into(), money: Money::inr(Decimal::from(amount)) }
    }

    fn amounts(balances: &Balances) -> Vec<(&str, i64, bool)> {
        let amount = |wallet: &Wallet| i64::try_from(wallet.money.amount.mantissa()).unwrap();
        balances.rows().iter().map(|wallet| (wallet.wallet.as_str(), amount(wallet), wallet.missing)).collect()
    }

    #[test]
    fn what_differs_from_the_answer_before_is_told_with_its_time() {
        let mut balances = Balances::default();
        let first = balances.take(vec![balance("a", 5), balance("b", 7)].into(), at(0), at(1));
        assert_eq!(first, Merged { moved: vec![0, 1], differs: true });
        assert_eq!(balances.take(vec![balance("a", 5), balance("b", 7)].into(), at(2), at(3)), Merged::default());
        let later = balances.take(vec![balance("a", 5), balance("b", 4)].into(), at(4), at(5));
        assert_eq!(later, Merged { moved: vec![1], differs: true });
        let moved = |balances: &Balances, name: &str| balances.get(&name.into(), &Currency::inr()).unwrap().moved;
        assert_eq!((moved(&balances, "a"), moved(&balances, "b")), (None, Some((at(5), Decimal::from(-3)))));
        // It stays what it was until it moves again.
        balances.take(vec![balance("b", 4), balance("a", 5)].into(), at(6), at(7));
        assert_eq!(moved(&balances, "b"), Some((at(5), Decimal::from(-3))));
        assert_eq!(amounts(&balances), [("b", 4, false), ("a", 5, false)], "the provider's order");
    }

    #[test]
    fn a_wallet_stays_only_where_it_may_be_an_unreadable_row() {
        let mut balances = Balances::default();
        balances.take(vec![balance("a", 5), balance("b", 7)].into(), at(0), at(0));
        let torn = Rows { rows: vec![balance("b", 7)], bad: vec!["row 1".into()] };
        assert!(balances.take(torn, at(1), at(1)).differs);
        assert_eq!(amounts(&balances), [("b", 7, false), ("a", 5, true)]);
        assert!(balances.take(vec![balance("b", 7), balance("a", 5)].into(), at(2), at(2)).differs);
        assert_eq!(amounts(&balances), [("b", 7, false), ("a", 5, false)]);
        balances.take(vec![balance("b", 7)].into(), at(3), at(3));
        assert_eq!(amounts(&balances), [("b", 7, false)]);
    }

    #[test]
    fn of_two_with_one_name_the_last_counts_and_that_is_said() {
        let list = once_each(vec![balance("a", 5), balance("b", 7), balance("a", 6)].into());
        assert_eq!(list.rows, [balance("a", 6), balance("b", 7)]);
        assert_eq!(list.bad.len(), 1);
        assert!(list.bad[0].as_str().contains("a INR was told more than once"));
    }
}
