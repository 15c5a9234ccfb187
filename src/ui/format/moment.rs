//! Points in time: always with the abbreviation of their zone or by how long ago they are, so that no time on the screen
//! is ambiguous.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::age;
use crate::message::Times;
use crate::ui::text;

/// What a zone is called at `at`: `IST`, or `UTC+08` where it has only an offset for a name.
#[must_use]
pub fn zone(at: Timestamp, zone: &TimeZone) -> String {
    // An unknown zone is kept by jiff as UTC.
    if zone.is_unknown() {
        return "UTC".to_owned();
    }
    let info = zone.to_offset_info(at);
    let name = info.abbreviation();
    format!("{}{name}", if name.starts_with(['+', '-']) { "UTC" } else { "" })
}

/// `at` in `zone` by the `strftime` format, then what the zone is called.
fn labelled(at: Timestamp, in_zone: &TimeZone, format: &str) -> String {
    format!("{} {}", at.to_zoned_datetime(in_zone.clone()).strftime(format), zone(at, in_zone))
}

/// The clock with seconds: `14:05:09 IST`.
#[must_use]
pub fn clock(at: Timestamp, zone: &TimeZone) -> String {
    labelled(at, zone, "%H:%M:%S")
}

/// The clock: `14:05 IST`.
#[must_use]
pub fn clock_short(at: Timestamp, zone: &TimeZone) -> String {
    labelled(at, zone, "%H:%M")
}

/// Date and clock with seconds: `2026-11-20 14:05:09 IST`.
#[must_use]
pub fn date_time(at: Timestamp, zone: &TimeZone) -> String {
    labelled(at, zone, "%Y-%m-%d %H:%M:%S")
}

/// How long ago it is, or how long until then, in steps that do not tick: `just now`, `12m ago`, `2h ago`, `in 4d`.
#[must_use]
pub fn ago(at: Timestamp, now: Timestamp) -> String {
    const MINUTE: SignedDuration = SignedDuration::from_mins(1);
    let since = now.duration_since(at);
    if since <= -MINUTE {
        format!("in {}", age(-since))
    } else if since < MINUTE {
        "just now".to_owned()
    } else {
        format!("{} ago", age(since))
    }
}

/// The clock, with the date where it is another day than `now`, and the year where it is another year:
/// `14:05 IST`, `19 Nov 23:50 IST`, `31 Dec 2025 23:50 IST`; or how long ago it is.
#[must_use]
pub fn moment(at: Timestamp, now: Timestamp, zone: &TimeZone, times: Times) -> String {
    if times == Times::Ago {
        return ago(at, now);
    }
    let day = |at: Timestamp| at.to_zoned_datetime(zone.clone()).date();
    let format = match (day(at), day(now)) {
        (a, b) if a == b => "%H:%M",
        (a, b) if a.year() == b.year() => "%-d %b %H:%M",
        _ => "%-d %b %Y %H:%M",
    };
    labelled(at, zone, format)
}

/// Since when something is so: `since 14:05 IST`, or `for 12m`.
#[must_use]
pub fn since(at: Timestamp, now: Timestamp, zone: &TimeZone, times: Times) -> String {
    let span = now.duration_since(at);
    match times {
        Times::Clock => format!("since {}", moment(at, now, zone, times)),
        Times::Ago if span.as_mins() < 1 => "for under 1m".to_owned(),
        Times::Ago => format!("for {}", age(span)),
    }
}

/// Date and clock with seconds, and before it how long ago it is where times are told like that:
/// `12m ago, 2026-11-20 14:05:09 IST`.
#[must_use]
pub fn full(at: Timestamp, now: Timestamp, zone: &TimeZone, times: Times) -> String {
    match times {
        Times::Clock => date_time(at, zone),
        Times::Ago => format!("{}, {}", ago(at, now), date_time(at, zone)),
    }
}

/// A moment in `room` cells of a list whose title names the zone: the clock with seconds today, else the date too. Where it
/// is narrow first the zone leaves, then the clock of another day.
#[must_use]
pub fn when(at: Timestamp, now: Timestamp, zone: &TimeZone, times: Times, room: usize) -> String {
    let day = |at: Timestamp| at.to_zoned_datetime(zone.clone()).date();
    if times == Times::Clock && day(at) == day(now) {
        return cut(clock(at, zone), room);
    }
    when_short(at, now, zone, times, room)
}

/// The same without seconds.
#[must_use]
pub fn when_short(at: Timestamp, now: Timestamp, zone: &TimeZone, times: Times, room: usize) -> String {
    match times {
        Times::Clock => cut(moment(at, now, zone, times), room),
        Times::Ago => ago(at, now),
    }
}

/// Words without as many of the last as do not fit.
fn cut(mut words: String, room: usize) -> String {
    while text::width(&words) > room {
        let Some(end) = words.rfind(' ') else { break };
        words.truncate(end);
    }
    words
}

