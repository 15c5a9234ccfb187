//! Where the parts of the accounts pane are, as a function of the room there is: drawing and the mouse agree.

use crate::ui::Area;

/// From this width on the detail stands beside the rows.
const BESIDE: u16 = 210;

/// What takes room besides the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bars {
    /// Whether the filter has a line.
    pub filter: bool,
    /// Whether the detail has the whole pane.
    pub zoomed: bool,
}

/// The parts; what has no room is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Regions {
    /// The sums.
    pub totals: Area,
    /// The line of the filter.
    pub filter: Area,
    /// The table, with its titles.
    pub table: Area,
    /// The detail of the selected row.
    pub detail: Area,
}

impl Regions {
    /// The rows of the table, without its titles.
    pub fn rows(&self) -> Area {
        self.table.cut_top(1).1
    }
}

/// The parts of `area`.
pub fn regions(area: Area, bars: Bars) -> Regions {
    let (totals, rest) = area.cut_top(u16::from(area.height > 6));
    let (filter, rest) = rest.cut_top(u16::from(bars.filter));
    let empty = Area { width: 0, height: 0, ..rest };
    if bars.zoomed {
        return Regions { totals, filter, table: empty, detail: rest };
    }
    if rest.width >= BESIDE && rest.height >= 12 {
        let (detail, table) = rest.cut_right((rest.width / 4).max(56));
        return Regions { totals, filter, table, detail };
    }
    // Below: a third of the height, where the rows keep at least eight lines.
    let height = if rest.height < 16 { 0 } else { (rest.height / 3).clamp(7, 15) };
    let (detail, table) = rest.cut_bottom(height);
    Regions { totals, filter, table, detail }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Bars = Bars { filter: false, zoomed: false };

    #[test]
    fn small_screens_keep_their_rows_and_lose_the_detail() {
        let parts = regions(Area::new(0, 1, 50, 13), PLAIN);
        assert!(parts.detail.is_empty());
        assert!(parts.rows().height >= 10);
    }

    #[test]
    fn a_usual_screen_has_rows_and_detail() {
        let parts = regions(Area::new(0, 1, 80, 22), PLAIN);
        assert!(parts.rows().height >= 8 && parts.detail.height >= 7);
    }

    #[test]
    fn no_room_is_no_trouble() {
        for (width, height) in [(0, 0), (1, 1), (300, 2), (3, 300)] {
            for zoomed in [false, true] {
                let area = Area::new(0, 0, width, height);
                let parts = regions(area, Bars { filter: true, zoomed });
                for part in [parts.totals, parts.filter, parts.table, parts.detail] {
                    assert!(part.right() <= area.right() && part.bottom() <= area.bottom());
                }
            }
        }
    }
}
