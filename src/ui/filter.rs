//! The line of a filter above a table: what is typed, and how many rows have it.

use super::field::TextField;
use super::{Align, Area, Canvas};

/// Draws the line in the first row of `area`: `focused` while it is typed into, `found` rows of `all`.
pub fn filter_line(canvas: &mut Canvas<'_>, area: Area, field: &TextField, focused: bool, found: usize, all: usize) {
    if area.is_empty() {
        return;
    }
    let theme = canvas.theme();
    canvas.fill(area, theme.bar);
    let (label, rest) = area.cut_left(9);
    canvas.label(label, Align::Left, " filter", theme.title);
    let found = format!("{found} of {all} ");
    let (count, place) = rest.cut_right(u16::try_from(found.len()).unwrap_or(0) + 1);
    field.draw(canvas, place, focused);
    canvas.label(count, Align::Right, &found, theme.muted);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::field::Kind;
    use crate::ui::testing::{Sheet, survives_every_size};

    #[test]
    fn it_says_how_many_rows_have_it() {
        let mut sheet = Sheet::new(40, 1);
        let field = TextField::new(Kind::Plain).with_placeholder("anything");
        sheet.draw(|canvas| filter_line(canvas, canvas.bounds(), &field, false, 3, 12));
        let row = sheet.row(0);
        assert!(row.starts_with(" filter ") && row.contains("anything"), "{row:?}");
        assert!(row.trim_end().ends_with("3 of 12"), "{row:?}");
    }

    #[test]
    fn it_stays_in_its_area() {
        let field = TextField::new(Kind::Plain);
        survives_every_size(|canvas, area| filter_line(canvas, area, &field, true, 1, 2));
    }
}
