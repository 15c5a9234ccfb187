//! `paytop postbacks list`: what was received, newest first.

use clap::Args;

use super::super::output::{self, Field, Format, Records, Row};
use super::super::{Console, Exit, journal_place};
use crate::config::Config;
use crate::domain::{ConnectionId, PostbackStanding, ReceivedPostback, Text};
use crate::runtime::{Clock, SystemClock};
use crate::store::RunId;

/// What a person reads in a line.
const LINE: &[&str] = &["received", "connection", "kind", "id", "amount", "status", "standing"];

/// What a program reads.
const POSTBACK: &[&str] =
    &["number", "received", "provider", "connection", "kind", "id", "status", "amount", "verified", "fault", "body"];

/// `paytop postbacks list`.
#[derive(Clone, Debug, Args)]
pub struct List {
    /// How many of those that hold, and how many of those that do not
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    most: u16,
    /// Only those that do not hold
    #[arg(long)]
    unverified: bool,
    /// The form of the result
    #[arg(short, long, value_enum, default_value_t, value_name = "FORMAT")]
    output: Format,
}

impl List {
    pub(super) async fn run(self, config: &Config, console: &mut dyn Console) -> Exit {
        let clock = SystemClock::default();
        let moment = clock.moment();
        let store = journal_place::open(Some(config), false, RunId::new(moment.now, moment.chance));
        let found = store.postbacks(0, self.most.into(), moment.now).await;
        journal_place::close(store.as_ref()).await;
        let mut found = match found {
            Ok(found) => found,
            Err(fault) => {
                console.say(&format!("{fault}. {}", fault.advice()));
                return Exit::Unreachable;
            }
        };
        found.received.sort_by_key(ReceivedPostback::came);
        let listed = found.received.iter().rev().filter(|received| !self.unverified || !received.is_verified());
        let (names, rows) = match self.output {
            Format::Table => (LINE, listed.map(line).collect()),
            Format::Json | Format::Csv => (POSTBACK, listed.map(row).collect()),
        };
        let written = output::write(console.out(), self.output, &Records::Many { names, rows });
        if written.is_err_and(|error| error.kind() != std::io::ErrorKind::BrokenPipe) {
            return Exit::Unreachable;
        }
        if found.unverified.month > 0 {
            console.say(&format!(
                "unverified: {} within 24 hours, {} within 30 days",
                found.unverified.day, found.unverified.month
            ));
        }
        Exit::Done
    }
}

fn received(postback: &ReceivedPostback) -> String {
    postback.at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn text(text: Option<&Text>) -> Option<String> {
    text.map(ToString::to_string)
}

fn connection(postback: &ReceivedPostback) -> Option<String> {
    postback.connection.as_ref().map(ConnectionId::to_string)
}

fn fault(postback: &ReceivedPostback) -> Option<String> {
    match &postback.standing {
        PostbackStanding::Verified => None,
        PostbackStanding::Unverified(fault) => Some(fault.to_string()),
    }
}

fn line(postback: &ReceivedPostback) -> Row {
    let status = postback.withdrawal_status().map(|status| status.to_string());
    let standing = fault(postback).map_or_else(|| "verified".to_owned(), |fault| format!("UNVERIFIED: {fault}"));
    Row::default()
        .with("received", Some(received(postback)))
        .with("connection", connection(postback))
        .with("kind", Some(postback.kind.to_string()))
        .with("id", text(postback.subject.as_ref()))
        .with("amount", postback.amount.as_ref().map(ToString::to_string))
        .with("status", status.or_else(|| text(postback.status.as_ref())))
        .with("standing", Some(standing))
}

fn row(postback: &ReceivedPostback) -> Row {
    let mut row = Row::default();
    let amount = postback.amount.clone().map_or(Field::Null, Field::Money);
    row.0.push(("number", Field::Integer(postback.number.into())));
    row = row
        .with("received", Some(received(postback)))
        .with("provider", Some(postback.provider.to_string()))
        .with("connection", connection(postback))
        .with("kind", Some(postback.kind.to_string()))
        .with("id", text(postback.subject.as_ref()))
        .with("status", text(postback.status.as_ref()));
    row.0.push(("amount", amount));
    row.0.push(("verified", Field::Flag(postback.is_verified())));
    row.with("fault", fault(postback)).with("body", Some(postback.body.masked().to_owned()))
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::super::super::console::Script;
    use super::*;
    use crate::config::{Location, Named, Surroundings, parse};
    use crate::domain::{PostbackFault, PostbackKind, RawJson};

    fn postback(at: Timestamp, subject: &str, standing: PostbackStanding) -> ReceivedPostback {
        ReceivedPostback {
            number: 0,
            at,
            provider: "paykassma".into(),
            connection: None,
            kind: PostbackKind::Withdrawal,
            subject: Some(subject.into()),
            status: None,
            amount: None,
            standing,
            body: RawJson::kept("{}".into()),
        }
    }

    #[tokio::test]
    async fn the_newest_is_first_though_what_does_not_hold_is_written_down_later() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/paytop.db", folder.path().display());
        let location = Location { path: "/etc/c.toml".into(), named: Named::ByFlag };
        let config = format!("[store]\nurl = \"{url}\"\n");
        let config = parse(&config, &location, &Surroundings::new(|_| None, None, None)).unwrap();
        let now = SystemClock::default().moment().now;
        let ago = |seconds| now - SignedDuration::from_secs(seconds);
        let store = crate::store::open(&url, RunId::new(now, [7; 10])).unwrap();
        for (seconds, subject, digest) in [(20, "second", 1), (10, "third", 2)] {
            let holds = postback(ago(seconds), subject, PostbackStanding::Verified);
            assert!(store.keep_postback(&holds, &[digest; 32]).await.unwrap());
        }
        let forged = postback(ago(30), "first", PostbackStanding::Unverified(PostbackFault::Signature));
        store.keep_unverified(&[forged], 1, now).await.unwrap();
        store.close().await;

        let mut console = Script::default();
        let list = List { most: 50, unverified: false, output: Format::Csv };
        assert_eq!(list.run(&config, &mut console).await, Exit::Done);
        let place = |subject| console.printed().find(subject).unwrap_or_else(|| panic!("{}", console.printed()));
        assert!(place("third") < place("second") && place("second") < place("first"), "{}", console.printed());
    }
}
