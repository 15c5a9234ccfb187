//! Where the config is: the flag, then `PAYTOP_CONFIG`, then the platform's config folder.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use directories::{BaseDirs, ProjectDirs};

/// The variable that names the config file.
pub const CONFIG_VARIABLE: &str = "PAYTOP_CONFIG";

/// Looks an environment variable up.
type Lookup = dyn Fn(&str) -> Option<OsString> + Send + Sync;

/// The parts of the process's surroundings that the config depends on, as data, so that tests never change the
/// process itself.
pub struct Surroundings {
    variable: Box<Lookup>,
    /// The user's home folder, where there is one.
    pub home: Option<PathBuf>,
    /// The folder paytop's config belongs in, where there is one.
    pub config_folder: Option<PathBuf>,
}

impl Surroundings {
    /// Those of this process.
    #[must_use]
    pub fn of_process() -> Self {
        Self {
            variable: Box::new(process_variable),
            home: BaseDirs::new().map(|folders| folders.home_dir().to_owned()),
            config_folder: ProjectDirs::from("", "", "paytop").map(|folders| folders.config_dir().to_owned()),
        }
    }

    /// Those where `variable` looks the environment up.
    #[must_use]
    pub fn new(
        variable: impl Fn(&str) -> Option<OsString> + Send + Sync + 'static,
        home: Option<PathBuf>,
        config_folder: Option<PathBuf>,
    ) -> Self {
        Self { variable: Box::new(variable), home, config_folder }
    }

    /// The value of an environment variable; one that is empty counts as not set.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<OsString> {
        // A name that holds `=` or a zero byte cannot be set, and the platform may panic on it.
        if name.is_empty() || name.contains(['=', '\0']) {
            return None;
        }
        (self.variable)(name).filter(|value| !value.is_empty())
    }

    /// `path` with a leading `~` replaced by the home folder, and taken from `folder` where it is relative.
    #[must_use]
    pub fn expand(&self, path: &str, folder: &Path) -> PathBuf {
        match (path.strip_prefix('~'), &self.home) {
            (Some(""), Some(home)) => home.clone(),
            (Some(rest), Some(home)) if rest.starts_with(std::path::is_separator) => home.join(&rest[1..]),
            _ => folder.join(path),
        }
    }
}

impl fmt::Debug for Surroundings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Surroundings")
            .field("home", &self.home)
            .field("config_folder", &self.config_folder)
            .finish_non_exhaustive()
    }
}

#[expect(clippy::disallowed_methods, reason = "the config is the room that reads the environment")]
fn process_variable(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}

/// What named the config file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// `--config`.
    ByFlag,
    /// `PAYTOP_CONFIG`.
    ByVariable,
    /// Nothing: it is the platform's place for it.
    ByPlatform,
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::ByFlag => "--config",
            Self::ByVariable => CONFIG_VARIABLE,
            Self::ByPlatform => "default",
        })
    }
}

/// A config file that may be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The file.
    pub path: PathBuf,
    /// What named it.
    pub named: Named,
}

/// The config file to use; `None` where nothing names one and the platform has no place for it.
#[must_use]
pub fn find(flag: Option<&Path>, surroundings: &Surroundings) -> Option<Location> {
    if let Some(path) = flag {
        return Some(Location { path: path.to_owned(), named: Named::ByFlag });
    }
    if let Some(path) = surroundings.variable(CONFIG_VARIABLE) {
        return Some(Location { path: path.into(), named: Named::ByVariable });
    }
    let folder = surroundings.config_folder.as_ref()?;
    Some(Location { path: folder.join("config.toml"), named: Named::ByPlatform })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn surroundings(variable: Option<&'static str>) -> Surroundings {
        let lookup = move |name: &str| (name == CONFIG_VARIABLE).then_some(variable).flatten().map(OsString::from);
        Surroundings::new(lookup, Some("/home/asha".into()), Some("/home/asha/.config/paytop".into()))
    }

    #[test]
    fn the_flag_wins_then_the_variable_then_the_platform() {
        let both = surroundings(Some("/env.toml"));
        let found = find(Some(Path::new("/flag.toml")), &both).unwrap();
        assert_eq!((found.path, found.named), ("/flag.toml".into(), Named::ByFlag));
        let found = find(None, &both).unwrap();
        assert_eq!((found.path, found.named), ("/env.toml".into(), Named::ByVariable));
        let found = find(None, &surroundings(None)).unwrap();
        assert_eq!((found.path, found.named), ("/home/asha/.config/paytop/config.toml".into(), Named::ByPlatform));
    }

    #[test]
    fn an_empty_variable_counts_as_not_set() {
        assert_eq!(find(None, &surroundings(Some(""))).unwrap().named, Named::ByPlatform);
    }

    #[test]
    fn without_a_place_there_is_none() {
        assert_eq!(find(None, &Surroundings::new(|_| None, None, None)), None);
    }

    #[test]
    fn paths_expand_from_home_and_from_the_folder_of_the_config() {
        let here = surroundings(None);
        let from = Path::new("/etc/paytop");
        assert_eq!(here.expand("~/key", from), Path::new("/home/asha/key"));
        assert_eq!(here.expand("key", from), Path::new("/etc/paytop/key"));
        assert_eq!(here.expand("/run/key", from), Path::new("/run/key"));
        assert_eq!(here.expand("~other/key", from), Path::new("/etc/paytop/~other/key"));
    }

    #[test]
    fn impossible_variable_names_are_never_asked_for() {
        let here = Surroundings::new(|_| panic!("asked"), None, None);
        assert_eq!(here.variable("A=B"), None);
        assert_eq!(here.variable("A\0"), None);
        assert_eq!(here.variable(""), None);
    }
}
