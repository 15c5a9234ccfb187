//! The paper everything is drawn on: it clips, cuts text with an ellipsis and writes cells directly.

use std::cell::{Cell, RefCell};

use ratatui::buffer::{Buffer, Cell as BufferCell};
use ratatui::style::Style;

use super::text::{self, Align};
use super::{Area, Glyphs, Theme};

/// A piece of text in one style.
pub type Run<'a> = (&'a str, Style);

/// A part of the screen that can be drawn on. Whatever is outside its [`bounds`](Canvas::bounds) stays untouched, so
/// callers need no care with sizes.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    clip: Area,
    theme: &'a Theme,
    glyphs: &'a Glyphs,
    /// What is noted of what is drawn, where somebody wants to know.
    notes: Option<&'a Notes>,
}

/// What of a picture is to be known when it is there.
#[derive(Debug, Default)]
pub struct Notes {
    /// The first row below every window.
    bottom: Cell<u16>,
    /// The keys that work in it, of the topmost window where there is one, and where each stands.
    keys: RefCell<Vec<(Area, String)>>,
}

impl Notes {
    /// The first row below every window.
    #[must_use]
    pub fn bottom(&self) -> u16 {
        self.bottom.get()
    }

    /// All of it is drawn anew.
    pub fn clear(&self) {
        self.bottom.set(0);
        self.keys.borrow_mut().clear();
    }

    /// The key that stands at a place with what it does.
    #[must_use]
    pub fn key_at(&self, column: u16, row: u16) -> Option<String> {
        let keys = self.keys.borrow();
        keys.iter().rev().find(|(area, _)| area.contains(column, row)).map(|(_, key)| key.clone())
    }
}

impl<'a> Canvas<'a> {
    /// The whole of `buffer`.
    pub fn new(buffer: &'a mut Buffer, theme: &'a Theme, glyphs: &'a Glyphs) -> Self {
        let clip = buffer.area.into();
        Self { buffer, clip, theme, glyphs, notes: None }
    }

    /// The same, which notes what is drawn on it.
    #[must_use]
    pub fn noting(self, notes: &'a Notes) -> Self {
        Self { notes: Some(notes), ..self }
    }

    /// Notes that a window stands in `area`.
    pub(super) fn note_window(&self, area: Area) {
        if let Some(notes) = self.notes {
            notes.bottom.set(notes.bottom.get().max(area.bottom()));
            // What is beneath it has no keys now.
            notes.keys.borrow_mut().clear();
        }
    }

    /// Notes that a key and what it does stand in `area`.
    pub(super) fn note_key(&self, area: Area, key: &str) {
        if let Some(notes) = self.notes {
            notes.keys.borrow_mut().push((area.intersection(self.clip), key.to_owned()));
        }
    }

