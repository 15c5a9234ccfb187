//! The command line: the headless twin of every pane, one file for each noun. The dashboard and the sandbox server
//! are started from here too.

pub mod acting;
pub mod check;
pub mod completions;
pub mod config;
pub mod connect;
pub mod console;
pub mod dashboard;
pub mod exit;
pub mod journal;
pub mod journal_place;
pub mod log;
pub mod man;
pub mod operator;
pub mod output;
pub mod sandbox;
pub mod signature;
pub mod tool;
pub mod wiring;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use tokio::runtime::Runtime;

pub use connect::Connect;
pub use console::{Console, ProcessConsole};
pub use exit::Exit;

use crate::config::{Config, Flags, Location, Surroundings, Theme, find, load};

/// A terminal dashboard for people who run payouts
///
/// Without a command it opens the dashboard: on the connections of the config, or on an embedded sandbox where there
/// is no config.
///
/// Exit status: 0 done, 1 refused (nothing was done) or what was verified does not hold, 2 usage or config, 3 could not
/// reach or understand the provider or use the journal (nothing was done), 4 outcome unknown.
#[derive(Debug, Parser)]
#[command(name = "paytop", version, subcommand_precedence_over_arg = true)]
pub struct Cli {
    /// What every command takes.
    #[command(flatten)]
    pub global: Global,
    /// What the embedded sandbox of the dashboard is like.
    #[command(flatten)]
    pub sandbox: sandbox::World,
    /// What to do instead of opening the dashboard.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What every command takes.
#[derive(Clone, Debug, Default, Args)]
pub struct Global {
    /// The config file; otherwise `PAYTOP_CONFIG`, then the platform's place (see `paytop config path`)
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Let nothing but reads leave this process
    #[arg(long, global = true)]
    pub read_only: bool,
    /// How the screen is coloured: dark, light or mono
    #[arg(long, global = true, value_name = "THEME", value_parser = theme())]
    pub theme: Option<Theme>,
    /// Write a log to this file; no secret, code, phone or account number is ever in it
    #[arg(long, global = true, value_name = "FILE")]
    pub log: Option<PathBuf>,
}

fn theme() -> impl clap::builder::TypedValueParser<Value = Theme> {
    use clap::builder::TypedValueParser;
    clap::builder::PossibleValuesParser::new(<Theme as strum::VariantNames>::VARIANTS)
        .try_map(|name| name.parse::<Theme>())
}

/// What paytop can do beside opening the dashboard.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the sandbox server alone, for curl and other clients
    Sandbox(sandbox::Sandbox),
    /// Everything that needs no screen and no server.
    #[command(flatten)]
    Headless(Headless),
}

/// What needs no screen and no server of ours.
#[derive(Debug, Subcommand)]
pub enum Headless {
    /// Write, find or show the config
    #[command(subcommand)]
    Config(config::ConfigCommand),
    /// Try every connection: reachable, authorised, clock, latency
    Check(check::Check),
    /// Print a completion script for a shell
    Completions(completions::Completions),
    /// Print the manual page
    Man,
    /// Read, settle, verify and export the journal of every change
    Journal(journal::Journal),
    /// Work with withdraw-tool accounts
    Tool(tool::Tool),
    /// Print the signature of a request whose body comes on standard input; sends nothing, needs no config
    #[command(subcommand)]
    Sign(signature::Sign),
    /// Check the signature of a body that comes on standard input; sends nothing, needs no config
    #[command(subcommand)]
    Verify(signature::Verify),
}

impl Global {
    /// What is set over the config.
    #[must_use]
    pub fn flags(&self) -> Flags {
        Flags { read_only: self.read_only, theme: self.theme }
    }

    /// The config file to use.
    #[must_use]
    pub fn location(&self, surroundings: &Surroundings) -> Option<Location> {
        find(self.config.as_deref(), surroundings)
    }

    /// The config, with the flags over it; `None` where there is none.
    ///
    /// # Errors
    /// What is wrong with it, in words, each problem on a line.
    pub fn load(&self, surroundings: &Surroundings) -> Result<Option<Config>, String> {
        let Some(location) = self.location(surroundings) else { return Ok(None) };
        let config = load(&location, surroundings).map_err(|error| error.to_string())?;
        Ok(config.map(|config| config.with(self.flags())))
    }

