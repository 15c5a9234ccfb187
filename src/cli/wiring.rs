//! Where the config meets the providers: a connection is opened by the registry's entry for its provider.

use super::connect::Connect;
use crate::config::{ConnectionConfig, SecretRef};
use crate::domain::{Change, Fault, Text};
use crate::providers::http::{self, ChangePermit};
use crate::providers::{Client, Plain, Setup};

/// The providers' own clients.
#[derive(Clone, Copy, Debug, Default)]
pub struct Providers;

impl Connect for Providers {
    fn open(&self, connection: &ConnectionConfig) -> Result<Client, Fault> {
        open(connection)
    }

    fn describe(&self, connection: &ConnectionConfig, change: &Change) -> (String, serde_json::Value) {
        (connection.provider.describe)(&plain(connection), change)
    }
}

/// Opens the connection, for reads only where it may only read. Blocks while its secrets are fetched.
///
/// # Errors
/// [`Fault::Unusable`] with what is wrong with the connection; nothing is sent yet.
pub fn open(connection: &ConnectionConfig) -> Result<Client, Fault> {
    let unusable = |words: String| Fault::Unusable(Text::from(words));
    let fetch =
        |what: String, secret: &SecretRef| secret.resolve().map_err(|error| unusable(format!("{what}: {error}")));
    let header = |(name, secret): &(String, SecretRef)| Ok((name.clone(), fetch(format!("header {name}"), secret)?));
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
    let secret = |(name, secret): (&&'static str, &SecretRef)| Ok((*name, fetch((*name).to_owned(), secret)?));
    let secrets = connection.secrets.iter().map(secret).collect::<Result<_, Fault>>()?;
    let setup = Setup { http, plain: plain(connection), secrets };
    (connection.provider.open)(setup, ChangePermit::unless(connection.info.read_only))
}

/// What of the connection may be seen.
fn plain(connection: &ConnectionConfig) -> Plain {
    Plain { paths: connection.paths.clone(), texts: connection.texts.clone(), handset: connection.handset }
}
