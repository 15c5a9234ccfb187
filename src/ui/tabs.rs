//! The tabs of the panes, each with the number that switches to it, from zero on.

use super::canvas::cells_of;
use super::{Area, Canvas};

/// The space between two tabs.
const GAP: u16 = 2;

/// How wide a tab is, with its title or without.
fn width_of(at: usize, title: &str, worded: bool) -> u16 {
    let number = if at < 10 { 1 } else { 2 };
    if worded { (number + 1_u16).saturating_add(cells_of(title)) } else { number }
}

/// How wide the tabs are with all titles, and with that of the active one alone.
#[must_use]
pub fn tabs_widths(titles: &[&str], active: usize) -> [u16; 2] {
    [true, false].map(|whole| {
        let tabs = titles.iter().enumerate();
        let widths = tabs.map(|(at, title)| width_of(at, title, whole || at == active).saturating_add(GAP));
        widths.fold(0, u16::saturating_add).saturating_sub(GAP)
    })
}

/// Where each tab stands in `area`: `0 Overview  1 Accounts  2 Journal`. Where not all titles fit, the tabs but the active one
/// are numbers alone.
fn places(area: Area, titles: &[&str], active: usize) -> Vec<(Area, bool)> {
    let whole = tabs_widths(titles, active)[0] <= area.width;
    let mut rest = area.row(0);
    titles
        .iter()
        .enumerate()
        .map(|(at, title)| {
            let worded = whole || at == active;
            let (place, after) = rest.cut_left(width_of(at, title, worded));
            rest = after.cut_left(GAP).1;
            (place, worded)
        })
        .collect()
}

/// Draws the tabs in the first row of `area`.
pub fn tabs(canvas: &mut Canvas<'_>, area: Area, titles: &[&str], active: usize) {
    let theme = canvas.theme();
    if area.height == 0 {
        return;
    }
    for (at, ((place, worded), title)) in places(area, titles, active).into_iter().zip(titles).enumerate() {
        let number = at.to_string();
        let style = if at == active { theme.tab_active } else { theme.muted };
        let taken = canvas.text(place.x, place.y, place.width, &number, theme.key);
        if worded {
            let rest = place.cut_left(taken + 1).1;
            canvas.label(rest, super::Align::Left, title, style);
        }
    }
}

/// Which tab is at `(x, y)` when they are drawn in `area`.
#[must_use]
pub fn tab_at(area: Area, titles: &[&str], active: usize, x: u16, y: u16) -> Option<usize> {
    places(area, titles, active).into_iter().position(|(place, _)| place.contains(x, y))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::{Sheet, survives_every_size};

    const TITLES: [&str; 3] = ["Overview", "Handset", "Journal"];

    fn drawn(width: u16, active: usize) -> String {
        let mut sheet = Sheet::new(width, 1);
        sheet.draw(|canvas| tabs(canvas, canvas.bounds(), &TITLES, active));
        sheet.row(0).trim_end().to_owned()
    }

    #[test]
    fn every_tab_shows_its_number() {
        assert_eq!(drawn(60, 0), "0 Overview  1 Handset  2 Journal");
        assert_eq!(drawn(32, 0), "0 Overview  1 Handset  2 Journal");
        assert_eq!(drawn(31, 1), "0  1 Handset  2");
    }

    #[test]
    fn a_click_hits_the_tab_that_is_drawn_there() {
        let area = Area::new(2, 1, 60, 1);
        assert_eq!(tab_at(area, &TITLES, 0, 2, 1), Some(0));
        assert_eq!(tab_at(area, &TITLES, 0, 11, 1), Some(0));
        assert_eq!(tab_at(area, &TITLES, 0, 12, 1), None);
        assert_eq!(tab_at(area, &TITLES, 0, 14, 1), Some(1));
        assert_eq!(tab_at(area, &TITLES, 0, 14, 0), None);
    }

    #[test]
    fn they_stay_in_their_area() {
        survives_every_size(|canvas, area| tabs(canvas, area, &TITLES, 2));
    }
}
