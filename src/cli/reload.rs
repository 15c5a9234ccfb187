//! The config read anew whenever its file changes: whole and settled, or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use secrecy::ExposeSecret;
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::Global;
use super::dashboard::keymap;
use super::look::look;
use super::operator::operator;
use crate::app::{Habits, Reloaded, Settings};
use crate::config::{Background, Config, ConnectionConfig, Motion, SecretRef, Surroundings, Terminal, UiConfig, load};
use crate::runtime::Watch;

/// How long nothing more may happen to a file before it is read: an editor writes it in several steps.
const QUIET: Duration = Duration::from_millis(250);

/// How long what is wrong with it has to stand before that is told: it may be half written.
const DOUBT: Duration = Duration::from_secs(1);

/// What a config is read with, beside its file.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The flags of the command line.
    pub global: Global,
    /// The terminal.
    pub terminal: Terminal,
    /// What it said of its ground, where it was asked.
    pub ground: Option<Background>,
}

/// Looks after the file of `config`, and tells what came of every change until nobody listens.
pub async fn follow(config: Config, setting: Setting, told: mpsc::Sender<Reloaded>) {
    let mut watch = match Watch::begin(config.path()) {
        Ok(watch) => watch,
        Err(why) => {
            let _ = told.send(Reloaded::Unwatched(why)).await;
            return;
        }
    };
    let mut reading = Reading { in_force: config, setting, last: None };
    // What happened between the first look and the watch is a change as well.
    reading.last = reading.text().await;
    while watch.changed().await {
        let Some(reloaded) = reading.settled(&mut watch).await else { continue };
        if told.send(reloaded).await.is_err() {
            return;
        }
    }
}

struct Reading {
    /// What paytop was started with: what waits for a restart is what differs from that.
    in_force: Config,
    setting: Setting,
    /// What was in the file when it was last told of.
    last: Option<Vec<u8>>,
}

impl Reading {
    /// What came of a change, once nothing more happens to the file; nothing where it is as it was.
    async fn settled(&mut self, watch: &mut Watch) -> Option<Reloaded> {
        let mut wait = QUIET;
        loop {
            while let Ok(more) = timeout(wait, watch.changed()).await {
                if !more {
                    return None;
                }
                wait = QUIET;
            }
            let text = self.text().await;
            if text == self.last {
                return None;
            }
            let reloaded = self.read().await;
            if matches!(reloaded, Reloaded::Unsound(_)) && wait == QUIET {
                // Once more, and only what stands then is told.
                wait = DOUBT;
                continue;
            }
            self.last = text;
            return Some(reloaded);
        }
    }

    async fn text(&self) -> Option<Vec<u8>> {
        tokio::fs::read(self.in_force.path()).await.ok()
    }

    async fn read(&self) -> Reloaded {
        let (location, setting) = (self.in_force.location.clone(), self.setting.clone());
        let surroundings = Surroundings::of_process();
        let loading = tokio::task::spawn_blocking(move || {
            let flags = setting.global.flags(&surroundings)?;
            let config = load(&location, &surroundings).map_err(|error| error.to_string())?;
            let Some(config) = config.map(|config| config.with(flags)) else { return Ok(None) };
            let settings = settings(&config, &setting, &surroundings)?;
            Ok(Some((config, settings)))
        });
        let problems = |words: &str| Reloaded::Unsound(words.lines().map(str::to_owned).collect());
        let loaded: Result<Option<(Config, Settings)>, String> =
            loading.await.unwrap_or_else(|error| Err(error.to_string()));
        match loaded {
            Ok(Some((config, settings))) => {
                config.ui.grouping.choose();
                Reloaded::Sound { settings: Box::new(settings), waiting: waiting(&self.in_force, &config) }
            }
            Ok(None) => problems(&format!("{} is gone", self.in_force.path().display())),
            Err(words) => problems(&words),
        }
    }
}

/// What of a config can change while the dashboard runs.
fn settings(config: &Config, setting: &Setting, surroundings: &Surroundings) -> Result<Settings, String> {
    // The terminal is not asked again: its answer would come as keys.
    let look = look(&config.ui, setting.terminal, surroundings, || setting.ground);
    let limits = |connection: &ConnectionConfig| (connection.info.id.clone(), connection.info.limits.clone());
    Ok(Settings {
        keymap: keymap(config)?,
        look: look.map_err(|error| error.to_string())?,
        reduced_motion: config.ui.motion == Motion::Reduced,
        habits: habits(&config.ui),
        marks: config.alerts.balance.clone(),
        alerts: config.alerts.settings.clone(),
        operator: operator(Some(config)),
        limits: config.connections.iter().map(limits).collect(),
    })
}

