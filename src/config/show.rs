//! The resolved settings as `paytop config show` prints them: each with where it came from, secrets left out.

use std::fmt;

use unicode_width::UnicodeWidthStr;

/// Where a setting came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The config file.
    File {
        /// The line, from 1.
        line: usize,
    },
    /// Nobody set it.
    Default,
    /// A flag of the command line.
    Flag(&'static str),
}

/// One setting, fit to be shown: a secret's value is never in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The path of its key.
    pub key: String,
    /// What it is set to.
    pub value: String,
    /// Where that came from.
    pub origin: Origin,
}

/// The settings as aligned lines; `file` is the name of the config file.
pub(super) struct Table<'s> {
    pub(super) file: &'s str,
    pub(super) settings: &'s [Setting],
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let widest = |part: fn(&Setting) -> &str| {
            // One value that is very long does not push the origins of all others off the screen.
            self.settings.iter().map(|setting| part(setting).width()).max().unwrap_or(0).min(48)
        };
        let keys = widest(|setting| &setting.key);
        let values = widest(|setting| &setting.value);
        for Setting { key, value, origin } in self.settings {
            let gap = |text: &str, width: usize| " ".repeat(width.saturating_sub(text.width()) + 2);
            write!(f, "{key}{}{value}{}", gap(key, keys), gap(value, values))?;
            match origin {
                Origin::File { line } => writeln!(f, "{}:{line}", self.file)?,
                Origin::Default => writeln!(f, "default")?,
                Origin::Flag(flag) => writeln!(f, "{flag}")?,
            }
        }
        Ok(())
    }
}
