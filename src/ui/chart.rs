//! A share over time as a line of braille dots, or of blocks where there is no braille, such as progress with the plan
//! beside it.
//!
//! ```text
//! 100 % │            ⡠⠊
//!       │        ⡠⠔⠊
//!   0 % │⣀⡠⠤⠒⠊⠉
//!       └──────────────
//!        14:05 IST  now
//! ```

use jiff::{SignedDuration, Timestamp};

use super::text::{self, Align};
use super::{Area, Canvas};
use crate::domain::Ratio;

/// The columns between the labels of the scale and the plot: ` │`.
const EDGE: u16 = 2;

/// The plan is told from progress by its gaps, not by colour alone: one dot of so many is drawn.
const PLAN_STEP: usize = 4;

/// What stands beside the top, the middle and the bottom of a chart; nothing where it is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale<'a> {
    /// Beside all of it.
    pub top: &'a str,
    /// Beside half of it.
    pub middle: &'a str,
    /// Beside none of it.
    pub bottom: &'a str,
}

impl Scale<'_> {
    /// From 0 to 100 %.
    pub const PERCENT: Self = Self { top: "100 %", middle: "50 %", bottom: "0 %" };

    /// The columns it takes with its edge.
    fn width(&self) -> u16 {
        let widest = [self.top, self.middle, self.bottom].map(text::width).into_iter().max().unwrap_or(0);
        u16::try_from(widest).unwrap_or(u16::MAX).saturating_add(EDGE)
    }
}

/// A chart of a share between two moments, from none to all of it; more than that is drawn at the top.
pub struct Chart<'a> {
    /// What was known when, oldest first.
    pub points: &'a [(Timestamp, Ratio)],
    /// When the time axis begins.
    pub from: Timestamp,
    /// When it ends.
    pub to: Timestamp,
    /// The words under its beginning.
    pub from_label: &'a str,
    /// The words under its end.
    pub to_label: &'a str,
    /// When all should be done: a dotted line leads there from the beginning.
    pub planned_end: Option<Timestamp>,
    /// A height to look out for: a dotted line across.
    pub mark: Option<Ratio>,
    /// What stands beside it.
    pub scale: Scale<'a>,
}

impl Chart<'_> {
    /// Draws it in `area`; without its axes where there is no room for them.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Area) {
        if area.is_empty() {
            return;
        }
        let left = self.scale.width();
        let has_room = area.width >= left.saturating_add(8) && area.height >= 4;
        let plot = if has_room { self.axes(canvas, area, left) } else { area };
        let mut plan = Dots::new(plot);
        if let Some(end) = self.planned_end.filter(|end| *end > self.from) {
            let seen = end.min(self.to);
            let height = self.ratio_at_plan(seen, end);
            plan.line(self.at(self.from, Ratio::ZERO, &plan), self.at(seen, height, &plan), PLAN_STEP);
        }
        if let Some(mark) = self.mark {
            plan.line(self.at(self.from, mark, &plan), self.at(self.to, mark, &plan), PLAN_STEP);
        }
        let mut progress = Dots::new(plot);
        let mut last = None;
        for (time, ratio) in self.points {
            let point = self.at(*time, *ratio, &progress);
            progress.line(last.unwrap_or(point), point, 1);
            last = Some(point);
        }
        let theme = canvas.theme();
        plan.draw(canvas, plot, theme.plan);
        progress.draw(canvas, plot, theme.gauge);
    }

    /// Draws the axes and their labels; answers what is left for the plot.
    fn axes(&self, canvas: &mut Canvas<'_>, area: Area, left: u16) -> Area {
        let (theme, glyphs) = (canvas.theme(), canvas.glyphs());
        let (labels, rest) = area.cut_bottom(1);
        let (axis, rest) = rest.cut_bottom(1);
        let (beside, plot) = rest.cut_left(left);
        canvas.rule(axis.cut_left(left - 1).1);
        canvas.glyph(axis.x + left - 1, axis.y, glyphs.bottom_left, theme.rule);
        canvas.vertical_rule(beside.cut_left(left - 1).1);
        let scale = beside.cut_right(EDGE).1;
        canvas.label(scale.row(0), Align::Right, self.scale.top, theme.muted);
        if scale.height >= 5 && scale.height % 2 == 1 {
            canvas.label(scale.row(scale.height / 2), Align::Right, self.scale.middle, theme.muted);
        }
        canvas.label(scale.row(scale.height - 1), Align::Right, self.scale.bottom, theme.muted);
        let labels = labels.cut_left(left).1;
        let both = text::width(self.from_label) + 2 + text::width(self.to_label);
        canvas.label(labels, Align::Right, self.to_label, theme.muted);
        if both <= usize::from(labels.width) {
            canvas.label(labels, Align::Left, self.from_label, theme.muted);
        }
        plot
    }

    /// How far the plan is at `time`.
    fn ratio_at_plan(&self, time: Timestamp, end: Timestamp) -> Ratio {
        let seconds = |span: SignedDuration| u64::try_from(span.as_secs()).unwrap_or(0);
        Ratio::of_counts(seconds(time.duration_since(self.from)), seconds(end.duration_since(self.from)).max(1))
    }

    /// The dot that stands for `ratio` at `time`; times outside the axis are drawn at its ends.
    fn at(&self, time: Timestamp, ratio: Ratio, dots: &Dots) -> (i32, i32) {
        let span = i128::from(self.to.duration_since(self.from).as_secs()).max(1);
        let since = i128::from(time.duration_since(self.from).as_secs()).clamp(0, span);
        let x = since * i128::from(dots.width - 1) / span;
        let up = i128::from(ratio.basis_points().min(10_000)) * i128::from(dots.height - 1) / 10_000;
        let narrow = |value: i128| i32::try_from(value).unwrap_or(0);
        (narrow(x), dots.height - 1 - narrow(up))
    }
}

