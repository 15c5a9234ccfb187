//! `alerts.quiet`: when nothing rings.

use jiff::civil::Time;

use crate::config::problem::quoted;
use crate::config::reader::{Gather, Section};
use crate::config::show::Origin;
use crate::domain::QuietHours;

/// Reads `alerts.quiet`.
pub(super) fn quiet(table: Option<&Section>, gather: &mut Gather) -> Option<QuietHours> {
    let Some(value) = table.and_then(|table| table.get("quiet", gather)) else {
        gather.note("alerts.quiet", "never", Origin::Default);
        return None;
    };
    let expected = "a table, such as { from = \"22:00\", to = \"07:00\" }";
    let table = value.section(expected, &["from", "to", "urgent"], gather)?;
    let from = time(&table, "from", gather);
    let to = time(&table, "to", gather);
    let urgent = urgent(&table, gather);
    let (from, to) = (from?, to?);
    if from == to {
        value.wrong("two times that differ", "the same time twice", gather);
        return None;
    }
    Some(QuietHours { from, to, urgent })
}

fn urgent(table: &Section, gather: &mut Gather) -> bool {
    let Some(value) = table.get("urgent", gather) else {
        gather.note(&table.path("urgent"), "false", Origin::Default);
        return false;
    };
    let urgent = value.boolean(gather).unwrap_or_default();
    gather.note(&value.key, urgent.to_string(), value.origin());
    urgent
}

fn time(table: &Section, key: &str, gather: &mut Gather) -> Option<Time> {
    const EXPECTED: &str = "a time of day from \"00:00\" to \"23:59\"";
    let value = table.require(key, EXPECTED, gather)?;
    let text = value.text(EXPECTED, gather)?;
    let is_whole = text.len() == 5 && text.as_bytes()[2] == b':';
    let Some(time) = Time::strptime("%H:%M", text).ok().filter(|_| is_whole) else {
        value.wrong(EXPECTED, &quoted(text), gather);
        return None;
    };
    gather.note(&value.key, text, value.origin());
    Some(time)
}
