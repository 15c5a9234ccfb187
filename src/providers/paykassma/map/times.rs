//! Times as Paykassma writes them: without a zone, in the account's own.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// The moment `text` names: in `zone`, unless it names its own.
pub(super) fn moment(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(moment);
    }
    let civil: DateTime = text.parse().ok()?;
    zone.to_timestamp(civil).ok()
}

#[cfg(test)]
mod tests {
    use jiff::tz;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("2021-10-21 13:34:12", Some("2021-10-21T05:34:12Z"))]
    #[case("2021-10-21T13:34:12", Some("2021-10-21T05:34:12Z"))]
    #[case("2021-10-21T13:34:12+00:00", Some("2021-10-21T13:34:12Z"))]
    #[case("2021-10-21T13:34:12Z", Some("2021-10-21T13:34:12Z"))]
    #[case(" 2021-10-21 13:34:12 ", Some("2021-10-21T05:34:12Z"))]
    #[case("0000-00-00 00:00:00", None)]
    #[case("2021-13-21 13:34:12", None)]
    #[case("yesterday", None)]
    #[case("", None)]
    fn times_without_a_zone_are_in_the_accounts_own(#[case] text: &str, #[case] moment_of: Option<&str>) {
        let manila = TimeZone::fixed(tz::offset(8));
        assert_eq!(moment(text, &manila), moment_of.map(|text| text.parse().unwrap()));
    }
}
