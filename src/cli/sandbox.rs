//! `paytop sandbox`, and the flags of a sandbox that the dashboard shares.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::time::Duration;

use clap::Args;
use tokio_util::sync::CancellationToken;

use super::{Console, Exit};
use crate::runtime::Signals;
use crate::sandbox::{self, AccountCount, Faults, HALVES, Options, PostbackAddress, Rate, Speed};

/// What a sandbox is like, and what goes wrong in it.
#[derive(Clone, Debug, Default, PartialEq, Args)]
#[command(next_help_heading = "Sandbox")]
pub struct World {
    /// How many accounts there are
    #[arg(long, value_name = "N", default_value_t)]
    pub accounts: AccountCount,
    /// The same seed makes the same world
    #[arg(long, value_name = "S", default_value_t)]
    pub seed: u64,
    /// How many times faster than ours its time runs
    #[arg(long, value_name = "X", default_value_t)]
    pub speed: Speed,
    /// Wait so long before every answer, in milliseconds
    #[arg(long, value_name = "MS", default_value = "0", value_parser = milliseconds)]
    pub latency: Duration,
    /// The part of answers that are HTTP 5xx, from 0 to 1
    #[arg(long, value_name = "P", default_value_t)]
    pub error_rate: Rate,
    /// The part of connections that are cut after the server acted, from 0 to 1
    #[arg(long, value_name = "P", default_value_t)]
    pub drop_rate: Rate,
    /// The part of answers that are torn or no JSON, from 0 to 1
    #[arg(long, value_name = "P", default_value_t)]
    pub garbage_rate: Rate,
}

impl World {
    /// What the sandbox is told.
    #[must_use]
    pub fn options(&self) -> Options {
        let Self { accounts, seed, speed, latency, error_rate, drop_rate, garbage_rate } = *self;
        let faults = Faults { latency, error_rate, drop_rate, garbage_rate };
        Options { accounts, seed, speed, trade: true, faults }
    }
}

/// `paytop sandbox`.
#[derive(Clone, Debug, Args)]
pub struct Sandbox {
    /// The address to listen at, such as 127.0.0.1:8900; port 0 takes a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8900")]
    pub listen: SocketAddr,
    /// Send postbacks of what comes to its end to the receiver there, such as <http://127.0.0.1:8787>
    #[arg(long, value_name = "URL")]
    pub postbacks: Option<PostbackAddress>,
    /// What it is like.
    #[command(flatten)]
    pub world: World,
}

impl Sandbox {
    /// Serves until a signal comes. Prints where, and with which credentials.
    pub(super) fn run(self, console: &mut dyn Console) -> Exit {
        let server = match sandbox::Sandbox::bind(self.listen, self.world.options()) {
            Ok(server) => server,
            Err(error) => {
                console
                    .say(&format!("cannot listen at {}: {error}; choose another address with --listen", self.listen));
                return Exit::Usage;
            }
        };
        let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
            Ok(runtime) => runtime,
            Err(error) => {
                console.say(&format!("cannot start: {error}"));
                return Exit::Usage;
            }
        };
        let told = welcome(&server, self.postbacks.as_ref());
        let server = server.with_postbacks(self.postbacks);
        if console.out().write_all(told.as_bytes()).and_then(|()| console.out().flush()).is_err() {
            // Whoever started it may not read what it says: it serves all the same.
            tracing::debug!("nobody reads where the sandbox is");
        }
        let ended = runtime.block_on(async {
            let stop = CancellationToken::new();
            let mut signals = Signals::listen()?;
            let token = stop.clone();
            tokio::spawn(async move {
                signals.status().await;
                token.cancel();
            });
            server.serve(stop).await
        });
        match ended {
            Ok(()) => Exit::Done,
            Err(error) => {
                console.say(&format!("the sandbox stopped: {error}"));
                Exit::Unreachable
            }
        }
    }
}

/// Where it is and what it wants, with a request to try.
fn welcome(server: &sandbox::Sandbox, postbacks: Option<&PostbackAddress>) -> String {
    let at = server.address();
    let mut told = format!("paytop sandbox at http://{at}\n");
    for half in HALVES {
        let _ = writeln!(told, "\n{}:", half.provider);
        for held in half.credentials {
            let _ = writeln!(told, "  {}: {}", held.header, held.value);
        }
        for (name, value) in half.settings {
            let _ = writeln!(told, "  {name} = {value}");
        }
    }
    if let Some(to) = postbacks {
        let _ = writeln!(told, "\nPostbacks go to {to}, again and again until they are taken.");
    }
    let _ = write!(
        told,
        "\nThe handset: GET http://{at}/sandbox/handset\n\
         Try:         curl -X POST http://{at}/api/pay_account/list -H 'Authorization: {}' -d '{{}}'\n\
         Stop it with ctrl-c.\n",
        server.credentials("withdraw-tool").first().map_or("", |held| held.value),
    );
    told
}

fn milliseconds(typed: &str) -> Result<Duration, &'static str> {
    let milliseconds = typed.parse().ok().filter(|milliseconds| *milliseconds <= 600_000);
    milliseconds.map(Duration::from_millis).ok_or("expected milliseconds, at most 600000")
}
