//! The selected figure in full words, for the line below all parts.

use crate::domain::{ChangeKind, ConnectionId, FeedKind, Money, Purse, mask_digits};
use crate::state::{Attempts, State};
use crate::ui::format;

use super::board::{Board, beginning_of_day, hour_ago};
use super::figure::Figure;

/// What a figure says.
pub fn of(figure: &Figure, board: &Board, state: &State) -> String {
    match figure {
        Figure::Calm => "Nothing is unconfirmed, and no alert stands.".to_owned(),
        Figure::Unconfirmed(id) => state.intents.get(*id).map_or_else(String::new, |intent| {
            format!("{}: {}. It is settled in the journal.", intent.named(), intent.told())
        }),
        Figure::Alert(key) => state.alerts.get(key).map_or_else(String::new, |alert| {
            format!("{} Since {}.", alert.words, format::moment(alert.since, state.now, &state.zone, state.times))
        }),
        Figure::Connection(id) => connection(id, state),
        Figure::Feed(id, kind) => feed(id, *kind, state),
        Figure::TaskMoney => task_money(board, state),
        Figure::Payouts(kind, _) => format!(
            "What may still leave by {} made here, and what is paid of those made today. Tests move no money.",
            name_of(*kind)
        ),
        Figure::Orders => orders(board, state),
        Figure::Paid(kind) => {
            let (hour, today) = board.ended(*kind);
            format!(
                "Of the {} that came to an end, {} of {} were paid in the last hour, and {} of {} today.",
                name_of(*kind),
                format::count(hour.paid),
                format::count(hour.all),
                format::count(today.paid),
                format::count(today.all)
            )
        }
        Figure::Tasks => {
            let totals = state.totals();
            let (tasks, on) = (format::count(totals.tasks as u64), format::count(totals.enabled as u64));
            let accounts = format::count(totals.accounts as u64);
            format!("{tasks} tasks run. Withdrawals are on at {on} of {accounts} accounts.")
        }
        Figure::Task(key) => state.row(key).map_or_else(String::new, |row| {
            let Some(task) = &row.account.task else { return String::new() };
            let (withdrawn, amount) = (Money::inr(task.withdrawn), Money::inr(task.amount).digits());
            let (done, all) = (format::count(task.succeeded), format::count(task.orders));
            format!("{}: {withdrawn} of {amount} withdrawn, {done} of {all} orders done.", row.account.title())
        }),
        Figure::Purse(purse) => balance(purse, state),
        Figure::More(..) => "There is no room for them here.".to_owned(),
    }
}

/// What a kind of payout is called where it is summed up.
pub fn name_of(kind: ChangeKind) -> &'static str {
    if kind == ChangeKind::Transfer { "transfers" } else { "withdrawals" }
}

fn connection(id: &ConnectionId, state: &State) -> String {
    let Some(connection) = state.connection(id) else { return String::new() };
    let feeds = connection.feeds.iter().filter_map(|(kind, feed)| Some((kind, feed.attempts.last_fault()?.0)));
    match feeds.max_by_key(|(_, at)| *at) {
        Some((kind, _)) => feed(id, *kind, state),
        None if connection.feeds.is_empty() => format!("{id}: it has nothing that is asked again and again."),
        None => format!("{id}: every question was answered so far."),
    }
}

fn feed(id: &ConnectionId, kind: FeedKind, state: &State) -> String {
    let Some(feed) = state.feed(id, kind) else { return String::new() };
    let attempts = &feed.attempts;
    if let Some(first) = feed.bad_rows.first() {
        let count = feed.bad_rows.len();
        return format!("{id} {kind}: {count} rows could not be read, the first of them: {first}");
    }
    match attempts.last_fault() {
        Some((at, fault)) => format!(
            "{id} {kind}: {} of the last {} questions had no answer, the last one at {}: {}. {}",
            attempts.faults(),
            attempts.count(),
            format::moment(at, state.now, &state.zone, state.times),
            mask_digits(&fault.to_string()),
            fault.advice()
        ),
        None if state.connection(id).is_some_and(|of| state.question(of, kind).is_none()) => {
            format!("{id} {kind}: there is nothing to ask for at present.")
        }
        None => format!("{id} {kind}: {} questions, each of them answered.", counted(attempts)),
    }
}

fn counted(attempts: &Attempts) -> String {
    let count = attempts.count();
    if count < Attempts::MAX { count.to_string() } else { format!("the last {count}") }
}

fn task_money(board: &Board, state: &State) -> String {
    let since = board.turnover.since().filter(|since| *since > beginning_of_day(state));
    let since = since.map_or_else(String::new, |since| {
        format!(" from {} on, when paytop began to look", format::moment(since, state.now, &state.zone, state.times))
    });
    format!("What the running tasks have still to withdraw, and what was withdrawn today{since}.")
}

fn orders(board: &Board, state: &State) -> String {
    let totals = state.totals();
    let (hour, today) = (board.turnover.from(hour_ago(state)), board.turnover.from(beginning_of_day(state)));
    let of = |done: u64, all: u64| format!("{} of {}", format::count(done), format::count(all));
    format!(
        "Orders that succeeded: {} of the running tasks, {} in the last hour, {} today.",
        of(totals.succeeded, totals.orders),
        of(hour.succeeded, hour.orders),
        of(today.succeeded, today.orders)
    )
}

fn balance(purse: &Purse, state: &State) -> String {
    let Some(held) = state.held(purse) else { return String::new() };
    let mark = state.mark(&held).map_or_else(String::new, |mark| format!(", and its mark is {mark}"));
    let told = held.connection.balances.told();
    let told = told.map_or_else(String::new, |at| {
        format!(" as told at {}", format::moment(at, state.now, &state.zone, state.times))
    });
    format!("{purse} at {}: {}{told}{mark}.", purse.connection(), held.money())
}
