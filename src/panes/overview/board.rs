//! Which figures there are, part by part, made anew when something changed and not when it is drawn.

use std::cmp::Reverse;

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;

use crate::domain::{
    Ability, AccountKey, AlertRule, ChangeKind, Currency, End, FeedKind, Intent, IntentState, Purse, Ratio,
};
use crate::domain::{Environment, Report, Settlement};
use crate::state::{Held, PayoutPart, PayoutSums, Runway, State, Turnover};

use super::figure::{Figure, Part};

/// How long a balance has to last, for that to be no reason to name it.
const LONG: SignedDuration = SignedDuration::from_hours(24);

/// The most tasks that are ever put in order: there is no screen for more.
const MOST: usize = 200;

/// The kinds of payouts, and what a connection has to be able to do for each.
const PAYOUTS: [(ChangeKind, Ability); 2] =
    [(ChangeKind::CreateWithdrawal, Ability::Withdrawals), (ChangeKind::Transfer, Ability::Transfers)];

/// What stands out about a balance, from the worst on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// More went out than came in.
    Negative,
    /// It is below its mark.
    Low,
    /// It does not last long, or is spoken for.
    Short,
    /// It is the most there is of its currency.
    Biggest,
}

/// How many payouts came to an end, and how many of them were paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ended {
    /// All of them.
    pub all: u64,
    /// Those that were paid.
    pub paid: u64,
}

impl Ended {
    /// How many of them were paid; `None` where none ended.
    pub fn rate(&self) -> Option<Ratio> {
        (self.all > 0).then(|| Ratio::of_counts(self.paid, self.all))
    }
}

/// The figures.
#[derive(Default)]
pub struct Board {
    parts: Vec<(Part, Vec<Figure>)>,
    /// What the tasks brought.
    pub turnover: Turnover,
    /// What of today's payouts is paid, by kind.
    sums: Vec<(ChangeKind, PayoutSums)>,
    /// How the payouts of a kind ended in the last hour and today.
    ended: Vec<(ChangeKind, Ended, Ended)>,
    /// Why each balance is named, and how long it lasts.
    why: Vec<(Purse, Why, Runway)>,
}

impl Board {
    /// The figures as they are now.
    pub fn of(state: &State) -> Self {
        let payouts = |kind| state.intents.newest_first().filter(move |intent: &&Intent| intent.kind == kind);
        let made = PAYOUTS.into_iter().filter(|(_, ability)| state.able(*ability).next().is_some());
        let kinds: Vec<ChangeKind> = made.map(|(kind, _)| kind).collect();
        let mut board = Self {
            turnover: state.turnover(),
            sums: kinds.iter().map(|kind| (*kind, PayoutSums::today(payouts(*kind), state))).collect(),
            ended: kinds.iter().map(|kind| ended(*kind, state)).collect(),
            why: balances(state),
            parts: Vec::new(),
        };
        board.parts = vec![
            (Part::Attention, attention(state)),
            (Part::Connections, feeds(state)),
            (Part::Money, board.money(state)),
            (Part::Success, success(&kinds, state)),
            (Part::Tasks, tasks(state)),
            (Part::Balances, board.why.iter().map(|(purse, ..)| Figure::Purse(purse.clone())).collect()),
        ];
        board
    }

    /// The figures of a part.
    pub fn figures(&self, part: Part) -> &[Figure] {
        self.parts.iter().find(|(known, _)| *known == part).map_or(&[], |(_, figures)| figures)
    }

    /// Why a balance is named, and how long it lasts.
    pub fn why(&self, purse: &Purse) -> Option<(Why, Runway)> {
        self.why.iter().find(|(known, ..)| known == purse).map(|(_, why, runway)| (*why, *runway))
    }

    /// How the payouts of a kind ended, in the last hour and today.
    pub fn ended(&self, kind: ChangeKind) -> (Ended, Ended) {
        self.ended
            .iter()
            .find(|(known, ..)| *known == kind)
            .map_or_else(Default::default, |(_, hour, day)| (*hour, *day))
    }

    /// What was paid today by a kind of payout in a currency.
    pub fn paid(&self, kind: ChangeKind, currency: &Currency) -> Decimal {
        let sums = self.sums.iter().find(|(known, _)| *known == kind).map(|(_, sums)| sums);
        let of_currency = sums.and_then(|sums| sums.by_currency.iter().find(|(known, _)| known == currency));
        of_currency.map_or(Decimal::ZERO, |(_, parts)| parts[PayoutPart::Paid as usize].amount)
    }

    fn money(&self, state: &State) -> Vec<Figure> {
        let has_tasks = state.having(FeedKind::Accounts).next().is_some();
        let mut all: Vec<Figure> = has_tasks.then_some(Figure::TaskMoney).into_iter().collect();
        for (kind, sums) in &self.sums {
            let mut currencies: Vec<Currency> = sums.by_currency.iter().map(|(currency, _)| currency.clone()).collect();
            for money in under_way(*kind, state).filter_map(|intent| intent.amount.as_ref()) {
                if !currencies.contains(&money.currency) {
                    currencies.push(money.currency.clone());
                }
            }
            if currencies.is_empty() {
                all.push(Figure::Payouts(*kind, None));
            }
            all.extend(currencies.into_iter().map(|currency| Figure::Payouts(*kind, Some(currency))));
        }
        all
    }
}

