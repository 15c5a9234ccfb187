//! What the kit's tests share: a sheet to draw on that notices drawing outside an area.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Area, Canvas, Glyphs, Theme};

/// A style that changes nothing.
pub fn plain() -> Style {
    Style::new()
}

/// What a cell outside the canvas holds.
const SENTINEL: &str = "#";

/// A buffer with a canvas on a part of it.
pub struct Sheet {
    /// The cells.
    pub buffer: Buffer,
    /// The colours drawn with.
    pub theme: Theme,
    /// The symbols drawn with.
    pub glyphs: Glyphs,
    area: Area,
}

impl Sheet {
    /// An empty sheet, all of it to draw on.
    pub fn new(width: u16, height: u16) -> Self {
        let mut sheet = Self::with_sentinel(width, height, Area::new(0, 0, width, height));
        sheet.buffer.reset();
        sheet
    }

    /// A sheet full of sentinels of which only `area` may be drawn on.
    pub fn with_sentinel(width: u16, height: u16, area: Area) -> Self {
        let buffer = Buffer::filled(Rect::new(0, 0, width, height), Cell::new(SENTINEL));
        let theme = Theme::by_name("dark").expect("dark is bundled");
        Self { buffer, theme, glyphs: Glyphs::UNICODE, area }
    }

    /// Draws on it.
    pub fn draw<T>(&mut self, draw: impl FnOnce(&mut Canvas<'_>) -> T) -> T {
        draw(&mut Canvas::new(&mut self.buffer, &self.theme, &self.glyphs).within(self.area))
    }

    /// Draws on all of it: only the drawing's own care keeps the sentinels.
    pub fn draw_unclipped<T>(&mut self, draw: impl FnOnce(&mut Canvas<'_>) -> T) -> T {
        draw(&mut Canvas::new(&mut self.buffer, &self.theme, &self.glyphs))
    }

    /// The cell at `(x, y)`.
    pub fn cell(&self, x: u16, y: u16) -> &Cell {
        &self.buffer[(x, y)]
    }

    /// Row `y` as text, a wide character followed by the space of its right half.
    pub fn row(&self, y: u16) -> String {
        (0..self.buffer.area.width).map(|x| self.cell(x, y).symbol()).collect()
    }

    /// All rows, without the spaces at their ends.
    pub fn text(&self) -> String {
        let rows: Vec<String> = (0..self.buffer.area.height).map(|y| self.row(y).trim_end().to_owned()).collect();
        rows.join("\n")
    }

    /// Fails where anything outside the area was touched.
    pub fn assert_sentinel(&self) {
        let untouched = Cell::new(SENTINEL);
        for y in 0..self.buffer.area.height {
            for x in 0..self.buffer.area.width {
                if !self.area.contains(x, y) {
                    assert_eq!(self.cell(x, y), &untouched, "({x}, {y}) is outside {:?}", self.area);
                }
            }
        }
    }
}

/// Draws in areas of many small sizes at an offset, and fails where anything outside them was touched.
pub fn survives_every_size(mut draw: impl FnMut(&mut Canvas<'_>, Area)) {
    for width in (0..24).chain([40, 60, 81]) {
        for height in (0..8).chain([12, 25]) {
            let area = Area::new(3, 2, width, height);
            let mut sheet = Sheet::with_sentinel(90, 30, area);
            sheet.draw_unclipped(|canvas| draw(canvas, area));
            sheet.assert_sentinel();
        }
    }
}
