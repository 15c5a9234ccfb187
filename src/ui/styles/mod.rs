//! Themes: every colour of the screen by its role, read from `assets/themes`.
//!
//! Grounds carry a text colour and a background and are painted with [`Canvas::fill`](super::Canvas::fill); the other
//! roles only say how text looks, so that each may stand on any ground. The themes paint their own background and so
//! are legible on any terminal; `mono` uses the terminal's own colours and attributes alone. Where a terminal has fewer
//! colours than a theme names, [`Theme::at`] takes the nearest ones.

mod contrast;
mod depth;
mod hue;
mod paint;

use ratatui::style::Style;
use serde::Deserialize;

pub use contrast::{Faint, LEGIBLE};
pub use depth::Depth;
pub use hue::Hue;
pub use paint::Paint;

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
        #[derive(Default, Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            $($role: Paint,)+
        }

        impl Theme {
            /// Every role, in the order of the bundled files.
            pub const ROLES: &'static [&'static str] = &[$(stringify!($role)),+];

            /// The style of a role by its name.
            #[must_use]
            pub fn style(&self, role: &str) -> Option<Style> {
                match role { $(stringify!($role) => Some(self.$role),)+ _ => None }
            }

            fn style_mut(&mut self, role: &str) -> Option<&mut Style> {
                match role { $(stringify!($role) => Some(&mut self.$role),)+ _ => None }
            }
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
const BUNDLED: [(&str, &str); 6] = [
    ("dark", include_str!("../../../assets/themes/dark.toml")),
    ("light", include_str!("../../../assets/themes/light.toml")),
    ("high-contrast", include_str!("../../../assets/themes/high-contrast.toml")),
    ("colour-blind", include_str!("../../../assets/themes/colour-blind.toml")),
    ("16-colour", include_str!("../../../assets/themes/16-colour.toml")),
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

    /// All bundled themes.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::names().filter_map(Self::by_name)
    }

    /// The one without colours.
    #[must_use]
    pub fn mono() -> Self {
        // The least there can be, where the file could not be read; a test reads every bundled theme.
        Self::by_name("mono").unwrap_or_else(|| File::default().named("mono"))
    }

    /// This theme with another name.
    #[must_use]
    pub fn named(self, name: &str) -> Self {
        Self { name: name.to_owned(), ..self }
    }

    /// Paints a role in another way; says whether there is such a role.
    pub fn paint(&mut self, role: &str, paint: Paint) -> bool {
        self.style_mut(role).map(|style| *style = paint.into()).is_some()
    }

    /// The grounds that any text may stand on.
    fn grounds(&self) -> [(&'static str, Style); 7] {
        [
            ("base", self.base),
            ("bar", self.bar),
            ("overlay", self.overlay),
            ("selected", self.selected),
            ("selected_idle", self.selected_idle),
            ("input", self.input),
            ("input_focus", self.input_focus),
        ]
    }

    /// The grounds that only their own text stands on.
    fn blocks(&self) -> [(&'static str, Style); 3] {
        [("cursor", self.cursor), ("badge_sandbox", self.badge_sandbox), ("badge_production", self.badge_production)]
    }

    /// The texts that may stand on any ground.
    fn texts(&self) -> [(&'static str, Style); 16] {
        [
            ("text", self.text),
            ("muted", self.muted),
            ("strong", self.strong),
            ("accent", self.accent),
            ("marked", self.marked),
            ("header", self.header),
            ("title", self.title),
            ("good", self.good),
            ("warning", self.warning),
            ("bad", self.bad),
            ("info", self.info),
            ("stale", self.stale),
            ("placeholder", self.placeholder),
            ("key", self.key),
            ("hint", self.hint),
            ("tab_active", self.tab_active),
        ]
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

    use super::contrast::{contrast, linear};
    use super::*;

    /// The bundled themes that paint their own grounds.
    fn painted() -> impl Iterator<Item = Theme> {
        Theme::all().filter(|theme| theme.name != "mono")
    }

    fn ratio(text: Option<Color>, ground: Option<Color>) -> f64 {
        contrast(text.expect("a colour"), ground.expect("a colour")).expect("a colour that is known")
    }

    #[test]
    fn every_text_is_legible_on_every_ground() {
        assert_eq!(painted().count(), 5);
        for theme in painted() {
            assert_eq!(theme.faint(), [], "{}", theme.name);
            for (ground, style) in theme.grounds().into_iter().chain(theme.blocks()) {
                assert!(style.fg.is_some() && style.bg.is_some(), "{}: {ground} cannot be judged", theme.name);
            }
            for (text, style) in theme.texts() {
                assert!(style.fg.is_some(), "{}: {text} cannot be judged", theme.name);
                assert!(!style.add_modifier.contains(Modifier::DIM), "{}: {text} is fainter than it says", theme.name);
            }
        }
    }

    #[test]
    fn high_contrast_is_higher_than_is_easy_to_read() {
        let theme = Theme::by_name("high-contrast").unwrap();
        for (ground, on) in theme.grounds() {
            for (text, style) in theme.texts() {
                let ratio = ratio(style.fg, on.bg);
                assert!(ratio >= 7.0, "{text} on {ground} has {ratio:.2}");
            }
        }
    }

    #[test]
    fn sixteen_colours_are_legible_as_the_console_draws_them_too() {
        // The palette of VGA and the Linux console, by the names of xterm's.
        let vga = |color: Color| match color {
            Color::Red => Color::Rgb(170, 0, 0),
            Color::Green => Color::Rgb(0, 170, 0),
            Color::Yellow => Color::Rgb(170, 85, 0),
            Color::Blue => Color::Rgb(0, 0, 170),
            Color::Cyan => Color::Rgb(0, 170, 170),
            Color::Gray => Color::Rgb(170, 170, 170),
            Color::DarkGray => Color::Rgb(85, 85, 85),
            Color::LightRed => Color::Rgb(255, 85, 85),
            Color::LightGreen => Color::Rgb(85, 255, 85),
            Color::LightYellow => Color::Rgb(255, 255, 85),
            Color::LightCyan => Color::Rgb(85, 255, 255),
            other => other,
        };
        let mut theme = Theme::by_name("16-colour").unwrap();
        for role in Theme::ROLES {
            let style = theme.style_mut(role).unwrap();
            assert!(![style.fg, style.bg].iter().flatten().any(|color| matches!(color, Color::Rgb(..))), "{role}");
            *style = Style { fg: style.fg.map(vga), bg: style.bg.map(vga), ..*style };
        }
        assert_eq!(theme.faint(), []);
    }

    #[test]
    fn bars_and_trends_can_be_told_from_what_is_around_them() {
        for theme in painted() {
            let name = &theme.name;
            let track = theme.gauge_track.bg.or(theme.base.bg);
            for filled in [theme.gauge, theme.gauge_good, theme.gauge_warning, theme.gauge_bad] {
                assert!(ratio(filled.fg, track) >= 3.0, "{name}: a bar on its track");
            }
            for (ground, style) in theme.grounds() {
                let ratio = ratio(theme.sparkline.fg, style.bg);
                assert!(ratio >= 3.0, "{name}: sparkline on {ground} has {ratio:.2}");
            }
            assert!(ratio(theme.border.fg, theme.overlay.bg) >= 3.0, "{name}: border");
        }
    }

    /// A colour as eyes without one kind of cones see it (Viénot, Brettel and Mollon 1999), as light.
    fn seen(color: Option<Color>, [long, middle]: [[f64; 3]; 2]) -> [f64; 3] {
        let light = hue::rgb(color.unwrap()).unwrap().map(linear);
        let sum = |row: [f64; 3]| row.iter().zip(light).map(|(part, value)| part * value).sum::<f64>();
        [sum(long), sum(long), sum(middle)]
    }

    /// How unlike two colours look, in Oklab.
    fn unlike(a: [f64; 3], b: [f64; 3]) -> f64 {
        const CONES: [[f64; 3]; 3] = [
            [0.412_221_5, 0.536_332_5, 0.051_446],
            [0.211_903_5, 0.680_699_5, 0.107_397],
            [0.088_302_5, 0.281_718_8, 0.629_978_7],
        ];
        const LAB: [[f64; 3]; 3] = [
            [0.210_454_3, 0.793_617_8, -0.004_072],
            [1.977_998_5, -2.428_592_2, 0.450_593_7],
            [0.025_904, 0.782_771_8, -0.808_675_8],
        ];
        let times = |rows: [[f64; 3]; 3], by: [f64; 3]| {
            rows.map(|row| row.iter().zip(by).map(|(part, value)| part * value).sum::<f64>())
        };
        let lab = |light| times(LAB, times(CONES, light).map(|cone| cone.max(0.0).cbrt()));
        lab(a).iter().zip(lab(b)).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
    }

    /// The least two tones of a theme differ for eyes that tell red and green badly.
    fn least_unlike(theme: &Theme) -> f64 {
        const DEUTERANOPE: [[f64; 3]; 2] = [[0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]];
        const PROTANOPE: [[f64; 3]; 2] = [[0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]];
        let tones = [theme.good, theme.warning, theme.bad];
        let bars = [theme.gauge_good, theme.gauge_warning, theme.gauge_bad];
        let mut least = f64::MAX;
        for eyes in [DEUTERANOPE, PROTANOPE] {
            for [a, b, c] in [tones, bars] {
                for (one, other) in [(a, b), (a, c), (b, c)] {
                    least = least.min(unlike(seen(one.fg, eyes), seen(other.fg, eyes)));
                }
            }
        }
        least
    }

    #[test]
    fn eyes_that_tell_red_and_green_badly_tell_the_tones_of_their_theme() {
        assert!(least_unlike(&Theme::by_name("colour-blind").unwrap()) > 0.1);
        assert!(least_unlike(&Theme::by_name("dark").unwrap()) < 0.05, "or it would need no theme of its own");
    }

    #[test]
    fn production_is_white_on_red() {
        for theme in painted() {
            let [fg, bg] = [theme.badge_production.fg, theme.badge_production.bg].map(|color| hue::rgb(color.unwrap()));
            assert_eq!(fg, Some([255, 255, 255]), "{}", theme.name);
            let Some([r, g, b]) = bg else { panic!("no background") };
            assert!(r > 150 && g < 60 && b < 60, "{}: {r} {g} {b} is not red", theme.name);
        }
    }

    #[test]
    fn mono_uses_the_terminals_own_colours() {
        let theme = Theme::by_name("mono").unwrap();
        for role in Theme::ROLES {
            let style = theme.style(role).unwrap();
            assert_eq!((style.fg, style.bg), (None, None), "{role}");
        }
        assert!(theme.selected.add_modifier.contains(Modifier::REVERSED));
        assert_ne!(theme.badge_production, theme.badge_sandbox);
    }

    #[test]
    fn what_a_field_says_before_anything_is_typed_is_slanted_or_faint() {
        for theme in Theme::all() {
            let attributes = theme.placeholder.add_modifier;
            assert!(attributes.intersects(Modifier::ITALIC | Modifier::DIM), "{}", theme.name);
            for input in [theme.input, theme.input_focus] {
                assert!(theme.placeholder.fg.is_none() || theme.placeholder.fg != input.fg, "{}", theme.name);
            }
        }
    }

    #[test]
    fn every_name_names_a_theme_and_nothing_else_does() {
        for name in Theme::names() {
            assert_eq!(Theme::by_name(name).unwrap().name, name);
        }
        assert_eq!(Theme::by_name("neon"), None);
    }

    #[test]
    fn every_role_has_a_name_and_can_be_painted() {
        let mut theme = Theme::by_name("dark").unwrap();
        for role in Theme::ROLES {
            assert!(theme.paint(role, Paint { bold: true, ..Paint::default() }));
            assert_eq!(theme.style(role), Some(Style::new().add_modifier(Modifier::BOLD)));
        }
        assert!(!theme.paint("headline", Paint::default()));
    }

    #[test]
    fn a_wrong_theme_says_what_is_wrong() {
        let dark = BUNDLED[0].1;
        let missing = Theme::parse("mine", &dark.replace("\nkey ", "\nkeys ")).unwrap_err().to_string();
        assert!(missing.contains("mine") && missing.contains("keys"), "{missing}");
        let wrong = Theme::parse("mine", &dark.replacen("#0f1318", "crimson", 1)).unwrap_err().to_string();
        assert!(wrong.contains("#rrggbb"), "{wrong}");
    }
}
