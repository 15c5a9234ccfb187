//! What a provider's connections have in the config beside what all have: the registry says which, this reads them.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::problem::Problem;
use super::reader::{Gather, Section, Value};
use super::secret::{Plain, SecretRef, read};
use super::show::Origin;
use crate::domain::{Environment, Text};
use crate::providers::{Provider, Setting, SettingKind};

/// What a provider's connections have beside what all have.
#[derive(Debug, Default)]
pub(super) struct OwnSettings {
    /// What may be seen, by its key.
    pub(super) texts: BTreeMap<&'static str, String>,
    /// What may not.
    pub(super) secrets: BTreeMap<&'static str, SecretRef>,
}

/// Reads the provider's own settings.
pub(super) fn own_settings(
    section: &Section,
    provider: &Provider,
    environment: Environment,
    gather: &mut Gather,
) -> OwnSettings {
    let mut own = OwnSettings::default();
    for setting in provider.settings {
        let value = if setting.required {
            section.require(setting.name, setting.expected, gather)
        } else {
            section.get(setting.name, gather)
        };
        let Some(value) = value else {
            if !setting.required {
                gather.note(&section.path(setting.name), "not set", Origin::Default);
            }
            continue;
        };
        if setting.kind == SettingKind::Secret {
            let plain = if environment == Environment::Sandbox { Plain::Allowed } else { Plain::Refused };
            if let Some(reference) = read(&value, plain, gather) {
                gather.note(&value.key, format!("{reference} (redacted)"), value.origin());
                own.secrets.insert(setting.name, reference);
            }
        } else if let Some(text) = text(&value, setting, gather) {
            gather.note(&value.key, &text, value.origin());
            own.texts.insert(setting.name, text);
        }
    }
    own
}

/// A setting that may be seen.
fn text(value: &Value, setting: &Setting, gather: &mut Gather) -> Option<String> {
    match setting.kind {
        SettingKind::OneOf(valid) => value.name(setting.name, valid, gather).map(str::to_owned),
        SettingKind::TimeZone => {
            let name = value.text(setting.expected, gather)?;
            let is_known = TimeZone::get(name).is_ok_and(|zone| zone.iana_name().is_some());
            if !is_known {
                let found = Problem::wrong(value.line, &value.key, setting.expected, &super::problem::quoted(name));
                gather.problems.push(found);
            }
            is_known.then(|| name.to_owned())
        }
        SettingKind::Text | SettingKind::Secret => {
            let text = value.text(setting.expected, gather)?;
            let is_visible = !text.is_empty() && text.trim() == text && Text::new(text).as_str() == text;
            if !is_visible {
                value.wrong(setting.expected, &super::problem::quoted(text), gather);
            }
            is_visible.then(|| text.to_owned())
        }
    }
}
