//! What has left one connection, in the order it was written down in, and how much of it is spent. However much left that
//! day, the next order costs the same: where no clock went back, what counts is the end of the list, and its sum is carried
//! on from the last time it was asked for.

use std::collections::HashMap;

use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::domain::Spent;

use super::when::{CurrencyNumber, Left, When};

/// The spans of time in which limits count.
#[derive(Clone, Copy, Debug)]
pub struct Spans {
    /// When the day began.
    pub today: Timestamp,
    /// When the hour began.
    pub hour: Timestamp,
    /// When something is to leave.
    pub now: Timestamp,
}

impl Spans {
    /// When the longer one began.
    pub fn since(&self) -> Timestamp {
        self.today.min(self.hour)
    }
}

/// What has left one connection.
#[derive(Debug)]
pub struct LeftSince {
    /// From when on all of it is here.
    pub since: Timestamp,
    left: Vec<Left>,
    /// Whether each is stamped no earlier than the one before it.
    in_order: bool,
    /// What was counted last, by currency.
    tallies: HashMap<CurrencyNumber, Tally>,
}

/// What is spent from a place of the list on, up to another.
#[derive(Debug, Default)]
struct Tally {
    today: usize,
    hour: usize,
    up_to: usize,
    spent: Spent,
}

impl LeftSince {
    /// All of it.
    pub fn new(since: Timestamp, left: Vec<Left>) -> Self {
        let in_order = left.is_sorted_by_key(|left| left.at);
        Self { since, left, in_order, tallies: HashMap::new() }
    }

    /// One more has left.
    pub fn add(&mut self, left: Left) {
        self.in_order &= self.left.last().is_none_or(|last| last.at <= left.at);
        self.left.push(left);
    }

    /// Says of an intent whether it is spent, where it is one of these.
    pub fn settle(&mut self, intent: &str, is_spent: bool) {
        if let Some(left) = self.left.iter_mut().rev().find(|left| left.intent == intent)
            && left.is_spent != is_spent
        {
            left.is_spent = is_spent;
            self.tallies.clear();
        }
    }

    /// Forgets what left before a time.
    pub fn forget(&mut self, since: Timestamp, now: Timestamp) {
        let first = When::of(&self.left, since.as_microsecond(), now.as_microsecond()).first();
        self.left.drain(..first);
        self.in_order = self.left.is_sorted_by_key(|left| left.at);
        self.tallies.clear();
        self.since = since;
    }

    /// What of it is spent in a currency.
    pub fn spent(&mut self, currency: CurrencyNumber, spans: &Spans) -> Spent {
        let is_past = self.left.last().is_none_or(|last| last.at <= spans.now.as_microsecond());
        if self.in_order && is_past { self.carried_on(currency, spans) } else { self.counted(currency, spans) }
    }

    /// The same, counted from the first to the last.
    fn counted(&self, currency: CurrencyNumber, spans: &Spans) -> Spent {
        let since = |since: Timestamp| {
            let when = When::of(&self.left, since.as_microsecond(), spans.now.as_microsecond());
            when.iter().filter_map(move |left| left.spent_in(currency))
        };
        Spent {
            today: since(spans.today).fold(Decimal::ZERO, Decimal::saturating_add),
            last_hour: u32::try_from(since(spans.hour).count()).unwrap_or(u32::MAX),
        }
    }

    /// The same where the stamps are in order and none is in the future: then it is what is stamped since then, and the
    /// end of the list.
    fn carried_on(&mut self, currency: CurrencyNumber, spans: &Spans) -> Spent {
        let from = |since: Timestamp| self.left.partition_point(|left| left.at < since.as_microsecond());
        let (today, hour) = (from(spans.today), from(spans.hour));
        let tally = self.tallies.entry(currency).or_default();
        if tally.today != today || tally.hour > hour {
            *tally = Tally { today, hour, up_to: today.min(hour), ..Tally::default() };
        }
        let spent = |places: std::ops::Range<usize>| {
            let left = self.left.get(places.clone()).unwrap_or_default();
            places.zip(left).filter_map(|(place, left)| Some((place, left.spent_in(currency)?)))
        };
        // What the hour has left behind since.
        let gone = spent(tally.hour..hour.min(tally.up_to)).count();
        tally.spent.last_hour = tally.spent.last_hour.saturating_sub(u32::try_from(gone).unwrap_or(u32::MAX));
        for (place, amount) in spent(tally.up_to..self.left.len()) {
            if place >= today {
                tally.spent.today = tally.spent.today.saturating_add(amount);
            }
            if place >= hour {
                tally.spent.last_hour = tally.spent.last_hour.saturating_add(1);
            }
        }
        (tally.hour, tally.up_to) = (hour, self.left.len());
        tally.spent.clone()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::when::Currencies;
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    /// What happens to a list, with the seconds that pass before it.
    #[derive(Clone, Debug)]
    enum Does {
        Leaves { currency: bool, amount: i64 },
        Settles { nth: usize, is_spent: bool },
        Forgets,
        NextDay,
    }

    fn does() -> impl Strategy<Value = (i64, Does)> {
        let does = prop_oneof![
            6 => (any::<bool>(), 1_i64..1_000).prop_map(|(currency, amount)| Does::Leaves { currency, amount }),
            2 => (0_usize..40, any::<bool>()).prop_map(|(nth, is_spent)| Does::Settles { nth, is_spent }),
            1 => Just(Does::Forgets),
            1 => Just(Does::NextDay),
        ];
        // Now and then a clock is set back.
        (prop_oneof![12 => 0_i64..2_500, 1 => -9_000_i64..0], does)
    }

    proptest! {
        #[test]
        fn what_is_carried_on_is_what_is_counted(steps in prop::collection::vec(does(), 1..60)) {
            let mut currencies = Currencies::default();
            let known = ["INR", "USD"].map(|code| currencies.number(code));
            let (mut now, mut today) = (1_000_000, 990_000);
            let mut list = LeftSince::new(at(900_000), Vec::new());
            for (nth, (passes, does)) in steps.into_iter().enumerate() {
                now += passes;
                match does {
                    Does::Leaves { currency, amount } => {
                        let amount = amount.to_string();
                        let currency = Some(known[usize::from(currency)]);
                        list.add(Left::new(&format!("i{nth}"), now * 1_000_000, currency, Some(&amount)));
                    }
                    Does::Settles { nth, is_spent } => list.settle(&format!("i{nth}"), is_spent),
                    Does::Forgets => list.forget(at(today.min(now - 3_600)), at(now)),
                    Does::NextDay => today = now - 100,
                }
                let spans = Spans { today: at(today), hour: at(now - 3_600), now: at(now) };
                for currency in known {
                    prop_assert_eq!(list.spent(currency, &spans), list.counted(currency, &spans));
                }
            }
        }
    }
}
