//! `paytop journal`: reads, settles, verifies and exports the journal of every change. One file for each verb.

mod anchor;
mod desk;
mod export;
mod list;
mod report;
mod rows;
mod settle;
mod show;
#[cfg(test)]
mod tests;
mod verify;
mod when;

use clap::{Args, Subcommand};

use desk::Desk;

use super::console::Console;
use super::exit::Exit;
use super::output::Format;
use crate::config::Config;

/// `paytop journal`.
#[derive(Debug, Args)]
pub struct Journal {
    #[command(subcommand)]
    verb: Verb,
    /// The journal of the embedded sandbox, even where there is a config
    #[arg(long, global = true)]
    sandbox: bool,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List the changes, each with what became of it, newest first
    List(list::List),
    /// Show everything about one change
    Show(show::Show),
    /// Write down what became of an unconfirmed change, once you have looked it up
    Settle(settle::Settle),
    /// Check that no entry was changed, removed, moved or put in between
    Verify(verify::Verify),
    /// Print the newest entry's number and hash, to be kept somewhere else
    Anchor,
    /// Write the journal for other programs: every change, or with --entries every entry of the chain
    Export(export::Export),
    /// Sum up a shift: what moved, what is open, and the chain's head
    Report(report::Report),
}

/// The form of what has parts within, which no line of CSV has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Page {
    /// For people.
    #[default]
    Table,
    /// One object.
    Json,
}

impl From<Page> for Format {
    fn from(page: Page) -> Self {
        match page {
            Page::Table => Self::Table,
            Page::Json => Self::Json,
        }
    }
}

impl Journal {
    /// Does it, with the journal of the config; without a config, with the embedded sandbox's.
    pub async fn run(self, config: Option<&Config>, console: &mut dyn Console) -> Exit {
        let mut desk = Desk::open(config, self.sandbox || config.is_none(), console);
        let done = match self.verb {
            Verb::List(args) => args.run(&mut desk).await,
            Verb::Show(args) => args.run(&mut desk).await,
            Verb::Settle(args) => args.run(&mut desk).await,
            Verb::Verify(args) => args.run(&mut desk).await,
            Verb::Anchor => anchor::run(&mut desk).await,
            Verb::Export(args) => args.run(&mut desk).await,
            Verb::Report(args) => args.run(&mut desk).await,
        };
        desk.close().await;
        done.unwrap_or_else(|exit| exit)
    }
}
