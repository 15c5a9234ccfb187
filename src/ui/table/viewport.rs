//! Which rows are in view.

/// How many rows stay in view beyond the selected one where there is room.
const MARGIN: usize = 2;

/// The first row to show of `len` rows in `height` rows of screen, so that row `selected` is in view with a little
/// around it, and the view moves from `offset` no more than that needs.
#[must_use]
pub fn viewport(selected: usize, offset: usize, height: usize, len: usize) -> usize {
    let Some(last) = len.checked_sub(1) else { return 0 };
    if height == 0 {
        return offset.min(last);
    }
    let selected = selected.min(last);
    let margin = MARGIN.min((height - 1) / 2);
    let highest = selected.saturating_sub(margin);
    let lowest = (selected + margin + 1).saturating_sub(height);
    // At the end the view is full rather than showing nothing below the last row.
    offset.clamp(lowest, highest.max(lowest)).min(len.saturating_sub(height))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    // In the middle of the view nothing moves.
    #[case(5, 0, 10, 100, 0)]
    // Two rows below the selection stay in view, until the end.
    #[case(8, 0, 10, 100, 1)]
    #[case(99, 0, 10, 100, 90)]
    #[case(0, 50, 10, 100, 0)]
    // Rows went away: the view is full again.
    #[case(3, 90, 10, 12, 1)]
    #[case(3, 90, 10, 5, 0)]
    #[case(0, 0, 10, 0, 0)]
    #[case(7, 3, 1, 100, 7)]
    fn the_view_follows_the_selection(
        #[case] selected: usize,
        #[case] offset: usize,
        #[case] height: usize,
        #[case] len: usize,
        #[case] first: usize,
    ) {
        assert_eq!(viewport(selected, offset, height, len), first);
    }

    proptest! {
        #[test]
        fn the_selection_is_in_view_and_the_view_is_full(
            selected in 0_usize..500, offset in 0_usize..600, height in 1_usize..60, len in 1_usize..500,
        ) {
            let first = viewport(selected, offset, height, len);
            let selected = selected.min(len - 1);
            prop_assert!(first <= selected && selected < first + height);
            prop_assert!(first + height <= len.max(height));
            prop_assert_eq!(viewport(selected, first, height, len), first, "it settles");
        }
    }
}
