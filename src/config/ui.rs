//! `[ui]`: the time zone, the theme, the characters, what moves, how digits are grouped, the pane that is in view at the
//! start, and what the operator is used to.

use std::time::Duration;

use jiff::tz::{TimeZone, db};
use strum::VariantNames;

use super::problem::{Problem, nearest};
use super::reader::{Gather, Section, human};
use super::show::Origin;
use super::theme::ThemeChoice;
use crate::domain::Grouping;

/// Which characters the screen is drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display, strum::EnumString, strum::VariantNames)]
#[strum(serialize_all = "lowercase")]
pub enum GlyphSet {
    /// All that common terminal fonts have.
    Unicode,
    /// Those that every terminal has.
    Ascii,
}

/// How much on the screen moves by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::Display, strum::EnumString, strum::VariantNames)]
#[strum(serialize_all = "lowercase")]
pub enum Motion {
    /// Running times count seconds.
    #[default]
    Full,
    /// Nothing counts seconds: times move once a minute.
    Reduced,
}

/// A pane, to be in view at the start.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, strum::Display, strum::EnumString, strum::VariantNames, strum::EnumIter,
)]
#[strum(serialize_all = "lowercase")]
#[expect(missing_docs, reason = "the names of the panes are their meaning")]
pub enum Start {
    Overview,
    Accounts,
    Balances,
    Withdrawals,
    Postbacks,
    Deposits,
    Payees,
    Transfers,
    Journal,
}

/// What the operator likes to see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UiConfig {
    /// The zone times are shown in; `None` for the system's.
    pub time_zone: Option<TimeZone>,
    /// The theme.
    pub theme: ThemeChoice,
    /// The characters; `None` for those the terminal has.
    pub glyphs: Option<GlyphSet>,
    /// How much moves.
    pub motion: Motion,
    /// How digits are grouped.
    pub grouping: Grouping,
    /// The pane that is in view at the start; `None` for the overview.
    pub start: Option<Start>,
    /// Whether the mouse is used.
    pub mouse: bool,
    /// Whether feeds slow down while the terminal has not the focus.
    pub slow_unfocused: bool,
    /// After how long without a key the screen locks itself.
    pub lock_after: Option<Duration>,
}

impl Default for UiConfig {
    fn default() -> Self {
        Self {
            time_zone: None,
            theme: ThemeChoice::default(),
            glyphs: None,
            motion: Motion::default(),
            grouping: Grouping::default(),
            start: None,
            mouse: true,
            slow_unfocused: true,
            lock_after: None,
        }
    }
}

/// The keys there are.
const KEYS: &[&str] =
    &["time_zone", "theme", "glyphs", "motion", "grouping", "start", "mouse", "slow_unfocused", "lock_after"];

/// Reads `[ui]`.
pub(super) fn ui(root: &Section, gather: &mut Gather) -> UiConfig {
    let table = root.get("ui", gather).and_then(|value| value.section("a table: [ui]", KEYS, gather));
    let table = table.as_ref();
    UiConfig {
        time_zone: time_zone(table, gather),
        theme: theme(table, gather),
        glyphs: one_of::<GlyphSet>(table, "glyphs", "set of characters", "as the terminal is", gather),
        motion: one_of(table, "motion", "motion", "full", gather).unwrap_or_default(),
        grouping: one_of(table, "grouping", "grouping", "currency", gather).unwrap_or_default(),
        start: one_of(table, "start", "pane", "overview", gather),
        mouse: switch(table, "mouse", gather),
        slow_unfocused: switch(table, "slow_unfocused", gather),
        lock_after: lock_after(table, gather),
    }
}

/// What is on unless it is switched off.
fn switch(table: Option<&Section>, name: &str, gather: &mut Gather) -> bool {
    let Some(value) = table.and_then(|table| table.get(name, gather)) else {
        gather.note(&format!("ui.{name}"), "true", Origin::Default);
        return true;
    };
    let on = value.boolean(gather).unwrap_or(true);
    gather.note(&value.key, on.to_string(), value.origin());
    on
}

fn lock_after(table: Option<&Section>, gather: &mut Gather) -> Option<Duration> {
    let Some(value) = table.and_then(|table| table.get("lock_after", gather)) else {
        gather.note("ui.lock_after", "never", Origin::Default);
        return None;
    };
    let (least, most) = (Duration::from_secs(10), Duration::from_hours(24));
    let duration = value.duration(least, most, gather)?;
    gather.note(&value.key, human(duration), value.origin());
    Some(duration)
}

fn time_zone(table: Option<&Section>, gather: &mut Gather) -> Option<TimeZone> {
    const EXPECTED: &str = "an IANA time zone, such as \"Asia/Kolkata\"";
    let Some(value) = table.and_then(|table| table.get("time_zone", gather)) else {
        gather.note("ui.time_zone", "the system's", Origin::Default);
        return None;
    };
    let name = value.text(EXPECTED, gather)?;
    gather.note(&value.key, name, value.origin());
    let zone = TimeZone::get(name).ok().filter(|zone| zone.iana_name().is_some());
    if zone.is_none() {
        let known: Vec<String> = db().available().map(|name| name.to_string()).collect();
        let names: Vec<&str> = known.iter().map(String::as_str).collect();
        let nearest = nearest(name, &names);
        gather.problems.push(Problem::unlike(value.line, &value.key, "time zone", name, nearest, EXPECTED));
    }
    zone
}

fn theme(table: Option<&Section>, gather: &mut Gather) -> ThemeChoice {
    const EXPECTED: &str = "a theme, such as \"dark\", or the path of a theme file";
    let Some(value) = table.and_then(|table| table.get("theme", gather)) else {
        gather.note("ui.theme", ThemeChoice::Auto.to_string(), Origin::Default);
        return ThemeChoice::Auto;
    };
    let Some(name) = value.text(EXPECTED, gather) else { return ThemeChoice::Auto };
    match ThemeChoice::named(name, &gather.folder, &gather.folder, gather.surroundings) {
        Ok(choice) => {
            gather.note(&value.key, choice.to_string(), value.origin());
            choice
        }
        Err(no) => {
            let nearest = no.nearest.as_deref();
            gather.problems.push(Problem::unlike(value.line, &value.key, "theme", name, nearest, &no.expected));
            ThemeChoice::Auto
        }
    }
}

/// One of a few words.
fn one_of<T: VariantNames + std::str::FromStr>(
    table: Option<&Section>,
    name: &str,
    what: &str,
    default: &str,
    gather: &mut Gather,
) -> Option<T> {
    let Some(value) = table.and_then(|table| table.get(name, gather)) else {
        gather.note(&format!("ui.{name}"), default, Origin::Default);
        return None;
    };
    let word = value.name(what, T::VARIANTS, gather)?;
    gather.note(&value.key, word, value.origin());
    word.parse().ok()
}
