//! Which theme is meant by a name or a path, and the themes an operator wrote.

use std::fmt;
use std::path::{Path, PathBuf};

use toml::de::DeTable;

use super::location::Surroundings;
use super::problem::{ConfigError, Problem, nearest, one_of};
use super::reader::{Gather, Section, Value};
use crate::ui::{Hue, Paint, Theme};

/// What an operator wants the screen to look like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ThemeChoice {
    /// As the terminal is.
    #[default]
    Auto,
    /// One that is built in.
    Bundled(&'static str),
    /// One of the operator's own.
    File {
        /// What it is called.
        name: String,
        /// Where it is.
        path: PathBuf,
    },
}

/// The word for a theme as the terminal is.
const AUTO: &str = "auto";

/// The folder of the operator's own themes, beside the config.
const FOLDER: &str = "themes";

impl fmt::Display for ThemeChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Auto => f.pad(AUTO),
            Self::Bundled(name) => f.pad(name),
            Self::File { path, .. } => f.pad(&path.display().to_string()),
        }
    }
}

/// There is no theme of that name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoTheme {
    /// The name there is that is most like it.
    pub nearest: Option<String>,
    /// What would do.
    pub expected: String,
}

impl ThemeChoice {
    /// The theme called `name`: a built-in one, one in the folder `themes` beside the config in `folder`, or a file,
    /// whose path starts at `base` where it is relative.
    ///
    /// # Errors
    /// Where there is none, with the nearest there is.
    pub fn named(name: &str, folder: &Path, base: &Path, surroundings: &Surroundings) -> Result<Self, NoTheme> {
        if name == AUTO {
            return Ok(Self::Auto);
        }
        if let Some(name) = Theme::names().find(|bundled| *bundled == name) {
            return Ok(Self::Bundled(name));
        }
        let is_toml = |path: &Path| path.extension().is_some_and(|extension| extension == "toml");
        if name.contains(std::path::is_separator) || is_toml(Path::new(name)) {
            let path = surroundings.expand(name, base);
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_file() {
                return Ok(Self::File { name: stem, path });
            }
            let expected = format!("a file, and there is none at {}", path.display());
            return Err(NoTheme { nearest: None, expected });
        }
        let own = own(folder);
        if let Some((name, path)) = own.iter().find(|(own, _)| own == name) {
            return Ok(Self::File { name: name.clone(), path: path.clone() });
        }
        let mut known: Vec<&str> = std::iter::once(AUTO).chain(Theme::names()).collect();
        known.extend(own.iter().map(|(name, _)| name.as_str()));
        let expected = format!("{}, or a file as {FOLDER}/NAME.toml beside the config", one_of(&known));
        Err(NoTheme { nearest: nearest(name, &known).map(str::to_owned), expected })
    }
}

/// The operator's own themes beside the config in `folder`, by name.
#[must_use]
pub fn own(folder: &Path) -> Vec<(String, PathBuf)> {
    let entries = std::fs::read_dir(folder.join(FOLDER)).into_iter().flatten().flatten();
    let mut found: Vec<(String, PathBuf)> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .filter_map(|path| Some((path.file_stem()?.to_str()?.to_owned(), path)))
        .collect();
    found.sort();
    found
}

/// Reads a theme of the operator's own.
///
/// # Errors
/// Everything that is wrong with it, each with its line and key.
pub fn read_theme(name: &str, path: &Path, surroundings: &Surroundings) -> Result<Theme, ConfigError> {
    let text = super::text(path).map_err(|problem| ConfigError::new(path, vec![problem]))?;
    let mut gather = Gather::new(&text, path, surroundings);
    let table = DeTable::parse(&text)
        .map_err(|error| ConfigError::new(path, vec![super::syntax(&error, &text, &gather.lines)]))?;
    let theme = theme(&Section::root(table.get_ref()), &mut gather).named(name);
    if gather.problems.is_empty() { Ok(theme) } else { Err(ConfigError::new(path, gather.problems)) }
}

fn theme(root: &Section, gather: &mut Gather) -> Theme {
    const INHERITS: &str = "inherits";
    let roles: Vec<&str> = std::iter::once(INHERITS).chain(Theme::ROLES.iter().copied()).collect();
    root.only(&roles, gather);
    let bundled: Vec<&str> = Theme::names().collect();
    let from = root.get(INHERITS, gather).and_then(|value| value.name("theme", &bundled, gather));
    // What a theme does not say is as in this one.
    let mut theme = Theme::by_name(from.unwrap_or(bundled[0])).unwrap_or_else(Theme::mono);
    for (role, value) in root.entries(gather).into_iter().filter(|(role, _)| Theme::ROLES.contains(role)) {
        if let Some(paint) = paint(&value, gather) {
            theme.paint(role, paint);
        }
    }
    theme
}

