//! When each rule of alerts raises one. Each can be switched off.

use std::time::Duration;

use jiff::SignedDuration;

use crate::config::reader::{Gather, Section, Value, human};
use crate::config::show::Origin;
use crate::domain::{AlertSettings, Ratio, Stalled};

/// What switches a rule off.
pub(super) const OFF: &str = "off";

/// What has a stalled task go by its own pace.
const BY_PACE: &str = "pace";

/// The shortest and the longest time a rule can be set to.
const SPANS: (Duration, Duration) = (Duration::from_secs(10), Duration::from_hours(30 * 24));

/// Reads when the rules raise an alert.
pub(super) fn rules(table: Option<&Section>, gather: &mut Gather) -> AlertSettings {
    let usual = AlertSettings::default();
    AlertSettings {
        success_floor: percent(table, "success_floor", usual.success_floor, gather),
        stalled: stalled(table, usual.stalled, gather),
        late: span(table, "late", usual.late, gather),
        runway: span(table, "runway", usual.runway, gather),
        stale: span(table, "stale", usual.stale, gather),
        down: span(table, "down", usual.down, gather),
        unconfirmed: span(table, "unconfirmed", usual.unconfirmed, gather),
        postbacks: count(table, "postbacks", usual.postbacks, gather),
        limit: percent(table, "limit", usual.limit, gather),
        ..usual
    }
}

/// What is said of a rule.
enum Said<'v, 't> {
    /// Nothing: it is as by default.
    Nothing,
    /// It is off.
    Off,
    /// Something else.
    Value(Value<'v, 't>),
}

/// What is said by a key; what it is by default is noted where that is nothing, and that it is off where it says so.
fn said<'v, 't>(table: Option<&Section<'v, 't>>, key: &str, usual: &str, gather: &mut Gather) -> Said<'v, 't> {
    let Some(value) = table.and_then(|table| table.get(key, gather)) else {
        gather.note(&format!("alerts.{key}"), usual, Origin::Default);
        return Said::Nothing;
    };
    if value.as_text() == Some(OFF) {
        gather.note(&value.key, OFF, value.origin());
        return Said::Off;
    }
    Said::Value(value)
}

fn span(
    table: Option<&Section>,
    key: &str,
    usual: Option<SignedDuration>,
    gather: &mut Gather,
) -> Option<SignedDuration> {
    let shown = usual.map_or_else(|| OFF.to_owned(), |span| format!("{span:#}"));
    match said(table, key, &shown, gather) {
        Said::Nothing => usual,
        Said::Off => None,
        Said::Value(value) => duration(&value, gather),
    }
}

fn duration(value: &Value, gather: &mut Gather) -> Option<SignedDuration> {
    let (least, most) = SPANS;
    let span = value.duration(least, most, gather)?;
    gather.note(&value.key, human(span), value.origin());
    SignedDuration::try_from(span).ok()
}

fn stalled(table: Option<&Section>, usual: Stalled, gather: &mut Gather) -> Stalled {
    match said(table, "stalled", BY_PACE, gather) {
        Said::Nothing => usual,
        Said::Off => Stalled::Off,
        Said::Value(value) if value.as_text() == Some(BY_PACE) => {
            gather.note(&value.key, BY_PACE, value.origin());
            Stalled::ByPace
        }
        Said::Value(value) => duration(&value, gather).map_or(usual, Stalled::After),
    }
}

fn percent(table: Option<&Section>, key: &str, usual: Option<Ratio>, gather: &mut Gather) -> Option<Ratio> {
    let shown = usual.map_or_else(|| OFF.to_owned(), |ratio| ratio.to_string());
    let value = match said(table, key, &shown, gather) {
        Said::Nothing => return usual,
        Said::Off => return None,
        Said::Value(value) => value,
    };
    let percent = value.integer(1, 100, gather).and_then(|percent| u32::try_from(percent).ok())?;
    let ratio = Ratio::from_basis_points(percent * 100);
    gather.note(&value.key, ratio.to_string(), value.origin());
    Some(ratio)
}

fn count(table: Option<&Section>, key: &str, usual: Option<usize>, gather: &mut Gather) -> Option<usize> {
    let shown = usual.map_or_else(|| OFF.to_owned(), |count| count.to_string());
    let value = match said(table, key, &shown, gather) {
        Said::Nothing => return usual,
        Said::Off => return None,
        Said::Value(value) => value,
    };
    let count = value.integer(1, 100, gather)?;
    gather.note(&value.key, count.to_string(), value.origin());
    usize::try_from(count).ok()
}
