//! `paytop paykassma`: everything Paykassma's panes do, without a screen. One file for each noun.

mod balances;
mod hash_urls;
mod hints;
mod ids;
mod orders;
mod payment;
mod possible;
mod postback;
mod rows;
mod savings;
mod systems;
mod telling;
#[cfg(test)]
mod tests;
mod transaction;
pub(in crate::cli) mod typed;
mod withdrawal;

use clap::{Args, Subcommand};

use telling::Merchant;

use super::acting::Acting;
use super::connect::Connect;
use super::console::Console;
use super::exit::Exit;
use super::job::{At, Job};
use crate::config::Config;
use crate::providers::paykassma::PROVIDER;

/// `paytop paykassma`.
#[derive(Debug, Args)]
pub struct Paykassma {
    #[command(subcommand)]
    verb: Verb,
    #[command(flatten)]
    at: At,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List the payment systems a user can pay with
    Systems(systems::Systems),
    /// List the pictures and films that show users how to pay
    Hints,
    /// Create or activate a deposit transaction
    #[command(subcommand)]
    Transaction(transaction::Transaction),
    /// Have a payment looked for that a user made by hand
    ///
    /// For payment systems that `paytop paykassma systems` lists with `is_manual`. Its `custom_id` is made here, never
    /// repeats, and is printed: `paytop paykassma postback --custom-id` looks the deposit up by it.
    Possible(possible::Possible),
    /// Create a payment that needs no activation
    #[command(subcommand)]
    Payment(payment::Payment),
    /// Show what was collected for a user, and what is missing until it is credited
    Savings(savings::Savings),
    /// Hash the addresses that users are sent to after a payment, for the widget's code
    ///
    /// A hash can be used for one day; ask for new ones after that. There must be an address for success or for failure.
    HashUrls(hash_urls::HashUrls),
    /// Create a withdrawal, or ask what became of some
    #[command(subcommand)]
    Withdrawal(Box<withdrawal::Withdrawal>),
    /// Look up a postback that was sent before
    ///
    /// That none was sent yet settles nothing: what was asked for may still come to any end.
    Postback(postback::Postback),
    /// List what lies in the wallets, the Settlement balance left out
    Balances,
    /// Ask for the postbacks of many orders at once
    Orders(orders::Orders),
}

impl Paykassma {
    /// Does it, at the connection of `config` that was named.
    pub async fn run(self, config: &Config, connect: &dyn Connect, acting: &Acting, console: &mut dyn Console) -> Exit {
        let meant = |name: &str| name == PROVIDER.name;
        let connection = match self.at.choose(config, console, |connection| meant(connection.provider.name)) {
            Ok(connection) => connection,
            Err(exit) => return exit,
        };
        let mut job = Job::new(connection, connect, console, acting, &self.at, &Merchant);
        let done = match self.verb {
            Verb::Systems(args) => args.run(&mut job).await,
            Verb::Hints => hints::run(&mut job).await,
            Verb::Transaction(args) => args.run(&mut job).await,
            Verb::Possible(args) => args.run(&mut job).await,
            Verb::Payment(args) => args.run(&mut job).await,
            Verb::Savings(args) => args.run(&mut job).await,
            Verb::HashUrls(args) => args.run(&mut job).await,
            Verb::Withdrawal(args) => args.run(&mut job).await,
            Verb::Postback(args) => args.run(&mut job).await,
            Verb::Balances => balances::run(&mut job).await,
            Verb::Orders(args) => args.run(&mut job).await,
        };
        done.unwrap_or_else(|exit| exit)
    }
}