fn paint(value: &Value, gather: &mut Gather) -> Option<Paint> {
    let keys: Vec<&str> = ["fg", "bg"].into_iter().chain(Paint::FLAGS).collect();
    let section = value.section("a style, such as { fg = \"#7cc4ff\", bold = true }", &keys, gather)?;
    let mut paint = Paint::default();
    for (key, value) in section.entries(gather) {
        match key {
            "fg" => paint.fg = hue(&value, gather),
            "bg" => paint.bg = hue(&value, gather),
            flag => {
                if Paint::FLAGS.contains(&flag) {
                    paint.set(flag, value.boolean(gather).unwrap_or_default());
                }
            }
        }
    }
    Some(paint)
}

fn hue(value: &Value, gather: &mut Gather) -> Option<Hue> {
    const EXPECTED: &str = "a colour as \"#rrggbb\", or one of the sixteen by its name, such as \"bright-cyan\"";
    let text = value.text(EXPECTED, gather)?;
    let hue = Hue::parse(text);
    if hue.is_none() {
        let names: Vec<&str> = Hue::names().collect();
        let problem = Problem::unlike(value.line, &value.key, "colour", text, nearest(text, &names), EXPECTED);
        gather.problems.push(problem);
    }
    hue
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Home(tempfile::TempDir);

    impl Home {
        fn with(name: &str, text: &str) -> Self {
            let home = Self(tempfile::tempdir().unwrap());
            std::fs::create_dir(home.0.path().join(FOLDER)).unwrap();
            std::fs::write(home.0.path().join(FOLDER).join(name), text).unwrap();
            home
        }

        fn named(&self, name: &str) -> Result<ThemeChoice, NoTheme> {
            let surroundings = Surroundings::new(|_| None, Some(self.0.path().into()), None);
            ThemeChoice::named(name, self.0.path(), self.0.path(), &surroundings)
        }

        fn read(&self, name: &str) -> Result<Theme, String> {
            let Ok(ThemeChoice::File { name, path }) = self.named(name) else { panic!("{name} is no file") };
            read_theme(&name, &path, &Surroundings::new(|_| None, None, None)).map_err(|error| error.to_string())
        }
    }

    #[test]
    fn a_theme_is_found_by_its_name_or_its_path() {
        let home = Home::with("mine.toml", "");
        assert_eq!(home.named("auto"), Ok(ThemeChoice::Auto));
        assert_eq!(home.named("light"), Ok(ThemeChoice::Bundled("light")));
        let mine = ThemeChoice::File { name: "mine".into(), path: home.0.path().join("themes/mine.toml") };
        for name in ["mine", "themes/mine.toml", "~/themes/mine.toml"] {
            assert_eq!(home.named(name), Ok(mine.clone()), "{name}");
        }
        let missing = home.named("mien").unwrap_err();
        assert_eq!(missing.nearest.as_deref(), Some("mine"));
        assert!(missing.expected.contains("\"high-contrast\""), "{}", missing.expected);
        assert!(home.named("other/mine.toml").unwrap_err().expected.contains("there is none at"));
    }

    #[test]
    fn what_a_theme_does_not_say_is_as_in_the_one_it_inherits() {
        let home = Home::with("mine.toml", "inherits = \"light\"\nwarning = { fg = \"#663300\", bold = true }\n");
        let theme = home.read("mine").unwrap();
        let light = Theme::by_name("light").unwrap();
        assert_eq!((theme.name.as_str(), theme.style("base")), ("mine", light.style("base")));
        assert_ne!(theme.style("warning"), light.style("warning"));
        let home = Home::with("mine.toml", "");
        assert_eq!(home.read("mine").unwrap(), Theme::by_name("dark").unwrap().named("mine"));
    }

    #[test]
    fn everything_that_is_wrong_is_told_with_its_line_and_the_nearest_name() {
        let text = "inherits = \"drak\"\nwarnin = {}\nbad = { fg = \"bright-rad\" }\ngood = { bold = 1, blnk = true }\ninfo = 5\n";
        let words = Home::with("mine.toml", text).read("mine").unwrap_err();
        let lines: Vec<&str> = words.lines().collect();
        assert_eq!(lines.len(), 6, "{words}");
        for (line, parts) in [
            (0, ["mine.toml:1: inherits: ", "did you mean \"dark\"?"]),
            (1, ["mine.toml:2: warnin: ", "did you mean \"warning\"?"]),
            (2, ["mine.toml:3: bad.fg: ", "did you mean \"bright-red\"?"]),
            (5, ["mine.toml:5: info: ", "expected a style, such as"]),
        ] {
            assert!(parts.iter().all(|part| lines[line].contains(part)), "{}", lines[line]);
        }
        assert!(
            words.contains("good.bold: expected true or false") && words.contains("good.blnk: unknown key"),
            "{words}"
        );
    }

    #[test]
    fn what_is_no_toml_is_told_with_its_place() {
        let words = Home::with("mine.toml", "bad = {\nfg").read("mine").unwrap_err();
        assert!(words.contains("mine.toml:") && words.contains("not valid TOML"), "{words}");
    }
}
