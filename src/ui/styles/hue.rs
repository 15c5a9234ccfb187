//! How a theme file spells a colour, and what it is made of.

use ratatui::style::Color;
use serde::{Deserialize, Deserializer, de};

/// The sixteen colours by their names, as ratatui has them, and as xterm draws them where nobody chose others.
const NAMED: [(&str, Color, [u8; 3]); 16] = [
    ("black", Color::Black, [0, 0, 0]),
    ("red", Color::Red, [205, 0, 0]),
    ("green", Color::Green, [0, 205, 0]),
    ("yellow", Color::Yellow, [205, 205, 0]),
    ("blue", Color::Blue, [0, 0, 238]),
    ("magenta", Color::Magenta, [205, 0, 205]),
    ("cyan", Color::Cyan, [0, 205, 205]),
    ("white", Color::Gray, [229, 229, 229]),
    ("bright-black", Color::DarkGray, [127, 127, 127]),
    ("bright-red", Color::LightRed, [255, 0, 0]),
    ("bright-green", Color::LightGreen, [0, 255, 0]),
    ("bright-yellow", Color::LightYellow, [255, 255, 0]),
    ("bright-blue", Color::LightBlue, [92, 92, 255]),
    ("bright-magenta", Color::LightMagenta, [255, 0, 255]),
    ("bright-cyan", Color::LightCyan, [0, 255, 255]),
    ("bright-white", Color::White, [255, 255, 255]),
];

/// The steps of red, green and blue among the 256 colours.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// A colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hue(pub(super) Color);

impl Hue {
    /// Reads `#rrggbb`, or the name of one of the sixteen colours.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((_, color, _)) = NAMED.iter().find(|(name, ..)| *name == text) {
            return Some(Self(*color));
        }
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        let part = |at: usize| {
            let part = &digits[at..at + 2];
            part.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u8::from_str_radix(part, 16).ok()).flatten()
        };
        Some(Self(Color::Rgb(part(0)?, part(2)?, part(4)?)))
    }

    /// The names of the sixteen colours.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMED.into_iter().map(|(name, ..)| name)
    }
}

impl<'de> Deserialize<'de> for Hue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom(format!("{text:?} is no colour; write it as #rrggbb")))
    }
}

/// Its red, green and blue; `None` for the terminal's own text and ground, which nobody here knows.
pub(super) fn rgb(color: Color) -> Option<[u8; 3]> {
    match color {
        Color::Rgb(r, g, b) => Some([r, g, b]),
        Color::Indexed(index @ 0..16) => Some(NAMED[usize::from(index)].2),
        Color::Indexed(index @ 16..232) => {
            let step = |by: u8| STEPS[usize::from((index - 16) / by % 6)];
            Some([step(36), step(6), step(1)])
        }
        Color::Indexed(index) => Some([8 + 10 * (index - 232); 3]),
        named => NAMED.iter().find(|(_, color, _)| *color == named).map(|(.., rgb)| *rgb),
    }
}

/// The sixteen colours.
pub(super) fn sixteen() -> impl Iterator<Item = Color> {
    NAMED.into_iter().map(|(_, color, _)| color)
}

/// Those of the 256 colours that are the same on every terminal.
pub(super) fn indexed() -> impl Iterator<Item = Color> {
    (16..=u8::MAX).map(Color::Indexed)
}

/// How unlike two colours look: the low-cost approximation of <https://www.compuphase.com/cmetric.htm>.
pub(super) fn distance(a: [u8; 3], b: [u8; 3]) -> i32 {
    let difference = |at: usize| i32::from(a[at]) - i32::from(b[at]);
    let mean = i32::midpoint(i32::from(a[0]), i32::from(b[0]));
    let (red, green, blue) = (difference(0), difference(1), difference(2));
    (((512 + mean) * red * red) >> 8) + 4 * green * green + (((767 - mean) * blue * blue) >> 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_six_hex_digits_or_names() {
        assert_eq!(Hue::parse("#0f1318"), Some(Hue(Color::Rgb(15, 19, 24))));
        assert_eq!(Hue::parse("bright-cyan"), Some(Hue(Color::LightCyan)));
        for wrong in ["0f1318", "#0f131", "#0f13180", "#0f131g", "#+f+f+f", "crimson", "Red", "", "#éé€"] {
            assert_eq!(Hue::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn numbered_colours_are_what_terminals_draw() {
        assert_eq!(rgb(Color::Indexed(16)), Some([0, 0, 0]));
        assert_eq!(rgb(Color::Indexed(67)), Some([95, 135, 175]));
        assert_eq!(rgb(Color::Indexed(231)), Some([255, 255, 255]));
        assert_eq!(rgb(Color::Indexed(232)), Some([8, 8, 8]));
        assert_eq!(rgb(Color::Indexed(255)), Some([238, 238, 238]));
        assert_eq!(rgb(Color::Indexed(9)), rgb(Color::LightRed));
        assert_eq!(rgb(Color::Reset), None);
    }
}
