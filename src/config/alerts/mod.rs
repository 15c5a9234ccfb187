//! `[alerts]`: what an operator wants to be told of, such as a task that is stalled, and how: the rules, the marks of
//! balances, the bell and the desktop, a web address, and quiet hours.

mod balance;
mod quiet;
mod rules;
mod webhook;

use strum::VariantNames;

use super::reader::{Gather, Section};
use super::show::Origin;
use crate::domain::{AlertSettings, DesktopKind, Level, LowMarks};

pub use webhook::{WebhookConfig, split as split_webhook_url};

/// The keys of `[alerts]`.
const KEYS: [&str; 15] = [
    "success_floor",
    "stalled",
    "late",
    "runway",
    "stale",
    "down",
    "unconfirmed",
    "postbacks",
    "limit",
    "level",
    "bell",
    "desktop",
    "webhook",
    "quiet",
    "balance",
];

/// From which level on it can be told aloud.
const LEVELS: [&str; 3] = ["warning", "unconfirmed", "bad"];

/// What an operator wants to be told of, and how.
#[derive(Clone, Debug, Default)]
pub struct AlertsConfig {
    /// Below which marks a balance is low.
    pub balance: LowMarks,
    /// Everything else, without the web address.
    pub settings: AlertSettings,
    /// The web address that alerts are posted to.
    pub webhook: Option<WebhookConfig>,
}

/// Reads `[alerts]`.
pub(super) fn alerts(root: &Section, gather: &mut Gather) -> AlertsConfig {
    let expected = "a table: [alerts] or [alerts.balance]";
    let table = root.get("alerts", gather).and_then(|value| value.section(expected, &KEYS, gather));
    let table = table.as_ref();
    let mut settings = rules::rules(table, gather);
    settings.level = level(table, settings.level, gather);
    settings.bell = bell(table, gather);
    settings.desktop = desktop(table, gather);
    let webhook = webhook::webhook(table, gather);
    settings.webhook = webhook.is_some();
    settings.quiet = quiet::quiet(table, gather);
    AlertsConfig { balance: balance::balance(table, gather), settings, webhook }
}

fn level(table: Option<&Section>, usual: Level, gather: &mut Gather) -> Level {
    let Some(value) = table.and_then(|table| table.get("level", gather)) else {
        gather.note("alerts.level", usual.to_string(), Origin::Default);
        return usual;
    };
    let Some(name) = value.name("level", &LEVELS, gather) else { return usual };
    gather.note(&value.key, name, value.origin());
    name.parse().unwrap_or(usual)
}

fn bell(table: Option<&Section>, gather: &mut Gather) -> bool {
    let Some(value) = table.and_then(|table| table.get("bell", gather)) else {
        gather.note("alerts.bell", "false", Origin::Default);
        return false;
    };
    let bell = value.boolean(gather).unwrap_or_default();
    gather.note(&value.key, bell.to_string(), value.origin());
    bell
}

fn desktop(table: Option<&Section>, gather: &mut Gather) -> Option<DesktopKind> {
    let Some(value) = table.and_then(|table| table.get("desktop", gather)) else {
        gather.note("alerts.desktop", rules::OFF, Origin::Default);
        return None;
    };
    let names: Vec<&str> = DesktopKind::VARIANTS.iter().copied().chain([rules::OFF]).collect();
    let name = value.name("way to notify", &names, gather)?;
    gather.note(&value.key, name, value.origin());
    name.parse().ok()
}
