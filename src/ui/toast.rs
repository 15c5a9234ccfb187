//! A message that stays for a moment.

use super::{Align, Area, Canvas, Tone};

/// What stands beside the words of a message: its glyph and the space around it.
const BESIDE: u16 = 4;

/// How many rows a message takes where it is so wide.
#[must_use]
pub fn toast_rows(width: u16, text: &str) -> u16 {
    let rows = super::text::wrap(text, usize::from(width.saturating_sub(BESIDE))).len();
    u16::try_from(rows).unwrap_or(u16::MAX).max(1)
}

/// Draws a message at the bottom of `area`: its tone's glyph, then its words, in as many of its rows as they need.
pub fn tall_toast(canvas: &mut Canvas<'_>, area: Area, tone: Tone, text: &str) {
    let (theme, glyphs) = (canvas.theme(), canvas.glyphs());
    let words = area.cut_left(3).1.cut_right(1).1;
    let (place, _) = area.cut_bottom(toast_rows(area.width, text).min(area.height));
    canvas.fill(place, theme.bar);
    canvas.text(place.x.saturating_add(1), place.y, 1, tone.glyph(glyphs), tone.style(theme));
    let words = place.intersection(words);
    canvas.paragraph(words, Align::Left, text, tone.style(theme));
}

/// Draws a message in the first row of `area`: its tone's glyph, then its words.
pub fn toast(canvas: &mut Canvas<'_>, area: Area, tone: Tone, text: &str) {
    let (theme, glyphs) = (canvas.theme(), canvas.glyphs());
    let row = area.row(0);
    canvas.fill(row, theme.bar);
    let runs =
        [(" ", theme.text), (tone.glyph(glyphs), tone.style(theme)), (" ", theme.text), (text, tone.style(theme))];
    canvas.runs(row, Align::Left, &runs);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::{Sheet, survives_every_size};

    #[test]
    fn a_toast_is_told_by_glyph_and_words() {
        let mut sheet = Sheet::new(24, 1);
        sheet.draw(|canvas| toast(canvas, canvas.bounds(), Tone::Bad, "a17: wrong OTP (8003)"));
        assert_eq!(sheet.row(0), " ✗ a17: wrong OTP (8003)");
        sheet.draw(|canvas| toast(canvas, canvas.bounds(), Tone::Good, "a much longer message than fits"));
        assert_eq!(sheet.row(0), " ✓ a much longer messag…");
    }

    #[test]
    fn it_stays_in_its_area() {
        survives_every_size(|canvas, area| toast(canvas, area, Tone::Warning, "late"));
    }
}
