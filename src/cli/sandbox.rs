//! `paytop sandbox`, and the flags of a sandbox that the dashboard shares.

use std::net::SocketAddr;
use std::time::Duration;

use clap::Args;

/// What a sandbox is like, and what goes wrong in it.
#[derive(Clone, Debug, PartialEq, Args)]
#[command(next_help_heading = "Sandbox")]
pub struct World {
    /// How many accounts there are
    #[arg(long, value_name = "N", default_value_t = 24, value_parser = clap::value_parser!(u32).range(..=1_000_000))]
    pub accounts: u32,
    /// The same seed makes the same world
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// How many times faster than ours its time runs
    #[arg(long, value_name = "X", default_value_t = 1.0, value_parser = speed)]
    pub speed: f64,
    /// Wait so long before every answer, in milliseconds
    #[arg(long, value_name = "MS", default_value = "0", value_parser = milliseconds)]
    pub latency: Duration,
    /// The part of answers that are HTTP 5xx, from 0 to 1
    #[arg(long, value_name = "P", default_value_t = 0.0, value_parser = rate)]
    pub error_rate: f64,
    /// The part of connections that are cut after the server acted, from 0 to 1
    #[arg(long, value_name = "P", default_value_t = 0.0, value_parser = rate)]
    pub drop_rate: f64,
    /// The part of answers that are torn or no JSON, from 0 to 1
    #[arg(long, value_name = "P", default_value_t = 0.0, value_parser = rate)]
    pub garbage_rate: f64,
}

impl Default for World {
    fn default() -> Self {
        Self {
            accounts: 24,
            seed: 1,
            speed: 1.0,
            latency: Duration::ZERO,
            error_rate: 0.0,
            drop_rate: 0.0,
            garbage_rate: 0.0,
        }
    }
}

/// `paytop sandbox`.
#[derive(Clone, Debug, Args)]
pub struct Sandbox {
    /// The address to listen at, such as 127.0.0.1:8900; port 0 takes a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8900")]
    pub listen: SocketAddr,
    /// What it is like.
    #[command(flatten)]
    pub world: World,
}

fn rate(typed: &str) -> Result<f64, &'static str> {
    typed.parse().ok().filter(|rate| (0.0..=1.0).contains(rate)).ok_or("expected a number from 0 to 1, such as 0.2")
}

fn speed(typed: &str) -> Result<f64, &'static str> {
    let speed = typed.parse().ok().filter(|speed| (0.001..=3_600.0).contains(speed));
    speed.ok_or("expected a number from 0.001 to 3600, such as 2.5")
}

fn milliseconds(typed: &str) -> Result<Duration, &'static str> {
    let milliseconds = typed.parse().ok().filter(|milliseconds| *milliseconds <= 600_000);
    milliseconds.map(Duration::from_millis).ok_or("expected milliseconds, at most 600000")
}
