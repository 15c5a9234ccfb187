//! `[postbacks]`: whether postbacks are received here, where, and within which bounds.

use std::net::SocketAddr;
use std::time::Duration;

use super::problem::quoted;
use super::reader::{Gather, Section, human};
use super::show::Origin;

/// How postbacks are received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostbacksConfig {
    /// Where the dashboard listens for them; `None` where it does not.
    pub listen: Option<SocketAddr>,
    /// The most bytes of one.
    pub most_bytes: usize,
    /// How long the head of a request may take, and how long its body.
    pub patience: Duration,
    /// The most connections at once.
    pub most_connections: usize,
}

impl Default for PostbacksConfig {
    fn default() -> Self {
        Self { listen: None, most_bytes: 256 * 1024, patience: Duration::from_secs(10), most_connections: 64 }
    }
}

/// Reads `[postbacks]`.
pub(super) fn postbacks(root: &Section, gather: &mut Gather) -> PostbacksConfig {
    const KEYS: [&str; 4] = ["listen", "max_body_kib", "timeout", "max_connections"];
    let table = root.get("postbacks", gather).and_then(|value| value.section("a table: [postbacks]", &KEYS, gather));
    let table = table.as_ref();
    let usual = PostbacksConfig::default();
    PostbacksConfig {
        listen: listen(table, gather),
        most_bytes: number(table, "max_body_kib", usual.most_bytes / 1024, 4096, gather) * 1024,
        patience: patience(table, usual.patience, gather),
        most_connections: number(table, "max_connections", usual.most_connections, 1024, gather),
    }
}

fn listen(table: Option<&Section>, gather: &mut Gather) -> Option<SocketAddr> {
    const EXPECTED: &str = "an IP address and a port, such as \"127.0.0.1:8787\"";
    let Some(value) = table.and_then(|table| table.get("listen", gather)) else {
        gather.note("postbacks.listen", "nowhere", Origin::Default);
        return None;
    };
    let raw = value.text(EXPECTED, gather)?;
    match raw.parse::<SocketAddr>() {
        // Nobody would know where to send them.
        Ok(at) if at.port() != 0 => {
            gather.note(&value.key, raw, value.origin());
            Some(at)
        }
        _ => {
            value.wrong(EXPECTED, &quoted(raw), gather);
            None
        }
    }
}

fn number(table: Option<&Section>, key: &str, usual: usize, most: u64, gather: &mut Gather) -> usize {
    let Some(value) = table.and_then(|table| table.get(key, gather)) else {
        gather.note(&format!("postbacks.{key}"), usual.to_string(), Origin::Default);
        return usual;
    };
    let number = value.integer(1, most, gather).and_then(|number| usize::try_from(number).ok()).unwrap_or(usual);
    gather.note(&value.key, number.to_string(), value.origin());
    number
}

fn patience(table: Option<&Section>, usual: Duration, gather: &mut Gather) -> Duration {
    let Some(value) = table.and_then(|table| table.get("timeout", gather)) else {
        gather.note("postbacks.timeout", human(usual), Origin::Default);
        return usual;
    };
    let patience = value.duration(Duration::from_secs(1), Duration::from_mins(2), gather).unwrap_or(usual);
    gather.note(&value.key, human(patience), value.origin());
    patience
}