#[cfg(test)]
mod tests {
    use jiff::tz;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }

    #[test]
    fn every_time_names_its_zone() {
        let noon = at("2026-11-20T08:35:09Z");
        assert_eq!(clock(noon, &zone("Asia/Kolkata")), "14:05:09 IST");
        assert_eq!(clock_short(noon, &zone("Asia/Kolkata")), "14:05 IST");
        assert_eq!(date_time(noon, &zone("Asia/Kolkata")), "2026-11-20 14:05:09 IST");
        assert_eq!(clock_short(noon, &TimeZone::UTC), "08:35 UTC");
    }

    #[test]
    fn summer_time_has_its_own_name() {
        assert_eq!(clock_short(at("2026-07-01T12:00:00Z"), &zone("America/New_York")), "08:00 EDT");
        assert_eq!(clock_short(at("2026-12-01T12:00:00Z"), &zone("America/New_York")), "07:00 EST");
    }

    #[test]
    fn a_zone_without_a_name_is_an_offset_from_utc() {
        assert_eq!(clock_short(at("2026-07-01T12:00:00Z"), &zone("America/Sao_Paulo")), "09:00 UTC-03");
        assert_eq!(clock_short(at("2026-07-01T12:00:00Z"), &TimeZone::fixed(tz::offset(8))), "20:00 UTC+08");
        assert_eq!(clock_short(at("2026-07-01T12:00:00Z"), &TimeZone::unknown()), "12:00 UTC");
    }

    #[test]
    fn the_date_is_told_where_it_is_not_today() {
        let kolkata = zone("Asia/Kolkata");
        // 00:30 in India is still the day before in UTC: the zone decides what today is.
        let now = at("2026-11-19T19:00:00Z");
        assert_eq!(moment(at("2026-11-19T18:45:00Z"), now, &kolkata, Times::Clock), "00:15 IST");
        assert_eq!(moment(at("2026-11-19T18:20:00Z"), now, &kolkata, Times::Clock), "19 Nov 23:50 IST");
        assert_eq!(moment(at("2025-12-31T18:20:00Z"), now, &kolkata, Times::Clock), "31 Dec 2025 23:50 IST");
    }

    #[test]
    fn how_long_ago_it_is_needs_no_zone() {
        let now = at("2026-11-20T08:35:09Z");
        for (moment, words) in [
            ("2026-11-20T08:34:30Z", "just now"),
            ("2026-11-20T08:35:40Z", "just now"),
            ("2026-11-20T08:23:00Z", "12m ago"),
            ("2026-11-16T08:23:00Z", "4d ago"),
            ("2026-11-20T08:50:10Z", "in 15m"),
        ] {
            assert_eq!(ago(at(moment), now), words);
            assert_eq!(super::moment(at(moment), now, &TimeZone::UTC, Times::Ago), words);
        }
        assert_eq!(since(at("2026-11-20T08:23:00Z"), now, &TimeZone::UTC, Times::Clock), "since 08:23 UTC");
        assert_eq!(since(at("2026-11-20T08:23:00Z"), now, &TimeZone::UTC, Times::Ago), "for 12m");
        assert_eq!(since(at("2026-11-20T08:35:00Z"), now, &TimeZone::UTC, Times::Ago), "for under 1m");
        let told = full(at("2026-11-20T08:23:00Z"), now, &zone("Asia/Kolkata"), Times::Ago);
        assert_eq!(told, "12m ago, 2026-11-20 13:53:00 IST");
    }

    #[test]
    fn where_it_is_narrow_the_zone_is_left_to_the_title_of_the_list() {
        let (now, kolkata) = (at("2026-11-20T08:35:09Z"), zone("Asia/Kolkata"));
        let told = |moment, room| when(at(moment), now, &kolkata, Times::Clock, room);
        assert_eq!(told("2026-11-20T08:23:00Z", 12), "13:53:00 IST");
        assert_eq!(told("2026-11-20T08:23:00Z", 8), "13:53:00");
        assert_eq!(told("2026-11-18T08:23:00Z", 16), "18 Nov 13:53 IST");
        assert_eq!(told("2026-11-18T08:23:00Z", 8), "18 Nov");
        assert_eq!(when(at("2026-11-20T08:23:00Z"), now, &kolkata, Times::Ago, 8), "12m ago");
    }

    #[test]
    fn the_ends_of_time_survive() {
        for at in [Timestamp::MIN, Timestamp::MAX, Timestamp::UNIX_EPOCH] {
            assert!(date_time(at, &zone("Asia/Kolkata")).ends_with(char::is_alphanumeric));
            for other in [Timestamp::MIN, Timestamp::MAX] {
                assert!(!ago(at, other).is_empty());
            }
        }
    }
}
