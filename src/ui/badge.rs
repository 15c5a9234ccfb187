//! Badges: which world the screen speaks of.

use ratatui::style::Style;

use super::{Canvas, Theme};
use crate::domain::Environment;

/// What a badge says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Badge {
    /// No real money moves.
    Sandbox,
    /// Real money moves.
    Production,
    /// Real money moves at some of the connections.
    Mixed,
}

impl Badge {
    /// Its words, with the space around them.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Sandbox => " SANDBOX ",
            Self::Production => " PRODUCTION ",
            Self::Mixed => " PRODUCTION + SANDBOX ",
        }
    }

    /// Its colours.
    #[must_use]
    pub const fn style(self, theme: &Theme) -> Style {
        match self {
            Self::Sandbox => theme.badge_sandbox,
            Self::Production | Self::Mixed => theme.badge_production,
        }
    }
}

impl From<Environment> for Badge {
    fn from(environment: Environment) -> Self {
        match environment {
            Environment::Sandbox => Self::Sandbox,
            Environment::Production => Self::Production,
        }
    }
}

/// Draws a badge from `(x, y)`, cut to `width` cells; answers how many cells it took.
pub fn badge(canvas: &mut Canvas<'_>, x: u16, y: u16, width: u16, badge: Badge) -> u16 {
    canvas.text(x, y, width, badge.text(), badge.style(canvas.theme()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::Sheet;

    #[test]
    fn production_stands_out_as_a_block_of_its_own_colour() {
        let mut sheet = Sheet::new(14, 1);
        assert_eq!(sheet.draw(|canvas| badge(canvas, 1, 0, 13, Environment::Production.into())), 12);
        assert_eq!(sheet.row(0), "  PRODUCTION  ");
        assert!((1..13).all(|x| Some(sheet.cell(x, 0).bg) == sheet.theme.badge_production.bg));
        assert_ne!(Some(sheet.cell(13, 0).bg), sheet.theme.badge_production.bg);
    }

    #[test]
    fn a_narrow_badge_is_cut() {
        let mut sheet = Sheet::new(4, 1);
        assert_eq!(sheet.draw(|canvas| badge(canvas, 0, 0, 4, Badge::Sandbox)), 4);
    }
}
