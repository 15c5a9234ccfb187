//! How a theme file spells a style.

use ratatui::style::{Modifier, Style};
use serde::Deserialize;

use super::Hue;

/// A style as a theme file spells it: two colours, and attributes as flags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::struct_excessive_bools, reason = "a style's attributes are independent flags")]
pub struct Paint {
    /// The colour of the text.
    pub fg: Option<Hue>,
    /// The colour behind it.
    pub bg: Option<Hue>,
    /// Bold.
    pub bold: bool,
    /// Fainter than usual.
    pub dim: bool,
    /// Slanted.
    pub italic: bool,
    /// With a line below.
    pub underline: bool,
    /// Text and ground change places.
    pub reverse: bool,
}

impl Paint {
    /// The flags a theme file may set.
    pub const FLAGS: [&'static str; 5] = ["bold", "dim", "italic", "underline", "reverse"];

    /// Sets the flag called `name`; says whether there is one.
    pub fn set(&mut self, name: &str, on: bool) -> bool {
        let flag = match name {
            "bold" => &mut self.bold,
            "dim" => &mut self.dim,
            "italic" => &mut self.italic,
            "underline" => &mut self.underline,
            "reverse" => &mut self.reverse,
            _ => return false,
        };
        *flag = on;
        true
    }
}

impl From<Paint> for Style {
    fn from(paint: Paint) -> Self {
        let mut style = Self::new();
        style.fg = paint.fg.map(|Hue(color)| color);
        style.bg = paint.bg.map(|Hue(color)| color);
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

#[cfg(test)]
mod tests {
    use ratatui::style::Color;

    use super::*;

    #[test]
    fn a_paint_sets_only_what_it_names() {
        let paint: Paint = toml::from_str("fg = '#ffffff'\nbold = true").unwrap();
        assert_eq!(Style::from(paint), Style::new().fg(Color::Rgb(255, 255, 255)).add_modifier(Modifier::BOLD));
        assert!(toml::from_str::<Paint>("colour = '#ffffff'").is_err());
    }

    #[test]
    fn every_flag_can_be_set_by_its_name() {
        for flag in Paint::FLAGS {
            let mut paint = Paint::default();
            assert!(paint.set(flag, true));
            assert_eq!(paint, toml::from_str(&format!("{flag} = true")).unwrap());
        }
        assert!(!Paint::default().set("blink", true));
    }
}
