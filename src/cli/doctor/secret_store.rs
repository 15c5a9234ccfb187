//! The system's keyring: whether one answers, and whether anything here needs it.

use super::finding::Finding;
use crate::cli::exit::Exit;
use crate::config::{Config, SecretRef, keyring_status};

/// What is found of it.
pub fn look(config: Option<&Config>) -> Finding {
    of(keyring_status(), config.is_some_and(needs_it))
}

fn needs_it(config: &Config) -> bool {
    let mut secrets = config
        .connections
        .iter()
        .flat_map(|connection| connection.headers.iter().map(|(_, secret)| secret).chain(connection.secrets.values()));
    secrets.any(|secret| matches!(secret, SecretRef::Keyring { .. }))
}

/// The same, as data.
pub(super) fn of(status: Result<(), String>, needed: bool) -> Finding {
    const NAME: &str = "keyring";
    match (status, needed) {
        (Ok(()), true) => Finding::works(NAME, "one answers, and secrets of the config are in it".into()),
        (Ok(()), false) => Finding::works(NAME, "one answers; no secret of the config is in it".into()),
        (Err(why), true) => Finding::broken(
            NAME,
            format!("none answers ({why}), and secrets of the config are in it"),
            "Unlock it, or keep those secrets by { file = \"...\" }, { env = \"...\" } or { command = [...] }.",
            Exit::Usage,
        ),
        (Err(why), false) => Finding::works(NAME, format!("none answers ({why}); nothing here needs one")),
    }
}
