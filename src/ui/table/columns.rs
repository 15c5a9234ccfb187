//! Which columns are shown, and how wide: a pure function of what they want and of the room there is.

use crate::ui::Align;

/// What a column is and how much room it wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column<Id> {
    /// Which column it is.
    pub id: Id,
    /// Its title.
    pub title: &'static str,
    /// Where its cells and its title stand: numbers at the right.
    pub align: Align,
    /// The fewest cells it makes sense in; it is left out rather than narrower.
    pub min: u16,
    /// As many cells as its content usually needs.
    pub ideal: u16,
    /// As many cells as it may grow to where there is room to spare; `u16::MAX` for as many as there are.
    pub max: u16,
    /// Which columns stay where not all fit: the lowest stay longest.
    pub priority: u8,
}

impl<Id> Column<Id> {
    /// A column of words that is `width` cells wide and no wider or narrower.
    #[must_use]
    pub const fn new(id: Id, title: &'static str, width: u16, priority: u8) -> Self {
        Self { id, title, align: Align::Left, min: width, ideal: width, max: width, priority }
    }

    /// The same column, aligned at the right: for numbers.
    #[must_use]
    pub fn right(self) -> Self {
        Self { align: Align::Right, ..self }
    }

    /// The same column, with at least `min`, usually `ideal` and at most `max` cells.
    #[must_use]
    pub fn flexible(self, min: u16, ideal: u16, max: u16) -> Self {
        Self { min, ideal: ideal.max(min), max: max.max(ideal).max(min), ..self }
    }
}

/// A column with its place, relative to the left edge of the first one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed<Id> {
    /// Which column it is.
    pub id: Id,
    /// Its number among all columns, shown or not.
    pub index: usize,
    /// Where it begins.
    pub x: u16,
    /// How wide it is.
    pub width: u16,
    /// Where its cells stand.
    pub align: Align,
    /// Whether it is narrower than its content usually needs.
    pub narrow: bool,
}

/// The columns that fit in `room` cells, in their given order, with one or two cells between them.
///
/// Columns come in by priority until one does not fit even at its narrowest; a wider table never shows fewer of
/// them. The room that is left first brings them to their ideal width, the most important first, then widens the
/// gaps, then grows those that may grow, evenly. Where not even the most important one fits, it alone is shown, as
/// wide as there is room.
#[must_use]
pub fn pick<Id: Copy>(columns: &[Column<Id>], room: u16) -> Vec<Placed<Id>> {
    let mut order: Vec<usize> = (0..columns.len()).collect();
    order.sort_by_key(|&at| (columns[at].priority, at));
    let mut used = 0_u32;
    order.retain({
        let mut full = false;
        let mut first = true;
        move |&at| {
            let wanted = u32::from(columns[at].min) + u32::from(!first);
            full = full || (used + wanted > u32::from(room) && !first);
            if !full {
                used += wanted;
                first = false;
            }
            !full
        }
    });
    if order.is_empty() || room == 0 {
        return Vec::new();
    }
    let gaps = u16::try_from(order.len() - 1).unwrap_or(u16::MAX);
    let mut widths = vec![0_u16; columns.len()];
    for &at in &order {
        widths[at] = columns[at].min.min(room);
    }
    let mut spare = room.saturating_sub(order.iter().map(|&at| widths[at]).sum::<u16>() + gaps);
    for &at in &order {
        let grown = columns[at].ideal.saturating_sub(widths[at]).min(spare);
        widths[at] += grown;
        spare -= grown;
    }
    let gap = if spare >= gaps { 2 } else { 1 };
    spare -= if gap == 2 { gaps } else { 0 };
    grow(columns, &order, &mut widths, spare);

    let mut x = 0;
    let mut shown = order;
    shown.sort_unstable();
    shown
        .into_iter()
        .map(|index| {
            let column = &columns[index];
            let (width, align) = (widths[index], column.align);
            let placed = Placed { id: column.id, index, x, width, align, narrow: width < column.ideal };
            x += widths[index] + gap;
            placed
        })
        .collect()
}

