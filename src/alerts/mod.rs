//! What an operator should be told without having to look for it: one rule a file, which says what it checks, how
//! serious that is, and in which words. What was raised and is not over stands in
//! [`state::Alerts`](crate::state::Alerts).
//!
//! What is not known raises nothing, and neither does what is old: that is told by a rule of its own.

mod connection_down;
mod late_task;
mod limit_near;
mod low_balance;
mod low_success;
mod short_runway;
mod stale_feed;
mod stalled_task;
mod unconfirmed;
mod unverified_postbacks;

use jiff::{SignedDuration, Timestamp};

use crate::domain::{About, AccountKey, AlertRule, FeedKind};
use crate::state::{Connection, Finding, Row, Standing, State};

/// What the rules find.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// How it stands with what is or may be wrong; what is well is named only where an alert about it stands.
    pub findings: Vec<Finding>,
    /// When that may differ by time alone.
    pub next: Option<Timestamp>,
}

impl Found {
    /// It stands so with something.
    fn say(&mut self, rule: AlertRule, about: About, standing: Standing) {
        self.findings.push(Finding { rule, about, standing });
    }

    /// At this time it may stand otherwise.
    fn look_at(&mut self, at: Timestamp, now: Timestamp) {
        if at > now {
            self.next = Some(self.next.map_or(at, |next| next.min(at)));
        }
    }
}

/// What every rule finds in the state.
#[must_use]
pub fn check(state: &State) -> Found {
    let mut found = Found::default();
    low_balance::check(state, &mut found);
    low_success::check(state, &mut found);
    stalled_task::check(state, &mut found);
    late_task::check(state, &mut found);
    short_runway::check(state, &mut found);
    connection_down::check(state, &mut found);
    stale_feed::check(state, &mut found);
    unconfirmed::check(state, &mut found);
    unverified_postbacks::check(state, &mut found);
    limit_near::check(state, &mut found);
    found
}

/// A rule is switched off: what it had raised is over.
fn is_off(rule: AlertRule, state: &State, found: &mut Found) {
    for about in state.alerts.of_rule(rule) {
        found.say(rule, about.clone(), Standing::Well);
    }
}

/// The accounts of every connection, for a rule about their tasks: what `judge` says of each that is known, and that
/// what it had raised is over of those that are gone. Nothing is known of what is old.
fn of_accounts(
    rule: AlertRule,
    state: &State,
    found: &mut Found,
    mut judge: impl FnMut(&Connection, &Row, &mut Found) -> Standing,
) {
    // What is well has to be said only where something stands.
    let has_any = state.alerts.has(rule);
    for connection in state.having(FeedKind::Accounts) {
        let id = &connection.info.id;
        let is_fresh = state.is_list_fresh(id);
        if !is_fresh && !has_any {
            continue;
        }
        for row in connection.accounts.rows() {
            let standing = if is_fresh && !row.missing { judge(connection, row, found) } else { Standing::Unknown };
            if has_any || matches!(standing, Standing::Raised(..)) {
                let key = AccountKey { connection: id.clone(), account: row.account.id.clone() };
                found.say(rule, About::Account(key), standing);
            }
        }
    }
    for about in state.alerts.of_rule(rule) {
        if let About::Account(key) = about
            && state.row(key).is_none()
            && state.is_list_fresh(&key.connection)
        {
            found.say(rule, about.clone(), Standing::Well);
        }
    }
}

/// A span as it is said: `7m`, `1h 30m`. Whole seconds, and no more of them than it takes.
fn span(span: SignedDuration) -> String {
    format!("{:#}", SignedDuration::from_secs(span.as_secs()))
}

/// What is said of alerts that were raised at once: the first in its words, and how many more there are.
#[must_use]
pub fn words(first: &str, more: usize) -> String {
    match more {
        0 => first.to_owned(),
        1 => format!("{first} One more alert was raised with it."),
        more => format!("{first} {more} more alerts were raised with it."),
    }
}

#[cfg(test)]
mod tests;