/// What the operator is used to.
pub fn habits(ui: &UiConfig) -> Habits {
    let UiConfig { mouse, slow_unfocused, lock_after, .. } = *ui;
    Habits { mouse, slow_unfocused, lock_after }
}

/// What differs between two configs and cannot change while paytop runs, in words: of a connection, which of its keys.
fn waiting(before_all: &Config, after_all: &Config) -> Vec<String> {
    let (before, after) = (fixed(before_all), fixed(after_all));
    let mut waiting: Vec<String> = Vec::new();
    for (name, old) in &before {
        let Some(new) = after.get(name) else {
            waiting.push(format!("{name} (left out)"));
            continue;
        };
        let mut changed: BTreeSet<&str> = differing(old, new);
        let id = name.strip_prefix(CONNECTION);
        let unseen = id.map(|id| unseen(id, before_all, after_all)).unwrap_or_default();
        changed.extend(unseen.iter().map(String::as_str));
        // Another provider has other settings: they need no words of their own.
        if changed.contains("provider") {
            changed.retain(|key| *key == "provider");
        }
        match changed.into_iter().collect::<Vec<_>>().join(", ") {
            keys if keys.is_empty() && old == new => {}
            // A setting that is no connection's is its own name.
            keys if keys.is_empty() => waiting.push(name.clone()),
            keys => waiting.push(format!("{name} ({keys} changed)")),
        }
    }
    waiting.extend(after.keys().filter(|name| !before.contains_key(*name)).map(|name| format!("{name} (new)")));
    waiting
}

/// What an operator calls a connection, before its name.
const CONNECTION: &str = "connection ";

/// The keys whose values differ between two lists of settings, or that one of them lacks.
fn differing<'s>(old: &'s [(String, String)], new: &'s [(String, String)]) -> BTreeSet<&'s str> {
    let (old, new): (BTreeSet<_>, BTreeSet<_>) = (old.iter().collect(), new.iter().collect());
    old.symmetric_difference(&new).map(|(key, _)| key.as_str()).filter(|key| !key.is_empty()).collect()
}

/// The keys of a connection whose secrets stand in the config itself and differ: what is shown of them is the same.
fn unseen(id: &str, before: &Config, after: &Config) -> Vec<String> {
    let secrets = |config: &Config| {
        let found = config.connections.iter().find(|connection| connection.info.id.as_str() == id);
        let mut secrets: BTreeMap<String, SecretRef> = BTreeMap::new();
        if let Some(connection) = found {
            let headers = connection.headers.iter();
            secrets.extend(headers.map(|(name, secret)| (format!("headers.{name}"), secret.clone())));
            secrets.extend(connection.secrets.iter().map(|(name, secret)| ((*name).to_owned(), secret.clone())));
        }
        secrets
    };
    let (before, after) = (secrets(before), secrets(after));
    let differs = |old: &SecretRef, new: &SecretRef| match (old, new) {
        (SecretRef::Plain(old), SecretRef::Plain(new)) => old.expose_secret() != new.expose_secret(),
        // References are shown, so they differ where they are shown.
        _ => false,
    };
    before
        .into_iter()
        .filter(|(key, old)| after.get(key).is_some_and(|new| differs(old, new)))
        .map(|(key, _)| key)
        .collect()
}

