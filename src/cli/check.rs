//! `paytop check`: tries every connection, and says what to do about what failed.

use std::time::Instant;

use clap::Args;
use jiff::{SignedDuration, Timestamp};

use super::choose::choose;
use super::connect::Connect;
use super::console::Console;
use super::exit::Exit;
use super::output::{Field, Format, Records, Row, write};
use crate::config::{Config, ConnectionConfig};
use crate::domain::{Fault, mask_digits};

/// Clocks that differ by more than this make sessions and codes expire at odd times. A `Date` header has whole
/// seconds, so less is nothing.
pub(super) const SKEW: SignedDuration = SignedDuration::from_secs(5);

const NAMES: &[&str] =
    &["connection", "environment", "host", "reachable", "authorised", "latencyMs", "clockSkewSeconds", "advice"];

/// `paytop check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Only this connection, by its name in the config
    #[arg(long, value_name = "NAME")]
    connection: Option<String>,
    /// The form of the result
    #[arg(short, long, value_enum, default_value_t, value_name = "FORMAT")]
    output: Format,
}

impl Check {
    pub(super) async fn run(self, config: &Config, connect: &dyn Connect, console: &mut dyn Console) -> Exit {
        let connections: Vec<&ConnectionConfig> = match &self.connection {
            None if !config.connections.is_empty() => config.connections.iter().collect(),
            name => match choose(name.as_deref(), config, |_| true) {
                Ok(connection) => vec![connection],
                Err(words) => {
                    console.say(&words);
                    return Exit::Usage;
                }
            },
        };
        let mut rows = Vec::new();
        let mut exit = Exit::Done;
        for connection in connections {
            let finding = Finding::of(connection, connect).await;
            exit = exit.max(finding.exit());
            rows.push(finding.row(connection));
        }
        if let Err(error) = write(console.out(), self.output, &Records::Many { names: NAMES, rows }) {
            console.say(&format!("cannot write the result: {error}"));
        }
        exit
    }
}

/// What trying a connection showed.
pub(super) struct Finding {
    /// Why there is no answer.
    pub(super) fault: Option<Fault>,
    /// How long the answer took.
    pub(super) latency: Option<std::time::Duration>,
    /// By how much the provider's clock is ahead of this machine's.
    pub(super) skew: Option<SignedDuration>,
}

impl Finding {
    #[expect(clippy::disallowed_methods, reason = "the command line is where a run's time comes from")]
    pub(super) async fn of(connection: &ConnectionConfig, connect: &dyn Connect) -> Self {
        let nothing = |fault| Self { fault: Some(fault), latency: None, skew: None };
        let reads = match connect.open(connection) {
            Ok(opened) => opened.reads,
            Err(fault) => return nothing(fault),
        };
        let (began, asked) = (Instant::now(), Timestamp::now());
        match reads.read(&(connection.provider.probe)()).await {
            Ok(answer) => {
                let latency = began.elapsed();
                // The provider's clock stood at its date somewhere on the way: half of it is the best guess.
                let half = SignedDuration::try_from(latency / 2).unwrap_or_default();
                let skew = answer.date.map(|date| date.duration_since(asked + half));
                Self { fault: None, latency: Some(latency), skew }
            }
            Err(fault) => nothing(fault),
        }
    }

    pub(super) fn exit(&self) -> Exit {
        self.fault.as_ref().map_or(Exit::Done, Exit::of_fault)
    }

    /// Whether the provider answered at all, and whether it let the caller in; `None` where that is not known.
    fn reached(&self) -> (Option<bool>, Option<bool>) {
        match &self.fault {
            None => (Some(true), Some(true)),
            Some(Fault::Unusable(_) | Fault::Unsupported | Fault::ReadOnly) => (None, None),
            Some(Fault::Unauthorized(_) | Fault::UnknownCaller { .. } | Fault::NotLetIn { .. }) => {
                (Some(true), Some(false))
            }
            Some(Fault::Timeout { .. } | Fault::Unreachable(_) | Fault::ConnectionLost(_)) => (Some(false), None),
            Some(_) => (Some(true), None),
        }
    }

    pub(super) fn advice(&self) -> String {
        match (&self.fault, self.skew) {
            (Some(fault), _) => format!("{}. {}", mask_digits(&fault.to_string()), fault.advice()),
            (None, Some(skew)) if skew.abs() > SKEW => {
                format!("the clocks differ by {} s: set this machine's clock", skew.abs().as_secs())
            }
            (None, _) => "fine".to_owned(),
        }
    }

    fn row(&self, connection: &ConnectionConfig) -> Row {
        let (reachable, authorised) = self.reached();
        let flag = |known: Option<bool>| known.map_or(Field::Null, Field::Flag);
        let integer = |known: Option<i128>| known.map_or(Field::Null, Field::Integer);
        Row::default()
            .with("connection", connection.info.id.as_str())
            .with("environment", Field::Text(connection.info.environment.to_string()))
            .with("host", connection.info.host.as_str())
            .with("reachable", flag(reachable))
            .with("authorised", flag(authorised))
            .with("latencyMs", integer(self.latency.and_then(|latency| i128::try_from(latency.as_millis()).ok())))
            .with("clockSkewSeconds", integer(self.skew.map(|skew| skew.as_secs().into())))
            .with("advice", Field::Text(self.advice()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(fault: Option<Fault>, skew: i64) -> Finding {
        Finding { fault, latency: None, skew: Some(SignedDuration::from_secs(skew)) }
    }

    #[test]
    fn each_finding_says_what_to_do() {
        assert_eq!(finding(None, 2).advice(), "fine");
        assert!(finding(None, -90).advice().contains("90 s"));
        let refused = finding(Some(Fault::Unauthorized(401)), 0);
        assert!(refused.reached() == (Some(true), Some(false)) && refused.advice().contains("secrets"));
        let lost = finding(Some(Fault::Unreachable("refused".into())), 0);
        assert!(lost.reached() == (Some(false), None) && lost.exit() == Exit::Unreachable);
    }
}
