//! Every provider there is, and what the config, the command line and the help need to know of each. A new one is a
//! folder and a line here; its half of the sandbox is a line in `src/sandbox/halves.rs`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use secrecy::SecretString;

use super::curl::Written;
use super::hook::Hook;
use super::http::{self, ChangePermit};
use super::{Client, paykassma, withdraw_tool, yuansfer};
use crate::domain::{Ability, Change, Fault, FeedKind, Read};

/// Every provider.
pub static PROVIDERS: [&Provider; 3] = [&withdraw_tool::PROVIDER, &paykassma::PROVIDER, &yuansfer::PROVIDER];

/// A provider as everything outside its folder knows it.
#[derive(Debug)]
pub struct Provider {
    /// Its name, as the config spells it.
    pub name: &'static str,
    /// What its connections ask again and again.
    pub feeds: &'static [FeedKind],
    /// What its connections can be asked for when somebody wants it.
    pub abilities: &'static [Ability],
    /// The operations that a connection may have at other paths, by their names; empty where its paths are fixed.
    pub operations: &'static [&'static str],
    /// What its connections have in the config beside what all connections have.
    pub settings: &'static [Setting],
    /// Whether its accounts are authorised by OTP, whose times a connection can set.
    pub has_otp: bool,
    /// Whether its half of the sandbox has a handset.
    pub has_handset: bool,
    /// What it sends by itself; empty where it sends nothing.
    pub hooks: &'static [Hook],
    /// A question that every connection can answer: it shows whether one works.
    pub probe: fn() -> Read,
    /// Opens a connection, for reads alone where there is no permit. Nothing is sent yet.
    pub open: fn(Setup, Option<ChangePermit>) -> Result<Client, Fault>,
    /// What sending a change would send, secrets left out: its path and its body.
    pub describe: fn(&Plain, &Change) -> (String, serde_json::Value),
    /// What asking a question would send, secrets left out: a request, or several where one does not ask it all.
    pub write: fn(&Plain, &Read) -> Result<Vec<Written>, Fault>,
}

/// Something a provider's connections have in the config.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its key.
    pub name: &'static str,
    /// What it is.
    pub kind: SettingKind,
    /// Whether a connection can do without it.
    pub required: bool,
    /// What is expected there, for whoever has left it out or wrote something else.
    pub expected: &'static str,
}

/// What a setting is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingKind {
    /// A text that may be seen.
    Text,
    /// A secret, which the config refers to.
    Secret,
    /// An IANA time zone.
    TimeZone,
    /// One of a few words.
    OneOf(&'static [&'static str]),
}

/// What a connection is set up with, secrets left out.
#[derive(Clone, Debug, Default)]
pub struct Plain {
    /// The operations that are at other paths.
    pub paths: BTreeMap<String, String>,
    /// The settings that may be seen, by their keys.
    pub texts: BTreeMap<&'static str, String>,
    /// Whether the other end is a paytop sandbox with a handset.
    pub handset: bool,
}

/// What a connection is set up with.
#[derive(Clone, Debug)]
pub struct Setup {
    /// How it speaks HTTP.
    pub http: http::Settings,
    /// What may be seen.
    pub plain: Plain,
    /// The secrets, by their keys.
    pub secrets: BTreeMap<&'static str, SecretString>,
    /// Tells the time, for providers whose requests bear the moment in which they leave.
    pub clock: fn() -> Timestamp,
}

/// The provider that the config calls so.
#[must_use]
pub fn provider(name: &str) -> Option<&'static Provider> {
    PROVIDERS.into_iter().find(|provider| provider.name == name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_and_keys_are_said_once() {
        let names: BTreeSet<&str> = PROVIDERS.iter().map(|provider| provider.name).collect();
        assert_eq!(names.len(), PROVIDERS.len());
        for provider in PROVIDERS {
            let keys: BTreeSet<&str> = provider.settings.iter().map(|setting| setting.name).collect();
            assert_eq!(keys.len(), provider.settings.len(), "{}", provider.name);
        }
    }
}
