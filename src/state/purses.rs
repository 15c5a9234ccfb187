//! Wallets one by one and by currency, with what is under way and how long what is there lasts.

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Connection, State, Wallet};
use crate::domain::{About, AlertKey, AlertRule, ConnectionId, Currency, FeedKind, Intent, Money, Purse, WalletKey};

/// Over how long is looked back for the pace at which money goes out.
const LOOK_BACK: SignedDuration = SignedDuration::from_hours(6);

/// What is seen in less than that says nothing about a pace.
const LOOK_AT_LEAST: SignedDuration = SignedDuration::from_mins(15);

/// A purse and the wallets in it.
#[derive(Clone, Debug)]
pub struct Held<'a> {
    /// Whose it is.
    pub connection: &'a Connection,
    /// Which.
    pub purse: Purse,
    /// The wallets, in the provider's order; never empty.
    pub wallets: Vec<&'a Wallet>,
}

/// How long what is there lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runway {
    /// Nobody knows: it has not been looked at for long enough.
    Unknown,
    /// Nothing goes out.
    Resting,
    /// All that is there is spoken for, or there is nothing.
    Spent,
    /// About so long, at the pace of the last hours.
    Lasts(SignedDuration),
}

/// What is to be expected of a purse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// What this program's own withdrawals that have not come to their end may still take out.
    pub under_way: Decimal,
    /// How many those are.
    pub count: usize,
    /// What went out lately. What came in is not taken off it.
    pub out: Decimal,
    /// In how long that was.
    pub over: SignedDuration,
    /// How long what is there lasts.
    pub runway: Runway,
}

impl Outlook {
    /// Whether it is made of all the hours that are looked back over, and not of fewer.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.over >= LOOK_BACK
    }
}

impl State {
    /// The purses of every connection that has balances, as they belong together: for each currency all of it where it
    /// lies in several wallets, then its wallets in the provider's order.
    #[must_use]
    pub fn purses(&self) -> Vec<Vec<Purse>> {
        let mut all = Vec::new();
        for connection in self.having(FeedKind::Balances) {
            let mut groups: indexmap::IndexMap<&Currency, Vec<Purse>> = indexmap::IndexMap::new();
            for Wallet { wallet, money, .. } in connection.balances.rows() {
                let (connection, currency) = (connection.info.id.clone(), money.currency.clone());
                let key = WalletKey { connection, wallet: wallet.clone(), currency };
                groups.entry(&money.currency).or_default().push(Purse::Wallet(key));
            }
            all.extend(groups.into_iter().map(|(currency, mut purses)| {
                if purses.len() > 1 {
                    purses.insert(0, Purse::Currency(connection.info.id.clone(), currency.clone()));
                }
                purses
            }));
        }
        all
    }

    /// How many wallets there are, of all connections.
    #[must_use]
    pub fn wallet_count(&self) -> usize {
        self.having(FeedKind::Balances).map(|connection| connection.balances.rows().len()).sum()
    }

    /// A purse with its wallets, where it has any.
    #[must_use]
    pub fn held(&self, purse: &Purse) -> Option<Held<'_>> {
        let connection = self.connection(purse.connection())?;
        let balances = &connection.balances;
        let wallets = match purse {
            Purse::Wallet(key) => balances.get(&key.wallet, &key.currency).into_iter().collect::<Vec<_>>(),
            Purse::Currency(_, currency) => {
                balances.rows().iter().filter(|wallet| wallet.money.currency == *currency).collect()
            }
        };
        (!wallets.is_empty()).then(|| Held { connection, purse: purse.clone(), wallets })
    }

    /// The withdrawals made by this program, here or by another run of it, by which money may still leave a balance.
    #[must_use]
    pub fn under_way(&self) -> Vec<&Intent> {
        self.intents.newest_first().filter(|intent| intent.is_under_way()).collect()
    }

    /// Below which mark a purse is low, where it has one: the highest, where it goes by two.
    #[must_use]
    pub fn mark(&self, held: &Held<'_>) -> Option<Money> {
        held.names().filter_map(|purse| self.marks.of(&purse)).max_by_key(|mark| mark.amount)
    }

    /// Whether this rule has raised an alert about a purse, which stands.
    #[must_use]
    pub fn is_alerted(&self, held: &Held<'_>, rule: AlertRule) -> bool {
        held.names().any(|purse| self.alerts.get(&AlertKey::new(rule, About::Purse(purse))).is_some())
    }

    /// Whether the balances of a connection are fresh.
    #[must_use]
    pub fn are_balances_fresh(&self, connection: &ConnectionId) -> bool {
        self.is_feed_fresh(connection, FeedKind::Balances)
    }
}

