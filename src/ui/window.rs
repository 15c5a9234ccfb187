//! A window over the panes: title at the top, keys in its lower border.

use super::canvas::cells_of;
use super::hints::{Hint, hints, hints_that_fit};
use super::{Area, Canvas, Tone};

/// The border and the space beside it, at each side.
const SIDE: u16 = 2;

/// A window in the middle of the screen, as large as its content and at most as large as the screen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Window<'a> {
    /// What it is about.
    pub title: &'a str,
    /// The keys that work in it, most important first.
    pub hints: &'a [Hint<'a>],
    /// How many columns its content wants.
    pub width: u16,
    /// How many rows its content wants.
    pub height: u16,
    /// The colour of its border: `Bad` for what moves money on production.
    pub tone: Tone,
}

impl Window<'_> {
    /// Where it stands on `screen`, its border included.
    #[must_use]
    pub fn area(&self, screen: Area) -> Area {
        let keys = hints_that_fit(self.hints, u16::MAX).1;
        let content = self.width.max(cells_of(self.title)).max(keys);
        let area = screen.centred(content.saturating_add(2 * SIDE), self.height.saturating_add(2));
        // The line below, which is left to what is said, counts for where the middle is.
        Area { y: screen.y + (screen.height - area.height).div_ceil(2), ..area }
    }

    /// Where its content stands on `screen`.
    #[must_use]
    pub fn inner(&self, screen: Area) -> Area {
        let area = self.area(screen);
        if bordered(area) { area.inset(SIDE, 1) } else { area }
    }

    /// Draws it and clears its inside; answers where its content stands.
    pub fn draw(&self, canvas: &mut Canvas<'_>, screen: Area) -> Area {
        let (theme, glyphs) = (canvas.theme(), canvas.glyphs());
        let area = self.area(screen);
        canvas.note_window(area);
        canvas.fill(area, theme.overlay);
        if !bordered(area) {
            return area;
        }
        let border = if self.tone == Tone::Neutral { theme.border } else { self.tone.style(theme) };
        let (right, bottom) = (area.right() - 1, area.bottom() - 1);
        for x in area.x + 1..right {
            canvas.glyph(x, area.y, glyphs.horizontal, border);
            canvas.glyph(x, bottom, glyphs.horizontal, border);
        }
        for y in area.y + 1..bottom {
            canvas.glyph(area.x, y, glyphs.vertical, border);
            canvas.glyph(right, y, glyphs.vertical, border);
        }
        canvas.glyph(area.x, area.y, glyphs.top_left, border);
        canvas.glyph(right, area.y, glyphs.top_right, border);
        canvas.glyph(area.x, bottom, glyphs.bottom_left, border);
        canvas.glyph(right, bottom, glyphs.bottom_right, border);

        // One cell of border, one of space, the words, one of space.
        let room = area.width.saturating_sub(2 * SIDE);
        if room > 0 && !self.title.is_empty() {
            let title = if self.tone == Tone::Neutral { theme.title } else { theme.title.patch(border) };
            canvas.glyph(area.x + 1, area.y, " ", title);
            let taken = canvas.text(area.x + 2, area.y, room, self.title, title);
            canvas.glyph(area.x + 2 + taken, area.y, " ", title);
        }
        let (shown, keys) = hints_that_fit(self.hints, room);
        if shown > 0 {
            let start = right - 1 - keys;
            canvas.fill(Area::new(start - 1, bottom, keys + 2, 1), theme.overlay);
            hints(canvas, Area::new(start, bottom, keys, 1), &self.hints[..shown]);
        }
        area.inset(SIDE, 1)
    }
}

/// Whether there is room for a border and something in it.
const fn bordered(area: Area) -> bool {
    area.width > 2 * SIDE && area.height > 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::{Sheet, plain, survives_every_size};

    const WINDOW: Window<'_> = Window {
        title: "Authorise by OTP",
        hints: &[("Enter", "send"), ("Esc", "back")],
        width: 30,
        height: 3,
        tone: Tone::Neutral,
    };

    #[test]
    fn it_stands_in_the_middle_with_its_title_and_keys_in_the_border() {
        let mut sheet = Sheet::new(40, 7);
        let inner = sheet.draw(|canvas| WINDOW.draw(canvas, canvas.bounds()));
        assert_eq!(inner, Area::new(5, 2, 30, 3));
        assert_eq!(inner, WINDOW.inner(Area::new(0, 0, 40, 7)));
        assert_eq!(sheet.row(1), format!("   ╭ Authorise by OTP {}╮   ", "─".repeat(14)));
        assert_eq!(sheet.row(5), format!("   ╰{} Enter send  Esc back ╯   ", "─".repeat(10)));
        assert_eq!(sheet.row(2), format!("   │{}│   ", " ".repeat(32)));
    }

    #[test]
    fn it_hides_what_is_below() {
        let mut sheet = Sheet::new(40, 7);
        sheet.draw(|canvas| {
            for y in 0..7 {
                canvas.text(0, y, 40, &"王".repeat(20), plain());
            }
            WINDOW.draw(canvas, canvas.bounds());
        });
        for y in 1..6 {
            // Wide characters that would reach into the window are gone from its edge.
            let row: Vec<&str> = (2..38).map(|x| sheet.cell(x, y).symbol()).collect();
            assert!(row[..35].iter().all(|symbol| *symbol != "王"), "{row:?}");
        }
    }

    #[test]
    fn it_is_wide_enough_for_its_title_and_its_keys() {
        let narrow = Window { width: 1, ..WINDOW };
        let area = narrow.area(Area::new(0, 0, 80, 24));
        assert_eq!(area.width, 20 + 4);
        assert_eq!(narrow.area(Area::new(0, 0, 10, 2)), Area::new(0, 0, 10, 2));
    }

    #[test]
    fn it_survives_every_size() {
        survives_every_size(|canvas, area| {
            let inner = WINDOW.draw(canvas, area);
            assert!(inner.is_empty() || inner.intersection(area) == inner);
            assert_eq!(inner, WINDOW.inner(area));
        });
        let huge = Window { width: u16::MAX, height: u16::MAX, ..WINDOW };
        survives_every_size(|canvas, area| {
            huge.draw(canvas, area);
        });
    }
}
