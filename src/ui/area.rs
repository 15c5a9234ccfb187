//! A rectangle of cells: layout and mouse hits without naming the terminal library.

use ratatui::layout::Rect;

/// A rectangle of terminal cells; it may be empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Area {
    /// Its leftmost column.
    pub x: u16,
    /// Its topmost row.
    pub y: u16,
    /// How many columns it has.
    pub width: u16,
    /// How many rows it has.
    pub height: u16,
}

impl Area {
    /// The rectangle whose top left cell is `(x, y)`.
    #[must_use]
    pub const fn new(x: u16, y: u16, width: u16, height: u16) -> Self {
        Self { x, y, width, height }
    }

    /// The first column right of it.
    #[must_use]
    pub const fn right(self) -> u16 {
        self.x.saturating_add(self.width)
    }

    /// The first row below it.
    #[must_use]
    pub const fn bottom(self) -> u16 {
        self.y.saturating_add(self.height)
    }

    /// Whether it has no cell.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.width == 0 || self.height == 0
    }

    /// Whether the cell `(x, y)` is in it.
    #[must_use]
    pub const fn contains(self, x: u16, y: u16) -> bool {
        x >= self.x && x < self.right() && y >= self.y && y < self.bottom()
    }

    /// What is left without `columns` at both sides and `rows` at the top and bottom.
    #[must_use]
    pub const fn inset(self, columns: u16, rows: u16) -> Self {
        let width = self.width.saturating_sub(columns.saturating_mul(2));
        let height = self.height.saturating_sub(rows.saturating_mul(2));
        if width == 0 || height == 0 {
            return Self { width: 0, height: 0, ..self };
        }
        Self { x: self.x + columns, y: self.y + rows, width, height }
    }

    /// Its first `rows` rows, and the rest.
    #[must_use]
    pub fn cut_top(self, rows: u16) -> (Self, Self) {
        let rows = rows.min(self.height);
        (Self { height: rows, ..self }, Self { y: self.y.saturating_add(rows), height: self.height - rows, ..self })
    }

    /// Its last `rows` rows, and the rest.
    #[must_use]
    pub fn cut_bottom(self, rows: u16) -> (Self, Self) {
        let (rest, cut) = self.cut_top(self.height.saturating_sub(rows));
        (cut, rest)
    }

    /// Its first `columns` columns, and the rest.
    #[must_use]
    pub fn cut_left(self, columns: u16) -> (Self, Self) {
        let columns = columns.min(self.width);
        let rest = Self { x: self.x.saturating_add(columns), width: self.width - columns, ..self };
        (Self { width: columns, ..self }, rest)
    }

    /// Its last `columns` columns, and the rest.
    #[must_use]
    pub fn cut_right(self, columns: u16) -> (Self, Self) {
        let (rest, cut) = self.cut_left(self.width.saturating_sub(columns));
        (cut, rest)
    }

    /// Its row number `row`, counted from zero; empty where it has no such row.
    #[must_use]
    pub fn row(self, row: u16) -> Self {
        self.cut_top(row).1.cut_top(1).0
    }

    /// Its rows from the top, one area each.
    pub fn rows(self) -> impl Iterator<Item = Self> {
        (0..self.height).map(move |row| self.row(row))
    }

    /// A rectangle of at most this size in its middle.
    #[must_use]
    pub fn centred(self, width: u16, height: u16) -> Self {
        let (width, height) = (width.min(self.width), height.min(self.height));
        let (x, y) = (self.x + (self.width - width) / 2, self.y + (self.height - height) / 2);
        Self { x, y, width, height }
    }

    /// The cells that are in both.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        let (x, y) = (self.x.max(other.x), self.y.max(other.y));
        let width = self.right().min(other.right()).saturating_sub(x);
        let height = self.bottom().min(other.bottom()).saturating_sub(y);
        Self { x, y, width, height }
    }
}

impl From<Rect> for Area {
    fn from(rect: Rect) -> Self {
        Self::new(rect.x, rect.y, rect.width, rect.height)
    }
}

impl From<Area> for Rect {
    fn from(area: Area) -> Self {
        Self::new(area.x, area.y, area.width, area.height)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cuts_share_the_area_without_gap_or_overlap() {
        let area = Area::new(3, 2, 10, 5);
        assert_eq!(area.cut_top(2), (Area::new(3, 2, 10, 2), Area::new(3, 4, 10, 3)));
        assert_eq!(area.cut_bottom(2), (Area::new(3, 5, 10, 2), Area::new(3, 2, 10, 3)));
        assert_eq!(area.cut_left(4), (Area::new(3, 2, 4, 5), Area::new(7, 2, 6, 5)));
        assert_eq!(area.cut_right(4), (Area::new(9, 2, 4, 5), Area::new(3, 2, 6, 5)));
    }

    #[test]
    fn a_cut_larger_than_the_area_takes_all_of_it() {
        let (all, none) = Area::new(0, 0, 4, 4).cut_top(9);
        assert_eq!((all.height, none.height), (4, 0));
        assert!(Area::new(0, 0, 4, 4).row(4).is_empty());
    }

    #[test]
    fn hits_are_inclusive_left_and_exclusive_right() {
        let area = Area::new(2, 2, 2, 1);
        assert!(area.contains(2, 2) && area.contains(3, 2));
        assert!(!area.contains(4, 2) && !area.contains(2, 3) && !area.contains(1, 2));
        assert!(!Area::new(2, 2, 0, 1).contains(2, 2));
    }

    fn any_area() -> impl Strategy<Value = Area> {
        (any::<u16>(), any::<u16>(), any::<u16>(), any::<u16>()).prop_map(|(x, y, w, h)| Area::new(x, y, w, h))
    }

    proptest! {
        #[test]
        fn what_is_made_of_an_area_stays_in_it(area in any_area(), a: u16, b: u16) {
            // A screen ends where the coordinates end.
            let area = area.intersection(Area::new(0, 0, u16::MAX, u16::MAX));
            let inside = |part: Area| part.is_empty() || part.intersection(area) == part;
            prop_assert!(inside(area.inset(a, b)));
            prop_assert!(inside(area.centred(a, b)));
            prop_assert!(inside(area.row(a)));
            for (cut, rest) in [area.cut_top(a), area.cut_bottom(a), area.cut_left(a), area.cut_right(a)] {
                prop_assert!(inside(cut) && inside(rest));
                prop_assert!(cut.intersection(rest).is_empty());
            }
        }
    }
}
