//! A table that costs what is visible: columns are data, and only the rows in view are asked for.

mod cells;
mod columns;
mod sort;
mod viewport;

pub use cells::{CellPen, RowPen};
pub use columns::{Column, Placed, pick};
pub use sort::{Part, SortKey};
pub use viewport::viewport;

use std::borrow::Cow;

use super::canvas::cells_of;
use super::{Align, Area, Canvas};

/// The cells left of the columns: the selection's bar, the mark, a space.
const GUTTER: u16 = 3;

/// The cells right of the columns: a space and the scrollbar.
const SCROLLBAR: u16 = 2;

/// How a table is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// The lowest first.
    Ascending,
    /// The highest first.
    Descending,
}

impl Order {
    /// Sorts by a key, which is made once for each of them. Those alike stay as they came.
    pub fn sort<T, K: Ord>(self, rows: &mut [T], key: impl Fn(&T) -> K) {
        match self {
            Self::Ascending => rows.sort_by_cached_key(key),
            Self::Descending => rows.sort_by_cached_key(|row| std::cmp::Reverse(key(row))),
        }
    }
}

/// What is at a place of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit<Id> {
    /// The title of a column.
    Title(Id),
    /// A row, by its number among all.
    Row(usize),
}

/// What a table shows, but for the content of its rows.
#[derive(Clone, Debug)]
pub struct Table<'a, Id: Clone> {
    /// Its columns.
    pub columns: Cow<'a, [Column<Id>]>,
    /// Whether its first row holds the titles.
    pub titled: bool,
    /// How many rows there are, in view or not.
    pub len: usize,
    /// The first row in view; [`viewport`] finds it.
    pub offset: usize,
    /// The selected row.
    pub selected: Option<usize>,
    /// Whether keys go to it.
    pub focused: bool,
    /// The column it is sorted by.
    pub sort: Option<(Id, Order)>,
    /// The column that the next sort would be by.
    pub cursor: Option<Id>,
    /// What the cells of a column are in, which its title then tells: the zone of times.
    pub unit: Option<(Id, String)>,
    /// What it says where there are no rows: the first line plainly, the next ones as hints.
    pub empty: &'a str,
}

impl<'a, Id: Copy + PartialEq> Table<'a, Id> {
    /// A table with titles and the focus, with nothing selected.
    #[must_use]
    pub fn new(columns: impl Into<Cow<'a, [Column<Id>]>>, len: usize, empty: &'a str) -> Self {
        let columns = columns.into();
        Self {
            columns,
            titled: true,
            len,
            offset: 0,
            selected: None,
            focused: true,
            sort: None,
            cursor: None,
            unit: None,
            empty,
        }
    }

    /// The same, whose title of the column `id` tells what its cells are in.
    #[must_use]
    pub fn with_unit(self, id: Id, unit: Option<String>) -> Self {
        Self { unit: unit.map(|unit| (id, unit)), ..self }
    }

    /// How many rows are in view when it is drawn in `area`.
    #[must_use]
    pub fn rows_in(&self, area: Area) -> usize {
        usize::from(self.parts(area).1.height)
    }

    /// What is at `(x, y)` when it is drawn in `area`.
    #[must_use]
    pub fn hit(&self, area: Area, x: u16, y: u16) -> Option<Hit<Id>> {
        let (titles, rows) = self.parts(area);
        if titles.contains(x, y) {
            let x = x.checked_sub(titles.x + GUTTER)?;
            let placed = self.placed(area);
            return placed.iter().find(|at| x >= at.x && x < at.x + at.width).map(|at| Hit::Title(at.id));
        }
        let row = self.offset + usize::from(y.checked_sub(rows.y)?);
        (rows.contains(x, y) && row < self.len).then_some(Hit::Row(row))
    }

    /// The columns that are shown when it is drawn in `area`, placed from the left edge of the first one.
    #[must_use]
    pub fn placed(&self, area: Area) -> Vec<Placed<Id>> {
        pick(&self.columns, area.width.saturating_sub(GUTTER + SCROLLBAR))
    }

