//! What a feed told is old: it was asked and gave no answer, or was not asked. A connection that is down as a whole is
//! told of once, and not feed by feed.

use jiff::SignedDuration;

use super::connection_down::down_since;
use super::{Found, is_off, span};
use crate::domain::{About, AlertRule, FeedKind, Level};
use crate::state::{Connection, Feed, Standing, State};

const RULE: AlertRule = AlertRule::StaleFeed;

/// A feed may miss so many of its longer intervals, whatever is set.
const INTERVALS: u32 = 3;

/// How it stands with every feed that is asked by itself.
pub fn check(state: &State, found: &mut Found) {
    let Some(allowed) = state.alert_settings.stale else { return is_off(RULE, state, found) };
    let has_any = state.alerts.has(RULE);
    for connection in state.connections() {
        let polling = SignedDuration::try_from(connection.info.polling.idle * INTERVALS).unwrap_or(allowed);
        let (allowed, is_down) = (allowed.max(polling), down_since(connection).is_some());
        for (kind, feed) in &connection.feeds {
            let standing = of_feed(connection, *kind, feed, allowed, is_down, state, found);
            if has_any || matches!(standing, Standing::Raised(..)) {
                found.say(RULE, About::Feed(connection.info.id.clone(), *kind), standing);
            }
        }
    }
}

fn of_feed(
    connection: &Connection,
    kind: FeedKind,
    feed: &Feed,
    allowed: SignedDuration,
    is_down: bool,
    state: &State,
    found: &mut Found,
) -> Standing {
    let since = match (kind, feed.answered, &feed.trouble) {
        // Right after the start it is not known yet whether it answers.
        (FeedKind::Payouts, None, None) if state.question(connection, kind).is_some() => return Standing::Unknown,
        (FeedKind::Handset, ..) | (FeedKind::Payouts, _, None) => return Standing::Well,
        // What it told of payouts before says nothing of when it should have told more.
        (FeedKind::Payouts, _, Some(trouble)) | (_, None, Some(trouble)) => trouble.since,
        (_, Some(answered), _) => answered,
        (_, None, None) => return Standing::Unknown,
    };
    // While the machine slept nobody could ask.
    let since = feed.woke.map_or(since, |woke| since.max(woke));
    let Ok(due) = since.checked_add(allowed) else { return Standing::Unknown };
    if state.paused || is_down {
        return Standing::Unknown;
    }
    found.look_at(due, state.now);
    if state.now < due {
        return if feed.trouble.is_some() { Standing::Unknown } else { Standing::Well };
    }
    let (whose, allowed) = (&connection.info.id, span(allowed));
    let fault = feed.trouble.as_ref().map(|trouble| format!(": {}. {}", trouble.fault, trouble.fault.advice()));
    let fault = fault.unwrap_or_else(|| ".".to_owned());
    Standing::Raised(Level::Warning, format!("The {kind} of {whose} have not been told for more than {allowed}{fault}"))
}