/// The bits of a braille pattern, by row and column.
const BITS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];

/// A field of dots, two across and four down in a cell.
struct Dots {
    width: i32,
    height: i32,
    cells: Vec<u8>,
}

impl Dots {
    /// No dot in any cell of `plot`, which must not be empty.
    fn new(plot: Area) -> Self {
        let cells = usize::from(plot.width) * usize::from(plot.height);
        Self { width: i32::from(plot.width) * 2, height: i32::from(plot.height) * 4, cells: vec![0; cells] }
    }

    /// Sets every `every`th dot on the line between two dots that lie in the field.
    fn line(&mut self, from: (i32, i32), to: (i32, i32), every: usize) {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let steps = dx.abs().max(dy.abs()).max(1);
        for step in (0..=steps).step_by(every) {
            self.set(from.0 + dx * step / steps, from.1 + dy * step / steps);
        }
    }

    fn set(&mut self, x: i32, y: i32) {
        let cell = usize::try_from(y / 4 * (self.width / 2) + x / 2).ok();
        let (Ok(row), Ok(column)) = (usize::try_from(y % 4), usize::try_from(x % 2)) else { return };
        if let Some(cell) = cell.and_then(|cell| self.cells.get_mut(cell)) {
            *cell |= BITS[row][column];
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, plot: Area, style: ratatui::style::Style) {
        let (braille, levels) = (canvas.glyphs().unicode, canvas.glyphs().levels);
        let mut buffer = [0; 4];
        for (row, cells) in plot.rows().zip(self.cells.chunks(usize::from(plot.width))) {
            for (x, dots) in (row.x..row.right()).zip(cells) {
                if *dots == 0 {
                    continue;
                }
                let pattern = char::from_u32(0x2800 + u32::from(*dots)).filter(|_| braille);
                let symbol = match pattern {
                    Some(pattern) => &*pattern.encode_utf8(&mut buffer),
                    None => levels[level_of(*dots)],
                };
                canvas.glyph(x, row.y, symbol, style);
            }
        }
    }
}

/// Where there is no braille: the block that is as high as the highest of these dots.
fn level_of(dots: u8) -> usize {
    let is_set = |row: &[u8; 2]| row.iter().any(|bit| dots & bit != 0);
    7 - 2 * BITS.iter().position(is_set).unwrap_or(3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::{Sheet, survives_every_size};

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + minutes * 60).unwrap()
    }

