//! The dashboard: the config or the embedded sandbox, the app, the terminal, the loop.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use directories::ProjectDirs;
use futures_util::StreamExt;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::look::{self, look};
use super::operator::operator;
use super::reload::{self, Setting};
use super::sandbox::World;
use super::{Console, Exit, Global, journal_place, log, wiring};
use crate::app::{App, Reloaded};
use crate::config::{Config, Motion, Problem, Start, Surroundings, Terminal, UiConfig};
use crate::domain::{ConnectionId, ConnectionInfo, Currency, Environment, FeedKind, Limits, LowMarks, Money, Polling};
use crate::keymap::{Keymap, UserKey};
use crate::message::PaneId;
use crate::providers::curl::{HeaderText, Reach};
use crate::providers::http::{self, ChangePermit};
use crate::providers::{Plain, Provider, SettingKind, Setup, provider};
use crate::runtime::{
    self, Clock, Journal, Keyboard, Link, Outside, PlainScreen, PreferenceFile, Signals, SystemClock, TerminalScreen,
};
use crate::sandbox::{self, Half, Sandbox};
use crate::state::State;
use crate::store::RunId;

/// Opens the dashboard and gives the exit status: on the screen, or in plain sentences. Whatever is wrong with the config
/// is said before the terminal is touched.
pub fn run(global: &Global, world: &World, plain: bool, surroundings: &Surroundings, console: &mut dyn Console) -> u8 {
    let usage = |console: &mut dyn Console, words: &str| {
        console.say(words);
        Exit::Usage as u8
    };
    let config = match global.load(surroundings) {
        Ok(config) => config,
        Err(words) => return usage(console, &words),
    };
    let terminal = Terminal::of(surroundings);
    if terminal.is_dumb && !plain {
        return usage(console, look::DUMB);
    }
    if config.is_some() && *world != World::default() {
        return usage(console, "the flags of the sandbox mean nothing beside a config: leave out one or the other");
    }
    let keymap = match &config {
        Some(config) => match keymap(config) {
            Ok(keymap) => keymap,
            Err(words) => return usage(console, &words),
        },
        None => Keymap::preset(),
    };
    if config.as_ref().is_some_and(|config| config.connections.is_empty()) {
        return usage(console, "the config has no [[connections]]: see `paytop config path` and config.example.toml");
    }
    let _log = match log::start(global.log.as_deref(), surroundings) {
        Ok(guard) => guard,
        Err(words) => return usage(console, &words),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return usage(console, &format!("cannot start: {error}")),
    };
    let ui = match (&config, global.theme(surroundings)) {
        (Some(config), _) => config.ui.clone(),
        (None, Ok(theme)) => UiConfig { theme: theme.unwrap_or_default(), ..UiConfig::default() },
        (None, Err(words)) => return usage(console, &words),
    };
    let mut ground = None;
    let ask = || {
        ground = if plain { None } else { runtime::background() };
        ground
    };
    let look = match look(&ui, terminal, surroundings, ask) {
        Ok(look) => look,
        Err(error) => return usage(console, &error.to_string()),
    };
    let themes = look::themes(global.folder(surroundings).as_deref(), terminal, surroundings);
    let opening = ui.start.map_or(PaneId::Overview, opening);
    let app = move |mut state: State| {
        state.reduced_motion = ui.motion == Motion::Reduced;
        App::new(state, keymap, look).with_themes(themes).with_habits(reload::habits(&ui)).opening(opening)
    };
    let (told, reloads) = mpsc::channel(1);
    if let Some(config) = config.clone() {
        let setting = Setting { global: global.clone(), terminal, ground };
        runtime.spawn(reload::follow(config, setting, told));
    }
    let status = runtime.block_on(show(config, app, reloads, global, world, plain));
    // What is still under way is not waited for: its outcome is unconfirmed either way.
    runtime.shutdown_timeout(Duration::from_millis(200));
    match status {
        Ok(status) => status,
        Err(error) => usage(console, &format!("the terminal: {error}")),
    }
}

