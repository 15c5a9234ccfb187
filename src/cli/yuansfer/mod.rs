//! `paytop yuansfer`: everything Yuansfer's panes do, without a screen. A folder for each noun.

mod payee;
mod rows;
mod telling;
mod transfer;

use clap::{Args, Subcommand};

use telling::Payer;

use super::acting::Acting;
use super::connect::Connect;
use super::console::Console;
use super::exit::Exit;
use super::job::{At, Job};
use crate::config::Config;
use crate::providers::yuansfer::PROVIDER;

/// `paytop yuansfer`.
#[derive(Debug, Args)]
pub struct Yuansfer {
    #[command(subcommand)]
    noun: Noun,
    #[command(flatten)]
    at: At,
}

#[derive(Debug, Subcommand)]
enum Noun {
    /// Register, show or change a payee, and their bank accounts
    #[command(subcommand)]
    Payee(Box<payee::Payee>),
    /// Make a transfer, or ask what became of some
    #[command(subcommand)]
    Transfer(Box<transfer::Transfer>),
}

impl Yuansfer {
    /// Does it, at the connection of `config` that was named.
    pub async fn run(self, config: &Config, connect: &dyn Connect, acting: &Acting, console: &mut dyn Console) -> Exit {
        let meant = |name: &str| name == PROVIDER.name;
        let connection = match self.at.choose(config, console, |connection| meant(connection.provider.name)) {
            Ok(connection) => connection,
            Err(exit) => return exit,
        };
        let mut job = Job::new(connection, connect, console, acting, &self.at, &Payer);
        let done = match self.noun {
            Noun::Payee(verb) => verb.run(&mut job).await,
            Noun::Transfer(verb) => verb.run(&mut job).await,
        };
        done.unwrap_or_else(|exit| exit)
    }
}
