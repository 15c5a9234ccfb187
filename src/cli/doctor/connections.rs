//! Each connection, tried as `paytop check` tries it, and this machine's clock by what the providers' clocks said.

use futures_util::future::join_all;
use jiff::SignedDuration;

use super::finding::Finding;
use crate::cli::check::{Finding as Tried, SKEW};
use crate::cli::connect::Connect;
use crate::cli::exit::Exit;
use crate::config::{Config, ConnectionConfig};

/// What is found of each, and of the clock.
pub async fn look(config: &Config, connect: &dyn Connect) -> Vec<Finding> {
    let trying = config.connections.iter().map(|connection| Tried::of(connection, connect));
    let tried = join_all(trying).await;
    let mut findings: Vec<Finding> =
        config.connections.iter().zip(&tried).map(|(connection, tried)| of_one(connection, tried)).collect();
    findings.push(clock(tried.iter().filter_map(|tried| tried.skew).max_by_key(|skew| skew.abs())));
    findings
}

fn of_one(connection: &ConnectionConfig, tried: &Tried) -> Finding {
    let info = &connection.info;
    let check = format!("connection {}", info.id);
    let at = format!("{} at {}", info.environment, info.host);
    let read_only = if info.read_only { ", for reads only" } else { "" };
    match (&tried.fault, tried.latency) {
        (Some(_), _) => Finding::broken(&check, at, &tried.advice(), tried.exit()),
        (None, Some(latency)) => {
            Finding::works(&check, format!("{at} answers in {} ms and lets paytop in{read_only}", latency.as_millis()))
        }
        (None, None) => Finding::works(&check, format!("{at} lets paytop in{read_only}")),
    }
}

/// This machine's clock, by the one of the provider that differs most.
pub(super) fn clock(skew: Option<SignedDuration>) -> Finding {
    const NAME: &str = "clock";
    match skew {
        None => Finding::look(
            NAME,
            "no provider told its time".into(),
            "Compare this machine's clock by hand: sessions, codes and signatures depend on it.",
        ),
        Some(skew) if skew.abs() > SKEW => {
            let (seconds, which) = (skew.abs().as_secs(), if skew.is_positive() { "behind" } else { "ahead of" });
            let advice = "Set this machine's clock, best by NTP: sessions, codes and signatures depend on it.";
            let found = format!("this machine is {seconds} s {which} a provider's clock");
            Finding::broken(NAME, found, advice, Exit::Usage)
        }
        Some(_) => Finding::works(NAME, "within a few seconds of the providers' clocks".into()),
    }
}