async fn show(
    config: Option<Config>,
    app: impl FnOnce(State) -> App,
    reloads: mpsc::Receiver<Reloaded>,
    global: &Global,
    world: &World,
    plain: bool,
) -> io::Result<u8> {
    let clock = Arc::new(SystemClock::default());
    let zone = config.as_ref().and_then(|config| config.ui.time_zone.clone()).unwrap_or_else(TimeZone::system);
    let stop = CancellationToken::new();
    let _stop_at_the_end = stop.clone().drop_guard();
    let moment = clock.moment();
    let store = journal_place::open(config.as_ref(), config.is_none(), RunId::new(moment.now, moment.chance));
    let operator = operator(config.as_ref());
    let marks = config.as_ref().map_or_else(sandbox_marks, |config| config.alerts.balance.clone());
    let alert_settings = config.as_ref().map(|config| config.alerts.settings.clone()).unwrap_or_default();
    let webhook = config.as_ref().and_then(|config| config.alerts.webhook.clone()).map(wiring::webhook);
    let metrics = config.as_ref().and_then(|config| config.metrics.listen);
    let receiving = config.as_ref().and_then(super::postbacks::receiving);
    let (preferences, mut wanted) = preference_file(config.is_none()).map(PreferenceFile::read).unwrap_or_default();
    if config.as_ref().is_some_and(|config| config.ui.start.is_some()) {
        // The config says which pane is in view, whatever was in view last.
        wanted.session.pane = None;
    }
    let links = match config {
        Some(config) => config.connections.into_iter().map(link).collect(),
        None => embedded(world, global.read_only, stop)?,
    };
    let infos = links.iter().map(|link| link.info.clone()).collect();
    let mut state = State::new(infos, zone.clone(), operator, moment.now);
    state.marks = marks;
    state.alert_settings = alert_settings;
    let app = app(state).with_tour(!plain && !wanted.toured).with_preferences(wanted);
    let mut signals = Signals::listen()?;
    let keyboard = Keyboard::default();
    let input = if plain {
        runtime::lines().boxed()
    } else {
        runtime::messages(keyboard.clone(), runtime::job_signals()?).boxed()
    };
    let outside = Outside {
        links,
        journal: Journal::new(Arc::clone(&store), zone, Arc::clone(&clock) as Arc<dyn Clock>),
        receiving,
        webhook,
        config: reloads,
        metrics,
        preferences,
        input,
        signal: async move { signals.status().await },
        clock,
    };
    let status = if plain {
        runtime::run(app.with_plain(), &mut PlainScreen::new(), outside).await
    } else {
        let mut screen = TerminalScreen::take(keyboard, app.habits().mouse)?;
        runtime::run(app, &mut screen, outside).await
    };
    journal_place::close(store.as_ref()).await;
    status
}

/// Where what is set up on the screen is kept; what was set up for the sandbox is kept apart. `None` where there is no
/// place for it.
fn preference_file(embedded: bool) -> Option<PathBuf> {
    let folders = ProjectDirs::from("", "", "paytop")?;
    let folder = folders.state_dir().unwrap_or_else(|| folders.data_local_dir());
    Some(folder.join(if embedded { "sandbox-preferences.json" } else { "preferences.json" }))
}

/// The preset with the operator's keys over it; or every key that is wrong, in words.
pub(super) fn keymap(config: &Config) -> Result<Keymap, String> {
    let key = |key: &crate::config::KeyOverride| UserKey {
        context: key.context.clone(),
        chord: key.chord.clone(),
        command: key.command.clone(),
        line: key.line,
    };
    Keymap::preset().with(&config.keys.iter().map(key).collect::<Vec<_>>()).map_err(|errors| {
        let problem = |error: &crate::keymap::KeyError| Problem::at(error.line, &error.key, error.words().to_owned());
        config.error(errors.iter().map(problem).collect()).to_string()
    })
}

