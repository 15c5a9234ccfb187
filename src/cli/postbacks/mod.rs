//! `paytop postbacks`: receiving what providers send by themselves, and what was received.

mod list;
mod listen;

use std::sync::Arc;

use clap::Subcommand;

use super::{Console, Exit, wiring};
use crate::config::{Config, PostbacksConfig};
use crate::receiver::Settings;
use crate::runtime::Receiving;

/// What can be done with postbacks.
#[derive(Clone, Debug, Subcommand)]
pub enum Postbacks {
    /// Receive postbacks until a signal comes: each that holds is on disk before it is answered
    Listen(listen::Listen),
    /// Show what was received, newest first
    List(list::List),
}

impl Postbacks {
    /// Does it.
    pub(super) async fn run(self, config: &Config, console: &mut dyn Console) -> Exit {
        match self {
            Self::Listen(listen) => listen.run(config, console).await,
            Self::List(list) => list.run(config, console).await,
        }
    }
}

/// The receiver that the dashboard has beside it, where the config wants one.
#[must_use]
pub fn receiving(config: &Config) -> Option<Receiving> {
    let settings = settings(&config.postbacks, config.postbacks.listen?);
    let connections = config.connections.clone();
    Some(Receiving { settings, signers: Arc::new(move || wiring::signers(&connections)) })
}

fn settings(config: &PostbacksConfig, listen: std::net::SocketAddr) -> Settings {
    let PostbacksConfig { most_bytes, patience, most_connections, .. } = *config;
    Settings { listen, most_bytes, patience, most_connections }
}
