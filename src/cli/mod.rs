//! The command line: the headless twin of every pane, one file for each noun. The dashboard and the sandbox server
//! are started from here too.

pub mod acting;
pub mod alerts;
pub mod batch;
mod change;
pub mod check;
mod choose;
pub mod completions;
pub mod config;
pub mod connect;
pub mod console;
pub mod dashboard;
pub mod doctor;
pub mod exit;
mod job;
pub mod journal;
pub mod journal_place;
pub mod log;
mod look;
pub mod man;
pub mod operator;
pub mod output;
pub mod paykassma;
pub mod postbacks;
mod reload;
mod reveal;
pub mod sandbox;
pub mod schema;
pub mod signature;
pub mod snapshot;
mod telling;
pub mod tool;
pub mod watch;
pub mod wiring;
pub mod yuansfer;

use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand};
use tokio::runtime::Runtime;

pub use connect::Connect;
pub use console::{Console, ProcessConsole};
pub use exit::Exit;

use crate::config::{Config, Flags, Location, Surroundings, ThemeChoice, find, load};
use crate::domain::Text;

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
    /// Tell what changes as sentences and read commands as lines, without a screen: for screen readers and pipes
    #[arg(long)]
    pub plain: bool,
    /// What to do instead of opening the dashboard.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What stands over the options that many commands take, so that they are not in between a command's own.
const EVERYWHERE: &str = "Options of many commands";

/// What every command takes.
#[derive(Clone, Debug, Default, Args)]
pub struct Global {
    /// The config file; otherwise `PAYTOP_CONFIG`, then the platform's place (see `paytop config path`)
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Let nothing but reads leave this process
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub read_only: bool,
    /// How the screen is coloured: auto, dark, light, high-contrast, colour-blind, 16-colour, mono, the name of a theme of
    /// your own, or its file
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "THEME")]
    pub theme: Option<String>,
    /// Write a log to this file; no secret, code, phone or account number is ever in it
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "FILE")]
    pub log: Option<PathBuf>,
}

/// What paytop can do beside opening the dashboard.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Poll as the dashboard does, without a screen, and print each alert that arises as a line
    ///
    /// Exit status: 0 with --until-alert once an alert arose, 1 where the time of --timeout was over before one did, 2
    /// usage or config, 130 after ctrl-c. What stood before it began is no alert that arises.
    Watch(watch::Watch),
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
    /// Look at everything paytop rests on: what works, what does not, what to do
    Doctor(doctor::Doctor),
    /// Ask every feed of every connection once, and print how everything stands
    Snapshot(snapshot::Snapshot),
    /// Print what is in the JSON of a command, as JSON Schema
    Schema(schema::Schema),
    /// Print a completion script for a shell
    Completions(completions::Completions),
    /// Print the manual page
    Man,
    /// Read, settle, verify and export the journal of every change
    Journal(journal::Journal),
    /// Show what stood out, and what was done about it
    #[command(subcommand)]
    Alerts(alerts::Alerts),
    /// Receive what providers send by themselves, and show what was received
    #[command(subcommand)]
    Postbacks(postbacks::Postbacks),
    /// Work with withdraw-tool accounts
    Tool(tool::Tool),
    /// Work with Paykassma: balances, withdrawals, deposits and postbacks
    Paykassma(paykassma::Paykassma),
    /// Work with Yuansfer: payees, their bank accounts, and transfers
    Yuansfer(yuansfer::Yuansfer),
    /// Print the signature of a request whose body comes on standard input; sends nothing, needs no config
    #[command(subcommand)]
    Sign(signature::Sign),
    /// Check the signature of a body that comes on standard input; sends nothing, needs no config
    #[command(subcommand)]
    Verify(signature::Verify),
}

impl Global {
    /// What is set over the config.
    ///
    /// # Errors
    /// That there is no such theme, in words.
    pub fn flags(&self, surroundings: &Surroundings) -> Result<Flags, String> {
        Ok(Flags { read_only: self.read_only, theme: self.theme(surroundings)? })
    }

    /// The theme that the command line wants.
    fn theme(&self, surroundings: &Surroundings) -> Result<Option<ThemeChoice>, String> {
        let Some(name) = &self.theme else { return Ok(None) };
        let folder = self.folder(surroundings).unwrap_or_default();
        // A relative path is meant from where it was typed.
        ThemeChoice::named(name, &folder, Path::new(""), surroundings).map(Some).map_err(|no| {
            let hint = no.nearest.map(|nearest| format!("; did you mean \"{nearest}\"?")).unwrap_or_default();
            format!("--theme: unknown theme \"{}\"{hint} (expected {})", Text::new(name), no.expected)
        })
    }