    /// The part of it that is in `area` too.
    pub fn within(&mut self, area: Area) -> Canvas<'_> {
        let clip = self.clip.intersection(area);
        Canvas { clip, buffer: self.buffer, theme: self.theme, glyphs: self.glyphs, notes: self.notes }
    }

    /// Where it can be drawn on.
    #[must_use]
    pub const fn bounds(&self) -> Area {
        self.clip
    }

    /// The colours.
    #[must_use]
    pub const fn theme(&self) -> &'a Theme {
        self.theme
    }

    /// The symbols.
    #[must_use]
    pub const fn glyphs(&self) -> &'a Glyphs {
        self.glyphs
    }

    /// Clears `area` and paints it as `ground`.
    pub fn fill(&mut self, area: Area, ground: Style) {
        let area = self.clip.intersection(area);
        let mut blank = BufferCell::EMPTY;
        blank.set_style(ground);
        for row in area.rows() {
            self.heal(row.x, row.y);
            for cell in self.cells(row) {
                cell.clone_from(&blank);
            }
        }
    }

    /// Changes the style of what is drawn in `area` and keeps the symbols.
    pub fn restyle(&mut self, area: Area, style: Style) {
        for row in self.clip.intersection(area).rows() {
            for cell in self.cells(row) {
                cell.set_style(style);
            }
        }
    }

    /// Writes `text` from `(x, y)` in at most `width` cells, cut with an ellipsis; answers how many cells it took. A
    /// text that begins outside of the bounds is not written at all.
    pub fn text(&mut self, x: u16, y: u16, width: u16, text: &str, style: Style) -> u16 {
        let room = self.room(x, y, width);
        if room == 0 {
            return 0;
        }
        let spelled;
        let text = if self.glyphs.unicode || text::is_plain(text) {
            text
        } else {
            spelled = text::ascii(text);
            &spelled
        };
        if text::is_plain(text) {
            let cut = text.len() > usize::from(width);
            let keep = if cut { usize::from(width) - 1 } else { text.len() };
            let drawn = self.plain(x, y, &text[..keep.min(usize::from(room))], style);
            return if cut && drawn < room {
                drawn + self.glyph(x + drawn, y, self.glyphs.ellipsis, style)
            } else {
                drawn
            };
        }
        let cut = text::width(text) > usize::from(width);
        let keep = if cut { text::head(text, usize::from(width) - 1) } else { text };
        let drawn = self.graphemes(x, y, room, keep, style);
        if cut && drawn < room { drawn + self.glyph(x + drawn, y, self.glyphs.ellipsis, style) } else { drawn }
    }

    /// Writes `text` in the first row of `area`, aligned there, cut with an ellipsis.
    pub fn label(&mut self, area: Area, align: Align, text: &str, style: Style) {
        if area.height == 0 {
            return;
        }
        let spare = area.width.saturating_sub(cells_of(text));
        let before = align.before(spare);
        self.text(area.x.saturating_add(before), area.y, area.width - before, text, style);
    }

    /// Writes `runs` one after the other in the first row of `area`, aligned as one text; the last that fits is cut
    /// with an ellipsis. Answers how many cells they took.
    pub fn runs(&mut self, area: Area, align: Align, runs: &[Run<'_>]) -> u16 {
        if area.is_empty() {
            return 0;
        }
        let total = runs.iter().fold(0_u16, |sum, (text, _)| sum.saturating_add(cells_of(text)));
        let before = align.before(area.width.saturating_sub(total));
        let start = area.x.saturating_add(before);
        let cut = total > area.width;
        let (mut x, mut left) = (start, (area.width - before).saturating_sub(u16::from(cut)));
        for (text, style) in runs {
            let cells = cells_of(text);
            let shown = if cells > left { text::head(text, usize::from(left)) } else { text };
            self.text(x, area.y, left, shown, *style);
            let taken = cells_of(shown);
            x = x.saturating_add(taken);
            left -= taken;
            if cut && (left == 0 || taken < cells) {
                self.text(x, area.y, area.width.min(1), self.glyphs.ellipsis, *style);
                return x.saturating_add(1) - start;
            }
        }
        x - start
    }

    /// Writes `groups` in the first row of `area`, `gap` cells apart, as many of the first as fit whole: for totals
    /// and other things that must not be cut. Answers how many were written.
    pub fn groups(&mut self, area: Area, gap: u16, groups: &[&[Run<'_>]]) -> usize {
        let mut rest = area.row(0);
        for (at, runs) in groups.iter().enumerate() {
            let cells = runs.iter().fold(0_u16, |sum, (text, _)| sum.saturating_add(cells_of(text)));
            if rest.is_empty() || cells > rest.width {
                return at;
            }
            let (place, after) = rest.cut_left(cells);
            self.runs(place, Align::Left, runs);
            rest = after.cut_left(gap).1;
        }
        groups.len()
    }

    /// Writes `text` in `area`, wrapped between words; the last row that fits is cut with an ellipsis if more would
    /// follow. Answers how many rows it took.
    pub fn paragraph(&mut self, area: Area, align: Align, text: &str, style: Style) -> u16 {
        let lines = text::wrap(text, usize::from(area.width));
        let shown = lines.len().min(usize::from(area.height));
        for ((at, line), row) in lines.iter().enumerate().zip(area.rows()) {
            if at + 1 == shown && shown < lines.len() {
                let more = format!("{}{}", text::head(line, usize::from(area.width) - 1), self.glyphs.ellipsis);
                self.label(row, align, &more, style);
            } else {
                self.label(row, align, line, style);
            }
        }
        u16::try_from(shown).unwrap_or(area.height)
    }

    /// A thin horizontal line over the first row of `area`.
    pub fn rule(&mut self, area: Area) {
        let row = self.clip.intersection(area).row(0);
        for x in row.x..row.right() {
            self.glyph(x, row.y, self.glyphs.horizontal, self.theme.rule);
        }
    }

    /// A thin vertical line down the first column of `area`.
    pub fn vertical_rule(&mut self, area: Area) {
        let column = self.clip.intersection(area).cut_left(1).0;
        for y in column.y..column.bottom() {
            self.glyph(column.x, y, self.glyphs.vertical, self.theme.rule);
        }
    }

    /// A thin line with a title in it: what begins a section of a pane.
    pub fn section(&mut self, area: Area, title: &str, focused: bool) {
        self.rule(area);
        let style = if focused { self.theme.title } else { self.theme.header };
        let room = area.width.saturating_sub(4);
        if room == 0 || area.height == 0 {
            return;
        }
        let x = area.x.saturating_add(1);
        self.glyph(x, area.y, " ", style);
        let taken = self.text(x + 1, area.y, room, title, style);
        self.glyph(x + 1 + taken, area.y, " ", style);
    }

    /// Draws one symbol that is one cell wide; answers how many cells it took.
    pub fn glyph(&mut self, x: u16, y: u16, symbol: &str, style: Style) -> u16 {
        if self.room(x, y, 1) == 0 {
            return 0;
        }
        self.heal(x, y);
        for cell in self.cells(Area::new(x, y, 1, 1)) {
            cell.set_symbol(symbol).set_style(style);
        }
        1
    }

    /// How many cells from `(x, y)`, at most `width`, may be drawn on.
    fn room(&self, x: u16, y: u16, width: u16) -> u16 {
        if self.clip.contains(x, y) { width.min(self.clip.right() - x) } else { 0 }
    }

    /// The cells of a one-row area that lies within the clip.
    fn cells(&mut self, row: Area) -> &mut [BufferCell] {
        if row.is_empty() {
            return &mut [];
        }
        let area = self.buffer.area;
        let start = usize::from(row.y - area.y) * usize::from(area.width) + usize::from(row.x - area.x);
        &mut self.buffer.content[start..start + usize::from(row.width)]
    }

    /// Blanks the wide character whose right half is about to be drawn over: the terminal would show it instead.
    fn heal(&mut self, x: u16, y: u16) {
        let area = self.buffer.area;
        if x <= area.x || x >= area.right() || y < area.y || y >= area.bottom() {
            return;
        }
        let before = &mut self.buffer[(x - 1, y)];
        if before.symbol().len() > 1 && text::width(before.symbol()) > 1 {
            before.set_symbol(" ");
        }
    }

    /// Writes printable ASCII that fits.
    fn plain(&mut self, x: u16, y: u16, text: &str, style: Style) -> u16 {
        let width = u16::try_from(text.len()).unwrap_or(u16::MAX);
        if width == 0 {
            return 0;
        }
        self.heal(x, y);
        for (at, cell) in self.cells(Area::new(x, y, width, 1)).iter_mut().enumerate() {
            cell.set_symbol(&text[at..=at]).set_style(style);
        }
        width
    }

    /// Writes what of `text` fits in `room` cells that lie within the clip.
    fn graphemes(&mut self, x: u16, y: u16, room: u16, text: &str, style: Style) -> u16 {
        self.heal(x, y);
        let row = self.cells(Area::new(x, y, room, 1));
        let mut at = 0;
        for (_, grapheme, width) in text::cells(text) {
            let width = usize::from(width);
            let Some(cells) = row.get_mut(at..at + width) else { break };
            for (part, cell) in cells.iter_mut().enumerate() {
                cell.set_symbol(if part == 0 { grapheme } else { " " }).set_style(style);
            }
            at += width;
        }
        u16::try_from(at).unwrap_or(room)
    }
}

/// The width of `text`, as far as a screen can be wide.
pub(super) fn cells_of(text: &str) -> u16 {
    u16::try_from(text::width(text)).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ui::testing::{Sheet, plain};

    #[test]
    fn text_is_cut_with_an_ellipsis() {
        let mut sheet = Sheet::new(10, 1);
        sheet.draw(|canvas| {
            assert_eq!(canvas.text(0, 0, 6, "withdrawals", plain()), 6);
            assert_eq!(canvas.text(7, 0, 3, "on", plain()), 2);
        });
        assert_eq!(sheet.row(0), "withd… on ");
    }

    #[test]
    fn without_unicode_nothing_but_ascii_is_drawn() {
        let mut sheet = Sheet::new(24, 3);
        sheet.glyphs = Glyphs::ASCII;
        sheet.draw(|canvas| {
            canvas.text(0, 0, 24, "José 王小明 • ••••3210", plain());
            canvas.text(0, 1, 6, "王小明王小明", plain());
            canvas.runs(Area::new(0, 2, 24, 1), Align::Left, &[("→ ", plain()), ("₹ 5…", plain())]);
        });
        assert!(sheet.text().is_ascii(), "{}", sheet.text());
        assert_eq!(sheet.row(0).trim_end(), "Jose ?????? * ****3210");
        assert_eq!(sheet.row(1).trim_end(), "?????~");
    }

    #[test]
    fn wide_characters_are_never_halved() {
        let mut sheet = Sheet::new(6, 1);
        sheet.draw(|canvas| {
            canvas.text(0, 0, 4, "王小明", plain());
        });
        // Three cells of the two characters that fit with the ellipsis would be one too many.
        assert_eq!(sheet.row(0).replace(' ', ""), "王…");
    }

    #[test]
    fn drawing_over_the_right_half_of_a_wide_character_removes_it() {
        let mut sheet = Sheet::new(6, 1);
        sheet.draw(|canvas| {
            canvas.text(0, 0, 6, "王小明", plain());
            canvas.text(1, 0, 5, "|", plain());
        });
        assert!(!sheet.row(0).contains('王'), "{}", sheet.row(0));
        assert!(sheet.row(0).starts_with(" |"));
    }

    #[test]
    fn runs_are_aligned_as_one_text() {
        let mut sheet = Sheet::new(10, 2);
        sheet.draw(|canvas| {
            canvas.runs(Area::new(0, 0, 10, 1), Align::Right, &[("ab", plain()), ("cd", plain())]);
            canvas.runs(Area::new(0, 1, 4, 1), Align::Left, &[("abcd", plain()), ("ef", plain())]);
        });
        assert_eq!(sheet.row(0), "      abcd");
        assert_eq!(sheet.row(1), "abc…      ");
    }

    #[test]
    fn groups_are_left_out_whole() {
        let mut sheet = Sheet::new(12, 1);
        let groups: [&[Run<'_>]; 3] = [&[("24", plain()), (" on", plain())], &[("900.00", plain())], &[("x", plain())]];
        assert_eq!(sheet.draw(|canvas| canvas.groups(canvas.bounds(), 2, &groups)), 1);
        assert_eq!(sheet.row(0).trim_end(), "24 on", "an amount is never cut");
    }

    #[test]
    fn a_paragraph_says_when_more_would_follow() {
        let mut sheet = Sheet::new(8, 2);
        sheet.draw(|canvas| {
            assert_eq!(canvas.paragraph(canvas.bounds(), Align::Left, "one two three four five", plain()), 2);
        });
        assert_eq!((sheet.row(0).as_str(), sheet.row(1).as_str()), ("one two ", "three…  "));
    }

    #[test]
    fn a_fill_leaves_nothing_of_what_was_there() {
        let mut sheet = Sheet::new(4, 1);
        let theme = sheet.theme.clone();
        sheet.draw(|canvas| {
            canvas.text(0, 0, 4, "abcd", theme.strong);
            canvas.fill(Area::new(1, 0, 2, 1), theme.overlay);
        });
        assert_eq!(sheet.row(0), "a  d");
        assert_eq!(sheet.cell(1, 0).modifier, theme.overlay.add_modifier);
    }

    proptest! {
        #[test]
        fn nothing_is_drawn_outside(
            x: u16, y: u16, w: u16, h: u16, sx in 0_u16..30, sy in 0_u16..12, text in "\\PC{0,30}",
        ) {
            for (x, y, w, h) in [(x, y, w, h), (sx, sy, w % 40, h % 14)] {
                let mut sheet = Sheet::with_sentinel(24, 8, Area::new(4, 2, 12, 4));
                sheet.draw(|canvas| {
                    let area = Area::new(x, y, w, h);
                    canvas.fill(area, plain());
                    canvas.text(x, y, w, &text, plain());
                    canvas.label(area, Align::Centre, &text, plain());
                    canvas.runs(area, Align::Right, &[(&text, plain()), (&text, plain())]);
                    canvas.paragraph(area.intersection(Area::new(0, 0, 200, 50)), Align::Left, &text, plain());
                    canvas.groups(area, 1, &[&[(&text, plain())], &[(&text, plain())]]);
                    canvas.rule(area);
                    canvas.vertical_rule(area);
                    canvas.section(area, &text, true);
                    canvas.restyle(area, plain());
                });
                sheet.assert_sentinel();
            }
        }
    }
}
