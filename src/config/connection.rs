//! `[[connections]]`: one merchant's access to one provider.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use super::address::{self, Address};
use super::headers::headers;
use super::limits::limits;
use super::problem::{Problem, quoted};
use super::reader::{Gather, Section, Value};
use super::secret::SecretRef;
use super::show::Origin;
use super::timing;
use crate::domain::{ConnectionId, ConnectionInfo, Environment, FeedKind, Text};

/// The providers that `provider` can name.
pub const PROVIDERS: [&str; 1] = ["withdraw-tool"];

const KEYS: [&str; 14] = [
    "name",
    "provider",
    "environment",
    "base_url",
    "headers",
    "paths",
    "poll",
    "timeouts",
    "max_body_mib",
    "ca_file",
    "read_only",
    "otp",
    "limits",
    "handset",
];

/// One merchant's access to one provider, as the config has it. Its secrets are references.
#[derive(Clone, Debug)]
pub struct ConnectionConfig {
    /// What the screen and the state know of it.
    pub info: ConnectionInfo,
    /// Where its operations are, without a slash at the end; `https`, or `http` on this machine.
    pub base_url: String,
    /// The headers of every request: names as written, values by reference.
    pub headers: Vec<(String, SecretRef)>,
    /// Operations that are at other paths than the API has them, by their names in [`super::OPERATIONS`].
    pub paths: BTreeMap<String, String>,
    /// How long making a connection may take.
    pub connect_timeout: Duration,
    /// How long a request may take, its whole answer included.
    pub total_timeout: Duration,
    /// The most bytes of an answer that are read.
    pub max_body: u64,
    /// Certificates to trust beside the system's, in a PEM file.
    pub ca_file: Option<PathBuf>,
    /// Whether the server is a paytop sandbox, which has a handset.
    pub handset: bool,
}

/// Reads all connections; every name may be given once.
pub(super) fn connections(root: &Section, gather: &mut Gather) -> Vec<ConnectionConfig> {
    let expected = "tables, each under a line of its own: [[connections]]";
    let Some(value) = root.get("connections", gather) else { return Vec::new() };
    let Some(elements) = value.list(expected, gather) else { return Vec::new() };
    let mut names = BTreeMap::new();
    elements
        .iter()
        .filter_map(|element| {
            let section = element.section(expected, &KEYS, gather)?;
            connection(&section, &mut names, gather)
        })
        .collect()
}

/// Reads one connection. What is missing or wrong in it is a problem; the rest is still read, so that all problems
/// are told at once.
fn connection(section: &Section, names: &mut BTreeMap<String, usize>, gather: &mut Gather) -> Option<ConnectionConfig> {
    let name = name(section, names, gather);
    let provider = choice(section, "provider", "provider", &PROVIDERS, gather);
    let environment = choice(section, "environment", "environment", &["sandbox", "production"], gather)
        .and_then(|word| word.parse::<Environment>().ok());
    let address = address::base_url(section, gather);
    // Without knowing the environment, the stricter rules would tell problems that may be none.
    let rules = environment.unwrap_or(Environment::Sandbox);
    let headers = headers(section, rules, gather);
    let paths = address::paths(section, gather);
    let polling = timing::poll(section, rules, gather);
    let timeouts = timing::timeouts(section, gather);
    let otp = timing::otp(section, gather);
    let limits = limits(section, gather);
    let max_body = max_body(section, gather);
    let ca_file = ca_file(section, gather);
    let read_only = switch(section, "read_only", gather).is_some_and(|(on, _)| on);
    let handset = handset(section, environment, gather);

    let Address { base_url, host } = address?;
    let mut feeds = vec![FeedKind::Accounts, FeedKind::Tools];
    if handset {
        feeds.push(FeedKind::Handset);
    }
    let info = ConnectionInfo {
        id: ConnectionId::new(name?),
        provider: provider?,
        environment: environment?,
        host,
        polling,
        feeds,
        read_only,
        otp_validity: otp.validity,
        otp_cool_down: otp.cool_down,
        limits,
    };
    let (connect_timeout, total_timeout) = (timeouts.connect, timeouts.total);
    Some(ConnectionConfig {
        info,
        base_url,
        headers,
        paths,
        connect_timeout,
        total_timeout,
        max_body,
        ca_file,
        handset,
    })
}