/// Shares `spare` cells evenly among the columns in `order` that may grow.
fn grow<Id>(columns: &[Column<Id>], order: &[usize], widths: &mut [u16], mut spare: u16) {
    while spare > 0 {
        let hungry: Vec<usize> = order.iter().copied().filter(|&at| widths[at] < columns[at].max).collect();
        if hungry.is_empty() {
            return;
        }
        let each = u16::try_from(usize::from(spare) / hungry.len()).unwrap_or(spare).max(1);
        for at in hungry {
            let grown = (columns[at].max - widths[at]).min(each).min(spare);
            widths[at] += grown;
            spare -= grown;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn columns() -> Vec<Column<char>> {
        vec![
            Column::new('i', "Id", 6, 0),
            Column::new('n', "Name", 10, 3).flexible(6, 10, u16::MAX),
            Column::new('a', "Amount", 12, 1).right(),
            Column::new('t', "Trend", 8, 5).flexible(4, 8, 16),
        ]
    }

    fn shown(room: u16) -> Vec<(char, u16, u16)> {
        pick(&columns(), room).into_iter().map(|placed| (placed.id, placed.x, placed.width)).collect()
    }

    #[test]
    fn all_that_fit_are_shown_in_their_order() {
        // 6 + 10 + 12 + 8 and three gaps of two.
        assert_eq!(shown(42), [('i', 0, 6), ('n', 8, 10), ('a', 20, 12), ('t', 34, 8)]);
    }

    #[test]
    fn the_least_important_leave_first() {
        // Narrowest: 6 + 6 + 12 + 4 + 3 gaps = 31.
        assert_eq!(shown(31).len(), 4);
        assert_eq!(shown(30).iter().map(|column| column.0).collect::<String>(), "ina");
        assert_eq!(shown(20).iter().map(|column| column.0).collect::<String>(), "ia");
        assert_eq!(shown(18).iter().map(|column| column.0).collect::<String>(), "i");
    }

    #[test]
    fn the_last_one_is_as_wide_as_there_is_room() {
        assert_eq!(shown(3), [('i', 0, 3)]);
        assert_eq!(shown(0), []);
    }

    #[test]
    fn room_to_spare_goes_to_those_that_may_grow() {
        let wide = shown(142);
        let width = |id| wide.iter().find(|column| column.0 == id).map(|column| column.2);
        // The trend stops at its most, the name takes the rest: all of the room is used.
        assert_eq!((width('i'), width('a'), width('t')), (Some(6), Some(12), Some(16)));
        assert_eq!(width('n'), Some(142 - 6 - 12 - 16 - 6));
    }

    fn any_columns() -> impl Strategy<Value = Vec<Column<usize>>> {
        let column = (0_u16..40, 0_u16..40, any::<u16>(), 0_u8..6);
        prop::collection::vec(column, 0..12).prop_map(|all| {
            all.into_iter()
                .enumerate()
                .map(|(id, (min, ideal, max, priority))| Column::new(id, "x", 1, priority).flexible(min, ideal, max))
                .collect()
        })
    }

    proptest! {
        #[test]
        fn columns_never_overlap_and_never_exceed_the_room(columns in any_columns(), room in 0_u16..400) {
            let placed = pick(&columns, room);
            let mut end = None;
            for column in &placed {
                prop_assert!(end.is_none_or(|end| column.x > end), "a gap before every column but the first");
                end = Some(column.x + column.width);
            }
            prop_assert!(end.unwrap_or(0) <= room);
            prop_assert!(placed.is_sorted_by_key(|column| column.id));
        }

        #[test]
        fn shown_columns_have_their_least_width(columns in any_columns(), room in 0_u16..400) {
            let placed = pick(&columns, room);
            if placed.len() > 1 {
                prop_assert!(placed.iter().all(|column| column.width >= columns[column.index].min));
            }
            prop_assert!(placed.iter().all(|column| column.width <= columns[column.index].max));
        }

        #[test]
        fn more_room_never_shows_fewer(columns in any_columns(), room in 0_u16..400) {
            let narrow: Vec<usize> = pick(&columns, room).iter().map(|column| column.id).collect();
            let wide: Vec<usize> = pick(&columns, room + 1).iter().map(|column| column.id).collect();
            prop_assert!(narrow.iter().all(|id| wide.contains(id)));
        }
    }
}