    fn chart(points: &[(Timestamp, Ratio)]) -> Chart<'_> {
        Chart {
            points,
            from: at(0),
            to: at(60),
            from_label: "14:05 IST",
            to_label: "now",
            planned_end: None,
            mark: None,
            scale: Scale::PERCENT,
        }
    }

    fn drawn(chart: &Chart<'_>, width: u16, height: u16) -> Sheet {
        let mut sheet = Sheet::new(width, height);
        sheet.draw(|canvas| chart.draw(canvas, canvas.bounds()));
        sheet
    }

    #[test]
    fn axes_are_labelled() {
        let points = [(at(0), Ratio::ZERO), (at(60), Ratio::WHOLE)];
        let sheet = drawn(&chart(&points), 40, 9);
        assert!(sheet.row(0).starts_with("100 % │"));
        assert!(sheet.row(3).starts_with(" 50 % │"), "{}", sheet.text());
        assert!(sheet.row(6).starts_with("  0 % │"));
        assert_eq!(sheet.row(7).trim_start(), format!("╰{}", "─".repeat(33)));
        assert_eq!(sheet.row(8), format!("       14:05 IST{}now", " ".repeat(21)));
    }

    #[test]
    fn a_line_leads_from_the_first_point_to_the_last() {
        let points = [(at(0), Ratio::ZERO), (at(60), Ratio::WHOLE)];
        let sheet = drawn(&chart(&points), 40, 9);
        // The lowest left dot of the plot, and the highest right one.
        assert_eq!(sheet.cell(7, 6).symbol().chars().next().map(|c| u32::from(c) & 0x40), Some(0x40));
        assert_eq!(sheet.cell(39, 0).symbol().chars().next().map(|c| u32::from(c) & 0x08), Some(0x08));
        // No gap: every column has a dot.
        for x in 7..40 {
            assert!((0..7).any(|y| sheet.cell(x, y).symbol() != " "), "column {x}\n{}", sheet.text());
        }
    }

    #[test]
    fn without_braille_it_is_drawn_in_blocks() {
        let points = [(at(0), Ratio::ZERO), (at(60), Ratio::WHOLE)];
        for (levels, unicode) in [(crate::ui::Glyphs::UNICODE.levels, false), (crate::ui::Glyphs::ASCII.levels, false)]
        {
            let mut sheet = Sheet::new(40, 9);
            sheet.glyphs = crate::ui::Glyphs { levels, unicode, ..crate::ui::Glyphs::UNICODE };
            sheet.draw(|canvas| chart(&points).draw(canvas, canvas.bounds()));
            assert_eq!((sheet.cell(7, 6).symbol(), sheet.cell(39, 0).symbol()), (levels[1], levels[7]));
            assert!(!sheet.text().contains('\u{2840}'), "{}", sheet.text());
        }
    }

    #[test]
    fn more_than_planned_is_drawn_at_the_top() {
        let points = [(at(0), Ratio::of_counts(3, 1)), (at(60), Ratio::of_counts(3, 1))];
        let sheet = drawn(&chart(&points), 40, 9);
        assert!((7..40).all(|x| sheet.cell(x, 0).symbol() != " "));
    }

    #[test]
    fn progress_is_drawn_over_the_plan() {
        let points = [(at(0), Ratio::ZERO), (at(60), Ratio::ZERO)];
        let sheet = drawn(&Chart { planned_end: Some(at(120)), ..chart(&points) }, 40, 9);
        assert_eq!(Some(sheet.cell(7, 6).fg), sheet.theme.gauge.fg);
        // After half of the planned time the plan is half way up.
        let is_plan = |x| sheet.cell(x, 3).symbol() != " " && Some(sheet.cell(x, 3).fg) == sheet.theme.plan.fg;
        assert!((36..40).any(is_plan), "{}", sheet.text());
        assert!((7..40).any(|x| (0..7).all(|y| Some(sheet.cell(x, y).fg) != sheet.theme.plan.fg)), "it has gaps");
    }

    #[test]
    fn another_scale_takes_the_room_of_its_words_and_a_mark_lies_across() {
        let points = [(at(0), Ratio::WHOLE), (at(60), Ratio::WHOLE)];
        let scale = Scale { top: "12,34,567.00", middle: "", bottom: "-500.00" };
        let mark = Some(Ratio::from_basis_points(5_000));
        let sheet = drawn(&Chart { mark, scale, ..chart(&points) }, 40, 9);
        assert!(sheet.row(0).starts_with("12,34,567.00 │"), "{}", sheet.text());
        assert!(sheet.row(6).starts_with("     -500.00 │"), "{}", sheet.text());
        assert!((14..40).any(|x| Some(sheet.cell(x, 3).fg) == sheet.theme.plan.fg && sheet.cell(x, 3).symbol() != " "));
        assert!((14..40).all(|x| sheet.cell(x, 0).symbol() != " "), "the line itself is whole");
    }

    #[test]
    fn hostile_times_and_no_points_survive() {
        let points = [(Timestamp::MIN, Ratio::WHOLE), (Timestamp::MAX, Ratio::ZERO)];
        for (from, to) in [(at(0), at(0)), (at(60), at(0)), (Timestamp::MIN, Timestamp::MAX)] {
            for end in [None, Some(Timestamp::MIN), Some(Timestamp::MAX), Some(at(0))] {
                drawn(&Chart { from, to, planned_end: end, ..chart(&points) }, 40, 9);
                drawn(&Chart { from, to, planned_end: end, ..chart(&[]) }, 40, 9);
            }
        }
    }

    #[test]
    fn it_stays_in_its_area() {
        let points = [(at(0), Ratio::ZERO), (at(30), Ratio::of_counts(2, 1)), (at(60), Ratio::WHOLE)];
        survives_every_size(|canvas, area| chart(&points).draw(canvas, area));
    }
}