/// A name that can be read, typed and told from every other.
fn name<'v>(section: &Section<'v, '_>, names: &mut BTreeMap<String, usize>, gather: &mut Gather) -> Option<&'v str> {
    const MOST: usize = 32;
    let expected = "a name of 1 to 32 visible characters, such as \"india-a\"";
    let value = section.require("name", expected, gather)?;
    let name = value.text(expected, gather)?;
    let visible = !name.chars().any(char::is_whitespace) && Text::new(name).as_str() == name;
    if name.is_empty() || name.chars().count() > MOST || !visible {
        value.wrong(expected, &quoted(name), gather);
        return None;
    }
    gather.note(&value.key, name, value.origin());
    if let Some(first) = names.get(name) {
        let found = format!("{}, which the connection at line {first} has", quoted(name));
        value.wrong("a name of its own", &found, gather);
        return None;
    }
    names.insert(name.to_owned(), section.line);
    Some(name)
}

/// One of a few names, which has to be given.
fn choice<'n>(section: &Section, key: &str, what: &str, valid: &[&'n str], gather: &mut Gather) -> Option<&'n str> {
    let value = section.require(key, &super::problem::one_of(valid), gather)?;
    let name = value.name(what, valid, gather)?;
    gather.note(&value.key, name, value.origin());
    Some(name)
}

/// `true` or `false` with the value that says so; `None` where nothing does.
fn switch<'v, 't>(section: &Section<'v, 't>, key: &str, gather: &mut Gather) -> Option<(bool, Value<'v, 't>)> {
    let Some(value) = section.get(key, gather) else {
        gather.note(&section.path(key), "false", Origin::Default);
        return None;
    };
    let on = value.boolean(gather)?;
    gather.note(&value.key, on.to_string(), value.origin());
    Some((on, value))
}

/// `handset`, which only a paytop sandbox has.
fn handset(section: &Section, environment: Option<Environment>, gather: &mut Gather) -> bool {
    match switch(section, "handset", gather) {
        Some((true, value)) if environment == Some(Environment::Production) => {
            let expected = "false on a production connection, as only a paytop sandbox has a handset";
            gather.problems.push(Problem::wrong(value.line, &value.key, expected, "true"));
            false
        }
        Some((on, _)) => on,
        None => false,
    }
}

/// `max_body_mib`, in bytes.
fn max_body(section: &Section, gather: &mut Gather) -> u64 {
    const DEFAULT: u64 = 32;
    const MIB: u64 = 1024 * 1024;
    let Some(value) = section.get("max_body_mib", gather) else {
        gather.note(&section.path("max_body_mib"), DEFAULT.to_string(), Origin::Default);
        return DEFAULT * MIB;
    };
    let mib = value.integer(1, 1024, gather).unwrap_or(DEFAULT);
    gather.note(&value.key, mib.to_string(), value.origin());
    mib * MIB
}

/// `ca_file`, which has to be there; what is in it is for the client to judge.
fn ca_file(section: &Section, gather: &mut Gather) -> Option<PathBuf> {
    let Some(value) = section.get("ca_file", gather) else {
        gather.note(&section.path("ca_file"), "the system's certificates", Origin::Default);
        return None;
    };
    let expected = "the path of a PEM file that can be read";
    let path = gather.surroundings.expand(value.text(expected, gather)?, &gather.folder);
    gather.note(&value.key, path.display().to_string(), value.origin());
    match std::fs::metadata(&path) {
        Ok(found) if found.is_file() => {}
        Ok(_) => value.wrong(expected, &format!("{}, which is no file", path.display()), gather),
        Err(error) => value.wrong(expected, &format!("{} ({error})", path.display()), gather),
    }
    Some(path)
}
