//! Spans of time.

use jiff::SignedDuration;

/// Seconds as days, hours, minutes and seconds.
fn parts(seconds: u64) -> (u64, u64, u64, u64) {
    (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60)
}

/// The two largest units of a span: `42s`, `4m 05s`, `1h 12m`, `3d 4h`; a minus sign before a negative one.
#[must_use]
pub fn duration(span: SignedDuration) -> String {
    let sign = if span.as_secs() < 0 { "-" } else { "" };
    match parts(span.as_secs().unsigned_abs()) {
        (0, 0, 0, seconds) => format!("{sign}{seconds}s"),
        (0, 0, minutes, seconds) => format!("{sign}{minutes}m {seconds:02}s"),
        (0, hours, minutes, _) => format!("{sign}{hours}h {minutes:02}m"),
        (days, hours, _, _) => format!("{sign}{days}d {hours}h"),
    }
}

/// A span where seconds do not matter: `42s`, `4m`, `1h 12m`, `3d 4h`; a minus sign before a negative one.
#[must_use]
pub fn duration_short(span: SignedDuration) -> String {
    match parts(span.as_secs().unsigned_abs()) {
        (0, 0, minutes, _) if minutes > 0 => format!("{}{minutes}m", if span.is_negative() { "-" } else { "" }),
        _ => duration(span),
    }
}

/// What is left until something should be done: `12m left`, or `12m late` once it is negative.
#[must_use]
pub fn left_or_late(left: SignedDuration) -> String {
    let word = if left.as_secs() < 0 { "late" } else { "left" };
    format!("{} {word}", duration_short(left.abs()))
}

/// How long ago something was: `just now`, `12s`, `3m`, `2h`, `4d`, always rounded down. A moment that a clock ahead
/// of ours calls the future is `just now`.
#[must_use]
pub fn age(since: SignedDuration) -> String {
    match parts(u64::try_from(since.as_secs()).unwrap_or(0)) {
        (0, 0, 0, 0..=4) => "just now".to_owned(),
        (0, 0, 0, seconds) => format!("{seconds}s"),
        (0, 0, minutes, _) => format!("{minutes}m"),
        (0, hours, _, _) => format!("{hours}h"),
        (days, ..) => format!("{days}d"),
    }
}

/// A countdown: `1:05`, `0:09`, `1:02:03`; `0:00` once it is over.
#[must_use]
pub fn countdown(left: SignedDuration) -> String {
    let (days, hours, minutes, seconds) = parts(u64::try_from(left.as_secs()).unwrap_or(0));
    match days * 24 + hours {
        0 => format!("{minutes}:{seconds:02}"),
        hours => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

/// A span that is no more than a guess, in one round number and never longer than it is: `under 10 min`,
/// `about 40 min`, `about 6 h`, `about 3 days`, `over 30 days`.
#[must_use]
pub fn about(span: SignedDuration) -> String {
    let minutes = u64::try_from(span.as_mins()).unwrap_or(0);
    match (minutes, minutes / 60, minutes / 60 / 24) {
        (0..10, ..) => "under 10 min".to_owned(),
        (10..60, ..) => format!("about {} min", minutes / 10 * 10),
        (_, hours @ 1..48, _) => format!("about {hours} h"),
        (.., days @ 2..=30) => format!("about {days} days"),
        _ => "over 30 days".to_owned(),
    }
}

/// The same where there is little room: `<10 min`, `~40 min`, `~6 h`, `~3 d`, `>30 d`.
#[must_use]
pub fn about_short(span: SignedDuration) -> String {
    let words = about(span).replace("days", "d");
    let short = [("under ", "<"), ("about ", "~"), ("over ", ">")];
    short.iter().fold(words, |words, (long, short)| words.replace(long, short))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(0, "0s")]
    #[case(59, "59s")]
    #[case(60, "1m 00s")]
    #[case(245, "4m 05s")]
    #[case(3_600, "1h 00m")]
    #[case(4_320, "1h 12m")]
    #[case(86_399, "23h 59m")]
    #[case(273_600, "3d 4h")]
    #[case(-245, "-4m 05s")]
    fn durations_show_their_two_largest_units(#[case] seconds: i64, #[case] shown: &str) {
        assert_eq!(duration(SignedDuration::from_secs(seconds)), shown);
    }

    #[rstest]
    #[case(42, "42s")]
    #[case(245, "4m")]
    #[case(4_320, "1h 12m")]
    #[case(-720, "-12m")]
    fn short_durations_leave_out_seconds(#[case] seconds: i64, #[case] shown: &str) {
        assert_eq!(duration_short(SignedDuration::from_secs(seconds)), shown);
    }

    #[rstest]
    #[case(720, "12m left")]
    #[case(0, "0s left")]
    #[case(-720, "12m late")]
    #[case(-1, "1s late")]
    fn a_plan_is_left_or_late(#[case] seconds: i64, #[case] shown: &str) {
        assert_eq!(left_or_late(SignedDuration::from_secs(seconds)), shown);
    }

    #[rstest]
    #[case(-90, "just now")]
    #[case(0, "just now")]
    #[case(12, "12s")]
    #[case(119, "1m")]
    #[case(180, "3m")]
    #[case(7_199, "1h")]
    #[case(400_000, "4d")]
    fn ages_are_rounded_down(#[case] seconds: i64, #[case] shown: &str) {
        assert_eq!(age(SignedDuration::from_secs(seconds)), shown);
    }

    #[rstest]
    #[case(-5, "under 10 min")]
    #[case(599, "under 10 min")]
    #[case(600, "about 10 min")]
    #[case(3_599, "about 50 min")]
    #[case(3_600, "about 1 h")]
    #[case(23_000, "about 6 h")]
    #[case(172_799, "about 47 h")]
    #[case(172_800, "about 2 days")]
    #[case(2_678_399, "about 30 days")]
    #[case(2_678_400, "over 30 days")]
    #[case(i64::MAX, "over 30 days")]
    fn a_guess_is_round_and_never_longer_than_it_is(#[case] seconds: i64, #[case] shown: &str) {
        assert_eq!(about(SignedDuration::from_secs(seconds)), shown);
    }

    #[rstest]
    #[case(5, "<10 min")]
    #[case(2_500, "~40 min")]
    #[case(23_000, "~6 h")]
    #[case(259_200, "~3 d")]
    #[case(i64::MAX, ">30 d")]
    fn a_short_guess_has_seven_cells(#[case] seconds: i64, #[case] shown: &str) {
        assert_eq!(about_short(SignedDuration::from_secs(seconds)), shown);
    }

    #[rstest]
    #[case(65, "1:05")]
    #[case(9, "0:09")]
    #[case(-3, "0:00")]
    #[case(3_723, "1:02:03")]
    fn countdowns_end_at_zero(#[case] seconds: i64, #[case] shown: &str) {
        assert_eq!(countdown(SignedDuration::from_secs(seconds)), shown);
    }

    proptest! {
        #[test]
        fn no_span_panics(seconds: i64, nanos in -999_999_999_i32..1_000_000_000) {
            if let Some(span) = SignedDuration::from_secs(seconds).checked_add(SignedDuration::from_nanos(nanos.into())) {
                let all = [duration(span), duration_short(span), age(span), countdown(span)];
                prop_assert!(all.iter().all(|shown| !shown.is_empty()));
            }
            if seconds > i64::MIN {
                prop_assert!(!left_or_late(SignedDuration::from_secs(seconds)).is_empty());
            }
        }
    }
}
