//! What the operator set up: finds the config file, reads it whole or says everything that is wrong with it, and
//! knows where each setting came from.
//!
//! One file for each section: [`connection`](ConnectionConfig) with its address, headers, timing and limits,
//! [`alerts`](AlertsConfig), [`store`](StoreConfig), [`postbacks`](PostbacksConfig),
//! [`metrics`](MetricsConfig), [`operator`](OperatorConfig),
//! [`ui`](UiConfig), [`keys`](KeyOverride); secrets are references ([`SecretRef`]) that are fetched when they are needed.

mod address;
mod alerts;
mod connection;
mod currency;
mod editor;
mod example;
mod headers;
mod keys;
mod limits;
mod location;
mod metrics;
mod operator;
mod own_settings;
mod postbacks;
mod problem;
mod reader;
mod secret;
mod show;
mod store;
mod terminal;
mod theme;
mod timing;
mod ui;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use toml::de::DeTable;

pub use alerts::{AlertsConfig, WebhookConfig, split_webhook_url};
pub use connection::ConnectionConfig;
pub use example::{EXAMPLE, InitError, init};
pub use headers::{PUBLIC as PUBLIC_HEADERS, is_public};
pub use keys::KeyOverride;
pub use location::{CONFIG_VARIABLE, Location, Named, Surroundings, find};
pub use metrics::MetricsConfig;
pub use operator::OperatorConfig;
pub use postbacks::PostbacksConfig;
pub use problem::{ConfigError, Problem, nearest};
pub use secret::{COMMAND_LIMIT, SecretError, SecretRef, keyring_status};
pub use show::{Origin, Setting};
pub use store::StoreConfig;
pub use terminal::{Background, Terminal};
pub use theme::{NoTheme, ThemeChoice, own as own_themes, read_theme};
pub use ui::{GlyphSet, Motion, Start, UiConfig};

use reader::{Gather, Lines, Section};

/// The most bytes a config file may have.
pub const MOST_BYTES: u64 = 1024 * 1024;

/// A config that is sound.
#[derive(Clone, Debug)]
pub struct Config {
    /// The file it was read from, and what named it.
    pub location: Location,
    /// The connections, in the order of the file.
    pub connections: Vec<ConnectionConfig>,
    /// What the operator wants to be told of.
    pub alerts: AlertsConfig,
    /// Where the journal is kept.
    pub store: StoreConfig,
    /// How postbacks are received.
    pub postbacks: PostbacksConfig,
    /// Where metrics are served.
    pub metrics: MetricsConfig,
    /// Who works here.
    pub operator: OperatorConfig,
    /// What the operator likes to see.
    pub ui: UiConfig,
    /// The operator's own keys, in the order of the file.
    pub keys: Vec<KeyOverride>,
    settings: Vec<Setting>,
}

/// What the command line sets over the config.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// `--read-only`: no connection may do more than read.
    pub read_only: bool,
    /// `--theme`.
    pub theme: Option<ThemeChoice>,
}

/// Reads the config at `location`; `None` where none was named and there is none in the platform's place.
///
/// # Errors
/// Everything that is wrong with it, each with its line and key. A file that was named and is not there is an error.
pub fn load(location: &Location, surroundings: &Surroundings) -> Result<Option<Config>, ConfigError> {
    match std::fs::metadata(&location.path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound && location.named == Named::ByPlatform => {
            return Ok(None);
        }
        _ => {}
    }
    let named = match location.named {
        Named::ByPlatform => String::new(),
        named => format!(", named by {named}"),
    };
    let text = text(&location.path).map_err(|problem| {
        let words = problem.words.replacen("this file", &format!("this config{named}"), 1);
        ConfigError::new(&location.path, vec![Problem { words, ..problem }])
    })?;
    parse(&text, location, surroundings).map(Some)
}

