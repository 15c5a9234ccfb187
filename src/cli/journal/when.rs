//! Points in time as people type them: RFC 3339, a date, a time of today, or how long ago.

use std::str::FromStr;

use clap::Args;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ZonedDateTime};

/// A point in time, as it was typed.
#[derive(Clone, Debug)]
pub enum When {
    /// In any zone: `2026-11-20T08:00:00Z`.
    At(Timestamp),
    /// In the operator's zone: `2026-11-20T08:00`.
    Local(DateTime),
    /// A whole day: `2026-11-20`.
    Day(Date),
    /// A time of today: `08:00`.
    Clock(Time),
    /// So long ago: `8h`, `90m`, `7d`.
    Ago(Span),
}

/// From when until when.
#[derive(Clone, Debug, Default, Args)]
pub struct Period {
    /// From then on: 2026-11-20T08:00:00Z, 2026-11-20, 08:00 (today) or 8h (ago)
    #[arg(long, value_name = "WHEN")]
    since: Option<When>,
    /// Until then, in the same forms; a date counts to its end
    #[arg(long, value_name = "WHEN")]
    until: Option<When>,
}

/// When a shift began.
#[derive(Clone, Debug)]
pub struct Shift(When);

impl FromStr for When {
    type Err = String;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        let typed = typed.trim();
        if let Ok(at) = typed.parse() {
            return Ok(Self::At(at));
        }
        if typed.len() == "2026-11-20".len()
            && let Ok(day) = typed.parse()
        {
            return Ok(Self::Day(day));
        }
        if typed.contains(['T', 't', ' '])
            && let Ok(local) = typed.parse()
        {
            return Ok(Self::Local(local));
        }
        if let Some((hours, _)) = typed.split_once(':')
            && let Ok(clock) = format!("{}{typed}", "0".repeat(2_usize.saturating_sub(hours.len()))).parse()
        {
            return Ok(Self::Clock(clock));
        }
        match typed.parse::<Span>() {
            Ok(span) if !span.is_negative() => Ok(Self::Ago(span)),
            _ => Err("expected a time such as 2026-11-20T08:00:00Z, a date such as 2026-11-20, a time of today such \
                      as 08:00, or how long ago, such as 8h or 7d"
                .to_owned()),
        }
    }
}

impl When {
    /// Where it begins.
    fn begin(&self, now: &ZonedDateTime) -> Result<Timestamp, String> {
        let zone = now.time_zone();
        let found = match self {
            Self::At(at) => Ok(*at),
            Self::Local(local) => zone.to_timestamp(*local),
            Self::Day(day) => day.to_zoned_datetime(zone.clone()).map(|day| day.timestamp()),
            Self::Clock(clock) => zone.to_timestamp(now.date().to_datetime(*clock)),
            Self::Ago(span) => now.checked_sub(*span).map(|at| at.timestamp()),
        };
        found.map_err(|_| "that time is beyond the calendar".to_owned())
    }

    /// Where it ends: a day at its midnight, anything else where it begins.
    fn end(&self, now: &ZonedDateTime) -> Result<Timestamp, String> {
        match self {
            Self::Day(day) => match day.tomorrow() {
                Ok(next) => Self::Day(next).begin(now),
                Err(_) => Ok(Timestamp::MAX),
            },
            _ => self.begin(now),
        }
    }
}

impl Period {
    /// The two ends; what is at the second one is out.
    ///
    /// # Errors
    /// Where there is nothing between them, in words.
    pub fn ends(&self, now: Timestamp, zone: &TimeZone) -> Result<(Option<Timestamp>, Option<Timestamp>), String> {
        let now = now.to_zoned_datetime(zone.clone());
        let since = self.since.as_ref().map(|when| when.begin(&now)).transpose()?;
        let until = self.until.as_ref().map(|when| when.end(&now)).transpose()?;
        match (since, until) {
            (Some(since), Some(until)) if since >= until => Err("--since is not before --until".to_owned()),
            ends => Ok(ends),
        }
    }
}

impl FromStr for Shift {
    type Err = &'static str;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        match typed.parse() {
            Ok(when @ (When::Clock(_) | When::Ago(_))) => Ok(Self(when)),
            _ => Err("expected how long the shift is, such as 8h, or when it began, such as 22:00"),
        }
    }
}

