//! What the environment says of the terminal: how many colours it has, whether it can be drawn on at all, and which
//! characters it knows.

use super::location::Surroundings;
use crate::ui::Depth;

/// What a terminal's ground is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Background {
    /// Light text on a dark ground.
    Dark,
    /// Dark text on a light ground.
    Light,
}

/// The terminal, as far as its environment tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terminal {
    /// Whether it shows lines and nothing else (`TERM=dumb`).
    pub is_dumb: bool,
    /// Whether whoever sits there wants no colours (`NO_COLOR`, see <https://no-color.org>).
    pub no_color: bool,
    /// How many colours it has (`COLORTERM`, `TERM`).
    pub depth: Depth,
    /// Whether it shows more characters than ASCII has (`LC_ALL`, `LC_CTYPE`, `LANG`).
    pub unicode: bool,
    /// What its ground is like, where that is told (`COLORFGBG`).
    pub background: Option<Background>,
}

/// Parts of the names of terminals that show every colour, also where `COLORTERM` did not come along.
const TRUE_COLOUR: [&str; 7] = ["-direct", "kitty", "alacritty", "ghostty", "wezterm", "iterm", "foot"];

/// How the names of terminals begin that show no colour.
const MONO: [&str; 2] = ["vt", "dumb"];

impl Terminal {
    /// What these surroundings tell.
    #[must_use]
    pub fn of(surroundings: &Surroundings) -> Self {
        let variable =
            |name: &str| surroundings.variable(name).map(|value| value.to_string_lossy().to_ascii_lowercase());
        let term = variable("TERM");
        let name = term.as_deref().unwrap_or_default();
        Self {
            is_dumb: name == "dumb",
            no_color: variable("NO_COLOR").is_some(),
            depth: depth(name, variable("COLORTERM").as_deref(), variable("TERM_PROGRAM").as_deref()),
            // The Linux console has a font of a few hundred characters.
            unicode: name != "linux" && is_unicode(["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable)),
            background: variable("COLORFGBG").and_then(|value| background(&value)),
        }
    }
}

fn depth(term: &str, colorterm: Option<&str>, program: Option<&str>) -> Depth {
    let is_true = |name: &str| TRUE_COLOUR.iter().any(|part| name.contains(part));
    if matches!(colorterm, Some("truecolor" | "24bit")) || is_true(term) || program.is_some_and(is_true) {
        return Depth::True;
    }
    if term.contains("256color") {
        return Depth::Indexed;
    }
    if MONO.iter().any(|name| term.starts_with(name)) || term.ends_with("-m") || term.ends_with("-mono") {
        return Depth::Mono;
    }
    // Windows names no terminal, and its own has every colour.
    if term.is_empty() && cfg!(windows) { Depth::True } else { Depth::Sixteen }
}

/// Whether a locale is one of UTF-8. Where none is named nobody can tell, and nearly every terminal is.
fn is_unicode(locale: Option<String>) -> bool {
    locale.is_none_or(|locale| locale.contains("utf-8") || locale.contains("utf8"))
}

/// `15;0`: the number of the text's colour and, last, of the ground's.
fn background(colours: &str) -> Option<Background> {
    let ground: u8 = colours.rsplit(';').next()?.parse().ok()?;
    match ground {
        7 | 15 => Some(Background::Light),
        0..=6 | 8 => Some(Background::Dark),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use rstest::rstest;

    use super::*;

    fn terminal(variables: &'static str) -> Terminal {
        let lookup = move |name: &str| {
            let mut pairs = variables.split_whitespace().filter_map(|pair| pair.split_once('='));
            pairs.find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value))
        };
        Terminal::of(&Surroundings::new(lookup, None, None))
    }

    #[rstest]
    #[case("TERM=xterm-256color COLORTERM=truecolor", Depth::True)]
    #[case("TERM=xterm COLORTERM=24bit", Depth::True)]
    #[case("TERM=xterm-direct", Depth::True)]
    #[case("TERM=xterm-kitty", Depth::True)]
    #[case("TERM=xterm-256color TERM_PROGRAM=iTerm.app", Depth::True)]
    #[case("TERM=xterm-256color", Depth::Indexed)]
    #[case("TERM=screen-256color COLORTERM=", Depth::Indexed)]
    #[case("TERM=xterm-16color", Depth::Sixteen)]
    #[case("TERM=xterm", Depth::Sixteen)]
    #[case("TERM=linux", Depth::Sixteen)]
    #[case("TERM=vt220", Depth::Mono)]
    #[case("TERM=xterm-mono", Depth::Mono)]
    #[case("TERM=dumb", Depth::Mono)]
    fn colours_are_as_many_as_the_terminal_says(#[case] variables: &'static str, #[case] depth: Depth) {
        assert_eq!(terminal(variables).depth, depth);
    }

    #[rstest]
    #[case("", true)]
    #[case("LANG=en_IN.UTF-8", true)]
    #[case("LANG=C.utf8", true)]
    #[case("LANG=C", false)]
    #[case("LANG=POSIX", false)]
    #[case("LANG=de_DE@euro", false)]
    #[case("LANG=en_IN.UTF-8 LC_ALL=C", false)]
    #[case("LANG=C LC_CTYPE=en_IN.UTF-8", true)]
    #[case("LANG=en_IN.UTF-8 TERM=linux", false)]
    fn characters_are_those_of_the_locale(#[case] variables: &'static str, #[case] unicode: bool) {
        assert_eq!(terminal(variables).unicode, unicode);
    }

    #[test]
    fn what_the_terminal_cannot_or_must_not_do_is_told() {
        let dumb = terminal("TERM=dumb NO_COLOR=1");
        assert!(dumb.is_dumb && dumb.no_color);
        let other = terminal("TERM=xterm NO_COLOR= COLORFGBG=0;default;15");
        assert!(!other.is_dumb && !other.no_color, "one that is empty counts as not set");
        assert_eq!(other.background, Some(Background::Light));
        assert_eq!(terminal("COLORFGBG=15;0").background, Some(Background::Dark));
        assert_eq!(terminal("COLORFGBG=default").background, None);
    }
}
