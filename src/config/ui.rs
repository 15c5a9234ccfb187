//! `[ui]`: the time zone and the theme.

use jiff::tz::{TimeZone, db};
use strum::VariantNames;

use super::problem::{Problem, nearest};
use super::reader::{Gather, Section};
use super::show::Origin;

/// How the screen is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display, strum::EnumString, strum::VariantNames)]
#[strum(serialize_all = "lowercase")]
pub enum Theme {
    /// Light on dark.
    Dark,
    /// Dark on light.
    Light,
    /// Without colour.
    Mono,
}

/// What the operator likes to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UiConfig {
    /// The zone times are shown in; `None` for the system's.
    pub time_zone: Option<TimeZone>,
    /// The theme; `None` where the operator leaves it to the program.
    pub theme: Option<Theme>,
}

/// Reads `[ui]`.
pub(super) fn ui(root: &Section, gather: &mut Gather) -> UiConfig {
    let table =
        root.get("ui", gather).and_then(|value| value.section("a table: [ui]", &["time_zone", "theme"], gather));
    let time_zone = time_zone(table.as_ref(), gather);
    let theme = theme(table.as_ref(), gather);
    UiConfig { time_zone, theme }
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

fn theme(table: Option<&Section>, gather: &mut Gather) -> Option<Theme> {
    let Some(value) = table.and_then(|table| table.get("theme", gather)) else {
        gather.note("ui.theme", "dark", Origin::Default);
        return None;
    };
    let name = value.name("theme", Theme::VARIANTS, gather)?;
    gather.note(&value.key, name, value.origin());
    name.parse().ok()
}
