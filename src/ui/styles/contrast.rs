//! Whether what is drawn can be read: the contrast of every text on every ground (WCAG 2.2).

use std::fmt;

use ratatui::style::{Color, Style};

use super::Theme;
use super::hue::rgb;

/// The least contrast of text that everybody can read (WCAG 2.2, 1.4.3).
pub const LEGIBLE: f64 = 4.5;

/// A text that is hard to read on a ground.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Faint {
    /// The role of the text.
    pub text: &'static str,
    /// The role of the ground; the text's own where it is one with a text of its own.
    pub ground: &'static str,
    /// The contrast, from 1 to 21.
    pub ratio: f64,
}

impl fmt::Display for Faint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, ground, ratio } = self;
        // Rounded down: what is too little never looks like enough.
        let ratio = (ratio * 100.0).floor() / 100.0;
        write!(f, "{text} on {ground} has a contrast of {ratio:.2}, less than the {LEGIBLE} that is easy to read")
    }
}

impl Theme {
    /// The pairs of text and ground that are hard to read. Where a colour is the terminal's own, nobody can tell.
    #[must_use]
    pub fn faint(&self) -> Vec<Faint> {
        let pair = |text: &'static str, style: Style, ground: &'static str, on: Style| {
            let ratio = contrast(style.fg.or(on.fg)?, style.bg.or(on.bg)?)?;
            (ratio < LEGIBLE).then_some(Faint { text, ground, ratio })
        };
        let own = self.grounds().into_iter().chain(self.blocks()).map(|(role, style)| (role, style, role, style));
        let others = self
            .grounds()
            .into_iter()
            .flat_map(|(ground, on)| self.texts().into_iter().map(move |(text, style)| (text, style, ground, on)));
        own.chain(others).filter_map(|(text, style, ground, on)| pair(text, style, ground, on)).collect()
    }
}

/// The contrast of two colours; `None` where one of them is not known.
pub(super) fn contrast(a: Color, b: Color) -> Option<f64> {
    let (a, b) = (luminance(rgb(a)?), luminance(rgb(b)?));
    Some((a.max(b) + 0.05) / (a.min(b) + 0.05))
}

/// Relative luminance by WCAG 2.2.
fn luminance([r, g, b]: [u8; 3]) -> f64 {
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

/// A part of an sRGB colour as light.
pub(super) fn linear(value: u8) -> f64 {
    let value = f64::from(value) / 255.0;
    if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_standard() {
        let ratio = |a: [u8; 3], b: [u8; 3]| {
            let color = |[r, g, b]: [u8; 3]| Color::Rgb(r, g, b);
            contrast(color(a), color(b)).unwrap()
        };
        assert!((ratio([0; 3], [255; 3]) - 21.0).abs() < 0.001);
        assert!((ratio([119; 3], [255; 3]) - 4.478).abs() < 0.001, "the well-known grey that just fails");
        assert_eq!(contrast(Color::Reset, Color::Black), None);
    }

    #[test]
    fn what_is_hard_to_read_is_named_with_its_ground() {
        let mut theme = Theme::by_name("dark").unwrap();
        assert_eq!(theme.faint(), []);
        theme.selected.bg = Some(Color::Rgb(110, 110, 110));
        let faint = theme.faint();
        let words = faint.iter().find(|faint| faint.text == "muted").unwrap().to_string();
        assert!(words.starts_with("muted on selected has a contrast of 2.0"), "{words}");
        assert!(faint.iter().any(|faint| (faint.text, faint.ground) == ("selected", "selected")));
    }
}