    /// The config of a command that cannot do without one.
    pub(crate) fn require(&self, surroundings: &Surroundings) -> Result<Config, String> {
        self.load(surroundings)?.ok_or_else(|| match self.location(surroundings) {
            Some(Location { path, .. }) => {
                format!("there is no config at {}: write one with `paytop config init`", path.display())
            }
            None => "there is no config, and no place for one: name it with --config".to_owned(),
        })
    }
}

impl Cli {
    /// Why these arguments mean nothing together, where they do not.
    #[must_use]
    pub fn contradiction(&self) -> Option<&'static str> {
        let named = self.command.is_some() && self.sandbox != sandbox::World::default();
        named.then_some("flags of the sandbox come after `sandbox`, or without any command")
    }
}

impl Cli {
    /// Does what was asked for, and gives the exit status.
    #[must_use]
    pub fn run(self) -> u8 {
        let mut console = ProcessConsole::new();
        let surroundings = Surroundings::of_process();
        if let Some(words) = self.contradiction() {
            console.say(words);
            return Exit::Usage as u8;
        }
        match self.command {
            Some(Command::Headless(command)) => {
                command.run(&self.global, &surroundings, &wiring::Providers, &mut console) as u8
            }
            Some(Command::Sandbox(sandbox)) => sandbox.run(&mut console) as u8,
            None => dashboard::run(&self.global, &self.sandbox, &surroundings, &mut console),
        }
    }
}

impl Headless {
    /// Does it.
    pub fn run(
        self,
        global: &Global,
        surroundings: &Surroundings,
        connect: &dyn Connect,
        console: &mut dyn Console,
    ) -> Exit {
        let done = match self {
            Self::Config(command) => Ok(command.run(global, surroundings, console)),
            Self::Completions(completions) => Ok(completions.run(console)),
            Self::Man => Ok(man::run(console)),
            Self::Sign(sign) => Ok(sign.run(surroundings, console)),
            Self::Verify(verify) => Ok(verify.run(surroundings, console)),
            Self::Journal(journal) => started(global.load(surroundings), console)
                .map(|(config, runtime)| runtime.block_on(journal.run(config.as_ref(), console))),
            Self::Check(check) => started(global.require(surroundings), console)
                .map(|(config, runtime)| runtime.block_on(check.run(&config, connect, console))),
            Self::Tool(tool) => started(global.require(surroundings), console).map(|(config, runtime)| {
                let acting = acting::Acting::by(&config);
                runtime.block_on(tool.run(&config, connect, &acting, console))
            }),
        };
        done.unwrap_or_else(|exit| exit)
    }
}

/// The config, where it is sound, and what carries a command out.
fn started<C>(config: Result<C, String>, console: &mut dyn Console) -> Result<(C, Runtime), Exit> {
    let config = config.map_err(|words| {
        console.say(&words);
        Exit::Usage
    })?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| {
        console.say(&format!("cannot start: {error}"));
        Exit::Unreachable
    })?;
    Ok((config, runtime))
}

