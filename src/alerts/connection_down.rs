//! A connection is down: not one of its feeds has been answered for a while.

use jiff::Timestamp;

use super::{Found, is_off, span};
use crate::domain::{About, AlertRule, FeedKind, Level};
use crate::state::{Connection, Feed, Standing, State};

const RULE: AlertRule = AlertRule::ConnectionDown;

/// How it stands with every connection that is asked by itself.
pub fn check(state: &State, found: &mut Found) {
    let Some(allowed) = state.alert_settings.down else { return is_off(RULE, state, found) };
    for connection in state.connections() {
        let about = About::Connection(connection.info.id.clone());
        let Some(since) = down_since(connection) else {
            if state.alerts.has(RULE) {
                let standing = if answers(connection, state) { Standing::Well } else { Standing::Unknown };
                found.say(RULE, about, standing);
            }
            continue;
        };
        let Ok(due) = since.checked_add(allowed) else { continue };
        // Nobody asks while polling is paused.
        if state.paused {
            found.say(RULE, about, Standing::Unknown);
            continue;
        }
        found.look_at(due, state.now);
        let standing = if state.now < due {
            Standing::Unknown
        } else {
            let fault = asked(connection).find_map(|feed| feed.trouble.as_ref()).map(|trouble| &trouble.fault);
            let fault = fault.map(|fault| format!(": {fault}. {}", fault.advice())).unwrap_or_default();
            let words = format!("{} has not answered for more than {}{fault}", connection.info.id, span(allowed));
            Standing::Raised(Level::Bad, words)
        };
        found.say(RULE, about, standing);
    }
}

/// Since when not one of its feeds is answered; `None` where one is, or none was asked.
pub(super) fn down_since(connection: &Connection) -> Option<Timestamp> {
    let mut since = None;
    for feed in asked(connection) {
        let trouble = feed.trouble.as_ref()?;
        since = since.max(Some(trouble.since));
    }
    since
}

/// Whether one of its feeds has answered, or has nothing to ask for. Right after the start none has.
fn answers(connection: &Connection, state: &State) -> bool {
    connection.feeds.iter().any(|(kind, feed)| {
        let is_asked = *kind != FeedKind::Handset && state.question(connection, *kind).is_some();
        feed.trouble.is_none() && (feed.answered.is_some() || (*kind == FeedKind::Payouts && !is_asked))
    })
}

/// The feeds that are asked by themselves: not the handset, nor payouts where there are none to ask for.
fn asked(connection: &Connection) -> impl Iterator<Item = &Feed> {
    let is_asked = |(kind, feed): &(&FeedKind, &Feed)| match kind {
        FeedKind::Handset => false,
        FeedKind::Payouts => feed.trouble.is_some(),
        FeedKind::Accounts | FeedKind::Tools | FeedKind::Balances => true,
    };
    connection.feeds.iter().filter(is_asked).map(|(_, feed)| feed)
}
