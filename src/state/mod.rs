//! What is known: everything the panes draw, in memory, keyed by connection and id. Answers are merged in; the last
//! good data stays when an answer fails, and an older answer never overwrites a newer one.

mod accounts;
mod balances;
mod changes;
mod evidence;
mod feeds;
mod history;
mod intents;
mod remembered;
mod row;
mod totals;

use indexmap::IndexMap;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

pub use accounts::Accounts;
pub use balances::Balances;
pub use changes::Changes;
pub use evidence::way_to_settle;
pub use feeds::{Feed, FeedKey, Health, Trouble};
pub use history::History;
pub use intents::Intents;
pub use row::{Row, Withdrawals};
pub use totals::Totals;

use crate::domain::{
    AccountKey, AuthStatus, Change, ChangeKind, CollectionType, ConnectionId, ConnectionInfo, Data, Environment, Event,
    Fault, FeedKind, HandsetMessage, Intent, IntentId, IntentState, JournalFault, Outcome, Receipt, Settlement,
    TaskSample, Text, Tool, UpiId,
};
use remembered::Remembered;

use crate::message::{JournalNews, Pace, Planned, Reply, ReplyTo};

/// After how many of its longer intervals a list that was not asked for again is old.
const FRESH_FOR: u32 = 3;

/// How long a list is fresh however short the intervals are.
const FRESH_AT_LEAST: SignedDuration = SignedDuration::from_secs(30);

/// What is known of one connection.
#[derive(Clone, Debug)]
pub struct Connection {
    /// What the config says of it.
    pub info: ConnectionInfo,
    /// Its accounts.
    pub accounts: Accounts,
    /// The sums over its accounts.
    pub totals: Totals,
    /// Its tools, in the provider's order.
    pub tools: Vec<Tool>,
    /// What lies in its wallets.
    pub balances: Balances,
    /// The messages on its handset, newest first; a sandbox alone has one.
    pub handset: Vec<HandsetMessage>,
    /// Its feeds.
    pub feeds: IndexMap<FeedKind, Feed>,
}

/// Where a row stands, until the list changes: cheap to keep and to look up for each of very many rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The number of its connection.
    pub connection: usize,
    /// Its number there.
    pub row: usize,
}

/// Everything that is known.
#[derive(Clone, Debug)]
pub struct State {
    /// The time of the last message.
    pub now: Timestamp,
    /// The zone times are shown in.
    pub zone: TimeZone,
    /// Whether polling is paused.
    pub paused: bool,
    /// Whether the handset's window is open.
    pub handset_open: bool,
    /// Who sits here: whose name the journal bears.
    pub operator: Text,
    /// What was done, and what became of it.
    pub intents: Intents,
    /// What is wrong with the journal; `None` while it can be written.
    pub journal_fault: Option<JournalFault>,
    /// What was seen before this run of tasks that no list has told yet.
    remembered: Remembered,
    connections: IndexMap<ConnectionId, Connection>,
    totals: Totals,
}

impl State {
    /// The state before anything was asked.
    #[must_use]
    pub fn new(connections: Vec<ConnectionInfo>, zone: TimeZone, operator: Text, now: Timestamp) -> Self {
        let connections = connections.into_iter().map(|info| {
            let feeds = info.feeds.iter().map(|kind| (*kind, Feed::default())).collect();
            let empty = Connection {
                accounts: Accounts::default(),
                totals: Totals::default(),
                tools: Vec::new(),
                balances: Balances::default(),
                handset: Vec::new(),
                feeds,
                info: info.clone(),
            };
            (info.id, empty)
        });
        Self {
            now,
            zone,
            paused: false,
            handset_open: false,
            operator,
            intents: Intents::default(),
            journal_fault: None,
            remembered: Remembered::default(),
            connections: connections.collect(),
            totals: Totals::default(),
        }
    }

    /// When the next whole second begins. What counts seconds wakes then, and not a second after the last message:
    /// each answer in between would put it off.
    #[must_use]
    pub fn next_second(&self) -> Option<Timestamp> {
        Timestamp::from_second(self.now.as_second() + 1).ok()
    }

    /// The connections, in the config's order.
    pub fn connections(&self) -> impl Iterator<Item = &Connection> {
        self.connections.values()
    }

    /// A connection by its name.
    #[must_use]
    pub fn connection(&self, id: &ConnectionId) -> Option<&Connection> {
        self.connections.get(id)
    }

    /// Whether several connections have this feed: what is told of it then has to say whose it is.
    #[must_use]
    pub fn has_several(&self, feed: FeedKind) -> bool {
        self.having(feed).nth(1).is_some()
    }

    /// The connections that have this feed, in the config's order.
    pub fn having(&self, feed: FeedKind) -> impl Iterator<Item = &Connection> {
        self.connections.values().filter(move |connection| connection.info.has(feed))
    }

