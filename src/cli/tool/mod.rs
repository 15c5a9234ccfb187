//! `paytop tool`: everything the accounts pane does, without a screen. One file for each noun.

mod account;
mod accounts;
mod apps;
mod deauthorize;
mod order;
mod otp;
pub(super) mod rows;
mod sms;
mod telling;
#[cfg(test)]
mod tests;
mod upi;
mod withdrawals;

use clap::{Args, Subcommand};

use telling::Accounts;

use super::acting::Acting;
use super::connect::Connect;
use super::console::Console;
use super::exit::Exit;
use super::job::{At, Job};
use crate::config::Config;
use crate::domain::FeedKind;

/// `paytop tool`.
#[derive(Debug, Args)]
pub struct Tool {
    #[command(subcommand)]
    verb: Verb,
    #[command(flatten)]
    at: At,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List the tools that accounts can be opened at
    Apps,
    /// List the accounts with their withdraw tasks
    Accounts(accounts::Accounts),
    /// Create or update an account
    #[command(subcommand)]
    Account(account::Account),
    /// List or set the UPI ids of an account
    #[command(subcommand)]
    Upi(upi::Upi),
    /// Authorise an account by OTP
    #[command(subcommand)]
    Otp(otp::Otp),
    /// Authorise an account by SMS
    #[command(subcommand)]
    Sms(sms::Sms),
    /// Turn withdrawals on
    Enable(withdrawals::Withdrawals),
    /// Turn withdrawals off
    Disable(withdrawals::Withdrawals),
    /// Create a withdrawal order at a CARD account
    #[command(subcommand)]
    Order(order::Order),
    /// Take every authorisation from an account
    Deauthorize(deauthorize::Deauthorize),
}

impl Tool {
    /// Does it, at the connection of `config` that was named.
    pub async fn run(self, config: &Config, connect: &dyn Connect, acting: &Acting, console: &mut dyn Console) -> Exit {
        let connection = match self.at.choose(config, console, |connection| connection.info.has(FeedKind::Accounts)) {
            Ok(connection) => connection,
            Err(exit) => return exit,
        };
        let mut job = Job::new(connection, connect, console, acting, &self.at, &Accounts);
        let done = match self.verb {
            Verb::Apps => apps::run(&mut job).await,
            Verb::Accounts(args) => args.run(&mut job).await,
            Verb::Account(args) => args.run(&mut job).await,
            Verb::Upi(args) => args.run(&mut job).await,
            Verb::Otp(args) => args.run(&mut job).await,
            Verb::Sms(args) => args.run(&mut job).await,
            Verb::Enable(args) => args.run(true, &mut job).await,
            Verb::Disable(args) => args.run(false, &mut job).await,
            Verb::Order(args) => args.run(&mut job).await,
            Verb::Deauthorize(args) => args.run(&mut job).await,
        };
        done.unwrap_or_else(|exit| exit)
    }
}
