//! What the commands need of the providers' clients.

use crate::config::ConnectionConfig;
use crate::domain::{Change, Fault};
use crate::providers::Client;

/// Opens connections.
pub trait Connect {
    /// Opens the connection: its secrets are fetched, which may block; nothing is sent yet.
    ///
    /// # Errors
    /// [`Fault::Unusable`] with what is wrong with the connection.
    fn open(&self, connection: &ConnectionConfig) -> Result<Client, Fault>;

    /// What sending `change` would send, secrets left out: its path and its body. No secret is fetched for it.
    fn describe(&self, connection: &ConnectionConfig, change: &Change) -> (String, serde_json::Value);
}
