//! A bar that shows how much of something is done.

use super::{Area, Canvas, Tone};
use crate::domain::Ratio;

/// Draws `ratio` as a bar in the first row of `area`, to an eighth of a cell. The bar is full at 100 % and stays so:
/// the true number belongs beside it.
pub fn gauge(canvas: &mut Canvas<'_>, area: Area, ratio: Ratio, tone: Tone) {
    let (theme, glyphs) = (canvas.theme(), canvas.glyphs());
    let track = theme.gauge_track;
    let bar = track.patch(tone.bar(theme));
    let empty = if track.bg.is_some() { " " } else { glyphs.track };
    let filled = ratio.eighths(area.width);
    for (cell, x) in (area.x..area.right()).enumerate() {
        let left = filled.saturating_sub(u32::try_from(cell).unwrap_or(u32::MAX).saturating_mul(8)).min(8);
        // Something is never shown as nothing.
        let left = if cell == 0 && left == 0 && ratio > Ratio::ZERO { 1 } else { left };
        match usize::try_from(left).ok().and_then(|left| left.checked_sub(1)) {
            Some(eighth) if area.height > 0 => canvas.glyph(x, area.y, glyphs.eighths[eighth], bar),
            None if area.height > 0 => canvas.glyph(x, area.y, empty, track),
            _ => 0,
        };
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::ui::testing::{Sheet, survives_every_size};

    fn bar(part: u64, whole: u64, cells: u16) -> String {
        let mut sheet = Sheet::new(cells, 1);
        sheet.draw(|canvas| gauge(canvas, canvas.bounds(), Ratio::of_counts(part, whole), Tone::Neutral));
        sheet.row(0)
    }

    #[rstest]
    #[case(0, 100, "        ")]
    #[case(50, 100, "████    ")]
    // 8 cells are 64 eighths; one and a half of them is a block and a half.
    #[case(12, 64, "█▌      ")]
    #[case(1, 10_000, "▏       ")]
    // Full means all of it.
    #[case(9_999, 10_000, "███████▉")]
    #[case(100, 100, "████████")]
    #[case(250, 100, "████████")]
    #[case(5, 0, "        ")]
    fn bars_are_drawn_in_eighths(#[case] part: u64, #[case] whole: u64, #[case] drawn: &str) {
        assert_eq!(bar(part, whole, 8), drawn);
    }

    #[test]
    fn without_colours_the_track_is_a_glyph() {
        let mut sheet = Sheet::new(4, 1);
        sheet.theme = crate::ui::Theme::by_name("mono").unwrap();
        sheet.draw(|canvas| gauge(canvas, canvas.bounds(), Ratio::of_counts(1, 2), Tone::Neutral));
        assert_eq!(sheet.row(0), "██░░");
    }

    #[test]
    fn it_stays_in_its_area() {
        survives_every_size(|canvas, area| gauge(canvas, area, Ratio::of_counts(2, 3), Tone::Warning));
    }
}
