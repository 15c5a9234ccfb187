//! Which connection a command works at.

use crate::config::{Config, ConnectionConfig};

/// The connection called `name`, or the only one of those that are `meant`.
///
/// # Errors
/// Why it is none of them, in words.
pub fn choose<'c>(
    name: Option<&str>,
    config: &'c Config,
    meant: impl Fn(&ConnectionConfig) -> bool,
) -> Result<&'c ConnectionConfig, String> {
    let connections: Vec<&ConnectionConfig> =
        config.connections.iter().filter(|connection| meant(connection)).collect();
    let names: Vec<&str> = connections.iter().map(|connection| connection.info.id.as_str()).collect();
    match (name, connections.as_slice()) {
        (_, []) if !config.connections.is_empty() => {
            Err(format!("{} has no connection to a provider that can do this", config.path().display()))
        }
        (_, []) => Err(format!("{} has no [[connections]]", config.path().display())),
        (None, [only]) => Ok(only),
        (None, _) => Err(format!("which connection? Add --connection with one of: {}", names.join(", "))),
        (Some(name), all) => {
            all.iter().copied().find(|connection| connection.info.id.as_str() == name).ok_or_else(|| {
                if config.connections.iter().any(|connection| connection.info.id.as_str() == name) {
                    return format!(
                        "{name} is a connection to a provider that cannot do this. There are: {}",
                        names.join(", ")
                    );
                }
                let hint = crate::config::nearest(name, &names).map(|near| format!("; did you mean {near}?"));
                format!(
                    "no connection is called {name}{} There are: {}",
                    hint.unwrap_or_else(|| ".".to_owned()),
                    names.join(", ")
                )
            })
        }
    }
}