/// The text of a file that an operator wrote.
fn text(path: &Path) -> Result<String, Problem> {
    let bytes = read(path).map_err(|error| Problem::file(format!("cannot read this file: {error}")))?;
    if bytes.len() as u64 > MOST_BYTES {
        let words = format!("expected a file of at most {} KiB, found a larger one", MOST_BYTES / 1024);
        return Err(Problem::file(words));
    }
    String::from_utf8(bytes).map_err(|error| {
        let sound = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..sound].split(|byte| *byte == b'\n').count();
        Problem::at(line, "", "expected UTF-8 text, found other bytes".to_owned())
    })
}

/// What is wrong with the syntax of a file. The parser's own display quotes the line, which may hold a secret.
fn syntax(error: &toml::de::Error, text: &str, lines: &Lines) -> Problem {
    let start = error.span().map(|span| span.start);
    Problem {
        line: start.map(|at| lines.line(at)),
        column: start.map(|at| lines.column(text, at)),
        key: String::new(),
        words: format!("not valid TOML: {}", error.message()),
    }
}

/// The file's bytes, at most one more than a config may have.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    // Asked before it is opened: opening a named pipe would wait for its writer.
    if !std::fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is no regular file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads the config that `text` is, as if it stood at `location`.
///
/// # Errors
/// Everything that is wrong with it, each with its line and key.
pub fn parse(text: &str, location: &Location, surroundings: &Surroundings) -> Result<Config, ConfigError> {
    let mut gather = Gather::new(text, &location.path, surroundings);
    let table = match DeTable::parse(text) {
        Ok(table) => table.into_inner(),
        Err(error) => {
            return Err(ConfigError::new(&location.path, vec![syntax(&error, text, &gather.lines)]));
        }
    };
    let root = Section::root(&table);
    root.only(&["connections", "alerts", "store", "postbacks", "metrics", "operator", "ui", "keys"], &mut gather);
    let connections = connection::connections(&root, &mut gather);
    let alerts = alerts::alerts(&root, &mut gather);
    let store = store::store(&root, &mut gather);
    let postbacks = postbacks::postbacks(&root, &mut gather);
    let metrics = metrics::metrics(&root, &mut gather);
    let operator = operator::operator(&root, &mut gather);
    let ui = ui::ui(&root, &mut gather);
    let keys = keys::keys(&root, &mut gather);
    if !gather.problems.is_empty() {
        return Err(ConfigError::new(&location.path, gather.problems));
    }
    let (location, settings) = (location.clone(), gather.settings);
    Ok(Config { location, connections, alerts, store, postbacks, metrics, operator, ui, keys, settings })
}

impl Config {
    /// The config with the flags of the command line over it.
    #[must_use]
    pub fn with(mut self, flags: Flags) -> Self {
        if flags.read_only {
            for (at, connection) in self.connections.iter_mut().enumerate() {
                connection.info.read_only = true;
                set(&mut self.settings, &format!("connections[{at}].read_only"), "true", "--read-only");
            }
        }
        if let Some(theme) = flags.theme {
            set(&mut self.settings, "ui.theme", &theme.to_string(), "--theme");
            self.ui.theme = theme;
        }
        self
    }

    /// Every setting, in a steady order, secrets left out.
    #[must_use]
    pub fn settings(&self) -> &[Setting] {
        &self.settings
    }

    /// The config as `paytop config show` prints it: the file and what named it, then every setting with where it
    /// came from, aligned, secrets left out.
    #[must_use]
    pub fn show(&self) -> String {
        let Location { path, named } = &self.location;
        let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        let table = show::Table { file: &file, settings: &self.settings };
        format!("# {} ({named})\n{table}", path.display())
    }

    /// A config error of this file, for what only another room can tell, such as an unknown command of a key.
    #[must_use]
    pub fn error(&self, problems: Vec<Problem>) -> ConfigError {
        ConfigError::new(&self.location.path, problems)
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &PathBuf {
        &self.location.path
    }
}

/// Changes what is noted of a setting.
fn set(settings: &mut [Setting], key: &str, value: &str, flag: &'static str) {
    if let Some(setting) = settings.iter_mut().find(|setting| setting.key == key) {
        value.clone_into(&mut setting.value);
        setting.origin = Origin::Flag(flag);
    }
}
