//! `paytop tool`: everything the accounts pane does, without a screen. One file for each noun.

mod account;
mod accounts;
mod apps;
mod change;
mod deauthorize;
mod job;
mod order;
mod otp;
mod rows;
mod sms;
#[cfg(test)]
mod tests;
mod upi;
mod withdrawals;

use clap::{Args, Subcommand};

use job::Job;

use super::acting::Acting;
use super::connect::Connect;
use super::console::Console;
use super::exit::Exit;
use super::output::Format;
use crate::config::{Config, ConnectionConfig};
use crate::domain::FeedKind;

/// `paytop tool`.
#[derive(Debug, Args)]
pub struct Tool {
    #[command(subcommand)]
    verb: Verb,
    /// The connection to use, by its name in the config; needed where there are several
    #[arg(long, global = true, value_name = "NAME")]
    connection: Option<String>,
    /// The form of the result
    #[arg(short, long, global = true, value_enum, value_name = "FORMAT")]
    output: Option<Format>,
    /// Show phone numbers and UPI ids whole instead of masked
    #[arg(long, global = true)]
    reveal: bool,
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
        let connection =
            match choose(self.connection.as_deref(), config, |connection| connection.info.has(FeedKind::Accounts)) {
                Ok(connection) => connection,
                Err(words) => {
                    console.say(&words);
                    return Exit::Usage;
                }
            };
        let mut job = Job::new(connection, connect, console, acting, self.output, self.reveal);
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

/// The connection called `name`, or the only one of those that are `meant`.
pub(super) fn choose<'c>(
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
