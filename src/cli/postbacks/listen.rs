//! `paytop postbacks listen`: the receiver alone.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;

use clap::Args;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::super::{Console, Exit, journal_place, wiring};
use super::settings;
use crate::config::Config;
use crate::domain::ReceivedPostback;
use crate::receiver::{Desk, Heard, Hears, Places};
use crate::runtime::{Clock, Signals, SystemClock, bind_receiver};
use crate::store::RunId;

/// Where it listens where neither the config nor a flag says so.
const USUAL: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8787);

/// How many lines may wait to be said; what is more is not said.
const LINES: usize = 256;

/// `paytop postbacks listen`.
#[derive(Clone, Debug, Args)]
pub struct Listen {
    /// The address to listen at, instead of the config's; port 0 takes a free one
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<SocketAddr>,
}

impl Listen {
    pub(super) async fn run(self, config: &Config, console: &mut dyn Console) -> Exit {
        let at = self.listen.or(config.postbacks.listen).unwrap_or(USUAL);
        let signers = match wiring::signers(&config.connections) {
            Ok(signers) => signers,
            Err(fault) => {
                console.say(&fault.to_string());
                return Exit::Usage;
            }
        };
        let receiver = match bind_receiver(settings(&config.postbacks, at), &signers) {
            Ok(receiver) => receiver,
            Err(why) => {
                console.say(&format!("cannot receive postbacks at {at}: {why}"));
                return Exit::Usage;
            }
        };
        let mut signals = match Signals::listen() {
            Ok(signals) => signals,
            Err(error) => {
                console.say(&format!("cannot start: {error}"));
                return Exit::Usage;
            }
        };
        let clock = SystemClock::default();
        let moment = clock.moment();
        let store = journal_place::open(Some(config), false, RunId::new(moment.now, moment.chance));
        let told = welcome(receiver.address(), &Places::of(&signers), store.place());
        // Whoever started it may not read what it says: it receives all the same.
        let _ = console.out().write_all(told.as_bytes()).and_then(|()| console.out().flush());
        if !receiver.address().ip().is_loopback() {
            console.say(
                "This address is not of this machine alone, and nothing is encrypted here: let a reverse proxy with TLS \
                 stand before it.",
            );
        }
        let (lines, mut said) = mpsc::channel::<String>(LINES);
        let hears: Hears = Arc::new(move |heard| {
            let _ = lines.try_send(line(heard));
        });
        let desk = Desk::new(Arc::clone(&store), Arc::new(move || clock.now()), hears);
        let stop = CancellationToken::new();
        let serving = receiver.serve(desk, stop.clone());
        tokio::pin!(serving);
        let ended = loop {
            tokio::select! {
                ended = &mut serving => break ended,
                _ = signals.status(), if !stop.is_cancelled() => stop.cancel(),
                Some(line) = said.recv() => {
                    let _ = console.out().write_all(line.as_bytes()).and_then(|()| console.out().flush());
                }
            }
        };
        journal_place::close(store.as_ref()).await;
        match ended {
            Ok(()) => {
                console.say("Postbacks are received no more.");
                Exit::Done
            }
            Err(error) => {
                console.say(&format!("the receiver stopped: {error}"));
                Exit::Unreachable
            }
        }
    }
}

/// Where it is, what comes where, and where it is kept.
fn welcome(at: SocketAddr, places: &Places, store: &str) -> String {
    let mut told = format!("paytop receives postbacks at http://{at}\n\n");
    for place in &places.0 {
        let whose: Vec<&str> = place.connections.iter().map(crate::domain::ConnectionId::as_str).collect();
        let _ = writeln!(told, "  POST {:<24} checked with the keys of {}", place.path(), whose.join(", "));
    }
    let _ = write!(told, "\nThey are kept in {store}.\nStop it with ctrl-c.\n\n");
    told
}

/// What happened, in a line.
fn line(heard: &Heard<'_>) -> String {
    match heard {
        Heard::Kept { postback, again } => {
            let again = if *again { ", came before" } else { "" };
            format!("{} verified: {}{again}\n", shown(postback.at), about(postback))
        }
        Heard::Unkept(fault) => format!("NOT KEPT, and to be sent again: {fault}. {}\n", fault.advice()),
        Heard::Unverified { count: 1, last } => format!("unverified: one, {last}\n"),
        Heard::Unverified { count, last } => format!("unverified: {count}, the last one: {last}\n"),
    }
}

fn shown(at: jiff::Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn about(postback: &ReceivedPostback) -> String {
    let mut words = postback.kind.to_string();
    if let Some(subject) = &postback.subject {
        let _ = write!(words, " {subject}");
    }
    if let Some(amount) = &postback.amount {
        let _ = write!(words, ", {amount}");
    }
    if let Some(status) = postback.withdrawal_status() {
        let _ = write!(words, ", {status}");
    }
    if let Some(connection) = &postback.connection {
        let _ = write!(words, ", of {connection}");
    }
    words
}
