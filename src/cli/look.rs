//! How the dashboard looks: what the operator wants, as far as the terminal can show it.

use std::path::Path;

use crate::app::Look;
use crate::config::{
    Background, ConfigError, GlyphSet, Surroundings, Terminal, ThemeChoice, UiConfig, own_themes, read_theme,
};
use crate::ui::{Depth, Glyphs, Theme};

/// What is said where the terminal cannot be drawn on.
pub const DUMB: &str = "the dashboard needs a terminal it can draw on, and TERM=dumb says that this one shows plain lines \
                        only. Open it in another terminal, or set TERM to what this one is, such as xterm-256color. Every \
                        pane has commands that print plain lines: see `paytop --help`.";

/// The look; `ask` asks the terminal for its ground, where that matters.
///
/// # Errors
/// What is wrong with a theme of the operator's own.
pub fn look(
    ui: &UiConfig,
    terminal: Terminal,
    surroundings: &Surroundings,
    ask: impl FnOnce() -> Option<Background>,
) -> Result<Look, ConfigError> {
    let theme = theme(ui, terminal, surroundings, ask)?.at(terminal.depth);
    let unicode = ui.glyphs.map_or(terminal.unicode, |set| set == GlyphSet::Unicode);
    Ok(Look { theme, glyphs: if unicode { Glyphs::UNICODE } else { Glyphs::ASCII } })
}

fn theme(
    ui: &UiConfig,
    terminal: Terminal,
    surroundings: &Surroundings,
    ask: impl FnOnce() -> Option<Background>,
) -> Result<Theme, ConfigError> {
    let bundled = |name: &str| Theme::by_name(name).unwrap_or_else(Theme::mono);
    match &ui.theme {
        ThemeChoice::Bundled(name) => Ok(bundled(name)),
        ThemeChoice::File { name, path } => read_theme(name, path, surroundings),
        ThemeChoice::Auto => Ok(bundled(match terminal.depth {
            _ if terminal.no_color => "mono",
            Depth::Mono => "mono",
            Depth::Sixteen => "16-colour",
            Depth::Indexed | Depth::True => match ask().or(terminal.background) {
                Some(Background::Light) => "light",
                Some(Background::Dark) | None => "dark",
            },
        })),
    }
}

/// Every theme that can be chosen while the dashboard runs: the built-in ones, and the operator's own beside the config
/// that can be read.
#[must_use]
pub fn themes(folder: Option<&Path>, terminal: Terminal, surroundings: &Surroundings) -> Vec<Theme> {
    let own = folder.map(own_themes).unwrap_or_default();
    let own = own.iter().filter_map(|(name, path)| read_theme(name, path, surroundings).ok());
    Theme::all().chain(own).map(|theme| theme.at(terminal.depth)).collect()
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use rstest::rstest;

    use super::*;

    fn surroundings(variables: &'static str) -> Surroundings {
        let lookup = move |name: &str| {
            let mut pairs = variables.split_whitespace().filter_map(|pair| pair.split_once('='));
            pairs.find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value))
        };
        Surroundings::new(lookup, None, None)
    }

    fn looks(ui: &UiConfig, variables: &'static str, says: Option<Background>) -> Look {
        let surroundings = surroundings(variables);
        look(ui, Terminal::of(&surroundings), &surroundings, || says).unwrap()
    }

    #[rstest]
    #[case("TERM=xterm-256color", Some(Background::Light), "light")]
    #[case("TERM=xterm-256color", Some(Background::Dark), "dark")]
    #[case("TERM=xterm-256color", None, "dark")]
    #[case("TERM=xterm-256color COLORFGBG=0;15", None, "light")]
    #[case("TERM=xterm-256color COLORFGBG=0;15", Some(Background::Dark), "dark")]
    #[case("TERM=xterm-16color", Some(Background::Light), "16-colour")]
    #[case("TERM=vt100", Some(Background::Light), "mono")]
    #[case("TERM=xterm-256color COLORTERM=truecolor NO_COLOR=1", Some(Background::Light), "mono")]
    fn the_theme_is_as_the_terminal_is(
        #[case] variables: &'static str,
        #[case] says: Option<Background>,
        #[case] theme: &str,
    ) {
        assert_eq!(looks(&UiConfig::default(), variables, says).theme.name, theme);
    }

    #[test]
    fn a_theme_that_was_chosen_is_shown_whatever_the_terminal_is() {
        let ui = UiConfig { theme: ThemeChoice::Bundled("light"), ..UiConfig::default() };
        let surroundings = surroundings("TERM=xterm NO_COLOR=1");
        let found = look(&ui, Terminal::of(&surroundings), &surroundings, || panic!("nobody has to be asked")).unwrap();
        assert_eq!(found.theme, Theme::by_name("light").unwrap().at(Depth::Sixteen), "in the colours there are");
    }

    #[test]
    fn characters_are_those_of_the_locale_unless_others_were_chosen() {
        let auto = UiConfig::default();
        assert_eq!(looks(&auto, "TERM=xterm LANG=C", None).glyphs, Glyphs::ASCII);
        assert_eq!(looks(&auto, "TERM=xterm LANG=en_IN.UTF-8", None).glyphs, Glyphs::UNICODE);
        let unicode = UiConfig { glyphs: Some(GlyphSet::Unicode), ..UiConfig::default() };
        assert_eq!(looks(&unicode, "TERM=xterm LANG=C", None).glyphs, Glyphs::UNICODE);
    }

    #[test]
    fn own_themes_can_be_chosen_beside_the_built_in_ones() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("themes")).unwrap();
        std::fs::write(folder.path().join("themes/mine.toml"), "inherits = \"light\"").unwrap();
        std::fs::write(folder.path().join("themes/broken.toml"), "inherits = 5").unwrap();
        let surroundings = surroundings("TERM=xterm-256color");
        let themes = themes(Some(folder.path()), Terminal::of(&surroundings), &surroundings);
        let names: Vec<&str> = themes.iter().map(|theme| theme.name.as_str()).collect();
        assert_eq!(names, ["dark", "light", "high-contrast", "colour-blind", "16-colour", "mono", "mine"]);
    }
}
