//! The life of a change in the state: begun, sent, answered, settled, or told by the journal, and what of that shows at
//! its row.

use jiff::Timestamp;

use super::{Changes, State, Withdrawals, evidence};
use crate::domain::{
    AccountKey, AuthStatus, Change, ChangeKind, CollectionType, ConnectionId, Environment, Event, Intent, IntentId,
    IntentState, Outcome, Receipt, Settlement,
};
use crate::message::{JournalNews, Planned};

impl State {
    /// Shows at their rows the switches of which it is not known yet what became: the intents remember them, whatever
    /// a list left out.
    pub(super) fn restore_switches(&mut self, id: &ConnectionId) {
        let Some(connection) = self.connections.get_mut(id) else { return };
        for (intent, account, wanted, in_flight) in self.intents.open_switches(id) {
            if let Some(row) = connection.accounts.get_mut(&account) {
                row.restore_switch(intent, wanted, in_flight);
            }
        }
    }

    /// Shows at its row a switch that another run turned and that is known to be done: lists that left before know
    /// nothing of it. One that is known not to be done leaves the row to what the list says.
    fn show_switch_of_others(&mut self, id: IntentId, key: &AccountKey) -> bool {
        let now = self.now;
        let Some(intent) = self.intents.get(id) else { return false };
        let done = matches!(intent.state(), IntentState::Done { .. }).then_some(intent.wanted).flatten();
        let Some(row) = self.row_mut(key) else { return false };
        if row.withdrawals.intent() != Some(id) {
            return false;
        }
        if let Some(wanted) = done {
            row.change_here(now, |account| account.enabled = wanted);
        }
        row.forget_switch(id)
    }

    /// Settles what a list that was asked for after a change became unknown is evidence of.
    pub(super) fn settle_by_list(&mut self, id: &ConnectionId, asked: Timestamp) -> Vec<(IntentId, Settlement)> {
        let Some(connection) = self.connections.get_mut(id) else { return Vec::new() };
        let mut settled = Vec::new();
        for (intent, account) in self.intents.unconfirmed_since(id, asked) {
            let Some(row) = connection.accounts.get_mut(&account) else { continue };
            let Some(settlement) = self.intents.get(intent).and_then(|intent| evidence::in_list(intent, row)) else {
                continue;
            };
            row.forget_switch(intent);
            if self.intents.found(intent, settlement.clone(), self.now) {
                settled.push((intent, settlement));
            }
        }
        settled
    }

    /// An intent stands in the journal as sent.
    pub fn sent(&mut self, id: IntentId, at: Timestamp) -> Changes {
        Changes { other: self.intents.sent(id, at), ..Changes::default() }
    }

    /// Takes up what the journal holds that is new here.
    pub fn learn(&mut self, news: JournalNews) -> Changes {
        let mut changes = Changes { other: self.journal_fault != news.fault, ..Changes::default() };
        // What cannot be written may well be read.
        if news.fault.is_none() || !news.intents.is_empty() {
            self.intents.are_told_now();
        }
        self.journal_fault = news.fault;
        let mut touched: Vec<ConnectionId> = Vec::new();
        for intent in news.intents {
            let (id, key, is_switch) = (intent.id, intent.key(), intent.wanted.is_some());
            if !self.intents.learn(intent) {
                continue;
            }
            changes.other = true;
            let Some(key) = key.filter(|_| is_switch) else { continue };
            if !touched.contains(&key.connection) {
                touched.push(key.connection.clone());
            }
            self.show_switch_of_others(id, &key);
            if self.row(&key).is_some() {
                changes.accounts.push(key);
            }
        }
        for connection in &touched {
            self.restore_switches(connection);
        }
        if !changes.accounts.is_empty() {
            self.sum();
        }
        changes
    }

    /// Writes an intent down as planned, and shows it at its row.
    pub fn begin(&mut self, id: IntentId, planned: &Planned) -> Changes {
        let Planned { connection, change, shown, .. } = planned;
        let environment = self.connection(connection).map_or(Environment::Production, |found| found.info.environment);
        self.intents.insert(Intent {
            id,
            connection: connection.clone(),
            environment,
            kind: ChangeKind::from(change),
            account: change.subject(),
            title: match (change.key(connection), change.subject(), change) {
                (Some(key), ..) => self.title(&key),
                (None, _, Change::Transfer(request)) => self.payees.paid(connection, request),
                (None, subject, _) => subject.map_or_else(String::new, |subject| subject.to_string()),
            },
            amount: change.amount().cloned(),
            wanted: change.wanted(),
            words: change.words(),
            operator: self.operator.clone(),
            shown: shown.clone(),
            request: change.summary(),
            timeline: vec![Event { at: self.now, state: IntentState::Planned }],
        });
        let mut changes = Changes { other: true, ..Changes::default() };
        if let (Change::SetWithdrawals { enabled, .. }, Some(key)) = (change, change.key(connection))
            && let Some(row) = self.row_mut(&key)
        {
            row.withdrawals =
                if *enabled { Withdrawals::Enabling { intent: id } } else { Withdrawals::Disabling { intent: id } };
            changes.accounts.push(key);
        }
        changes
    }

    /// Writes down what became of an intent, once, and shows it at its row.
    pub fn settle(&mut self, id: IntentId, outcome: &Outcome) -> Changes {
        let now = self.now;
        let Some(intent) = self.intents.settle(id, outcome, now).cloned() else { return Changes::default() };
        let (kind, key, connection) = (intent.kind, intent.key(), intent.connection.clone());
        let mut changes = Changes { other: true, ..Changes::default() };
        if matches!(outcome, Outcome::Done(_)) {
            for overtaken in self.intents.overtaken_by(&intent) {
                if self.intents.found(overtaken, evidence::overtaken(), now) {
                    changes.settled.push((overtaken, evidence::overtaken()));
                }
            }
        }
        // The answer to a save names fewer fields than the list does (section 3.2), so it only makes a new account
        // known at once; one that is there is told by the next list.
        if let Outcome::Done(Receipt::Saved(Some(account))) = outcome
            && let Some(connection) = self.connections.get_mut(&connection)
            && connection.accounts.insert((**account).clone(), now)
        {
            changes.accounts.push(AccountKey { connection: connection.info.id.clone(), account: account.id.clone() });
            changes.list = true;
        }
        if let Some(row) = key.as_ref().and_then(|key| self.row_mut(key)) {
            match (kind, outcome) {
                (ChangeKind::SetWithdrawals, _) => row.settle_switch(id, outcome, now),
                (ChangeKind::ConfirmOtp, Outcome::Done(_)) => row.change_here(now, |account| account.otp_auth = true),
                (ChangeKind::ConfirmSms, Outcome::Done(_)) => row.change_here(now, |account| account.sms_auth = true),
                (ChangeKind::Deauthorize, Outcome::Done(_)) => row.change_here(now, |account| {
                    (account.otp_auth, account.sms_auth) = (false, false);
                    if account.collection == CollectionType::Upi {
                        account.status = Some(AuthStatus::Unauthorized);
                    }
                }),
                _ => {}
            }
            changes.accounts.extend(key);
        }
        self.restore_switches(&connection);
        if !changes.accounts.is_empty() {
            self.sum();
        }
        changes
    }
}