/// Writes a result that is one text. A reader that has had enough is no failure.
fn print(console: &mut dyn Console, text: &[u8]) -> Exit {
    let written = console.out().write_all(text).and_then(|()| console.out().flush());
    match written {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            console.say(&format!("cannot write: {error}"));
            Exit::Usage
        }
        _ => Exit::Done,
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;
    use rstest::rstest;

    use super::*;

    fn parse(line: &str) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(line.split_whitespace())
    }

    #[test]
    fn the_tree_is_sound() {
        Cli::command().debug_assert();
    }

    #[rstest]
    #[case("paytop")]
    #[case("paytop --config f --read-only --theme dark --log l --accounts 10 --seed 5 --speed 2.5")]
    #[case("paytop --latency 300 --error-rate 0.2 --drop-rate 0.1 --garbage-rate 0.1")]
    #[case("paytop sandbox --listen 127.0.0.1:8900 --accounts 10 --seed 7 --speed 60 --drop-rate 1")]
    #[case("paytop sandbox")]
    #[case("paytop config init")]
    #[case("paytop config path --config f")]
    #[case("paytop --config f config show")]
    #[case("paytop check")]
    #[case("paytop journal list -o csv --since 8h --until 2026-11-20 --state open,settled --connection india-a")]
    #[case("paytop journal list --all --sandbox")]
    #[case("paytop journal show 3fa21c -o json")]
    #[case("paytop journal settle 3fa21c --happened UTR1234 --yes")]
    #[case("paytop journal settle 3fa21c --did-not --reason statement")]
    #[case("paytop journal verify")]
    #[case("paytop journal --sandbox verify -o json")]
    #[case("paytop journal anchor")]
    #[case("paytop journal export -o jsonl --since 2026-11-01 --entries")]
    #[case("paytop journal report")]
    #[case("paytop journal report --shift")]
    #[case("paytop journal report --shift 22:00 -o json")]
    #[case("paytop completions zsh")]
    #[case("paytop man")]
    #[case("paytop tool apps -o csv")]
    #[case("paytop tool accounts --watch --connection india-a")]
    #[case("paytop tool --connection india-a accounts -o json --reveal")]
    #[case("paytop tool account save --collection upi --type PHONEPE --phone 9876543210 --yes")]
    #[case("paytop tool account save --collection CARD --name Asha --ifsc ABCD0123456 --phone 98")]
    #[case("paytop tool account save a17 --ask-pin --dry-run")]
    #[case("paytop tool upi list a17")]
    #[case("paytop tool upi set a17 name@bank --yes")]
    #[case("paytop tool upi set a17")]
    #[case("paytop tool otp send a17 --dry-run")]
    #[case("paytop tool otp confirm a17 --session s1 --yes")]
    #[case("paytop tool sms send a17 --phone 9876543210")]
    #[case("paytop tool sms confirm a17 --session s1")]
    #[case("paytop tool enable a17 --connection india-a")]
    #[case("paytop tool disable a17 --yes -o json")]
    #[case("paytop tool order create a2 --amount 500 --yes")]
    #[case("paytop tool deauthorize a17 --read-only")]
    #[case("paytop sign paykassma --key-env KEY")]
    #[case("paytop sign yuansfer --token-env TOKEN --explain")]
    #[case("paytop verify paykassma --key-env KEY --explain")]
    #[case("paytop verify paykassma --access-env A --private-env B")]
    #[case("paytop verify yuansfer --token-env TOKEN")]
    fn what_an_operator_types_is_understood(#[case] line: &str) {
        let cli = parse(line).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(cli.contradiction(), None);
    }

    #[rstest]
    #[case("paytop tool")]
    #[case("paytop tool enable")]
    #[case("paytop tool enable a17 --yes --dry-run")]
    #[case("paytop tool otp confirm a17 --session s1 --code 123456")]
    #[case("paytop tool otp confirm a17 --session s1 123456")]
    #[case("paytop tool account save --collection upi --phone 98 --pin 1234")]
    #[case("paytop tool account save a17 --pin 1234")]
    #[case("paytop tool account save")]
    #[case("paytop tool order create a2")]
    #[case("paytop tool order create a2 --amount 0")]
    #[case("paytop tool order create a2 --amount 1.005")]
    #[case("paytop tool order create a2 --amount 1e3")]
    #[case("paytop journal")]
    #[case("paytop journal list --state gone")]
    #[case("paytop journal list --since yesterday")]
    #[case("paytop journal list --most 5 --all")]
    #[case("paytop journal show")]
    #[case("paytop journal settle 3fa21c")]
    #[case("paytop journal settle 3fa21c --did-not")]
    #[case("paytop journal settle 3fa21c --happened r --did-not --reason s")]
    #[case("paytop journal verify --anchor 5")]
    #[case("paytop journal export")]
    #[case("paytop journal report --shift 2026-11-20")]
    #[case("paytop sign")]
    #[case("paytop sign paykassma")]
    #[case("paytop sign paykassma --key-env KEY body.json")]
    #[case("paytop sign yuansfer --key-env KEY")]
    #[case("paytop verify paykassma")]
    #[case("paytop verify paykassma --access-env A")]
    #[case("paytop verify paykassma --private-env B")]
    #[case("paytop verify paykassma --key-env KEY --access-env A --private-env B")]
    #[case("paytop verify paykassma --key-env KEY --private-env B")]
    #[case("paytop --theme pink")]
    #[case("paytop --error-rate 1.5")]
    #[case("paytop --error-rate NaN")]
    #[case("paytop --speed 0")]
    #[case("paytop sandbox --listen nowhere")]
    fn what_makes_no_sense_is_a_usage_error(#[case] line: &str) {
        assert_eq!(parse(line).unwrap_err().exit_code(), Exit::Usage as i32);
    }

    #[test]
    fn flags_of_the_sandbox_before_another_command_are_not_lost_in_silence() {
        assert!(parse("paytop --accounts 5 tool accounts").unwrap().contradiction().is_some());
    }
}
