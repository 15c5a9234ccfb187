//! Quiet hours: nothing rings then.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// From when to when it is quiet, each day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietHours {
    /// From then on.
    pub from: Time,
    /// Until then, which may be on the next day. It is never the same as `from`.
    pub to: Time,
    /// Whether what is urgent is told all the same.
    pub urgent: bool,
}

impl QuietHours {
    /// When it ends, where it is quiet at `now`.
    #[must_use]
    pub fn ends(&self, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let local = now.to_zoned_datetime(zone.clone());
        let time = local.time();
        let over_midnight = self.to < self.from;
        let is_quiet =
            if over_midnight { time >= self.from || time < self.to } else { time >= self.from && time < self.to };
        if !is_quiet {
            return None;
        }
        let day = if time < self.to { local.date() } else { local.date().checked_add(1.day()).ok()? };
        day.to_datetime(self.to).to_zoned_datetime(zone.clone()).ok().map(|end| end.timestamp())
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    // India's time is half past five ahead.
    #[case("22:00", "07:00", "2026-02-10T16:29:59Z", None)]
    #[case("22:00", "07:00", "2026-02-10T16:30:00Z", Some("2026-02-11T01:30:00Z"))]
    #[case("22:00", "07:00", "2026-02-10T20:00:00Z", Some("2026-02-11T01:30:00Z"))]
    #[case("22:00", "07:00", "2026-02-11T01:29:59Z", Some("2026-02-11T01:30:00Z"))]
    #[case("22:00", "07:00", "2026-02-11T01:30:00Z", None)]
    #[case("12:00", "14:00", "2026-02-10T06:30:00Z", Some("2026-02-10T08:30:00Z"))]
    #[case("12:00", "14:00", "2026-02-10T08:30:00Z", None)]
    #[case("12:00", "14:00", "2026-02-10T20:00:00Z", None)]
    fn it_is_quiet_from_one_time_to_the_other(
        #[case] from: &str,
        #[case] to: &str,
        #[case] now: &str,
        #[case] ends: Option<&str>,
    ) {
        let quiet = QuietHours { from: from.parse().unwrap(), to: to.parse().unwrap(), urgent: false };
        let zone = TimeZone::get("Asia/Kolkata").unwrap();
        assert_eq!(quiet.ends(now.parse().unwrap(), &zone), ends.map(|ends| ends.parse().unwrap()));
    }
}