/// The settings that are fixed while paytop runs, each under what an operator calls it: those of a connection under
/// that connection.
fn fixed(config: &Config) -> BTreeMap<String, Vec<(String, String)>> {
    let mut fixed: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for setting in config.settings() {
        let (name, key) = match setting.key.strip_prefix("connections[").and_then(|rest| rest.split_once(']')) {
            Some((at, key)) => {
                let connection = at.parse().ok().and_then(|at: usize| config.connections.get(at));
                let Some(connection) = connection.filter(|_| !key.starts_with(".limits")) else { continue };
                (format!("{CONNECTION}{}", connection.info.id), key.trim_start_matches('.').to_owned())
            }
            None if ["store.", "postbacks.", "metrics.", "alerts.webhook", "ui.time_zone"]
                .iter()
                .any(|fixed| setting.key.starts_with(fixed)) =>
            {
                (setting.key.clone(), String::new())
            }
            None => continue,
        };
        fixed.entry(name).or_default().push((key, setting.value.clone()));
    }
    fixed
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::config::{Location, Named, parse};

    const CONFIG: &str = "[ui]\ntheme = \"dark\"\n[[connections]]\nname = \"india-a\"\nprovider = \"withdraw-tool\"\n\
                          environment = \"production\"\nbase_url = \"https://api.example.com\"\n\
                          [connections.limits.INR]\nlargest = \"5000\"\n";

    fn read(text: &str) -> Config {
        let location = Location { path: "/etc/c.toml".into(), named: Named::ByFlag };
        parse(text, &location, &Surroundings::new(|_| None, None, None)).unwrap()
    }

    #[rstest]
    #[case("theme = \"dark\"", "theme = \"light\"", &[])]
    #[case("largest = \"5000\"", "largest = \"9000\"", &[])]
    #[case("https://api.example.com", "https://api2.example.com", &["connection india-a (base_url changed)"])]
    #[case("provider = \"withdraw-tool\"", "provider = \"paykassma\"\nsecret = { command = [\"pass\", \"s\"] }",
           &["connection india-a (provider changed)"])]
    #[case("[connections.limits.INR]", "headers = { Authorization = { command = [\"pass\", \"t\"] } }\n[connections.limits.INR]",
           &["connection india-a (headers.Authorization changed)"])]
    #[case("name = \"india-a\"", "name = \"india-b\"", &["connection india-a (left out)", "connection india-b (new)"])]
    #[case("[ui]\n", "[ui]\ntime_zone = \"Asia/Manila\"\n", &["ui.time_zone"])]
    #[case("[ui]\n", "[store]\nurl = \"sqlite:///tmp/a.db\"\n[ui]\n", &["store.url"])]
    fn what_cannot_change_at_once_is_told_by_its_name(#[case] from: &str, #[case] to: &str, #[case] expected: &[&str]) {
        assert_eq!(waiting(&read(CONFIG), &read(&CONFIG.replace(from, to))), expected);
    }

    /// What is in the config itself is shown as redacted both times, and still is another secret.
    #[test]
    fn another_secret_in_the_config_itself_is_told_of_and_not_shown() {
        let config = |value: &str| {
            let header = format!("headers = {{ Authorization = \"{value}\" }}\n[connections.limits.INR]");
            read(&CONFIG.replace("production", "sandbox").replace("[connections.limits.INR]", &header))
        };
        let told = waiting(&config("hush-one"), &config("hush-two"));
        assert_eq!(told, ["connection india-a (headers.Authorization changed)"]);
        assert!(waiting(&config("hush-one"), &config("hush-one")).is_empty());
    }

    /// Waits for the next word, in real time: the system tells of files when it does.
    async fn next(told: &mut mpsc::Receiver<Reloaded>) -> Reloaded {
        timeout(Duration::from_secs(20), told.recv()).await.expect("nothing was told").unwrap()
    }

    #[tokio::test]
    async fn a_file_that_changes_is_read_once_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("c.toml");
        std::fs::write(&path, CONFIG).unwrap();
        let location = Location { path: path.clone(), named: Named::ByFlag };
        let config = load(&location, &Surroundings::of_process()).unwrap().unwrap();
        let terminal = Terminal::of(&Surroundings::of_process());
        let setting = Setting { global: Global::default(), terminal, ground: None };
        let (sender, mut told) = mpsc::channel(4);
        let following = tokio::spawn(follow(config, setting, sender));
        tokio::time::sleep(Duration::from_millis(300)).await;
        // Half of it, and a moment later the rest: the half is never told of.
        std::fs::write(&path, &CONFIG[..40]).unwrap();
        tokio::time::sleep(Duration::from_millis(400)).await;
        std::fs::write(&path, CONFIG.replace("5000", "7000")).unwrap();
        match next(&mut told).await {
            Reloaded::Sound { settings, waiting } => {
                assert!(waiting.is_empty() && format!("{:?}", settings.limits).contains("7000"), "{settings:?}");
            }
            other => panic!("{other:?}"),
        }
        // What stays wrong is told with its line.
        std::fs::write(&path, CONFIG.replace("theme", "teme")).unwrap();
        match next(&mut told).await {
            Reloaded::Unsound(problems) => assert!(problems[0].contains("c.toml:2: ui.teme"), "{problems:?}"),
            other => panic!("{other:?}"),
        }
        // As editors do it: another file in its place.
        let new = folder.path().join("c.toml.new");
        std::fs::write(&new, CONFIG).unwrap();
        std::fs::rename(&new, &path).unwrap();
        assert!(matches!(next(&mut told).await, Reloaded::Sound { .. }));
        following.abort();
    }
}