    /// Every row of every connection.
    pub fn rows(&self) -> impl Iterator<Item = (&ConnectionId, &Row)> {
        self.connections.iter().flat_map(|(id, connection)| connection.accounts.rows().iter().map(move |row| (id, row)))
    }

    /// Where the row of an account stands.
    #[must_use]
    pub fn place(&self, key: &AccountKey) -> Option<Place> {
        let (connection, _, found) = self.connections.get_full(&key.connection)?;
        Some(Place { connection, row: found.accounts.place(&key.account)? })
    }

    /// What stands at a place.
    #[must_use]
    pub fn at(&self, place: Place) -> Option<(&Connection, &Row)> {
        let (_, connection) = self.connections.get_index(place.connection)?;
        Some((connection, connection.accounts.rows().get(place.row)?))
    }

    /// Every place that holds a row, in the provider's order.
    pub fn places(&self) -> impl Iterator<Item = Place> {
        let connections = self.connections.values().enumerate();
        connections
            .flat_map(|(connection, found)| (0..found.accounts.rows().len()).map(move |row| Place { connection, row }))
    }

    /// The row of an account.
    #[must_use]
    pub fn row(&self, key: &AccountKey) -> Option<&Row> {
        self.connections.get(&key.connection)?.accounts.get(&key.account)
    }

    /// A feed.
    #[must_use]
    pub fn feed(&self, connection: &ConnectionId, kind: FeedKind) -> Option<&Feed> {
        self.connections.get(connection)?.feeds.get(&kind)
    }

    /// Whether what is known of a connection's accounts is fresh: the last question was answered, and not so long ago
    /// (as with paused polling) that much may have happened since.
    #[must_use]
    pub fn is_list_fresh(&self, connection: &ConnectionId) -> bool {
        let Some(connection) = self.connections.get(connection) else { return false };
        let Some(feed) = connection.feeds.get(&FeedKind::Accounts) else { return false };
        let limit = SignedDuration::try_from(connection.info.polling.idle * FRESH_FOR).unwrap_or(SignedDuration::MAX);
        let limit = limit.max(FRESH_AT_LEAST);
        feed.health() == Health::Fresh && feed.age(self.now).is_some_and(|age| age <= limit)
    }

    /// Whether what is known of an account is fresh: its list is, and it is in it.
    #[must_use]
    pub fn is_fresh(&self, key: &AccountKey) -> bool {
        self.is_list_fresh(&key.connection) && self.row(key).is_some_and(|row| !row.missing)
    }

    /// An account in a few words, the phone masked; its id alone where it is not in the list.
    #[must_use]
    pub fn title(&self, key: &AccountKey) -> String {
        self.row(key).map_or_else(|| key.account.to_string(), |row| row.account.title())
    }

    /// The sums over the accounts: of the production connections where any has accounts, else of all. Play money is
    /// never added to real money.
    #[must_use]
    pub fn totals(&self) -> &Totals {
        &self.totals
    }

    /// Whether there are connections with accounts of both environments.
    #[must_use]
    pub fn is_mixed(&self) -> bool {
        let is_production = |connection: &Connection| connection.info.is_production();
        self.having(FeedKind::Accounts).any(is_production) && !self.having(FeedKind::Accounts).all(is_production)
    }

    /// How many accounts there are, of all connections.
    #[must_use]
    pub fn account_count(&self) -> usize {
        self.connections.values().map(|connection| connection.totals.accounts).sum()
    }

    /// Whether any connection that has accounts has ever told them.
    #[must_use]
    pub fn has_accounts_answer(&self) -> bool {
        self.accounts_feeds().any(|feed| feed.answered.is_some())
    }

    /// Whether every connection that has accounts has told them at least once.
    #[must_use]
    pub fn has_every_accounts_answer(&self) -> bool {
        self.accounts_feeds().all(|feed| feed.answered.is_some())
    }

    fn accounts_feeds(&self) -> impl Iterator<Item = &Feed> {
        self.connections.values().filter_map(|connection| connection.feeds.get(&FeedKind::Accounts))
    }

    /// How fast a connection's feed should ask.
    #[must_use]
    pub fn pace(&self, connection: &Connection, feed: FeedKind) -> Pace {
        match feed {
            _ if self.paused => Pace::Paused,
            FeedKind::Accounts if connection.totals.tasks > 0 => Pace::Active,
            FeedKind::Handset if self.handset_open => Pace::Active,
            _ => Pace::Idle,
        }
    }

    /// The machine slept: nothing is fresh until it has answered again.
    pub fn wake(&mut self) -> Changes {
        for feed in self.connections.values_mut().flat_map(|connection| connection.feeds.values_mut()) {
            feed.woke = Some(self.now);
        }
        Changes { other: true, ..Changes::default() }
    }

