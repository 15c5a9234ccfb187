//! A trend in one line.

use super::{Area, Canvas};

/// Draws `values`, oldest first, in the first row of `area`, one cell each and the newest at the right; where there
/// are more values than cells the oldest are left out. The lowest value shown is the lowest bar and the highest the
/// highest; a flat line is drawn at the bottom.
pub fn sparkline(canvas: &mut Canvas<'_>, area: Area, values: &[u64]) {
    let cells = usize::from(area.width);
    let shown = &values[values.len().saturating_sub(cells)..];
    let (Some(&low), Some(&high)) = (shown.iter().min(), shown.iter().max()) else { return };
    if area.height == 0 {
        return;
    }
    let (style, levels) = (canvas.theme().sparkline, canvas.glyphs().levels);
    let start = area.right() - u16::try_from(shown.len()).unwrap_or(area.width);
    for (x, value) in (start..area.right()).zip(shown) {
        canvas.glyph(x, area.y, levels[level(*value, low, high)], style);
    }
}

/// Which of the eight levels stands for `value`; the top one for `high` alone.
fn level(value: u64, low: u64, high: u64) -> usize {
    match u128::from(high - low) {
        0 => 0,
        span => usize::try_from(u128::from(value - low) * 7 / span).unwrap_or(7),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::ui::testing::{Sheet, survives_every_size};

    fn line(values: &[u64], cells: u16) -> String {
        let mut sheet = Sheet::new(cells, 1);
        sheet.draw(|canvas| sparkline(canvas, canvas.bounds(), values));
        sheet.row(0)
    }

    #[rstest]
    #[case(&[0, 1, 2, 3, 4, 5, 6, 7], 8, "▁▂▃▄▅▆▇█")]
    // Fewer values than cells: the newest is at the right.
    #[case(&[0, 7], 5, "   ▁█")]
    // More: the oldest are left out, and do not flatten the rest.
    #[case(&[1_000_000, 0, 7], 2, "▁█")]
    #[case(&[5, 5, 5], 3, "▁▁▁")]
    #[case(&[], 3, "   ")]
    #[case(&[u64::MIN, u64::MAX], 2, "▁█")]
    fn trends(#[case] values: &[u64], #[case] cells: u16, #[case] drawn: &str) {
        assert_eq!(line(values, cells), drawn);
    }

    #[test]
    fn it_stays_in_its_area() {
        survives_every_size(|canvas, area| sparkline(canvas, area, &[1, 5, 2, 8, 3, 9, 1, 1, 4]));
    }

    proptest! {
        #[test]
        fn more_is_never_drawn_lower(a: u64, b: u64, c: u64) {
            let (low, high) = (a.min(b).min(c), a.max(b).max(c));
            prop_assert!(a > b || level(a, low, high) <= level(b, low, high));
            prop_assert!(level(high, low, high) <= 7);
        }
    }
}