impl Held<'_> {
    /// Whether it is all there is of its currency at its connection.
    #[must_use]
    pub fn is_all(&self) -> bool {
        let currency = self.purse.currency();
        let mut of_currency =
            self.connection.balances.rows().iter().filter(|wallet| wallet.money.currency == *currency);
        matches!(self.purse, Purse::Currency(..)) || of_currency.nth(1).is_none()
    }

    /// What it goes by: itself, and all of its currency where it is the only wallet of that, which then has no row of its
    /// own.
    pub fn names(&self) -> impl Iterator<Item = Purse> + use<> {
        let all = Purse::Currency(self.purse.connection().clone(), self.purse.currency().clone());
        let is_other = self.is_all() && all != self.purse;
        std::iter::once(self.purse.clone()).chain(is_other.then_some(all))
    }

    /// What lies in it.
    #[must_use]
    pub fn money(&self) -> Money {
        let sum = self.wallets.iter().fold(Decimal::ZERO, |sum, wallet| sum.saturating_add(wallet.money.amount));
        Money::new(sum, self.purse.currency().clone())
    }

    /// When it was last seen to differ from the answer before, and by how much.
    #[must_use]
    pub fn moved(&self) -> Option<(Timestamp, Decimal)> {
        let last = self.wallets.iter().filter_map(|wallet| wallet.moved).map(|(at, _)| at).max()?;
        let moved = self.wallets.iter().filter_map(|wallet| wallet.moved).filter(|(at, _)| *at == last);
        Some((last, moved.fold(Decimal::ZERO, |sum, (_, by)| sum.saturating_add(by))))
    }

    /// Whether a wallet of it may be one of the rows that could not be read.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.wallets.iter().any(|wallet| wallet.missing)
    }

    /// When it was first looked at.
    #[must_use]
    pub fn since(&self) -> Timestamp {
        self.wallets.iter().map(|wallet| wallet.history.since()).min().unwrap_or_default()
    }

    /// What lay in it at a time.
    #[must_use]
    pub fn at(&self, time: Timestamp) -> Decimal {
        self.wallets.iter().fold(Decimal::ZERO, |sum, wallet| sum.saturating_add(wallet.history.at(time)))
    }

    /// What lay in it at each of the `count` equal steps from the first look to `now`, oldest first. Empty before a
    /// second look: what was not seen is no trend.
    #[must_use]
    pub fn trend(&self, now: Timestamp, count: usize) -> Vec<Decimal> {
        let since = self.since();
        let is_seen = self.wallets.iter().any(|wallet| wallet.history.points().len() > 1);
        if count == 0 || !is_seen || now <= since {
            return Vec::new();
        }
        let whole = i128::from(now.as_second()) - i128::from(since.as_second());
        let steps = i128::try_from(count).unwrap_or(i128::MAX);
        let moment = |step: i128| {
            let second = i128::from(since.as_second()) + whole * step / steps;
            i64::try_from(second).ok().and_then(|second| Timestamp::from_second(second).ok()).unwrap_or(now)
        };
        // The last one is what is there, and the first a look old: the first look itself says nothing of a span.
        (1..=steps).map(|step| if step == steps { self.money().amount } else { self.at(moment(step)) }).collect()
    }

    /// Every look at which it had moved, oldest first, as steps, and what lies in it now.
    #[must_use]
    pub fn line(&self, now: Timestamp) -> Vec<(Timestamp, Decimal)> {
        let mut times: Vec<Timestamp> =
            self.wallets.iter().flat_map(|wallet| wallet.history.points().map(|(at, _)| at)).collect();
        times.sort_unstable();
        times.dedup();
        let mut line: Vec<(Timestamp, Decimal)> = Vec::with_capacity(times.len() * 2 + 1);
        for at in times {
            let amount = self.at(at);
            if let Some((_, before)) = line.last().copied().filter(|(_, before)| *before != amount) {
                line.push((at, before));
            }
            line.push((at, amount));
        }
        line.push((now, self.money().amount));
        line
    }

    /// What is to be expected of it at `now`, where these withdrawals are under way.
    #[must_use]
    pub fn outlook(&self, under_way: &[&Intent], now: Timestamp) -> Outlook {
        let own = under_way.iter().filter(|intent| self.is_charged_by(intent));
        let (mut taken, mut count) = (Decimal::ZERO, 0);
        for amount in own.filter_map(|intent| intent.amount.as_ref()) {
            taken = taken.saturating_add(amount.amount);
            count += 1;
        }
        let over = now.duration_since(self.since()).clamp(SignedDuration::ZERO, LOOK_BACK);
        let from = now.checked_sub(over).unwrap_or(now);
        let out =
            self.wallets.iter().fold(Decimal::ZERO, |out, wallet| out.saturating_add(wallet.history.out(from, now)));
        let left = self.money().amount.saturating_sub(taken);
        let runway = if left <= Decimal::ZERO {
            Runway::Spent
        } else if over < LOOK_AT_LEAST {
            Runway::Unknown
        } else if out.is_zero() {
            Runway::Resting
        } else {
            let seconds = left.checked_mul(Decimal::from(over.as_secs())).and_then(|all| all.checked_div(out));
            let seconds = seconds.and_then(|seconds| seconds.trunc().to_i64()).unwrap_or(i64::MAX);
            Runway::Lasts(SignedDuration::from_secs(seconds))
        };
        Outlook { under_way: taken, count, out, over, runway }
    }

    /// Whether a withdrawal goes out of it: by its currency, and for a wallet that is not the only one of it by its
    /// payment system.
    fn is_charged_by(&self, intent: &Intent) -> bool {
        let currency = self.purse.currency();
        if intent.connection != *self.purse.connection()
            || intent.amount.as_ref().is_none_or(|amount| amount.currency != *currency)
        {
            return false;
        }
        let Purse::Wallet(key) = &self.purse else { return true };
        self.is_all() || intent.asked("payment_system") == Some(key.wallet.as_str())
    }
}
