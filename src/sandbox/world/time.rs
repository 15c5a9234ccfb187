//! The world's own time: whole seconds since it began, and how they lie in the time outside.

use jiff::{SignedDuration, Timestamp};

use crate::sandbox::Speed;

/// Seconds of the world since it began; negative for what was before.
pub type Second = i64;

/// Places the world's seconds in the time outside.
#[derive(Clone, Copy, Debug)]
pub struct Calendar {
    /// A moment outside ...
    moment: Timestamp,
    /// ... and the world's second that begins then.
    second: Second,
    speed: Speed,
}

impl Calendar {
    /// A calendar in which `second` begins at `moment`.
    pub fn new(moment: Timestamp, second: Second, speed: Speed) -> Self {
        Self { moment, second, speed }
    }

    /// The world's second at `now`.
    pub fn second_at(&self, now: Timestamp) -> Second {
        let elapsed = now.duration_since(self.moment).as_millis();
        let seconds = (elapsed * i128::from(self.speed.thousandths())).div_euclid(1_000_000);
        self.second.saturating_add(i64::try_from(seconds).unwrap_or(i64::MAX))
    }

    /// When `second` begins, outside.
    pub fn moment_of(&self, second: Second) -> Timestamp {
        let seconds = i128::from(second) - i128::from(self.second);
        // Rounded up, so that the second has begun by then.
        let millis = -(-seconds * 1_000_000).div_euclid(i128::from(self.speed.thousandths()));
        let millis = i64::try_from(millis).unwrap_or(i64::MAX);
        self.moment.saturating_add(SignedDuration::from_millis(millis)).unwrap_or(self.moment)
    }

    /// What `minutes` of the world last outside: whole minutes, rounded up, at least one.
    pub fn minutes_outside(&self, minutes: u32) -> u64 {
        (u64::from(minutes) * 1_000).div_ceil(u64::from(self.speed.thousandths())).max(1)
    }

    /// The speed.
    pub fn speed(&self) -> Speed {
        self.speed
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn calendar(speed: f64) -> Calendar {
        Calendar::new(Timestamp::from_second(1_700_000_000).unwrap(), 0, Speed::new(speed).unwrap())
    }

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millisecond(1_700_000_000_000 + millis).unwrap()
    }

    #[rstest]
    #[case(1.0, 0, 0)]
    #[case(1.0, 999, 0)]
    #[case(1.0, 1_000, 1)]
    #[case(1.0, -1, -1)]
    #[case(10.0, 99, 0)]
    #[case(10.0, 100, 1)]
    #[case(0.5, 1_999, 0)]
    #[case(0.5, 2_000, 1)]
    #[case(60.0, 60_000, 3_600)]
    fn seconds_pass_at_the_speed(#[case] speed: f64, #[case] millis: i64, #[case] second: Second) {
        assert_eq!(calendar(speed).second_at(at(millis)), second);
    }

    #[rstest]
    #[case(1.0)]
    #[case(7.0)]
    #[case(0.3)]
    #[case(3_600.0)]
    fn a_second_has_begun_at_its_moment(#[case] speed: f64) {
        let calendar = calendar(speed);
        for second in [-3_600, -1, 0, 1, 59, 86_400] {
            assert!(calendar.second_at(calendar.moment_of(second)) >= second);
        }
    }

    #[test]
    fn a_faster_world_needs_fewer_minutes_but_never_none() {
        assert_eq!(calendar(1.0).minutes_outside(45), 45);
        assert_eq!(calendar(2.0).minutes_outside(45), 23);
        assert_eq!(calendar(3_600.0).minutes_outside(45), 1);
        assert_eq!(calendar(0.5).minutes_outside(20), 40);
    }
}
