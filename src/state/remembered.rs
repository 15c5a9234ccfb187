//! What was seen of tasks and wallets before this run, until a list tells themselves.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;

use super::{Changes, State};
use crate::domain::{AccountKey, BalanceSample, ConnectionId, Sample, Sighting, TaskId, TaskSample, WalletKey};

/// What was seen before, by task and by wallet.
#[derive(Clone, Debug, Default)]
pub struct Remembered {
    tasks: HashMap<(AccountKey, TaskId), Vec<Sample>>,
    wallets: HashMap<WalletKey, Vec<(Timestamp, Decimal)>>,
}

impl Remembered {
    /// Keeps what was seen, oldest first.
    pub fn learn(&mut self, seen: Vec<Sighting>) {
        for seen in seen {
            match seen {
                Sighting::Task(TaskSample { key, task, sample, .. }) => {
                    self.tasks.entry((key, task)).or_default().push(sample);
                }
                Sighting::Balance(BalanceSample { key, at, amount }) => {
                    self.wallets.entry(key).or_default().push((at, amount));
                }
            }
        }
    }

    /// What was seen of a task; it is handed out once.
    pub fn take(&mut self, key: &AccountKey, task: &TaskId) -> Option<Vec<Sample>> {
        if self.tasks.is_empty() {
            return None;
        }
        self.tasks.remove(&(key.clone(), task.clone()))
    }

    /// Whether everything that was seen of tasks was handed out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tasks.is_empty()
    }
}

impl State {
    /// Takes up what was seen of tasks and wallets before this run.
    pub fn remember(&mut self, seen: Vec<Sighting>) -> Changes {
        let accounts: Vec<AccountKey> = seen.iter().filter_map(Sighting::task).map(|seen| seen.key.clone()).collect();
        let wallets: Vec<WalletKey> = seen.iter().filter_map(Sighting::balance).map(|seen| seen.key.clone()).collect();
        seen.iter().filter_map(Sighting::task).for_each(|seen| self.baselines.learn(seen));
        self.restore_turnover(&seen);
        self.remembered.learn(seen);
        let other = self.restore_histories(&accounts);
        Changes { other, wallets: self.restore_balances(&wallets), ..Changes::default() }
    }

    /// Counts what earlier runs saw the tasks bring.
    fn restore_turnover(&mut self, seen: &[Sighting]) {
        let day = self.now.checked_sub(SignedDuration::from_hours(24)).unwrap_or(self.now);
        for look in seen.iter().filter_map(Sighting::task).filter(|look| look.sample.at >= day) {
            if let Some(connection) = self.connections.get_mut(&look.key.connection) {
                connection.turnover.restore(look);
            }
        }
    }

    /// Gives these wallets what was seen of them before this run. Says whether there was anything.
    fn restore_balances(&mut self, wallets: &[WalletKey]) -> bool {
        let mut restored = false;
        for key in wallets {
            if self.remembered.wallets.is_empty() {
                break;
            }
            let connection = self.connections.get_mut(&key.connection);
            let row = connection.and_then(|connection| connection.balances.get_mut(&key.wallet, &key.currency));
            let Some(row) = row else { continue };
            if let Some(seen) = self.remembered.wallets.remove(key) {
                row.history.restore(seen);
                restored = true;
            }
        }
        restored
    }

    /// What is to be kept of the wallets at these places of a connection, which are new or hold another amount. What
    /// was seen of them before this run is given to them.
    pub(super) fn remember_balances(&mut self, id: &ConnectionId, places: &[usize]) -> Vec<Sighting> {
        let Some(connection) = self.connections.get(id) else { return Vec::new() };
        let rows = connection.balances.rows();
        let sample = |place: &usize| {
            let row = rows.get(*place)?;
            let (wallet, currency) = (row.wallet.clone(), row.money.currency.clone());
            let key = WalletKey { connection: id.clone(), wallet, currency };
            Some(BalanceSample { key, at: self.now, amount: row.money.amount })
        };
        let samples: Vec<BalanceSample> = places.iter().filter_map(sample).collect();
        let keys: Vec<WalletKey> = samples.iter().map(|sample| sample.key.clone()).collect();
        self.restore_balances(&keys);
        samples.into_iter().map(Sighting::from).collect()
    }

    /// Gives the tasks of these accounts what was seen of them before this run. Says whether there was anything.
    pub(super) fn restore_histories(&mut self, accounts: &[AccountKey]) -> bool {
        let mut restored = false;
        for key in accounts {
            if self.remembered.is_empty() {
                break;
            }
            let Some(task) = self.row(key).and_then(|row| row.account.task.as_ref()) else { continue };
            let (id, started) = (task.id.clone(), task.started);
            let samples = self.remembered.take(key, &id);
            if let (Some(samples), Some(row)) = (samples, self.row_mut(key)) {
                row.history.restore(samples, started);
                restored = true;
            }
        }
        restored
    }

    /// What is to be kept of the tasks of these accounts.
    pub(super) fn samples(&self, accounts: &[AccountKey]) -> Vec<TaskSample> {
        let sample = |key: &AccountKey| {
            let row = self.row(key)?;
            let task = row.account.task.as_ref()?;
            Some(TaskSample {
                key: key.clone(),
                task: task.id.clone(),
                // A row that changed while its task did not was looked at before.
                sample: *row.history.samples().last().filter(|sample| sample.at == self.now)?,
                orders: task.orders,
                succeeded: task.succeeded,
            })
        };
        accounts.iter().filter_map(sample).collect()
    }
}
