//! `paytop alerts`: what stood out, and what was done about it.

mod list;

use clap::Subcommand;

use super::{Console, Exit};
use crate::config::Config;

pub(super) use list::{level, rule, utc};

/// What can be done with alerts.
#[derive(Debug, Subcommand)]
pub enum Alerts {
    /// Show the alerts that stand and the last ones that are over, newest first
    List(list::List),
}

impl Alerts {
    /// Does it.
    pub(super) async fn run(self, config: Option<&Config>, console: &mut dyn Console) -> Exit {
        match self {
            Self::List(list) => list.run(config, console).await,
        }
    }
}
