//! `[[connections]]`: one merchant's access to one provider.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use super::address::{self, Address};
use super::headers::headers;
use super::limits::limits;
use super::own_settings::own_settings;
use super::problem::{Problem, quoted};
use super::reader::{Gather, Section, Value};
use super::secret::SecretRef;
use super::show::Origin;
use super::timing;
use crate::domain::{ConnectionId, ConnectionInfo, Environment, FeedKind, Text};
use crate::providers::{PROVIDERS, Provider, provider};

/// The keys that every connection may have.
const KEYS: [&str; 11] = [
    "name",
    "provider",
    "environment",
    "base_url",
    "headers",
    "poll",
    "timeouts",
    "max_body_mib",
    "ca_file",
    "read_only",
    "limits",
];

/// The keys that a connection of this provider may have; where it is not known which it is, those of all providers.
fn keys(provider: Option<&Provider>) -> Vec<&'static str> {
    let of_one = |provider: &Provider| {
        let own = provider.settings.iter().map(|setting| setting.name);
        let paths = (!provider.operations.is_empty()).then_some("paths");
        let (otp, handset) = (provider.has_otp.then_some("otp"), provider.has_handset.then_some("handset"));
        own.chain(paths).chain(otp).chain(handset).collect::<Vec<_>>()
    };
    let own: Vec<&str> = match provider {
        Some(provider) => of_one(provider),
        None => PROVIDERS.iter().flat_map(|provider| of_one(provider)).collect(),
    };
    KEYS.into_iter().chain(own).collect()
}

/// One merchant's access to one provider, as the config has it. Its secrets are references.
#[derive(Clone, Debug)]
pub struct ConnectionConfig {
    /// What the screen and the state know of it.
    pub info: ConnectionInfo,
    /// Its provider.
    pub provider: &'static Provider,
    /// Where its operations are, without a slash at the end; `https`, or `http` on this machine.
    pub base_url: String,
    /// The headers of every request: names as written, values by reference.
    pub headers: Vec<(String, SecretRef)>,
    /// Operations that are at other paths than the API has them, by their names in [`Provider::operations`].
    pub paths: BTreeMap<String, String>,
    /// The provider's own settings that may be seen, by their keys.
    pub texts: BTreeMap<&'static str, String>,
    /// The provider's own secrets, by their keys.
    pub secrets: BTreeMap<&'static str, SecretRef>,
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
            let written = element.as_section().and_then(|section| section.get("provider", gather)?.as_text());
            let section = element.section(expected, &keys(written.and_then(provider)), gather)?;
            connection(&section, &mut names, gather)
        })
        .collect()
}

/// Reads one connection. What is missing or wrong in it is a problem; the rest is still read, so that all problems
/// are told at once.
fn connection(section: &Section, names: &mut BTreeMap<String, usize>, gather: &mut Gather) -> Option<ConnectionConfig> {
    let name = name(section, names, gather);
    let all = PROVIDERS.map(|provider| provider.name);
    let provider = choice(section, "provider", "provider", &all, gather).and_then(provider);
    let environment = choice(section, "environment", "environment", &["sandbox", "production"], gather)
        .and_then(|word| word.parse::<Environment>().ok());
    let address = address::base_url(section, gather);
    // Without knowing the environment, the stricter rules would tell problems that may be none.
    let rules = environment.unwrap_or(Environment::Sandbox);
    let headers = headers(section, rules, gather);
    let own = provider.map(|provider| own_settings(section, provider, rules, gather)).unwrap_or_default();
    let paths = address::paths(section, provider.map_or(&[], |provider| provider.operations), gather);
    let polling = timing::poll(section, rules, gather);
    let timeouts = timing::timeouts(section, gather);
    let otp = timing::otp(section, provider.is_none_or(|provider| provider.has_otp), gather);
    let limits = limits(section, gather);
    let max_body = max_body(section, gather);
    let ca_file = ca_file(section, gather);
    let read_only = switch(section, "read_only", gather).is_some_and(|(on, _)| on);
    let handset = provider.is_none_or(|provider| provider.has_handset) && handset(section, environment, gather);

    let Address { base_url, host } = address?;
    let provider = provider?;
    let mut feeds = provider.feeds.to_vec();
    if handset {
        feeds.push(FeedKind::Handset);
    }
    let info = ConnectionInfo {
        id: ConnectionId::new(name?),
        provider: provider.name,
        environment: environment?,
        host,
        polling,
        feeds,
        abilities: provider.abilities,
        read_only,
        otp_validity: otp.validity,
        otp_cool_down: otp.cool_down,
        limits,
    };
    let (connect_timeout, total_timeout) = (timeouts.connect, timeouts.total);
    Some(ConnectionConfig {
        info,
        provider,
        base_url,
        headers,
        paths,
        texts: own.texts,
        secrets: own.secrets,
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