/// The pane that the config names.
fn opening(start: Start) -> PaneId {
    match start {
        Start::Overview => PaneId::Overview,
        Start::Accounts => PaneId::Accounts,
        Start::Balances => PaneId::Balances,
        Start::Withdrawals => PaneId::Withdrawals,
        Start::Postbacks => PaneId::Postbacks,
        Start::Deposits => PaneId::Deposits,
        Start::Payees => PaneId::Payees,
        Start::Transfers => PaneId::Transfers,
        Start::Journal => PaneId::Journal,
    }
}

/// A connection of the config, opened when it is first needed.
pub(super) fn link(connection: crate::config::ConnectionConfig) -> Link {
    let written = connection.clone();
    Link::new(connection.info.clone(), move || wiring::open(&connection))
        .written_by(move |read| wiring::curl(&written, read))
}

/// A mark for a wallet of the sandbox that goes below it before long, so that an alert can be seen without a config.
fn sandbox_marks() -> LowMarks {
    let bdt = Money::new(Decimal::from(475_000), Currency::new("BDT"));
    LowMarks::default().with(Some("nagad".into()), bdt)
}

/// The embedded sandbox: a server of its own on loopback, spoken to like any provider, with a connection to each that
/// it plays.
fn embedded(world: &World, read_only: bool, stop: CancellationToken) -> io::Result<Vec<Link>> {
    let sandbox = Sandbox::bind(([127, 0, 0, 1], 0).into(), world.options())?;
    let address = sandbox.address();
    tokio::spawn(async move {
        if let Err(error) = sandbox.serve(stop).await {
            tracing::error!(%error, "the sandbox stopped");
        }
    });
    let links =
        sandbox::HALVES.iter().filter_map(|half| Some(played(half, provider(half.provider)?, address, read_only)));
    Ok(links.collect())
}

/// The connection to one provider that the embedded sandbox plays.
fn played(half: &'static Half, provider: &'static Provider, address: SocketAddr, read_only: bool) -> Link {
    let mut feeds = provider.feeds.to_vec();
    if provider.has_handset {
        feeds.push(FeedKind::Handset);
    }
    let info = ConnectionInfo {
        id: ConnectionId::new(half.connection),
        provider: provider.name,
        environment: Environment::Sandbox,
        host: address.to_string().into(),
        // It is nobody's server but ours, and looks the livelier for it.
        polling: Polling { active: Duration::from_secs(2), idle: Duration::from_secs(10) },
        feeds,
        abilities: provider.abilities,
        read_only,
        otp_validity: Duration::from_mins(2),
        otp_cool_down: Duration::from_secs(20),
        limits: Limits::default(),
    };
    let link = Link::new(info, move || {
        let headers = half.credentials.iter().map(|held| (held.header.to_owned(), held.value.into())).collect();
        let http = http::Settings { headers, ..http::Settings::new(&format!("http://{address}")) };
        let secrets = half.settings.iter().filter(|(name, _)| is_secret(provider, name));
        let setup = Setup {
            http,
            plain: plain(half, provider),
            secrets: secrets.map(|(name, value)| (*name, (*value).into())).collect(),
            clock: wiring::now,
        };
        (provider.open)(setup, ChangePermit::unless(read_only))
    });
    link.written_by(move |read| {
        let headers = half.credentials.iter().map(|held| (held.header.to_owned(), HeaderText::Secret(None)));
        let reach = Reach { base_url: format!("http://{address}"), headers: headers.collect(), ..Reach::default() };
        wiring::written(&reach, provider, &plain(half, provider), read)
    })
}

/// Whether a provider's setting is a secret.
fn is_secret(provider: &Provider, name: &str) -> bool {
    provider.settings.iter().any(|own| own.name == name && own.kind == SettingKind::Secret)
}

/// What of a connection to the embedded sandbox may be seen.
fn plain(half: &Half, provider: &Provider) -> Plain {
    let seen = half.settings.iter().filter(|(name, _)| !is_secret(provider, name));
    Plain {
        texts: seen.map(|(name, value)| (*name, (*value).to_owned())).collect(),
        handset: provider.has_handset,
        ..Plain::default()
    }
}
