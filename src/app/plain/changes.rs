//! What differs from what was told before, in sentences.

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;

use crate::domain::{AccountKey, ConnectionId, Currency, FeedKind, Money, TaskId, Text, WithdrawTask};
use crate::state::{Connection, FeedKey, Row, State, Withdrawals};
use crate::ui::format;

/// What was told of an account.
#[derive(Debug, Default, PartialEq, Eq)]
struct SeenAccount {
    /// Its task, and how many tenths of it were withdrawn.
    task: Option<(TaskId, u8)>,
    /// Whether withdrawals were on; `None` while that is not known.
    on: Option<bool>,
}

/// What was told so far.
#[derive(Debug, Default)]
pub struct Seen {
    accounts: HashMap<AccountKey, SeenAccount>,
    wallets: HashMap<(ConnectionId, Text, Currency), Decimal>,
    /// The feeds that do not answer.
    silent: HashSet<FeedKey>,
    /// The connections whose accounts, and those whose balances, were told as a whole.
    introduced: HashSet<FeedKey>,
}

impl Seen {
    /// What is to be told now.
    pub fn compare(&mut self, state: &State) -> Vec<String> {
        let mut sentences = Vec::new();
        for connection in state.connections() {
            self.feeds(connection, &mut sentences);
            self.accounts(connection, state, &mut sentences);
            self.balances(connection, state, &mut sentences);
        }
        sentences
    }

    fn feeds(&mut self, connection: &Connection, sentences: &mut Vec<String>) {
        let id = &connection.info.id;
        for (kind, feed) in &connection.feeds {
            let key = (id.clone(), *kind);
            match &feed.trouble {
                // One fault is a hiccup.
                Some(trouble) if trouble.times > 1 && self.silent.insert(key.clone()) => {
                    let fault = &trouble.fault;
                    sentences.push(format!("{id}: no answer about {kind}: {fault}. {}", fault.advice()));
                }
                None if self.silent.remove(&key) => sentences.push(format!("{id}: {kind} are answered again.")),
                _ => {}
            }
        }
    }

    fn accounts(&mut self, connection: &Connection, state: &State, sentences: &mut Vec<String>) {
        let id = &connection.info.id;
        let is_told = connection.feeds.get(&FeedKind::Accounts).is_some_and(|feed| feed.answered.is_some());
        if !is_told {
            return;
        }
        let first = self.introduced.insert((id.clone(), FeedKind::Accounts));
        if first {
            let totals = &connection.totals;
            sentences.push(format!(
                "{id}: {} accounts, {} with withdrawals on, {} with a running task.",
                totals.accounts, totals.enabled, totals.tasks
            ));
        }
        let several = state.has_several(FeedKind::Accounts);
        let mut there = HashSet::new();
        for row in connection.accounts.rows() {
            let key = AccountKey { connection: id.clone(), account: row.account.id.clone() };
            let name = if several { format!("{} at {id}", row.account.title()) } else { row.account.title() };
            there.insert(key.clone());
            let now = seen(row);
            match self.accounts.get(&key) {
                _ if first => {}
                None => sentences.push(format!("{name}: a new account.")),
                Some(before) if *before != now => differences(&name, before, &now, row, sentences),
                Some(_) => continue,
            }
            self.accounts.insert(key, now);
        }
        let gone = |key: &AccountKey| key.connection == *id && !there.contains(key);
        let gone: Vec<AccountKey> = self.accounts.keys().filter(|key| gone(key)).cloned().collect();
        for key in gone {
            sentences.push(format!("{} at {id}: no longer in the list.", key.account));
            self.accounts.remove(&key);
        }
    }

    fn balances(&mut self, connection: &Connection, state: &State, sentences: &mut Vec<String>) {
        let id = &connection.info.id;
        if connection.balances.told().is_none() {
            return;
        }
        let first = self.introduced.insert((id.clone(), FeedKind::Balances));
        let several = state.has_several(FeedKind::Balances);
        for wallet in connection.balances.rows() {
            let key = (id.clone(), wallet.wallet.clone(), wallet.money.currency.clone());
            let Some(before) = self.wallets.insert(key, wallet.money.amount).filter(|_| !first) else { continue };
            let Some(change) = wallet.money.amount.checked_sub(before).filter(|change| !change.is_zero()) else {
                continue;
            };
            let at = if several { format!(" at {id}") } else { String::new() };
            let change = format::amount_signed(&Money::new(change, wallet.money.currency.clone()));
            sentences.push(format!("{}{at}: {}, {change}.", wallet.wallet, format::money(&wallet.money)));
        }
    }
}

fn seen(row: &Row) -> SeenAccount {
    let on = match row.withdrawals {
        Withdrawals::On => Some(true),
        Withdrawals::Off => Some(false),
        _ => None,
    };
    SeenAccount { task: row.account.task.as_ref().map(|task| (task.id.clone(), tenths(task))), on }
}

/// How many tenths are withdrawn; all of them only where it is all.
fn tenths(task: &WithdrawTask) -> u8 {
    if task.amount <= Decimal::ZERO {
        return 0;
    }
    let withdrawn = (1..=10u8).rev().find(|tenth| {
        let needed = task.amount.checked_mul(Decimal::from(*tenth)).and_then(|all| all.checked_div(Decimal::TEN));
        needed.is_some_and(|needed| task.withdrawn >= needed)
    });
    withdrawn.unwrap_or(0)
}

fn differences(name: &str, before: &SeenAccount, now: &SeenAccount, row: &Row, sentences: &mut Vec<String>) {
    if let (Some(was), Some(is)) = (before.on, now.on)
        && was != is
    {
        sentences.push(format!("{name}: withdrawals are {}.", if is { "on" } else { "off" }));
    }
    let amount = row.account.task.as_ref().map(|task| format::money(&Money::inr(task.amount))).unwrap_or_default();
    match (&before.task, &now.task) {
        (Some(_), None) => sentences.push(format!("{name}: its task is over.")),
        (Some((old, _)), Some((new, _))) if old != new => {
            sentences.push(format!("{name}: its task is over, and another one of {amount} has begun."));
        }
        (None, Some(_)) => sentences.push(format!("{name}: a task of {amount} has begun.")),
        (Some((_, was)), Some((_, 10))) if *was < 10 => {
            sentences.push(format!("{name}: all of {amount} is withdrawn."));
        }
        (Some((_, was)), Some((_, is))) if is > was => {
            sentences.push(format!("{name}: {is}0 percent of {amount} is withdrawn."));
        }
        _ => {}
    }
}