    /// Draws it in `area`. `row` is called with the number of each row in view, from the top, and draws it.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Area, mut row: impl FnMut(usize, &mut RowPen<'_, '_, Id>)) {
        let (titles, rows) = self.parts(area);
        let placed = self.placed(area);
        self.draw_titles(canvas, titles, &placed);
        if self.len == 0 {
            self.draw_empty(canvas, rows);
            return;
        }
        let theme = canvas.theme();
        for (index, line) in (self.offset..self.len).zip(rows.rows()) {
            let selected = self.selected == Some(index);
            if selected && !line.is_empty() {
                let ground = if self.focused { theme.selected } else { theme.selected_idle };
                canvas.fill(line, ground);
                canvas.glyph(line.x, line.y, canvas.glyphs().selected, theme.accent);
            }
            row(index, &mut RowPen { canvas, line, placed: &placed });
        }
        self.draw_scrollbar(canvas, rows);
    }

    /// The row of titles, and the rows below it.
    fn parts(&self, area: Area) -> (Area, Area) {
        area.cut_top(u16::from(self.titled))
    }

    /// The title of a column, with what its cells are in where it has to be told: that alone where there is no room for both.
    fn title(&self, at: &Placed<Id>, room: u16) -> Cow<'_, str> {
        let title = self.columns[at.index].title;
        let Some((_, unit)) = self.unit.as_ref().filter(|(id, _)| *id == at.id) else { return title.into() };
        let both = format!("{title} {unit}");
        if cells_of(&both) <= room { both.into() } else { unit.into() }
    }

    fn draw_titles(&self, canvas: &mut Canvas<'_>, titles: Area, placed: &[Placed<Id>]) {
        if titles.is_empty() {
            return;
        }
        let (theme, glyphs) = (canvas.theme(), canvas.glyphs());
        canvas.fill(titles, theme.bar);
        for at in placed {
            let place = Area::new(titles.x.saturating_add(GUTTER + at.x), titles.y, at.width, 1).intersection(titles);
            let arrow = self.sort.filter(|(id, _)| *id == at.id).map(|(_, order)| match order {
                Order::Ascending => glyphs.sort_up,
                Order::Descending => glyphs.sort_down,
            });
            let style = if arrow.is_some() { theme.title } else { theme.header };
            // The arrow is kept where the title is cut, and stands on the title's inner side.
            let room = place.width.saturating_sub(u16::from(arrow.is_some()));
            let title = self.title(at, room);
            let title = super::text::fit(&title, usize::from(room), glyphs.ellipsis);
            match (arrow, at.align) {
                (Some(arrow), Align::Right) => {
                    canvas.runs(place, at.align, &[(arrow, style), (&title, style)]);
                }
                (Some(arrow), _) => {
                    canvas.runs(place, at.align, &[(&title, style), (arrow, style)]);
                }
                (None, _) => canvas.label(place, at.align, &title, style),
            }
            if self.cursor == Some(at.id) && self.focused {
                let width = cells_of(&title).saturating_add(u16::from(arrow.is_some())).min(place.width);
                let x = place.x + at.align.before(place.width - width);
                canvas.restyle(Area::new(x, place.y, width, 1), theme.tab_active);
            }
        }
    }

    fn draw_empty(&self, canvas: &mut Canvas<'_>, rows: Area) {
        let theme = canvas.theme();
        let area = rows.inset(2, 0).cut_top(rows.height / 3).1;
        let mut rest = area;
        for (at, line) in self.empty.split('\n').enumerate() {
            let style = if at == 0 { theme.text } else { theme.muted };
            let taken = canvas.paragraph(rest, Align::Centre, line, style);
            rest = rest.cut_top(taken).1;
        }
    }

    fn draw_scrollbar(&self, canvas: &mut Canvas<'_>, rows: Area) {
        let height = usize::from(rows.height);
        if self.len <= height || height == 0 || rows.width < GUTTER + SCROLLBAR {
            return;
        }
        let (theme, glyphs) = (canvas.theme(), canvas.glyphs());
        // The thumb's share of the bar is the view's share of the rows; at the ends it touches the ends.
        let thumb = (height * height / self.len).max(1);
        let hidden = self.len - height;
        let top = (self.offset.min(hidden) * (height - thumb)).div_ceil(hidden);
        for (at, row) in rows.cut_right(1).0.rows().enumerate() {
            let is_thumb = at >= top && at < top + thumb;
            let (glyph, style) = if is_thumb { (glyphs.thumb, theme.muted) } else { (glyphs.vertical, theme.rule) };
            canvas.glyph(row.x, row.y, glyph, style);
        }
    }
}

#[cfg(test)]
mod tests;
