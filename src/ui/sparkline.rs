//! A trend in one line.

use super::{Area, Canvas};

/// Draws `values`, oldest first, in the first row of `area`, one cell each and the newest at the right; where there
/// are more values than cells the oldest are left out. The highest value shown is the highest bar and nothing is the
/// lowest, so that bars can be compared with each other; a line of nothing is drawn at the bottom.
pub fn sparkline(canvas: &mut Canvas<'_>, area: Area, values: &[u64]) {
    let cells = usize::from(area.width);
    let shown = &values[values.len().saturating_sub(cells)..];
    let Some(&high) = shown.iter().max() else { return };
    if area.height == 0 {
        return;
    }
    let (style, levels) = (canvas.theme().sparkline, canvas.glyphs().levels);
    let start = area.right() - u16::try_from(shown.len()).unwrap_or(area.width);
    for (x, value) in (start..area.right()).zip(shown) {
        canvas.glyph(x, area.y, levels[level(*value, high)], style);
    }
}

/// Which of the eight levels stands for `value`, to the nearest; the bottom one for nothing.
fn level(value: u64, high: u64) -> usize {
    match u128::from(high) {
        0 => 0,
        high => usize::try_from((u128::from(value) * 14 + high) / (2 * high)).unwrap_or(7),
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
    #[case(&[5, 5, 5], 3, "███")]
    #[case(&[0, 0, 0], 3, "▁▁▁")]
    // Nearly the same is drawn as the same.
    #[case(&[787, 788, 800], 3, "███")]
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
            let high = a.max(b).max(c);
            prop_assert!(a > b || level(a, high) <= level(b, high));
            prop_assert!(level(high, high) <= 7);
        }
    }
}
