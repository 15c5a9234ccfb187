//! Where the commands meet the providers: the one place that knows which provider's client a connection gets.

use super::connect::{Connect, Opened};
use crate::config::ConnectionConfig;
use crate::domain::{Change, Fault};

/// The providers' own clients.
#[derive(Clone, Copy, Debug, Default)]
pub struct Providers;

impl Connect for Providers {
    fn open(&self, connection: &ConnectionConfig) -> Result<Opened, Fault> {
        open(connection, connection.info.read_only)
    }

    fn describe(&self, _connection: &ConnectionConfig, change: &Change) -> (String, serde_json::Value) {
        (format!("({})", change.words()), serde_json::Value::Null)
    }
}

/// Opens the connection, for reads only where `read_only`.
///
/// # Errors
/// [`Fault::Unusable`] with what is wrong with the connection; nothing is sent yet.
pub fn open(connection: &ConnectionConfig, _read_only: bool) -> Result<Opened, Fault> {
    Err(Fault::Unusable(format!("no client of {} is built in", connection.info.provider).into()))
}