/// Whether a payout counts: play money is never added to real money, and a test moves none.
fn counts(intent: &Intent, state: &State) -> bool {
    let real = state.connections().any(|connection| connection.info.is_production());
    !intent.is_test() && (!real || intent.environment == Environment::Production)
}

/// The payouts of a kind by which money may still leave.
pub fn under_way(kind: ChangeKind, state: &State) -> impl Iterator<Item = &Intent> {
    state
        .intents
        .newest_first()
        .filter(move |intent| intent.kind == kind && intent.is_under_way() && counts(intent, state))
}

fn attention(state: &State) -> Vec<Figure> {
    let open = state.intents.newest_first().filter(|intent| intent.is_unconfirmed());
    let mut all: Vec<Figure> = open.map(|intent| Figure::Unconfirmed(intent.id)).collect();
    // What is unconfirmed stands above already.
    let alerts = state.alerts.listed(state.now).into_iter().filter(|alert| alert.key.rule != AlertRule::Unconfirmed);
    all.extend(alerts.map(|alert| Figure::Alert(alert.key.clone())));
    if all.is_empty() {
        all.push(Figure::Calm);
    }
    all
}

fn feeds(state: &State) -> Vec<Figure> {
    let of = |connection: &crate::state::Connection| {
        let id = connection.info.id.clone();
        let feeds = connection.feeds.keys().map(|kind| Figure::Feed(id.clone(), *kind)).collect::<Vec<_>>();
        if feeds.is_empty() { vec![Figure::Connection(id)] } else { feeds }
    };
    state.connections().flat_map(of).collect()
}

fn success(kinds: &[ChangeKind], state: &State) -> Vec<Figure> {
    let orders = state.having(FeedKind::Accounts).next().is_some().then_some(Figure::Orders);
    orders.into_iter().chain(kinds.iter().map(|kind| Figure::Paid(*kind))).collect()
}

/// The running tasks: those that stand worst first, and of the same standing those that move the most.
fn tasks(state: &State) -> Vec<Figure> {
    if state.having(FeedKind::Accounts).next().is_none() {
        return Vec::new();
    }
    let mut all: Vec<_> =
        state.rows().filter_map(|(connection, row)| Some((connection, row, row.account.task.as_ref()?))).collect();
    all.sort_by_key(|(_, row, task)| Reverse((row.standing(state.now), task.amount)));
    let key = |connection: &crate::domain::ConnectionId, account: &crate::domain::AccountId| {
        Figure::Task(AccountKey { connection: connection.clone(), account: account.clone() })
    };
    let left = all.len().saturating_sub(MOST);
    let mut figures = vec![Figure::Tasks];
    figures.extend(all.into_iter().take(MOST).map(|(connection, row, _)| key(connection, &row.account.id)));
    figures.extend((left > 0).then_some(Figure::More(Part::Tasks, left)));
    figures
}

/// The balances that matter: negative and low ones, those that do not last, and the biggest of each currency.
fn balances(state: &State) -> Vec<(Purse, Why, Runway)> {
    let under_way = state.under_way();
    let mut all = Vec::new();
    for group in state.purses() {
        let held: Vec<Held<'_>> = group.iter().filter_map(|purse| state.held(purse)).collect();
        let biggest = held
            .iter()
            .filter(|held| matches!(held.purse, Purse::Wallet(_)))
            .max_by_key(|held| (held.money().amount, Reverse(held.purse.clone())))
            .map(|held| held.purse.clone());
        for held in &held {
            let amount = held.money().amount;
            let runway = held.outlook(&under_way, state.now).runway;
            let why = match runway {
                _ if amount < Decimal::ZERO => Why::Negative,
                _ if state.is_alerted(held, AlertRule::LowBalance) => Why::Low,
                Runway::Spent if amount > Decimal::ZERO => Why::Short,
                Runway::Lasts(span) if span < LONG => Why::Short,
                _ if biggest.as_ref() == Some(&held.purse) && amount > Decimal::ZERO => Why::Biggest,
                _ => continue,
            };
            all.push((held.purse.clone(), why, runway));
        }
    }
    all.sort_by_key(|(_, why, _)| *why);
    all
}

/// How the payouts of a kind ended in the last hour and today.
fn ended(kind: ChangeKind, state: &State) -> (ChangeKind, Ended, Ended) {
    let (hour, day) = (hour_ago(state), beginning_of_day(state));
    let (mut last_hour, mut today) = (Ended::default(), Ended::default());
    for intent in state.intents.newest_first().filter(|intent| intent.kind == kind && counts(intent, state)) {
        let paid = match intent.state() {
            IntentState::Reported(Report { end, .. }) => *end == End::Paid,
            IntentState::Settled(Settlement { happened: Some(happened), .. }) => *happened,
            _ => continue,
        };
        for (since, sum) in [(hour, &mut last_hour), (day, &mut today)] {
            if intent.since() >= since {
                sum.all += 1;
                sum.paid += u64::from(paid);
            }
        }
    }
    (kind, last_hour, today)
}

/// An hour ago.
pub fn hour_ago(state: &State) -> Timestamp {
    state.now.checked_sub(SignedDuration::from_hours(1)).unwrap_or(state.now)
}

/// When today began, in the zone that times are shown in.
pub fn beginning_of_day(state: &State) -> Timestamp {
    state.now.to_zoned_datetime(state.zone.clone()).start_of_day().map_or(state.now, |start| start.timestamp())
}
