//! Points in time: always with the abbreviation of their zone, so that no time on the screen is ambiguous.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// `at` in `zone` by the `strftime` format, then the zone's abbreviation; a zone that has only an offset for one is
/// written `UTC+08`.
fn labelled(at: Timestamp, zone: &TimeZone, format: &str) -> String {
    let info = zone.to_offset_info(at);
    let name = info.abbreviation();
    let utc = if name.starts_with(['+', '-']) { "UTC" } else { "" };
    // An unknown zone is kept by jiff as UTC.
    let name = if zone.is_unknown() { "UTC" } else { name };
    format!("{} {}{name}", at.to_zoned(zone.clone()).strftime(format), if zone.is_unknown() { "" } else { utc })
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

/// The clock, with the date where it is another day than `now`, and the year where it is another year:
/// `14:05 IST`, `19 Nov 23:50 IST`, `31 Dec 2025 23:50 IST`.
#[must_use]
pub fn moment(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
    let format = match (day(at), day(now)) {
        (a, b) if a == b => "%H:%M",
        (a, b) if a.year() == b.year() => "%-d %b %H:%M",
        _ => "%-d %b %Y %H:%M",
    };
    labelled(at, zone, format)
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
        assert_eq!(moment(at("2026-11-19T18:45:00Z"), now, &kolkata), "00:15 IST");
        assert_eq!(moment(at("2026-11-19T18:20:00Z"), now, &kolkata), "19 Nov 23:50 IST");
        assert_eq!(moment(at("2025-12-31T18:20:00Z"), now, &kolkata), "31 Dec 2025 23:50 IST");
    }

    #[test]
    fn the_ends_of_time_survive() {
        for at in [Timestamp::MIN, Timestamp::MAX, Timestamp::UNIX_EPOCH] {
            assert!(date_time(at, &zone("Asia/Kolkata")).ends_with(char::is_alphanumeric));
        }
    }
}
