//! How a theme file spells a style.

use ratatui::style::{Color, Modifier, Style};
use serde::{Deserialize, Deserializer, de};

/// A style as a theme file spells it: colours as `#rrggbb`, attributes as flags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::struct_excessive_bools, reason = "a style's attributes are independent flags")]
pub(super) struct Paint {
    fg: Option<Hex>,
    bg: Option<Hex>,
    bold: bool,
    dim: bool,
    italic: bool,
    underline: bool,
    reverse: bool,
}

impl From<Paint> for Style {
    fn from(paint: Paint) -> Self {
        let mut style = Self::new();
        style.fg = paint.fg.map(|Hex(r, g, b)| Color::Rgb(r, g, b));
        style.bg = paint.bg.map(|Hex(r, g, b)| Color::Rgb(r, g, b));
        for (on, modifier) in [
            (paint.bold, Modifier::BOLD),
            (paint.dim, Modifier::DIM),
            (paint.italic, Modifier::ITALIC),
            (paint.underline, Modifier::UNDERLINED),
            (paint.reverse, Modifier::REVERSED),
        ] {
            if on {
                style = style.add_modifier(modifier);
            }
        }
        style
    }
}

/// A colour: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Hex(u8, u8, u8);

impl Hex {
    /// Reads `#rrggbb`.
    fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        let part = |at: usize| {
            let part = &digits[at..at + 2];
            part.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u8::from_str_radix(part, 16).ok()).flatten()
        };
        Some(Self(part(0)?, part(2)?, part(4)?))
    }
}

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom(format!("{text:?} is no colour; write it as #rrggbb")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_six_hex_digits() {
        assert_eq!(Hex::parse("#0f1318"), Some(Hex(15, 19, 24)));
        for wrong in ["0f1318", "#0f131", "#0f13180", "#0f131g", "#+f+f+f", "red", "", "#éé€"] {
            assert_eq!(Hex::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_paint_sets_only_what_it_names() {
        let paint: Paint = toml::from_str("fg = '#ffffff'\nbold = true").unwrap();
        assert_eq!(Style::from(paint), Style::new().fg(Color::Rgb(255, 255, 255)).add_modifier(Modifier::BOLD));
        assert!(toml::from_str::<Paint>("colour = '#ffffff'").is_err());
    }
}
