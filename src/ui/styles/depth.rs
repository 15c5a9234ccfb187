//! Themes on terminals that have fewer colours than they name.

use ratatui::style::{Color, Modifier, Style};

use super::Theme;
use super::contrast::{LEGIBLE, contrast};
use super::hue::{distance, indexed, rgb, sixteen};

/// How many colours a terminal has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, strum::Display)]
pub enum Depth {
    /// None: attributes alone.
    #[strum(to_string = "no colours")]
    Mono,
    /// Sixteen, which every terminal draws in its own way.
    #[strum(to_string = "16 colours")]
    Sixteen,
    /// 256.
    #[strum(to_string = "256 colours")]
    Indexed,
    /// Every one there is.
    #[default]
    #[strum(to_string = "true colour")]
    True,
}

impl Theme {
    /// The same theme in colours that a terminal of this depth has: each the nearest one there is, for texts the nearest
    /// that can be read on every ground. A ground that would look like what is around it is told by an attribute.
    #[must_use]
    pub fn at(&self, depth: Depth) -> Self {
        let palette: Vec<Color> = match depth {
            Depth::True => return self.clone(),
            Depth::Mono => return Self { name: self.name.clone(), ..Self::mono() },
            Depth::Indexed => indexed().collect(),
            Depth::Sixteen => sixteen().collect(),
        };
        let mut theme = self.clone();
        let is_text = |role: &str| self.texts().iter().any(|(text, _)| *text == role);
        for role in Self::ROLES.iter().filter(|role| !is_text(role)) {
            if let Some(style) = theme.style_mut(role) {
                style.bg = style.bg.map(|color| nearest(color, &palette, &[]));
                let own: Vec<Color> = style.bg.into_iter().collect();
                style.fg = style.fg.map(|color| nearest(color, &palette, &own));
            }
        }
        let grounds: Vec<Color> = theme.grounds().iter().filter_map(|(_, ground)| ground.bg).collect();
        for (role, style) in self.texts() {
            let bg = style.bg.map(|color| nearest(color, &palette, &[]));
            let on = bg.map_or_else(|| grounds.clone(), |bg| vec![bg]);
            let fg = style.fg.map(|color| nearest(color, &palette, &on));
            if let Some(place) = theme.style_mut(role) {
                *place = Style { fg, bg, ..style };
            }
        }
        let (base, overlay) = (theme.base.bg, theme.overlay.bg);
        theme.selected = told_from(theme.selected, base, Modifier::REVERSED);
        theme.selected_idle = told_from(theme.selected_idle, base, Modifier::UNDERLINED);
        theme.input = told_from(theme.input, overlay, Modifier::UNDERLINED);
        theme.input_focus = told_from(theme.input_focus, overlay, Modifier::UNDERLINED | Modifier::BOLD);
        theme
    }
}

/// A ground that differs from the one around it by its colour, or by this attribute.
fn told_from(ground: Style, around: Option<Color>, attribute: Modifier) -> Style {
    if ground.bg.is_some() && ground.bg == around { ground.add_modifier(attribute) } else { ground }
}

/// The colour of the palette that looks most like this one, of those that can be read on all these grounds if there are
/// any.
fn nearest(color: Color, palette: &[Color], grounds: &[Color]) -> Color {
    let Some(wanted) = rgb(color) else { return color };
    if palette.contains(&color) {
        return color;
    }
    let likeness = |known: &Color| rgb(*known).map_or(i32::MAX, |known| distance(wanted, known));
    let is_legible =
        |known: &&Color| grounds.iter().all(|ground| contrast(**known, *ground).is_none_or(|ratio| ratio >= LEGIBLE));
    let legible = palette.iter().filter(is_legible).min_by_key(|known| likeness(known));
    legible.or_else(|| palette.iter().min_by_key(|known| likeness(known))).copied().unwrap_or(color)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_stays_legible_where_there_are_fewer_colours() {
        for theme in Theme::all() {
            for depth in [Depth::Sixteen, Depth::Indexed] {
                let theme = theme.at(depth);
                assert_eq!(theme.faint(), [], "{} in {depth}", theme.name);
            }
        }
    }

    #[test]
    fn only_colours_that_the_terminal_has_are_used() {
        for theme in Theme::all() {
            let (sixteen, indexed) = (theme.at(Depth::Sixteen), theme.at(Depth::Indexed));
            for role in Theme::ROLES {
                for color in [sixteen.style(role), indexed.style(role)].into_iter().flatten().flat_map(|s| [s.fg, s.bg])
                {
                    assert!(!matches!(color, Some(Color::Rgb(..))), "{}: {role}", theme.name);
                }
            }
        }
    }

    #[test]
    fn the_selected_row_is_told_from_the_others_at_every_depth() {
        for theme in Theme::all() {
            for depth in [Depth::Mono, Depth::Sixteen, Depth::Indexed, Depth::True] {
                let theme = theme.at(depth);
                let looks = |style: Style| (style.bg, style.add_modifier - Modifier::BOLD);
                assert_ne!(looks(theme.selected), looks(theme.base), "{} in {depth}", theme.name);
                assert_ne!(theme.badge_production, theme.badge_sandbox, "{} in {depth}", theme.name);
            }
        }
    }

    #[test]
    fn without_colours_a_theme_has_none() {
        let theme = Theme::by_name("dark").unwrap().at(Depth::Mono);
        assert!(
            Theme::ROLES.iter().filter_map(|role| theme.style(role)).all(|style| (style.fg, style.bg) == (None, None))
        );
        assert_eq!(theme.name, "dark");
    }

    #[test]
    fn the_nearest_colour_is_what_it_looks_like() {
        let palette: Vec<Color> = sixteen().collect();
        assert_eq!(nearest(Color::Rgb(250, 10, 10), &palette, &[]), Color::LightRed);
        assert_eq!(nearest(Color::Rgb(15, 19, 24), &palette, &[]), Color::Black);
        let on_black = nearest(Color::Rgb(0, 0, 230), &palette, &[Color::Black]);
        assert_ne!(on_black, Color::Blue, "blue cannot be read on black");
    }
}
