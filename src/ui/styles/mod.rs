//! Themes: every colour of the screen by its role, read from `assets/themes`.
//!
//! Grounds carry a text colour and a background and are painted with [`Canvas::fill`](super::Canvas::fill); the other
//! roles only say how text looks, so that each may stand on any ground. The themes paint their own background and so
//! are legible on any terminal; `mono` uses the terminal's own colours and attributes alone.

mod paint;

use ratatui::style::Style;
use serde::Deserialize;

use paint::Paint;

/// Why a theme cannot be read, in words for the operator who wrote it.
#[derive(Debug, thiserror::Error)]
#[error("theme {name}: {reason}")]
pub struct ThemeError {
    name: String,
    reason: toml::de::Error,
}

macro_rules! roles {
    ($($(#[doc = $doc:literal])+ $role:ident,)+) => {
        /// The style of every role.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Theme {
            /// What it is called.
            pub name: String,
            $($(#[doc = $doc])+ pub $role: Style,)+
        }

        /// A theme file: exactly the roles, each once.
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            $($role: Paint,)+
        }

        impl File {
            fn named(self, name: &str) -> Theme {
                Theme { name: name.to_owned(), $($role: self.$role.into(),)+ }
            }
        }
    };
}

roles! {
    /// Ground: the screen.
    base,
    /// Ground: the header, the hint bar and a table's titles.
    bar,
    /// Ground: windows over the panes.
    overlay,
    /// Ground: the selected row of what has the focus.
    selected,
    /// Ground: the selected row of what has not.
    selected_idle,
    /// Ground: a text field.
    input,
    /// Ground: the text field that is typed in.
    input_focus,
    /// Ground: the cell the next character goes to.
    cursor,
    /// Ground: the badge of sandbox connections.
    badge_sandbox,
    /// Ground: the badge of production connections.
    badge_production,
    /// Ordinary text.
    text,
    /// What can be read but need not be: labels, units, what is empty.
    muted,
    /// The number or name that matters most here.
    strong,
    /// Names, links and what is chosen.
    accent,
    /// The mark of a marked row.
    marked,
    /// Column titles and the titles of sections without the focus.
    header,
    /// The title of a window, or of a section with the focus.
    title,
    /// Done, on, authorised.
    good,
    /// Late, soon, unconfirmed.
    warning,
    /// Failed, stalled, refused.
    bad,
    /// News.
    info,
    /// Old data.
    stale,
    /// What a field says before anything is typed.
    placeholder,
    /// A key in the hint bar.
    key,
    /// What that key does.
    hint,
    /// The tab of the pane in view; the others are muted.
    tab_active,
    /// Thin lines between parts; no text.
    rule,
    /// The border of a window; no text.
    border,
    /// The filled part of a bar.
    gauge,
    /// The same of what is done: calmer than the text of its tone, being a large patch of colour.
    gauge_good,
    /// The same of what is late.
    gauge_warning,
    /// The same of what is stalled.
    gauge_bad,
    /// The rest of a bar; a theme without a background for it gets a glyph.
    gauge_track,
    /// A trend.
    sparkline,
    /// The plan in a chart, against which progress is seen; no text.
    plan,
}

/// The bundled themes: name and file.
const BUNDLED: [(&str, &str); 3] = [
    ("dark", include_str!("../../../assets/themes/dark.toml")),
    ("light", include_str!("../../../assets/themes/light.toml")),
    ("mono", include_str!("../../../assets/themes/mono.toml")),
];

impl Theme {
    /// The names of the bundled themes.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUNDLED.into_iter().map(|(name, _)| name)
    }

    /// The bundled theme called `name`.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        let (name, file) = BUNDLED.into_iter().find(|(bundled, _)| *bundled == name)?;
        // A test reads every bundled theme: none is lost here.
        Self::parse(name, file).ok()
    }

    /// Reads a theme file and calls it `name`.
    ///
    /// # Errors
    /// Says which line is wrong: TOML that cannot be read, a missing or unknown role, a colour that is none.
    pub fn parse(name: &str, file: &str) -> Result<Self, ThemeError> {
        toml::from_str::<File>(file)
            .map(|file| file.named(name))
            .map_err(|reason| ThemeError { name: name.to_owned(), reason })
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::{Color, Modifier};

    use super::*;

    /// Relative luminance by WCAG 2.2.
    fn luminance(color: Color) -> f64 {
        let Color::Rgb(r, g, b) = color else { panic!("{color:?} is not spelled out") };
        let part = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
    }

    /// Contrast ratio by WCAG 2.2.
    fn contrast(a: Color, b: Color) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn grounds(theme: &Theme) -> [(&'static str, Style); 7] {
        [
            ("base", theme.base),
            ("bar", theme.bar),
            ("overlay", theme.overlay),
            ("selected", theme.selected),
            ("selected_idle", theme.selected_idle),
            ("input", theme.input),
            ("input_focus", theme.input_focus),
        ]
    }

    fn texts(theme: &Theme) -> Vec<(&'static str, Style)> {
        vec![
            ("text", theme.text),
            ("muted", theme.muted),
            ("strong", theme.strong),
            ("accent", theme.accent),
            ("marked", theme.marked),
            ("header", theme.header),
            ("title", theme.title),
            ("good", theme.good),
            ("warning", theme.warning),
            ("bad", theme.bad),
            ("info", theme.info),
            ("stale", theme.stale),
            ("placeholder", theme.placeholder),
            ("key", theme.key),
            ("hint", theme.hint),
            ("tab_active", theme.tab_active),
        ]
    }

    #[test]
    fn every_text_is_legible_on_every_ground() {
        for name in ["dark", "light"] {
            let theme = Theme::by_name(name).unwrap();
            for (ground, style) in grounds(&theme) {
                let background = style.bg.unwrap_or_else(|| panic!("{name}: {ground} paints no background"));
                for (text, style) in texts(&theme).into_iter().chain([(ground, style)]) {
                    let ratio = contrast(style.fg.expect("texts have a colour"), background);
                    assert!(ratio >= 4.5, "{name}: {text} on {ground} has a contrast of {ratio:.2}");
                }
            }
            for style in [theme.badge_sandbox, theme.badge_production, theme.cursor] {
                assert!(contrast(style.fg.unwrap(), style.bg.unwrap()) >= 4.5, "{name}: a badge or the cursor");
            }
        }
    }

    #[test]
    fn bars_and_trends_can_be_told_from_what_is_around_them() {
        for name in ["dark", "light"] {
            let theme = Theme::by_name(name).unwrap();
            let track = theme.gauge_track.bg.unwrap();
            for filled in [theme.gauge, theme.gauge_good, theme.gauge_warning, theme.gauge_bad] {
                assert!(contrast(filled.fg.unwrap(), track) >= 3.0, "{name}: a bar on its track");
            }
            for (ground, style) in grounds(&theme) {
                let ratio = contrast(theme.sparkline.fg.unwrap(), style.bg.unwrap());
                assert!(ratio >= 3.0, "{name}: sparkline on {ground} has {ratio:.2}");
            }
            assert!(contrast(theme.border.fg.unwrap(), theme.overlay.bg.unwrap()) >= 3.0, "{name}: border");
        }
    }

    #[test]
    fn production_is_white_on_red() {
        for name in ["dark", "light"] {
            let badge = Theme::by_name(name).unwrap().badge_production;
            assert_eq!(badge.fg, Some(Color::Rgb(255, 255, 255)));
            let Some(Color::Rgb(r, g, b)) = badge.bg else { panic!("no background") };
            assert!(r > 150 && g < 60 && b < 60, "{name}: {r} {g} {b} is not red");
        }
    }

    #[test]
    fn mono_uses_the_terminals_own_colours() {
        let theme = Theme::by_name("mono").unwrap();
        for (role, style) in grounds(&theme).into_iter().chain(texts(&theme)) {
            assert_eq!((style.fg, style.bg), (None, None), "{role}");
        }
        assert!(theme.selected.add_modifier.contains(Modifier::REVERSED));
        assert_ne!(theme.badge_production, theme.badge_sandbox);
    }

    #[test]
    fn every_name_names_a_theme_and_nothing_else_does() {
        for name in Theme::names() {
            assert_eq!(Theme::by_name(name).unwrap().name, name);
        }
        assert_eq!(Theme::by_name("neon"), None);
    }

    #[test]
    fn a_wrong_theme_says_what_is_wrong() {
        let dark = BUNDLED[0].1;
        let missing = Theme::parse("mine", &dark.replace("\nkey ", "\nkeys ")).unwrap_err().to_string();
        assert!(missing.contains("mine") && missing.contains("keys"), "{missing}");
        let wrong = Theme::parse("mine", &dark.replacen("#0f1318", "black", 1)).unwrap_err().to_string();
        assert!(wrong.contains("#rrggbb"), "{wrong}");
    }
}
