//! Where the config meets the providers: the one place that knows which provider's client a connection gets.

use super::connect::Connect;
use crate::config::ConnectionConfig;
use crate::domain::{Change, Fault, Text};
use crate::providers::Client;
use crate::providers::http::{self, ChangePermit};
use crate::providers::withdraw_tool::{self, Paths};

/// The providers' own clients.
#[derive(Clone, Copy, Debug, Default)]
pub struct Providers;

impl Connect for Providers {
    fn open(&self, connection: &ConnectionConfig) -> Result<Client, Fault> {
        open(connection)
    }

    fn describe(&self, connection: &ConnectionConfig, change: &Change) -> (String, serde_json::Value) {
        withdraw_tool::describe(&paths(connection), change)
    }
}

/// Opens the connection, for reads only where it may only read. Blocks while its secrets are fetched.
///
/// # Errors
/// [`Fault::Unusable`] with what is wrong with the connection; nothing is sent yet.
pub fn open(connection: &ConnectionConfig) -> Result<Client, Fault> {
    let unusable = |words: String| Fault::Unusable(Text::from(words));
    let header = |(name, secret): &(String, crate::config::SecretRef)| {
        let value = secret.resolve().map_err(|error| unusable(format!("header {name}: {error}")))?;
        Ok((name.clone(), value))
    };
    let ca_pem = match &connection.ca_file {
        Some(path) => {
            Some(std::fs::read(path).map_err(|error| unusable(format!("ca_file {}: {error}", path.display())))?)
        }
        None => None,
    };
    let http = http::Settings {
        base_url: connection.base_url.clone(),
        headers: connection.headers.iter().map(header).collect::<Result<_, Fault>>()?,
        connect_timeout: connection.connect_timeout,
        timeout: connection.total_timeout,
        max_body_bytes: connection.max_body,
        ca_pem,
    };
    let settings = withdraw_tool::Settings { http, paths: paths(connection), handset: connection.handset };
    withdraw_tool::open(settings, ChangePermit::unless(connection.info.read_only))
}

/// The operations' paths, with the connection's own over them.
fn paths(connection: &ConnectionConfig) -> Paths {
    let own = connection.paths.iter().map(|(name, path)| (name.clone(), path.clone().into()));
    // The config has checked the names, and every path is a text.
    serde_json::from_value(serde_json::Value::Object(own.collect())).unwrap_or_default()
}
