//! What is known: everything the panes draw, in memory, keyed by connection and id. Answers are merged in; the last
//! good data stays when an answer fails, and an older answer never overwrites a newer one.

mod accounts;
mod alerts;
mod attempts;
mod balance_history;
mod balances;
mod baselines;
mod batch;
mod changes;
mod evidence;
mod feeds;
mod history;
mod intents;
mod lives;
mod metrics;
mod payees;
mod payout_sums;
mod payouts;
mod postbacks;
mod purses;
mod remembered;
mod row;
mod series;
mod totals;
mod turnover;

use indexmap::IndexMap;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

pub use accounts::Accounts;
pub use alerts::{Alert, Alerts, Finding, Standing, Turn};
pub use attempts::{Attempt, AttemptSums, Attempts};
pub use balance_history::BalanceHistory;
pub use balances::{Balances, Wallet};
pub use batch::{BatchCounts, BatchRun, LineState};
pub use changes::Changes;
pub use evidence::way_to_settle;
pub use feeds::{Feed, FeedKey, Health, Trouble};
pub use history::History;
pub use intents::Intents;
pub use metrics::prometheus;
pub use payees::Payees;
pub use payout_sums::{PayoutPart, PayoutSum, PayoutSums};
pub use payouts::{Ending, Look, Payouts, Seen, end_by, end_by_inquiry};
pub use postbacks::Postbacks;
pub use purses::{Held, Outlook, Runway};
pub use row::{Row, Withdrawals};
pub use totals::Totals;
pub use turnover::{Brought, Turnover};

