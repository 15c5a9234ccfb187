//! `[metrics]`: whether the running dashboard tells how everything stands in Prometheus' text format, and where.

use std::net::SocketAddr;

use super::problem::quoted;
use super::reader::{Gather, Section};
use super::show::Origin;

/// Where metrics are served.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MetricsConfig {
    /// Where the dashboard listens; `None` where it does not.
    pub listen: Option<SocketAddr>,
}

/// Reads `[metrics]`.
pub(super) fn metrics(root: &Section, gather: &mut Gather) -> MetricsConfig {
    let table = root.get("metrics", gather).and_then(|value| value.section("a table: [metrics]", &["listen"], gather));
    MetricsConfig { listen: listen(table.as_ref(), gather) }
}

fn listen(table: Option<&Section>, gather: &mut Gather) -> Option<SocketAddr> {
    const EXPECTED: &str = "an IP address and a port, such as \"127.0.0.1:9187\"";
    let Some(value) = table.and_then(|table| table.get("listen", gather)) else {
        gather.note("metrics.listen", "nowhere", Origin::Default);
        return None;
    };
    let raw = value.text(EXPECTED, gather)?;
    // A port alone is one on this machine: balances are nobody else's to read.
    let at = raw.parse::<SocketAddr>().ok().or_else(|| Some(SocketAddr::from(([127, 0, 0, 1], raw.parse().ok()?))));
    let at = at.filter(|at| at.port() != 0);
    if let Some(at) = at {
        gather.note(&value.key, at.to_string(), value.origin());
    } else {
        value.wrong(EXPECTED, &quoted(raw), gather);
    }
    at
}
