//! The hint bar: keys and what they do.

use super::canvas::cells_of;
use super::{Area, Canvas};

/// A key as people read it, and what it does.
pub type Hint<'a> = (&'a str, &'a str);

/// The space between two hints.
const GAP: u16 = 2;

/// How wide one hint is: key, space, word.
fn width(hint: &Hint<'_>) -> u16 {
    let word = cells_of(hint.1);
    cells_of(hint.0).saturating_add(if word == 0 { 0 } else { word.saturating_add(1) })
}

/// How many of `all` fit in `room` cells, and how many cells those take.
#[must_use]
pub fn hints_that_fit(all: &[Hint<'_>], room: u16) -> (usize, u16) {
    let mut used = 0_u16;
    for (at, hint) in all.iter().enumerate() {
        let next = used.saturating_add(width(hint)).saturating_add(if at == 0 { 0 } else { GAP });
        if next > room {
            return (at, used);
        }
        used = next;
    }
    (all.len(), used)
}

/// Draws hints in the first row of `area`, most important first: those at the end are left out whole where it is
/// narrow.
pub fn hints(canvas: &mut Canvas<'_>, area: Area, all: &[Hint<'_>]) {
    if area.height == 0 {
        return;
    }
    let theme = canvas.theme();
    let mut x = area.x;
    for hint @ (key, word) in &all[..hints_that_fit(all, area.width).0] {
        canvas.note_key(Area::new(x, area.y, width(hint), 1), key);
        x = x.saturating_add(canvas.text(x, area.y, cells_of(key), key, theme.key));
        if !word.is_empty() {
            x = x.saturating_add(1);
            x = x.saturating_add(canvas.text(x, area.y, cells_of(word), word, theme.hint));
        }
        x = x.saturating_add(GAP);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::{Sheet, survives_every_size};

    const ALL: [Hint<'_>; 3] = [("Enter", "send"), ("Esc", "back"), ("?", "help")];

    #[test]
    fn hints_stand_in_one_line() {
        let mut sheet = Sheet::new(40, 1);
        sheet.draw(|canvas| hints(canvas, canvas.bounds(), &ALL));
        assert_eq!(sheet.row(0).trim_end(), "Enter send  Esc back  ? help");
    }

    #[test]
    fn the_last_are_left_out_first_and_never_cut() {
        // "Enter send  Esc back" are 20 cells.
        assert_eq!(hints_that_fit(&ALL, 28), (3, 28));
        assert_eq!(hints_that_fit(&ALL, 27), (2, 20));
        assert_eq!(hints_that_fit(&ALL, 20), (2, 20));
        assert_eq!(hints_that_fit(&ALL, 19), (1, 10));
        assert_eq!(hints_that_fit(&ALL, 9), (0, 0));
    }

    #[test]
    fn they_stay_in_their_area() {
        survives_every_size(|canvas, area| hints(canvas, area, &ALL));
    }
}