impl Shift {
    /// When it began. A time of the day that is still to come today was yesterday's.
    ///
    /// # Errors
    /// Where no calendar has it, in words.
    pub fn began(&self, now: Timestamp, zone: &TimeZone) -> Result<Timestamp, String> {
        let today = now.to_zoned_datetime(zone.clone());
        let began = self.0.begin(&today)?;
        match today.yesterday() {
            Ok(yesterday) if began > now => self.0.begin(&yesterday),
            _ => Ok(began),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    /// Half past eight in the evening in India.
    const NOW: &str = "2026-11-20T15:00:00Z";

    fn kolkata() -> TimeZone {
        TimeZone::get("Asia/Kolkata").unwrap()
    }

    fn period(since: Option<&str>, until: Option<&str>) -> Period {
        let when = |typed: Option<&str>| typed.map(|typed| typed.parse().unwrap());
        Period { since: when(since), until: when(until) }
    }

    #[rstest]
    #[case("2026-11-20T08:00:00Z", "2026-11-20T08:00:00Z", "2026-11-20T08:00:00Z")]
    #[case("2026-11-20T08:00:00+05:30", "2026-11-20T02:30:00Z", "2026-11-20T02:30:00Z")]
    #[case("2026-11-20T08:00", "2026-11-20T02:30:00Z", "2026-11-20T02:30:00Z")]
    #[case("2026-11-19", "2026-11-18T18:30:00Z", "2026-11-19T18:30:00Z")]
    #[case("08:00", "2026-11-20T02:30:00Z", "2026-11-20T02:30:00Z")]
    #[case("8:05", "2026-11-20T02:35:00Z", "2026-11-20T02:35:00Z")]
    #[case("8h", "2026-11-20T07:00:00Z", "2026-11-20T07:00:00Z")]
    #[case("1h30m", "2026-11-20T13:30:00Z", "2026-11-20T13:30:00Z")]
    #[case("7d", "2026-11-13T15:00:00Z", "2026-11-13T15:00:00Z")]
    fn what_people_type_is_in_their_zone(#[case] typed: &str, #[case] begin: &str, #[case] end: &str) {
        let now: Timestamp = NOW.parse().unwrap();
        let (since, _) = period(Some(typed), None).ends(now, &kolkata()).unwrap();
        let (_, until) = period(None, Some(typed)).ends(now, &kolkata()).unwrap();
        assert_eq!((since.unwrap().to_string(), until.unwrap().to_string()), (begin.to_owned(), end.to_owned()));
    }

    #[rstest]
    #[case("")]
    #[case("yesterday")]
    #[case("8")]
    #[case("-8h")]
    #[case("8h ago")]
    #[case("25:00")]
    #[case("2026-13-01")]
    #[case("20/11/2026")]
    #[case("99999999999999999999h")]
    fn what_is_no_time_is_refused(#[case] typed: &str) {
        assert!(typed.parse::<When>().is_err(), "{:?}", typed.parse::<When>());
    }

    #[test]
    fn a_period_that_ends_before_it_begins_is_refused() {
        let now: Timestamp = NOW.parse().unwrap();
        assert!(period(Some("1h"), Some("2h")).ends(now, &kolkata()).is_err());
        assert!(period(Some("2026-11-20"), Some("2026-11-20")).ends(now, &kolkata()).is_ok(), "a day is one");
        assert!(period(Some("19000y"), None).ends(now, &kolkata()).is_err());
    }

    #[rstest]
    #[case("8h", "2026-11-20T07:00:00Z")]
    #[case("20:00", "2026-11-20T14:30:00Z")]
    // Nobody's shift begins in the future: it is yesterday's ten o'clock.
    #[case("22:00", "2026-11-19T16:30:00Z")]
    fn a_shift_began_when_it_last_could(#[case] typed: &str, #[case] began: &str) {
        let shift: Shift = typed.parse().unwrap();
        assert_eq!(shift.began(NOW.parse().unwrap(), &kolkata()).unwrap().to_string(), began);
        assert!("2026-11-20".parse::<Shift>().is_err());
    }
}