    /// Takes up a feed's answer. An answer that is not newer than the last one changes nothing.
    pub fn merge(&mut self, reply: Reply) -> Changes {
        let ReplyTo::Feed { feed: kind, sequence, next } = reply.to else { return Changes::default() };
        let now = self.now;
        let Some(connection) = self.connections.get_mut(&reply.connection) else { return Changes::default() };
        let Some(feed) = connection.feeds.get_mut(&kind) else { return Changes::default() };
        if !feed.awaits(sequence) {
            return Changes::default();
        }
        let data = match reply.result {
            Ok(data) if is_answer_to(kind, &data) => data,
            Ok(_) => {
                feed.fail(sequence, reply.asked, next, Fault::Unreadable("an answer to another question".into()));
                return Changes { other: true, ..Changes::default() };
            }
            Err(fault) => {
                feed.fail(sequence, reply.asked, next, fault);
                return Changes { other: true, ..Changes::default() };
            }
        };
        let mut changes = Changes::default();
        match data {
            Data::Accounts(list) => {
                changes.other = feed.succeed(sequence, reply.asked, reply.latency, next, list.bad.clone());
                let merged = connection.accounts.merge(list, reply.asked, now);
                let key = |account| AccountKey { connection: reply.connection.clone(), account };
                changes.accounts = merged.changed.into_iter().map(key).collect();
                changes.list = merged.list;
                if merged.list {
                    self.restore_switches(&reply.connection);
                }
                changes.settled = self.settle_by_list(&reply.connection, reply.asked);
                changes.other |= !changes.settled.is_empty();
                self.restore_histories(&changes.accounts);
                changes.samples = self.samples(&changes.accounts);
            }
            Data::Tools(list) => {
                changes.other = feed.succeed(sequence, reply.asked, reply.latency, next, list.bad);
                if connection.tools != list.rows {
                    connection.tools = list.rows;
                    changes.other = true;
                }
            }
            Data::Handset(messages) => {
                changes.other = feed.succeed(sequence, reply.asked, reply.latency, next, Vec::new());
                if connection.handset != messages {
                    connection.handset = messages;
                    changes.other = true;
                }
            }
            Data::Balances(list) => {
                changes.other = feed.succeed(sequence, reply.asked, reply.latency, next, list.bad);
                changes.other |= connection.balances.take(list.rows, reply.asked);
            }
            // No feed asks for these.
            Data::UpiIds(_)
            | Data::PaymentSystems(_)
            | Data::MediaHints(_)
            | Data::Savings(_)
            | Data::HashedRedirects(_)
            | Data::Postback(_)
            | Data::Orders(_) => {}
        }
        if !changes.accounts.is_empty() || changes.list {
            self.sum();
        }
        changes
    }

    /// Shows at their rows the switches of which it is not known yet what became: the intents remember them, whatever
    /// a list left out.
    fn restore_switches(&mut self, id: &ConnectionId) {
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
    fn settle_by_list(&mut self, id: &ConnectionId, asked: Timestamp) -> Vec<(IntentId, Settlement)> {
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

    /// Takes up what was seen of tasks before this run.
    pub fn remember(&mut self, samples: Vec<TaskSample>) -> Changes {
        let accounts: Vec<AccountKey> = samples.iter().map(|sample| sample.key.clone()).collect();
        self.remembered.learn(samples);
        Changes { other: self.restore_histories(&accounts), ..Changes::default() }
    }

    /// Gives the tasks of these accounts what was seen of them before this run. Says whether there was anything.
    fn restore_histories(&mut self, accounts: &[AccountKey]) -> bool {
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
    fn samples(&self, accounts: &[AccountKey]) -> Vec<TaskSample> {
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

    /// Remembers the UPI ids of an account, for its detail.
    pub fn learn_upi_ids(&mut self, key: &AccountKey, ids: Vec<UpiId>) {
        let now = self.now;
        if let Some(row) = self.row_mut(key) {
            row.upi_ids = Some((now, ids));
        }
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
            title: match (change.key(connection), change.subject()) {
                (Some(key), _) => self.title(&key),
                (None, subject) => subject.map_or_else(String::new, |subject| subject.to_string()),
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

    fn row_mut(&mut self, key: &AccountKey) -> Option<&mut Row> {
        self.connections.get_mut(&key.connection)?.accounts.get_mut(&key.account)
    }

    fn sum(&mut self) {
        for connection in self.connections.values_mut() {
            connection.totals = Totals::of(&connection.accounts);
        }
        let real = self.having(FeedKind::Accounts).any(|connection| connection.info.is_production());
        let counted = self.connections.values().filter(|connection| !real || connection.info.is_production());
        self.totals = counted.map(|connection| &connection.totals).sum();
    }
}

/// Whether `data` is what the feed asks for.
fn is_answer_to(feed: FeedKind, data: &Data) -> bool {
    matches!(
        (feed, data),
        (FeedKind::Accounts, Data::Accounts(_))
            | (FeedKind::Tools, Data::Tools(_))
            | (FeedKind::Balances, Data::Balances(_))
            | (FeedKind::Handset, Data::Handset(_))
    )
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
