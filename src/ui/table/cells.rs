//! How the cells of a row are written.

use ratatui::style::Style;

use super::{GUTTER, Placed};
use crate::domain::{Money, Ratio};
use crate::ui::{Align, Area, Canvas, Run, Tone, format, gauge, sparkline, text};

/// Draws one row of a table.
pub struct RowPen<'p, 'c, Id> {
    pub(super) canvas: &'p mut Canvas<'c>,
    pub(super) line: Area,
    pub(super) placed: &'p [Placed<Id>],
}

impl<'c, Id: Copy> RowPen<'_, 'c, Id> {
    /// Shows that the row is marked.
    pub fn mark(&mut self) {
        let (theme, glyphs) = (self.canvas.theme(), self.canvas.glyphs());
        let at = self.line.cut_left(1).1;
        if !at.is_empty() {
            self.canvas.glyph(at.x, at.y, glyphs.marked, theme.marked);
        }
    }

    /// Calls `write` for every column that is shown, from the left, with a pen for its cell.
    pub fn cells(&mut self, mut write: impl FnMut(Id, &mut CellPen<'_, 'c>)) {
        for placed in self.placed {
            let x = self.line.x.saturating_add(GUTTER + placed.x);
            let area = Area::new(x, self.line.y, placed.width, 1).intersection(self.line);
            write(placed.id, &mut CellPen { canvas: self.canvas, area, align: placed.align, narrow: placed.narrow });
        }
    }

    /// The whole row, for rows that are not made of columns.
    #[must_use]
    pub const fn area(&self) -> Area {
        self.line
    }

    /// The canvas, for rows that are not made of columns.
    pub fn canvas(&mut self) -> &mut Canvas<'c> {
        self.canvas
    }
}

/// Draws one cell of a table.
pub struct CellPen<'p, 'c> {
    canvas: &'p mut Canvas<'c>,
    area: Area,
    align: Align,
    narrow: bool,
}

impl<'c> CellPen<'_, 'c> {
    /// Writes words, cut with an ellipsis.
    pub fn text(&mut self, text: &str, style: Style) {
        self.canvas.label(self.area, self.align, text, style);
    }

    /// Writes words in several styles, cut with an ellipsis.
    pub fn runs(&mut self, runs: &[Run<'_>]) {
        self.canvas.runs(self.area, self.align, runs);
    }

    /// Writes a number whole, or nothing of it but an ellipsis: a cut number looks like another one.
    pub fn number(&mut self, number: &str, style: Style) {
        let fits = text::width(number) <= usize::from(self.area.width);
        let shown = if fits { number } else { self.canvas.glyphs().ellipsis };
        self.canvas.label(self.area, self.align, shown, style);
    }

    /// Writes the digits of an amount, or an ellipsis. A column narrower than its ideal leaves out decimals that are
    /// all zero in every cell, so that whole amounts line up.
    pub fn amount(&mut self, amount: &Money, style: Style) {
        let room = usize::from(self.area.width);
        let shown = if self.narrow { format::amount_short(amount) } else { amount.digits() };
        let shown = if shown.len() > room { format::amount_that_fits(amount, room) } else { Some(shown) };
        self.number(shown.as_deref().unwrap_or(self.canvas.glyphs().ellipsis), style);
    }

    /// Draws a bar over the whole cell.
    pub fn gauge(&mut self, ratio: Ratio, tone: Tone) {
        gauge(self.canvas, self.area, ratio, tone);
    }

    /// Draws a bar and its per cent beside it; the per cent alone where it is narrow.
    pub fn progress(&mut self, ratio: Ratio, tone: Tone) {
        // `100 %` is five cells; one more keeps it off the bar.
        let (number, bar) = self.area.cut_right(6);
        if bar.width >= 4 {
            gauge(self.canvas, bar, ratio, tone);
        }
        let area = if bar.width >= 4 { number } else { self.area };
        let style = tone.style(self.canvas.theme());
        CellPen { canvas: self.canvas, area, align: Align::Right, narrow: false }
            .number(&format::percent(ratio), style);
    }

    /// Draws a trend over the whole cell.
    pub fn sparkline(&mut self, values: &[u64]) {
        sparkline(self.canvas, self.area, values);
    }

    /// Where the cell is.
    #[must_use]
    pub const fn area(&self) -> Area {
        self.area
    }

    /// The canvas, for what the cell has no word for.
    pub fn canvas(&mut self) -> &mut Canvas<'c> {
        self.canvas
    }
}
