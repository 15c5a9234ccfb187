//! How sure a few successes make of a rate: Wilson's bounds. Counts alone; no amount ever passes through here.

/// The highest rate that so many successes of so many still go with, at `z` standard deviations; one where there are
/// none. A success more than there are counts as one of them.
#[must_use]
pub fn wilson_upper(successes: u64, of: u64, z: f64) -> f64 {
    if of == 0 {
        return 1.0;
    }
    let number = |count: u64| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let (n, rate) = (number(of), (number(successes) / number(of)).min(1.0));
    let square = z * z;
    let centre = rate + square / (2.0 * n);
    let margin = z * (rate * (1.0 - rate) / n + square / (4.0 * n * n)).sqrt();
    ((centre + margin) / (1.0 + square / n)).min(1.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    // The figures are those of the literature (Wilson 1927; R's prop.test without correction).
    #[rstest]
    #[case(8, 10, 0.943_3)]
    #[case(5, 10, 0.763_4)]
    #[case(0, 10, 0.277_5)]
    #[case(10, 10, 1.0)]
    #[case(80, 100, 0.866_6)]
    fn the_upper_bound_is_wilsons(#[case] successes: u64, #[case] of: u64, #[case] bound: f64) {
        let found = wilson_upper(successes, of, 1.96);
        assert!((found - bound).abs() < 0.000_1, "{found}");
    }

    proptest! {
        #[test]
        fn it_is_a_rate_not_below_the_one_seen_and_narrows_with_more_of_the_same(of in 1_u64..10_000, part in 0.0..=1.0_f64) {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
            let successes = (of as f64 * part) as u64;
            let bound = wilson_upper(successes, of, 1.96);
            #[expect(clippy::cast_precision_loss)]
            let seen = successes as f64 / of as f64;
            prop_assert!(bound <= 1.0 && bound >= seen);
            prop_assert!(wilson_upper(successes * 10, of * 10, 1.96) <= bound + 1e-9);
            prop_assert!(wilson_upper(successes, of, 1.0) <= bound + 1e-9);
        }

        #[test]
        fn no_counts_break_it(successes: u64, of: u64) {
            let bound = wilson_upper(successes, of, 1.96);
            prop_assert!((0.0..=1.0).contains(&bound));
        }
    }
}
