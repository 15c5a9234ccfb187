//! `paytop doctor`: looks at everything paytop rests on (config, terminal, clipboard, keyring, journal, network, clock)
//! and says what works, what does not, and what to do. It changes nothing and sends no change.

mod connections;
mod finding;
mod journal;
mod secret_store;
mod terminal;

use std::io::{self, IsTerminal};

use clap::Args;

use super::connect::Connect;
use super::console::Console;
use super::exit::Exit;
use super::look::look;
use super::output::{Format, Records, write};
use super::{Global, journal_place};
use crate::config::{Config, ConfigError, Location, Surroundings, Terminal, UiConfig, load};
use crate::runtime::{Clock, SystemClock};
use crate::store::RunId;

use finding::{Finding, NAMES, State};
use terminal::Seen;

/// `paytop doctor`.
#[derive(Debug, Args)]
pub struct Doctor {
    /// Leave the connections out: nothing goes over the network
    #[arg(long)]
    offline: bool,
    /// The form of the result
    #[arg(short, long, value_enum, default_value_t, value_name = "FORMAT")]
    output: Format,
}

impl Doctor {
    pub(super) async fn run(
        self,
        global: &Global,
        surroundings: &Surroundings,
        connect: &dyn Connect,
        console: &mut dyn Console,
    ) -> Exit {
        let location = global.location(surroundings);
        let loaded = location.as_ref().map_or(Ok(None), |location| load(location, surroundings));
        let mut findings = vec![Finding::works("paytop", version())];
        findings.extend(of_config(location.as_ref(), &loaded));
        let loaded = match global.flags(surroundings) {
            Ok(flags) => loaded.map(|config| config.map(|config| config.with(flags))),
            Err(words) => {
                findings.push(Finding::broken("flags", words, "Name another one, or leave it out.", Exit::Usage));
                loaded
            }
        };
        let seen = Seen {
            keys: io::stdin().is_terminal(),
            screen: io::stdout().is_terminal(),
            size: crossterm::terminal::size().ok(),
        };
        findings.extend(terminal::look(seen, surroundings));
        let ui = loaded.as_ref().ok().and_then(|config| Some(config.as_ref()?.ui.clone())).unwrap_or_default();
        findings.push(of_theme(&ui, surroundings));
        let broken = loaded.is_err();
        let config = loaded.ok().flatten();
        findings.push(secret_store::look(config.as_ref()));
        // Where the config is broken nobody knows which journal and which connections are meant.
        if !broken {
            let moment = SystemClock::default().moment();
            let run = RunId::new(moment.now, moment.chance);
            let store = journal_place::open(config.as_ref(), config.is_none(), run);
            findings.push(journal::look(&*store, moment.now).await);
            journal_place::close(&*store).await;
            if let Some(config) = config.as_ref().filter(|_| !self.offline) {
                findings.extend(connections::look(config, connect).await);
            }
        }
        self.tell(&findings, console);
        findings.iter().map(|finding| finding.exit).max().unwrap_or(Exit::Done)
    }

    fn tell(&self, findings: &[Finding], console: &mut dyn Console) {
        let written = match self.output {
            // Sentences have no columns: they are read line by line.
            Format::Table => finding::write(console.out(), findings),
            format => {
                let rows = findings.iter().map(Finding::row).collect();
                write(console.out(), format, &Records::Many { names: NAMES, rows })
            }
        };
        match written {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                console.say(&format!("cannot write the result: {error}"));
            }
            _ => {}
        }
        let count = |state| findings.iter().filter(|finding| finding.state == state).count();
        let (broken, look) = (count(State::Broken), count(State::Look));
        let words = match (broken, look) {
            (0, 0) => "everything works".to_owned(),
            (0, look) => format!("nothing is broken; {look} to look at"),
            (broken, look) => format!("{broken} broken, {look} to look at"),
        };
        console.say(&words);
    }
}

fn version() -> String {
    let (os, machine) = (std::env::consts::OS, std::env::consts::ARCH);
    format!("{} on {os} {machine}", env!("CARGO_PKG_VERSION"))
}

/// Whether what the screen is to look like can be had: a theme of the operator's own is a file.
fn of_theme(ui: &UiConfig, surroundings: &Surroundings) -> Finding {
    // The terminal is not asked for its ground: its answer would come as keys.
    match look(ui, Terminal::of(surroundings), surroundings, || None) {
        Ok(_) => Finding::works("theme", ui.theme.to_string()),
        Err(error) => {
            let advice = "Mend it, or name another theme. The dashboard does not open before.";
            Finding::broken("theme", error.to_string(), advice, Exit::Usage)
        }
    }
}

/// The config: where it is, and every problem with its line.
fn of_config(location: Option<&Location>, loaded: &Result<Option<Config>, ConfigError>) -> Vec<Finding> {
    let Some(location) = location else {
        return vec![Finding::look(
            "config",
            "there is no place for one here".into(),
            "Name a file with --config. Without one paytop opens on its own sandbox.",
        )];
    };
    let place = format!("{} (named by {})", location.path.display(), location.named);
    match loaded {
        Ok(None) => vec![Finding::look(
            "config",
            format!("there is none at {place}"),
            "paytop opens on its own sandbox. `paytop config init` writes a config to begin with.",
        )],
        Ok(Some(config)) if config.connections.is_empty() => vec![Finding::broken(
            "config",
            format!("{place} has no [[connections]]"),
            "Write one: config.example.toml shows how.",
            Exit::Usage,
        )],
        Ok(Some(config)) => match super::dashboard::keymap(config) {
            Ok(_) => {
                let connections = config.connections.len();
                let noun = if connections == 1 { "connection" } else { "connections" };
                vec![Finding::works("config", format!("{place}, {connections} {noun}"))]
            }
            Err(words) => words.lines().map(problem).collect(),
        },
        Err(error) => error.to_string().lines().map(problem).collect(),
    }
}

fn problem(words: &str) -> Finding {
    let advice = "Mend that line. The dashboard does not open before, and one that is open keeps what it has.";
    Finding::broken("config", words.to_owned(), advice, Exit::Usage)
}

#[cfg(test)]
mod tests;
