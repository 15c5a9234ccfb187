//! A limit is near: nearly as much has left a connection as may, in a day or within an hour. What may leave is for the
//! journal to say, which counts everything; here the changes in mind are counted.

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;

use super::{Found, is_off};
use crate::domain::{About, AlertRule, Currency, Intent, IntentState, Level, Limit, LimitSpan, Money, Ratio};
use crate::state::{Connection, Standing, State};

const RULE: AlertRule = AlertRule::LimitNear;

/// It is over once so much less of the limit is used up than would raise it, in hundredths of a per cent.
const NEARLY: u32 = 500;

/// How it stands with every limit.
pub fn check(state: &State, found: &mut Found) {
    let Some(near) = state.alert_settings.limit else { return is_off(RULE, state, found) };
    for connection in state.connections() {
        for (currency, limit) in connection.info.limits.iter() {
            of_currency(connection, currency, limit, near, state, found);
        }
    }
}

fn of_currency(
    connection: &Connection,
    currency: &Currency,
    limit: &Limit,
    near: Ratio,
    state: &State,
    found: &mut Found,
) {
    let id = &connection.info.id;
    let say = |span, used: Ratio, words: String, found: &mut Found| {
        // Before the journal was told nothing is known of what left.
        let standing = if !state.intents.are_told() {
            Standing::Unknown
        } else if used >= near {
            let level = if used >= Ratio::WHOLE { Level::Bad } else { Level::Warning };
            Standing::Raised(level, words)
        } else if used.basis_points().saturating_add(NEARLY) > near.basis_points() {
            Standing::Between(words)
        } else {
            Standing::Well
        };
        if standing != Standing::Well || state.alerts.has(RULE) {
            found.say(RULE, About::Limit(id.clone(), currency.clone(), span), standing);
        }
    };
    if let Some(most) = limit.per_day {
        let local = state.now.to_zoned_datetime(state.zone.clone());
        let today = local.start_of_day().map_or(state.now, |day| day.timestamp());
        let sum = left(state, connection, currency, today)
            .fold(Decimal::ZERO, |sum, (_, amount)| sum.saturating_add(amount.amount));
        if let Ok(tomorrow) = local.tomorrow().and_then(|day| day.start_of_day()) {
            found.look_at(tomorrow.timestamp(), state.now);
        }
        let used = Ratio::of(sum, most);
        let (sum, most) = (Money::new(sum, currency.clone()), Money::new(most, currency.clone()));
        let words = format!("{used} of what may leave {id} a day has left: {sum} of {most}.");
        say(LimitSpan::Day, used, words, found);
    }
    if let Some(most) = limit.per_hour {
        let hour = SignedDuration::from_hours(1);
        let since = state.now.checked_sub(hour).unwrap_or(Timestamp::MIN);
        let (mut count, mut oldest) = (0_u64, None::<Timestamp>);
        for (at, _) in left(state, connection, currency, since).filter(|(at, _)| *at > since) {
            count += 1;
            oldest = Some(oldest.map_or(at, |oldest| oldest.min(at)));
        }
        if let Some(Ok(next)) = oldest.map(|oldest| oldest.checked_add(hour)) {
            found.look_at(next, state.now);
        }
        let used = Ratio::of_counts(count, u64::from(most));
        let words = format!("{count} of {most} payouts in {currency} that may leave {id} within an hour have left.");
        say(LimitSpan::Hour, used, words, found);
    }
}

/// What left a connection in a currency since a time, or may have, with when it did.
fn left<'a>(
    state: &'a State,
    connection: &'a Connection,
    currency: &'a Currency,
    since: Timestamp,
) -> impl Iterator<Item = (Timestamp, &'a Money)> {
    let of_it = state.intents.newest_first().filter(|intent| intent.connection == connection.info.id);
    of_it.filter(|intent| intent.is_spent()).filter_map(move |intent| {
        let amount = intent.amount.as_ref().filter(|amount| amount.currency == *currency)?;
        let at = sent_at(intent).filter(|at| *at >= since)?;
        Some((at, amount))
    })
}

/// When it was sent.
fn sent_at(intent: &Intent) -> Option<Timestamp> {
    intent.timeline.iter().find(|event| event.state == IntentState::Sent).map(|event| event.at)
}