    /// The folder of the config.
    fn folder(&self, surroundings: &Surroundings) -> Option<PathBuf> {
        self.location(surroundings)?.path.parent().map(Path::to_owned)
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
        let flags = self.flags(surroundings)?;
        let Some(location) = self.location(surroundings) else { return Ok(None) };
        let config = load(&location, surroundings).map_err(|error| error.to_string())?;
        let config = config.map(|config| config.with(flags));
        if let Some(config) = &config {
            config.ui.grouping.choose();
        }
        Ok(config)
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
        if self.command.is_some() && self.plain {
            return Some("--plain goes without any command: it is the dashboard in plain sentences");
        }
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
            Some(Command::Watch(watch)) => watch.run(&self.global, &surroundings, &mut console),
            Some(Command::Sandbox(sandbox)) => sandbox.run(&mut console) as u8,
            None => dashboard::run(&self.global, &self.sandbox, self.plain, &surroundings, &mut console),
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
            Self::Schema(schema) => Ok(schema.run(console)),
            Self::Sign(sign) => Ok(sign.run(surroundings, console)),
            Self::Verify(verify) => Ok(verify.run(surroundings, console)),
            Self::Journal(journal) => started(global.load(surroundings), console)
                .map(|(config, runtime)| runtime.block_on(journal.run(config.as_ref(), console))),
            Self::Alerts(alerts) => started(global.load(surroundings), console)
                .map(|(config, runtime)| runtime.block_on(alerts.run(config.as_ref(), console))),
            Self::Postbacks(postbacks) => started(global.require(surroundings), console)
                .map(|(config, runtime)| runtime.block_on(postbacks.run(&config, console))),
            Self::Check(check) => started(global.require(surroundings), console)
                .map(|(config, runtime)| runtime.block_on(check.run(&config, connect, console))),
            // A config that is broken is one of the things to look at.
            Self::Doctor(doctor) => started(Ok(()), console)
                .map(|((), runtime)| runtime.block_on(doctor.run(global, surroundings, connect, console))),
            Self::Snapshot(snapshot) => started(global.require(surroundings), console).map(|(config, runtime)| {
                let acting = acting::Acting::by(&config);
                runtime.block_on(snapshot.run(&config, connect, &acting, console))
            }),
            Self::Tool(tool) => started(global.require(surroundings), console).map(|(config, runtime)| {
                let acting = acting::Acting::by(&config);
                runtime.block_on(tool.run(&config, connect, &acting, console))
            }),
            Self::Paykassma(paykassma) => started(global.require(surroundings), console).map(|(config, runtime)| {
                let acting = acting::Acting::by(&config);
                runtime.block_on(paykassma.run(&config, connect, &acting, console))
            }),
            Self::Yuansfer(yuansfer) => started(global.require(surroundings), console).map(|(config, runtime)| {
                let acting = acting::Acting::by(&config);
                runtime.block_on(yuansfer.run(&config, connect, &acting, console))
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
    #[case("paytop --plain --accounts 5")]
    #[case("paytop sandbox")]
    #[case("paytop config init")]
    #[case("paytop config path --config f")]
    #[case("paytop --config f config show")]
    #[case("paytop check")]
    #[case("paytop doctor -o json --offline")]
    #[case("paytop snapshot")]
    #[case("paytop snapshot -o json")]
    #[case("paytop snapshot -o prometheus")]
    #[case("paytop schema")]
    #[case("paytop schema snapshot")]
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
    #[case("paytop alerts list")]
    #[case("paytop alerts list --standing --rule late-task,stale-feed --level bad --most 5 --sandbox -o json")]
    #[case("paytop watch")]
    #[case("paytop watch --until-alert --timeout 10m --level bad --rule connection-down -o json --config f")]
    #[case("paytop postbacks listen")]
    #[case("paytop postbacks listen --listen 127.0.0.1:0 --config f")]
    #[case("paytop postbacks list --most 5 --unverified -o json")]
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
    #[case("paytop paykassma systems --currency INR,BDT --label 55 -o csv")]
    #[case("paytop paykassma --connection shop transaction activate paytm --currency INR --label 55 --key 7 --yes")]
    #[case("paytop paykassma possible bank --currency INR --label 55 --key 7 --amount 5 --screenshot f --dry-run")]
    #[case("paytop paykassma hash-urls --success https://a.b --success https://a.c --pending https://a.d")]
    #[case("paytop paykassma withdrawal create upi_ib --amount 5 --currency INR --label 5 --test --ask-iban --reveal")]
    #[case("paytop paykassma withdrawal create paytm --amount 5 --currency INR --label 5 -y --despite 3fa21c")]
    #[case("paytop paykassma withdrawal status a b c --read-only")]
    #[case("paytop paykassma postback --transaction-id 7 --all")]
    #[case("paytop paykassma orders --type withdrawal 7 8")]
    #[case("paytop paykassma withdrawal batch a.csv --check")]
    #[case("paytop paykassma withdrawal batch a.csv --rate 600 --resume --yes --lines 5 --retry-refused 2 -o csv")]
    #[case("paytop paykassma withdrawal batch a.csv --again 4cc8c484 --accept-duplicates 1 --accept-repeats 2")]
    #[case("paytop yuansfer payee register c-1 --email j@example.com --profile individual --first-name J --yes")]
    #[case("paytop yuansfer payee show 2000305228303182610217 -o json --reveal")]
    #[case("paytop yuansfer payee update 2000305228303182610217 --zip 10006 --dry-run")]
    #[case("paytop yuansfer payee add-account 2000305228303182610217 --routing 101089292 --purpose checking")]
    #[case("paytop yuansfer payee accounts 2000305228303182610217 -o csv")]
    #[case("paytop yuansfer transfer create 2000305228303182610217 --amount 500 --currency USD --subject Pay --yes")]
    #[case("paytop yuansfer transfer show 9aae4c685d824c5da746f97620c59eb5 --connection payouts")]
    #[case("paytop yuansfer transfer show --pending")]
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
    #[case("paytop paykassma withdrawal create paytm --amount 5 --currency INR --label 5 --account-number 9876543210")]
    #[case("paytop paykassma postback --custom-id 1 --withdrawal-id 2")]
    #[case("paytop paykassma hash-urls --file f --success https://a.b")]
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
    #[case("paytop paykassma withdrawal batch")]
    #[case("paytop paykassma withdrawal batch a.csv --yes")]
    #[case("paytop paykassma withdrawal batch a.csv --rate 0")]
    #[case("paytop paykassma withdrawal batch a.csv --rate 601")]
    #[case("paytop paykassma withdrawal batch a.csv --resume --again 4cc8c484")]
    #[case("paytop paykassma withdrawal batch a.csv --check --yes --lines 5")]
    #[case("paytop yuansfer")]
    #[case("paytop yuansfer payee register c-1")]
    #[case("paytop yuansfer payee register c-1 --email j@example.com --profile robot")]
    #[case("paytop yuansfer payee show")]
    #[case("paytop yuansfer payee add-account 1 --routing 101089292 --purpose holiday")]
    #[case("paytop yuansfer payee add-account 1 --routing 101089292 --purpose savings --number 7861053298")]
    #[case("paytop yuansfer transfer create 1 --amount 500")]
    #[case("paytop yuansfer transfer create 1 --amount 500 --currency dollars")]
    #[case("paytop yuansfer transfer show")]
    #[case("paytop yuansfer transfer show 1 --pending")]
    #[case("paytop sign")]
    #[case("paytop sign paykassma")]
    #[case("paytop sign paykassma --key-env KEY body.json")]
    #[case("paytop sign yuansfer --key-env KEY")]
    #[case("paytop verify paykassma")]
    #[case("paytop verify paykassma --access-env A")]
    #[case("paytop verify paykassma --private-env B")]
    #[case("paytop verify paykassma --key-env KEY --access-env A --private-env B")]
    #[case("paytop verify paykassma --key-env KEY --private-env B")]
    #[case("paytop --error-rate 1.5")]
    #[case("paytop --error-rate NaN")]
    #[case("paytop --speed 0")]
    #[case("paytop alerts")]
    #[case("paytop alerts list --rule gossip")]
    #[case("paytop alerts list --level good")]
    #[case("paytop watch --timeout soon")]
    #[case("paytop watch -o csv")]
    #[case("paytop postbacks")]
    #[case("paytop postbacks listen --listen 8787")]
    #[case("paytop postbacks list --most 0")]
    #[case("paytop sandbox --listen nowhere")]
    #[case("paytop sandbox --postbacks ftp://127.0.0.1")]
    fn what_makes_no_sense_is_a_usage_error(#[case] line: &str) {
        assert_eq!(parse(line).unwrap_err().exit_code(), Exit::Usage as i32);
    }

    #[test]
    fn flags_of_the_sandbox_before_another_command_are_not_lost_in_silence() {
        assert!(parse("paytop --accounts 5 tool accounts").unwrap().contradiction().is_some());
        assert!(parse("paytop --plain check").unwrap().contradiction().is_some());
    }
}