use crate::domain::{
    Ability, AccountId, AccountKey, AlertSettings, ConnectionId, ConnectionInfo, Data, Fault, FeedKind, HandsetMessage,
    JournalFault, Limits, LowMarks, Ratio, Read, Receiver, Sighting, TaskId, Text, Tool, UpiId,
};
use crate::message::{Pace, PostbackNews, Reply, ReplyTo, Times};
use baselines::Baselines;
use remembered::Remembered;

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
    /// What its tasks brought.
    pub turnover: Turnover,
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
#[expect(clippy::struct_excessive_bools, reason = "each says a thing of its own, and none excludes another")]
pub struct State {
    /// The time of the last message.
    pub now: Timestamp,
    /// The zone times are shown in.
    pub zone: TimeZone,
    /// How points in time are told.
    pub times: Times,
    /// Whether nothing on the screen is to count seconds.
    pub reduced_motion: bool,
    /// Whether polling is paused.
    pub paused: bool,
    /// Whether nobody looks at the screen: the terminal has not the focus.
    pub unattended: bool,
    /// Whether the handset's window is open.
    pub handset_open: bool,
    /// Who sits here: whose name the journal bears.
    pub operator: Text,
    /// What was done, and what became of it.
    pub intents: Intents,
    /// What the looks at payouts found whose end is not known.
    pub payouts: Payouts,
    /// The batch that is being sent, or was sent last by this run.
    pub batch: Option<BatchRun>,
    /// What is wrong with the journal; `None` while it can be written.
    pub journal_fault: Option<JournalFault>,
    /// The postbacks that were received.
    pub postbacks: Postbacks,
    /// The payees that are remembered.
    pub payees: Payees,
    /// Below which marks a balance is low.
    pub marks: LowMarks,
    /// What the operator wants to be told of, and how.
    pub alert_settings: AlertSettings,
    /// What stands out.
    pub alerts: Alerts,
    /// What is usual for each account.
    baselines: Baselines,
    /// What was seen before this run of tasks and wallets that no list has told yet.
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
                turnover: Turnover::default(),
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
            times: Times::default(),
            reduced_motion: false,
            paused: false,
            unattended: false,
            handset_open: false,
            operator,
            intents: Intents::default(),
            payouts: Payouts::default(),
            batch: None,
            journal_fault: None,
            postbacks: Postbacks::default(),
            payees: Payees::default(),
            marks: LowMarks::default(),
            alert_settings: AlertSettings::NONE,
            alerts: Alerts::default(),
            baselines: Baselines::default(),
            remembered: Remembered::default(),
            connections: connections.collect(),
            totals: Totals::default(),
        }
    }

    /// When what counts time moves next: as the next whole second begins, or minute where motion is reduced. Not so long
    /// after the last message: each answer in between would put it off.
    #[must_use]
    pub fn next_tick(&self) -> Option<Timestamp> {
        let (now, step) = (self.now.as_second(), if self.reduced_motion { 60 } else { 1 });
        Timestamp::from_second(now - now.rem_euclid(step) + step).ok()
    }

    /// A running span as it is shown: in whole minutes where nothing is to count seconds.
    #[must_use]
    pub fn shown(&self, span: SignedDuration) -> SignedDuration {
        if self.reduced_motion { SignedDuration::from_mins(span.as_mins()) } else { span }
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

    /// Holds a connection to these limits from now on; says whether they differ from what they were.
    pub fn set_limits(&mut self, id: &ConnectionId, limits: &Limits) -> bool {
        let Some(connection) = self.connections.get_mut(id).filter(|connection| connection.info.limits != *limits)
        else {
            return false;
        };
        limits.clone_into(&mut connection.info.limits);
        true
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

    /// The connections that can be asked for this, in the config's order.
    pub fn able(&self, ability: Ability) -> impl Iterator<Item = &Connection> {
        self.connections.values().filter(move |connection| connection.info.can(ability))
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
        self.is_feed_fresh(connection, FeedKind::Accounts)
    }

    /// The same of any feed.
    fn is_feed_fresh(&self, connection: &ConnectionId, kind: FeedKind) -> bool {
        let Some(connection) = self.connections.get(connection) else { return false };
        let Some(feed) = connection.feeds.get(&kind) else { return false };
        let limit = SignedDuration::try_from(connection.info.polling.idle * FRESH_FOR).unwrap_or(SignedDuration::MAX);
        let limit = limit.max(FRESH_AT_LEAST);
        feed.health() == Health::Fresh && feed.age(self.now).is_some_and(|age| age <= limit)
    }

    /// Whether what is known of an account is fresh: its list is, and it is in it.
    #[must_use]
    pub fn is_fresh(&self, key: &AccountKey) -> bool {
        self.is_list_fresh(&key.connection) && self.row(key).is_some_and(|row| !row.missing)
    }

    /// How many orders of an account's other tasks succeeded in its last seven days; `None` where too little is known.
    #[must_use]
    pub fn baseline(&self, key: &AccountKey, but: &TaskId) -> Option<Ratio> {
        self.baselines.of(key, but, self.now)
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

    /// What the tasks brought that count in [`totals`](Self::totals).
    #[must_use]
    pub fn turnover(&self) -> Turnover {
        turnover::merged(self.counted().map(|connection| &connection.turnover))
    }

    /// The connections whose accounts are summed up.
    fn counted(&self) -> impl Iterator<Item = &Connection> {
        let real = self.having(FeedKind::Accounts).any(|connection| connection.info.is_production());
        self.connections.values().filter(move |connection| !real || connection.info.is_production())
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
            FeedKind::Accounts if connection.totals.tasks > 0 && !self.may_rest() => Pace::Active,
            FeedKind::Handset if self.handset_open => Pace::Active,
            FeedKind::Payouts if self.is_payout_near(connection) => Pace::Active,
            _ => Pace::Idle,
        }
    }

    /// Whether what is watched for the eye alone may be asked for more slowly: nobody looks, and nothing is on its way
    /// or unconfirmed that an answer would settle.
    fn may_rest(&self) -> bool {
        let sending = self.batch.as_ref().is_some_and(BatchRun::is_running);
        self.unattended && !sending && self.intents.in_flight() + self.intents.unconfirmed() == 0
    }

    /// What a feed asks; `None` where there is nothing to ask for.
    #[must_use]
    pub fn question(&self, connection: &Connection, feed: FeedKind) -> Option<Read> {
        match feed {
            FeedKind::Payouts => self.payouts_question(connection),
            feed => feed.read(),
        }
    }

    /// A feed has nothing to ask for: what was wrong with its last answer is over.
    pub fn rest(&mut self, connection: &ConnectionId, feed: FeedKind) {
        let feeds = self.connections.get_mut(connection).map(|connection| &mut connection.feeds);
        if let Some(feed) = feeds.and_then(|feeds| feeds.get_mut(&feed)) {
            feed.trouble = None;
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
                feed.fail(
                    sequence,
                    reply.asked,
                    reply.latency,
                    next,
                    Fault::Unreadable("an answer to another question".into()),
                );
                return Changes { other: true, feeds: true, ..Changes::default() };
            }
            Err(fault) => {
                feed.fail(sequence, reply.asked, reply.latency, next, fault);
                return Changes { other: true, feeds: true, ..Changes::default() };
            }
        };
        let mut changes = Changes { feeds: true, ..Changes::default() };
        match data {
            Data::Accounts(list) => {
                changes.other = feed.succeed(sequence, reply.asked, reply.latency, next, list.bad.clone());
                let merged = connection.accounts.merge(list, reply.asked, now);
                connection.look_at_tasks(&merged.changed, now);
                let key = |account| AccountKey { connection: reply.connection.clone(), account };
                changes.accounts = merged.changed.into_iter().map(key).collect();
                changes.list = merged.list;
                if merged.list {
                    self.restore_switches(&reply.connection);
                }
                changes.settled = self.settle_by_list(&reply.connection, reply.asked);
                changes.other |= !changes.settled.is_empty();
                self.restore_histories(&changes.accounts);
                let samples = self.samples(&changes.accounts);
                for seen in &samples {
                    self.baselines.learn(seen);
                }
                changes.samples = samples.into_iter().map(Sighting::from).collect();
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
                let list = balances::once_each(list);
                changes.other = feed.succeed(sequence, reply.asked, reply.latency, next, list.bad.clone());
                let merged = connection.balances.take(list, reply.asked, now);
                changes.wallets = merged.differs;
                changes.samples = self.remember_balances(&reply.connection, &merged.moved);
            }
            Data::Orders(list) => {
                changes.other = feed.succeed(sequence, reply.asked, reply.latency, next, list.bad.clone());
                let ended = self.merge_orders(&reply.connection, &list, reply.asked);
                changes.other |= ended.other;
                changes.settled = ended.settled;
                changes.reported = ended.reported;
            }
            Data::Transfers(found) => {
                let bad = found.iter().filter_map(payouts::not_asked).collect();
                changes.other = feed.succeed(sequence, reply.asked, reply.latency, next, bad);
                let ended = self.merge_transfers(&reply.connection, &found, reply.asked);
                changes.other |= ended.other;
                changes.settled = ended.settled;
                changes.reported = ended.reported;
            }
            // No feed asks for these.
            Data::UpiIds(_)
            | Data::PaymentSystems(_)
            | Data::MediaHints(_)
            | Data::Savings(_)
            | Data::HashedRedirects(_)
            | Data::Postback(_)
            | Data::Payee(_)
            | Data::PayoutAccounts(_) => {}
        }
        if !changes.accounts.is_empty() || changes.list {
            self.sum();
        }
        changes
    }

    /// Takes up what postbacks were received. They settle nothing: what they speak of is for the provider to tell.
    pub fn learn_postbacks(&mut self, news: PostbackNews) -> Changes {
        Changes { other: self.postbacks.learn(news), ..Changes::default() }
    }

    /// Takes up what this process does to receive postbacks.
    pub fn learn_receiver(&mut self, receiver: Receiver) -> Changes {
        let other = self.postbacks.receiver != receiver;
        self.postbacks.receiver = receiver;
        Changes { other, ..Changes::default() }
    }

    /// Remembers the UPI ids of an account, for its detail.
    pub fn learn_upi_ids(&mut self, key: &AccountKey, ids: Vec<UpiId>) {
        let now = self.now;
        if let Some(row) = self.row_mut(key) {
            row.upi_ids = Some((now, ids));
        }
    }

    fn row_mut(&mut self, key: &AccountKey) -> Option<&mut Row> {
        self.connections.get_mut(&key.connection)?.accounts.get_mut(&key.account)
    }

    fn sum(&mut self) {
        for connection in self.connections.values_mut() {
            connection.totals = Totals::of(&connection.accounts);
        }
        self.totals = self.counted().map(|connection| &connection.totals).sum();
    }
}

impl Connection {
    /// Takes up what its tasks brought, where these accounts are new or differ.
    fn look_at_tasks(&mut self, changed: &[AccountId], now: Timestamp) {
        for account in changed {
            let task = self.accounts.get(account).and_then(|row| row.account.task.as_ref());
            self.turnover.look(account, task, now);
        }
        let accounts = &self.accounts;
        self.turnover.looked(now, accounts.rows().len(), |account| accounts.get(account).is_some());
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
            | (FeedKind::Payouts, Data::Orders(_) | Data::Transfers(_))
    )
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
